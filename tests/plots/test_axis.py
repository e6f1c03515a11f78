"""Plots of frame axes, read as data."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from tests.measures.axis_words import VECTORS
from toolkit.comparison.axis_effects import axis_effects
from toolkit.comparison.axis_words import AxisWords, axis_words
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ColumnError, OptionError
from toolkit.framing.axis import FrameAxis
from toolkit.plots.axis import plot_axis_plane, plot_axis_words, plot_frame_axis

AXES = {"legality": ("law", "crime"), "court": ("court", "crime")}
STORIES = {
    "Alpha": ["law law vote", "law court", "law law", "law vote", "law"],
    "Beta $x$": ["crime vote", "theft crime", "vote crime", "crime theft crime", "law crime crime"],
    "Gamma": ["vote"],
}


@pytest.fixture(scope="module")
def effects() -> pd.DataFrame:
    rows = [
        {"article_id": f"{outlet}{number}", "outlet": outlet, "text": text, "event_id": f"e{number}", "language": "en"}
        for outlet, texts in STORIES.items()
        for number, text in enumerate(texts)
    ]
    return axis_effects(FrameAxis(AXES, vectors=VECTORS)(Corpus(pd.DataFrame(rows), name="p")), n_resamples=199)


@pytest.fixture(scope="module")
def words() -> AxisWords:
    table = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["A", "B"], "event_id": ["e", "e"], "language": "en",
                          "text": ["law law court vote", "theft crime vote <b>$x$"]})  # fmt: skip
    measured = FrameAxis("law", "crime", vectors=VECTORS)(Corpus(table, name="w"))
    return axis_words(measured, target="A", reference="B")


def points(ax: plt.Axes, kind: str) -> list[tuple[float, ...]]:
    return [tuple(line.get_xdata()) for line in ax.lines if line.get_gid() == kind]


def test_marks_and_lines_are_those_of_the_table(effects: pd.DataFrame) -> None:
    ax = plot_frame_axis(effects)
    bias = effects[effects["score"] == "bias"]
    assert points(ax, "value") == [(value,) for value in bias["value"]]
    bounded = bias.dropna(subset="low")
    assert points(ax, "interval") == list(zip(bounded["low"], bounded["high"], strict=True))
    assert points(ax, "corpus") == [(value, value) for value in bias["corpus"]]
    assert [label.get_text() for label in ax.get_yticklabels()] == list(bias["outlet"])
    texts = [text.get_text() for text in ax.texts]
    assert {"← crime", "law →", "court →", "legality"} <= set(texts)


def test_a_diamond_stands_for_an_interval_without_the_corpus(effects: pd.DataFrame) -> None:
    ax = plot_frame_axis(effects, axes=["legality"])
    rows = effects[(effects["score"] == "bias") & (effects["axis"] == "legality")]
    clear = [not (row.low <= row.corpus <= row.high) and not np.isnan(row.low) for row in rows.itertuples()]
    assert [line.get_marker() == "D" for line in ax.lines if line.get_gid() == "value"] == clear == [True, True, False]


def test_it_draws_where_it_is_told_and_nothing_else(effects: pd.DataFrame, words: AxisWords) -> None:
    for draw in (
        lambda ax: plot_frame_axis(effects, score="intensity", ax=ax),
        lambda ax: plot_axis_plane(effects, axis="court", ax=ax),
        lambda ax: plot_axis_words(words, ax=ax),
    ):
        _, ax = plt.subplots()
        before = (plt.get_fignums(), dict(plt.rcParams))
        assert draw(ax) is ax
        assert (plt.get_fignums(), dict(plt.rcParams)) == before


def test_the_plane_has_bias_and_intensity(effects: pd.DataFrame) -> None:
    ax = plot_axis_plane(effects, axis="legality")
    rows = effects[effects["axis"] == "legality"].pivot_table(index="outlet", columns="score", values="value")
    drawn = [(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines if line.get_gid() == "value"]
    assert drawn == [tuple(row) for row in rows[["bias", "intensity"]].to_numpy()]
    names = next(text.get_text() for text in ax.texts if text.get_gid() == "names")
    assert names == "1  Alpha\n2  Beta $x$\n3  Gamma"
    with pytest.raises(OptionError, match="`axis` must be 'legality' or 'court'; got None"):
        plot_axis_plane(effects)


def test_bars_are_the_contributions(words: AxisWords) -> None:
    ax = plot_axis_words(words)
    table = words.table.sort_values("contribution", ascending=False, kind="stable")
    assert [bar.get_width() for bar in ax.patches] == list(table["contribution"])
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels[0] == "law (2 : 0)"
    assert "A minus B" in ax.get_xlabel()
    few = plot_axis_words(words, n_words=2)
    largest = sorted(abs(words.table["contribution"]))[-2:]
    assert sorted(abs(bar.get_width()) for bar in few.patches) == largest


def test_nothing_to_draw_is_an_error(effects: pd.DataFrame, words: AxisWords) -> None:
    with pytest.raises(OptionError, match="`axes` must be 'legality' or 'court'"):
        plot_frame_axis(effects, axes=["law"])
    with pytest.raises(OptionError, match="`score` must be 'bias' or 'intensity'"):
        plot_frame_axis(effects, score="p")
    with pytest.raises(ColumnError, match="has no column"):
        plot_frame_axis(effects.drop(columns="corpus"))
    with pytest.raises(OptionError, match="`n_words` must be 1 or more"):
        plot_axis_words(words, n_words=0)
    with pytest.raises(OptionError, match="no word to draw"):
        plot_axis_words(AxisWords(words.table.head(0), words.axis, "bias", "A", None, float("nan")))
