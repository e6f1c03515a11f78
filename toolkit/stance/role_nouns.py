"""Nouns as acts: "the killing of three workers by police", "a rebel raid", "carried out an attack".

Contents: `is_noun`, `noun_act`, `plain_noun_act`.
"""

from toolkit.stance.acts import ActGroup, ActNoun, load_acts
from toolkit.stance.role_grammar import subject
from toolkit.stance.role_passives import by_phrase, is_passive_form
from toolkit.stance.role_phrases import antecedent
from toolkit.stance.role_verbs import Act
from toolkit.stance.role_words import DOERS, NO_PARTY
from toolkit.stance.sheets import Sheet

_GROUP_NAMES = ("NORP", "GPE", "ORG", "PERSON")
_OF_FORCE = ("kill", "harm", "destroy", "capture", "coerce", "threat", "punish", "protect", "help", "support")
_SHADING_NOUNS = frozenset("order threat plan request promise pledge call appeal demand".split())


def is_noun(sheet: Sheet, token: int) -> bool:
    """Say whether a token is a noun; so is an -ing form with an article ("the shelling of the town")."""
    if sheet.pos[token] not in ("VERB", "AUX"):
        return not sheet.kids(token, "aux")
    return (
        sheet.tag[token] == "VBG" and bool(sheet.kids(token, "det", "poss")) and not sheet.kids(token, "dobj", "nsubj")
    )


def noun_act(sheet: Sheet, noun: int) -> Act | None:
    """Return the act that a noun is, or None: a noun is one only where a phrase names one of its parties."""
    entry, before = _entry(sheet, noun)
    if entry is None or sheet.dep[noun] in ("compound", "amod", "nmod") or entry.group.act_class == "regard":
        return None
    if sheet.lemma[noun] in _SHADING_NOUNS and (sheet.kids(noun, "acl") or sheet.lemma[noun] == "order"):
        return None
    agent, patient = _named(sheet, noun, entry)
    agent, patient = _possessor(sheet, noun, entry, agent, patient)
    if agent is None:
        agent = _before(sheet, noun, before, entry.group.act_class in _OF_FORCE)
    agent, patient = _light(sheet, noun, agent, patient)
    hands = _at_the_hands_of(sheet, noun)
    if hands is not None:
        return Act(noun, entry, hands, patient, "nominal")
    if agent is None and patient is None:
        return None
    if entry.group.act_class == "die" or entry.group.subject == "patient":
        return Act(noun, entry, None, patient if patient is not None else agent, "nominal", doerless=True)
    return Act(noun, entry, agent, patient, "nominal") if _counts(sheet, entry, agent, patient) else None


def plain_noun_act(sheet: Sheet, noun: int, group: ActGroup) -> Act:
    """Return a noun that is on no list as an act of this group: "the deterrence of attacks by the fleet"."""
    lemma = sheet.lemma[noun].lower()
    entry = ActNoun(lemma, lemma, ("by",), ("of", "against", "on", "upon"), "agent", None, group)
    agent, patient = _named(sheet, noun, entry)
    agent, patient = _possessor(sheet, noun, entry, agent, patient)
    if agent is None:
        agent = _before(sheet, noun, noun, of_force=True)
    agent, patient = _light(sheet, noun, agent, patient)
    return Act(noun, entry, agent, patient, "nominal")


def _entry(sheet: Sheet, noun: int) -> tuple[ActNoun | None, int]:
    """Return the entry of a noun, with the compound before it if there is one, and the first token of the entry."""
    acts = load_acts()
    lemma = (sheet.word[noun] if sheet.pos[noun] == "VERB" else sheet.lemma[noun]).lower()
    if noun and sheet.dep[noun - 1] in ("compound", "amod") and sheet.head[noun - 1] == noun:
        both = acts.noun(f"{sheet.lemma[noun - 1].lower()} {lemma}")
        if both is not None:
            return both, noun - 1
    return acts.noun(lemma), noun


def _named(sheet: Sheet, noun: int, entry: ActNoun) -> tuple[int | None, int | None]:
    """Return the parties that prepositions name."""
    agent = patient = None
    for preposition in _prepositions(sheet, noun):
        word = sheet.word[preposition]
        party = antecedent(sheet, sheet.kids(preposition, "pobj")[0])
        if sheet.ent[party] in NO_PARTY:
            continue
        if word in entry.patient_marks and patient is None:
            patient = party
        elif word in entry.agent_marks and agent is None:
            agent = party
    return agent, patient


