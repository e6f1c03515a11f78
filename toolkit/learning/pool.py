"""Scores of several models made into one calibrated probability.

Where categories exclude each other, p_k = softmax over k of (b_k + sum over models m of w_m s_mk); where they do not,
p_k = 1 / (1 + exp(-(b_k + sum of w_mk s_mk))). s_mk is the score of model m for category k, divided by its spread.
The weights w (0 or more) and the biases b are those that make the codes likeliest, on texts which the models had not
seen: so the probabilities are calibrated, and the better model gets the larger weight.

Contents: `fit_pool`, `pool_probabilities`.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import expit

Arrays = dict[str, npt.NDArray]
Floats = npt.NDArray[np.float64]

_RIDGE = 1.0  # pulls weights toward their mean and biases toward 0, as one text coded wrongly would
_FINITE = 0.01  # keeps weights finite where the scores of a small sample tell all codes apart


def fit_pool(scores: Floats, present: npt.NDArray[np.bool_], *, exclusive: bool) -> Arrays:
    """Return the arrays of a pool, fitted to scores of shape (texts, categories, models)."""
    spread = np.maximum(scores.std(axis=(0, 1)), 1e-12)
    fit = _fit_exclusive if exclusive else _fit_each
    return {"spread": spread, **fit(scores / spread, present.astype(np.float64))}


def _fit_exclusive(scores: Floats, present: Floats) -> Arrays:
    n_categories, n_models = scores.shape[1:]

    def loss(given: Floats) -> tuple[float, Floats]:
        weight, bias = given[:n_models], given[n_models:]
        chance = _softmax(scores @ weight + bias)
        error = chance - present
        value = -np.sum(np.log(np.maximum(chance[present > 0], 1e-300))) + _RIDGE / 2 * np.sum(bias**2)
        slope = np.concatenate([np.einsum("nk,nkm->m", error, scores), error.sum(axis=0) + _RIDGE * bias])
        return _kept_finite(float(value), slope, weight)

    found = _least(loss, n_models, n_categories)
    return {"weight": np.tile(found[:n_models], (n_categories, 1)), "bias": found[n_models:]}


def _fit_each(scores: Floats, present: Floats) -> Arrays:
    n_models = scores.shape[2]
    rows = []
    for column in range(scores.shape[1]):
        own, code = scores[:, column], present[:, column]

        def loss(given: Floats, own: Floats = own, code: Floats = code) -> tuple[float, Floats]:
            weight, bias = given[:n_models], given[n_models]
            logit = own @ weight + bias
            apart = weight - weight.mean()
            value = np.sum(np.logaddexp(0, logit) - code * logit) + _RIDGE / 2 * np.sum(apart**2)
            error = expit(logit) - code
            return _kept_finite(float(value), np.append(error @ own + _RIDGE * apart, error.sum()), weight)

        rows.append(_least(loss, n_models, 1))
    return {"weight": np.array(rows)[:, :n_models], "bias": np.array(rows)[:, n_models]}


def _kept_finite(value: float, slope: Floats, weight: Floats) -> tuple[float, Floats]:
    """Add the small penalty on the size of the weights, which come first in the slope."""
    slope[: len(weight)] += _FINITE * weight
    return value + _FINITE / 2 * float(weight @ weight), slope


def _least(loss, n_weights: int, n_biases: int) -> Floats:  # type: ignore[no-untyped-def]
    from scipy.optimize import minimize

    start = np.concatenate([np.ones(n_weights), np.zeros(n_biases)])
    bounds = [(0.0, None)] * n_weights + [(None, None)] * n_biases
    return np.asarray(minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x)


def pool_probabilities(arrays: Arrays, scores: Floats, *, exclusive: bool) -> Floats:
    """Return the probability of each category, one row a text."""
    logit = np.einsum("nkm,km->nk", scores / arrays["spread"], arrays["weight"]) + arrays["bias"]
    return _softmax(logit) if exclusive else expit(logit)


def _softmax(logit: Floats) -> Floats:
    power = np.exp(logit - logit.max(axis=1, keepdims=True))
    return power / power.sum(axis=1, keepdims=True)
