"""The plain means behind a comparison.

Contents: `outlet_means`.
"""

import pandas as pd

from toolkit.comparison.result import Comparison


def outlet_means(comparison: Comparison) -> pd.DataFrame:
    """Return what each outlet did on average over the events that it shares with others.

    value = mean over events of the outlet's value on the event, over events that at least two of the compared
    outlets covered (with two outlets: both).

    Higher values mean higher values of the measure. Do not take the difference of two means for a finding: outlets
    may share different events with the others. The estimates of the comparison allow for that.

    Parameters
    ----------
    comparison : what `compare` returned.

    Returns
    -------
    One row for each category and outlet: measure, category, unit, outlet, value, n_events, n_articles. The value
    is NaN where the outlet shares no event in which it can be measured.
    """
    cells = comparison.cells
    covered = cells.groupby(["event_id", "category"], observed=True)["outlet"].transform("nunique")
    shared = cells[covered >= 2]
    means = shared.groupby(["category", "outlet"], observed=True).agg(
        value=("value", "mean"), n_events=("event_id", "nunique"), n_articles=("n_articles", "sum")
    )
    means = means.reset_index().astype({"category": object, "outlet": object})
    rows = comparison.table[["measure", "category", "unit"]].drop_duplicates()
    rows = rows.merge(pd.DataFrame({"outlet": _outlets(comparison)}), how="cross")
    table = rows.merge(means, on=["category", "outlet"], how="left")
    counts = ["n_events", "n_articles"]
    table[counts] = table[counts].fillna(0).astype(int)
    return table


def _outlets(comparison: Comparison) -> list[str]:
    """Return the compared outlets in the order of the table; of a pair, both."""
    rows = comparison.table[comparison.table["category"] == comparison.table["category"].iloc[0]]
    names = list(rows["outlet"])
    return [*names, rows["reference"].iloc[0]] if len(names) == 1 else names
