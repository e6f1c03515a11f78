"""Pictures of actors, voices, stance and labels: the artists carry the numbers of the tables."""

from functools import partial

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, Rectangle

from toolkit.comparison.result import Comparison
from toolkit.errors import ColumnError, OptionError
from toolkit.plots.labels import plot_labels
from toolkit.plots.roles import plot_roles
from toolkit.plots.stance import plot_stance
from toolkit.plots.style import new_axes
from toolkit.plots.voices import plot_voices
from toolkit.plots.who_whom import plot_who_whom

ROLES = pd.DataFrame({
    "actor": ["army", "rebels"], "n_does": [5, 2], "n_harms": [3, 2], "n_takes": [2, 4], "n_suffers": [1, 4],
})  # fmt: skip
VOICES = pd.DataFrame({
    "outlet": ["Post", "Mail"], "own": [0.5, 0.9], "direct": [0.2, 0.1], "indirect": [0.3, 0.0],
    "unattributed": [0.0, 0.0], "n_articles": [4, 7],
})  # fmt: skip
PAIRS = pd.DataFrame({
    "agent": ["army", "army", "(not named)", "(other)"], "category": ["destroy", "deter", "destroy", "destroy"],
    "patient": ["rebels", "rebels", "army", "(not named)"], "n": [3, 2, 1, 9],
})  # fmt: skip
LABELS = pd.DataFrame({
    "actor": ["kh", "kh", "us"], "outlet": ["Post", "Mail", "Mail"], "label": ["militia", "group", "ally"],
    "count": [4, 1, 2],
})  # fmt: skip


def bars(ax: Axes) -> dict[tuple[str, int], float]:
    """Length of each piece by its kind and row."""
    found = [one for one in ax.patches if isinstance(one, Rectangle) and one.get_gid()]
    return {(str(one.get_gid()), int(one.get_y() + one.get_height() / 2)): one.get_width() for one in found}


def test_bars_are_the_numbers_of_acts() -> None:
    found = bars(plot_roles(ROLES))
    assert found[("harms", 0)] == 3 and found[("other acts", 0)] == 2
    assert found[("suffers", 0)] == -1 and found[("other acts upon it", 0)] == -1
    assert found[("suffers", 1)] == -4 and ("other acts upon it", 1) not in found


def test_voices_add_up_to_the_whole() -> None:
    found = bars(plot_voices(VOICES))
    assert found[("own", 1)] == 0.9 and found[("indirect", 0)] == pytest.approx(0.3)
    assert sum(width for (_, row), width in found.items() if row == 0) == pytest.approx(1)


def test_arrows_are_pairs_added_up_and_the_nameless_ones_are_left_out() -> None:
    ax = plot_who_whom(PAIRS)
    arrows = [one for one in ax.patches if isinstance(one, FancyArrowPatch)]
    assert sorted(str(one.get_gid()) for one in arrows) == ["1", "5"]
    assert {"army", "rebels", "(not named)", "5"} <= {one.get_text() for one in ax.texts}
    assert "9" not in {one.get_text() for one in ax.texts}


def test_only_the_most_frequent_pairs_are_drawn() -> None:
    ax = plot_who_whom(PAIRS, n_most=1)
    assert len([one for one in ax.patches if isinstance(one, FancyArrowPatch)]) == 1


def test_discs_are_the_counts_of_one_actor() -> None:
    ax = plot_labels(LABELS, "kh")
    places = {str(one.get_gid()): one.get_offsets()[0].tolist() for one in ax.collections}
    assert places == {"Mail|group": [0, 1], "Post|militia": [1, 0]}  # outlets by name, labels by frequency
    assert sorted(one.get_text() for one in ax.texts) == ["1", "4"]


def test_stance_has_a_panel_a_target_and_marks_at_the_estimates(comparison: Comparison) -> None:
    ax = plot_stance({"A": comparison, "B": comparison}, category="destroy")
    panels = ax.child_axes
    assert [panel.get_title() for panel in panels] == ["A", "B"]
    rows = comparison.table[comparison.table["category"] == "destroy"].set_index("outlet")["estimate"]
    marks = {str(line.get_gid()): line.get_xdata()[0] for line in panels[0].lines if line.get_gid() in rows.index}
    assert marks == pytest.approx(rows.to_dict())


@pytest.mark.parametrize(
    ("draw", "table"),
    [(plot_roles, ROLES), (plot_voices, VOICES), (plot_who_whom, PAIRS), (partial(plot_labels, actor="kh"), LABELS)],
)
def test_they_draw_where_they_are_told_and_say_what_is_wrong(draw, table: pd.DataFrame) -> None:
    ax = new_axes((4, 3))
    assert draw(table, ax=ax) is ax
    with pytest.raises(OptionError, match="must hold at least one"):
        draw(table.iloc[:0])
    with pytest.raises(ColumnError, match="has no column"):
        draw(table.drop(columns=table.columns[0]))


def test_what_is_not_there_is_named(comparison: Comparison) -> None:
    with pytest.raises(OptionError, match="has no category 'stance'; it has destroy"):
        plot_stance({"A": comparison})
    with pytest.raises(OptionError, match="at least one target"):
        plot_stance({})
    with pytest.raises(OptionError, match="`actor` must be 'kh' or 'us'"):
        plot_labels(LABELS, "iran")


def test_names_that_look_like_formulas_are_drawn_as_they_are() -> None:
    plot_who_whom(PAIRS.replace("army", "$x^2$ <b>")).figure.canvas.draw()
    plot_roles(ROLES.replace("army", "$x_1$")).figure.canvas.draw()
