"""One finding of a study under other choices.

Contents: `curve_of`, `curve_tables`.
"""

from typing import Any

import numpy as np
import pandas as pd

from toolkit.comparison.specification_curve import specification_curve
from toolkit.comparison.specification_result import SpecificationCurve
from toolkit.comparison.specifications import leave_one_out
from toolkit.corpus.corpus import Corpus
from toolkit.errors import MissingEventsError
from toolkit.measure import Measurement
from toolkit.study.settings import CompareSettings, RobustnessSettings


def curve_of(
    corpus: Corpus, measurement: Measurement, settings: RobustnessSettings, compare: CompareSettings
) -> SpecificationCurve:
    """Return the comparison of one category under every combination of choices.

    Parameters
    ----------
    corpus : the articles.
    measurement : of the study; its evidence tells which entries of a word list can be left out.
    settings : which comparison, and which choices.
    compare : level, n_resamples and seed.

    Raises
    ------
    OptionError : an option cannot be used.
    MissingEventsError : there are no events, or the outlets share none on which both can be measured.
    """
    curve = specification_curve(
        corpus, measurement.measure, category=settings.category, outlets=_sides(settings), base=settings.base,
        alternatives=_alternatives(measurement, settings), limit=settings.limit, n_exchanges=settings.n_exchanges,
        level=compare.level, n_resamples=compare.n_resamples, seed=compare.seed,
    )  # fmt: skip
    if np.isnan(curve.median):
        raise MissingEventsError(
            f"{curve.table['outlets'].iloc[0]}: they share no event on which {settings.category!r} can be measured in "
            "both, under any of the choices. Name outlets that cover the same events."
        )
    return curve


def _sides(settings: RobustnessSettings) -> tuple[str, str] | str | None:
    outlets = settings.outlets
    if outlets is None:
        return None
    return (outlets[0], outlets[1]) if len(outlets) == 2 else outlets[0]


def _alternatives(measurement: Measurement, settings: RobustnessSettings) -> dict[str, Any]:
    """Return the other options of each choice, the measures without one entry among them."""
    alternatives: dict[str, Any] = dict(settings.alternatives)
    if settings.leave_out:
        shorter = leave_one_out(measurement, settings.category, n_entries=settings.leave_out)
        alternatives["measure"] = {**shorter, **alternatives.get("measure", {})}
    return alternatives


def curve_tables(curve: SpecificationCurve) -> dict[str, pd.DataFrame]:
    """Return the table specification_curve, which has one row a specification, the base first."""
    return {"specification_curve": curve.table}
