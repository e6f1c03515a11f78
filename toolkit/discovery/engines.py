"""What finds given topics in texts: by their words, or by the meaning of whole sentences.

An engine is what was learnt and nothing else: it reads any batch of articles, also of another corpus, and returns
evidence whose weights are words.

Contents: `Engine`, `WordTopics`, `SentenceTopics`, `LEAST_WORDS`, `sentence_texts`.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from toolkit.corpus.corpus import Parts
from toolkit.corpus.schema import PARTS
from toolkit.discovery.counts import count_pairs
from toolkit.discovery.fitting import nearest_centroid
from toolkit.discovery.mixtures import fold_in, responsibilities
from toolkit.evidence import Evidence, Reading
from toolkit.models.embed import Embedder, embed
from toolkit.text.concordance import sentence_bounds
from toolkit.text.tokens import Tokens
from toolkit.text.vocabulary import Vocabulary

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]

LEAST_WORDS = 4  # a shorter sentence is about too little to belong to a topic
_CAPTION = PARTS.index("caption")


class Engine(Protocol):
    """Anything that finds numbered topics in a batch."""

    @property
    def n_topics(self) -> int:
        """Number of topics."""
        ...

    @property
    def checksum(self) -> str:
        """A hash of what was learnt."""
        ...

    def find(self, reading: Reading) -> Evidence:
        """Return where topics speak; the category of a span is the number of its topic, its weight is in words."""
        ...


@dataclass(frozen=True, eq=False)
class WordTopics:
    """Topics as shares of words: `phi` has one row a topic and one column for each of `words`."""

    words: tuple[str, ...]
    phi: Floats

    @property
    def n_topics(self) -> int:
        """Number of topics."""
        return len(self.phi)

    @cached_property
    def checksum(self) -> str:
        """A hash of words and shares."""
        return _checksum("\x1f".join(self.words).encode("utf-8", "surrogatepass"), self.phi.tobytes())

    @cached_property
    def _column(self) -> dict[str, int]:
        return {word: column for column, word in enumerate(self.words)}

    def find(self, reading: Reading) -> Evidence:
        """Return each word with the topics that speak in it; its weights add up to 1."""
        tokens = reading.tokens
        column = self._columns(tokens.vocabulary)[tokens.type_id]
        token = np.flatnonzero(column >= 0)
        text = tokens.text[token]
        article, word = reading.parts.article[text].astype(np.int64), column[token]
        # What an article is about is told by its story; captions are read in that light.
        story = reading.parts.part[text] != _CAPTION
        n_articles = int(reading.parts.article.max(initial=-1)) + 1
        table = count_pairs(article[story], word[story], (n_articles, len(self.words)))
        row, topic, weight = responsibilities(fold_in(table, self.phi), self.phi, article, word)
        return _words_as_evidence(tokens, token[row], topic, weight)

    def _columns(self, vocabulary: Vocabulary) -> Longs:
        """Return for each type id the column of its word, -1 for words that no topic has."""
        found = [self._column.get(word, -1) for word in vocabulary.words]
        return np.array(found, dtype=np.int64)


def _words_as_evidence(tokens: Tokens, token: Longs, topic: Longs, weight: Floats) -> Evidence:
    return _evidence(
        tokens.text[token], tokens.sentence[token], tokens.start[token], tokens.end[token], topic, weight,
        tokens.quoted[token] > 0,
    )  # fmt: skip


def _evidence(
    unit: Ints, sentence: Ints, start: Ints, end: Ints, topic: Longs, weight: npt.NDArray[np.number],
    quoted: npt.NDArray[np.bool_],
) -> Evidence:  # fmt: skip
    n = len(unit)
    return Evidence(
        unit, sentence, start, end,
        category=topic.astype(np.int16), weight=weight.astype(np.float32), voice=quoted.astype(np.uint8),
        negated=np.zeros(n, dtype=np.bool_), modal=np.zeros(n, dtype=np.uint8), entry=np.full(n, -1, dtype=np.int32),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class SentenceTopics:
    """Topics as directions of meaning: `centroids` has one row of length 1 a topic, `model` made the vectors."""

    centroids: npt.NDArray[np.float32]
    model: str | Embedder

    @property
    def n_topics(self) -> int:
        """Number of topics."""
        return len(self.centroids)

    @cached_property
    def checksum(self) -> str:
        """A hash of the model's name and the centroids."""
        name = self.model if isinstance(self.model, str) else self.model.name
        return _checksum(name.encode("utf-8", "surrogatepass"), self.centroids.tobytes())

    def find(self, reading: Reading) -> Evidence:
        """Return each sentence of four words or more with the topic nearest to it; its weight is its words."""
        tokens = reading.tokens
        if not len(tokens):
            return Evidence.none()
        first = np.flatnonzero(np.diff(tokens.sentence_id, prepend=-1))
        unit, sentence = tokens.text[first], tokens.sentence[first]
        n_words = np.diff(np.append(first, len(tokens)))
        start, end = sentence_bounds(reading.parts.texts, unit, sentence)
        texts = _cut(reading.parts, unit, start, end, n_words)
        topic = nearest_centroid(embed(texts, model=self.model), self.centroids)
        quoted = tokens.quoted[first] > 0
        return _evidence(unit, sentence, start, end, topic, n_words, quoted).take(topic >= 0)


def sentence_texts(parts: Parts, unit: Ints, sentence: Ints, n_words: Longs) -> list[str]:
    """Return sentences, given their units and numbers in the unit; empty for those of fewer than four words."""
    start, end = sentence_bounds(parts.texts, unit, sentence)
    return _cut(parts, unit, start, end, n_words)


def _cut(parts: Parts, unit: Ints, start: Ints, end: Ints, n_words: Longs) -> list[str]:
    places = zip(unit.tolist(), start.tolist(), end.tolist(), n_words.tolist(), strict=True)
    return [parts.texts[u][a:b] if n >= LEAST_WORDS else "" for u, a, b, n in places]


def _checksum(*pieces: bytes) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(len(piece).to_bytes(8, "little") + piece)
    return digest.hexdigest()[:16]
