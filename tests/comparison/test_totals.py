"""Totals are sums over the articles of an outlet and an event."""

import numpy as np
import pytest

from tests.widgets.making import LEXICON, corpus_of
from toolkit.comparison.totals import totals
from toolkit.framing.force import ForceAxis
from toolkit.framing.frames import FrameSalience


def row(table, outlet, event, category):
    same = [
        (table[name].isna() if value is None else table[name] == value)
        for name, value in (("outlet", outlet), ("event_id", event))
    ]
    found = table[same[0] & same[1] & (table["category"] == category)]
    assert len(found) == 1
    return found.iloc[0]


def test_sums_over_outlets_and_events_are_those_counted_by_hand() -> None:
    table = totals(FrameSalience(lexicon=LEXICON)(corpus_of()))
    # Alpha on e2: "Ships sent" and "The ships deter raids, and deter more.": 2 of 9 words.
    one = row(table, "Alpha", "e2", "deter")
    assert (one["amount"], one["exposure"], one["n_articles"], one["n_spans"]) == (2, 9, 1, 2)
    assert one["value"] == pytest.approx(1000 * 2 / 9)
    # Alpha on e1 has 4 + 3 + 9 words, one of them deter.
    both = row(table, "Alpha", None, "deter")
    assert (both["amount"], both["exposure"], both["n_articles"]) == (3, 25, 2)
    assert both["value"] == pytest.approx(1000 * 3 / 25)  # the rate of the sums, not the mean of the rates
    assert row(table, None, "e1", "destroy")["n_spans"] == 2
    # The article without outlet and event counts among all, with "calm" once.
    assert row(table, None, None, "calm")["amount"] == 4
    assert row(table, None, None, "calm")["n_articles"] == 5


def test_parts_that_are_left_out_do_not_count() -> None:
    table = totals(FrameSalience(lexicon=LEXICON)(corpus_of()), parts=("headline",))
    one = row(table, None, None, "calm")
    assert (one["amount"], one["n_spans"], one["exposure"]) == (1, 1, 4 + 4 + 2 + 2 + 2)


def test_nothing_to_look_in_is_nan_and_no_article() -> None:
    corpus = corpus_of([("Alpha", "e1", "", "…"), ("Beta", "e1", "", "They destroy it.")])
    table = totals(FrameSalience(lexicon=LEXICON)(corpus))
    one = row(table, "Alpha", None, "calm")
    assert np.isnan(one["value"])
    assert one["n_articles"] == 0
    assert row(table, "Beta", None, "calm")["value"] == 0


def test_a_category_with_its_own_exposure_is_divided_by_it() -> None:
    from toolkit.lexicons.lexicon import Lexicon

    lexicon = Lexicon.of({"destroy": ["destroy*"], "calm": ["calm"]})
    table = totals(ForceAxis(lexicon=lexicon)(corpus_of()))
    # Alpha has 2 destroy and 1 calm: (1 - 2) / 3.
    assert row(table, "Alpha", None, "balance")["value"] == pytest.approx(-1 / 3)
    assert row(table, "Alpha", None, "balance")["n_spans"] == 0
