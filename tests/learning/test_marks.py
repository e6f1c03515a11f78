"""Which words people would mark: sums that a reader can redo, and words whose states show it."""

import numpy as np
import pytest

from toolkit.errors import OptionError
from toolkit.learning.folds import near_text_groups
from toolkit.learning.marks import fit_marker, held_out_sums, marked_words, sum_up
from toolkit.models.words import WordStates


def words_of(n_words: list[int], states: np.ndarray | None = None) -> WordStates:
    n = sum(n_words)
    first = np.concatenate([[0], np.cumsum(n_words)])
    place = np.arange(n)
    return WordStates(first, place, place + 1, np.zeros((n, 2), np.float16) if states is None else states)


def test_four_sums_of_the_probabilities_of_a_text() -> None:
    chance = np.array([0.5, 0.9, 0.2, 0.5, 0.8])
    sums = sum_up(chance, words_of([4, 0, 1]))
    # Log odds: of 0.9 it is ln 9, of 0.5 it is 0, of 0.2 it is -ln 4, of 0.8 it is ln 4.
    nine, four = np.log(9), np.log(4)
    assert sums[0] == pytest.approx([nine, nine / 3, np.log(1 + 2.1), (nine - four) / 4])
    assert sums[1].tolist() == [0, 0, 0, 0]
    assert sums[2] == pytest.approx([four, four, np.log(1.8), four])


def test_marks_are_found_wherever_their_words_stand() -> None:
    texts = ["A Bizarre plan, bizarre!", "It's a so-called “win”.", "Bizarre."]
    bounds = [[(0, 1), (2, 9), (10, 14), (16, 23)], [(0, 4), (5, 6), (7, 16), (18, 21)], [(0, 7)]]
    words = WordStates(
        np.array([0, 4, 8, 9]),
        np.array([a for own in bounds for a, _ in own]),
        np.array([b for own in bounds for _, b in own]),
        np.zeros((9, 1), np.float16),
    )
    marked = marked_words(texts, words, [["bizarre"], ["so-called win"], []])
    assert marked.tolist() == [False, True, False, True, False, False, True, True, False]


def test_a_marker_learns_what_marked_words_have_in_common_and_forgets_held_out_texts() -> None:
    rng = np.random.default_rng(0)
    marked = rng.random(2_000) < 0.2
    states = np.column_stack([marked * 2 + rng.normal(size=2_000), rng.normal(size=2_000)]).astype(np.float16)
    words = words_of([10] * 200, states)
    chance = fit_marker(words, marked).probabilities(words)
    assert chance[marked].mean() > chance[~marked].mean() + 0.2
    folds = np.arange(200) % 2
    sums = held_out_sums(words, marked, folds)
    other = fit_marker(words, marked, np.flatnonzero(folds[words.text] == 1)).probabilities(words)
    np.testing.assert_allclose(sums[folds == 0], sum_up(other, words)[folds == 0])


def test_nothing_marked_is_nothing_to_learn() -> None:
    with pytest.raises(OptionError, match="0 of 20 are"):
        fit_marker(words_of([20]), np.zeros(20, dtype=np.bool_))


def test_nearly_equal_texts_have_one_group() -> None:
    first = "The senator said on Monday that the bill would pass before the end of the year."
    texts = [
        first,
        first.replace("Monday", "Tuesday"),  # of 14 runs of three words 3 differ: 11 / 17 = 0.65
        "A flood closed the road to the north of the town for two days.",
        first.upper(),
        "Ha!",
        "Ha.",
        "",
    ]
    groups = near_text_groups(texts)
    assert groups[0] == groups[1] == groups[3]
    assert len({groups[0], groups[2], groups[4], groups[5], groups[6]}) == 5
    assert near_text_groups([]).tolist() == []
