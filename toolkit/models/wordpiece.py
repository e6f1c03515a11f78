"""Word pieces: how a BERT model cuts a text, as numbers of its vocabulary.

A text is cut at white space; control characters are dropped; accents and capitals are removed; punctuation marks and
Chinese characters stand alone; each word that remains is cut into the longest pieces that the vocabulary holds, from
left to right. Each distinct word is cut once.

Conventions: a piece that continues a word is written with "##" before it; a word that cannot be cut, or has more than
100 characters, becomes "[UNK]". Marks such as "[SEP]" that stand in a text are read as text, never as marks.

Contents: `WordPieces`.
"""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

_LONGEST_WORD = 100
_KEPT_WORDS = 200_000
# The separators of Unicode and the three controls that count as white space; other controls vanish without a gap.
_WORDS = re.compile(r"[^ \t\n\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_DROPPED = ("Cc", "Cf", "Co", "Cs")  # controls, format marks, private use and lone surrogates
_CHINESE = re.compile(
    "([\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0002a6df\U0002a700-\U0002b73f"
    "\U0002b740-\U0002b81f\U0002b920-\U0002ceaf\uf900-\ufaff\U0002f800-\U0002fa1f])"
)


class WordPieces:
    """Cuts texts into the pieces of one vocabulary; remembers how it cut each word."""

    def __init__(self, vocabulary: Path) -> None:
        pieces = vocabulary.read_text(encoding="utf-8").split("\n")
        self._ids = {piece: number for number, piece in enumerate(pieces) if piece}
        self._unknown, self._first, self._last = (self._ids[mark] for mark in ("[UNK]", "[CLS]", "[SEP]"))
        self._known: dict[str, list[int]] = {}

    def ids(self, texts: Sequence[str], *, longest: int = 256) -> list[list[int]]:
        """Return the numbers of the pieces of each text, with the marks for start and end, `longest` at most.

        A text without any piece gets an empty list.
        """
        return [self._of_text(text, longest) for text in texts]

    def _of_text(self, text: str, longest: int) -> list[int]:
        if len(self._known) > _KEPT_WORDS:
            self._known.clear()
        inner: list[int] = []
        for found in _WORDS.finditer(text):
            word = found.group()
            # A word without end, such as a Chinese page without a space, must not cost more than its first part.
            inner += self._known.get(word) or self._of_word(word[: _LONGEST_WORD * longest])
            if len(inner) >= longest - 2:
                break
        return [self._first, *inner[: longest - 2], self._last] if inner else []

    def _of_word(self, word: str) -> list[int]:
        cut = [number for part in _parts(word) for number in self._of_part(part)]
        if len(word) <= _LONGEST_WORD:
            self._known[word] = cut
        return cut

    def _of_part(self, part: str) -> list[int]:
        if len(part) > _LONGEST_WORD:
            return [self._unknown]
        cut, start = [], 0
        while start < len(part):
            mark = "##" if start else ""
            ends = (end for end in range(len(part), start, -1) if mark + part[start:end] in self._ids)
            end = next(ends, 0)
            if not end:
                return [self._unknown]
            cut.append(self._ids[mark + part[start:end]])
            start = end
        return cut


def _parts(word: str) -> list[str]:
    """Return a word without controls, accents and capitals, cut before and after each mark and Chinese character."""
    seen = "".join(char for char in word if char != "\ufffd" and unicodedata.category(char) not in _DROPPED)
    plain = unicodedata.normalize("NFD", _CHINESE.sub(r" \1 ", seen))
    # Lower case one character at a time: the form of a letter must not depend on its neighbours.
    lower = "".join(char.lower() for char in plain if unicodedata.category(char) != "Mn")
    return "".join(f" {char} " if _is_mark(char) else char for char in lower).split()


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "P" or char in "$+<=>^`|~"
