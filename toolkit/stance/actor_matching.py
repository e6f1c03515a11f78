"""Where the words that may stand for an actor occur in a corpus: candidates, found in one pass over the texts.

Conventions: a candidate is a place that a form fits, in letters and in capitals; whether it is a mention is decided
later, by what the article said before (`toolkit.stance.actor_linking`).

Contents: `Candidate`, `find_candidates`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toolkit.corpus.corpus import Parts
from toolkit.lexicons.lexicon import Category, Entry, Lexicon
from toolkit.lexicons.matcher import Matcher
from toolkit.stance.actor import Actors
from toolkit.stance.actor_names import HONORIFICS, HOW, TITLES, Form, forms_of
from toolkit.text.tokens import iter_batches, tokenize
from toolkit.text.vocabulary import Vocabulary

_BROKEN = re.compile(r"[,;:()\n]")
_ATTRIBUTE = re.compile(
    r"[\"'“”‘’]?(?:[A-Z][\w.’'-]*|\w+[-‑]\w+|\w+(?:an|ed|ic|al|ist|ite|ant|ful|ous|ary|ish|ese|ing))[\"'“”‘’]?",
    re.ASCII,
)
_INITIAL = re.compile(r"\S+\s\w\.?\s\S+")
_WORD_BEFORE = re.compile(r"(\w[\w.’'-]*)\s$")
_SENTENCE_END = re.compile(r"(?:^|[.!?:—\n\"“‘])\s*\w[\w’'-]*\s$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be a mention: `head` is where its last word begins, `story` its sentence within the article."""

    article: int
    unit: int
    sentence: int
    story: int
    start: int
    head: int
    end: int
    actor: int
    how: str
    full: bool
    cut: bool = False  # part of a longer word: Iran in "Iran-backed"
    title: str = ""  # before a name; of a title alone, the one that the article must have given before


def find_candidates(parts: Parts, actors: Actors, headline: int) -> list[Candidate]:
    """Return the candidates in all parts, in the order of the articles; `headline` is the number of that part."""
    forms = [(number, form) for number, actor in enumerate(actors) for form in forms_of(actor)]
    lexicons, members = _lexicons(forms)
    vocabulary = Vocabulary()
    matcher = Matcher(lexicons, vocabulary)
    found: list[tuple[int, ...]] = []
    n_sentences = np.zeros(len(parts), dtype=np.int64)
    for rows in iter_batches([len(text) for text in parts.texts]):
        tokens = tokenize(parts.texts[rows], vocabulary=vocabulary)
        matches = matcher.match(tokens)
        first, last = matches.token, matches.token + matches.length - 1
        compiled = matcher.compiled
        form = members[compiled.lexicon_of[matches.entry], compiled.category_of[matches.entry]]
        columns = (tokens.text[first] + rows.start, tokens.sentence[first], tokens.start[first], tokens.start[last],
                   tokens.end[last], form)  # fmt: skip
        found += zip(*(column.tolist() for column in columns), strict=True)
        n_sentences[rows] = tokens.n_sentences
    people = [actor.kind == "person" for actor in actors]
    return _checked(found, forms, parts, _sentences_before(parts, n_sentences), headline, people)


def _lexicons(forms: Sequence[tuple[int, Form]]) -> tuple[list[Lexicon], npt.NDArray[np.int64]]:
    """Return the forms as lexicons, and for each lexicon and category the number of the form.

    The longest match wins within a lexicon, so forms that must not hide each other stand in different ones: names,
    short forms, and short forms with one or two attributes.
    """
    sets: dict[tuple[bool, int, bool], list[int]] = {}
    for number, (_, form) in enumerate(forms):
        sets.setdefault((form.full, form.gaps, form.initial), []).append(number)
    members = np.full((len(sets), max(map(len, sets.values()))), -1, dtype=np.int64)
    lexicons = []
    for row, numbers in enumerate(sets.values()):
        members[row, : len(numbers)] = numbers
        categories = tuple(Category(str(number), (Entry(forms[number][1].pattern),)) for number in numbers)
        lexicons.append(Lexicon(f"actors {row}", categories))
    return lexicons, members


def _sentences_before(parts: Parts, n_sentences: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return for each unit the number of sentences of its article that stand in earlier parts."""
    before = np.cumsum(n_sentences) - n_sentences
    if len(before):
        new = np.concatenate([[True], parts.article[1:] != parts.article[:-1]])
        before -= before[np.flatnonzero(new)][np.cumsum(new) - 1]
    return before


def _checked(
    found: list[tuple[int, ...]],
    forms: list[tuple[int, Form]],
    parts: Parts,
    before: npt.NDArray[np.int64],
    headline: int,
    people: list[bool],
) -> list[Candidate]:
    """Return the matches whose capitals, attributes and neighbours fit, as candidates, in order."""
    result = []
    article, part, texts, sentences_before = parts.article.tolist(), parts.part.tolist(), parts.texts, before.tolist()
    for unit, sentence, start, head, end, number in found:
        actor, form = forms[number]
        stop = head + form.tail if form.tail else end
        text = texts[unit]
        if not _fits(form, text[start:stop], text[head:stop]):
            continue
        title = form.title if form.how == "title" else _title_before(text, start) if people[actor] else ""
        lone = form.how == "family name" and not title
        if lone and _of_another(text, start, is_headline=part[unit] == headline):
            continue
        story = sentence + sentences_before[unit]
        result.append(
            Candidate(article[unit], unit, sentence, story, start, head, stop, actor, form.how,
                      form.full or (form.how == "family name" and title != ""), stop < end, title)
        )  # fmt: skip
    return sorted(result, key=_place)


def _place(one: Candidate) -> tuple[int, int, int, int, int]:
    return one.unit, one.head, one.start, one.actor, HOW.index(one.how)


def _fits(form: Form, words: str, last: str) -> bool:
    """Tell whether capitals and the words between fit the form, and no comma or bracket stands inside."""
    if form.capitals == "first" and words == words.lower():
        return False
    if form.capitals == "all" and words != words.upper():
        return False
    if form.capitals == "name" and last == last.lower():
        return False
    if form.initial and not _INITIAL.fullmatch(words):
        return False
    between = words.split()[1 : 1 + form.gaps]
    return not _BROKEN.search(words) and all(_ATTRIBUTE.fullmatch(word) for word in between)


def _title_before(text: str, start: int) -> str:
    """Return the title before a person's name, in lower case; "" if the word there is none or has no capital."""
    before = _WORD_BEFORE.search(text, max(0, start - 40), start)
    title = before[1].lower().strip(".") if before is not None and before[1][0].isupper() else ""
    return title if title in TITLES else ""


def _of_another(text: str, start: int, *, is_headline: bool) -> bool:
    """Tell whether a capitalised word before a family name makes it the name of somebody else ("Ivanka Trump")."""
    if is_headline:  # every word may have a capital there
        return False
    before = _WORD_BEFORE.search(text, max(0, start - 40), start)
    if before is None or not before[1][0].isupper() or before[1].lower().strip(".'’") in HONORIFICS:
        return False
    return not before[1].endswith(("'s", "’s")) and not _SENTENCE_END.search(text, max(0, start - 60), start)
