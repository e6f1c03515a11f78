"""Who does what to whom, as a small network.

Contents: `plot_who_whom`.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from toolkit.errors import OptionError
from toolkit.options import check_columns
from toolkit.plots import style

_COLUMNS = ("agent", "patient", "n")
_THICKEST = 7.0  # points
_LABEL_AT = 0.36  # of the way from agent to patient
_NAMELESS = ("(not named)", "(other)")


def plot_who_whom(table: pd.DataFrame, *, n_most: int = 12, ax: Axes | None = None) -> Axes:
    """Draw who does something to whom: actors on a circle, an arrow from agent to patient, its width the number.

    Parties that are not named, or are none of the actors, stand in grey. The number of acts stands at each arrow.

    Parameters
    ----------
    table : what `Parties.who_whom` returned, or any table with agent, patient and n; rows of one pair are added up.
    n_most : so many of the most frequent pairs are drawn.
    ax : where to draw; a new figure by default.

    Returns
    -------
    The axes given, or the new ones.

    Raises
    ------
    OptionError : no pair is left to draw. ColumnError : it is another table.
    """
    check_columns(table.columns, _COLUMNS, what="The table of who does what to whom")
    pairs = table.groupby(["agent", "patient"], as_index=False)["n"].sum()
    nameless = pairs["agent"].isin(_NAMELESS) & pairs["patient"].isin(_NAMELESS)
    pairs = pairs[~nameless].sort_values(["n", "agent", "patient"], ascending=[False, True, True]).head(n_most)
    if pairs.empty:
        raise OptionError("`table` must hold at least one act with a known agent or patient; it has none.")
    if ax is None:
        ax = style.new_axes((7.0, 6.0))
    places = _places(list(dict.fromkeys([*pairs["agent"], *pairs["patient"]])))
    for row in pairs.itertuples():
        _arrow(ax, places[row.agent], places[row.patient], row.n, _THICKEST * row.n / pairs["n"].max())
    for name, (x, y) in places.items():
        colour = style.GREY if name in _NAMELESS else style.INK
        ax.text(
            x, y, style.wrapped(name, width=16), ha="center", va="center", fontsize=style.NORMAL, color=colour,
            parse_math=False, bbox={"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": colour}, zorder=3,
        )  # fmt: skip
    ax.set_xlim(-1.45, 1.45)
    ax.set_ylim(-1.3, 1.3)
    ax.set_aspect("equal")
    ax.set_axis_off()
    return ax


def _places(names: list[str]) -> dict[str, tuple[float, float]]:
    """Return places on a circle, in the order given, the first at the top."""
    turn = np.pi / 2 - 2 * np.pi * np.arange(len(names)) / len(names)
    return dict(zip(names, zip(np.cos(turn).tolist(), np.sin(turn).tolist(), strict=True), strict=True))


def _arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float], n: int, width: float) -> None:
    """Draw an arrow bent to one side, so that the way back can be told from it, with its number."""
    line = max(width, 0.8)
    head = f"-|>,head_length={5 + line},head_width={2.5 + line / 2}"
    if start == end:
        start, end, bend = (start[0] - 0.08, start[1] + 0.1), (end[0] + 0.08, end[1] + 0.1), -1.8
    else:
        bend = 0.16
    arrow = FancyArrowPatch(
        start, end, connectionstyle=f"arc3,rad={bend}", arrowstyle=head, linewidth=line, color=style.BLUE, alpha=0.75,
        shrinkA=26, shrinkB=26, zorder=2,
    )  # fmt: skip
    arrow.set_gid(f"{n}")
    ax.add_patch(arrow)
    (x0, y0), (x1, y1) = start, end
    # A place on the quadratic curve nearer to its start: in the middle many arrows cross.
    control = (x0 + x1) / 2 + bend * (y1 - y0), (y0 + y1) / 2 - bend * (x1 - x0)
    before, across, after = (1 - _LABEL_AT) ** 2, 2 * _LABEL_AT * (1 - _LABEL_AT), _LABEL_AT**2
    x, y = before * x0 + across * control[0] + after * x1, before * y0 + across * control[1] + after * y1
    ax.text(x, y, f"{n}", fontsize=style.SMALL, color=style.INK, ha="center", va="center", zorder=4,
            bbox={"facecolor": "white", "alpha": 0.85, "pad": 1, "linewidth": 0})  # fmt: skip
