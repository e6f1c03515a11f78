"""Words behind a place on an axis, outlets against the corpus, and many axes, with figures that can be counted."""

from dataclasses import replace
from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest

from tests.measures.axis_words import VECTORS, S, corpus_of
from toolkit.comparison.axis_effects import EFFECT_COLUMNS, axis_effects, sample_means, two_sided_p
from toolkit.comparison.axis_separation import SEPARATION_COLUMNS, explore_axes
from toolkit.comparison.axis_words import axis_words
from toolkit.comparison.outlets import compare
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.shipped import load_corpus
from toolkit.errors import AxisWarning, MissingEventsError, OptionError, SmallSampleWarning
from toolkit.framing.axis import FrameAxis
from toolkit.framing.force import ForceAxis
from toolkit.measure import Measurement

AXES = {"legality": ("law", "crime"), "court": ("court", "crime")}


def measured(corpus: Corpus) -> Measurement:
    return FrameAxis({"legality": ("law", "crime")}, vectors=VECTORS)(corpus)


@pytest.fixture(scope="module")
def pair() -> Measurement:
    """Two outlets on two events, and one article of the first on a third."""
    texts = ("law law court", "theft vote", "law", "crime vote vote", "crime crime crime crime")
    outlets, events = ["A", "A", "B", "B", "A"], ["e1", "e2", "e1", "e2", "e3"]
    return measured(corpus_of(*texts, outlet=outlets, event_id=events))


def test_contributions_to_a_bias_add_up_to_it(pair: Measurement) -> None:
    words = axis_words(pair, target="B")
    # law s, crime -s, vote 0 twice: four words.
    assert words.value == pytest.approx(0)
    shown = {row.word: (row.n, row.contribution) for row in words.table.itertuples()}
    assert shown == {"law": (1, pytest.approx(S / 4)), "crime": (1, pytest.approx(-S / 4)), "vote": (2, 0)}
    assert axis_words(pair).value == pytest.approx((3 * S + S / 5 - S / 5 - 5 * S) / 13)


def test_contributions_to_a_difference_by_hand(pair: Measurement) -> None:
    # On e1 and e2. A: law 2, court, theft, vote of 5. B: law, crime, vote 2 of 4, with a bias of 0.
    words = axis_words(pair, target="A", reference="B")
    expected = {"law": (2 / 5 - 1 / 4) * S, "crime": S / 4, "court": S / 25, "theft": -S / 25, "vote": 0}
    shown = {row.word: row.contribution for row in words.table.itertuples()}
    assert shown == {word: pytest.approx(value) for word, value in expected.items()}
    assert words.value == pytest.approx(2 * S / 5)
    # With all articles: A has four crimes more, of nine words, and a bias of (2 - 4) s / 9; B's is 0 still.
    assert axis_words(pair, target="A", reference=["B"], events="all").value == pytest.approx(-2 * S / 9)


def test_words_that_both_use_alike_make_no_difference() -> None:
    corpus = corpus_of("court law", "court theft", outlet=["A", "B"], event_id=["e", "e"])
    words = axis_words(measured(corpus), target="A", reference="B")
    # B's bias is 0: law (1/2) s, theft -(1/2)(-s/5).
    assert dict(zip(words.table["word"], words.table["contribution"], strict=True)) == {
        "law": pytest.approx(S / 2), "theft": pytest.approx(S / 10), "court": pytest.approx(0),
    }  # fmt: skip
    assert "A minus B = +0.42" in repr(words)  # (1/2 + 1/10) / sqrt(2)
    assert "up: law +0.35, theft +0.071" in repr(words)


def test_contributions_to_an_intensity(pair: Measurement) -> None:
    base = pair.measure.baseline[0]  # type: ignore[attr-defined]
    words = axis_words(pair, target="B", score="intensity")
    assert words.value == pytest.approx(((S - base) ** 2 + (S + base) ** 2 + 2 * base**2) / 4)
    assert words.table["contribution"].sum() == pytest.approx(words.value)


