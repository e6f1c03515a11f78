"""The construction key is held against the articles that the measures can read."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from toolkit.errors import ColumnError, ReadError
from toolkit.validity.tasks import run_task

FOLDER = Path(__file__).parents[2] / "corpora" / "taji-2020"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The key of the shipped corpus beside its articles, in a folder that a test may change."""
    for name in ("codes.csv", "articles.jsonl"):
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path / "codes.csv"


def test_articles_that_are_not_in_english_change_no_figure(key: Path) -> None:
    both = run_task("construction-key", gold=[key])
    assert both.n == 35
    for file, mark in ((key, "-ar-"), (key.with_name("articles.jsonl"), '"language": "ar"')):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if mark not in line), encoding="utf-8")
    assert len(key.with_name("articles.jsonl").read_text(encoding="utf-8").splitlines()) == 35
    english = run_task("construction-key", gold=[key])
    assert english.n == 35
    assert english.figures == both.figures
    # As written in docs/validity.md: 34, 32 and 66 of 35, 35 and 70.
    shown = [round(english.figures[name].estimate * n) for name, n in (("headline_force", 35), ("body_force", 35))]
    assert shown == [34, 32]
    assert english.figures["force"].estimate == pytest.approx(66 / 70)


def test_an_article_of_the_key_that_is_not_there_is_named(key: Path) -> None:
    file = key.with_name("articles.jsonl")
    articles = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    kept = [json.dumps(one) for one in articles if one["article_id"] != "gl-ar-patriots"]
    file.write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(ReadError, match=r"1 articles that the corpus has not \(first: 'gl-ar-patriots'"):
        run_task("construction-key", gold=[key])


def test_a_key_without_purposes_of_force_is_held_against_frames_alone(key: Path) -> None:
    both = run_task("construction-key", gold=[key]).figures
    table = pd.read_csv(key, keep_default_na=False)
    table.drop(columns=["headline_force", "body_force"]).to_csv(key, index=False)
    frames = run_task("construction-key", gold=[key]).figures
    assert frames == {name: both[name] for name in both if name.endswith("_f1")}
    assert set(both) - set(frames) == {"headline_force", "body_force", "force"}


def test_half_a_key_of_force_is_an_error(key: Path) -> None:
    pd.read_csv(key, keep_default_na=False).drop(columns="body_force").to_csv(key, index=False)
    with pytest.raises(ColumnError, match="no column 'body_force'"):
        run_task("construction-key", gold=[key])
