"""Figures for several numbers of topics.

Contents: `plot_n_topics`.
"""

from matplotlib.axes import Axes

from toolkit.discovery.choose import ENOUGH_STABLE, TopicNumbers
from toolkit.plots import style

_PANELS = {
    "share_stable": "share of topics\nthat are stable",
    "coherence": "coherence\n(NPMI)",
    "exclusivity": "exclusivity",
    "perplexity": "perplexity,\nheld out (low is good)",
}
_SIZE = (6.4, 6.6)  # inches


def plot_n_topics(numbers: TopicNumbers, *, ax: Axes | None = None) -> Axes:
    """Draw the figures of several numbers of topics, one panel a figure.

    A broken vertical line marks the number that is recommended, if any is. A broken horizontal line marks three
    quarters stable topics, below which no number is recommended. Perplexity is left out where there is none.

    Parameters
    ----------
    numbers : what `choose_n_topics` returned.
    ax : where to draw; a new figure by default. The panels are inset in it.

    Returns
    -------
    The axes given, or the new ones.
    """
    if ax is None:
        ax = style.new_axes(_SIZE)
    ax.set_axis_off()
    table = numbers.table
    names = [name for name in _PANELS if table[name].notna().any()]
    height = 1 / (len(names) + 0.35 * (len(names) - 1))
    for place, name in enumerate(names):
        host = ax.inset_axes((0.14, 1 - height - 1.35 * height * place, 0.86, height))
        _draw(host, numbers, name)
        if place == len(names) - 1:
            host.set_xlabel("number of topics\n" + _recommendation(numbers), fontsize=style.SMALL, color=style.INK)
        else:
            host.tick_params(labelbottom=False)
    return ax


def _draw(host: Axes, numbers: TopicNumbers, name: str) -> None:
    table = numbers.table
    host.plot(table["n_topics"], table[name], color=style.BLUE, marker="o", linewidth=1.6, gid=name)
    if name == "share_stable":
        host.set_ylim(-0.05, 1.05)
        host.axhline(ENOUGH_STABLE, color=style.GREY, linewidth=1, linestyle="--")
    if numbers.recommended is not None:
        host.axvline(numbers.recommended, color=style.VERMILLION, linewidth=1.2, linestyle="--", gid="recommended")
    style.tidy(host)
    host.set_xticks(list(table["n_topics"]))
    host.set_ylabel(
        _PANELS[name], fontsize=style.SMALL, color=style.INK, rotation=0, ha="right", va="center", labelpad=8
    )
    host.tick_params(axis="y", labelsize=style.SMALL)


def _recommendation(numbers: TopicNumbers) -> str:
    if numbers.recommended is None:
        return "none is recommended: too few topics come back in refits at any number"
    return f"recommended: {numbers.recommended}, the most coherent of those with three quarters stable topics"
