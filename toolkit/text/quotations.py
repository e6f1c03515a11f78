"""Which stretches of a text stand in quotation marks.

Each mark opens or closes: it opens after white space and before a word, it closes after a character and before
white space or punctuation; where the place does not tell, curly marks go by their shape and straight ones take
turns. A quotation that runs over paragraphs has an opening mark at the start of each, and ends at the first
closing one. A mark that is never closed holds its own paragraph only.

Single marks are also apostrophes. An opening single mark counts only with a closing one in its paragraph, and
the apostrophe of a plural ("the militias’ bases") is passed over if a better closing mark follows.

Contents: `Quotations`, `find_quotations`.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from toolkit.text.buffer import (
    APOSTROPHE,
    CLOSE_DOUBLE,
    CLOSE_SINGLE,
    DASH,
    DIGIT,
    DOUBLE,
    EDGE,
    LETTER,
    NEWLINE,
    OPEN_DOUBLE,
    OPEN_SINGLE,
    OPENER,
    SPACE,
    Buffer,
    Bytes,
    Flags,
    Positions,
)


@dataclass(frozen=True)
class Quotations:
    """Quoted spans, marks included: text index, start and end (code points), depth (1 outer, 2 inside another)
    and whether a closing mark was found. Sorted by text and start."""

    text: npt.NDArray[np.int32]
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    depth: npt.NDArray[np.int8]
    closed: Flags

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True)
class _Quotes:
    """Quotation marks of one kind, in order: their places, and whether each opens or closes."""

    start: Positions
    end: Positions
    text: Positions
    paragraph: Positions
    opens: Flags

    def take(self, keep: Flags) -> "_Quotes":
        return _Quotes(*(getattr(self, name)[keep] for name in self.__dataclass_fields__))

    def same_text(self) -> Flags:
        """Tell of each mark whether the one before it stands in the same text."""
        return np.concatenate([[False], self.text[1:] == self.text[:-1]]) if len(self.text) else self.opens

    def steps(self) -> Positions:
        """Return the number of paragraphs between each mark and the one before it."""
        return np.concatenate([[0], np.diff(self.paragraph)]) if len(self.text) else self.paragraph


Spans = tuple[Positions, Positions, Flags]


def find_quotations(buffer: Buffer) -> tuple[Positions, Positions, Quotations]:
    """Return the byte starts and ends of all quoted spans, and the table of them."""
    paragraphs = _paragraphs(buffer)
    doubles = _double_spans(buffer, _double_quotes(buffer, paragraphs))
    singles = _single_spans(buffer, _single_quotes(buffer, paragraphs))
    start, end, closed = (np.concatenate(pair) for pair in zip(doubles, singles, strict=True))
    order = np.argsort(start, kind="stable")
    start, end, closed = start[order], end[order], closed[order]
    # A span lies inside another if an earlier one reaches beyond its end.
    reach = np.concatenate([[0], np.maximum.accumulate(end)[:-1]]) if len(end) else end
    depth = np.where(end <= reach, 2, 1).astype(np.int8)
    text = buffer.text_of(start)
    table = Quotations(
        text.astype(np.int32), buffer.code_points(start, text), buffer.code_points(end, text), depth, closed
    )
    return start, end, table


def _double_quotes(buffer: Buffer, paragraphs: Positions) -> _Quotes:
    """Return the double marks; those whose place does not tell are settled by shape or by turns."""
    marks = buffer.marks
    chosen = (marks.kind >= DOUBLE) & (marks.kind <= CLOSE_DOUBLE)
    marks = marks.take(chosen)
    at_start = _is_gap(marks.left)
    opens, closes = at_start & ~_is_gap(marks.right), ~at_start & (marks.right > DIGIT)
    quotes = _Quotes(marks.start, marks.end, buffer.text_of(marks.start), paragraphs[chosen], opens)
    return _with_direction(quotes, marks.kind, closes)


def _single_quotes(buffer: Buffer, paragraphs: Positions) -> _Quotes:
    """Return the single marks that can open or close a quotation."""
    kind, left, right = buffer.marks.kind, buffer.marks.left, buffer.marks.right
    single = (kind == APOSTROPHE) | (kind == OPEN_SINGLE) | (kind == CLOSE_SINGLE)
    at_start = _is_gap(left)
    # Before a digit a single mark is an apostrophe (’90s), unless it has the shape of an opening one.
    opens = (right == LETTER) | (kind == OPEN_SINGLE) & ~_is_gap(right)
    opens = single & at_start & (opens | (right >= DOUBLE) & (right <= CLOSE_DOUBLE))
    closes = single & ~at_start & (right > DIGIT) & (kind != OPEN_SINGLE)
    chosen = np.flatnonzero(opens | closes)
    start, end = buffer.marks.start[chosen], buffer.marks.end[chosen]
    return _Quotes(start, end, buffer.text_of(start), paragraphs[chosen], opens[chosen])


def _is_gap(kinds: Bytes) -> Flags:
    """Tell which classes leave room for an opening mark after them."""
    return (
        (kinds == SPACE) | (kinds == NEWLINE) | (kinds == OPENER) | (kinds == DASH)
        | (kinds == OPEN_SINGLE) | (kinds == OPEN_DOUBLE) | (kinds == EDGE)
    )  # fmt: skip


def _paragraphs(buffer: Buffer) -> Positions:
    """Return the number of each mark's paragraph within its text; runs of line breaks count once."""
    breaks = np.flatnonzero(buffer.marks.kind == NEWLINE)
    breaks = breaks[~_starts_paragraph(buffer, buffer.marks.start[breaks])]
    number = np.zeros(len(buffer.marks.kind), dtype=np.int64)
    number[breaks] = 1
    return np.cumsum(number)


