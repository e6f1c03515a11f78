"""Who tells what, as a picture: squares, rings and numbers are those of the table."""

import dataclasses
from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from tests.report.aligned import ARTICLES, FACTS, TELLINGS, alignment_of
from toolkit.comparison.omission import Omission
from toolkit.errors import OptionError
from toolkit.events.alignment import Alignment
from toolkit.plots.facts import LEFT_OUT, TOLD, facts_size, omission_size, plot_facts, plot_omission


@pytest.fixture
def alignment() -> Alignment:
    return alignment_of()


def cell(x: float, y: float) -> tuple[int, int]:
    """Row and column of a place in the picture."""
    return int(y), int(x)


def rings(ax: Axes) -> set[tuple[int, int]]:
    return {
        cell(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in ax.lines if line.get_gid() == LEFT_OUT
    }


def squares(ax: Axes) -> dict[tuple[int, int], Rectangle]:
    found = [one for one in ax.patches if isinstance(one, Rectangle) and one.get_gid() == TOLD]
    return {cell(one.get_x(), one.get_y()): one for one in found}


def numbers(ax: Axes) -> dict[tuple[int, int], str]:
    return {cell(*text.get_position()): text.get_text() for text in ax.texts if text.get_transform() == ax.transData}


def names(ax: Axes) -> tuple[list[str], list[str]]:
    return [one.get_text() for one in ax.get_yticklabels()], [one.get_text() for one in ax.get_xticklabels()]


def test_squares_and_numbers_are_the_tellings(alignment: Alignment) -> None:
    ax = plot_facts(alignment)
    # Columns are Alpha, Beta, Delta, Gamma. Beta tells f01 twice, at 19 and 62 per cent: the earlier one counts.
    expected = {(0, 0): "42", (0, 1): "19", (0, 2): "17", (1, 0): "80", (1, 3): "20"}
    assert numbers(ax) == expected
    assert set(squares(ax)) == set(expected)
    assert names(ax) == (
        ["f01  Three men died in the raid.", "f02  The river rose on Monday."], ["Alpha", "Beta", "Delta", "Gamma"],
    )  # fmt: skip
    assert [text.get_text() for text in ax.texts if " of " in text.get_text()] == ["3 of 4", "2 of 4"]


def test_rings_stand_where_enough_others_tell_it(alignment: Alignment) -> None:
    assert rings(plot_facts(alignment)) == {(0, 3), (1, 1), (1, 2)}
    # With three others needed, the fact that two tell leaves empty cells, and the picture says what those mean.
    few = plot_facts(alignment, at_least=3)
    assert rings(few) == {(0, 3)}
    assert "empty: not told" in few.get_xlabel()
    assert "left out, though 3 others or more tell it" in few.get_xlabel()


def test_what_is_not_drawn_is_said(alignment: Alignment) -> None:
    assert "Not drawn: 1 fact told by one outlet only." in plot_facts(alignment).get_xlabel()
    assert "Not drawn, for want of room: 1 more fact." in plot_facts(alignment, max_facts=1).get_xlabel()
    everything = plot_facts(alignment, min_outlets=1)
    assert "Not drawn" not in everything.get_xlabel()
    assert numbers(everything)[2, 3] == "0"


def test_earlier_is_darker_also_in_grey_and_a_late_square_is_not_white(alignment: Alignment) -> None:
    drawn = squares(plot_facts(alignment))

    def lightness(place: tuple[int, int]) -> float:
        red, green, blue = to_rgb(drawn[place].get_facecolor())
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    order = [lightness(place) for place in [(0, 2), (0, 1), (1, 3), (0, 0), (1, 0)]]  # 17, 19, 20, 42 and 80 per cent
    assert order == sorted(order)
    assert len(set(order)) == 5
    assert order[-1] < 0.8


def test_the_most_widely_told_come_first_whatever_the_order_of_a_list() -> None:
    ax = plot_facts(alignment_of(facts=[FACTS[1], FACTS[0]], tellings=TELLINGS[:-1]))
    assert [label[:3] for label in names(ax)[0]] == ["f01", "f02"]


def test_of_many_outlets_those_that_tell_most_are_drawn() -> None:
    articles = [(f"a{i}", f"Outlet {i:02d}", "en", "High", "It rose.") for i in range(18)]
    tellings = [("f01", f"a{i}", "body", "It rose.", 0.1, 1.0, 0.0) for i in range(3, 18)]
    ax = plot_facts(alignment_of(articles, tellings, [("f01", "It rose.", "a3", 15, 15, 0.1)]))
    assert names(ax)[1] == [f"Outlet {i:02d}" for i in range(3, 18)]
    assert "Not drawn: 3 outlets that tell fewest of these facts." in ax.get_xlabel()


def test_no_common_fact_is_said_and_not_an_error(alignment: Alignment) -> None:
    ax = plot_facts(alignment, min_outlets=4)
    assert "No fact is told by 4 outlets or more." in ax.get_xlabel()
    assert not squares(ax)
    empty = dataclasses.replace(alignment, facts=alignment.facts.iloc[:0], tellings=alignment.tellings.iloc[:0])
    assert not rings(plot_facts(empty))


@pytest.mark.parametrize("name", ["at_least", "min_outlets", "max_facts"])
def test_numbers_below_one_are_refused(alignment: Alignment, name: str) -> None:
    with pytest.raises(OptionError, match=name):
        plot_facts(alignment, **{name: 0})  # type: ignore[arg-type]


def test_labels_are_shown_as_they_are_cut_at_the_end_and_do_not_overlap() -> None:
    long = "The order, which was disclosed on Friday, went last week to planners at two headquarters in the north. " * 2
    facts = [
        (f"f0{i}", text, "a1", 2, 2, 0.1)
        for i, text in enumerate(["$\\frac{ <b> " + long, "a\x00b", "قال رجال.", long])
    ]
    ax = plot_facts(alignment_of(ARTICLES, [], facts))
    ax.figure.canvas.draw()
    shown = names(ax)[0]
    assert shown[0].startswith("f00  $\\frac{ <b> The order") and shown[0].endswith(" …")
    assert shown[1] == "f01  a b"
    assert shown[2] == "f02  قال رجال.\u200f"  # the mark keeps the full stop at the left end
    assert shown[3].count("\n") == 1
    boxes = [label.get_window_extent() for label in ax.get_yticklabels()]
    assert min(box.x0 for box in boxes) >= 0
    assert all(above.y0 >= below.y1 - 1 for above, below in pairwise(boxes))
    width = ax.figure.get_window_extent().width
    assert max(text.get_window_extent().x1 for text in [*ax.texts, *ax.get_xticklabels()]) <= width
    assert ax.xaxis.label.get_window_extent().y0 >= 0


@pytest.fixture
def omission(alignment: Alignment) -> Omission:
    rows = [
        ("Alpha", 0.5, 0.25, 0.75, 6, 24, 1), ("Beta", 0.25, np.nan, np.nan, 3, 9, 0),
        ("Gamma", np.nan, np.nan, np.nan, 0, 0, 0),
    ]  # fmt: skip
    columns = ["outlet", "share_told", "low", "high", "n_events", "n_facts", "n_events_missed"]
    return Omission(pd.DataFrame(rows, columns=columns), pd.DataFrame(), {"e1": alignment}, 2, 0.95)


def test_shares_and_intervals_are_those_of_the_table(omission: Omission) -> None:
    ax = plot_omission(omission)
    discs = {one.get_gid(): one for one in ax.lines if one.get_gid()}
    assert {kind: float(one.get_xdata()[0]) for kind, one in discs.items()} == {"interval": 0.5, "no interval": 0.25}
    assert discs["no interval"].get_markerfacecolor() == "white"
    assert [0.25, 0.75] in [list(line.get_xdata()) for line in ax.lines]
    words = [text.get_text() for text in ax.texts]
    assert " not known" in words
    assert [word for word in words if word.isdigit()] == ["6", "3", "0"]
    assert names(ax)[0] == ["Alpha", "Beta", "Gamma"]
    assert "at least 2 other outlets tell" in ax.get_xlabel()
    assert "95% intervals" in ax.get_xlabel()
    assert "no interval" in ax.get_xlabel()


def test_the_axes_given_come_back_and_no_global_setting_changes(alignment: Alignment, omission: Omission) -> None:
    before = dict(mpl.rcParams)
    ax = Figure().subplots()
    assert plot_facts(alignment, ax=ax) is ax
    other = Figure().subplots()
    assert plot_omission(omission, ax=other) is other
    assert dict(mpl.rcParams) == before
    assert tuple(plot_facts(alignment).figure.get_size_inches()) == pytest.approx(facts_size(alignment))
    assert tuple(plot_omission(omission).figure.get_size_inches()) == pytest.approx(omission_size(omission))
