"""Word shifts: contributions worked out by hand, and those of a measure held against `compare`."""

import numpy as np
import pandas as pd
import pytest

from toolkit.comparison.measurement_shift import measurement_shift
from toolkit.comparison.outlets import compare
from toolkit.comparison.word_shift import word_shift
from toolkit.comparison.word_shift_measures import kinds_of, shares_of, shift_contributions
from toolkit.corpus.clean import clean
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.shipped import load_corpus
from toolkit.errors import OptionError, SmallSampleWarning, UnknownNameError
from toolkit.framing.force import ForceAxis
from toolkit.lexicons.lexicon import Category, Entry, Lexicon
from toolkit.sentiment.vader import VaderSentiment
from toolkit.sentiment.valence import Sentiment

# destroy, deter, defend, the, war
ONE, OTHER = [12, 3, 0, 40, 5], [2, 9, 4, 60, 5]
SCORES = [-2, -1, 1, np.nan, -1.5]
WORDS = {"destroy": -2.0, "deter": -1.0, "defend": 1.0, "war": -1.5}


def test_from_one_text_to_the_other_by_hand() -> None:
    # 20 scored words in each. From ONE (the reference) to OTHER (the target) the mean rises from -34.5 / 20 to
    # -16.5 / 20; destroy adds (2 - 12) / 20 * -2 = 1, deter (9 - 3) / 20 * -1 = -0.3, defend 4 / 20 * 1 = 0.2.
    shift = shift_contributions(OTHER, ONE, scores=SCORES, reference_value=0)
    assert (shift.value_reference, shift.value_target) == pytest.approx((-1.725, -0.825))
    assert shift.difference == pytest.approx(0.9)
    assert shift.contributions == pytest.approx([1, -0.3, 0.2, np.nan, 0], nan_ok=True)
    shares = shares_of(shift.contributions)
    assert shares[[0, 1, 2, 4]] == pytest.approx([0.666667, -0.2, 0.133333, 0], abs=1e-6)


def test_the_other_way_round_all_signs_turn() -> None:
    shift = shift_contributions(ONE, OTHER, scores=SCORES, reference_value=0)
    assert shift.difference == pytest.approx(-0.9)
    assert shares_of(shift.contributions)[[0, 1, 2, 4]] == pytest.approx([-0.666667, 0.2, -0.133333, 0], abs=1e-6)


@pytest.mark.parametrize("value", [None, 0.0, -1.725, 10.0])
def test_contributions_add_up_whatever_the_reference_value(value: float | None) -> None:
    shift = shift_contributions(OTHER, ONE, scores=SCORES, reference_value=value)
    assert np.nansum(shift.contributions) == pytest.approx(0.9)


def test_the_usual_reference_value_is_the_mean_of_the_reference() -> None:
    shift = shift_contributions(OTHER, ONE, scores=SCORES)
    assert shift.reference_value == pytest.approx(-1.725)
    # destroy: (2 - 12) / 20 * (-2 + 1.725); defend: 4 / 20 * (1 + 1.725).
    assert shift.contributions[[0, 2]] == pytest.approx([0.1375, 0.545])


def test_shares_of_words_and_divergence() -> None:
    shift = shift_contributions(ONE, OTHER, method="proportion")
    assert shift.contributions[0] == pytest.approx(12 / 60 - 2 / 80)
    assert shift.contributions.sum() == pytest.approx(0)
    assert shift_contributions(ONE, OTHER, method="jensen-shannon").difference == pytest.approx(0.092627, abs=1e-6)


def test_kinds_of_words() -> None:
    kinds = kinds_of(np.array([1.0, 1, -1, -1, 0, np.nan]), np.array([1.0, -1, 1, -1, 1, -1]))
    assert kinds == [
        "positive word, more", "positive word, less", "negative word, more", "negative word, less", "more", "less",
    ]  # fmt: skip


