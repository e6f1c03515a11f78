"""Figures as pictures inside the page.

A picture is an SVG in a data: URL, shown by an <img> with an alternative text: it needs no second file, its text
stays sharp, names inside several pictures cannot collide, and nothing in it can act on the page. Equal input
gives equal bytes.

Contents: `Picture`, `picture`, `comparison_picture`, `heatmap_pictures`, `headline_picture`.
"""

import base64
import io
import itertools
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import matplotlib as mpl
import matplotlib.style
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from toolkit.comparison.result import Comparison
from toolkit.plots.comparison import CLEAR, comparison_size, plot_comparison, status
from toolkit.plots.headline import draw_headline_body, headline_size
from toolkit.plots.heatmap import heatmap_size, plot_heatmap

MAX_ROWS = 30  # rows in a figure, so that it fits a printed page
MAX_COLUMNS = 9  # columns in a heatmap
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "toolkit",
    "font.family": ["sans-serif"],
    "axes.formatter.use_mathtext": False,
}


@dataclass(frozen=True)
class Picture:
    """A picture in a page: its address with all data in it, its alternative text, its width in CSS pixels."""

    source: str
    alt: str
    width: int


def picture(draw: Callable[[Axes], object], size: tuple[float, float], alt: str) -> Picture:
    """Draw on new axes and return the result as a picture; neither pyplot nor global settings are touched."""
    buffer = io.BytesIO()
    with mpl.style.context(["default", _STYLE]), warnings.catch_warnings():
        # The reader's browser draws the letters: that our font lacks some does not matter.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from")
        figure = Figure(figsize=size, layout="constrained")
        draw(figure.subplots())
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    return Picture(f"data:image/svg+xml;base64,{data}", alt, round(size[0] * 96))


def comparison_picture(comparison: Comparison) -> tuple[Picture, list[str]]:
    """Return the figure of a comparison, and the categories that it leaves out for want of room.

    Where not all fit, those are drawn in which some row is the least likely to come about by chance.
    """
    table = comparison.table
    names = list(dict.fromkeys(table["category"]))
    n_fit = max(1, MAX_ROWS // max(1, len(table) // len(names)))
    smallest_p = table.groupby("category", sort=False)["p"].min().fillna(1.0).sort_values(kind="stable")
    chosen = set(smallest_p.index[:n_fit])
    part = only(comparison, [name for name in names if name in chosen])
    n_clear = sum(status(row) == CLEAR for row in part.table.to_dict("records"))
    drawn_names = ", ".join(name for name in names if name in chosen)
    alt = (
        f"Chart of {len(part.table)} estimates with intervals, categories {drawn_names}; "
        f"{n_clear} intervals leave out zero. The table after the chart has the numbers."
    )
    drawn = picture(lambda ax: plot_comparison(part, ax=ax), comparison_size(part), alt)
    return drawn, [name for name in names if name not in chosen]


def heatmap_pictures(comparisons: Sequence[Comparison]) -> Iterator[Picture]:
    """Yield heatmaps of the comparisons, as many side by side as fit the width of a page."""
    for group in _packed(comparisons):
        names = ", ".join(dict.fromkeys(comparison.measurement.measure.name for comparison in group))
        alt = f"Heatmap of mean values by outlet, measures {names}. The table after the charts has the numbers."
        yield picture(lambda ax, group=group: plot_heatmap(group, ax=ax), heatmap_size(group), alt)  # type: ignore[misc]


def _packed(comparisons: Sequence[Comparison]) -> Iterator[list[Comparison]]:
    """Yield the comparisons cut into groups that have the same outlets and few enough categories, evenly spread."""
    for _, run in itertools.groupby(comparisons, key=lambda comparison: sorted(set(comparison.cells["outlet"]))):
        same = list(run)
        columns = [(i, name) for i, one in enumerate(same) for name in dict.fromkeys(one.table["category"])]
        n_groups = -(-len(columns) // MAX_COLUMNS)
        for some in np.array_split(np.arange(len(columns)), n_groups):
            chosen = [columns[place] for place in some]
            yield [
                only(same[i], [name for number, name in chosen if number == i])
                for i in dict.fromkeys(number for number, _ in chosen)
            ]


def only(comparison: Comparison, categories: Sequence[str]) -> Comparison:
    """Return a comparison with some of its categories."""
    table, cells = comparison.table, comparison.cells
    return replace(
        comparison, table=table[table["category"].isin(categories)], cells=cells[cells["category"].isin(categories)]
    )


def headline_picture(table: pd.DataFrame) -> Picture:
    """Return the figure of a table of `headline_body` that holds one category."""
    alt = f"Chart of {table['category'].iloc[0]} in headlines and stories by outlet; the table has the numbers."
    return picture(lambda ax: draw_headline_body(table, ax), headline_size(table["outlet"]), alt)
