"""Sentence models small enough to know."""

from collections.abc import Sequence

import numpy as np

from tests.discovery.planted import TOPICS
from toolkit.models.embed import Vectors


class CountingEmbedder:
    """Counts words of each planted topic; a fifth dimension is for texts that have none."""

    name = "counting 1"
    dimension = len(TOPICS) + 1

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            if text.strip():
                row[:-1] = [text.lower().count(topic) for topic in TOPICS]
                row[-1] = 0.1
        length = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / np.where(length > 0, length, 1)


class LetterEmbedder:
    """Counts the letters of the alphabet; one more dimension is for texts that have none."""

    name = "letters 1"
    dimension = 27

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            if text.strip():
                row[:-1] = [text.lower().count(chr(ord("a") + i)) for i in range(26)]
                row[-1] = 0.1
        length = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / np.where(length > 0, length, 1)
