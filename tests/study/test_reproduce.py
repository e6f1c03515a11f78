"""A study run again: the same if nothing changed, and otherwise what changed and where it shows."""

import json
import shutil
from pathlib import Path

import pytest

from tests.study.small import STUDY, rows, text, write_csv, write_study
from toolkit.errors import StudyError
from toolkit.study.reproduce import ReproduceResult, TableCheck, first_difference, reproduce_study
from toolkit.study.run import run_study

WORDS = "category,pattern\ndestroy,destroy\ndeter,deter\n"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with its results; tests work on a copy."""
    folder = tmp_path_factory.mktemp("finished")
    (folder / "words.csv").write_text(WORDS)
    run_study(write_study(folder, STUDY.replace('name = "force"', 'name = "force"\nlexicon = "words.csv"')))
    return folder


@pytest.fixture
def study(finished: Path, tmp_path: Path) -> Path:
    """A copy of the study in another place, which must not matter."""
    return Path(shutil.copytree(finished, tmp_path / "copy"))


def _check(result: ReproduceResult, table: str) -> TableCheck:
    return next(check for check in result.tables if check.table == f"tables/{table}.csv")


def test_nothing_changed_means_every_table_is_identical(study: Path) -> None:
    before = {path: path.read_bytes() for path in study.rglob("*") if path.is_file()}
    result = reproduce_study(study / "results" / "small")
    assert result.same
    assert result.changes == ()
    assert {check.status for check in result.tables} == {"identical"}
    assert "Every number is the same: 9 of 9 tables." in repr(result)
    assert {path: path.read_bytes() for path in study.rglob("*") if path.is_file()} == before


def test_an_edited_input_is_named_first_and_the_first_differing_row_is_shown(study: Path) -> None:
    articles = rows()
    articles[2]["body"] = text(0)  # the third article of the Gulf Daily, which had two such words
    write_csv(study / "articles.csv", articles)
    result = reproduce_study(study / "results" / "small")
    assert not result.same
    assert result.changes == ("input: articles.csv was edited",)
    assert repr(result).startswith("changed: input: articles.csv was edited")
    # Rows: three parts of four values (destroy, deter, balance ...) for each article; the body of the third differs.
    assert _check(result, "scores").status == "different"
    assert _check(result, "scores").detail == "row 25, amount: was 2.0, is 0.0"
    assert _check(result, "comparison").status == "different"
    assert _check(result, "articles").status == "identical"
    assert "NOT every number is the same" in repr(result)


def test_an_edited_lexicon_is_named(study: Path) -> None:
    (study / "words.csv").write_text(WORDS.replace("deter,deter", "deter,group"))
    result = reproduce_study(study / "results" / "small")
    assert "lexicon: words.csv was edited" in result.changes
    assert _check(result, "evidence").status == "different"


def test_an_edited_study_file_is_named_and_the_old_settings_are_used(study: Path) -> None:
    path = study / "study.toml"
    path.write_text(path.read_text().replace("seed = 7", "seed = 8"))
    result = reproduce_study(study / "results" / "small")
    assert result.changes == ("study file: study.toml was edited; the settings of the first run are used",)
    assert result.same


def test_an_edited_result_is_found(study: Path) -> None:
    table = study / "results" / "small" / "tables" / "comparison.csv"
    table.write_text(table.read_text().replace("29.41", "49.41"))
    result = reproduce_study(study / "results" / "small")
    assert "results: tables/comparison.csv was edited" in result.changes
    assert _check(result, "comparison").detail.startswith("row 1, estimate: was 49.41")


def test_a_changed_version_is_named(study: Path) -> None:
    path = study / "results" / "small" / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["versions"]["numpy"] = "1.0"
    path.write_text(json.dumps(manifest))
    result = reproduce_study(study / "results" / "small")
    assert any(change.startswith("version: numpy is ") and change.endswith("was 1.0") for change in result.changes)
    assert result.same


def test_a_missing_input_is_a_failure_in_words(study: Path) -> None:
    (study / "articles.csv").unlink()
    result = reproduce_study(study / "results" / "small")
    assert not result.same
    assert result.changes == ("input: articles.csv is gone",)
    assert "articles.csv" in result.failure


def test_results_moved_elsewhere_are_repeated_with_the_place_of_the_study_file(study: Path, tmp_path: Path) -> None:
    moved = Path(shutil.move(study / "results" / "small", tmp_path / "moved"))
    assert reproduce_study(moved, study_file=study / "study.toml").same
    assert not reproduce_study(moved).same


def test_a_folder_that_is_no_result_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="holds no results"):
        reproduce_study(tmp_path)


def test_last_digits_do_not_count_and_anything_else_does() -> None:
    import pandas as pd

    old = pd.DataFrame({"x": ["0.1", "nan", "a"]})
    assert first_difference(old, pd.DataFrame({"x": ["0.10000000000000002", "nan", "a"]})) == ""
    assert first_difference(old, pd.DataFrame({"x": ["0.1001", "nan", "a"]})) == "row 1, x: was 0.1, is 0.1001"
    assert first_difference(old, pd.DataFrame({"x": ["0.1", "", "a"]})) == "row 2, x: was nan, is empty"
    assert first_difference(old, old.head(2)) == "3 rows, now 2; the first 2 are the same"
    assert first_difference(old, old.rename(columns={"x": "y"})) == "columns were x; are y"


def test_facts_laid_side_by_side_are_found_again(tmp_path: Path) -> None:
    text_of_study = STUDY.replace('"source"}', '"source", event_id = "event"}') + "[facts]\nevents = 1\nat_least = 1\n"
    folder = run_study(write_study(tmp_path, text_of_study)).folder
    result = reproduce_study(folder)
    assert result.same
    for table in ("facts", "tellings", "omission"):
        assert _check(result, table).status == "identical"
    edited = folder / "tables" / "facts.csv"
    edited.write_text(edited.read_text(encoding="utf-8").replace("f01", "f99"), encoding="utf-8")
    again = reproduce_study(folder)
    assert _check(again, "facts").status == "different"
    assert "results: tables/facts.csv was edited" in again.changes
