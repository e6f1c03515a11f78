"""The words behind a number, each in its line.

Contents: `concordance`.
"""

import numpy as np
import pandas as pd

from toolkit.corpus.schema import PARTS
from toolkit.measure import Measurement
from toolkit.options import check_option
from toolkit.text.concordance import context_lines, sentence_bounds

LONGEST_SIDE = 800  # characters of a sentence kept on each side of a match
CONCORDANCE_COLUMNS = (
    "article_id", "outlet", "published", "part", "category", "left", "match", "right", "voice", "negated", "modal",
    "weight", "sentence_text", "start_in_sentence", "end_in_sentence",
)  # fmt: skip


def concordance(
    measurement: Measurement,
    *,
    category: str | None = None,
    outlet: str | None = None,
    event: str | None = None,
    part: str | None = None,
    width: int = 60,
    limit: int | None = None,
) -> pd.DataFrame:
    """Return the evidence of a measurement, each span in its line and in its sentence.

    Parameters
    ----------
    measurement : what a measure returned.
    category, outlet, event, part : show only this one.
    width : characters of context on each side.
    limit : at most so many lines, evenly spread over the evidence; all by default.

    Returns
    -------
    One row a span, in the order of the articles: article_id, outlet, published, part, category, left, match,
    right, voice, negated, modal, weight, sentence_text, and the place of the match in its sentence. Of a sentence,
    at most 800 characters on each side of the match are kept.

    Raises
    ------
    OptionError : the category, outlet, event or part does not occur.
    """
    rows = _rows(measurement, category=category, outlet=outlet, event=event, part=part)
    if limit is not None and len(rows) > limit:
        rows = rows[np.unique(np.linspace(0, len(rows) - 1, limit).round().astype(int))]
    spans = measurement.spans.take(rows)
    table = measurement.evidence.iloc[rows].reset_index(drop=True)
    texts = measurement.texts
    units, own = np.unique(spans.unit, return_inverse=True)
    begin, end = sentence_bounds([texts[unit] for unit in units], own.astype(np.int32), spans.sentence)
    # Text without full stops can be one sentence of megabytes, which every span in it would repeat.
    begin = np.maximum(begin, spans.start - LONGEST_SIDE)
    end = np.maximum(np.minimum(end, spans.end + LONGEST_SIDE), spans.end)
    lines = [
        context_lines(texts[unit], start, stop, width=width)
        for unit, start, stop in zip(spans.unit, spans.start, spans.end, strict=True)
    ]
    table["left"] = [left for left, _, _ in lines]
    table["right"] = [right for _, _, right in lines]
    published = measurement.corpus.column("published").to_numpy()
    table["published"] = published[measurement.unit_article[spans.unit]]
    table["sentence_text"] = [texts[u][a:b].rstrip() for u, a, b in zip(spans.unit, begin, end, strict=True)]
    table["start_in_sentence"], table["end_in_sentence"] = spans.start - begin, spans.end - begin
    return table[list(CONCORDANCE_COLUMNS)]


def _rows(
    measurement: Measurement, *, category: str | None, outlet: str | None, event: str | None, part: str | None
) -> np.ndarray:
    """Return the rows of the evidence that fit all that was asked for."""
    spans = measurement.spans
    keep = np.ones(len(spans), dtype=bool)
    article = measurement.unit_article[spans.unit]
    if category is not None:
        known = measurement.categories
        keep &= spans.category == known.index(check_option("category", category, known))
    if part is not None:
        keep &= measurement.unit_part[spans.unit] == PARTS.index(check_option("part", part, PARTS))
    for name, column, wanted in (("outlet", "outlet", outlet), ("event", "event_id", event)):
        if wanted is not None:
            values = measurement.corpus.column(column)
            check_option(name, wanted, sorted(values.dropna().unique()))
            keep &= (values == wanted).to_numpy()[article]
    return np.flatnonzero(keep)
