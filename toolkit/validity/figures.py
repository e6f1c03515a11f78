"""Figures of agreement, each with an interval.

Contents: `Figure`, `ValidityResult`, `bootstrap_figures`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Figure:
    """An estimate and the bounds of its 95% interval (NaN where none can be given)."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class ValidityResult:
    """How well a measure agrees with human codes.

    `n` counts the coded units; `figures` maps names to figures; `note` says in a sentence what was done.
    """

    task: str
    n: int
    figures: Mapping[str, Figure]
    note: str

    def to_dict(self) -> dict[str, Any]:
        """Return plain values: task, n, figures as estimate, low and high."""
        figures = {
            name: {"estimate": figure.estimate, "low": figure.low, "high": figure.high}
            for name, figure in self.figures.items()
        }
        return {"task": self.task, "n": self.n, "figures": figures}

    def table(self) -> str:
        """Return a line a figure, with its interval."""
        width = max(map(len, self.figures), default=0)
        lines = [f"{self.task}: {self.n:,} coded units. {self.note}"]
        lines += [
            f"  {name:<{width}}  {figure.estimate:.3f} [95% interval {figure.low:.3f} to {figure.high:.3f}]"
            for name, figure in self.figures.items()
        ]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return self.table()


def bootstrap_figures(
    figures: Callable[[Rows], Mapping[str, float]],
    groups: npt.NDArray[Any],
    *,
    n_resamples: int = 1_000,
    level: float = 0.95,
    seed: int = 0,
) -> dict[str, Figure]:
    """Return figures with percentile intervals from a bootstrap over groups of units.

    Parameters
    ----------
    figures : computes named figures from row numbers (a row may occur several times).
    groups : for each row the group to which it belongs, such as its article or event; groups are drawn whole,
        because units of one group resemble each other.
    """
    names, member = np.unique(groups, return_inverse=True)
    order = np.argsort(member, kind="stable")
    rows_of = np.split(order, np.cumsum(np.bincount(member))[:-1])
    rng = np.random.default_rng(seed)
    estimate = figures(np.arange(len(groups)))
    draws = [rng.integers(len(names), size=len(names)) for _ in range(n_resamples)]
    replicates = [figures(np.concatenate([rows_of[group] for group in draw])) for draw in draws]
    tails = (1 - level) / 2, 1 - (1 - level) / 2
    result = {}
    for name, value in estimate.items():
        drawn = np.array([replicate[name] for replicate in replicates])
        known = drawn[~np.isnan(drawn)]
        low, high = np.quantile(known, tails) if len(known) else (np.nan, np.nan)
        result[name] = Figure(float(value), float(low), float(high))
    return result
