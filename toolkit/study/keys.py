"""One table of a study file, read key by key with messages that name the place and the fix.

Contents: `Table`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from toolkit.errors import StudyError
from toolkit.options import did_you_mean, quoted_list

_WORDS = {bool: "true or false", str: "a string", int: "a whole number", float: "a number", list: "a list",
          dict: "a table"}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A table of a study file: its content, and where it stands for messages.

    `file` is the name of the study file, `name` the table as it is written there, such as "[corpus]" or
    "[[measures]] number 2"; the file as a whole has an empty name.
    """

    file: str
    name: str
    content: Mapping[str, Any] = field(default_factory=dict)

    def __contains__(self, key: str) -> bool:
        return key in self.content

    @property
    def place(self) -> str:
        """File and table, as messages begin with them."""
        return f"{self.file}, {self.name}" if self.name else self.file

    def error(self, key: str, message: str) -> StudyError:
        """Return an error about a key."""
        return StudyError(f"{self.place}, key {key!r}: {message}")

    def wrong_type(self, key: str, expected: str) -> StudyError:
        """Return the error of a value that is not what was expected."""
        given = self.content[key]
        return self.error(key, f"expected {expected}; got {_shown(given)}.")

    def check_keys(self, allowed: Sequence[str]) -> None:
        """Raise `StudyError` on the first key that is not allowed."""
        for key in self.content:
            if key not in allowed:
                hint = did_you_mean(key, allowed)
                raise StudyError(f"{self.place}: unknown key {key!r}; allowed are {quoted_list(allowed)}.{hint}")

    def table(self, key: str) -> "Table":
        """Return a table inside this one; an empty one if it is not there."""
        content = self.content.get(key, {})
        if not isinstance(content, dict):
            raise self.wrong_type(key, f"a table, written [{key}]")
        return Table(self.file, f"[{key}]", content)

    def tables(self, key: str) -> list["Table"]:
        """Return the tables of a list of tables, written [[key]]."""
        content = self.content.get(key, [])
        if not isinstance(content, list) or not all(isinstance(one, dict) for one in content):
            raise self.wrong_type(key, f"tables, each under a line [[{key}]]")
        return [Table(self.file, f"[[{key}]] number {n}", one) for n, one in enumerate(content, start=1)]

    def text(self, key: str) -> str | None:
        """Return a string that is not blank; None if the key is not there."""
        if key not in self.content:
            return None
        value = self.content[key]
        if not isinstance(value, str) or not value.strip():
            raise self.wrong_type(key, "a string")
        return value

    def one_of(self, key: str, allowed: Sequence[str]) -> str:
        """Return a string that must be one of a few, the first of which is meant if the key is not there."""
        value = self.text(key) or allowed[0]
        if value not in allowed:
            raise self.error(key, f"must be {quoted_list(allowed)}; got {value!r}.{did_you_mean(value, allowed)}")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        value = self.content.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong_type(key, "true or false")
        return value

    def number(self, key: str, default: float, *, above: float, below: float = float("inf")) -> float:
        """Return a number strictly between two bounds."""
        value = self.content.get(key, default)
        bounds = f"above {above:g}" if below == float("inf") else f"between {above:g} and {below:g}"
        if isinstance(value, bool) or not isinstance(value, int | float) or not above < value < below:
            raise self.wrong_type(key, f"a number {bounds}")
        return float(value)

    def whole(self, key: str, default: int, *, least: int) -> int:
        """Return a whole number, at least `least`."""
        value = self.content.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self.wrong_type(key, f"a whole number, {least} or more")
        return value

    def texts(self, key: str, allowed: Sequence[str] | None = None) -> tuple[str, ...] | None:
        """Return a list of strings without repetitions, each one of `allowed`; None if the key is not there."""
        if key not in self.content:
            return None
        value = self.content[key]
        if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
            raise self.wrong_type(key, "a list of strings")
        for one in value:
            if allowed is not None and one not in allowed:
                raise self.error(key, f"must be among {quoted_list(allowed)}; got {one!r}.{did_you_mean(one, allowed)}")
        return tuple(dict.fromkeys(value))

    def names(self, key: str) -> tuple[str, ...] | None:
        """Return a string or a list of strings as a list; None if the key is not there."""
        one = self.content.get(key)
        return (str(self.text(key)),) if isinstance(one, str) else self.texts(key)

    def options(self, key: str) -> list[Any]:
        """Return a list of values of any kind, which holds one at least."""
        value = self.content.get(key)
        if not isinstance(value, list) or not value:
            raise self.wrong_type(key, "a list of options, such as [true]")
        return value

    def mapping(self, key: str) -> dict[str, str]:
        """Return a table of strings, such as {outlet = "source"}."""
        value = self.content.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise self.wrong_type(key, 'a table of strings, such as {outlet = "source"}')
        return dict(value)


def _shown(value: Any) -> str:
    """Return a value with the kind of thing that it is."""
    kind = next((words for known, words in _WORDS.items() if type(value) is known), type(value).__name__)
    return f"{value!r} ({kind})"
