"""How often each article uses each term: words, or two or three words in a row.

Terms are words in lower case as `toolkit.text.tokens` cuts them; the possessive 's is none. Terms of several words lie
within a sentence and do not run over a possessive 's.

Conventions: counts are a sparse table with one row an article and one column a term; `sizes` counts all words (and all
pairs and threes of words) of an article, those that are no terms too, so that no rate depends on what is left out.

Contents: `Terms`, `TermCounts`, `Words`, `count_terms`, `key_of`, `token_positions`, `outlet_names`, `named_tokens`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus, split_parts
from toolkit.corpus.schema import PARTS, STORY
from toolkit.errors import OptionError
from toolkit.options import check_option
from toolkit.text.function_words import FUNCTION_WORDS
from toolkit.text.tokens import Tokens, iter_batches, tokenize
from toolkit.text.vocabulary import Vocabulary

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Lines = Callable[..., pd.DataFrame]

LONGEST = 3  # words of a term
POSSESSIVE = "'s"
_KEY_BITS = 63  # of a number that holds the words of a term


@dataclass(frozen=True)
class Terms:
    """Which terms are counted, and where.

    Parameters
    ----------
    ngrams : 1 for single words, 2 for pairs of words too, 3 for threes too.
    parts : the parts of articles that are read.
    min_count : leave out terms that occur less often in all articles compared.
    min_articles : leave out terms that occur in fewer articles.
    stop_words : words that are no terms and neither begin nor end one: None for no such words, "function" for the
        function words of English, or words of one's own.
    exclude : words that no term may hold.
    outlet_names : count the names of the outlets, too. By default the words of "Gulf Daily" do not count where the
        whole name stands; "gulf" alone does.

    Raises
    ------
    OptionError : an option cannot be used.
    """

    ngrams: int = 1
    parts: Iterable[str] = STORY
    min_count: int = 5
    min_articles: int = 2
    stop_words: str | Iterable[str] | None = None
    exclude: Iterable[str] = ()
    outlet_names: bool = False

    def __post_init__(self) -> None:
        if self.ngrams not in range(1, LONGEST + 1):
            raise OptionError(f"`ngrams` must be 1, 2 or 3, the most words of a term; got {self.ngrams!r}.")
        for name in ("min_count", "min_articles"):
            if getattr(self, name) < 1:
                raise OptionError(f"`{name}` must be 1 or more; got {getattr(self, name)!r}.")
        parts = (self.parts,) if isinstance(self.parts, str) else tuple(self.parts)
        if not parts:
            raise OptionError("`parts` must name at least one part, such as ('headline',).")
        object.__setattr__(self, "parts", tuple(check_option("parts", part, PARTS) for part in parts))
        object.__setattr__(self, "stop_words", _stop_words(self.stop_words))
        object.__setattr__(self, "exclude", _as_words(self.exclude))

    @property
    def signature(self) -> str:
        """The settings in a line."""
        own = sorted(self.stop_words or ())
        shown = "function" if frozenset(own) == FUNCTION_WORDS else own
        return (
            f"ngrams={self.ngrams}, parts={'+'.join(self.parts)}, min_count={self.min_count}, "
            f"min_articles={self.min_articles}, stop_words={shown}, exclude={sorted(self.exclude)}, "
            f"outlet_names={self.outlet_names}"
        )


def _stop_words(given: str | Iterable[str] | None) -> frozenset[str]:
    if isinstance(given, str):
        check_option("stop_words", given, ("function",))
        return FUNCTION_WORDS
    return _as_words(given or ())


def _as_words(given: Iterable[str]) -> frozenset[str]:
    """Return the words of some strings, as the texts' words are written."""
    strings = [given] if isinstance(given, str) else list(given)
    return frozenset(tokenize(strings).vocabulary.words)


