"""The models behind a classifier, fitted together: regression on vectors, regressions on words, and their pool.

The pool is fitted to scores of texts that the models had not seen: the coded texts are dealt into folds, each fold is
scored by models fitted to the others, and the models that are kept are fitted to all.

Contents: `fit_models`, `model_probabilities`, `choose_thresholds`.
"""

import numpy as np
import numpy.typing as npt

from toolkit.learning.features import Features
from toolkit.learning.pool import fit_pool, pool_probabilities
from toolkit.learning.ridge import fit_ridge, ridge_scores
from toolkit.learning.words import fit_words, word_scores

Arrays = dict[str, npt.NDArray]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

_PARTS = ("ridge", "words", "pool")


def fit_models(
    features: Features, present: Flags, folds: npt.NDArray[np.int64], *, exclusive: bool, seed: int
) -> tuple[Arrays, Floats]:
    """Return the arrays of all models, and the probabilities of each text from models that had not seen it."""
    scores = np.zeros((*present.shape, 2))
    for fold in np.unique(folds):
        seen, held_out = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        models = _fit_both(features.take(seen), present[seen], exclusive=exclusive, seed=seed)
        scores[held_out] = _scores(models, features.take(held_out))
    pool = fit_pool(scores, present, exclusive=exclusive)
    models = {**_fit_both(features, present, exclusive=exclusive, seed=seed), **_named("pool", pool)}
    return models, pool_probabilities(pool, scores, exclusive=exclusive)


def model_probabilities(arrays: Arrays, features: Features, *, exclusive: bool) -> Floats:
    """Return the probability of each category, one row a text."""
    return pool_probabilities(_part(arrays, "pool"), _scores(arrays, features), exclusive=exclusive)


def _fit_both(features: Features, present: Flags, *, exclusive: bool, seed: int) -> Arrays:
    weights = _weights(present) if exclusive else np.ones(len(present))
    ridge = fit_ridge(features.vectors, present.astype(np.float64), weights, seed=seed)
    return {**_named("ridge", ridge), **_named("words", fit_words(features, present, weights))}


def _scores(arrays: Arrays, features: Features) -> Floats:
    vectors = ridge_scores(_part(arrays, "ridge"), features.vectors)
    return np.stack([vectors, word_scores(_part(arrays, "words"), features)], axis=2)


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
