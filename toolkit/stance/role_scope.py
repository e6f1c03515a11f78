"""Whether an act happened, as far as the sentence tells: negated, or only possible, planned, ordered or denied.

Conventions: the word nearest to the act decides.

Contents: `is_negated`, `modal_of`, `governors`.
"""

from collections.abc import Iterator

from toolkit.stance.role_passives import governor_of, is_passive_form
from toolkit.stance.role_phrases import own_subject
from toolkit.stance.role_verbs import Act
from toolkit.stance.role_words import HOLDING_BACK, MODAL_AUXILIARIES, MODAL_WORDS, NO_ONE, SELF_PREPOSITIONS, VOWS
from toolkit.stance.sheets import Sheet

_NOT = frozenset("not n't never no nor neither hardly scarcely without".split())
_WITH_TO = frozenset("call mean move set keep hire direct have ask".split())  # "called it", "kept shelling"
_CLIMB = 3  # governing words looked at


def governors(sheet: Sheet, token: int) -> Iterator[tuple[int, int]]:
    """Yield what an infinitive, an -ing form or a joined verb hangs on, nearest first, with the verb below each."""
    below = token
    for _ in range(_CLIMB):
        above = sheet.head[below]
        if above == below:
            return
        dep = sheet.dep[below]
        if dep in ("pcomp", "pobj") and sheet.pos[above] in ("ADP", "SCONJ", "PART"):
            if sheet.word[above] in SELF_PREPOSITIONS:
                return
            above = governor_of(sheet, above)
        elif dep not in ("xcomp", "ccomp", "acl", "conj", "advcl", "dobj", "acomp", "oprd", "csubj"):
            return
        if own_subject(sheet, below) is not None and _is_finite(sheet, below):
            return
        if dep == "advcl" and sheet.tag[below] != "VB":
            return
        if dep == "conj" and sheet.tag[below] in ("VBD", "VBZ") and sheet.tag[above] == "VB":
            return  # joined to an infinitive by mistake: "threatened to repay them and insulted politicians"
        if dep in ("dobj", "pobj") and sheet.pos[below] not in ("VERB", "NOUN"):
            return
        yield above, below
        below = above


def _is_finite(sheet: Sheet, verb: int) -> bool:
    auxiliaries = sheet.kids(verb, "aux", "auxpass")
    if any(sheet.word[a] == "to" for a in auxiliaries):
        return False
    return any(sheet.tag[t] in ("VBD", "VBZ", "VBP", "MD") for t in (verb, *auxiliaries))


def is_negated(sheet: Sheet, act: Act) -> bool:
    """Say whether the sentence says that the act did not happen."""
    if _no_one(sheet, act.agent) or _no_one(sheet, act.patient) or _own_not(sheet, act.token):
        return True
    if act.form == "nominal":
        verb = sheet.head[act.token]
        return sheet.dep[act.token] in ("dobj", "nsubjpass") and sheet.pos[verb] == "VERB" and _held(sheet, verb)
    for above, below in governors(sheet, act.token):
        if sheet.dep[below] == "conj":
            if _shared_not(sheet, above, below):
                return True
            continue
        if _held(sheet, above) or _has_yet(sheet, above):
            return True
        if sheet.lemma[above] not in MODAL_WORDS and sheet.lemma[above] not in (
            "begin",
            "start",
            "help",
            "manage",
            "go",
        ):
            return False
    return False


def _held(sheet: Sheet, verb: int) -> bool:
    return _own_not(sheet, verb) or sheet.lemma[verb].lower() in HOLDING_BACK


def _has_yet(sheet: Sheet, verb: int) -> bool:
    return sheet.lemma[verb] == "have" and any(sheet.word[child] == "yet" for child in sheet.children[verb])


def _own_not(sheet: Sheet, token: int) -> bool:
    for child in sheet.children[token]:
        if (
            sheet.dep[child] in ("neg", "preconj", "det", "advmod", "cc")
            and sheet.word[child] in _NOT
            and child < token
        ):
            return True
        if sheet.dep[child] == "advmod" and sheet.word[child] == "longer" and sheet.word[child - 1] == "no":
            return True
        if sheet.dep[child] == "aux" and sheet.word[child] == "to" and sheet.word[child - 1] == "yet":
            return True
    above = sheet.head[token]
    return sheet.dep[token] in ("pcomp", "pobj") and sheet.word[above] == "without"


def _no_one(sheet: Sheet, party: int | None) -> bool:
    if party is None:
        return False
    if sheet.word[party] in NO_ONE:
        return True
    return any(sheet.word[child] in ("no", "neither") and sheet.dep[child] in ("det", "preconj", "cc", "neg")
               for child in sheet.children[party])  # fmt: skip


def _shared_not(sheet: Sheet, above: int, below: int) -> bool:
    if own_subject(sheet, below) is not None:
        return False
    joined = {sheet.word[token] for token in sheet.kids(above, "cc")}
    return "nor" in joined or ("or" in joined and _own_not(sheet, above))


