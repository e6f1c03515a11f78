"""A study with distinctive words: counts made by hand, pages, errors that name the fix, the same at a second run."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from tests.study.small import DESTROY, DETER, HEADLINE, N_DESTROY, PLAIN, STUDY, quiet_run, rows, write_study
from toolkit.errors import StudyError
from toolkit.study.read_study import read_study
from toolkit.study.reproduce import reproduce_study
from toolkit.study.result import StudyResult

WORDS = "[words]\nmin_count = 3\n"


def with_words(folder: Path, lines: str = WORDS, articles: list[dict[str, str]] | None = None) -> Path:
    return write_study(folder, STUDY.replace('["csv"]', '["csv", "svg"]') + lines, articles)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    return quiet_run(with_words(tmp_path_factory.mktemp("words")))


def test_words_are_those_counted_by_hand(result: StudyResult) -> None:
    table = pd.read_csv(result.folder / "tables" / "words.csv").set_index("term")
    # Of two outlets the first of [compare] is the target. Sentences that destroy say "camp", the others "group".
    assert set(table["target"]) == {"Gulf Daily"} and set(table["reference"]) == {"Evening Wire"}
    own, other = N_DESTROY["Gulf Daily"], N_DESTROY["Evening Wire"]
    for word in ("destroy", "camp"):
        row = table.loc[word]
        assert (row["n_target"], row["n_reference"]) == (sum(own), sum(other)) == (9, 3)
        assert (row["n_articles_target"], row["n_articles_reference"]) == (6, 3)
        assert (row["n_events_target"], row["n_events_reference"]) == (6, 3)
        assert row["rate_target"] == pytest.approx(1000 * 9 / (6 * 34))
        assert row["low"] < row["log_odds"] < row["high"]
    assert (table.loc["deter", "n_target"], table.loc["deter", "n_reference"]) == (12 - 9, 12 - 3)
    assert "the" not in table.index and "to" not in table.index
    assert table.loc["meet", "n_target"] == HEADLINE.count("meet") * 6
    assert table.loc["budget", "n_target"] == PLAIN.count("budget") * 6
    assert "river" in table.index and DESTROY.count("river") == DETER.count("river") == 1


def test_files_stand_in_the_folder_and_in_the_manifest(result: StudyResult) -> None:
    manifest = json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))
    assert {"tables/words.csv"} <= set(manifest["tables"])
    assert {"figures/words-1.svg"} <= set(manifest["figures"])
    assert set(manifest["report"]) == {"report.html", "words-1.html"}
    assert manifest["settings"]["words"]["most"] == 8
    assert "min_count=3" in manifest["settings"]["words"]["terms"]
    assert manifest["words"].startswith("keyness(")
    assert "destroy" in (result.folder / "words-1.html").read_text(encoding="utf-8")


def test_the_report_links_the_page_and_shows_the_lines(result: StudyResult) -> None:
    page = result.report.read_text(encoding="utf-8")
    section = page[page.index('<section id="words"') : page.index('<section id="headlines"')]
    assert '<a href="words-1.html">' in section
    assert '<li><a href="#words">' in page
    assert re.search(r"Officials want to <mark>destroy</mark> the camp", section)
    assert "<bdi>Gulf Daily</bdi>: 3 of 9 shown" in section


def test_a_second_run_is_the_same_and_an_edited_page_is_seen(result: StudyResult) -> None:
    again = reproduce_study(result.folder)
    assert again.same and again.changes == ()
    assert {check.status for check in again.tables if check.table == "tables/words.csv"} == {"identical"}
    page = result.folder / "words-1.html"
    before = page.read_bytes()
    page.write_bytes(before + b" ")
    assert reproduce_study(result.folder).changes == ("results: words-1.html was edited",)
    page.write_bytes(before)


def three_outlets() -> list[dict[str, str]]:
    third = [{**row, "article_id": f"X{row['article_id']}", "source": "Third"} for row in rows()[:6]]
    return [*rows(), *third]


def test_without_outlets_each_is_held_against_the_others(tmp_path: Path) -> None:
    study = STUDY.replace('outlets = ["Gulf Daily", "Evening Wire"]\n', "") + WORDS
    result = quiet_run(write_study(tmp_path, study, three_outlets()))
    assert result.words is not None
    assert result.words.sides[["target", "reference"]].to_numpy().tolist() == [
        ["Evening Wire", "the other outlets"], ["Gulf Daily", "the other outlets"], ["Third", "the other outlets"],
    ]  # fmt: skip
    assert {f"words-{n}.html" for n in (1, 2, 3)} <= set(result.manifest["files"])


def test_target_and_reference_can_be_named_and_outlets_of_compare_alone_count(tmp_path: Path) -> None:
    named = 'target = "Third"\nreference = "Gulf Daily"\n'
    study = STUDY.replace('outlets = ["Gulf Daily", "Evening Wire"]\n', "") + WORDS + named
    result = quiet_run(write_study(tmp_path, study, three_outlets()))
    assert result.words is not None
    assert result.words.sides[["target", "reference"]].to_numpy().tolist() == [["Third", "Gulf Daily"]]
    with pytest.raises(StudyError, match=r"\[words\], key 'target': \[compare\] names no outlet 'Third'"):
        quiet_run(with_words(tmp_path, WORDS + named, three_outlets()))


def test_an_outlet_that_is_not_there_stops_the_study_before_the_work(tmp_path: Path) -> None:
    study = STUDY.replace('outlets = ["Gulf Daily", "Evening Wire"]\n', "") + WORDS
    path = write_study(tmp_path, study + 'target = "Gulf Dayly"\n')
    with pytest.raises(StudyError, match=r"\[words\], key 'target'.*no outlet 'Gulf Dayly'.*mean 'Gulf Daily'\?"):
        quiet_run(path)
    assert not (tmp_path / "results").exists()


def test_one_outlet_has_no_distinctive_words_and_the_report_says_so(tmp_path: Path) -> None:
    study = STUDY.replace('outlets = ["Gulf Daily", "Evening Wire"]\n', "") + WORDS
    result = quiet_run(write_study(tmp_path, study, rows()[:6]))
    assert "need at least two outlets" in result.not_compared["words"]
    assert "need at least two outlets" in result.report.read_text(encoding="utf-8")
    assert not (result.folder / "tables" / "words.csv").exists()


def test_without_shared_events_the_fix_is_named_and_works(tmp_path: Path) -> None:
    apart = [{**row, "event": f"{row['source']} {row['event']}"} for row in rows()]
    result = quiet_run(with_words(tmp_path, WORDS, apart))
    reason = result.not_compared["words"]
    assert "share no event" in reason and 'events = "all" under [words]' in reason
    mended = quiet_run(with_words(tmp_path, WORDS + 'events = "all"\n', apart))
    assert "words" not in mended.not_compared
    assert mended.words is not None and len(mended.words.table)


def test_without_any_event_articles_are_resampled_and_the_page_links_the_words(tmp_path: Path) -> None:
    articles = [{key: value for key, value in row.items() if key != "event"} for row in rows()]
    result = quiet_run(with_words(tmp_path, WORDS, articles))
    assert result.words is not None and result.words.resampled == "article"
    page = result.report.read_text(encoding="utf-8")
    assert '<section id="words">' in page and '<a href="words-1.html">Gulf Daily</a>' in page


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('taget = "a"', ["[words]", "'taget'", "Did you mean 'target'?"]),
        ('reference = "a"', ["'reference'", "needs a target"]),
        ('target = "a"\nreference = ["a", "b"]', ["'reference'", "other outlets than the target", "'a'"]),
        ("ngrams = 4", ["[words]", "1, 2 or 3", "got 4"]),
        ("min_articles = 0", ["'min_articles'", "1 or more"]),
        ('stop_words = "all"', ["'stop_words'", "'function' or 'none'", "'all'"]),
        ('events = "some"', ["'events'", "'shared' or 'all'", "'some'"]),
        ("most = 0", ["'most'", "1 or more"]),
        ("exclude = [3]", ["'exclude'", "a list of strings"]),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(lines: str, expected: list[str]) -> None:
    with pytest.raises(StudyError) as caught:
        read_study("s.toml", text=STUDY + "[words]\n" + lines)
    assert [part for part in expected if part not in str(caught.value)] == []
