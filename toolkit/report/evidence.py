"""The lines behind the rows of a comparison.

Contents: `EvidenceOf`, `Group`.
"""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.comparison.result import Comparison
from toolkit.comparison.wire import left_out
from toolkit.corpus.schema import PARTS, STORY
from toolkit.kwic import concordance
from toolkit.measure import Measurement
from toolkit.report.lines import Line, lines_of


@dataclass(frozen=True)
class Group:
    """Lines of one outlet: those shown, how many there are, whether they belong to other categories."""

    outlet: str
    lines: list[Line]
    n_total: int
    derived: bool


@dataclass(frozen=True, eq=False)
class EvidenceOf:
    """The evidence that went into a comparison: from the parts counted and the events that outlets share."""

    comparison: Comparison

    @cached_property
    def measurement(self) -> Measurement:
        """The measurement without evidence that does not count: of other parts and events, and of wire copy."""
        measurement, cells = self.comparison.measurement, self.comparison.cells
        parts = [PARTS.index(part) for part in self.comparison.settings.get("parts", STORY)]
        covered = cells.groupby("event_id")["outlet"].nunique()
        shared = set(covered.index[covered >= 2])
        counted = measurement.corpus.column("event_id").isin(shared).to_numpy(dtype=bool)
        counted = counted & ~left_out(measurement.corpus, self.comparison.settings.get("wire", "keep"))
        unit = measurement.spans.unit
        keep = counted[measurement.unit_article[unit]] & np.isin(measurement.unit_part[unit], parts)
        return replace(measurement, found=measurement.spans.take(keep))

    @cached_property
    def counts(self) -> dict[tuple[str, str], int]:
        """Number of spans of each outlet and category."""
        spans = self.measurement.spans
        outlets = self.measurement.corpus.column("outlet").to_numpy()[self.measurement.unit_article[spans.unit]]
        names = self.measurement.categories
        pairs: dict[tuple[str, str], int] = {}
        for outlet in {name for name in outlets if name is not None}:
            of_outlet: npt.NDArray[np.int64] = np.bincount(spans.category[outlets == outlet], minlength=len(names))
            pairs.update({(outlet, name): int(n) for name, n in zip(names, of_outlet, strict=True)})
        return pairs

    def is_derived(self, category: str) -> bool:
        """Tell whether a category has values but no spans of its own, being made from the other categories."""
        column = self.measurement.categories.index(category)
        own = any(n for (_, name), n in self.counts.items() if name == category)
        return not own and bool(self.measurement.amount[:, column].any())

    def groups(self, row: dict[Hashable, Any], *, limit: int) -> list[Group]:
        """Return the lines of the outlet of a row and, in a pair, those of the reference."""
        known = set(self.measurement.corpus.outlets)
        names = [name for name in (row["outlet"], row["reference"]) if name in known]
        return [self._group(name, str(row["category"]), limit) for name in names]

    def _group(self, outlet: str, category: str, limit: int) -> Group:
        derived = self.is_derived(category)
        wanted = self.measurement.categories if derived else (category,)
        n_total = sum(self.counts.get((outlet, name), 0) for name in wanted)
        if not n_total:
            return Group(outlet, [], 0, derived)
        table = concordance(self.measurement, category=None if derived else category, outlet=outlet, limit=limit)
        return Group(outlet, lines_of(table), n_total, derived)
