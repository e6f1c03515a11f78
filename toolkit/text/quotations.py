"""Which stretches of a text stand in quotation marks.

Each mark opens or closes: it opens after white space and before a word, it closes after a character and before
white space or punctuation; where the place does not tell, curly marks go by their shape and straight ones take
turns. A quotation that runs over paragraphs has an opening mark at the start of each, and ends at the first
closing one. A mark that is never closed holds its own paragraph only.

Single marks are also apostrophes. An opening single mark counts only with a closing one in its paragraph, and
the apostrophe of a plural ("the militias’ bases") is passed over if a better closing mark follows.

Contents: `Quotations`, `find_quotations`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toolkit.text.buffer import (
    APOSTROPHE,
    CLOSE_DOUBLE,
    CLOSE_SINGLE,
    DASH,
    DIGIT,
    DOUBLE,
    LETTER,
    NEWLINE,
    OPEN_DOUBLE,
    OPEN_SINGLE,
    OPENER,
    SEPARATOR,
    SPACE,
    Buffer,
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
class _Marks:
    """Quotation marks of one kind, in order: their places, and what each may do."""

    position: Positions
    width: Positions
    text: Positions
    paragraph: Positions
    opens: Flags

    def take(self, keep: Flags) -> "_Marks":
        return _Marks(*(getattr(self, name)[keep] for name in self.__dataclass_fields__))

    def same_text(self) -> Flags:
        """Tell of each mark whether the one before it stands in the same text."""
        return np.concatenate([[False], self.text[1:] == self.text[:-1]]) if len(self.text) else self.opens

    def steps(self) -> Positions:
        """Return the number of paragraphs between each mark and the one before it."""
        return np.concatenate([[0], np.diff(self.paragraph)]) if len(self.text) else self.paragraph


Spans = tuple[Positions, Positions, Flags]


def find_quotations(buffer: Buffer) -> tuple[Positions, Positions, Quotations]:
    """Return the byte starts and ends of all quoted spans, and the table of them."""
    doubles = _double_spans(buffer, _quotation_marks(buffer, double=True))
    singles = _single_spans(buffer, _quotation_marks(buffer, double=False))
    start, end, closed = (np.concatenate(pair) for pair in zip(doubles, singles, strict=True))
    order = np.lexsort((-end, start))
    start, end, closed = start[order], end[order], closed[order]
    # A span lies inside another if an earlier one reaches beyond its end.
    reach = np.concatenate([[0], np.maximum.accumulate(end)[:-1]]) if len(end) else end
    depth = np.where(end <= reach, 2, 1).astype(np.int8)
    text = buffer.text_of(start)
    table = Quotations(
        text.astype(np.int32), buffer.code_points(start, text), buffer.code_points(end, text), depth, closed
    )
    return start, end, table


def _quotation_marks(buffer: Buffer, *, double: bool) -> _Marks:
    """Return the double or the single marks that can open or close a quotation."""
    classes = buffer.classes
    kinds = classes[buffer.marks]
    if double:
        chosen = (kinds >= DOUBLE) & (kinds <= CLOSE_DOUBLE)
    else:
        chosen = (kinds == APOSTROPHE) | (kinds == OPEN_SINGLE) | (kinds == CLOSE_SINGLE)
    position = buffer.marks[chosen]
    width = buffer.width(position)
    before, after = classes[position - 1], classes[position + width]
    at_start = _is_gap(before) | (buffer.data[position - 1] == SEPARATOR)
    at_end = (after > DIGIT) | (buffer.data[position + width] == SEPARATOR)
    paragraphs = _paragraph_of(buffer, position)
    text = buffer.text_of(position)
    marks = _Marks(position, width, text, paragraphs, opens=np.zeros(len(position), dtype=np.bool_))
    spaced = _is_gap(after) | (buffer.data[position + width] == SEPARATOR)
    if double:
        opens, closes = at_start & ~spaced, ~at_start & at_end
        return _with_direction(marks, kinds[chosen], opens, closes)
    # Before a digit a single mark is an apostrophe (’90s), unless it has the shape of an opening one.
    opens = at_start & ((after == LETTER) | (kinds[chosen] == OPEN_SINGLE) & ~spaced)
    opens |= at_start & (after >= DOUBLE) & (after <= CLOSE_DOUBLE)
    closes = ~at_start & at_end & (kinds[chosen] != OPEN_SINGLE)
    keep = opens | closes
    return _Marks(position, width, text, paragraphs, opens).take(keep)


def _is_gap(kinds: npt.NDArray[np.uint8]) -> Flags:
    """Tell which classes leave room for an opening mark after them."""
    return (
        (kinds == SPACE) | (kinds == NEWLINE) | (kinds == OPENER) | (kinds == DASH)
        | (kinds == OPEN_SINGLE) | (kinds == OPEN_DOUBLE)
    )  # fmt: skip


def _paragraph_of(buffer: Buffer, positions: Positions) -> Positions:
    """Return a paragraph number for each position; runs of line breaks count once."""
    breaks = buffer.marks[buffer.classes[buffer.marks] == NEWLINE]
    breaks = breaks[~_starts_paragraph(buffer, breaks)]
    breaks = np.sort(np.concatenate([breaks, buffer.bounds[1:-1] - 1]))
    return np.searchsorted(breaks, positions)


def _with_direction(marks: _Marks, kinds: npt.NDArray[np.uint8], opens: Flags, closes: Flags) -> _Marks:
    """Settle marks whose place does not tell: curly ones by shape, straight ones by turns."""
    result = np.where(opens, True, np.where(closes, False, kinds == OPEN_DOUBLE))
    unclear = np.flatnonzero(~opens & ~closes & (kinds == DOUBLE))
    follows = marks.same_text() & (marks.steps() == 0)
    for i in unclear:  # rare: straight marks with no space, or with space, on both sides
        result[i] = not result[i - 1] if follows[i] else True
    return _Marks(marks.position, marks.width, marks.text, marks.paragraph, result)


def _double_spans(buffer: Buffer, marks: _Marks) -> Spans:
    """Pair double marks: each span runs from an opening mark to the first closing one."""
    if not len(marks.position):
        return marks.position, marks.position, marks.opens
    opens, same, step = marks.opens, marks.same_text(), marks.steps()
    after_open = np.concatenate([[False], opens[:-1]]) & same
    continued = opens & after_open & (step == 1) & _starts_paragraph(buffer, marks.position)
    repeated = opens & after_open & (step == 0)
    starts = np.flatnonzero(opens & ~continued & ~repeated)
    ends = np.flatnonzero(~opens & after_open & (step <= 1))
    return _close_spans(buffer, marks, starts, ends, continued)


def _close_spans(buffer: Buffer, marks: _Marks, starts: Positions, ends: Positions, continued: Flags) -> Spans:
    """Give each starting mark its end: the closing mark before the next start, else the paragraph's end."""
    next_start = np.append(starts[1:], len(marks.position))
    place = np.searchsorted(ends, starts)
    candidate = np.append(ends, len(marks.position))[place]
    closed = candidate < next_start
    last_open = np.where(continued, np.arange(len(continued)), -1)
    last_open = np.maximum(np.maximum.accumulate(last_open)[next_start - 1], starts)
    close_at = marks.position[np.minimum(candidate, len(marks.position) - 1)]
    close_end = close_at + marks.width[np.minimum(candidate, len(marks.position) - 1)]
    end = np.where(closed, close_end, _paragraph_end(buffer, marks.position[last_open]))
    return marks.position[starts], end, closed


