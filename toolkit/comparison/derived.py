"""Measurements made from other measurements: one value an article and category, comparable like any measure's.

What can be said of an article only as a whole (how far its headline goes beyond its story, where its evidence begins)
is no sum over parts. As a derived measurement it has the evidence of the measurement from which it was made, so that
`compare` and `concordance` take it.

Contents: `DerivedMeasure`, `DerivedMeasurement`, `derive`, `derived_fields`.
"""

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from toolkit.corpus.schema import STORY
from toolkit.errors import OptionError
from toolkit.evidence import Evidence, Reading
from toolkit.lexicons.lexicon import Lexicon
from toolkit.measure import Floats, Measure, Measurement, Scale


@dataclass(frozen=True)
class DerivedMeasure(Measure):
    """Base of what is made from another measure, `of`; it finds nothing of its own."""

    of: Measure

    @property
    def categories(self) -> tuple[str, ...]:
        """Those of the measure from which it is made."""
        return self.of.categories

    @property
    def lexicons(self) -> tuple[Lexicon, ...]:
        """Those of the measure from which it is made."""
        return self.of.lexicons

    @abstractmethod
    def scale(self, category: str) -> Scale:
        """Return how the derived values of a category are read."""

    @property
    def settings(self) -> dict[str, Any]:
        """The settings as plain values, the other measure by its signature."""
        return {**super().settings, "of": self.of.signature}

    def find(self, reading: Reading) -> Evidence:
        """Refuse: a derived measure looks at measurements, not at texts."""
        raise OptionError(f"The measure {self.name!r} is made from a measurement; it cannot be called on a corpus.")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class DerivedMeasurement(Measurement):
    """A measurement with one value an article, made from another one, whose evidence it keeps.

    `values`, `amount` and `exposure` have one row an article, not a unit. `amount` and `exposure` tell how much
    evidence there was, and room for it, where a value rests on least of it.
    """

    values: Floats

    # Values of whole articles are no rates whose words could be put together.
    pools: ClassVar[tuple[str, ...]] = ("mean",)
    has_parts: ClassVar[bool] = False

    @cached_property
    def scores(self) -> pd.DataFrame:
        """One row for each article and category: article_id, outlet, event_id, category, amount, exposure, value."""
        return self.article_scores()

    def article_totals(self, *, parts: Iterable[str] = STORY) -> tuple[Floats, Floats]:
        """Return amounts and exposures, one row an article and one column a category."""
        self._check_parts(parts)
        return self.amount, self.exposure

    def article_values(self, *, parts: Iterable[str] = STORY) -> Floats:
        """Return the values, one row an article and one column a category."""
        self._check_parts(parts)
        return self.values

    def _check_parts(self, parts: Iterable[str]) -> None:
        if set(parts) != set(STORY):
            raise OptionError(f"The measure {self.measure.name!r} is of whole articles: `parts` must be left out.")


def derive(
    measurement: Measurement, measure: DerivedMeasure, values: Floats, amount: Floats, exposure: Floats
) -> DerivedMeasurement:
    """Return a derived measurement; each table has one row an article and one column a category."""
    return DerivedMeasurement(**derived_fields(measurement, measure, values, amount, exposure))


def derived_fields(
    measurement: Measurement, measure: DerivedMeasure, values: Floats, amount: Floats, exposure: Floats
) -> dict[str, Any]:
    """Return the fields of a derived measurement, which keeps the evidence of its own categories."""
    own = [measure.categories.index(c) if c in measure.categories else -1 for c in measurement.categories]
    category = np.array(own, dtype=np.int16)[measurement.spans.category]
    spans = replace(measurement.spans, category=category).take(category >= 0)
    return {
        "measure": measure, "corpus": measurement.corpus, "unit_article": measurement.unit_article,
        "unit_part": measurement.unit_part, "looked_in": measurement.looked_in, "amount": amount,
        "exposure": np.where(np.isnan(values), 0.0, exposure), "found": spans, "entries": measurement.entries,
        "restriction": measurement.restriction, "values": values,
    }  # fmt: skip
