"""The distinct words of a corpus, each with a number that never changes while the vocabulary grows.

Contents: `Vocabulary`.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from toolkit.text.normalize import normalize_word


class Vocabulary:
    """Words in the order in which they were first met; `words[i]` is the word with type id i.

    Two spellings that `normalize_word` makes equal share one id.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self._id_of_word: dict[str, int] = {}
        self._id_of_key: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.words)

    def add(self, spelling: str) -> int:
        """Return the id of a spelling's word, adding the word if it is new."""
        word = normalize_word(spelling)
        found = self._id_of_word.get(word)
        if found is None:
            found = self._id_of_word[word] = len(self.words)
            self.words.append(word)
        return found

    def find(self, words: Iterable[str]) -> npt.NDArray[np.int32]:
        """Return the ids of those of the (normalised) words that the vocabulary has."""
        ids = (self._id_of_word.get(word) for word in words)
        return np.array([i for i in ids if i is not None], dtype=np.int32)

    def ids_of_keys(self, keys: list[int]) -> list[int | None]:
        """Return the id belonging to each spelling's hash key, None where the key is new."""
        return list(map(self._id_of_key.get, keys))

    def remember(self, key: int, spelling: str) -> int:
        """Link a spelling's hash key to its word and return the word's id."""
        found = self._id_of_key[key] = self.add(spelling)
        return found
