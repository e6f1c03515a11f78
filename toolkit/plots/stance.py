"""Stance by outlet and target: one panel a target, one row an outlet.

Contents: `plot_stance`, `stance_size`.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from toolkit.comparison.result import Comparison
from toolkit.errors import OptionError
from toolkit.plots import style
from toolkit.plots.comparison import CLEAR, UNBOUNDED, UNKNOWN, status

_PANEL = 2.6  # inches


def plot_stance(comparisons: Mapping[str, Comparison], *, category: str = "stance", ax: Axes | None = None) -> Axes:
    """Draw how each outlet's stance differs from the others', one panel a target.

    To the right (blue) an outlet shows the target in a better light than the others do on the same events, to the left
    (red) in a worse one. A diamond stands for an interval without zero, a hollow disc for an estimate without interval.
    All panels have one scale. Do not take zero for a neutral stance: it is the mean of the outlets.

    Parameters
    ----------
    comparisons : for each name of a target what `compare` returned of its `Stance`.
    category : which stance: "stance", or "own" or "sourced" for a voice.
    ax : where to draw; a new figure by default. The panels are inset in it.

    Returns
    -------
    The axes given, or the new ones.

    Raises
    ------
    OptionError : there is no comparison, or one has no such category.
    """
    tables = {target: _rows(target, one, category) for target, one in comparisons.items()}
    if not tables:
        raise OptionError("`comparisons` must hold at least one target with its comparison; got none.")
    outlets = list(dict.fromkeys(row["outlet"] for rows in tables.values() for row in rows))
    if ax is None:
        ax = style.new_axes(stance_size(comparisons))
    ax.set_axis_off()
    numbers = [row[key] for rows in tables.values() for row in rows for key in ("estimate", "low", "high")]
    reach = 1.08 * max([abs(number) for number in numbers if not np.isnan(number)], default=1.0) or 1.0
    width = 1 / len(tables)
    for number, (target, rows) in enumerate(tables.items()):
        host = ax.inset_axes((number * width + 0.02, 0.0, width - 0.04, 0.9))
        _draw(host, target, {row["outlet"]: row for row in rows}, outlets, reach, named=number == 0)
    return ax


def _rows(target: str, comparison: Comparison, category: str) -> list[dict[Any, Any]]:
    table = comparison.table[comparison.table["category"] == category]
    if table.empty:
        there = ", ".join(dict.fromkeys(comparison.table["category"]))
        raise OptionError(f"The comparison of {target!r} has no category {category!r}; it has {there}.")
    return table.to_dict("records")


def _draw(ax: Axes, target: str, rows: dict[str, Any], outlets: list[str], reach: float, *, named: bool) -> None:
    style.tidy(ax)
    ax.set_title(style.wrapped(target), fontsize=style.NORMAL, fontweight="bold", color=style.INK, parse_math=False)
    ax.axvline(0, color=style.INK, linewidth=1)
    for place, outlet in enumerate(outlets):
        row = rows.get(outlet)
        if row is None or status(row) == UNKNOWN:
            ax.text(0, place, " not known", fontsize=style.SMALL, color=style.GREY, va="center")
            continue
        colour = style.BLUE if row["estimate"] > 0 else style.VERMILLION
        ax.plot([row["low"], row["high"]], [place, place], color=colour, linewidth=1.8)
        ax.plot([0, row["estimate"]], [place, place], color=colour, linewidth=6, alpha=0.3, solid_capstyle="butt")
        ax.plot(
            [row["estimate"]], [place], marker="D" if status(row) == CLEAR else "o", markersize=6, linestyle="none",
            markeredgecolor=colour, markerfacecolor="white" if status(row) == UNBOUNDED else colour, gid=outlet,
        )  # fmt: skip
    ax.set_ylim(len(outlets) - 0.5, -0.5)
    ax.set_xlim(-reach, reach)
    if named:
        style.row_labels(ax, range(len(outlets)), outlets)
    else:
        ax.set_yticks(range(len(outlets)), labels=[""] * len(outlets))
    ax.set_xlabel("← worse light  |  better light →", fontsize=style.SMALL, color=style.INK)


def stance_size(comparisons: Mapping[str, Comparison]) -> tuple[float, float]:
    """Return the width and height in inches at which `plot_stance` is easily read."""
    outlets = {outlet for one in comparisons.values() for outlet in one.table["outlet"]}
    return 1.6 + _PANEL * max(len(comparisons), 1), 0.42 * max(len(outlets), 1) + 1.3
