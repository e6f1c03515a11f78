"""A JSON array of objects, alone or as the only list in an object (.json).

Contents: `read_json_array`.
"""

from pathlib import Path
from typing import Any

from toolkit.corpus.formats.json_lines import parse_json, read_json_lines
from toolkit.corpus.formats.rows import Rows, read_text
from toolkit.errors import ReadError


def read_json_array(path: Path, made_id: str, encoding: str | None = None) -> Rows:
    """Return the rows of a .json file; a file of one object a line is read as .jsonl."""
    text, notes = read_text(path, encoding)
    value, problem = parse_json(text)
    if problem and len(text.strip().split("\n")) > 1:
        return _lines_or_error(path, made_id, encoding, problem)
    if problem:
        raise ReadError(f"{path}: {problem}.")
    rows = Rows(notes=notes)
    for number, item in enumerate(_items(value, path), start=1):
        place = f"{path.name}, item {number}"
        if isinstance(item, dict):
            rows.add(item, place, f"{made_id}-{number:04d}")
        else:
            rows.broken.append((place, f"a JSON object is expected, not a {type(item).__name__}"))
    return rows


def _lines_or_error(path: Path, made_id: str, encoding: str | None, problem: str) -> Rows:
    rows = read_json_lines(path, made_id, encoding)
    if not rows.records:
        raise ReadError(f"{path}: {problem}.")
    return rows


def _items(value: Any, path: Path) -> list[Any]:
    """Return the list of articles: the value itself, or the one list of objects inside an object."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        raise ReadError(f"{path} holds a {type(value).__name__}; a list of articles is expected.")
    lists = {k: v for k, v in value.items() if isinstance(v, list) and v and isinstance(v[0], dict)}
    if len(lists) > 1:
        raise ReadError(f"{path} holds several lists ({', '.join(lists)}); save the list of articles alone.")
    return next(iter(lists.values()), [value])
