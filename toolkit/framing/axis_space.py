"""The arithmetic of frame axes: the direction from one pole to the other, and how far words lie along it.

    f = mean of the rows of the positive pole's words - mean of the rows of the negative pole's words
    c_w = cos(v_w, f)

Conventions: cosines are float64; a word counts unless it has no row (or one of zeros), has a single character, or is
among the words left out. Words of poles without a row are left out of the mean with a warning; a pole without any is
an error that names words spelled alike.

Contents: `TOO_ALIKE`, `AxisSpace`, `axis_space`, `usable_axes`, `audit_axes`, `vectors_of`.
"""

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import AxisWarning, OptionError
from toolkit.framing.axis_poles import Axis, axes_of, load_axes
from toolkit.models.vectors import WordVectors, check_vectors, load_vectors, spelled_like
from toolkit.options import quoted_list

Floats = npt.NDArray[np.float64]

_PLAIN = 64  # axes

TOO_ALIKE = 0.9  # cosine of two poles from which on their difference is mostly noise; "up" and "down" have .95


def vectors_of(vectors: str | WordVectors) -> WordVectors:
    """Return shipped vectors by their name, or the ones given."""
    check_vectors(vectors)
    return load_vectors(vectors) if isinstance(vectors, str) else vectors


@dataclass(frozen=True, eq=False)
class AxisSpace:
    """Axes as directions among word vectors: `directions` has one row of unit length an axis."""

    axes: tuple[Axis, ...]
    vectors: WordVectors
    directions: Floats
    left_out: frozenset[str]

    def unit_rows(self, words: Sequence[str]) -> Floats:
        """Return the rows of words scaled to length 1, NaN for words that do not count."""
        rows = _unit(self.vectors.rows(words))
        rows[[len(word) < 2 or word in self.left_out for word in words]] = np.nan
        return rows

    def cosines(self, words: Sequence[str]) -> Floats:
        """Return c_w: one row a word, one column an axis, NaN for words that do not count."""
        return self.along(self.unit_rows(words))

    def along(self, rows: Floats, part: slice = slice(None)) -> Floats:
        """Return the cosines of rows of unit length with some of the axes."""
        # Summed plainly where axes are few: a product of matrices rounds by how many rows and columns it has.
        plain = len(self.axes) <= _PLAIN
        cosine = np.einsum("wd,ad->wa", rows, self.directions[part]) if plain else rows @ self.directions[part].T
        return np.clip(cosine, -1.0, 1.0)


def _unit(rows: npt.NDArray[np.float32]) -> Floats:
    """Return rows scaled to length 1, NaN for rows of zeros."""
    wide = rows.astype(np.float64)
    length = np.sqrt(np.einsum("ij,ij->i", wide, wide))
    return wide / np.where(length > 0, length, np.nan)[:, None]


def axis_space(axes: tuple[Axis, ...], vectors: WordVectors, *, left_out: Iterable[str] = ()) -> AxisSpace:
    """Return the directions of axes; warn of words that are missing and of poles that are too alike.

    Raises
    ------
    OptionError : no word of a pole has a vector, or the two poles have the same mean.
    """
    poles = [[_mean(axis, words, vectors) for words in (axis.positive, axis.negative)] for axis in axes]
    difference = np.array([positive - negative for positive, negative in poles])
    length = np.sqrt((difference**2).sum(axis=1))
    for axis, one in zip(axes, length, strict=True):
        if one == 0:
            raise OptionError(
                f"The poles of the axis {axis.name!r} have the same vector, so there is no way between them."
            )
    space = AxisSpace(axes, vectors, difference / length[:, None], frozenset(left_out))
    _warn(_audit(space, poles))
    return space


def _mean(axis: Axis, words: tuple[str, ...], vectors: WordVectors) -> Floats:
    rows = vectors.rows(words).astype(np.float64)
    there = ~np.isnan(rows).any(axis=1) & rows.any(axis=1)
    if not there.any():
        near = [one for word in words for one in spelled_like(word, vectors)]
        hint = f" Words spelled alike: {quoted_list(dict.fromkeys(near))}." if near else ""
        raise OptionError(
            f"No word of a pole of the axis {axis.name!r} has a vector in {vectors.name!r} ({len(vectors.words):,} "
            f"words): {quoted_list(words)}.{hint}"
        )
    return rows[there].mean(axis=0)