def _with_direction(quotes: _Quotes, kinds: Bytes, closes: Flags) -> _Quotes:
    """Settle marks whose place does not tell: curly ones by shape, straight ones by turns."""
    opens = quotes.opens
    result = opens | ~closes & (kinds == OPEN_DOUBLE)
    unclear = np.flatnonzero(~opens & ~closes & (kinds == DOUBLE))
    follows = _linked(quotes)
    for i in unclear:  # rare: straight marks with no space, or with space, on both sides
        result[i] = not result[i - 1] if follows[i] else True
    return replace(quotes, opens=result)


def _double_spans(buffer: Buffer, quotes: _Quotes) -> Spans:
    """Pair double marks: each span runs from an opening mark to the first closing one."""
    opens, same, step = quotes.opens, quotes.same_text(), quotes.steps()
    after_open = np.concatenate([[False], opens[:-1]]) & same if len(opens) else opens
    continued = opens & after_open & (step == 1)
    continued[continued] = _starts_paragraph(buffer, quotes.start[continued])
    repeated = opens & after_open & (step == 0)
    starts = np.flatnonzero(opens & ~continued & ~repeated)
    ends = np.flatnonzero(~opens & after_open & (step <= 1))
    return _close_spans(buffer, quotes, starts, ends, continued)


def _close_spans(buffer: Buffer, quotes: _Quotes, starts: Positions, ends: Positions, continued: Flags) -> Spans:
    """Give each starting mark its end: the closing mark before the next start, else the paragraph's end."""
    none = len(quotes.start)
    next_start = np.append(starts[1:], none)[: len(starts)]
    candidate = np.append(ends, none)[np.searchsorted(ends, starts)]
    closed = candidate < next_start
    last_open = np.where(continued, np.arange(none), -1)
    last_open = np.maximum(np.maximum.accumulate(last_open)[next_start - 1], starts)
    end = np.empty(len(starts), dtype=np.int64)
    end[closed] = quotes.end[candidate[closed]]
    end[~closed] = _paragraph_end(buffer, quotes.start[last_open[~closed]])
    return quotes.start[starts], end, closed


def _starts_paragraph(buffer: Buffer, positions: Positions) -> Flags:
    """Tell which positions come first in their paragraph, but for spaces."""
    before = positions - 1
    spaced = np.flatnonzero(buffer.classes[before] == SPACE)
    for _ in range(8):
        before[spaced] -= 1
        spaced = spaced[buffer.classes[before[spaced]] == SPACE]
    kind = buffer.classes[before]
    return (kind == NEWLINE) | (kind == EDGE)


def _paragraph_end(buffer: Buffer, positions: Positions) -> Positions:
    """Return the position of the next line break or end of text."""
    breaks = buffer.marks.start[buffer.marks.kind == NEWLINE]
    text_end = buffer.bounds[buffer.text_of(positions) + 1] - 1
    next_break = np.append(breaks, len(buffer.data))[np.searchsorted(breaks, positions)]
    return np.minimum(next_break, text_end)


def _single_spans(buffer: Buffer, quotes: _Quotes) -> Spans:
    """Pair single marks: the opening one nearest before a closing one, in the same paragraph."""
    quotes = quotes.take(~_is_plural_apostrophe(buffer, quotes))
    ends = np.flatnonzero(~quotes.opens[1:] & quotes.opens[:-1] & _linked(quotes)[1:]) + 1
    return quotes.start[ends - 1], quotes.end[ends], np.ones(len(ends), dtype=np.bool_)


def _is_plural_apostrophe(buffer: Buffer, quotes: _Quotes) -> Flags:
    """Tell which closing marks directly follow an s and have a better closing mark after them."""
    letter = buffer.data[quotes.start - 1]
    weak = ~quotes.opens & ((letter == ord("s")) | (letter == ord("S")))
    weak &= buffer.classes[quotes.end] == SPACE
    weak[:-1] &= ~quotes.opens[1:] & _linked(quotes)[1:]
    weak[-1:] = False  # no mark follows the last
    return weak


def _linked(quotes: _Quotes) -> Flags:
    """Tell of each mark whether the one before it stands in the same paragraph."""
    return quotes.same_text() & (quotes.steps() == 0)
