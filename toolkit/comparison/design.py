"""What is resampled and what is exchanged when two sides are compared: events if they are known, else articles.

Bootstrap. Events are drawn with replacement, each with all that both sides wrote on it, because articles about one
event resemble each other. Without events, articles are drawn within each side.

Exchange. If the outlets do not differ, what the target wrote on an event could as well have come from another outlet
that covered it: the label "target" is dealt anew among the outlets of each event. Without events it is dealt among all
articles. What only one side covers is exchanged among itself, event by event.

Large corpora. Above `MOST` events or articles, random ones of a kind are bound together, and bundles are drawn and
exchanged. That keeps p exact, and the bounds as wide as they were but for a few per cent of chance.

Contents: `Design`, `design_of`, `EVENT_MODES`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

EVENT_MODES = ("shared", "all")
MOST = 200  # events, or articles of a side, that are resampled one by one
_FEWEST, _MOST_UNITS = 20, 4000  # of the smaller side, and of both, that are exchanged


@dataclass(frozen=True)
class Design:
    """Two sides of a comparison.

    Of each article: its row in the corpus, whether it is the target's, the number of the `cluster` that is resampled,
    and of the `unit` that is exchanged. Of each unit: its stratum, within which it may be exchanged, and whether it is
    the target's. `n_clusters` of the smaller side; `resampled` is "event" or "article".
    """

    article: Longs
    is_target: Flags
    event: Longs
    cluster: Longs
    unit: Longs
    stratum: Longs
    unit_is_target: Flags
    resampled: str

    @property
    def by_event(self) -> bool:
        """Whether events are resampled."""
        return self.resampled == "event"

    @property
    def n_clusters(self) -> int:
        """Number of clusters that are resampled; without events, of the side that has fewer."""
        if self.by_event:
            return int(self.cluster.max(initial=-1)) + 1
        return min(len(np.unique(self.cluster[side])) for side in (self.is_target, ~self.is_target))

    @property
    def n_apart(self) -> int:
        """Number of events, or of articles of the smaller side, before any are bound together."""
        if self.by_event:
            return len(np.unique(self.event))
        return int(min(self.is_target.sum(), (~self.is_target).sum()))

    def drawn(self, n: int, rng: np.random.Generator) -> Singles:
        """Return how often each cluster is drawn in each of n resamples: one row a cluster, one column a resample."""
        n_clusters = int(self.cluster.max(initial=-1)) + 1
        weights = np.zeros((n_clusters, n), dtype=np.float32)
        sides = [np.unique(self.cluster)] if self.by_event else [
            np.unique(self.cluster[side]) for side in (self.is_target, ~self.is_target)
        ]  # fmt: skip
        for clusters in sides:
            if len(clusters):
                draws = rng.multinomial(len(clusters), np.full(len(clusters), 1 / len(clusters)), size=n)
                weights[clusters] = draws.T
        return weights

    def exchanged(self, n: int, rng: np.random.Generator) -> Singles:
        """Return n deals of the label "target": one row a unit, one column a deal, 1 for the target's units."""
        n_units = len(self.stratum)
        by_stratum = np.lexsort((~self.unit_is_target, self.stratum))
        places = self.unit_is_target[by_stratum].astype(np.float32)
        # Strata keep their places; within them the order is random.
        keys = self.stratum[None, :] + rng.random((n, n_units))
        order = np.argsort(keys, axis=1)
        labels = np.empty((n, n_units), dtype=np.float32)
        np.put_along_axis(labels, order, np.broadcast_to(places, labels.shape), axis=1)
        return np.ascontiguousarray(labels.T)

    def sums(self, table: Any, number: Longs, *, target: bool | None = None) -> Any:
        """Add up the rows of a table (one an article of the design) by a number; of one side only, if it is given."""
        from scipy import sparse

        rows = np.arange(len(self.article)) if target is None else np.flatnonzero(self.is_target == target)
        shape = (int(number.max(initial=-1)) + 1, len(self.article))
        adding = sparse.csr_array((np.ones(len(rows), dtype=np.float32), (number[rows], rows)), shape=shape)
        return adding @ table


