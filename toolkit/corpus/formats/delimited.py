"""Comma, semicolon and tab separated tables (.csv, .tsv).

Conventions: the first row names the columns; the separator of a .csv is the one that the first line has most
of; rows are numbered from 1, below the names.

Contents: `read_csv`, `read_tsv`.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from toolkit.corpus.formats.rows import Rows, read_text

LONGEST_FIELD = 2**31 - 1  # csv refuses more than 131,072 characters unless told; C longs bound it from above
MAX_RESTARTS = 100  # of reading after a quotation mark that is never closed


def read_csv(path: Path, made_id: str, encoding: str | None = None) -> Rows:
    """Return the rows of a .csv file."""
    text, notes = read_text(path, encoding)
    first = text.lstrip("\ufeff\r\n").partition("\n")[0]
    separator = max(",;\t|", key=first.count)
    return _parse(text, separator, path.name, made_id, notes)


def read_tsv(path: Path, made_id: str, encoding: str | None = None) -> Rows:
    """Return the rows of a .tsv file."""
    text, notes = read_text(path, encoding)
    return _parse(text, "\t", path.name, made_id, notes)


def _parse(text: str, separator: str, name: str, made_id: str, notes: list[str]) -> Rows:
    rows = Rows(notes=notes)
    lines = list(io.StringIO(text, newline=""))
    header: list[str] | None = None
    number = 0
    with _long_fields():
        for line, values, problem in _records(lines, separator):
            if header is None and values:
                header = _column_names(values)
            elif values or problem:
                number += 1
                place = f"{name}, row {number} (line {line})"
                problem = problem or _misfit(values, header or [])
                if problem:
                    rows.broken.append((place, problem))
                else:
                    rows.add(dict(zip(header or [], values, strict=False)), place, f"{made_id}-{number:04d}")
    return rows


def _records(lines: list[str], separator: str) -> Iterator[tuple[int, list[str], str]]:
    """Yield line number, values and problem of each row; a quotation that never ends costs one line only."""
    begin = 0
    for _ in range(MAX_RESTARTS):
        done = begin
        rest = _Lines(lines, begin)
        reader = csv.reader(rest, delimiter=separator)
        for values in reader:
            # The reader asked for a line after the last one: it was still inside a quotation.
            if rest.exhausted:
                break
            yield done + 1, values, ""
            done = begin + reader.line_num
        else:
            return
        yield done + 1, [], "a quotation mark is opened and never closed"
        begin = done + 1
    yield begin + 1, [], f"reading stopped here: {MAX_RESTARTS} quotation marks are never closed"


class _Lines:
    """An iterator over lines from `begin` on that knows when more were asked for than there are."""

    def __init__(self, lines: list[str], begin: int) -> None:
        self._rest = iter(range(begin, len(lines)))
        self._lines = lines
        self.exhausted = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        for index in self._rest:
            return self._lines[index]
        self.exhausted = True
        raise StopIteration


def _misfit(values: list[str], header: list[str]) -> str:
    """Say what is wrong with a row of another length than the header, ignoring empty cells at its end."""
    surplus = [value for value in values[len(header) :] if value.strip()]
    if surplus or len(values) < len(header):
        return f"{len(values)} values for {len(header)} columns"
    return ""


def _column_names(values: list[str]) -> list[str]:
    """Return a name for each column, telling apart columns of the same name as title, title.1."""
    names: list[str] = []
    for position, value in enumerate(values, start=1):
        name = value.strip() or f"column {position}"
        n_before = names.count(name)
        names.append(f"{name}.{n_before}" if n_before else name)
    return names


@contextmanager
def _long_fields() -> Iterator[None]:
    """Let fields be as long as articles are, and put the limit back, which belongs to the whole process."""
    before = csv.field_size_limit(LONGEST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)
