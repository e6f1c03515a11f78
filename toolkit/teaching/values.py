"""What a student's variable holds, as plain data that can be written as JSON, compared, shown and sealed.

A value is a pair of kind and content. Kinds: number, text, truth (True or False), nothing (None), blank (`...`, not
yet answered), missing (no such variable), list, set, mapping, and other (anything else, with the name of its type). A
table is a mapping of its columns to lists; a pandas series is a list if its index only counts, otherwise a mapping.

JSON that comes from a submission is hostile: it is read with limits, and nothing in it is ever run.

Contents: `Value`, `describe_value`, `value_to_json`, `value_from_json`, `value_to_python`, `holds_blank`,
`normal_text`, `show_value`.
"""

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.corpus.printable import printable

MOST_ITEMS = 1_000
MOST_DEPTH = 5
MOST_LEAVES, MOST_CHARACTERS = 10_000, 200_000  # in a value as a whole
LONGEST_TEXT = 5_000
LARGEST_NUMBER = 10**15  # beyond it whole numbers and floats differ
NAMES = {
    "number": "a number", "text": "a text", "truth": "True or False", "nothing": "None", "list": "a list",
    "set": "a set", "mapping": "a table or dictionary", "blank": "the dots ...", "missing": "nothing",
    "other": "something else",
}  # fmt: skip


@dataclass(frozen=True)
class Value:
    """A kind (see the module) and what belongs to it; NaN is a number without content."""

    kind: str
    content: Any = None


BLANK, MISSING = Value("blank"), Value("missing")


def describe_value(found: object) -> Value:
    """Return what an object of Python, numpy or pandas holds, as plain data; "other" if it is too large."""
    try:
        return _describe(found, 0, _Room())
    except _TooLargeError:
        return Value("other", f"{type(found).__name__[:80]} that is too large")


class _TooLargeError(Exception):
    """A value has more in it than is looked at."""


class _Room:
    """How many more items and characters a value may have: lists of lists of lists grow fast."""

    def __init__(self) -> None:
        self.items, self.characters = MOST_LEAVES, MOST_CHARACTERS

    def take(self, *, characters: int) -> None:
        """Count one item."""
        self.items -= 1
        self.characters -= characters
        if self.items < 0 or self.characters < 0:
            raise _TooLargeError


def _describe(found: object, depth: int, room: _Room) -> Value:
    plain = _plain(found)
    room.take(characters=len(plain) if isinstance(plain, str) and len(plain) <= LONGEST_TEXT else 0)
    if plain is ...:
        return BLANK
    if plain is None:
        return Value("nothing")
    if isinstance(plain, bool):
        return Value("truth", plain)
    if isinstance(plain, int | float):
        return _number(plain)
    if isinstance(plain, str):
        return Value("text", str(plain)) if len(plain) <= LONGEST_TEXT else Value("other", "text that is too long")
    if depth < MOST_DEPTH and isinstance(plain, Mapping | list | tuple | set | frozenset):
        return _collection(plain, depth, room)
    return Value("other", type(found).__name__[:80])


def _plain(found: Any) -> Any:
    """Return numbers, texts and tables of numpy and pandas as those of Python."""
    kind = type(found)
    if kind.__module__.partition(".")[0] not in ("numpy", "pandas"):
        return found
    if hasattr(found, "to_dict"):
        if hasattr(found, "columns"):
            return {str(name): found[name].tolist() for name in found.columns}
        counting = type(found.index).__name__ == "RangeIndex"
        return found.tolist() if counting else {str(key): one for key, one in found.to_dict().items()}
    if hasattr(found, "isoformat"):
        return found.isoformat()
    return found.tolist() if hasattr(found, "tolist") else found


def _number(found: int | float) -> Value:
    if isinstance(found, float) and not math.isfinite(found):
        return Value("number")
    if abs(found) > LARGEST_NUMBER:
        return Value("other", "number that is too large")
    return Value("number", int(found) if found == int(found) else float(found))


def _collection(found: Any, depth: int, room: _Room) -> Value:
    if len(found) > MOST_ITEMS:
        return Value("other", f"{type(found).__name__} of {len(found):,} items")
    if isinstance(found, Mapping):
        pairs = []
        for key, one in found.items():
            name = str(key)[:LONGEST_TEXT]
            room.take(characters=len(name))
            pairs.append((name, _describe(one, depth + 1, room)))
        return Value("mapping", tuple(sorted(pairs, key=lambda pair: pair[0])))
    items = tuple(_describe(one, depth + 1, room) for one in found)
    return Value("set" if isinstance(found, set | frozenset) else "list", items)


