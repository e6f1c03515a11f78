"""Outlets on frame axes, and the words that place them there.

Contents: `plot_frame_axis`, `plot_axis_plane`, `plot_axis_words`.
"""

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from toolkit.comparison.axis_effects import EFFECT_COLUMNS
from toolkit.comparison.axis_words import AxisWords
from toolkit.errors import OptionError
from toolkit.options import check_columns, check_option
from toolkit.plots import style

WIDTH = 6.8  # inches
_HEADING = 0.56  # inches, the name of the axis and under it the two poles
_UNITS = {"bias": "cosine", "intensity": "squared cosine"}


def plot_frame_axis(
    effects: pd.DataFrame, *, score: str = "bias", axes: Sequence[str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the outlets' scores on each axis with their intervals, between the words of the two poles.

    A mark is the mean over an outlet's articles, the line its interval; a diamond stands for an interval that leaves
    out the mean of the whole corpus, which is the dashed line, a disc for one that does not, and a hollow disc for a
    mean without an interval. Do not compare places on different axes.

    Parameters
    ----------
    effects : what `axis_effects` returned.
    score : "bias" or "intensity".
    axes : names of axes; all by default.
    ax : where to draw; a new figure by default.

    Returns
    -------
    The axes given, or the new ones.

    Raises
    ------
    OptionError : the table has no such score or axis.
    """
    table = _chosen(effects, score, axes)
    groups = [rows.to_dict("records") for _, rows in table.groupby("axis", sort=False)]
    step = style.row_height(list(table["outlet"]))
    height = sum(_HEADING + step * len(rows) for rows in groups)
    ax = ax or style.new_axes((WIDTH, height + 1.4))
    style.tidy(ax)
    places, names, top = [], [], 0.0
    for rows in groups:
        _poles(ax, rows[0], top + _HEADING / 2)
        top += _HEADING
        own = [top + step * (number + 0.5) for number in range(len(rows))]
        for row, place in zip(rows, own, strict=True):
            _draw_row(ax, row, place, step)
        places += own
        names += [row["outlet"] for row in rows]
        top += step * len(rows)
    ax.set_ylim(top, 0)
    ax.margins(x=0.06)
    style.row_labels(ax, places, names)
    style.counts_at_the_right(ax, places, list(table["n_articles"]), "articles", -0.1)
    ax.set_xlabel(
        f"{score}, {_UNITS[score]}; mean over articles with its interval\n┆ mean of the whole corpus\n"
        "◆ interval without it · ● interval with it · ○ no interval",
        fontsize=style.SMALL, color=style.INK,
    )  # fmt: skip
    return ax


def _chosen(effects: pd.DataFrame, score: str, axes: Sequence[str] | None) -> pd.DataFrame:
    check_columns(effects.columns, EFFECT_COLUMNS, what="The table of effects")
    check_option("score", score, list(dict.fromkeys(effects["score"])))
    table = effects[effects["score"] == score]
    if axes is not None:
        known = list(dict.fromkeys(table["axis"]))
        listed = [axes] if isinstance(axes, str) else axes
        names = [check_option("axes", one, known) for one in dict.fromkeys(listed)]
        table = table[table["axis"].isin(names)]
    if table.empty:
        raise OptionError("`effects` holds no row to draw.")
    return table


def _poles(ax: Axes, row: dict[Hashable, Any], place: float) -> None:
    """Write the words of the poles at both ends of a band, and the name of the axis in its middle."""
    ax.axhspan(place - _HEADING / 2 + 0.05, place + _HEADING / 2 - 0.05, color="#F0F0F0", zorder=1.5, linewidth=0)
    bias = row["score"] == "bias"
    ends = (("left", 0.01, f"← {style.shortened(row['negative'], 34)}"),
            ("right", 0.99, f"{style.shortened(row['positive'], 34)} →")) if bias else ()  # fmt: skip
    for side, x, text in ends:
        ax.text(x, place + 0.1, text, transform=ax.get_yaxis_transform(), va="center", ha=side, fontsize=style.SMALL,
                color=style.INK, parse_math=False)  # fmt: skip
    middle = place - 0.1 if bias else place
    ax.text(
        0.5, middle, style.shortened(row["axis"], 50), transform=ax.get_yaxis_transform(), va="center", ha="center",
        fontsize=style.SMALL, fontweight="bold", color=style.INK, parse_math=False,
    )  # fmt: skip


def _draw_row(ax: Axes, row: dict[Hashable, Any], place: float, step: float) -> None:
    if pd.isna(row["value"]):
        return
    bounded = not pd.isna(row["low"])
    clear = bounded and not row["low"] <= row["corpus"] <= row["high"]
    above = row["value"] > row["corpus"]
    colour = style.GREY if not clear else style.BLUE if above else style.VERMILLION
    ax.plot([row["corpus"]] * 2, [place - step / 2, place + step / 2], color=style.GREY, linewidth=1, linestyle="--",
            zorder=2, gid="corpus")  # fmt: skip
    if bounded:
        ax.plot(
            [row["low"], row["high"]], [place, place], color=colour, linewidth=2.2 if clear else 1.4, gid="interval"
        )
    ax.plot(
        [row["value"]], [place], marker="D" if clear else "o", markersize=6, linestyle="none", markeredgecolor=colour,
        markerfacecolor=colour if bounded else "white", gid="value", zorder=3,
    )  # fmt: skip


def plot_axis_plane(effects: pd.DataFrame, *, axis: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the bias of outlets on one axis against their intensity, with both intervals.

    To the right lies the positive pole; farther up, words lie farther from the corpus' average to either side. The
    dashed lines are the means of the whole corpus.

    Parameters
    ----------
    effects : what `axis_effects` returned of a `FrameAxis`.
    axis : the name of the axis; it may be left out if there is only one.
    ax : where to draw; a new figure by default.

    Returns
    -------
    The axes given, or the new ones.

    Raises
    ------
    OptionError : there is no such axis, or the table has no intensities.
    """
    bias = _chosen(effects, "bias", None)
    known = list(dict.fromkeys(bias["axis"]))
    name = check_option("axis", known[0] if axis is None and len(known) == 1 else axis, known)
    both = _chosen(effects, "bias", [name]).merge(
        _chosen(effects, "intensity", [name]), on="outlet", suffixes=("", "_intensity")
    )
    ax = ax or style.new_axes((WIDTH, 4.6))
    style.tidy(ax)
    ax.grid(visible=True, axis="y", color=style.FAINT, linewidth=0.8)
    for number, row in enumerate(both.to_dict("records"), start=1):
        _draw_outlet(ax, row, number)
    # Outlets are numbered, for names beside marks that lie close would cover each other.
    listed = "\n".join(f"{number}  {style.shortened(one, 26)}" for number, one in enumerate(both["outlet"], start=1))
    ax.text(1.02, 1, listed, transform=ax.transAxes, va="top", fontsize=style.SMALL, color=style.INK, parse_math=False,
            gid="names")  # fmt: skip
    first = both.iloc[0]
    ax.axvline(float(both["corpus"].mean()), color=style.GREY, linewidth=1, linestyle="--", gid="corpus")
    ax.axhline(float(both["corpus_intensity"].mean()), color=style.GREY, linewidth=1, linestyle="--", gid="corpus")
    ax.margins(0.15)
    ax.tick_params(axis="y", labelcolor=style.INK, labelsize=style.SMALL)
    ax.set_ylabel("intensity, squared cosine", fontsize=style.SMALL, color=style.INK)
    ax.set_xlabel(
        f"← {style.shortened(first['negative'], 32)}        {style.shortened(first['positive'], 32)} →\n"
        f"{style.shortened(name, 40)}: bias, cosine\n┆ mean of the whole corpus · lines: intervals",
        fontsize=style.SMALL, color=style.INK, parse_math=False,
    )  # fmt: skip
    return ax


def _draw_outlet(ax: Axes, row: dict[Hashable, Any], number: int) -> None:
    x, y = row["value"], row["value_intensity"]
    if pd.isna(x) or pd.isna(y):
        return
    for xs, ys in (((row["low"], row["high"]), (y, y)), ((x, x), (row["low_intensity"], row["high_intensity"]))):
        if not any(pd.isna(one) for one in (*xs, *ys)):
            ax.plot(xs, ys, color=style.GREY, linewidth=1.2, zorder=2, gid="interval")
    ax.plot([x], [y], marker="o", markersize=6, color=style.BLUE, linestyle="none", zorder=3, gid="value")
    ax.annotate(f"{number}", (x, y), xytext=(4, 4), textcoords="offset points", fontsize=style.SMALL, color=style.INK)


def plot_axis_words(words: AxisWords, *, n_words: int = 20, ax: Axes | None = None) -> Axes:
    """Draw the words that contribute most to a place on an axis, as bars to either side of zero.

    Bars to the right move toward the positive pole (for an intensity: up). Behind each word stands how often the
    target has it and, where there is a reference, how often the reference has it.

    Parameters
    ----------
    words : what `axis_words` returned.
    n_words : at most so many words, those of the largest contributions.
    ax : where to draw; a new figure by default.

    Returns
    -------
    The axes given, or the new ones.

    Raises
    ------
    OptionError : `n_words` is below 1, or there is no word to draw.
    """
    if n_words < 1:
        raise OptionError(f"`n_words` must be 1 or more; got {n_words!r}.")
    table = words.table[words.table["contribution"].notna()].head(n_words)
    if table.empty:
        raise OptionError("There is no word to draw: none that counts stands in the articles compared.")
    table = table.sort_values("contribution", ascending=False, kind="stable")
    ax = ax or style.new_axes((WIDTH, 0.24 * len(table) + 1.4))
    style.tidy(ax)
    places = list(range(len(table)))
    colours = [style.BLUE if one > 0 else style.VERMILLION for one in table["contribution"]]
    ax.barh(places, list(table["contribution"]), color=colours, height=0.7)
    ax.axvline(0, color=style.INK, linewidth=1)
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.locator_params(axis="x", nbins=6)
    ax.set_yticks(places, labels=[_counted(row, words) for row in table.to_dict("records")], parse_math=False,
                  fontsize=style.SMALL, color=style.INK)  # fmt: skip
    ends = (
        f"← {style.shortened(', '.join(words.axis.negative), 34)}        "
        f"{style.shortened(', '.join(words.axis.positive), 34)} →"
        if words.score == "bias"
        else "← less intense        more intense →"
    )
    who = f"{words.target} minus {words.reference}" if words.reference is not None else words.target
    counts = "n of the target : n of the reference" if words.reference is not None else "n"
    ax.set_xlabel(
        f"{ends}\ncontribution to the {words.score} on {style.shortened(words.axis.name, 24)}: "
        f"{style.shortened(who, 50)}\nin brackets: {counts}",
        fontsize=style.SMALL, color=style.INK, parse_math=False,
    )  # fmt: skip
    return ax


def _counted(row: dict[Hashable, Any], words: AxisWords) -> str:
    n = f"{row['n']}" if words.reference is None else f"{row['n']} : {row['n_reference']}"
    return f"{style.shortened(row['word'], 24)} ({n})"
