"""Set one part of articles against another: headlines against the stories under them, leads against bodies.

Conventions: the story is lead and body together; only articles in which both parts can be measured count, so that
both means are of the same articles.

Contents: `part_differences`, `part_gap`, `PartGap`, `named_parts`, `PART_GROUPS`, `PART_COLUMNS`.
"""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.clusters import Clusters, cluster_bounds, clusters_of
from toolkit.comparison.derived import DerivedMeasure, derive
from toolkit.comparison.resample import MIN_EVENTS, without_noise, zero_says_little
from toolkit.corpus.schema import PARTS, STORY
from toolkit.errors import OptionError, SmallSampleWarning
from toolkit.measure import Measurement, Scale
from toolkit.options import check_level, check_option

Floats = npt.NDArray[np.float64]

PART_GROUPS: dict[str, tuple[str, ...]] = {**{part: (part,) for part in PARTS}, "story": ("lead", "body"), "all": STORY}
PART_COLUMNS = (
    "outlet", "category", "unit", "part", "reference", "part_value", "reference_value", "difference", "low", "high",
    "n_articles", "n_events", "unit_resampled",
)  # fmt: skip


def part_differences(
    measurement: Measurement,
    *,
    part: str = "headline",
    reference: str = "story",
    category: str | None = None,
    level: float = 0.95,
    n_resamples: int = 1999,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare the values of one part of articles with those of another, outlet by outlet.

    difference = mean over articles of (value of the part - value of the reference)

    Reprints of wire copy count, unlike in `compare`: the headline over them is the outlet's own choice.

    Higher differences mean that the measure is higher in the part than in the reference. Do not read a rate of single
    headlines: in a headline of ten words one word is 100 per 1,000. Do not take a rate that is higher in headlines for
    exaggeration: headlines leave out the small words that fill sentences, so most words of a lexicon are denser in all
    headlines. Compare the differences of outlets instead (`part_gap`), or a balance or share, which small words do not
    thin out.

    Parameters
    ----------
    measurement : what a measure returned, on a corpus with outlets.
    part, reference : "headline", "lead", "body", "caption", "story" (lead and body) or "all" (headline and story).
    category : only this one; all by default.
    level : of the interval.
    n_resamples, seed : of the bootstrap.

    Returns
    -------
    One row for each outlet and category: outlet, category, unit, part, reference, part_value, reference_value,
    difference, low, high, n_articles, n_events, unit_resampled. Events are resampled (hesterberg2015), an article
    without an event counting as one of its own; where no event is known, articles are, and unit_resampled says
    "article". low and high are NaN, with a SmallSampleWarning, where there are fewer than 5 of them, and where the part
    holds no evidence in any article though so few words could easily have held none: resampling zeros would give a
    false certainty. Without any article that can be measured in both, the means are NaN as well.

    Raises
    ------
    OptionError : the category or a part does not exist, a part is its own reference, or the level is not between 0
        and 1.

    References: hesterberg2015.
    """
    check_level(level)
    known = measurement.categories
    chosen = known if category is None else (check_option("category", category, known),)
    sides = _Sides.of(measurement, part, reference)
    clusters = clusters_of(measurement.corpus)
    rng = np.random.default_rng(seed)
    outlets = measurement.corpus.column("outlet")
    rows = []
    for name in chosen:
        pairs = sides.pairs(known.index(name), measurement.measure.scale(name).per)
        for outlet in measurement.corpus.outlets:
            row = _row(pairs, (outlets == outlet).to_numpy(dtype=bool), clusters, level, n_resamples, rng)
            unit = measurement.measure.scale(name).unit
            rows.append({"outlet": outlet, "category": name, "unit": unit, **row})
    table = pd.DataFrame(rows, columns=list(PART_COLUMNS)).assign(part=part, reference=reference)
    _warn_of_few(table)
    return table


@dataclass(frozen=True)
class PartGap(DerivedMeasure):
    """How far one part of an article goes beyond another: its headline beyond its story, say.

    gap = value of the part - value of the reference, article by article.

    Higher values mean that the measure is higher in the part than in the reference. Do not read the gap of one outlet
    alone where the values are rates: headlines have few small words, so that most words of a lexicon are denser in
    them. Compare outlets, whose headlines are all short.

    Parameters
    ----------
    of : the measure.
    part, reference : see `part_differences`.
    """

    name: ClassVar[str] = "part-gap"

    part: str = "headline"
    reference: str = "story"

    def scale(self, category: str) -> Scale:
        """As wide again as that of the measure."""
        scale = self.of.scale(category)
        width = scale.high - scale.low
        words = f"{self.part} minus {self.reference}"
        return Scale(f"{scale.unit} ({words})", 1.0, -width, width, f"more in the {self.part}")


def part_gap(measurement: Measurement, *, part: str = "headline", reference: str = "story") -> Measurement:
    """Return how far each article's headline goes beyond its story, as a measurement that `compare` takes.

    gap = value of the part - value of the reference, NaN in articles in which one of them cannot be measured.

    `compare(part_gap(measurement), wire="keep")` asks whether outlet A's headlines go further beyond their stories than
    outlet B's over the same events. With "keep" reprints count too: the headline over them is the outlet's own.

    Higher values mean that the measure is higher in the part than in the reference. Do not compare gaps of measures
    with different units.

    Parameters
    ----------
    measurement : what a measure returned.
    part, reference : "headline", "lead", "body", "caption", "story" (lead and body) or "all" (headline and story).

    Returns
    -------
    A `Measurement` with one value for each article and category, and the evidence of the measurement given.

    Raises
    ------
    OptionError : a part does not exist or is its own reference.
    """
    sides = _Sides.of(measurement, part, reference)
    gap = sides.part - sides.reference
    gap = np.where(np.isnan(gap), np.nan, without_noise(gap, np.stack([sides.part, sides.reference])))
    return derive(measurement, PartGap(measurement.measure, part, reference), gap, sides.amount, sides.exposure)


def named_parts(name: str, given: str) -> tuple[str, ...]:
    """Return the parts that a name of `PART_GROUPS` stands for; `name` is that of the argument, for the message."""
    return PART_GROUPS[check_option(name, given, PART_GROUPS)]


@dataclass(frozen=True)
class _Sides:
    """Values of part and reference, and amount and exposure of the part: a row an article, a column a category."""

    part: Floats
    reference: Floats
    amount: Floats
    exposure: Floats

    @staticmethod
    def of(measurement: Measurement, part: str, reference: str) -> "_Sides":
        """Measure both parts."""
        parts, others = named_parts("part", part), named_parts("reference", reference)
        _check_apart(part, reference, parts, others)
        amount, exposure = measurement.article_totals(parts=parts)
        values = measurement.value(amount, exposure)
        return _Sides(values, measurement.value(*measurement.article_totals(parts=others)), amount, exposure)

    def pairs(self, column: int, per: float) -> "_Pairs":
        """Return one category."""
        return _Pairs(self.part[:, column], self.reference[:, column], self.exposure[:, column] / per)


def _check_apart(part: str, reference: str, parts: Iterable[str], others: Iterable[str]) -> None:
    if set(parts) & set(others):
        raise OptionError(
            f"`part` and `reference` must have nothing in common; {part!r} and {reference!r} do. For one against the "
            'rest: part="headline", reference="story", or part="lead", reference="body".'
        )


@dataclass(frozen=True)
class _Pairs:
    """Values of part and reference and the room of the part in units of value, one row an article."""

    part: Floats
    reference: Floats
    room: Floats

    def take(self, rows: npt.NDArray[np.int64]) -> "_Pairs":
        return _Pairs(self.part[rows], self.reference[rows], self.room[rows])

    def too_short(self, level: float) -> bool:
        """Tell whether the part never holds evidence, though at the rate of the reference hardly any was expected."""
        expected = abs(self.reference.mean()) * self.room.sum()
        return not self.part.any() and bool(zero_says_little(expected, level))


def _row(
    pairs: _Pairs, mine: npt.NDArray[np.bool_], clusters: Clusters, level: float, n_resamples: int,
    rng: np.random.Generator,
) -> dict[str, object]:  # fmt: skip
    """Return means, difference, bounds and counts of one outlet in one category."""
    rows = np.flatnonzero(mine & ~np.isnan(pairs.part) & ~np.isnan(pairs.reference))
    mine_only = pairs.take(rows)
    part, reference = mine_only.part, mine_only.reference
    low = high = float("nan")
    if len(rows) and not mine_only.too_short(level):
        number = np.unique(clusters.number[rows], return_inverse=True)[1]
        difference = without_noise(part - reference, np.concatenate([part, reference]))
        low, high = cluster_bounds(difference, number, level, n_resamples, rng)
    events = clusters.number[rows[clusters.has_event[rows]]]
    return {
        "part_value": _mean(part), "reference_value": _mean(reference), "difference": _mean(part - reference),
        "low": low, "high": high, "n_articles": len(rows), "n_events": len(np.unique(events)),
        "unit_resampled": clusters.unit,
    }  # fmt: skip


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _warn_of_few(table: pd.DataFrame) -> None:
    few = table[table["low"].isna()]
    if len(few):
        row = few.iloc[0]
        warnings.warn(
            f"{len(few)} of {len(table)} rows have no bounds: fewer than {MIN_EVENTS} {row['unit_resampled']}s in "
            f"which both {row['part']} and {row['reference']} can be measured, or too little text in a part "
            f"({row['part']}) that holds no evidence (first: {row['category']}, {row['outlet']}, "
            f"{row['n_articles']} articles).",
            SmallSampleWarning,
            stacklevel=3,
        )
