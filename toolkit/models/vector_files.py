"""Word vectors from a user's file: text as GloVe and word2vec write it, or an array of numpy with its words beside it.

Conventions: files are read as data only, never unpickled; the first thing that is wrong is named with its line.

Contents: `read_vectors`.
"""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.errors import ReadError
from toolkit.models.vectors import TableVectors, content_name

_AT_ONCE = 20_000  # lines turned into numbers together
_HEADER = re.compile(r"\s*(\d+)\s+(\d+)\s*")
_FORMS = "text (.txt, .vec) with a word and its numbers on each line, or .npy with the words in a .txt of the same name"

Numbers = npt.NDArray[np.float32]


def read_vectors(path: Path | str, *, language: str = "en") -> TableVectors:
    """Read word vectors from a file of one's own.

    Parameters
    ----------
    path : a text file as GloVe or word2vec write it (a word and its numbers on each line, separated by spaces; a first
        line with two whole numbers is a header), or a `.npy` with one row a word and, beside it, a `.txt` of the same
        name with one word a line. The binary form of word2vec is not read.
    language : ISO 639-1 code of the texts from which the vectors were learnt: only articles in it are measured.

    Returns
    -------
    `TableVectors`, named after the file and its content. A `.npy` is mapped from disk, a text file is held in memory.

    Raises
    ------
    ReadError : there is no such file, or it is of another form; the message names the line.
    """
    file = Path(path)
    if not file.is_file():
        raise ReadError(f"There is no file {file}.")
    if file.suffix == ".npy":
        words, table = _read_array(file)
    elif file.suffix in (".txt", ".vec"):
        words, table = _read_text(file)
    else:
        raise ReadError(f"{file.name}: word vectors are {_FORMS}.")
    return TableVectors(content_name(file.stem, words, table), words, table, language)


def _read_array(file: Path) -> tuple[list[str], npt.NDArray[Any]]:
    beside = file.with_suffix(".txt")
    if not beside.is_file():
        raise ReadError(f"{file.name}: its words are expected in {beside.name} beside it, one a line.")
    words = [line.rstrip("\r\n") for line in _lines(beside)]
    try:
        table = np.load(file, mmap_mode="r", allow_pickle=False)
    except (ValueError, OSError, EOFError) as error:
        raise ReadError(f"{file.name} is no array of numbers ({error}).") from error
    shape: tuple[int, ...] = getattr(table, "shape", ())
    if len(shape) != 2 or not np.issubdtype(table.dtype, np.floating) or not words or shape[0] != len(words):
        raise ReadError(
            f"{file.name} must hold one row of decimal numbers for each of the {len(words):,} words in {beside.name}; "
            f"it holds {table.dtype if shape else 'no array'} of shape {shape}."
        )
    for start in range(0, len(table), _AT_ONCE):
        _check_finite(table[start : start + _AT_ONCE], f"{file.name}, row", start)
    return words, table


def _lines(file: Path) -> Iterator[str]:
    """Yield the lines of a UTF-8 file; only a line feed ends one, for words hold other separators."""
    try:
        with file.open(encoding="utf-8", newline="\n") as lines:
            yield from lines
    except UnicodeDecodeError as error:
        raise ReadError(f"{file.name} is not UTF-8 text ({error.reason}). Word vectors are {_FORMS}.") from error


def _read_text(file: Path) -> tuple[list[str], Numbers]:
    lines = _lines(file)
    first = next(lines, "")
    header = _HEADER.fullmatch(first)
    number, opening = (1, []) if header else (0, [first])
    width = int(header[2]) if header else len(first.split()) - 1
    if width < 1 or (width == 1 and not header and not first.strip()):
        raise ReadError(f"{file.name}, line 1: a word and its numbers are expected; got {first[:40]!r}.")
    words: list[str] = []
    blocks: list[Numbers] = []
    while block := [*opening, *islice(lines, _AT_ONCE - len(opening))]:
        opening = []
        found, table = _block(file, block, number, width)
        words += found
        blocks.append(table)
        number += len(block)
    if not words:
        raise ReadError(f"{file.name} holds no word vectors. Word vectors are {_FORMS}.")
    if header and len(words) != int(header[1]):
        raise ReadError(f"{file.name} says that it holds {int(header[1]):,} words and holds {len(words):,}; is it cut?")
    return words, np.concatenate(blocks)


def _block(file: Path, lines: list[str], before: int, width: int) -> tuple[list[str], Numbers]:
    """Return words and numbers of some lines; words may hold spaces, so numbers are taken from the right."""
    split = [line.rstrip().rsplit(" ", width) for line in lines]
    wrong = next((i for i, parts in enumerate(split) if len(parts) != width + 1 or not parts[0]), None)
    if wrong is None:
        try:
            numbers = [" ".join(parts[1:]) for parts in split]
            table = np.loadtxt(numbers, dtype=np.float32, comments=None, ndmin=2).reshape(len(split), width)
        except ValueError:
            wrong = next((i for i, parts in enumerate(split) if not all(map(_is_number, parts[1:]))), 0)
    if wrong is not None:
        raise ReadError(
            f"{file.name}, line {before + wrong + 1}: a word and {width} numbers are expected; "
            f"got {lines[wrong][:60]!r}."
        )
    _check_finite(table, f"{file.name}, line", before)
    return [parts[0] for parts in split], table


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _check_finite(table: npt.NDArray[Any], where: str, before: int) -> None:
    wrong = np.flatnonzero(~np.isfinite(table).all(axis=1))
    if len(wrong):
        raise ReadError(f"{where} {before + int(wrong[0]) + 1}: a number is not finite (too large, infinite or nan).")
