"""Evidence: the spans of text that a measure counts, and what is known of each.

A batch of articles is read once for all measures: tokenised, and matched against all their lexicons in one pass.
The `Reading` of the batch then hands each measure its matches, and knows of every match whether it stands in a
quotation, under a negation, or under a word that says the act is only possible, planned, threatened or ordered.

Conventions: a unit is one part of one article (headline, lead, body or caption); offsets are code points into the
text of the part; a score is a sum of the weights of evidence.

Contents: `VOICES`, `MODALITIES`, `Evidence`, `whole_sentences`, `Reading`, `Scopes`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus, Parts
from toolkit.lexicons.lexicon import Lexicon
from toolkit.lexicons.matcher import Matcher, Matches
from toolkit.lexicons.shipped import load_lexicon
from toolkit.text.concordance import sentence_bounds
from toolkit.text.tokens import Tokens

# Words in a source's name without quotation marks ("reported") are told from the outlet's own only where sentences are
# parsed; elsewhere they count as the outlet's.
VOICES = ("outlet", "quotation", "reported")
# "" is an act told as a fact; the others are categories of the lexicon `scopes`, but for "denied", which is known only
# where sentences are parsed.
MODALITIES = ("", "possible", "necessary", "future", "intended", "threatened", "ordered", "conditional", "denied")

# A negation does not reach over these words into the next clause.
_CLAUSE_BREAKS = "but however although though whereas while because who which whose".split()
NEGATION_WINDOW = 5  # words between a negation and what it negates, as in "has not been able to destroy"
MODALITY_WINDOW = 6

Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
_Product = TypeVar("_Product")


@dataclass(frozen=True)
class Evidence:
    """Columns of equal length, one row a span, sorted by unit and place.

    `unit` row of the measurement's units; `sentence`, `start`, `end` within the part; `category` index of the
    measure's category; `weight` what the span adds to the amount; `voice` and `modal` indices into `VOICES` and
    `MODALITIES`; `negated`; `entry` number of the lexicon entry that matched (-1 if none did).
    """

    unit: Ints
    sentence: Ints
    start: Ints
    end: Ints
    category: npt.NDArray[np.int16]
    weight: npt.NDArray[np.float32]
    voice: npt.NDArray[np.uint8]
    negated: Flags
    modal: npt.NDArray[np.uint8]
    entry: Ints

    def __len__(self) -> int:
        return len(self.unit)

    def take(self, rows: "Flags | npt.NDArray[np.int64]") -> "Evidence":
        """Return the chosen rows."""
        return Evidence(*(getattr(self, column.name)[rows] for column in fields(self)))

    def with_weight(self, weight: npt.NDArray[np.floating]) -> "Evidence":
        """Return the same spans with other weights."""
        columns = {column.name: getattr(self, column.name) for column in fields(self)}
        return Evidence(**{**columns, "weight": weight.astype(np.float32)})

    def with_category(self, category: npt.NDArray[np.int16]) -> "Evidence":
        """Return the same spans under other categories."""
        columns = {column.name: getattr(self, column.name) for column in fields(self)}
        return Evidence(**{**columns, "category": category})

    def moved(self, n_units: int) -> "Evidence":
        """Return the same spans with unit numbers raised by `n_units`."""
        columns = {column.name: getattr(self, column.name) for column in fields(self)}
        return Evidence(**{**columns, "unit": self.unit + np.int32(n_units)})

    @staticmethod
    def none() -> "Evidence":
        """Return columns without rows."""
        place = np.empty(0, dtype=np.int32)
        return Evidence(
            unit=place, sentence=place, start=place, end=place,
            category=np.empty(0, dtype=np.int16), weight=np.empty(0, dtype=np.float32),
            voice=np.empty(0, dtype=np.uint8), negated=np.empty(0, dtype=np.bool_),
            modal=np.empty(0, dtype=np.uint8), entry=place,
        )  # fmt: skip

    @staticmethod
    def joined(pieces: Sequence["Evidence"]) -> "Evidence":
        """Return the rows of all pieces, one after the other."""
        return Evidence(*(np.concatenate([getattr(p, c.name) for p in pieces]) for c in fields(Evidence)))

    def in_order(self) -> "Evidence":
        """Return the rows sorted by unit and place; spans that begin at one place keep their order."""
        place = (self.unit.astype(np.int64) << 32) | self.start
        in_order = bool(np.all(place[1:] >= place[:-1]))
        return self if in_order else self.take(np.argsort(place, kind="stable"))


def whole_sentences(reading: "Reading") -> tuple[Evidence, list[str]]:
    """Return every sentence of a batch as evidence of weight 1 in the first category, and their texts."""
    tokens = reading.tokens
    first = np.flatnonzero(np.diff(tokens.sentence_id, prepend=-1)) if len(tokens) else np.empty(0, dtype=np.int64)
    unit, sentence = tokens.text[first], tokens.sentence[first]
    start, end = sentence_bounds(reading.parts.texts, unit, sentence)
    places = zip(unit.tolist(), start.tolist(), end.tolist(), strict=True)
    n = len(first)
    evidence = Evidence(
        unit, sentence, start, end,
        category=np.zeros(n, dtype=np.int16), weight=np.ones(n, dtype=np.float32),
        voice=(tokens.quoted[first] > 0).astype(np.uint8), negated=np.zeros(n, dtype=np.bool_),
        modal=np.zeros(n, dtype=np.uint8), entry=np.full(n, -1, dtype=np.int32),
    )  # fmt: skip
    return evidence, [reading.parts.texts[u][a:b] for u, a, b in places]


@dataclass(frozen=True)
class Scopes:
    """Words that act on what follows them: the row of each one's last token, and what it is (above 0), in order."""

    end: npt.NDArray[np.int64]
    kind: npt.NDArray[np.uint8]

    def reach(self, tokens: Tokens, breaks: Flags, window: int) -> npt.NDArray[np.uint8]:
        """Return the kind of the nearest scope word that reaches each token, 0 where none does.

        A scope word reaches the `window` tokens after it, but neither into the next sentence nor over words whose
        type ids are flagged in `breaks`.
        """
        reached = np.zeros(len(tokens), dtype=np.uint8)
        place, kind = self.end, self.kind
        for _ in range(window):
            following = np.minimum(place + 1, len(tokens) - 1)
            same = (tokens.sentence_id[following] == tokens.sentence_id[place]) & (following > place)
            go_on = np.flatnonzero(same & ~breaks[tokens.type_id[place]])
            place, kind = following[go_on], kind[go_on]
            free = reached[place] == 0  # nearer words came first
            reached[place[free]] = kind[free]
        return reached