def modal_of(sheet: Sheet, act: Act) -> str:
    """Return how the act stands to the facts: none for one that is told as done."""
    own = _auxiliary(sheet, act)
    if own is not None:
        return own
    if act.form == "nominal":
        return _around_noun(sheet, act)
    for above, below in governors(sheet, act.token):
        if sheet.dep[below] == "conj":
            found = (
                _auxiliary(sheet, act, above) if not sheet.kids(below, "nsubj", "nsubjpass", "aux", "auxpass") else None
            )
            if sheet.kids(below, "nsubj", "nsubjpass"):
                return "none"
        else:
            found = _word(sheet, above, below, act)
        if found is not None:
            return found
    return _finite_clause(sheet, act)


def _auxiliary(sheet: Sheet, act: Act, verb: int | None = None) -> str | None:
    verb = act.token if verb is None else verb
    auxiliaries = sheet.kids(verb, "aux")
    if (
        sheet.dep[verb] in ("ROOT", "ccomp")
        and any(sheet.word[a] == "to" for a in auxiliaries)
        and sheet.kids(verb, "nsubj")
    ):
        return "planned" if sheet.head[verb] == verb else None  # a headline's "Minister to sue newspaper"
    for token in reversed(auxiliaries):
        modal = MODAL_AUXILIARIES.get(sheet.word[token])
        if modal is None:
            continue
        denied = any(sheet.dep[child] == "neg" for child in sheet.children[verb])
        if sheet.word[token] in ("could", "can", "ca") and denied:
            return "none"
        if (
            sheet.word[token] == "'d"
            and any(sheet.tag[verb] == tag for tag in ("VBN", "VBD"))
            and len(auxiliaries) == 1
        ):
            return None
        return "threatened" if _is_threat(sheet, verb, token, act) else modal
    return None


def _is_threat(sheet: Sheet, verb: int, auxiliary: int, act: Act) -> bool:
    """Say whether somebody warns that he will do harm."""
    if sheet.dep[verb] != "ccomp" or sheet.word[auxiliary] not in ("will", "'ll", "would", "'d"):
        return False
    speaker = own_subject(sheet, verb)
    same = speaker is not None and sheet.word[speaker] in ("he", "she", "it", "they", "we", "i")
    return (
        same and act.group.patient_effect < 0 and sheet.lemma[sheet.head[verb]] in ("threaten", "warn", "vow", "swear")
    )


def _word(sheet: Sheet, above: int, below: int, act: Act) -> str | None:
    lemma = sheet.lemma[above].lower()
    if lemma == "have" and _has_yet(sheet, above):
        return "none"
    if lemma == "have" and not any(sheet.word[a] == "to" for a in sheet.kids(below, "aux")):
        return None
    if lemma == "be":
        return "planned" if any(sheet.word[a] == "to" for a in sheet.kids(below, "aux")) and not any(
            sheet.dep[child] in ("acomp", "attr") for child in sheet.children[above]) else None  # fmt: skip
    if lemma == "go" and sheet.tag[above] == "VBG":
        return "planned"
    if lemma in VOWS:
        return "threatened" if act.group.patient_effect < 0 else "planned"
    if lemma == "threaten":
        return "threatened"
    if lemma in _WITH_TO and not any(sheet.word[a] == "to" for a in sheet.kids(below, "aux")):
        return None
    if lemma in ("think", "believe", "know", "consider") and is_passive_form(sheet, above):
        return None
    if lemma in HOLDING_BACK or (lemma == "suspect" and sheet.dep[below] == "pcomp"):
        return "none" if lemma != "forbid" else None
    return MODAL_WORDS.get(lemma)


def _around_noun(sheet: Sheet, act: Act) -> str:
    verb = sheet.head[act.token]
    if sheet.dep[act.token] == "pobj":
        verb = sheet.head[verb]
    if sheet.dep[act.token] not in ("dobj", "pobj", "nsubjpass"):
        return "none"
    lemma = sheet.lemma[verb]
    if (
        lemma in ("plan", "order", "threaten", "deny", "prepare", "consider", "demand", "announce")
        and sheet.dep[act.token] != "pobj"
    ):
        return {"demand": "required", "announce": "none"}.get(lemma, MODAL_WORDS.get(lemma, "none"))
    light = lemma in ("carry", "launch", "mount", "conduct", "stage", "make", "commit", "start", "begin", "face")
    if light or lemma in ("threaten", "plan"):
        shaded = modal_of(sheet, Act(verb, act.entry, act.agent, act.patient, "active"))
        return shaded
    return "none"


def _finite_clause(sheet: Sheet, act: Act) -> str:
    """Return denied for what somebody denies in a clause of its own."""
    clause = act.token
    for _ in range(_CLIMB):
        above = sheet.head[clause]
        if above == clause:
            return "none"
        if sheet.dep[clause] in ("ccomp", "acl") and sheet.lemma[above] in ("deny", "denial"):
            return "denied"
        if sheet.dep[clause] not in ("ccomp", "conj"):
            return "none"
        clause = above
    return "none"
