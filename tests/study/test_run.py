"""A study from one file: the numbers, the files, and what happens where something cannot be done."""

import hashlib
import json
import warnings
from pathlib import Path

import pandas as pd
import pytest

from tests.study.small import MEAN_DIFFERENCE, N_DESTROY, STUDY, rows, write_csv, write_study
from toolkit.errors import FramingWarning, LanguageWarning, OptionError, ReadError, SetAsideWarning, StudyError
from toolkit.study.result import StudyResult
from toolkit.study.run import run_study


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    study = STUDY.replace('formats = ["csv"]', 'formats = ["csv", "parquet", "svg"]')
    return run_study(write_study(tmp_path_factory.mktemp("small"), study))


def test_the_difference_is_the_one_counted_by_hand(small: StudyResult) -> None:
    table = pd.read_csv(small.folder / "tables" / "comparison.csv")
    row = table[table["category"] == "destroy"].iloc[0]
    assert row["estimate"] == pytest.approx(MEAN_DIFFERENCE)
    assert (row["outlet"], row["reference"]) == ("Gulf Daily", "Evening Wire")
    assert (row["n_events"], row["n_articles"]) == (6, 12)
    assert row["low"] > 0
    balance = table[table["category"] == "balance"].iloc[0]
    assert balance["estimate"] == pytest.approx(-0.5 - 0.5)  # one article in two at -1, against one in two at +1
    assert any(
        s.startswith("destroy: Gulf Daily minus Evening Wire = +29.4 per 1,000 words") for _, s in small.findings()
    )


def test_scores_and_evidence_have_every_part_and_span(small: StudyResult) -> None:
    scores = pd.read_csv(small.folder / "tables" / "scores.csv")
    destroy = scores[scores["category"] == "destroy"]
    assert destroy.groupby("article_id")["exposure"].sum().unique().tolist() == [34]
    assert destroy.groupby("outlet")["amount"].sum().to_dict() == {o: sum(n) for o, n in N_DESTROY.items()}
    evidence = pd.read_csv(small.folder / "tables" / "evidence.csv")
    assert evidence["match"].value_counts().to_dict() == {"destroy": 12, "deter": 12}
    assert evidence["part"].unique().tolist() == ["body"]
    # "Officials want to " are 18 characters; a second such sentence begins after 54 characters and a blank.
    destroy = evidence[evidence["match"] == "destroy"]
    assert sorted(destroy["start"].unique()) == [18, 73]
    assert (destroy["end"] - destroy["start"]).unique().tolist() == [7]
    assert evidence["measure"].unique().tolist() == ["force"]


def test_the_folder_holds_what_the_manifest_lists(small: StudyResult) -> None:
    manifest = json.loads((small.folder / "manifest.json").read_text(encoding="utf-8"))
    there = {path.relative_to(small.folder).as_posix() for path in small.folder.rglob("*") if path.is_file()}
    assert there == {*manifest["files"], "manifest.json"}
    for name, digest in {**manifest["tables"], **manifest["figures"], **manifest["report"]}.items():
        assert hashlib.sha256((small.folder / name).read_bytes()).hexdigest() == digest
    expected = {"scores", "evidence", "comparison", "headline_body", "articles", "set_aside", "lexicon-force"}
    expected |= {"events", "reprints"}
    assert {Path(name).stem for name in manifest["tables"]} == expected
    assert set(manifest["figures"]) == {
        "figures/comparison-force.svg", "figures/headline-body-force.svg", "figures/heatmap-force.svg",
    }  # fmt: skip


def test_the_manifest_can_be_repeated_from(small: StudyResult) -> None:
    manifest = json.loads((small.folder / "manifest.json").read_text(encoding="utf-8"))
    articles = small.folder.parent.parent / "articles.csv"
    assert manifest["inputs"] == {"articles.csv": hashlib.sha256(articles.read_bytes()).hexdigest()}
    assert manifest["study"]["file"] == "../../study.toml"
    assert manifest["seed"] == 7
    assert manifest["versions"]["pandas"] == pd.__version__
    assert set(manifest["lexicons"]["files"]) == {"shipped/force", "shipped/scopes"}
    assert manifest["counts"]["articles"] == 12
    assert manifest["counts"]["evidence"] == {"force": 24}
    assert manifest["comparisons"]["force"].startswith("compare(")
    assert str(small.folder.parent.parent) not in json.dumps(manifest)


