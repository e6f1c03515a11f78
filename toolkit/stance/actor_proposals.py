"""Actors proposed from a corpus, for the researcher to edit: the names that occur in many articles.

Names are runs of words with capitals ("Popular Mobilization Forces", "Kataib Hezbollah"), or the entities of the
parser. A name of one word joins a longer one that ends or begins with it; an abbreviation joins the name whose
initials it has.

Contents: `propose_actors`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

import numpy as np

from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError
from toolkit.models.parses import Parses
from toolkit.options import count
from toolkit.stance.actor import Actor, Actors
from toolkit.stance.actor_names import HONORIFICS
from toolkit.stance.actor_states import STATE_WORDS
from toolkit.text.normalize import normalize_word

_CAPITALISED = r"(?:(?:al|el|bin|ibn)[-‑ ])?[A-Z](?:[\w’'‘&]|\.(?=[A-Z]))*(?:[-‑][A-Z]\w*)*(?!\w)"
_RUN = re.compile(rf"\b{_CAPITALISED}(?:(?: of| of the)? {_CAPITALISED})*")
_LOWER = re.compile(r"\b[a-z][\w]+")
_OPENS_SENTENCE = re.compile(r"(?:^|[.!?:\n“\"‘—])\s*$")
_LONGEST = 100  # characters
_POSSESSIVE = re.compile(r"['’]s?$")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sen|Prime Minister|President|General|Sheikh|Ayatollah)\.?\s$")
_NO_NAMES = frozenset(
    """i monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december the a an in on at by he she it they we this that but and if as
    whether when while where although though because since until after before about over under from for with without
    what which who how why also still then now there here no not one two three some many most all both each""".split()
)
_WHOLE = frozenset({"PERSON", "NORP", "ORG", "GPE", "LOC", "FAC"})
_KIND_OF = {"PERSON": "person", "NORP": "group", "ORG": "institution", "GPE": "place", "LOC": "place", "FAC": "place"}
_INSTITUTION = re.compile(
    r"\b(?:Ministry|Department|Parliament|Council|Court|Committee|Agency|Commission|Office|Nations|House|Congress|"
    r"Senate|University|Bank|Government|Pentagon)\b"
)
_GROUP = re.compile(r"\b(?:Forces|Brigades?|Army|Front|Party|Movement|Hezbollah|Militia|Group|Guards?|Units|State)\b")


@dataclass
class _Name:
    """A name met in the corpus: how often, in which articles, and what it seems to be."""

    count: int = 0
    articles: set[int] = field(default_factory=set)
    kinds: Counter[str] = field(default_factory=Counter)
    aliases: list[str] = field(default_factory=list)

    def take(self, name: str, other: "_Name") -> None:
        """Join another name to this one, as an alias."""
        self.count += other.count
        self.articles |= other.articles
        self.kinds += other.kinds
        self.aliases += [name, *other.aliases]


def propose_actors(
    corpus: Corpus, *, n: int = 20, min_articles: int = 2, parsed: bool = False, n_processes: int = 1
) -> Actors:
    """Propose actors: the names that occur in most articles, for the researcher to edit.

    What comes back is a guess. Towns, weapons and camps are among the names, two persons of one family may be one, and
    kinds and short forms are not known: write it to a file (`write_actors`), edit it, and read that. Do not report
    results on a list that nobody has read.

    Parameters
    ----------
    corpus : the articles; names are told by their capitals, so scripts without capitals give none.
    n : actors proposed, at most.
    min_articles : articles in which a name must occur.
    parsed : take the names from the parser's entities (slow; English only) and not from capitals.
    n_processes : processes that may parse at once.

    Returns
    -------
    `Actors`, those in most articles first; `note` says how often each name was met.

    Raises
    ------
    OptionError : `n` or `min_articles` is below 1. ModelMissingError : `parsed`, and there is no parser.
    """
    for key, value in (("n", n), ("min_articles", min_articles)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise OptionError(f"`{key}` must be a whole number from 1 up; got {value!r}.")
    names = _merged(_parsed_names(corpus, n_processes) if parsed else _capital_names(corpus))
    kept = [(name, one) for name, one in names.items() if len(one.articles) >= min_articles]
    kept.sort(key=lambda pair: (-len(pair[1].articles), -pair[1].count, pair[0]))
    return Actors(tuple(_with_ids(_actor(name, one) for name, one in kept[:n])))


def _capital_names(corpus: Corpus) -> dict[str, _Name]:
    """Count the runs of words with capitals; a word that opens a sentence is no name if it occurs without capital."""
    names: dict[str, _Name] = defaultdict(_Name)
    parts, headline = corpus.parts, corpus.part_names.index("headline")
    plain = {word for text in parts.texts for word in set(_LOWER.findall(text))}
    for text, article, part in zip(parts.texts, parts.article.tolist(), parts.part.tolist(), strict=True):
        if part == headline:  # every word may have a capital there
            continue
        for run in _RUN.finditer(text):
            opens = bool(_OPENS_SENTENCE.search(text, max(0, run.start() - 4), run.start()))
            if len(run[0]) > _LONGEST:  # a table or a line in capitals
                continue
            name = _trimmed(run[0], plain if opens else frozenset())
            if name is None:
                continue
            one = names[name]
            one.count += 1
            one.articles.add(article)
            one.kinds["person"] += bool(_TITLE.search(text, max(0, run.start() - 20), run.start()))
    return dict(names)


def _trimmed(run: str, plain: Set[str] = frozenset()) -> str | None:
    """Return a run without words that are no part of a name at its beginning; None if nothing is left.

    `plain` are words that are no name if they come first.
    """
    words = _POSSESSIVE.sub("", run).split()
    if words and words[0].lower() in plain:
        words = words[1:]
    while words and (words[0].lower() in _NO_NAMES or words[0].lower().strip(".") in HONORIFICS):
        words = words[1:]
    name = " ".join(words)
    return name if len(name) > 1 and name.lower() not in _NO_NAMES else None


def _parsed_names(corpus: Corpus, n_processes: int) -> dict[str, _Name]:
    """Count the entities that the parser finds, with the types that it gives."""
    from toolkit.models.parse import parse

    parts = corpus.parts
    units = np.flatnonzero(parts.part != corpus.part_names.index("headline")).tolist()
    parses = parse([parts.texts[unit] for unit in units], n_processes=n_processes)
    names: dict[str, _Name] = defaultdict(_Name)
    for place, start, end, kind in _entities(parses):
        text = units[place]
        name = _trimmed(" ".join(parts.texts[text][start:end].split()).removeprefix("the ").removeprefix("The "))
        if name is not None and name != name.lower():
            one = names[name]
            one.count += 1
            one.articles.add(int(parts.article[text]))
            one.kinds[_KIND_OF[kind]] += 1
    return dict(names)


def _entities(parses: Parses) -> Iterator[tuple[int, int, int, str]]:
    """Yield text, start, end and type of each entity that may be an actor."""
    inside = parses.ent.isin(*_WHOLE)
    first = np.flatnonzero(inside & parses.ent_start)
    breaks = np.flatnonzero(~inside | parses.ent_start)
    after = np.append(breaks, len(parses))[np.searchsorted(breaks, first, side="right")]
    for row, stop in zip(first.tolist(), after.tolist(), strict=True):
        yield int(parses.text[row]), int(parses.start[row]), int(parses.end[stop - 1]), parses.ent[row]


def _merged(names: dict[str, _Name]) -> dict[str, _Name]:
    """Join spellings, adjectives of states, abbreviations, and parts of longer names, each to the commonest name."""
    result: dict[str, _Name] = {}
    by_state = {_key(word): state for state, words in STATE_WORDS.items() for word in (state, *words)}
    by_length = sorted(names, key=lambda name: (-len(name.split()), -names[name].count, name))
    owner: dict[str, str] = {}
    for name in by_length:
        key = by_state.get(_key(name)) or owner.get(_key(name))
        target = key.title() if key in STATE_WORDS and key is not None else key
        if target is None:
            target = name
        for part in (_key(name), *_short(name)):
            owner.setdefault(part, target)
        if target in result and target != name:
            result[target].take(name, names[name])
        elif target == name:
            mine = result.setdefault(name, _Name())
            mine.count += names[name].count
            mine.articles |= names[name].articles
            mine.kinds += names[name].kinds
        else:
            result[target] = _Name()
            result[target].take(name, names[name])
    return result


def _key(name: str) -> str:
    return re.sub(r"[^\w]", "", normalize_word(name).removeprefix("the "))


def _short(name: str) -> list[str]:
    """Return what may stand for a long name: its last word, and its initials."""
    words = [word for word in name.split() if word.lower() not in ("of", "the", "and")]
    if len(words) < 2:
        return []
    return [_key(words[-1]), _key("".join(word[0] for word in words))]


def _kind(name: str, one: _Name) -> str:
    if name.lower() in STATE_WORDS:
        return "state"
    told = one.kinds.most_common(1)
    if not told or told[0][1] == 0 or (told[0][0] == "person" and _guess(name) != "place"):
        return _guess(name)
    return told[0][0]


def _guess(name: str) -> str:
    """Guess the kind by the words of the name; the parser often takes groups with Arabic names for persons."""
    return "institution" if _INSTITUTION.search(name) else "group" if _GROUP.search(name) else "place"


def _actor(name: str, one: _Name) -> Actor:
    kind = _kind(name, one)
    known = {_key(word) for word in (name, *STATE_WORDS.get(name.lower(), ()))}
    known |= {_key(name.split()[-1])} if kind == "person" else set()
    aliases = [alias for alias in dict.fromkeys(one.aliases) if _key(alias) not in known]
    note = f"{count(one.count, 'mention')} in {count(len(one.articles), 'article')}"
    return Actor("x", name[:120], kind=kind, aliases=tuple(alias[:120] for alias in aliases), note=note)


def _with_ids(actors: Iterator[Actor]) -> Iterator[Actor]:
    """Give each actor an id made of its name."""
    used: Counter[str] = Counter()
    for actor in actors:
        words = re.findall(r"\w+", normalize_word(actor.name).replace("'", ""))
        base = "-".join(words)[:70] or "actor"
        used[base] += 1
        own = base if used[base] == 1 else f"{base}-{used[base]}"
        yield Actor(own, actor.name, kind=actor.kind, aliases=actor.aliases, note=actor.note)
