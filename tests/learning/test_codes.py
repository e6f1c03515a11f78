"""Human codes in the forms in which people keep them, and the folds in which they are dealt out."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import OptionError
from toolkit.learning.codes import Codes, read_codes
from toolkit.learning.folds import deal_folds, text_groups


def test_one_code_a_text() -> None:
    codes = read_codes(["b", None, "a", float("nan"), 3, 3.0])
    assert codes.categories == ("3", "a", "b")
    assert codes.exclusive
    assert codes.present.astype(int).tolist() == [[0, 0, 1], [0, 0, 0], [0, 1, 0], [0, 0, 0], [1, 0, 0], [1, 0, 0]]


def test_sets_and_tables_say_the_same() -> None:
    sets = read_codes([{"a"}, set(), ["a", "b"], ("b",)])
    table = read_codes(pd.DataFrame({"a": [1, 0, 1, 0], "b": [False, False, True, True]}))
    assert sets.categories == table.categories == ("a", "b")
    assert not sets.exclusive and not table.exclusive
    assert sets.present.tolist() == table.present.tolist() == [[1, 0], [0, 0], [1, 1], [0, 1]]


def test_the_codebook_sets_the_order() -> None:
    assert read_codes(["a", "b"], categories=["b", "c", "a"]).present.tolist() == [[0, 0, 1], [1, 0, 0]]
    assert read_codes(pd.DataFrame({"a": [1], "b": [0]}), categories=["b", "a"]).present.tolist() == [[0, 1]]


@pytest.mark.parametrize(
    ("codes", "categories", "message"),
    [
        ([], None, "empty"),
        ([None, None], None, "codebook is empty"),
        (["a"], [], "each category"),
        (["a"], ["a", "a"], "once"),
        (["a", "confict"], ["a", "conflict"], "Did you mean 'conflict'"),
        (["a", {"b"}], None, "mixes"),
        ([{"a": 1}], None, "set of codes"),
        (pd.DataFrame({"a": [0, 2]}), None, "column 'a' has"),
        (pd.DataFrame({"a": [0, None]}), None, "were not coded"),
        (pd.DataFrame(), None, "empty table"),
        (pd.DataFrame({"a": [0, 1]}), ["a", "b"], "no column 'b'"),
    ],
)
def test_what_is_no_code_is_refused(codes: Any, categories: Any, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        read_codes(codes, categories=categories)


def test_folds_keep_groups_whole_and_spread_each_category() -> None:
    rng = np.random.default_rng(1)
    groups = rng.integers(0, 80, 200)
    common, rare = groups % 2 == 0, groups % 9 == 0
    fold = deal_folds(Codes(("common", "rare"), np.column_stack([common, rare]), False), groups, n_folds=5, seed=3)
    assert all(len(set(fold[groups == group])) == 1 for group in set(groups))
    n_rare = [len(set(groups[(fold == number) & rare])) for number in range(5)]
    assert max(n_rare) - min(n_rare) <= 1
    assert set(fold[common]) == set(range(5))


def test_equal_texts_are_one_group() -> None:
    assert text_groups(["Talks  open", "talks open ", "Talks end"]).tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("present", "n_folds", "message"),
    [
        ([[1], [1], [0], [0], [0]], 3, "'x' is the code of 2 different texts.*n_folds=2"),
        ([[1], [1], [1], [1], [1]], 3, "nothing to tell it from"),
        ([[1], [1], [0], [0], [0]], 1, "at least 2"),
    ],
)
def test_too_few_texts_for_the_folds(present: list[list[int]], n_folds: int, message: str) -> None:
    codes = Codes(("x",), np.array(present, dtype=bool), True)
    with pytest.raises(OptionError, match=message):
        deal_folds(codes, np.arange(5), n_folds=n_folds, seed=0)
