"""The sentence model, fine-tuned to tell categories that exclude each other.

Its upper layers learn the codes (`toolkit.models.finetune`); the score of a text for a category is the logarithm of the
probability that the tuned model gives. It reads the first 110 pieces of words of a text, about 80 words, so it is of
use for headlines, sentences and leads.

Contents: `fit_tuned`, `tuned_scores`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.models.finetune import FineTuning, fine_tune, tuned_probabilities
from toolkit.models.marked import MarkedText

# Chosen on the headlines of liu2019, on another deal of folds than that of the figures; docs/validity.md says so.
SETTINGS = FineTuning(n_epochs=6, batch=16)
_LEAST = 1e-6  # the lowest probability, so that scores are finite

Arrays = dict[str, npt.NDArray[Any]]
Floats = npt.NDArray[np.float64]


def fit_tuned(texts: Sequence[str], present: npt.NDArray[np.bool_], *, seed: int) -> Arrays:
    """Return what was learnt of texts with one category each; every column of `present` is a category."""
    return fine_tune(
        [MarkedText(text) for text in texts],
        present.argmax(axis=1),
        n_classes=present.shape[1],
        settings=SETTINGS,
        seed=seed,
    )


def tuned_scores(arrays: Mapping[str, npt.NDArray[Any]], texts: Sequence[str]) -> Floats:
    """Return the logarithm of the probability of each category, one row a text."""
    return np.log(np.maximum(tuned_probabilities(arrays, [MarkedText(text) for text in texts]), _LEAST))
