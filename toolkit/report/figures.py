"""Figures as pictures inside the page.

A picture is an SVG in a data: URL, shown by an <img> with an alternative text: it needs no second file, its text
stays sharp, names inside several pictures cannot collide, and nothing in it can act on the page. Equal input
gives equal bytes.

Contents: `Picture`, `picture`, `Chart`, `comparison_chart`, `heatmap_pictures`, `headline_picture`.
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

from toolkit.comparison.means import outlet_means
from toolkit.comparison.result import Comparison
from toolkit.options import count
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
    """A picture in a page: its address with all data in it, its alternative text, its width in pixels, a caption."""

    source: str
    alt: str
    width: int
    caption: str = ""


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


@dataclass(frozen=True)
class Chart:
    """The figure of a comparison, and the categories that are not in it: for want of room, or of intervals."""

    picture: Picture | None
    no_room: list[str]
    no_interval: list[str]


def comparison_chart(comparison: Comparison) -> Chart:
    """Return the figure of a comparison.

    Categories in which no row has an interval are left out. Where not all others fit, those are drawn in which some
    row is the least likely to come about by chance.
    """
    table = comparison.table
    names = list(dict.fromkeys(table["category"]))
    bounded = set(table.loc[table["low"].notna(), "category"])
    no_interval = [name for name in names if name not in bounded]
    n_fit = max(1, MAX_ROWS // max(1, len(table) // len(names)))
    smallest_p = table.groupby("category", sort=False)["p"].min().fillna(1.0).sort_values(kind="stable")
    chosen = set([name for name in smallest_p.index if name in bounded][:n_fit])
    no_room = [name for name in names if name in bounded - chosen]
    part = only(comparison, [name for name in names if name in chosen])
    return Chart(_drawn(part) if chosen else None, no_room, no_interval)


def _drawn(part: Comparison) -> Picture:
    n_clear = sum(status(row) == CLEAR for row in part.table.to_dict("records"))
    names = ", ".join(dict.fromkeys(part.table["category"]))
    alt = (
        f"Chart of {count(len(part.table), 'estimate')} with intervals, categories {names}; "
        f"{count(n_clear, 'interval')} without zero. The table after the chart has the numbers."
    )
    return picture(lambda ax: plot_comparison(part, ax=ax), comparison_size(part), alt)


def heatmap_pictures(comparisons: Sequence[Comparison]) -> Iterator[Picture]:
    """Yield heatmaps of the comparisons, as many side by side as fit the width of a page.

    Categories without any value but zero are left out; of a single outlet there is nothing to compare at a glance.
    """
    for group in _packed(comparisons):
        names = ", ".join(dict.fromkeys(comparison.measurement.title for comparison in group))
        alt = f"Heatmap of mean values by outlet, measures {names}. The table after the charts has the numbers."
        yield picture(lambda ax, group=group: plot_heatmap(group, ax=ax), heatmap_size(group), alt)  # type: ignore[misc]


def _packed(comparisons: Sequence[Comparison]) -> Iterator[list[Comparison]]:
    """Yield the comparisons in groups that have the same outlets and few enough categories.

    A measure stays in one piece if it fits; otherwise its categories are spread evenly over several groups.
    """
    for outlets, run in itertools.groupby(comparisons, key=lambda comparison: set(comparison.table["outlet"])):
        group: list[Comparison] = []
        n_columns = 0
        for one in run if len(outlets) > 1 else ():
            pieces = _pieces(one)
            for piece in pieces:
                n = piece.table["category"].nunique()
                if group and n_columns + n > MAX_COLUMNS:
                    yield group
                    group, n_columns = [], 0
                group, n_columns = [*group, piece], n_columns + n
        if group:
            yield group


def _pieces(comparison: Comparison) -> list[Comparison]:
    """Return the categories that have values other than zero, cut into parts that fit a heatmap."""
    means = outlet_means(comparison)
    largest = means["value"].abs().groupby(means["category"]).max()
    names = [name for name in dict.fromkeys(comparison.table["category"]) if largest.get(name, 0.0) > 0]
    n_parts = -(-len(names) // MAX_COLUMNS)
    return [only(comparison, list(part)) for part in np.array_split(names, n_parts)] if names else []


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
