"""Where in their articles outlets put the words of a category.

Contents: `plot_salience`.
"""

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.comparison.salience import Salience
from toolkit.options import check_option
from toolkit.plots import style

WIDTH = 6.8  # inches
_HEADLINE = -0.13  # where the share of headlines stands, left of the story's beginning at 0


def plot_salience(salience: Salience, *, category: str, ax: Axes | None = None) -> Axes:
    """Draw for each outlet where in its stories the words of a category first stand.

    The line from 0 to 1 is the story from its beginning to its end. Each disc is an article's first span in the story,
    the upright stroke their mean. At the left stands the share of headlines with a span, at the right in how many of
    the outlet's articles there are any.

    Parameters
    ----------
    salience : what `salience` returned.
    category : which of its categories.
    ax : where to draw; a new figure by default.

    Returns
    -------
    The axes given, or the new ones.

    Raises
    ------
    OptionError : there is no such category.
    """
    check_option("category", category, salience.categories)
    outlets = salience.by_outlet[salience.by_outlet["category"] == category].to_dict("records")
    articles = salience.table[salience.table["category"] == category]
    step = style.row_height([row["outlet"] for row in outlets]) + 0.06
    ax = ax or style.new_axes((WIDTH, step * len(outlets) + 1.3))
    places = [step * (number + 0.5) for number in range(len(outlets))]
    style.tidy(ax)
    ax.set_ylim(step * len(outlets), 0)
    style.row_labels(ax, places, [row["outlet"] for row in outlets])
    for row, place in zip(outlets, places, strict=True):
        _draw_row(ax, articles[articles["outlet"] == row["outlet"]], row, place, step)
    shown = [f"{row['n_with']}/{row['n_articles']}" for row in outlets]
    style.counts_at_the_right(ax, places, shown, "articles", -0.12)
    _explain(ax, category)
    return ax


def _draw_row(ax: Axes, articles: pd.DataFrame, row: dict[Hashable, Any], place: float, step: float) -> None:
    """Draw the articles of one outlet."""
    mean, in_headline = row["first_position"], row["in_headline"]
    ax.plot([0, 1], [place, place], color=style.FAINT, linewidth=6, solid_capstyle="butt", zorder=1)
    first = articles["first_position"].dropna().to_numpy(dtype=float)
    ax.plot(
        first, np.full(len(first), place), marker="o", markersize=6.5, color=style.BLUE, alpha=0.65, linestyle="none",
        markeredgewidth=0, zorder=2, gid="first",
    )  # fmt: skip
    if not np.isnan(mean):
        ax.plot([mean, mean], [place - step * 0.3, place + step * 0.3], color=style.INK, linewidth=1.6, gid="mean")
    share = "–" if np.isnan(in_headline) else f"{in_headline:.0%}"
    ax.text(_HEADLINE, place, share, ha="center", va="center", fontsize=style.NORMAL, color=style.VERMILLION)


def _explain(ax: Axes, category: str) -> None:
    """Name both ends of the story and say what the marks are."""
    ax.set_xlim(2 * _HEADLINE, 1.02)
    ax.set_xticks([_HEADLINE, 0, 0.25, 0.5, 0.75, 1], ["in headlines", "0", ".25", ".5", ".75", "1"])
    ax.set_xlabel(
        f"{style.plain(category)}: share of the story before its first word of the kind\n"
        "● an article · | mean over articles · at the left: share of headlines with such a word",
        fontsize=style.SMALL, color=style.INK, parse_math=False,
    )  # fmt: skip
