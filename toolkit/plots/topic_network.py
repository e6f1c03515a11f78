"""The network of topics and its packages.

Contents: `plot_topic_network`, `topic_places`.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from toolkit.discovery.packages import FramePackages
from toolkit.discovery.stability import STABLE
from toolkit.plots import style

Floats = npt.NDArray[np.float64]

# Okabe and Ito without black and yellow; packages are told apart by place and name too.
_COLOURS = (style.BLUE, style.VERMILLION, "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
_LINKS = 2  # drawn of each topic, the strongest
_LARGEST = 1_400.0  # points squared, of the disc of a topic with all of the prevalence of the largest
_SIZE = (9.0, 9.0)  # inches
_GAP = 1.1  # between packages, for their names


def plot_topic_network(packages: FramePackages, *, ax: Axes | None = None) -> Axes:
    """Draw topics as discs, those of a package together, and the links between them.

    The area of a disc is the topic's prevalence. Lines are the two strongest links of each topic, wider and darker with
    their weight. A hollow disc with a broken edge is an unstable topic, a broken ring an unstable package. Places show
    which topics are of one package, and nothing else: distances mean nothing.

    Parameters
    ----------
    packages : what `find_packages` returned.
    ax : where to draw; a new figure by default.

    Returns
    -------
    The axes given, or the new ones.
    """
    if ax is None:
        ax = style.new_axes(_SIZE)
    places, rings = topic_places(packages)
    for _, row in packages.table.iterrows():
        _draw_ring(ax, row, *rings[row["package"]])
    _draw_links(ax, packages, places)
    model = packages.model.table.set_index("topic")
    largest = model.loc[list(places), "prevalence"].max()
    for topic, place in places.items():
        colour = _COLOURS[(packages.package_of[topic] - 1) % len(_COLOURS)]
        _draw_topic(ax, model.loc[topic], place, colour, _LARGEST * model.loc[topic, "prevalence"] / largest)
    _frame(ax, rings)
    ax.set_xlabel("\n".join(_notes(packages)), fontsize=style.SMALL, color=style.INK, parse_math=False)
    return ax


def topic_places(packages: FramePackages) -> tuple[dict[int, Floats], dict[int, tuple[Floats, float]]]:
    """Return the place of each topic, and centre and radius of each package.

    Packages stand on a circle, in the order of the table, clockwise from the top (two from the left); topics on a
    circle in their package.
    """
    members = {
        package: [topic for topic, own in packages.package_of.items() if own == package]
        for package in packages.table["package"]
    }
    radius = {package: 0.75 + 0.32 * len(own) for package, own in members.items()}
    # Room on the big circle for each package's own circle, with a gap.
    around = sum(2 * one + _GAP for one in radius.values())
    big = max(around / (2 * np.pi), max(radius.values()) + _GAP) * 1.1 if len(members) > 1 else 0.0
    places: dict[int, Floats] = {}
    rings: dict[int, tuple[Floats, float]] = {}
    turned, start = 0.0, np.pi if len(members) == 2 else np.pi / 2  # two stand side by side
    for package, own in members.items():
        width = (2 * radius[package] + _GAP) / around * 2 * np.pi
        angle = start - turned - (width - _first_width(radius, around)) / 2
        turned += width
        centre = big * np.array([np.cos(angle), np.sin(angle)])
        rings[package] = centre, radius[package]
        inner = 0.0 if len(own) == 1 else radius[package] - 0.7
        for number, topic in enumerate(own):
            turn = np.pi / 2 - 2 * np.pi * number / len(own)
            places[int(topic)] = centre + inner * np.array([np.cos(turn), np.sin(turn)])
    return places, rings


def _first_width(radius: dict[int, float], around: float) -> float:
    """Return the angle of the first package, which is centred at the top."""
    return (2 * next(iter(radius.values())) + _GAP) / around * 2 * np.pi


def _halo() -> list[patheffects.withStroke]:
    """Return a white edge around letters, so that lines behind them do not cross them."""
    return [patheffects.withStroke(linewidth=3, foreground="white")]


def _draw_ring(ax: Axes, row: Any, centre: Floats, radius: float) -> None:
    unstable = row["stability"] < STABLE
    ax.add_patch(Circle(
        tuple(centre), radius, facecolor="#F6F6F6", edgecolor=style.GREY, linewidth=1.0,
        linestyle="--" if unstable else "-", zorder=0, gid=f"package {row['package']}",
    ))  # fmt: skip
    name = f"{style.shortened(row['name'], 44)}\n{row['prevalence']:.0%}"
    ax.text(
        centre[0], centre[1] + radius + 0.08, name, ha="center", va="bottom", fontsize=style.NORMAL, color=style.INK,
        parse_math=False, zorder=4, style="italic" if unstable else "normal", path_effects=_halo(),
    )  # fmt: skip


def _draw_links(ax: Axes, packages: FramePackages, places: dict[int, Floats]) -> None:
    """Draw the strongest links of each topic once."""
    network = packages.network
    links = set()
    for topic in network.index:
        for other in network.loc[topic].nlargest(_LINKS).index:
            if network.loc[topic, other] > 0:
                links.add((min(topic, other), max(topic, other)))
    strongest = max((network.loc[pair] for pair in links), default=1.0)
    for first, second in sorted(links):
        weight = network.loc[first, second] / strongest
        (x0, y0), (x1, y1) = places[first], places[second]
        ax.plot(
            [x0, x1], [y0, y1], color=style.GREY, linewidth=0.5 + 3.0 * weight, alpha=0.25 + 0.5 * weight, zorder=1,
            gid=f"link {first} {second}",
        )  # fmt: skip


def _draw_topic(ax: Axes, row: Any, place: Floats, colour: str, area: float) -> None:
    unstable = row["stability"] < STABLE
    ax.scatter(
        [place[0]], [place[1]], s=area + 40, facecolor="white" if unstable else colour, edgecolor=colour, linewidth=1.6,
        linestyle="--" if unstable else "-", zorder=2, gid=f"topic {row.name}",
    )  # fmt: skip
    words = ", ".join(str(row["label"]).split(", ")[:2])
    name = style.wrapped(f"{row.name} {words}", width=16)
    ax.annotate(
        f"{name}\n(unstable)" if unstable else name, (place[0], place[1]), xytext=(0, -4 - np.sqrt(area + 40) / 2),
        textcoords="offset points", ha="center", va="top", fontsize=style.SMALL,
        color=style.GREY if unstable else style.INK, style="italic" if unstable else "normal", parse_math=False,
        zorder=3, path_effects=_halo(),
    )  # fmt: skip


def _frame(ax: Axes, rings: dict[int, tuple[Floats, float]]) -> None:
    """Show all rings with their names, without axes and undistorted."""
    low = np.min([centre - radius for centre, radius in rings.values()], axis=0)
    high = np.max([centre + radius for centre, radius in rings.values()], axis=0)
    ax.set_xlim(low[0] - 0.5, high[0] + 0.5)
    ax.set_ylim(low[1] - 0.3, high[1] + 0.9)
    ax.set_aspect("equal")
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set_visible(False)


def _notes(packages: FramePackages) -> list[str]:
    notes = [
        f"area: prevalence · lines: the {_LINKS} strongest links of each topic · distances mean nothing",
        f"modularity {packages.modularity:.3f}; topics dealt to articles by chance: {packages.chance:.3f}",
    ]
    if packages.modularity <= packages.chance:
        notes.append("No more than chance: the topics do not form packages.")
    if (packages.model.table["stability"] < STABLE).any():
        notes.append("hollow, broken edge: unstable topic; do not interpret it")
    return notes
