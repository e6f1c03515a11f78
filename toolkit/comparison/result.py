"""The result of a comparison, and how it speaks.

Contents: `Comparison`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from toolkit.comparison.resample import MIN_EVENTS
from toolkit.corpus.printable import printable
from toolkit.measure import Measurement
from toolkit.options import count

COLUMNS = (
    "measure", "category", "unit", "outlet", "reference", "estimate", "low", "high", "p", "q", "n_events", "n_articles",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Comparison:
    """Differences between outlets on events that they share.

    `table` has one row for each category and outlet (or pair): measure, category, unit, outlet, reference,
    estimate, low, high, p, q, n_events, n_articles. `estimate` is outlet minus reference, where the reference is
    another outlet or the mean of the outlets on the same events. `low` and `high` bound it at `level`.
    `cells` has the values that went in: outlet, event_id, category, value, n_articles; `measurement` is what was
    compared, with the evidence. `by_wire` has the estimates for each way of counting wire copy, if there is any: mode
    ("once", "drop" or "keep"), category, outlet, reference, estimate, low, high, n_events.
    """

    table: pd.DataFrame
    cells: pd.DataFrame
    measurement: Measurement
    level: float
    signature: str
    settings: dict[str, Any] = field(default_factory=dict)
    by_wire: pd.DataFrame = field(default_factory=pd.DataFrame)

    def sentences(self) -> list[str]:
        """Return one plain sentence a row of the table."""
        return [sentence(row, self.level) for row in self.table.to_dict("records")]

    def __repr__(self) -> str:
        lines = [*self.sentences(), wire_sentence(self.settings)]
        return "\n".join(printable(one) for one in lines if one)

    def _repr_html_(self) -> str:
        return str(self.table.to_html(index=False, float_format="{:.3g}".format, escape=True))


def signed(value: float) -> str:
    """Return a number with its sign and a precision that suits its size."""
    if np.isnan(value):
        return "NaN"
    if value == 0:
        return "0"
    if abs(value) < 0.1:
        # Never "0" for what is not: the interval from +0.0004 to +0.2 leaves out zero.
        return f"{value:+.2g}" if abs(value) >= 0.001 else f"{value:+.1g}"
    digits = 2 if abs(value) < 1 else 1 if abs(value) < 100 else 0
    return f"{value:+.{digits}f}"


def wire_sentence(settings: Mapping[str, Any]) -> str:
    """Return how a comparison treated wire copy, in a sentence; empty if it left nothing out."""
    n = settings.get("wire_left_out", 0)
    if not n:
        return ""
    how = "counts for the outlet it came from" if settings["wire"] == "once" else "is left out altogether"
    return f"Wire copy {how}: {count(n, 'article')} not counted."


def _why_unbounded(n_events: int) -> str:
    # With enough events it is too little evidence, or events that do not link the outlets firmly enough.
    return f"too {'few events' if n_events < MIN_EVENTS else 'little to go by'} for an interval"


def sentence(row: dict[str, Any], level: float) -> str:
    """Return the finding of one row in words, with its interval and the number of events."""
    events = count(row["n_events"], "event")
    about = f"{row['category']}: {row['outlet']} minus {row['reference']}"
    if np.isnan(row["estimate"]):
        return f"{about}: not known; no shared events link them in which both can be measured."
    unit = "" if row["unit"] == row["category"] else f" {row['unit']}"
    finding = f"{about} = {signed(row['estimate'])}{unit}"
    if np.isnan(row["low"]):
        return f"{finding} [{_why_unbounded(row['n_events'])}; {events}]"
    bounds = f"[{level:.0%} interval {signed(row['low'])} to {signed(row['high'])}; {events}]"
    clear = row["low"] > 0 or row["high"] < 0
    return f"{finding} {bounds}{'' if clear else ': could be none'}"
