"""Which words the evidence of a measure consists of, article by article.

Contents: `SpanWords`, `span_words`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.word_shift_result import one_word
from toolkit.corpus.schema import PARTS
from toolkit.errors import OptionError
from toolkit.measure import Floats, Measurement


@dataclass(frozen=True, eq=False)
class SpanWords:
    """Words of the evidence of one category: one row an article, one column a word.

    `amount` is what the word's spans add to the article's amount, `n` the number of spans; `exposure` is the article's.
    """

    words: list[str]
    amount: Any
    n: Any
    exposure: Floats


def span_words(measurement: Measurement, category: str, parts: tuple[str, ...]) -> SpanWords:
    """Add up evidence by article and word, in lower case.

    Raises
    ------
    OptionError : the evidence is whole sentences, or the amounts of the measure are no sums over its words.
    """
    from scipy import sparse

    spans, column = measurement.spans, measurement.categories.index(category)
    rows = np.flatnonzero(np.isin(measurement.unit_part[spans.unit], [PARTS.index(part) for part in parts]))
    _check_words(measurement, rows)
    codes, words = pd.factorize(np.array(measurement.matches(rows), dtype=object))
    codes, words = _merged(codes, words)
    article = measurement.unit_article[spans.unit[rows]].astype(np.int64)
    # Each word of an article is a unit of its own for a moment, so that the measure itself adds up its spans.
    pairs, unit = np.unique(article * max(len(words), 1) + codes, return_inverse=True)
    taken = spans.take(rows)
    evidence = type(taken)(**{**vars(taken), "unit": unit.astype(np.int32)})
    amount, _ = measurement.measure.tally(evidence, np.zeros(len(pairs)))
    at, shape = np.divmod(pairs, max(len(words), 1)), (len(measurement.corpus), len(words))
    found = amount[:, column]
    n = np.bincount(unit[_of_category(measurement, taken, column)], minlength=len(pairs))
    table = SpanWords(
        [str(word) for word in words], sparse.csr_array((found, at), shape=shape),
        sparse.csr_array((n, at), shape=shape), measurement.article_totals(parts=parts)[1][:, column],
    )  # fmt: skip
    _check_sums(measurement, table, category, parts)
    return table


def _of_category(measurement: Measurement, spans: Any, column: int) -> npt.NDArray[np.bool_]:
    """Tell which spans count for a category: its own, or all of them for a category that is made of others."""
    own: npt.NDArray[np.bool_] = spans.category == column
    return own if own.any() else np.ones(len(spans), dtype=np.bool_)


def _merged(codes: npt.NDArray[np.int64], words: npt.NDArray[np.object_]) -> tuple[Any, Any]:
    """Give one number to spellings that differ in case or spacing only."""
    into, names = pd.factorize(np.array([one_word(word) for word in words], dtype=object))
    return into[codes] if len(codes) else codes, names


def _check_words(measurement: Measurement, rows: npt.NDArray[np.int64]) -> None:
    if (measurement.spans.entry[rows] < 0).any():
        raise OptionError(
            f"The evidence of the measure {measurement.measure.name!r} is whole sentences, which cannot be taken apart "
            "into words. Take a measure that counts words, such as 'sentiment' or 'force'."
        )


def _check_sums(measurement: Measurement, table: SpanWords, category: str, parts: tuple[str, ...]) -> None:
    amount = measurement.article_totals(parts=parts)[0][:, measurement.categories.index(category)]
    summed = np.asarray(table.amount.sum(axis=1)).ravel()
    if not np.allclose(summed, amount, rtol=1e-4, atol=1e-6):
        raise OptionError(
            f"The amounts of the measure {measurement.measure.name!r} in {category!r} are no sums over its words, so "
            "that a difference cannot be taken apart into words."
        )
