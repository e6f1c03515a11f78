"""The models behind a classifier, fitted together: regression on vectors, regressions on words, and their pool.

Where it is asked for, the fine-tuned sentence model is the third of them (`tuned`).

The pool is fitted to scores of texts that the models had not seen: the coded texts are dealt into folds, each fold is
scored by models fitted to the others, and the models that are kept are fitted to all.

Contents: `fit_models`, `model_probabilities`, `choose_thresholds`.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from toolkit.learning.features import Features
from toolkit.learning.pool import fit_pool, pool_probabilities
from toolkit.learning.ridge import fit_ridge, ridge_scores
from toolkit.learning.tuned import fit_tuned, tuned_scores
from toolkit.learning.words import fit_words, word_scores

Arrays = dict[str, npt.NDArray]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

# Fine-tuning takes most of the time: for the pool it is done for each half of the folds, not for each fold.
_TUNED_PARTS = 2


def fit_models(
    features: Features,
    present: Flags,
    folds: npt.NDArray[np.int64],
    *,
    exclusive: bool,
    fine_tune: bool = False,
    seed: int,
) -> tuple[Arrays, Floats]:
    """Return the arrays of all models, and the probabilities of each text from models that had not seen it."""

    def fit_quick(rows: Features, codes: Flags) -> Arrays:
        return _fit_both(rows, codes, exclusive=exclusive, seed=seed)

    def fit_slow(rows: Features, codes: Flags) -> Arrays:
        return _named("tuned", fit_tuned(rows.texts, codes, seed=seed))

    scores = _unseen(features, present, folds, fit_quick)
    models = fit_quick(features, present)
    if fine_tune:
        slow = _unseen(features, present, folds % _TUNED_PARTS, fit_slow)
        scores = np.concatenate([scores, slow], axis=2)
        models |= fit_slow(features, present)
    pool = fit_pool(scores, present, exclusive=exclusive)
    return {**models, **_named("pool", pool)}, pool_probabilities(pool, scores, exclusive=exclusive)


def _unseen(
    features: Features, present: Flags, folds: npt.NDArray[np.int64], fit: Callable[[Features, Flags], Arrays]
) -> Floats:
    """Return the scores of each text by models that were fitted to the other folds."""
    pieces, places = [], []
    for fold in np.unique(folds):
        seen, held_out = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        pieces.append(_scores(fit(features.take(seen), present[seen]), features.take(held_out)))
        places.append(held_out)
    return np.concatenate(pieces)[np.argsort(np.concatenate(places), kind="stable")]


def model_probabilities(arrays: Arrays, features: Features, *, exclusive: bool) -> Floats:
    """Return the probability of each category, one row a text."""
    return pool_probabilities(_part(arrays, "pool"), _scores(arrays, features), exclusive=exclusive)


def _fit_both(features: Features, present: Flags, *, exclusive: bool, seed: int) -> Arrays:
    weights = _weights(present) if exclusive else np.ones(len(present))
    ridge = fit_ridge(features.vectors, present.astype(np.float64), weights, seed=seed)
    return {**_named("ridge", ridge), **_named("words", fit_words(features, present, weights))}


def _scores(arrays: Arrays, features: Features) -> Floats:
    """Return the scores of the models that are there, shape (texts, categories, models)."""
    ridge, words, tuned = (_part(arrays, part) for part in ("ridge", "words", "tuned"))
    scores = [ridge_scores(ridge, features.vectors), word_scores(words, features)] if ridge else []
    return np.stack([*scores, *([tuned_scores(tuned, features.texts)] if tuned else [])], axis=2)


def _weights(present: Flags) -> Floats:
    """Return weights by which each of the exclusive categories counts alike."""
    n = present.sum(axis=0)
    return (n.mean() / n)[present.argmax(axis=1)]


def _named(part: str, arrays: Arrays) -> Arrays:
    return {f"{part}_{name}": array for name, array in arrays.items()}


def _part(arrays: Arrays, part: str) -> Arrays:
    return {name.removeprefix(f"{part}_"): array for name, array in arrays.items() if name.startswith(f"{part}_")}


def choose_thresholds(chances: Floats) -> Floats:
    """Return for each category the probability from which on it counts as present: the one with the best expected F1.

    If the k texts with the highest probabilities p are coded, F1 is expected to be 2 * (sum of their p) / (k + sum of
    all p) (lipton2014). The threshold lies half-way between the k-th and the next probability.
    """
    return np.array([_threshold(np.sort(chance)[::-1]) for chance in chances.T])


def _threshold(ranked: Floats) -> float:
    expected = 2 * np.cumsum(ranked) / (np.arange(1, len(ranked) + 1) + ranked.sum())
    best = int(np.argmax(expected))
    return float(ranked[best : best + 2].mean())
