"""The validation task of topics on articles whose topics were planted."""

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn import metrics

from tests.discovery.planted import TOPICS, planted
from toolkit.errors import ColumnError, OptionError
from toolkit.validity import topics
from toolkit.validity.tasks import list_tasks, run_task
from toolkit.validity.topics import _agreement, _with_intervals


def gold_file(folder: Path, codes: list[str]) -> Path:
    texts = planted()[0].articles["text"]
    rows = [{"text": text, "title": "Title", "topic": code} for text, code in zip(texts, codes, strict=True)]
    path = folder / "gold.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_planted_topics_agree_with_their_codes_and_chance_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topics, "N_TOPICS", 4)
    monkeypatch.setattr(topics, "has_embedder", lambda: False)
    monkeypatch.setattr(topics, "_N_HALVES", 60)
    # Only articles with a clear main topic are coded; the others have no code and are left out.
    shares = planted()[1]
    codes = [TOPICS[row.argmax()] if row.max() > 0.6 else "" for row in shares]
    result = run_task("topics", gold=[gold_file(tmp_path, codes)])
    assert result.n == (shares.max(axis=1) > 0.6).sum()
    figures = result.figures
    assert {name.rsplit("_", 1)[0] for name in figures} == {"nmf", "lda", "sklearn_lda", "chance"}
    assert figures["nmf_ari"].estimate > 0.9
    assert figures["nmf_ari"].low > figures["chance_ari"].high
    assert figures["chance_ami"].low < 0 < figures["chance_ami"].high


def test_a_grouping_agrees_fully_with_itself_under_other_names() -> None:
    codes = np.array([0, 0, 1, 1, 2, 2, 2])
    found = _agreement({"x": np.array([5, 5, 3, 3, 4, 4, 4])}, codes, np.arange(7))
    assert found == pytest.approx({"x_nmi": 1, "x_ami": 1, "x_ari": 1})


def test_intervals_are_as_wide_as_samples_from_many_articles_vary(monkeypatch: pytest.MonkeyPatch) -> None:
    # Ten codes; the group is right in half of the cases. Sets of 400 articles drawn anew, against half-samples of one.
    def drawn(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        codes = rng.integers(10, size=400)
        return codes, np.where(rng.random(400) < 0.5, codes, rng.integers(10, size=400))

    monkeypatch.setattr(topics, "_N_HALVES", 60)
    rng = np.random.default_rng(0)
    spread = np.std([metrics.adjusted_rand_score(*drawn(rng)) for _ in range(300)])
    halves = []
    for _ in range(8):
        codes, group = drawn(rng)
        figure = _with_intervals({"x": group}, codes)["x_ari"]
        halves.append((figure.high - figure.low) / 2 / 1.96)
    assert np.mean(halves) == pytest.approx(spread, rel=0.2)


def test_files_of_another_form(tmp_path: Path) -> None:
    assert "topics" in list_tasks()
    with pytest.raises(OptionError, match="at least two different codes"):
        run_task("topics", gold=[gold_file(tmp_path, ["one"] * 180)])
    (tmp_path / "x.jsonl").write_text('{"text": "x", "code": "y"}\n', encoding="utf-8")
    with pytest.raises(ColumnError, match="topic"):
        run_task("topics", gold=[tmp_path / "x.jsonl"])
