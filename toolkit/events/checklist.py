"""Which sentences tell the facts of a list.

likeness = the largest over the clauses of a sentence of
           0.4 meaning(fact, clause) + 0.6 words(fact, sentence) - 0.3 rival

`rival` is by how much another fact of the list is more like the clause, 0 if none is: a clause about two wounded
soldiers is not taken for the fact that three were. `meaning` and `words` are those of `resemblance`.

Contents: `checklist_likeness`, `check_facts`, `best_sentences`.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from toolkit.errors import OptionError
from toolkit.events.resemblance import ACROSS_LISTED, Floats, Texts, resemble

Ints = npt.NDArray[np.int64]

RIVAL = 0.3
_NEARLY = 0.05  # how much less like a second sentence of an article may be than the first


def check_facts(facts: Sequence[str]) -> list[str]:
    """Return the list of facts; raise `OptionError` if it is none, is empty or has a blank entry."""
    if isinstance(facts, str):
        raise OptionError("`facts` must be a list of sentences; got one string. Write facts=[sentence].")
    given = [str(fact) for fact in facts]
    blank = [number for number, fact in enumerate(given, start=1) if not fact.strip()]
    if not given or blank:
        got = f"number {blank[0]} is blank" if blank else "the list is empty"
        raise OptionError(f"`facts` must be a list of sentences, one a fact; {got}.")
    return given


def checklist_likeness(facts: Texts, units: Texts, *, sentence_of: Ints, whole: Ints) -> Floats:
    """Return the likeness of each fact with each sentence: one row a fact, one column a sentence."""
    if not len(whole):
        return np.zeros((len(facts.languages), 0), dtype=np.float32)
    alike = resemble(facts, units, across=ACROSS_LISTED)
    in_context = resemble(facts, replace(units, words=units.words[whole[sentence_of]]), across=ACROSS_LISTED)
    scores = in_context - RIVAL * np.maximum(_best_rival(alike) - alike, 0)
    return np.asarray(np.maximum.reduceat(scores, whole, axis=1), dtype=np.float32)


def _best_rival(alike: Floats) -> Floats:
    """Return for each fact and unit the likeness of the unit's best other fact; 0 if there is no other."""
    if len(alike) < 2:
        return np.zeros_like(alike)
    second, first = np.sort(alike, axis=0)[-2:]
    return np.where(alike == first, second, first)


def best_sentences(likeness: Floats, threshold: float, article_of_sentence: Ints) -> npt.NDArray[np.bool_]:
    """Tell which sentences tell which facts: those at or above the threshold and nearly the best of their article."""
    best = np.zeros_like(likeness)
    for article in np.unique(article_of_sentence):
        own = article_of_sentence == article
        best[:, own] = likeness[:, own].max(axis=1, keepdims=True)
    return np.asarray((likeness >= threshold) & (likeness >= best - _NEARLY))
