"""A trial of a lexicon as plain HTML.

Contents: `trial_page`.
"""

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

import pandas as pd

from toolkit.comparison.result import Comparison
from toolkit.comparison.totals import in_parts
from toolkit.corpus.schema import STORY
from toolkit.kwic import concordance
from toolkit.lexicons.lexicon import IGNORED
from toolkit.report.lines import lines_of
from toolkit.report.render import render
from toolkit.widgets.trial import Trial

MAX_PATTERNS, MAX_OVERLAPS, MAX_LINES = 25, 25, 40

Row = dict[Hashable, Any]


def trial_page(trial: Trial, first: Trial, *, category: str | None = None, message: str = "") -> str:
    """Return what a lexicon does now, beside what it did at first; patterns and sentences of one category or of all."""
    lines, n_lines = _lines(trial, category)
    audit = trial.audit if category in (None, IGNORED) else trial.audit[trial.audit["category"] == category]
    fired = audit[audit["n"] > 0]
    silent = audit[audit["n"] == 0]
    return render(
        "workbench.html.j2", lexicon=trial.lexicon, corpus=trial.measurement.corpus, message=message,
        counts=_counts(trial, first), fired=fired.head(MAX_PATTERNS).to_dict("records"), n_fired=len(fired),
        n_silent=len(silent), silent=silent["pattern"].head(MAX_PATTERNS).tolist(), category=category,
        overlaps=trial.overlaps.head(MAX_OVERLAPS).to_dict("records"), n_overlaps=len(trial.overlaps),
        compared=_compared(trial.comparison, first.comparison), notes=trial.notes, lines=lines, n_lines=n_lines,
        level=f"{trial.comparison.level:.0%}" if trial.comparison else "", is_new=trial is not first,
        signature=trial.measurement.signature,
    )  # fmt: skip


def _lines(trial: Trial, category: str | None) -> tuple[list[Any], int]:
    """Return some lines of the words found, evenly spread, and how many there are."""
    measurement = trial.measurement
    story = replace(measurement, found=in_parts(measurement, STORY))
    column = measurement.categories.index(category) if category in measurement.categories else None
    if column is not None:
        story = replace(story, found=story.spans.take(story.spans.category == column))
    table = concordance(story, limit=MAX_LINES)
    return (lines_of(table) if len(table) else []), len(story.spans)


def _counts(trial: Trial, first: Trial) -> list[Row]:
    """Return the totals of each category now and at first."""
    before = first.totals.set_index("category")[["n_spans", "value"]].add_suffix("_first")
    table = trial.totals.join(before, on="category")
    n_entries = {one.name: len(one.entries) for one in trial.lexicon.categories}
    scale = trial.measurement.measure.scale
    table["n_entries"] = [n_entries.get(category) for category in table["category"]]
    table["unit"] = [scale(category).unit for category in table["category"]]
    return table.to_dict("records")


def _compared(now: Comparison | None, first: Comparison | None) -> list[Row]:
    """Return the rows of the comparison, with the estimate at first."""
    if now is None:
        return []
    keys = ["category", "outlet", "reference"]
    if first is None:
        return now.table.assign(estimate_first=float("nan")).to_dict("records")
    before = first.table[[*keys, "estimate"]].rename(columns={"estimate": "estimate_first"})
    table: pd.DataFrame = now.table.merge(before, on=keys, how="left")
    return table.to_dict("records")
