"""Group statements into facts: the clause that most articles tell comes first, with the sentences that tell it.

Every clause with enough content words is a candidate. Its tellings are, in each article, the sentence most like it
(and those nearly as like), if the likeness reaches the threshold. The candidate whose tellings are worth most becomes a
fact; the clauses that told it are then spent, so that a long sentence can tell other facts with its other clauses.
Facts whose clauses are on average nearly as like as the threshold asks are one fact, and so are facts told by the same
sentences: no table could tell them apart. Sentences that are left over are facts of their own.

Contents: `Group`, `group_statements`.
"""

import heapq
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

LEAST_WORDS = 3  # content words of a statement that can be a fact
_NEARLY = 0.05  # how much less like a second sentence of an article may be than the first
_WORTH = 0.05  # what each article that tells is worth, beside the likeness above the threshold
_MISSED = 0.05  # how far below the threshold an article's best clause may be on average to all tellings
_MERGE = 0.05  # how far below the threshold the clauses of two facts may be on average


@dataclass
class Group:
    """One fact: the unit that stands for it, and for each sentence that tells it the unit that does."""

    exemplar: int
    tellings: dict[int, int] = field(default_factory=dict)


def group_statements(
    likeness: Floats, threshold: float, *, sentence_of: Ints, article_of: Ints, n_words: Ints
) -> list[Group]:
    """Group units into facts.

    Parameters
    ----------
    likeness : of each unit with each unit.
    threshold : the least likeness of a telling with its fact.
    sentence_of, article_of, n_words : sentence, article and number of content words of each unit; the first unit of a
        sentence is the whole of it.
    """
    links = _Links(likeness, threshold, sentence_of, article_of)
    whole = np.concatenate([[0], np.flatnonzero(np.diff(sentence_of)) + 1]) if len(sentence_of) else sentence_of
    alive = n_words >= LEAST_WORDS
    queue = [(-worth, int(unit)) for unit in np.flatnonzero(alive) if (worth := links.worth(int(unit))) > 0]
    heapq.heapify(queue)
    groups: list[Group] = []
    while queue:
        old, unit = heapq.heappop(queue)
        worth = links.worth(unit) if alive[unit] else 0.0
        if worth < -old:  # others have spent some of its tellings since: it goes back, unless none is left
            if worth > 0:
                heapq.heappush(queue, (-worth, unit))
            continue
        group = Group(unit, links.tellings(unit))
        groups.append(group)
        spent = links.told_by(unit, list(group.tellings))
        links.free[spent] = alive[spent] = False
        alive[whole[list(group.tellings)]] = False
    groups = _merged(groups, likeness, threshold - _MERGE)
    _add_missed(groups, likeness, threshold - _MISSED, whole, article_of)
    groups = _distinct(groups)
    told = {sentence for group in groups for sentence in group.tellings}
    alone = [s for s, unit in enumerate(whole.tolist()) if s not in told and n_words[unit] >= LEAST_WORDS]
    return groups + [Group(int(whole[s]), {s: int(whole[s])}) for s in alone]


