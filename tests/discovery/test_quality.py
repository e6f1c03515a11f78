"""Figures of topics against arithmetic done by hand, and mixtures against slow loops."""

import math

import numpy as np
import pytest
from scipy import sparse

from toolkit.discovery.mixtures import fold_in, responsibilities
from toolkit.discovery.quality import exclusivity, frex, npmi, perplexity, top_words

PHI = np.array([[0.5, 0.3, 0.2, 0.0], [0.1, 0.3, 0.0, 0.6]])


def test_exclusivity_by_hand() -> None:
    # Topic 0, two words: .5/.6 and .3/.6. Topic 1: .6/.6 and .3/.6.
    assert exclusivity(PHI, n=2) == pytest.approx([(0.5 / 0.6 + 0.5) / 2, (1 + 0.5) / 2])


def test_frex_by_hand() -> None:
    # Topic 0: exclusivity .833, .5, 1, 0 has ranks 3, 2, 4, 1 of 4; shares .5, .3, .2, 0 have 4, 3, 2, 1.
    # 1 / (.5 / (3/4) + .5 / (4/4)) = 6/7, 1 / (.5 / .5 + .5 / .75) = 3/5, 1 / (.5 / 1 + .5 / .5) = 2/3.
    assert frex(PHI)[0] == pytest.approx([6 / 7, 3 / 5, 2 / 3, 0])
    assert [list(words) for words in top_words(frex(PHI), 2)] == [[0, 2], [3, 1]]


def test_npmi_by_hand() -> None:
    # Four windows: words 0 and 1 in two of them together, word 0 in three, word 1 in two.
    windows = sparse.csr_matrix([[1, 1, 0, 0], [1, 1, 0, 0], [1, 0, 0, 1], [0, 0, 1, 0]], dtype=float)
    phi = np.array([[0.6, 0.4, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5]])
    expected = math.log(0.5 / (0.75 * 0.5)) / -math.log(0.5)
    assert npmi(phi, windows) == pytest.approx([expected, -1.0])  # words 2 and 3 never meet


def test_npmi_of_words_that_are_in_every_window_is_one_and_of_one_word_is_not_known() -> None:
    windows = sparse.csr_matrix(np.ones((3, 2)))
    assert npmi(np.array([[0.5, 0.5], [1.0, 0.0]]), windows) == pytest.approx([1.0, math.nan], nan_ok=True)


def slow_fold_in(counts: list[float], phi: np.ndarray, rounds: int) -> list[float]:
    """Expectation maximisation word by word, as in the formula."""
    theta = [1 / len(phi)] * len(phi)
    for _ in range(rounds):
        new = [0.0] * len(phi)
        for word, n in enumerate(counts):
            total = sum(theta[k] * phi[k, word] for k in range(len(phi)))
            for k in range(len(phi)):
                new[k] += n * theta[k] * phi[k, word] / total if total else 0.0
        theta = [one / sum(new) for one in new]
    return theta


def test_shares_agree_with_a_slow_reading_of_the_formula() -> None:
    rng = np.random.default_rng(1)
    phi = rng.dirichlet(np.ones(12), size=3)
    counts = rng.poisson(1.5, (6, 12)).astype(float)
    found = fold_in(sparse.csr_matrix(counts), phi, rounds=7)
    assert found == pytest.approx(np.array([slow_fold_in(list(row), phi, 7) for row in counts]))


def test_an_article_of_one_topics_words_belongs_to_it_and_one_without_any_to_none() -> None:
    table = sparse.csr_matrix([[3.0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 2]])
    phi = np.array([[0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]])
    assert fold_in(table, phi).tolist() == [[1, 0], [0, 0], [0, 1]]


def test_responsibilities_by_hand() -> None:
    theta = np.array([[0.75, 0.25]])
    phi = np.array([[0.2, 0.8], [0.6, 0.2]])
    row, topic, weight = responsibilities(theta, phi, np.array([0, 0]), np.array([0, 1]))
    # Word 0: .75 * .2 = .15 against .25 * .6 = .15. Word 1: .6 against .05, which is below a tenth and goes to topic 0.
    assert row.tolist() == [0, 0, 1]
    assert topic.tolist() == [0, 1, 0]
    assert weight == pytest.approx([0.5, 0.5, 1.0])


def test_with_many_equal_topics_a_word_is_not_lost() -> None:
    theta, phi = np.full((1, 20), 1 / 20), np.ones((20, 1))
    _, topic, weight = responsibilities(theta, phi, np.array([0]), np.array([0]))
    assert len(topic) == 20
    assert weight == pytest.approx(1 / 20)


def test_perplexity_of_words_that_are_all_alike_is_their_number() -> None:
    # One topic in which 50 words are equally likely, and so they are in the fitted articles: each has p = 1/50.
    phi = np.full((2, 50), 1 / 50)
    table = sparse.csr_matrix(np.full((4, 50), 2.0))
    assert perplexity(phi, table, table, np.random.default_rng(0)) == pytest.approx(50)
    nothing = sparse.csr_matrix((2, 50))
    assert math.isnan(perplexity(phi, table, nothing, np.random.default_rng(0)))
