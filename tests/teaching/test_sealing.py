"""Values as plain data, and answers that can be recognised and not read."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import LessonError
from toolkit.teaching import sealing
from toolkit.teaching.sealing import Sealed, seal_value
from toolkit.teaching.values import Value, describe_value, show_value, value_from_json, value_to_json, value_to_python

SALT = "salt"


@pytest.fixture(autouse=True, scope="module")
def _fast() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "ROUNDS", 1)
        yield


def fits(answer: object, given: object, tolerance: float = 0.0) -> bool:
    return seal_value(describe_value(answer), SALT, tolerance=tolerance).fits(describe_value(given), SALT)


@given(st.floats(1, 1e4), st.floats(-3, 3))
def test_a_number_fits_exactly_within_its_tolerance(answer: float, off: float) -> None:
    tolerance = 0.1
    distance = abs(off) * tolerance
    if abs(distance - tolerance) > 1e-6:  # on the very edge rounding decides
        assert fits(answer, answer + off * tolerance, tolerance) == (distance < tolerance)


@pytest.mark.parametrize(
    ("answer", "given", "same"),
    [
        (3, 3.0, True),
        (3, np.int64(3), True),
        (3, 4, False),
        (3, "3", False),
        (1, True, False),
        ("Tigris Courier", "  tigris  COURIER ", True),
        ("Tigris Courier", "Tigris Couriers", False),
        ({"a", "B"}, {"b", "A"}, True),
        ({"a", "b"}, ["a", "b"], False),
        ({"a", "b"}, {"a"}, False),
        ([1, 2], (1, 2), True),
        ([1, 2], [2, 1], False),
        ([1, 2], [1, 2, 2], False),
        ({"x": 1, "y": 2}, {"y": 2, "x": 1}, True),
        ({"x": 1, "y": 2}, {"y": 1, "x": 2}, False),
        (pd.DataFrame({"n": [1, 2]}), {"n": [1, 2]}, True),
        (pd.Series([1, 2], index=["a", "b"]), {"a": 1, "b": 2}, True),
        (pd.Series([1, 2]), [1, 2], True),
        (np.array([1, 2]), [1, 2], True),
        (None, None, True),
        (math.nan, math.nan, True),
        (math.nan, 0, False),
    ],
)
def test_what_counts_as_the_same_answer(answer: object, given: object, same: bool) -> None:
    assert fits(answer, given) is same


def test_every_number_of_a_list_has_the_tolerance() -> None:
    assert fits([1.5, 20.25], [1.52, 20.2], 0.1)
    assert not fits([1.5, 20.25], [1.52, 20.0], 0.1)
    assert not fits([1.5, 20.25], [1.5], 0.1)
    assert not fits([1.5], [1.5, 20.25], 0.1)


@pytest.mark.parametrize("answer", [..., 0.5, object(), "x" * 6000, 10**16])
def test_what_cannot_be_sealed_is_refused(answer: object) -> None:
    with pytest.raises(LessonError):
        seal_value(describe_value(answer), SALT)


def test_a_tolerance_that_would_tell_the_answer_is_refused() -> None:
    with pytest.raises(LessonError, match="too wide"):
        seal_value(Value("number", 0.2), SALT, tolerance=0.05)


def test_a_sealed_answer_survives_a_file_and_depends_on_the_salt() -> None:
    sealed = seal_value(describe_value([1.5, 20.25]), SALT, tolerance=0.1)
    assert Sealed.from_json(sealed.to_json()) == sealed
    assert sealed.digest != seal_value(describe_value([1.5, 20.25]), "other", tolerance=0.1).digest
    assert not sealed.fits(describe_value([1.5, 20.25]), "other")


@pytest.mark.parametrize(
    "value", [1, 2.5, "text", True, None, ..., [1, ["a"]], {"a": [1]}, {1, 2}, math.nan, math.inf, object]
)
def test_a_value_survives_json(value: object) -> None:
    described = describe_value(value)
    assert value_from_json(value_to_json(described)) == described


def test_limits_of_what_is_described() -> None:
    deep: list = []
    for _ in range(50):
        deep = [deep]
    assert describe_value([0] * 1001).kind == "other"
    assert describe_value("x" * 5001).kind == "other"
    assert describe_value(10**5000).kind == "other"
    assert "other" in str(describe_value(deep))
    assert describe_value([[0] * 1000] * 9).kind == "list"
    assert describe_value([[0] * 1000] * 11) == Value("other", "list that is too large")
    assert describe_value(["x" * 5000] * 41) == describe_value({"x": ["y" * 5000] * 41}["x"])
    assert describe_value({"x" * 5000 + str(i): 1 for i in range(41)}) == Value("other", "dict that is too large")


@pytest.mark.parametrize(
    "data",
    [
        None, [], ["number"], ["number", "1"], ["number", True], ["list", 3], ["list", [1]], ["mapping", [["a"]]],
        ["spam", 1], ["list", [["number", 1]] * 1001], [["number"], 1], ["text", 3], ["blank", 1], {"kind": "number"},
        ["list", [["list", [["list", [["list", [["list", [["list", [["list", []]]]]]]]]]]]]],
    ],
)  # fmt: skip
def test_json_that_is_no_value_is_refused(data: object) -> None:
    with pytest.raises(ValueError):
        value_from_json(data)


def test_values_are_shown_on_one_short_line() -> None:
    assert show_value(Value("blank")) == "..."
    assert show_value(describe_value({"a": ..., "b": [1, None, math.nan]})) == (
        "{'a': ..., 'b': [1, None, an undefined number (nan)]}"
    )
    assert show_value(describe_value([{2}, set(), object])) == "[{2}, set(), (type)]"
    assert show_value(describe_value("a\n\x1b[31mb")) == "'a\\n\\x1b[31mb'"
    assert len(show_value(describe_value("x" * 500))) == 80
    assert value_to_python(describe_value({"a": [1, ...]})) == {"a": [1, ...]}
