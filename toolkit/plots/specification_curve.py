"""A finding under many specifications, in one picture.

Contents: `plot_specification_curve`, `specification_curve_size`.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.comparison.result import signed
from toolkit.comparison.specification_result import SpecificationCurve
from toolkit.plots import style

WIDTH = 9.0  # inches
_UPPER, _GAP, _FOOT = 3.0, 0.12, 1.0  # inches: estimates, room below them, and what is written at the bottom
_ROW, _HEADING = 0.2, 0.26  # inches a row of the lower panel
_LONGEST = 34  # characters of an option's name


def plot_specification_curve(curve: SpecificationCurve, *, ax: Axes | None = None) -> Axes:
    """Draw the sorted estimates of all specifications with their intervals, and below them the options of each.

    Above, every specification is a dot with its interval, from the lowest to the highest estimate: blue where it is
    clearly above zero, orange where clearly below, grey where it could be none, hollow where it has no interval. A
    diamond is the base specification, the dashed line the median. Below, a stroke under a dot marks each option that
    the specification takes. Choices with a single option are left out.

    Parameters
    ----------
    curve : what `specification_curve` returned.
    ax : where to draw; a new figure by default. The two panels are inset in it.

    Returns
    -------
    The axes given, or the new ones; its `child_axes` are the upper and the lower panel.
    """
    rows = _rows(curve)
    if ax is None:
        ax = style.new_axes(specification_curve_size(curve))
    ax.set_axis_off()
    lower_height = max(rows.height, _ROW)
    total = _UPPER + _GAP + lower_height
    upper = ax.inset_axes((0, (lower_height + _GAP) / total, 1, _UPPER / total))
    lower = ax.inset_axes((0, 0, 1, lower_height / total))
    table = curve.table.sort_values("estimate", kind="stable", na_position="last")
    marks = _Marks(table, np.arange(len(table)))
    _draw_estimates(upper, curve, marks)
    _draw_options(lower, curve, marks, rows)
    return ax


def specification_curve_size(curve: SpecificationCurve) -> tuple[float, float]:
    """Return the width and height in inches at which the plot is easily read."""
    return WIDTH, _UPPER + _GAP + _rows(curve).height + _FOOT


@dataclass(frozen=True)
class _Marks:
    """The sorted rows of the table and where they stand from left to right."""

    table: pd.DataFrame
    places: np.ndarray

    @property
    def colours(self) -> np.ndarray:
        """The colour of each specification."""
        above = np.where(self.table["estimate"] > 0, style.BLUE, style.VERMILLION)
        return np.where(self.table["clear"], above, "#9A9A9A")


@dataclass(frozen=True)
class _Rows:
    """The lower panel from top to bottom: headings and options by their places in inches."""

    headings: dict[str, float]
    options: dict[tuple[str, str], float]
    height: float


def _rows(curve: SpecificationCurve) -> _Rows:
    headings: dict[str, float] = {}
    options: dict[tuple[str, str], float] = {}
    y = 0.0
    for row in curve.choices.to_dict("records"):
        if row["choice"] not in headings:
            headings[row["choice"]] = y + _HEADING / 2
            y += _HEADING
        options[row["choice"], row["option"]] = y + _ROW / 2
        y += _ROW
    return _Rows(headings, options, y)


def _draw_estimates(ax: Axes, curve: SpecificationCurve, marks: _Marks) -> None:
    """Draw the upper panel."""
    table, colours = marks.table, marks.colours
    _tidy(ax, len(table))
    ax.axhline(0, color=style.INK, linewidth=1)
    ax.axhline(curve.median, color=style.INK, linewidth=1, linestyle=(0, (5, 3)), gid="median")
    bounded = table["low"].notna().to_numpy()
    ax.vlines(
        marks.places[bounded], table["low"][bounded], table["high"][bounded], colors=colours[bounded].tolist(),
        linewidth=_width(len(table)), alpha=0.55, gid="intervals",
    )  # fmt: skip
    faces = np.where(bounded, colours, "white").tolist()
    ax.scatter(
        marks.places, table["estimate"], s=_size(len(table)), c=faces, edgecolors=colours.tolist(), linewidths=0.7,
        zorder=3, gid="estimates",
    )  # fmt: skip
    base = np.flatnonzero(table.index == 0)
    ax.plot(
        marks.places[base], table["estimate"].iloc[base], marker="D", markersize=8, markerfacecolor="none",
        markeredgecolor=style.INK, linestyle="none", zorder=4, gid="base",
    )  # fmt: skip
    category = curve.specifications.choices[0].values[0][1]
    label = f"{style.shortened(category, 30)}, {curve.unit}" if curve.unit != category else curve.unit
    ax.set_ylabel(style.wrapped(label, width=34), fontsize=style.SMALL, color=style.INK, parse_math=False)
    ax.tick_params(axis="x", labelbottom=False, length=0)
    ax.set_title(_title(curve), fontsize=style.NORMAL, color=style.INK, loc="left", parse_math=False)


def _draw_options(ax: Axes, curve: SpecificationCurve, marks: _Marks, rows: _Rows) -> None:
    """Draw the lower panel."""
    _tidy(ax, len(marks.table))
    ax.set_ylim(max(rows.height, _ROW), 0)
    for (choice, option), place in rows.options.items():
        taken = (marks.table[choice] == option).to_numpy()
        ax.vlines(
            marks.places[taken], place - _ROW * 0.4, place + _ROW * 0.4, colors=marks.colours[taken].tolist(),
            linewidth=max(_width(len(marks.table)), 1.0), gid=f"{choice}: {option}",
        )  # fmt: skip
    names = [style.shortened(option, _LONGEST) for _, option in rows.options]
    ax.set_yticks(list(rows.options.values()), labels=names, parse_math=False, fontsize=style.SMALL, color=style.INK)
    for choice, place in rows.headings.items():
        ax.text(
            -0.008, place, style.plain(choice).replace("_", " "), transform=ax.get_yaxis_transform(), va="center",
            ha="right", fontsize=style.SMALL, fontweight="bold", color=style.INK, parse_math=False,
        )  # fmt: skip
    ax.set_xlabel(_foot(curve), fontsize=style.SMALL, color=style.INK, parse_math=False)


def _tidy(ax: Axes, n: int) -> None:
    style.tidy(ax)
    ax.grid(visible=False)
    ax.set_xlim(-1, n)
    ax.set_xticks([])
    ax.tick_params(axis="y", labelsize=style.SMALL, labelcolor=style.INK)


def _width(n: int) -> float:
    """Return the width of a stroke in points with so many side by side."""
    return float(np.clip(0.55 * WIDTH * 72 * 0.75 / max(n, 1), 0.6, 3.0))


def _size(n: int) -> float:
    """Return the area of a dot in square points with so many side by side."""
    return float(np.clip(1500 / max(n, 1), 7, 36))


def _title(curve: SpecificationCurve) -> str:
    """Say which outlets are compared, and how many specifications agree."""
    outlets = style.shortened(curve.table["outlets"].iloc[0], 70)
    if np.isnan(curve.median):
        return outlets
    return (
        f"{outlets}: median {signed(curve.median)}; {curve.n_same_sign} of {len(curve)} specifications\non its side of "
        f"zero, {curve.n_clear} clearly so"
    )


def _foot(curve: SpecificationCurve) -> str:
    """Say what the marks mean, and what the joint test gave."""
    marks = (
        f"● a specification, lines: {curve.level:.0%} intervals, events resampled · ◇ the base · dashed: the median\n"
        "blue: clearly above zero · orange: clearly below · grey: could be none · hollow: no interval"
    )
    if curve.joint is None:
        return marks
    return (
        f"{marks}\nwith outlets exchanged within events: p = {curve.joint.p_median:.2g} for the median, "
        f"{curve.joint.p_clear:.2g} for the share of clear ones"
    )