def test_bad_requests_for_words_are_clear(pair: Measurement) -> None:
    with pytest.raises(OptionError, match="`reference` needs a `target`"):
        axis_words(pair, reference="A")
    with pytest.raises(OptionError, match="`target` must be 'A' or 'B'; got 'C'"):
        axis_words(pair, target="C")
    with pytest.raises(OptionError, match="`axis` must be 'legality'"):
        axis_words(pair, axis="law")
    with pytest.raises(OptionError, match=r"restricted \(voice=own\)"):
        axis_words(replace(pair, restriction="voice=own"))
    many = FrameAxis(AXES, vectors=VECTORS)(pair.corpus)
    with pytest.raises(OptionError, match="`axis` must be 'legality' or 'court'; got None"):
        axis_words(many)
    with pytest.raises(OptionError, match="got a measurement of 'force'"):
        axis_words(ForceAxis()(pair.corpus))
    alone = measured(corpus_of("law", "crime", outlet=["A", "B"]))
    with pytest.raises(MissingEventsError, match='events="all"'):
        axis_words(alone, target="A", reference="B")
    assert axis_words(alone, target="A", reference="B", events="all").value == pytest.approx(2 * S)


def test_outlets_without_words_that_count_have_no_value() -> None:
    silent = measured(corpus_of("law", "the x", outlet=["A", "B"], event_id=["e", "e"]))
    assert np.isnan(axis_words(silent, target="B").value)
    assert np.isnan(axis_words(silent, target="A", reference="B").value)


# Effects


def test_effect_and_p_against_all_samples() -> None:
    texts = ["law", "law court", "court", "theft", "vote", "theft crime", "crime"]
    corpus = corpus_of(*texts, outlet=["A", "A", "B", "B", "B", "B", "B"])
    table = axis_effects(measured(corpus), n_resamples=4_000)
    assert list(table.columns) == list(EFFECT_COLUMNS)
    row = table[(table["outlet"] == "A") & (table["score"] == "bias")].iloc[0]
    values = np.array([1, 0.6, 0.2, -0.2, 0, -0.6, -1]) * S
    assert row["value"] == pytest.approx(0.8 * S)
    assert row["effect"] == pytest.approx(0.8 * S - values.mean())
    # All 21 samples of two: as far from their mean, which is 0, as .8 s is +.8 and -.8.
    samples = [values[list(two)].mean() for two in combinations(range(7), 2)]
    exact = np.mean([abs(one) >= 0.8 * S - 1e-9 for one in samples])
    assert exact == 2 / 21
    assert row["p"] == pytest.approx(exact, abs=0.02)
    assert (row["negative"], row["positive"], row["n_articles"], row["n_events"]) == ("crime", "law", 2, 0)
    assert row["unit_resampled"] == "article"


def test_samples_hold_no_article_twice() -> None:
    rng = np.random.default_rng(0)
    values = np.array([0.0, 1.0, 10.0, 100.0])
    means = sample_means(values, 2, n_resamples=500, rng=rng)
    assert set(np.round(means * 2)) == {1, 10, 100, 11, 101, 110}
    assert set(sample_means(values, 4, n_resamples=9, rng=rng)) == {27.75}


def test_p_counts_both_sides() -> None:
    samples = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
    assert two_sided_p(2.0, samples, 0.0) == pytest.approx(3 / 6)  # -2, 2 and the value itself
    assert two_sided_p(3.0, samples, 0.0) == pytest.approx(1 / 6)


def test_bounds_come_with_five_events_and_p_with_two_articles() -> None:
    texts = ["law", "court", "vote", "law", "court", "theft"]
    events = ["e1", "e2", "e3", "e4", "e5", "e6"]
    table = axis_effects(measured(corpus_of(*texts, outlet=["A"] * 5 + ["B"], event_id=events)), n_resamples=99)
    bias = table[table["score"] == "bias"].set_index("outlet")
    assert bias.loc["A", "low"] < bias.loc["A", "value"] < bias.loc["A", "high"]
    assert np.isnan(bias.loc["B", ["low", "high", "p"]].astype(float)).all()
    assert bias.loc["B", "value"] == pytest.approx(-S / 5)