@dataclass(frozen=True, eq=False)
class TermCounts:
    """Counts of terms by article.

    `articles` are rows of the corpus; `counts` has a row for each of them and a column for each term; `order` is the
    number of words of each term; `sizes` has for each article the number of words, of pairs and of threes of words.
    `lines` finds the places of a term, if not all of them were counted.
    """

    corpus: Corpus
    settings: Terms
    articles: Longs
    terms: list[str]
    order: Ints
    counts: Any
    sizes: Longs
    lines: Lines | None = None

    @cached_property
    def columns(self) -> Any:
        """The counts, laid out by term."""
        return self.counts.tocsc()

    @cached_property
    def term_sizes(self) -> Longs:
        """The column of `sizes` for each term."""
        return self.order.astype(np.int64) - 1

    def articles_with(self, term: str) -> Longs:
        """Return the rows of the corpus of the articles that have a term."""
        column = self.terms.index(term)
        rows = self.columns.indices[self.columns.indptr[column] : self.columns.indptr[column + 1]]
        return np.sort(self.articles[rows])


def count_terms(
    corpus: Corpus, articles: Longs, settings: Terms, *, among: "Callable[[Words, Vocabulary], Flags] | None" = None
) -> TermCounts:
    """Count terms in some articles of a corpus, batch by batch.

    Parameters
    ----------
    corpus, articles : the articles, by their rows in the corpus.
    settings : what is counted.
    among : tells of the tokens of a batch which ones there are; all by default. For single words only.

    Returns
    -------
    The counts of the terms that are frequent enough, in alphabetical order within terms of as many words.
    """
    from scipy import sparse  # takes a quarter of a second to import

    reader = _Reader(corpus, articles, settings)
    likely = reader.likely() if settings.ngrams > 1 else {}
    pieces: list[list[_Piece]] = [[] for _ in range(settings.ngrams)]
    sizes = np.zeros((len(articles), settings.ngrams), dtype=np.int64)
    for rows, words in reader:
        for n in range(1, settings.ngrams + 1):
            position = words.grams(n)
            if among is not None:
                position = position[among(words, reader.vocabulary)[position]]
            article = words.article[position]
            sizes[rows, n - 1] = np.bincount(article, minlength=rows.stop - rows.start)
            keep = words.unnamed(position, n)
            keys = words.keys(position[keep], n)
            fine = slice(None) if n == 1 else likely[n].holds(keys)
            pieces[n - 1].append(_Piece.of(article[keep][fine], keys[fine], rows.stop - rows.start))
    tables, terms, order = [], [], []
    for n, found in enumerate(pieces, 1):
        table, names = _joined(found, n, reader.vocabulary, settings)
        found.clear()  # a large corpus need not lie in memory twice
        tables.append(table)
        terms += names
        order += [n] * len(names)
    counts = tables[0] if len(tables) == 1 else sparse.hstack(tables, format="csr")
    return TermCounts(corpus, settings, articles, terms, np.array(order, dtype=np.int32), counts, sizes)


@dataclass(frozen=True)
class _Piece:
    """The counts of a batch: a table with a row an article and a column for each of the sorted keys."""

    keys: Longs
    counts: Any

    @classmethod
    def of(cls, article: Longs, keys: Longs, n_articles: int) -> "_Piece":
        from scipy import sparse

        distinct, column = np.unique(keys, return_inverse=True)
        ones = np.ones(len(keys), dtype=np.int32)
        shape = (n_articles, len(distinct))
        return cls(distinct, sparse.coo_array((ones, (article, column.astype(np.int32))), shape=shape).tocsr())


