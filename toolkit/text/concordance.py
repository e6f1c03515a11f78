"""Words in their context: the sentence around a span, and keyword-in-context lines.

Contents: `sentence_bounds`, `sentence_at`, `context_lines`.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from toolkit.text.tokens import Tokens, tokenize

Ints = npt.NDArray[np.int32]


def sentence_bounds(texts: Sequence[str], text: Ints, sentence: Ints) -> tuple[Ints, Ints]:
    """Return where the given sentences start and end.

    Parameters
    ----------
    texts : the texts.
    text, sentence : arrays of equal length: index of the text, number of the sentence in it.

    Returns
    -------
    Two arrays of code points. A sentence runs from its first token, with the marks before it, to the first mark
    of the next sentence, without white space.
    """
    tokens = tokenize(texts)
    first = np.flatnonzero(np.diff(tokens.sentence_id, prepend=-1)) if len(tokens) else np.empty(0, dtype=np.int64)
    starts = _with_opening_marks(texts, tokens.text[first], tokens.start[first])
    next_text = np.append(tokens.text[first][1:], -1)
    lengths = np.array([len(one.rstrip()) for one in texts], dtype=np.int32)
    own = tokens.text[first]
    ends = np.where(next_text == own, np.append(starts[1:], 0), lengths[own]).astype(np.int32)
    key = own.astype(np.int64) * 10_000_000 + tokens.sentence[first]
    place = np.searchsorted(key, text.astype(np.int64) * 10_000_000 + sentence)
    return starts[place], _without_space(texts, text, ends[place])


def sentence_at(tokens: Tokens, text: npt.NDArray[np.integer], place: npt.NDArray[np.integer]) -> Ints:
    """Return the number of the sentence in which each place of a text stands; 0 for texts without a word.

    `text`, `place` : arrays of equal length: index of the text, code point in it.
    """
    if not len(tokens):
        return np.zeros(len(text), dtype=np.int32)
    begins = tokens.text.astype(np.int64) << 32 | tokens.start
    key = text.astype(np.int64) << 32 | place.astype(np.int64)
    found = np.maximum(np.searchsorted(begins, key, side="right") - 1, 0)
    return np.where(tokens.text[found] == text, tokens.sentence[found], 0).astype(np.int32)


def _without_space(texts: Sequence[str], text: Ints, end: Ints) -> Ints:
    """Move the ends left over white space."""
    moved = []
    for index, place in zip(text.tolist(), end.tolist(), strict=True):
        while place > 0 and texts[index][place - 1].isspace():
            place -= 1
        moved.append(place)
    return np.array(moved, dtype=np.int32)


_OPENING = "\"'“‘„«([{$£€#@"


def _with_opening_marks(texts: Sequence[str], text: Ints, start: Ints) -> Ints:
    """Move the starts left over quotation marks, brackets and signs that belong to the first word."""
    moved = []
    for index, place in zip(text.tolist(), start.tolist(), strict=True):
        while place > 0 and texts[index][place - 1] in _OPENING:
            place -= 1
        moved.append(place)
    return np.array(moved, dtype=np.int32)


def context_lines(text: str, start: int, end: int, *, width: int = 60) -> tuple[str, str, str]:
    """Return what stands left of a span, the span, and what stands right of it, on one line.

    Both sides hold at most `width` characters, cut at a space, with … where something was cut.
    """
    left = " ".join(text[max(0, start - 2 * width) : start].split())
    right = " ".join(text[end : end + 2 * width].split())
    lead = " " if start and text[start - 1].isspace() else ""
    trail = " " if text[end : end + 1].isspace() else ""
    if len(left) > width or start > 2 * width:
        left = "…" + left[-width:].partition(" ")[2]
    if len(right) > width or end + 2 * width < len(text):
        right = right[:width].rpartition(" ")[0] + "…"
    return left + lead, text[start:end], trail + right
