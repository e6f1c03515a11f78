"""Attributions by rule: which words introduce what somebody says or thinks, and which options fill the roles.

Contents: `Found`, `find_by_rules`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.stance.attribution_options import (
    Option,
    content_options,
    cue_options,
    is_passive,
    is_statement,
    near_quotes,
    noun_range,
    source_options,
)
from toolkit.stance.attribution_words import Frame, cue_words
from toolkit.stance.sheets import Range, Sheet

_CLAUSE = ("clause after", "clause before", "parataxis after", "parataxis before", "csubj after", "csubj before",
           "csubjpass before")  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One attribution: its head word (a token), the kind of cue, and the ranges of tokens of each role."""

    head: int
    kind: str
    cue: Range
    source: Range | None
    content: tuple[Range, ...]


def find_by_rules(sheet: Sheet) -> list[Found]:
    """Return the attributions that have a word as cue, in the order of the text."""
    return [found for head in range(len(sheet)) for found in _at(sheet, head)]


def _at(sheet: Sheet, head: int) -> Iterator[Found]:
    words, lemma, pos = cue_words(), sheet.lemma[head].lower(), sheet.pos[head]
    found: Found | None = None
    if sheet.word[head] in ("according", "per") and pos not in ("NOUN", "PROPN"):
        found = _according(sheet, head)
    elif pos == "VERB" and lemma in words.verbs:
        found = _verb(sheet, head, words.verbs[lemma])
    elif pos == "NOUN" and lemma in words.nouns:
        found = _noun(sheet, head, words.nouns[lemma])
    elif pos == "NOUN" and lemma in words.views:
        found = _view(sheet, head)
    elif pos == "ADJ" and lemma in words.adjectives:
        found = _adjective(sheet, head, words.adjectives[lemma])
    elif pos == "ADV" and lemma in words.adverbs:
        found = _adverb(sheet, head, words.adverbs[lemma])
    if found is not None:
        yield found


def _pick(options: list[Option], *names: str) -> Option | None:
    by_name = {option.name: option for option in reversed(options)}
    return next((by_name[name] for name in names if name in by_name), None)


def _according(sheet: Sheet, head: int) -> Found | None:
    last, nouns = head, sheet.kids(head, "pobj")
    for to in sheet.kids(head, "prep"):
        last, nouns = to, sheet.kids(to, "pobj")
    host = _pick(content_options(sheet, head), "host")
    if not nouns or host is None or sheet.word[nouns[0]] in ("plan", "plans", "schedule"):
        return None
    if sheet.word[head] == "per" and sheet.pos[nouns[0]] != "PROPN":  # "per day"
        return None
    return Found(head, "neutral", (head, last), noun_range(sheet, nouns[0], head), host.ranges)


def _verb(sheet: Sheet, head: int, frame: Frame) -> Found | None:
    content, preposition = _verb_content(sheet, head, frame)
    if content is None:
        return None
    kind = cue_words().kind(sheet.word[head], frame)
    source = _source(sheet, head, content)
    return Found(head, kind, _cue(sheet, head, content, preposition), source, content.ranges)


def _verb_content(sheet: Sheet, head: int, frame: Frame) -> tuple[Option | None, str]:
    """Return the content of a verb, and the preposition that belongs to the cue."""
    options = content_options(sheet, head)
    if "clause" in frame.follows and (chosen := _clause_content(sheet, head, options)) is not None:
        return chosen, ""
    passive = is_passive(sheet, head)
    if "infinitive" in frame.follows and (chosen := _pick(options, "split", "xcomp")) is not None:
        return (_with_subject(sheet, head, chosen) if frame.kind == "seeming" else chosen), ""
    if sheet.word[head] in ("quoted", "cited", "heard") and passive and (chosen := _pick(options, "prep as")):
        return chosen, ""
    if "clause" in frame.follows and passive and (chosen := _pick(options, "split")):
        return chosen, ""
    if "object" in frame.follows:
        names = ("nsubjpass",) if passive else ("dobj short", "dobj")
        if (chosen := _pick(options, "clause after", *names, "noun above")) is not None:
            return chosen, ""
    for preposition in frame.prepositions:
        if (chosen := _pick(options, f"prep {preposition}")) is not None:
            return chosen, preposition
    return (_pick(options, "xcomp"), "") if "addressee" in frame.follows else (None, "")


def _clause_content(sheet: Sheet, head: int, options: list[Option]) -> Option | None:
    clause = _pick(options, *_CLAUSE)
    before, after = near_quotes(sheet, head)
    right_clause = clause is not None and clause.ranges[0][0] > head
    if before is not None and not right_clause and is_statement(sheet, before):
        return Option("quote before", _joined(sheet, before, clause))
    if clause is not None:
        return clause
    if sheet.dep[head] == "parataxis" and (host := _pick(options, "host")):
        return host
    if after is not None and is_statement(sheet, after):
        return _pick(options, "quote after")
    return None


