"""Word shift graphs: what each word adds to a difference.

Contents: `plot_word_shift`.
"""

from collections.abc import Hashable
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from toolkit.comparison.result import signed
from toolkit.comparison.word_shift_result import WordShift
from toolkit.plots import style

WIDTH = 6.6  # inches
_ROW = 0.25  # inches
_HATCH = "////"


def plot_word_shift(shift: WordShift, *, n: int = 20, ax: Axes | None = None) -> Axes:
    """Draw the words that add most to a difference, the largest first (gallagher2021).

    Bars to the right raise the target above the reference, bars to the left the reverse. Blue are words whose score
    is above the reference value (positive), vermillion those below; full bars are used more by the target, hatched ones
    less. The line on a bar is the interval of what the word adds. At the right stand the numbers of articles with the
    word, target / reference.

    Parameters
    ----------
    shift : what `word_shift` or `measurement_shift` returned.
    n : words, at most.
    ax : where to draw; a new figure by default.

    Returns
    -------
    The axes given, or the new ones.
    """
    rows = shift.table.head(n).to_dict("records")
    if ax is None:
        ax = style.new_axes((WIDTH, _ROW * len(rows) + 1.5))
    style.tidy(ax)
    places = [_ROW * (number + 0.5) for number in range(len(rows))]
    ax.set_ylim(_ROW * max(len(rows), 1), 0)
    style.row_labels(ax, places, [row["word"] for row in rows])
    for row, place in zip(rows, places, strict=True):
        _draw(ax, row, place)
    ax.axvline(0, color=style.INK, linewidth=1)
    ax.margins(x=0.06)
    _counts(ax, places, rows)
    ax.set_title(
        style.wrapped(_heading(shift), width=80), fontsize=style.NORMAL, color=style.INK, loc="left", parse_math=False
    )
    _explain(ax, shift, {row["kind"] for row in rows})
    return ax


def _draw(ax: Axes, row: dict[Hashable, Any], place: float) -> None:
    kind = str(row["kind"])
    colour = (
        style.VERMILLION if kind.startswith("negative") else style.BLUE if kind.startswith("positive") else style.GREY
    )
    less = kind.endswith("less")
    ax.barh(
        place, row["contribution"], height=0.72 * _ROW, facecolor="white" if less else colour, edgecolor=colour,
        hatch=_HATCH if less else None, linewidth=1, gid=kind or "word",
    )  # fmt: skip
    if not np.isnan(row["low"]):
        ax.plot([row["low"], row["high"]], [place, place], color=style.INK, linewidth=1.1, gid="interval")


def _counts(ax: Axes, places: list[float], rows: list[dict[Hashable, Any]]) -> None:
    options: dict[str, Any] = {
        "transform": ax.get_yaxis_transform(), "fontsize": style.SMALL, "va": "center", "ha": "right",
    }  # fmt: skip
    for place, row in zip(places, rows, strict=True):
        ax.text(1.12, place, f"{row['n_articles_target']} / {row['n_articles_reference']}", color=style.INK, **options)
    ax.text(1.12, -0.12, "articles", color=style.GREY, **options)


def _heading(shift: WordShift) -> str:
    about = f"{style.shortened(shift.target, 40)} against {style.shortened(shift.reference, 40)}"
    if shift.method == "jensen-shannon":
        return f"{about}: Jensen-Shannon divergence {shift.difference:.3g}"
    if shift.method == "proportion":
        return f"{about}: shares of all words"
    bounds = "" if np.isnan(shift.low) else f" ({signed(shift.low)} to {signed(shift.high)})"
    return (
        f"{about}, {shift.unit}: {signed(shift.value_target)} against {signed(shift.value_reference)}, "
        f"difference {signed(shift.difference)}{bounds}"
    )


def _explain(ax: Axes, shift: WordShift, kinds: set[str]) -> None:
    """Say what colours and hatching mean, only of those that occur."""
    marks = []
    if any(kind.startswith(("positive", "negative")) for kind in kinds):
        marks.append("blue: positive words, vermillion: negative words")
    if any(kind.endswith("less") for kind in kinds):
        marks.append(f"full: {style.shortened(shift.target, 30)} has more of it, hatched: less")
    lines = ["; ".join(marks)] if marks else []
    if shift.method != "jensen-shannon":
        lines.append(f"lines: {shift.level:.0%} intervals, {shift.resampled}s resampled ({shift.n_resampled})")
    what = (
        "what each word adds to the divergence"
        if shift.method == "jensen-shannon"
        else "what each word adds: ← lowers the target, raises it →"
    )
    ax.set_xlabel("\n".join([what, *lines]), fontsize=style.SMALL, color=style.INK, parse_math=False)
