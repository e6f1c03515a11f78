"""Kernel ridge regression on vectors: a text gets the codes of the coded texts whose vectors are near to its own.

K(a, b) = exp(-|a - b|^2 / s), with s the median squared distance of the vectors learnt from. With Y the codes as 0
and 1 less their means m, W the weights of the texts and c the stiffness, A = (K + c W^-1)^-1 Y; the score of a text x
is m + K(x, texts) A. It is the mean of a Gaussian process and has a solution in closed form (rasmussen2006, chapter 2).

Contents: `fit_ridge`, `ridge_scores`.
"""

import numpy as np
import numpy.typing as npt

STIFFNESS = 0.3
MOST_TEXTS = 4_000  # the equations grow with the cube of their number
_PIECE = 2_000  # texts scored at a time, so that memory does not grow with the corpus

Arrays = dict[str, npt.NDArray]
Floats = npt.NDArray[np.float64]


def fit_ridge(vectors: npt.NDArray[np.float32], targets: Floats, weights: Floats, *, seed: int) -> Arrays:
    """Return the arrays of a regression of `targets`, one row a text, on vectors.

    Of more than 4,000 texts, so many are drawn as centres of the kernel; all are learnt from. `weights` has one weight
    a text.
    """
    centres = vectors.astype(np.float16)  # as they are kept, so that scores stay the same after saving
    if len(centres) > MOST_TEXTS:
        drawn = np.random.default_rng(seed).choice(len(centres), MOST_TEXTS, replace=False)
        centres = centres[np.sort(drawn)]
    scale = _median_distance(centres)
    mean = weights @ targets / weights.sum()
    arrays = {"centres": centres, "scale": np.array(scale), "mean": mean}
    kernel = _kernel(arrays, centres)
    if len(centres) == len(vectors):
        solution = np.linalg.solve(kernel + np.diag(STIFFNESS / weights), targets - mean)
    else:  # the same, for regressors on a subset of the texts
        cross = _kernel(arrays, vectors)
        left = (cross.T * weights) @ cross + STIFFNESS * kernel + 1e-8 * np.eye(len(centres))
        solution = np.linalg.solve(left, (cross.T * weights) @ (targets - mean))
    return {**arrays, "solution": solution.astype(np.float32)}


def ridge_scores(arrays: Arrays, vectors: npt.NDArray[np.float32]) -> Floats:
    """Return one row a text and one column a category; near 1 where the category is likely."""
    solution = arrays["solution"].astype(np.float64)
    pieces = [_kernel(arrays, vectors[start : start + _PIECE]) @ solution for start in range(0, len(vectors), _PIECE)]
    return arrays["mean"] + np.concatenate([np.empty((0, solution.shape[1])), *pieces])


def _kernel(arrays: Arrays, vectors: npt.NDArray) -> Floats:
    return np.exp(-_distances(vectors, arrays["centres"]) / float(arrays["scale"]))


def _distances(left: npt.NDArray, right: npt.NDArray) -> Floats:
    left, right = left.astype(np.float64), right.astype(np.float64)
    squares = (left**2).sum(axis=1)[:, None] + (right**2).sum(axis=1)
    return np.maximum(squares - 2 * left @ right.T, 0)


def _median_distance(vectors: npt.NDArray) -> float:
    """Return the median squared distance of different texts; 1 if all are alike."""
    shown = vectors[:: max(1, len(vectors) // 1_000)]
    distances = _distances(shown, shown)[np.triu_indices(len(shown), 1)]
    median = float(np.median(distances)) if len(distances) else 0.0
    return median if median > 0 else 1.0
