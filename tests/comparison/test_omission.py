"""Shares of common facts told; every share is worked out by hand."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from toolkit.comparison.omission import Omission, compare_omission
from toolkit.corpus.corpus import Corpus
from toolkit.errors import MissingEventsError, OptionError, SmallSampleWarning, UnknownNameError

FACTS = {
    "k": "Two soldiers were killed at Camp Taji.",
    "t": "Police found a truck with launch rails.",
    "m": "A militia praised the rocket crews.",
    "s": "Shops in the village stayed closed.",
}


def corpus_of(events: Mapping[str, Mapping[str, str]], **columns: object) -> Corpus:
    """Return a corpus: of each event, what each outlet tells, as letters of FACTS."""
    rows = [
        {
            "article_id": f"{outlet}-{event}",
            "outlet": outlet,
            "event_id": event,
            "text": " ".join(FACTS[f] for f in told),
        }
        for event, outlets in events.items()
        for outlet, told in outlets.items()
    ]
    return Corpus(pd.DataFrame(rows).assign(**columns))


def row(result: Omission, outlet: str) -> dict[str, float]:
    return dict(result.table.set_index("outlet").loc[outlet])


def test_shares_over_six_events() -> None:
    # B and C tell k, t and m of every event. A tells 3, 2, 1, 3, 2, 1 of them: mean share (1+2/3+1/3)*2/6 = 2/3.
    events = {f"e{i}": {"A": told, "B": "ktm", "C": "ktm"} for i, told in enumerate(["ktm", "kt", "k"] * 2)}
    result = compare_omission(corpus_of(events), model=None)
    a = row(result, "A")
    assert a["share_told"] == pytest.approx(2 / 3)
    assert (a["n_events"], a["n_facts"], a["n_events_missed"]) == (6, 18, 0)
    # The standard error is that of six shares with population variance 2/27, by n - 1; t of 5 degrees is 2.5706.
    assert a["low"] == pytest.approx(2 / 3 - 2.5706 * np.sqrt(2 / 27 / 5), abs=0.02)
    assert a["high"] == pytest.approx(2 / 3 + 2.5706 * np.sqrt(2 / 27 / 5), abs=0.02)
    # For B, common facts are those that A and C tell: all that A tells; B tells them all, on every event.
    b = row(result, "B")
    assert (b["share_told"], b["n_facts"]) == (1, 12)
    assert np.isnan(b["low"])
    assert "A tells 67% of the facts that at least 2 other outlets tell [95% interval" in repr(result)
    assert "B tells 100% of the facts that at least 2 other outlets tell [no spread over events" in repr(result)


def test_events_not_covered_are_counted_apart() -> None:
    events = {f"e{i}": {"B": "kt", "C": "kt"} | ({"A": "k"} if i else {}) for i in range(6)}
    result = compare_omission(corpus_of(events), model=None)
    a = row(result, "A")
    assert (a["share_told"], a["n_events"], a["n_events_missed"]) == (0.5, 5, 1)
    assert "It does not cover 1 event that others do." in repr(result)


def test_few_events_have_no_interval() -> None:
    events = {f"e{i}": {"A": told, "B": "kt", "C": "kt"} for i, told in enumerate(["k", "kt", "k", "k"])}
    with pytest.warns(SmallSampleWarning, match="3 of 3 outlets have fewer than 5 events"):
        result = compare_omission(corpus_of(events), model=None)
    assert row(result, "A")["share_told"] == pytest.approx((0.5 + 1 + 0.5 + 0.5) / 4)
    assert result.table["low"].isna().all()


@pytest.mark.filterwarnings("ignore::toolkit.errors.SmallSampleWarning")
def test_without_common_facts_nothing_is_known() -> None:
    result = compare_omission(corpus_of({"e": {"A": "k", "B": "t", "C": "m"}}), model=None)
    assert result.table["share_told"].isna().all()
    assert list(result.table["n_events"]) == [0, 0, 0]
    assert "A: not known; no event that it covers has facts that at least 2 other outlets tell." in repr(result)


@pytest.mark.filterwarnings("ignore::toolkit.errors.SmallSampleWarning")
def test_a_reprint_is_no_other_outlet_that_tells() -> None:
    corpus = corpus_of({"e": {"A": "s", "B": "ktm", "C": "ktm", "D": "k"}})
    assert compare_omission(corpus, model=None).by_event.set_index("outlet")["n_common"].to_dict() == {
        "A": 3, "B": 1, "C": 1, "D": 3,
    }  # fmt: skip
    # C reprints B: t and m have one witness left; k has B and D for A and C, B alone for D, D alone for B.
    marked = Corpus(corpus.articles.assign(wire_id=[None, None, "B-e", None]))
    by_event = compare_omission(marked, model=None).by_event.set_index("outlet")
    assert by_event["n_common"].to_dict() == {"A": 1, "B": 0, "C": 1, "D": 0}
    assert by_event.loc["C", "n_told"] == 1
    assert np.isnan(by_event.loc["B", "share_told"])


@pytest.mark.filterwarnings("ignore::toolkit.errors.SmallSampleWarning")
def test_at_least_one_other_and_lists_of_facts() -> None:
    corpus = corpus_of({"e": {"A": "k", "B": "kt"}})
    assert compare_omission(corpus, at_least=1, model=None).table["share_told"].tolist() == [0.5, 1]
    listed = compare_omission(corpus, at_least=1, model=None, facts={"e": [FACTS["k"]]})
    assert listed.table["share_told"].tolist() == [1, 1]
    assert list(listed.alignments["e"].facts["fact"]) == [FACTS["k"]]


def test_the_seed_fixes_the_interval_and_other_outlets_do_not_change_it() -> None:
    events = {f"e{i}": {"A": told, "B": "ktm", "C": "ktm"} for i, told in enumerate(["ktm", "kt", "k"] * 2)}
    more = {name: {**outlets, "Z": "s"} for name, outlets in events.items()}
    tables = [
        compare_omission(corpus_of(one), model=None, seed=3).table.set_index("outlet") for one in (events, events, more)
    ]
    pd.testing.assert_frame_equal(tables[0], tables[1])
    pd.testing.assert_series_equal(tables[0].loc["A"], tables[2].loc["A"])


def test_wrong_input_is_named() -> None:
    corpus = corpus_of({"e": {"A": "k", "B": "k"}})
    with pytest.raises(MissingEventsError, match="no events"):
        compare_omission(Corpus(corpus.articles.drop(columns="event_id")))
    with pytest.raises(MissingEventsError, match="no outlets"):
        compare_omission(Corpus(corpus.articles.drop(columns="outlet")))
    with pytest.raises(OptionError, match="`at_least` must be 1 or more"):
        compare_omission(corpus, at_least=0)
    with pytest.raises(UnknownNameError, match="names the event 'x'"):
        compare_omission(corpus, facts={"x": ["A fact."]})
