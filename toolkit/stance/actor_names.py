"""The ways in which texts write an actor's names, as patterns for the matcher.

Apostrophes inside Arabic names come and go (Kataib, Kata'ib), hyphens too (al-Muhandis, al Muhandis), abbreviations
have full stops or none (U.S., US), persons have initials, groups a plural, and states an adjective.

Conventions: a `Form` is one pattern with what it is; `Form.tail` is the number of characters that belong to the name in
its last word (0 for all), so that "Iran" is found in "Iran-backed". A form without `full` counts only after a name.

Contents: `HOW`, `HONORIFICS`, `TITLES`, `Form`, `forms_of`, `family_name`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from toolkit.lexicons.patterns import cut_patterns
from toolkit.stance.actor import Actor
from toolkit.stance.actor_states import STATE_WORDS

HOW = ("name", "alias", "adjective", "title", "short form", "family name", "pronoun")

# Words that may stand with a capital before a family name without making it another person's name.
HONORIFICS = frozenset(
    """mr mrs ms miss dr prof professor president premier prime minister secretary general gen lt col colonel maj major
    sgt sergeant capt captain adm admiral sen senator rep representative gov governor king queen prince princess sheikh
    ayatollah imam hajj sayyid judge justice chancellor ambassador director chief commander leader lord lady sir sultan
    emir speaker chairman chairwoman spokesman spokeswoman counsel attorney dictator pope archbishop bishop rev mayor
    congressman congresswoman deputy vice former acting the and but if when as for with that""".split()
)
# Before a family name, these make a name of it: "President Qasirli" needs no full name before.
TITLES = frozenset(
    """mr mrs ms dr prof professor president premier minister secretary general gen lt col colonel maj major sgt capt
    captain adm admiral sen senator rep gov governor king queen prince princess sheikh ayatollah imam judge justice
    chancellor ambassador commander sir sultan emir mayor pope""".split()
)
# Of these, the ones that stand alone behind "the".
TITLE_NOUNS = TITLES - set("mr mrs ms dr prof gen lt col maj sgt capt adm sen rep gov sir".split())
# Families that come first in names of three words, or of two with a hyphen.
_FAMILY_FIRST = frozenset(
    "kim lee park choi jung jeong kang cho yoon jang lim moon ban roh chun xi li wang zhang liu chen yang zhao wu zhou "
    "xu sun hu mao deng jiang wen nguyen tran pham vo".split()
)
_SUFFIXES = frozenset("jr sr ii iii iv".split())
_LAST_PLURAL = ("group", "institution")
_DETERMINERS = "(the|this|that)"
_MOST_SPELLINGS = 24


@dataclass(frozen=True)
class Form:
    """One way to write an actor: the pattern, what it is (of `HOW`), and whether it counts without a name before it.

    `capitals` is "all" (US), "first" (Iran) or "" (the group); `tail` see the module; `gaps` words between the
    determiner and the noun, `initial` whether the second word must be an initial. `title` is one that no list
    gives: the form counts if the article gave the actor this title before.
    """

    pattern: str
    how: str
    full: bool = True
    capitals: str = ""
    tail: int = 0
    gaps: int = 0
    initial: bool = False
    title: str = ""


def forms_of(actor: Actor) -> list[Form]:
    """Return all forms of an actor, each pattern once; the first that has it counts."""
    forms: dict[tuple[str, bool], Form] = {}
    for form in _all_forms(actor):
        forms.setdefault((form.pattern, form.full), form)
    return list(forms.values())


def _all_forms(actor: Actor) -> Iterator[Form]:
    yield from _named(actor, [actor.name], "name")
    yield from _named(actor, actor.aliases, "alias")
    if actor.kind == "state":
        yield from _named(actor, _words_of_state(actor.name), "adjective")
    if actor.kind == "person":
        yield from _of_person(actor)
    for short in actor.short_forms:
        yield from _after_name(short, "short form")
    last = actor.name.split()[-1]
    if actor.kind in _LAST_PLURAL and last == last.lower() and " " in actor.name.removeprefix("the "):
        yield from _after_name(f"the {last}", "short form")  # "the government" for "Iraqi government"


def _named(actor: Actor, names: Iterable[str], how: str) -> Iterator[Form]:
    plural = actor.kind in _LAST_PLURAL
    for name in names:
        capitals = "all" if _is_abbreviation(name) else "first" if name != name.lower() else ""
        for spelling in spellings(name):
            tail = len(spelling.split()[-1])
            yield Form(spelling, how, capitals=capitals)
            if spelling[-1:].isalnum() and "." not in spelling:
                yield Form(f"{spelling}-*", how, capitals=capitals, tail=tail)
            if plural and spelling[-1:].isalpha() and not spelling.endswith("s"):
                yield Form(f"{spelling}s", how, capitals=capitals if capitals != "all" else "first")
        words = spellings(name)[0].split()
        if actor.kind == "person" and len(words) == 3 and words[0] in _FAMILY_FIRST:
            yield Form(f"{words[0]} {words[1]}-{words[2]}", how, capitals="first")
        if actor.kind == "person" and len(words) == 2:
            yield Form(f"{words[0]} * {words[1]}", how, capitals="first", initial=True)


def _words_of_state(name: str) -> list[str]:
    """Return what else a state is called, if the table knows it by this name or by one of its other names."""
    wanted = name.lower().removeprefix("the ")
    known = [(state.title(), *words) for state, words in STATE_WORDS.items()]
    return [word for words in known if wanted in map(str.lower, words) for word in words]


def _of_person(actor: Actor) -> Iterator[Form]:
    """Yield the family name, alone and behind the person's titles, and the titles alone."""
    families = [spelling for name in family_name(actor) for spelling in spellings(name)]
    names = [spelling for name in (actor.name, *actor.aliases) for spelling in spellings(name)]
    for title in actor.titles:
        for spelling in dict.fromkeys([*names, *families]):
            yield Form(f"{title.lower()} {spelling}", "title", capitals="name")
        yield from _after_name(f"the {title.lower().removeprefix('the ')}", "title")
    for title in sorted(TITLE_NOUNS):
        for words in (title, f"prime {title}") if title == "minister" else (title,):
            yield Form(f"{_DETERMINERS} {words}", "title", full=False, title=title)
    for family in families:
        yield Form(family, "family name", full=False, capitals="first")
        yield Form(f"{family}-*", "family name", full=False, capitals="first", tail=len(family.split()[-1]))


