"""Values corrected for the measure's own errors, from a sample of articles that people coded.

A measure that is wrong more often about one outlet than about another makes a difference where there is none, and no
number of articles mends that. If people code a random sample of the articles, the measure can be used for all of them
and its errors, as seen in the sample, be taken off (design-based supervised learning, egami2023; prediction-powered
inference, angelopoulos2023).

Contents: `corrected`, `Corrected`, `CorrectedMeasurement`.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.derived import DerivedMeasure, DerivedMeasurement, derive, derived_fields
from toolkit.corpus.schema import STORY
from toolkit.errors import ColumnError, OptionError
from toolkit.measure import Floats, Measurement, Scale
from toolkit.options import check_columns, check_option, count

Codes = npt.NDArray[np.int64]

MIN_CODED = 10  # with fewer in the other folds, the line from values to codes is hardly known


def corrected(
    measurement: Measurement,
    codes: pd.DataFrame,
    *,
    category: str | None = None,
    calibrate: bool = True,
    n_folds: int = 5,
    seed: int = 0,
) -> "CorrectedMeasurement":
    """Correct a measure's values with the codes that people gave to a random sample of articles.

    corrected value = f + (R / pi) * (y - f), with f what the measure predicts of an article's code, y the code, R 1 for
    coded articles and else 0, and pi the probability with which the article came into the sample.

    Over samples, the mean of the corrected values is that of the codes of all articles, whatever the errors of the
    measure. A better measure makes the intervals narrower, not the estimates truer. `compare` takes the result like
    any measurement; its intervals then hold the spread between events and the errors of the measure.

    Higher values mean higher codes. Do not read the corrected value of one article: that of a coded article can lie far
    outside the range of codes. Do not use codes of articles that were chosen for their looks, or to which the measure
    was fitted.

    Parameters
    ----------
    measurement : what a measure returned.
    codes : one row for each coded article: article_id, code (a number, such as 1 for "present") and probability (above
        0, at most 1), with which the article was drawn. For a simple random sample it is n coded / n articles. It may
        differ by outlet or event, but must have been above 0 for all articles.
    category : what is coded; may be left out if the measure has only one.
    calibrate : predict codes from values by a straight line (least squares weighted by 1 / probability) fitted to the
        codes of other events, fold by fold. False takes the values as predictions, for codes on the measure's scale.
    n_folds, seed : of the parts into which events are dealt for that.

    Returns
    -------
    A `CorrectedMeasurement`, in the unit of the codes. Articles in which the measure has no value have none.
    `uncorrected` is the same with f alone.

    Raises
    ------
    ColumnError : a column is missing or holds what it must not. OptionError : the category does not exist, or too few
    articles are coded.

    References: egami2023, angelopoulos2023.
    """
    known = measurement.categories
    name = check_option("category", known[0] if category is None and len(known) == 1 else category, known)
    value = measurement.article_values(parts=STORY)[:, known.index(name)]
    sample = _Sample.of(measurement, codes, value)
    predicted = _calibrated(measurement, value, sample, n_folds, seed) if calibrate else value
    measure = Corrected(measurement.measure, name, calibrate, len(sample.row))
    values = predicted.copy()
    values[sample.row] += (sample.code - predicted[sample.row]) / sample.probability
    ones = np.ones((len(value), 1))
    alone = derive(measurement, measure, predicted[:, None], predicted[:, None], ones)
    fields = derived_fields(measurement, measure, values[:, None], values[:, None], ones)
    return CorrectedMeasurement(**fields, coded=sample.table(measurement, predicted), uncorrected=alone)


@dataclass(frozen=True)
class Corrected(DerivedMeasure):
    """A measure corrected with codes that people gave to a sample of articles; see `corrected`.

    corrected value = f + (R / pi) * (y - f), with f what the measure predicts, y the code, R whether it was coded, and
    pi the probability of that.

    Higher values mean higher codes. Do not read the corrected values of single articles.

    Parameters
    ----------
    of : the measure.
    category : what is coded.
    calibrate : whether a straight line from values to codes was fitted.
    n_coded : number of coded articles.

    References: egami2023, angelopoulos2023.
    """

    name: ClassVar[str] = "corrected"
    references: ClassVar[tuple[str, ...]] = ("egami2023", "angelopoulos2023")

    category: str = ""
    calibrate: bool = True
    n_coded: int = 0

    @property
    def categories(self) -> tuple[str, ...]:
        """What is coded."""
        return (self.category,)

    def scale(self, category: str) -> Scale:
        """The scale of the codes, which knows no bounds for single articles."""
        unit = "code" if self.calibrate else self.of.scale(category).unit
        return Scale(unit, 1.0, -np.inf, np.inf, "higher codes")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CorrectedMeasurement(DerivedMeasurement):
    """Corrected values, with what they were made from.

    `coded` has one row for each coded article that the measure could read: article_id, outlet, event_id, code,
    probability, predicted. `uncorrected` is a measurement of the predictions alone.
    """

    coded: pd.DataFrame
    uncorrected: DerivedMeasurement

    def __repr__(self) -> str:
        known = self.values[~np.isnan(self.values)]
        mean, alone = (one[~np.isnan(one)].mean() for one in (self.values, self.uncorrected.values))
        return (
            f"{self.categories[0]}: {len(self.coded):,} of {count(len(known), 'article')} coded. Mean "
            f"{self.measure.scale(self.categories[0]).unit} {mean:.3g}; by the measure alone {alone:.3g}."
        )


@dataclass(frozen=True)
class _Sample:
    """The coded articles that the measure could read: row in the corpus, code, and probability of being coded."""

    row: Codes
    code: Floats
    probability: Floats

    @staticmethod
    def of(measurement: Measurement, codes: pd.DataFrame, value: Floats) -> "_Sample":
        """Check a table of codes and find its articles in the corpus."""
        check_columns(codes.columns, ("article_id", "code", "probability"), what="The table of codes")
        ids = measurement.corpus.articles["article_id"]
        place = pd.Index(ids).get_indexer(codes["article_id"].astype(str))
        if (place < 0).any():
            unknown = codes["article_id"][place < 0].iloc[0]
            raise ColumnError(f"The codes name the article {str(unknown)!r}, which is not in the corpus.")
        if codes["article_id"].duplicated().any():
            twice = codes["article_id"][codes["article_id"].duplicated()].iloc[0]
            raise ColumnError(f"The article {str(twice)!r} is coded twice; give one code for each article.")
        code, probability = (_numbers(codes, name) for name in ("code", "probability"))
        if not ((probability > 0) & (probability <= 1)).all():
            raise ColumnError(
                "`probability` must lie above 0 and be at most 1: how likely the article was to be coded."
            )
        readable = ~np.isnan(value[place])
        return _Sample(place[readable].astype(np.int64), code[readable], probability[readable])

    def table(self, measurement: Measurement, predicted: Floats) -> pd.DataFrame:
        """Return the coded articles with what the measure predicts of them."""
        keys = {
            name: measurement.corpus.column(name).to_numpy()[self.row] for name in ("article_id", "outlet", "event_id")
        }
        return pd.DataFrame(
            {**keys, "code": self.code, "probability": self.probability, "predicted": predicted[self.row]}
        )


def _numbers(codes: pd.DataFrame, name: str) -> Floats:
    numbers = pd.to_numeric(codes[name], errors="coerce").to_numpy(dtype=np.float64)
    if not np.isfinite(numbers).all():
        wrong = codes[name][~np.isfinite(numbers)].iloc[0]
        raise ColumnError(f"`{name}` must hold numbers without gaps; got {wrong!r}.")
    return numbers


def _calibrated(measurement: Measurement, value: Floats, sample: _Sample, n_folds: int, seed: int) -> Floats:
    """Return the codes that the values predict, by lines fitted to the codes of other events."""
    fold = _folds(measurement, n_folds, seed)
    predicted = np.full(len(value), np.nan)
    for number in range(n_folds):
        others = fold[sample.row] != number
        if others.sum() < MIN_CODED:
            raise OptionError(
                f"With {n_folds} folds of events, {count(int(others.sum()), 'coded article')} remain to fit codes by "
                f"values; at least {MIN_CODED} are needed. Code more articles, or set calibrate=False if the codes are "
                "on the scale of the measure."
            )
        x, y, weight = value[sample.row][others], sample.code[others], 1 / sample.probability[others]
        here = fold == number
        predicted[here] = _line(x, y, weight, value[here])
    return predicted


def _folds(measurement: Measurement, n_folds: int, seed: int) -> Codes:
    """Deal the events into folds; an article without one is dealt alone. Articles of one event resemble each other."""
    if n_folds < 2:
        raise OptionError(f"`n_folds` must be 2 or more; got {n_folds!r}.")
    event = pd.factorize(measurement.corpus.column("event_id"), sort=True)[0].astype(np.int64)
    alone = np.flatnonzero(event < 0)
    event[alone] = event.max(initial=-1) + 1 + np.arange(len(alone))
    n = int(event.max(initial=-1)) + 1
    dealt: Codes = np.random.default_rng(seed).permutation(np.arange(n) % n_folds)[event]
    return dealt


def _line(x: Floats, y: Floats, weight: Floats, at: Floats) -> Floats:
    """Return a straight line through (x, y), by weighted least squares, at other places."""
    centre, level = np.average(x, weights=weight), np.average(y, weights=weight)
    spread = np.average((x - centre) ** 2, weights=weight)
    slope = np.average((x - centre) * (y - level), weights=weight) / spread if spread > 0 else 0.0
    return level + slope * (at - centre)
