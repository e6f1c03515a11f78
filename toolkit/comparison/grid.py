"""What outlets did on the events that they share, and the estimates made from it.

Conventions: a grid has one row an event and one column an outlet, NaN where there is no value.

Contents: `Plan`, `Grid`, `pair_estimate`, `effect_estimates`.
"""

import zlib
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from toolkit.comparison.effects import EffectModel, exchange_p, linked_outlets
from toolkit.comparison.resample import (
    MIN_EVENTS,
    bootstrap_interval,
    event_weights,
    sign_flip_p,
    without_noise,
    zero_says_little,
)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Plan:
    """How intervals and p are made; without `with_p` p is not computed (NaN), which takes most of the time.

    `models` keeps the outlet models of the patterns of coverage met so far.
    """

    level: float
    n_resamples: int
    seed: int
    with_p: bool = True
    models: dict[bytes, "_Models"] = field(default_factory=dict)

    def rng(self, what: bytes) -> np.random.Generator:
        """Return a generator of its own for each thing, so that no number depends on what else is compared."""
        return np.random.default_rng([self.seed, zlib.crc32(what)])


@dataclass(frozen=True)
class Grid:
    """What outlets did on the events that at least two of them covered: one row an event, one column an outlet.

    `values` (NaN where there is none), `amounts` and `exposures` that made them, and numbers of articles.
    """

    values: Floats
    amounts: Floats
    exposures: Floats
    counts: Floats

    def zero_says_little(self, level: float) -> npt.NDArray[np.bool_]:
        """Tell of each outlet whether it has no evidence at all, though hardly any was to be expected.

        What is expected is the others' rate on the same events (their amounts over their exposures) times the
        outlet's exposure.
        """
        flags = np.zeros(self.values.shape[1], dtype=np.bool_)
        for outlet in np.flatnonzero((self.amounts == 0).all(axis=0)):
            mine = self.exposures[:, outlet]
            amount, exposure = (
                np.delete(table, outlet, axis=1).sum(axis=1) for table in (self.amounts, self.exposures)
            )
            rate = np.abs(amount) / np.where(exposure > 0, exposure, np.inf)
            flags[outlet] = mine.any() and bool(zero_says_little((rate * mine).sum(), level))
        return flags


def pair_estimate(grid: Grid, plan: Plan, rng: np.random.Generator) -> dict[str, object]:
    """Return the mean of the differences within events, with bounds and p."""
    difference = without_noise(grid.values[:, 0] - grid.values[:, 1], grid.values)
    n = len(difference)
    estimate = float(difference.mean()) if n else float("nan")
    low = high = p = float("nan")
    if n >= MIN_EVENTS:
        if not grid.zero_says_little(plan.level).any():
            replicates = event_weights(n, n_resamples=plan.n_resamples, rng=rng) @ difference / n
            low, high = bootstrap_interval(estimate, replicates, n, plan.level)
        p = sign_flip_p(difference, n_resamples=plan.n_resamples, rng=rng) if plan.with_p else p
    n_articles = int(grid.counts.sum())
    return {"estimate": estimate, "low": low, "high": high, "p": p, "n_events": n, "n_articles": n_articles}


def effect_estimates(grid: Grid, plan: Plan, rng: np.random.Generator) -> list[dict[str, object]]:
    """Return each outlet's effect with bounds and p; NaN for outlets that no shared events link to the others."""
    linked = linked_outlets(grid.values)
    values = grid.values[:, linked]
    values = values[(~np.isnan(values)).sum(axis=1) >= 2]
    n_outlets = grid.values.shape[1]
    estimates, p = np.full(n_outlets, np.nan), np.full(n_outlets, np.nan)
    replicates = np.full((plan.n_resamples, n_outlets), np.nan)
    if linked.any():
        models = _models(~np.isnan(values), plan)
        estimates[linked] = without_noise(models.once.effects(values)[0], values)
        replicates[:, linked] = without_noise(models.resampled.effects(values), values)
        if plan.with_p:
            p[linked] = exchange_p(values, estimates[linked], n_resamples=plan.n_resamples, rng=rng)
    empty = grid.zero_says_little(plan.level)
    results: list[dict[str, object]] = []
    for outlet, n in enumerate((~np.isnan(grid.values)).sum(axis=0).tolist()):
        low = high = float("nan")
        if not empty[outlet]:
            low, high = bootstrap_interval(float(estimates[outlet]), replicates[:, outlet], n, plan.level)
        results.append({
            "estimate": float(estimates[outlet]), "low": low, "high": high,
            "p": float(p[outlet]) if n >= MIN_EVENTS else float("nan"),
            "n_events": n, "n_articles": int(grid.counts[:, outlet].sum()),
        })  # fmt: skip
    return results


@dataclass(frozen=True)
class _Models:
    """The model with every event once, and with resampled events."""

    once: EffectModel
    resampled: EffectModel


def _models(covered: npt.NDArray[np.bool_], plan: Plan) -> _Models:
    """Return the models for a pattern of coverage; categories that share it share the resampled events."""
    key = covered.tobytes() + str(covered.shape).encode()
    if key not in plan.models:
        n_events = len(covered)
        weights = event_weights(n_events, n_resamples=plan.n_resamples, rng=plan.rng(key))
        plan.models[key] = _Models(EffectModel(covered, np.ones((1, n_events))), EffectModel(covered, weights))
    return plan.models[key]
