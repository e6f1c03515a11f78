"""Outlet effects: how far each outlet lies from the others on the events that they share.

The model is value = event + outlet, fitted by least squares, with outlet effects that sum to zero. Effects can be
told only among outlets that shared events link, directly or through others; outlets outside the largest linked group
get NaN.

Conventions: `values` has one row an event and one column an outlet, NaN where an outlet did not cover an event.

Contents: `linked_outlets`, `EffectModel`, `exchange_p`, `exchanged`.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_LARGEST_BLOCK = 4_000_000  # numbers held at once while values are exchanged


def linked_outlets(values: Floats) -> Flags:
    """Tell which outlets belong to the largest group that shared events link."""
    from scipy.sparse.csgraph import connected_components

    covered = ~np.isnan(values)
    together = covered.T.astype(int) @ covered.astype(int)
    _, group = connected_components(together, directed=False)
    n_cells = np.bincount(group, weights=covered.sum(axis=0))
    largest: Flags = group == np.argmax(n_cells)
    return largest & (covered.sum(axis=0) > 0) & (largest.sum() > 1)


class EffectModel:
    """The model for one pattern of coverage and several rows of event weights.

    With n_e outlets on event e, the normal equations of the model, events taken out, are A a = b with
    A = sum_e w_e (I_e - 1 1' / n_e) and b = sum_e w_e (v_e - mean of v_e). A has one eigenvalue of zero, for the
    constant that effects may share, and a second one if the outlets fall into groups that share no event. A depends on
    the coverage and the weights alone, so it is taken apart once for all categories.
    """

    def __init__(self, covered: Flags, weights: Floats) -> None:
        self.weights = weights
        seen = covered.astype(float)
        n_seen = seen.sum(axis=1)
        each = seen[:, :, None] * np.eye(covered.shape[1]) - seen[:, :, None] * seen[:, None, :] / n_seen[:, None, None]
        self._eigen = np.linalg.eigh(np.tensordot(weights, each, axes=1))

    def effects(self, values: Floats) -> Floats:
        """Return the effects for each row of weights; NaN where the weighted events do not link all outlets."""
        return _solve(*self._eigen, self.weights @ _centred(values))


def _centred(values: Floats) -> Floats:
    """Return the values with their event's mean taken out, 0 where there is none."""
    seen = ~np.isnan(values)
    filled = np.where(seen, values, 0.0)
    mean = filled.sum(axis=-1) / seen.sum(axis=-1)
    return np.where(seen, filled - mean[..., None], 0.0)


def _solve(eigenvalues: Floats, vectors: Floats, right: Floats) -> Floats:
    """Solve A a = b for effects that sum to zero, from the eigenvalues and vectors of one A or as many as b."""
    linked = eigenvalues[..., 1] > 1e-9 * np.maximum(eigenvalues[..., -1], 1e-300)
    inverse = np.zeros_like(eigenvalues)
    inverse[..., 1:] = 1.0 / np.where(linked[..., None], eigenvalues[..., 1:], np.inf)
    along = np.matmul(right[..., None, :], vectors)[..., 0, :] * inverse
    effects: Floats = np.matmul(vectors, along[..., None])[..., 0]
    return np.where(linked[..., None], effects, np.nan)


def exchange_p(values: Floats, estimates: Floats, *, n_resamples: int, rng: np.random.Generator) -> Floats:
    """Return the two-sided p of no effect for each outlet, by exchanging the outlets' values within each event.

    If outlets do not differ, the values of an event could as well have come from the outlets in another order.
    p is the share of such orders, the one seen among them, that take an outlet at least as far from zero.
    """
    n_events, n_outlets = values.shape
    covered = ~np.isnan(values)
    seen = covered.astype(float)
    left = np.diag(seen.sum(axis=0)) - (seen / seen.sum(axis=1, keepdims=True)).T @ seen
    eigen = np.linalg.eigh(left)
    as_far = np.ones(n_outlets)
    block = max(1, _LARGEST_BLOCK // max(n_events * n_outlets, 1))
    for begin in range(0, n_resamples, block):
        n = min(block, n_resamples - begin)
        effects = _solve(*eigen, _centred(exchanged(values, covered, n, rng)).sum(axis=1))
        as_far += (np.abs(effects) >= np.abs(estimates) * (1 - 1e-12)).sum(axis=0)
    return np.where(np.isnan(estimates), np.nan, as_far / (n_resamples + 1))


def exchanged(values: Floats, covered: Flags, n: int, rng: np.random.Generator) -> Floats:
    """Return n arrangements in which each event's values are dealt anew to the outlets that covered it."""
    # Sorting random keys, uncovered cells last, gives a random order of the covered ones.
    keys = np.where(covered, rng.random((n, *values.shape)), 2.0)
    dealt = np.take_along_axis(np.broadcast_to(values, keys.shape), np.argsort(keys, axis=2), axis=2)
    places = np.broadcast_to(np.argsort(~covered, axis=1, kind="stable"), keys.shape)
    exchanged = np.full(keys.shape, np.nan)
    np.put_along_axis(exchanged, places, dealt, axis=2)
    return exchanged
