"""Which runs of five words stand in more than one text, found by one sort over all runs.

Every run of five words (a shingle) is given a number of 64 bits: a hash of the words, and behind it the place. Sorting
the numbers puts equal runs side by side, in the order of the texts. Runs that are boilerplate of one outlet, such as
an invitation to subscribe, are left out.

A shingle links a text with the first text that has it and with the last one before, never with all, so that a
thousand copies give two thousand links and not a million.

Contents: `Words`, `read_words`, `Index`, `build_index`, `linked_pairs`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.text.tokens import iter_batches, tokenize
from toolkit.text.vocabulary import Vocabulary

Ints = npt.NDArray[np.int64]

SHINGLE = 5  # words
LEAST_LINKS = 6  # shingles that two texts must share before they are compared
BOILERPLATE_SHARE, BOILERPLATE_LEAST, BOILERPLATE_MOST = 0.3, 8, 50  # of an outlet's texts; numbers of texts
COPIED = 0.8  # shingles that seem boilerplate for each word of a text, from which on the text is a copy
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Words:
    """The words of all texts, one after the other: number in the vocabulary, place in the text, quoted or not.

    `first` is the row of each text's first word, with one more entry for the end of the last.
    """

    first: Ints
    word: npt.NDArray[np.int32]
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    quoted: npt.NDArray[np.bool_]

    @property
    def n_words(self) -> Ints:
        """Number of words of each text."""
        return np.diff(self.first)

    @property
    def n_unquoted(self) -> Ints:
        """Number of words of each text outside of quotation marks."""
        return np.diff(np.concatenate([[0], np.cumsum(~self.quoted)])[self.first])


def read_words(texts: Sequence[str]) -> Words:
    """Split the texts into words, in batches over one vocabulary."""
    vocabulary = Vocabulary()
    batches = [tokenize(texts[rows], vocabulary=vocabulary) for rows in iter_batches([len(text) for text in texts])]
    counts = [np.diff(batch.first) for batch in batches]
    first = np.concatenate([[0], np.cumsum(np.concatenate(counts))]) if counts else np.zeros(1)
    empty = np.empty(0, dtype=np.int32)
    return Words(
        first.astype(np.int64),
        np.concatenate([empty, *(batch.type_id for batch in batches)]),
        np.concatenate([empty, *(batch.start for batch in batches)]),
        np.concatenate([empty, *(batch.end for batch in batches)]),
        np.concatenate([empty, *(batch.quoted for batch in batches)]).astype(np.bool_),
    )


@dataclass(frozen=True)
class Index:
    """The shingles that stand in two texts or more.

    By shingle, then place: `shingle` (a number from 0), `text`, `place` (the number of its first word in the text) and
    `quoted`. `by_text` orders these rows by text and shingle; `first` is where each text begins in that order.
    """

    words: Words
    n_shingles: int
    shingle: npt.NDArray[np.int32]
    text: npt.NDArray[np.int32]
    place: npt.NDArray[np.int32]
    quoted: npt.NDArray[np.bool_]
    by_text: npt.NDArray[Any]
    first: Ints


def build_index(words: Words, outlet: npt.NDArray[np.int64]) -> Index:
    """Find the shared shingles; `outlet` numbers the outlet of each text from 0."""
    shingle, row = _repeated(words)
    text = (np.searchsorted(words.first, row, side="right") - 1).astype(np.int32)
    keep = _shared_and_no_boilerplate(shingle, text, outlet, words.n_words)
    shingle, row, text = shingle[keep], row[keep], text[keep]
    if len(shingle):
        shingle = np.cumsum(np.concatenate([[0], np.diff(shingle) != 0]), dtype=np.int32)
    n = int(shingle[-1]) + 1 if len(shingle) else 0
    by_text = np.argsort(text.astype(np.int64) * max(n, 1) + shingle, kind="stable").astype(_row_type(len(text)))
    first = np.searchsorted(text[by_text], np.arange(len(words.first)))
    return Index(
        words, n, shingle, text, (row - words.first[text]).astype(np.int32),
        words.quoted[row] & words.quoted[row + SHINGLE - 1] if n else np.empty(0, dtype=np.bool_), by_text, first,
    )  # fmt: skip


def _repeated(words: Words) -> tuple[npt.NDArray[np.int32], npt.NDArray[Any]]:
    """Return group and row of all shingles that occur at least twice, sorted by group and row."""
    n = len(words.word)
    bits = np.uint64(max(n, 1).bit_length())
    keys = _keys(words, bits)
    keys.sort()
    groups = keys >> bits
    same = groups[1:] == groups[:-1]
    repeated = np.zeros(len(keys), dtype=np.bool_)
    repeated[1:] |= same
    repeated[:-1] |= same
    keys, groups = keys[repeated], groups[repeated]
    numbers = np.zeros(len(keys), dtype=np.int32)
    np.cumsum(groups[1:] != groups[:-1], out=numbers[1:])
    return numbers, (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(_row_type(n))


def _row_type(n: int) -> type[np.integer[Any]]:
    """Return the smaller type if it can number n words: the rows are most of the memory that is needed."""
    return np.int32 if n < 2**31 else np.int64


def _keys(words: Words, bits: np.uint64) -> npt.NDArray[np.uint64]:
    """Return for each shingle the upper bits of its hash and, in the lower ones, its row."""
    n = max(0, len(words.word) - SHINGLE + 1)
    hashes = np.zeros(n, dtype=np.uint64)
    for step in range(SHINGLE):
        hashes += words.word[step : step + n].astype(np.uint64) + np.uint64(1)
        hashes *= _MULTIPLIER
        hashes ^= hashes >> np.uint64(29)
    inside = np.ones(n, dtype=np.bool_)
    for back in range(1, SHINGLE):  # a shingle must not run into the next text
        ends = words.first[1:] - back
        inside[ends[(ends >= 0) & (ends < n)]] = False
    rows = np.flatnonzero(inside).astype(np.uint64)
    return (hashes[inside] >> bits << bits) | rows


def _shared_and_no_boilerplate(
    shingle: npt.NDArray[np.int32], text: npt.NDArray[np.int32], outlet: Ints, n_words: Ints
) -> npt.NDArray[np.bool_]:
    """Tell which rows belong to shingles of two texts or more that are no boilerplate."""
    if not len(shingle):
        return np.zeros(0, dtype=np.bool_)
    new = np.concatenate([[True], (np.diff(shingle) != 0) | (np.diff(text) != 0)])
    n_texts = np.bincount(shingle[new])
    often = new & (n_texts[shingle] >= BOILERPLATE_LEAST)
    shared = (n_texts >= 2)[shingle]
    plate = _boilerplate(shingle[often], text[often], outlet, len(n_texts))
    # Where most of a text seems to be boilerplate, the text is one of many copies and must not count.
    copied = np.bincount(text[new], weights=plate[shingle[new]], minlength=len(outlet))
    often &= (copied / np.maximum(n_words, 1) < COPIED)[text]
    return shared & ~_boilerplate(shingle[often], text[often], outlet, len(n_texts))[shingle]


def _boilerplate(
    shingle: npt.NDArray[np.int32], text: npt.NDArray[np.int32], outlet: Ints, n: int
) -> npt.NDArray[np.bool_]:
    """Tell for each of n shingles whether too many texts of one outlet have it; no row may be there twice."""
    n_outlets = int(outlet.max()) + 1
    cells, counts = np.unique(shingle.astype(np.int64) * n_outlets + outlet[text], return_counts=True)
    size = np.bincount(outlet, minlength=n_outlets)
    limit = np.clip(BOILERPLATE_SHARE * size, BOILERPLATE_LEAST, BOILERPLATE_MOST)
    flags = np.zeros(n, dtype=np.bool_)
    flags[cells[counts >= limit[cells % n_outlets]] // n_outlets] = True
    return flags


def linked_pairs(index: Index, *, least: int = LEAST_LINKS) -> tuple[Ints, Ints]:
    """Return pairs of texts, the later of each first, that `least` or more shingles link.

    Quoted shingles do not link. Texts are taken to stand in the order in which they were published.
    """
    free = ~index.quoted
    shingle, text = index.shingle[free], index.text[free]
    if not len(shingle):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    new_shingle = np.concatenate([[True], np.diff(shingle) != 0])
    new = new_shingle | np.concatenate([[True], np.diff(text) != 0])
    shingle, text, new_shingle = shingle[new], text[new], new_shingle[new]
    first = text[np.flatnonzero(new_shingle)[np.cumsum(new_shingle) - 1]]
    later = np.flatnonzero(~new_shingle)
    n_texts = len(index.words.first)
    previous = text[later - 1]
    apart = first[later] != previous
    base = text[later].astype(np.int64) * n_texts
    keys = np.concatenate([base + previous, (base + first[later])[apart]])
    keys.sort()
    starts = np.flatnonzero(np.concatenate([[True], np.diff(keys) != 0])) if len(keys) else np.empty(0, dtype=np.int64)
    counts = np.diff(np.append(starts, len(keys)))
    pairs = keys[starts[counts >= least]]
    return pairs // n_texts, pairs % n_texts
