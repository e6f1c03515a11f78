"""Sentiment against the mean of twenty human ratings of editorial snippets.

Contents: `validate_sentiment`.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.measure import Measurement, measure_all
from toolkit.options import check_columns
from toolkit.sentiment.vader import VaderSentiment
from toolkit.sentiment.valence import Sentiment
from toolkit.validity.figures import Rows, ValidityResult, bootstrap_figures
from toolkit.validity.gold import read_gold


def validate_sentiment(gold: Sequence[Path]) -> ValidityResult:
    """Correlate `Sentiment` with the mean human rating of each text.

    Parameters
    ----------
    gold : JSON lines with `text` and `mean` (the mean human rating), and, if there, `ratings` (a list, one a coder)
        and `id`, whose part before "_" names the article from which a snippet comes.

    Returns
    -------
    Figures: pearson_r (the shipped lexicon engine), vader_pearson_r (the vaderSentiment package on the same texts)
    and, where there are ratings, coder_pearson_r: one coder's rating against the mean of the others, averaged over
    coders. A text without any word of valence counts as 0. Articles are resampled where ids name them.
    """
    table = read_gold(gold)
    check_columns(table.columns, ("text", "mean"), what="The gold file")
    texts = table["text"].astype(str)
    corpus = Corpus(pd.DataFrame({"article_id": [str(i) for i in range(len(table))], "text": texts}), name="gold")
    human = table["mean"].to_numpy(dtype=float)
    ours, vader = (_values(measurement) for measurement in measure_all(corpus, [Sentiment(), VaderSentiment()]))
    columns = {"pearson_r": (ours, human), "vader_pearson_r": (vader, human)}
    if "ratings" in table:
        columns["coder_pearson_r"] = _one_coder_against_the_others(table["ratings"])

    def figures(rows: Rows) -> dict[str, float]:
        return {name: _pearson(x, y, rows) for name, (x, y) in columns.items()}

    ids = table["id"] if "id" in table else pd.Series(range(len(table)))
    groups = ids.astype(str).str.split("_").str[0].to_numpy()
    note = "Pearson's r between the measure and the mean human rating; nothing was fitted to these texts."
    return ValidityResult("sentiment", len(table), bootstrap_figures(figures, groups), note)


def _values(measurement: Measurement) -> npt.NDArray[np.float64]:
    amount, exposure = measurement.article_totals()
    return np.nan_to_num(measurement.value(amount, exposure)[:, 0])


def _pearson(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], rows: Rows) -> float:
    if x.ndim == 2:
        return float(np.mean([np.corrcoef(x[rows, k], y[rows, k])[0, 1] for k in range(x.shape[1])]))
    return float(np.corrcoef(x[rows], y[rows])[0, 1])


def _one_coder_against_the_others(
    ratings: pd.Series,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return each of the first n ratings of every text, and the mean of its other ratings."""
    n = int(min(len(row) for row in ratings))
    lists = [np.asarray(row, dtype=float) for row in ratings]
    one = np.array([row[:n] for row in lists])
    others = np.array([(row.sum() - row[:n]) / (len(row) - 1) for row in lists])
    return one, others
