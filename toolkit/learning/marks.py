"""Learn from the words that people marked in texts which words a new text would have marked.

A logistic regression looks at the state of each word in its sentence (`toolkit.models.words`) and gives the probability
that a coder marks it. What it thinks of the words of a text sums up in four numbers: the highest log odds, the mean of
the three highest, log(1 + the sum of all probabilities), and the mean log odds.

Conventions: a text without a word has 0 in all four.

Contents: `Marker`, `fit_marker`, `marked_words`, `sum_up`, `held_out_sums`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.errors import OptionError
from toolkit.models.words import WordStates
from toolkit.text.normalize import normalize_word
from toolkit.text.tokens import tokenize

N_SUMS = 4
# A strong penalty, for the states have 384 numbers and of thirty words one is marked. Chosen before any comparison.
_SOFTNESS = 0.003
_LEAST = 1e-4  # bounds the log odds

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Arrays = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Marker:
    """What was learnt: `mean` and `spread` of the states, `weight` of each of their numbers, `bias`."""

    arrays: Arrays

    def probabilities(self, words: WordStates) -> Floats:
        """Return for each word the probability that a coder marks it."""
        scaled = (words.states.astype(np.float32) - self.arrays["mean"]) / self.arrays["spread"]
        logit = scaled.astype(np.float64) @ self.arrays["weight"].astype(np.float64) + self.arrays["bias"]
        return np.asarray(1 / (1 + np.exp(-np.clip(logit, -30, 30))))


def fit_marker(words: WordStates, marked: Flags, rows: Ints | None = None) -> Marker:
    """Learn from words, one flag each; with `rows`, from these words only.

    Raises `OptionError` if no word, or every word, is marked.
    """
    from sklearn.linear_model import LogisticRegression

    states = (words.states if rows is None else words.states[rows]).astype(np.float32)
    codes = marked if rows is None else marked[rows]
    if not 0 < codes.sum() < len(codes):
        raise OptionError(f"Of the words some must be marked and some not; {int(codes.sum())} of {len(codes):,} are.")
    mean, spread = states.mean(axis=0), np.maximum(states.std(axis=0), 1e-6)
    model = LogisticRegression(C=_SOFTNESS, max_iter=200).fit((states - mean) / spread, codes)
    return Marker({"mean": mean, "spread": spread, "weight": model.coef_[0], "bias": model.intercept_[0]})


def marked_words(texts: Sequence[str], words: WordStates, marks: Sequence[Collection[str]]) -> Flags:
    """Tell of each word whether it occurs in one of the words or phrases that were marked in its text.

    Marks are looked up word by word, for coders list words without their places: each occurrence counts.
    """
    listed = tokenize([mark for own in marks for mark in own])
    owner = np.repeat(np.arange(len(marks)), [len(own) for own in marks])[listed.text]
    names = listed.vocabulary.words
    wanted = {(text, names[word]) for text, word in zip(owner.tolist(), listed.type_id.tolist(), strict=True)}
    places = zip(words.text.tolist(), words.start.tolist(), words.end.tolist(), strict=True)
    return np.array([(text, normalize_word(texts[text][a:b])) in wanted for text, a, b in places], dtype=np.bool_)


def sum_up(chances: Floats, words: WordStates) -> Floats:
    """Return the four numbers of each text, one row a text."""
    sums = np.zeros((words.n_texts, N_SUMS))
    bounded = np.clip(chances, _LEAST, 1 - _LEAST)
    odds = np.log(bounded / (1 - bounded))
    for text, (a, b) in enumerate(zip(words.first[:-1], words.first[1:], strict=True)):
        if b > a:
            best = np.sort(odds[a:b])[::-1]
            sums[text] = best[0], best[:3].mean(), np.log1p(chances[a:b].sum()), best.mean()
    return sums


def held_out_sums(words: WordStates, marked: Flags, folds: Ints) -> Floats:
    """Return the four numbers of each text from a marker that did not see its fold; `folds` has one number a text."""
    chances = np.zeros(len(words))
    own = folds[words.text]
    for fold in np.unique(folds):
        held_out = own == fold
        marker = fit_marker(words, marked, np.flatnonzero(~held_out))
        chances[held_out] = marker.probabilities(words)[held_out]
    return sum_up(chances, words)
