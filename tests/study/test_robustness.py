"""A study with a specification curve: estimates made by hand, files, errors that name the fix, the same at a rerun."""

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.study.small import MEAN_DIFFERENCE, N_WORDS, STUDY, quiet_run, rows, text, write_study
from toolkit.errors import StudyError
from toolkit.study.read_study import read_study
from toolkit.study.reproduce import reproduce_study
from toolkit.study.result import StudyResult

LINES = '[robustness]\ncategory = "destroy"\nn_exchanges = 99\n'
CHOICES = 'parts = ["story"]\npool = ["sum"]\ncount_negated = [true]\nlexicon = ["ruin.csv"]\nleave_out = 1\n'
N_SPECIFICATIONS = 3 * 2 * 2 * 2  # the word list, without "destroy", the other list; parts; pool; count_negated


def with_curve(folder: Path, lines: str = LINES + CHOICES, articles: list[dict[str, str]] | None = None) -> Path:
    (folder / "ruin.csv").write_text("category,pattern\ndestroy,camp\ndeter,deter*\n", encoding="utf-8")
    return write_study(folder, STUDY.replace('["csv"]', '["csv", "svg"]') + lines, articles)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    return quiet_run(with_curve(tmp_path_factory.mktemp("curve")))


@pytest.fixture(scope="module")
def table(result: StudyResult) -> pd.DataFrame:
    return pd.read_csv(result.folder / "tables" / "specification_curve.csv")


def test_the_base_is_the_comparison_of_the_study(result: StudyResult, table: pd.DataFrame) -> None:
    assert len(table) == N_SPECIFICATIONS
    compared = result.comparisons["force"].table.set_index("category").loc["destroy"]
    for name in ("estimate", "low", "high", "n_events"):
        assert table[name].iloc[0] == pytest.approx(compared[name])
    assert table["estimate"].iloc[0] == pytest.approx(MEAN_DIFFERENCE)
    assert (table["parts"].iloc[0], table["pool"].iloc[0]) == ("all", "mean")


def test_other_choices_give_what_is_counted_by_hand(table: pd.DataFrame) -> None:
    of = table.drop_duplicates(["measure", "parts"]).set_index(["measure", "parts"])["estimate"]
    # A story has 30 of the 34 words; "camp" stands in the same sentences as "destroy", and no other word destroys.
    assert of["force", "story"] == pytest.approx(MEAN_DIFFERENCE * 34 / 30)
    assert of["lexicon ruin.csv", "all"] == pytest.approx(MEAN_DIFFERENCE)
    left_out = next(name for name, _ in of.index if name.startswith("without 'destroy"))
    assert of[left_out, "all"] == 0
    # All articles are of one length, so that both ways of pooling agree, and nothing is negated.
    assert table.groupby(["measure", "parts"])["estimate"].nunique().max() == 1


def test_files_stand_in_the_folder_and_in_the_manifest(result: StudyResult) -> None:
    manifest = json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))
    assert "tables/specification_curve.csv" in manifest["tables"]
    assert "figures/specification_curve.svg" in manifest["figures"]
    assert "ruin.csv" in manifest["lexicons"]["files"]
    settings = manifest["settings"]["robustness"]
    assert settings["alternatives"] == {
        "parts": ["story"], "pool": ["sum"], "count_negated": [True], "lexicon": ["ruin.csv"]
    }  # fmt: skip
    assert settings["base"] == {"parts": "all", "pool": "mean", "wire": "once"}
    assert manifest["specification_curve"].startswith("specification_curve(")


def test_the_report_says_how_far_the_finding_depends_on_choices(result: StudyResult) -> None:
    page = result.report.read_text(encoding="utf-8")
    section = page[page.index('<section id="robustness"') : page.index('<section id="headlines"')]
    # Two of three word lists find the 9 words against 3, the third none.
    n_above = 2 * N_SPECIFICATIONS // 3
    assert f"is above zero in {n_above} of {N_SPECIFICATIONS} specifications" in section
    assert "The choices that move it most" in section
    assert "No estimate depends on: count_negated, pool." in section
    assert '<li><a href="#robustness">' in page


def test_a_second_run_is_the_same_and_another_word_list_is_seen(result: StudyResult) -> None:
    again = reproduce_study(result.folder)
    assert again.same and again.changes == ()
    list_file = result.folder.parent.parent / "ruin.csv"
    before = list_file.read_text(encoding="utf-8")
    list_file.write_text(before.replace("camp", "old"), encoding="utf-8")
    changed = reproduce_study(result.folder)
    assert changed.changes == ("lexicon: ruin.csv was edited",)
    list_file.write_text(before, encoding="utf-8")


