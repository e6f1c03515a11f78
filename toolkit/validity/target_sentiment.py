"""Does an engine of stance tell how a sentence shows the person or group that it names?

Contents: `validate_target_sentiment`, `read_target_sentences`, `class_f1`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.errors import OptionError, ReadError
from toolkit.options import check_columns
from toolkit.stance.rules import RuleEngine
from toolkit.stance.target import CLASSES, TargetSentence
from toolkit.stance.trained import train_stance
from toolkit.validity.figures import Rows, ValidityResult, bootstrap_figures
from toolkit.validity.gold import read_gold

POLARITIES = {"negative": -1, "neutral": 0, "positive": 1}
_NAMES = {-1: "against", 0: "neutral", 1: "favour"}
_VADER_NEUTRAL = 0.05  # the bound that VADER's authors give

Labels = npt.NDArray[np.int64]


def validate_target_sentiment(gold: Sequence[Path], train: Sequence[Path] = ()) -> ValidityResult:
    """Hold the rule engine, and an engine trained on other sentences, against people's codes.

    Parameters
    ----------
    gold : JSON lines with sentence, target, start, end (code points) and polarity (negative, neutral, positive).
    train : files of the same form to train on; without them no trained engine is reported. Sentences that occur in
        the gold files are left out of them.

    Returns
    -------
    Figures: rules_macro_f1, trained_macro_f1 and vader_macro_f1 (VADER on the whole sentence, neutral within .05 of
    0), each with the F1 of each class and the accuracy. macro-F1 = mean of the F1 of the three classes. A sentence that
    an engine cannot score counts as neutral. Sentences are resampled, for several targets may stand in one.

    Raises
    ------
    ColumnError, ReadError : a file has another form. ModelMissingError : parser or sentence model are not installed.
    """
    sentences, labels, texts = read_target_sentences(gold)
    guesses = {"rules": _labels(RuleEngine().score(sentences).label), "vader": vader_labels(texts)}
    if train:
        guesses["trained"] = _labels(_trained(train, {*texts}).score(sentences).label)

    def figures(rows: Rows) -> dict[str, float]:
        result: dict[str, float] = {}
        for name in sorted(guesses):
            guess, true = guesses[name][rows], labels[rows]
            f1 = class_f1(true, guess, CLASSES)
            result[f"{name}_macro_f1"] = float(np.mean(f1))
            result |= {f"{name}_{_NAMES[one]}_f1": value for one, value in zip(CLASSES, f1, strict=True)}
            result[f"{name}_accuracy"] = float(np.mean(guess == true))
        return result

    note = "macro-F1 over negative, neutral and positive; nothing was fitted to these sentences."
    groups = np.array(texts, dtype=object)
    return ValidityResult("target-sentiment", len(labels), bootstrap_figures(figures, groups), note)


def _trained(train: Sequence[Path], left_out: set[str]) -> Any:
    sentences, labels, texts = read_target_sentences(train)
    keep = [place for place, text in enumerate(texts) if text not in left_out]
    return train_stance([sentences[place] for place in keep], labels[keep].tolist())


def _labels(label: npt.NDArray[np.float64]) -> Labels:
    return np.nan_to_num(label).astype(np.int64)


def read_target_sentences(paths: Sequence[Path]) -> tuple[list[TargetSentence], Labels, list[str]]:
    """Return sentences with their targets, labels -1, 0 or 1, and the texts.

    Raises
    ------
    ColumnError : a column is missing. ReadError : a polarity is unknown, or a target does not stand where it should.
    """
    table = read_gold(paths)
    check_columns(table.columns, ("sentence", "target", "start", "end", "polarity"), what="The gold file")
    unknown = table.loc[~table["polarity"].isin([*POLARITIES]), "polarity"]
    if len(unknown):
        raise ReadError(f"`polarity` must be negative, neutral or positive; got {unknown.iloc[0]!r}.")
    texts = table["sentence"].astype(str).tolist()
    places = zip(texts, table["start"], table["end"], strict=True)
    try:
        rows = [TargetSentence(text, int(start), int(end)) for text, start, end in places]
    except OptionError as error:
        raise ReadError(f"The gold file has a target outside of its sentence. {error}") from error
    wrong = next((row.text for row, name in zip(rows, table["target"], strict=True) if row.mention != name), None)
    if wrong is not None:
        raise ReadError(f"The gold file has a target that does not stand at its place; first in: {wrong[:80]!r}.")
    labels = table["polarity"].map(POLARITIES).to_numpy(dtype=np.int64)
    return rows, labels, texts


def vader_labels(texts: Sequence[str]) -> Labels:
    """Return -1, 0 or 1 for each text by VADER's compound score, 0 within .05 of 0."""
    compound = vader_scores(texts)
    return np.where(np.abs(compound) < _VADER_NEUTRAL, 0, np.sign(compound)).astype(np.int64)


def vader_scores(texts: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return VADER's compound score of each text as a whole."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # reads its word list when made

    score = SentimentIntensityAnalyzer().polarity_scores
    return np.array([score(text)["compound"] for text in texts])


def class_f1(true: Labels, guess: Labels, classes: Sequence[int]) -> list[float]:
    """Return the F1 of each class: 2 * right / (coded + guessed), 0 where a class is neither."""
    result = []
    for one in classes:
        right = int(np.sum((true == one) & (guess == one)))
        both = int(np.sum(true == one) + np.sum(guess == one))
        result.append(2 * right / both if both else 0.0)
    return result
