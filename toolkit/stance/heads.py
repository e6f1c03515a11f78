"""The classifiers of a trained engine: how they are fitted, and how their arrays give probabilities.

p = share * p_words + (1 - share) * p_vectors. p_words is the softmax of a linear score of hashed words and hits;
p_vectors the mean over networks with one hidden layer of rectified units on vectors and hits.

Conventions: weights are rounded to 16 bits when they are fitted and computed with in 32 bits.

Contents: `NAMES`, `fit_heads`, `probabilities`.
"""

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.stance.features import Features

NAMES = (
    "words_weight", "words_bias", "hidden_weight", "hidden_bias", "out_weight", "out_bias", "mean", "share",
)  # fmt: skip

# Chosen by cross-validation within the training sentences of hamborg2021; docs/stance-engines.md has the figures.
_N_NETWORKS = 4
_HIDDEN = 64
_EPOCHS = 6
_DECAY = 0.1
_SHARE = 0.4
_SOFTNESS = 3.0  # of the words' classifier: the inverse of its penalty
_VECTOR_SCALE = 4.0  # brings vectors of length 1 to the size of the hits

Arrays = dict[str, npt.NDArray[Any]]
Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


def fit_heads(features: Features, codes: Codes, *, seed: int) -> Arrays:
    """Return the arrays of all classifiers, fitted to codes 0, 1 and 2, each of which must occur."""
    arrays = {**_fit_words(features, codes), **_fit_networks(features, codes, seed)}
    arrays["share"] = np.array(_SHARE, dtype=np.float32)
    return arrays


def _fit_words(features: Features, codes: Codes) -> Arrays:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=_SOFTNESS, max_iter=200).fit(_words(features), codes)
    return {"words_weight": model.coef_.T.astype(np.float16), "words_bias": model.intercept_.astype(np.float32)}


def _words(features: Features) -> Any:
    from scipy.sparse import csr_matrix, hstack

    return hstack([features.words, csr_matrix(features.hits)]).tocsr()


def _fit_networks(features: Features, codes: Codes, seed: int) -> Arrays:
    dense = _dense(features)
    mean = dense.mean(axis=0)
    networks = [_fit_network(dense - mean, codes, seed * _N_NETWORKS + number) for number in range(_N_NETWORKS)]
    layers = {name: np.stack([network[name] for network in networks]) for name in networks[0]}
    return {**layers, "mean": mean.astype(np.float32)}


def _fit_network(dense: Floats, codes: Codes, seed: int) -> Arrays:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    size = min(128, len(dense))
    network = MLPClassifier((_HIDDEN,), alpha=_DECAY, max_iter=_EPOCHS, batch_size=size, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # stopping early is what keeps it from learning by heart
        network.fit(dense, codes)
    (hidden, out), (hidden_bias, out_bias) = network.coefs_, network.intercepts_
    return {
        "hidden_weight": hidden.astype(np.float16), "hidden_bias": hidden_bias.astype(np.float32),
        "out_weight": out.astype(np.float16), "out_bias": out_bias.astype(np.float32),
    }  # fmt: skip


def _dense(features: Features) -> Floats:
    return np.hstack([_VECTOR_SCALE * features.vectors, features.hits]).astype(np.float32)


def probabilities(arrays: Arrays, features: Features) -> npt.NDArray[np.float64]:
    """Return the probabilities of against, neutral and in favour, one row a sentence."""
    words = _softmax(_words(features) @ arrays["words_weight"].astype(np.float32) + arrays["words_bias"])
    dense = _dense(features) - arrays["mean"]
    networks = [_network(arrays, number, dense) for number in range(len(arrays["hidden_weight"]))]
    share = float(arrays["share"])
    return share * words + (1 - share) * np.mean(networks, axis=0)


def _network(arrays: Arrays, number: int, dense: Floats) -> npt.NDArray[np.float64]:
    hidden = dense @ arrays["hidden_weight"][number].astype(np.float32) + arrays["hidden_bias"][number]
    scores = np.maximum(hidden, 0) @ arrays["out_weight"][number].astype(np.float32) + arrays["out_bias"][number]
    return _softmax(scores)


def _softmax(scores: Floats) -> npt.NDArray[np.float64]:
    power = np.exp(scores - scores.max(axis=1, keepdims=True), dtype=np.float64)
    return power / power.sum(axis=1, keepdims=True)