def _joined(pieces: list[_Piece], n: int, vocabulary: Vocabulary, settings: Terms) -> tuple[Any, list[str]]:
    """Join the batches and keep what is frequent enough and no stop word; return the counts and the terms."""
    from scipy import sparse

    keys = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *(piece.keys for piece in pieces)]))
    n_count, n_articles = np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
    for piece in pieces:
        at = np.searchsorted(keys, piece.keys)
        n_count[at] += np.asarray(piece.counts.sum(axis=0)).ravel()
        n_articles[at] += np.bincount(piece.counts.indices, minlength=len(piece.keys))
    keep = np.flatnonzero((n_count >= settings.min_count) & (n_articles >= settings.min_articles))
    words = _words_of(keys[keep], n)
    stop, barred = (vocabulary_flags(vocabulary, group) for group in (settings.stop_words or (), settings.exclude))
    fine = ~stop[words[:, 0]] & ~stop[words[:, -1]] & ~barred[words].any(axis=1)
    keep, words = keep[fine], words[fine]
    names = [" ".join(vocabulary.words[word] for word in row) for row in words.tolist()]
    by_name = np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.int64)
    column = np.full(len(keys), -1, dtype=np.int64)
    column[keep[by_name]] = np.arange(len(keep))
    tables = [_chosen(piece, column[np.searchsorted(keys, piece.keys)], len(keep)) for piece in pieces]
    table = sparse.vstack(tables, format="csr") if tables else sparse.csr_array((0, len(keep)), dtype=np.int32)
    return table, [names[i] for i in by_name]


def _chosen(piece: _Piece, column: Longs, n_columns: int) -> Any:
    """Return the counts of a batch in the columns given, without those that have none (-1)."""
    from scipy import sparse

    there = np.flatnonzero(column >= 0)
    table = piece.counts[:, there].tocoo()
    return sparse.csr_array((table.data, (table.row, column[there][table.col])), shape=(table.shape[0], n_columns))


def vocabulary_flags(vocabulary: Vocabulary, words: Iterable[str]) -> Flags:
    """Return a flag for each word of the vocabulary: is it one of these?"""
    flags = np.zeros(len(vocabulary), dtype=np.bool_)
    flags[vocabulary.find(words)] = True
    return flags


def _words_of(keys: Longs, n: int) -> Longs:
    """Return the words of each key, one row a key."""
    bits = _KEY_BITS // n
    return np.stack([(keys >> (bits * (n - 1 - i))) & ((1 << bits) - 1) for i in range(n)], axis=1)


@dataclass(frozen=True)
class Words:
    """The tokens of a batch: of each its article (from 0 in the batch), sentence and type, and what it is."""

    article: Longs
    sentence: Ints
    type_id: Ints
    is_word: Flags
    is_named: Flags

    @classmethod
    def of(cls, tokens: Tokens, article: Longs, is_named: Flags | None = None) -> "Words":
        """Return what tokens are, given the article of each text."""
        possessive = tokens.vocabulary_mask([POSSESSIVE])[tokens.type_id]
        named = np.zeros(len(tokens), dtype=np.bool_) if is_named is None else is_named
        return cls(article[tokens.text], tokens.sentence_id, tokens.type_id, ~possessive, named)

    def grams(self, n: int) -> Longs:
        """Return the positions where n words in a row begin, within a sentence and without a possessive 's."""
        last = len(self.type_id) - n + 1
        if last <= 0:
            return np.empty(0, dtype=np.int64)
        fine = self.sentence[:last] == self.sentence[n - 1 :]
        for i in range(n):
            fine &= self.is_word[i : last + i]
        return np.flatnonzero(fine)

    def unnamed(self, position: Longs, n: int) -> Flags:
        """Tell of n words in a row whether they are free of an outlet's name."""
        return ~np.logical_or.reduce([self.is_named[position + i] for i in range(n)])

    def keys(self, position: Longs, n: int) -> Longs:
        """Return one number for n words in a row."""
        return key_of([self.type_id[position + i] for i in range(n)])


def key_of(words: Sequence[npt.NDArray[np.integer]]) -> Longs:
    """Return one number for words in a row, given the numbers of the first words, of the second ..."""
    bits = _KEY_BITS // len(words)
    key = words[0].astype(np.int64)
    for word in words[1:]:
        key = key << bits | word
    return key


