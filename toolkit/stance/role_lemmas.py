"""Lemmas put right where the parser's lemmatiser drops a final e: "fined" is of "fine", not of "fin".

Contents: `with_full_lemmas`.
"""

from dataclasses import replace
from functools import cache

from toolkit.stance.acts import load_acts
from toolkit.stance.role_words import BLAMING, HOLDING_BACK, MODAL_WORDS, OBJECT_CONTROL, SHADING
from toolkit.stance.sheets import Sheet

_ENDINGS = ("ed", "ing", "es")


@cache
def _known() -> frozenset[str]:
    """Return the verbs that end in e and that the rules ask for."""
    verbs = {*load_acts().by_head, *MODAL_WORDS, *HOLDING_BACK, *OBJECT_CONTROL, *BLAMING, *SHADING}
    return frozenset(verb for verb in verbs if verb.endswith("e"))


def with_full_lemmas(sheet: Sheet) -> Sheet:
    """Return the sheet with lemmas such as "hop" of "hopes" put right; "hopped" has two p and stays."""
    known = _known()
    lemma = [
        name + "e" if name + "e" in known and word in [name + ending for ending in _ENDINGS] else name
        for name, word in zip(sheet.lemma, sheet.word, strict=True)
    ]
    return replace(sheet, lemma=lemma)
