"""Texts in, columns of tokens out: for each token its text, sentence, place, word and voice.

The texts of a corpus are tokenised once, in batches of about two million characters, by operations on whole
arrays (see `toolkit.text.buffer`). The columns are plain numpy arrays.

Conventions: `start` and `end` are code points, as Python counts them, so `text[start:end]` is the token;
sentences are numbered from 0 within each text; punctuation is not a token.

Contents: `Tokens`, `tokenize`, `iter_batches`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.text.buffer import Buffer, Positions
from toolkit.text.quotations import Quotations, find_quotations
from toolkit.text.sentences import find_sentence_starts
from toolkit.text.vocabulary import Vocabulary
from toolkit.text.words import find_words, type_ids

Ints = npt.NDArray[np.int32]

BATCH_CHARACTERS = 2_000_000


@dataclass(frozen=True)
class Tokens:
    """Columns of equal length, one row a token, in the order of the texts.

    `text` index of the text; `sentence` number within the text, `sentence_id` number within all texts; `start`, `end`
    code-point offsets; `type_id` the word's number in `vocabulary`; `quoted` depth of quotation (0 outside, 1 in a
    quotation, 2 in one inside another). `first` is the row of each text's first token, with one more entry for the
    end of the last; `quotations` holds the quoted spans themselves. `n_texts` counts texts without tokens too.
    """

    n_texts: int
    first: Positions
    sentence_id: Ints
    start: Ints
    end: Ints
    type_id: Ints
    quoted: npt.NDArray[np.uint8]
    quotations: Quotations
    vocabulary: Vocabulary

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def text(self) -> Ints:
        """Index of each token's text."""
        return np.repeat(np.arange(self.n_texts, dtype=np.int32), np.diff(self.first))

    @cached_property
    def sentence(self) -> Ints:
        """Number of each token's sentence within its text, from 0."""
        return self.sentence_id - np.repeat(self._sentences_before[:-1], np.diff(self.first))

    @cached_property
    def _sentences_before(self) -> Ints:
        """Number of sentences before each text; one more entry for all of them."""
        n_sentences = self.sentence_id[-1:] + np.int32(1) if len(self) else np.zeros(1, dtype=np.int32)
        return np.concatenate([self.sentence_id, n_sentences])[self.first]

    @cached_property
    def n_words(self) -> Ints:
        """Number of words in each text; the possessive 's is a token but not a word of its own."""
        n_words = np.diff(self.first)
        for clitic in self.vocabulary.find(["'s"]):
            n_words -= np.bincount(self.text[np.flatnonzero(self.type_id == clitic)], minlength=self.n_texts)
        return n_words.astype(np.int32)

    @cached_property
    def n_sentences(self) -> Ints:
        """Number of sentences with at least one token in each text."""
        return np.diff(self._sentences_before).astype(np.int32)

    def vocabulary_mask(self, words: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Return a flag for each type id: is it one of these words?"""
        mask = np.zeros(len(self.vocabulary), dtype=np.bool_)
        mask[self.vocabulary.find(words)] = True
        return mask

    def to_frame(self) -> pd.DataFrame:
        """Return the columns as a table, with the normalised word beside its id."""
        words = np.array(self.vocabulary.words, dtype=object)
        return pd.DataFrame({
            "text": self.text, "sentence": self.sentence, "start": self.start, "end": self.end,
            "type_id": self.type_id, "word": words[self.type_id] if len(self) else [], "quoted": self.quoted,
        })  # fmt: skip


def tokenize(texts: Sequence[str], *, vocabulary: Vocabulary | None = None) -> Tokens:
    """Split texts into words, sentences and quotations.

    Parameters
    ----------
    texts : the texts, of any length and script; empty ones give no tokens.
    vocabulary : the words met so far, which grows; by default a new one.

    Returns
    -------
    Tokens, with `texts[i][start:end]` being the token for every row of text i.

    Examples
    --------
    >>> tokens = tokenize(["Lt. Gen. White won’t destroy Iran’s bases."])
    >>> tokens.to_frame()["word"].tolist()
    ['lt', 'gen', 'white', "won't", 'destroy', 'iran', "'s", 'bases']
    """
    if isinstance(texts, str):
        raise TypeError("`texts` must be a list of texts; got one string. Write tokenize([text]).")
    known = Vocabulary() if vocabulary is None else vocabulary
    buffer = Buffer.of(texts)
    starts, ends = find_words(buffer)
    types = type_ids(buffer, starts, ends, known)
    first = np.searchsorted(starts, buffer.bounds)
    quote_starts, quote_ends, quotations = find_quotations(buffer)
    start, end = _offsets(buffer, starts, ends, first)
    return Tokens(
        n_texts=buffer.n_texts,
        first=first,
        sentence_id=_number_sentences(first, find_sentence_starts(buffer, starts, ends, types, known)),
        start=start,
        end=end,
        type_id=types,
        quoted=_depth(starts, quote_starts, quote_ends),
        quotations=quotations,
        vocabulary=known,
    )


def _offsets(buffer: Buffer, starts: Positions, ends: Positions, first: Positions) -> tuple[Ints, Ints]:
    """Turn the bytes where tokens start and end into code points within their texts."""
    wide, extra = buffer.surplus
    following = np.searchsorted(starts, wide, side="right")
    # What to take off: the characters before the text, and the surplus bytes of those between.
    shift = np.zeros(len(starts) + 1, dtype=np.int64)
    np.add.at(shift, first[:-1], np.diff(buffer.origin[:-1], prepend=0))
    np.add.at(shift, following, extra)
    start = starts - np.cumsum(shift[:-1])
    end = start + (ends - starts)
    if len(starts):
        inside = (following > 0) & (wide < ends[following - 1])
        np.subtract.at(end, following[inside] - 1, extra[inside])
    return start.astype(np.int32), end.astype(np.int32)


def _depth(starts: Positions, opened: Positions, closed: Positions) -> npt.NDArray[np.uint8]:
    """Return in how many of the spans from `opened` to `closed` each token lies."""
    change = np.zeros(len(starts) + 1, dtype=np.int32)
    np.add.at(change, np.searchsorted(starts, opened), np.int32(1))
    np.add.at(change, np.searchsorted(starts, closed), np.int32(-1))
    return np.cumsum(change[:-1], dtype=np.int32).astype(np.uint8)


def _number_sentences(first: Positions, openers: Positions) -> Ints:
    """Number the sentences from 0, given the rows of the first token of each text and of each sentence inside."""
    n_tokens = first[-1]
    new = np.zeros(n_tokens + 1, dtype=np.int32)
    new[openers] = new[first] = 1
    return np.cumsum(new[:n_tokens], dtype=np.int32) - np.int32(1)


def iter_batches(lengths: Sequence[int], *, size: int = BATCH_CHARACTERS) -> Iterator[slice]:
    """Yield slices over texts of the given lengths, each of about `size` characters and at least one text."""
    begin, total = 0, 0
    for i, length in enumerate(lengths):
        if total and total + length > size:
            yield slice(begin, i)
            begin, total = i, 0
        total += length
    if begin < len(lengths):
        yield slice(begin, len(lengths))
