"""What is added up over the articles of an outlet, of an event, and of an outlet on an event.

Contents: `TOTALS_COLUMNS`, `totals`.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from toolkit.corpus.schema import PARTS, STORY
from toolkit.evidence import Evidence
from toolkit.measure import Measurement

TOTALS_COLUMNS = ("outlet", "event_id", "category", "amount", "exposure", "value", "n_articles", "n_spans")
_GROUPS: tuple[list[str], ...] = ([], ["outlet"], ["event_id"], ["outlet", "event_id"])


def totals(measurement: Measurement, *, parts: Iterable[str] = STORY) -> pd.DataFrame:
    """Add up the scores of the articles of each outlet, each event, each outlet on each event, and of all.

    value = per * sum of amounts / sum of exposures. For measures whose values of articles are no rates (derived ones),
    value = mean of the articles' values.

    Parameters
    ----------
    measurement : what a measure returned.
    parts : the parts of articles that are added up.

    Returns
    -------
    One row for each group of articles and category: outlet, event_id, category, amount, exposure, value, n_articles
    (with a defined value), n_spans (of evidence). No outlet (None) stands for all of them, and so does no event. The
    value is NaN where there is nothing to look in.

    Do not compare outlets by totals over all events: each has its own events, and reprints are counted. `compare` is
    made for that.
    """
    chosen = tuple(parts)
    scores = measurement.article_scores(parts=chosen).astype({"category": str})
    scores["n_spans"] = _spans_of(measurement, chosen).ravel()
    pieces = [_added_up(scores, [*keys, "category"]) for keys in _GROUPS]
    table = pd.concat([piece for piece in pieces if len(piece)], ignore_index=True)
    table["value"] = table["mean"]
    if "sum" in measurement.pools:
        per = table["category"].map(lambda category: measurement.measure.scale(category).per).astype(float)
        table["value"] = (per * table["amount"] / table["exposure"]).where(table["exposure"] > 0)
    return table[list(TOTALS_COLUMNS)]


def _added_up(scores: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return the sums of each group; a key that is not asked for is None."""
    groups = scores.groupby(keys, sort=False)
    table = groups.agg(
        amount=("amount", "sum"), exposure=("exposure", "sum"), mean=("value", "mean"), n_articles=("value", "count"),
        n_spans=("n_spans", "sum"),
    ).reset_index()  # fmt: skip
    for key in {"outlet", "event_id"} - set(keys):
        table[key] = pd.Series([None] * len(table), dtype=object)
    return table.astype({"outlet": object, "event_id": object})


def _spans_of(measurement: Measurement, parts: tuple[str, ...]) -> np.ndarray:
    """Return the number of spans, one row an article and one column a category."""
    spans = in_parts(measurement, parts)
    n_articles, n_categories = len(measurement.corpus), len(measurement.categories)
    cell = measurement.unit_article[spans.unit].astype(np.int64) * n_categories + spans.category
    return np.bincount(cell, minlength=n_articles * n_categories).reshape(n_articles, n_categories)


def in_parts(measurement: Measurement, parts: Iterable[str]) -> Evidence:
    """Return the evidence in some parts of the articles."""
    codes = [PARTS.index(part) for part in parts]
    return measurement.spans.take(np.isin(measurement.unit_part[measurement.spans.unit], codes))
