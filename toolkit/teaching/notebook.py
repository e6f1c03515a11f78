"""Notebooks as files: read with limits, whoever wrote them.

A notebook that comes from a student may be anything: a link to somewhere else, a pipe that never ends, half a gigabyte,
or no notebook at all. Nothing here follows links, waits, or reads more than the limit.

Contents: `Cell`, `Notebook`, `read_notebook`, `write_notebook`.
"""

import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.errors import ReadError

LARGEST = 20_000_000  # bytes; a lesson with all its outputs has some hundred thousand


@dataclass(frozen=True)
class Cell:
    """A cell's kind ("code", "markdown", "raw"), its source, and what its metadata says to nbgrader."""

    cell_type: str
    source: str
    nbgrader: dict[str, Any]

    @property
    def grade_id(self) -> str:
        """The name that nbgrader knows the cell by, or an empty text."""
        return str(self.nbgrader.get("grade_id", ""))[:200]


@dataclass(frozen=True)
class Notebook:
    """The cells of a notebook; `data` is the file as it is, `lesson` the lesson that it says it belongs to."""

    data: dict[str, Any]
    cells: tuple[Cell, ...]
    lesson: str = ""


def read_notebook(path: Path) -> Notebook:
    """Read a notebook of version 4.

    Raises
    ------
    ReadError : it is a link, no file, larger than 20 megabytes, or no notebook; the message is fit for students.
    """
    data = _parsed(_bytes(path), path)
    if not isinstance(data, dict) or not isinstance(data.get("cells"), list) or data.get("nbformat") != 4:
        raise ReadError(f"{path.name} is no Jupyter notebook of version 4.")
    cells = tuple(_cell(one, path) for one in data["cells"])
    return Notebook(data, cells, str(_dict(_dict(data.get("metadata")).get("toolkit")).get("lesson", "")))


def _bytes(path: Path) -> bytes:
    """Return the content of an ordinary file."""
    # Opened without following a link and without waiting for a pipe's other end; then asked what it is.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if path.is_symlink():
        raise ReadError(f"{path.name} is a link to another file, and links are not read.")
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise ReadError(f"{path.name} cannot be opened: {error.strerror}.") from None
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise ReadError(f"{path.name} is not an ordinary file.")
        if about.st_size > LARGEST:
            raise ReadError(f"{path.name} has {about.st_size / 1e6:,.0f} megabytes; more than 20 are not read.")
        with os.fdopen(os.dup(descriptor), "rb") as file:
            return file.read(LARGEST)
    finally:
        os.close(descriptor)


def _parsed(content: bytes, path: Path) -> Any:
    try:
        return json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):  # ValueError covers broken UTF-8, broken JSON and numbers without end
        raise ReadError(f"{path.name} is no Jupyter notebook: it holds no JSON that can be read.") from None


def _dict(data: Any) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}


def _cell(data: Any, path: Path) -> Cell:
    source = _dict(data).get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(data, dict) or not isinstance(source, str):
        raise ReadError(f"{path.name} is no Jupyter notebook: one of its cells is broken.")
    return Cell(str(data.get("cell_type", "")), source, _dict(_dict(data.get("metadata")).get("nbgrader")))


def write_notebook(path: Path, data: dict[str, Any]) -> None:
    """Write a notebook as Jupyter does."""
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
