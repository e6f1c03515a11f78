"""Intervals and p of log-odds, for all terms at once.

Terms are gone through in blocks, so that memory stays bounded: each block is a product of what every event or unit
holds of its terms and a table of weights or labels, one column a resample.

Contents: `Odds`, `bounds_of`, `exchange_p`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.comparison.design import Design
from toolkit.comparison.keyness_measures import ratio_of_odds
from toolkit.comparison.resample import half_widths

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]

_BLOCK = 500_000  # numbers held at once in each of a few tables: what a processor keeps near to it
_SPARSE = 0.05  # share of cells; fewer are multiplied one by one
_FEW = 10  # deals as far from zero; a term with fewer is dealt more often
_MORE = 9  # times as many deals again
_NEAR = 1e-5  # what 32-bit numbers may add to log-odds that are equal


@dataclass(frozen=True, eq=False)
class Odds:
    """What log-odds are made from: the design, counts by article, sizes, and the prior of each term."""

    design: Design
    table: Any
    sizes: Longs
    kind: Longs
    prior: Floats
    prior_total: Floats

    @property
    def n_terms(self) -> int:
        """Number of terms."""
        return len(self.kind)

    @cached_property
    def _frequency(self) -> Longs:
        return np.bincount(self.table.indices, minlength=self.n_terms)

    def blocks(self, terms: Longs, n_columns: int) -> Iterator[Longs]:
        """Yield the terms in blocks that are not too large, terms of like frequency together."""
        step = max(1, _BLOCK // max(n_columns, 1))
        ordered = terms[np.argsort(self._frequency[terms], kind="stable")]
        for begin in range(0, len(ordered), step):
            yield ordered[begin : begin + step]

    def ratios(self, terms: Longs, y: tuple[Singles, Singles], n: tuple[Singles, Singles]) -> Singles:
        """Return the log-odds of a block of terms for counts and sizes of both sides, one column a resample."""
        kind, prior = self.kind[terms], self.prior[terms, None].astype(np.float32)
        total = self.prior_total[terms, None].astype(np.float32)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = ratio_of_odds(y[0], y[1], n[0][kind], n[1][kind], prior, total)
        usable = (n[0] > 0) & (n[1] > 0)
        if not usable.all():
            ratio[~usable[kind]] = np.nan
        return ratio

    def by_cluster(self, target: bool, clusters: Longs) -> tuple[Any, Floats]:
        """Return what one side has of each term, and of words in all, in some of the clusters that are resampled."""
        counts, sizes = self._added(self.design.cluster, target)
        return counts[:, clusters], sizes[clusters]

    @cached_property
    def by_unit(self) -> tuple[Any, Floats]:
        """Return what each unit that is exchanged has of each term, and of words in all."""
        return self._added(self.design.unit, None)

    def _added(self, number: Longs, target: bool | None) -> tuple[Any, Floats]:
        added = self.design.sums(self.table.astype(np.float32), number, target=target)
        sizes = np.asarray(self.design.sums(self.sizes.astype(float), number, target=target))
        return added.T.tocsr(), sizes


def bounds_of(odds: Odds, n_resamples: int, level: float, rng: np.random.Generator) -> Floats:
    """Return half the width of the interval of each term's log-odds, from a bootstrap over clusters."""
    drawn = odds.design.drawn(n_resamples, rng)
    own = [np.unique(odds.design.cluster[odds.design.is_target == target]) for target in (True, False)]
    weights = [drawn[clusters] for clusters in own]
    sides = [odds.by_cluster(target, clusters) for target, clusters in zip((True, False), own, strict=True)]
    n_words = [(sizes.T @ weight).astype(np.float32) for (_, sizes), weight in zip(sides, weights, strict=True)]
    half = np.empty(odds.n_terms)
    for terms in odds.blocks(np.arange(odds.n_terms), n_resamples):
        y = [product(counts[terms], weight) for (counts, _), weight in zip(sides, weights, strict=True)]
        ratios = odds.ratios(terms, (y[0], y[1]), (n_words[0], n_words[1]))
        half[terms] = half_widths(ratios, odds.design.n_clusters, level)
    return half


def product(counts: Any, weights: Singles) -> Singles:
    """Return the product of a sparse table and a dense one, by whichever way is quicker."""
    few = counts.nnz < _SPARSE * counts.shape[0] * counts.shape[1]
    found: Singles = counts @ weights if few else counts.toarray() @ weights
    return found


def exchange_p(odds: Odds, seen: Floats, n_resamples: int, rng: np.random.Generator) -> Floats:
    """Return the two-sided p of no difference, from dealing the label "target" anew.

    p is the share of deals, the one seen among them, whose log-odds are at least as far from zero. Terms for which
    fewer than ten deals are go through nine times as many again, so that q can be small in a long table.
    """
    deal = _dealer(odds, seen)
    every = np.arange(odds.n_terms)
    as_far = deal(every, odds.design.exchanged(n_resamples, rng))
    n_deals = np.full(odds.n_terms, n_resamples)
    rare = np.flatnonzero(as_far < _FEW)
    for _ in range(_MORE if len(rare) else 0):
        as_far[rare] += deal(rare, odds.design.exchanged(n_resamples, rng))
        n_deals[rare] += n_resamples
    return np.where(np.isnan(seen), np.nan, (as_far + 1) / (n_deals + 1))


def _dealer(odds: Odds, seen: Floats) -> Callable[[Longs, Singles], Longs]:
    """Return a function that counts for some terms the deals at least as far from zero as what was seen."""
    counts, sizes = odds.by_unit
    whole, n_whole = np.asarray(counts.sum(axis=1), dtype=np.float32).ravel(), sizes.sum(axis=0)
    least = (np.abs(seen) - _NEAR).astype(np.float32)

    def deal(terms: Longs, labels: Singles) -> Longs:
        n_t = (sizes.T @ labels).astype(np.float32)
        n_r = n_whole[:, None].astype(np.float32) - n_t
        found = np.empty(odds.n_terms, dtype=np.int64)
        for block in odds.blocks(terms, labels.shape[1]):
            y_t = product(counts[block], labels)
            ratios = odds.ratios(block, (y_t, whole[block, None] - y_t), (n_t, n_r))
            found[block] = (np.abs(ratios) >= least[block, None]).sum(axis=1)
        return found[terms]

    return deal