def usable_axes(axes: tuple[Axis, ...], vectors: WordVectors) -> tuple[Axis, ...]:
    """Return the axes of which both poles have a word with a vector; warn of the others, as long lists have some."""
    words = [*dict.fromkeys(word for axis in axes for word in (*axis.positive, *axis.negative))]
    rows = vectors.rows(words)
    known = {word for word, row in zip(words, rows, strict=True) if not np.isnan(row).any() and row.any()}
    usable = tuple(axis for axis in axes if known & {*axis.positive} and known & {*axis.negative})
    if len(usable) < len(axes):
        first = next(axis for axis in axes if axis not in usable)
        if not usable:
            _mean(first, first.positive if not known & {*first.positive} else first.negative, vectors)  # it says why
        warnings.warn(
            f"{len(axes) - len(usable):,} of {len(axes):,} axes are left out, for no word of one of their poles has a "
            f"vector in {vectors.name!r} (first: {first.name!r}).",
            AxisWarning,
            stacklevel=3,
        )
    return usable


def audit_axes(axes: object = None, *, vectors: str | WordVectors = "glove") -> pd.DataFrame:
    """Return how good axes are among given vectors, one row an axis.

    similarity = cos(mean of the positive pole, mean of the negative pole)

    Higher similarities mean that the poles are told apart by less, and that more of the axis is noise. Do not read a
    low one as proof that the axis means what its name says: look at the words it moves (`axis_words`).

    Parameters
    ----------
    axes : as for `FrameAxis`; all shipped ones by default.
    vectors : as for `FrameAxis`.

    Returns
    -------
    name, positive and negative (the words found), missing (words without a vector), misplaced (words that lie on the
    other pole's side of the middle), similarity.

    Raises
    ------
    OptionError : no word of a pole has a vector.
    """
    chosen = load_axes() if axes is None else axes_of(axes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", AxisWarning)  # the table says the same
        space = axis_space(chosen, vectors_of(vectors))
    return _audit(space, [[_mean(a, w, space.vectors) for w in (a.positive, a.negative)] for a in chosen])


def _audit(space: AxisSpace, poles: list[list[Floats]]) -> pd.DataFrame:
    rows = []
    for number, (axis, (positive, negative)) in enumerate(zip(space.axes, poles, strict=True)):
        words = [*axis.positive, *axis.negative]
        cosine = space.along(_unit(space.vectors.rows(words)), slice(number, number + 1))[:, 0]
        is_positive = np.arange(len(words)) < len(axis.positive)
        known = [word for word, one in zip(words, cosine, strict=True) if not np.isnan(one)]
        # A word is on its own side if it lies beyond the middle between the mean cosines of the two poles.
        middle = (np.nanmean(cosine[is_positive]) + np.nanmean(cosine[~is_positive])) / 2
        beyond = np.where(is_positive, cosine < middle, cosine > middle)
        misplaced = [word for word, one in zip(words, beyond, strict=True) if one]
        length = np.sqrt((positive @ positive) * (negative @ negative))
        rows.append({
            "name": axis.name,
            "positive": ", ".join(word for word in axis.positive if word in known),
            "negative": ", ".join(word for word in axis.negative if word in known),
            "missing": ", ".join(word for word in words if word not in known),
            "misplaced": ", ".join(misplaced),
            "similarity": float(positive @ negative / length) if length > 0 else np.nan,
        })  # fmt: skip
    return pd.DataFrame(rows)


def _warn(audit: pd.DataFrame) -> None:
    """Give one warning for all axes in which something deserves a look."""
    lines = []
    for row in audit.to_dict("records"):
        if row["missing"]:
            lines.append(f"{row['name']!r}: without a vector: {row['missing']}")
        if row["misplaced"]:
            lines.append(f"{row['name']!r}: on the other pole's side: {row['misplaced']}")
        if row["similarity"] >= TOO_ALIKE:
            lines.append(f"{row['name']!r}: poles are alike (cosine {row['similarity']:.2f})")
    if lines:
        more = f"; and {len(lines) - 3} more" if len(lines) > 3 else ""
        warnings.warn(
            f"Poles of axes deserve a look, see `audit_axes`: {'; '.join(lines[:3])}{more}.",
            AxisWarning,
            stacklevel=4,
        )
