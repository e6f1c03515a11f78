"""Who acts and who is acted upon: one row an actor, what it does to the right, what is done to it to the left.

Contents: `plot_roles`, `roles_size`.
"""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from toolkit.errors import OptionError
from toolkit.options import check_columns
from toolkit.plots import style

_COLUMNS = ("actor", "n_does", "n_harms", "n_takes", "n_suffers")
_PALE_RED, _PALE_BLUE = "#F2BF9C", "#A9D0E8"


def plot_roles(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how often each actor acts and is acted upon.

    Bars to the right count the acts that the actor does, bars to the left those done to it. Dark and hatched is what
    harms, pale what does not. The lengths are counts: do not compare actors of outlets that wrote unequally much.

    Parameters
    ----------
    table : what `actor_roles` returned, one row an actor.
    ax : where to draw; a new figure by default.

    Returns
    -------
    The axes given, or the new ones.

    Raises
    ------
    OptionError : the table has no rows. ColumnError : it is another table.
    """
    check_columns(table.columns, _COLUMNS, what="The table of roles")
    if table.empty:
        raise OptionError("`table` must hold at least one actor that takes part in an act; it is empty.")
    if ax is None:
        ax = style.new_axes(roles_size(table))
    rows = table.to_dict("records")
    style.tidy(ax)
    step = 1.0
    places = [step * (number + 0.5) for number in range(len(rows))]
    for row, place in zip(rows, places, strict=True):
        _bar(ax, place, 0, row["n_harms"], style.VERMILLION, "harms", hatch="///")
        _bar(ax, place, row["n_harms"], row["n_does"] - row["n_harms"], _PALE_RED, "other acts")
        _bar(ax, place, 0, -row["n_suffers"], style.BLUE, "suffers", hatch="\\\\\\")
        _bar(ax, place, -row["n_suffers"], row["n_suffers"] - row["n_takes"], _PALE_BLUE, "other acts upon it")
    ax.set_ylim(step * len(rows), 0)
    style.row_labels(ax, places, [row["actor"] for row in rows])
    longest = max(max(row["n_does"], row["n_takes"]) for row in rows)
    ax.set_xlim(-1.08 * longest, 1.08 * longest)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=7))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):.0f}"))
    ax.axvline(0, color=style.INK, linewidth=1)
    label = "← acts upon it  |  number of acts (dark: harm)  |  acts that it does →"
    ax.set_xlabel(label, fontsize=style.SMALL, color=style.INK)
    return ax


def _bar(
    ax: Axes, place: float, left: float, width: float, colour: str, kind: str, *, hatch: str | None = None
) -> None:
    """Draw a piece of a row, if it has any length; `kind` is its gid."""
    if width:
        bar = ax.barh(place, width, left=left, height=0.62, color=colour, edgecolor="white", linewidth=0.6, hatch=hatch)
        bar.patches[0].set_gid(kind)


def roles_size(table: pd.DataFrame) -> tuple[float, float]:
    """Return the width and height in inches at which `plot_roles` is easily read."""
    return 7.0, max(0.42, style.row_height(list(table["actor"]))) * len(table) + 0.9
