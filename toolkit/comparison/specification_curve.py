"""How a finding moves over the reasonable choices that lead to it.

Contents: `specification_curve`, `SpecificationCurve`.
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from scipy import special
from tqdm.auto import tqdm

from toolkit.comparison.grid import Plan
from toolkit.comparison.resample import MIN_EVENTS
from toolkit.comparison.result import Comparison, signed
from toolkit.comparison.specification_data import SpecificationData
from toolkit.comparison.specification_joint import Joint, joint_test, make_panels
from toolkit.comparison.specifications import Specifications, make_specifications
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.printable import printable
from toolkit.errors import OptionError, SmallSampleWarning
from toolkit.measure import Floats, Measure
from toolkit.options import check_level

RESULTS = ("estimate", "low", "high", "p", "clear", "n_events", "n_articles")
MOST_MOVING = 3  # choices named in the sentences


def specification_curve(
    corpus: Corpus,
    measure: Measure,
    *,
    category: str | None = None,
    outlets: tuple[str, str] | str | None = None,
    base: Mapping[str, Any] | None = None,
    alternatives: Mapping[str, Any],
    standardize: bool = False,
    limit: int = 256,
    n_exchanges: int = 999,
    level: float = 0.95,
    n_resamples: int = 1999,
    seed: int = 0,
) -> "SpecificationCurve":
    """Compare outlets under every combination of choices, and under outlets exchanged within events.

    Each specification takes one option of every choice and is one comparison, with the estimate and interval that
    `compare` gives. Choices and their options:

    - measure: other measures, or (measure, category) where the category differs; `leave_one_out` makes some
    - any setting of the measure, such as lexicon, count_negated or alpha
    - outlets: other pairs, or one outlet against the mean of all
    - events: "given", "matched", or thresholds for `match_events`
    - parts: "all" (headline and story), "headline", "story" (lead and body), "lead", "body", "caption"
    - pool: "mean" or "sum"; wire: "once", "drop" or "keep" (see `compare`)
    - voice: "all"; "unquoted" for words outside quotation marks, per 1,000 words of the whole text; or "own", "direct",
      "indirect", "unattributed" and "sourced" as in `in_voice`, per 1,000 words of that voice
    - negated: "as measured", "count" or "drop"; "count" sets count_negated where the measure has it, and leaves other
      measures as they are
    - test: what makes a specification clear: "bootstrap" (its interval leaves out zero; p belongs to it) or "exchange"
      (p of exchanging outlets within events, for two outlets of sign flips, is at most 1 - level)

    Higher estimates mean higher values in the outlet than in the reference. Do not read the share of clear
    specifications as a probability that the finding holds: it depends on which alternatives were listed. List only
    those that you would defend beforehand, and point all measures in the same direction.

    Parameters
    ----------
    corpus : articles with outlets and events.
    measure, category : of the base specification.
    outlets : two, the first minus the second, or one against the mean of all; with two outlets in the corpus both.
    base : options of the base specification that are not the defaults, such as {"wire": "drop"}.
    alternatives : for each choice the other options, as a list or a mapping of names to options.
    standardize : divide each estimate and its bounds by the standard deviation of its articles' values. Needed where
        measures have different units.
    limit : with more combinations than this, so many are drawn at random, the base among them.
    n_exchanges : of outlets within events, for the joint test; 0 for none.
    level, n_resamples, seed : see `compare`.

    Returns
    -------
    A `SpecificationCurve`. A SmallSampleWarning is given where specifications have fewer than 5 shared events.

    Raises
    ------
    OptionError : a choice or option does not exist, or measures have different units and `standardize` is not set.
    MissingEventsError : the corpus has no events.

    References: simonsohn2020, hesterberg2015.
    """
    check_level(level)
    if n_exchanges < 0:
        raise OptionError(f"`n_exchanges` must be 0 (no joint test) or more; got {n_exchanges!r}.")
    specifications = make_specifications(
        corpus, measure, category, outlets, base or {}, alternatives, limit=limit, seed=seed
    )
    unit = _unit(specifications, standardize)
    data = SpecificationData(corpus, specifications)
    plan = Plan(level, n_resamples, seed)
    spreads = np.array([data.spread(i) if standardize else 1.0 for i in range(len(specifications))])
    table = _table(data, plan, spreads)
    _warn_of_few_events(table)
    settings = {
        "standardize": standardize, "limit": limit, "n_exchanges": n_exchanges, "level": level,
        "n_resamples": n_resamples, "seed": seed,
    }  # fmt: skip
    joint = _joint(data, spreads, settings) if n_exchanges else None
    return SpecificationCurve(table, specifications, joint, unit, level, data, plan, settings)


def _unit(specifications: Specifications, standardize: bool) -> str:
    """Return the unit of all estimates."""
    units = {measure.scale(category).unit for measure, category in specifications.choices[0].values}
    if standardize:
        return "standard deviations"
    if len(units) > 1:
        raise OptionError(
            f"The measures have different units ({', '.join(sorted(units))}), so their estimates cannot stand on one "
            "curve. Leave some out, or set standardize=True."
        )
    return units.pop()


def _table(data: SpecificationData, plan: Plan, spreads: Floats) -> pd.DataFrame:
    """Return one row a specification: its options, then its results."""
    specifications = data.specifications
    numbers = tqdm(range(len(specifications)), desc="comparing", unit="specification", delay=2, leave=False)
    rows = [_result(data, plan, number, spreads[number]) for number in numbers]
    options = pd.DataFrame({choice.name: specifications.labels(choice) for choice in specifications.choices})
    return options.join(pd.DataFrame(rows, columns=list(RESULTS)))


def _result(data: SpecificationData, plan: Plan, number: int, spread: float) -> dict[str, Any]:
    """Return the results of one specification."""
    row: dict[str, Any] = data.estimate(number, plan)
    if data.specifications.values(number)["test"] == "bootstrap":
        clear = bool(row["low"] > 0 or row["high"] < 0)
        row["p"] = _interval_p(row, plan.level)
    else:
        clear = bool(row["p"] <= 1 - plan.level)
    scaled = {name: row[name] / spread for name in ("estimate", "low", "high")}
    return {**row, **scaled, "clear": clear}


def _interval_p(row: Mapping[str, Any], level: float) -> float:
    """Return 1 - the level at which the interval would just reach zero."""
    half, n = row["high"] - row["estimate"], row["n_events"]
    if np.isnan(half):
        return float("nan")
    if half <= 0:
        return float(row["estimate"] == 0)
    t = abs(row["estimate"]) / half * special.stdtrit(n - 1, 1 - (1 - level) / 2)
    return float(2 * special.stdtr(n - 1, -t))


def _joint(data: SpecificationData, spreads: Floats, settings: Mapping[str, Any]) -> Joint:
    """Hold the curve against curves with outlets exchanged within the events of the base specification."""
    event = data.event_codes(data.specifications.values(0)["events"])
    return joint_test(
        make_panels(data), spreads, event, data.outlet_codes, n_outlets=len(data.outlets), level=settings["level"],
        n_exchanges=settings["n_exchanges"], seed=settings["seed"],
    )  # fmt: skip


def _warn_of_few_events(table: pd.DataFrame) -> None:
    n_few = int((table["n_events"] < MIN_EVENTS).sum())
    if n_few:
        warnings.warn(
            f"{n_few} of {len(table)} specifications have fewer than {MIN_EVENTS} shared events, so that their bounds "
            "and p are NaN and they count as not clear.",
            SmallSampleWarning,
            stacklevel=3,
        )


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
        if self.joint is not None:
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
            return f"{about} is not known in any of {len(self)} specifications."
        side = "above" if self.median > 0 else "below" if self.median < 0 else "at"
        drawn = f" ({self.specifications.n_possible:,} are possible)" if len(self) < self._n_possible else ""
        n_other = int(self.table["clear"].sum()) - self.n_clear
        against = f"; {n_other} are clear on the other side" if n_other else ""
        return (
            f"{about} is {side} zero in {self.n_same_sign} of {len(self)} specifications{drawn}, clearly so in "
            f"{self.n_clear}{against}."
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
