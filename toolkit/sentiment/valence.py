"""Valence of news text: how good or bad are the things that a text tells, and the words it tells them in?

Contents: `Sentiment`.
"""

from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

from toolkit.evidence import Evidence, Reading
from toolkit.lexicons.lexicon import Lexicon
from toolkit.lexicons.matcher import Matches
from toolkit.lexicons.shipped import load_lexicon
from toolkit.measure import Floats, Measure, Scale

_VALENCE = Scale("valence", 1.0, -1.0, 1.0, "more positive words for better things")


@dataclass(frozen=True)
class Sentiment(Measure):
    """Score the valence of sentences and articles from -1 (negative) to +1 (positive).

    Every word or expression of the lexicon has a strength s. Before it is counted,

    - an intensifier or downtoner at most two words before multiplies it (very: more, slightly: less);
    - a negation at most `negation_window` words before, in the same clause, multiplies it by `negation`;
    - in a sentence with a contrast ("but"), what stands before it is multiplied by `before_contrast`.

    A sentence with the sum S has the valence v = S / sqrt(S^2 + alpha), so that one strong word does not make it
    extreme and ten do not go beyond 1. The value of a part or an article is the mean of v over its sentences.
    The weight of a span is its share of v.

    Higher values mean more positive vocabulary. Valence is not stance: "the militia was annihilated" is negative
    vocabulary in a sentence that may well favour those who did it. Do not compare texts on different events: bad
    news is told in negative words by everyone.

    Parameters
    ----------
    lexicon : categories positive and negative with signed weights; by default the shipped `valence`.
    modifiers : categories intensifier, downtoner (weights are factors) and contrast.
    negation, negation_window, before_contrast, alpha : see above.

    References: taboada2011 for shifters, hutto2014 for the form of the sentence score.
    """

    name: ClassVar[str] = "sentiment"
    references: ClassVar[tuple[str, ...]] = ("taboada2011", "hutto2014")

    lexicon: Lexicon = field(default_factory=lambda: load_lexicon("valence"))
    modifiers: Lexicon = field(default_factory=lambda: load_lexicon("modifiers"))
    negation: float = -0.5
    negation_window: int = 4
    before_contrast: float = 0.5
    alpha: float = 4.0

    @property
    def categories(self) -> tuple[str, ...]:
        """The one score."""
        return ("valence",)

    @property
    def lexicons(self) -> tuple[Lexicon, ...]:
        """The valence words and their modifiers."""
        return (self.lexicon, self.modifiers)

    def scale(self, category: str) -> Scale:
        """Between -1 and +1."""
        return _VALENCE

    def exposure(self, reading: Reading) -> Floats:
        """The number of sentences."""
        return reading.tokens.n_sentences.astype(np.float64)

    def find(self, reading: Reading) -> Evidence:
        """Find the words of valence and give each its share of its sentence's score."""
        matches = reading.of(self.lexicon)
        strength = reading.matcher.compiled.weight_of[matches.entry].astype(np.float64)
        modifiers = reading.of(self.modifiers)
        kind = reading.matcher.compiled.category_of[modifiers.entry]
        names = self.modifiers.category_names
        degree = modifiers.take((kind == names.index("intensifier")) | (kind == names.index("downtoner")))
        strength *= _degree_before(reading, matches, degree)
        strength *= self._contrast(reading, matches, modifiers.take(kind == names.index("contrast")))
        negated = reading.negated(matches.token, window=self.negation_window)
        strength[negated] *= self.negation
        sentence = reading.tokens.sentence_id[matches.token]
        total = np.bincount(sentence, weights=strength) if len(matches) else np.zeros(1)
        share = strength / np.sqrt(total[sentence] ** 2 + self.alpha)
        found = reading.evidence(matches).with_weight(share)
        return replace(found, category=np.zeros(len(found), dtype=np.int16), negated=negated)

    def _contrast(self, reading: Reading, matches: Matches, contrasts: Matches) -> Floats:
        """Return `before_contrast` for matches that a contrast follows in their sentence, else 1."""
        sentence = reading.tokens.sentence_id
        following = np.searchsorted(contrasts.token, matches.token, side="right")
        there = following < len(contrasts)
        position = contrasts.token[np.minimum(following, len(contrasts) - 1)] if len(contrasts) else matches.token
        followed = there & (sentence[position] == sentence[matches.token])
        return np.where(followed, self.before_contrast, 1.0)


def _degree_before(reading: Reading, matches: Matches, degree: Matches) -> Floats:
    """Return the factor of the nearest word of degree at most two words before each match, else 1."""
    if not len(degree):
        return np.ones(len(matches))
    end = degree.token + degree.length - 1
    order = np.argsort(end, kind="stable")
    end, factor = end[order], reading.matcher.compiled.weight_of[degree.entry[order]]
    nearest = np.searchsorted(end, matches.token) - 1
    sentence = reading.tokens.sentence_id
    near = (nearest >= 0) & (matches.token - end[nearest] <= 2) & (sentence[end[nearest]] == sentence[matches.token])
    return np.where(near, factor[nearest], 1.0)
