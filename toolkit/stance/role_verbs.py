"""Verbs as acts: which entry of the list a verb is, its form, its agent and its patient.

Contents: `Act`, `verb_act`, `plain_verb_act`.
"""

from dataclasses import dataclass

from toolkit.stance.acts import ActGroup, ActNoun, ActVerb, load_acts
from toolkit.stance.role_grammar import objects, subject
from toolkit.stance.role_passives import by_phrase, is_passive_form, is_reduced
from toolkit.stance.role_phrases import DEPTH, antecedent, is_headline, is_misread_auxiliary, own_subject
from toolkit.stance.role_words import AIMS, NEED_CLAUSE, NO_PARTY, SHADING
from toolkit.stance.sheets import Sheet

_REACH = 8  # words after the verb in which the others of its entry are looked for
_CAUSATIVE = ("have", "get")
_WISHING = ("want", "see", "find", "need")  # "wants them destroyed": by whom is open
_UPON = ("against", "at", "on", "upon")
_OWNERS = frozenset("his her its their my our your".split())


@dataclass(frozen=True)
class Act:
    """An act word with its parties, each named by a token.

    `doerless` says that the word has no place for an agent ("three people died").
    """

    token: int
    entry: ActVerb | ActNoun
    agent: int | None
    patient: int | None
    form: str
    doerless: bool = False

    @property
    def group(self) -> ActGroup:
        """What the word implies."""
        return self.entry.group

    @property
    def agent_deleted(self) -> bool:
        """Whether the grammar has a place for the agent and it is empty."""
        return self.agent is None and not self.doerless and self.form != "active"


@dataclass(frozen=True)
class _Voice:
    """The parties of a verb before its entry is known."""

    form: str
    agent: int | None
    patient: int | None


def verb_act(sheet: Sheet, verb: int) -> Act | None:
    """Return the act that a verb is, or None if it is none."""
    if _is_adjective(sheet, verb) or _only_shades(sheet, verb):
        return None
    voice = _voice(sheet, verb)
    for entry in load_acts().heads(sheet.lemma[verb]):
        act = _fitted(sheet, verb, entry, voice)
        if act is not None and act.group.act_class != "regard":
            lacking = entry.lemma in NEED_CLAUSE and not _makes_do(sheet, act)
            return act if _counts(sheet, act) and not lacking else None
    return None


def plain_verb_act(sheet: Sheet, verb: int, group: ActGroup) -> Act:
    """Return a verb that is on no list as an act of this group: its subject acts, its object suffers.

    Without an object, what "against", "at", "on" or "upon" introduces is the patient.
    """
    entry = ActVerb(sheet.lemma[verb].lower(), (sheet.lemma[verb].lower(),), None, None, group)
    voice = _voice(sheet, verb)
    patient = voice.patient
    if patient is None and voice.form != "passive":
        marked = [p for p in sheet.kids(verb, "prep") if sheet.word[p] in _UPON and sheet.kids(p, "pobj")]
        patient = antecedent(sheet, sheet.kids(marked[0], "pobj")[0]) if marked else None
    return Act(verb, entry, voice.agent, patient, voice.form)


def _makes_do(sheet: Sheet, act: Act) -> bool:
    """Say whether somebody is made or let do something: a verb hangs on the act, and the patient can act."""
    clauses = sheet.kids(act.token, "ccomp", "xcomp")
    doing = any(sheet.pos[clause] == "VERB" or sheet.kids(clause, "dobj") for clause in clauses)
    return doing and (act.patient is None or sheet.lemma[act.patient] not in AIMS)


def _is_adjective(sheet: Sheet, verb: int) -> bool:
    misread = any(is_misread_auxiliary(sheet, child) for child in sheet.kids(verb, "aux"))
    return misread or sheet.dep[verb] in ("amod", "compound", "nmod")


