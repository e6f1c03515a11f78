"""Plots as data: the artists carry the numbers of the table."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from tests.plots.conftest import FORCE, corpus_of
from toolkit.comparison.headline import headline_body
from toolkit.comparison.means import outlet_means
from toolkit.comparison.outlets import compare
from toolkit.comparison.result import Comparison
from toolkit.errors import OptionError, SmallSampleWarning
from toolkit.framing.force import ForceAxis
from toolkit.plots.comparison import CLEAR, UNBOUNDED, UNCLEAR, plot_comparison
from toolkit.plots.headline import draw_headline_body, plot_headline_body
from toolkit.plots.heatmap import plot_heatmap
from toolkit.plots.style import plain, shortened, wrapped

Draw = Callable[[Comparison, Axes | None], Axes]
PLOTS: dict[str, Draw] = {
    "comparison": lambda comparison, ax: plot_comparison(comparison, ax=ax),
    "heatmap": lambda comparison, ax: plot_heatmap(comparison, ax=ax),
    "headline": lambda comparison, ax: plot_headline_body(comparison.measurement, category="destroy", ax=ax),
}


def marks(ax: Axes, kind: str) -> list[float]:
    """Where the marks of a kind lie."""
    return [float(line.get_xdata()[0]) for line in ax.lines if line.get_gid() == kind]


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("draw", PLOTS.values(), ids=PLOTS)
def test_returns_the_axes_given_and_changes_no_global_setting(draw: Draw, comparison: Comparison) -> None:
    before = dict(mpl.rcParams)
    ax = Figure().subplots()
    assert draw(comparison, ax) is ax
    assert isinstance(draw(comparison, None), Axes)
    assert dict(mpl.rcParams) == before


def test_comparison_marks_lie_at_the_estimates(comparison: Comparison) -> None:
    rows = comparison.table[comparison.table["category"] == "destroy"]
    ax = plot_comparison(comparison, category="destroy")
    drawn = marks(ax, CLEAR) + marks(ax, UNCLEAR)
    assert sorted(drawn) == pytest.approx(sorted(rows["estimate"]))
    intervals = [tuple(line.get_xdata()) for line in ax.lines if len(line.get_xdata()) == 2 and line.get_xdata()[1]]
    for low, high in zip(rows["low"], rows["high"], strict=True):
        assert any(np.allclose((low, high), drawn_interval) for drawn_interval in intervals)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Alpha", "Beta", "Gamma"]
    assert words(ax).count("6") == 3
    assert "95% intervals" in ax.get_xlabel()


def test_categories_of_different_units_get_their_own_panels(comparison: Comparison) -> None:
    ax = plot_comparison(comparison)
    rates, balance = ax.child_axes
    assert "per 1,000 words" in rates.get_xlabel()
    assert "balance" in words(balance)
    assert "destroy" in words(rates)


def test_too_few_events_are_hollow_and_said() -> None:
    with pytest.warns(SmallSampleWarning):
        few = compare(ForceAxis(lexicon=FORCE)(corpus_of(["Alpha", "Beta", "Gamma"], 3)), n_resamples=99)
    ax = plot_comparison(few, category="destroy")
    hollow = [line for line in ax.lines if line.get_gid() == UNBOUNDED]
    assert len(hollow) == 3
    assert all(line.get_markerfacecolor() == "white" for line in hollow)
    assert "no interval: too few events" in ax.get_xlabel()


def test_an_unknown_estimate_is_said_and_not_drawn(comparison: Comparison) -> None:
    table = comparison.table[comparison.table["category"] == "destroy"].copy()
    table.loc[table.index[0], ["estimate", "low", "high", "p", "q"]] = np.nan
    ax = plot_comparison(replace(comparison, table=table))
    assert " not known" in words(ax)
    assert len(marks(ax, CLEAR) + marks(ax, UNCLEAR)) == 2


def test_a_pair_has_one_row_a_category(corpus: object) -> None:
    measurement = ForceAxis(lexicon=FORCE)(corpus_of(["Alpha", "Beta"]))
    pair = compare(measurement, categories=["destroy", "deter"], n_resamples=99)
    ax = plot_comparison(pair)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["destroy", "deter"]
    assert "Alpha minus Beta" in ax.get_xlabel()


def test_unknown_category_names_those_there_are(comparison: Comparison) -> None:
    with pytest.raises(OptionError, match="'destroy'"):
        plot_comparison(comparison, category="destory")


def test_heatmap_cells_show_the_means(comparison: Comparison) -> None:
    means = outlet_means(comparison)
    # Alpha tells events 0..5 with 0, 1, 2, 3, 0, 1 of 10 + 10 words, and one in each headline: (7 + 6) / 6 / 20.
    alpha = means[(means["outlet"] == "Alpha") & (means["category"] == "destroy")]["value"].item()
    assert alpha == pytest.approx(1000 * 13 / 6 / 20)
    assert "108" in words(plot_heatmap(comparison))


def test_heatmap_hatches_cells_without_a_value(comparison: Comparison) -> None:
    cells = comparison.cells
    none = (cells["outlet"] == "Beta") & (cells["category"] == "destroy")
    ax = plot_heatmap(replace(comparison, cells=cells[~none]))
    hatched = [patch for patch in ax.patches if isinstance(patch, Rectangle) and patch.get_hatch()]
    assert [patch.get_xy() for patch in hatched] == [(0, 1)]


def test_heatmap_colour_bar_says_what_the_shade_is(comparison: Comparison) -> None:
    bar = plot_heatmap(comparison).figure.axes[1]
    assert "not comparable between columns" in bar.get_ylabel()


def test_heatmap_needs_a_comparison() -> None:
    with pytest.raises(OptionError, match="at least one"):
        plot_heatmap([])


def test_headline_marks_lie_at_the_means(comparison: Comparison) -> None:
    table = headline_body(comparison.measurement, category="destroy")
    ax = draw_headline_body(table, Figure().subplots())
    assert marks(ax, "headline") == pytest.approx([100.0, 0.0, 0.0])
    assert marks(ax, "story") == pytest.approx(list(table["body"]))
    assert words(ax).count("6") == 3


NAMES = ["The Old and New Northern Advertiser of the Upper Valley, Morning Edition", "Cost $5 or $x^2$", "قناة الخبر"]


@pytest.mark.parametrize("n_outlets", [3, 6, 12])
def test_no_label_is_cut_or_overlaps(n_outlets: int) -> None:
    outlets = [f"{NAMES[i % 2]} {i}" for i in range(n_outlets)]
    comparison = compare(ForceAxis(lexicon=FORCE)(corpus_of(outlets)), n_resamples=49)
    for ax in (plot_comparison(comparison, category="destroy"), plot_heatmap(comparison)):
        figure = ax.figure
        figure.canvas.draw()
        boxes = [label.get_window_extent() for label in ax.get_yticklabels()]
        assert min(box.x0 for box in boxes) >= 0
        assert all(a.y0 >= b.y1 - 1 for a, b in pairwise(boxes))


def test_names_are_shown_as_they_are(comparison: Comparison) -> None:
    named = compare(ForceAxis(lexicon=FORCE)(corpus_of(["$\\frac{", "a\x00b", NAMES[2]])), n_resamples=49)
    ax = plot_comparison(named, category="destroy")
    ax.figure.canvas.draw()
    assert [label.get_text() for label in ax.get_yticklabels()] == ["$\\frac{", "a b", NAMES[2]]


def test_shortening_keeps_both_ends() -> None:
    assert shortened("The Daily Something of Somewhere", 15) == "The Dai … mewhere"
    assert wrapped("one two three", width=7) == "one two\nthree"
    assert wrapped("word " * 40, width=10, max_lines=2).count("\n") == 1
    assert plain("a\x00\n b\ud800") == "a b"
