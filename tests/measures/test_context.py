"""Where a sentence stands, with vectors that are plain to see."""

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import ColumnError, OptionError
from toolkit.framing import context
from toolkit.framing.context import sentence_context

# Directions in the plane: cosines are 1 for equal words, 0 for "up" and "right", sqrt(1/2) for "slant" and either.
VECTORS = {"right": (1, 0), "up": (0, 1), "slant": (np.sqrt(0.5), np.sqrt(0.5))}
HALF = np.sqrt(0.5)
ROWS = [
    ("a", "e", -1, "right"), ("a", "e", 0, "right"), ("a", "e", 1, "up"),
    ("b", "e", 0, "slant"), ("c", "e", 0, "up"), ("c", "e", -1, "slant"), ("d", "f", 0, "up"),
]  # fmt: skip
TABLE = pd.DataFrame(ROWS, columns=["article_id", "event_id", "sent_index", "sentence"])


@pytest.fixture(autouse=True)
def _plain_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "embed", lambda texts, model: np.array([VECTORS[t] for t in texts], dtype=np.float32))


def test_closeness_to_the_other_articles_and_to_the_own() -> None:
    found = sentence_context(TABLE, models=["m"])
    assert found["told_by_one (m)"].tolist() == pytest.approx([HALF, HALF, 1, 1, 1, 1, 0])
    assert found["told_by_all (m)"].tolist() == pytest.approx([HALF, HALF, HALF, HALF, HALF, HALF, 0])
    assert found["headline (m)"].tolist() == pytest.approx([1, 1, 0, 0, HALF, 1, 0])
    assert found["lead (m)"][2] == pytest.approx(0.5)  # its lead is one sentence "right" and one "up"
    assert found["other_headlines (m)"][3] == pytest.approx((HALF + 1) / 2)
    assert found["nearest (m)"][6] == 0


def test_place_in_the_article() -> None:
    found = sentence_context(TABLE, models=["m"])
    assert found["place"].tolist() == [0, 0.5, 1, 0, 1, 0, 0]
    assert found["alone"].tolist() == [0, 0, 0, 0, 0, 0, 1]
    assert found["before"].tolist() == pytest.approx([0, 1, 0, 0, HALF, 0, 0])
    assert found["after"].tolist() == pytest.approx([1, 0, 0, 0, 0, HALF, 0])


def test_the_order_of_rows_does_not_matter() -> None:
    turned = sentence_context(TABLE.iloc[::-1].reset_index(drop=True), models=["m"])
    pd.testing.assert_frame_equal(turned.iloc[::-1].reset_index(drop=True), sentence_context(TABLE, models=["m"]))


def test_a_table_that_is_none_is_refused() -> None:
    with pytest.raises(ColumnError, match="event_id"):
        sentence_context(TABLE.drop(columns="event_id"))
    with pytest.raises(OptionError, match="two sentences with the number 0"):
        sentence_context(pd.concat([TABLE, TABLE.iloc[[1]]]))
