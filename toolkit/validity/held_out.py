"""Codes that trained engines give to texts which they did not learn from.

Conventions: everything that is learnt or chosen (models, weights, thresholds) comes from the training part alone: from
the files to train on, or by cross-validation from the other folds of the coded texts. Texts that differ only in
capitals and white space are in one fold.

Contents: `HeldOut`, `held_out_codes`, `baseline`, `word_baseline`, `code_f1`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from tqdm.auto import tqdm

from toolkit.errors import OptionError
from toolkit.framing.coded import train_frames
from toolkit.learning.codes import Codes
from toolkit.learning.folds import deal_groups, text_groups

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LEAST_TEXTS = 5  # of a category to learn from: one for each fold in which the engine calibrates itself


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
    fine_tune: bool = False,
    seed: int = 0,
) -> HeldOut:
    """Return the codes of an engine that learnt from `train`, or else from the other folds of the texts.

    A text of `train` that is among the texts is left out of it. A category with fewer than 5 different texts to learn
    from is not learnt, and so never given. Raises `OptionError` if none has that many.
    """
    if train is not None:
        own = {text.casefold() for text in texts}
        keep = np.array([place for place, text in enumerate(train[0]) if text.casefold() not in own], dtype=np.int64)
        known = [train[0][place] for place in keep.tolist()]
        chances, present = _learnt(known, train[1].take(keep), texts, fine_tune, seed)
        return HeldOut(chances, present, np.full(len(texts), -1))
    fold = deal_groups(codes, text_groups(texts), n_folds=n_folds, seed=seed)
    chances, present = np.empty(codes.present.shape), np.empty(codes.present.shape, dtype=np.bool_)
    for seen, new in tqdm([*_parts(fold)], desc="cross-validating", unit="fold", delay=5, leave=False):
        known, unknown = ([texts[place] for place in rows.tolist()] for rows in (seen, new))
        chances[new], present[new] = _learnt(known, codes.take(seen), unknown, fine_tune, seed)
    return HeldOut(chances, present, fold)


def _parts(fold: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Yield for each fold the texts outside of it and those in it."""
    for number in np.unique(fold):
        yield np.flatnonzero(fold != number), np.flatnonzero(fold == number)


def _learnt(texts: list[str], codes: Codes, new: Sequence[str], fine_tune: bool, seed: int) -> tuple[Floats, Flags]:
    """Return probabilities and codes of new texts, 0 for categories that are too rare to be learnt."""
    groups = text_groups(texts)
    n_texts = [min(len(np.unique(groups[one])), len(np.unique(groups[~one]))) for one in codes.present.T]
    learnt = np.flatnonzero(np.array(n_texts) >= LEAST_TEXTS)
    if not len(learnt):
        raise OptionError(
            f"No category can be learnt: each needs {LEAST_TEXTS} different coded texts with it and {LEAST_TEXTS} "
            "without it, beside those that are scored. Give more coded texts."
        )
    part = Codes(tuple(codes.categories[place] for place in learnt), codes.present[:, learnt], codes.exclusive)
    kept = part.present.any(axis=1) if codes.exclusive else np.ones(len(texts), dtype=np.bool_)
    rows = np.flatnonzero(kept)
    own = [texts[place] for place in rows.tolist()]
    given = _given(part.take(rows))
    engine = train_frames(own, given, categories=part.categories, n_folds=LEAST_TEXTS, fine_tune=fine_tune, seed=seed)
    coding = engine.code(new)
    chances, present = (
        np.zeros((len(new), len(codes.categories))),
        np.zeros((len(new), len(codes.categories)), np.bool_),
    )
    chances[:, learnt], present[:, learnt] = coding.probabilities, coding.present
    return chances, present


def _given(codes: Codes) -> list[str | None] | list[set[str]]:
    """Return codes in the form in which researchers give them."""
    sets = [{codes.categories[place] for place in np.flatnonzero(row)} for row in codes.present]
    return [next(iter(one), None) for one in sets] if codes.exclusive else sets


def baseline(codes: Codes, fold: Ints, tables: Callable[[Ints, Ints], tuple[Any, Any]]) -> Flags:
    """Return the codes of a plain peer on the same folds: logistic regressions with fixed settings.

    `tables` returns what the peer sees of the texts to learn from and of those to code. The settings are softness 10
    and categories weighted alike. Categories that do not exclude each other have a model each.
    """
    from sklearn.linear_model import LogisticRegression

    plain: dict[str, Any] = {"C": 10.0, "class_weight": "balanced", "max_iter": 1_000}
    present = np.zeros(codes.present.shape, dtype=np.bool_)
    for seen, new in _parts(fold):
        known, unknown = tables(seen, new)
        if codes.exclusive:
            model = LogisticRegression(**plain).fit(known, codes.present[seen].argmax(axis=1))
            present[new, model.predict(unknown)] = True
            continue
        for column, code in enumerate(codes.present[seen].T):
            one_class = code.all() or not code.any()
            present[new, column] = (
                code[0] if one_class else LogisticRegression(**plain).fit(known, code).predict(unknown)
            )
    return present


def word_baseline(texts: Sequence[str], codes: Codes, fold: Ints) -> Flags:
    """Return the codes of a peer that sees tf-idf of words and pairs of words; see `baseline`."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    def tables(seen: Ints, new: Ints) -> tuple[Any, Any]:
        known, unknown = ([texts[place] for place in rows.tolist()] for rows in (seen, new))
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit(known)
        return words.transform(known), words.transform(unknown)

    return baseline(codes, fold, tables)


def code_f1(coded: Flags, found: Flags) -> Floats:
    """Return the F1 of each column: 2 * right / (coded + found), 0 where a category is neither."""
    right, both = (coded & found).sum(axis=0), coded.sum(axis=0) + found.sum(axis=0)
    return np.where(both > 0, 2 * right / np.maximum(both, 1), 0.0)
