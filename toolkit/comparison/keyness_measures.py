"""How far two counts of a word lie apart: the arithmetic of keyness, on tables of counts.

Conventions: y_T and y_R are the counts of a word in target and reference, n_T and n_R all words of each. Every measure
is positive where the target has more of the word, and negative where the reference has. All of these treat words as if
they were drawn one by one, which words of news are not: they put words in order, and `toolkit.comparison.keyness` adds
intervals and p over events.

Contents: `VARIANCES`, `LogOdds`, `log_odds`, `ratio_of_odds`, `signed_g2`, `signed_chi_square`, `log_ratio`,
`jensen_shannon`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.errors import OptionError
from toolkit.options import check_option

Floats = npt.NDArray[np.float64]
Array = npt.NDArray[Any]

VARIANCES = ("four-term", "two-term")
_LEAST_EXPECTED = 5.0  # with fewer expected in a cell, chi-square is corrected after Yates
_HALF = 0.5  # what a count of zero stands for in the log ratio


@dataclass(frozen=True)
class LogOdds:
    """Log-odds ratios, their variances and z = log_odds / sqrt(variance), one value a word."""

    log_odds: Floats
    variance: Floats

    @property
    def z(self) -> Floats:
        """The log-odds in standard errors, if words were drawn one by one."""
        return self.log_odds / np.sqrt(self.variance)


def log_odds(
    target: npt.ArrayLike,
    reference: npt.ArrayLike,
    *,
    prior: float | npt.ArrayLike = 0.01,
    variance: str = "four-term",
    n_target: npt.ArrayLike | None = None,
    n_reference: npt.ArrayLike | None = None,
    prior_total: npt.ArrayLike | None = None,
) -> LogOdds:
    """Return the log-odds ratio of each word with a Dirichlet prior (monroe2008).

    log_odds = ln[(y_T + a) / (n_T + A - y_T - a)] - ln[(y_R + a) / (n_R + A - y_R - a)]

    with the word's prior count a and the sum A of the prior counts. The variance has four terms,
    1/(y_T + a) + 1/(n_T + A - y_T - a) and the same of the reference; the approximation in common use leaves out the
    terms of the other words, and makes z too large for frequent ones.

    Higher values mean that the odds of meeting the word are higher in the target. Do not compare log-odds made with
    different priors: a larger prior draws all of them toward zero.

    Parameters
    ----------
    target, reference : counts, one a word.
    prior : prior counts: one for all words, or one a word.
    variance : "four-term" or "two-term".
    n_target, n_reference : all words of each; by default the sums of the counts.
    prior_total : the sum of the prior counts over all words; by default over those given.

    Returns
    -------
    A `LogOdds`; NaN where a side has no words at all.

    Raises
    ------
    OptionError : counts are negative or of unequal lengths, a prior is not above 0, or the variance has no such name.
    """
    check_option("variance", variance, VARIANCES)
    y_t, y_r = _counts(target, reference)
    a = np.broadcast_to(np.asarray(prior, dtype=float), y_t.shape)
    if (a <= 0).any():
        raise OptionError(
            f"`prior` must be above 0, such as 0.01, or the log of a count of 0 is asked for; got {prior!r}."
        )
    total = np.asarray(a.sum() if prior_total is None else prior_total, dtype=float)
    n_t, n_r = _totals(y_t, n_target), _totals(y_r, n_reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate = ratio_of_odds(y_t, y_r, n_t, n_r, a, total)
        spread = 1 / (y_t + a) + 1 / (y_r + a)
        if variance == "four-term":
            spread = spread + 1 / (n_t + total - y_t - a) + 1 / (n_r + total - y_r - a)
    known = (n_t > 0) & (n_r > 0) & np.isfinite(estimate)
    return LogOdds(np.where(known, estimate, np.nan), np.where(known, spread, np.nan))


def ratio_of_odds(y_t: Array, y_r: Array, n_t: Array, n_r: Array, prior: Array, prior_total: Array) -> Array:
    """Return the log-odds ratios alone, for counts of any shape and precision; see `log_odds`."""
    up, down = y_t + prior, y_r + prior
    ratio: Array = np.log(up * (n_r + prior_total - down) / (down * (n_t + prior_total - up)))
    return ratio


def signed_g2(
    target: npt.ArrayLike,
    reference: npt.ArrayLike,
    *,
    n_target: npt.ArrayLike | None = None,
    n_reference: npt.ArrayLike | None = None,
) -> Floats:
    """Return the log-likelihood ratio G2 of each word over four cells, with the sign of the difference (dunning1993).

    G2 = 2 * sum over cells of O * ln(O / E), the cells being the word and all other words, in target and reference.

    Higher values mean stronger evidence for more of the word in the target, if words were drawn one by one. Do not read
    it as a size: in more text, the same ratio has a larger G2.
    """
    observed, expected = _four_cells(target, reference, n_target, n_reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(observed > 0, observed * np.log(observed / expected), 0.0)
    return _signed(2 * terms.sum(axis=0), observed, expected)


def signed_chi_square(
    target: npt.ArrayLike,
    reference: npt.ArrayLike,
    *,
    n_target: npt.ArrayLike | None = None,
    n_reference: npt.ArrayLike | None = None,
) -> Floats:
    """Return chi-square of each word over all four cells, with the sign of the difference.

    X2 = sum over cells of (|O - E| - c)^2 / E, with c = 0.5 (Yates) where a cell's E is below 5, else 0.

    Higher values mean stronger evidence for more of the word in the target, if words were drawn one by one. Do not read
    it as a size: in more text, the same ratio has a larger chi-square.
    """
    observed, expected = _four_cells(target, reference, n_target, n_reference)
    correction = np.where(expected.min(axis=0) < _LEAST_EXPECTED, 0.5, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.maximum(np.abs(observed - expected) - correction, 0.0)
        statistic = np.where(expected > 0, apart**2 / expected, 0.0).sum(axis=0)
    return _signed(statistic, observed, expected)


def log_ratio(
    target: npt.ArrayLike,
    reference: npt.ArrayLike,
    *,
    n_target: npt.ArrayLike | None = None,
    n_reference: npt.ArrayLike | None = None,
) -> Floats:
    """Return the binary log of the ratio of two rates: +1 is twice as often in the target, -1 half (hardie2014).

    log_ratio = log2[(y_T / n_T) / (y_R / n_R)], a count of 0 being taken for 0.5; NaN where both are 0.
    """
    y_t, y_r = _counts(target, reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = [np.where(y > 0, y, _HALF) / _totals(y, n) for y, n in ((y_t, n_target), (y_r, n_reference))]
        ratio = np.log2(rates[0] / rates[1])
    return np.where((y_t + y_r > 0) & np.isfinite(ratio), ratio, np.nan)


def jensen_shannon(target: npt.ArrayLike, reference: npt.ArrayLike) -> Floats:
    """Return what each word adds to the Jensen-Shannon divergence (base 2) of two distributions of words (lin1991).

    JSD_w = (p_T log2(p_T / m) + p_R log2(p_R / m)) / 2 with m = (p_T + p_R) / 2.

    The sum lies between 0 (the same shares of all words) and 1 (no word in common). All values are 0 or more; NaN where
    a side has no words.
    """
    y_t, y_r = _counts(target, reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        p_t, p_r = y_t / y_t.sum(axis=0), y_r / y_r.sum(axis=0)
    return divergence(p_t, p_r)


def divergence(p_t: Floats, p_r: Floats) -> Floats:
    """Return what each word adds to the Jensen-Shannon divergence, given the words' shares of each side."""
    middle = (p_t + p_r) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [np.where(p > 0, p * np.log2(p / middle), p * 0.0) for p in (p_t, p_r)]
    added: Floats = (parts[0] + parts[1]) / 2
    return added


