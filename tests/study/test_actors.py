"""A study with actors: tables that can be counted by hand, pictures, and the same again at a second run."""

import json
import shutil
import warnings
from pathlib import Path

import pandas as pd
import pytest

from tests.study.small import STUDY, write_study
from toolkit.errors import ActorWarning, FramingWarning
from toolkit.study.reproduce import reproduce_study
from toolkit.study.result import StudyResult
from toolkit.study.run import run_study

ACTORS = """actors:
- {id: army, name: the army, side: state}
- {id: rebels, name: the rebels, side: rebels, short_forms: [the fighters]}
"""
# Each outlet writes the same sentences on each of six events. Of Gulf Daily's two acts the army does one and the rebels
# none; of Evening Wire's the rebels do one, and the army suffers it.
SENTENCES = {
    "Gulf Daily": "The army bombed the rebels on Monday. The town was shelled. A mayor said that the road was closed.",
    "Evening Wire": "The rebels attacked the army on Monday. Officials want to destroy the camp. Nobody said anything.",
}
N_EVENTS = 6
TABLES = {
    "mentions", "acts", "roles", "who_whom", "attributions", "sources", "voices", "actor_labels", "parties",
    "parties_who_whom", "stance",
}  # fmt: skip


def articles() -> list[dict[str, str]]:
    return [
        {"article_id": f"{outlet[0]}{event}", "source": outlet, "date": f"2020-03-{event + 10}", "title": "News today",
         "body": sentences, "event": f"event {event}"}
        for outlet, sentences in SENTENCES.items() for event in range(N_EVENTS)
    ]  # fmt: skip


def with_actors(folder: Path, lines: str = "", actors: str = ACTORS) -> Path:
    """Write the study into a folder; return its path."""
    (folder / "actors.yaml").write_text(actors, encoding="utf-8")
    study = STUDY.replace('formats = ["csv"]', 'formats = ["csv", "svg"]')
    return write_study(folder, f'{study}[actors]\nfile = "actors.yaml"\n{lines}', articles())


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return run_study(with_actors(tmp_path_factory.mktemp("actors"), 'targets = ["army"]\nmost = 3\n'))


def table(result: StudyResult, name: str) -> pd.DataFrame:
    return pd.read_csv(result.folder / "tables" / f"{name}.csv")


def test_all_tables_are_there_and_in_the_manifest(result: StudyResult) -> None:
    assert {Path(name).stem for name in result.manifest["tables"]} >= TABLES
    assert result.manifest["settings"]["actors"] == {
        "file": "actors.yaml", "targets": ("army",), "engine": "rules", "most": 3,
    }  # fmt: skip
    assert "actors.yaml" in result.manifest["inputs"]
    assert set(result.manifest["stance"]) == {"the army"}
    json.dumps(result.manifest)


def test_mentions_and_acts_are_those_counted_by_hand(result: StudyResult) -> None:
    counts = table(result, "mentions").set_index(["outlet", "actor"])["n_mentions"].to_dict()
    assert counts == {(outlet, actor): N_EVENTS for outlet in SENTENCES for actor in ("army", "rebels")}
    roles = table(result, "roles").set_index(["outlet", "actor"])[["n_does", "n_harms", "n_takes", "n_suffers"]]
    assert roles.loc[("Gulf Daily", "army")].tolist() == [6, 6, 0, 0]
    assert roles.loc[("Gulf Daily", "rebels")].tolist() == [0, 0, 6, 6]
    assert roles.loc[("Evening Wire", "army")].tolist() == [0, 0, 6, 6]
    pairs = table(result, "who_whom").set_index(["outlet", "agent", "patient"])["n"].to_dict()
    assert pairs[("Gulf Daily", "army", "rebels")] == pairs[("Evening Wire", "rebels", "army")] == N_EVENTS
    assert pairs[("Gulf Daily", "(not named)", "(other)")] == N_EVENTS  # "The town was shelled"


def test_voices_and_parties_are_those_counted_by_hand(result: StudyResult) -> None:
    voices = table(result, "voices").set_index("outlet")
    # Headline 2, then 7, 4 and 8 words, of which "that the road was closed" are 5 in a mayor's name.
    assert voices.loc["Gulf Daily", "indirect"] == pytest.approx(5 / 21)
    parties = table(result, "parties_who_whom")
    assert parties[["outlet", "agent", "category", "patient", "n"]].to_numpy().tolist() == [
        ["Evening Wire", "(other)", "destroy", "(other)", N_EVENTS]
    ]


