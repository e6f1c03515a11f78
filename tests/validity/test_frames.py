"""The tasks headline-frames and article-frames, calibration and agreement: figures that can be worked out elsewhere."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import f1_score

from tests.learning.test_classifier import SUBJECTS, TOPICS
from toolkit.errors import ColumnError, OptionError, ReadError
from toolkit.learning.codes import read_codes
from toolkit.validity.article_frames import read_framed_articles
from toolkit.validity.calibration import abstention_curve, calibration
from toolkit.validity.coder_answers import coder_figures, nominal_alpha, read_answers
from toolkit.validity.headline_frames import read_headlines
from toolkit.validity.held_out import code_f1
from toolkit.validity.tasks import run_task

NUMBER = {"conflict": 1, "economic": 2, None: 99}
HEADLINES: list[dict[str, Any]] = [
    {"headline": f"{who} {what}", "theme1": NUMBER[topic]}
    for who in SUBJECTS
    for topic, whats in TOPICS.items()
    for what in whats
]


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def estimates(result: Any) -> dict[str, float]:
    return {name: figure.estimate for name, figure in result.figures.items()}


def test_headlines_are_cross_validated_or_learnt_from_other_files(tmp_path: Path) -> None:
    # Each topic has its own words, so every headline can be told from the others.
    gold = write(tmp_path / "gold.jsonl", HEADLINES)
    alone = run_task("headline-frames", gold=[gold])
    assert alone.n == 24
    assert estimates(alone)["accuracy"] == estimates(alone)["tfidf_accuracy"] == estimates(alone)["f1_1"] == 1
    new = [{"headline": "The bank lost millions on the market", "theme1": 1.0}, {"headline": "x", "theme1": 99}]
    other = run_task("headline-frames", gold=[write(tmp_path / "new.jsonl", new)], train=[gold])
    # The one framed headline is coded 1 and speaks of money, as the headlines coded 2 do.
    assert other.n == 1
    assert estimates(other)["accuracy"] == estimates(other)["macro_f1"] == 0
    assert "tfidf_accuracy" not in other.figures


def test_headlines_to_score_are_not_learnt_from(tmp_path: Path) -> None:
    wrong = [{**row, "theme1": {1: 2, 2: 1}.get(row["theme1"], 99)} for row in HEADLINES[:1]]
    gold = write(tmp_path / "gold.jsonl", [{**wrong[0], "headline": wrong[0]["headline"].upper()}])
    train = write(tmp_path / "train.jsonl", [*HEADLINES[1:], *wrong])
    assert estimates(run_task("headline-frames", gold=[gold], train=[train]))["accuracy"] == 0


def test_names_of_frames_are_taken_where_they_are(tmp_path: Path) -> None:
    rows = [
        {"headline": "A b", "theme1": 3, "frame1": "Politics"},
        {"headline": "C d", "theme1": 99, "frame1": None},
        {"headline": "", "theme1": 3, "frame1": "Politics"},
    ]
    assert read_headlines([write(tmp_path / "a.jsonl", rows)]) == (["A b"], ["Politics"])
    assert read_headlines([write(tmp_path / "b.jsonl", [{"headline": "E", "frame": "Race"}])]) == (["E"], ["Race"])


def test_broken_files_of_headlines_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match="theme1"):
        read_headlines([write(tmp_path / "a.jsonl", [{"headline": "A"}])])
    with pytest.raises(ReadError, match="No headline has a frame"):
        read_headlines([write(tmp_path / "b.jsonl", [{"headline": "A", "theme1": 99}])])
    with pytest.raises(OptionError, match="No category can be learnt: each needs 5 different"):
        run_task("headline-frames", gold=[write(tmp_path / "c.jsonl", HEADLINES[:5])])
    gold = write(tmp_path / "d.jsonl", HEADLINES)
    with pytest.raises(OptionError, match="beside those that are scored"):
        run_task("headline-frames", gold=[gold], train=[gold])


def test_a_frame_too_rare_to_be_learnt_is_missed_and_spoils_nothing_else(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", [*HEADLINES, {"headline": "A race was run", "theme1": 3}])
    figures = estimates(run_task("headline-frames", gold=[gold]))
    assert (figures["f1_3"], figures["accuracy"]) == (0, pytest.approx(24 / 25))


def articles() -> list[dict[str, Any]]:
    verses = {
        "RE": "The plan solves the problem.", "HI": "The widow wept for her son.", "CO": "They accused each other.",
        "MO": "It was a sin and a shame.", "EC": "Prices and wages fell.",
    }  # fmt: skip
    rows = []
    for number in range(24):
        own = [frame for place, frame in enumerate(verses) if number % (place + 2) == 0]
        text = " ".join(["It rained.", f"Day {number}.", *(verses[frame] for frame in own)])
        rows.append({"ID": number, "text": text} | {frame: frame in own for frame in verses})
    return rows


def test_articles_have_figures_for_every_frame_and_for_peers(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", articles())
    answers = [
        {"article_id": number, "question": question, "aggregate": "no", "a1": one, "a2": two, "a3": -1}
        for number, (one, two) in enumerate([("yes", "yes"), ("no", "no"), ("yes", "no"), ("no", "no")])
        for question in ("CO1", "HI4")
    ]
    figures = estimates(run_task("article-frames", gold=[gold, write(tmp_path / "answers.jsonl", answers)]))
    assert {f"{name}f1_{frame}" for name in ("", "tfidf_", "vectors_") for frame in ("RE", "HI", "CO", "MO", "EC")} < {
        *figures
    }
    assert figures["macro_f1"] == pytest.approx(
        np.mean([figures[f"f1_{frame}"] for frame in ("RE", "HI", "CO", "MO", "EC")])
    )
    # Of 4 pairs of answers to CO1 one differs: right 2, coded and found 3. HI4 is no question of a frame.
    assert figures["coder_f1_CO"] == pytest.approx(2 * 2 / (3 + 3))
    assert "alpha_HI" not in figures


def test_articles_without_all_codes_are_left_out(tmp_path: Path) -> None:
    rows = articles()[:3]
    rows[0]["EC"], rows[1]["RE"], rows[2]["HI"] = "False)", None, "maybe"
    texts, codes = read_framed_articles([write(tmp_path / "a.jsonl", rows)])
    assert texts == [rows[0]["text"]]
    assert codes.present.tolist() == [[True, True, True, True, False]]
    with pytest.raises(ReadError, match="No article"):
        read_framed_articles([write(tmp_path / "b.jsonl", rows[1:])])
    with pytest.raises(ColumnError, match="'CO'"):
        read_framed_articles([write(tmp_path / "c.jsonl", [{"text": "a", "RE": 1, "HI": 1, "MO": 1, "EC": 1}])])
    with pytest.raises(ReadError, match="file of articles"):
        run_task(
            "article-frames", gold=[write(tmp_path / "d.jsonl", [{"article_id": 1, "question": "CO1", "a1": "no"}])]
        )


def test_alpha_is_that_of_another_program() -> None:
    rng = np.random.default_rng(0)
    codes = np.where(rng.random((40, 4)) < 0.3, np.nan, (rng.random((40, 1)) < rng.random((40, 4))).astype(float))
    given = [(f"c{j}", str(i), str(codes[i, j])) for i in range(40) for j in range(4) if not np.isnan(codes[i, j])]
    assert nominal_alpha(codes) == pytest.approx(AnnotationTask(given).alpha())
    assert np.isnan(nominal_alpha(np.ones((3, 2))))


def test_a_coder_gives_a_frame_by_any_of_its_questions() -> None:
    table = pd.DataFrame({
        "article_id": ["a", "a", "b", "b"], "question": ["RE1", "RE5", "RE1", "RE5: who must act?"],
        "a1": ["no", "yes", "no", "no"], "a2": ["no", "no", "-1", -1], "note": ["yes"] * 4,
    })  # fmt: skip
    codes = read_answers(table)
    assert np.array_equal(codes["RE"], [[1, 0], [0, np.nan]], equal_nan=True)
    assert np.isnan(coder_figures({"RE": codes["RE"][1:]})["coder_f1_RE"].estimate)
    with pytest.raises(ReadError, match="a1, a2"):
        read_answers(table[["article_id", "question"]])
    with pytest.raises(ReadError, match="such as CO1"):
        read_answers(table.assign(question="Q1"))


def test_f1_is_that_of_another_program() -> None:
    rng = np.random.default_rng(0)
    coded, found = rng.random((2, 30, 4)) < 0.4
    found[:, 3] = coded[:, 3] = False
    assert code_f1(coded, found)[:3] == pytest.approx(f1_score(coded[:, :3], found[:, :3], average=None))
    assert code_f1(coded, found)[3] == 0


def test_calibration_by_hand() -> None:
    chances = np.array([[0.9, 0.1], [0.8, 0.2], [0.35, 0.6], [0.3, 0.2], [np.nan, np.nan]])
    codes = read_codes(["a", "b", "b", None, "a"])
    result = calibration(chances, codes, n_bins=2)
    # Decisions: a at .9 right, a at .8 wrong, b at .6 right, none at .5 right: all in the upper bin.
    assert result.table["n"].tolist() == [0, 4]
    assert result.table["share"].iloc[1] == 0.75
    assert result.ece == pytest.approx(abs(0.75 - (0.9 + 0.8 + 0.6 + 0.5) / 4))
    assert np.isnan(result.table["share"].iloc[0])
    each = calibration(chances[:4], [{"a"}, {"b"}, {"a", "b"}, set()], n_bins=2)
    # Lower bin: .1 .2 .35 .3 .2 with 1 of them present; b of the second text too. Upper: .9 .8 .6 with 2 present.
    assert each.table["n"].tolist() == [5, 3]
    assert each.ece == pytest.approx((abs(2 - 1.15) + abs(2 - 2.3)) / 8)
    assert "said 0.77, was 0.67 [3]" in repr(each)


def test_abstention_by_hand() -> None:
    chances = np.array([[0.9, 0.1], [0.8, 0.2], [0.35, 0.6]])
    curve = abstention_curve(chances, ["a", "b", "b"], levels=(0.0, 0.7, 0.85, 0.95)).table
    assert curve["coverage"].tolist() == pytest.approx([1, 2 / 3, 1 / 3, 0])
    assert curve["accuracy"].tolist() == pytest.approx([2 / 3, 1 / 2, 1, np.nan], nan_ok=True)
    each = abstention_curve(chances, [{"a"}, {"b"}, {"b"}], levels=(0.0,)).table
    assert each["accuracy"].tolist() == pytest.approx([4 / 6])


@pytest.mark.parametrize("codes", [["a", "b"], ["a", "a", "a"], ["a", "b", "c"]])
def test_probabilities_without_their_codes_are_refused(codes: list[str]) -> None:
    with pytest.raises(OptionError, match="one row a text and one column a category"):
        calibration(np.full((3, 2), 0.5), codes)
    with pytest.raises(OptionError, match="not in the codebook"):
        calibration(np.full((3, 2), 0.5), ["a", "d", "b"], categories=["a", "b"])
