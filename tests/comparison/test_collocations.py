"""The company a word keeps: counts by a slow reading, measures by textbook values."""

import numpy as np
import pandas as pd
import pytest

from toolkit.comparison.collocations import association, collocations
from toolkit.corpus.corpus import Corpus
from toolkit.errors import LexiconError, OptionError, UnknownNameError

TEXTS = {
    "A": "The armed militia fired rockets. The armed militia's rockets fell far away from the old airport here. "
    "Rockets fell.",
    "B": "The popular militia defended the town. An armed militia fled. The town slept.",
}


def corpus_of(n_events: int = 1, **columns: object) -> Corpus:
    rows = [
        {"article_id": f"{outlet}{event}", "outlet": outlet, "event_id": f"e{event}", "text": text}
        for event in range(n_events) for outlet, text in TEXTS.items()
    ]  # fmt: skip
    return Corpus(pd.DataFrame(rows).assign(**columns))


def test_counts_within_the_window_and_the_sentence() -> None:
    found = collocations(corpus_of(), "militia", window=2, min_count=1, stop_words=None)
    a = found.table[found.table["outlet"] == "A"].set_index("collocate")
    # 's is no word: rockets is next to militia both times; fell and fired are two away; far is three away.
    assert a["n_near"].to_dict() == {"the": 2, "armed": 2, "rockets": 2, "fired": 1, "fell": 1}
    assert a["n_word"].tolist() == [2] * 5
    assert a.loc["rockets", "n_collocate"] == 3
    # 8 of A's 17 words other than militia (4, 11 and 2 in its sentences) stand near it: 8 * 3 / 17.
    assert a.loc["rockets", "expected"] == pytest.approx(8 * 3 / 17)
    assert a.loc["rockets", ["n_articles", "n_events"]].tolist() == [1, 1]


def test_a_wider_window_stays_in_the_sentence() -> None:
    found = collocations(corpus_of(), "militia", window=50, min_count=1, outlets=["A"])
    assert "here" not in found.table["collocate"].tolist()  # a stop word
    assert (
        found.table.set_index("collocate").loc["rockets", "n_near"] == 2
    )  # the third is in a sentence without militia
    assert "airport" in found.table["collocate"].tolist()


def test_values_are_those_of_textbooks() -> None:
    # Manning and Schuetze (1999), tables 5.6, 5.14 and section 5.3.1: new companies; Ayatollah Ruhollah; companies
    # in general by the likelihood ratio are left to the next test.
    assert association("student_t", np.array([8]), np.array([4675]), 15828, 14307668) == pytest.approx(
        [0.999932], abs=1e-6
    )
    assert association("pmi", np.array([20]), np.array([20]), 42, 14307668) == pytest.approx([18.38], abs=0.005)
    assert association("chi_sq", np.array([8]), np.array([4675]), 15828, 14307668) == pytest.approx([1.55], abs=0.005)


def test_words_that_keep_away_have_a_negative_value() -> None:
    # G2 of the table 2, 98 / 8, 12 worked out cell by cell; 100 * 10 / 120 = 8.3 were to be expected.
    cells = np.array([[2, 98], [8, 12]])
    expected = cells.sum(axis=1)[:, None] * cells.sum(axis=0) / cells.sum()
    by_hand = 2 * (cells * np.log(cells / expected)).sum()
    assert association("likelihood_ratio", np.array([2]), np.array([10]), 100, 120) == pytest.approx([-by_hand])
    assert association("phi_sq", np.array([2]), np.array([10]), 100, 120)[0] < 0


def test_expressions_spellings_and_wildcards() -> None:
    armed = collocations(corpus_of(), "armed militia", window=1, min_count=1, stop_words=None, outlets=["A"])
    assert armed.table.set_index("collocate")["n_near"].to_dict() == {"the": 2, "fired": 1, "rockets": 1}
    wild = collocations(corpus_of(), ["mili*", "town"], window=1, min_count=1, stop_words=None, outlets=["B"])
    assert wild.table["n_word"].iloc[0] == 4
    assert wild.word == "mili*, town"


def test_lines_of_a_collocate() -> None:
    found = collocations(corpus_of(), "militia", window=2, min_count=1)
    lines = found.concordance("rockets")
    assert lines["outlet"].tolist() == ["A", "A"]
    assert set(lines["match"]) == {"militia"}
    assert len(found.concordance("armed", outlet="B")) == 1
    with pytest.raises(UnknownNameError, match="'slept' is no collocate"):
        found.concordance("slept")


def test_outlets_are_compared_by_the_words_near() -> None:
    found = collocations(corpus_of(6), "militia", window=2, min_count=1)
    key = found.compare(target="A", reference="B", prior=0.01)
    table = key.table.set_index("term")
    assert table.loc["rockets", ["n_target", "n_reference"]].tolist() == [12, 0]
    # Near militia A has 4 words in each of two sentences, six times; B the, popular, defended, the; an, armed, fled.
    assert key.sides[["n_words_target", "n_words_reference"]].iloc[0].tolist() == [48, 42]
    assert table.loc["rockets", "low"] > 0
    assert len(key.concordance("rockets")) == 12


def test_without_outlets_all_are_taken_together() -> None:
    found = collocations(corpus_of(outlet=None, event_id=None), "militia", window=2, min_count=3, stop_words=None)
    assert found.table["outlet"].unique().tolist() == ["all"]
    assert found.table.set_index("collocate").loc["armed", "n_near"] == 3
    assert found.table["n_events"].isna().all()


@pytest.mark.parametrize(
    ("word", "options", "message"),
    [
        ("militia", {"window": 0}, "`window` must be 1 or more"),
        ("militia", {"measure": "mi"}, "`measure` must be 'likelihood_ratio'"),
        ("militia", {"outlets": ["Z"]}, "got 'Z'"),
        ([], {}, "`word` must be a word"),
        ("peace", {}, "No word stands near 'peace' 3 times or more in an outlet; it occurs 0 times in 2 articles"),
    ],
)
def test_wrong_options_are_named(word: str | list[str], options: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        collocations(corpus_of(), word, **options)  # type: ignore[arg-type]


def test_a_word_must_hold_one() -> None:
    with pytest.raises(LexiconError, match="holds no word"):
        collocations(corpus_of(), "...")
