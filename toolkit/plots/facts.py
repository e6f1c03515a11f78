"""Which outlets tell which facts of an event, at a glance, and the share of common facts that each tells.

Contents: `plot_facts`, `facts_size`, `plot_omission`, `omission_size`.
"""

import textwrap
import unicodedata
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from toolkit.comparison.omission import Omission
from toolkit.errors import OptionError
from toolkit.events.alignment import Alignment
from toolkit.options import count
from toolkit.plots import style
from toolkit.plots.comparison import WIDTH

TOLD, LEFT_OUT = "told", "left out"  # the gid of the artists
BOUNDED, UNBOUNDED = "interval", "no interval"

MAX_OUTLETS = 15  # columns; of more outlets those that tell most of the facts drawn
_LABEL = 52  # characters in a line of a label
_LINES = 2  # lines of a label
_RIGHT_TO_LEFT = "\u200f"  # keeps a full stop or … at the left end of a line that ends there
_ROW, _COLUMN = 0.46, 0.72  # inches
# From blue to a blue that is still darker than paper: how dark a square is says the same as its number.
_COLOURS = LinearSegmentedColormap.from_list("early to late", [style.BLUE, "#BFDDF2"])


def plot_facts(
    alignment: Alignment, *, at_least: int = 2, min_outlets: int = 2, max_facts: int = 25, ax: Axes | None = None
) -> Axes:
    """Draw which outlets tell which facts of an event: one row a fact, one column an outlet.

    A square means that the outlet tells the fact; the number in it is the share of the article, in per cent, that
    stands before the first sentence that does (0 is the top), and earlier ones are darker. A ring means that the outlet
    leaves out what at least `at_least` others tell (without reprints). An empty cell means that it is not told, and by
    few others.

    Parameters
    ----------
    alignment : what `align` returned.
    at_least : number of other outlets that make a fact one that is left out, 1 or more.
    min_outlets : do not draw facts that fewer outlets tell, 1 or more.
    max_facts : draw the first so many, the most widely told first, then the earliest; the picture says how many there
        are besides. Of more than 15 outlets those that tell most of these facts are drawn.
    ax : where to draw; a new figure by default.

    Returns
    -------
    The axes given, or the new ones. Sentences that tell a fact in other words may have been missed, so a ring is a
    place to look at, not a finding. Do not compare the number of rings of different alignments.

    Raises
    ------
    OptionError : a number is below 1.
    """
    grid = _grid(alignment, at_least, min_outlets, max_facts)
    if ax is None:
        ax = style.new_axes(_size(grid))
    for row, fact in enumerate(grid.told.index):
        for column, outlet in enumerate(grid.told.columns):
            _draw_cell(ax, row, column, grid.told.loc[fact, outlet], int(grid.n_witnesses.iloc[row]) >= at_least)
    _name(ax, grid)
    ax.set_xlabel("\n".join(_notes(grid, at_least)), fontsize=style.SMALL, color=style.INK, parse_math=False)
    ax.xaxis.label.set_linespacing(1.5)
    return ax


def facts_size(
    alignment: Alignment, *, at_least: int = 2, min_outlets: int = 2, max_facts: int = 25
) -> tuple[float, float]:
    """Return the width and height in inches at which `plot_facts` is easily read."""
    return _size(_grid(alignment, at_least, min_outlets, max_facts))


@dataclass(frozen=True)
class _Grid:
    """What is drawn: positions by fact and outlet (NaN where it is not told), labels, and what is left out."""

    told: pd.DataFrame
    labels: list[str]
    n_outlets: pd.Series
    n_witnesses: pd.Series
    n_copies: int
    n_outlets_in_all: int
    n_rare: int
    n_cut: int
    min_outlets: int


