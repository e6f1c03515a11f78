"""Which outlets share enough events for a comparison to say something of them.

Contents: `Coverage`, `well_covered`, `with_intervals`.
"""

from dataclasses import dataclass, replace

from toolkit.comparison.resample import MIN_EVENTS
from toolkit.comparison.result import Comparison

AT_LEAST = 6  # outlets that stay, so that a small comparison is always shown whole


@dataclass(frozen=True)
class Coverage:
    """A comparison with the rows of the outlets that can be shown, and the number of shared events of the others."""

    shown: Comparison
    left_out: dict[str, int]


def well_covered(comparison: Comparison) -> Coverage:
    """Leave out the rows of outlets with too few shared events for an interval, if there are many outlets.

    An outlet stays if it shares at least 5 events in some category. Should fewer than six do so, those that share
    most events are kept with them, up to six. The numbers stay what they are: the outlets left out were part of the
    comparison. Comparisons of two outlets are kept as they are.
    """
    table = comparison.table
    most = table.groupby("outlet", sort=False)["n_events"].max().sort_values(ascending=False, kind="stable")
    n_kept = max(AT_LEAST, int((most >= MIN_EVENTS).sum()))
    left_out = {str(outlet): int(n) for outlet, n in most.iloc[n_kept:].items()}
    shown = replace(comparison, table=table[~table["outlet"].isin(list(left_out))])
    return Coverage(shown, left_out)


def with_intervals(comparison: Comparison) -> Comparison:
    """Leave out the categories in which no row has an interval, unless there is no other."""
    table = comparison.table
    bounded = table["category"].isin(table.loc[table["low"].notna(), "category"])
    return replace(comparison, table=table[bounded]) if bounded.any() else comparison