def test_articles_are_listed_without_their_text(small: StudyResult) -> None:
    table = pd.read_csv(small.folder / "tables" / "articles.csv")
    assert list(table.columns) == ["article_id", "outlet", "published", "headline", "event_id"]
    assert len(table) == 12


def test_two_runs_write_the_same_bytes_but_for_the_timing(small: StudyResult, tmp_path: Path) -> None:
    study = STUDY.replace('formats = ["csv"]', 'formats = ["csv", "parquet", "svg"]')
    again = run_study(write_study(tmp_path, study))
    for path in sorted(small.folder.rglob("*")):
        if path.is_file() and path.name != "timing.json":
            assert path.read_bytes() == (again.folder / path.relative_to(small.folder)).read_bytes(), path.name


def test_output_goes_where_it_is_sent(tmp_path: Path) -> None:
    result = run_study(write_study(tmp_path), output=tmp_path / "elsewhere")
    assert result.report == tmp_path / "elsewhere" / "report.html"
    assert not (tmp_path / "results").exists()


def test_without_events_the_other_results_remain(tmp_path: Path) -> None:
    articles = [{key: value for key, value in row.items() if key != "event"} for row in rows()]
    result = run_study(write_study(tmp_path, articles=articles))
    assert "match = true" in result.not_compared["force"]
    assert len(pd.read_csv(result.folder / "tables" / "scores.csv")) == 12 * 3 * 5
    assert len(pd.read_csv(result.folder / "tables" / "comparison.csv")) == 0
    report = result.report.read_text(encoding="utf-8")
    assert "Not compared" in report and "has no events" in report
    assert "has no events" in json.loads((result.folder / "manifest.json").read_text())["not_compared"]["force"]


def test_one_outlet_is_no_crash(tmp_path: Path) -> None:
    study = STUDY.replace('outlets = ["Gulf Daily", "Evening Wire"]\n', "")
    result = run_study(write_study(tmp_path, study, rows()[:6]))
    assert "at least two outlets" in result.not_compared["force"]
    assert "at least two outlets" in result.report.read_text(encoding="utf-8")


def test_a_measure_without_comparison_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    study = STUDY + '[[measures]]\nname = "labels"\n'  # no article uses a label, so nothing can be compared
    result = _quiet_run(write_study(tmp_path, study))
    assert "force" in result.comparisons
    assert set(result.measurements) == {"force", "labels"}


def test_events_can_be_matched_or_taken_from_a_column(tmp_path: Path) -> None:
    articles = [{**row, "story": row["event"]} for row in rows()]
    for row in articles:
        del row["event"]
    result = run_study(write_study(tmp_path, STUDY + '[events]\ncolumn = "story"\n', articles))
    assert result.corpus.n_events == 6
    assert result.comparisons["force"].table["estimate"].iloc[0] == pytest.approx(MEAN_DIFFERENCE)
    matched = _quiet_run(write_study(tmp_path, STUDY + "[events]\nmatch = true\n", articles))
    assert matched.corpus.n_events >= 1
    with pytest.raises(StudyError, match=r"\[events\], key 'column'.*Did you mean 'story'"):
        run_study(write_study(tmp_path, STUDY + '[events]\ncolumn = "storie"\n', articles))


def test_an_outlet_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"\[compare\], key 'outlets'.*Did you mean 'Gulf Daily'"):
        run_study(write_study(tmp_path, STUDY.replace('"Gulf Daily"', '"Gulf Dayly"')))
    assert not (tmp_path / "results").exists()


def test_broken_rows_are_set_aside_and_listed(tmp_path: Path) -> None:
    articles = [*rows(), {**rows()[0], "body": "", "title": ""}, rows()[0]]
    with pytest.warns(SetAsideWarning, match="2 of 14"):
        result = run_study(write_study(tmp_path, articles=articles))
    aside = pd.read_csv(result.folder / "tables" / "set_aside.csv")
    assert len(aside) == 2
    assert result.comparisons["force"].table["estimate"].iloc[0] == pytest.approx(MEAN_DIFFERENCE)


