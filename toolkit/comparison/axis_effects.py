"""Outlets against random samples of the whole corpus, as frame axes were first tested.

An outlet's n articles are held against n articles drawn at random from the corpus, many times over. Samples are drawn
without putting articles back, so that p is that of exchanging the names of the outlets among articles.

Contents: `EFFECT_COLUMNS`, `axis_effects`.
"""

import zlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.clusters import Clusters, cluster_bounds, clusters_of
from toolkit.comparison.resample import false_discovery_rate
from toolkit.comparison.wire import WIRE_MODES, left_out
from toolkit.corpus.schema import STORY
from toolkit.errors import OptionError
from toolkit.framing.axis import FrameAxis
from toolkit.framing.axis_poles import Axis
from toolkit.framing.axis_sentences import SentenceAxis
from toolkit.measure import Measurement
from toolkit.options import check_level, check_option

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

EFFECT_COLUMNS = (
    "axis", "score", "negative", "positive", "outlet", "value", "low", "high", "corpus", "effect", "p", "q",
    "n_articles", "n_events", "unit_resampled",
)  # fmt: skip
_BLOCK = 2_000_000  # random numbers drawn at a time
_MIN_ARTICLES = 2


def axis_effects(
    measurement: Measurement,
    *,
    parts: Iterable[str] = STORY,
    wire: str = "once",
    level: float = 0.95,
    n_resamples: int = 1999,
    seed: int = 0,
) -> pd.DataFrame:
    """Hold each outlet against random samples of the whole corpus, on each axis.

    value = mean over the outlet's articles of their scores

    effect = value - mean over all articles of the corpus, which is where samples of articles lie on average

    Higher effects mean that the outlet lies nearer to the positive pole (bias), or uses the axis more (intensity),
    than articles of the corpus in general. Do not take an effect for framing: outlets that report other events than the
    rest have effects for that alone. `compare` sets outlets side by side on the same events.

    Parameters
    ----------
    measurement : what `FrameAxis` or `SentenceAxis` returned, on a corpus with outlets.
    parts : the parts of articles that are added up.
    wire : how reprints of wire copy count; as in `compare`.
    level : of the interval of the value.
    n_resamples, seed : of the samples and of the bootstrap.

    Returns
    -------
    One row for each axis, score and outlet: axis, score, negative and positive (the words of the poles), outlet, value,
    low, high, corpus (mean of all articles), effect, p (two-sided: the share of random samples of as many articles that
    lie at least as far from that mean), q (benjamini1995, over all rows), n_articles, n_events, unit_resampled. The
    bounds are of the value: events are resampled where they are known, else articles. They are NaN with fewer than 5
    of them, p with fewer than 2 articles.

    Raises
    ------
    OptionError : the measurement has no axes, the corpus no outlets, or an option does not exist.

    References: kwak2021.
    """
    check_level(level)
    check_option("wire", wire, WIRE_MODES)
    if not isinstance(measurement.measure, FrameAxis | SentenceAxis):
        raise OptionError(f"Effects on axes need a FrameAxis or SentenceAxis; got {measurement.measure.name!r}.")
    corpus = measurement.corpus
    if not corpus.outlets:
        raise OptionError(f"Corpus {corpus.name!r} has no outlets. Give a column outlet.")
    values = measurement.value(*measurement.article_totals(parts=parts))
    values[left_out(corpus, wire)] = np.nan
    clusters = clusters_of(corpus)
    outlet = corpus.column("outlet").to_numpy(dtype=object)
    rows = []
    for column, (axis, score) in enumerate(_axes(measurement.measure)):
        known = np.flatnonzero(~np.isnan(values[:, column]))
        for name in corpus.outlets:
            # A generator of its own for each row, so that no number depends on what else is measured.
            rng = np.random.default_rng([seed, zlib.crc32(f"{axis.name}\n{score}\n{name}".encode())])
            mine = np.array([one == name for one in outlet[known]], dtype=np.bool_)
            row = _row(values[known, column], mine, clusters, known, level, n_resamples, rng)
            poles = {"negative": ", ".join(axis.negative), "positive": ", ".join(axis.positive)}
            rows.append({"axis": axis.name, "score": score, **poles, "outlet": name, **row})
    table = pd.DataFrame(rows)
    table["q"] = false_discovery_rate(table["p"].to_numpy(dtype=float))
    return table[list(EFFECT_COLUMNS)]


def _axes(measure: FrameAxis | SentenceAxis) -> list[tuple[Axis, str]]:
    scores = ("bias", "intensity") if isinstance(measure, FrameAxis) else ("bias",)
    return [(axis, score) for axis in measure.axes for score in scores]


def _row(
    values: Floats, mine: npt.NDArray[np.bool_], clusters: Clusters, known: Longs, level: float, n_resamples: int,
    rng: np.random.Generator,
) -> dict[str, object]:  # fmt: skip
    n = int(mine.sum())
    value = float(values[mine].mean()) if n else float("nan")
    low = high = corpus = p = float("nan")
    number = clusters.number[known[mine]]
    if n:
        low, high = cluster_bounds(values[mine], np.unique(number, return_inverse=True)[1], level, n_resamples, rng)
        samples = sample_means(values, n, n_resamples=n_resamples, rng=rng)
        corpus = float(values.mean())  # the mean of all samples that there are
        p = two_sided_p(value, samples, corpus) if n >= _MIN_ARTICLES else p
    n_events = len(np.unique(number[clusters.has_event[known[mine]]]))
    return {
        "value": value, "low": low, "high": high, "corpus": corpus, "effect": value - corpus, "p": p,
        "n_articles": n, "n_events": n_events, "unit_resampled": clusters.unit,
    }  # fmt: skip


def sample_means(values: Floats, n: int, *, n_resamples: int, rng: np.random.Generator) -> Floats:
    """Return the means of n values drawn without putting any back, `n_resamples` times."""
    means = []
    block = max(1, _BLOCK // max(len(values), 1))
    for begin in range(0, n_resamples, block):
        keys = rng.random((min(block, n_resamples - begin), len(values)))
        drawn = np.argpartition(keys, n - 1, axis=1)[:, :n] if n < len(values) else np.argsort(keys, axis=1)
        means.append(values[drawn].mean(axis=1))
    return np.concatenate(means)


def two_sided_p(value: float, samples: Floats, middle: float) -> float:
    """Return the share of samples at least as far from the middle as the value, the value counted with them."""
    distance = abs(value - middle)
    # What sums in another order may add must not make an equal sample a nearer one.
    as_far = np.abs(samples - middle) >= distance - 1e-12 * max(1.0, float(np.abs(samples).max(initial=0.0)))
    return float((as_far.sum() + 1) / (len(samples) + 1))
