"""Distinctive words with their intervals, one row a term.

Contents: `plot_keyness`, `keyness_size`, `one_target`, `is_clear`.
"""

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.comparison.keyness_result import Keyness
from toolkit.errors import OptionError
from toolkit.options import check_option, quoted_list
from toolkit.plots import style

WIDTH = 6.4  # inches
_ROW = 0.26  # inches
_CLEAR, _UNCLEAR, _UNBOUNDED = "clear", "could be none", "no interval"
_MARKS = {
    _CLEAR: "◆ interval without zero",
    _UNCLEAR: "● could be none",
    _UNBOUNDED: "○ no interval",
}


def plot_keyness(keyness: Keyness, *, target: str | None = None, n: int = 10, ax: Axes | None = None) -> Axes:
    """Draw the log-odds of the terms that a target has most clearly more and less of, with their intervals.

    Right of zero stand the target's words, left of it those of the reference, in the order of z. A diamond stands for
    an interval without zero, a disc for one that holds zero, a hollow disc for none. At the right stand the numbers of
    articles with the term, target / reference.

    Parameters
    ----------
    keyness : what `keyness` returned.
    target : which of its targets, if it has several.
    n : terms of each side.
    ax : where to draw; a new figure by default.

    Returns
    -------
    The axes given, or the new ones.

    Raises
    ------
    OptionError : there are several targets and none is named, or there is no such target.
    """
    name = one_target(keyness, target)
    rows = keyness.top(n, target=name)
    if ax is None:
        ax = style.new_axes(keyness_size(keyness, target=name, n=n))
    style.tidy(ax)
    places = [_ROW * (number + 0.5) for number in range(len(rows))]
    ax.set_ylim(_ROW * max(len(rows), 1), 0)
    style.row_labels(ax, places, rows["term"].tolist())
    ax.axvline(0, color=style.INK, linewidth=1)
    kinds = [_draw(ax, row, place) for row, place in zip(rows.to_dict("records"), places, strict=True)]
    ax.margins(x=0.06)
    _counts(ax, places, rows)
    _explain(ax, keyness, name, kinds)
    return ax


def keyness_size(keyness: Keyness, *, target: str | None = None, n: int = 10) -> tuple[float, float]:
    """Return the width and height in inches at which the plot is easily read."""
    return WIDTH, _ROW * len(keyness.top(n, target=one_target(keyness, target))) + 1.3


def one_target(keyness: Keyness, target: str | None) -> str:
    """Return the target asked for, or the only one."""
    known = keyness.targets
    if target is not None:
        return check_option("target", target, known)
    if len(known) > 1:
        raise OptionError(f"There are several targets; choose one: target={quoted_list(known)}.")
    return known[0]


def is_clear(table: pd.DataFrame) -> "np.ndarray":
    """Tell of each row whether its interval leaves out zero."""
    return ((table["low"] > 0) | (table["high"] < 0)).to_numpy(dtype=bool)


def _draw(ax: Axes, row: dict[Hashable, Any], place: float) -> str:
    """Draw one row; return of what kind it is."""
    bounded = not np.isnan(row["low"])
    clear = row["low"] > 0 or row["high"] < 0
    kind = _CLEAR if clear else _UNCLEAR if bounded else _UNBOUNDED
    colour = style.GREY if not clear else style.BLUE if row["log_odds"] > 0 else style.VERMILLION
    if bounded:
        ax.plot(
            [row["low"], row["high"]], [place, place], color=colour, linewidth=2.2 if clear else 1.4, gid="interval"
        )
    ax.plot(
        [row["log_odds"]], [place], marker="D" if clear else "o", markersize=5.5, linestyle="none",
        markeredgecolor=colour, markerfacecolor=colour if bounded else "white", gid=kind,
    )  # fmt: skip
    return kind


def _counts(ax: Axes, places: list[float], rows: pd.DataFrame) -> None:
    options: dict[str, Any] = {
        "transform": ax.get_yaxis_transform(), "fontsize": style.SMALL, "va": "center", "ha": "right",
    }  # fmt: skip
    pairs = zip(places, rows["n_articles_target"], rows["n_articles_reference"], strict=True)
    for place, own, other in pairs:
        ax.text(1.12, place, f"{own} / {other}", color=style.INK, **options)
    ax.text(1.12, -0.12, "articles", color=style.GREY, **options)


def _explain(ax: Axes, keyness: Keyness, target: str, kinds: list[str]) -> None:
    """Say below what is drawn; only of marks that occur."""
    side = keyness.sides[keyness.sides["target"] == target].iloc[0]
    marks = " · ".join(text for kind, text in _MARKS.items() if kind in kinds)
    reference = style.shortened(side["reference"], 40)
    lines = [
        f"← {reference} · log-odds · {style.shortened(target, 40)} →", marks,
        f"lines: {keyness.level:.0%} intervals, {keyness.resampled}s resampled ({side['n_resampled']})",
    ]  # fmt: skip
    ax.set_xlabel("\n".join(lines), fontsize=style.SMALL, color=style.INK, parse_math=False)
