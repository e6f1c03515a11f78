"""What each word adds to a difference between two texts: the arithmetic of word shifts, on tables of counts.

Conventions: p_T and p_R are a word's shares of the words of target and reference, s its score. Contributions add up to
target minus reference, so that a positive one raises the target (gallagher2021).

Contents: `SHIFTS`, `KINDS`, `Shift`, `shift_contributions`, `kinds_of`, `shares_of`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toolkit.comparison.keyness_measures import divergence
from toolkit.errors import OptionError
from toolkit.options import check_option

Floats = npt.NDArray[np.float64]

SHIFTS = ("weighted", "proportion", "jensen-shannon")
# By the sign of the score beside the reference value, and whether the target has more of the word.
KINDS = {
    (1, 1): "positive word, more",
    (1, -1): "positive word, less",
    (-1, 1): "negative word, more",
    (-1, -1): "negative word, less",
    (0, 1): "more",
    (0, -1): "less",
}


@dataclass(frozen=True)
class Shift:
    """A difference taken apart: what each word adds, and what it adds up to.

    `value_target` and `value_reference` are the average scores; NaN for shifts without scores. `difference` is target
    minus reference, or the divergence; `reference_value` the score from which words count as positive or negative.
    """

    contributions: Floats
    value_target: float
    value_reference: float
    difference: float
    reference_value: float


def shift_contributions(
    target: npt.ArrayLike,
    reference: npt.ArrayLike,
    *,
    scores: npt.ArrayLike | None = None,
    reference_value: float | None = None,
    method: str = "weighted",
) -> Shift:
    """Take a difference between two texts apart into words (gallagher2021).

    weighted:       (p_T - p_R) * (s - v), with the reference value v; adds up to mean score of target minus reference
    proportion:     p_T - p_R
    jensen-shannon: (p_T log2(p_T / m) + p_R log2(p_R / m)) / 2, m = (p_T + p_R) / 2; adds up to the divergence

    Higher values mean that the word raises the target's mean (weighted), that the target has more of it (proportion),
    or that it tells the two apart more (jensen-shannon, 0 or more whichever side has more of it). Do not compare
    contributions made with different reference values, although they add up to the same.

    Parameters
    ----------
    target, reference : counts, one a word.
    scores : one a word, for the method "weighted"; words without a score (NaN) are no words of either text.
    reference_value : v; by default the mean score of the reference.
    method : one of the above.

    Raises
    ------
    OptionError : the method has no such name, needs scores, or the lengths differ.
    """
    check_option("method", method, SHIFTS)
    y_t, y_r = np.asarray(target, dtype=float), np.asarray(reference, dtype=float)
    if y_t.shape != y_r.shape:
        raise OptionError(f"Target and reference must count the same words; got {len(y_t)} and {len(y_r)} counts.")
    if method != "weighted":
        return _without_scores(y_t, y_r, method)
    if scores is None:
        raise OptionError('The method "weighted" needs `scores`; "proportion" and "jensen-shannon" need none.')
    s = np.asarray(scores, dtype=float)
    if s.shape != y_t.shape:
        raise OptionError(f"`scores` must have one value for each of the {len(y_t)} words; got {len(s)}.")
    return _weighted(y_t, y_r, s, reference_value)


def _weighted(y_t: Floats, y_r: Floats, scores: Floats, reference_value: float | None) -> Shift:
    scored = ~np.isnan(scores)
    s = np.where(scored, scores, 0.0)
    p_t, p_r = _shares(y_t * scored), _shares(y_r * scored)
    mean_t, mean_r = float(p_t @ s), float(p_r @ s)
    value = mean_r if reference_value is None else float(reference_value)
    added = np.where(scored, (p_t - p_r) * (s - value), np.nan)
    return Shift(added, mean_t, mean_r, mean_t - mean_r, value)


def _without_scores(y_t: Floats, y_r: Floats, method: str) -> Shift:
    p_t, p_r = _shares(y_t), _shares(y_r)
    added = p_t - p_r if method == "proportion" else divergence(p_t, p_r)
    whole = 0.0 if method == "proportion" else float(added.sum())
    return Shift(added, float("nan"), float("nan"), whole, float("nan"))


def _shares(counts: Floats) -> Floats:
    total = counts.sum()
    return counts / total if total > 0 else np.full(counts.shape, np.nan)


def shares_of(contributions: Floats) -> Floats:
    """Return each contribution over the sum of all without their signs, so that a shift of zero has shares too."""
    total = np.nansum(np.abs(contributions))
    return contributions / total if total > 0 else np.full(contributions.shape, np.nan)


def kinds_of(above: Floats, more: Floats) -> list[str]:
    """Return of what kind each word is, from score minus reference value, and target's minus reference's use."""
    signs = zip(np.sign(np.nan_to_num(above)).astype(int), np.sign(np.nan_to_num(more)).astype(int), strict=True)
    return [KINDS.get(pair, "") for pair in signs]
