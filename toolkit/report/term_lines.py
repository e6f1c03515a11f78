"""A few lines of articles for each of many terms.

Contents: `TermLine`, `term_lines`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.term_counts import TermCounts
from toolkit.comparison.term_words import TermWords
from toolkit.corpus.schema import PARTS
from toolkit.lexicons.lexicon import Lexicon
from toolkit.measure import Measurement, measure_all
from toolkit.report.lines import day
from toolkit.text.concordance import context_lines

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class TermLine:
    """One place of a term with a little of the text around it."""

    outlet: str
    published: str
    part: str
    left: str
    match: str
    right: str


def term_lines(counts: TermCounts, terms: list[str], target: str, *, n: int, width: int) -> list[list[TermLine]]:
    """Return up to n lines for each term, of different articles, those of the target and of others in turn.

    Terms that were counted near a word only have the lines in which they stand there.
    """
    if counts.lines is not None:
        return [_near(counts, term, n, width) for term in terms]
    column = {term: i for i, term in enumerate(counts.terms)}
    is_target = (counts.corpus.column("outlet") == target).to_numpy(dtype=bool)[counts.articles]
    chosen = [_articles_of(counts, column[term], is_target, n) for term in terms]
    rows = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *chosen]))
    mask = np.zeros(len(counts.corpus), dtype=np.bool_)
    mask[counts.articles[rows]] = True
    found = _first_places(counts, mask, terms, width)
    row_of = {int(row): i for i, row in enumerate(rows)}
    return [
        [found[number, row_of[int(row)]] for row in own if (number, row_of[int(row)]) in found]
        for number, own in enumerate(chosen)
    ]


def _near(counts: TermCounts, term: str, n: int, width: int) -> list[TermLine]:
    assert counts.lines is not None
    lines = counts.lines(term, outlet=None, event=None, width=width, limit=n)
    return [
        TermLine(str(row.outlet), day(row.published), str(row.part), row.left, row.match, row.right)
        for row in lines.itertuples()
    ]


def _articles_of(counts: TermCounts, column: int, is_target: npt.NDArray[np.bool_], n: int) -> Longs:
    """Return up to n rows of the counts that have a term, of the target and of others in turn."""
    rows = np.sort(counts.columns.indices[counts.columns.indptr[column] : counts.columns.indptr[column + 1]])
    own, others = rows[is_target[rows]][:n], rows[~is_target[rows]][:n]
    turn = np.concatenate([2 * np.arange(len(own)), 2 * np.arange(len(others)) + 1])
    return np.concatenate([own, others])[np.argsort(turn, kind="stable")][:n].astype(np.int64)


def _first_places(
    counts: TermCounts, mask: npt.NDArray[np.bool_], terms: list[str], width: int
) -> "dict[tuple[int, int], TermLine]":
    """Return the first place of each term (by its number) in each of the articles chosen (by their row among these)."""
    corpus = counts.corpus.select(mask)
    # Longer terms would hide shorter ones in one list: each length has its own.
    lengths = sorted({term.count(" ") for term in terms})
    of_length = {length: [term for term in terms if term.count(" ") == length] for length in lengths}
    measures = [TermWords(Lexicon.of({"terms": own}, name=f"terms-{n}")) for n, own in of_length.items()]
    number = {term: i for i, term in enumerate(terms)}
    found: dict[tuple[int, int], TermLine] = {}
    for measurement in measure_all(corpus, measures):
        found |= _places(measurement, number, tuple(counts.settings.parts), width)
    return found


def _places(
    measurement: Measurement, number: dict[str, int], parts: tuple[str, ...], width: int
) -> "dict[tuple[int, int], TermLine]":
    spans, corpus = measurement.spans, measurement.corpus
    keep = np.flatnonzero(np.isin(measurement.unit_part[spans.unit], [PARTS.index(part) for part in parts]))
    spans = spans.take(keep)
    article = measurement.unit_article[spans.unit]
    first = pd.DataFrame({"article": article, "entry": spans.entry}).drop_duplicates().index.to_numpy()
    outlets, dates = corpus.column("outlet").to_numpy(), corpus.column("published").to_numpy()
    found = {}
    for row in first.tolist():
        unit, term = int(spans.unit[row]), number.get(measurement.patterns[spans.entry[row]])
        if term is not None:
            left, match, right = context_lines(
                measurement.texts[unit], int(spans.start[row]), int(spans.end[row]), width=width
            )
            at = int(article[row])
            found[term, at] = TermLine(
                str(outlets[at]), day(dates[at]), PARTS[measurement.unit_part[unit]], left, " ".join(match.split()), right
            )
    return found