def design_of(
    corpus: Corpus, side: npt.NDArray[np.int8], *, events: str, rng: np.random.Generator, most: int = MOST
) -> Design:
    """Lay out two sides.

    Parameters
    ----------
    corpus : the articles.
    side : of each article 1 for the target, 0 for the reference, -1 for neither.
    events : "shared" for articles on events that both sides covered, "all" for all. Without known events all articles
        are taken, and articles are resampled.
    rng : binds events or articles together where there are more than `most`.
    """
    event = pd.factorize(corpus.column("event_id"))[0].astype(np.int64)
    if (event < 0).all():
        return _by_article(np.flatnonzero(side >= 0), side, rng, most)
    alone = np.flatnonzero(event < 0)
    event[alone] = event.max() + 1 + np.arange(len(alone))  # an article without an event is one of its own
    article = np.flatnonzero(side >= 0)
    of_target, of_reference = (np.isin(event, event[side == code]) for code in (1, 0))
    shared = of_target & of_reference
    if events == "shared":
        article = article[shared[article]]
    outlet = pd.factorize(corpus.column("outlet"))[0].astype(np.int64)
    return _by_event(article, side[article] == 1, event[article], outlet[article], rng, most)


def _bundles(n: int, most: int, rng: np.random.Generator) -> Longs:
    """Bind n things together at random, as many in each bundle, so that there are about `most`; return the bundles."""
    number = np.empty(n, dtype=np.int64)
    number[rng.permutation(n)] = np.arange(n) // max(1, -(-n // most))
    return number


def _by_article(article: Longs, side: npt.NDArray[np.int8], rng: np.random.Generator, most: int) -> Design:
    """Lay out articles of which no event is known."""
    is_target = side[article] == 1
    n_less = int(min(is_target.sum(), (~is_target).sum()))
    # What is exchanged must be of one size on both sides; what is resampled need not.
    size = max(1, -(-len(article) // _MOST_UNITS), min(-(-len(article) // (2 * most)), n_less // _FEWEST))
    cluster = _by_side(is_target, lambda n: most, rng)
    unit = _by_side(is_target, lambda n: -(-n // size), rng)
    of_target = np.zeros(int(unit.max(initial=-1)) + 1, dtype=np.bool_)
    of_target[unit[is_target]] = True
    event, stratum = np.full(len(article), -1, dtype=np.int64), np.zeros(len(of_target), dtype=np.int64)
    return Design(article, is_target, event, cluster, unit, stratum, of_target, "article")


def _by_side(is_target: Flags, most: Callable[[int], int], rng: np.random.Generator) -> Longs:
    """Bind the articles of each side together, and number the bundles of both."""
    number, n_before = np.empty(len(is_target), dtype=np.int64), 0
    for own in (is_target, ~is_target):
        bundle = _bundles(int(own.sum()), max(1, most(int(own.sum()))), rng)
        number[own] = n_before + bundle
        n_before += int(bundle.max(initial=-1)) + 1
    return number


def _by_event(
    article: Longs, is_target: Flags, event: Longs, outlet: Longs, rng: np.random.Generator, most: int
) -> Design:
    """Lay out articles by event: clusters are (bundles of) events, units what one outlet wrote on one of them."""
    cells = pd.DataFrame({"event": event, "slot": np.where(is_target, -1, outlet)}).drop_duplicates()
    cells["is_target"] = cells["slot"] == -1
    by_event = cells.groupby("event")["is_target"].agg(["sum", "size"])
    kind = by_event["size"] * 2 + by_event["sum"]  # events that as many outlets covered, the target among them or not
    cluster_of, n_clusters = pd.Series(-1, index=by_event.index, dtype=np.int64), 0
    for events in kind.groupby(kind).groups.values():
        share = max(1, round(most * len(events) / len(kind)))
        bundle = _bundles(len(events), share, rng)
        cluster_of[events] = n_clusters + bundle
        n_clusters += int(bundle.max(initial=-1)) + 1
    both = (by_event["sum"] > 0) & (by_event["size"] > by_event["sum"])
    cells["cluster"] = cluster_of[cells["event"]].to_numpy()
    cells["both"] = both[cells["event"]].to_numpy()
    # The outlets of an event take its places in random order, the target the first.
    cells["key"] = np.where(cells["is_target"], -1.0, rng.random(len(cells)))
    place = cells.sort_values("key").groupby("event").cumcount().reindex(cells.index)
    cells["place"] = np.where(cells["both"], place, 0)  # what one side has alone goes together
    unit, _ = pd.factorize(pd.MultiIndex.from_frame(cells[["cluster", "place"]]))
    cells["unit"] = unit
    first = cells.drop_duplicates("unit").sort_values("unit")
    stratum = np.where(first["both"], first["cluster"], n_clusters).astype(np.int64)
    index = pd.MultiIndex.from_frame(cells[["event", "slot"]])
    rows = index.get_indexer(pd.MultiIndex.from_arrays([event, np.where(is_target, -1, outlet)]))
    return Design(
        article, is_target, event, cells["cluster"].to_numpy()[rows], cells["unit"].to_numpy()[rows], stratum,
        first["is_target"].to_numpy(dtype=np.bool_), "event",
    )  # fmt: skip
