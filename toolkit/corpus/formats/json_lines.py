"""One JSON object a line (.jsonl, .ndjson).

Contents: `read_json_lines`, `parse_json`.
"""

import json
import re
from pathlib import Path
from typing import Any

from toolkit.corpus.formats.rows import Rows, read_text


def read_json_lines(path: Path, made_id: str, encoding: str | None = None) -> Rows:
    """Return the rows of a .jsonl file; lines that hold no object are broken rows."""
    text, notes = read_text(path, encoding)
    rows = Rows(notes=notes)
    # Split at line feeds only: str.splitlines would cut at U+2028, which JSON allows inside a string.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{path.name}, line {number}"
        value, problem = parse_json(line)
        if isinstance(value, dict):
            rows.add(value, place, f"{made_id}-{number:04d}")
        else:
            rows.broken.append((place, problem or f"a JSON object is expected, not a {type(value).__name__}"))
    return rows


_HALF = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")  # may be half of a character, which no file can hold
_SURROGATES = re.compile("[\ud800-\udfff]")


def _whole(value: Any) -> Any:
    """Return a JSON value with the replacement character for halves of characters."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return {_whole(key): _whole(one) for key, one in value.items()} if isinstance(value, dict) else value


def parse_json(text: str) -> tuple[Any, str]:
    """Return the value and an empty string, or None and what is wrong with the JSON."""
    try:
        value = json.loads(text)
        return (_whole(value) if _HALF.search(text) else value), ""
    except json.JSONDecodeError as error:
        return None, f"no valid JSON: {error.msg} at column {error.colno}"
    except (RecursionError, ValueError) as error:
        # Nested a thousand deep, or a number of thousands of digits.
        return None, f"no usable JSON: {error}"