def _only_shades(sheet: Sheet, verb: int) -> bool:
    """Say whether the verb only leads to another ("ordered troops to fire")."""
    if sheet.lemma[verb] not in SHADING:
        return False
    if any(load_acts().noun(sheet.lemma[child]) is not None for child in sheet.kids(verb, "dobj")):
        return True
    below = [child for child in sheet.kids(verb, "xcomp", "ccomp", "advcl") if child > verb]
    below += [c for p in sheet.kids(verb, "prep") if sheet.word[p] == "to" for c in sheet.kids(p, "pcomp", "pobj")
              if sheet.tag[c].startswith("VB")]  # fmt: skip
    below += [c for p in sheet.kids(verb, "prep") for n in sheet.kids(p, "pobj") for c in sheet.kids(n, "acl")
              if sheet.word[p] in ("on", "to") and sheet.tag[c] == "VB"]  # fmt: skip
    return any(sheet.tag[child] != "VBN" or sheet.kids(child, "aux", "auxpass") for child in below)


def _voice(sheet: Sheet, verb: int) -> _Voice:
    caused = _caused(sheet, verb)
    if caused is not None:
        return caused
    if is_passive_form(sheet, verb) and not (is_reduced(sheet, verb) and not sheet.kids(verb, "auxpass")):
        return _passive(sheet, verb)
    if is_reduced(sheet, verb):
        return _reduced(sheet, verb)
    patient = objects(sheet, verb)
    if patient is None and _reads_as_passive(sheet, verb):
        return _Voice("passive", None, subject(sheet, verb))
    return _Voice(_active_form(sheet, verb), subject(sheet, verb), patient)


def _active_form(sheet: Sheet, verb: int) -> str:
    beside = sheet.dep[verb] in ("acl", "advcl") and sheet.tag[verb] == "VBG"
    led = any(sheet.dep[child] in ("mark", "prep", "advmod") and sheet.pos[child] in ("SCONJ", "ADP")
              and child < verb for child in sheet.children[verb])  # fmt: skip
    return "participle" if beside and not led else "active"


def _passive(sheet: Sheet, verb: int) -> _Voice:
    return _Voice("passive", _doer(sheet, verb), subject(sheet, verb))


def _doer(sheet: Sheet, verb: int, depth: int = 0) -> int | None:
    """Return whom the by-phrase names, also that of a verb joined to this one which has no subject of its own."""
    doer = by_phrase(sheet, verb)
    if doer is not None or depth > DEPTH:
        return doer
    for other in sheet.kids(verb, "conj"):
        plain = not sheet.kids(other, "nsubj", "nsubjpass", "aux", "auxpass", "dobj")
        near = not any(sheet.word[token] in (",", "then", "later", "finally") for token in range(verb, other))
        if plain and near and sheet.tag[other] in ("VBN", "VBD"):
            return _doer(sheet, other, depth + 1)
    return None


def _caused(sheet: Sheet, verb: int) -> _Voice | None:
    """Return the parties of "had the square cleared", "got the ban overturned"."""
    if sheet.tag[verb] not in ("VBN", "VBD"):
        return None
    above, patient = sheet.head[verb], own_subject(sheet, verb)
    if sheet.dep[verb] == "acl":
        patient, above = above, sheet.head[above]
        if sheet.dep[patient] != "dobj":
            return None
    elif sheet.dep[verb] not in ("ccomp", "xcomp") or sheet.kids(verb, "aux", "auxpass", "mark", "dobj"):
        return None
    elif patient is None:
        held = sheet.kids(above, "dobj")
        patient = held[0] if held else None
    if (
        sheet.lemma[above] not in (*_CAUSATIVE, *_WISHING)
        or patient is None
        or patient < above
        or sheet.pos[above] not in ("VERB", "AUX")
    ):
        return None
    doer = by_phrase(sheet, verb)
    if doer is None and sheet.lemma[above] in _CAUSATIVE and not _suffered(sheet, verb, patient):
        doer = subject(sheet, above)
    form = "participle" if sheet.lemma[above] in ("see", "find") else "passive"
    return _Voice(form, doer, patient)


def _suffered(sheet: Sheet, verb: int, patient: int) -> bool:
    """Say whether one who "had his car burned" suffered it: what is the subject's own was harmed."""
    own = any(sheet.word[child] in _OWNERS for child in sheet.kids(patient, "poss"))
    entry = load_acts().verb(sheet.lemma[verb])
    return own and entry is not None and entry.group.patient_effect < 0


