"""Many texts as one array of UTF-8 bytes, each byte with the class of its character.

The tokeniser, the sentence splitter and the quotation finder all read this array. Working on bytes lets numpy
do the work for a whole batch of articles at once; offsets are turned into code points at the end.

Conventions: positions are byte positions in the joined array; texts are separated by the byte 0xFF, which
occurs in no UTF-8 text; every byte of a character of several bytes carries the class of that character.

Contents: the character classes, `Marks`, `Buffer`.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

SEPARATOR = 0xFF
PADDING = 8  # so that eight bytes can be read from any position

# Word characters come first, so that one comparison finds them; marks that matter come last.
LETTER, DIGIT, SPACE, OTHER, EDGE = 0, 1, 2, 3, 4  # EDGE stands between two texts
NEWLINE, APOSTROPHE, OPEN_SINGLE, CLOSE_SINGLE = 10, 11, 12, 13
HYPHEN, STOP, COMMA, ENDER, FULL_ENDER = 14, 15, 16, 17, 18
DOUBLE, OPEN_DOUBLE, CLOSE_DOUBLE = 19, 20, 21
OPENER, CLOSER, DASH = 22, 23, 24
FIRST_MARK = NEWLINE

# ENDER marks end a sentence before a capital; FULL_ENDER marks (Arabic, Chinese, Devanagari) always do.
_MARKS = {
    "\n": NEWLINE, "\r": NEWLINE, "\u2028": NEWLINE, "\u2029": NEWLINE, "\x85": NEWLINE,
    "'": APOSTROPHE, "\u02bc": APOSTROPHE, "\uff07": APOSTROPHE,
    "\u2018": OPEN_SINGLE, "\u201a": OPEN_SINGLE, "\u2039": OPEN_SINGLE, "`": OPEN_SINGLE,
    "\u2019": CLOSE_SINGLE, "\u203a": CLOSE_SINGLE, "\u00b4": CLOSE_SINGLE, "\u2032": CLOSE_SINGLE,
    "-": HYPHEN, "\u2010": HYPHEN, "\u2011": HYPHEN,
    ".": STOP, ",": COMMA,
    "!": ENDER, "?": ENDER, "\u2026": ENDER,
    "\u061f": FULL_ENDER, "\u06d4": FULL_ENDER, "\u3002": FULL_ENDER, "\uff01": FULL_ENDER,
    "\uff1f": FULL_ENDER, "\u0964": FULL_ENDER,
    '"': DOUBLE, "\uff02": DOUBLE,
    "\u201c": OPEN_DOUBLE, "\u201e": OPEN_DOUBLE, "\u00ab": OPEN_DOUBLE, "\u300c": OPEN_DOUBLE,
    "\u201d": CLOSE_DOUBLE, "\u00bb": CLOSE_DOUBLE, "\u300d": CLOSE_DOUBLE,
    "(": OPENER, "[": OPENER, "{": OPENER, ")": CLOSER, "]": CLOSER, "}": CLOSER,
    "\u2013": DASH, "\u2014": DASH, "\u2015": DASH,
}  # fmt: skip
# Invisible characters that stand inside words: soft hyphen, zero-width (non-)joiner, word joiner.
_INSIDE_WORDS = {"\u00ad", "\u200c", "\u200d", "\u2060", "\ufeff"}


def character_class(character: str) -> int:
    """Return the class of one character: letter, digit, space, one of the marks, or other."""
    if character in _MARKS:
        return _MARKS[character]
    if character in _INSIDE_WORDS or character == "_":
        return LETTER
    category = unicodedata.category(character)
    if category[0] in "LM":
        return LETTER
    if category[0] == "N":
        return DIGIT
    return SPACE if category[0] == "Z" or character in "\t\v\f" else OTHER


def _byte_table() -> bytes:
    """Return the class of each byte value; bytes of longer characters are refined afterwards."""
    ascii_classes = [character_class(chr(value)) for value in range(128)]
    high = [LETTER] * (SEPARATOR - 128)
    return bytes([*ascii_classes, *high, EDGE])


_BYTE_CLASS = _byte_table()
_LOWER = bytes(range(256)).lower()
_WIDTH = np.array([1] * 0xC0 + [2] * 0x20 + [3] * 0x10 + [4] * 0x0F + [1], dtype=np.int64)
_UNKNOWN = 255
_code_point_class = np.full(0x110000, _UNKNOWN, dtype=np.uint8)


def _classes_of(code_points: Positions) -> Bytes:
    """Return the class of each code point, asking the Unicode database once for each new one."""
    classes: Bytes = _code_point_class[code_points]
    for code_point in np.unique(code_points[classes == _UNKNOWN]):
        _code_point_class[code_point] = character_class(chr(code_point))
    return _code_point_class[code_points]


@dataclass(frozen=True)
class Marks:
    """Newlines, quotation marks, stops and the like, in order.

    `start` and `end` are byte positions, `kind` the mark's class, `left` and `right` the classes of the characters
    before and after it.
    """

    start: Positions
    end: Positions
    kind: Bytes
    left: Bytes
    right: Bytes

    def take(self, keep: Flags) -> "Marks":
        """Return the chosen marks."""
        rows = np.flatnonzero(keep)  # numpy is quicker with row numbers than with flags
        return Marks(self.start[rows], self.end[rows], self.kind[rows], self.left[rows], self.right[rows])


@dataclass(frozen=True)
class Buffer:
    """Texts joined into one byte array (`data`), with `bounds[i]`..`bounds[i + 1] - 1` holding text i."""

    raw: bytes
    bounds: Positions

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Buffer":
        """Join the texts, one separator byte after each and one before the first."""
        # Lone surrogates (broken input) are kept, so that one bad character cannot lose a text.
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        lengths = np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded))
        bounds = np.concatenate([[1], 1 + np.cumsum(lengths + 1)])
        separator = bytes([SEPARATOR])
        raw = separator + separator.join(encoded) + separator * (PADDING + 1)
        return cls(raw, bounds)

    @property
    def n_texts(self) -> int:
        """Number of texts."""
        return len(self.bounds) - 1

    @cached_property
    def data(self) -> Bytes:
        """The bytes as they came."""
        return np.frombuffer(self.raw, dtype=np.uint8)

    @cached_property
    def lowered(self) -> bytes:
        """The bytes with A-Z in lower case (other letters are lowered in the vocabulary)."""
        return self.raw.translate(_LOWER)

    @cached_property
    def _wide(self) -> Positions:
        """Positions of the first bytes of all characters beyond ASCII."""
        return np.flatnonzero((self.data >= 0xC0) & (self.data != SEPARATOR))

    @cached_property
    def classes(self) -> Bytes:
        """The class of each byte's character."""
        classes = np.frombuffer(bytearray(self.raw.translate(_BYTE_CLASS)), dtype=np.uint8)
        lead = self._wide
        if len(lead):
            width = self.width(lead)
            found = _classes_of(self._decode(lead, width))
            for offset in range(4):
                inside = width > offset
                classes[lead[inside] + offset] = found[inside]
        return classes

    def _decode(self, lead: Positions, width: Positions) -> Positions:
        """Return the code points of the characters that begin at `lead`."""
        code = self.data[lead].astype(np.int64) & (0xFF >> (width + 1))
        for offset in range(1, 4):
            longer = width > offset
            code[longer] = (code[longer] << 6) | (self.data[lead[longer] + offset] & 0x3F)
        return code

    @cached_property
    def marks(self) -> Marks:
        """Newlines, quotation marks, stops and the like, in order."""
        start = np.flatnonzero(self.classes >= FIRST_MARK)
        start = start[(self.data[start] & 0xC0) != 0x80]  # the first byte of each
        end = start + self.width(start)
        return Marks(start, end, self.classes[start], self.classes[start - 1], self.classes[end])

    def width(self, positions: Positions) -> Positions:
        """Return the number of bytes of the characters at these positions."""
        return _WIDTH[self.data[positions]]

    def text_of(self, positions: Positions) -> Positions:
        """Return the index of the text in which each position lies."""
        return np.searchsorted(self.bounds, positions, side="right") - 1

    @cached_property
    def surplus(self) -> tuple[Positions, Positions]:
        """Positions of the characters of several bytes, and how many bytes more than one each has."""
        return self._wide, self.width(self._wide) - 1

    @cached_property
    def origin(self) -> Positions:
        """Number of characters before each text."""
        return self._characters_before(self.bounds)

    def _characters_before(self, positions: Positions) -> Positions:
        """Return how many characters of the whole buffer lie before each position."""
        wide, extra = self.surplus
        extra_before = np.concatenate([[0], np.cumsum(extra)])
        return positions - extra_before[np.searchsorted(wide, positions)]

    def code_points(self, positions: Positions, text: Positions) -> npt.NDArray[np.int32]:
        """Turn byte positions into code-point offsets within their texts."""
        return (self._characters_before(positions) - self.origin[text]).astype(np.int32)
