"""Plots of distinctive words and word shifts as data."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from toolkit.comparison.keyness import keyness
from toolkit.comparison.keyness_result import Keyness
from toolkit.comparison.term_counts import Terms
from toolkit.comparison.word_shift import word_shift
from toolkit.comparison.word_shift_result import WordShift
from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError
from toolkit.plots.keyness import plot_keyness
from toolkit.plots.keyness_scatter import plot_keyness_scatter
from toolkit.plots.word_shift import plot_word_shift


def corpus_of(outlets: str = "AB", odd: str = "$x^2$ <b>") -> Corpus:
    """A destroys twice in each of eight articles and B never; B calms; both write the same rest."""
    rows = [
        {
            "article_id": f"{outlet}{event}", "event_id": f"e{event}",
            "outlet": outlet if outlet != "A" else f"A {odd}",
            "text": f"{'destroy destroy' if outlet == 'A' else 'calm calm'} word word {'war' * (event % 2)} peace",
        }
        for event in range(8) for outlet in outlets
    ]  # fmt: skip
    return Corpus(pd.DataFrame(rows))


@pytest.fixture(scope="module")
def found() -> Keyness:
    return keyness(corpus_of(), target="A $x^2$ <b>", terms=Terms(min_count=2), n_resamples=199)


@pytest.fixture(scope="module")
def shift() -> WordShift:
    scores = {"destroy": -2.0, "calm": 2.0, "war": -1.0}
    return word_shift(corpus_of(), scores, target="A $x^2$ <b>", reference_value=0, n_resamples=199)


def marks(ax: Axes) -> list[float]:
    return [
        float(line.get_xdata()[0]) for line in ax.lines if line.get_gid() in ("clear", "could be none", "no interval")
    ]


def test_marks_lie_at_the_log_odds_and_lines_at_the_bounds(found: Keyness) -> None:
    ax = plot_keyness(found, n=3)
    rows = found.top(3)
    assert marks(ax) == pytest.approx(rows["log_odds"].tolist())
    drawn = [tuple(line.get_xdata()) for line in ax.lines if line.get_gid() == "interval"]
    assert drawn == [tuple(pair) for pair in rows.loc[rows["low"].notna(), ["low", "high"]].to_numpy()]
    assert [label.get_text() for label in ax.get_yticklabels()] == rows["term"].tolist()
    assert "8 / 0" in [text.get_text() for text in ax.texts]


def test_scatter_has_a_point_for_each_term_by_kind(found: Keyness) -> None:
    ax = plot_keyness_scatter(found)
    points = np.concatenate([np.asarray(one.get_offsets()) for one in ax.collections])
    assert sorted(points[:, 1]) == pytest.approx(sorted(found.table["log_odds"]))
    by_kind = {one.get_gid(): np.asarray(one.get_offsets()) for one in ax.collections}
    clear = found.table[(found.table["low"] > 0) | (found.table["high"] < 0)]
    assert len(by_kind["target"]) == (clear["log_odds"] > 0).sum() == 1
    assert len(by_kind["reference"]) == (clear["log_odds"] < 0).sum() == 1
    # destroy: 16 of the 44 words of each side, per 1,000 of both.
    assert by_kind["target"][0, 0] == pytest.approx(1000 * 16 / 88)
    assert "destroy" in [text.get_text() for text in ax.texts]


def test_bars_are_as_long_as_contributions_and_hatched_for_less(shift: WordShift) -> None:
    ax = plot_word_shift(shift)
    assert [bar.get_width() for bar in ax.patches] == pytest.approx(shift.table["contribution"].tolist())
    hatched = dict(zip(shift.table["word"], (bar.get_hatch() is not None for bar in ax.patches), strict=True))
    assert hatched["calm"]
    assert not hatched["destroy"]
    assert "difference" in ax.get_title(loc="left")


def test_a_divergence_is_drawn_without_intervals() -> None:
    shift = word_shift(corpus_of(), target="A $x^2$ <b>", method="jensen-shannon")
    ax = plot_word_shift(shift, n=3)
    assert len(ax.patches) == 3
    assert not [line for line in ax.lines if line.get_gid() == "interval"]


def test_plots_return_the_axes_given_and_change_no_global_setting(found: Keyness, shift: WordShift) -> None:
    before = dict(mpl.rcParams)
    for draw in (
        lambda ax: plot_keyness(found, ax=ax),
        lambda ax: plot_keyness_scatter(found, ax=ax),
        lambda ax: plot_word_shift(shift, ax=ax),
    ):
        ax = Figure().subplots()
        assert draw(ax) is ax
        ax.figure.canvas.draw()  # names like $x^2$ are no formula
    assert dict(mpl.rcParams) == before


def test_one_of_several_targets_must_be_named() -> None:
    found = keyness(corpus_of("ABC"), terms=Terms(min_count=2), n_resamples=99)
    with pytest.raises(OptionError, match="several targets; choose one"):
        plot_keyness(found)
    assert len(plot_keyness_scatter(found, target="B").collections) == 3