def test_wrong_tables_are_named() -> None:
    with pytest.raises(OptionError, match='"weighted" needs `scores`'):
        shift_contributions(ONE, OTHER)
    with pytest.raises(OptionError, match="one value for each of the 5 words; got 1"):
        shift_contributions(ONE, OTHER, scores=[1])
    with pytest.raises(OptionError, match="'weighted', 'proportion' or 'jensen-shannon'; got 'entropy'"):
        shift_contributions(ONE, OTHER, method="entropy")


def golden_corpus(events: bool = True) -> Corpus:
    """The counts of ONE and OTHER, dealt to five events: A writes OTHER, B writes ONE."""
    names = ["destroy", "deter", "defend", "the", "war"]
    rows = []
    for outlet, counts in (("A", OTHER), ("B", ONE)):
        words = [word for word, n in zip(names, counts, strict=True) for _ in range(n)]
        rows += [
            {
                "article_id": f"{outlet}{e}", "outlet": outlet, "event_id": f"e{e}" if events else None,
                "text": " ".join(words[e::5]),
            }
            for e in range(5)
        ]  # fmt: skip
    return Corpus(pd.DataFrame(rows))


@pytest.mark.parametrize("as_lexicon", [False, True])
def test_of_a_corpus_by_hand(as_lexicon: bool) -> None:
    entries = tuple(Entry(word, score) for word, score in WORDS.items())
    scores = Lexicon("own", (Category("force", entries),)) if as_lexicon else WORDS
    shift = word_shift(golden_corpus(), scores, target="A", reference="B", reference_value=0)
    assert (shift.value_target, shift.value_reference, shift.difference) == pytest.approx((-0.825, -1.725, 0.9))
    table = shift.table.set_index("word")
    assert table["share"].to_dict() == pytest.approx({"destroy": 2 / 3, "deter": -0.2, "defend": 2 / 15, "war": 0})
    assert table.loc["destroy", "kind"] == "negative word, less"
    assert table.loc["defend", "kind"] == "positive word, more"
    assert table.loc["destroy", ["n_target", "n_reference"]].tolist() == [2, 12]
    # Each article has four scored words. Event by event deter adds -0.5, -0.25 (four times): standard error 0.05.
    half = 2.776445 * 0.05
    assert table.loc["deter", ["low", "high"]].tolist() == pytest.approx([-0.3 - half, -0.3 + half], rel=0.05)
    assert "A against B, mean score: -0.82 against -1.7, difference +0.90 [95% interval" in repr(shift)
    assert len(shift.concordance("destroy")) == 14
    with pytest.raises(UnknownNameError, match="no word 'the'"):
        shift.concordance("the")


def test_without_events_articles_are_resampled() -> None:
    shift = word_shift(golden_corpus(events=False), WORDS, target="A", reference="B")
    assert shift.resampled == "article"
    assert shift.difference == pytest.approx(0.9)
    assert "5 articles resampled" in repr(shift)


def test_proportions_and_divergence_of_a_corpus() -> None:
    shares = word_shift(golden_corpus(), target="A", reference="B", method="proportion").table.set_index("word")
    assert shares.loc["destroy", "contribution"] == pytest.approx(2 / 80 - 12 / 60)
    found = word_shift(golden_corpus(), target="A", reference="B", method="jensen-shannon")
    assert found.difference == pytest.approx(0.092627, abs=1e-6)
    assert found.table["low"].isna().all()


