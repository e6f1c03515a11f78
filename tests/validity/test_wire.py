"""The tasks `wire` and `reuse` on small gold files, with figures that can be counted."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from toolkit.errors import ColumnError, OptionError
from toolkit.validity import reuse
from toolkit.validity.tasks import run_task

STORY = "Talks opened on Friday after a long delay, officials said, and would go on for a week at least."


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_wire_by_hand(tmp_path: Path) -> None:
    rows = [
        {"text": f"ROME (AP) - {STORY}", "wire": "AP"},
        {"text": f"ROME (AFP) - {STORY}", "wire": "AP"},  # found, but the wrong agency
        {"text": f"{STORY}\n\n- Reuters.", "wire": "reuters"},
        {"text": STORY, "wire": "UPI"},  # missed
        {"text": f"ROME (UPI) - {STORY}", "wire": None},  # wrongly found
        {"text": f"{STORY}\n\nThe Associated Press contributed to this report.", "wire": "NA"},
        {"text": STORY, "wire": "None"},
    ]
    result = run_task("wire", gold=[write(tmp_path / "gold.jsonl", rows)])
    # Found 4, of which 3 are wire copy; coded 4; of the 3, two with the right agency.
    assert result.n == 7
    estimates = {name: figure.estimate for name, figure in result.figures.items()}
    assert estimates == {
        "precision": 3 / 4, "recall": 3 / 4, "f1": 6 / 8, "agency_right": pytest.approx(2 / 3),
    }  # fmt: skip


def test_wire_needs_its_columns(tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match="wire"):
        run_task("wire", gold=[write(tmp_path / "gold.jsonl", [{"text": STORY}])])


def test_real_articles_are_told_apart(shared_dir: Path) -> None:
    result = run_task("wire", gold=[shared_dir / "data/polnear/train_articles.jsonl"])
    # Of the 69 coded articles four have no credit left in their text, so recall cannot be above 65 of 69.
    assert result.figures["recall"].estimate == 65 / 69
    assert result.figures["precision"].estimate > 0.95


@pytest.mark.parametrize(
    ("kind", "degree", "expected", "known"),
    [
        ("cut", 0.5, "a b\n\nc", 1.0),
        ("words", 2.0, None, 0.5),
        ("numbers", 0.0, "a b\n\nc d 8 f", 5 / 6),
        ("headline", 0.0, "x x x x x x x x x\n\na b\n\nc d 5 f", 6 / 15),
    ],
)
def test_edits_by_hand(kind: str, degree: float, expected: str | None, known: float) -> None:
    text, share = reuse._EDITS[kind]("a b\n\nc d 5 f", degree, "x " * 20, np.random.default_rng(0))
    assert share == known
    if expected is not None:
        assert text == expected
    else:
        assert [word.startswith("changed") for word in text.split()] == [False, True] * 3


def test_paragraphs_put_in_keep_the_text_in_order() -> None:
    text, share = reuse._EDITS["insert"]("a b\n\nc d", 0.5, "x y z", np.random.default_rng(0))
    assert share == 4 / 6
    assert [word for word in text.split() if word in "abcd"] == ["a", "b", "c", "d"]
    assert "x y" in text


def test_reuse_on_made_up_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reuse, "CONDITIONS", [("cut", 0.5), ("insert", 2.0), ("words", 10.0), ("words", 5.0)])
    monkeypatch.setattr(reuse, "SEEDS", (0,))
    rows = [
        {
            "text": "\n\n".join(" ".join(f"w{1000 * i + 50 * j + k}" for k in range(50)) for j in range(6)),
            "event_id": i // 2,
        }
        for i in range(16)
    ]
    result = run_task("reuse", gold=[write(tmp_path / "gold.jsonl", rows)])
    figures = {name: figure.estimate for name, figure in result.figures.items()}
    assert result.n == 4 * 4  # four events are edited, four lend paragraphs
    assert figures["precision"] == 1.0
    assert figures["false_reprints"] == 0.0
    assert figures["tail cut 50 %: found"] == figures["tail cut 50 %: reprint_right"] == 1.0
    assert figures["tail cut 50 %: share_error"] == 0.0
    assert figures["put in 200 %: reprint_right"] == 1.0  # a third of the copy: listed, and no reprint
    assert figures["every 10th word changed: share_error"] == pytest.approx(0.0)
    # Runs of four words are not looked for: the measured share is 0, the true one 4/5.
    assert figures["every 5th word changed: share_error"] == pytest.approx(0.8)


def test_reuse_needs_enough_articles(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="150 words"):
        run_task("reuse", gold=[write(tmp_path / "gold.jsonl", [{"text": STORY}])])
