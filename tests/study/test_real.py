"""Studies on real news: articles with known events, and articles whose events must be found."""

import warnings
from pathlib import Path

import pandas as pd
import pytest

from toolkit.errors import SmallSampleWarning, UndatedWarning
from toolkit.study.result import StudyResult
from toolkit.study.run import run_study


def _run(folder: Path, corpus: Path, rest: str) -> StudyResult:
    study = f'[corpus]\npath = "{corpus.as_posix()}"\n[[measures]]\nname = "force"\n[output]\nformats = ["csv"]\n{rest}'
    (folder / "study.toml").write_text(study, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)
        return run_study(folder / "study.toml")


def test_basil_has_its_events(shared_dir: Path, tmp_path: Path) -> None:
    articles = pd.read_json(shared_dir / "data" / "basil" / "articles.jsonl", lines=True)
    outlets = '[compare]\noutlets = ["fox", "nyt"]\nn_resamples = 199\n'
    result = _run(tmp_path, shared_dir / "data" / "basil" / "articles.jsonl", outlets)
    assert len(result.corpus) == len(articles)
    assert result.corpus.n_events == articles["event_id"].nunique()
    # The reader takes "FOX" and "fox" for one outlet.
    articles["outlet"] = articles["outlet"].str.lower()
    both = articles[articles["outlet"].isin(["fox", "nyt"])].groupby("event_id")["outlet"].nunique()
    assert result.comparisons["force"].table["n_events"].max() == (both == 2).sum()


OUTLETS = '[compare]\noutlets = ["The Hill", "Fox Online News"]\nn_resamples = 199\n'


def test_articles_without_events_are_not_compared(shared_dir: Path, tmp_path: Path) -> None:
    result = _run(tmp_path, shared_dir / "data" / "allsides_abp" / "soleimani_2020.jsonl", OUTLETS)
    assert not result.comparisons
    assert result.not_compared
    assert result.report.is_file()


def test_articles_whose_events_are_found_are_compared(shared_dir: Path, tmp_path: Path) -> None:
    path = shared_dir / "data" / "allsides_abp" / "soleimani_2020.jsonl"
    with pytest.warns(UndatedWarning, match="30 of 111 articles have no date"):
        result = _run(tmp_path, path, "[events]\nmatch = true\n" + OUTLETS)
    assert result.comparisons
    assert not result.not_compared
    events = pd.read_csv(result.folder / "tables" / "events.csv")
    assert events["n_articles"].sum() == 111
