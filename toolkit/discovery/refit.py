"""Fit topics, and fit them again to see which come back.

Contents: `Fitted`, `fit_and_check`, `shares_of`, `refits`, `stability_of`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.corpus.corpus import Corpus
from toolkit.discovery.fitters import Assigned, Fitter
from toolkit.discovery.stability import Stability, draw, matched, resample_groups

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Fitted:
    """A fit with its topics in order of prevalence, where they speak, their amounts by article, and their stability."""

    fit: Any
    assigned: Assigned
    amounts: Floats
    stability: Stability


def fit_and_check(fitter: Fitter, corpus: Corpus, readable: Flags, *, n_refits: int, seed: int) -> Fitted:
    """Fit the topics, put the most prevalent first, and fit them again to see whether they come back."""
    fit: Any = fitter.fit(seed)
    assigned = fitter.assign(fit)
    amounts = _amounts(assigned, fitter)
    order = np.argsort(-np.nan_to_num(shares_of(amounts)).sum(axis=0), kind="stable")
    fit = fitter.reorder(fit, order)
    stability = stability_of(fitter, fit, refits(fitter, corpus, readable, n_refits=n_refits, seed=seed))
    return Fitted(fit, assigned.renumbered(order), amounts[:, order], stability)


def _amounts(assigned: Assigned, fitter: Fitter) -> Floats:
    """Return the words of each topic in each article."""
    n_articles, n_topics = fitter.content.n_articles, fitter.n_topics
    cell = fitter.content.places.article[assigned.sentence].astype(np.int64) * n_topics + assigned.topic
    total: Floats = np.bincount(cell, weights=assigned.weight, minlength=n_articles * n_topics).astype(np.float64)
    return total.reshape(n_articles, n_topics)


def shares_of(amounts: Floats) -> Floats:
    """Return the shares of topics, NaN for an article without topic words."""
    total = amounts.sum(axis=1, keepdims=True)
    return np.divide(amounts, total, out=np.full_like(amounts, np.nan), where=total > 0)


def refits(
    fitter: Fitter, corpus: Corpus, readable: Flags, *, n_refits: int, seed: int
) -> Iterator[tuple[Longs | None, Any]]:
    """Yield rows and fit of each refit: half with other seeds (rows None), half to the articles of resampled events."""
    rng = np.random.default_rng([seed, n_refits])
    groups = resample_groups(corpus.column("event_id").to_numpy(dtype=object), readable)
    for number in range(n_refits):
        other_seed = int(rng.integers(2**31))
        rows = None if number < (n_refits + 1) // 2 else draw(groups, rng)
        yield rows, fitter.fit(other_seed, rows, by_chance=rows is None)


def stability_of(fitter: Fitter, fit: Any, again: Iterable[tuple[Longs | None, Any]]) -> Stability:
    """Match the topics of a fit with those of each refit."""
    kinds: tuple[list[Floats], list[Floats]] = ([], [])
    for rows, other in again:
        kinds[rows is not None].append(matched(fitter.likeness(fit, other)))
    by_seed, by_sample = (np.array(kind).reshape(-1, fitter.n_topics) for kind in kinds)
    return Stability(by_seed, by_sample)
