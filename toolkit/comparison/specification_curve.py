"""How a finding moves over the reasonable choices that lead to it.

Contents: `specification_curve`.
"""

import warnings
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import special
from tqdm.auto import tqdm

from toolkit.comparison.grid import Plan
from toolkit.comparison.resample import MIN_EVENTS
from toolkit.comparison.specification_data import SpecificationData
from toolkit.comparison.specification_joint import Joint, joint_test, make_panels
from toolkit.comparison.specification_result import SpecificationCurve
from toolkit.comparison.specifications import Specifications, make_specifications
from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError, SmallSampleWarning
from toolkit.measure import Floats, Measure
from toolkit.options import check_level

RESULTS = ("estimate", "low", "high", "p", "clear", "n_events", "n_articles")


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
) -> SpecificationCurve:
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
    outlets : two, the first minus the second, or one against the mean of all. With two outlets in the corpus both by
        default, and one against the other.
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
    by_interval = data.specifications.values(number)["test"] == "bootstrap"
    row: dict[str, Any] = data.estimate(number, replace(plan, with_p=not by_interval))
    if by_interval:
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