def _counts(target: npt.ArrayLike, reference: npt.ArrayLike) -> tuple[Floats, Floats]:
    y_t, y_r = np.asarray(target, dtype=float), np.asarray(reference, dtype=float)
    if y_t.shape != y_r.shape:
        raise OptionError(
            f"Target and reference must have a count for the same words; got shapes {y_t.shape} and {y_r.shape}."
        )
    if (y_t < 0).any() or (y_r < 0).any():
        raise OptionError("Counts must be 0 or more; some are negative.")
    return y_t, y_r


def _totals(counts: Floats, n_words: npt.ArrayLike | None) -> Floats:
    """Return the number of all words beside each count; raise if it is smaller than the count."""
    if n_words is None:
        return np.full(counts.shape, counts.sum())
    totals = np.broadcast_to(np.asarray(n_words, dtype=float), counts.shape)
    if (totals < counts).any():
        raise OptionError("A word cannot occur more often than there are words: check `n_target` and `n_reference`.")
    return totals


def _four_cells(
    target: npt.ArrayLike, reference: npt.ArrayLike, n_target: npt.ArrayLike | None, n_reference: npt.ArrayLike | None
) -> tuple[Floats, Floats]:
    """Return what is seen and what is expected in the cells: word and others in the target, then in the reference."""
    y_t, y_r = _counts(target, reference)
    n_t, n_r = _totals(y_t, n_target), _totals(y_r, n_reference)
    words, others = y_t + y_r, n_t + n_r - y_t - y_r
    with np.errstate(divide="ignore", invalid="ignore"):
        share = n_t / (n_t + n_r)
    observed = np.stack([y_t, n_t - y_t, y_r, n_r - y_r])
    return observed, np.stack([words * share, others * share, words * (1 - share), others * (1 - share)])


def _signed(statistic: Floats, observed: Floats, expected: Floats) -> Floats:
    """Return the statistic, negative where the target has less than expected, NaN where a side has no words."""
    known = (observed[0] + observed[1] > 0) & (observed[2] + observed[3] > 0)
    return np.where(known, np.where(observed[0] < expected[0], -statistic, statistic), np.nan)