def test_stance_has_intervals_and_names_its_target(result: StudyResult) -> None:
    stance = table(result, "stance")
    assert set(stance["target"]) == {"the army"}
    assert set(stance["category"]) == {"stance", "own", "sourced"}
    row = stance[stance["category"] == "stance"].iloc[0]
    assert (row["outlet"], row["reference"], row["n_events"]) == ("Gulf Daily", "Evening Wire", N_EVENTS)
    assert row["estimate"] < 0  # who bombs is shown in a worse light than who is attacked


def test_figures_and_report_show_them(result: StudyResult) -> None:
    names = {Path(name).stem for name in result.manifest["figures"]}
    assert names >= {"actors-roles", "actors-who-whom", "actors-voices", "actors-stance"}
    page = result.report.read_text(encoding="utf-8")
    assert 'id="actors"' in page and "Who acts, who speaks, what they are called" in page
    assert "the army → the rebels, harm: 6 acts, 6 told as done, 6 on the outlet&#39;s own word" in page
    assert "The army <mark>bombed</mark> the rebels on Monday." in page


def test_a_second_run_gives_every_table_again(result: StudyResult, tmp_path: Path) -> None:
    place = Path(shutil.copytree(result.folder.parent.parent, tmp_path / "copy"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        again = reproduce_study(place / "results" / "small")
    assert again.same and again.changes == ()
    assert {check.status for check in again.tables} == {"identical"}
    (place / "actors.yaml").write_text(ACTORS.replace("the fighters", "the town"), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        changed = reproduce_study(place / "results" / "small")
    assert changed.changes == ("input: actors.yaml was edited",)
    assert [check.table for check in changed.tables if not check.same]


def test_a_target_that_nobody_mentions_is_named_and_the_rest_is_there(tmp_path: Path) -> None:
    more = ACTORS + "- {id: navy, name: the navy}\n"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        result = run_study(with_actors(tmp_path, 'targets = ["navy"]\n', more))
    assert "stance toward the navy" in result.not_compared
    assert len(table(result, "mentions")) == 4
    assert "Never mentioned: <bdi>the navy</bdi>." in result.report.read_text(encoding="utf-8")
    with pytest.warns(ActorWarning, match="navy"), warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        warnings.simplefilter("always", ActorWarning)
        run_study(with_actors(tmp_path, "", more))


def test_two_actors_of_one_name_are_told_apart(tmp_path: Path) -> None:
    twins = ACTORS + "- {id: other-army, name: the army}\n"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        result = run_study(with_actors(tmp_path, 'targets = ["army", "other-army"]\n', twins))
    assert result.actors is not None
    assert result.actors.names["other-army"] == "the army (other-army)"
    assert {*result.actors.stance, *result.actors.not_compared} == {"the army (army)", "the army (other-army)"}


def test_an_id_never_leaves_the_folder_of_figures(tmp_path: Path) -> None:
    evil = ACTORS.replace("id: rebels", 'id: ".."')
    labelled = [{**row, "body": "The rebels met. The armed fighters fled."} for row in articles()]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        path = with_actors(tmp_path, "", evil)
        write_study(tmp_path, path.read_text(encoding="utf-8"), labelled)
        result = run_study(path)
    assert result.actors is not None and len(table(result, "actor_labels"))
    assert "figures/actors-labels-unnamed.svg" in result.manifest["figures"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["actors.yaml", "articles.csv", "results", "study.toml"]


def test_without_any_comparison_the_page_says_where_the_numbers_are(tmp_path: Path) -> None:
    path = with_actors(tmp_path, 'targets = ["army"]\n')
    study = path.read_text(encoding="utf-8")
    without = [{key: value for key, value in row.items() if key != "event"} for row in articles()]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        result = run_study(write_study(tmp_path, study, without))
    assert "has no events" in result.not_compared["stance toward the army"]
    assert table(result, "mentions")["n_mentions"].tolist() == [N_EVENTS] * 4
    assert '<section id="actors">' in result.report.read_text(encoding="utf-8")
