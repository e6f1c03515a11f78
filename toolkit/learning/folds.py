"""Folds for cross-validation: like texts together, every category in every fold.

Contents: `text_groups`, `near_text_groups`, `deal_folds`, `deal_groups`.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import OptionError
from toolkit.learning.codes import Codes
from toolkit.options import count

Ints = npt.NDArray[np.int64]


def text_groups(texts: Sequence[str]) -> Ints:
    """Return a number for each text; texts that differ only in capitals and white space have the same."""
    return pd.factorize(np.array([" ".join(text.lower().split()) for text in texts], dtype=object))[0].astype(np.int64)


def near_text_groups(texts: Sequence[str], *, share: float = 0.6) -> Ints:
    """Return a number for each text; texts that share most runs of three words have the same.

    Two texts belong together if |A and B| / |A or B| is at least `share`, with A and B their runs of three words, or
    if both belong with a third. Texts of fewer than three words belong with those equal to them.
    """
    from scipy.sparse.csgraph import connected_components
    from sklearn.feature_extraction.text import HashingVectorizer

    exact = text_groups(texts)
    _, first, member = np.unique(exact, return_index=True, return_inverse=True)
    readable = [texts[place].encode("utf-8", "ignore").decode("utf-8") for place in first.tolist()]
    if not readable:
        return exact
    runs = HashingVectorizer(ngram_range=(3, 3), norm=None, binary=True, alternate_sign=False, n_features=2**20)
    table = runs.transform(readable)
    both = (table @ table.T).tocoo()
    size = np.asarray(table.sum(axis=1)).ravel()
    near = both.data >= share * (size[both.row] + size[both.col] - both.data)
    both.data = near.astype(np.float64)
    both.eliminate_zeros()
    _, group = connected_components(both, directed=False)
    return group[member].astype(np.int64)


def deal_folds(codes: Codes, groups: Sequence[Any] | npt.NDArray, *, n_folds: int, seed: int) -> Ints:
    """Return the fold of each text, each category in every fold; see `deal_groups`.

    Raises
    ------
    OptionError : a category is in fewer groups than there are folds, or in nearly all of them.
    """
    _check_enough(codes, _numbered(groups)[1], n_folds)
    return deal_groups(codes, groups, n_folds=n_folds, seed=seed)


def deal_groups(codes: Codes, groups: Sequence[Any] | npt.NDArray, *, n_folds: int, seed: int) -> Ints:
    """Return the fold of each text: groups stay whole, and each category is spread as evenly as they allow.

    Groups are shuffled, sorted by the rarest category that they hold, and dealt out one after the other like cards.
    """
    n_groups, member = _numbered(groups)
    held = np.zeros((n_groups, len(codes.categories)), dtype=np.bool_)
    np.logical_or.at(held, member, codes.present)
    size = held.sum(axis=0)
    rarity = np.where(held, np.argsort(np.argsort(size, kind="stable"), kind="stable"), len(size))
    shuffled = np.random.default_rng(seed).permutation(n_groups)
    order = shuffled[np.argsort(rarity.min(axis=1, initial=len(size))[shuffled], kind="stable")]
    fold = np.empty(n_groups, dtype=np.int64)
    fold[order] = np.arange(n_groups) % n_folds
    return fold[member]


def _numbered(groups: Sequence[Any] | npt.NDArray) -> tuple[int, Ints]:
    member, names = pd.factorize(np.asarray(groups, dtype=object), use_na_sentinel=False)
    return len(names), member.astype(np.int64)


def _check_enough(codes: Codes, member: Ints, n_folds: int) -> None:
    """Raise unless each category, and its absence, is in as many different texts as there are folds."""
    if n_folds < 2:
        raise OptionError(f"`n_folds` must be at least 2; got {n_folds!r}.")
    for category, present in zip(codes.categories, codes.present.T, strict=True):
        with_it, without = (len(np.unique(member[rows])) for rows in (present, ~present))
        if with_it < n_folds:
            fewer = f", or choose fewer folds with n_folds={with_it}" if with_it > 1 else ""
            raise OptionError(
                f"The category {category!r} is the code of {count(with_it, 'different text')}; calibration in "
                f"{n_folds} folds needs at least {n_folds}. Code more texts, merge the category with another, leave it "
                f"out{fewer}."
            )
        if without < n_folds:
            raise OptionError(
                f"All but {count(without, 'different text')} have the code {category!r}, so there is nothing to tell "
                f"it from. Add at least {n_folds} texts without it (another code, or None)."
            )
