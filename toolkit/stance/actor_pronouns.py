"""Pronouns that stand for an actor: "he", "its", "they", read from the parse of the sentence and of the one before.

A pronoun stands for the noun or name before it that fits best. Candidates agree in kind: persons for *he* and *she*,
one thing or group for *it*, several for *they*. A subject is preferred to an object, the same sentence to the one
before, the nearer to the farther. The subject of its own verb is no candidate for an object ("The mayor told him"). If
the best candidate is not a mention of an actor of the study, the pronoun is nobody's.

Left alone are "it" where it is no subject, because it then mostly means a thing, and "it" that stands for nothing.

A pronoun within quotation marks stands only for what was named within the same marks.

Contents: `PRONOUNS`, `find_pronouns`.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from toolkit.models.parse import parse
from toolkit.stance.actor import Actors
from toolkit.stance.actor_names import HONORIFICS
from toolkit.stance.sheets import Sheet, iter_sheets
from toolkit.stance.speakers import PERSON_NOUNS

PRONOUNS = {
    **dict.fromkeys("he him his himself".split(), "he"),
    **dict.fromkeys("she her hers herself".split(), "she"),
    **dict.fromkeys("it its itself".split(), "it"),
    **dict.fromkeys("they them their theirs themselves".split(), "they"),
}
_REFLEXIVE = frozenset("himself herself itself themselves".split())
_SUBJECTS, _OBJECTS = ("nsubj", "nsubjpass"), ("dobj", "dative", "pobj", "agent")
_INSIDE_PHRASE = ("compound", "amod", "nmod", "poss", "nummod", "appos")
_MALE = frozenset("mr sir king prince sheikh ayatollah lord imam pope sultan emir father man boy husband son".split())
_FEMALE = frozenset("mrs ms miss queen princess lady mother woman girl wife daughter".split())
_BATCH = 500  # texts read together
_FAR = 25  # words that cost as much as standing one sentence back


class Found(NamedTuple):
    """A pronoun and the actor for which it stands."""

    unit: int
    start: int
    end: int
    actor: str


def find_pronouns(mentions: pd.DataFrame, texts: Sequence[str], actors: Actors) -> list[Found]:
    """Return the pronouns that stand for actors, in the texts in which an actor is mentioned.

    `mentions` has unit, start, end, actor and how; `texts` are those of the parts, empty where nothing shall be read.
    """
    kinds = {actor.id: actor.kind for actor in actors}
    named = mentions[mentions["how"] != "adjective"]
    by_unit = {unit: own for unit, own in named.groupby("unit") if texts[unit]}
    units = list(by_unit)
    found: list[Found] = []
    for begin in range(0, len(units), _BATCH):
        batch = units[begin : begin + _BATCH]
        own_texts = [texts[unit] for unit in batch]
        for unit, sheet in zip(batch, iter_sheets(own_texts, parse(own_texts)), strict=True):
            columns = (by_unit[unit][name].tolist() for name in ("start", "end", "actor"))
            found += _Text(sheet, list(zip(*columns, strict=True)), kinds).pronouns(unit)
    return found


class _Text:
    """One text, in which pronouns are resolved from left to right."""

    def __init__(self, sheet: Sheet, mentions: list[tuple[int, int, str]], kinds: dict[str, str]) -> None:
        self._sheet, self._kinds = sheet, kinds
        self._actor: dict[int, str] = {}
        for token, (a, b) in enumerate(zip(sheet.start, sheet.end, strict=True)):
            owner = next((actor for start, end, actor in mentions if start <= a and b <= end), None)
            if owner is not None:
                self._actor[token] = owner
        self._stands_for: dict[int, int] = {}  # token of a pronoun -> head of what it stands for
        self._gender: dict[str, str] = {}  # actor -> he or she, once a title or a pronoun told it
        for token, owner in self._actor.items():
            self._learn(owner, token)

    def _learn(self, actor: str, token: int) -> None:
        """Note the gender that a title before or in a mention tells."""
        near = self._sheet.word[max(0, token - 1) : token + 1]
        words = {word.strip(".") for word in near}
        if words & _MALE or words & _FEMALE:
            self._gender.setdefault(actor, "he" if words & _MALE else "she")

    def pronouns(self, unit: int) -> Iterator[Found]:
        """Yield the pronouns that stand for actors."""
        sheet = self._sheet
        for token, word in enumerate(sheet.word):
            if word in PRONOUNS and sheet.pos[token] == "PRON" and not self._is_empty(token):
                stands_for = self._antecedent(token, PRONOUNS[word])
                if stands_for is None:
                    continue
                self._stands_for[token] = stands_for
                actor = self._actor.get(stands_for)
                if actor is not None:
                    if self._kinds[actor] == "person":
                        self._gender.setdefault(actor, PRONOUNS[word])
                    yield Found(unit, sheet.start[token], sheet.end[token], actor)

    def _is_empty(self, token: int) -> bool:
        """Tell of "it" whether it is no subject, or stands for nothing: "it is clear that", "it was he who"."""
        sheet = self._sheet
        if sheet.word[token] != "it":
            return False
        if sheet.dep[token] not in _SUBJECTS:
            return True
        verb = sheet.head[token]
        if sheet.lemma[verb] in ("rain", "snow"):
            return True
        clausal = sheet.kids(verb, "ccomp", "xcomp", "advcl", "csubj", "acomp")
        clausal = clausal or [c for noun in sheet.kids(verb, "attr") for c in sheet.kids(noun, "relcl")]
        return sheet.lemma[verb] in ("be", "seem", "appear", "take", "happen") and bool(clausal)

    def _antecedent(self, pronoun: int, kind: str) -> int | None:
        """Return the head of what a pronoun stands for, or None."""
        scored = [(self._cost(pronoun, one), one) for one in self._candidates(pronoun, kind)]
        if not scored:
            return None
        best = min(scored)[1]
        return self._stands_for.get(best, best)

    def _candidates(self, pronoun: int, kind: str) -> Iterator[int]:
        sheet = self._sheet
        sentence = sheet.sentence[pronoun]
        for token in range(pronoun - 1, -1, -1):
            if sheet.sentence[token] < sentence - 1:
                return
            # Who is spoken of in a quotation was named in it, or is not told.
            if sheet.quote[token] != sheet.quote[pronoun] or self._shares_verb(pronoun, token):
                continue
            if token in self._stands_for:
                if PRONOUNS[sheet.word[token]] == kind:
                    yield token
            elif self._is_head(token) and self._agrees(token, kind):
                yield token

    def _is_head(self, token: int) -> bool:
        """Tell whether a token is the head of a phrase of its own, or the last word of a mention."""
        sheet = self._sheet
        if sheet.pos[token] not in ("NOUN", "PROPN"):
            return False
        inner = sheet.dep[token] in _INSIDE_PHRASE and token not in self._actor
        return not inner and not (sheet.dep[token] == "compound" and sheet.head[token] == token + 1)

    def _shares_verb(self, pronoun: int, token: int) -> bool:
        """Tell whether a token is the subject of the verb whose object the pronoun is: it cannot be the same."""
        sheet = self._sheet
        if sheet.word[pronoun] in _REFLEXIVE or sheet.dep[pronoun] == "poss" or sheet.dep[token] not in _SUBJECTS:
            return False
        above = sheet.head[pronoun]
        if sheet.dep[pronoun] == "pobj":
            above = sheet.head[above]
        return sheet.dep[pronoun] in _OBJECTS and above == sheet.head[token]

    def _agrees(self, token: int, kind: str) -> bool:
        sheet = self._sheet
        actor = self._actor.get(token)
        known = self._kinds.get(actor or "")
        plural = sheet.tag[token] in ("NNS", "NNPS")
        person = known == "person" or (known is None and self._is_person(token))
        if kind in ("he", "she"):
            other = _FEMALE if kind == "he" else _MALE
            told = self._gender.get(actor or "", kind)
            return person and not plural and told == kind and sheet.word[token] not in other
        if kind == "it":
            return not person and not plural
        # The police "have", but most groups are "it" in news; what joins several is "they".
        return plural or sheet.word[token] == "police" or bool(sheet.kids(token, "conj"))

    def _is_person(self, token: int) -> bool:
        sheet = self._sheet
        noun = sheet.lemma[token].lower()
        return sheet.ent[token] == "PERSON" or noun in PERSON_NOUNS or noun in HONORIFICS or noun in _MALE | _FEMALE

    def _cost(self, pronoun: int, token: int) -> float:
        """Return how ill a candidate fits: sentences back, its place in the sentence, words between."""
        sheet = self._sheet
        back = sheet.sentence[pronoun] - sheet.sentence[token]
        dep = sheet.dep[token]
        role = 0.0 if dep in _SUBJECTS else 0.6 if dep in ("dobj", "dative") else 0.9
        return back + role + (pronoun - token) / _FAR