def _after_name(short: str, how: str) -> Iterator[Form]:
    """Yield a short form; one with "the" also behind this or that, and with up to two attributes between."""
    capitals = "first" if short != short.lower() else ""
    words = short.lower().split()
    if words[0] != "the" or len(words) == 1:
        yield Form(" ".join(words), how, full=False, capitals=capitals)
        return
    noun = " ".join(words[1:])
    for gaps in range(3):
        yield Form(" ".join([_DETERMINERS, *["*"] * gaps, noun]), how, full=False, gaps=gaps)


def family_name(actor: Actor) -> list[str]:
    """Return a person's family name, with and without al-; none for a name of one word."""
    words = [word for word in actor.name.split() if word.lower().strip(".,") not in _SUFFIXES]
    if actor.family_name:
        name = actor.family_name
    elif len(words) < 2:
        return []
    elif words[0].lower() in _FAMILY_FIRST and (len(words) == 3 or "-" in words[1]):
        name = words[0]
    else:
        name = words[-1]
    bare = re.sub(r"^(al|el)-", "", name, flags=re.IGNORECASE)
    return list(dict.fromkeys([name, bare]))


def _is_abbreviation(name: str) -> bool:
    letters = name.replace(".", "")
    return 2 <= len(letters) <= 5 and letters.isalpha() and letters.isupper()


def spellings(name: str) -> list[str]:
    """Return the ways to write a name, in lower case, as many as 24."""
    words = " ".join(name.replace("’", "'").replace("‘", "'").lower().split())
    if _is_abbreviation(name):
        letters = words.replace(".", "")
        return [letters, ".".join(letters) + ".", ".".join(letters)]
    choices = [_word_spellings(word) for word in words.split()]
    found = [" ".join(one) for one in _few(choices)]
    found += [one.replace("-", " ") for one in found if "-" in one]
    # The article before a name belongs to it or not: "the Pentagon".
    found += [one.removeprefix("the ") for one in found]
    return [one for one in dict.fromkeys(found) if cut_patterns([one])[0]]


def _few(choices: list[list[str]]) -> list[tuple[str, ...]]:
    made = product(*choices)
    return [one for one, _ in zip(made, range(_MOST_SPELLINGS), strict=False)]


def _word_spellings(word: str) -> list[str]:
    """Return a word with and without its apostrophe, which may stand between vowels or after a vowel."""
    if "'" in word.removesuffix("'s"):
        return [word, word.replace("'", "")]
    places = [i for i in range(1, len(word)) if word[i - 1] in "aeiou" and word[i] in "aeiou"]
    return [word, *(f"{word[:i]}'{word[i:]}" for i in places)]
