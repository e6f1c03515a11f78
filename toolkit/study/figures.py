"""The figures of a study, the same bytes for the same numbers.

Contents: `write_figures`.
"""

import itertools
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.comparison.coverage import well_covered, with_intervals
from toolkit.comparison.result import Comparison
from toolkit.report.extras import MAX_TARGETS, Extras
from toolkit.study.tables import file_name, free_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Draw = Callable[["list[Axes]"], None]
Size = tuple[float, float]

MAX_PANELS = 12  # categories in a figure of headlines against stories
_SALT = "media-framing-toolkit"  # of the ids inside an SVG, which are random otherwise


def write_figures(
    folder: Path,
    comparisons: Mapping[str, Comparison],
    headlines: pd.DataFrame,
    formats: Sequence[str],
    extras: Extras | None = None,
) -> None:
    """Draw each comparison, the mean values behind it, headlines against stories, and the rest, into a folder.

    Of many outlets, those that share too few events are left out, as in the report.

    Parameters
    ----------
    folder : an existing folder.
    comparisons : by the key of the measure.
    headlines : rows of `headline_body` with the key of the measure in a column `measure`.
    formats : "svg", "png" or both; other formats are passed over.
    extras : what was found beside comparisons. Figures of events and of distinctive words are numbered, since no file
        is named by what articles hold.
    """
    more = Extras() if extras is None else extras
    endings = [one for one in formats if one in ("svg", "png")]
    if endings:
        drawn = itertools.chain(
            _figures(comparisons, headlines),
            _fact_figures(more),
            _actor_figures(more),
            _word_figures(more),
            _curve_figure(more),
        )
        for name, size, n_panels, draw in drawn:
            _save(size, n_panels, draw, [folder / f"{name}.{ending}" for ending in endings])


def _figures(comparisons: Mapping[str, Comparison], headlines: pd.DataFrame) -> Iterator[tuple[str, Size, int, Draw]]:
    """Yield of each figure its name, its size in inches, its number of panels, and what draws it."""
    from toolkit.plots.comparison import comparison_size, plot_comparison
    from toolkit.plots.headline import draw_headline_body, headline_size
    from toolkit.plots.heatmap import heatmap_size, plot_heatmap

    shown = {key: well_covered(one).shown for key, one in comparisons.items()}
    for key, one in shown.items():
        drawn = with_intervals(one)
        yield f"comparison-{key}", comparison_size(drawn), 1, partial(_on_first, partial(plot_comparison, drawn))
        yield f"heatmap-{key}", heatmap_size(one), 1, partial(_on_first, partial(plot_heatmap, one))
    for key, table in headlines.groupby("measure", sort=False):
        panels = _panels(table[table["outlet"].isin(_outlets(shown.get(str(key)), table))])
        if panels:
            width, height = headline_size(panels[0]["outlet"])
            draw = partial(_one_each, draw_headline_body, panels)
            yield f"headline-body-{key}", (width, height * len(panels)), len(panels), draw


def _fact_figures(extras: Extras) -> Iterator[tuple[str, Size, int, Draw]]:
    """Yield the figures of the events laid side by side, and of the shares that outlets tell."""
    if extras.omission is None:
        return
    from toolkit.plots.facts import facts_size, omission_size, plot_facts, plot_omission

    n = extras.omission.at_least
    for number, one in enumerate(extras.alignments, start=1):
        draw = partial(plot_facts, one, at_least=n, min_outlets=max(2, n))
        yield f"facts-{number}", facts_size(one, at_least=n, min_outlets=max(2, n)), 1, partial(_on_first, draw)
    yield "omission", omission_size(extras.omission), 1, partial(_on_first, partial(plot_omission, extras.omission))


def _actor_figures(extras: Extras) -> Iterator[tuple[str, Size, int, Draw]]:
    """Yield the figures of the actors; those of labels carry the actor's id, made safe for a file name."""
    if extras.actors is None:
        return
    from toolkit.plots.actors import actor_drawings

    taken: set[str] = set()
    for one in actor_drawings(extras.actors, most=extras.most):
        name = free_name("-".join(["actors", one.kind, *([file_name(one.subject)] if one.subject else [])]), taken)
        taken.add(name)
        yield name, one.size, 1, partial(_on_first, one.draw)


def _word_figures(extras: Extras) -> Iterator[tuple[str, Size, int, Draw]]:
    """Yield a figure of the distinctive words of each target that the report shows."""
    found, n = extras.words, extras.most_words
    if found is None:
        return
    from toolkit.plots.keyness import keyness_size, plot_keyness

    for number, target in enumerate(found.largest_targets(MAX_TARGETS), start=1):
        draw = partial(plot_keyness, found, target=target, n=n)
        yield f"words-{number}", keyness_size(found, target=target, n=n), 1, partial(_on_first, draw)


def _curve_figure(extras: Extras) -> Iterator[tuple[str, Size, int, Draw]]:
    """Yield the figure of the specification curve."""
    if extras.curve is None:
        return
    from toolkit.plots.specification_curve import plot_specification_curve, specification_curve_size

    draw = partial(_on_first, partial(plot_specification_curve, extras.curve))
    yield "specification_curve", specification_curve_size(extras.curve), 1, draw


def _outlets(comparison: Comparison | None, table: pd.DataFrame) -> set[str]:
    """Return the outlets of a comparison, of a pair both; without one, those of the table."""
    return set(table["outlet"]) if comparison is None else {*comparison.table["outlet"], *comparison.table["reference"]}


def _on_first(plot: Callable[..., object], axes: "list[Axes]") -> None:
    """Draw on the only axes."""
    plot(ax=axes[0])


def _one_each(plot: Callable[..., object], tables: list[pd.DataFrame], axes: "list[Axes]") -> None:
    """Draw each table on axes of its own."""
    for table, ax in zip(tables, axes, strict=True):
        plot(table, ax)


def _panels(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the rows of each category in which something could be measured, those with most articles first."""
    usable = table.groupby("category", sort=False)["n_articles"].sum()
    chosen = usable[usable > 0].sort_values(ascending=False, kind="stable").index[:MAX_PANELS]
    groups = dict(iter(table.groupby("category", sort=False)))
    return [groups[category] for category in usable.index if category in chosen]


def _save(size: Size, n_panels: int, draw: Draw, paths: Sequence[Path]) -> None:
    """Draw a figure and write it to each path; neither pyplot nor global settings of matplotlib are touched."""
    import matplotlib as mpl
    import matplotlib.style
    from matplotlib.figure import Figure

    fixed = {"svg.hashsalt": _SALT, "svg.fonttype": "none", "font.family": ["sans-serif"]}
    with mpl.style.context(["default", fixed]), warnings.catch_warnings():
        # In an SVG the reader's program draws the letters: that our font lacks some does not matter.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from")
        figure = Figure(figsize=size, layout="constrained")
        draw(list(figure.subplots(n_panels, 1, squeeze=False)[:, 0]))
        for path in paths:
            metadata = {"Date": None, "Creator": None} if path.suffix == ".svg" else {"Software": None}
            figure.savefig(path, metadata=metadata, dpi=150)
