"""Where each word of a sentence stands to the target, by the parse.

The mention's head word is linked by its heads to the root. The first verb on that way is the target's verb, and the
label below it says how the target takes part: as its subject, object, or otherwise. Any other word leaves that way
somewhere; where, and over which links, says whether it is said of the target.

Conventions: columns have one row a token of `Places.parses`, in which each sentence was parsed for itself; a row of
sentences without a token of the mention has no head.

Contents: `RELATIONS`, `LINKS`, `Places`, `find_places`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toolkit.models.parse import parse
from toolkit.models.parses import Parses
from toolkit.stance.target import TargetSentence

Flags = npt.NDArray[np.bool_]
Longs = npt.NDArray[np.int64]

RELATIONS = (
    "mention",  # within the mention itself
    "attribute",  # adjectives, appositions and other parts of the mention's own phrase
    "clause of it",  # a relative clause or participle that hangs on the mention
    "its phrase",  # the phrase that the mention is a part of: "the minister's lies"
    "verb",  # the verb of the mention
    "complement",  # objects and complements of that verb, in the same clause
    "clause below",  # clauses that the verb governs: what the target says, wants or does by it
    "clause beside",  # adverbial and coordinated clauses of the verb
    "above",  # the words that govern the verb: who says so, and how
    "elsewhere",
)
LINKS = ("none", "subject", "passive subject", "object", "by-agent", "other")

_SUBJECT = ("nsubj", "csubj", "expl")
_PASSIVE = ("nsubjpass", "csubjpass")
_OBJECT = ("dobj", "dative", "oprd", "attr")
_SHELL = ("conj", "appos")  # links that pass the part on to the mention: "the mayor and the judge"
_BELOW = ("ccomp", "xcomp", "pcomp")
_BESIDE = ("advcl", "conj", "parataxis", "csubj", "csubjpass")
_OF_NOUN = ("relcl", "acl")


@dataclass(frozen=True, eq=False)
class Places:
    """Parses with the place of each token.

    `head` row of the mention's head word, one a sentence, -1 for none; `relation` index into `RELATIONS`, `steps`
    number of links to the mention (99 where none lead there) and `way` number of links from the mention's head for
    tokens between it and the root (-1 for the others), one a token; `link` index into `LINKS`, `verb` row of the
    target's verb (-1 for none) and `direct`, whether the mention takes part in it itself, not as part of a phrase
    ("the minister's lies"), one a sentence.
    """

    parses: Parses
    head: Longs
    verb: Longs
    link: Longs
    direct: Flags
    relation: npt.NDArray[np.int8]
    steps: npt.NDArray[np.int32]
    way: Longs


def find_places(sentences: Sequence[TargetSentence], *, n_processes: int = 1) -> Places:
    """Parse the sentences and find the place of each token."""
    parses = parse([one.text for one in sentences], n_processes=n_processes)
    start = np.array([one.start for one in sentences], dtype=np.int64)
    end = np.array([one.end for one in sentences], dtype=np.int64)
    mention = (parses.start < end[parses.text]) & (parses.end > start[parses.text]) if len(parses) else _no_flags()
    head = _heads(parses, mention)
    way, verb, below, direct = _ways(parses, head)
    link = _links(parses, head, verb, below)
    relation, steps = _relations(parses, mention, head, verb, way)
    return Places(parses, head, verb, link, direct, relation, steps, way)


def _no_flags() -> Flags:
    return np.zeros(0, dtype=np.bool_)


def _heads(parses: Parses, mention: Flags) -> Longs:
    """Return for each sentence the first token of the mention whose head lies outside of it, -1 for none."""
    outside = mention & (~mention[parses.head] | (parses.head == np.arange(len(parses))))
    outside &= ~parses.pos.isin("PUNCT", "SPACE", "PART")
    rows = np.flatnonzero(outside)
    head = np.full(parses.n_texts, -1, dtype=np.int64)
    head[parses.text[rows[::-1]]] = rows[::-1]
    return head


def _ways(parses: Parses, head: Longs) -> tuple[Longs, Longs, Longs, Flags]:
    """Follow the heads from the mention to the root.

    Returns for each token its number on that way (-1 off it); for each sentence the target's verb, the token below it
    on the way, and whether the mention depends on the verb without a noun in between.
    """
    is_verb = parses.pos.isin("VERB", "AUX")
    shell = parses.dep.isin(*_SHELL, "prep", "agent", "case")
    way = np.full(len(parses), -1, dtype=np.int64)
    verb, below = np.full(len(head), -1, dtype=np.int64), np.full(len(head), -1, dtype=np.int64)
    direct = np.ones(len(head), dtype=np.bool_)
    row = np.flatnonzero(head >= 0)
    now, number = head[row], 0
    while len(now):
        way[now] = number
        up = parses.head[now].astype(np.int64)
        moving = up != now
        row, now, up = row[moving], now[moving], up[moving]
        reached = is_verb[up] & (verb[row] < 0)
        verb[row[reached]], below[row[reached]] = up[reached], now[reached]
        searching = verb[row] < 0
        direct[row[searching & ~shell[now] & ~parses.pos.isin("ADP")[up]]] = False
        now, number = up, number + 1
    return way, verb, below, direct


def _links(parses: Parses, head: Longs, verb: Longs, below: Longs) -> Longs:
    """Return how each mention takes part in its verb."""
    kind = np.zeros(len(head), dtype=np.int64)
    there = np.flatnonzero(verb >= 0)
    at = below[there]
    kind[there] = LINKS.index("other")
    for name, labels in (
        ("subject", _SUBJECT),
        ("passive subject", _PASSIVE),
        ("object", _OBJECT),
        ("by-agent", ("agent",)),
    ):
        kind[there[parses.dep.isin(*labels)[at]]] = LINKS.index(name)
    return kind


def _relations(
    parses: Parses, mention: Flags, head: Longs, verb: Longs, way: Longs
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int32]]:
    """Follow each token up to the way of its sentence's mention, and name the place where it gets there."""
    n = len(parses)
    now, steps = np.arange(n), np.zeros(n, dtype=np.int32)
    below, beside, of_noun = (parses.dep.isin(*labels) for labels in (_BELOW, _BESIDE, _OF_NOUN))
    clausal = parses.pos.isin("VERB", "AUX")
    crossed = np.zeros(n, dtype=np.int8)  # the last clause link before the way: 1 below, 2 beside, 3 of a noun
    open_ = np.flatnonzero((way < 0) & (head[parses.text] >= 0))
    while len(open_):
        here = now[open_]
        crossed[open_[below[here]]] = 1
        crossed[open_[beside[here] & clausal[here]]] = 2
        crossed[open_[of_noun[here]]] = 3
        up = parses.head[here].astype(np.int64)
        now[open_], steps[open_] = up, steps[open_] + 1
        open_ = open_[(way[up] < 0) & (up != here)]
    met = way[now]
    verb_way = np.where(verb >= 0, way[verb], np.iinfo(np.int64).max)[parses.text]
    name = RELATIONS.index
    relation = np.full(n, name("elsewhere"), dtype=np.int8)
    on = met >= 0
    relation[on & (met > verb_way)] = name("above")
    at_verb = on & (met == verb_way)
    relation[at_verb] = name("complement")
    relation[at_verb & (crossed == 1)] = name("clause below")
    relation[at_verb & (crossed >= 2)] = name("clause beside")
    relation[at_verb & (steps == 0)] = name("verb")
    relation[on & (met < verb_way)] = name("its phrase")
    relation[on & (met == 0) & (verb_way != 0)] = name("attribute")
    relation[on & (met == 0) & (verb_way != 0) & (crossed > 0)] = name("clause of it")
    relation[mention] = name("mention")
    steps = np.where(on, steps + met, 99).astype(np.int32)
    return relation, steps
