"""The picture of a specification curve, as data."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from tests.plots.conftest import FORCE, corpus_of
from toolkit.comparison.specification_curve import specification_curve
from toolkit.comparison.specification_result import SpecificationCurve
from toolkit.corpus.corpus import Corpus
from toolkit.errors import SmallSampleWarning
from toolkit.framing.force import ForceAxis
from toolkit.plots import style
from toolkit.plots.specification_curve import plot_specification_curve

ALTERNATIVES = {"parts": ["headline", "story"], "pool": ["sum"], "wire": ["keep"], "voice": ["unquoted"]}


def curve_of(corpus: Corpus, outlets: tuple[str, str]) -> SpecificationCurve:
    return specification_curve(
        corpus, ForceAxis(FORCE), category="destroy", outlets=outlets, alternatives=ALTERNATIVES, n_exchanges=19,
        n_resamples=99,
    )  # fmt: skip


@pytest.fixture(scope="module")
def curve() -> SpecificationCurve:
    return curve_of(corpus_of(["Alpha", "Beta", "Gamma"]), ("Alpha", "Beta"))


def test_marks_carry_the_table(curve: SpecificationCurve) -> None:
    ax = Figure().subplots()
    assert plot_specification_curve(curve, ax=ax) is ax
    upper, lower = ax.child_axes
    table = curve.table.sort_values("estimate", kind="stable")
    made = {one.get_gid(): one for one in [*upper.collections, *upper.lines]}
    assert np.asarray(made["estimates"].get_offsets())[:, 1] == pytest.approx(table["estimate"].to_numpy())
    bounds = [sorted(segment[:, 1]) for segment in made["intervals"].get_segments()]
    assert np.array(bounds) == pytest.approx(table[["low", "high"]].dropna().to_numpy())
    assert made["median"].get_ydata()[0] == pytest.approx(curve.table["estimate"].median())
    assert made["base"].get_ydata()[0] == pytest.approx(curve.table.loc[0, "estimate"])
    clear = [to_hex(colour) in (style.BLUE.lower(), style.VERMILLION.lower())
             for colour in made["estimates"].get_edgecolors()]  # fmt: skip
    assert clear == table["clear"].tolist()
    assert 0 < sum(clear) < len(clear)
    for strokes in lower.collections:
        choice, option = strokes.get_gid().split(": ")
        places = [int(segment[0, 0]) for segment in strokes.get_segments()]
        assert places == np.flatnonzero(table[choice] == option).tolist()
    names = [label.get_text() for label in lower.get_yticklabels()]
    assert names == ["all", "headline", "story", "mean", "sum", "once", "keep", "all", "unquoted"]


def test_numbers_stand_in_the_title_and_below(curve: SpecificationCurve) -> None:
    upper, lower = plot_specification_curve(curve).child_axes
    title = upper.get_title(loc="left")
    assert "Alpha minus Beta: median " in title
    assert f"{curve.n_same_sign} of 24 specifications" in title
    assert f"{curve.n_clear} clearly so" in title
    assert curve.joint is not None
    assert f"p = {curve.joint.p_median:.2g} for the median" in lower.get_xlabel()


def test_without_intervals_dots_are_hollow_and_names_are_shown_as_they_are() -> None:
    with pytest.warns(SmallSampleWarning):
        few = curve_of(corpus_of(["$\\frac{", "قناة الخبر"], 3), ("$\\frac{", "قناة الخبر"))
    ax = plot_specification_curve(few)
    ax.figure.canvas.draw()
    dots = next(one for one in ax.child_axes[0].collections if one.get_gid() == "estimates")
    assert {to_hex(colour) for colour in dots.get_facecolors()} == {"#ffffff"}
    assert "$\\frac{" in ax.child_axes[0].get_title(loc="left")


def test_a_single_specification_is_drawn_too() -> None:
    curve = specification_curve(
        corpus_of(["Alpha", "Beta"]), ForceAxis(FORCE), category="destroy", alternatives={}, n_exchanges=0
    )
    ax = plot_specification_curve(curve)
    ax.figure.canvas.draw()
    assert len(ax.child_axes[1].collections) == 0
