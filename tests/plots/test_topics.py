"""Pictures of topics: the artists carry the tables' numbers, and what is unstable looks so."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation

from tests.discovery.planted import planted
from toolkit.comparison.outlets import compare
from toolkit.comparison.result import Comparison
from toolkit.corpus.corpus import Corpus
from toolkit.discovery.choose import TopicNumbers
from toolkit.discovery.packages import FramePackages, find_packages
from toolkit.discovery.prevalence import Topics
from toolkit.discovery.topics import find_topics
from toolkit.errors import OptionError
from toolkit.framing.force import ForceAxis
from toolkit.plots.n_topics import plot_n_topics
from toolkit.plots.style import new_axes
from toolkit.plots.topic_network import plot_topic_network, topic_places
from toolkit.plots.topics import plot_topics


@pytest.fixture(scope="module")
def packages() -> FramePackages:
    return find_packages(find_topics(planted()[0], n_topics=7, n_refits=4), n_resamples=4)


@pytest.fixture(scope="module")
def comparison(packages: FramePackages) -> Comparison:
    return compare(Topics(packages.model)(planted()[0]), n_resamples=199)


def cells(ax: Axes) -> dict[tuple[int, int], str]:
    return {(int(text.get_position()[1]), int(text.get_position()[0])): text.get_text() for text in ax.texts}


def test_cells_hold_the_estimates_in_percentage_points(comparison: Comparison) -> None:
    ax = new_axes((8, 6))
    assert plot_topics(comparison, ax=ax) is ax
    topics = list(dict.fromkeys(comparison.table["category"]))
    shown = cells(ax)
    for row in comparison.table.itertuples():
        text = shown[topics.index(row.category), ["Alpha", "Beta", "Gamma"].index(row.outlet)]
        assert float(text.strip("◆ ")) == pytest.approx(100 * row.estimate, abs=0.051)
        assert ("◆" in text) == (row.low > 0 or row.high < 0)
    mesh = ax.collections[0].get_array()
    assert np.asarray(mesh).ravel() == pytest.approx(100 * comparison.table["estimate"].to_numpy())


def test_rows_of_unstable_topics_are_veiled_and_named_so(comparison: Comparison, packages: FramePackages) -> None:
    ax = plot_topics(comparison)
    veiled = {int(one.get_y()) for one in ax.patches if isinstance(one, Rectangle) and one.get_gid() == "unstable"}
    table = packages.model.table
    assert veiled == set(np.flatnonzero(~table["stable"].to_numpy(dtype=bool)))
    assert veiled
    for row, label in enumerate(ax.get_yticklabels()):
        assert ("(unstable)" in label.get_text().replace("\n", " ")) == (row in veiled)
        assert (label.get_style() == "italic") == (row in veiled)
    assert "do not interpret it" in ax.get_xlabel()


def test_what_is_not_known_is_hatched() -> None:
    articles = planted()[0].articles.iloc[:9]
    corpus = Corpus(pd.concat([articles, articles.iloc[[0]].assign(article_id="x", outlet="Delta", event_id="alone")]))
    model = find_topics(planted()[0], n_topics=3, n_refits=2)
    with pytest.warns(UserWarning, match="fewer than 5 shared events"):
        gap = compare(Topics(model)(corpus), n_resamples=99)
    ax = plot_topics(gap)
    hatched = {(int(one.get_y()), int(one.get_x())) for one in ax.patches if one.get_hatch() == "////"}
    assert hatched == {(0, 2), (1, 2), (2, 2)}  # Delta is the third of the outlets
    assert all(text.startswith("(") for text in cells(ax).values())
    assert "(…) no interval" in ax.get_xlabel()


def test_a_comparison_of_another_measure_is_refused() -> None:
    corpus = Corpus(planted()[0].articles.assign(text="They destroy it. They deter it."))
    with pytest.raises(OptionError, match=r"compare\(Topics\(model\)\(corpus\)\); got one of 'force'"):
        plot_topics(compare(ForceAxis()(corpus), n_resamples=99))


def test_the_network_has_a_disc_for_each_topic_and_its_strongest_links(packages: FramePackages) -> None:
    ax = plot_topic_network(packages)
    discs = {one.get_gid(): one for one in ax.collections}
    table = packages.model.table.set_index("topic")
    assert set(discs) == {f"topic {topic}" for topic in table.index}
    places, _ = topic_places(packages)
    for topic in table.index:
        disc = discs[f"topic {topic}"]
        assert np.allclose(disc.get_offsets(), places[topic])
        hollow = disc.get_facecolor()[0].tolist() == [1, 1, 1, 1]
        assert hollow == (not table.loc[topic, "stable"])
    areas = {topic: discs[f"topic {topic}"].get_sizes()[0] - 40 for topic in table.index}
    assert areas[2] / areas[1] == pytest.approx(table.loc[2, "prevalence"] / table.loc[1, "prevalence"])
    drawn = {line.get_gid() for line in ax.lines}
    for topic in table.index:
        for other in packages.network.loc[topic].sort_values(ascending=False).index[:2]:
            assert f"link {min(topic, other)} {max(topic, other)}" in drawn
    names = [text.get_text() for text in ax.texts if isinstance(text, Annotation)]
    assert sum("(unstable)" in name for name in names) == (~table["stable"]).sum() > 0
    assert "hollow, broken edge: unstable topic" in ax.get_xlabel()


def test_topics_stand_in_the_ring_of_their_package_and_rings_apart(packages: FramePackages) -> None:
    places, rings = topic_places(packages)
    for topic, place in places.items():
        centre, radius = rings[packages.package_of[topic]]
        assert np.linalg.norm(place - centre) < radius
    listed = list(rings.values())
    for number, (centre, radius) in enumerate(listed):
        for other, other_radius in listed[:number]:
            assert np.linalg.norm(centre - other) > radius + other_radius


def test_the_same_network_gives_the_same_picture(packages: FramePackages) -> None:
    first, second = (topic_places(packages)[0] for _ in range(2))
    assert all(np.array_equal(first[topic], second[topic]) for topic in first)


def numbers() -> TopicNumbers:
    table = pd.DataFrame({
        "n_topics": [5, 10, 15], "share_stable": [1.0, 0.8, 0.2], "stability": [0.9, 0.7, 0.4],
        "coherence": [0.1, 0.2, 0.3], "exclusivity": [0.8, 0.7, 0.6], "perplexity": [900.0, 800.0, 790.0],
    })  # fmt: skip
    return TopicNumbers(table, 10, "because")


def test_curves_are_the_columns_and_the_recommended_number_is_marked() -> None:
    ax = new_axes((6, 6))
    assert plot_n_topics(numbers(), ax=ax) is ax
    assert len(ax.child_axes) == 4
    for host, name in zip(ax.child_axes, ("share_stable", "coherence", "exclusivity", "perplexity"), strict=True):
        line = next(one for one in host.lines if one.get_gid() == name)
        assert list(line.get_xdata()) == [5, 10, 15]
        assert list(line.get_ydata()) == list(numbers().table[name])
        assert [one.get_xdata()[0] for one in host.lines if one.get_gid() == "recommended"] == [10]
    assert "recommended: 10" in ax.child_axes[-1].get_xlabel()


def test_without_recommendation_or_perplexity_the_picture_says_so() -> None:
    table = numbers().table.assign(perplexity=np.nan)
    ax = plot_n_topics(dataclasses.replace(numbers(), table=table, recommended=None))
    assert len(ax.child_axes) == 3
    assert not [line for host in ax.child_axes for line in host.lines if line.get_gid() == "recommended"]
    assert "none is recommended" in ax.child_axes[-1].get_xlabel()
