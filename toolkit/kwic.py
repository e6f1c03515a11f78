"""The words behind a number, each in its line.

Contents: `concordance`, `lines_behind`, `spread`.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.schema import PARTS
from toolkit.errors import OptionError
from toolkit.measure import Measurement
from toolkit.options import check_columns, check_option
from toolkit.text.concordance import context_lines, sentence_at, sentence_bounds
from toolkit.text.tokens import tokenize

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
    rows = spread(_rows(measurement, category=category, outlet=outlet, event=event, part=part), limit)
    spans = measurement.spans.take(rows)
    table = measurement.evidence.iloc[rows].reset_index(drop=True)
    published = measurement.corpus.column("published").to_numpy()
    table["published"] = published[measurement.unit_article[spans.unit]]
    context = _context(measurement.texts, spans.unit, spans.sentence, spans.start, spans.end, width)
    return table.assign(**context)[list(CONCORDANCE_COLUMNS)]


def lines_behind(table: pd.DataFrame, corpus: Corpus, *, width: int = 60, limit: int | None = None) -> pd.DataFrame:
    """Return the rows of a table of mentions, acts, attributions or parties, each in its line and in its sentence.

    Parameters
    ----------
    table : rows of the `table` of what `find_actors`, `find_acts`, `find_sources` or `find_parties` returned, or of
        any table with unit (row of `corpus.parts`), start and end. Of attributions the cue is the match.
    corpus : the articles in which they were found.
    width : characters of context on each side.
    limit : at most so many lines, evenly spread over the rows; all by default.

    Returns
    -------
    The columns of `concordance`, as far as the table knows them, in the order of the table, and `note`: who does it to
    whom, or who says so. `show_concordance` shows them. The category is the act's class, the kind of cue, the label or
    the actor.

    Raises
    ------
    ColumnError : the table has no places of a text. OptionError : it was made from a larger corpus.
    """
    own = table.rename(columns={"cue_start": "start", "cue_end": "end"}) if "cue_start" in table else table
    check_columns(own.columns, ("unit", "start", "end"), what="The table of rows")
    own = own.iloc[spread(np.arange(len(own)), limit)].reset_index(drop=True)
    unit, start, end = (own[name].to_numpy(dtype=np.int64) for name in ("unit", "start", "end"))
    if len(unit) and unit.max() >= len(corpus.parts):
        raise OptionError(f"`corpus` must be the one in which the rows were found: it has {len(corpus.parts):,} parts, "
                          f"a row is of part {unit.max():,}.")  # fmt: skip
    units, place = np.unique(unit, return_inverse=True)
    texts = [corpus.parts.texts[one] for one in units]
    sentence = sentence_at(tokenize(texts), place, start)
    article = corpus.parts.article[unit]
    known = {name: corpus.column(name).to_numpy()[article] for name in ("article_id", "outlet", "published")}
    part = np.array(corpus.part_names, dtype=object)[corpus.parts.part[unit]]
    lines = pd.DataFrame({**known, "part": part, **_context(texts, place, sentence, start, end, width)})
    lines = lines.assign(**_what_is_known(own))
    return lines[[name for name in (*CONCORDANCE_COLUMNS, "note") if name in lines]]


_CATEGORY = ("category", "label", "act_class", "cue_kind", "actor")
_NOT_NAMED = "(not named)"
_VOICE = {"outlet": "outlet", "quoted": "quotation", "reported": "reported"}


def _what_is_known(rows: pd.DataFrame) -> dict[str, Any]:
    """Return category, voice, negated, modal and note of the rows, as far as their table has them."""
    category = next((name for name in _CATEGORY if name in rows), None)
    known: dict[str, Any] = {"category": "" if category is None else rows[category].astype(str)}
    if "asserted_by" in rows:
        known["voice"] = rows["asserted_by"].map(_VOICE)
    if "negated" in rows:
        known["negated"] = rows["negated"]
    if "modal" in rows:
        known["modal"] = rows["modal"].replace("none", "")
    if "agent" in rows:
        known["note"] = rows["agent"].fillna(_NOT_NAMED) + " → " + rows["patient"].fillna(_NOT_NAMED)
    elif "source" in rows:
        known["note"] = "source: " + rows["source"].fillna(_NOT_NAMED)
    return known


def spread(rows: npt.NDArray[np.int64], limit: int | None) -> npt.NDArray[np.int64]:
    """Return at most so many of the rows, evenly spread."""
    if limit is None or len(rows) <= limit:
        return rows
    return rows[np.unique(np.linspace(0, len(rows) - 1, limit).round().astype(int))]


def _context(
    texts: list[str],
    unit: npt.NDArray[np.integer],
    sentence: npt.NDArray[np.integer],
    start: npt.NDArray[np.integer],
    end: npt.NDArray[np.integer],
    width: int,
) -> dict[str, Any]:
    """Return what stands around spans of texts: left, match, right, the sentence, and where in it the span stands."""
    units, own = np.unique(unit, return_inverse=True)
    begin, stop = sentence_bounds([texts[one] for one in units], own.astype(np.int32), sentence.astype(np.int32))
    # Text without full stops can be one sentence of megabytes, which every span in it would repeat.
    begin = np.maximum(begin, start - LONGEST_SIDE)
    stop = np.maximum(np.minimum(stop, end + LONGEST_SIDE), end)
    lines = [context_lines(texts[u], a, b, width=width) for u, a, b in zip(unit, start, end, strict=True)]
    return {
        "left": [left for left, _, _ in lines], "match": [match for _, match, _ in lines],
        "right": [right for _, _, right in lines],
        "sentence_text": [texts[u][a:b].rstrip() for u, a, b in zip(unit, begin, stop, strict=True)],
        "start_in_sentence": start - begin, "end_in_sentence": end - begin,
    }  # fmt: skip


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
