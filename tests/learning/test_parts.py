"""The parts of a classifier, each against another program or a slow reading of its definition."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from toolkit.learning import ridge
from toolkit.learning.coding import decide
from toolkit.learning.features import N_HASHED, WORD_COLUMNS, Features, find_features, split_sentences
from toolkit.learning.models import choose_thresholds
from toolkit.learning.pool import fit_pool, pool_probabilities
from toolkit.learning.words import fit_words, word_scores
from toolkit.lexicons.lexicon import Lexicon
from toolkit.models.embed import embed


def vectors(n: int, seed: int = 0) -> np.ndarray:
    drawn = np.random.default_rng(seed).normal(size=(n, 6))
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float16).astype(np.float32)


def test_ridge_is_that_of_another_program() -> None:
    learnt, new = vectors(40), vectors(7, seed=1)
    codes = (np.random.default_rng(2).random((40, 3)) < 0.4).astype(float)
    weights = np.random.default_rng(3).uniform(0.5, 2, 40)
    arrays = ridge.fit_ridge(learnt, codes, weights, seed=0)
    distances = [((a - b) ** 2).sum() for i, a in enumerate(learnt) for b in learnt[i + 1 :]]
    assert float(arrays["scale"]) == pytest.approx(np.median(distances), rel=1e-5)
    mean = np.average(codes, axis=0, weights=weights)
    other = KernelRidge(alpha=ridge.STIFFNESS, kernel="rbf", gamma=1 / np.median(distances))
    other.fit(learnt, codes - mean, sample_weight=weights)
    assert ridge.ridge_scores(arrays, new) == pytest.approx(mean + other.predict(new), abs=1e-4)


def test_with_all_texts_as_centres_the_two_solutions_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    learnt = vectors(30)
    codes, weights = (np.arange(30) % 3 == 0).astype(float)[:, None], np.linspace(0.5, 2, 30)
    whole = ridge.ridge_scores(ridge.fit_ridge(learnt, codes, weights, seed=0), vectors(5, seed=4))
    monkeypatch.setattr(ridge, "MOST_TEXTS", 29)
    part = ridge.ridge_scores(ridge.fit_ridge(learnt, codes, weights, seed=0), vectors(5, seed=4))
    assert part == pytest.approx(whole, abs=0.1)
    assert len(ridge.fit_ridge(learnt, codes, weights, seed=0)["centres"]) == 29


def counted(rows: list[dict[int, float]], hits: np.ndarray) -> Features:
    row = [place for place, one in enumerate(rows) for _ in one]
    column = [column for one in rows for column in one]
    data = np.array([n for one in rows for n in one.values()], dtype=np.float32)
    counts = csr_matrix((data, (row, column)), shape=(len(rows), N_HASHED))
    return Features(
        ("",) * len(rows), np.empty((len(rows), 0), dtype=np.float32), counts, hits, np.ones(len(rows), dtype=bool)
    )


def test_words_are_weighted_and_learnt_as_by_another_program() -> None:
    rng = np.random.default_rng(0)
    rows = [
        {int(c): float(n) for c, n in zip(rng.integers(0, 9, 4), rng.integers(1, 4, 4), strict=True)} for _ in range(30)
    ]
    rows = [one | {WORD_COLUMNS + column: n for column, n in one.items()} for one in rows]
    features = counted(rows, np.zeros((30, 1), dtype=np.float32))
    code = np.array([3 in one for one in rows])
    arrays = fit_words(features, code[:, None], np.ones(30))
    half = TfidfTransformer(sublinear_tf=True).fit_transform(features.counts[:, :9]).toarray()
    other = LogisticRegression(C=10, solver="liblinear").fit(np.hstack([half, half]), code)
    expected = other.decision_function(np.hstack([half, half]))
    assert word_scores(arrays, features)[:, 0] == pytest.approx(expected, abs=0.02)


def test_hits_of_lexicons_are_roots_of_shares() -> None:
    lexicon = Lexicon.of({"money": ["cost*", "price"], "law": ["court"]})
    features = find_features(["Costs and the price of the court", "", "none"], models=(), lexicons=[lexicon])
    expected = [[np.sqrt(2 / 7), np.sqrt(1 / 7)], [0, 0], [0, 0]]
    assert features.hits.tolist() == [pytest.approx(row) for row in expected]
    assert features.readable.tolist() == [True, False, True]


def test_long_texts_are_the_mean_of_their_sentences_short_ones_are_whole() -> None:
    long = "The mayor spoke of costs. " * 20 + "Nobody answered."
    both = find_features(["Two parts. Of one text.", long], models=("english",), lexicons=()).vectors
    rows = embed(["Two parts. Of one text.", "The mayor spoke of costs.", "Nobody answered."])
    mean = 20 * rows[1] + rows[2]
    assert both[0] == pytest.approx(rows[0], abs=1e-6)
    assert both[1] == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)


def test_sentences_by_hand() -> None:
    cut = split_sentences(["", "One. “Two!” Three", "Four"])
    assert cut.strings == ["One.", "“Two!”", "Three", "Four"]
    assert list(zip(cut.text, cut.number, cut.start, cut.end, strict=True)) == [
        (1, 0, 0, 4), (1, 1, 5, 11), (1, 2, 12, 17), (2, 0, 0, 4),
    ]  # fmt: skip


def test_one_score_a_category_is_calibrated_as_by_another_program() -> None:
    rng = np.random.default_rng(0)
    score = rng.normal(size=(200, 1, 1))
    code = rng.random((200, 1)) < 1 / (1 + np.exp(-(1.5 * score[:, :, 0] - 0.5)))
    arrays = fit_pool(score, code, exclusive=False)
    other = LogisticRegression(C=np.inf).fit(score[:, 0], code[:, 0])
    expected = other.predict_proba(score[:, 0])[:, 1]
    assert pool_probabilities(arrays, score, exclusive=False)[:, 0] == pytest.approx(expected, abs=2e-3)


def test_a_score_that_tells_nothing_gets_no_weight() -> None:
    rng = np.random.default_rng(0)
    code = np.eye(3, dtype=bool)[rng.integers(0, 3, 300)]
    scores = np.stack([code + rng.normal(scale=0.5, size=code.shape), rng.normal(size=code.shape)], axis=2)
    arrays = fit_pool(scores, code, exclusive=True)
    assert arrays["weight"][0, 0] > 10 * arrays["weight"][0, 1]
    assert pool_probabilities(arrays, scores, exclusive=True).sum(axis=1) == pytest.approx(np.ones(300))


def test_thresholds_by_hand_and_on_the_average() -> None:
    # Expected F1 of the first, the first two and all: 2 * .9 / 2.5, 2 * 1.4 / 3.5, 2 * 1.5 / 4.5.
    assert choose_thresholds(np.array([[0.1], [0.9], [0.5]])).tolist() == [pytest.approx(0.3)]
    rng = np.random.default_rng(0)
    chance = rng.random(4_000) ** 3
    code = rng.random(4_000) < chance
    found = choose_thresholds(chance[:, None])[0]
    best = max(f1_score(code, chance >= bound) for bound in np.linspace(0.05, 0.95, 91))
    assert f1_score(code, chance >= found) == pytest.approx(best, abs=0.01)


def test_decisions_by_hand() -> None:
    chances = np.array([[0.5, 0.3], [0.2, 0.1], [np.nan, np.nan]])
    one = decide(("a", "b"), chances, np.empty(0), exclusive=True, min_confidence=0.6)
    # The second text has none of the codes, with a probability of .7.
    assert one.confidence[:2, 0] == pytest.approx([0.5, 0.7])
    assert one.decided[:, 0].tolist() == [False, True, False]
    assert one.present.tolist() == [[True, False], [False, False], [False, False]]
    assert one.coverage == pytest.approx(1 / 3)
    assert one.table["code"].isna().tolist() == [True, True, True]
    assert "none of them: 1 text" in repr(one)
    each = decide(("a", "b"), chances, np.array([0.4, 0.3]), exclusive=False, min_confidence=0.6)
    assert each.present.tolist() == [[True, True], [False, False], [False, False]]
    assert each.confidence[:2].tolist() == [[0.5, 0.3], [0.8, 0.9]]
    assert each.table.isna().to_numpy().tolist() == [[True, True], [False, False], [True, True]]
