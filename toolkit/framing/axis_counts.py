"""How often each word stands in each article, and the place of a whole corpus on its axes.

Conventions: headline, lead and body are counted, captions are not; articles in another language count nothing. Words
are sorted, so that sums do not depend on the order of the articles.

Contents: `WordCounts`, `word_counts`, `baseline_of`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.corpus.corpus import Corpus, split_parts
from toolkit.corpus.language import in_language
from toolkit.corpus.schema import PARTS, STORY
from toolkit.framing.axis_space import AxisSpace
from toolkit.text.tokens import iter_batches, tokenize
from toolkit.text.vocabulary import Vocabulary

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class WordCounts:
    """`table` has one row an article and one column a word (sparse); `words` are sorted."""

    table: Any
    words: list[str]

    def of_space(self, space: AxisSpace) -> tuple["WordCounts", Floats]:
        """Return the counts of the words that count on the axes, and the rows of unit length of these words."""
        rows = space.unit_rows(self.words)
        there = np.flatnonzero(~np.isnan(rows).any(axis=1))
        return WordCounts(self.table[:, there], [self.words[place] for place in there]), rows[there]


def word_counts(corpus: Corpus, language: str) -> WordCounts:
    """Count the words of each article in a language."""
    from scipy import sparse

    vocabulary = Vocabulary()
    story = [PARTS.index(part) for part in STORY]
    blocks = []
    for rows in iter_batches([len(text) for text in corpus.articles["text"]]):
        parts = split_parts(corpus.articles.iloc[rows])
        tokens = tokenize(parts.texts, vocabulary=vocabulary)
        counted = np.isin(parts.part, story)[tokens.text]
        place = (parts.article[tokens.text][counted], tokens.type_id[counted])
        shape = (rows.stop - rows.start, len(vocabulary))
        once = np.ones(int(counted.sum()), dtype=np.int32)
        blocks.append(sparse.csr_matrix((once, place), shape=shape))
    for block in blocks:
        block.resize(block.shape[0], len(vocabulary))
    empty = sparse.csr_matrix((0, len(vocabulary)), dtype=np.int32)
    table = sparse.vstack([empty, *blocks], format="csr")
    readable = in_language(corpus, language)
    if not readable.all():
        table = sparse.diags(readable.astype(np.int32), dtype=np.int32) @ table
    order = np.array(sorted(range(len(vocabulary)), key=vocabulary.words.__getitem__), dtype=np.int64)
    return WordCounts(table.tocsc()[:, order].tocsr(), [vocabulary.words[place] for place in order])


def baseline_of(counts: WordCounts, space: AxisSpace) -> tuple[float, ...] | None:
    """Return B_0 of each axis: the mean cosine of all words that count; None if there is none."""
    total = np.asarray(counts.table.sum(axis=0), dtype=np.float64).ravel()
    rows = space.unit_rows(counts.words)
    there = ~np.isnan(rows).any(axis=1) & (total > 0)
    if not there.any():
        return None
    # The mean of cosines is the cosine with the mean of the rows, which spares a table of words by axes.
    mean = total[there] @ rows[there] / total[there].sum()
    return tuple((space.directions @ mean).tolist())
