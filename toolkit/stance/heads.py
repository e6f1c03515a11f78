"""The classifiers of a trained engine: how they are fitted, and how their arrays give probabilities.

p = share * p_words + (1 - share) * p_tuned. p_words is the softmax of a linear score of hashed words and hits; p_tuned
that of the sentence model, whose upper layers are fine-tuned with the mention marked (`toolkit.models.finetune`).

Conventions: the linear weights are rounded to 16 bits when they are fitted and computed with in 32 bits.

Contents: `fit_heads`, `fits`, `probabilities`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.models.finetune import fine_tune, is_tuned, tuned_probabilities
from toolkit.stance.features import N_HASHED, N_HITS, Features
from toolkit.stance.target import CLASSES, TargetSentence

# Chosen by cross-validation within the training sentences of hamborg2021; docs/stance-engines.md has the figures.
_SHARE = 0.2
_SOFTNESS = 3.0  # of the words' classifier: the inverse of its penalty
_TUNED = "tuned "  # begins the names of the sentence model's arrays

Arrays = dict[str, npt.NDArray[Any]]
Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


def fit_heads(sentences: Sequence[TargetSentence], features: Features, codes: Codes, *, seed: int) -> Arrays:
    """Return the arrays of both classifiers, fitted to codes 0, 1 and 2, each of which must occur."""
    tuned = fine_tune(sentences, codes, n_classes=len(CLASSES), seed=seed)
    named = {f"{_TUNED}{name}": value for name, value in tuned.items()}
    return {**_fit_words(features, codes), **named, "share": np.array(_SHARE, dtype=np.float32)}


def _fit_words(features: Features, codes: Codes) -> Arrays:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=_SOFTNESS, max_iter=200).fit(_words(features), codes)
    return {"words_weight": model.coef_.T.astype(np.float16), "words_bias": model.intercept_.astype(np.float32)}


def _words(features: Features) -> Any:
    from scipy.sparse import csr_matrix, hstack

    return hstack([features.words, csr_matrix(features.hits)]).tocsr()


def _tuned(arrays: Mapping[str, npt.NDArray[Any]]) -> Arrays:
    return {name.removeprefix(_TUNED): value for name, value in arrays.items() if name.startswith(_TUNED)}


def fits(arrays: Mapping[str, npt.NDArray[Any]]) -> bool:
    """Say whether arrays have the names and shapes of those that `fit_heads` returns now."""
    n = len(CLASSES)
    shapes = {"words_weight": (N_HASHED + N_HITS, n), "words_bias": (n,), "share": ()}
    right = all(name in arrays and arrays[name].shape == shape for name, shape in shapes.items())
    return right and is_tuned(_tuned(arrays), n_classes=n)


def probabilities(
    arrays: Mapping[str, npt.NDArray[Any]], sentences: Sequence[TargetSentence], features: Features
) -> npt.NDArray[np.float64]:
    """Return the probabilities of against, neutral and in favour, one row a sentence."""
    words = _softmax(_words(features) @ arrays["words_weight"].astype(np.float32) + arrays["words_bias"])
    share = float(arrays["share"])
    return share * words + (1 - share) * tuned_probabilities(_tuned(arrays), sentences)


def _softmax(scores: Floats) -> npt.NDArray[np.float64]:
    power = np.exp(scores - scores.max(axis=1, keepdims=True), dtype=np.float64)
    return power / power.sum(axis=1, keepdims=True)
