"""Set headlines against the stories under them, outlet by outlet.

Conventions: the story is lead and body together; only articles in which both the headline and the story can be
measured count, so that both means are of the same articles.

Contents: `headline_body`, `HEADLINE_COLUMNS`.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.resample import MIN_EVENTS, bootstrap_interval, event_weights, without_noise, zero_says_little
from toolkit.errors import SmallSampleWarning
from toolkit.measure import Measurement
from toolkit.options import check_level, check_option

Floats = npt.NDArray[np.float64]

HEADLINE_COLUMNS = (
    "outlet", "category", "unit", "headline", "body", "difference", "low", "high", "n_articles", "n_events",
    "unit_resampled",
)  # fmt: skip
_BATCH = 200_000  # weights drawn at a time, so that large corpora need little memory


def headline_body(
    measurement: Measurement,
    *,
    category: str | None = None,
    level: float = 0.95,
    n_resamples: int = 1999,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare the values of headlines with those of the stories under them.

    difference = mean over articles of (value of the headline - value of lead and body together)

    Reprints of wire copy count, unlike in `compare`: the headline over them is the outlet's own choice.

    A positive difference means that the measure is higher in the outlet's headlines than in its stories. Do not
    read a rate of single headlines: in a headline of ten words one word is 100 per 1,000.

    Parameters
    ----------
    measurement : what a measure returned, on a corpus with outlets.
    category : only this one; all by default.
    level : of the interval.
    n_resamples, seed : of the bootstrap.

    Returns
    -------
    One row for each outlet and category: outlet, category, unit, headline, body, difference, low, high,
    n_articles, n_events, unit_resampled. Events are resampled (hesterberg2015), an article without an event
    counting as one of its own; where no event is known, articles are, and unit_resampled says "article". low and
    high are NaN, with a SmallSampleWarning, where there are fewer than 5 of them, and where no headline holds any
    evidence though so few words could easily have held none: resampling zeros would give a false certainty.
    Without any article that can be measured in both, the means are NaN as well.

    Raises
    ------
    OptionError : the category does not exist, or the level is not between 0 and 1.

    References: hesterberg2015.
    """
    check_level(level)
    known = measurement.categories
    chosen = known if category is None else (check_option("category", category, known),)
    amount, exposure = measurement.article_totals(parts=("headline",))
    headline = measurement.value(amount, exposure)
    body = measurement.value(*measurement.article_totals(parts=("lead", "body")))
    clusters = _clusters(measurement)
    rng = np.random.default_rng(seed)
    rows = []
    for name in chosen:
        column = known.index(name)
        per = measurement.measure.scale(name).per
        pairs = _Pairs(headline[:, column], body[:, column], exposure[:, column] / per)
        for outlet in measurement.corpus.outlets:
            mine = (measurement.corpus.column("outlet") == outlet).to_numpy(dtype=bool)
            row = _row(pairs, mine, clusters, level, n_resamples, rng)
            rows.append({"outlet": outlet, "category": name, "unit": measurement.measure.scale(name).unit, **row})
    table = pd.DataFrame(rows, columns=list(HEADLINE_COLUMNS))
    _warn_of_few(table)
    return table


@dataclass(frozen=True)
class _Pairs:
    """Values of headline and story and the room of the headline in units of value, one row an article."""

    headline: Floats
    body: Floats
    room: Floats

    def take(self, rows: npt.NDArray[np.int64]) -> "_Pairs":
        return _Pairs(self.headline[rows], self.body[rows], self.room[rows])

    def too_short(self, level: float) -> bool:
        """Tell whether no headline holds evidence, though at the stories' rate hardly any was to be expected."""
        expected = abs(self.body.mean()) * self.room.sum()
        return not self.headline.any() and bool(zero_says_little(expected, level))


@dataclass(frozen=True)
class _Clusters:
    """What is resampled: for each article the number of its cluster, whether it has an event, and their name."""

    number: npt.NDArray[np.int64]
    has_event: npt.NDArray[np.bool_]
    unit: str


def _clusters(measurement: Measurement) -> _Clusters:
    """Return the event of each article; an article without one is a cluster of its own."""
    events = measurement.corpus.column("event_id")
    has_event = events.notna().to_numpy(dtype=bool)
    codes = pd.factorize(events)[0].astype(np.int64)
    alone = np.flatnonzero(~has_event)
    codes[alone] = codes.max(initial=-1) + 1 + np.arange(len(alone))
    return _Clusters(codes, has_event, "event" if has_event.any() else "article")


def _row(
    pairs: _Pairs, mine: npt.NDArray[np.bool_], clusters: _Clusters, level: float, n_resamples: int,
    rng: np.random.Generator,
) -> dict[str, object]:  # fmt: skip
    """Return means, difference, bounds and counts of one outlet in one category."""
    rows = np.flatnonzero(mine & ~np.isnan(pairs.headline) & ~np.isnan(pairs.body))
    mine_only = pairs.take(rows)
    headline, body = mine_only.headline, mine_only.body
    low = high = float("nan")
    if len(rows) and not mine_only.too_short(level):
        number = np.unique(clusters.number[rows], return_inverse=True)[1]
        difference = without_noise(headline - body, np.concatenate([headline, body]))
        low, high = _bounds(difference, number, level, n_resamples, rng)
    events = clusters.number[rows[clusters.has_event[rows]]]
    return {
        "headline": _mean(headline), "body": _mean(body), "difference": _mean(headline - body),
        "low": low, "high": high, "n_articles": len(rows), "n_events": len(np.unique(events)),
        "unit_resampled": clusters.unit,
    }  # fmt: skip


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _bounds(
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


def _warn_of_few(table: pd.DataFrame) -> None:
    few = table[table["low"].isna()]
    if len(few):
        row = few.iloc[0]
        warnings.warn(
            f"{len(few)} of {len(table)} rows have no bounds: fewer than {MIN_EVENTS} {row['unit_resampled']}s in "
            "which both headline and story can be measured, or too little text in headlines that hold no evidence "
            f"(first: {row['category']}, {row['outlet']}, {row['n_articles']} articles).",
            SmallSampleWarning,
            stacklevel=3,
        )
