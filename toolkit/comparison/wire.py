"""Which articles a comparison leaves out because they are wire copy, and what it would say otherwise.

Modes: "once" counts the words of a wire text for the outlet from which it came; "drop" leaves out all articles that
share a wire text or are credited to an agency; "keep" counts every copy.

Contents: `WIRE_MODES`, `left_out`, `by_mode`, `dependent_row`, `warn_of_wire_copy`,
`warn_once`.
"""

import warnings
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.result import signed
from toolkit.corpus.copies import families, is_copy
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.credit import find_credits
from toolkit.errors import WireCopyWarning

Flags = npt.NDArray[np.bool_]

WIRE_MODES = ("once", "drop", "keep")
MOVED = 0.5  # least change of an estimate that matters, in half widths of its interval
_KEYS = ["category", "outlet"]


def left_out(corpus: Corpus, mode: str) -> Flags:
    """Tell which articles of a corpus a mode leaves out; see `toolkit.corpus.copies` for what counts as a reprint."""
    if mode == "keep" or not len(corpus):
        return np.zeros(len(corpus), dtype=np.bool_)
    if mode == "once":
        return is_copy(corpus)
    family = families(corpus)
    return family.notna().to_numpy() & family.duplicated(keep=False).to_numpy() | _credited(corpus)


def _credited(corpus: Corpus) -> Flags:
    """Tell which articles are credited as another's wire copy."""
    credits = find_credits(corpus) if "wire_id" in corpus.articles else corpus.reprints.table
    wire = credits.loc[credits["whole"] & ~credits["own"], "article_id"]
    return corpus.articles["article_id"].isin(wire).to_numpy()


def by_mode(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of several tables of estimates in one: mode, category, outlet, reference, estimate, low, high."""
    columns = ["category", "outlet", "reference", "estimate", "low", "high", "n_events"]
    return pd.concat(
        [table[columns].assign(mode=mode)[["mode", *columns]] for mode, table in tables.items()], ignore_index=True
    )


def dependent_row(modes: pd.DataFrame) -> pd.DataFrame | None:
    """Return the rows of the first finding whose answer depends on the mode, one a mode; None if there is none.

    An answer depends on it if the interval leaves out zero in one mode and not in another while the estimate moves by
    more than half of an interval's half width, or if it lies on the other side of zero. An interval that just touches
    zero in one mode and just misses it in another is no other answer. Modes without an interval have none.
    """
    known = modes[modes["low"].notna()]
    answer = np.where(known["low"] > 0, 1, np.where(known["high"] < 0, -1, 0))
    table = known.assign(answer=answer, half=(known["high"] - known["low"]) / 2)
    rows = table.groupby(_KEYS, sort=False).agg(
        least=("answer", "min"), most=("answer", "max"), lowest=("estimate", "min"), highest=("estimate", "max"),
        half=("half", "mean"),
    )  # fmt: skip
    moved = rows["highest"] - rows["lowest"] > MOVED * rows["half"]
    depends = (rows["least"] != rows["most"]) & moved | (rows["most"] - rows["least"] == 2)
    if not depends.any():
        return None
    first = depends.index[depends.to_numpy()][0]
    return modes[(modes[_KEYS] == list(first)).all(axis=1)]


def warn_of_wire_copy(measure: str, modes: pd.DataFrame) -> None:
    """Warn if an answer depends on how wire copy is counted."""
    warn_once({measure: modes}, stacklevel=4)


def warn_once(comparisons: Mapping[str, pd.DataFrame], *, stacklevel: int = 3) -> None:
    """Give one warning for the estimates by mode of several comparisons, if the answer of any depends on the mode."""
    found = {name: rows for name, modes in comparisons.items() if (rows := dependent_row(modes)) is not None}
    if not found:
        return
    name, rows = next(iter(found.items()))
    shown = "; ".join(
        f'"{one["mode"]}" {signed(one["estimate"])} ({signed(one["low"])} to {signed(one["high"])})'
        for one in rows.to_dict("records")
    )
    row = rows.iloc[0]
    warnings.warn(
        f"The answer depends on how wire copy is counted ({', '.join(found)}). First: "
        f"{row['category']}, {row['outlet']} minus {row['reference']} ({name}): {shown}. All: comparison.by_wire.",
        WireCopyWarning,
        stacklevel=stacklevel,
    )
