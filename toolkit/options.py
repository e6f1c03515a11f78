"""Argument checks whose messages contain the fix, and the words that messages share.

Contents: `check_option`, `check_columns`, `check_level`, `did_you_mean`, `quoted_list`, `count`.
"""

import difflib
from collections.abc import Iterable

from toolkit.errors import ColumnError, OptionError


def did_you_mean(given: str, available: Iterable[str]) -> str:
    """Return " Did you mean 'x'?" for the closest available name, or an empty string."""
    close = difflib.get_close_matches(str(given), [str(name) for name in available], n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


def quoted_list(names: Iterable[str]) -> str:
    """Return the names as "'a', 'b' or 'c'", in the order given."""
    shown = [repr(str(name)) for name in names]
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " or " + shown[-1] if shown else "nothing"


def count(n: int, noun: str) -> str:
    """Return a number of things in words, such as "1 article" or "2,000 articles"."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def check_option(name: str, given: object, allowed: Iterable[str]) -> str:
    """Return `given` if it is one of `allowed`; raise `OptionError` naming the argument otherwise."""
    options = list(allowed)
    if isinstance(given, str) and given in options:
        return given
    hint = did_you_mean(str(given), options)
    raise OptionError(f"`{name}` must be {quoted_list(options)}; got {given!r}.{hint}")


def check_columns(available: Iterable[str], needed: Iterable[str], *, what: str) -> None:
    """Raise `ColumnError` if a needed column is missing, listing those that are there."""
    there = [str(column) for column in available]
    missing = [column for column in needed if column not in there]
    if missing:
        hint = did_you_mean(missing[0], there)
        raise ColumnError(
            f"{what} has no column {quoted_list(missing)}.{hint} Its columns are: {', '.join(there) or 'none'}."
        )


def check_level(level: float) -> float:
    """Return the confidence level if it lies strictly between 0 and 1."""
    if not 0 < level < 1:
        raise OptionError(f"`level` must lie between 0 and 1, such as 0.95; got {level!r}.")
    return float(level)
