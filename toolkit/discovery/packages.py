"""Topics that go together in articles, as packages that may be frames.

The analysis of topic model networks (walter2019): topics are nodes, linked by how far they have their room in the same
articles; groups in this network are frame packages, which a researcher reads and names.

Contents: `FramePackages`, `find_packages`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.printable import printable
from toolkit.discovery.engines import Engine
from toolkit.discovery.model import UNSTABLE, TopicModel, check_topic
from toolkit.discovery.network import cosine_network, find_groups, modularity
from toolkit.discovery.stability import STABLE, draw, jaccard_of_labels, matched, resample_groups
from toolkit.errors import OptionError
from toolkit.options import count

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

PACKAGE_COLUMNS = ("package", "name", "topics", "n_topics", "n_unstable_topics", "prevalence", "stability", "stable")
_N_CHANCE = 100
_QUANTILE = 0.95


@dataclass(frozen=True, eq=False)
class FramePackages:
    """Groups of topics that have their room in the same articles.

    `table` has one row a package, the most prevalent first: package (number from 1), name, topics (their names),
    n_topics, n_unstable_topics, prevalence (mean share in articles), stability (0 to 1, over resampled events), stable.
    `network` is the cosine of each pair of topics, `package_of` the package of each topic (0 for those left out).
    `modularity` tells how well the packages part the network, `chance` what 95 of 100 networks stay below in which the
    topics are dealt to articles by chance.
    """

    model: TopicModel
    table: pd.DataFrame
    network: pd.DataFrame
    package_of: pd.Series
    modularity: float
    chance: float
    n_resamples: int
    signature: str
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def engine(self) -> Engine:
        """What finds the topics in texts."""
        return self.model.engine

    @property
    def language(self) -> str:
        """The language that the topics were found in."""
        return self.model.language

    @property
    def categories(self) -> tuple[str, ...]:
        """The names of the packages."""
        return tuple(self.table["name"])

    @property
    def category_of(self) -> npt.NDArray[np.int16]:
        """The row of each topic's package, -1 for topics that are left out."""
        return (self.package_of.to_numpy() - 1).astype(np.int16)

    def sentences(self) -> list[str]:
        """Return one plain sentence a package, after one on the network."""
        return [_network_sentence(self), *(_package_sentence(row) for row in self.table.to_dict("records"))]

    def __repr__(self) -> str:
        return "\n".join(printable(one) for one in self.sentences())

    def _repr_html_(self) -> str:
        return str(self.table.to_html(index=False, float_format="{:.3g}".format, escape=True))


def find_packages(
    model: TopicModel,
    *,
    n_packages: int | None = None,
    leave_out: Iterable[int] = (),
    n_resamples: int = 50,
    seed: int = 0,
) -> FramePackages:
    """Group topics that have their room in the same articles into packages.

    The weight between two topics is the cosine of their shares over articles; packages are groups of high modularity
    (newman2004), found by mergers and moves. A package is stable if the same topics go together when events (articles,
    where there are none) are resampled: the mean Jaccard index of the package and its counterpart (hennig2007) is 0.5
    or more.

    Higher stability means that the package hangs less on single events. A package is a candidate for a frame: whether
    it is one, only reading tells (walter2019). Do not compare packages of different models.

    Parameters
    ----------
    model : what `find_topics` returned.
    n_packages : number of packages; by default as many as give the highest modularity.
    leave_out : numbers of topics that are no subject, such as boilerplate.
    n_resamples : of events; 0 leaves stability unknown, as it is for a single package of all topics.
    seed : of the resamples, and of the networks made by chance.

    Returns
    -------
    A `FramePackages`. With `Topics` it is measured in articles, and `compare` holds outlets side by side.

    Raises
    ------
    OptionError : a topic has no such number, fewer than three are left, or n_packages does not fit.
    """
    out = {check_topic(model, topic) for topic in leave_out}
    kept = np.array([topic for topic in range(model.n_topics) if topic not in out], dtype=np.int64)
    _check_counts(len(kept), n_packages, n_resamples)
    shares = model.shares.to_numpy()
    known = ~np.isnan(shares).any(axis=1)
    used = shares[known][:, kept]
    network = cosine_network(used)
    group = _by_prevalence(find_groups(network, n_groups=n_packages), used)
    events = resample_groups(model.events[known], np.ones(len(used), dtype=np.bool_))
    rng = np.random.default_rng([seed, 1])
    stability = _stability(used, group, events, n_packages, n_resamples, rng)
    package_of = np.zeros(model.n_topics, dtype=np.int64)
    package_of[kept] = group + 1
    shown = f"n_packages={n_packages}, leave_out={sorted(t + 1 for t in out)}, n_resamples={n_resamples}, seed={seed}"
    topics = pd.Index(model.table["topic"], name="topic")
    return FramePackages(
        model=model,
        table=_table(model, package_of, used, group, stability),
        network=pd.DataFrame(network, index=topics[kept], columns=topics[kept]),
        package_of=pd.Series(package_of, index=topics, name="package"),
        modularity=modularity(network, group),
        chance=_by_chance(used, n_packages, np.random.default_rng([seed, 2])),
        n_resamples=n_resamples,
        signature=f"find_packages({shown}) of {model.signature}",
        settings={"n_packages": n_packages, "leave_out": sorted(t + 1 for t in out), "seed": seed},
    )