def _reduced(sheet: Sheet, verb: int) -> _Voice:
    """Return the parties of a past participle: the noun is the patient; in a headline it is the whole predicate."""
    dep, above = sheet.dep[verb], sheet.head[verb]
    if dep == "advcl":
        return _Voice("participle", _doer(sheet, verb), subject(sheet, above))
    if not is_headline(sheet, verb):
        return _Voice("participle", _doer(sheet, verb), above)
    top = above
    while sheet.dep[top] in ("pobj", "prep", "appos") and sheet.head[top] != top:
        top = sheet.head[top]
    if sheet.dep[top] in ("ROOT", "npadvmod", "dep", "conj") and sheet.pos[top] not in ("VERB", "AUX"):
        return _Voice("passive", _doer(sheet, verb), above if sheet.dep[above] == "appos" else top)
    return _Voice("participle", _doer(sheet, verb), above)


def _reads_as_passive(sheet: Sheet, verb: int) -> bool:
    """Say whether a past form without object is a headline's passive ("Bank fined over missing records")."""
    if (
        sheet.tag[verb] not in ("VBN", "VBD")
        or sheet.kids(verb, "aux", "ccomp", "xcomp")
        or not is_headline(sheet, verb)
    ):
        return False
    if load_acts().intransitive(sheet.lemma[verb]) is not None:
        return False
    return subject(sheet, verb) is not None


def _fitted(sheet: Sheet, verb: int, entry: ActVerb, voice: _Voice) -> Act | None:
    """Return the act if the other words of the entry are there and the patient is of the kind that it needs."""
    places = _other_words(sheet, verb, entry)
    if places is None:
        return None
    agent, patient = voice.agent, voice.patient
    if entry.needs == "intransitive":
        if patient is not None and voice.form == "active":
            return None
        if voice.form not in ("active", "participle") or is_passive_form(sheet, verb):
            return None
        return Act(verb, entry, None, agent, "active", doerless=True)
    if entry.preposition is not None and (places or voice.form == "active"):
        patient = _after(sheet, places[-1], patient if voice.form in ("passive",) else None)
        if patient is None:
            return None
    if entry.group.subject == "patient" and voice.form == "active":
        agent, patient = None, agent
        return Act(verb, entry, agent, patient, "active", doerless=True)
    if entry.needs is not None and patient is None:
        return None
    return Act(verb, entry, agent, patient, voice.form)


def _other_words(sheet: Sheet, verb: int, entry: ActVerb) -> list[int] | None:
    """Return the places of an entry's words after the first, or None if one is not there."""
    places: list[int] = []
    at = verb
    for word in entry.words[1:]:
        near = range(at + 1, min(verb + _REACH, len(sheet)))
        found = next((t for t in near if word in (sheet.lemma[t], sheet.word[t]) and _belongs(sheet, t, verb)), None)
        if found is None:
            return None
        places.append(found)
        at = found
    return places


def _belongs(sheet: Sheet, token: int, verb: int) -> bool:
    if token == verb + 1:
        return True
    for _ in range(3):
        token = sheet.head[token]
        if token == verb:
            return True
        if sheet.pos[token] in ("VERB", "AUX"):
            return False
    return False


def _after(sheet: Sheet, preposition: int, otherwise: int | None) -> int | None:
    nouns = sheet.kids(preposition, "pobj")
    if nouns:
        return antecedent(sheet, nouns[0])
    if sheet.dep[preposition] == "prt" and preposition + 1 < len(sheet):
        held = sheet.kids(sheet.head[preposition], "dobj")
        return antecedent(sheet, held[0]) if held else otherwise
    return otherwise


def _counts(sheet: Sheet, act: Act) -> bool:
    """Say whether the parties are parties: no dates, no prices, no idioms."""
    acts = load_acts()
    if act.patient is None and act.agent is None:
        return False
    for party in (act.agent, act.patient):
        if party is not None and (sheet.lemma[party].lower() in acts.quantities or sheet.pos[party] == "VERB"):
            return False
    if act.patient is not None and sheet.ent[act.patient] in NO_PARTY and sheet.ent[act.patient] != "ORDINAL":
        return False
    needs = act.entry.needs
    if act.patient is not None and sheet.tag[act.patient] == "JJ" and not sheet.children[act.patient]:
        return False  # "held firm"
    if act.patient is not None and sheet.word[act.patient] in ("more", "less", "much", "enough"):
        return False
    if needs == "person" and act.patient is not None and sheet.word[act.patient] in ("it", "itself", "this", "that"):
        return False
    return act.patient is None or not acts.is_idiom(sheet.lemma[act.token], sheet.lemma[act.patient])
