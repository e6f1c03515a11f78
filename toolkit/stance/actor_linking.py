"""Which candidates are mentions, and of whom: what the article said before decides.

1. A name, alias, adjective, or title with a name or family name is a mention. If two actors share it: the one mentioned
   last before, else the one that the article names more often by names of its own, else the first in the file.
2. A family name is a mention after a name in the same article; in a headline also before it. Shared: as above.
3. A short form or a title alone, if listed or given with the name before, is a mention of that actor, of those that
   have it, who was mentioned last, at most `window` sentences before.

Contents: `RULES`, `Link`, `link`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from toolkit.stance.actor_matching import Candidate

RULES = ("", "nearest earlier mention", "more frequent in the article", "first in the file", "last mentioned")


@dataclass(frozen=True, slots=True)
class Link:
    """A candidate that is a mention, and the rule that chose its actor ("" where nothing had to be chosen)."""

    candidate: Candidate
    rule: str


def link(candidates: list[Candidate], window: int, headlines: set[int]) -> list[Link]:
    """Return the mentions among the candidates; `headlines` are the units that are headlines."""
    links: list[Link] = []
    for _, own in groupby(candidates, key=lambda one: one.article):
        links += _Article(list(own), window, headlines).links()
    return links


class _Article:
    """The candidates of one article, and who was mentioned so far."""

    def __init__(self, candidates: list[Candidate], window: int, headlines: set[int]) -> None:
        self._window, self._headlines = window, headlines
        self._places = [list(own) for _, own in groupby(candidates, key=lambda one: (one.unit, one.head, one.end))]
        owners = [{one.actor for one in place if one.full} for place in self._places]
        self._n_named = Counter(actor for own in owners if len(own) == 1 for actor in own)
        self._named_anywhere = {actor for own in owners for actor in own}
        named = [one for place in self._places for one in place if one.full and one.how != "family name"]
        self._names = {(one.unit, one.start, one.end) for one in named}
        whole = [one for one in named if not one.cut and one.how in ("name", "alias")]
        self._in_names = {(one.unit, place) for one in whole for place in range(one.start, one.end)}
        self._named: set[int] = set()
        self._n_linked = 0
        self._titles: set[tuple[int, str]] = set()
        self._last: dict[int, tuple[int, int]] = {}  # actor -> number of its last mention, and the sentence

    def links(self) -> Iterator[Link]:
        """Yield the mentions in order."""
        covered = {(unit, place) for unit, start, end in self._names for place in range(start, end)}
        for place in self._places:
            full = [one for one in place if one.full]
            is_name = any(one.how != "family name" for one in full)
            if not is_name and (place[0].unit, place[0].head) in covered:
                continue
            chosen = self._named_one(full) if full else self._later_one(place)
            if chosen is not None:
                self._n_linked += 1
                self._last[chosen.candidate.actor] = (self._n_linked, chosen.candidate.story)
                yield chosen

    def _named_one(self, full: list[Candidate]) -> Link:
        actor, rule = self._choose({one.actor for one in full})
        self._named.add(actor)
        self._titles.update((actor, one.title) for one in full if one.actor == actor)
        return Link(next(one for one in full if one.actor == actor), rule)

    def _choose(self, actors: set[int]) -> tuple[int, str]:
        """Choose among actors who share a name."""
        if len(actors) == 1:
            return min(actors), ""
        earlier = [actor for actor in actors if actor in self._last]
        if earlier:
            return max(earlier, key=lambda actor: self._last[actor]), RULES[1]
        ranked = sorted(actors, key=lambda actor: (-self._n_named[actor], actor))
        frequent = self._n_named[ranked[0]] > self._n_named[ranked[1]]
        return ranked[0], RULES[2] if frequent else RULES[3]

    def _later_one(self, place: list[Candidate]) -> Link | None:
        family = [one for one in place if one.how == "family name" and self._may_be_family(one)]
        if family:
            actor, rule = self._choose({one.actor for one in family})
            return Link(next(one for one in family if one.actor == actor), rule)
        short = [one for one in place if one.how != "family name" and self._is_near(one) and not self._has_name(one)]
        if not short:
            return None
        # Of spans that end alike, the longest has the attributes too; it comes first.
        chosen = max(short, key=lambda one: (self._last[one.actor], -one.start))
        several = len({one.actor for one in place if one.how != "family name"}) > 1
        return Link(chosen, RULES[4] if several else "")

    def _may_be_family(self, one: Candidate) -> bool:
        return one.actor in (self._named_anywhere if one.unit in self._headlines else self._named)

    def _has_name(self, one: Candidate) -> bool:
        """Tell whether a name stands among the attributes: "the Islamic State group" is no group named before."""
        return any((one.unit, place) in self._in_names for place in range(one.start, one.head))

    def _is_near(self, one: Candidate) -> bool:
        if one.title and (one.actor, one.title) not in self._titles:
            return False
        return one.actor in self._last and one.story - self._last[one.actor][1] <= self._window
