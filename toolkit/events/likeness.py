"""How much two articles look like reports of one happening: words, names and numbers, meaning, and days between.

    likeness = (0.35 words + 0.15 names + 0.50 meaning) * exp(-days / 5)

`words` is the cosine of tf-idf vectors of the headline (twice) and the first 200 words; `names` the same of names and
numbers in the first 400 words; `meaning` the cosine of sentence embeddings of the headline and the first 30 words,
less the mean embedding of the articles so far.
Where a date is missing, 3 days are assumed. Without a sentence model there are words and names alone, and between
languages there is meaning alone, by a model of many languages; both are scaled to the same range.

Conventions: rows are articles in the order of their dates. How rare a word is, is counted over the articles up to
a day, never over later ones, so that what was decided about earlier articles stays as it is when a corpus grows.

Contents: `Features`, `read_features`, `Background`, `likeness`, `days_between`, `shared_names`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.language import in_language, language_codes
from toolkit.models.embed import embed, has_embedder

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]

N_WORDS, N_NAME_WORDS, N_MEANING_WORDS, N_FOREIGN_WORDS = 200, 400, 30, 120
WEIGHTS = {"words": 0.35, "names": 0.15, "meaning": 0.50}
# Cosines of words are lower than cosines of meaning, and those between languages lower than those within one; these
# factors bring them to the range of the whole.
WITHOUT_MEANING = 1.75
ACROSS_LANGUAGES = 1.5
FADING_DAYS = 5.0
UNKNOWN_DAYS = 3.0
FEW_ARTICLES = 20  # so many are needed before the mean embedding says half of what is usual

_NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w’'-]*\w|\d[\d.,]*\d|\d")
_WORD = re.compile(r"\w\w+")
_MAX_CHARACTERS = 12  # a word and its space, generously: bounds what is cut before words are counted


@dataclass(frozen=True)
class Features:
    """What is compared, one row an article.

    `order` is the row of the article in its corpus; `days` since 1970 (NaN if unknown); `language` a number for
    each language; `words` and `names` sparse tables of 1 + log(count); `meaning` embeddings by a model of English and
    `foreign` by a model of many languages (None where not needed, or where there is no model).
    """

    order: Rows
    days: npt.NDArray[np.float64]
    english: npt.NDArray[np.bool_]
    language: Rows
    words: Any
    names: Any
    name_list: Texts
    meaning: Floats | None
    foreign: Floats | None

    def __len__(self) -> int:
        return len(self.order)


def read_features(corpus: Corpus, *, meaning: bool = True) -> Features:
    """Count the words and names of every article, and embed its beginning; rows in the order of dates, then ids."""
    published = pd.to_datetime(corpus.column("published"))
    days = ((published - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)).to_numpy(dtype=float)
    keys = pd.DataFrame({"day": days, "id": corpus.articles["article_id"]})
    # Undated articles come last, where they are held against all others.
    order = keys.sort_values(["day", "id"], kind="stable").index.to_numpy()
    headlines = np.array([head or "" for head in corpus.column("headline")], dtype=object)[order]
    texts = corpus.articles["text"].to_numpy()[order]
    english = in_language(corpus, "en")[order]
    words, _ = _table(headlines, texts, N_WORDS, _words)
    names, name_list = _table(headlines, texts, N_NAME_WORDS, _names)
    use_english = meaning and english.any() and has_embedder("english")
    use_foreign = meaning and not english.all() and has_embedder("multilingual")
    return Features(
        order=order, days=days[order], english=english, language=pd.factorize(language_codes(corpus)[order])[0],
        words=words, names=names, name_list=name_list,
        meaning=_embedded(headlines, texts, words, N_MEANING_WORDS, "english") if use_english else None,
        foreign=_embedded(headlines, texts, words, N_FOREIGN_WORDS, "multilingual") if use_foreign else None,
    )  # fmt: skip


def _embedded(headlines: Texts, texts: Texts, words: Any, n_words: int, model: str) -> Floats:
    """Return embeddings of headlines and beginnings; zeros where no word says anything ("!!!", "x")."""
    openings = [f"{head}. {_beginning(text, n_words)}" for head, text in zip(headlines, texts, strict=True)]
    says_something = np.diff(words.indptr) > 0
    return embed([text if says else "" for text, says in zip(openings, says_something, strict=True)], model=model)


def _beginning(text: str, n_words: int) -> str:
    return " ".join(text[: n_words * _MAX_CHARACTERS].split()[:n_words])


def _words(headline: str, beginning: str) -> list[str]:
    return _WORD.findall(f"{headline} {headline} {beginning}".lower())


def _names(headline: str, beginning: str) -> list[str]:
    """Return capitalised words that begin no sentence, and numbers."""
    return _NAME.findall(f"{headline}\n{beginning}")


def _table(
    headlines: Texts, texts: Texts, n_words: int,
    analyse: Callable[[str, str], list[str]],
) -> tuple[Any, Texts]:  # fmt: skip
    """Return 1 + log(count) of what each article holds, and the names of the columns."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer  # takes a second to import

    pairs = [(head, _beginning(text, n_words)) for head, text in zip(headlines, texts, strict=True)]
    counter = CountVectorizer(analyzer=lambda pair: [w for w in analyse(*pair) if w.lower() not in ENGLISH_STOP_WORDS])
    try:
        table = counter.fit_transform(pairs).astype(np.float32)
    except ValueError:  # no article has a word: nothing is like anything
        from scipy.sparse import csr_matrix

        return csr_matrix((len(pairs), 1), dtype=np.float32), np.array([""], dtype=object)
    table.data = 1 + np.log(table.data)
    return table, counter.get_feature_names_out()


