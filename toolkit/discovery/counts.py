"""The content words of a corpus, one row a word, and the table of counts that topics are fitted to.

Conventions: captions are left out, since agencies write many of them; rows follow the order of the articles.

Contents: `WINDOW`, `MOST_ARTICLES`, `Places`, `ContentWords`, `read_content`, `is_content`, `count_pairs`.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.corpus.corpus import Corpus, Parts, split_parts
from toolkit.corpus.schema import PARTS
from toolkit.errors import OptionError
from toolkit.options import count
from toolkit.text.function_words import FUNCTION_WORDS
from toolkit.text.normalize import normalize_word
from toolkit.text.tokens import Tokens, iter_batches, tokenize
from toolkit.text.vocabulary import Vocabulary

Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

WINDOW = 50  # words; two words that stand in one window count as used together
MOST_ARTICLES = 0.5  # of the articles: a word that more of them have tells no topics apart
_CAPTION = PARTS.index("caption")


@dataclass(frozen=True, eq=False)
class Places:
    """Columns of equal length, one row a sentence of the corpus: article, part, number in the part, words, story.

    `story` is a flag: captions, and articles that are not read, are out.
    """

    article: Ints
    part: npt.NDArray[np.int8]
    number: Ints
    n_words: Ints
    story: Flags

    def __len__(self) -> int:
        return len(self.article)


@dataclass(frozen=True, eq=False)
class ContentWords:
    """Columns of equal length, one row a content word of the story, in the order of the articles.

    `sentence` row of `places`; `window` number over the whole corpus; `word` index into `words`. `n_articles` counts
    those without content words too.
    """

    sentence: Ints
    window: Ints
    word: Ints
    words: tuple[str, ...]
    places: Places
    n_articles: int

    def __len__(self) -> int:
        return len(self.word)

    @cached_property
    def article(self) -> Ints:
        """Row of the articles table, for each word."""
        return self.places.article[self.sentence]

    @cached_property
    def table(self) -> Any:
        """Counts, one row an article and one column a word (a sparse table)."""
        return count_pairs(self.article, self.word, (self.n_articles, len(self.words)))

    @cached_property
    def windows(self) -> Any:
        """1 for each window and word that stands in it (a sparse table)."""
        used, window = np.unique(self.window, return_inverse=True)
        table = count_pairs(window, self.word, (len(used), len(self.words)))
        table.data[:] = 1.0
        return table


def count_pairs(row: npt.NDArray[Any], column: npt.NDArray[Any], shape: tuple[int, int], *, weight: Any = None) -> Any:
    """Return how often each pair of a row and a column occurs, or the sum of its weights, as a sparse table (csr)."""
    from scipy import sparse  # takes a while to import

    values = np.ones(len(row)) if weight is None else weight
    return sparse.coo_matrix((values, (row, column)), shape=shape).tocsr()


def is_content(word: str, leave_out: Collection[str] = ()) -> bool:
    """Tell whether a normalised word may belong to a topic: it has two letters or more and holds no sentence together.

    Numbers are left out too: they name days and sums, not subjects.
    """
    return len(word) > 1 and word[0].isalpha() and word not in FUNCTION_WORDS and word not in leave_out


def read_content(
    corpus: Corpus, readable: Flags, *, leave_out: Collection[str] = (), min_articles: int = 3
) -> ContentWords:
    """Return the content words of a corpus that occur in `min_articles` articles and in no more than half of them.

    Parameters
    ----------
    corpus : the articles.
    readable : flags of the articles that are read; the others keep their rows and have no words.
    leave_out : words that are not counted, besides numbers and function words.
    min_articles : number of articles in which a word must occur.

    Raises
    ------
    OptionError : no word is left.
    """
    vocabulary = Vocabulary()
    words, places = [np.empty((3, 0), dtype=np.int32)], [_no_places()]
    n_sentences = n_windows = 0
    for rows in iter_batches([len(text) for text in corpus.articles["text"]]):
        parts = split_parts(corpus.articles.iloc[rows])
        tokens = tokenize(parts.texts, vocabulary=vocabulary)
        found = _places(parts, tokens, rows.start, readable)
        window, n = _windows(tokens)
        keep = found.story[tokens.sentence_id]
        columns = (tokens.sentence_id + np.int32(n_sentences), window + np.int32(n_windows), tokens.type_id)
        words.append(np.stack([column[keep] for column in columns]))
        places.append(found)
        n_sentences, n_windows = n_sentences + len(found), n_windows + n
    sentence, window, types = np.concatenate(words, axis=1)
    joined = Places(*(np.concatenate([getattr(one, column.name) for one in places]) for column in fields(Places)))
    refused = {normalize_word(word) for word in leave_out}
    article = joined.article[sentence]
    column = _columns(article, types, vocabulary, refused, min_articles, int(readable.sum()))
    kept = column[types] >= 0
    known = tuple(sorted(vocabulary.words[i] for i in np.flatnonzero(column >= 0)))
    return ContentWords(sentence[kept], window[kept], column[types[kept]], known, joined, len(corpus))


def _no_places() -> Places:
    none = np.empty(0, dtype=np.int32)
    return Places(none, none.astype(np.int8), none, none, none.astype(np.bool_))


def _places(parts: Parts, tokens: Tokens, first_article: int, readable: Flags) -> Places:
    """Return where the sentences of a batch stand, so that row i is the sentence with `sentence_id` i."""
    if not len(tokens):
        return _no_places()
    first = np.flatnonzero(np.diff(tokens.sentence_id, prepend=-1))
    text = tokens.text[first]
    article = parts.article[text] + np.int32(first_article)
    part = parts.part[text]
    n_words = np.diff(np.append(first, len(tokens))).astype(np.int32)
    return Places(article, part, tokens.sentence[first], n_words, (part != _CAPTION) & readable[article])


def _windows(tokens: Tokens) -> tuple[Ints, int]:
    """Number the windows of the texts: 50 words side by side, the last of a text shorter."""
    if not len(tokens):
        return np.empty(0, dtype=np.int32), 0
    place = np.arange(len(tokens)) - tokens.first[tokens.text]
    opens = place % WINDOW == 0
    number = np.cumsum(opens) - 1
    return number.astype(np.int32), int(number[-1]) + 1


def _columns(
    article: Ints, types: Ints, vocabulary: Vocabulary, refused: Collection[str], min_articles: int, n_readable: int
) -> Ints:
    """Return for each type id the column of its word, -1 for words that are not counted; columns in order of words."""
    pairs = count_pairs(article, types, (int(article.max(initial=-1)) + 1, len(vocabulary)))
    n_articles = np.bincount(pairs.indices, minlength=len(vocabulary))
    frequent = (n_articles >= min_articles) & (n_articles <= max(MOST_ARTICLES * n_readable, min_articles))
    content = np.array([is_content(word, refused) for word in vocabulary.words], dtype=bool)
    chosen = np.flatnonzero(frequent & content) if len(content) else np.empty(0, dtype=np.int64)
    if not len(chosen):
        raise OptionError(
            f"No words are left to find topics in: {count(int(content.sum()), 'content word')} in "
            f"{count(n_readable, 'article')}, none in at least {min_articles} articles and at most half of them. "
            "Articles that all have the same text have no topics; with few articles, lower `min_articles`."
        )
    column = np.full(len(vocabulary), -1, dtype=np.int32)
    # In the order of the words, so that nothing depends on the order of the articles.
    column[sorted(chosen.tolist(), key=vocabulary.words.__getitem__)] = np.arange(len(chosen), dtype=np.int32)
    return column
