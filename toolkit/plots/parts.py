"""One part of articles against another, outlet by outlet.

Contents: `plot_part_differences`, `draw_part_differences`, `parts_size`.
"""

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from toolkit.comparison.parts import part_differences
from toolkit.measure import Measurement
from toolkit.plots import style

WIDTH = 6.4  # inches
_SHOWN = {"story": "story (lead and body)", "all": "headline and story"}


def plot_part_differences(
    measurement: Measurement, *, category: str, part: str = "headline", reference: str = "story", ax: Axes | None = None
) -> Axes:
    """Draw for each outlet the mean value of one part of its articles and that of another.

    A square is the part, a disc the reference. A thick line joins them where the interval of their difference leaves
    out zero, a thin one where it does not or where there is none. The number of articles in which both can be
    measured stands at the right.

    Parameters
    ----------
    measurement : what a measure returned, on a corpus with outlets.
    category : which of its categories.
    part, reference : "headline", "lead", "body", "caption", "story" (lead and body) or "all" (headline and story).
    ax : where to draw; a new figure by default.

    Returns
    -------
    The axes given, or the new ones.

    Raises
    ------
    OptionError : the measure has no such category, or articles no such part.
    """
    table = part_differences(measurement, category=category, part=part, reference=reference)
    return draw_part_differences(table, ax or style.new_axes(parts_size(table["outlet"])))


def parts_size(outlets: Sequence[str]) -> tuple[float, float]:
    """Return the width and height in inches at which the plot is easily read."""
    return WIDTH, style.row_height(list(outlets)) * len(outlets) + 1.4


def draw_part_differences(table: pd.DataFrame, ax: Axes) -> Axes:
    """Draw a table of `part_differences` that holds one category; return the axes."""
    rows = table.to_dict("records")
    step = style.row_height([row["outlet"] for row in rows])
    places = [step * (number + 0.5) for number in range(len(rows))]
    style.tidy(ax)
    ax.set_ylim(step * len(rows), 0)
    style.row_labels(ax, places, [row["outlet"] for row in rows])
    for row, place in zip(rows, places, strict=True):
        _draw_row(ax, row, place)
    ax.margins(x=0.06)
    style.counts_at_the_right(ax, places, [row["n_articles"] for row in rows], "articles", -0.1)
    _explain(ax, rows[0])
    return ax


def _draw_row(ax: Axes, row: dict[Hashable, Any], place: float) -> None:
    """Draw the square, the disc and the line between them."""
    clear = row["low"] > 0 or row["high"] < 0
    ax.plot(
        [row["part_value"], row["reference_value"]], [place, place], color=style.INK if clear else "#AAAAAA",
        linewidth=2.6 if clear else 1.2, zorder=2, gid="difference",
    )  # fmt: skip
    for side, marker, colour in (("part", "s", style.VERMILLION), ("reference", "o", style.BLUE)):
        ax.plot(
            [row[f"{side}_value"]], [place], marker=marker, markersize=7, color=colour, linestyle="none", zorder=3,
            gid=row[side],
        )  # fmt: skip


def _explain(ax: Axes, row: dict[Hashable, Any]) -> None:
    """Say what is drawn, in which unit."""
    unit = "" if row["unit"] == row["category"] else f", {row['unit']}"
    part, reference = (_SHOWN.get(row[side], row[side]) for side in ("part", "reference"))
    ax.set_xlabel(
        f"{style.plain(row['category'])}{unit}, mean over articles\n"
        f"■ {part} · ● {reference}\nthick line: the interval of the difference leaves out zero",
        fontsize=style.SMALL, color=style.INK, parse_math=False,
    )  # fmt: skip
