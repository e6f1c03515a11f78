"""Which words of one text stand in another, in runs of five words or more.

Contents: `Overlap`, `overlap`, `passages`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.reprints_index import SHINGLE, Index, Ints

_BATCH = 4_000_000  # words of both texts that are looked at together


@dataclass(frozen=True)
class Overlap:
    """For each pair the number of words of the one text that stand in the other: all, and those outside quotations."""

    words: Ints
    unquoted: Ints


def overlap(index: Index, texts: Ints, others: Ints) -> Overlap:
    """Count the words of each of `texts` that it shares with the text of `others` beside it."""
    words, unquoted = np.zeros(len(texts), dtype=np.int64), np.zeros(len(texts), dtype=np.int64)
    for rows in _batches(index, texts, others):
        found = _Found.of(index, texts[rows], others[rows])
        covered = found.covered()
        words[rows] = _sums(covered, found.first)
        unquoted[rows] = _sums(covered & ~index.words.quoted[found.row], found.first)
    # Copies without a change are one text to the index, whose shingles need not stand in another.
    same = texts == others
    words[same], unquoted[same] = index.words.n_words[texts[same]], index.words.n_unquoted[texts[same]]
    return Overlap(words, unquoted)


def passages(index: Index, texts: Ints, others: Ints) -> pd.DataFrame:
    """Return the runs of words that each of `texts` shares with its other: pair, and places in both texts.

    Columns: pair (row of `texts`), start, end (code points in the text), other_start, other_end, n_words. Passages of
    one pair do not overlap in the text.
    """
    differ = np.flatnonzero(texts != others)
    tables = [
        _runs(index, texts[differ], others[differ], rows) for rows in _batches(index, texts[differ], others[differ])
    ]
    columns = ["pair", "start", "end", "other_start", "other_end", "n_words"]
    runs = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns, dtype=np.int64)
    runs["pair"] = differ[runs["pair"].to_numpy(dtype=np.int64)]
    whole = _whole(index, np.flatnonzero(texts == others), texts)
    return pd.concat([runs, whole], ignore_index=True).sort_values(["pair", "start"], kind="stable", ignore_index=True)


def _whole(index: Index, pairs: Ints, texts: Ints) -> pd.DataFrame:
    """Return one run for each pair of a text with itself: all of its words."""
    pairs = pairs[index.words.n_words[texts[pairs]] > 0]
    text = texts[pairs]
    start = index.words.start[index.words.first[text]].astype(np.int64)
    end = index.words.end[index.words.first[text + 1] - 1].astype(np.int64)
    return pd.DataFrame({
        "pair": pairs, "start": start, "end": end, "other_start": start, "other_end": end,
        "n_words": index.words.n_words[text],
    })  # fmt: skip


def _batches(index: Index, texts: Ints, others: Ints) -> Iterator[slice]:
    """Yield slices over the pairs, each of about as many words as fit into memory."""
    size = index.words.n_words
    total = np.cumsum(size[texts] + size[others])
    begin = 0
    while begin < len(texts):
        done = total[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(total, done + _BATCH)))
        yield slice(begin, end)
        begin = end


@dataclass(frozen=True)
class _Found:
    """The words of some pairs' texts, one pair after the other.

    `first` is where each pair begins; `row` the row of each word among all words; `place` where the shingle that begins
    at the word begins in the other text, -1 if it is not there.
    """

    first: Ints
    row: Ints
    place: npt.NDArray[np.int64]

    @classmethod
    def of(cls, index: Index, texts: Ints, others: Ints) -> "_Found":
        sizes = index.words.n_words[texts]
        first = np.concatenate([[0], np.cumsum(sizes)])
        place = np.full(first[-1], -1, dtype=np.int64)
        pair, entry = _entries(index, texts)
        other_pair, other_entry = _entries(index, others)
        keys = pair * index.n_shingles + index.shingle[entry]
        other_keys = other_pair * index.n_shingles + index.shingle[other_entry]
        if len(other_keys):
            at = np.minimum(np.searchsorted(other_keys, keys), len(other_keys) - 1)
            same = other_keys[at] == keys
            place[first[pair[same]] + index.place[entry[same]]] = index.place[other_entry[at[same]]]
        row = np.arange(first[-1]) + np.repeat(index.words.first[texts] - first[:-1], sizes)
        return cls(first, row, place)

    def covered(self) -> npt.NDArray[np.bool_]:
        """Tell which words lie in a shared shingle; a shingle never runs into the next text."""
        hit = self.place >= 0
        result = hit.copy()
        for step in range(1, SHINGLE):
            result[step:] |= hit[:-step]
        return result


def _entries(index: Index, texts: Ints) -> tuple[Ints, Ints]:
    """Return pair and row in the index of all shared shingles of the texts, by pair and shingle."""
    begin, sizes = index.first[texts], np.diff(index.first)[texts]
    pair = np.repeat(np.arange(len(texts)), sizes)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return pair, index.by_text[begin[pair] + within]


def _sums(flags: npt.NDArray[np.bool_], first: Ints) -> Ints:
    return np.diff(np.concatenate([[0], np.cumsum(flags)])[first])


def _runs(index: Index, texts: Ints, others: Ints, rows: slice) -> pd.DataFrame:
    """Return the passages of some pairs."""
    found = _Found.of(index, texts[rows], others[rows])
    at = np.flatnonzero(found.place >= 0)
    pair = np.searchsorted(found.first, at, side="right") - 1
    follows = (np.diff(at) == 1) & (np.diff(pair) == 0) & (np.diff(found.place[at]) == 1)
    starts = np.flatnonzero(np.concatenate([[True], ~follows])) if len(at) else at
    ends = np.append(starts[1:], len(at))[: len(starts)] - 1
    begin, stop = at[starts], at[ends] + SHINGLE  # words of the pairs' texts
    skip = np.zeros(len(begin), dtype=np.int64)
    skip[1:] = np.maximum(0, stop[:-1] - begin[1:])  # the same words twice, where the other text goes on elsewhere
    skip[1:][pair[starts[1:]] != pair[starts[:-1]]] = 0
    begin = begin + skip
    words, other = index.words, others[rows][pair[starts]]
    other_begin = words.first[other] + found.place[at[starts]] + skip
    n_words = stop - begin
    return pd.DataFrame({
        "pair": pair[starts] + rows.start,
        "start": words.start[found.row[begin]], "end": words.end[found.row[stop - 1]],
        "other_start": words.start[other_begin], "other_end": words.end[other_begin + n_words - 1],
        "n_words": n_words,
    })[n_words > 0].astype(np.int64)  # fmt: skip
