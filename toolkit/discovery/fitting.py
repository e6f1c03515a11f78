"""Topics fitted to counts or to sentences: non-negative matrix factorisation, latent Dirichlet allocation, k-means.

Conventions: a topic is a row of phi, the shares of words in it, which add up to 1.

Contents: `METHODS`, `WORD_METHODS`, `fit_words`, `fit_centroids`, `nearest_centroid`, `phi_of_labels`.
"""

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]

WORD_METHODS = ("nmf", "lda")
METHODS = (*WORD_METHODS, "sentences")
_NMF_ROUNDS = 400
_LDA_ROUNDS = 30
# Of shares. Chosen, with the rounds, on articles coded by topic that no figure is reported for; 1/K did less well.
_LDA_PRIOR = 0.5
_BLOCK = 20_000  # sentences held against all centroids at once


def fit_words(table: Any, n_topics: int, method: str, seed: int, *, by_chance: bool = False) -> Floats:
    """Return phi, one row a topic, fitted to a sparse table of counts.

    Parameters
    ----------
    table : one row an article, one column a word.
    method : "nmf" factors tf-idf weights and turns the factors back into shares of counts (lee1999); "lda" is
        variational Bayes (blei2003, hoffman2010).
    by_chance : begin NMF from random numbers instead of singular vectors (boutsidis2008), so that seeds differ.
    """
    raw = _nmf(table, n_topics, seed, by_chance) if method == "nmf" else _lda(table, n_topics, seed)
    total = raw.sum(axis=1, keepdims=True)
    return np.divide(raw, total, out=np.zeros_like(raw), where=total > 0)


def _nmf(table: Any, n_topics: int, seed: int, by_chance: bool) -> Floats:
    from sklearn.decomposition import NMF  # takes a second to import
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction.text import TfidfTransformer

    weights = TfidfTransformer(sublinear_tf=True)
    # A word that a resample has lost would weigh most of all; it has no counts, so its weight does not matter.
    weighted = weights.fit_transform(table)
    start = "random" if by_chance else "nndsvda"
    model = NMF(n_topics, init=start, max_iter=_NMF_ROUNDS, random_state=seed)
    with warnings.catch_warnings():
        # Whether the last rounds would have changed a topic is what the stability tells.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(weighted)
    return np.asarray(model.components_, dtype=np.float64) / weights.idf_


def _lda(table: Any, n_topics: int, seed: int) -> Floats:
    from sklearn.decomposition import LatentDirichletAllocation

    model = LatentDirichletAllocation(
        n_topics, doc_topic_prior=_LDA_PRIOR, learning_method="batch", max_iter=_LDA_ROUNDS, random_state=seed
    )
    return np.asarray(model.fit(table).components_, dtype=np.float64)


def fit_centroids(vectors: Vectors, n_topics: int, seed: int) -> Vectors:
    """Return the centroids of k-means on sentence vectors, one row a topic, scaled to length 1."""
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning

    model = KMeans(n_topics, n_init=3, random_state=seed)
    with warnings.catch_warnings():
        # A resample may hold fewer different sentences than topics; a topic that is not there does not come back.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(vectors)
    centroids = np.asarray(model.cluster_centers_, dtype=np.float64)
    length = np.linalg.norm(centroids, axis=1, keepdims=True)
    return (centroids / np.where(length > 0, length, 1)).astype(np.float32)


def nearest_centroid(vectors: Vectors, centroids: Vectors) -> Longs:
    """Return for each sentence the topic whose centroid has the largest cosine with it, -1 for a row of zeros."""
    nearest = np.full(len(vectors), -1, dtype=np.int64)
    for begin in range(0, len(vectors), _BLOCK):
        block = vectors[begin : begin + _BLOCK]
        found = (block @ centroids.T).argmax(axis=1)
        nearest[begin : begin + _BLOCK] = np.where(block.any(axis=1), found, -1)
    return nearest


def phi_of_labels(sentence: npt.NDArray[np.int32], word: npt.NDArray[np.int32], n_words: int, labels: Longs,
                  n_topics: int) -> Floats:  # fmt: skip
    """Return the shares of words in the sentences of each topic, given the sentence and word of each content word."""
    topic = labels[sentence]
    known = topic >= 0
    cells = topic[known] * n_words + word[known]
    counts = np.bincount(cells, minlength=n_topics * n_words).reshape(n_topics, n_words).astype(np.float64)
    total = counts.sum(axis=1, keepdims=True)
    return np.divide(counts, total, out=np.zeros_like(counts), where=total > 0)
