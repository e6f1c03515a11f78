"""Human codes of texts, read from the forms in which people keep them.

Three forms: one code a text ("conflict", or None for none of the categories), a set of codes a text, or a table of 0
and 1 with a column a category. In the first, categories exclude each other; in the others each is a question of its
own.

Contents: `Codes`, `read_codes`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import OptionError
from toolkit.options import count, did_you_mean, quoted_list

Flags = npt.NDArray[np.bool_]
GivenCodes: TypeAlias = Sequence[str | None] | Sequence[Collection[str]] | pd.Series | pd.DataFrame


@dataclass(frozen=True, eq=False)
class Codes:
    """The codes of some texts: `present` has one row a text and one column a category.

    `exclusive` says that a text has one code at most; a row without any is a text with none of the categories.
    """

    categories: tuple[str, ...]
    present: Flags
    exclusive: bool

    def __len__(self) -> int:
        return len(self.present)

    def take(self, rows: npt.NDArray[np.int64]) -> "Codes":
        """Return the codes of the chosen texts."""
        return Codes(self.categories, self.present[rows], self.exclusive)


def read_codes(codes: GivenCodes, *, categories: Sequence[str] | None = None) -> Codes:
    """Return codes in one form, whatever the form in which they are given.

    Parameters
    ----------
    codes : one code or None a text; or a set (list, tuple) of codes a text; or a table of 0 and 1.
    categories : the codebook, in the order wanted; by default the codes that occur, in alphabetical order, or the
        columns of the table.

    Raises
    ------
    OptionError : there are no codes, a code is not in the codebook, or a table holds something else than 0 and 1.
    """
    if isinstance(codes, pd.DataFrame):
        return _from_table(codes, categories)
    rows = [_plain(one) for one in codes]
    if not rows:
        raise OptionError("`codes` is empty; give one code, or a set of codes, for each text.")
    sets = [one for one in rows if not isinstance(one, str) and one is not None]
    if sets and len(sets) < len(rows):
        raise OptionError(
            f"`codes` mixes single codes and sets of codes (first set: {sets[0]!r}). Give a set for every text, empty "
            "where none applies, or one code or None for every text."
        )
    names = [set(one) if sets else ({one} if one is not None else set()) for one in rows]
    known = _codebook(categories, {name for row in names for name in row})
    present = np.array([[category in row for category in known] for row in names], dtype=np.bool_)
    return Codes(known, present.reshape(len(rows), len(known)), exclusive=not sets)


def _plain(code: Any) -> Any:
    """Return a code as text, None or a set; numbers as text, since codebooks number their categories."""
    if isinstance(code, str):
        return code
    if isinstance(code, Mapping):
        raise OptionError(f"A text's codes must be a code, None or a set of codes; got {code!r}.")
    if isinstance(code, Collection):
        return {str(_plain(one)) for one in code}
    if code is None or pd.isna(code):
        return None
    if isinstance(code, float | np.floating) and code == int(code):
        return str(int(code))
    return str(code)


def _codebook(given: Sequence[str] | None, found: set[str]) -> tuple[str, ...]:
    """Return the categories, checked against the codes found."""
    if given is None:
        if not found:
            raise OptionError("The codebook is empty: no text has a code. Give at least two texts that have one.")
        return tuple(sorted(found))
    known = tuple(str(one) for one in given)
    if not known or len(set(known)) < len(known):
        raise OptionError(f"`categories` must name each category of the codebook once; got {list(given)!r}.")
    unknown = sorted(found - set(known))
    if unknown:
        raise OptionError(
            f"The code {unknown[0]!r} is not in the codebook, which has {quoted_list(known)}."
            f"{did_you_mean(unknown[0], known)} Correct the code or add it to `categories`."
        )
    return known


def _from_table(table: pd.DataFrame, categories: Sequence[str] | None) -> Codes:
    names = [str(column) for column in table.columns]
    if not names or not len(table):
        raise OptionError("`codes` is an empty table; it must have one column a category and one row a text.")
    known = _codebook(categories if categories is not None else names, set(names))
    missing = [name for name in known if name not in names]
    if missing:
        raise OptionError(f"The table of codes has no column {quoted_list(missing)}; it has {quoted_list(names)}.")
    columns = [_flags(table.iloc[:, names.index(name)], name) for name in known]
    return Codes(known, np.column_stack(columns), exclusive=False)


def _flags(column: pd.Series, name: str) -> Flags:
    wrong = column[~column.isin([0, 1])]
    if len(wrong):
        raise OptionError(
            f"The table of codes must hold 0 and 1 (or False and True); column {name!r} has {wrong.iloc[0]!r} in "
            f"{count(len(wrong), 'row')}. Leave out texts that were not coded."
        )
    return column.to_numpy().astype(np.bool_)
