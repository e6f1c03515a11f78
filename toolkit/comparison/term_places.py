"""Where terms stand: the very places that were counted, so that every count can be walked back to its words.

Contents: `term_places`, `find_terms`.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.term_counts import TermCounts, Words, key_of, named_tokens, outlet_names
from toolkit.corpus.schema import PARTS
from toolkit.text.tokens import iter_batches, tokenize
from toolkit.text.vocabulary import Vocabulary

Longs = npt.NDArray[np.int64]
PLACE_COLUMNS = ("term", "article", "unit", "start", "end")


def term_places(counts: TermCounts, terms: Sequence[str], articles: Longs) -> pd.DataFrame:
    """Return every place of some terms in some of the articles that were counted.

    Parameters
    ----------
    counts : what `count_terms` returned.
    terms : of `counts.terms`.
    articles : rows of the corpus.

    Returns
    -------
    One row a place, in the order of the articles: term, article (row of the corpus), unit (row of `corpus.parts`),
    start and end in the text of the unit. `lines_behind` puts the rows into their sentences.
    """
    parts, vocabulary = counts.corpus.parts, Vocabulary()
    names = [] if counts.settings.outlet_names else outlet_names(counts.corpus, vocabulary)
    wanted = np.isin(parts.part, [PARTS.index(part) for part in counts.settings.parts])
    unit = np.flatnonzero(wanted & np.isin(parts.article, articles))
    tables = []
    for rows in iter_batches([len(parts.texts[i]) for i in unit]):
        tokens = tokenize([parts.texts[i] for i in unit[rows]], vocabulary=vocabulary)
        words = Words.of(tokens, parts.article[unit[rows]].astype(np.int64), named_tokens(tokens, names))
        tables += [
            pd.DataFrame({
                "term": np.array(terms, dtype=object)[number], "article": words.article[place],
                "unit": unit[rows][tokens.text[place]], "start": tokens.start[place], "end": tokens.end[place + n - 1],
            })
            for n, place, number in find_terms(words, terms, vocabulary)
        ]  # fmt: skip
    found = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(PLACE_COLUMNS))
    return found.sort_values(["unit", "start", "end"], kind="stable", ignore_index=True)


def find_terms(words: Words, terms: Sequence[str], vocabulary: Vocabulary) -> Iterator[tuple[int, Longs, Longs]]:
    """Yield for terms of each length the length, the tokens at which they begin, and the number of each term."""
    number = {word: i for i, word in enumerate(vocabulary.words)}
    for n in sorted({term.count(" ") + 1 for term in terms}):
        known = [
            (i, [number[word] for word in term.split(" ")])
            for i, term in enumerate(terms)
            if term.count(" ") == n - 1 and all(word in number for word in term.split(" "))
        ]
        if not known:
            continue
        keys = key_of(list(np.array([row for _, row in known], dtype=np.int64).T))
        order = np.argsort(keys)
        position = words.grams(n)
        position = position[words.unnamed(position, n)]
        own = words.keys(position, n)
        at = np.minimum(np.searchsorted(keys[order], own), len(keys) - 1)
        there = keys[order][at] == own
        yield n, position[there], np.array([i for i, _ in known], dtype=np.int64)[order][at[there]]
