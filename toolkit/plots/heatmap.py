"""Mean values of outlets at a glance.

Contents: `plot_heatmap`, `heatmap_size`.
"""

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from toolkit.comparison.means import outlet_means
from toolkit.comparison.result import Comparison
from toolkit.errors import OptionError
from toolkit.plots import style

Floats = npt.NDArray[np.float64]

# From white to the blue of Okabe and Ito: lightness falls evenly, so that it reads in grey too.
_COLOURS = LinearSegmentedColormap.from_list("white to blue", ["#FFFFFF", "#9CC6E4", style.BLUE])
_COLUMN = 0.72  # inches


def plot_heatmap(comparisons: Comparison | Sequence[Comparison], *, ax: Axes | None = None) -> Axes:
    """Draw the mean values of the outlets, one row an outlet and one column a category.

    The number in a cell is the mean over the events that the outlet shares with others (`outlet_means`). The
    colour tells only where the outlet stands within its column, from the lowest to the highest, because the units
    and sizes of categories differ: do not compare colours between columns. A hatched cell has no value.

    Parameters
    ----------
    comparisons : what `compare` returned, one or several.
    ax : where to draw; a new figure by default. The colour bar takes a little of its room.

    Returns
    -------
    The axes given, or the new ones.

    Raises
    ------
    OptionError : no comparison is given.
    """
    table = _means(comparisons)
    if ax is None:
        ax = style.new_axes(_size(table))
    values, outlets, columns, units = _grid(table)
    shade = _within_columns(values)
    mesh = ax.pcolormesh(shade, cmap=_COLOURS, vmin=0, vmax=1, edgecolors=style.FAINT, linewidth=1)
    for row, column in np.ndindex(*values.shape):
        _write_cell(ax, row, column, float(values[row, column]), float(shade[row, column]))
    ax.set_ylim(len(outlets), 0)
    _name(ax, outlets, columns)
    _name_units(ax, units)
    bar = ax.figure.colorbar(mesh, ax=ax, ticks=[0, 1], shrink=0.9, aspect=25, pad=0.02)
    bar.ax.set_yticklabels(["lowest", "highest"], fontsize=style.SMALL)
    bar.set_label(
        "shade: place within the column,\nnot comparable between columns", fontsize=style.SMALL, color=style.INK
    )
    bar.outline.set_edgecolor(style.GREY)
    return ax


def heatmap_size(comparisons: Comparison | Sequence[Comparison]) -> tuple[float, float]:
    """Return the width and height in inches at which `plot_heatmap` is easily read."""
    return _size(_means(comparisons))


def _size(table: pd.DataFrame) -> tuple[float, float]:
    _, outlets, columns, _ = _grid(table)
    step = max(0.42, style.row_height(outlets))
    return max(5.0, 3.4 + _COLUMN * len(columns)), max(2.0, step * len(outlets)) + 2.0


def _means(comparisons: Comparison | Sequence[Comparison]) -> pd.DataFrame:
    """Return the means of all comparisons, one below the other; a column is a category of one comparison."""
    listed = [comparisons] if isinstance(comparisons, Comparison) else list(comparisons)
    if not listed:
        raise OptionError("`comparisons` must hold at least one comparison, as returned by compare(); got none.")
    tables = [outlet_means(comparison).assign(number=number) for number, comparison in enumerate(listed)]
    return pd.concat(tables, ignore_index=True)


def _grid(table: pd.DataFrame) -> tuple[Floats, list[str], list[str], list[str]]:
    """Return values (one row an outlet, one column a category), names of rows and columns, units of columns."""
    keys = list(dict.fromkeys(zip(table["number"], table["category"], strict=True)))
    outlets = list(dict.fromkeys(table["outlet"]))
    values = np.full((len(outlets), len(keys)), np.nan)
    places = zip(table["outlet"], table["number"], table["category"], table["value"], strict=True)
    for outlet, number, category, value in places:
        values[outlets.index(outlet), keys.index((number, category))] = value
    units = table.drop_duplicates(["number", "category"])["unit"]
    return values, outlets, [category for _, category in keys], list(units)


def _within_columns(values: Floats) -> Floats:
    """Return each value as a share of the way from the lowest to the highest of its column."""
    known = ~np.isnan(values)
    low = np.where(known, values, np.inf).min(axis=0)
    high = np.where(known, values, -np.inf).max(axis=0)
    spread = np.where(high > low, high - low, 1.0)
    return np.where(known, (values - np.where(known.any(axis=0), low, 0.0)) / spread, np.nan)


def _write_cell(ax: Axes, row: int, column: int, value: float, shade: float) -> None:
    """Write the value into its cell, or hatch the cell."""
    if np.isnan(value):
        ax.add_patch(Rectangle((column, row), 1, 1, hatch="////", facecolor="white", edgecolor="#BBBBBB", linewidth=0))
        return
    colour = "white" if shade > 0.75 else style.INK
    ax.text(column + 0.5, row + 0.5, short(value), ha="center", va="center", fontsize=style.SMALL, color=colour)


def short(value: float) -> str:
    """Return a number with two decimals below 1, one below 100 and none above; "0" only for nothing at all."""
    return (
        "0"
        if value == 0
        else f"{value:.2f}"
        if abs(value) < 1
        else f"{value:.1f}"
        if abs(value) < 100
        else f"{value:.0f}"
    )


def _name(ax: Axes, outlets: list[str], columns: list[str]) -> None:
    """Name rows at the left and columns at the top, slanted so that long names keep apart."""
    style.row_labels(ax, [row + 0.5 for row in range(len(outlets))], outlets)
    labels = [style.wrapped(name, width=22) for name in columns]
    ax.set_xticks(
        [column + 0.5 for column in range(len(columns))], labels=labels, parse_math=False, fontsize=style.SMALL,
        rotation=40, ha="left", va="bottom", rotation_mode="anchor", color=style.INK,
    )  # fmt: skip
    ax.tick_params(length=0, top=False, labeltop=True, bottom=False, labelbottom=False)
    for spine in ax.spines.values():
        spine.set_visible(False)


def _name_units(ax: Axes, units: list[str]) -> None:
    """Write below the columns in which unit they are, once for neighbours that share it."""
    across = ax.get_xaxis_transform()
    first = 0
    for unit, run in itertools.groupby(units):
        n = len(list(run))
        ax.plot(
            [first + 0.08, first + n - 0.08], [-0.025, -0.025], transform=across, color=style.GREY, linewidth=1,
            clip_on=False,
        )  # fmt: skip
        ax.text(
            first + n / 2, -0.045, style.wrapped(unit, width=12 * n), transform=across, ha="center", va="top",
            fontsize=style.SMALL, color=style.INK, parse_math=False,
        )  # fmt: skip
        first += n
    ax.set_xlim(0, len(units))
