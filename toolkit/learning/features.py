"""What a classifier sees of a text: vectors of its sentences, its words and strings of letters, and hits of lexicons.

Conventions: a short text is given to each sentence model as a whole; the vector of a longer one, which the models would
cut off, is the mean of its sentences' vectors, scaled to length 1. There is one block a model. Words
and strings of letters are counted in hashed columns, so that no vocabulary has to be kept with a classifier; a category
of a lexicon gives sqrt(n / words), with n its hits. A row depends on its own text only.

Contents: `Features`, `find_features`, `covariate_scaling`, `with_covariates`, `Sentences`, `split_sentences`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.lexicons.lexicon import Lexicon
from toolkit.lexicons.matcher import Matcher
from toolkit.models.embed import embed
from toolkit.models.texts import check_texts
from toolkit.text.concordance import sentence_bounds
from toolkit.text.tokens import Tokens, tokenize
from toolkit.text.vocabulary import Vocabulary

WORD_COLUMNS = 2**16
LETTER_COLUMNS = 2**17
SHORT = 100  # words; the English sentence model was trained on passages of about that length at most

_COVARIATE_SIZE = 0.3  # standard deviation; the hits of a frequent category vary about as much
N_HASHED = WORD_COLUMNS + LETTER_COLUMNS

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Features:
    """One row a text: `texts`, `vectors`, `counts` (a scipy sparse matrix of hashed counts), `hits` of lexicons, and
    `readable`, false for a text without a word."""

    texts: tuple[str, ...]
    vectors: Floats
    counts: Any
    hits: Floats
    readable: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.readable)

    def take(self, rows: Ints) -> "Features":
        """Return the chosen rows."""
        texts = tuple(self.texts[row] for row in rows.tolist())
        return Features(texts, self.vectors[rows], self.counts[rows], self.hits[rows], self.readable[rows])


@dataclass(frozen=True, eq=False)
class Sentences:
    """The sentences of some texts: index of the text, number in it, start and end in code points, and the words."""

    text: Ints
    number: Ints
    start: Ints
    end: Ints
    strings: list[str]


def find_features(
    texts: Sequence[str], *, models: Sequence[str], lexicons: Sequence[Lexicon], cache: bool = True
) -> Features:
    """Return the features of the texts; see the module's conventions.

    `models` are names of `toolkit.models.embed.EMBEDDERS`. Raises `OptionError` if a text is not a string,
    `ModelMissingError` if a sentence model is not installed.
    """
    check_texts(texts)
    vocabulary = Vocabulary()
    tokens = tokenize(texts, vocabulary=vocabulary)
    pieces, owner = _pieces(texts, tokens)
    blocks = [_mean_vectors(pieces, owner, len(texts), model, cache) for model in models]
    vectors = np.hstack([np.empty((len(texts), 0), dtype=np.float32), *blocks])
    return Features(
        tuple(texts), vectors, _counts(texts), _hits(tokens, vocabulary, lexicons), np.diff(tokens.first) > 0
    )


def covariate_scaling(covariates: npt.NDArray[np.float64]) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of each column; 1 for columns that do not vary."""
    mean, spread = covariates.mean(axis=0), covariates.std(axis=0)
    return mean.astype(np.float32), np.where(spread > 0, spread, 1).astype(np.float32)


def with_covariates(features: Features, covariates: npt.NDArray[np.float64], mean: Floats, spread: Floats) -> Features:
    """Return the features with what else is known of each text beside the hits of lexicons, and of like size."""
    scaled = _COVARIATE_SIZE * (covariates.astype(np.float32) - mean) / spread
    return replace(features, hits=np.hstack([features.hits, scaled]).astype(np.float32))


def split_sentences(texts: Sequence[str], *, tokens: Tokens | None = None) -> Sentences:
    """Cut texts into sentences; each runs from its first word, with the marks before it, to the next sentence."""
    tokens = tokenize(texts) if tokens is None else tokens
    first = np.flatnonzero(np.diff(tokens.sentence_id, prepend=-1)) if len(tokens) else np.empty(0, dtype=np.int64)
    text, number = tokens.text[first], tokens.sentence[first]
    start, end = sentence_bounds(texts, text, number)
    strings = [texts[one][a:b] for one, a, b in zip(text.tolist(), start.tolist(), end.tolist(), strict=True)]
    return Sentences(
        text.astype(np.int64), number.astype(np.int64), start.astype(np.int64), end.astype(np.int64), strings
    )


def _pieces(texts: Sequence[str], tokens: Tokens) -> tuple[list[str], Ints]:
    """Return what the sentence models read, and the text to which each piece belongs."""
    long = tokens.n_words > SHORT
    sentences = split_sentences(texts, tokens=tokens)
    cut = long[sentences.text]
    whole = np.flatnonzero(~long)
    strings = [string for string, kept in zip(sentences.strings, cut, strict=True) if kept]
    return strings + [texts[place] for place in whole.tolist()], np.concatenate([sentences.text[cut], whole])


def _mean_vectors(pieces: list[str], owner: Ints, n_texts: int, model: str, cache: bool) -> Floats:
    rows = embed(pieces, model=model, cache=cache)
    total = np.zeros((n_texts, rows.shape[1]), dtype=np.float64)
    np.add.at(total, owner, rows)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    return (total / np.where(length > 0, length, 1)).astype(np.float32)


def _counts(texts: Sequence[str]) -> Any:
    """Return hashed counts of words and pairs of words, and of strings of three to five letters within words."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import HashingVectorizer

    if not len(texts):
        return csr_matrix((0, N_HASHED), dtype=np.float32)
    plain: dict[str, Any] = {"norm": None, "alternate_sign": False, "dtype": np.float32}
    # Broken text may hold lone surrogates, which cannot be hashed as UTF-8.
    readable = [text.encode("utf-8", "ignore").decode("utf-8") for text in texts]
    words = HashingVectorizer(n_features=WORD_COLUMNS, ngram_range=(1, 2), **plain)
    letters = HashingVectorizer(n_features=LETTER_COLUMNS, ngram_range=(3, 5), analyzer="char_wb", **plain)
    return hstack([words.transform(readable), letters.transform(readable)]).tocsr()


def _hits(tokens: Tokens, vocabulary: Vocabulary, lexicons: Sequence[Lexicon]) -> Floats:
    blocks = [np.empty((tokens.n_texts, 0), dtype=np.float32)]
    if not lexicons:
        return blocks[0]
    matcher = Matcher(lexicons, vocabulary)
    matches = matcher.match(tokens)
    text = tokens.text[matches.token]
    owner, category = (table[matches.entry] for table in (matcher.compiled.lexicon_of, matcher.compiled.category_of))
    words = np.maximum(tokens.n_words, 1)[:, None]
    for number, lexicon in enumerate(lexicons):
        own = owner == number
        n = np.zeros((tokens.n_texts, len(lexicon.categories)))
        np.add.at(n, (text[own], category[own]), 1)
        blocks.append(np.sqrt(n / words).astype(np.float32))
    return np.hstack(blocks)
