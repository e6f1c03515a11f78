"""How far an engine's probabilities can be taken at their word, and what abstaining brings.

Contents: `plot_calibration`, `plot_abstention`.
"""

from matplotlib.axes import Axes

from toolkit.plots import style
from toolkit.validity.calibration import AbstentionCurve, Calibration

_SIZE = (4.6, 4.4)  # inches


def plot_calibration(calibration: Calibration, *, ax: Axes | None = None) -> Axes:
    """Draw a reliability diagram: the share that was right against the probability that was said, one disc a bin.

    On the dashed line probabilities are true; discs below it say more than is true. The number of decisions stands
    beside each disc. `calibration` is what the function of that name returned; `ax` is a new figure by default.
    Returns the axes.
    """
    ax = ax or style.new_axes(_SIZE)
    style.tidy(ax)
    ax.plot([0, 1], [0, 1], color=style.GREY, linestyle="--", linewidth=1, gid="perfect")
    rows = calibration.table[calibration.table["n"] > 0]
    ax.plot(
        rows["probability"], rows["share"], color=style.BLUE, marker="o", markersize=6, linewidth=1.4, gid="bins",
        clip_on=False,
    )  # fmt: skip
    for row in rows.itertuples():
        ax.annotate(f"{row.n:,}", (row.probability, row.share), xytext=(7, -11), textcoords="offset points",
                    fontsize=style.SMALL, color=style.GREY)  # fmt: skip
    _square(ax, "probability said (mean of the bin)", f"share that was right\nECE {calibration.ece:.3f}")
    return ax


def plot_abstention(curve: AbstentionCurve, *, ax: Axes | None = None) -> Axes:
    """Draw accuracy against coverage, one disc a least confidence, which stands beside it.

    `curve` is what `abstention_curve` returned; `ax` is a new figure by default. Returns the axes.
    """
    ax = ax or style.new_axes(_SIZE)
    style.tidy(ax)
    rows = curve.table[curve.table["n"] > 0].sort_values("coverage")
    ax.plot(
        rows["coverage"], rows["accuracy"], color=style.BLUE, marker="o", markersize=6, linewidth=1.4, gid="curve",
        clip_on=False,
    )  # fmt: skip
    for place, same in rows.groupby(["coverage", "accuracy"]):
        ax.annotate(f"{same['min_confidence'].max():g}", place, xytext=(0, 8), textcoords="offset points",
                    ha="center", fontsize=style.SMALL, color=style.GREY)  # fmt: skip
    _square(ax, "coverage: share of the decisions that are made", "accuracy of the decisions made")
    ax.set_ylim(min(0.5, rows["accuracy"].min() - 0.05), 1.02)
    return ax


def _square(ax: Axes, x: str, y: str) -> None:
    """Scale both axes from 0 to 1 and name them."""
    ax.set_xlim(0, 1.02)
    ax.set_ylim(0, 1.02)
    ax.grid(visible=True, axis="y", color=style.FAINT, linewidth=0.8)
    ax.tick_params(axis="y", labelcolor=style.INK, labelsize=style.SMALL)
    ax.set_xlabel(x, fontsize=style.SMALL, color=style.INK)
    ax.set_ylabel(y, fontsize=style.SMALL, color=style.INK)