def test_effects_need_axes_and_outlets() -> None:
    with pytest.raises(OptionError, match="has no outlets"):
        axis_effects(measured(corpus_of("law")))
    with pytest.raises(OptionError, match="got 'force'"):
        axis_effects(ForceAxis()(corpus_of("law")))


# Many axes


def story(bias: float) -> str:
    """Twenty words with a bias of `bias` times s on the axis from crime to law."""
    n = round(20 * abs(bias))
    return " ".join(["law" if bias > 0 else "crime"] * n + ["vote"] * (20 - n))


def events(rows: list[tuple[float, ...]], names: str = "ABC") -> Corpus:
    table = [
        {"article_id": f"{event}-{name}", "text": story(bias), "outlet": name, "event_id": f"e{event}"}
        for event, biases in enumerate(rows)
        for name, bias in zip(names, biases, strict=False)
        if not np.isnan(bias)
    ]
    return Corpus(pd.DataFrame(table).assign(language="en", wire_id=None), name="events")


PAIRS = [(0.5, 0.1), (0.4, 0.2), (0.3, -0.1), (0.1, 0.2), (0.9, 0.5)]


def explore(corpus: Corpus, **options: object) -> pd.Series:
    return explore_axes(corpus, {"legality": ("law", "crime")}, vectors=VECTORS, **options).iloc[0]  # type: ignore[arg-type]


def test_a_pair_by_hand() -> None:
    # Differences .4 .2 .4 -.1 .4 (times s): mean .26. Explained: 5 * .26^2 / 2; all: (.16 * 3 + .04 + .01) / 2.
    row = explore(events(PAIRS), n_resamples=3_999)
    assert row["separation"] == pytest.approx(5 * 0.26**2 / 0.53)
    assert (row["highest"], row["lowest"]) == ("A", "B")
    assert row["highest_effect"] == -row["lowest_effect"] == pytest.approx(0.13 * S)
    # Of the 32 patterns of signs, four are as far: all alike but for the fourth event, either way.
    assert row["p"] == pytest.approx(4 / 32, abs=0.02)
    assert (row["n_events"], row["n_articles"]) == (5, 10)


def test_effects_are_those_of_a_comparison() -> None:
    rng = np.random.default_rng(3)
    rows = [tuple(np.where(rng.random(3) < 0.25, np.nan, rng.integers(-10, 10, 3) / 20)) for _ in range(12)]
    corpus = events(rows)
    row = explore(corpus, n_resamples=99)
    table = compare(measured(corpus), categories=["legality bias"], n_resamples=99).table.set_index("outlet")
    assert row["highest_effect"] == pytest.approx(table["estimate"].max())
    assert row["lowest_effect"] == pytest.approx(table["estimate"].min())
    assert row["highest"] == table["estimate"].idxmax()


def test_p_of_three_outlets_against_all_deals() -> None:
    rows = [(0.6, 0.2, 0.1), (0.5, 0.1, 0.3), (0.2, 0.4, 0.0), (0.8, 0.5, 0.2), (0.3, 0.2, 0.3)]
    row = explore(events(rows), n_resamples=4_999)
    table = np.array(rows)
    centred = table - table.mean(axis=1, keepdims=True)
    deals = np.array([list(permutations(one)) for one in centred])  # events, deals, outlets
    sums = deals[0]
    for more in deals[1:]:
        sums = (sums[:, None, :] + more[None, :, :]).reshape(-1, 3)
    explained = (sums**2).sum(axis=1) / 5
    seen = (centred.sum(axis=0) ** 2).sum() / 5
    assert row["separation"] == pytest.approx(seen / (centred**2).sum())
    assert row["p"] == pytest.approx(np.mean(explained >= seen - 1e-12), abs=0.015)


