"""How good topics are, and which words tell them apart.

Conventions: phi has one row a topic and one column a word; rows add up to 1.

Contents: `N_WORDS`, `top_words`, `frex`, `exclusivity`, `npmi`, `perplexity`.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.discovery.mixtures import fold_in

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

N_WORDS = 10  # words of a topic that coherence and exclusivity look at
_SMOOTH = 0.1  # share of the words of a held-out article that any word of the corpus may be


def top_words(scores: Floats, n: int = N_WORDS) -> list[Longs]:
    """Return for each topic the columns of its n highest scores above 0, the highest first; ties by column."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :n]
    return [row[scores[topic, row] > 0] for topic, row in enumerate(order)]


def frex(phi: Floats, *, weight: float = 0.5) -> Floats:
    """Return how distinctive each word is for each topic, from 0 to 1.

    FREX = 1 / (w / ECDF(exclusivity) + (1 - w) / ECDF(phi)), exclusivity_kw = phi_kw / sum_j phi_jw, with both
    empirical distribution functions taken within the topic (bischof2012). Higher values mean that a word is both
    frequent in the topic and seldom elsewhere; words that the topic does not have get 0.
    """
    total = phi.sum(axis=0, keepdims=True)
    exclusive = np.divide(phi, total, out=np.zeros_like(phi), where=total > 0)
    scores = 1 / (weight / _ecdf(exclusive) + (1 - weight) / _ecdf(phi))
    return np.where(phi > 0, scores, 0.0)


def _ecdf(values: Floats) -> Floats:
    """Return for each number the share of the numbers of its row that are not above it."""
    ordered = np.sort(values, axis=1)
    return np.stack([
        np.searchsorted(row, own, side="right") / len(row) for row, own in zip(ordered, values, strict=True)
    ])  # fmt: skip


def exclusivity(phi: Floats, *, n: int = N_WORDS) -> Floats:
    """Return for each topic the mean of phi_kw / sum_j phi_jw over its n most probable words w, from 1/K to 1.

    Higher values mean that the topic shares fewer of its main words with others; NaN for a topic without words.
    """
    total = phi.sum(axis=0)
    found = [phi[topic, words] / total[words] for topic, words in enumerate(top_words(phi, n))]
    return np.array([shares.mean() if len(shares) else np.nan for shares in found])


def npmi(phi: Floats, windows: Any, *, n: int = N_WORDS) -> Floats:
    """Return the coherence of each topic: the mean NPMI of the pairs of its n most probable words, from -1 to 1.

    NPMI(v, w) = log(p(v, w) / (p(v) p(w))) / -log p(v, w), with p the share of windows of 50 words that have the words
    (bouma2009, roder2015); -1 for two words that never meet, 1 for two that never part. Higher values mean that the
    words are used together. Do not compare coherence of different corpora. NaN for a topic of fewer than two words.

    Parameters
    ----------
    windows : sparse table of 0 and 1, one row a window and one column a word (`ContentWords.windows`).
    """
    by_word = windows.tocsc()
    found = [_npmi_of(by_word[:, words].toarray()) if len(words) > 1 else np.nan for words in top_words(phi, n)]
    return np.array(found)


def _npmi_of(present: Floats) -> float:
    together: Floats = present.T @ present / len(present)
    first, second = np.triu_indices(len(together), k=1)
    joint, alone = together[first, second], np.diag(together)
    met: Longs = np.flatnonzero((joint > 0) & (joint < 1))
    values = np.where(joint == 1, 1.0, -1.0)
    values[met] = np.log(joint[met] / (alone[first[met]] * alone[second[met]])) / -np.log(joint[met])
    return float(values.mean())


def perplexity(phi: Floats, fitted: Any, held_out: Any, rng: np.random.Generator) -> float:
    """Return how surprising half of the words of held-out articles are, given the other half (wallach2009).

    perplexity = exp(-mean log p(w)), p(w) = 0.9 sum_k theta_k phi_kw + 0.1 p0(w), where theta is fitted to a random
    half of the article's words and p0 is the share of w in the fitted articles (one added to each count). Lower values
    mean better predictions; the number of words of the vocabulary is what guessing gives. NaN without words.
    """
    counts = held_out.astype(np.int64)
    seen = held_out.copy()
    seen.data = rng.binomial(counts.data, 0.5).astype(np.float64)
    unseen = held_out.copy()
    unseen.data = held_out.data - seen.data
    theta = fold_in(seen, phi)
    base = np.asarray(fitted.sum(axis=0)).ravel() + 1.0
    base /= base.sum()
    article = np.repeat(np.arange(held_out.shape[0]), np.diff(held_out.indptr))
    by_topic = np.einsum("ij,ij->i", theta[article], np.ascontiguousarray(phi.T)[held_out.indices])
    known = np.asarray(theta.sum(axis=1) > 0)[article]  # where no word of the half was known, p0 is all there is
    smooth = np.where(known, _SMOOTH, 1.0)
    p = (1 - smooth) * by_topic + smooth * base[held_out.indices]
    n = unseen.data.sum()
    return float(np.exp(-(unseen.data * np.log(p)).sum() / n)) if n else float("nan")
