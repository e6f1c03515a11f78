"""Comparisons: hand-worked numbers, other programs, and calibration."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from toolkit.comparison import resample
from toolkit.comparison.coverage import well_covered
from toolkit.comparison.outlets import compare, event_cells
from toolkit.comparison.result import signed
from toolkit.corpus.corpus import Corpus
from toolkit.errors import MissingEventsError, OptionError, SmallSampleWarning
from toolkit.framing.force import ForceAxis
from toolkit.lexicons.lexicon import Lexicon
from toolkit.measure import Measurement

FORCE = Lexicon.of({"destroy": ["destroy"], "deter": ["deter"]})


def measured(rows: list[tuple[str, str, int, int]]) -> Measurement:
    """One article of 1,000 words a row: outlet, event, number of `destroy`, number of `deter`."""
    articles = [
        {
            "article_id": str(i), "outlet": outlet, "event_id": event, "wire_id": None,  # alike on purpose
            "text": " ".join(["destroy"] * a + ["deter"] * b + ["word"] * (1000 - a - b)),
        }
        for i, (outlet, event, a, b) in enumerate(rows)
    ]  # fmt: skip
    return ForceAxis(FORCE)(Corpus(pd.DataFrame(articles), name="made"))


def measured_grid(values: np.ndarray) -> Measurement:
    """Return a measurement whose rates of `destroy` are the given whole numbers (events x outlets; -1: not covered)."""
    events, outlets = values.shape
    cells = [(i, j) for i in range(events) for j in range(outlets) if values[i, j] >= 0]
    return measured([(f"o{j}", f"e{i}", int(values[i, j]), 0) for i, j in cells])


PAIR = [("a", f"e{i}", x, 0) for i, x in enumerate([5, 3, 8, 2, 6])] + [
    ("b", f"e{i}", x, 0) for i, x in enumerate([1, 3, 2, 3, 1])
]


def test_two_outlets_by_hand() -> None:
    # Differences 4, 0, 6, -1, 5: mean 2.8. Of the 32 sign patterns, |sum| >= 14 in 2 * 3: see below.
    result = compare(measured(PAIR), categories=["destroy"])
    row = result.table.iloc[0]
    assert row["estimate"] == pytest.approx(2.8)
    assert (row["outlet"], row["reference"]) == ("a", "b")
    assert (row["n_events"], row["n_articles"]) == (5, 10)
    # Sums reachable with +-4, +-6, +-1, +-5 (each twice, for the event with 0): +-16, +-14 are at least 14 away.
    assert row["p"] == pytest.approx(8 / 32)


def test_the_interval_is_near_students() -> None:
    # The bootstrap standard deviation tends to sqrt((n-1)/n) * s / sqrt(n), so the interval tends to Student's.
    difference = np.array([4, 0, 6, -1, 5])
    half = stats.t.ppf(0.975, 4) * difference.std(ddof=1) / np.sqrt(5)
    row = compare(measured(PAIR), categories=["destroy"], n_resamples=20_000).table.iloc[0]
    assert row["high"] - row["estimate"] == pytest.approx(half, rel=0.03)
    assert row["estimate"] - row["low"] == pytest.approx(half, rel=0.03)


def test_sign_flips_agree_with_scipy() -> None:
    difference = np.array([4.0, 0, 6, -1, 5])
    expected = stats.permutation_test(
        (difference,), np.mean, permutation_type="samples", n_resamples=np.inf, alternative="two-sided"
    )
    assert compare(measured(PAIR), categories=["destroy"]).table["p"].item() == pytest.approx(expected.pvalue)


def test_events_that_only_one_covered_do_not_count() -> None:
    rows = [*PAIR, ("a", "alone", 900, 0)]
    assert compare(measured(rows), categories=["destroy"]).table["estimate"].item() == pytest.approx(2.8)


def test_several_articles_of_one_outlet_on_one_event_are_one_cell() -> None:
    rows = [*PAIR[1:], ("a", "e0", 3, 0), ("a", "e0", 7, 0)]
    table = compare(measured(rows), categories=["destroy"]).table
    assert table["estimate"].item() == pytest.approx(2.8)
    assert table["n_articles"].item() == 11


def test_pooling_words_or_averaging_articles_by_hand() -> None:
    # 10 of 100 words and 0 of 900: the mean of rates is 50, the rate of sums 10 per 1,000.
    texts = ["destroy " * 10 + "word " * 90, "word " * 900]
    corpus = Corpus(pd.DataFrame({"article_id": ["1", "2"], "outlet": "a", "event_id": "e", "text": texts}))
    measurement = ForceAxis(FORCE)(corpus)
    for pool, expected in (("mean", 50), ("sum", 10)):
        cells = event_cells(measurement, pool=pool).set_index("category")
        assert cells.loc["destroy", "value"] == pytest.approx(expected)


def test_effects_of_three_outlets_are_those_of_least_squares() -> None:
    values = np.array([[9, 3, 3], [5, -1, 2], [7, 4, -1], [6, 1, 2], [-1, 2, 5], [8, 3, 4]])
    table = compare(measured_grid(values), categories=["destroy"]).table
    # The same model by dummy variables: events, and outlets coded to sum to zero.
    cells = [(i, j, values[i, j]) for i in range(6) for j in range(3) if values[i, j] >= 0]
    design = np.zeros((len(cells), 8))
    for row, (i, j, _) in enumerate(cells):
        design[row, i] = 1
        if j < 2:
            design[row, 6 + j] = 1
        else:
            design[row, 6:] = -1
    solution = np.linalg.lstsq(design, np.array([v for _, _, v in cells], dtype=float), rcond=None)[0]
    expected = [solution[6], solution[7], -solution[6] - solution[7]]
    assert table["estimate"].tolist() == pytest.approx(expected)
    assert table["n_events"].tolist() == [5, 5, 5]


def test_balanced_effects_are_differences_from_the_event_means() -> None:
    values = np.array([[9, 3, 3], [5, 0, 1], [7, 4, 1], [6, 1, 2], [4, 2, 0]])
    table = compare(measured_grid(values), categories=["destroy"]).table
    expected = (values - values.mean(axis=1, keepdims=True)).mean(axis=0)
    assert table["estimate"].tolist() == pytest.approx(expected.tolist())


def test_an_outlet_without_shared_events_gets_nan() -> None:
    values = np.array([[9, 3, -1], [5, 1, -1], [7, 4, -1], [6, 1, -1], [4, 2, -1], [-1, -1, 5]])
    with pytest.warns(SmallSampleWarning):
        table = compare(measured_grid(values), categories=["destroy"]).table.set_index("outlet")
    assert np.isnan(table.loc["o2", "estimate"])
    assert table.loc["o0", "estimate"] == pytest.approx((9 + 5 + 7 + 6 + 4 - 3 - 1 - 4 - 1 - 2) / 5 / 2)


def test_groups_that_share_no_event_are_not_put_on_one_scale() -> None:
    # o0 and o1 share six events, o2 and o3 five others: the smaller group gets NaN.
    first, second = [[5, 1, -1, -1]] * 6, [[-1, -1, 9, 2]] * 5
    table = compare(measured_grid(np.array(first + second)), categories=["destroy"]).table.set_index("outlet")
    assert table["estimate"].tolist()[:2] == pytest.approx([2, -2])
    assert table["estimate"].isna().tolist() == [False, False, True, True]


def test_outlets_are_linked_through_others() -> None:
    # o0 meets o1, o1 meets o2; o0 never meets o2. Differences: o0 - o1 = 2, o1 - o2 = 3.
    values = np.array([[5, 3, -1]] * 5 + [[-1, 7, 4]] * 5)
    table = compare(measured_grid(values), categories=["destroy"]).table
    assert table["estimate"].tolist() == pytest.approx([7 / 3, 1 / 3, -8 / 3])


def test_zeros_that_could_be_chance_get_no_interval() -> None:
    # b has 1,000 words an event. Where a has 1 of 1,000 on each of five events, five are expected in b and none is
    # found with a chance of exp(-5) = 0.7 %; at 0.4 of 1,000, two are expected: exp(-2) = 14 %.
    surprising = [("a", f"e{i}", 1, 0) for i in range(5)] + [("b", f"e{i}", 0, 0) for i in range(5)]
    row = compare(measured(surprising), categories=["destroy"]).table.iloc[0]
    assert not np.isnan(row["low"])
    chance = [("a", f"e{i}", int(i < 2), 0) for i in range(5)] + [("b", f"e{i}", 0, 0) for i in range(5)]
    result = compare(measured(chance), categories=["destroy"])
    assert result.table[["low", "high"]].isna().all(axis=None)
    assert "too little to go by for an interval" in result.sentences()[0]


def test_numbers_do_not_depend_on_what_else_is_compared() -> None:
    rng = np.random.default_rng(4)
    rows = [(o, f"e{i}", int(rng.integers(1, 9)), int(rng.integers(1, 9))) for i in range(8) for o in "abc"]
    together = compare(measured(rows)).table.drop(columns="q")
    alone = compare(measured(rows), categories=["deter"]).table.drop(columns="q")
    both = together[together["category"] == "deter"].reset_index(drop=True)
    pd.testing.assert_frame_equal(both, alone)


def test_too_few_events_give_nan_bounds_and_a_warning() -> None:
    with pytest.warns(SmallSampleWarning, match="fewer than 5"):
        result = compare(measured(PAIR[:3] + PAIR[5:8]), categories=["destroy"])
    row = result.table.iloc[0]
    assert row["estimate"] == pytest.approx(10 / 3)
    assert row[["low", "high", "p", "q"]].isna().all()
    assert "too few events" in result.sentences()[0]


def test_benjamini_and_hochberg_over_the_rows() -> None:
    rng = np.random.default_rng(3)
    rows = [(o, f"e{i}", int(rng.integers(1, 9)), int(rng.integers(1, 9))) for i in range(8) for o in "abc"]
    table = compare(measured(rows)).table
    assert table["q"].tolist() == pytest.approx(stats.false_discovery_control(table["p"]).tolist())


def test_a_result_speaks_in_a_sentence() -> None:
    result = compare(measured(PAIR), categories=["destroy"])
    low, high = result.table[["low", "high"]].iloc[0]
    bounds = f"[95% interval {low:+.1f} to {high:+.1f}; 5 events]"
    assert result.sentences() == [f"destroy: a minus b = +2.8 per 1,000 words {bounds}: could be none"]


def test_the_seed_is_in_the_signature_and_repeats_the_numbers() -> None:
    measurement = measured(PAIR)
    one, two, other = (compare(measurement, categories=["destroy"], seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one.table, two.table)
    assert one.signature == two.signature != other.signature
    assert "seed=1" in one.signature


def test_wrong_options_are_told() -> None:
    measurement = measured(PAIR)
    with pytest.raises(OptionError, match="'a' or 'b'"):
        compare(measurement, outlets=["a", "c"])
    with pytest.raises(OptionError, match="Did you mean 'destroy'"):
        compare(measurement, categories=["destory"])
    with pytest.raises(OptionError, match="at least two"):
        compare(measurement, outlets=["a"])
    with pytest.raises(OptionError, match="level"):
        compare(measurement, level=95)
    with pytest.raises(OptionError, match="pool"):
        compare(measurement, pool="median")


def test_a_corpus_without_events_names_the_fix() -> None:
    corpus = Corpus(pd.DataFrame({"article_id": ["1"], "outlet": ["a"], "text": ["destroy"]}))
    with pytest.raises(MissingEventsError, match="match_events"):
        compare(ForceAxis(FORCE)(corpus))


@given(st.permutations(range(10)))
@settings(max_examples=10, deadline=None)
def test_indifferent_to_the_order_of_articles(order: list[int]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)
        pd.testing.assert_frame_equal(compare(measured([PAIR[i] for i in order])).table, compare(measured(PAIR)).table)


def test_equal_outlets_do_not_differ_by_what_computers_add(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"article_id": f"{o}{i}", "outlet": o, "event_id": f"e{i}", "text": "They destroy it " + "now " * (4 + i)}
        for i in range(8)
        for o in "abc"
    ]
    measurement = ForceAxis()(Corpus(pd.DataFrame(rows)))
    table = compare(measurement, categories=["destroy"], n_resamples=199).table
    assert (table[["estimate", "low", "high"]] == 0).all(axis=None)
    monkeypatch.setattr(resample, "_NOISE", -1.0)
    raw = compare(measurement, categories=["destroy"], n_resamples=199).table["estimate"].abs()
    assert 0 < raw.max() < 1e-9  # without the mending there is something to mend


def test_a_small_number_is_never_shown_as_zero() -> None:
    shown = [signed(value) for value in (0.0, 0.0004, -0.00002, 0.0123, -0.5, 12.34, 1234.0, float("nan"))]
    assert shown == ["0", "+0.0004", "-2e-05", "+0.012", "-0.50", "+12.3", "+1234", "NaN"]


def test_of_many_outlets_those_with_few_events_are_left_out_of_sight_and_not_of_the_numbers() -> None:
    rows = [(outlet, f"e{i}", 1, 0) for outlet in "abc" for i in range(6)]
    rows += [(outlet, "e0", 2, 0) for outlet in "defghij"]
    with pytest.warns(SmallSampleWarning):
        whole = compare(measured(rows), n_resamples=99)
    covered = well_covered(whole)
    assert list(dict.fromkeys(covered.shown.table["outlet"])) == list("abcdef")
    assert covered.left_out == dict.fromkeys("ghij", 1)
    pair = compare(measured([(outlet, f"e{i}", 1, 0) for outlet in "ab" for i in range(6)]), n_resamples=99)
    assert well_covered(pair).left_out == {}


def test_a_result_cannot_steer_the_terminal() -> None:
    rows = [(outlet, f"e{i}", 1, 0) for outlet in ("\x1b[31ma", "b\u202e") for i in range(6)]
    assert not {"\x1b", "\u202e"} & set(repr(compare(measured(rows), n_resamples=99)))
