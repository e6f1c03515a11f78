"""Where words begin and end, and which word each one is.

A word is a run of letters, digits and combining marks. Inside a word may stand

- an apostrophe, straight or curly, or a hyphen between two word characters: don't, al-Sha‘bi, tit-for-tat;
- a full stop or comma between digits: 3.5, 1,000;
- full stops between single letters A to Z, and the last one too: U.S., a.m.

The possessive 's is a token of its own, so that "militia's" holds the word "militia".

Contents: `find_words`, `word_keys`, `type_ids`.
"""

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.text.buffer import (
    APOSTROPHE,
    CLOSE_SINGLE,
    COMMA,
    DIGIT,
    HYPHEN,
    LETTER,
    OPEN_SINGLE,
    PADDING,
    STOP,
    Buffer,
    Flags,
    Positions,
)
from toolkit.text.vocabulary import Vocabulary

_LONGEST_HASHED = 64  # bytes; longer words (there are none in real text) are hashed one by one


def find_words(buffer: Buffer) -> tuple[Positions, Positions]:
    """Return the byte positions where words start and end, in order."""
    is_word = buffer.classes <= DIGIT
    splits = _join_marks(buffer, is_word)
    starts, ends = np.zeros_like(is_word), np.zeros_like(is_word)
    np.greater(is_word[1:], is_word[:-1], out=starts[1:])
    np.less(is_word[1:], is_word[:-1], out=ends[1:])
    starts[splits] = ends[splits] = True  # a split ends one word and starts the next at the same place
    return np.flatnonzero(starts), np.flatnonzero(ends)


def _join_marks(buffer: Buffer, is_word: Flags) -> Positions:
    """Mark joining apostrophes, hyphens, stops and commas as word characters; return where 's splits off."""
    marks = buffer.marks
    is_stop = (marks.kind == STOP) & (marks.left == LETTER) & (marks.right == LETTER)
    _join_initials(buffer, is_word, marks.start[is_stop])
    marks = marks.take((marks.left <= DIGIT) & (marks.right <= DIGIT))
    is_apostrophe = (marks.kind == APOSTROPHE) | (marks.kind == OPEN_SINGLE) | (marks.kind == CLOSE_SINGLE)
    between_digits = (marks.left == DIGIT) & (marks.right == DIGIT)
    joins = is_apostrophe | (marks.kind == HYPHEN)
    joins |= between_digits & ((marks.kind == STOP) | (marks.kind == COMMA))
    for offset in range(3):
        inside = joins & (marks.end - marks.start > offset)
        is_word[marks.start[inside] + offset] = True
    letter = buffer.data[marks.end]
    possessive = is_apostrophe & ((letter == ord("s")) | (letter == ord("S"))) & ~is_word[marks.end + 1]
    return marks.start[possessive]


def _join_initials(buffer: Buffer, is_word: Flags, stops: Positions) -> None:
    """Mark the stops of U.S. and a.m. as word characters: of these stops between letters, those of single ones."""
    classes = buffer.classes
    inner = stops[(classes[stops - 2] > DIGIT) & (classes[stops + 2] > DIGIT)]
    is_word[inner] = True
    is_word[inner + 2] |= classes[inner + 2] == STOP


def word_keys(buffer: Buffer, starts: Positions, ends: Positions) -> npt.NDArray[np.uint64]:
    """Return a 64-bit key for each word: its own bytes if it has at most eight, else a hash of them."""
    raw = buffer.lowered
    # Eight bytes from every position, read without copying.
    eight = np.ndarray((len(raw) - PADDING + 1,), dtype="<u8", buffer=raw, strides=(1,))
    keep = np.array([(1 << (8 * n)) - 1 for n in range(9)], dtype=np.uint64)
    length = ends - starts
    keys = eight[starts] & keep[np.minimum(length, 8)]
    longer = np.flatnonzero(length > 8)
    offset = 8
    while len(longer) and offset < _LONGEST_HASHED:
        rest = np.minimum(length[longer] - offset, 8)
        block = eight[starts[longer] + offset] & keep[rest]
        mixed = (keys[longer] ^ (keys[longer] >> np.uint64(29))) * np.uint64(0x9E3779B97F4A7C15)
        keys[longer] = (mixed ^ (mixed >> np.uint64(32))) + block * np.uint64(0xBF58476D1CE4E5B9) + np.uint64(1)
        offset += 8
        longer = longer[length[longer] > offset]
    for i in longer:
        digest = hashlib.blake2b(raw[starts[i] : ends[i]], digest_size=8).digest()
        keys[i] = int.from_bytes(digest, "little")
    return keys


def type_ids(buffer: Buffer, starts: Positions, ends: Positions, vocabulary: Vocabulary) -> npt.NDArray[np.int32]:
    """Return the vocabulary id of each word, adding words that are new."""
    known = vocabulary.keys
    # Keys are numbered as they appear: first those that are known, by their places, then the new ones.
    codes, distinct = _factorize(np.concatenate([known, word_keys(buffer, starts, ends)]))
    codes = codes[len(known) :]
    new = distinct[len(known) :]
    if len(new):
        rows = _first_rows(codes, len(known), len(new))
        vocabulary.link(new, _spellings(buffer, starts[rows], ends[rows]))
    return vocabulary.id_of_key[codes]


def _first_rows(codes: Positions, lowest: int, count: int) -> Positions:
    """Return the rows where the codes from `lowest` on appear for the first time."""
    rows = np.flatnonzero(codes >= lowest)[::-1]
    first = np.empty(count, dtype=np.int64)
    first[codes[rows] - lowest] = rows  # of several rows the last one written stays, which is the first
    return first


def _spellings(buffer: Buffer, starts: Positions, ends: Positions) -> list[str]:
    """Return the words that stand between these positions."""
    words = [buffer.raw[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    return b"\n".join(words).decode("utf-8", "surrogatepass").split("\n")


def _factorize(keys: npt.NDArray[np.uint64]) -> tuple[Any, npt.NDArray[np.uint64]]:
    """Return codes and distinct keys, in the order of first appearance."""
    codes, distinct = pd.factorize(keys)
    return codes, distinct
