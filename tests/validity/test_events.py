"""Figures of events against arithmetic that a reader can redo."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import ColumnError
from toolkit.validity.events import _figures
from toolkit.validity.tasks import run_task

FIRE = "A warehouse fire in Harbour Street killed two workers late on Monday. Firefighters fought the flames all night."
VOTE = "Parliament passed the pension bill by three votes. The opposition walked out before the ballot was counted."


def test_figures_of_three_articles_in_one_event_of_which_two_belong_together() -> None:
    """Gold a a b, found x x x: of 3 pairs 1 is right and 1 of 1 is found, so F1 = 2 * 1 / (3 + 1) = 1/2.

    B-cubed precision (2/3 + 2/3 + 1/3) / 3 = 5/9, recall 1, so F1 = (10/9) / (14/9) = 5/7.
    """
    rows = pd.DataFrame({
        "shared": [1, 1, 0], "found": [2, 2, 2], "gold": [1, 1, 0],
        "precision": [2 / 3, 2 / 3, 1 / 3], "recall": [1, 1, 1], "nearest": [True, True, False],
    })  # fmt: skip
    figures = _figures(rows)(np.arange(3))
    assert figures == pytest.approx({"pairwise_f1": 1 / 2, "bcubed_f1": 5 / 7, "nearest_neighbour": 2 / 3})


def write_gold(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return path


def test_two_plain_events_are_found(tmp_path: Path) -> None:
    rows = [
        {"event_id": event, "title": title, "date": f"2021-05-0{day}", "text": text}
        for event, title, text in (("f", "Fire in Harbour Street", FIRE), ("v", "Pension bill passes", VOTE))
        for day in (3, 4)
    ]
    result = run_task("events", gold=[write_gold(tmp_path / "gold.jsonl", rows)])
    assert result.n == 4
    assert {figure.estimate for figure in result.figures.values()} == {1.0}
    assert len(result.figures) == 12


def test_gold_without_events_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match="event_id"):
        run_task(
            "events", gold=[write_gold(tmp_path / "gold.jsonl", [{"title": "a", "text": "b", "date": "2021-05-01"}])]
        )


def test_real_events_are_found_as_well_as_the_docs_say(shared_dir: Path) -> None:
    """On 141 events of 2010-2023 whose articles took no part in choosing any setting (docs/validity.md)."""
    figures = run_task("events", gold=[shared_dir / "data/event_clusters_union/articles.jsonl"]).figures
    assert figures["pairwise_f1"].estimate >= 0.92
    assert figures["nearest_neighbour"].estimate >= 0.975
    assert figures["pairwise_f1_without_meaning"].estimate < figures["pairwise_f1"].estimate
