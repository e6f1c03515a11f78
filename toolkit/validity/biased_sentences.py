"""Single sentences that coders called biased or not, with the words by which they decided (spinde2021).

Contents: `COLUMNS`, `validate_sentences`.
"""

import ast
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import ReadError
from toolkit.framing.biased import BIASED, train_biased_sentences
from toolkit.learning.codes import Codes
from toolkit.learning.folds import deal_folds, near_text_groups
from toolkit.validity.calibration import expected_error
from toolkit.validity.figures import Rows, ValidityResult, bootstrap_figures
from toolkit.validity.headline_frames import SURE
from toolkit.validity.held_out import word_baseline
from toolkit.validity.loaded_counts import count_loaded
from toolkit.validity.target_sentiment import class_f1

COLUMNS = ("text", "label_bias")
N_FOLDS = 5
SEED = 0

_CODES = {"Biased": True, "Non-biased": False}
_NO_CODE = "No agreement"

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def validate_sentences(table: pd.DataFrame, train: pd.DataFrame | None) -> ValidityResult:
    """Hold the engine and the lexicon alone against codes of single sentences.

    Parameters
    ----------
    table : text, label_bias (Biased, Non-biased; rows with "No agreement" are left out) and, if coders marked words,
        biased_words (a list). Of a sentence that is judged, neither code nor words are seen.
    train : the same, to learn from; sentences nearly the same as one of the gold file are left out of it.

    Returns
    -------
    Figures of the engine: macro_f1 (mean F1 of biased and not biased), biased_f1, accuracy, ece (expected calibration
    error, 10 bins of equal width), accuracy_if_sure and coverage_if_sure (sentences judged with a confidence of 0.8 or
    more). lexicon_macro_f1 ...: the rule that a sentence with at least one word of the lexicon is biased. In
    cross-validation also tfidf_macro_f1 ...: a logistic regression on tf-idf of words, on the same folds. Groups of
    nearly equal sentences are resampled.
    """
    gold = _coded(table)
    texts, codes = gold["text"].tolist(), gold["code"].to_numpy(dtype=np.bool_)
    guesses = {"lexicon_": count_loaded(texts) > 0}
    if train is None:
        groups = near_text_groups(texts)
        chance, guesses["tfidf_"] = _crossed(gold, groups)
        how = f"cross-validated in {N_FOLDS} folds of sentences, seed {SEED}"
    else:
        groups, chance = _trained(gold, _coded(train))
        how = "learnt from the file to train on"
    guesses = {"": chance >= 0.5, **guesses}

    def figures(rows: Rows) -> dict[str, float]:
        result: dict[str, float] = {}
        for name, guess in guesses.items():
            f1 = class_f1(codes[rows].astype(np.int64), guess[rows].astype(np.int64), (0, 1))
            result[f"{name}macro_f1"], result[f"{name}biased_f1"] = float(np.mean(f1)), f1[1]
            result[f"{name}accuracy"] = float(np.mean(codes[rows] == guess[rows]))
        return result | _sureness(chance[rows], codes[rows])

    note = f"Engine {how}; nearly equal sentences stay together. The lexicon alone: at least one loaded word."
    return ValidityResult("loaded-language", len(gold), bootstrap_figures(figures, groups), note)


def _sureness(chance: Floats, codes: Flags) -> dict[str, float]:
    """Return whether probabilities can be taken at their word, and what is gained where the engine is sure."""
    confidence, right = np.maximum(chance, 1 - chance), (chance >= 0.5) == codes
    sure = confidence >= SURE
    return {
        "ece": expected_error(confidence, right),
        "accuracy_if_sure": float(right[sure].mean()) if sure.any() else float("nan"),
        "coverage_if_sure": float(sure.mean()),
    }


def _coded(table: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences with a code, and the words marked in each."""
    unknown = table.loc[~table["label_bias"].isin([*_CODES, _NO_CODE]), "label_bias"]
    if len(unknown):
        raise ReadError(f"`label_bias` must be Biased, Non-biased or No agreement; got {unknown.iloc[0]!r}.")
    kept = table[table["label_bias"] != _NO_CODE].reset_index(drop=True)
    kept = kept.assign(text=kept["text"].astype(str), code=kept["label_bias"].map(_CODES).astype(bool))
    if "biased_words" in kept:
        kept["marks"] = [_words(given) for given in kept["biased_words"]]
    return kept


def _words(given: Any) -> list[str]:
    """Return a list of words that may be written as text, such as "['bizarre']"."""
    try:
        found = ast.literal_eval(given) if isinstance(given, str) else given
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        found = None
    if found is None or not isinstance(found, list) or not all(isinstance(word, str) for word in found):
        raise ReadError(f"`biased_words` must be lists of words, such as ['bizarre']; got {str(given)[:80]!r}.")
    return found


def _crossed(gold: pd.DataFrame, groups: Ints) -> tuple[Floats, Flags]:
    """Return for each sentence the probability by an engine that learnt from the other folds, and a plain peer's code.

    The peer knows two categories, biased and not.
    """
    codes = Codes((BIASED,), gold["code"].to_numpy(dtype=np.bool_)[:, None], exclusive=True)
    folds = deal_folds(codes, groups, n_folds=N_FOLDS, seed=SEED)
    chance = np.empty(len(gold))
    for fold in range(N_FOLDS):
        chance[folds == fold] = _judged(gold[folds != fold], groups[folds != fold], gold[folds == fold])
    both = np.column_stack([codes.present, ~codes.present])
    peer = word_baseline(gold["text"].tolist(), Codes((BIASED, "not"), both, exclusive=True), folds)
    return chance, peer[:, 0]


def _trained(gold: pd.DataFrame, train: pd.DataFrame) -> tuple[Ints, Floats]:
    """Return the groups of the gold sentences, and their probabilities by an engine that learnt from others."""
    groups = near_text_groups([*gold["text"], *train["text"]])
    own, other = groups[: len(gold)], groups[len(gold) :]
    fresh = ~np.isin(other, own)
    return own, _judged(train[fresh], other[fresh], gold)


def _judged(train: pd.DataFrame, groups: Ints, gold: pd.DataFrame) -> Floats:
    readable = train["text"].str.contains(r"\w").to_numpy()
    train, groups = train[readable], groups[readable]
    marks = train["marks"].tolist() if "marks" in train else None
    engine = train_biased_sentences(
        train["text"].tolist(), train["code"].tolist(), marks=marks, groups=groups.tolist(), seed=SEED
    )
    return np.nan_to_num(engine.probabilities(gold["text"].tolist()))
