"""One way to fit topics of words and topics of sentences, once or again on a resample.

Contents: `Assigned`, `Fitter`, `WordFitter`, `SentenceFitter`, `make_fitter`.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from toolkit.corpus.corpus import Corpus, Parts
from toolkit.corpus.schema import PARTS
from toolkit.discovery.counts import ContentWords, count_pairs
from toolkit.discovery.engines import LEAST_WORDS, Engine, SentenceTopics, WordTopics, sentence_texts
from toolkit.discovery.fitting import fit_centroids, fit_words, nearest_centroid, phi_of_labels
from toolkit.discovery.mixtures import fold_in, responsibilities
from toolkit.discovery.stability import jaccard_of_labels, jaccard_of_words
from toolkit.errors import OptionError
from toolkit.models.embed import Embedder, embed
from toolkit.options import count

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Assigned:
    """Which topics speak in which sentences: columns sentence, topic, weight in words, and how typical it is."""

    sentence: Longs
    topic: Longs
    weight: Floats
    typical: Floats

    def renumbered(self, order: Longs) -> "Assigned":
        """Return the same with topic order[k] as topic k."""
        return replace(self, topic=np.argsort(order)[self.topic])


class Fitter(Protocol):
    """Anything that fits topics to one corpus; what a fit is, it knows alone."""

    @property
    def content(self) -> ContentWords:
        """The words of the corpus."""
        ...

    @property
    def n_topics(self) -> int:
        """Number of topics."""
        ...

    def fit(self, seed: int, rows: Longs | None = None, *, by_chance: bool = False) -> Any:
        """Fit to all articles or to these rows; `by_chance` begins with random numbers where the method need not."""
        ...

    def engine(self, fitted: Any) -> Engine:
        """Return what finds the fitted topics in any text."""
        ...

    def phi(self, fitted: Any) -> Floats:
        """Return the shares of words, one row a topic."""
        ...

    def likeness(self, fitted: Any, other: Any) -> Floats:
        """Return the Jaccard indices of the topics of two fits."""
        ...

    def assign(self, fitted: Any) -> Assigned:
        """Return where the fitted topics speak."""
        ...

    def reorder(self, fitted: Any, order: Longs) -> Any:
        """Return the fit with its topics in another order."""
        ...


@dataclass(frozen=True, eq=False)
class WordFitter:
    """Fits shares of words; a fit is phi."""

    content: ContentWords
    n_topics: int
    method: str

    def fit(self, seed: int, rows: Longs | None = None, *, by_chance: bool = False) -> Floats:
        """Fit to counts."""
        table = self.content.table if rows is None else self.content.table[rows]
        return fit_words(table, self.n_topics, self.method, seed, by_chance=by_chance)

    def engine(self, fitted: Floats) -> Engine:
        """Return the engine of words."""
        return WordTopics(self.content.words, fitted)

    def phi(self, fitted: Floats) -> Floats:
        """Return the fit itself."""
        return fitted

    def likeness(self, fitted: Floats, other: Floats) -> Floats:
        """Compare lists of words."""
        return jaccard_of_words(fitted, other)

    def assign(self, fitted: Floats) -> Assigned:
        """Add up the responsibilities in each sentence; it is typical if many of its words are the topic's own."""
        content = self.content
        theta = fold_in(content.table, fitted)
        word = content.word.astype(np.int64)
        row, topic, weight = responsibilities(theta, fitted, content.article.astype(np.int64), word)
        sentence, shape = content.sentence[row], (len(content.places), self.n_topics)
        total = count_pairs(sentence, topic, shape, weight=weight)
        # A word that is not the topic's own adds nothing, but keeps the two tables in step.
        own = count_pairs(sentence, topic, shape, weight=weight * _own(fitted)[topic, word[row]])
        in_sentence = np.repeat(np.arange(shape[0]), np.diff(total.indptr))
        return Assigned(in_sentence, total.indices.astype(np.int64), total.data, own.data)

    def reorder(self, fitted: Floats, order: Longs) -> Floats:
        """Reorder the rows."""
        return fitted[order]


def _own(phi: Floats) -> Floats:
    """Return how far a word is a topic's own: 1 where no other topic has it, 0 where others have it as much or more.

    own_kw = max(0, (K phi_kw / sum_j phi_jw - 1) / (K - 1)).
    """
    total = phi.sum(axis=0, keepdims=True)
    exclusive = np.divide(phi, total, out=np.zeros_like(phi), where=total > 0)
    return np.maximum(0.0, (len(phi) * exclusive - 1) / (len(phi) - 1))


