"""Made-up wording with the words of real news: for texts that must not share passages by accident.

Contents: `Wording`, `read_wording`.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.articles import source_texts

Ints = npt.NDArray[np.int64]
Strings = npt.NDArray[np.object_]

# Quotation marks would lose their partners, and what stands between two of them is read as a quotation.
_NO_QUOTES = str.maketrans(dict.fromkeys("\"“”„«»‘`", ""))  # fmt: skip
_ENDS = ".!?"
_JUMP = 0.1  # so often the next word is any word of the news
_SENTENCE = (8, 40)  # words of a sentence that is kept, at least and at most


@dataclass(frozen=True)
class Wording:
    """The words of the news, one after the other, and which words follow which.

    `words` are the distinct words and `stream` their numbers in the order of the texts; `follower` lists, word by word
    from `first`, the words that come next. `sentences` are rows of (start, end) in the stream.
    """

    words: Strings
    stream: Ints
    follower: Ints
    first: Ints
    sentences: Ints

    def walk(self, n_texts: int, n_words: int, rng: np.random.Generator) -> Ints:
        """Return texts as rows of word numbers: each word follows the one before it somewhere in the news.

        Words and pairs of words are as frequent as in the news; longer runs repeat hardly ever, as one word in ten
        is drawn anew.
        """
        rows = np.empty((n_texts, n_words), dtype=np.int32)
        rows[:, 0] = rng.choice(self.stream, n_texts)
        for step in range(1, n_words):
            before = rows[:, step - 1]
            begin, end = self.first[before], self.first[before + 1]
            following = self.follower[begin + (rng.random(n_texts) * (end - begin)).astype(np.int64)]
            rows[:, step] = np.where(rng.random(n_texts) < _JUMP, rng.choice(self.stream, n_texts), following)
        return rows


@cache
def read_wording() -> Wording:
    """Read the words of the news."""
    tokens = " ".join(source_texts()).translate(_NO_QUOTES).split()
    stream, words = pd.factorize(np.array(tokens, dtype=object))
    order = np.argsort(stream, kind="stable")
    first = np.searchsorted(stream[order], np.arange(len(words) + 1))
    return Wording(words, stream, np.roll(stream, -1)[order], first, _sentences(stream, words))


def _sentences(stream: Ints, words: Strings) -> Ints:
    """Return start and end of stretches that end with a full stop."""
    ends = np.flatnonzero(np.array([word[-1] in _ENDS for word in words])[stream]) + 1
    spans = np.stack([np.concatenate([[0], ends[:-1]]), ends], axis=1)
    least, most = _SENTENCE
    sizes = spans[:, 1] - spans[:, 0]
    return spans[(sizes >= least) & (sizes <= most)]
