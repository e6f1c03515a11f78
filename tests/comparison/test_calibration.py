"""Intervals cover as often as they say, and p is uniform where nothing differs.

4,000 made studies for each case; with a true coverage of 95 % the share that is seen has a standard error of 0.35
points, so that the bounds of 93 and 97 % leave room for chance and none for a wrong formula.
"""

import numpy as np
import pytest

from toolkit.comparison.grid import Grid, Plan, effect_estimates
from toolkit.comparison.resample import bootstrap_interval, event_weights, sign_flip_p

STUDIES = 4_000
DRAWS = {
    "normal": lambda rng, shape: rng.normal(size=shape),
    "difference of counts": lambda rng, shape: rng.poisson(3, shape) - rng.poisson(3, shape) + 0.0,
    "difference of skewed": lambda rng, shape: rng.gamma(2.0, size=shape) - rng.gamma(2.0, size=shape),
}


@pytest.mark.parametrize("n_events", [6, 12, 30])
@pytest.mark.parametrize("kind", DRAWS)
def test_intervals_of_two_outlets_cover_the_truth(kind: str, n_events: int) -> None:
    rng = np.random.default_rng(20)
    differences = DRAWS[kind](rng, (STUDIES, n_events)) + 1.5
    weights = event_weights(n_events, n_resamples=999, rng=rng) / n_events
    covered = 0
    for study in differences:
        low, high = bootstrap_interval(study.mean(), weights @ study, n_events, 0.95)
        covered += low <= 1.5 <= high
    assert 0.93 <= covered / STUDIES <= 0.97


def test_with_few_skewed_differences_they_cover_less_often_as_the_docs_say() -> None:
    # docs/validity.md: differences that are skewed to one side, six events.
    rng = np.random.default_rng(23)
    differences = rng.gamma(2.0, size=(STUDIES, 6)) - 2.0
    weights = event_weights(6, n_resamples=999, rng=rng) / 6
    bounds = [bootstrap_interval(study.mean(), weights @ study, 6, 0.95) for study in differences]
    assert 0.90 <= np.mean([low <= 0 <= high for low, high in bounds]) <= 0.94


@pytest.mark.parametrize("n_events", [8, 12, 30])
def test_p_of_two_outlets_is_uniform_under_no_difference(n_events: int) -> None:
    rng = np.random.default_rng(21)
    differences = rng.gamma(2.0, size=(2_000, n_events)) - rng.gamma(2.0, size=(2_000, n_events))
    p = np.array([sign_flip_p(study, n_resamples=999, rng=rng) for study in differences])
    for threshold in (0.05, 0.1, 0.25, 0.5, 0.75):
        error = 3.3 * np.sqrt(threshold * (1 - threshold) / len(p))
        assert abs((p <= threshold).mean() - threshold) <= error + 2.0 / 2**n_events


def test_effects_of_five_outlets_cover_the_truth_and_their_p_is_uniform() -> None:
    rng = np.random.default_rng(22)
    effects = np.array([1.0, 0.5, 0.0, -0.5, -1.0])
    covered, p = [], []
    for study in range(800):
        truth = effects if study % 2 else np.zeros(5)
        values = rng.normal(size=(12, 1)) * 3 + truth + rng.normal(size=(12, 5))
        values[rng.random((12, 5)) < 0.15] = np.nan  # not every outlet covers every event
        shared = (~np.isnan(values)).sum(axis=1) >= 2
        ones = (~np.isnan(values[shared])).astype(float)
        grid = Grid(values[shared], ones, ones, ones)
        for outlet, row in enumerate(effect_estimates(grid, Plan(0.95, 499, study), rng)):
            covered.append(row["low"] <= truth[outlet] <= row["high"])
            if not study % 2:
                p.append(row["p"])
    assert 0.93 <= np.mean(covered) <= 0.97
    for threshold in (0.05, 0.25, 0.5):
        # Outlets of one study share their events, so that fewer than all p are independent: 4 of 5.
        error = 3.3 * np.sqrt(threshold * (1 - threshold) / (0.8 * len(p)))
        assert abs(np.mean(np.array(p) <= threshold) - threshold) <= error


def test_sign_flips_by_hand() -> None:
    # All of 1, 2, 3, 4, 5 positive: only the two patterns with equal signs are as far from zero: 2 / 32.
    rng = np.random.default_rng(0)
    assert sign_flip_p(np.array([1.0, 2, 3, 4, 5]), n_resamples=9, rng=rng) == pytest.approx(2 / 32)
    assert np.isnan(sign_flip_p(np.array([1.0, 2, 3, 4]), n_resamples=9, rng=rng))


def test_resampled_events_are_as_many_as_there_were() -> None:
    weights = event_weights(7, n_resamples=100, rng=np.random.default_rng(1))
    assert (weights.sum(axis=1) == 7).all()
