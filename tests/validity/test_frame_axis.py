"""The task `frame-axis` on small gold files."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from toolkit.errors import ColumnError
from toolkit.validity.frame_axis import auc
from toolkit.validity.tasks import run_task


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_auc_by_hand() -> None:
    # Pairs of a positive (3, 1, 2) and a negative (2, 0): 3 > 2, 3 > 0, 1 < 2, 1 > 0, 2 = 2, 2 > 0.
    score, stance = np.array([3.0, 1, 2, 2, 0]), np.array([1.0, 1, 1, -1, -1])
    assert auc(score, stance) == pytest.approx(4.5 / 6)
    assert np.isnan(auc(score[:3], stance[:3]))


def test_ratings(tmp_path: Path) -> None:
    rows = [
        {"id": "1_1", "text": "A wonderful, excellent and happy success.", "mean": 3.0},
        {"id": "1_2", "text": "A horrible, terrible and tragic disaster.", "mean": -3.0},
        {"id": "2_1", "text": "An excellent, good and positive result.", "mean": 2.0},
        {"id": "2_2", "text": "Bad, negative and awful news.", "mean": -2.0},
        {"id": "3_1", "text": "🎉", "mean": 0.0},
    ]
    result = run_task("frame-axis", gold=[write(tmp_path / "gold.jsonl", rows)])
    assert result.n == 5
    assert list(result.figures) == ["pearson_r", "sentence_pearson_r", "lexicon_pearson_r", "intensity_pearson_r"]
    assert result.figures["pearson_r"].estimate > 0.8


def test_stances_leave_out_what_is_neutral(tmp_path: Path) -> None:
    rows = [
        {"sentence": "Climate change is a grave and serious danger.", "gold": "agree"},
        {"sentence": "The crisis is a danger to all.", "gold": "agree"},
        {"sentence": "It is an exaggerated myth.", "gold": "disagree"},
        {"sentence": "Another hoax, an exaggerated myth.", "gold": "disagree"},
        {"sentence": "A report was published.", "gold": "neutral"},
        {"sentence": "Not coded.", "gold": None},
    ]
    result = run_task("frame-axis", gold=[write(tmp_path / "gold.jsonl", rows)])
    assert result.n == 4
    assert result.figures["auc"].estimate == 1
    with pytest.raises(ColumnError, match='must hold "agree" and "disagree"'):
        run_task("frame-axis", gold=[write(tmp_path / "one.jsonl", rows[:2])])


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match="mean"):
        run_task("frame-axis", gold=[write(tmp_path / "gold.jsonl", [{"text": "a"}])])
