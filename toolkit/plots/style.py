"""What all plots share: colours, labels and new axes.

Colours are those of Okabe and Ito, which colour-blind readers can tell apart; shape or hatching says the same
again, for print in grey. Nothing here changes matplotlib's global settings.

Contents: `BLUE`, `VERMILLION`, `GREY`, `INK`, `plain`, `shortened`,
`wrapped`, `new_axes`, `tidy`, `row_labels`, `row_height`, `counts_at_the_right`.
"""

import re
import textwrap
from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

BLUE, VERMILLION, GREY, INK = "#0072B2", "#D55E00", "#767676", "#222222"
FAINT = "#E3E3E3"
SMALL, NORMAL = 9.0, 10.0  # points
LINE = 0.17  # inches, the height of a line of normal text

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff\ufffe\uffff]+")


def plain(text: object) -> str:
    """Return a text on one line, without characters that cannot be drawn or written to a file."""
    return " ".join(_UNPRINTABLE.sub(" ", str(text)).split())


def shortened(text: object, length: int) -> str:
    """Return a text cut in its middle, so that names which share a beginning can still be told apart."""
    line = plain(text)
    if len(line) <= length:
        return line
    half = (length - 1) // 2
    return f"{line[:half].rstrip()} … {line[-half:].lstrip()}"


def wrapped(text: object, *, width: int = 24, max_lines: int = 3) -> str:
    """Return a label broken into lines of at most `width` characters; what needs more lines is cut in its middle."""
    room = width * max_lines
    lines = textwrap.wrap(plain(text), width, break_long_words=True)
    while len(lines) > max_lines:
        room -= 4
        lines = textwrap.wrap(shortened(text, room), width, break_long_words=True)
    return "\n".join(lines)


def new_axes(size: tuple[float, float]) -> Axes:
    """Return the axes of a new figure of the given size in inches, laid out so that no label is cut."""
    return plt.subplots(figsize=size, layout="constrained")[1]


def tidy(ax: Axes) -> None:
    """Take away the frame and the tick marks, and draw faint vertical lines behind the data."""
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.spines["bottom"].set_color(GREY)
    ax.tick_params(axis="y", length=0)
    ax.tick_params(axis="x", color=GREY, labelcolor=INK, labelsize=SMALL)
    ax.grid(visible=True, axis="x", color=FAINT, linewidth=0.8)
    ax.set_axisbelow(True)


def row_labels(ax: Axes, places: Sequence[float], names: Sequence[object]) -> None:
    """Name the rows at the left; a name is shown as it is, also where it looks like a formula."""
    labels = [wrapped(name) for name in names]
    ax.set_yticks(list(places), labels=labels, parse_math=False, fontsize=NORMAL, color=INK)


def row_height(names: Sequence[object]) -> float:
    """Return how many inches a row needs for the longest of the names."""
    n_lines = max((wrapped(name).count("\n") + 1 for name in names), default=1)
    return 0.12 + LINE * n_lines


def counts_at_the_right(ax: Axes, places: Sequence[float], counts: Sequence[object], heading: str, top: float) -> None:
    """Write a count beside each row, under a heading at the height `top`."""
    options: dict[str, Any] = {
        "transform": ax.get_yaxis_transform(),
        "fontsize": SMALL,
        "color": INK,
        "va": "center",
        "ha": "right",
    }
    for place, count in zip(places, counts, strict=True):
        ax.text(1.08, place, f"{count}", **options)
    ax.text(1.08, top, heading, **{**options, "color": GREY})