def test_a_file_that_is_no_table_is_one_clear_error(tmp_path: Path) -> None:
    path = write_study(tmp_path)
    (tmp_path / "articles.csv").write_bytes(b"")
    with pytest.raises(ReadError, match="is empty"):
        run_study(path)
    (tmp_path / "articles.csv").unlink()
    with pytest.raises(ReadError, match="no file"):
        run_study(path)
    assert not (tmp_path / "results").exists()


def test_texts_of_emoji_alone_are_not_known_instead_of_zero(tmp_path: Path) -> None:
    articles = [{**row, "body": "😀 🚀🚀", "title": "🚀"} for row in rows()]
    result = _quiet_run(write_study(tmp_path, articles=articles))
    scores = pd.read_csv(result.folder / "tables" / "scores.csv")
    assert scores["value"].isna().all()
    assert result.findings() == []


def test_a_folder_of_pages_can_be_measured(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for row in rows():
        (tmp_path / "pages" / f"{row['article_id']}.txt").write_text(row["body"], encoding="utf-8")
    study = '[corpus]\npath = "pages"\noutlet = "Gulf Daily"\n[[measures]]\nname = "force"\n[output]\nformats = ["csv"]'
    result = run_study(write_study(tmp_path, study))
    assert len(result.corpus) == 12
    assert list(result.manifest["inputs"]) == sorted(f"pages/{row['article_id']}.txt" for row in rows())


def test_hostile_articles_stay_text(tmp_path: Path) -> None:
    evil = "=cmd|'/c calc'!A0"
    articles = rows()
    articles[0] |= {"article_id": "../../outside", "title": "<script>alert(1)</script>", "source": "Gulf Daily"}
    articles[1] |= {"article_id": evil, "title": "\x1b]0;owned\x07Ministers meet again today"}
    result = run_study(write_study(tmp_path, articles=articles))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles.csv", "results", "study.toml"]
    assert "<script" not in result.report.read_text(encoding="utf-8")
    table = (result.folder / "tables" / "articles.csv").read_text(encoding="utf-8")
    assert f'"\'{evil}"' in table or f"'{evil}" in table
    assert f"\n{evil}" not in table


def test_csv_with_other_lexicon_from_beside_the_study(tmp_path: Path) -> None:
    words = [{"category": "destroy", "pattern": "camp"}, {"category": "deter", "pattern": "group"}]
    write_csv(tmp_path / "words.csv", words)
    result = run_study(write_study(tmp_path, STUDY.replace('name = "force"', 'name = "force"\nlexicon = "words.csv"')))
    assert result.comparisons["force"].table["estimate"].iloc[0] == pytest.approx(MEAN_DIFFERENCE)
    audit = pd.read_csv(result.folder / "tables" / "lexicon-words.csv")
    assert audit.set_index("pattern")["n"].to_dict() == {"camp": 12, "group": 12}
    assert "words.csv" in result.manifest["lexicons"]["files"]


def _quiet_run(path: Path) -> StudyResult:
    """Run a study whose comparisons have too few events."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return run_study(path)


def test_a_shipped_corpus_in_one_language(tmp_path: Path) -> None:
    study = (
        '[corpus]\nsource = "taji-2020"\nlanguage = "en"\n[[measures]]\nname = "force"\n'
        '[compare]\noutlets = ["Gulf Lantern", "Tigris Courier"]\nn_resamples = 99\n[output]\nformats = ["csv"]\n'
    )
    path = tmp_path / "study.toml"
    path.write_text(study, encoding="utf-8")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        result = run_study(path)
    assert [one for one in said if issubclass(one.category, LanguageWarning)] == []
    assert result.corpus.articles["language"].value_counts().to_dict() == {"en": 35}
    assert pd.read_csv(result.folder / "tables" / "scores.csv")["article_id"].nunique() == 35
    path.write_text(study.replace('"en"', '"fr"'), encoding="utf-8")
    with pytest.raises(OptionError, match="`language` must be 'ar' or 'en'; got 'fr'"):
        run_study(path)


def test_decisions_about_events_are_respected_and_in_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text("pinned:\n  budget-day: [G1, E1]\n", encoding="utf-8")
    events = '[events]\nmatch = true\nmeaning = false\ndecisions = "events.yaml"\n'
    articles = [{key: value for key, value in row.items() if key != "event"} for row in rows()]
    result = _quiet_run(write_study(tmp_path, STUDY + events, articles))
    named = result.corpus.articles.set_index("article_id")["event_id"]
    assert named["G1"] == named["E1"] == "budget-day"
    manifest = json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["settings"]["events"]["decisions"] == "events.yaml"
    assert "events.yaml" in manifest["inputs"]


def test_the_largest_events_are_laid_side_by_side_if_the_study_asks_for_it(tmp_path: Path) -> None:
    study = STUDY.replace('formats = ["csv"]', 'formats = ["csv", "svg"]') + "[facts]\nevents = 2\nat_least = 1\n"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        result = run_study(write_study(tmp_path, study.replace('"source"}', '"source", event_id = "event"}')))
    tables = {name: pd.read_csv(result.folder / "tables" / f"{name}.csv") for name in ("facts", "tellings", "omission")}
    # All six events have one article of each outlet: the first two by name are taken.
    assert set(tables["facts"]["event_id"]) == set(tables["tellings"]["event_id"]) == {"event 1", "event 2"}
    told = tables["facts"].merge(tables["tellings"], on=["event_id", "fact_id"])
    # Both outlets have the same headline and lead: the words of these are told by both.
    for text in ("Ministers meet again today", "The ministers met on Monday and spoke about the budget."):
        assert set(told.loc[told["text"] == text, "n_outlets"]) == {2}
    assert tables["omission"]["outlet"].tolist() == ["Evening Wire", "Gulf Daily"]
    assert tables["omission"]["n_events"].tolist() == [6, 6]
    assert set(result.manifest["figures"]) >= {"figures/facts-1.svg", "figures/facts-2.svg", "figures/omission.svg"}
    assert result.manifest["settings"]["facts"] == {"events": 2, "at_least": 1}
    assert list(result.manifest["side_by_side"]) == ["event 1", "event 2"]
    assert result.side_by_side is not None
    assert [one.event_id for one in result.side_by_side.alignments] == ["event 1", "event 2"]
    assert "The same events, side by side" in result.report.read_text(encoding="utf-8")


def test_facts_that_cannot_be_laid_side_by_side_are_named_and_the_rest_is_there(tmp_path: Path) -> None:
    study = STUDY.replace('outlets = ["Gulf Daily", "Evening Wire"]\n', "") + "[facts]\nevents = 3\n"
    alone = [row for row in rows() if row["source"] == "Gulf Daily"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        result = run_study(write_study(tmp_path, study, alone))
    assert "No event is covered by two outlets" in result.not_compared["facts"]
    assert result.side_by_side is None
    assert not (result.folder / "tables" / "facts.csv").exists()
    assert (result.folder / "tables" / "scores.csv").exists()


def test_without_the_table_nothing_is_laid_side_by_side(small: StudyResult) -> None:
    assert small.side_by_side is None
    assert small.manifest["side_by_side"] == {}
    assert "side by side" not in small.report.read_text(encoding="utf-8")


def test_a_page_without_comparisons_says_where_the_facts_are(tmp_path: Path) -> None:
    # No measure reads German, so nothing can be compared; the events are there all the same.
    study = STUDY.replace(
        'columns = {outlet = "source"}', 'columns = {outlet = "source", event_id = "event"}\nlanguage = "de"'
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        result = run_study(write_study(tmp_path, study + "[facts]\nevents = 1\nat_least = 1\n"))
    assert result.comparisons == {}
    assert "The tables facts, tellings and omission" in result.report.read_text(encoding="utf-8")
    assert (result.folder / "tables" / "tellings.csv").exists()
