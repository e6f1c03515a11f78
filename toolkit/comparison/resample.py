"""Intervals and p values for means over events.

Events, not articles, are resampled, because articles about one event resemble each other.

Contents: `without_noise`, `event_weights`, `bootstrap_interval`, `half_widths`, `sign_flip_p`, `zero_says_little`,
`false_discovery_rate`.
"""

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]

MIN_EVENTS = 5  # with fewer, the spread over events is itself hardly known
_LEAST_USABLE = 0.9
_ALL_SIGNS_UP_TO = 14  # events; up to here all 2^n sign patterns are gone through


_NOISE = 1e-10  # of the largest value; what computers add to differences that are none


def without_noise(differences: Floats, values: Floats) -> Floats:
    """Return differences with 0 for those that are nothing but rounding beside the values they were made from.

    Outlets whose values are all equal would else differ by 1e-16, always to the same side, and so look clear.
    """
    largest = float(np.nanmax(np.abs(values), initial=0.0))
    return np.where(np.abs(differences) <= _NOISE * largest, 0.0, differences)


def event_weights(n_events: int, *, n_resamples: int, rng: np.random.Generator) -> Floats:
    """Return how often each event is drawn in each bootstrap resample: one row a resample."""
    draws = rng.multinomial(n_events, np.full(n_events, 1 / n_events), size=n_resamples)
    return draws.astype(np.float64)


def bootstrap_interval(estimate: float, replicates: Floats, n_events: int, level: float) -> tuple[float, float]:
    """Return estimate -+ t * sqrt(n / (n - 1)) * s, with s the standard deviation of the bootstrap replicates.

    t is the quantile of Student's t with n - 1 degrees of freedom. With few events the percentiles of the
    bootstrap distribution lie too near to each other, because resampling n events shrinks their spread by
    sqrt((n - 1) / n) and has no tails beyond the events seen; this form mends both (hesterberg2015). NaN with
    fewer than `MIN_EVENTS` events, or where more than a tenth of the replicates is undefined, because the events drawn
    no longer link the outlets: what is left would be a selection.
    """
    half = float(half_widths(replicates, n_events, level))
    return estimate - half, estimate + half


def half_widths(replicates: npt.NDArray[np.floating], n_events: int, level: float) -> Floats:
    """Return half the width of the interval of each row of replicates; see `bootstrap_interval`."""
    known = ~np.isnan(replicates)
    n_known = known.sum(axis=-1)
    if n_events < MIN_EVENTS:
        return np.full(n_known.shape, np.nan)
    enough = n_known >= max(2, _LEAST_USABLE * replicates.shape[-1])
    divisor = np.where(enough, n_known, np.nan)
    mean = np.where(known, replicates, 0.0).sum(axis=-1, keepdims=True) / divisor[..., None]
    squares = np.square(np.where(known, replicates - mean, 0.0)).sum(axis=-1)
    factor = special.stdtrit(n_events - 1, 1 - (1 - level) / 2) * np.sqrt(n_events / (n_events - 1))
    widths: Floats = factor * np.sqrt(squares / (divisor - 1))
    return widths


def sign_flip_p(differences: Floats, *, n_resamples: int, rng: np.random.Generator) -> float:
    """Return the two-sided p of a mean difference of zero, by flipping the signs of the events' differences.

    If the two outlets do not differ, each event's difference is as likely to be positive as negative. p is the
    share of sign patterns whose mean is at least as far from zero as the one seen; all patterns are gone through
    for up to 14 events, else `n_resamples` random ones are drawn and the one seen is counted with them.
    """
    n = len(differences)
    if n < MIN_EVENTS:
        return float("nan")
    if n <= _ALL_SIGNS_UP_TO:
        patterns = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
        signs = 2.0 * patterns - 1
    else:
        signs = rng.choice([-1.0, 1.0], size=(n_resamples, n))
    seen = abs(differences.sum())
    as_far = np.abs(signs @ differences) >= seen * (1 - 1e-12)
    if n <= _ALL_SIGNS_UP_TO:
        return float(as_far.mean())
    return float((as_far.sum() + 1) / (n_resamples + 1))


def zero_says_little(expected: npt.ArrayLike, level: float) -> npt.NDArray[np.bool_]:
    """Tell whether finding nothing is too likely by chance to be resampled.

    Where `expected` pieces of evidence were to be expected, none turns up with the chance exp(-expected). Unless that
    is below 1 - level, a row of zeros would give an interval that is narrow for want of text.
    """
    return np.asarray(np.exp(-np.asarray(expected, dtype=float)) > 1 - level)


def false_discovery_rate(p: Floats) -> Floats:
    """Return Benjamini and Hochberg's q for the defined p values (benjamini1995)."""
    from scipy import stats  # takes half a second to import

    q = np.full(len(p), np.nan)
    known = ~np.isnan(p)
    if known.any():
        q[known] = stats.false_discovery_control(p[known], method="bh")
    return q
