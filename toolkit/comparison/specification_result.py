"""What a specification curve says.

Contents: `SpecificationCurve`.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from toolkit.comparison.grid import Plan
from toolkit.comparison.result import Comparison, signed
from toolkit.comparison.specification_data import SpecificationData
from toolkit.comparison.specification_joint import Joint
from toolkit.comparison.specifications import Specifications
from toolkit.corpus.printable import printable
from toolkit.options import count

MOST_MOVING = 3  # choices named in the sentences


@dataclass(frozen=True, eq=False)
class SpecificationCurve:
    """A finding under many specifications.

    `table` has one row a specification, the base first: the option of each choice, then estimate, low, high, p, clear,
    n_events, n_articles. `choices` sums it up by option. `joint` has the median and the share of clear specifications
    with their p, None if it was not asked for. `curve[i]` is the `Comparison` of the specification in row i, in the
    unit of its measure; with an outlet against the mean of all, it has the rows of all outlets.
    """

    table: pd.DataFrame
    specifications: Specifications
    joint: Joint | None
    unit: str
    level: float
    data: SpecificationData
    plan: Plan
    settings: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.table)

    def __getitem__(self, number: int) -> Comparison:
        if not 0 <= number < len(self):
            raise IndexError(f"The curve has specifications 0 to {len(self) - 1}; got {number!r}.")
        return self.data.comparison(number, self.plan)

    @property
    def signature(self) -> str:
        """Choices, settings, measures and corpus: equal signatures mean equal numbers."""
        shown = ", ".join(f"{key}={value}" for key, value in self.settings.items())
        choices = "; ".join(f"{choice.name}: {' | '.join(choice.labels)}" for choice in self.specifications.choices)
        measures = " | ".join(measure.signature for measure, _ in self.specifications.choices[0].values)
        base = self.data.measurement(0).signature
        return f"specification_curve({shown}; {choices}) of {measures} | base {base}"

    @cached_property
    def choices(self) -> pd.DataFrame:
        """One row for each option of the choices that have several: choice, option, n, estimate (mean), share_above
        (estimates above zero), share_clear."""
        rows = []
        for choice in self.specifications.choices:
            groups = self.table.groupby(choice.name, sort=False)
            for label in choice.labels if len(choice) > 1 else ():
                if label in groups.groups:
                    group = groups.get_group(label)
                    share = (group["estimate"] > 0).mean()
                    rows.append(
                        (choice.name, label, len(group), group["estimate"].mean(), share, group["clear"].mean())
                    )
        return pd.DataFrame(rows, columns=["choice", "option", "n", "estimate", "share_above", "share_clear"])

    @cached_property
    def moves(self) -> pd.Series:
        """How far the mean estimate moves from option to option of each choice, the choice that moves it most first."""
        estimates = self.choices.groupby("choice", sort=False)["estimate"]
        return (estimates.max() - estimates.min()).sort_values(ascending=False, kind="stable")

    @property
    def median(self) -> float:
        """The median of the estimates that are known."""
        return float(self.table["estimate"].median())

    @property
    def n_same_sign(self) -> int:
        """How many estimates lie on the same side of zero as the median."""
        return int((np.sign(self.table["estimate"]) == np.sign(self.median)).sum()) if self.median else 0

    @property
    def n_clear(self) -> int:
        """How many specifications are clear and on the same side of zero as the median."""
        return int((self.table["clear"] & (np.sign(self.table["estimate"]) == np.sign(self.median))).sum())

    def sentences(self) -> list[str]:
        """Return what the curve says, in plain sentences."""
        said = [self._signs(), self._size(), self._movers()]
        if self.joint is not None and not np.isnan(self.joint.median):
            said.append(_joint_sentence(self.joint))
        return [one for one in said if one]

    def __repr__(self) -> str:
        return "\n".join(printable(one) for one in self.sentences())

    def _repr_html_(self) -> str:
        return str(self.table.to_html(index=False, float_format="{:.3g}".format, escape=True))

    def _signs(self) -> str:
        category = self.specifications.choices[0].values[0][1]
        about, others = f"{category}: {self.table['outlets'].iloc[0]}", self.table["outlets"].nunique() - 1
        about += f" (and {others} other comparisons)" if others else ""
        if np.isnan(self.median):
            return f"{about} is not known in any of {count(len(self), 'specification')}."
        side = "above" if self.median > 0 else "below" if self.median < 0 else "at"
        drawn = f" ({self.specifications.n_possible:,} are possible)" if len(self) < self._n_possible else ""
        n_other = int(self.table["clear"].sum()) - self.n_clear
        against = f"; {n_other} are clear on the other side" if n_other else ""
        return (
            f"{about} is {side} zero in {self.n_same_sign} of {count(len(self), 'specification')}{drawn}, clearly so "
            f"in {self.n_clear}{against}."
        )

    @property
    def _n_possible(self) -> int:
        return self.specifications.n_possible

    def _size(self) -> str:
        estimates = self.table["estimate"]
        if np.isnan(self.median):
            return ""
        unknown = int(estimates.isna().sum())
        return (
            f"The median estimate is {signed(self.median)} {self.unit} (from {signed(estimates.min())} to "
            f"{signed(estimates.max())}); the base specification gives {signed(estimates.iloc[0])}."
            + (f" In {unknown} nothing can be compared." if unknown else "")
        )

    def _movers(self) -> str:
        """Name the choices that move the estimate most, with the mean estimates of their extreme options."""
        named = []
        for choice in self.moves[self.moves > 0].index[:MOST_MOVING]:
            options = self.choices[self.choices["choice"] == choice].dropna(subset="estimate").sort_values("estimate")
            ends = [f"{row['option']} {signed(row['estimate'])}" for row in options.iloc[[0, -1]].to_dict("records")]
            named.append(f"{choice} ({' … '.join(ends)})")
        # Alternatives that change nothing add specifications and no information, which a reader should know.
        idle = [choice for choice, move in self.moves.items() if move == 0 and choice != "test"]
        said = f"The choices that move it most, with mean estimates: {', '.join(named)}." if named else ""
        return said + (f" No estimate depends on: {', '.join(map(str, idle))}." if idle else "")


def _joint_sentence(joint: Joint) -> str:
    """Say how often exchanged outlets give as much."""
    return (
        f"If the outlets did not differ, a median at least as far from zero would come about with p = "
        f"{joint.p_median:.2g}, and as large a share of clear specifications with p = {joint.p_clear:.2g} "
        f"({joint.n_exchanges:,} exchanges of outlets within events)."
    )
