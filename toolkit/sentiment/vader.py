"""Valence by the vaderSentiment package, as a named alternative to compare with.

Contents: `VaderSentiment`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from toolkit.evidence import Evidence, Reading, whole_sentences
from toolkit.measure import Floats, Measure, Scale

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
        evidence, texts = whole_sentences(reading)
        compound = np.array([self._analyzer.polarity_scores(text)["compound"] for text in texts], dtype=np.float32)
        return evidence.with_weight(compound).take(compound != 0)
