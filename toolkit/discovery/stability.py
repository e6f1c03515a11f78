"""Does a topic come back when the model is fitted again?

A topic of the model is held against its counterpart in each refit: the pairs are chosen so that their likeness is as
large as possible over all topics (kuhn1955). For topics of words, likeness is the Jaccard index of their 20 most
probable words, or of a sixth of all words where these are fewer (greene2014); for topics of sentences, that of the sets
of sentences (hennig2007). The stability of a topic is the mean of its likeness over refits: that over seeds or that
over resamples, whichever is lower.

Conventions: 1 means that a topic always comes back the same; below 0.5 it counts as dissolved (hennig2007).

Contents: `STABLE`, `N_TOP`, `Stability`, `jaccard_of_words`, `jaccard_of_labels`, `matched`, `resample_groups`, `draw`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toolkit.discovery.quality import top_words

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

STABLE = 0.5  # Jaccard index: two lists of 20 words share 14 or more
N_TOP = 20
_FEW_EVENTS = 5
_PART = 6  # of the words: two lists of a sixth each, drawn by chance, have a Jaccard index of 1/11


@dataclass(frozen=True, eq=False)
class Stability:
    """Likeness of each topic to its counterparts: one row a refit and one column a topic, in two tables.

    `by_seed` of refits that begin with other random numbers, `by_sample` of refits to resampled events (articles where
    there are no events).
    """

    by_seed: Floats
    by_sample: Floats

    @property
    def over_seeds(self) -> Floats:
        """Mean likeness over seeds, one a topic."""
        return _mean(self.by_seed)

    @property
    def over_samples(self) -> Floats:
        """Mean likeness over resamples, one a topic."""
        return _mean(self.by_sample)

    @property
    def overall(self) -> Floats:
        """The lower of the two, one a topic; NaN without refits."""
        return np.fmin(self.over_seeds, self.over_samples)

    @property
    def n_returned(self) -> Longs:
        """Number of refits in which each topic came back with a likeness of 0.5 or more."""
        return (self.by_seed >= STABLE).sum(axis=0) + (self.by_sample >= STABLE).sum(axis=0)

    @property
    def n_refits(self) -> int:
        """Number of refits of both kinds."""
        return len(self.by_seed) + len(self.by_sample)


def _mean(rows: Floats) -> Floats:
    return rows.mean(axis=0) if len(rows) else np.full(rows.shape[1], np.nan)


def jaccard_of_words(phi: Floats, other: Floats) -> Floats:
    """Return the Jaccard index of the most probable words of each topic of one model (rows) and of another."""
    first, second = (_membership(one) for one in (phi, other))
    return _jaccard(first @ second.T, first.sum(axis=1), second.sum(axis=1))


def _membership(phi: Floats) -> Floats:
    flags = np.zeros(phi.shape)
    n = min(N_TOP, max(1, phi.shape[1] // _PART))
    for topic, words in enumerate(top_words(phi, n)):
        flags[topic, words] = 1.0
    return flags


def jaccard_of_labels(labels: Longs, other: Longs, n_topics: int) -> Floats:
    """Return the Jaccard index of the sets of sentences that two models give to their topics; -1 belongs to none."""
    known = (labels >= 0) & (other >= 0)
    cells = labels[known] * n_topics + other[known]
    both = np.bincount(cells, minlength=n_topics**2).reshape(n_topics, n_topics).astype(np.float64)
    return _jaccard(both, both.sum(axis=1), both.sum(axis=0))


def _jaccard(both: Floats, first: Floats, second: Floats) -> Floats:
    union = first[:, None] + second[None, :] - both
    return np.divide(both, union, out=np.zeros_like(both), where=union > 0)


def matched(likeness: Floats) -> Floats:
    """Return for each row the likeness of the column matched to it, one to one, so that their sum is largest."""
    from scipy.optimize import linear_sum_assignment  # takes a while to import

    rows, columns = linear_sum_assignment(likeness, maximize=True)
    found = np.zeros(len(likeness))
    found[rows] = likeness[rows, columns]
    return found


def resample_groups(events: npt.NDArray[np.object_], readable: Flags) -> list[Longs]:
    """Return the rows of the articles of each event; an article without event is alone.

    With fewer than five events all articles are alone: few events drawn anew are the same ones again.
    """
    import pandas as pd

    rows = np.flatnonzero(readable)
    if not len(rows):
        return []
    number = pd.factorize(events[rows])[0]
    alone = number < 0 if len(np.unique(number)) >= _FEW_EVENTS else np.ones(len(rows), dtype=np.bool_)
    number[alone] = number.max() + 1 + np.arange(alone.sum())
    number = np.unique(number, return_inverse=True)[1]
    order = np.argsort(number, kind="stable")
    return [rows[group] for group in np.split(order, np.cumsum(np.bincount(number))[:-1])]


def draw(groups: Sequence[Longs], rng: np.random.Generator) -> Longs:
    """Return the rows of as many groups as there are, drawn with replacement."""
    return np.concatenate([groups[group] for group in rng.integers(len(groups), size=len(groups))])
