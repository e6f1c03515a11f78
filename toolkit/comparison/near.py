"""Which words stand near another.

Contents: `Node`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.term_counts import Words
from toolkit.errors import OptionError
from toolkit.lexicons.lexicon import Lexicon
from toolkit.text.tokens import tokenize
from toolkit.text.vocabulary import Vocabulary

Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Node:
    """The word whose neighbours are looked at, or several spellings of it; `*` stands for any letters.

    A neighbour is a word of the same sentence with fewer than `window` words between it and the node.
    """

    patterns: tuple[str, ...]
    window: int
    _known: dict[str, list[bool]] = field(default_factory=dict)

    @classmethod
    def of(cls, word: str | Sequence[str], window: int) -> "Node":
        """Check the word and the window."""
        patterns = (word,) if isinstance(word, str) else tuple(word)
        if not patterns:
            raise OptionError("`word` must be a word, such as 'militia', or several spellings of one.")
        if window < 1:
            raise OptionError(f"`window` must be 1 or more, in words; got {window!r}.")
        return cls(patterns, window)

    @property
    def name(self) -> str:
        """The word as the tables name it."""
        return ", ".join(self.patterns)

    @property
    def lexicon(self) -> Lexicon:
        """A lexicon that finds the word; a pattern without a word raises its LexiconError."""
        return Lexicon.of({self.name: list(self.patterns)}, name="node")

    @property
    def sequences(self) -> list[tuple[str, ...]]:
        """The patterns, each cut into words."""
        return [entry.words for entry in self.lexicon.categories[0].entries]

    def at(self, words: Words, vocabulary: Vocabulary) -> Flags:
        """Tell of the tokens of a batch whether they belong to the node."""
        return self._marked(words, vocabulary)[0]

    def near(self, words: Words, vocabulary: Vocabulary) -> Flags:
        """Tell of the tokens of a batch whether they are neighbours of the node."""
        return self._marked(words, vocabulary)[1]

    def _marked(self, words: Words, vocabulary: Vocabulary) -> tuple[Flags, Flags]:
        # The possessive 's is no word, and takes no place in the window.
        row = np.flatnonzero(words.is_word)
        type_id, sentence = words.type_id[row], words.sentence[row]
        node, near = np.zeros(len(row), dtype=np.bool_), np.zeros(len(row), dtype=np.bool_)
        for sequence in self.sequences:
            first = self._starts(sequence, type_id, sentence, vocabulary)
            for i in range(len(sequence)):
                node[first + i] = True
            last = first + len(sequence) - 1
            for step in range(1, self.window + 1):
                for there, of in ((first - step, first), (last + step, last)):
                    inside = (there >= 0) & (there < len(row))
                    there, of = there[inside], of[inside]
                    near[there[sentence[there] == sentence[of]]] = True
        near &= ~node
        flags = np.zeros((2, len(words.is_word)), dtype=np.bool_)
        flags[0, row], flags[1, row] = node, near
        return flags[0], flags[1]

    def _starts(
        self, sequence: tuple[str, ...], type_id: npt.NDArray[np.int32], sentence: npt.NDArray[np.int32],
        vocabulary: Vocabulary,
    ) -> Longs:  # fmt: skip
        rows = np.arange(max(len(type_id) - len(sequence) + 1, 0))
        for i, word in enumerate(sequence):
            rows = rows[self._fits(word, vocabulary)[type_id[rows + i]]]
        return rows[sentence[rows] == sentence[rows + len(sequence) - 1]]

    def _fits(self, word: str, vocabulary: Vocabulary) -> Flags:
        """Tell of each word of the vocabulary whether it fits a word of a pattern; each is looked at once."""
        known = self._known.setdefault(word, [])
        fits = glob(word)
        known.extend(fits.fullmatch(one) is not None for one in vocabulary.words[len(known) :])
        return np.array(known, dtype=np.bool_)

    def beside(self, lines: pd.DataFrame, collocate: str) -> Flags:
        """Tell of each line of a concordance of the node whether a word stands near the node there."""
        return np.array(
            [self._has(row.sentence_text, row.start_in_sentence, row.end_in_sentence, collocate)
             for row in lines.itertuples()],
            dtype=np.bool_,
        )  # fmt: skip

    def _has(self, sentence: str, start: int, end: int, collocate: str) -> bool:
        tokens = tokenize([sentence])
        words = np.array(tokens.vocabulary.words, dtype=object)[tokens.type_id]
        row = np.flatnonzero(words != "'s")
        before = words[row[tokens.end[row] <= start]][-self.window :]
        after = words[row[tokens.start[row] >= end]][: self.window]
        return collocate in before or collocate in after


def glob(pattern: str) -> re.Pattern[str]:
    """Return what fits one word of a pattern, with stars and alternatives."""
    return re.compile("|".join(re.escape(one).replace(r"\*", ".*") for one in pattern.split("|")), re.DOTALL)
