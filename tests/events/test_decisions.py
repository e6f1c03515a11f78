"""What a researcher decided is kept and respected."""

from pathlib import Path

import pytest

from tests.events.test_match import corpus_of, three_happenings
from toolkit.errors import OptionError, ReadError
from toolkit.events.decisions import EventDecisions, read_decisions, write_decisions
from toolkit.events.match import match_events


def events_of(decisions: EventDecisions) -> dict[str, str]:
    matched = match_events(three_happenings(), decisions=decisions)
    return dict(zip(matched.articles["article_id"], matched.articles["event_id"], strict=True))


def test_merged_events_stay_one() -> None:
    matched = match_events(three_happenings())
    fire, vote = matched.articles["event_id"].iloc[:2]
    events = events_of(EventDecisions().merge(matched, [fire, vote]))
    assert events["p1"] == events["t1"] == events["p2"] == events["t2"]
    assert events["p3"] != events["p1"]


def test_a_split_article_leaves_and_the_rest_stay() -> None:
    matched = match_events(three_happenings())
    fire = matched.articles["event_id"].iloc[0]
    events = events_of(EventDecisions().split(matched, fire, ["t1"]))
    assert events["p1"] == fire
    assert events["t1"] not in (events["p1"], events["p2"], events["p3"])


def test_a_decision_reaches_beyond_the_window() -> None:
    events = events_of(EventDecisions(together=(("p1", "t3"),)))
    assert events["p1"] == events["t3"]


def test_pinned_articles_are_the_event_of_that_name() -> None:
    events = events_of(EventDecisions().pin("harbour-fire", ["p1"]))
    assert events["p1"] == events["t1"] == "harbour-fire"


def test_pinned_articles_leave_the_event_of_articles_before_them() -> None:
    events = events_of(EventDecisions().pin("second-report", ["t1"]))
    assert events["t1"] == "second-report"
    assert events["p1"] not in ("second-report", events["p2"], events["p3"])


def test_articles_placed_by_decision_say_so() -> None:
    matched = match_events(three_happenings(), decisions=EventDecisions(together=(("p1", "p2"),)))
    assert list(matched.articles["event_because"][:2]) == ["opened", "decision"]


def test_a_merge_after_a_split_undoes_it() -> None:
    matched = match_events(three_happenings())
    fire = matched.articles["event_id"].iloc[0]
    split = EventDecisions().split(matched, fire, ["t1"])
    again = match_events(three_happenings(), decisions=split)
    ids = again.articles.set_index("article_id")["event_id"]
    merged = split.merge(again, [ids["p1"], ids["t1"]])
    events = events_of(merged)
    assert events["p1"] == events["t1"]


def test_a_split_after_a_merge_undoes_it() -> None:
    matched = match_events(three_happenings())
    fire, vote = matched.articles["event_id"].iloc[:2]
    merged = EventDecisions().merge(matched, [fire, vote])
    again = match_events(three_happenings(), decisions=merged)
    whole = again.articles["event_id"].iloc[0]
    events = events_of(merged.split(again, whole, ["p2", "t2"]))
    assert events["p1"] == events["t1"]
    assert events["p2"] == events["t2"]
    assert events["p1"] != events["p2"]


@pytest.mark.parametrize(
    ("pinned", "together", "apart"),
    [
        ({}, (("p1", "t1"),), ((("p1",), ("t1",)),)),
        ({"one": ("p1",), "two": ("t1",)}, (("p1", "t1"),), ()),
        ({"one": ("p1", "p2")}, (("p2", "p3"),), ((("p1",), ("p3",)),)),
        ({}, (), ((("p1",), ("p1",)),)),
    ],
)
def test_contradictions_are_refused(pinned: dict, together: tuple, apart: tuple) -> None:  # type: ignore[type-arg]
    with pytest.raises(OptionError, match="contradict each other"):
        EventDecisions(pinned, together, apart)


def test_decisions_survive_the_file(tmp_path: Path) -> None:
    decisions = EventDecisions({"brand": ("p1", "ü-2")}, (("p2", "t2"),), ((("p3",), ("t3", "t1")),))
    write_decisions(decisions, tmp_path / "events.yaml")
    assert read_decisions(tmp_path / "events.yaml") == decisions
    matched = match_events(three_happenings(), decisions=tmp_path / "events.yaml")
    assert matched.articles["event_id"].iloc[0] == "brand"


def test_articles_that_are_not_there_are_left_out() -> None:
    assert (
        len(set(events_of(EventDecisions(together=(("p1", "gone"),), apart=((("p1",), ("gone-too",)),))).values())) == 3
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pinned: [a, b]", "must map names to lists"),
        ("together: {a: b}", "must be lists"),
        ("together: [a, b]", "needs lists of article ids"),
        ("apart: [[a, b]]", "needs lists of article ids"),
        ("apart: [[[a], [b], [c]]]", "pair of lists"),
        ("aparts: []", "only the keys 'pinned', 'together' or 'apart'"),
        ("- a", "only the keys"),
        ("a: [", "is not YAML"),
        ("!!python/object/apply:os.system ['true']", "is not YAML"),
    ],
)
def test_broken_files_are_named_with_what_was_expected(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "events.yaml").write_text(text)
    with pytest.raises(ReadError, match=message):
        read_decisions(tmp_path / "events.yaml")


def test_a_missing_file_is_an_error_and_not_no_decisions(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="There is no file"):
        match_events(three_happenings(), decisions=tmp_path / "evnts.yaml")


def test_splitting_needs_some_of_the_articles_and_not_all() -> None:
    matched = match_events(three_happenings())
    fire = matched.articles["event_id"].iloc[0]
    with pytest.raises(OptionError, match="not all"):
        EventDecisions().split(matched, fire, ["p1", "t1"])
    with pytest.raises(OptionError, match="`article_ids` must be 'p1' or 't1'"):
        EventDecisions().split(matched, fire, ["p3"])


def test_apart_holds_over_days_and_within_a_day() -> None:
    text = "A warehouse fire in Harbour Street killed two workers late on Monday."
    corpus = corpus_of([
        ("a", "Post", "2021-05-03", "Fire", text), ("b", "Times", "2021-05-03", "Fire", text),
        ("c", "Sun", "2021-05-04", "Fire", text),
    ])  # fmt: skip
    decisions = EventDecisions(apart=((("a",), ("b", "c")),))
    events = list(match_events(corpus, decisions=decisions).articles["event_id"])
    assert events[0] not in events[1:]
    assert events[1] == events[2]