def _grid(alignment: Alignment, at_least: int, min_outlets: int, max_facts: int) -> _Grid:
    for name, given in (("at_least", at_least), ("min_outlets", min_outlets), ("max_facts", max_facts)):
        if given < 1:
            raise OptionError(f"`{name}` must be 1 or more; got {given!r}.")
    facts = alignment.facts
    common = facts[facts["n_outlets"] >= min_outlets]
    # Facts of a list keep its order in the table; here the most widely told come first.
    drawn = common.sort_values(["n_outlets", "position"], ascending=[False, True], kind="stable").head(max_facts)
    earliest = alignment.tellings.groupby(["fact_id", "outlet"])["position"].min().unstack("outlet")  # noqa: PD010 (a series)
    told = earliest.reindex(index=drawn["fact_id"], columns=alignment.outlets).astype(float)
    most = told.notna().sum().sort_values(ascending=False, kind="stable").index[:MAX_OUTLETS]
    labels = [_label(fact_id, fact) for fact_id, fact in zip(drawn["fact_id"], drawn["fact"], strict=True)]
    return _Grid(
        told[[outlet for outlet in told.columns if outlet in set(most)]], labels,
        drawn["n_outlets"].reset_index(drop=True),
        alignment.witnesses.sum(axis=1).reindex(drawn["fact_id"]).reset_index(drop=True),
        len(alignment.copies), len(alignment.outlets),
        len(facts) - len(common), len(common) - len(drawn), min_outlets,
    )  # fmt: skip


def _label(fact_id: str, fact: str) -> str:
    """Return a fact on at most two lines, cut at its end, after its number."""
    lines = textwrap.wrap(
        f"{style.plain(fact_id)}  {style.plain(fact)}", _LABEL, max_lines=_LINES, placeholder=" …",
        break_on_hyphens=False,
    )  # fmt: skip
    return "\n".join(f"{line}{_RIGHT_TO_LEFT}" if _runs_leftward(line) else line for line in lines)


def _runs_leftward(line: str) -> bool:
    """Tell whether the last letter of a line is of a script that runs from right to left."""
    kinds = [unicodedata.bidirectional(character) for character in reversed(line)]
    return next((kind in ("R", "AL") for kind in kinds if kind in ("L", "R", "AL")), False)


def _size(grid: _Grid) -> tuple[float, float]:
    n_rows, n_columns = max(1, len(grid.told)), grid.told.shape[1]
    return max(6.0, 4.9 + _COLUMN * n_columns), _ROW * n_rows + 2.5


def _draw_cell(ax: Axes, row: int, column: int, position: float, is_common: bool) -> None:
    """Draw a square with its number, a ring, or nothing."""
    if np.isnan(position):
        if is_common:
            ax.plot(
                [column + 0.5], [row + 0.5], marker="o", markersize=9, markeredgewidth=1.5, linestyle="none",
                markerfacecolor="white", markeredgecolor=style.VERMILLION, gid=LEFT_OUT,
            )  # fmt: skip
        return
    square = Rectangle(
        (column + 0.06, row + 0.09), 0.88, 0.82, facecolor=_COLOURS(min(position, 1.0)), edgecolor=style.BLUE,
        linewidth=0.8, gid=TOLD,
    )  # fmt: skip
    ax.add_patch(square)
    ax.text(
        column + 0.5, row + 0.5, f"{position:.0%}".removesuffix("%"), ha="center", va="center", fontsize=style.SMALL,
        color="white" if position < 0.4 else style.INK,
    )  # fmt: skip