class _Links:
    """Which free units are like which, at or above the threshold."""

    def __init__(self, likeness: Floats, threshold: float, sentence_of: Ints, article_of: Ints) -> None:
        self.likeness, self.threshold = likeness, threshold
        self.sentence_of, self.article_of = sentence_of, article_of
        self.free = np.ones(len(likeness), dtype=np.bool_)
        close = likeness >= threshold
        self.near = [np.flatnonzero(row) for row in close]

    def _linked(self, unit: int) -> tuple[Ints, Floats]:
        near = self.near[unit]
        near = near[self.free[near] & (self.sentence_of[near] != self.sentence_of[unit])]
        return near, self.likeness[unit, near]

    def worth(self, unit: int) -> float:
        """Return the sum over other articles of what the best telling is worth; 0 if no other article tells."""
        near, like = self._linked(unit)
        other = self.article_of[near] != self.article_of[unit]
        best: dict[int, float] = {}
        for article, value in zip(self.article_of[near[other]].tolist(), like[other].tolist(), strict=True):
            best[article] = max(value, best.get(article, 0.0))
        return float(sum(value - self.threshold + _WORTH for value in best.values()))

    def tellings(self, unit: int) -> dict[int, int]:
        """Return the sentences that tell what the unit tells, each with its unit that does."""
        near, like = self._linked(unit)
        best: dict[int, float] = {int(self.article_of[unit]): 1.0}
        for article, value in zip(self.article_of[near].tolist(), like.tolist(), strict=True):
            best[article] = max(value, best.get(article, 0.0))
        found = {int(self.sentence_of[unit]): unit}
        for place in np.argsort(-like, kind="stable"):
            if like[place] >= best[int(self.article_of[near[place]])] - _NEARLY:
                found.setdefault(int(self.sentence_of[near[place]]), int(near[place]))
        return found

    def told_by(self, unit: int, sentences: list[int]) -> Ints:
        """Return the free units of these sentences that tell what the unit tells, and the unit itself."""
        near = self.near[unit]
        near = near[self.free[near] & np.isin(self.sentence_of[near], sentences)]
        return np.append(near, unit)


def _merged(groups: list[Group], likeness: Floats, least: float) -> list[Group]:
    """Join facts whose units are on average at least so like, the most like first."""
    groups = list(groups)
    units = [np.array(list(group.tellings.values())) for group in groups]
    average = _averages(units, likeness)
    while average.size and average.max() >= least:
        keep, gone = (int(place) for place in np.unravel_index(average.argmax(), average.shape))
        keep, gone = min(keep, gone), max(keep, gone)  # the earlier fact is the more widely told one
        for sentence, unit in groups[gone].tellings.items():
            groups[keep].tellings.setdefault(sentence, unit)
        units[keep] = np.unique(np.concatenate([units[keep], units[gone]]))
        del groups[gone], units[gone]
        average = np.delete(np.delete(average, gone, axis=0), gone, axis=1)
        row = np.array([likeness[np.ix_(units[keep], other)].mean() for other in units])
        average[keep], average[:, keep] = row, row
        average[keep, keep] = -1
    return groups


def _averages(units: list[Ints], likeness: Floats) -> npt.NDArray[np.float64]:
    """Return the mean likeness of the units of each two facts; -1 for a fact with itself."""
    if not units:
        return np.empty((0, 0))
    belongs = np.zeros((len(units), len(likeness)))
    for row, members in enumerate(units):
        belongs[row, members] = 1 / len(members)
    average = belongs @ likeness @ belongs.T
    np.fill_diagonal(average, -1)
    return np.asarray(average)


def _distinct(groups: list[Group]) -> list[Group]:
    """Return the first of the facts that are told by the same sentences."""
    return list({frozenset(group.tellings): group for group in reversed(groups)}.values())[::-1]


def _add_missed(groups: list[Group], likeness: Floats, least: float, whole: Ints, article_of: Ints) -> None:
    """Add to each fact the best sentence of articles that do not tell it yet, if it is on average so like its tellings.

    Here a clause may tell a fact though it was spent on another.
    """
    articles = article_of[whole]
    for group in groups:
        units = list(group.tellings.values())
        like = np.maximum.reduceat(likeness[:, units].mean(axis=1), whole)
        told = {int(articles[sentence]) for sentence in group.tellings}
        for sentence in np.argsort(-like, kind="stable"):
            if like[sentence] < least:
                break
            if int(articles[sentence]) not in told:
                told.add(int(articles[sentence]))
                last = whole[sentence + 1] if sentence + 1 < len(whole) else len(likeness)
                own = np.arange(whole[sentence], last)
                group.tellings[int(sentence)] = int(own[likeness[own][:, units].mean(axis=1).argmax()])
