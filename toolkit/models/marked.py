"""Texts with one place marked, cut into the pieces of the English sentence model and put together in batches.

Conventions: a mark is a range of code points; an empty one (start equal to end) marks nothing. Far text is left out:
of each side 110 pieces are read, of the mark 30.

Contents: `Marked`, `MarkedText`, `Cut`, `Batch`, `cut_texts`, `batch_of`, `by_length`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

import toolkit.models
from toolkit.models.wordpiece import WordPieces

_SIDE = 110
_LONGEST_MARK = 30
_FIRST, _LAST, _MASK = 101, 102, 103  # the numbers of BERT's marks

Floats = npt.NDArray[np.float32]


class Marked(Protocol):
    """Anything with a text and the range of code points that is marked in it."""

    @property
    def text(self) -> str:
        """The whole text."""
        ...

    @property
    def start(self) -> int:
        """Where the mark begins."""
        ...

    @property
    def end(self) -> int:
        """Where the mark ends."""
        ...


class MarkedText(NamedTuple):
    """A text and the range of code points that is marked in it."""

    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Cut:
    """The numbers of a text's pieces, and where those of the mark begin and end."""

    pieces: list[int]
    first: int
    last: int

    def __len__(self) -> int:
        return len(self.pieces)


@dataclass(frozen=True, eq=False)
class Batch:
    """Texts padded to one length.

    `pieces` numbers and `mask` where there are any, shape (texts, pieces); `marked` 1 at pieces of the mark;
    `shares`, shape (texts, 3, pieces): what each piece adds to three averages, over the mark (the whole text where
    nothing is marked), over the text, and over its first piece alone.
    """

    pieces: npt.NDArray[np.int64]
    mask: npt.NDArray[np.bool_]
    marked: Floats
    shares: Floats


def cut_texts(texts: Sequence[Marked]) -> list[Cut]:
    """Cut each text into pieces; a mark in which the model sees nothing becomes one piece that stands for anything."""
    return [_cut(one) for one in texts]


def _cut(one: Marked) -> Cut:
    before, mark, after = one.text[: one.start], one.text[one.start : one.end], one.text[one.end :]
    # Far text is cut off before it is looked at: the last pieces before the mark are wanted, the first after it.
    near = _pieces().ids([before[-2_000:], mark, after[:2_000]], longest=2_002)
    left, inner, right = (ids[1:-1] for ids in near)
    if one.start < one.end:
        inner = inner[:_LONGEST_MARK] or [_MASK]
    left, right = left[-_SIDE:], right[:_SIDE]
    return Cut([_FIRST, *left, *inner, *right, _LAST], 1 + len(left), 1 + len(left) + len(inner))


@cache
def _pieces() -> WordPieces:
    return WordPieces(Path(toolkit.models.__file__).parent / "data" / "vocab.txt")


def batch_of(cuts: Sequence[Cut]) -> Batch:
    """Put texts together."""
    lengths = np.array([len(one) for one in cuts])
    place = np.arange(lengths.max())
    mask = place < lengths[:, None]
    pieces = np.zeros(mask.shape, dtype=np.int64)
    pieces[mask] = np.concatenate([one.pieces for one in cuts])
    first, last = (np.array([[getattr(one, name)] for one in cuts]) for name in ("first", "last"))
    marked = (place >= first) & (place < last)
    of_mark = np.where(marked.any(axis=1, keepdims=True), marked, mask)
    parts = np.stack([of_mark, mask, np.broadcast_to(place == 0, mask.shape)], axis=1).astype(np.float32)
    return Batch(pieces, mask, marked.astype(np.float32), parts / parts.sum(axis=2, keepdims=True))


def by_length(lengths: Sequence[int], n_pieces: int) -> Iterator[list[int]]:
    """Yield places sorted by length, so many at once that the padded batch has at most `n_pieces` pieces."""
    batch: list[int] = []
    for place in np.argsort(lengths, kind="stable").tolist():
        if batch and (len(batch) + 1) * lengths[place] > n_pieces:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
