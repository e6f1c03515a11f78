"""Topics, or packages of topics, by outlet.

Contents: `plot_topics`, `topics_size`.
"""

from collections.abc import Hashable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from toolkit.comparison.result import Comparison
from toolkit.discovery.model import UNCHECKED, UNSTABLE
from toolkit.discovery.prevalence import Topics
from toolkit.errors import OptionError
from toolkit.plots import style
from toolkit.plots.comparison import CLEAR, UNBOUNDED, UNKNOWN, status

# Lightness falls evenly to both sides, so that the size of a difference reads in grey too; its sign stands in the cell.
_COLOURS = LinearSegmentedColormap.from_list("less to more", [style.VERMILLION, "#FFFFFF", style.BLUE])
_COLUMN, _LABEL = 0.95, 30  # inches; characters in a line of a topic's name


def plot_topics(comparison: Comparison, *, ax: Axes | None = None) -> Axes:
    """Draw how far each outlet's share of each topic lies from the reference: one row a topic, one column an outlet.

    The number is the estimate in percentage points, bold with a diamond where the interval leaves out zero, in brackets
    where there is none. Blue stands for more than the reference, vermillion for less. A hatched cell is not known. The
    rows of unstable topics are pale, with slanted numbers and a broken edge, and say "unstable": do not interpret them.

    Parameters
    ----------
    comparison : what `compare` returned for `Topics`.
    ax : where to draw; a new figure by default. The colour bar takes a little of its room.

    Returns
    -------
    The axes given, or the new ones.

    Raises
    ------
    OptionError : the comparison is of another measure.
    """
    _check(comparison)
    if ax is None:
        ax = style.new_axes(topics_size(comparison))
    rows = comparison.table.to_dict("records")
    topics, outlets = (list(dict.fromkeys(row[key] for row in rows)) for key in ("category", "outlet"))
    values = np.full((len(topics), len(outlets)), np.nan)
    for row in rows:
        values[topics.index(row["category"]), outlets.index(row["outlet"])] = 100 * row["estimate"]
    largest = max(float(np.nanmax(np.abs(values), initial=0.0)), 0.1)
    mesh = ax.pcolormesh(values, cmap=_COLOURS, vmin=-largest, vmax=largest, edgecolors=style.FAINT, linewidth=1)
    for row in rows:
        place = topics.index(row["category"]), outlets.index(row["outlet"])
        _write(ax, row, place, largest)
    for number, topic in enumerate(topics):
        if doubtful(topic):
            ax.add_patch(_veil(number, len(outlets)))
    _name(ax, topics, outlets)
    _explain(ax, comparison, rows)
    bar = ax.figure.colorbar(mesh, ax=ax, shrink=0.8, aspect=25, pad=0.03)
    bar.set_label("percentage points", fontsize=style.SMALL, color=style.INK)
    bar.ax.tick_params(labelsize=style.SMALL)
    bar.outline.set_edgecolor(style.GREY)
    return ax


def topics_size(comparison: Comparison) -> tuple[float, float]:
    """Return the width and height in inches at which `plot_topics` is easily read."""
    n_topics, n_outlets = (comparison.table[key].nunique() for key in ("category", "outlet"))
    return max(6.0, 4.2 + _COLUMN * n_outlets), 0.46 * n_topics + 2.4


def doubtful(name: str) -> bool:
    """Tell whether the name of a topic or package says that it is not known to be stable."""
    return name.endswith((f"({UNSTABLE})", f"({UNCHECKED})"))


def _check(comparison: Comparison) -> None:
    measure = comparison.measurement.measure
    if not isinstance(measure, Topics):
        raise OptionError(
            f"`comparison` must compare topics: compare(Topics(model)(corpus)); got one of {measure.name!r}."
        )


def _write(ax: Axes, row: dict[Hashable, Any], place: tuple[int, int], largest: float) -> None:
    """Write an estimate into its cell, or hatch the cell."""
    kind = status(row)
    if kind == UNKNOWN:
        ax.add_patch(Rectangle(place[::-1], 1, 1, hatch="////", facecolor="white", edgecolor="#BBBBBB", linewidth=0))
        return
    value, weak = 100 * row["estimate"], doubtful(str(row["category"]))
    shown = f"{value:+.1f}" if abs(value) >= 0.05 else "0.0"
    text = f"◆ {shown}" if kind == CLEAR else f"({shown})" if kind == UNBOUNDED else shown
    dark = abs(value) > 0.7 * largest and not weak
    ax.text(
        place[1] + 0.5, place[0] + 0.5, text, ha="center", va="center", fontsize=style.SMALL, gid=kind,
        color="white" if dark else style.GREY if weak else style.INK, style="italic" if weak else "normal",
        weight="bold" if kind == CLEAR and not weak else "normal",
    )  # fmt: skip


def _veil(row: int, n_columns: int) -> Rectangle:
    """Return a pale rectangle with a broken edge over the colours of a row."""
    return Rectangle(
        (0.03, row + 0.06), n_columns - 0.06, 0.88, facecolor=(1, 1, 1, 0.65), edgecolor="#8A8A8A", linewidth=1.2,
        linestyle="--", gid=UNSTABLE,
    )  # fmt: skip


def _name(ax: Axes, topics: list[str], outlets: list[str]) -> None:
    """Name topics at the left, those that are not stable in grey, and outlets at the top."""
    places = [row + 0.5 for row in range(len(topics))]
    ax.set_ylim(len(topics), 0)
    ax.set_yticks(
        places, labels=[style.wrapped(name, width=_LABEL, max_lines=2) for name in topics], parse_math=False,
        fontsize=style.SMALL, color=style.INK,
    )  # fmt: skip
    for label, topic in zip(ax.get_yticklabels(), topics, strict=True):
        if doubtful(topic):
            label.set(color=style.GREY, style="italic")
    ax.set_xticks(
        [column + 0.5 for column in range(len(outlets))], labels=[style.wrapped(name, width=22) for name in outlets],
        parse_math=False, fontsize=style.SMALL, rotation=40, ha="left", va="bottom", rotation_mode="anchor",
        color=style.INK,
    )  # fmt: skip
    ax.tick_params(length=0, top=False, labeltop=True, bottom=False, labelbottom=False)
    for spine in ax.spines.values():
        spine.set_visible(False)


def _explain(ax: Axes, comparison: Comparison, rows: list[dict[Hashable, Any]]) -> None:
    """Say below the rows what is drawn; only of marks that occur."""
    reference = style.shortened(rows[0]["reference"], 50)
    notes = [f"share of topic words minus {reference}, percentage points"]
    marks = {CLEAR: f"◆ {comparison.level:.0%} interval without zero", UNBOUNDED: "(…) no interval"}
    notes += [text for kind, text in marks.items() if any(status(row) == kind for row in rows)]
    if any(doubtful(str(row["category"])) for row in rows):
        notes.append(
            "pale, broken edge: the topic did not come back in refits, or was not checked; do not interpret it"
        )
    ax.set_xlabel("\n".join(notes), fontsize=style.SMALL, color=style.INK, parse_math=False, labelpad=8)
