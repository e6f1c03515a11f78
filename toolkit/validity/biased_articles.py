"""Sentences of articles on shared events, coded for lexical and for informational bias (fan2019).

Lexical bias lies in the words of a sentence; informational bias in telling something at this place that sways the
reader, in whatever words. For the latter, what stands around the sentence and what other outlets tell is looked at too.

Contents: `COLUMNS`, `validate_articles`.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import ReadError
from toolkit.framing.biased import BIAS_LEXICONS
from toolkit.framing.context import HEADLINE, sentence_context
from toolkit.learning.classifier import train_classifier
from toolkit.learning.codes import Codes
from toolkit.learning.folds import deal_folds
from toolkit.lexicons.shipped import load_lexicon
from toolkit.validity.calibration import expected_error
from toolkit.validity.figures import Rows, ValidityResult, bootstrap_figures
from toolkit.validity.loaded_counts import count_loaded
from toolkit.validity.target_sentiment import class_f1

KINDS = ("lexical", "informational")
COLUMNS = ("article_id", "event_id", "sent_index", "sentence", *KINDS)
N_FOLDS = 5
CALIBRATION_FOLDS = 3  # of thousands of sentences, three parts are enough to choose a threshold on, and soon done
SEED = 0

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def validate_articles(table: pd.DataFrame, train: pd.DataFrame | None) -> ValidityResult:
    """Hold an engine and the lexicon alone against sentences coded in their articles.

    Parameters
    ----------
    table : article_id, event_id, sent_index (-1 for the headline), sentence, lexical and informational (0 or 1).
    train : the same, to learn from; events of the gold file are left out of it.

    Returns
    -------
    Figures lexical_f1 and informational_f1 of the engine (F1 of the sentences with such bias; each found from a
    threshold that was chosen on sentences to learn from), of the rule that a sentence with a loaded word is biased
    (lexicon_...), and of the rule that every sentence is (all_...), which is 2 s / (1 + s) for a share s; lexical_ece
    and informational_ece (expected calibration error, 10 bins of equal width). Headlines are seen as context and not
    judged. Events are resampled.
    """
    gold = _checked(table)
    body = (gold["sent_index"] != HEADLINE).to_numpy()
    codes = gold[list(KINDS)].to_numpy(dtype=np.bool_)
    if train is None:
        (chances, found), how = _crossed(gold), f"cross-validated in {N_FOLDS} folds of events, seed {SEED}"
    else:
        other = _checked(train)
        chances, found = _judged(other[~other["event_id"].isin(gold["event_id"])], gold)
        how = "learnt from other events in the file to train on"
    loaded = np.repeat(count_loaded(gold["sentence"].tolist())[:, None] > 0, len(KINDS), axis=1)
    guesses = {"": found[body], "lexicon_": loaded[body], "all_": np.ones_like(found[body])}
    true, sure = codes[body], np.nan_to_num(chances[body])

    def figures(rows: Rows) -> dict[str, float]:
        result = {
            f"{name}{kind}_f1": class_f1(true[rows, column].astype(int), guess[rows, column].astype(int), (1,))[0]
            for name, guess in guesses.items()
            for column, kind in enumerate(KINDS)
        }
        for column, kind in enumerate(KINDS):
            result[f"{kind}_ece"] = expected_error(sure[rows, column], true[rows, column])
        return result

    groups = gold["event_id"].astype(str).to_numpy()[body]
    note = f"Engine {how}; headlines are not judged. F1 of the sentences with such bias."
    return ValidityResult("loaded-language", int(body.sum()), bootstrap_figures(figures, groups), note)


def _checked(table: pd.DataFrame) -> pd.DataFrame:
    for kind in KINDS:
        wrong = table.loc[~table[kind].isin([0, 1]), kind]
        if len(wrong):
            raise ReadError(f"`{kind}` must be 0 or 1; got {str(wrong.iloc[0])!r}.")
    return table.assign(sentence=table["sentence"].astype(str)).reset_index(drop=True)


def _crossed(gold: pd.DataFrame) -> tuple[Floats, Flags]:
    """Return probabilities, and what is found, by an engine that learnt from the other folds of events."""
    codes = Codes(KINDS, gold[list(KINDS)].to_numpy(dtype=np.bool_), exclusive=False)
    folds = deal_folds(codes, gold["event_id"].to_numpy(), n_folds=N_FOLDS, seed=SEED)
    chances, found = np.zeros(codes.present.shape), np.zeros(codes.present.shape, dtype=np.bool_)
    for fold in range(N_FOLDS):
        chances[folds == fold], found[folds == fold] = _judged(gold[folds != fold], gold[folds == fold])
    return chances, found


def _judged(train: pd.DataFrame, gold: pd.DataFrame) -> tuple[Floats, Flags]:
    context = sentence_context(train).to_numpy()
    readable = train["sentence"].str.contains(r"\w").to_numpy()
    body = readable & (train["sent_index"] != HEADLINE).to_numpy()
    engine = train_classifier(
        train["sentence"][body].tolist(), train[list(KINDS)][body].reset_index(drop=True),
        groups=train["event_id"][body].tolist(), covariates=context[body], n_folds=CALIBRATION_FOLDS, seed=SEED,
        lexicons=[load_lexicon(name) for name in BIAS_LEXICONS],
    )  # fmt: skip
    coding = engine.code(gold["sentence"].tolist(), covariates=sentence_context(gold).to_numpy())
    return coding.probabilities, coding.present