@pytest.mark.parametrize(
    ("scores", "options", "message"),
    [
        (None, {}, "needs `scores`: a lexicon, or a dict"),
        ({"destroy": 1.0, "war": 1.0}, {}, "the same score"),
        ({"destroy": np.nan, "war": 1.0}, {}, "finite"),
        ({"peace": 1.0, "love": 2.0}, {}, "None of the words with a score occurs"),
        (WORDS, {"target": "Z"}, "got 'Z'"),
        (WORDS, {"method": "sum"}, "jensen-shannon"),
    ],
)
def test_wrong_options_are_named(scores: dict[str, float] | None, options: dict[str, str], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        word_shift(golden_corpus(), scores, **{"target": "A", "reference": "B", **options})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def taji() -> Corpus:
    return clean(load_corpus("taji-2020", language="en"))


@pytest.mark.filterwarnings("ignore::toolkit.errors.SmallSampleWarning")
@pytest.mark.parametrize("category", ["destroy", "balance"])
def test_a_measures_words_add_up_to_the_estimate_of_compare(taji: Corpus, category: str) -> None:
    force = ForceAxis()(taji)
    outlets = ("Gulf Lantern", "Albion Broadcasting")
    shift = measurement_shift(force, target=outlets[0], reference=outlets[1], category=category)
    estimate = compare(force, outlets=outlets, categories=[category]).table["estimate"].iloc[0]
    assert shift.table["contribution"].sum() == pytest.approx(estimate, rel=1e-5)
    assert shift.difference == pytest.approx(estimate, rel=1e-5)
    first = shift.table.iloc[0]
    lines = shift.concordance(first["word"])
    assert len(lines) == first["n_target"] + first["n_reference"]


def test_weights_of_spans_add_up_too(taji: Corpus) -> None:
    tone = Sentiment()(taji)
    shift = measurement_shift(tone, target="Gulf Lantern", reference="Tigris Courier", wire="keep")
    estimate = compare(tone, outlets=["Gulf Lantern", "Tigris Courier"], wire="keep").table.iloc[0]
    assert shift.table["contribution"].sum() == pytest.approx(estimate["estimate"], rel=1e-4)
    # Two bootstraps over the same five events.
    assert (shift.low, shift.high) == pytest.approx((estimate["low"], estimate["high"]), rel=0.1)
    assert set(shift.table["kind"]) - {""} == {
        "positive word, more", "positive word, less", "negative word, more", "negative word, less",
    }  # fmt: skip


def test_the_interval_of_a_word_is_that_of_a_mean_over_events() -> None:
    # A destroys 1 to 6 times in ten words on six events, B never: the rates' mean 350, standard error by n - 1.
    texts = {"A": ["destroy " * (e + 1) + "word " * (9 - e) for e in range(6)], "B": ["word " * 10] * 6}
    rows = [
        {"article_id": f"{o}{e}", "outlet": o, "event_id": f"e{e}", "text": texts[o][e]}
        for e in range(6) for o in "AB"
    ]  # fmt: skip
    shift = measurement_shift(ForceAxis()(Corpus(pd.DataFrame(rows))), target="A", category="destroy", n_resamples=4000)
    row = shift.table.iloc[0]
    assert row["contribution"] == pytest.approx(350)
    half = 2.570582 * np.std([100, 200, 300, 400, 500, 600], ddof=1) / np.sqrt(6)
    assert row["high"] - 350 == pytest.approx(half, rel=0.04)
    assert row["kind"] == "more"


def test_no_evidence_at_all_gives_no_certainty() -> None:
    rows = [{"article_id": f"{o}{e}", "outlet": o, "event_id": f"e{e}", "text": "word"} for e in range(6) for o in "AB"]
    shift = measurement_shift(ForceAxis()(Corpus(pd.DataFrame(rows))), target="A", category="destroy")
    assert shift.difference == 0
    assert np.isnan(shift.low)


def test_few_events_have_no_bounds_and_sentences_no_words(taji: Corpus) -> None:
    few = taji.select(taji.column("event_id").isin(["patriots", "us-strikes"]))
    with pytest.warns(SmallSampleWarning, match="2 shared events, fewer than 5"):
        shift = measurement_shift(
            ForceAxis()(few), target="Capital Ledger", reference="Meridian Wire", category="destroy"
        )
    assert shift.table["low"].isna().all()
    with pytest.raises(OptionError, match="whole sentences"):
        measurement_shift(VaderSentiment()(few), target="Capital Ledger")
    with pytest.raises(OptionError, match="several categories; give one of destroy"):
        measurement_shift(ForceAxis()(few), target="Capital Ledger")
