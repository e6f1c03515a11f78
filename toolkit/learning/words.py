"""Logistic regressions on words, strings of letters and hits of lexicons, one a category.

A count n of a hashed column becomes (1 + log n) * idf, with idf = 1 + log((1 + texts) / (1 + texts with it)); words and
letters are each scaled to length 1, and the hits of lexicons stand beside them.

Contents: `fit_words`, `word_scores`.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.learning.features import N_HASHED, WORD_COLUMNS, Features

SOFTNESS = 10.0  # the inverse of the penalty

Arrays = dict[str, npt.NDArray]
Floats = npt.NDArray[np.float64]


def fit_words(features: Features, present: npt.NDArray[np.bool_], weights: Floats) -> Arrays:
    """Return the arrays of one logistic regression a column of `present`; `weights` has one weight a text."""
    from sklearn.linear_model import LogisticRegression

    n_with = np.bincount(features.counts.indices, minlength=N_HASHED)
    idf = (1 + np.log((1 + len(features)) / (1 + n_with))).astype(np.float16)
    table = _table(features, idf)
    models = [
        LogisticRegression(C=SOFTNESS, solver="liblinear").fit(table, column, sample_weight=weights)
        for column in present.T
    ]
    return {
        "idf": idf,
        "weight": np.column_stack([model.coef_[0] for model in models]).astype(np.float16),
        "bias": np.array([model.intercept_[0] for model in models]),
    }


def word_scores(arrays: Arrays, features: Features) -> Floats:
    """Return the logit of each category, one row a text."""
    table = _table(features, arrays["idf"])
    return np.asarray(table @ arrays["weight"].astype(np.float32), dtype=np.float64) + arrays["bias"]


def _table(features: Features, idf: npt.NDArray[np.float16]) -> Any:
    from scipy.sparse import csr_matrix, diags_array, hstack
    from sklearn.preprocessing import normalize

    counts = features.counts.copy()
    counts.data = 1 + np.log(counts.data)
    counts = csr_matrix(counts @ diags_array(idf.astype(np.float32)))
    words, letters = normalize(counts[:, :WORD_COLUMNS]), normalize(counts[:, WORD_COLUMNS:])
    return csr_matrix(hstack([words, letters, csr_matrix(features.hits)]), dtype=np.float32)