def _name(ax: Axes, grid: _Grid) -> None:
    """Name facts at the left and outlets at the top, and count the outlets at the right."""
    n_rows, n_columns = grid.told.shape
    places = [row + 0.5 for row in range(n_rows)]
    ax.set_yticks(places, labels=grid.labels, parse_math=False, fontsize=style.SMALL, color=style.INK)
    labels = [style.wrapped(name, width=22) for name in grid.told.columns]
    ax.set_xticks(
        [column + 0.5 for column in range(n_columns)], labels=labels, parse_math=False, fontsize=style.SMALL,
        rotation=40, ha="left", va="bottom", rotation_mode="anchor", color=style.INK,
    )  # fmt: skip
    ax.tick_params(length=0, top=False, labeltop=True, bottom=False, labelbottom=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xlim(0, max(1, n_columns))
    ax.set_ylim(max(1, n_rows), 0)
    ax.hlines(range(n_rows + 1), 0, max(1, n_columns), colors=style.FAINT, linewidth=0.8, zorder=0.5)
    across = ax.get_yaxis_transform()
    for place, n in zip(places, grid.n_outlets, strict=True):
        ax.text(
            1.02, place, f"{n} of {grid.n_outlets_in_all}", transform=across, va="center", fontsize=style.SMALL,
            color=style.INK,
        )  # fmt: skip


def _notes(grid: _Grid, at_least: int) -> list[str]:
    """Say below the picture what marks mean and what is not drawn."""
    n_rows, n_columns = grid.told.shape
    others = "1 other tells" if at_least == 1 else f"{at_least} others or more tell"
    notes = [
        "■ told; number: % of the article before it (0 = the top; darker = earlier)",
        f"○ left out, though {others} it" + (" · empty: not told" if (grid.n_witnesses < at_least).any() else ""),
    ]
    if not n_rows:
        notes = [f"No fact is told by {count(grid.min_outlets, 'outlet')} or more."]
    if grid.n_copies:
        notes.append(f"Not counted as others: {count(grid.n_copies, 'reprint')}.")
    if grid.n_cut:
        notes.append(f"Not drawn, for want of room: {count(grid.n_cut, 'more fact')}.")
    if grid.n_rare:
        fewer = "one outlet only" if grid.min_outlets == 2 else f"fewer than {grid.min_outlets} outlets"
        notes.append(f"Not drawn: {count(grid.n_rare, 'fact')} told by {fewer}.")
    if n_columns < grid.n_outlets_in_all:
        notes.append(
            f"Not drawn: {count(grid.n_outlets_in_all - n_columns, 'outlet')} that tell fewest of these facts."
        )
    return notes


def plot_omission(omission: Omission, *, ax: Axes | None = None) -> Axes:
    """Draw the share of common facts that each outlet tells, with its interval.

    A disc is the mean over events, a line its interval, a hollow disc a share without an interval. The number of events
    stands at the right.

    Parameters
    ----------
    omission : what `compare_omission` returned.
    ax : where to draw; a new figure by default.

    Returns
    -------
    The axes given, or the new ones.
    """
    if ax is None:
        ax = style.new_axes(omission_size(omission))
    rows = omission.table.to_dict("records")
    style.tidy(ax)
    places = [row + 0.5 for row in range(len(rows))]
    style.row_labels(ax, places, [row["outlet"] for row in rows])
    for row, place in zip(rows, places, strict=True):
        _draw_share(ax, row, place)
    ax.set_ylim(max(1, len(rows)), 0)
    ax.set_xlim(-0.02, 1.02)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], labels=["0%", "25%", "50%", "75%", "100%"])
    style.counts_at_the_right(ax, places, [row["n_events"] for row in rows], "events", -0.1)
    ax.set_xlabel("\n".join(_omission_notes(omission)), fontsize=style.SMALL, color=style.INK)
    return ax


def omission_size(omission: Omission) -> tuple[float, float]:
    """Return the width and height in inches at which `plot_omission` is easily read."""
    return WIDTH, max(0.32, style.row_height(list(omission.table["outlet"]))) * max(1, len(omission.table)) + 1.2


def _draw_share(ax: Axes, row: dict[Any, Any], place: float) -> None:
    if np.isnan(row["share_told"]):
        ax.text(0, place, " not known", fontsize=style.SMALL, color=style.GREY, va="center")
        return
    kind = UNBOUNDED if np.isnan(row["low"]) else BOUNDED
    ax.plot([row["low"], row["high"]], [place, place], color=style.BLUE, linewidth=2)
    ax.plot(
        [row["share_told"]], [place], marker="o", markersize=6, linestyle="none", markeredgecolor=style.BLUE,
        markerfacecolor="white" if kind == UNBOUNDED else style.BLUE, gid=kind, clip_on=False,
    )  # fmt: skip


def _omission_notes(omission: Omission) -> list[str]:
    table = omission.table
    n = omission.at_least
    others = "another outlet tells" if n == 1 else f"at least {n} other outlets tell"
    notes = [f"share told of the facts that {others}"]
    if table["low"].notna().any():
        notes.append(f"lines: {omission.level:.0%} intervals, events resampled")
    if (table["low"].isna() & table["share_told"].notna()).any():
        notes.append("○ no interval: too few events, or no spread over events")
    return notes