def test_an_outlet_can_be_held_against_the_mean_of_all(tmp_path: Path) -> None:
    third = [{**row, "article_id": f"X{row['article_id']}", "source": "Third", "body": text(0)} for row in rows()[:6]]
    lines = LINES + 'outlets = "Gulf Daily"\nparts = ["story"]\n'
    result = quiet_run(with_curve(tmp_path, lines, [*rows(), *third]))
    assert result.curve is not None
    # Nine words in its six articles, three in those of the second outlet, none in those of the third.
    words = 1000 / N_WORDS / 6
    assert result.curve.table["estimate"].iloc[0] == pytest.approx(words * (9 - (9 + 3 + 0) / 3))


def test_without_shared_events_the_fix_is_named(tmp_path: Path) -> None:
    apart = [{**row, "event": f"{row['source']} {row['event']}"} for row in rows()]
    result = quiet_run(with_curve(tmp_path, articles=apart))
    assert "share no event" in result.not_compared["robustness"]
    assert "match = true under [events]" in result.not_compared["robustness"]
    without = [{key: value for key, value in row.items() if key != "event"} for row in rows()]
    assert "match = true" in quiet_run(with_curve(tmp_path, articles=without)).not_compared["robustness"]


def test_of_more_than_two_outlets_some_must_be_named(tmp_path: Path) -> None:
    third = [{**row, "article_id": f"X{row['article_id']}", "source": "Third"} for row in rows()[:6]]
    study = STUDY.replace('outlets = ["Gulf Daily", "Evening Wire"]\n', "") + LINES + 'parts = ["story"]\n'
    with pytest.raises(StudyError, match=r"\[robustness\], key 'outlets': is missing; name two, or one"):
        quiet_run(write_study(tmp_path, study, [*rows(), *third]))
    with pytest.raises(StudyError, match="no outlet 'Fourth'"):
        quiet_run(write_study(tmp_path, study + 'outlets = ["Third", "Fourth"]\n', [*rows(), *third]))


def test_one_outlet_is_no_crash(tmp_path: Path) -> None:
    study = STUDY.replace('outlets = ["Gulf Daily", "Evening Wire"]\n', "") + LINES + 'parts = ["story"]\n'
    result = quiet_run(write_study(tmp_path, study, rows()[:6]))
    assert "two outlets" in result.not_compared["robustness"]


def test_an_entry_that_never_occurs_cannot_be_left_out(tmp_path: Path) -> None:
    result = quiet_run(with_curve(tmp_path, LINES.replace("destroy", "defend") + "leave_out = 2\n"))
    assert "none can be left out" in result.not_compared["robustness"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", ["[robustness]", "no choice has another option", 'parts = ["story"]']),
        ('part = ["story"]', ["[robustness]", "'part'", "Did you mean 'parts'?", "'count_negated'"]),
        ('measure = "frames"', ["'measure'", "a measure of this study, 'force'", "'frames'"]),
        ('category = "destory"', ["'category'", "'destory'", "Did you mean 'destroy'?"]),
        ('outlets = ["a", "b", "c"]', ["'outlets'", "two, or one", "3"]),
        ('parts = "story"', ["'parts'", "a list of options"]),
        ('parts = ["storey"]', ["'parts'", "'storey'", "Did you mean 'story'?"]),
        ("events = [1.5]", ["'events'", "between 0 and 1", "1.5"]),
        ('count_negated = ["yes"]', ["'count_negated'", "true or false"]),
        ('lexicon = ["nowhere.csv"]', ["'lexicon'", "nowhere.csv"]),
        ('lexicon = ["news-frames"]', ["'lexicon'", "news-frames"]),
        ("leave_out = -1", ["'leave_out'", "0 or more"]),
        ("limit = 1\nleave_out = 1", ["'limit'", "2 or more"]),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(lines: str, expected: list[str]) -> None:
    category = "" if "category" in lines else 'category = "destroy"\n'
    with pytest.raises(StudyError) as caught:
        read_study("s.toml", text=f"{STUDY}[robustness]\n{category}{lines}")
    assert [part for part in expected if part not in str(caught.value)] == []


def test_parts_that_no_curve_knows_and_a_missing_category_are_named() -> None:
    odd = STUDY.replace("n_resamples = 199", 'n_resamples = 199\nparts = ["headline", "lead"]')
    with pytest.raises(StudyError, match=r"'parts': the parts of \[compare\] must be one of these groups"):
        read_study("s.toml", text=odd + LINES + 'pool = ["sum"]')
    with pytest.raises(StudyError, match="'category': is missing; it must be 'destroy'"):
        read_study("s.toml", text=STUDY + '[robustness]\npool = ["sum"]')
