"""What the program prints: text without anything that a terminal would act on, or one JSON object.

Contents: `say`, `one_line`, `folded`, `emit`, `records`, `number`.
"""

import json
import math
import shutil
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from toolkit.corpus.printable import printable

if TYPE_CHECKING:
    import pandas as pd


def one_line(text: object, *, width: int | None = None) -> str:
    """Return a text on one line, cut with … if it is longer than `width`."""
    line = " ".join(printable(text).split())
    return line if width is None or len(line) <= width else line[: width - 1].rstrip() + "…"


def folded(text: object, *, indent: int = 4) -> str:
    """Return a text in lines as wide as the terminal, the lines after the first further in."""
    width = max(40, min(shutil.get_terminal_size().columns, 120))
    first, next_ones = " " * indent, " " * (indent + 4)
    return textwrap.fill(
        one_line(text), width, initial_indent=first, subsequent_indent=next_ones, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def say(text: object = "", *, err: bool = False) -> None:
    """Print a text, whatever is in it."""
    click.echo(printable(text), err=err)


def number(value: float) -> str:
    """Return a number for reading: three digits, or a dash where it is not defined."""
    return "–" if math.isnan(value) else f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def emit(data: Mapping[str, Any]) -> None:
    """Print one JSON object, in ASCII so that no terminal and no encoding can spoil it; NaN becomes null."""
    click.echo(json.dumps(_plain(data), allow_nan=False))


def records(table: "pd.DataFrame", columns: tuple[str, ...] | None = None) -> list[dict[str, Any]]:
    """Return the rows of a table as plain dictionaries, with the chosen columns."""
    chosen = list(table.columns) if columns is None else list(columns)
    values = [table[column].tolist() for column in chosen]
    return [dict(zip(chosen, row, strict=True)) for row in zip(*values, strict=True)]


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    if hasattr(value, "isoformat"):
        return value.isoformat() if value == value else None  # a missing date is not equal to itself
    if hasattr(value, "item"):
        return _plain(value.item())
    return None if type(value).__name__ == "NAType" else str(value)
