"""Valence by the vaderSentiment package, as a named alternative to compare with.

Contents: `VaderSentiment`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from toolkit.evidence import Evidence, Reading
from toolkit.measure import Floats, Measure, Scale
from toolkit.text.concordance import sentence_bounds

_COMPOUND = Scale("compound", 1.0, -1.0, 1.0, "more positive words")


@dataclass(frozen=True)
class VaderSentiment(Measure):
    """Score sentences with VADER (made for social media), and articles by the mean over their sentences.

    value = mean over sentences of VADER's compound score.

    Higher values mean more positive vocabulary. VADER tells no words: its evidence is whole sentences, each with
    its compound score as weight; sentences with 0 are left out. Do not compare its values with those of
    `Sentiment`: both lie between -1 and +1, but the scales differ.

    References: hutto2014.
    """

    name: ClassVar[str] = "vader"
    references: ClassVar[tuple[str, ...]] = ("hutto2014",)

    @property
    def categories(self) -> tuple[str, ...]:
        """The one score."""
        return ("compound",)

    def scale(self, category: str) -> Scale:
        """Between -1 and +1."""
        return _COMPOUND

    def exposure(self, reading: Reading) -> Floats:
        """The number of sentences."""
        return reading.tokens.n_sentences.astype(np.float64)

    @cached_property
    def _analyzer(self) -> Any:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # reads its word list when made

        return SentimentIntensityAnalyzer()

    def find(self, reading: Reading) -> Evidence:
        """Score every sentence of the batch."""
        tokens = reading.tokens
        first = np.flatnonzero(np.diff(tokens.sentence_id, prepend=-1)) if len(tokens) else np.empty(0, dtype=np.int64)
        unit, sentence = tokens.text[first], tokens.sentence[first]
        start, end = sentence_bounds(reading.parts.texts, unit, sentence)
        places = zip(unit.tolist(), start.tolist(), end.tolist(), strict=True)
        texts = (reading.parts.texts[u][a:b] for u, a, b in places)
        compound = np.array([self._analyzer.polarity_scores(text)["compound"] for text in texts], dtype=np.float32)
        n = len(first)
        evidence = Evidence(
            unit, sentence, start, end,
            category=np.zeros(n, dtype=np.int16), weight=compound,
            voice=(tokens.quoted[first] > 0).astype(np.uint8), negated=np.zeros(n, dtype=np.bool_),
            modal=np.zeros(n, dtype=np.uint8), entry=np.full(n, -1, dtype=np.int32),
        )  # fmt: skip
        return evidence.take(compound != 0)
