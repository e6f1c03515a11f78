"""Estimates with their intervals, one row an outlet.

Contents: `plot_comparison`, `comparison_size`.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.comparison.result import Comparison
from toolkit.options import check_option
from toolkit.plots import style

WIDTH = 6.4  # inches
_HEADING = 0.34  # inches, a line that names a category
_FOOT = 0.85  # inches, numbers and label below a panel

CLEAR, UNCLEAR, UNBOUNDED, UNKNOWN = "clear", "could be none", "no interval", "not known"
_MARKS = {
    CLEAR: "◆ interval without zero",
    UNCLEAR: "● could be none",
    UNBOUNDED: "○ no interval: too few events or words",
}


def plot_comparison(comparison: Comparison, *, category: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw each estimate of a comparison with its interval, one row an outlet.

    A vertical line marks zero, no difference. A diamond stands for an interval without zero, a disc for one that
    holds zero, a hollow disc for an estimate without an interval. The number of events stands at the right.
    Categories with different units get panels of their own; do not compare lengths between panels.

    Parameters
    ----------
    comparison : what `compare` returned.
    category : draw only this one; all by default.
    ax : where to draw; a new figure by default. Panels are inset in it where the units differ.

    Returns
    -------
    The axes given, or the new ones.

    Raises
    ------
    OptionError : the comparison has no such category.
    """
    panels = _panels(comparison, category)
    if ax is None:
        ax = style.new_axes(comparison_size(comparison, category=category))
    hosts = [ax] if len(panels) == 1 else _stack(ax, panels)
    for host, panel in zip(hosts, panels, strict=True):
        _draw(host, panel)
        host.set_xlabel(panel.label, fontsize=style.SMALL, color=style.INK, parse_math=False)
    _explain(hosts[-1], panels, comparison.level)
    return ax


def comparison_size(comparison: Comparison, *, category: str | None = None) -> tuple[float, float]:
    """Return the width and height in inches at which `plot_comparison` is easily read."""
    return WIDTH, sum(panel.height + _FOOT for panel in _panels(comparison, category)) + 0.2


@dataclass(frozen=True)
class _Panel:
    """Rows with one unit. `places` and `headings` are inches from the top."""

    rows: list[dict[Hashable, Any]]
    names: list[str]
    places: list[float]
    headings: dict[str, float]
    height: float
    label: str


def _panels(comparison: Comparison, category: str | None) -> list[_Panel]:
    """Return the rows to draw, those of one unit together."""
    table = comparison.table
    if category is not None:
        table = table[table["category"] == check_option("category", category, table["category"].unique())]
    by_category = len(set(table["outlet"])) == 1  # a pair: one row a category
    named = table["category" if by_category else "outlet"]
    step = style.row_height(list(named))
    return [_panel(rows, by_category, step) for _, rows in table.groupby("unit", sort=False)]


def _panel(table: pd.DataFrame, by_category: bool, step: float) -> _Panel:
    """Lay out rows from top to bottom, under a heading for each category unless the rows are the categories."""
    rows, names, places, headings, y = table.to_dict("records"), [], [], {}, 0.0
    for row in rows:
        if not by_category and row["category"] not in headings:
            headings[row["category"]] = y + _HEADING / 2
            y += _HEADING
        names.append(row["category"] if by_category else row["outlet"])
        places.append(y + step / 2)
        y += step
    who = style.shortened(rows[0]["outlet"], 50) if by_category else "outlet"
    label = f"{who} minus {style.shortened(rows[0]['reference'], 50)}, {rows[0]['unit']}"
    return _Panel(rows, names, places, headings, y, style.wrapped(label, width=80))


def _stack(ax: Axes, panels: list[_Panel]) -> list[Axes]:
    """Return axes inset in `ax` one below the other, as high as their panels."""
    ax.set_axis_off()
    total = sum(panel.height + _FOOT for panel in panels) - _FOOT
    hosts, top = [], total
    for panel in panels:
        hosts.append(ax.inset_axes((0, (top - panel.height) / total, 1, panel.height / total)))
        top -= panel.height + _FOOT
    return hosts


def status(row: dict[Hashable, Any]) -> str:
    """Tell what can be said of a row: clear, could be none, no interval or not known."""
    if np.isnan(row["estimate"]):
        return UNKNOWN
    if np.isnan(row["low"]):
        return UNBOUNDED
    return CLEAR if row["low"] > 0 or row["high"] < 0 else UNCLEAR


def _draw(ax: Axes, panel: _Panel) -> None:
    """Draw one panel."""
    style.tidy(ax)
    ax.set_ylim(panel.height, 0)
    style.row_labels(ax, panel.places, panel.names)
    ax.axvline(0, color=style.INK, linewidth=1)
    for row, place in zip(panel.rows, panel.places, strict=True):
        _draw_row(ax, row, place)
    for category, place in panel.headings.items():
        half = _HEADING / 2
        ax.axhspan(place - half + 0.03, place + half - 0.03, color="#F0F0F0", zorder=1.5, linewidth=0)
        ax.text(
            0.012, place, style.plain(category), transform=ax.get_yaxis_transform(), va="center",
            fontsize=style.NORMAL, fontweight="bold", color=style.INK, parse_math=False,
        )  # fmt: skip
    _set_limits(ax, panel)
    style.counts_at_the_right(ax, panel.places, [row["n_events"] for row in panel.rows], "events", -0.1)


def _draw_row(ax: Axes, row: dict[Hashable, Any], place: float) -> None:
    kind = status(row)
    if kind == UNKNOWN:
        ax.text(0, place, " not known", fontsize=style.SMALL, color=style.GREY, va="center")
        return
    colour = style.GREY if kind != CLEAR else style.BLUE if row["estimate"] > 0 else style.VERMILLION
    ax.plot([row["low"], row["high"]], [place, place], color=colour, linewidth=2.2 if kind == CLEAR else 1.4)
    ax.plot(
        [row["estimate"]], [place], marker="D" if kind == CLEAR else "o", markersize=6, linestyle="none",
        markeredgecolor=colour, markerfacecolor="white" if kind == UNBOUNDED else colour, gid=kind,
    )  # fmt: skip


def _set_limits(ax: Axes, panel: _Panel) -> None:
    """Show zero and every bound, with a little room at both ends."""
    numbers = [row[key] for row in panel.rows for key in ("estimate", "low", "high") if not np.isnan(row[key])]
    low, high = min([0.0, *numbers]), max([0.0, *numbers])
    room = 0.06 * (high - low) or 1.0
    ax.set_xlim(low - room, high + room)


def _explain(ax: Axes, panels: list[_Panel], level: float) -> None:
    """Say below the last panel what the marks mean; only of marks that occur."""
    kinds = {status(row) for panel in panels for row in panel.rows}
    marks = " · ".join(text for kind, text in _MARKS.items() if kind in kinds)
    ax.set_xlabel(f"{ax.get_xlabel()}\n{marks}\nlines: {level:.0%} intervals, events resampled")