def _starts_paragraph(buffer: Buffer, positions: Positions) -> Flags:
    """Tell which positions come first in their paragraph, but for spaces."""
    before = positions - 1
    for _ in range(8):
        before = np.where(buffer.classes[before] == SPACE, before - 1, before)
    return (buffer.classes[before] == NEWLINE) | (buffer.data[before] == SEPARATOR)


def _paragraph_end(buffer: Buffer, positions: Positions) -> Positions:
    """Return the position of the next line break or end of text."""
    breaks = buffer.marks[buffer.classes[buffer.marks] == NEWLINE]
    stops = np.sort(np.concatenate([breaks, buffer.bounds[1:] - 1]))
    return stops[np.searchsorted(stops, positions)]


def _single_spans(buffer: Buffer, marks: _Marks) -> Spans:
    """Pair single marks: the opening one nearest before a closing one, in the same paragraph."""
    if not len(marks.position):
        return marks.position, marks.position, marks.opens
    marks = marks.take(~_is_plural_apostrophe(buffer, marks))
    linked = marks.same_text() & (marks.steps() == 0)
    after_open = np.concatenate([[False], marks.opens[:-1]]) & linked
    ends = np.flatnonzero(~marks.opens & after_open)
    closed = np.ones(len(ends), dtype=np.bool_)
    return marks.position[ends - 1], marks.position[ends] + marks.width[ends], closed


def _is_plural_apostrophe(buffer: Buffer, marks: _Marks) -> Flags:
    """Tell which closing marks directly follow an s and have a better closing mark after them."""
    letter = buffer.data[marks.position - 1]
    weak = ~marks.opens & ((letter == ord("s")) | (letter == ord("S")))
    weak &= buffer.classes[marks.position + marks.width] == SPACE
    linked = marks.same_text() & (marks.steps() == 0)
    closes_next = np.append(~marks.opens[1:] & linked[1:], [False])
    return weak & closes_next
