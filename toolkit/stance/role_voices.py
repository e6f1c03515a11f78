"""On whose word an act rests: the outlet's, that of somebody in quotation marks, or reported.

Contents: `Voices`.
"""

from collections.abc import Iterable

from toolkit.stance.attribution_quotes import with_quotations
from toolkit.stance.attribution_rules import Found, find_by_rules
from toolkit.stance.attribution_words import BELIEF_KINDS
from toolkit.stance.role_grammar import subject
from toolkit.stance.role_passives import by_phrase, is_passive_form
from toolkit.stance.role_phrases import antecedent, noun_phrase
from toolkit.stance.role_scope import governors
from toolkit.stance.role_words import ACCUSING, HEARSAY, HOLDING_BACK, MODAL_WORDS, NO_ONE, REPORTING_PASSIVES
from toolkit.stance.sheets import Range, Sheet

Voice = tuple[str, Range | None]  # outlet, quoted or reported, and the words that name who
_OUTLET: Voice = ("outlet", None)
_HEADLINE_NAME = 5  # words before the colon of "Army: rebels shelled market"
# These lead to clauses that tell facts or plans, not to what somebody says.
_NO_SPEECH = frozenset("show see know hear remember force make let help allow prevent vow threaten".split())


def _is_finite(sheet: Sheet, verb: int) -> bool:
    return any(sheet.tag[t] in ("VBD", "VBZ", "VBP", "MD") for t in (verb, *sheet.kids(verb, "aux", "auxpass")))


class Voices:
    """The attributions of one text, asked for act after act."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._found = [one for one in with_quotations(sheet, find_by_rules(sheet)) if self._is_speech(one)]

    def _is_speech(self, one: Found) -> bool:
        sheet = self._sheet
        if one.kind in BELIEF_KINDS:
            return False
        lemma = sheet.lemma[one.head]
        if sheet.word[one.head] in HEARSAY or sheet.word[one.head] == "according":
            return True
        if any(self._is_thing(first, last) for first, last in one.content) or self._by_no_one(one):
            return False
        if sheet.pos[one.head] == "NOUN":
            return any(_is_finite(sheet, child) for child in sheet.kids(one.head, "acl", "ccomp", "relcl"))
        infinitive = any(any(sheet.word[a] == "to" for a in sheet.kids(c, "aux")) or sheet.tag[c] == "VBG"
                         for c in sheet.kids(one.head, "xcomp"))  # fmt: skip
        return lemma not in _NO_SPEECH and not (infinitive and (lemma in MODAL_WORDS or lemma in HOLDING_BACK))

    def _is_thing(self, first: int, last: int) -> bool:
        """Say whether content is what is praised, backed or ordered rather than what is said: a noun phrase."""
        sheet = self._sheet
        root = next((t for t in range(first, last + 1) if not first <= sheet.head[t] <= last), first)
        return (
            sheet.pos[root] in ("NOUN", "PROPN", "PRON")
            and sheet.dep[root] in ("dobj", "nsubjpass", "pobj", "nsubj")
            and sheet.quote[root] < 0
        )

    def _by_no_one(self, one: Found) -> bool:
        return one.source is not None and any(
            self._sheet.word[t] in NO_ONE for t in range(one.source[0], one.source[1] + 1)
        )

    def of(self, act: int, modal: str) -> Voice:
        """Return the voice of an act, given by its token and modal."""
        sheet = self._sheet
        if sheet.quote[act] >= 0:
            return "quoted", self._speaker(
                self._holding(act, (one for one in self._found if sheet.quote[one.head] < 0))
            )
        hung = self._governing(act, modal)
        if hung is not None:
            return hung
        if any(sheet.word[child] in HEARSAY for child in sheet.children[act]):
            return "reported", None
        found = self._holding(act, self._found)
        if found is not None:
            return "reported", self._speaker(found)
        return self._headline(act)

    def _holding(self, act: int, among: Iterable[Found]) -> Found | None:
        """Return the innermost attribution in whose content the act stands."""
        holding = [one for one in among for first, last in one.content
                   if first <= act <= last and not one.cue[0] <= act <= one.cue[1]
                   and not (one.source is not None and one.source[0] <= act <= one.source[1])]  # fmt: skip
        return min(holding, key=lambda one: sum(b - a for a, b in one.content), default=None)

    def _speaker(self, found: Found | None) -> Range | None:
        if found is None or found.source is None:
            return None
        first, last = found.source
        sheet = self._sheet
        if sheet.pos[found.head] == "NOUN" and not sheet.left[found.head] <= first < found.head:
            return None  # who rejects a claim does not make it
        head = next((t for t in range(first, last + 1) if not first <= sheet.head[t] <= last), last)
        return noun_phrase(sheet, antecedent(sheet, head))

    def _phrase(self, token: int | None) -> Range | None:
        return None if token is None else noun_phrase(self._sheet, token)

    def _governing(self, act: int, modal: str) -> Voice | None:
        """Return the voice that the verb above gives: denied, accused of, said to have."""
        sheet = self._sheet
        chain = [above for above, _ in governors(sheet, act)]
        if modal == "denied":
            above = next((t for t in chain if sheet.lemma[t] == "deny"), None)
            clause = act
            while above is None and sheet.head[clause] != clause:
                clause = sheet.head[clause]
                above = clause if sheet.lemma[clause] in ("deny", "denial") else None
            return "reported", None if above is None else self._phrase(subject(sheet, above))
        for above, below in governors(sheet, act):
            lemma, passive = sheet.lemma[above], is_passive_form(sheet, above) or sheet.tag[above] == "VBN"
            if lemma in ACCUSING and sheet.pos[above] == "VERB" and sheet.dep[below] in ("pcomp", "pobj", "xcomp"):
                return "reported", self._phrase(by_phrase(sheet, above) if passive else subject(sheet, above))
            if passive and lemma in REPORTING_PASSIVES and sheet.dep[below] in ("xcomp", "ccomp", "advcl"):
                return "reported", self._phrase(by_phrase(sheet, above))
        return None

    def _headline(self, act: int) -> Voice:
        sheet = self._sheet
        for colon in range(1, min(act, _HEADLINE_NAME + 1)):
            named = all(sheet.pos[t] in ("NOUN", "PROPN", "ADJ", "DET", "ADP") for t in range(colon))
            if named and sheet.word[colon] == ":" and sheet.sentence[act] == sheet.sentence[0]:
                return "reported", (0, colon - 1)
        return _OUTLET
