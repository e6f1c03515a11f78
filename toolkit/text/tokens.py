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

from toolkit.text.buffer import Buffer, Positions, count_before
from toolkit.text.quotations import Quotations, find_quotations
from toolkit.text.sentences import find_sentence_ends
from toolkit.text.vocabulary import Vocabulary
from toolkit.text.words import find_words, type_ids

Ints = npt.NDArray[np.int32]

BATCH_CHARACTERS = 2_000_000


@dataclass(frozen=True)
class Tokens:
    """Columns of equal length, one row a token, in the order of the texts.

    `text` index of the text; `sentence` number within the text; `start`, `end` code-point offsets; `type_id` the
    word's number in `vocabulary`; `quoted` depth of quotation (0 outside, 1 in a quotation, 2 in one inside
    another). `quotations` holds the quoted spans themselves. `n_texts` counts texts without tokens too.
    """

    n_texts: int
    text: Ints
    sentence: Ints
    start: Ints
    end: Ints
    type_id: Ints
    quoted: npt.NDArray[np.uint8]
    quotations: Quotations
    vocabulary: Vocabulary

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def first(self) -> Positions:
        """Row of each text's first token; one more entry for the end of the last."""
        return np.searchsorted(self.text, np.arange(self.n_texts + 1))

    @cached_property
    def is_word(self) -> npt.NDArray[np.bool_]:
        """False for the possessive 's, which is a token but not a word of its own."""
        clitic = self.vocabulary.find(["'s"])
        return np.ones(len(self), dtype=np.bool_) if not len(clitic) else self.type_id != clitic[0]

    @cached_property
    def n_words(self) -> Ints:
        """Number of words in each text."""
        return np.bincount(self.text[self.is_word], minlength=self.n_texts).astype(np.int32)

    @cached_property
    def sentence_id(self) -> Ints:
        """Sentences numbered through the whole batch, from 0, without gaps."""
        if not len(self):
            return self.sentence
        new = np.empty(len(self), dtype=np.bool_)
        new[0] = False
        new[1:] = (self.sentence[1:] != self.sentence[:-1]) | (self.text[1:] != self.text[:-1])
        return np.cumsum(new, dtype=np.int32)

    @cached_property
    def n_sentences(self) -> Ints:
        """Number of sentences with at least one token in each text."""
        if not len(self):
            return np.zeros(self.n_texts, dtype=np.int32)
        first = np.flatnonzero(np.diff(self.sentence_id, prepend=-1))
        return np.bincount(self.text[first], minlength=self.n_texts).astype(np.int32)

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
    text_starts = np.searchsorted(starts, buffer.bounds)
    text = np.repeat(np.arange(buffer.n_texts, dtype=np.int32), np.diff(text_starts))
    breaks = find_sentence_ends(buffer, starts, ends, types, known)
    quote_starts, quote_ends, quotations = find_quotations(buffer)
    start = _offsets(buffer, starts, text)
    return Tokens(
        n_texts=buffer.n_texts,
        text=text,
        sentence=_number_sentences(starts, breaks, text, text_starts),
        start=start,
        end=_end_offsets(buffer, start, starts, ends),
        type_id=types,
        quoted=_depth(starts, quote_starts, quote_ends),
        quotations=quotations,
        vocabulary=known,
    )


def _offsets(buffer: Buffer, positions: Positions, text: Ints) -> Ints:
    """Turn the byte positions of all tokens into code points within their texts."""
    origin = buffer.bounds[:-1]
    if len(buffer.continuation):
        positions = positions - count_before(buffer.continuation, positions)
        origin = origin - np.searchsorted(buffer.continuation, origin)
    return (positions - origin[text]).astype(np.int32)


def _end_offsets(buffer: Buffer, start: Ints, starts: Positions, ends: Positions) -> Ints:
    """Return the code points where tokens end: their starts plus their lengths, less continuation bytes inside."""
    end = start + (ends - starts).astype(np.int32)
    if len(buffer.continuation) and len(starts):
        token = np.searchsorted(starts, buffer.continuation, side="right") - 1
        inside = (token >= 0) & (buffer.continuation < ends[np.maximum(token, 0)])
        np.subtract.at(end, token[inside], 1)
    return end


def _depth(starts: Positions, opened: Positions, closed: Positions) -> npt.NDArray[np.uint8]:
    """Return in how many of the spans from `opened` to `closed` each token lies."""
    change = np.zeros(len(starts) + 1, dtype=np.int8)
    np.add.at(change, np.searchsorted(starts, opened), 1)
    np.subtract.at(change, np.searchsorted(starts, closed), 1)
    return np.cumsum(change[:-1], dtype=np.int8).view(np.uint8)


def _number_sentences(starts: Positions, breaks: Positions, text: Ints, text_starts: Positions) -> Ints:
    """Number the sentences of each text from 0, counting only those that hold a token."""
    new = np.zeros(len(starts) + 1, dtype=np.int32)
    new[np.searchsorted(starts, breaks)] = 1
    new[text_starts] = 1
    running = np.cumsum(new[:-1], dtype=np.int32)
    first = running[np.minimum(text_starts[:-1], max(len(starts) - 1, 0))] if len(starts) else running
    return running - first[text] if len(starts) else running


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