def _prepositions(sheet: Sheet, noun: int) -> list[int]:
    """Return prepositions of a noun, and those hung on the noun of another ("attacks by settlers on farmers")."""
    own = [p for p in sheet.kids(noun, "prep", "agent") if sheet.kids(p, "pobj") and p > noun]
    below = [(of, p) for of in own for n in sheet.kids(of, "pobj") for p in sheet.kids(n, "prep", "agent")]
    inner = [p for of, p in below if sheet.kids(p, "pobj")
             and (sheet.word[p] in ("by", "at") or (sheet.word[of] == "by" and sheet.word[p] != "of"))]  # fmt: skip
    return own + inner


def _possessor(
    sheet: Sheet, noun: int, entry: ActNoun, agent: int | None, patient: int | None
) -> tuple[int | None, int | None]:
    holders = sheet.kids(noun, "poss")
    if not holders or sheet.ent[holders[0]] in NO_PARTY:
        return agent, patient
    if entry.possessive == "patient" and patient is None:
        return agent, antecedent(sheet, holders[0])
    takes_object = "of" in entry.patient_marks and patient is None and agent is not None
    if takes_object:
        return agent, antecedent(sheet, holders[0])
    return (antecedent(sheet, holders[0]) if agent is None else agent), patient


def _before(sheet: Sheet, noun: int, before: int, of_force: bool) -> int | None:
    """Return the doer that stands before the noun ("a Velmari air strike", "rebel shelling")."""
    for token in sheet.kids(noun, "compound", "amod", "nmod"):
        name = sheet.ent[token] in _GROUP_NAMES or sheet.tag[token] == "NNP"
        # "The Russia investigation" is not by Russia; "an Israel strike" is by Israel.
        named = sheet.lemma[token].lower() in DOERS or (name and (of_force or sheet.tag[token] == "JJ"))
        if token < before and named and sheet.ent[token] not in NO_PARTY:
            return token
    return None


def _at_the_hands_of(sheet: Sheet, noun: int) -> int | None:
    """Return whom "the death of a boy at the hands of police" names."""
    hands = [n for at in _prepositions(sheet, noun) if sheet.word[at] == "at" for n in sheet.kids(at, "pobj")
             if sheet.lemma[n] == "hand"]  # fmt: skip
    parties = [n for hand in hands for of in sheet.kids(hand, "prep") if sheet.word[of] == "of"
               for n in sheet.kids(of, "pobj")]  # fmt: skip
    return antecedent(sheet, parties[0]) if parties else None


def _light(sheet: Sheet, noun: int, agent: int | None, patient: int | None) -> tuple[int | None, int | None]:
    """Fill the parties from an empty verb: the agent of "carried out an attack", the patient of "came under attack"."""
    acts = load_acts()
    verb = sheet.head[noun]
    if sheet.dep[noun] == "pobj":
        verb = sheet.head[verb]
    elif sheet.dep[noun] not in ("dobj", "nsubjpass"):
        return agent, patient
    if sheet.pos[verb] not in ("VERB", "AUX"):
        return agent, patient
    passive = is_passive_form(sheet, verb)
    if _is_light(sheet, verb, noun, acts.light_active):
        doer = by_phrase(sheet, verb) if passive else subject(sheet, verb)
        return (doer if agent is None and doer != noun else agent), patient
    if not passive and patient is None and _is_light(sheet, verb, noun, acts.light_inverse):
        return agent if agent is not None else _source_of(sheet, verb), subject(sheet, verb)
    return agent, patient


def _source_of(sheet: Sheet, verb: int) -> int | None:
    """Return whom "came under attack from militants" names where the parser hung the phrase on the verb."""
    parties = [
        n for p in sheet.kids(verb, "prep", "agent") if sheet.word[p] in ("from", "by") for n in sheet.kids(p, "pobj")
    ]
    return next((noun for noun in parties if sheet.ent[noun] not in NO_PARTY), None)


def _is_light(sheet: Sheet, verb: int, noun: int, listed: frozenset[str]) -> bool:
    lemma = sheet.lemma[verb].lower()
    if sheet.dep[noun] != "pobj" and lemma in listed and not sheet.kids(verb, "prt"):
        return True
    near = {sheet.word[t] for t in (*range(verb + 1, min(noun, verb + 5)), *sheet.kids(verb, "prt"))}
    return any(name.split()[0] == lemma and set(name.split()[1:]) <= near for name in listed if " " in name)


def _counts(sheet: Sheet, entry: ActNoun, agent: int | None, patient: int | None) -> bool:
    acts = load_acts()
    if entry.needs is not None and patient is None:
        return False
    return not any(party is not None and sheet.lemma[party].lower() in acts.quantities for party in (agent, patient))
