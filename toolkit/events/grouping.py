"""Put articles into events in the order of their dates.

The articles of a day are taken together. Again and again the two most alike groups are joined, new articles with each
other or with an event of the days before, until no likeness reaches the threshold. The likeness of two groups is the
mean over their pairs of articles within the window. Events of earlier days are never joined with each other,
so that an event keeps its articles and its name when a corpus grows.

Contents: `Ties`, `Grouping`, `group_articles`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.events.likeness import Background, Features, days_between, likeness

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]

MAX_BATCH = 400  # articles of a day that are held against the window at once: bounds memory
# An event of earlier days must be at least half as much like new articles as these are like each other: otherwise
# they are a new happening with the same actors.
LEAST_SHARE = 0.5
_NEVER, _ALWAYS = -1.0, 2.0  # below and above all likenesses


@dataclass(frozen=True)
class Ties:
    """What a researcher decided about rows.

    `group`: rows of one group are one event (-1 none); `pinned` rows join no event that was opened without their group;
    `apart`: for a row, the rows with which it is not in one event.
    """

    group: Rows
    pinned: Flags
    apart: Mapping[int, Rows] = field(default_factory=dict)

    @classmethod
    def none(cls, n: int) -> "Ties":
        """Return no decisions about n rows."""
        return cls(np.full(n, -1, dtype=np.int64), np.zeros(n, dtype=np.bool_))


@dataclass(frozen=True)
class Grouping:
    """What became of each row, and why.

    `event` numbers the events in the order of their opening. `nearest` is the row of the event's article most like
    this one when it was placed, and `nearest_likeness` how much; `rival` the closest other event, and
    `rival_likeness` the mean likeness to its articles. -1 and NaN where there was none.
    """

    event: Rows
    nearest: Rows
    nearest_likeness: Floats
    rival: Rows
    rival_likeness: Floats

    @classmethod
    def empty(cls, n: int) -> "Grouping":
        """Return a grouping in which nothing is placed yet."""
        rows = [np.full(n, -1, dtype=np.int64) for _ in range(3)]
        likenesses = [np.full(n, np.nan, dtype=np.float32) for _ in range(2)]
        return cls(rows[0], rows[1], likenesses[0], rows[2], likenesses[1])


def group_articles(features: Features, ties: Ties, *, window: float, threshold: float) -> Grouping:
    """Place every row in an event."""
    grouping = Grouping.empty(len(features))
    background = Background.of(features, 0)
    for batch in _batches(features.days):
        background = background.after(features, batch)
        new = np.arange(batch.start, batch.stop)
        rows = np.concatenate([_in_window(features.days, batch, window), new])
        pairs = likeness(features, new, rows, background)
        near = days_between(features, new, rows) <= window
        near[np.arange(len(new)), len(rows) - len(new) + np.arange(len(new))] = False  # not with itself
        groups = _Groups.read(pairs, near, grouping.event, rows, new, ties)
        groups.join(threshold)
        grouping.event[new] = groups.event_of_new(int(grouping.event.max(initial=-1)) + 1)
        _keep_reasons(grouping, np.where(near, pairs, np.nan), rows, new)
    return grouping


def _keep_reasons(grouping: Grouping, pairs: Floats, rows: Rows, new: Rows) -> None:
    """Enter the nearest article of the same event and the closest other event, as they were on the day."""
    same = grouping.event[new][:, None] == grouping.event[rows]
    own = np.where(same & ~np.isnan(pairs), pairs, _NEVER)
    at = own.argmax(axis=1)
    found = own[np.arange(len(new)), at] > _NEVER
    grouping.nearest[new[found]] = rows[at[found]]
    grouping.nearest_likeness[new[found]] = own[found, at[found]]
    events = np.unique(grouping.event[rows])
    belongs = _membership(grouping.event[rows], events)
    other = ~same & ~np.isnan(pairs)
    counts = other.astype(np.float32) @ belongs
    sums = np.where(other, pairs, 0).astype(np.float32) @ belongs
    mean = np.divide(sums, counts, out=np.full_like(sums, _NEVER), where=counts > 0)
    at = mean.argmax(axis=1)
    found = mean[np.arange(len(new)), at] > _NEVER
    grouping.rival[new[found]] = events[at[found]]
    grouping.rival_likeness[new[found]] = mean[found, at[found]]


def _membership(event: Rows, events: Rows) -> Any:
    """Return a sparse table of (article, event) with ones where the article belongs to the event."""
    from scipy.sparse import csr_matrix  # takes a moment to import

    ones, column = np.ones(len(event), np.float32), np.searchsorted(events, event)
    return csr_matrix((ones, column, np.arange(len(event) + 1)), shape=(len(event), len(events)))


def _batches(days: npt.NDArray[np.float64]) -> Iterator[slice]:
    """Yield the rows of each day, at most `MAX_BATCH` at once; undated articles count as one day, the last."""
    day = pd.factorize(np.floor(days), use_na_sentinel=False)[0]
    sizes = np.bincount(day)
    for end, size in zip(np.cumsum(sizes), sizes, strict=True):
        for start in range(end - size, end, MAX_BATCH):
            yield slice(start, min(start + MAX_BATCH, end))


def _in_window(days: npt.NDArray[np.float64], batch: slice, window: float) -> Rows:
    """Return the earlier rows that may lie within the window of a batch; all of them for undated articles."""
    first = np.floor(days[batch.start]) - window
    begin = 0 if np.isnan(first) else int(np.searchsorted(days[: batch.start], first))
    return np.arange(begin, batch.start)


@dataclass
class _Groups:
    """New groups (rows) against events of earlier days and new groups (columns, in this order).

    `sums` and `counts` of the likenesses of their pairs of articles (a new group with itself: of its own pairs);
    `forced` and `barred` by decisions; `dead` marks the new groups that went into another. `head` is the row that
    stands for each article's group.
    """

    events: Rows
    head: Rows
    sums: Floats
    counts: Floats
    forced: Flags
    barred: Flags
    dead: Flags

    @classmethod
    def read(cls, pairs: Floats, near: Flags, event: Rows, rows: Rows, new: Rows, ties: Ties) -> "_Groups":
        """Add up the likenesses by event, and enter the decisions."""
        n_new, n_old = len(new), len(rows) - len(new)
        # A decision may reach beyond the window.
        tied = np.array([_event_of(ties.group[row], ties, event) for row in new], dtype=np.int64)
        events = np.union1d(event[rows[:n_old]], tied[tied >= 0])
        shape = n_new, len(events) + n_new
        belongs = _membership(event[rows[:n_old]], events)
        sums, counts = (
            np.hstack([table[:, :n_old] @ belongs, table[:, n_old:]]).astype(np.float32)
            for table in (np.where(near, pairs, 0), near.astype(np.float32))
        )
        nothing = np.zeros(shape, dtype=bool)
        groups = cls(events, np.arange(n_new), sums, counts, nothing, nothing.copy(), nothing[0].copy())
        groups._enter(tied, event, new, ties)
        return groups

    def _enter(self, tied: Rows, event: Rows, new: Rows, ties: Ties) -> None:
        """Mark what must be together and what must not."""
        n_old = len(self.events)
        self.forced[:, :n_old] = tied[:, None] == self.events
        group = ties.group[new]
        self.forced[:, n_old:] = (group[:, None] == group) & (group >= 0)
        self.barred[ties.pinned[new], :n_old] = True
        self.barred[:, :n_old] &= ~self.forced[:, :n_old]
        for i, row in enumerate(new):
            others = ties.apart.get(int(row), np.zeros(0, dtype=np.int64))
            if len(others):
                self.barred[i, :n_old] |= np.isin(self.events, event[others[others < new[0]]])
                self.barred[i, n_old:] = np.isin(new, others)

    def values(self, rows: Rows, columns: Rows) -> Floats:
        """Return the mean likeness of some new groups to some columns; what cannot be joined is below all others."""
        n_old = len(self.events)
        where = np.ix_(rows, columns)
        sums, counts = self.sums[where], self.counts[where]
        mean = np.divide(sums, counts, out=np.full_like(sums, _NEVER), where=counts > 0)
        value = np.where(self.forced[where], _ALWAYS, mean)
        gone = self.dead[columns] | self.dead[n_old + rows][:, None] | (columns == n_old + rows[:, None])
        return np.where(self.barred[where] | gone, _NEVER, value).astype(np.float32)

    def join(self, threshold: float) -> None:
        """Join the two most alike groups, again and again, until no likeness reaches the threshold."""
        n_old = len(self.events)
        rows, columns = np.arange(self.sums.shape[0]), np.arange(self.sums.shape[1])
        value = self.values(rows, columns)
        while value.size and value.max() >= threshold:
            i, column = (int(k) for k in np.unravel_index(value.argmax(), value.shape))
            if column < n_old and value[i, column] < LEAST_SHARE * self._cohesion(i):
                value[i, column] = _NEVER
                continue
            into = self._fold(i, column)
            value[i], value[:, n_old + i] = _NEVER, _NEVER
            value[:, column] = self.values(rows, columns[[column]])[:, 0]
            if into >= 0:
                value[into] = self.values(rows[[into]], columns)[0]

    def _cohesion(self, i: int) -> float:
        """Return the mean likeness within a new group, 0 for a single article."""
        own = len(self.events) + i
        return float(self.sums[i, own] / self.counts[i, own]) if self.counts[i, own] else 0.0

    def _fold(self, i: int, column: int) -> int:
        """Put new group i into a column's group; return that group's row, or -1 for an old event."""
        n_old = len(self.events)
        into = column - n_old if column >= n_old else -1
        for table in (self.sums, self.counts, self.forced, self.barred):
            if into >= 0:
                table[into] += table[i]
            table[:, column] += table[:, n_old + i]
        self.dead[n_old + i] = True
        self.head[self.head == i] = column - n_old  # negative for old events
        return into

    def event_of_new(self, first_free: int) -> Rows:
        """Return the event number of each new article; new groups are numbered in the order of their articles."""
        n_old = len(self.events)
        event = np.empty(len(self.head), dtype=np.int64)
        placed = self.head < 0
        event[placed] = self.events[self.head[placed] + n_old]
        event[~placed] = first_free + pd.factorize(self.head[~placed])[0]
        return event


def _event_of(group: int, ties: Ties, event: Rows) -> int:
    """Return the event in which an article of this group was placed already, or -1."""
    placed = event[(ties.group == group) & (event >= 0)] if group >= 0 else event[:0]
    return int(placed[0]) if len(placed) else -1