@dataclass(frozen=True, eq=False)
class SentenceFitter:
    """Fits centroids of sentence vectors; a fit is the centroids. `vectors` has one row a sentence of the corpus."""

    content: ContentWords
    n_topics: int
    vectors: npt.NDArray[np.float32]
    model: str | Embedder

    @cached_property
    def _of_article(self) -> list[Longs]:
        """The sentences with a vector of each article."""
        used = np.flatnonzero(self.vectors.any(axis=1))
        inner = np.searchsorted(self.content.places.article[used], np.arange(1, self.content.n_articles))
        return np.split(used, inner)

    def fit(self, seed: int, rows: Longs | None = None, *, by_chance: bool = False) -> npt.NDArray[np.float32]:
        """Cluster the sentences."""
        articles = range(self.content.n_articles) if rows is None else rows.tolist()
        sentences = np.concatenate([self._of_article[article] for article in articles])
        return fit_centroids(self.vectors[sentences], self.n_topics, seed)

    def labels(self, fitted: npt.NDArray[np.float32]) -> Longs:
        """Return the topic of each sentence, -1 for none."""
        return nearest_centroid(self.vectors, fitted)

    def engine(self, fitted: npt.NDArray[np.float32]) -> Engine:
        """Return the engine of sentences."""
        return SentenceTopics(fitted, self.model)

    def phi(self, fitted: npt.NDArray[np.float32]) -> Floats:
        """Count the words of each topic's sentences."""
        content = self.content
        return phi_of_labels(content.sentence, content.word, len(content.words), self.labels(fitted), self.n_topics)

    def likeness(self, fitted: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> Floats:
        """Compare sets of sentences."""
        return jaccard_of_labels(self.labels(fitted), self.labels(other), self.n_topics)

    def assign(self, fitted: npt.NDArray[np.float32]) -> Assigned:
        """Give each sentence to the nearest centroid; it is typical if it lies near."""
        labels = self.labels(fitted)
        sentence = np.flatnonzero(labels >= 0)
        topic = labels[sentence]
        near = np.einsum("ij,ij->i", self.vectors[sentence], fitted[topic]).astype(np.float64)
        return Assigned(sentence, topic, self.content.places.n_words[sentence].astype(np.float64), near)

    def reorder(self, fitted: npt.NDArray[np.float32], order: Longs) -> npt.NDArray[np.float32]:
        """Reorder the rows."""
        return fitted[order]


def make_fitter(corpus: Corpus, content: ContentWords, n_topics: int, method: str, model: str | Embedder) -> Fitter:
    """Return the fitter of a method after checking that there is enough to fit.

    Raises
    ------
    OptionError : fewer articles with words, words or different sentences than topics.
    """
    n_articles = int((np.diff(content.table.indptr) > 0).sum())
    _check_enough(n_topics, count(n_articles, "article"), n_articles)
    _check_enough(n_topics, count(len(content.words), "word"), len(content.words))
    if method != "sentences":
        return WordFitter(content, n_topics, method)
    vectors = embed(corpus_sentences(corpus, content), model=model)
    n_different = len({row.tobytes() for row in vectors[vectors.any(axis=1)]})
    _check_enough(n_topics, f"{count(n_different, 'sentence')} of {LEAST_WORDS} words or more", n_different)
    return SentenceFitter(content, n_topics, vectors, model)


def _check_enough(n_topics: int, there: str, n: int) -> None:
    if n < n_topics:
        raise OptionError(
            f"`n_topics` is {n_topics}, but there is no more to find them in than {there} (copies, and those without "
            "content words, not counted). Ask for fewer topics."
        )


def units_of(parts: Parts, article: npt.NDArray[np.int32], part: npt.NDArray[np.int8]) -> npt.NDArray[np.int32]:
    """Return the unit that is a given part of a given article, for each pair."""
    key = parts.article.astype(np.int64) * len(PARTS) + parts.part
    return np.searchsorted(key, article.astype(np.int64) * len(PARTS) + part).astype(np.int32)


def corpus_sentences(corpus: Corpus, content: ContentWords) -> list[str]:
    """Return the sentences of the stories, one a row of `content.places`; empty where there is none to be read."""
    places, parts = content.places, corpus.parts
    unit = units_of(parts, places.article, places.part)
    texts = sentence_texts(parts, unit, places.number, places.n_words.astype(np.int64))
    return [text if read else "" for text, read in zip(texts, places.story.tolist(), strict=True)]