def _with_subject(sheet: Sheet, head: int, content: Option) -> Option:
    """Return the content of "Investors seem to agree", to which the subject belongs."""
    subjects = [noun_range(sheet, noun, head) for noun in sheet.kids(head, "nsubj")]
    return Option("split", (*(one for one in subjects if one is not None), *content.ranges))


def _joined(sheet: Sheet, quote: int, clause: Option | None) -> tuple[Range, ...]:
    """Return a quotation together with the words that lead into it: "The deal 'is dead'," she said."""
    tokens = sheet.quotes[quote]
    if clause is None or tokens[0] == 0:
        return (tokens,)
    first = min(clause.ranges[0][0], tokens[0])
    apart = sheet.pos[tokens[0] - 1] in ("PUNCT", "SPACE")
    if first < tokens[0] and not apart and sheet.sentence[first] == sheet.sentence[tokens[0]]:
        return ((first, tokens[1]),)
    return (tokens,)


def _source(sheet: Sheet, head: int, content: Option) -> Range | None:
    """Return the first source that is not part of the content."""
    for option in source_options(sheet, head):
        a, b = option.ranges[0]
        if not any(first <= b and a <= last for first, last in content.ranges):
            return option.ranges[0]
    return None


def _cue(sheet: Sheet, head: int, content: Option, preposition: str) -> Range:
    options = cue_options(sheet, head)
    place = _pick(options, "place")
    if place is not None and not any(a <= place.ranges[0][1] and place.ranges[0][0] <= b for a, b in content.ranges):
        return place.ranges[0]
    longer = _pick(options, "prep")
    if preposition and longer is not None and sheet.word[longer.ranges[0][1]] == preposition:
        return longer.ranges[0]
    return options[0].ranges[0]


def _noun(sheet: Sheet, head: int, frame: Frame) -> Found | None:
    options = content_options(sheet, head)
    kind = cue_words().kind(sheet.word[head], frame)
    chosen = _pick(options, "clause after", "relcl after") if "that" in frame.prepositions else None
    first, last = head, head
    clauses = [child for child in sheet.kids(head, "acl", "relcl", "ccomp") if child > head]
    if chosen is not None and clauses and sheet.word[sheet.left[clauses[0]]] != "that":
        chosen = None
    if chosen is None and "to" in frame.prepositions and clauses and sheet.word[sheet.left[clauses[0]]] == "to":
        chosen = _pick(options, "clause after", "relcl after")
    if chosen is None:
        for preposition in sheet.kids(head, "prep"):
            if sheet.word[preposition] in frame.prepositions - {"that"} and preposition == head + 1:
                chosen, last = _pick(options, f"prep {sheet.word[preposition]}"), preposition
                break
    source = _source(sheet, head, chosen) if chosen is not None else None
    if chosen is None:
        return None
    while first - 1 >= sheet.left[head] and (source is None or first - 1 > source[1] or first - 1 < source[0]):
        first -= 1
        if sheet.dep[first] in ("poss",):
            first += 1
            break
    return Found(head, kind, (first, last), source, chosen.ranges)


def _view(sheet: Sheet, head: int) -> Found | None:
    """Return "in the minister's view ..."."""
    above = sheet.head[head]
    holders = sheet.kids(head, "poss") + [
        noun for of in sheet.kids(head, "prep") if sheet.word[of] == "of" for noun in sheet.kids(of, "pobj")
    ]
    if sheet.word[above] not in ("in", "by", "to") or not holders or sheet.dep[above] != "prep":
        return None
    host = _pick(content_options(sheet, above), "host")
    if host is None:
        return None
    return Found(head, "contending", (above, head), noun_range(sheet, holders[0], head), host.ranges)


def _adjective(sheet: Sheet, head: int, frame: Frame) -> Found | None:
    options = content_options(sheet, head)
    chosen = _pick(options, "clause after", "xcomp")
    preposition = ""
    if chosen is None:
        behind = [one for one in options if one.name.startswith("prep ") and one.ranges[0][0] > head]
        chosen = behind[0] if behind else None
        preposition = chosen.name[5:] if chosen is not None else ""
    source = _holder(sheet, head)
    if chosen is None or source is None:
        return None
    return Found(head, frame.kind, _cue(sheet, head, chosen, preposition), source, chosen.ranges)


def _holder(sheet: Sheet, head: int) -> Range | None:
    above = sheet.head[head]
    if sheet.dep[head] not in ("acomp", "attr", "oprd"):
        return None
    subjects = sheet.kids(above, "nsubj")
    return noun_range(sheet, subjects[0], head) if subjects else None


def _adverb(sheet: Sheet, head: int, frame: Frame) -> Found | None:
    host = _pick(content_options(sheet, head), "host")
    return None if host is None else Found(head, frame.kind, (head, head), None, host.ranges)
