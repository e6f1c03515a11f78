"""Frequency against log-odds, one point a term.

Contents: `plot_keyness_scatter`.
"""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, NullLocator
from matplotlib.transforms import Bbox

from toolkit.comparison.keyness_result import Keyness
from toolkit.plots import style
from toolkit.plots.keyness import is_clear, one_target

_SIZE = (7.2, 5.2)  # inches


def plot_keyness_scatter(
    keyness: Keyness, *, target: str | None = None, n_labels: int = 30, ax: Axes | None = None
) -> Axes:
    """Draw every term by how often both sides use it and by its log-odds.

    Words of the target lie above zero, those of the reference below. Blue discs and vermillion squares have an interval
    without zero; grey rings could be none or have no interval. Terms are named in the order of z, as far as there is
    room.

    Parameters
    ----------
    keyness : what `keyness` returned.
    target : which of its targets, if it has several.
    n_labels : terms to name, at most.
    ax : where to draw; a new figure by default.

    Returns
    -------
    The axes given, or the new ones.

    Raises
    ------
    OptionError : there are several targets and none is named, or there is no such target.
    """
    name = one_target(keyness, target)
    table = keyness.table[keyness.table["target"] == name]
    if ax is None:
        ax = style.new_axes(_SIZE)
    style.tidy(ax)
    ax.set_xscale("log")
    ax.axhline(0, color=style.INK, linewidth=1)
    side = keyness.sides[keyness.sides["target"] == name].iloc[0]
    per = 1000 / (side["n_words_target"] + side["n_words_reference"])
    frequency = (table["n_target"] + table["n_reference"]).to_numpy() * per
    _points(ax, table, frequency)
    ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.xaxis.set_major_formatter("{x:g}")
    ax.xaxis.set_minor_locator(NullLocator())
    ax.tick_params(axis="y", labelcolor=style.INK, labelsize=style.SMALL)
    above, below = style.shortened(name, 40), style.shortened(side["reference"], 40)
    ax.set_ylabel(f"log-odds: {above} above, {below} below", fontsize=style.SMALL, color=style.INK, parse_math=False)
    marks = f"● ■ {keyness.level:.0%} interval without zero · ○ could be none, or no interval"
    ax.set_xlabel(f"occurrences per 1,000 words, both sides together\n{marks}", fontsize=style.SMALL, color=style.INK)
    _labels(ax, table, frequency, n_labels)
    return ax


def _points(ax: Axes, table: pd.DataFrame, frequency: "np.ndarray") -> None:
    clear, value = is_clear(table), table["log_odds"].to_numpy(dtype=float)
    kinds: tuple[tuple[str, Any, str, dict[str, Any]], ...] = (
        ("could be none", ~clear, "o", {"facecolors": "none", "edgecolors": "#9A9A9A", "s": 12, "linewidths": 0.8}),
        ("target", clear & (value > 0), "o", {"color": style.BLUE, "s": 20, "linewidths": 0}),
        ("reference", clear & (value < 0), "s", {"color": style.VERMILLION, "s": 20, "linewidths": 0}),
    )
    for kind, rows, marker, options in kinds:
        ax.scatter(frequency[rows], value[rows], marker=marker, gid=kind, **options)


def _labels(ax: Axes, table: pd.DataFrame, frequency: "np.ndarray", n: int) -> None:
    """Name terms in the order of |z|, leaving out those whose name would lie on another."""
    order = np.argsort(-np.abs(table["z"].to_numpy(dtype=float)), kind="stable")[:n]
    terms, value = table["term"].tolist(), table["log_odds"].to_numpy(dtype=float)
    figure: Any = ax.get_figure(root=True)
    figure.draw_without_rendering()  # only then is it known where labels will lie
    taken: list[Bbox] = []
    for i in order.tolist():
        label = ax.annotate(
            style.shortened(terms[i], 30), (frequency[i], value[i]), xytext=(4, 2), textcoords="offset points",
            fontsize=style.SMALL - 1, color=style.INK, parse_math=False, annotation_clip=False,
        )  # fmt: skip
        box = label.get_window_extent().expanded(1.02, 1.05)
        if any(box.overlaps(other) for other in taken):
            label.remove()
        else:
            taken.append(box)
