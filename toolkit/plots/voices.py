"""Whose words the articles of each outlet are made of.

Contents: `plot_voices`, `voices_size`.
"""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import PercentFormatter

from toolkit.errors import OptionError
from toolkit.options import check_columns
from toolkit.plots import style

# Each voice has a colour and a hatching, so that grey print tells them apart too.
_LOOKS = {
    "own": (style.FAINT, None, "the outlet's own"),
    "direct": (style.BLUE, None, "quoted, in a source's name"),
    "indirect": ("#8FC1E3", "///", "in a source's name, without marks"),
    "unattributed": (style.VERMILLION, "...", "in marks, in nobody's name"),
}


def plot_voices(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw for each outlet the mean shares of an article's words in each voice, as bars that add up to 100 %.

    Parameters
    ----------
    table : what `Sources.outlet_voices` returned: outlet, own, direct, indirect, unattributed, n_articles.
    ax : where to draw; a new figure by default.

    Returns
    -------
    The axes given, or the new ones. The bars carry no intervals: `compare(Voices()(corpus))` has them.

    Raises
    ------
    OptionError : the table has no rows. ColumnError : it is another table.
    """
    check_columns(table.columns, ("outlet", "n_articles", *_LOOKS), what="The table of voices")
    if table.empty:
        raise OptionError("`table` must hold at least one outlet; it is empty.")
    if ax is None:
        ax = style.new_axes(voices_size(table))
    style.tidy(ax)
    rows = table.to_dict("records")
    places = [number + 0.5 for number in range(len(rows))]
    for row, place in zip(rows, places, strict=True):
        left = 0.0
        for voice, (colour, hatch, _) in _LOOKS.items():
            width = float(row[voice])
            bar = ax.barh(place, width, left=left, height=0.68, color=colour, hatch=hatch, edgecolor="white")
            bar.patches[0].set_gid(voice)
            _write(ax, left + width / 2, place, width, dark=voice in ("direct", "unattributed"))
            left += width
    ax.set_ylim(len(rows), 0)
    ax.set_xlim(0, 1)
    style.row_labels(ax, places, [row["outlet"] for row in rows])
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    style.counts_at_the_right(ax, places, [row["n_articles"] for row in rows], "articles", -0.12)
    keys = [Patch(facecolor=colour, hatch=hatch, edgecolor="white", label=name)
            for colour, hatch, name in _LOOKS.values()]  # fmt: skip
    ax.legend(handles=keys, loc="upper left", bbox_to_anchor=(0, -0.12 - 0.25 / len(rows)), ncols=2, frameon=False,
              fontsize=style.SMALL)  # fmt: skip
    return ax


def _write(ax: Axes, x: float, y: float, width: float, *, dark: bool) -> None:
    """Write a share into its piece, where there is room."""
    if width >= 0.06:
        colour = "white" if dark else style.INK
        label = ax.text(x, y, f"{width:.0%}", ha="center", va="center", fontsize=style.SMALL, color=colour)
        if not dark:
            label.set_bbox({"facecolor": "white", "alpha": 0.75, "pad": 1, "linewidth": 0})


def voices_size(table: pd.DataFrame) -> tuple[float, float]:
    """Return the width and height in inches at which `plot_voices` is easily read."""
    return 7.2, max(0.42, style.row_height(list(table["outlet"]))) * len(table) + 1.2