class Reading:
    """One batch of parts, tokenised and matched: what a measure sees when it looks for evidence.

    Measures that read sentences start from `corpus`, the articles of the batch, whose parts are those of the reading;
    what several of them need is made once (`shared`).
    """

    def __init__(
        self, parts: Parts, tokens: Tokens, matcher: Matcher, matches: Matches, articles: pd.DataFrame | None = None
    ) -> None:
        self.parts = parts
        self.tokens = tokens
        self.matcher = matcher
        self.matches = matches
        self._articles = articles
        self._reaches: dict[tuple[str, int], npt.NDArray[np.uint8]] = {}
        self._products: dict[Any, Any] = {}

    @cached_property
    def corpus(self) -> Corpus:
        """The articles of the batch."""
        if self._articles is None:
            raise ValueError("This reading was made of texts, not of articles.")
        return Corpus(self._articles, name="batch")

    def shared(self, key: Any, make: Callable[["Reading"], _Product]) -> _Product:
        """Return what `make` makes of this reading, made once for each key."""
        if key not in self._products:
            self._products[key] = make(self)
        return self._products[key]

    @property
    def n_units(self) -> int:
        """Number of parts in the batch."""
        return len(self.parts)

    def of(self, lexicon: Lexicon) -> Matches:
        """Return the matches of one lexicon."""
        number = next(i for i, known in enumerate(self.matcher.compiled.lexicons) if known is lexicon)
        order, bounds = self._by_lexicon
        return self.matches.take(order[bounds[number] : bounds[number + 1]])

    @cached_property
    def _by_lexicon(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The matches sorted by lexicon, and where those of each lexicon begin."""
        number = self.matcher.compiled.lexicon_of[self.matches.entry].astype(np.int16)
        count = np.bincount(number, minlength=len(self.matcher.compiled.lexicons))
        return np.argsort(number, kind="stable"), np.concatenate([[0], np.cumsum(count)])

    def find(self, lexicon: Lexicon, *, first_category: int = 0) -> Evidence:
        """Return the matches of a lexicon as evidence, each weighing what its entry weighs.

        The category of a span is the index of the lexicon's category, plus `first_category`.
        """
        return self.evidence(self.of(lexicon), first_category=first_category)

    def evidence(self, matches: Matches, *, first_category: int = 0) -> Evidence:
        """Return matches as evidence, with voice, negation and modality."""
        first, last = matches.token, matches.token + matches.length - 1
        tokens, matcher = self.tokens, self.matcher
        return Evidence(
            unit=tokens.text[first],
            sentence=tokens.sentence[first],
            start=tokens.start[first],
            end=tokens.end[last],
            category=(matcher.compiled.category_of[matches.entry] + first_category).astype(np.int16),
            weight=matcher.compiled.weight_of[matches.entry],
            voice=(tokens.quoted[first] > 0).astype(np.uint8),
            negated=self.negated(first),
            modal=self.modal(first),
            entry=matches.entry.astype(np.int32),
        )

    @cached_property
    def _scopes(self) -> dict[str, Scopes]:
        """The negations and the words of modality in this batch."""
        lexicon = load_lexicon("scopes")
        matches = self.of(lexicon)
        end = matches.token + matches.length - 1
        order = np.argsort(end, kind="stable")
        category = self.matcher.compiled.category_of[matches.entry[order]]
        negates = category == lexicon.category_names.index("negator")
        names = [name if name in MODALITIES else "" for name in lexicon.category_names]
        modality = np.array([MODALITIES.index(name) for name in names], dtype=np.uint8)[category]
        return {
            "negation": Scopes(end[order[negates]], negates[negates].astype(np.uint8)),
            "modality": Scopes(end[order[~negates]], modality[~negates]),
        }

    def _reach(self, scope: str, window: int) -> npt.NDArray[np.uint8]:
        """Return what reaches each token of the batch; see `Scopes.reach`."""
        if (scope, window) not in self._reaches:
            breaks = self.tokens.vocabulary_mask(_CLAUSE_BREAKS)
            self._reaches[scope, window] = self._scopes[scope].reach(self.tokens, breaks, window)
        return self._reaches[scope, window]

    def negated(self, token: npt.NDArray[np.int64], *, window: int = NEGATION_WINDOW) -> Flags:
        """Tell of each token (row) whether a negation at most `window` words before it, in its clause, negates it."""
        return self._reach("negation", window)[token] > 0

    def modal(self, token: npt.NDArray[np.int64], *, window: int = MODALITY_WINDOW) -> npt.NDArray[np.uint8]:
        """Return the modality (index into `MODALITIES`) under which each token (row) stands, 0 for a plain fact."""
        return self._reach("modality", window)[token]
