"""The words by which a text describes an actor at a mention, found by the words around it.

Contents: `Label`, `find_labels`, `words_around`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from toolkit.corpus.printable import printable
from toolkit.stance.actor import Actor, Actors
from toolkit.text.normalize import normalize_word

_AROUND = 90  # characters looked at on each side
_SHOWN = 50
_GAP = 6  # characters between a name and a phrase beside it: a comma and a space, or " is "
_MOST_WORDS = 6
_DETERMINERS = frozenset("a an the this that these those its his her their our your my one another".split())
_OPENERS = _DETERMINERS - {"that", "these", "those", "this", "one"}  # "statements that hold Iran ..."
# The noun before a name must be one of these; without a parser, "the Americans accused Tehran" looks the same.
_NOUNS = frozenset(
    """group groups militia militias movement faction factions party organisation organization network army brigade
    unit force forces alliance outfit gang proxy proxies ally enemy rival neighbour neighbor regime
    government state country nation power republic kingdom leader president premier minister secretary
    chancellor king prince sheikh ayatollah cleric preacher general commander officer colonel captain
    admiral chief head director spokesman spokeswoman spokesperson official diplomat ambassador envoy
    senator governor mayor congressman lawmaker politician analyst expert scholar academic professor dr
    doctor lawyer judge prosecutor businessman tycoon dictator tyrant strongman terrorist terrorists
    militant militants insurgents rebels fighters jihadists extremists""".split()
)
_VERBS = frozenset(
    "is are was were has have had said says say told will would could may might must did does do".split()
)
_PREPOSITIONS = frozenset("in at from of to into on near across outside inside within for with against".split())
# A phrase ends before these; behind a name, words that are no noun's attribute.
_ENDS = frozenset(
    """of that which who whose whom where when while as in on at by for from with without against near under over
    after before since until between among into to than or and but nor if because though although is are was
    were be been being has have had do does did will would can could may might must should said says say
    told who not no it he she they we i you what how there so also then only just even both all some any few
    many more most several each""".split()
)
_WORD = re.compile(r"[^\W_](?:[\w.’'‘‑-]*[^\W_])?")
_APPOSITION = re.compile(r"\s?(?:,|\()\s?(?:an?|the|one of the)\s+", re.IGNORECASE)
_COPULA = re.compile(r"\s+(?:is|was|are|were|remains|became|being)\s+(?:an?|the)\s+", re.IGNORECASE)
_BREAK = re.compile(r"[,.;:!?()\[\]\"“”—–<>\n]")
_ADJECTIVE = re.compile(
    r"\w+[-‑](?:backed|led|linked|aligned|allied|funded|trained|armed|sponsored|supported|run|\w+ed)"
)


class Word(NamedTuple):
    """A word of a text in its usual form, and where it stands."""

    word: str
    start: int
    end: int


class Label(NamedTuple):
    """A phrase that describes an actor: row of the mention, the words, and where they stand in the part's text."""

    row: int
    label: str
    start: int
    end: int


def find_labels(mentions: pd.DataFrame, texts: list[str], actors: Actors) -> list[Label]:
    """Return the labels at each mention, which may have none or several."""
    found = []
    by_id = {actor.id: actor for actor in actors}
    later = mentions[mentions["how"].isin(("short form", "title"))]
    described = set(zip(later["unit"], later["start"], strict=True))
    columns = (mentions[name].tolist() for name in ("unit", "start", "end", "how", "actor"))
    for row, (unit, start, end, how, actor) in enumerate(zip(*columns, strict=True)):
        text = texts[unit]
        phrases = [*_at_mention(text, start, end, how, by_id[actor])]
        # "Kataib Hezbollah, the militia that ...": the phrase is a mention too, and has its own row.
        if not any((unit, place) in described for place in range(end, end + _GAP)):
            phrases += _beside(text, start, end, how, by_id[actor])
        labels = [Label(row, " ".join(one.word for one in words), words[0].start, words[-1].end) for words in phrases]
        first = {one.label: place for place, one in reversed([*enumerate(labels)])}
        found += [labels[place] for place in sorted(first.values())]
    return found


def words_around(text: str, start: int, end: int) -> str:
    """Return a span with some words around it on one line, safe to print."""
    return printable(" ".join(text[max(0, start - _SHOWN) : end + _SHOWN].split()))


def _at_mention(text: str, start: int, end: int, how: str, actor: Actor) -> Iterator[list[Word]]:
    """Yield the words of a mention and those before it; an adjective ("Iranian") has none."""
    if how == "adjective":
        return
    before, own = _words_before(text, start), _words(text[start:end], start)
    if how == "title" and own[0].word not in _DETERMINERS:
        # The longest title that the mention begins with: "president" of "President Nadim Qasirli".
        name = text[start:end].lower()
        titles = [title.lower() for title in actor.titles if name.startswith(title.lower())]
        own = own[: len(_words(max(titles, key=len, default=""), 0))]
        if before or own:
            yield before + own
    elif how in ("short form", "title"):
        yield own[1:] if own[0].word in _DETERMINERS else before + own
    elif before:
        yield before


def _beside(text: str, start: int, end: int, how: str, actor: Actor) -> Iterator[list[Word]]:
    """Yield the phrases set beside a mention or said of it."""
    # "In Iran, an official said" and "the commander in Iraq, a lieutenant general" are about somebody else.
    preceding = {one.word for one in _words(text[max(0, start - 30) : start], 0)[-2:]}
    if how == "adjective" or (actor.kind in ("state", "place") and _PREPOSITIONS & preceding):
        return
    rest = text[end : end + _AROUND]
    for pattern in (_APPOSITION, _COPULA):
        opened = pattern.match(rest)
        while opened:
            phrase = _phrase(rest[opened.end() :], end + opened.end())
            if not phrase:
                break
            yield phrase
            opened = _APPOSITION.match(rest, phrase[-1].end - end)  # "is a militia, a terrorist group"


def _words(text: str, offset: int) -> list[Word]:
    return [Word(normalize_word(m.group()), m.start() + offset, m.end() + offset) for m in _WORD.finditer(text)]


def _phrase(text: str, offset: int) -> list[Word]:
    """Return the words of a noun phrase at the beginning of a text, up to its noun as far as words tell."""
    stop = _BREAK.search(text)
    words = _words(text[: stop.start()] if stop else text.rpartition(" ")[0], offset)
    kept: list[Word] = []
    for place, one in enumerate(words[: _MOST_WORDS + 1]):
        following = words[place + 1].word if place + 1 < len(words) else "of"
        participle = re.fullmatch(r"\w+(?:ed|ing)|known|held|run|seen|told", one.word) and following in _ENDS
        if one.word in _VERBS:
            return []  # the phrase is the subject of another clause: "After the raid on X, the group said"
        if one.word in _ENDS or (kept and participle):
            break
        kept.append(one)
    return kept if len(kept) <= _MOST_WORDS else []


def _words_before(text: str, start: int) -> list[Word]:
    """Return the nouns and attributes before a mention, back to an article, or else an attribute like "X-backed"."""
    begin = max(0, start - _AROUND)
    window = text[begin:start]
    if not window or not window[-1].isspace():
        return []
    last = _BREAK.split(window)[-1]
    words = _words(last, start - len(last))
    if not words or not (words[-1].word in _NOUNS or _ADJECTIVE.fullmatch(words[-1].word)):
        return []
    for length in range(2, min(len(words), _MOST_WORDS) + 1):
        word = words[-length].word
        if word in _OPENERS or word.endswith("'s"):
            return words[len(words) - length + 1 :]
        if word in _ENDS:
            break
    return words[-1:]