def value_to_json(value: Value) -> Any:
    """Return a value as [kind, content], ready for JSON."""
    if value.kind in ("list", "set"):
        return [value.kind, [value_to_json(one) for one in value.content]]
    if value.kind == "mapping":
        return [value.kind, [[key, value_to_json(one)] for key, one in value.content]]
    return [value.kind, value.content]


def value_from_json(data: Any) -> Value:
    """Return the value that `value_to_json` wrote; raise ValueError for anything else, however it was made."""
    value = _read(data, 0)
    if sum(1 for _ in _leaves(value)) > MOST_LEAVES:
        raise ValueError("a value has too many items")
    return value


def _read(data: Any, depth: int) -> Value:
    if not (isinstance(data, list) and len(data) == 2 and isinstance(data[0], str)) or depth > MOST_DEPTH:
        raise ValueError("this is no value")
    kind, content = data
    if kind in ("list", "set", "mapping"):
        if not isinstance(content, list) or len(content) > MOST_ITEMS:
            raise ValueError("a list is broken or too long")
        return Value(kind, tuple(_items(kind, content, depth)))
    if kind in ("number", "truth", "text", "other"):
        return _scalar(kind, content)
    if kind in ("nothing", "blank", "missing") and content is None:
        return Value(kind)
    raise ValueError("this kind of value is not known")


def _items(kind: str, content: list[Any], depth: int) -> Iterator[Any]:
    for one in content:
        if kind != "mapping":
            yield _read(one, depth + 1)
        elif isinstance(one, list) and len(one) == 2 and isinstance(one[0], str):
            yield one[0][:LONGEST_TEXT], _read(one[1], depth + 1)
        else:
            raise ValueError("a table is broken")


def _scalar(kind: str, content: Any) -> Value:
    if kind == "number" and content is None:
        return Value(kind)
    expected = {"number": int | float, "truth": bool, "text": str, "other": str}[kind]
    if not isinstance(content, expected) or (kind == "number" and isinstance(content, bool)):
        raise ValueError("a value has the wrong type")
    # Numbers and texts beyond the limits are refused here too: who writes the JSON need not have used describe_value.
    checked = describe_value(content)
    return Value("other", str(content)[:80]) if kind == "other" else checked


def _leaves(value: Value) -> Iterable[Value]:
    if value.kind in ("list", "set"):
        for one in value.content:
            yield from _leaves(one)
    elif value.kind == "mapping":
        for _, one in value.content:
            yield from _leaves(one)
    else:
        yield value


def holds_blank(value: Value) -> bool:
    """Return whether the dots stand in a value, which is not answered in full then."""
    return any(one.kind == "blank" for one in _leaves(value))


def value_to_python(value: Value) -> Any:
    """Return the value as numbers, texts, lists, sets and dictionaries of Python."""
    if value.kind == "list":
        return [value_to_python(one) for one in value.content]
    if value.kind == "set":
        return {value_to_python(one) for one in value.content if one.kind in ("number", "text", "truth", "nothing")}
    if value.kind == "mapping":
        return {key: value_to_python(one) for key, one in value.content}
    if value.kind == "number" and value.content is None:
        return math.nan
    return ... if value.kind == "blank" else value.content if value.kind in ("number", "text", "truth") else None


def normal_text(text: str) -> str:
    """Return a text without what should not matter in an answer: capitals, spaces, forms of letters."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def show_value(value: Value, *, width: int = 80) -> str:
    """Return a value as a person writes it, on one line and cut if it is long."""
    shown = "no variable of this name" if value.kind == "missing" else _written(value)
    line = " ".join(printable(shown).split())
    return line if len(line) <= width else line[: width - 1] + "…"


def _written(value: Value) -> str:
    if value.kind in ("list", "set"):
        items = ", ".join(_written(one) for one in value.content)
        return f"[{items}]" if value.kind == "list" else f"{{{items}}}" if items else "set()"
    if value.kind == "mapping":
        return "{" + ", ".join(f"{key!r}: {_written(one)}" for key, one in value.content) + "}"
    if value == Value("number"):
        return "an undefined number (nan)"
    if value.kind == "other":
        return f"({value.content})"
    return {"blank": "...", "nothing": "None", "missing": "nothing"}.get(value.kind) or repr(value.content)
