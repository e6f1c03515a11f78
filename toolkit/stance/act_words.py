"""Verbs and nouns of the list of acts in which a target takes part, and in which part.

The target is the agent of a verb whose subject it is (or the by-phrase of a passive), and of further verbs that are
coordinated with it, depend on it, or tell of the target in a relative clause; it is the patient of a verb whose object
it is. Of a noun it is the party that the noun's possessor or preposition names.

Contents: `ActWords`, `act_words`, `parts_in_verbs`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toolkit.models.parses import Parses
from toolkit.stance.acts import ActGroup, ActVerb, load_acts
from toolkit.stance.places import LINKS, Places

Longs = npt.NDArray[np.int64]
Parts = npt.NDArray[np.int8]

_NONE, _AGENT, _PATIENT = 0, 1, 2
_REACH = 6  # words after the verb in which its particles are looked for
_PASSED_ON = ("xcomp", "conj", "advcl", "pcomp", "acl")


@dataclass(frozen=True, eq=False)
class ActWords:
    """One row an act: the parser's token, and the target's part with the class of the act, such as "agent:kill".

    `sign` is -1 for words of ill will in the one class that holds both kinds, regard ("despise", "admire"), else 1.
    """

    token: Longs
    key: npt.NDArray[np.object_]
    sign: npt.NDArray[np.float64]


def act_words(places: Places) -> ActWords:
    """Return all acts in which the targets take part."""
    parses = places.parses
    group, number = _groups()
    part = parts_in_verbs(places)
    of_token = np.full(len(parses), -1, dtype=np.int64)
    _mark_verbs(parses, of_token, number)
    of_token[part == _NONE] = -1
    noun_part = _mark_nouns(places, of_token, number)
    part = np.where(noun_part > 0, noun_part, part)
    rows = np.flatnonzero((of_token >= 0) & (part > _NONE))
    act_class = np.array([one.act_class for one in group], dtype=object)[of_token[rows]]
    name = np.array(["", "agent:", "patient:"], dtype=object)[part[rows]]
    ill = np.array([one.act_class == "regard" and one.attitude < 0 for one in group])[of_token[rows]]
    return ActWords(rows, name + act_class, np.where(ill, -1.0, 1.0))


def _groups() -> tuple[list[ActGroup], dict[int, int]]:
    acts = load_acts()
    groups: dict[int, ActGroup] = {}
    for group in [*(verb.group for verb in acts.verbs.values()), *(noun.group for noun in acts.nouns.values())]:
        groups.setdefault(id(group), group)
    return [*groups.values()], {key: number for number, key in enumerate(groups)}


def _mark_verbs(parses: Parses, of_token: Longs, number: dict[int, int]) -> None:
    """Write the number of its group on each token that is a verb of the list; longer entries win."""
    acts = load_acts()
    is_verb = parses.pos.isin("VERB")
    for lemma in parses.lemma.names:
        entries = acts.heads(lemma)
        if not entries:
            continue
        rows = np.flatnonzero(parses.lemma.isin(lemma) & is_verb)
        for entry in reversed(entries):
            fitting = rows[_has_words(parses, rows, entry)]
            of_token[fitting] = number[id(entry.group)]


def _has_words(parses: Parses, rows: Longs, entry: ActVerb) -> npt.NDArray[np.bool_]:
    """Say for which verbs the other words of an entry follow within reach."""
    found = np.ones(len(rows), dtype=np.bool_)
    for word in entry.words[1:]:
        same = np.append(parses.lemma.isin(word), False)
        near = np.minimum(rows[:, None] + np.arange(1, _REACH + 1), len(parses))
        in_text = np.append(parses.text, -1)[near] == parses.text[rows][:, None]
        found &= (same[near] & in_text).any(axis=1)
    return found


def parts_in_verbs(places: Places) -> Parts:
    """Return for each token that is a verb the part that the target takes in it: 0 none, 1 agent, 2 patient."""
    parses = places.parses
    part = np.zeros(len(parses), dtype=np.int8)
    rows = np.flatnonzero(places.verb >= 0)
    agent = np.isin(places.link[rows], [LINKS.index("subject"), LINKS.index("by-agent")])
    patient = np.isin(places.link[rows], [LINKS.index("passive subject"), LINKS.index("object")])
    whole = places.direct[rows]
    part[places.verb[rows[agent & whole]]] = _AGENT
    part[places.verb[rows[patient & whole]]] = _PATIENT
    _mark_prepositions(places, part)
    _mark_clauses(places, part)
    _pass_on(parses, part)
    return part


def _mark_prepositions(places: Places, part: Parts) -> None:
    """Make targets after a preposition that belongs to the verb its patients: "cracked down on the group"."""
    parses = places.parses
    head = places.head[places.head >= 0]
    preposition = parses.head[head]
    verb = parses.head[preposition]
    close = parses.dep.isin("pobj")[head] & parses.dep.isin("prep")[preposition] & parses.pos.isin("VERB")[verb]
    close &= parses.lemma.isin("on", "upon", "against", "at", "for", "of", "with", "to")[preposition]
    rows = verb[close]
    part[rows[part[rows] == _NONE]] = _PATIENT


def _mark_clauses(places: Places, part: Parts) -> None:
    """Mark verbs of relative clauses and participles that hang on the mention."""
    parses = places.parses
    on_head = np.zeros(len(parses), dtype=np.bool_)
    on_head[places.head[places.head >= 0]] = True
    hangs = on_head[parses.head]
    relative, participle = hangs & parses.dep.isin("relcl"), hangs & parses.dep.isin("acl")
    has_subject, has_passive = _pronoun_child(parses, "nsubj"), _pronoun_child(parses, "nsubjpass")
    part[relative] = np.where(has_passive[relative], _PATIENT, np.where(has_subject[relative], _AGENT, _PATIENT))
    part[participle] = np.where(parses.tag.isin("VBN")[participle], _PATIENT, _AGENT)


def _pronoun_child(parses: Parses, dep: str) -> npt.NDArray[np.bool_]:
    """Say which tokens have a relative pronoun below them in this relation."""
    rows = parses.dep.isin(dep) & parses.tag.isin("WDT", "WP")
    found = np.zeros(len(parses), dtype=np.bool_)
    found[parses.head[rows]] = True
    return found


def _child(parses: Parses, *deps: str) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(parses), dtype=np.bool_)
    rows = parses.dep.isin(*deps)
    found[parses.head[rows]] = True
    return found


def _pass_on(parses: Parses, part: Parts) -> None:
    """Give verbs without a subject of their own the agent of the verb that they hang on, a few links down."""
    own = _child(parses, "nsubj", "nsubjpass", "csubj", "expl")
    passive = _child(parses, "auxpass")
    open_ = parses.pos.isin("VERB") & parses.dep.isin(*_PASSED_ON) & ~own
    conj = parses.dep.isin("conj")
    # A preposition between the verbs ("accused of lying") hands the part on: its object, if it was one, is the doer.
    bridge = parses.dep.isin("prep")
    for _ in range(4):
        head = parses.head
        above = np.where(bridge[head], part[head[head]], part[head])
        new = open_ & (part == _NONE) & (above > _NONE)
        given = np.where(passive, _PATIENT, np.where(conj & (above == _PATIENT), _PATIENT, _AGENT))
        part[new] = given[new]


def _mark_nouns(places: Places, of_token: Longs, number: dict[int, int]) -> Parts:
    """Write the group of nouns of the list that the mention belongs to, and return the part that it takes in them."""
    parses, acts = places.parses, load_acts()
    part = np.zeros(len(parses), dtype=np.int8)
    rows = np.flatnonzero(places.head >= 0)
    head = places.head[rows]
    above = parses.head[head].astype(np.int64)
    possessor = parses.dep.isin("poss", "compound", "nmod")[head]
    behind = parses.dep.isin("pobj")[head] & parses.dep.isin("prep", "agent")[above]
    noun = np.where(behind, parses.head[above], above)
    for place in np.flatnonzero((possessor | behind) & parses.pos.isin("NOUN")[noun]):
        entry = acts.noun(parses.lemma[int(noun[place])])
        if entry is None:
            continue
        mark = parses.lemma[int(above[place])] if behind[place] else ""
        agent = mark in entry.agent_marks if behind[place] else entry.possessive == "agent"
        patient = mark in entry.patient_marks if behind[place] else entry.possessive == "patient"
        of_token[noun[place]] = number[id(entry.group)] if agent or patient else of_token[noun[place]]
        part[noun[place]] = _AGENT if agent else _PATIENT if patient else _NONE
    return part
