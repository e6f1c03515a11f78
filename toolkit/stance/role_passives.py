"""Whether a verb is passive, also where auxiliaries are missing, and whom its by-phrase names.

Contents: `is_passive_form`, `is_reduced`, `listed_with`, `is_whole_sentence`, `by_phrase`, `governor_of`.
"""

from toolkit.stance.role_phrases import DEPTH, antecedent, is_headline, own_subject
from toolkit.stance.role_words import MANNER, NO_PARTY
from toolkit.stance.sheets import Sheet


def is_passive_form(sheet: Sheet, verb: int, depth: int = 0) -> bool:
    """Say whether a verb is passive, by its auxiliaries, by a by-phrase, or because it is joined to one that is."""
    if sheet.kids(verb, "auxpass", "nsubjpass", "csubjpass"):
        return True
    if sheet.tag[verb] not in ("VBN", "VBD") or depth > DEPTH:
        return False
    if listed_with(sheet, verb) is not None:
        return True
    has_object = bool(sheet.kids(verb, "dobj"))
    if any(sheet.lemma[a] in ("have", "'ve") for a in sheet.kids(verb, "aux")):
        return False
    if by_phrase(sheet, verb) is not None and not has_object:
        return True
    if (
        sheet.dep[verb] == "conj"
        and own_subject(sheet, verb) is None
        and not has_object
        and not sheet.kids(verb, "aux")
    ):
        above = sheet.head[verb]
        return sheet.pos[above] == "VERB" and (is_passive_form(sheet, above, depth + 1) or is_reduced(sheet, above))
    return False


def is_reduced(sheet: Sheet, verb: int) -> bool:
    """Say whether a verb is a past participle beside a noun or at the edge of a clause ("the man shot by police")."""
    if sheet.tag[verb] not in ("VBN", "VBD") or own_subject(sheet, verb) is not None or sheet.kids(verb, "aux", "dobj"):
        return False
    if is_whole_sentence(sheet, verb) or listed_with(sheet, verb) is not None:
        return False
    return sheet.dep[verb] == "acl" or (sheet.dep[verb] == "advcl" and sheet.tag[verb] == "VBN") or (
        sheet.dep[verb] in ("appos", "npadvmod", "dep") and sheet.tag[verb] == "VBN")  # fmt: skip


def listed_with(sheet: Sheet, verb: int) -> int | None:
    """Return the passive verb that a participle is listed with, if the parser hung it on the noun between.

    "Opposed by doctors, supported by insurers and feared by patients": "supported" is not of the doctors.
    """
    noun, first = sheet.head[verb], sheet.left[verb]
    joined = any(sheet.tag[other] in ("VBN", "VBD") for other in sheet.kids(verb, "conj"))
    if sheet.dep[verb] != "acl" or sheet.tag[verb] != "VBN" or not joined or sheet.word[first - 1] != ",":
        return None
    above = sheet.head[sheet.head[noun]] if sheet.dep[noun] == "pobj" else noun
    return above if sheet.pos[above] == "VERB" and sheet.kids(above, "auxpass") else None


def is_whole_sentence(sheet: Sheet, verb: int) -> bool:
    """Say whether a past form that hangs on its own subject is the predicate ("The rebels attacked at dawn.")."""
    above = sheet.head[verb]
    alone = sheet.dep[verb] == "acl" and sheet.dep[above] == "ROOT" and sheet.tag[verb] == "VBD" and above < verb
    return alone and not is_headline(sheet, verb) and by_phrase(sheet, verb) is None


def by_phrase(sheet: Sheet, verb: int) -> int | None:
    """Return whom "by" names as the doer."""
    for preposition in sheet.kids(verb, "agent", "prep"):
        for by in [preposition, *_inner_by(sheet, preposition)]:
            for noun in sheet.kids(by, "pobj") if sheet.word[by] == "by" else ():
                if sheet.ent[noun] not in NO_PARTY and sheet.lemma[noun] not in MANNER:
                    return antecedent(sheet, noun)
    return None


def _inner_by(sheet: Sheet, preposition: int) -> list[int]:
    """Return "by" where the parser hung it on the noun of another preposition ("attacked with a bottle by a man")."""
    return [by for noun in sheet.kids(preposition, "pobj") for by in sheet.kids(noun, "prep", "agent")
            if sheet.word[by] == "by" and sheet.kids(by, "pobj")]  # fmt: skip


def governor_of(sheet: Sheet, preposition: int) -> int:
    """Return the word that a preposition goes with; of "accused by unions of exploiting" the verb, not the unions."""
    above = sheet.head[preposition]
    inside_by = sheet.dep[above] == "pobj" and sheet.word[sheet.head[above]] == "by"
    return sheet.head[sheet.head[above]] if inside_by and sheet.word[preposition] in ("of", "for", "with") else above
