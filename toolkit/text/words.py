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
    edges = np.flatnonzero(is_word[1:] != is_word[:-1]) + 1
    if len(splits):
        # A split ends one word and starts the next at the same place.
        edges = np.insert(edges, np.searchsorted(edges, splits).repeat(2), splits.repeat(2))
    return edges[0::2], edges[1::2]


def _join_marks(buffer: Buffer, is_word: Flags) -> Positions:
    """Mark joining apostrophes, hyphens, stops and commas as word characters; return where 's splits off."""
    classes = buffer.classes
    marks = buffer.marks
    kinds = classes[marks]
    after = marks + buffer.width(marks)
    left, right = classes[marks - 1], classes[after]
    between_words = (left <= DIGIT) & (right <= DIGIT)
    between_digits = (left == DIGIT) & (right == DIGIT)
    is_apostrophe = (kinds == APOSTROPHE) | (kinds == OPEN_SINGLE) | (kinds == CLOSE_SINGLE)
    joins = between_words & (is_apostrophe | (kinds == HYPHEN))
    joins |= between_digits & ((kinds == STOP) | (kinds == COMMA))
    for offset in range(3):
        inside = joins & (after - marks > offset)
        is_word[marks[inside] + offset] = True
    _join_initials(buffer, is_word, marks[kinds == STOP])

    letter = buffer.data[after]
    possessive = joins & is_apostrophe & ((letter == ord("s")) | (letter == ord("S"))) & ~is_word[after + 1]
    return marks[possessive]


def _join_initials(buffer: Buffer, is_word: Flags, stops: Positions) -> None:
    """Mark the stops of U.S. and a.m. as word characters: stops that follow and precede single letters."""
    classes = buffer.classes
    single_before = (classes[stops - 1] == LETTER) & (classes[stops - 2] > DIGIT)
    single_after = (classes[stops + 1] == LETTER) & (classes[np.minimum(stops + 2, len(classes) - 1)] > DIGIT)
    inner = stops[single_before & single_after]
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
    codes, keys = _factorize(word_keys(buffer, starts, ends))
    ids = vocabulary.ids_of_keys(keys.tolist())
    if None in ids:
        # Keys are numbered as they appear, so a key is new where the highest number so far rises.
        first = np.flatnonzero(np.diff(np.maximum.accumulate(codes), prepend=-1))
        for i, known in enumerate(ids):
            if known is None:
                word = buffer.raw[starts[first[i]] : ends[first[i]]]
                ids[i] = vocabulary.remember(int(keys[i]), word.decode("utf-8", "surrogatepass"))
    return np.array(ids, dtype=np.int32)[codes]


def _factorize(keys: npt.NDArray[np.uint64]) -> tuple[Any, npt.NDArray[np.uint64]]:
    """Return codes and distinct keys, in the order of first appearance."""
    codes, distinct = pd.factorize(keys)
    return codes, distinct
