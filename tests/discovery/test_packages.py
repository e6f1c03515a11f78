"""Packages that were planted are found; topics dealt by chance form none."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from tests.discovery.planted import planted
from toolkit.comparison.outlets import compare
from toolkit.corpus.corpus import Corpus
from toolkit.discovery.model import TopicModel
from toolkit.discovery.packages import FramePackages, find_packages
from toolkit.discovery.prevalence import Topics
from toolkit.discovery.topics import find_topics
from toolkit.errors import OptionError

# Three topics of an economic and two of a security package; an article speaks of one package, mostly.
PACKAGES = {"economy": ("tariff", "budget", "wages"), "security": ("missile", "frontier")}
ENDS = [first + second for first in "abcdefgh" for second in "klmno"]


@cache
def packed(n_events: int = 60) -> Corpus:
    rng = np.random.default_rng(3)
    stems = [stem for package in PACKAGES.values() for stem in package]
    rows = []
    for event in range(n_events):
        for outlet in ("Alpha", "Beta"):
            # Alpha tells two events of three as economy, Beta one of three.
            economy = rng.random() < (2 / 3 if outlet == "Alpha" else 1 / 3)
            room = [0.3, 0.3, 0.3, 0.05, 0.05] if economy else [0.04, 0.03, 0.03, 0.45, 0.45]
            shares = rng.dirichlet(12 * np.array(room))
            words = [f"{stem}{rng.choice(ENDS)}" for stem in rng.choice(stems, 120, p=shares)]
            rows.append({
                "article_id": f"{event:02d}{outlet}", "outlet": outlet, "event_id": f"e{event}", "language": "en",
                "text": " ".join(words) + ".",
            })  # fmt: skip
    return Corpus(pd.DataFrame(rows), name="packed")


@pytest.fixture(scope="module")
def model() -> TopicModel:
    return find_topics(packed(), n_topics=5, n_refits=4)


@pytest.fixture(scope="module")
def packages(model: TopicModel) -> FramePackages:
    return find_packages(model, n_resamples=20)


def stems_of(packages: FramePackages, package: int) -> set[str]:
    topics = packages.package_of[packages.package_of == package].index
    labels = packages.model.table.set_index("topic").loc[topics, "label"]
    return {label.split(",")[0][:-2] for label in labels}


def test_planted_packages_are_found_and_stable(packages: FramePackages) -> None:
    found = {frozenset(stems_of(packages, package)) for package in packages.table["package"]}
    assert found == {frozenset(own) for own in PACKAGES.values()}
    assert packages.table["stable"].all()
    assert packages.modularity > packages.chance
    assert "more than 95 of 100 networks made by chance" in packages.sentences()[0]


def test_a_package_has_the_room_of_its_topics(packages: FramePackages) -> None:
    for row in packages.table.itertuples():
        topics = packages.package_of[packages.package_of == row.package].index
        assert row.prevalence == pytest.approx(packages.model.shares[list(topics)].sum(axis=1).mean())
    assert packages.table["prevalence"].sum() == pytest.approx(1)


def test_the_planted_difference_between_outlets_is_found(packages: FramePackages) -> None:
    table = compare(Topics(packages)(packed()), n_resamples=499).table.set_index("category")
    economy = next(row.name for row in packages.table.itertuples() if "tariff" in stems_of(packages, row.package))
    row = table.loc[economy]
    assert row["low"] > 0
    # Told as economy .9 of the words are economic, else .1: the outlets differ by (2/3 - 1/3) * .8 = .267 on average;
    # 60 events of 0 or .8 to either side give a standard error of about .075.
    assert row["estimate"] == pytest.approx(0.267, abs=0.15)


def test_topics_that_are_dealt_by_chance_form_no_packages() -> None:
    found = find_packages(find_topics(planted()[0], n_topics=4, n_refits=0), n_resamples=0)
    rng = np.random.default_rng(0)
    shuffled = pd.DataFrame(rng.permuted(found.model.shares.to_numpy(), axis=0), found.model.shares.index)
    assert found.table["stability"].isna().all()
    assert "stability not known" in found.sentences()[1]
    mixed = TopicModel(**{**vars(found.model), "shares": shuffled})
    assert "the topics do not form packages" in find_packages(mixed, n_resamples=0).sentences()[0]


def test_topics_can_be_left_out_and_are_then_not_measured(model: TopicModel) -> None:
    found = find_packages(model, leave_out=[2], n_resamples=0)
    assert found.package_of[2] == 0
    assert 2 not in found.network.index
    measurement = Topics(found)(packed())
    shares = model.shares.drop(columns=2)
    shares = shares.div(shares.sum(axis=1), axis=0)
    own = [topic for topic in shares if found.package_of[topic] == 1]
    scores = measurement.article_scores()
    values = scores[scores["category"] == found.categories[0]].set_index("article_id")["value"]
    assert values.to_numpy() == pytest.approx(shares[own].sum(axis=1).loc[values.index].to_numpy(), abs=1e-6)


def test_packages_of_unstable_topics_are_called_unstable() -> None:
    found = find_packages(find_topics(planted()[0], n_topics=12, n_refits=4), n_resamples=4)
    doubtful = found.table[2 * found.table["n_unstable_topics"] > found.table["n_topics"]]
    assert len(doubtful)
    assert doubtful["name"].str.endswith("(unstable)").all()
    assert any("of its topics are unstable" in sentence for sentence in found.sentences())


@pytest.mark.parametrize("n_packages", [2, 3])
def test_as_many_packages_as_were_asked_for(model: TopicModel, n_packages: int) -> None:
    assert len(find_packages(model, n_packages=n_packages, n_resamples=2).table) == n_packages


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_packages": 1}, "`n_packages` must lie between 2 and 4 for 5 topics; got 1"),
        ({"n_packages": 5}, "between 2 and 4"),
        ({"leave_out": [1, 2, 3]}, "at least three topics; 2 topics are left"),
        ({"leave_out": [6]}, "A topic has a number from 1 to 5; got 6"),
        ({"leave_out": [0]}, "from 1 to 5; got 0"),
        ({"n_resamples": -1}, "`n_resamples` must be 0 or more"),
    ],
)
def test_options_that_cannot_be_used(model: TopicModel, options: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        find_packages(model, **options)  # type: ignore[arg-type]
