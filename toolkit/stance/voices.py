"""Whose words an article is made of: the outlet's own, quoted directly, passed on indirectly, or in nobody's name.

Contents: `Voices`.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from toolkit.evidence import VOICES, Evidence, Reading
from toolkit.measure import Floats, Measure, Scale, add_up
from toolkit.stance.sources_result import VOICE_KINDS
from toolkit.stance.table_evidence import sources_in

_SHARE = Scale("share of words", 1.0, 0.0, 1.0, "more of the words are in this voice")
_OF_KIND = np.array(["outlet", "quotation", "reported", "quotation"])  # the voice of evidence for each of `VOICE_KINDS`


@dataclass(frozen=True)
class Voices(Measure):
    """Tell which share of an article's words is in which voice.

    share = words in the voice / words. "direct" stands in quotation marks and in a source's name, "indirect" in a
    source's name without marks, "unattributed" in marks but in nobody's name; all else is the outlet's "own".

    Higher values mean more room for that voice. They do not mean that the outlet agrees with it, or that the words were
    said. Do not compare outlets that were cleaned differently. Indirect speech that is not found counts as the outlet's
    own (docs/sources.md says how often). The four shares add up to 1; "own" has no spans, it is what is left.

    References: newell2018 for attribution in news.
    """

    name: ClassVar[str] = "voices"
    references: ClassVar[tuple[str, ...]] = ("newell2018",)

    @property
    def categories(self) -> tuple[str, ...]:
        """The four voices."""
        return VOICE_KINDS

    def scale(self, category: str) -> Scale:
        """Shares lie between 0 and 1."""
        return _SHARE

    def find(self, reading: Reading) -> Evidence:
        """Find the runs of words in one voice that is not the outlet's, each weighing as many as it has words."""
        tokens = reading.tokens
        row = sources_in(reading).row_at(tokens.text, tokens.start)
        quoted = tokens.quoted > 0
        kind = np.select([(row >= 0) & quoted, row >= 0, quoted], [1, 2, 3], default=0)
        changes = (np.diff(row, prepend=-2) != 0) | (np.diff(kind, prepend=-1) != 0)
        changes |= (np.diff(tokens.text, prepend=-1) != 0) | (np.diff(tokens.sentence_id, prepend=-1) != 0)
        first = np.flatnonzero(changes)
        last = np.append(first[1:], len(tokens)) - 1
        said = kind[first] > 0
        first, last = first[said], last[said]
        n = len(first)
        return Evidence(
            unit=tokens.text[first], sentence=tokens.sentence[first], start=tokens.start[first], end=tokens.end[last],
            category=kind[first].astype(np.int16), weight=(last - first + 1).astype(np.float32),
            voice=np.array([VOICES.index(one) for one in _OF_KIND], dtype=np.uint8)[kind[first]],
            negated=np.zeros(n, dtype=np.bool_), modal=np.zeros(n, dtype=np.uint8),
            entry=np.full(n, -1, dtype=np.int32),
        )  # fmt: skip

    def tally(self, evidence: Evidence, exposure: Floats) -> tuple[Floats, Floats]:
        """Give the outlet the words that nobody else has."""
        amount = add_up(evidence, len(exposure), len(self.categories))
        amount[:, 0] = np.where(exposure > 0, exposure - amount[:, 1:].sum(axis=1), 0.0)
        return amount, np.repeat(exposure[:, None], len(self.categories), axis=1)
