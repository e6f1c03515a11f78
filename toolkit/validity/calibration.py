"""Can a probability be taken at its word, and what is gained by leaving doubtful texts without a code?

Conventions: where categories exclude each other there is one decision a text, the likeliest code (or none of them),
with its probability; else one a text and category, with the probability that the category is present.

Contents: `Calibration`, `calibration`, `AbstentionCurve`, `abstention_curve`, `expected_error`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import OptionError
from toolkit.learning.codes import Codes, GivenCodes, read_codes
from toolkit.learning.coding import decide
from toolkit.options import count

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Calibration:
    """How often decisions of like probability were right.

    `table` has one row a bin of probabilities: low, high, n, probability (mean), share (of the n that were right, or
    where the category was present); both are NaN in an empty bin. `ece` is the expected calibration error.
    """

    table: pd.DataFrame
    ece: float

    @property
    def n(self) -> int:
        """The number of decisions."""
        return int(self.table["n"].sum())

    def __repr__(self) -> str:
        lines = [
            f"  {row.low:.2f} to {row.high:.2f}: said {row.probability:.2f}, was {row.share:.2f} [{row.n:,}]"
            for row in self.table.itertuples()
            if row.n
        ]
        head = f"Expected calibration error {self.ece:.3f} over {count(self.n, 'decision')}, {len(self.table)} bins:"
        return "\n".join([head, *lines])


def calibration(
    probabilities: Floats, codes: Codes | GivenCodes, *, categories: Sequence[str] | None = None, n_bins: int = 10
) -> Calibration:
    """Compare probabilities with the share of codes that people gave.

    ECE = sum over bins of n_b / n * |share_b - mean probability_b|, with bins of equal width from 0 to 1
    (naeini2015). Higher values mean that probabilities are further from the truth; 0 is perfect. Do not compare the
    ECE of samples of different size: it is above 0 by chance alone, the more the smaller the sample.

    Parameters
    ----------
    probabilities : one row a text and one column a category, of texts that the engine had not learnt from.
    codes : what people coded, in a form that `train_classifier` takes, or `Codes`.
    categories : the names of the columns, if `codes` is not `Codes`; by default the codes in alphabetical order.
    n_bins : number of bins.

    Examples
    --------
    `calibration(*engine.held_out)` looks at the texts from which an engine learnt, each held out.

    Raises
    ------
    OptionError : numbers differ, or there is nothing to compare.
    """
    if n_bins < 1:
        raise OptionError(f"`n_bins` must be at least 1; got {n_bins!r}.")
    chance, right = _pairs(probabilities, _codes(codes, categories))
    edges = np.linspace(0, 1, n_bins + 1)
    bin_of = np.minimum((chance * n_bins).astype(np.int64), n_bins - 1)
    n = np.bincount(bin_of, minlength=n_bins)
    with np.errstate(invalid="ignore"):
        said, was = (np.bincount(bin_of, weights=one, minlength=n_bins) / n for one in (chance, right))
    table = pd.DataFrame({"low": edges[:-1], "high": edges[1:], "n": n, "probability": said, "share": was})
    return Calibration(table, expected_error(chance, right, n_bins=n_bins))


def expected_error(chance: Floats, right: Flags, *, n_bins: int = 10) -> float:
    """Return the expected calibration error of decisions; see `calibration`."""
    bin_of = np.minimum((chance * n_bins).astype(np.int64), n_bins - 1)
    return float(np.abs(np.bincount(bin_of, weights=right - chance, minlength=n_bins)).sum() / len(chance))


@dataclass(frozen=True, eq=False)
class AbstentionCurve:
    """Accuracy against coverage.

    `table` has one row a least confidence: min_confidence, coverage (share of the decisions that are made), n
    (decisions made) and accuracy among them (NaN where none is made).
    """

    table: pd.DataFrame

    def __repr__(self) -> str:
        return "\n".join(
            f"At a confidence of {row.min_confidence:.2f} or more: coverage {row.coverage:.2f}, accuracy "
            f"{row.accuracy:.2f} [{count(row.n, 'decision')}]"
            for row in self.table.itertuples()
        )


def abstention_curve(
    probabilities: Floats,
    codes: Codes | GivenCodes,
    *,
    categories: Sequence[str] | None = None,
    thresholds: Floats | None = None,
    levels: Sequence[float] = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95),
) -> AbstentionCurve:
    """Tell how accurate the codes are that are kept if doubtful decisions are left open.

    accuracy = right decisions / decisions made; coverage = decisions made / decisions asked for.

    Higher accuracy means fewer wrong codes among those that are kept. Do not report an accuracy without its coverage.
    The texts that are left open are not like the others: a comparison that leaves them out may be biased.

    Parameters
    ----------
    probabilities, codes, categories : as for `calibration`.
    thresholds : the probability from which on each category is present, if categories do not exclude each other; 0.5 by
        default. `engine.thresholds` has those of an engine.
    levels : the least confidences to try.

    Raises
    ------
    OptionError : numbers differ, or there is nothing to compare.
    """
    known = _codes(codes, categories)
    _check_shapes(probabilities, known)
    bounds = np.full(len(known.categories), 0.5) if thresholds is None else np.asarray(thresholds)
    rows = []
    for level in levels:
        coding = decide(known.categories, probabilities, bounds, exclusive=known.exclusive, min_confidence=level)
        same = coding.present == known.present
        right = same.all(axis=1, keepdims=True) if known.exclusive else same
        n = int(coding.decided.sum())
        rows.append((level, coding.coverage, n, float(right[coding.decided].mean()) if n else float("nan")))
    return AbstentionCurve(pd.DataFrame(rows, columns=["min_confidence", "coverage", "n", "accuracy"]))


def _codes(codes: Codes | GivenCodes, categories: Sequence[str] | None) -> Codes:
    return codes if isinstance(codes, Codes) else read_codes(codes, categories=categories)


def _check_shapes(probabilities: Floats, codes: Codes) -> None:
    if probabilities.shape != codes.present.shape:
        raise OptionError(
            f"`probabilities` must have one row a text and one column a category, {codes.present.shape}; got "
            f"{probabilities.shape}. If the codes do not show all categories, name them: categories=engine.categories."
        )


def _pairs(probabilities: Floats, codes: Codes) -> tuple[Floats, Flags]:
    """Return the probability of each decision and whether it was right; texts without a word are left out."""
    _check_shapes(probabilities, codes)
    known = ~np.isnan(probabilities).any(axis=1)
    if not known.any():
        raise OptionError("There is no text with a probability, so nothing can be compared.")
    chances, present = probabilities[known], codes.present[known]
    if not codes.exclusive:
        return chances.ravel(), present.ravel()
    coding = decide(codes.categories, chances, np.empty(0), exclusive=True, min_confidence=0.0)
    return coding.confidence[:, 0], (coding.present == present).all(axis=1)
