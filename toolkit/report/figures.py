"""Figures as pictures inside the page.

A picture is an SVG in a data: URL, shown by an <img> with an alternative text: it needs no second file, its text
stays sharp, names inside several pictures cannot collide, and nothing in it can act on the page. Equal input
gives equal bytes.

Contents: `Picture`, `picture`, `comparison_pictures`, `heatmap_pictures`, `headline_picture`.
"""

import base64
import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import matplotlib as mpl
import matplotlib.style
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from toolkit.compare.comparison import Comparison
from toolkit.plots.comparison import CLEAR, comparison_size, plot_comparison, status
from toolkit.plots.headline import draw_headline_body, headline_size
from toolkit.plots.heatmap import heatmap_size, plot_heatmap

MAX_ROWS = 30  # rows in a figure, so that it fits a printed page
MAX_COLUMNS = 10  # columns in a heatmap
_STYLE = {"svg.fonttype": "none", "svg.hashsalt": "toolkit", "font.family": ["sans-serif"], "axes.formatter.use_mathtext": False}


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


def comparison_pictures(comparison: Comparison) -> tuple[list[Picture], list[str]]:
    """Return the figure of a comparison and the categories that it leaves out for want of room.

    Categories with clear rows come first; the others follow while they fit.
    """
    table = comparison.table
    clear = {row["category"] for row in table.to_dict("records") if status(row) == CLEAR}
    names = list(dict.fromkeys(table["category"]))
    in_order = [*(n for n in names if n in clear), *(n for n in names if n not in clear)]
    per_category = max(1, len(table) // len(names))
    chosen = in_order[: max(1, MAX_ROWS // per_category)]
    part = replace(comparison, table=table[table["category"].isin(chosen)])
    n_clear = sum(status(row) == CLEAR for row in part.table.to_dict("records"))
    alt = (
        f"Chart of {len(part.table)} estimates with intervals, categories {', '.join(map(str, chosen))}; "
        f"{n_clear} intervals leave out zero. The table after the chart has the numbers."
    )
    drawn = picture(lambda ax: plot_comparison(part, ax=ax), comparison_size(part), alt)
    return [drawn], [name for name in names if name not in chosen]


def heatmap_pictures(comparisons: Sequence[Comparison]) -> Iterator[Picture]:
    """Yield heatmaps of the comparisons, as many side by side as fit the width of a page."""
    for group in _packed(comparisons):
        names = ", ".join(dict.fromkeys(comparison.measurement.measure.name for comparison in group))
        alt = f"Heatmap of mean values by outlet, measures {names}. The table after the charts has the numbers."
        yield picture(lambda ax, group=group: plot_heatmap(group, ax=ax), heatmap_size(group), alt)  # type: ignore[misc]


def _packed(comparisons: Sequence[Comparison]) -> list[list[Comparison]]:
    """Return groups of comparisons, in order, that share outlets and have few enough categories together."""
    groups: list[list[Comparison]] = []
    n_columns, outlets = 0, None
    for piece in (piece for comparison in comparisons for piece in _cut(comparison)):
        n, own = piece.table["category"].nunique(), set(piece.cells["outlet"])
        if not groups or n_columns + n > MAX_COLUMNS or own != outlets:
            groups.append([])
            n_columns, outlets = 0, own
        groups[-1].append(piece)
        n_columns += n
    return groups


def _cut(comparison: Comparison) -> Iterator[Comparison]:
    """Yield a comparison in pieces of at most `MAX_COLUMNS` categories."""
    names = list(dict.fromkeys(comparison.table["category"]))
    for start in range(0, len(names), MAX_COLUMNS):
        chosen = names[start : start + MAX_COLUMNS]
        yield replace(
            comparison,
            table=comparison.table[comparison.table["category"].isin(chosen)],
            cells=comparison.cells[comparison.cells["category"].isin(chosen)],
        )


def headline_picture(table: pd.DataFrame) -> Picture:
    """Return the figure of a table of `headline_body` that holds one category."""
    alt = f"Chart of {table['category'].iloc[0]} in headlines and stories by outlet; the table has the numbers."
    return picture(lambda ax: draw_headline_body(table, ax), headline_size(table["outlet"]), alt)