class _Reader:
    """Goes over the articles in batches, as often as it is asked to; the vocabulary grows meanwhile."""

    def __init__(self, corpus: Corpus, articles: Longs, settings: Terms) -> None:
        self.table = corpus.articles.iloc[articles]
        self.settings = settings
        self.vocabulary = Vocabulary()
        self.lengths = [len(text) for text in self.table["text"]]
        self.names = [] if settings.outlet_names else outlet_names(corpus, self.vocabulary)

    def __iter__(self) -> Iterator[tuple[slice, Words]]:
        wanted = [PARTS.index(part) for part in self.settings.parts]
        for rows in iter_batches(self.lengths):
            parts = split_parts(self.table.iloc[rows])
            chosen = np.flatnonzero(np.isin(parts.part, wanted))
            tokens = tokenize([parts.texts[i] for i in chosen], vocabulary=self.vocabulary)
            yield rows, self._words(tokens, parts.article[chosen].astype(np.int64))

    def _words(self, tokens: Tokens, article: Longs) -> Words:
        self._check_vocabulary()
        return Words.of(tokens, article, named_tokens(tokens, self.names))

    def _check_vocabulary(self) -> None:
        most = 1 << (_KEY_BITS // self.settings.ngrams)
        if len(self.vocabulary) > most:
            raise OptionError(
                f"The articles have more than {most:,} different words, too many for terms of "
                f"{self.settings.ngrams} words. Take `ngrams` {self.settings.ngrams - 1}, or fewer articles."
            )

    def likely(self) -> dict[int, "_Sketch"]:
        """Go over the articles once and return for terms of each length which of them can be frequent enough."""
        # Most pairs and threes of words occur once: kept by name, they would need far more memory than the texts.
        bits = 24 if sum(self.lengths) > 2_000_000 else 20
        sketches = {n: _Sketch(bits, self.settings.min_count) for n in range(2, self.settings.ngrams + 1)}
        for _, words in self:
            for n, sketch in sketches.items():
                sketch.add(words.keys(words.grams(n), n))
        return sketches


class _Sketch:
    """Counts keys by a part of their hash: a key is at most as frequent as its cell says."""

    def __init__(self, bits: int, least: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._least = least
        self._cells = np.zeros(1 << bits, dtype=np.int32)

    def _cell(self, keys: Longs) -> Longs:
        return ((keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> self._shift).astype(np.int64)

    def add(self, keys: Longs) -> None:
        """Count some keys."""
        np.add.at(self._cells, self._cell(keys), 1)

    def holds(self, keys: Longs) -> Flags:
        """Tell of each key whether it can be frequent enough."""
        return self._cells[self._cell(keys)] >= self._least


def outlet_names(corpus: Corpus, vocabulary: Vocabulary) -> list[Ints]:
    """Return the outlets' names as numbers of words, without "the" at their beginning."""
    names = []
    for outlet in corpus.outlets:
        tokens = tokenize([outlet], vocabulary=vocabulary)
        words = tokens.type_id
        if len(words) > 1 and vocabulary.words[words[0]] == "the":
            words = words[1:]
        if len(words):
            names.append(words)
    return names


def named_tokens(tokens: Tokens, names: Iterable[Ints]) -> Flags:
    """Tell of each token whether it belongs to one of the names, given as numbers of words."""
    flags = np.zeros(len(tokens), dtype=np.bool_)
    for name in names:
        for i in range(len(name)):
            flags[token_positions(tokens, name) + i] = True
    return flags


def token_positions(tokens: Tokens, words: Ints | Sequence[int]) -> Longs:
    """Return the rows where some words stand in a row within a sentence."""
    last = len(tokens) - len(words) + 1
    if last <= 0 or not len(words):
        return np.empty(0, dtype=np.int64)
    rows = np.flatnonzero(tokens.type_id[:last] == words[0])
    for i, word in enumerate(words):
        rows = rows[tokens.type_id[rows + i] == word]
    return rows[tokens.sentence_id[rows] == tokens.sentence_id[rows + len(words) - 1]]
