"""Noun phrases of parties, and the subject that a verb has of its own.

Conventions: see `toolkit.stance.sheets`; a party is the token on which its noun phrase hangs.

Contents: `noun_phrase`, `antecedent`, `is_headline`, `is_misread_auxiliary`, `own_subject`.
"""

from toolkit.stance.sheets import Range, Sheet

_BEFORE_NOUN = frozenset(
    "det amod nummod compound poss quantmod nmod predet advmod preconj cc neg npadvmod punct appos case".split()
)
NOUNS = ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ")
_MARKS = frozenset("\"'“”‘’(),:;-–—[]")
_PREFIXES = frozenset(("ex", "vice", "co"))
DEPTH = 8  # steps up a sentence; real ones need three
_PLAIN_AUXILIARIES = frozenset(
    """be have do get go let need dare help use keep 's 've 're 'm 'd 'll to will would may might can could shall should
    must ought""".split()
)


def noun_phrase(sheet: Sheet, noun: int, depth: int = 0) -> Range:
    """Return a noun's phrase: determiner, adjectives, coordination and of-phrase; no clauses, no appositions."""
    first, last = noun, noun
    for child in sheet.children[noun]:
        if child < noun and sheet.dep[child] in _BEFORE_NOUN and not _breaks(sheet, child, noun):
            first = min(first, sheet.left[child])
        elif child > noun and depth < DEPTH:
            last = max(last, _right_part(sheet, child, last, depth))
    return _trimmed(sheet, first, last)


def _breaks(sheet: Sheet, child: int, noun: int) -> bool:
    """Say whether a word before the noun belongs to something else: it is a mark, or a colon stands between."""
    if sheet.dep[child] in ("punct", "appos", "case"):
        return sheet.dep[child] != "appos" or sheet.word[child + 1] != "-"
    return sheet.dep[child] in ("advmod", "npadvmod") and any(
        sheet.word[token] in (",", ":") for token in range(child, noun)
    )


def _right_part(sheet: Sheet, child: int, last: int, depth: int) -> int:
    """Return the last token of what a word to the right of the noun adds to its phrase; `last` if it adds nothing."""
    if sheet.dep[child] == "prep" and sheet.word[child] == "of" and child <= last + 1:
        nouns = sheet.kids(child, "pobj")
        return noun_phrase(sheet, nouns[0], depth + 1)[1] if nouns else last
    if sheet.dep[child] == "conj" and sheet.pos[child] in NOUNS:
        if child + 1 < len(sheet) and _misplaced_subject(sheet, child + 1) == child:
            return last
        if "|" in sheet.word[last:child]:
            return last
        return noun_phrase(sheet, child, depth + 1)[1]
    return last


def _trimmed(sheet: Sheet, first: int, last: int) -> Range:
    while first > 1 and sheet.word[first - 1] == "-" and sheet.end[first - 2] == sheet.start[first] - 1:
        first -= 2  # "ex-minister" is three tokens
    while first < last and sheet.word[first] in _MARKS:
        first += 1
    while sheet.word[last] in _PREFIXES and "".join(sheet.word[last + 1 : last + 2]) == "-" and last + 2 < len(sheet):
        last += 2
    while last > first and (sheet.word[last] in _MARKS or sheet.word[last] == "'s"):
        last -= 1
    return first, last


def antecedent(sheet: Sheet, token: int) -> int:
    """Return the noun that a relative pronoun stands for; other tokens as they are."""
    if sheet.tag[token] not in ("WDT", "WP") and not (
        sheet.word[token] == "that" and sheet.pos[token] in ("PRON", "SCONJ")
    ):
        return token
    clause = sheet.head[token]
    for _ in range(DEPTH):
        if sheet.dep[clause] == "relcl":
            return sheet.head[clause]
        if sheet.head[clause] == clause:
            break
        clause = sheet.head[clause]
    return token


def is_headline(sheet: Sheet, token: int) -> bool:
    """Say whether the sentence of a token has no full stop at its end, as headlines have none."""
    last = token
    while last + 1 < len(sheet) and sheet.sentence[last + 1] == sheet.sentence[token]:
        last += 1
    while last > token and (sheet.pos[last] == "SPACE" or sheet.word[last] in ('"', "'", "”", "’", ")")):
        last -= 1
    return sheet.word[last] not in (".", "!", "?", "…", ":", ";") and sheet.paragraph[0] == sheet.paragraph[-1]


def is_misread_auxiliary(sheet: Sheet, verb: int) -> bool:
    """Say whether a full verb was read as an auxiliary ("Volunteers rebuild burned school")."""
    return sheet.dep[verb] == "aux" and sheet.tag[verb] != "MD" and sheet.lemma[verb] not in _PLAIN_AUXILIARIES


def own_subject(sheet: Sheet, verb: int) -> int | None:
    """Return the subject that hangs on the verb, relative pronouns resolved."""
    found = [child for child in sheet.kids(verb, "nsubj", "nsubjpass") if not _colon_between(sheet, child, verb)]
    if found:
        return antecedent(sheet, found[-1] if found[-1] < verb else found[0])
    return _misplaced_subject(sheet, verb)


def _colon_between(sheet: Sheet, noun: int, verb: int) -> bool:
    """Say whether a noun stands before the colon of a headline ("Army: rebels shelled market")."""
    return noun < verb and ":" in sheet.word[noun:verb]


def _misplaced_subject(sheet: Sheet, verb: int) -> int | None:
    """Return the subject that the parser joined to the object before ("... and a charity housed them")."""
    if sheet.dep[verb] != "conj" or sheet.tag[verb] not in ("VBD", "VBZ", "VBP") or verb == 0:
        return None
    noun = verb - 1
    joined = sheet.dep[noun] == "conj" and sheet.pos[noun] in ("NOUN", "PROPN", "PRON")
    return noun if joined and sheet.dep[sheet.head[noun]] in ("dobj", "pobj", "conj") else None
