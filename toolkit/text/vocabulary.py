"""The distinct words of a corpus, each with a number that never changes while the vocabulary grows.

Contents: `Vocabulary`.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from toolkit.text.normalize import normalize_word


class Vocabulary:
    """Words in the order in which they were first met; `words[i]` is the word with type id i.

    Two spellings that `normalize_word` makes equal share one id. `keys` are the hash keys of the spellings met, and
    `id_of_key` the ids of their words.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self._id_of_word: dict[str, int] = {}
        self.keys = np.empty(0, dtype=np.uint64)
        self.id_of_key = np.empty(0, dtype=np.int32)

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

    def link(self, keys: npt.NDArray[np.uint64], spellings: list[str]) -> None:
        """Add the words of new spellings, each with its hash key."""
        ids = np.array([self.add(spelling) for spelling in spellings], dtype=np.int32)
        self.keys = np.concatenate([self.keys, keys])
        self.id_of_key = np.concatenate([self.id_of_key, ids])
