"""An article as a mixture of given topics: which topic speaks in which of its words.

With n_dw the count of word w in article d, phi_kw the share of w in topic k and theta_dk the share of topic k in d, the
shares that explain the counts best are found by expectation maximisation (hofmann1999):

    r_dwk = theta_dk phi_kw / sum_j theta_dj phi_jw        (the responsibility of topic k for word w in d)
    theta_dk = sum_w n_dw r_dwk / sum_w n_dw

Conventions: the number of rounds is fixed, so that an article's shares depend on its own words only.

Contents: `ROUNDS`, `LEAST`, `fold_in`, `responsibilities`.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

ROUNDS = 30
LEAST = 0.1  # responsibilities below this share of a word are dealt to its other topics
_CELLS = 4_000_000  # numbers held at once


def fold_in(table: Any, phi: Floats, *, rounds: int = ROUNDS) -> Floats:
    """Return the shares of topics in articles, theta: one row an article, one column a topic; they add up to 1.

    Parameters
    ----------
    table : counts as a sparse table (csr), one row an article and one column a word.
    phi : topics, one row a topic and one column a word; rows add up to 1.

    Articles without a word of any topic have rows of zeros.
    """
    n_articles, n_topics = table.shape[0], len(phi)
    theta = np.zeros((n_articles, n_topics))
    step = max(1, int(_CELLS * n_articles / max(table.nnz * n_topics, 1)))
    for begin in range(0, n_articles, step):
        theta[begin : begin + step] = _fold_block(table[begin : begin + step], phi, rounds)
    return theta


def _fold_block(table: Any, phi: Floats, rounds: int) -> Floats:
    by_word = np.ascontiguousarray(phi.T)
    article = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    of_word = by_word[table.indices]
    theta = np.full((table.shape[0], len(phi)), 1 / len(phi))
    pull = table.copy()
    for _ in range(rounds):
        expected = np.einsum("ij,ij->i", theta[article], of_word)
        pull.data = np.divide(table.data, expected, out=np.zeros_like(expected), where=expected > 0)
        theta *= pull @ by_word
        total = theta.sum(axis=1, keepdims=True)
        theta = np.divide(theta, total, out=np.zeros_like(theta), where=total > 0)
    return theta


def responsibilities(theta: Floats, phi: Floats, article: Longs, word: Longs) -> tuple[Longs, Longs, Floats]:
    """Return which topics speak in words: for each pair of a word and a topic the row of the word, topic, weight.

    Parameters
    ----------
    theta, phi : see `fold_in`.
    article, word : arrays of equal length, the row of theta and the column of phi of each word.

    Weights of one word add up to 1; words that no topic of their article has are left out.
    """
    pieces = []
    step = max(1, _CELLS // len(phi))
    by_word = np.ascontiguousarray(phi.T)
    for begin in range(0, len(word), step):
        share = theta[article[begin : begin + step]] * by_word[word[begin : begin + step]]
        total = share.sum(axis=1, keepdims=True)
        # The largest is always kept: with more than ten topics all may lie below the least.
        floor = np.minimum(LEAST * total, share.max(axis=1, keepdims=True))
        share = np.where((share >= floor) & (share > 0), share, 0.0)
        row, topic = np.nonzero(share)
        weight = share[row, topic] / share.sum(axis=1)[row]
        pieces.append((row + begin, topic, weight))
    if not pieces:
        none = np.empty(0, dtype=np.int64)
        return none, none, np.empty(0)
    rows, topics, weights = (np.concatenate(column) for column in zip(*pieces, strict=True))
    return rows, topics, weights
