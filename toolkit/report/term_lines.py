"""A few lines of articles for each of many terms.

Contents: `TermLine`, `term_lines`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.keyness_result import Keyness
from toolkit.comparison.term_counts import TermCounts, Words, named_tokens, outlet_names
from toolkit.comparison.term_places import find_terms
from toolkit.corpus.corpus import split_parts
from toolkit.corpus.schema import PARTS
from toolkit.report.lines import day
from toolkit.text.concordance import context_lines
from toolkit.text.tokens import iter_batches, tokenize
from toolkit.text.vocabulary import Vocabulary

Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class TermLine:
    """One place of a term with a little of the text around it."""

    outlet: str
    published: str
    part: str
    left: str
    match: str
    right: str


def term_lines(keyness: Keyness, terms: list[str], target: str, *, n: int, width: int) -> list[list[TermLine]]:
    """Return up to n lines for each term, of different articles, those of the target and of others in turn.

    Terms that were counted near a word only have the lines in which they stand there.
    """
    counts = keyness.counts
    if counts.lines is not None:
        near = [counts.lines(term, outlet=None, event=None, width=width, limit=n) for term in terms]
        return [[_of_row(row) for row in lines.itertuples()] for lines in near]
    column = {term: i for i, term in enumerate(counts.terms)}
    is_target = (counts.corpus.column("outlet") == target).to_numpy(dtype=bool)[counts.articles]
    takes_part = np.isin(counts.articles, keyness.compared[target])
    chosen = [_articles_of(counts, column[term], is_target, takes_part, n) for term in terms]
    rows = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *chosen]))
    mask = np.zeros(len(counts.corpus), dtype=np.bool_)
    mask[counts.articles[rows]] = True
    found = _first_places(counts, mask, terms, width)
    row_of = {int(row): i for i, row in enumerate(rows)}
    return [
        [found[number, row_of[int(row)]] for row in own if (number, row_of[int(row)]) in found]
        for number, own in enumerate(chosen)
    ]


def _of_row(row: Any) -> TermLine:
    return TermLine(str(row.outlet), day(row.published), str(row.part), row.left, row.match, row.right)


def _articles_of(counts: TermCounts, column: int, is_target: Flags, takes_part: Flags, n: int) -> Longs:
    """Return up to n rows of the counts that have a term, of the target and of others in turn."""
    rows = np.sort(counts.columns.indices[counts.columns.indptr[column] : counts.columns.indptr[column + 1]])
    rows = rows[takes_part[rows]]
    own, others = rows[is_target[rows]][:n], rows[~is_target[rows]][:n]
    turn = np.concatenate([2 * np.arange(len(own)), 2 * np.arange(len(others)) + 1])
    return np.concatenate([own, others])[np.argsort(turn, kind="stable")][:n].astype(np.int64)


def _first_places(counts: TermCounts, mask: Flags, terms: list[str], width: int) -> dict[tuple[int, int], TermLine]:
    """Return the first place of each term (by its number) in each of the articles chosen (by their row among these)."""
    articles = counts.corpus.articles[mask].reset_index(drop=True)
    wanted = [PARTS.index(part) for part in counts.settings.parts]
    vocabulary, found = Vocabulary(), {}
    names = [] if counts.settings.outlet_names else outlet_names(counts.corpus, vocabulary)
    for rows in iter_batches([len(text) for text in articles["text"]]):
        parts = split_parts(articles.iloc[rows])
        chosen = np.flatnonzero(np.isin(parts.part, wanted))
        texts = [parts.texts[i] for i in chosen]
        tokens = tokenize(texts, vocabulary=vocabulary)
        article = parts.article[chosen].astype(np.int64) + rows.start
        for term, at, row, n in _places(terms, Words.of(tokens, article, named_tokens(tokens, names)), vocabulary):
            text = int(tokens.text[row])
            left, match, right = context_lines(
                texts[text], int(tokens.start[row]), int(tokens.end[row + n - 1]), width=width
            )
            where = articles.iloc[at]
            found[term, at] = TermLine(
                str(where["outlet"]), day(where.get("published")), PARTS[parts.part[chosen[text]]], left,
                " ".join(match.split()), right,
            )  # fmt: skip
    return found


def _places(terms: list[str], words: Words, vocabulary: Vocabulary) -> Iterator[tuple[int, int, int, int]]:
    """Yield the first place of each term in each article: the term's number, the article, the token, its length."""
    for n, place, number in find_terms(words, terms, vocabulary):
        frame = pd.DataFrame({"term": number, "article": words.article[place], "token": place})
        for term, article, token in frame.drop_duplicates(["term", "article"]).itertuples(index=False):
            yield int(term), int(article), int(token), n
