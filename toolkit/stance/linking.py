"""Which actor a phrase means: the parties of acts, and whoever is quoted, joined to the mentions of a study's actors.

A phrase means an actor if the actor is mentioned

- at its head noun ("Kataib Hezbollah", "the militia"): link "head";
- right before its head, as what the head belongs to ("US troops", "Iran's army"), or right behind it with *of*
  ("members of Kataib Hezbollah"; not for states and places: "the militias of Iraq" are not Iraq): link "part".

"Iran-backed militia" and "anti-Iran protesters" do not mean Iran.

Contents: `Linker`, `link_actors`, `PARTY_COLUMNS`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.stance.actors import Mentions
from toolkit.stance.roles import Roles

PARTIES = ("agent", "patient", "asserter")
PARTY_COLUMNS = tuple(f"{party}_{what}" for party in PARTIES for what in ("actor", "link"))

_OF = re.compile(r"\s+of(?:\s+the)?\s+", re.IGNORECASE)
# Between what something belongs to and its head may stand other attributes, but nothing that begins a new phrase.
_ATTRIBUTES = re.compile(r"(?:['’]s?)?(?:\s+[\w.’'-]+){0,3}\s+")
_NEW_PHRASE = re.compile(r"\b(?:of|in|on|at|by|for|from|with|to|and|or|but|against|near|over|under|as)\b", re.I)
_BACKED = re.compile(r"[-‑–](?:backed|led|linked|aligned|allied|funded|based|run|made)\b")
_HYPHENS = "-‑–"


@dataclass(frozen=True)
class _Mention:
    start: int
    end: int
    actor: str


class Linker:
    """The mentions of a corpus by place, asked for phrase after phrase."""

    def __init__(self, mentions: Mentions, corpus: Corpus) -> None:
        self._texts = corpus.parts.texts
        self._lands = {actor.id for actor in mentions.actors if actor.kind in ("state", "place")}
        self._by_unit: dict[int, list[_Mention]] = {}
        columns = (mentions.table[name].tolist() for name in ("unit", "start", "end", "actor"))
        for unit, start, end, actor in zip(*columns, strict=True):
            if not self._is_compound(unit, start, end):
                self._by_unit.setdefault(unit, []).append(_Mention(start, end, actor))
        self._starts = {unit: [one.start for one in own] for unit, own in self._by_unit.items()}

    def _is_compound(self, unit: int, start: int, end: int) -> bool:
        """Tell of "Iran" in "Iran-backed" or "anti-Iran" that the word it is part of means somebody else."""
        text = self._texts[unit]
        follows = text[end : end + 2]
        before = start > 1 and text[start - 1] in _HYPHENS and text[start - 2].isalpha()
        after = len(follows) == 2 and follows[0] in _HYPHENS and follows[1].isalpha()
        return before or after or _BACKED.search(text[start:end]) is not None

    def actor_of(self, unit: int, start: float, end: float, head: float) -> tuple[str | None, str]:
        """Return the actor that a phrase means, and how it was linked; (None, "") if it means none of them."""
        if np.isnan(start) or unit not in self._by_unit:
            return None, ""
        inside = list(self._inside(unit, int(start), int(end)))
        at_head = next((one for one in inside if one.start <= head < one.end), None)
        if at_head is not None:
            return at_head.actor, "head"
        part = next((one for one in reversed(inside) if self._is_part(unit, one, int(head))), None)
        return (part.actor, "part") if part is not None else (None, "")

    def actor_in(self, unit: int, start: float, end: float) -> str | None:
        """Return the actor that a phrase means if its head is not known: the last one mentioned in its first part.

        "Nadim Qasirli, an adviser to the government" is Qasirli: what follows a comma is about the first part.
        """
        if np.isnan(start) or unit not in self._by_unit:
            return None
        first = self._texts[unit][int(start) : int(end)].partition(",")[0]
        inside = list(self._inside(unit, int(start), int(start) + len(first)))
        return inside[-1].actor if inside else None

    def _inside(self, unit: int, start: int, end: int) -> Iterator[_Mention]:
        own, starts = self._by_unit[unit], self._starts[unit]
        for one in own[bisect_left(starts, start) : bisect_right(starts, end)]:
            if one.end <= end:
                yield one

    def _is_part(self, unit: int, one: _Mention, head: int) -> bool:
        text = self._texts[unit]
        if one.end <= head:
            between = text[one.end : head]
            return bool(_ATTRIBUTES.fullmatch(between)) and not _NEW_PHRASE.search(between)
        if one.actor in self._lands:
            return False
        word_end = head + len(re.match(r"[\w.’'-]*", text[head:]).group())  # type: ignore[union-attr]
        return bool(_OF.fullmatch(text[word_end : one.start]))


def link_actors(roles: Roles, mentions: Mentions) -> Roles:
    """Return the acts with the actors that their parties are.

    Parameters
    ----------
    roles : what `find_acts` returned.
    mentions : what `find_actors` returned for the same corpus.

    Returns
    -------
    `Roles` whose table has for agent, patient and asserter the columns _actor (id, None where it is none of the actors)
    and _link ("head", "part" or ""). A part stands for the whole: "US troops" act for the United States.
    """
    linker = Linker(mentions, mentions.corpus)
    columns: dict[str, list[str | None]] = {}
    for party in PARTIES:
        places = (roles.table[name].tolist() for name in ("unit", f"{party}_start", f"{party}_end", f"{party}_at"))
        found = [linker.actor_of(*place) for place in zip(*places, strict=True)]
        columns[f"{party}_actor"] = [actor for actor, _ in found]
        columns[f"{party}_link"] = [link for _, link in found]
    added = {name: pd.Series(values, dtype=object, index=roles.table.index) for name, values in columns.items()}
    return replace(roles, table=roles.table.assign(**added))
