"""Intervals of log-odds cover as often as the docs say, and p is uniform where outlets do not differ.

Made studies with 20 terms: each event has a rate of its own for each term, each article strays from it, and counts are
Poisson. What an interval should cover is the log-odds of the expected counts. The bounds leave room for chance (a
standard error of at most 0.5 points) and none for a wrong formula.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest
from scipy import sparse

from toolkit.comparison.design import Design, _by_article, _by_event
from toolkit.comparison.keyness_measures import log_odds
from toolkit.comparison.keyness_resample import Odds, bounds_of, exchange_p

Floats = npt.NDArray[np.float64]

RATES = np.repeat([0.002, 0.005, 0.01, 0.02], 5)  # 4 to 40 occurrences in 2,000 words
OF_EVENT, OF_ARTICLE = 0.6, 0.4  # standard deviations of log rates
# Articles of unequal length: of equal ones many deals tie, so that p is too large (never too small).
SHORTEST, LONGEST = 200, 600
PRIOR = 500.0


@dataclass(frozen=True)
class Study:
    odds: Odds
    log_odds: Floats
    truth: Floats


def study(rng: np.random.Generator, design: Design, event: Floats, effect: float, spread: float = OF_EVENT) -> Study:
    n, n_terms = len(event), len(RATES)
    by_event = np.exp(rng.normal(size=(int(event.max()) + 1, n_terms)) * spread)[event]
    rates = RATES * by_event * np.exp(rng.normal(size=(n, n_terms)) * OF_ARTICLE)
    rates *= np.where(design.is_target[:, None], np.exp(effect), 1.0)
    sizes = rng.integers(SHORTEST, LONGEST, n)
    counts = sparse.csr_array(rng.poisson(rates * sizes[:, None]).astype(np.int32))
    own, others = sizes[design.is_target].sum(), sizes[~design.is_target].sum()
    seen = [np.asarray(counts[np.flatnonzero(side)].sum(axis=0)) for side in (design.is_target, ~design.is_target)]
    mean = RATES * np.exp((spread**2 + OF_ARTICLE**2) / 2)
    expected = [mean * np.exp(effect) * own, mean * others]

    def odds_of(y: list[Floats]) -> tuple[Floats, Floats]:
        prior = np.maximum(PRIOR * (y[0] + y[1]) / (own + others), 1e-9)
        found = log_odds(*y, prior=prior, prior_total=PRIOR, n_target=own, n_reference=others)
        return found.log_odds, prior

    estimate, prior = odds_of([one.astype(float) for one in seen])
    odds = Odds(design, counts, sizes[:, None], np.zeros(n_terms, dtype=np.int64), prior, np.full(n_terms, PRIOR))
    return Study(odds, estimate, odds_of(expected)[0])


def by_event(rng: np.random.Generator, n_events: int, n_outlets: int, most: int = 10_000) -> tuple[Design, Floats]:
    event, outlet = np.repeat(np.arange(n_events), n_outlets), np.tile(np.arange(n_outlets), n_events)
    return _by_event(np.arange(len(event)), outlet == 0, event, outlet, rng, most), event


def by_article(rng: np.random.Generator, n_target: int, n_reference: int, most: int) -> tuple[Design, Floats]:
    side = np.repeat(np.array([1, 0], dtype=np.int8), [n_target, n_reference])
    return _by_article(np.arange(len(side)), side, rng, most), np.arange(len(side))


def covered(studies: list[Study], rng: np.random.Generator) -> float:
    inside = []
    for one in studies:
        half = bounds_of(one.odds, 399, 0.95, rng)
        inside.append(np.abs(one.log_odds - one.truth) <= half)
    return float(np.mean(inside))


@pytest.mark.parametrize("effect", [0.0, 0.7])
@pytest.mark.parametrize(("n_events", "n_outlets"), [(8, 2), (20, 2), (20, 4)])
def test_intervals_cover_when_events_are_resampled(n_events: int, n_outlets: int, effect: float) -> None:
    rng = np.random.default_rng(11)
    studies = [study(rng, *by_event(rng, n_events, n_outlets), effect) for _ in range(80)]
    assert 0.91 <= covered(studies, rng) <= 0.97


def test_intervals_cover_when_articles_are_resampled() -> None:
    rng = np.random.default_rng(12)
    studies = [study(rng, *by_article(rng, 15, 60, 10_000), 0.7, spread=0.0) for _ in range(80)]
    assert 0.93 <= covered(studies, rng) <= 0.98


def test_intervals_cover_in_bundles() -> None:
    # 80 events in bundles of about four; 120 and 240 articles in bundles of at most six and twelve.
    rng = np.random.default_rng(13)
    studies = [study(rng, *by_event(rng, 80, 2, most=20), 0.7) for _ in range(60)]
    assert 0.91 <= covered(studies, rng) <= 0.97
    studies = [study(rng, *by_article(rng, 120, 240, 20), 0.7, spread=0.0) for _ in range(60)]
    assert 0.92 <= covered(studies, rng) <= 0.98


@pytest.mark.parametrize("kind", ["pair", "one of four", "bundles", "articles", "articles in bundles"])
def test_p_is_uniform_where_outlets_do_not_differ(kind: str) -> None:
    rng = np.random.default_rng(14)
    designs = {
        "pair": lambda: by_event(rng, 12, 2),
        "one of four": lambda: by_event(rng, 12, 4),
        "bundles": lambda: by_event(rng, 60, 3, most=15),
        "articles": lambda: by_article(rng, 8, 24, 10_000),
        "articles in bundles": lambda: by_article(rng, 60, 120, 30),
    }
    spread = 0.0 if kind.startswith("articles") else OF_EVENT
    p = []
    for _ in range(60):
        one = study(rng, *designs[kind](), 0.0, spread=spread)
        p.append(exchange_p(one.odds, one.log_odds, 199, rng))
    values = np.concatenate(p)
    for threshold in (0.05, 0.25, 0.5, 0.75):
        # 3.3 standard errors, and what p in steps of 1 / 200 can stray.
        room = 3.3 * np.sqrt(threshold * (1 - threshold) / len(values)) + 0.005
        assert abs((values <= threshold).mean() - threshold) <= room


def test_p_finds_what_differs() -> None:
    rng = np.random.default_rng(15)
    one = study(rng, *by_event(rng, 30, 2), 1.0)
    assert np.median(exchange_p(one.odds, one.log_odds, 199, rng)) < 0.01


def test_bundles_hold_events_of_one_kind_and_labels_stay_in_their_stratum() -> None:
    rng = np.random.default_rng(16)
    event = np.repeat(np.arange(40), 3)
    keep = (np.arange(120) % 3 < 2) | (event >= 20)  # two outlets cover the first twenty events, three the others
    outlet = (np.arange(120) % 3)[keep]
    design = _by_event(np.arange(keep.sum()), outlet == 0, event[keep], outlet, rng, 10)
    for cluster in np.unique(design.cluster):
        assert len(set(design.event[design.cluster == cluster] >= 20)) == 1
    labels = design.exchanged(50, rng)
    for stratum in np.unique(design.stratum):
        assert (labels[design.stratum == stratum].sum(axis=0) == 1).all()
    sizes = np.bincount(design.unit)
    for stratum in np.unique(design.stratum):
        assert len(set(sizes[np.flatnonzero(design.stratum == stratum)])) == 1
