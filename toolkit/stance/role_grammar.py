"""The subject and the object of a verb as the sentence means them, also where it names them elsewhere.

Conventions: see `toolkit.stance.sheets`; a party is the token on which its noun phrase hangs.

Contents: `subject`, `objects`.
"""

from toolkit.stance.role_passives import governor_of, is_passive_form, is_whole_sentence, listed_with
from toolkit.stance.role_phrases import DEPTH, NOUNS, antecedent, is_misread_auxiliary, own_subject
from toolkit.stance.role_words import AIMS, BLAMING, OBJECT_CONTROL, SELF_PREPOSITIONS
from toolkit.stance.sheets import Sheet


def subject(sheet: Sheet, verb: int, depth: int = 0) -> int | None:
    """Return the subject of a verb as the sentence means it: its own, or that of what it hangs on."""
    own = own_subject(sheet, verb)
    if own is not None or depth > DEPTH:
        return own
    dep, head = sheet.dep[verb], sheet.head[verb]
    if head == verb or sheet.kids(verb, "expl"):
        return None
    if is_misread_auxiliary(sheet, verb):
        return subject(sheet, head, depth + 1)
    if is_whole_sentence(sheet, verb):
        return head
    listed = listed_with(sheet, verb)
    if listed is not None:
        return subject(sheet, listed, depth + 1)
    if dep in ("acl", "relcl"):
        return _of_noun(sheet, verb, head, depth)
    if dep in ("pcomp", "pobj") or (dep == "prep" and sheet.pos[verb] == "VERB"):
        return _of_preposition(sheet, head if dep != "prep" else verb, depth)
    if sheet.pos[head] not in ("VERB", "AUX", "ADJ", "NOUN", "ADP", "ADV"):
        return None
    if dep in ("xcomp", "ccomp", "advcl", "dobj", "acomp", "oprd", "attr", "dep", "parataxis"):
        return _controller(sheet, verb, head, depth)
    return subject(sheet, head, depth + 1) if dep == "conj" else None


def _of_noun(sheet: Sheet, verb: int, noun: int, depth: int) -> int | None:
    """Return the doer of a participle or infinitive beside a noun: the noun, or whose plan, attempt or order it is."""
    if sheet.tag[verb] in ("VBG", "VBN") and not sheet.kids(verb, "mark"):
        return noun
    if sheet.dep[verb] == "relcl":
        return noun
    holders = sheet.kids(noun, "poss")
    if holders:
        return holders[0]
    above = sheet.head[noun]
    if sheet.dep[noun] in ("dobj", "attr", "pobj", "oprd"):
        verb_above = sheet.head[above] if sheet.dep[noun] == "pobj" else above
        if (
            sheet.pos[verb_above] in ("VERB", "AUX")
            and sheet.lemma[verb_above] in OBJECT_CONTROL
            and sheet.pos[noun] != "NOUN"
        ):
            return noun
        return subject(sheet, verb_above, depth + 1) if sheet.pos[verb_above] in ("VERB", "AUX") else None
    return None


def _of_preposition(sheet: Sheet, preposition: int, depth: int) -> int | None:
    """Return the doer of an -ing form after a preposition: whom a verb of blame has as object, else the subject."""
    above = governor_of(sheet, preposition)
    if sheet.pos[above] in ("NOUN", "PROPN"):
        holders = sheet.kids(above, "poss")
        if holders:
            return holders[0]
        if sheet.dep[above] in ("dobj", "pobj", "attr"):
            governor = sheet.head[above] if sheet.dep[above] != "pobj" else sheet.head[sheet.head[above]]
            if sheet.lemma[governor] in BLAMING and sheet.word[preposition] in ("of", "for", "from", "with"):
                return above
            return subject(sheet, governor, depth + 1) if sheet.lemma[above] in AIMS else None
        return None
    if sheet.lemma[above] in BLAMING and sheet.word[preposition] not in SELF_PREPOSITIONS:
        patient = objects(sheet, above)
        if patient is not None and not is_passive_form(sheet, above):
            return patient
    return subject(sheet, above, depth + 1)


def _controller(sheet: Sheet, verb: int, head: int, depth: int) -> int | None:
    """Return who does what an infinitive or participle says: whom a verb orders, forces or helps, else its subject."""
    plain_advcl = sheet.dep[verb] == "advcl" and sheet.tag[verb] != "VB"
    if sheet.lemma[head] in OBJECT_CONTROL and not is_passive_form(sheet, head) and not plain_advcl:
        patient = objects(sheet, head)
        if patient is None:
            on = [noun for of in sheet.kids(head, "prep") if sheet.word[of] in ("on", "to", "with")
                  for noun in sheet.kids(of, "pobj") if noun < verb]  # fmt: skip
            patient = on[0] if on else None
        if patient is not None and patient < verb:
            return patient
    doer = subject(sheet, head, depth + 1)
    if doer is not None and sheet.lemma[head] == "be" and sheet.lemma[doer] in AIMS:
        holders = sheet.kids(doer, "poss")  # "their aim is to destroy it"
        return holders[0] if holders else None
    return doer


def objects(sheet: Sheet, verb: int, depth: int = 0) -> int | None:
    """Return the object of a verb: its own, that of a relative clause, or that which joined verbs share."""
    if is_misread_auxiliary(sheet, verb):
        return objects(sheet, sheet.head[verb], depth + 1)
    own = [child for child in sheet.kids(verb, "dobj", "dative") if sheet.pos[child] not in ("VERB", "ADP")]
    if own:
        return antecedent(sheet, own[0])
    for clause in sheet.kids(verb, "ccomp", "xcomp"):
        inner = sheet.kids(clause, "nsubj")
        if inner and inner[0] > verb and sheet.lemma[verb] in OBJECT_CONTROL and not _finite(sheet, clause):
            return inner[0]
    if sheet.dep[verb] == "relcl" and not is_passive_form(sheet, verb):
        mine = sheet.kids(verb, "nsubj")
        relative = [child for child in mine if sheet.tag[child] in ("WDT", "WP")]
        if mine and not relative and sheet.pos[sheet.head[verb]] in NOUNS:
            return sheet.head[verb]
    return _shared_object(sheet, verb, depth + 1) if depth < DEPTH else None


def _finite(sheet: Sheet, verb: int) -> bool:
    return sheet.tag[verb] in ("VBD", "VBZ", "VBP") or any(
        sheet.tag[a] in ("VBD", "VBZ", "VBP", "MD") for a in sheet.kids(verb, "aux")
    )


def _shared_object(sheet: Sheet, verb: int, depth: int) -> int | None:
    """Return the object of "surrounded and burned the village" for the first verb."""
    for other in sheet.kids(verb, "conj"):
        between = range(verb + 1, sheet.left[other])
        joined = all(sheet.dep[token] in ("cc", "punct", "advmod", "preconj", "neg") for token in between)
        if joined and sheet.pos[other] == "VERB" and own_subject(sheet, other) is None:
            return objects(sheet, other, depth)
    return None
