"""How far frame axes agree with people: valence against ratings, and a stance on global warming against codes.

The poles below were written down before any figure was taken, and were not changed afterwards.

Contents: `validate_frame_axis`.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.errors import ColumnError
from toolkit.framing.axis import FrameAxis
from toolkit.framing.axis_sentences import SentenceAxis
from toolkit.measure import Measure
from toolkit.options import check_columns
from toolkit.sentiment.valence import Sentiment
from toolkit.validity.figures import Rows, ValidityResult, bootstrap_figures
from toolkit.validity.gold import read_gold

Floats = npt.NDArray[np.float64]

_VALENCE_STATEMENTS = ("Something good happened.", "Something bad happened.")
_WARMING_WORDS = (["serious", "danger", "crisis"], ["hoax", "myth", "exaggerated"])
_WARMING_STATEMENTS = ("Global warming is a serious concern.", "Global warming is not a serious concern.")
_STANCES = {"agree": 1, "agrees": 1, "disagree": -1, "disagrees": -1}


def validate_frame_axis(gold: Sequence[Path]) -> ValidityResult:
    """Hold frame axes against ratings of valence or codes of stance, by words and by sentences.

    Parameters
    ----------
    gold : files with `text` and `mean` (a mean rating of valence), and `id` if there, whose part before "_" names the
        article from which a text comes; or files with `sentence` and `gold` ("agree", "disagree" or "neutral" to the
        statement that global warming is a serious concern).

    Returns
    -------
    Of ratings: pearson_r of the bias on the shipped axis `valence`; sentence_pearson_r of a sentence axis between
    "Something good happened." and "Something bad happened."; lexicon_pearson_r of `Sentiment` on the same texts;
    intensity_pearson_r of the intensity with the distance of the rating from 0. A text in which no word counts gets the
    mean of the others.
    Of codes: auc and sentence_auc, the chance that a sentence coded "agree" lies nearer to the positive pole than one
    coded "disagree" (.5 is guessing), on an axis of words and on one of statements. Sentences are resampled.

    Raises
    ------
    ColumnError, ReadError : a file has another form. ModelMissingError : vectors or sentence model are not installed.
    """
    table = read_gold(gold)
    if {"sentence", "gold"} <= set(table.columns):
        return _stance(table)
    check_columns(table.columns, ("text", "mean"), what="The gold file")
    return _valence(table)


def _valence(table: pd.DataFrame) -> ValidityResult:
    texts = table["text"].astype(str)
    words = _values(texts, FrameAxis("valence"))
    statements = _values(texts, SentenceAxis({"valence": _VALENCE_STATEMENTS}))
    rating = table["mean"].to_numpy(dtype=float)
    pairs = {
        "pearson_r": (words[:, 0], rating),
        "sentence_pearson_r": (statements[:, 0], rating),
        "lexicon_pearson_r": (_values(texts, Sentiment())[:, 0], rating),
        "intensity_pearson_r": (words[:, 1], np.abs(rating)),
    }
    ids = table["id"] if "id" in table else pd.Series(range(len(table)))
    groups = ids.astype(str).str.split("_").str[0].to_numpy()
    return _result(pairs, pearson, groups, "Pearson's r with mean human ratings")


def _stance(table: pd.DataFrame) -> ValidityResult:
    stance = table["gold"].map(lambda code: _STANCES.get(str(code), 0)).to_numpy(dtype=float)
    table, stance = table[stance != 0], stance[stance != 0]
    if len(set(stance)) < 2:
        raise ColumnError('The column `gold` must hold "agree" and "disagree", each at least once.')
    texts = table["sentence"].astype(str)
    pairs = {
        "auc": (_values(texts, FrameAxis({"concern": _WARMING_WORDS}))[:, 0], stance),
        "sentence_auc": (_values(texts, SentenceAxis({"concern": _WARMING_STATEMENTS}))[:, 0], stance),
    }
    return _result(pairs, auc, np.arange(len(table)), "Sentences that agree told from those that disagree")


def _result(
    pairs: Mapping[str, tuple[Floats, Floats]], agreement: Callable[[Floats, Floats], float],
    groups: npt.NDArray[np.object_] | npt.NDArray[np.int64], what: str,
) -> ValidityResult:  # fmt: skip
    def figures(rows: Rows) -> dict[str, float]:
        return {name: agreement(x[rows], y[rows]) for name, (x, y) in pairs.items()}

    note = f"{what}; nothing was fitted to these texts."
    return ValidityResult("frame-axis", len(groups), bootstrap_figures(figures, groups), note)


def _values(texts: pd.Series, measure: Measure) -> Floats:
    """Return the scores of texts, one column a category; the mean of the others where there is none."""
    ids = [str(number) for number in range(len(texts))]
    corpus = Corpus(pd.DataFrame({"article_id": ids, "text": texts.to_numpy(), "language": "en"}), name="gold")
    measurement = measure(corpus)
    values = measurement.value(*measurement.article_totals())
    known = ~np.isnan(values)
    mean = np.where(known, values, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(known, values, mean)


def pearson(x: Floats, y: Floats) -> float:
    """Return Pearson's r; NaN where one of the two does not vary, as in a resample of few texts."""
    return float(np.corrcoef(x, y)[0, 1]) if np.ptp(x) > 0 and np.ptp(y) > 0 else float("nan")


def auc(score: Floats, stance: Floats) -> float:
    """Return the share of pairs of a positive and a negative row in which the positive scores higher; ties are half."""
    from scipy.stats import rankdata

    positive = stance > 0
    n, m = int(positive.sum()), int((~positive).sum())
    if not n or not m:
        return float("nan")
    return float((rankdata(score)[positive].sum() - n * (n + 1) / 2) / (n * m))
