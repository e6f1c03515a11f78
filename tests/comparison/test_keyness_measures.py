"""The arithmetic of keyness on one small table, against values worked out elsewhere."""

import numpy as np
import pytest
from scipy.stats import chi2_contingency

from toolkit.comparison.keyness_measures import (
    jensen_shannon,
    log_odds,
    log_ratio,
    signed_chi_square,
    signed_g2,
)
from toolkit.errors import OptionError

WORDS = ("destroy", "deter", "defend", "the", "war")
TARGET, REFERENCE = [12, 3, 0, 40, 5], [2, 9, 4, 60, 5]


def test_z_with_the_four_term_variance() -> None:
    found = log_odds(TARGET, REFERENCE, prior=0.01)
    assert found.z == pytest.approx([2.899559, -1.272586, -0.574969, -1.077830, 0.472304], abs=1e-6)


def test_z_with_the_two_term_variance() -> None:
    found = log_odds(TARGET, REFERENCE, prior=0.1, variance="two-term")
    assert found.z == pytest.approx([2.987872, -1.305636, -1.086849, -1.984437, 0.492200], abs=1e-6)


def test_chi_square_is_corrected_only_where_a_cell_is_small() -> None:
    found = signed_chi_square(TARGET, REFERENCE)
    assert found == pytest.approx([11.666667, -1.708984, -1.549479, -1.166667, 0.020192], abs=1e-6)


@pytest.mark.parametrize("word", range(len(WORDS)), ids=WORDS)
def test_g2_is_that_of_the_table_of_four_cells(word: int) -> None:
    y_t, y_r = TARGET[word], REFERENCE[word]
    table = [[y_t, 60 - y_t], [y_r, 80 - y_r]]
    by_scipy = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    sign = 1 if y_t / 60 > y_r / 80 else -1
    assert signed_g2(TARGET, REFERENCE)[word] == pytest.approx(sign * by_scipy)


def test_jensen_shannon_divergence() -> None:
    added = jensen_shannon(TARGET, REFERENCE)
    assert added.sum() == pytest.approx(0.092627, abs=1e-6)
    assert (added >= 0).all()
    # defend: p_T = 0, p_R = 4/80, m = 1/40: half of 1/20 * log2(2).
    assert added[2] == pytest.approx(0.5 * 0.05 * 1)


def test_divergence_runs_from_0_to_1() -> None:
    assert jensen_shannon([3, 1], [6, 2]) == pytest.approx([0, 0])
    assert jensen_shannon([3, 0], [0, 5]).sum() == pytest.approx(1)
    assert np.isnan(jensen_shannon([0, 0], [1, 2])).all()


def test_log_ratio_by_hand() -> None:
    # destroy: 12/60 against 2/80 is 8 times as often; defend: half an occurrence in 60 words against 4 in 80.
    found = log_ratio(TARGET, REFERENCE)
    assert found[0] == pytest.approx(3)
    assert found[2] == pytest.approx(np.log2((0.5 / 60) / (4 / 80)))
    assert np.isnan(log_ratio([0, 1], [0, 1])[0])


def test_signs_turn_round_with_the_sides() -> None:
    for measure in (signed_g2, signed_chi_square, log_ratio):
        assert measure(TARGET, REFERENCE) == pytest.approx(-measure(REFERENCE, TARGET))
    forth, back = log_odds(TARGET, REFERENCE), log_odds(REFERENCE, TARGET)
    assert forth.z == pytest.approx(-back.z)


def test_an_informative_prior_by_hand() -> None:
    # Prior of 14 words in proportion to all 140: destroy 1.4, so ln(13.4 / 60.6) - ln(3.4 / 90.6).
    prior = (np.array(TARGET) + np.array(REFERENCE)) / 10
    found = log_odds(TARGET, REFERENCE, prior=prior)
    assert found.log_odds[0] == pytest.approx(np.log(13.4 / 60.6) - np.log(3.4 / 90.6))
    assert found.variance[0] == pytest.approx(1 / 13.4 + 1 / 60.6 + 1 / 3.4 + 1 / 90.6)


def test_words_that_are_not_listed_count_among_all_words() -> None:
    whole = {"n_target": 60, "n_reference": 80}
    assert signed_g2(TARGET[:1], REFERENCE[:1], **whole) == pytest.approx(signed_g2(TARGET, REFERENCE)[:1])
    some = log_odds(TARGET[:2], REFERENCE[:2], prior=0.01, prior_total=0.05, **whole)
    assert some.z == pytest.approx([2.899559, -1.272586], abs=1e-6)


def test_a_side_without_words_is_undefined() -> None:
    assert np.isnan(log_odds([0, 0], [1, 2]).z).all()
    assert np.isnan(signed_g2([0, 0], [1, 2])).all()
    assert np.isnan(signed_chi_square([0, 0], [1, 2])).all()


def test_wrong_tables_are_named() -> None:
    with pytest.raises(OptionError, match="`prior` must be above 0"):
        log_odds(TARGET, REFERENCE, prior=0)
    with pytest.raises(OptionError, match="'four-term' or 'two-term'; got 'four'"):
        log_odds(TARGET, REFERENCE, variance="four")
    with pytest.raises(OptionError, match="shapes"):
        log_odds([1, 2], [1])
    with pytest.raises(OptionError, match="some are negative"):
        signed_g2([-1], [2])
    with pytest.raises(OptionError, match="more often than there are words"):
        signed_g2([5], [2], n_target=4, n_reference=4)