def test_intensity_is_that_of_a_comparison() -> None:
    corpus = events([*PAIRS, (0.2, 0.3)])
    row = explore(corpus, score="intensity", n_resamples=9)
    table = compare(measured(corpus), categories=["legality intensity"], n_resamples=99).table
    assert row["highest_effect"] - row["lowest_effect"] == pytest.approx(abs(table["estimate"].iloc[0]))


def test_p_is_right_where_nothing_differs() -> None:
    p = []
    for seed in range(150):
        rng = np.random.default_rng(seed)
        rows = [tuple(rng.integers(-10, 11, 3) / 20) for _ in range(8)]
        p.append(explore(events(rows), n_resamples=99, seed=seed)["p"])
    # Of 150, 15 are to be expected at .1, give or take 3.7; 38 at .25, give or take 5.3.
    assert 5 <= np.sum(np.array(p) <= 0.1) <= 26
    assert 23 <= np.sum(np.array(p) <= 0.25) <= 53


def test_axes_alike_and_axes_on_which_nothing_moves() -> None:
    corpus = events(PAIRS, "AB")
    two = {"legality": ("law", "crime"), "turned": ("crime", "law")}
    table = explore_axes(corpus, two, vectors=VECTORS, n_resamples=199)
    assert list(table.columns) == list(SEPARATION_COLUMNS)
    assert table["separation"].tolist() == pytest.approx([5 * 0.26**2 / 0.53] * 2)
    assert table["highest"].tolist() == ["A", "B"]
    still = explore(events([(0.2, 0.2)] * 6, "AB"), n_resamples=9)
    assert np.isnan([still["separation"], still["p"], still["q"]]).all()


def test_axes_without_a_vector_are_left_out_and_named() -> None:
    many = {"legality": ("law", "crime"), "unheard": ("law", "unlaw"), "half": (["law", "lawful"], "theft")}
    with pytest.warns(AxisWarning) as said:
        table = explore_axes(events(PAIRS, "AB"), many, vectors=VECTORS, n_resamples=9)
    assert set(table["axis"]) == {"legality", "half"}
    texts = [str(one.message) for one in said]
    assert "1 of 3 axes are left out" in texts[0]
    assert "(first: 'unheard')" in texts[0]
    assert "'half': without a vector: lawful" in texts[1]
    with pytest.raises(OptionError, match="No word of a pole of the axis 'unheard'"):
        explore_axes(events(PAIRS, "AB"), {"unheard": ("law", "unlaw")}, vectors=VECTORS)


def test_few_events_and_bad_requests() -> None:
    with pytest.warns(SmallSampleWarning, match="share 2 events"):
        row = explore(events(PAIRS[:2], "AB"))
    assert np.isnan(row["p"])
    assert row["separation"] == pytest.approx(2 * 0.3**2 / (0.4**2 + 0.2**2))
    with pytest.raises(MissingEventsError, match="has no events"):
        explore(corpus_of("law", "crime", outlet=["A", "B"]))
    with pytest.raises(OptionError, match="No two of these outlets share an event"):
        explore(events([(0.1, np.nan), (np.nan, 0.2)]))
    with pytest.raises(OptionError, match="No two of these outlets share an event"):
        explore(corpus_of("the x", "the x", outlet=["A", "B"], event_id=["e", "e"]))
    with pytest.raises(OptionError, match="at least two outlets; got A"):
        explore(events(PAIRS), outlets=["A"])
    with pytest.raises(OptionError, match="`n_resamples` must be 1 or more"):
        explore(events(PAIRS), n_resamples=0)


def test_all_shipped_axes_on_the_shipped_corpus() -> None:
    table = explore_axes(load_corpus("taji-2020", language="en"), n_resamples=99)
    assert len(table) == len(set(table["axis"])) >= 36
    assert table["separation"].is_monotonic_decreasing
    assert table["separation"].between(0, 1).all()
