"""What each outlet calls one actor.

Contents: `plot_labels`, `labels_size`.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.errors import OptionError
from toolkit.options import check_columns, check_option
from toolkit.plots import style

_COLUMNS = ("actor", "outlet", "label", "count")
_LARGEST = 420.0  # points squared


def plot_labels(table: pd.DataFrame, actor: str, *, n_most: int = 12, ax: Axes | None = None) -> Axes:
    """Draw the words that each outlet uses of an actor: a disc for each, its area and the number in it the count.

    Parameters
    ----------
    table : what `actor_labels` returned.
    actor : the id of the actor.
    n_most : so many of the labels that are used most are drawn.
    ax : where to draw; a new figure by default.

    Returns
    -------
    The axes given, or the new ones. Counts are not rates: an outlet that writes more of the actor has larger discs.

    Raises
    ------
    OptionError : no outlet uses a label of this actor. ColumnError : it is another table.
    """
    check_columns(table.columns, _COLUMNS, what="The table of labels")
    if table.empty:
        raise OptionError("`table` must hold at least one label; it is empty.")
    check_option("actor", actor, list(dict.fromkeys(table["actor"])))
    own = table[table["actor"] == actor].astype({"outlet": str})
    totals = own.groupby("label")["count"].sum().sort_values(ascending=False, kind="stable")
    labels, outlets = list(totals.index[:n_most]), sorted(own["outlet"].unique())
    if ax is None:
        ax = style.new_axes(labels_size(table, actor, n_most=n_most))
    most = own["count"].max()
    for row in own[own["label"].isin(labels)].itertuples():
        x, y = outlets.index(row.outlet), labels.index(row.label)
        size = max(_LARGEST * row.count / most, 60)
        ax.scatter([x], [y], s=size, color=style.BLUE, gid=f"{row.outlet}|{row.label}")
        ax.text(x, y, f"{row.count}", ha="center", va="center", fontsize=style.SMALL - 1, color="white")
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.set_xlim(-0.6, len(outlets) - 0.4)
    style.row_labels(ax, np.arange(len(labels)).tolist(), labels)
    ax.set_xticks(
        range(len(outlets)), labels=[style.wrapped(name, width=18) for name in outlets], parse_math=False,
        fontsize=style.SMALL, rotation=35, ha="left", rotation_mode="anchor", color=style.INK,
    )  # fmt: skip
    ax.tick_params(length=0, top=False, labeltop=True, bottom=False, labelbottom=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.grid(visible=True, color=style.FAINT, linewidth=0.8)
    ax.set_axisbelow(True)
    return ax


def labels_size(table: pd.DataFrame, actor: str, *, n_most: int = 12) -> tuple[float, float]:
    """Return the width and height in inches at which `plot_labels` is easily read."""
    own = table[table["actor"] == actor]
    n_labels = min(own["label"].nunique(), n_most)
    return 3.0 + 0.75 * own["outlet"].nunique(), 0.38 * n_labels + 1.6