@dataclass(frozen=True)
class Background:
    """What the articles so far have in common, against which likeness stands out.

    In how many of `n` articles each word and each name occurs, and the sums of their embeddings.
    """

    n: int
    words: Floats
    names: Floats
    meaning: Floats
    foreign: Floats

    @classmethod
    def of(cls, features: Features, end: int | None = None) -> "Background":
        """Return what the articles before row `end` have in common, or all articles."""
        return cls(0, *_sums(features, slice(0, 0))).after(features, slice(0, len(features) if end is None else end))

    def after(self, features: Features, rows: slice) -> "Background":
        """Return the background with some more articles."""
        before = self.words, self.names, self.meaning, self.foreign
        more = _sums(features, rows)
        return Background(self.n + rows.stop - rows.start, *(a + b for a, b in zip(before, more, strict=True)))

    def rarity(self, counts: Floats) -> Floats:
        """Return log((1 + n) / (1 + count)) + 1 for each count of articles."""
        return (np.log((1 + self.n) / (1 + counts)) + 1).astype(np.float32)

    def usual(self, total: Floats) -> Floats:
        """Return the mean embedding, drawn to zero while there are few articles: sum / (n + 20).

        It is taken off every embedding: in a corpus about one conflict, all articles are alike in that much.
        """
        return (total / (self.n + FEW_ARTICLES)).astype(np.float32)


def _sums(features: Features, rows: slice) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the counts and sums of some articles; without embeddings, their sum is a single 0."""
    words, names = (
        np.bincount(table[rows].indices, minlength=table.shape[1]).astype(np.float32)
        for table in (features.words, features.names)
    )
    meaning, foreign = (
        np.zeros(1, np.float32) if table is None else table[rows].sum(axis=0, dtype=np.float32)
        for table in (features.meaning, features.foreign)
    )
    return words, names, meaning, foreign


def likeness(features: Features, new: Rows, old: Rows, background: Background) -> Floats:
    """Return how much each new article is like each old one, between 0 and 1; shape (new, old)."""
    words = _cosine(features.words, new, old, background.rarity(background.words))
    names = _cosine(features.names, new, old, background.rarity(background.names))
    total = WITHOUT_MEANING * _mixed(words, names, None)
    if features.meaning is not None:
        meaning = _dot(features.meaning, new, old, background.usual(background.meaning))
        both = features.english[new][:, None] & features.english[old]
        total = np.where(both, _mixed(words, names, meaning), total)
    if features.foreign is not None:
        foreign = _dot(features.foreign, new, old, background.usual(background.foreign))
        same = features.language[new][:, None] == features.language[old]
        other = ~(features.english[new][:, None] & features.english[old])
        total = np.where(other & same, _mixed(words, names, foreign), total)
        total = np.where(same, total, ACROSS_LANGUAGES * foreign)
    return (np.clip(total, 0, 1) * np.exp(-days_between(features, new, old) / FADING_DAYS)).astype(np.float32)


def _mixed(words: Floats, names: Floats, meaning: Floats | None) -> Floats:
    """Return the weighted mean of the parts that there are."""
    parts = {"words": words, "names": names} | ({} if meaning is None else {"meaning": meaning})
    total = sum(WEIGHTS[name] for name in parts)
    return sum(((WEIGHTS[name] / total) * part for name, part in parts.items()), np.zeros_like(words))


def days_between(features: Features, new: Rows, old: Rows) -> Floats:
    """Return the days between each new and each old article; 3 where a date is missing. Shape (new, old)."""
    gap = np.abs(features.days[new][:, None] - features.days[old])
    return np.where(np.isnan(gap), UNKNOWN_DAYS, gap).astype(np.float32)


def _cosine(table: Any, new: Rows, old: Rows, weights: Floats) -> Floats:
    return (_weighted(table[new], weights) @ _weighted(table[old], weights).T).toarray()


def _weighted(rows: Any, weights: Floats) -> Any:
    """Return the rows times the weights, at unit length; empty rows stay empty."""
    from scipy.sparse import csr_matrix

    data = rows.data * weights[rows.indices]
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    length = np.sqrt(np.bincount(row, weights=data**2, minlength=rows.shape[0])).astype(np.float32)
    return csr_matrix((data / length[row], rows.indices, rows.indptr), shape=rows.shape)


def _dot(vectors: Floats, new: Rows, old: Rows, usual: Floats) -> Floats:
    """Return the cosines of the embeddings, less what is usual; negative ones count as 0."""
    one, other = (_less(vectors[rows], usual) for rows in (new, old))
    return np.maximum(one @ other.T, 0)


def _less(vectors: Floats, usual: Floats) -> Floats:
    """Return the vectors less what is usual, at unit length; rows of zeros stay so."""
    rest = np.where(vectors.any(axis=1, keepdims=True), vectors - usual, 0)
    return (rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-9)).astype(np.float32)


def shared_names(features: Features, nearest: Rows, *, at_most: int = 5) -> list[str]:
    """Return for each row the names and numbers that it shares with its nearest row (-1 none), the rarest first."""
    rows = np.flatnonzero(nearest >= 0)
    shared = features.names[rows].multiply(features.names[nearest[rows]]).tocsr()
    background = Background.of(features)
    weight = background.rarity(background.names)
    found = [""] * len(nearest)
    for k, row in enumerate(rows):
        columns = shared.indices[shared.indptr[k] : shared.indptr[k + 1]]
        rarest = columns[np.argsort(-weight[columns], kind="stable")[:at_most]]
        found[row] = ", ".join(features.name_list[rarest])
    return found
