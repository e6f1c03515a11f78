"""Means over articles whose events are resampled whole, because articles about one event resemble each other.

Contents: `Clusters`, `clusters_of`, `cluster_bounds`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.resample import MIN_EVENTS, bootstrap_interval, event_weights
from toolkit.corpus.corpus import Corpus

Floats = npt.NDArray[np.float64]

_BATCH = 200_000  # weights drawn at a time, so that large corpora need little memory


@dataclass(frozen=True)
class Clusters:
    """What is resampled: for each article the number of its cluster, whether it has an event, and their name."""

    number: npt.NDArray[np.int64]
    has_event: npt.NDArray[np.bool_]
    unit: str


def clusters_of(corpus: Corpus) -> Clusters:
    """Return the event of each article; an article without one is a cluster of its own."""
    events = corpus.column("event_id")
    has_event = events.notna().to_numpy(dtype=bool)
    codes = pd.factorize(events)[0].astype(np.int64)
    alone = np.flatnonzero(~has_event)
    codes[alone] = codes.max(initial=-1) + 1 + np.arange(len(alone))
    return Clusters(codes, has_event, "event" if has_event.any() else "article")


def cluster_bounds(
    values: Floats, cluster: npt.NDArray[np.int64], level: float, n_resamples: int, rng: np.random.Generator
) -> tuple[float, float]:
    """Return bounds for the mean of the values, whole clusters being resampled."""
    sizes = np.bincount(cluster)
    sums = np.bincount(cluster, weights=values)
    n = len(sizes)
    if n < MIN_EVENTS:
        return float("nan"), float("nan")
    replicates = []
    step = max(1, _BATCH // n)
    for start in range(0, n_resamples, step):
        weights = event_weights(n, n_resamples=min(step, n_resamples - start), rng=rng)
        replicates.append((weights @ sums) / (weights @ sizes))
    return bootstrap_interval(float(values.mean()), np.concatenate(replicates), n, level)