def _check_counts(n_kept: int, n_packages: int | None, n_resamples: int) -> None:
    if n_kept < 3:
        raise OptionError(f"Packages need at least three topics; {count(n_kept, 'topic')} are left.")
    if n_packages is not None and not 2 <= n_packages < n_kept:
        raise OptionError(f"`n_packages` must lie between 2 and {n_kept - 1} for {n_kept} topics; got {n_packages!r}.")
    if n_resamples < 0:
        raise OptionError(f"`n_resamples` must be 0 or more; got {n_resamples!r}.")


def _by_prevalence(group: Longs, shares: Floats) -> Longs:
    """Number the groups by their mean share, the largest first."""
    mass = np.bincount(group, weights=shares.sum(axis=0))
    return np.argsort(np.argsort(-mass, kind="stable"))[group]


def _stability(
    shares: Floats, group: Longs, events: list[Longs], n_packages: int | None, n_resamples: int,
    rng: np.random.Generator,
) -> Floats:  # fmt: skip
    """Return the mean Jaccard index of each group and its counterpart over resampled events."""
    if not n_resamples or not group.any():  # that all topics are one package says nothing
        return np.full(int(group.max()) + 1, np.nan)
    found = []
    for _ in range(n_resamples):
        other = find_groups(cosine_network(shares[draw(events, rng)]), n_groups=n_packages)
        found.append(matched(jaccard_of_labels(group, other, len(group)))[: int(group.max()) + 1])
    mean: Floats = np.mean(found, axis=0)
    return mean


def _by_chance(shares: Floats, n_packages: int | None, rng: np.random.Generator) -> float:
    """Return the modularity that 95 of 100 networks stay below in which each topic's shares are shuffled."""
    found = []
    for _ in range(_N_CHANCE):
        network = cosine_network(rng.permuted(shares, axis=0))
        found.append(modularity(network, find_groups(network, n_groups=n_packages)))
    return float(np.quantile(found, _QUANTILE))


def _table(model: TopicModel, package_of: Longs, shares: Floats, group: Longs, stability: Floats) -> pd.DataFrame:
    total = shares.sum(axis=1, keepdims=True)
    rooms = np.divide(shares, total, out=np.full_like(shares, np.nan), where=total > 0)
    rows = []
    for package in range(len(stability)):
        own = model.table[package_of == package + 1]
        n_unstable = int((own["stability"] < STABLE).sum())
        prevalence = float(np.nanmean(rooms[:, group == package].sum(axis=1)))
        name = _name(package + 1, own, stability[package], n_unstable)
        stable = pd.NA if np.isnan(stability[package]) else bool(stability[package] >= STABLE)
        rows.append((
            package + 1, name, "; ".join(own["name"]), len(own), n_unstable, prevalence, stability[package], stable
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=list(PACKAGE_COLUMNS)).astype({"stable": "boolean"})


def _name(number: int, topics: pd.DataFrame, stability: float, n_unstable: int) -> str:
    """Return the number and the first words of the largest topics; "unstable" if it is, or most of its topics are."""
    words = [label.split(", ")[0] for label in topics.sort_values("prevalence", ascending=False)["label"]]
    marked = stability < STABLE or 2 * n_unstable > len(topics)
    return f"P{number} {', '.join(words[:3])}{f' ({UNSTABLE})' if marked else ''}"


def _network_sentence(packages: FramePackages) -> str:
    n = len(packages.network)
    found = f"{count(len(packages.table), 'package')} of {count(n, 'topic')}; modularity {packages.modularity:.3f}"
    if np.isnan(packages.modularity) or packages.modularity <= packages.chance:
        return (
            f"{found}, no more than topics dealt to articles by chance give ({packages.chance:.3f}): the topics do not "
            "form packages."
        )
    return f"{found}, more than 95 of 100 networks made by chance ({packages.chance:.3f})."


def _package_sentence(row: dict[Any, Any]) -> str:
    topics = f"{row['name']}: {row['prevalence']:.0%} of an article on average"
    unstable = f" {row['n_unstable_topics']} of its topics are unstable." if row["n_unstable_topics"] else ""
    if np.isnan(row["stability"]):
        held = "stability not known"
    elif row["stability"] >= STABLE:
        held = f"stability {row['stability']:.2f} over resamples"
    else:
        held = f"UNSTABLE: stability {row['stability']:.2f} over resamples. Do not interpret it"
    return f"{topics}; {held}.{unstable} Topics: {row['topics']}."
