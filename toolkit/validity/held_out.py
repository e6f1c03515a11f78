"""Codes that trained engines give to texts which they did not learn from.

Conventions: everything that is learnt or chosen (models, weights, thresholds) comes from the training part alone: from
the files to train on, or by cross-validation from the other folds of the coded texts. Texts that differ only in
capitals and white space are in one fold.

Contents: `HeldOut`, `held_out_codes`, `word_baseline`, `code_f1`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.framing.coded import train_frames
from toolkit.learning.classifier import TextClassifier
from toolkit.learning.codes import Codes
from toolkit.learning.folds import deal_folds, text_groups

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Trainer = Callable[[list[str], Codes], TextClassifier]

CALIBRATION_FOLDS = 5


@dataclass(frozen=True, eq=False)
class HeldOut:
    """What an engine says of each text: probability and code of each category, and the text's fold (or -1)."""

    chances: Floats
    present: Flags
    fold: Ints


def held_out_codes(
    texts: Sequence[str],
    codes: Codes,
    *,
    train: tuple[Sequence[str], Codes] | None = None,
    n_folds: int,
    seed: int = 0,
) -> HeldOut:
    """Return the codes of an engine that learnt from `train`, or else from the other folds of the texts.

    A text of `train` that is among the texts is left out of it. Where a category has fewer different texts than folds,
    there are fewer folds. Raises `OptionError` if a category has too few texts to learn from.
    """
    if train is not None:
        own = {text.casefold() for text in texts}
        keep = np.array([place for place, text in enumerate(train[0]) if text.casefold() not in own], dtype=np.int64)
        engine = _trained([train[0][place] for place in keep.tolist()], train[1].take(keep), seed)
        coding = engine.code(texts)
        return HeldOut(coding.probabilities, coding.present, np.full(len(texts), -1))
    groups = text_groups(texts)
    fold = deal_folds(codes, groups, n_folds=min(n_folds, _fewest(codes, groups)), seed=seed)
    chances, present = np.empty(codes.present.shape), np.empty(codes.present.shape, dtype=np.bool_)
    for number in np.unique(fold):
        seen, new = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        engine = _trained([texts[place] for place in seen.tolist()], codes.take(seen), seed)
        coding = engine.code([texts[place] for place in new.tolist()])
        chances[new], present[new] = coding.probabilities, coding.present
    return HeldOut(chances, present, fold)


def _trained(texts: list[str], codes: Codes, seed: int) -> TextClassifier:
    n_folds = max(2, min(CALIBRATION_FOLDS, _fewest(codes, text_groups(texts))))
    return train_frames(texts, _given(codes), categories=codes.categories, n_folds=n_folds, seed=seed)


def _given(codes: Codes) -> list[str | None] | list[set[str]]:
    """Return codes in the form in which researchers give them."""
    sets = [{codes.categories[place] for place in np.flatnonzero(row)} for row in codes.present]
    return [next(iter(one), None) for one in sets] if codes.exclusive else sets


def _fewest(codes: Codes, groups: Ints) -> int:
    """Return in how many different texts the rarest category occurs, at least 2."""
    return max(2, min(len(np.unique(groups[present])) for present in codes.present.T))


def word_baseline(texts: Sequence[str], codes: Codes, fold: Ints) -> Flags:
    """Return the codes of a plain peer on the same folds: logistic regression on tf-idf of words.

    Its settings are fixed: words and pairs of words, softness 10, categories weighted alike. Categories that do not
    exclude each other have a model each.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    plain: dict[str, Any] = {"C": 10.0, "class_weight": "balanced", "max_iter": 1_000}
    present = np.zeros(codes.present.shape, dtype=np.bool_)
    for number in np.unique(fold):
        seen, new = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit([texts[place] for place in seen.tolist()])
        known, unknown = (words.transform([texts[place] for place in rows.tolist()]) for rows in (seen, new))
        if codes.exclusive:
            model = LogisticRegression(**plain).fit(known, codes.present[seen].argmax(axis=1))
            present[new, model.predict(unknown)] = True
        else:
            for column, code in enumerate(codes.present[seen].T):
                present[new, column] = LogisticRegression(**plain).fit(known, code).predict(unknown)
    return present


def code_f1(coded: Flags, found: Flags) -> Floats:
    """Return the F1 of each column: 2 * right / (coded + found), 0 where a category is neither."""
    right, both = (coded & found).sum(axis=0), coded.sum(axis=0) + found.sum(axis=0)
    return np.where(both > 0, 2 * right / np.maximum(both, 1), 0.0)
