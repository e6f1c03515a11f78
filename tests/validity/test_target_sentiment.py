"""The tasks target-sentiment and stance-triplets: figures worked out by hand, and files that are refused."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import f1_score

from toolkit.errors import ColumnError, ReadError
from toolkit.stance.target import TargetSentence
from toolkit.validity.stance_triplets import find_name, find_pronoun, holder_first, validate_stance_triplets
from toolkit.validity.target_sentiment import (
    class_f1,
    read_target_sentences,
    vader_labels,
    validate_target_sentiment,
)
from toolkit.validity.tasks import list_tasks, run_task

Row = dict[str, Any]


def write(path: Path, rows: list[Row]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def coded(marked: str, polarity: str) -> Row:
    start, end = marked.index("["), marked.index("]") - 1
    sentence = marked.replace("[", "").replace("]", "")
    return {"sentence": sentence, "target": sentence[start:end], "start": start, "end": end, "polarity": polarity}


CODED = [
    coded("[The mayor] is a corrupt liar.", "negative"),
    coded("[The clerk] is honest and kind.", "positive"),
    coded("[The clerk] took the train.", "neutral"),
    coded("[The coach] is honest and kind.", "negative"),
]


def test_f1_by_class_is_that_of_another_program() -> None:
    rng = np.random.default_rng(0)
    true, guess = rng.integers(-1, 2, 200), rng.integers(-1, 2, 200)
    assert class_f1(true, guess, (-1, 0, 1)) == pytest.approx(f1_score(true, guess, average=None, labels=[-1, 0, 1]))
    assert class_f1(np.array([1, 1]), np.array([1, -1]), (0,)) == [0.0]


def test_the_rules_figures_can_be_worked_out_by_hand(tmp_path: Path) -> None:
    result = validate_target_sentiment([write(tmp_path / "gold.jsonl", CODED)])
    figures = {name: figure.estimate for name, figure in result.figures.items()}
    # Guessed: against, favour, neutral, favour. F1: against 2/3, neutral 1, favour 2/3.
    assert figures["rules_against_f1"] == pytest.approx(2 / 3)
    assert figures["rules_favour_f1"] == pytest.approx(2 / 3)
    assert figures["rules_macro_f1"] == pytest.approx(7 / 9)
    assert figures["rules_accuracy"] == pytest.approx(3 / 4)
    assert "trained_macro_f1" not in figures
    assert result.n == 4


def test_vader_on_the_real_sentences_is_the_figure_known_from_elsewhere(shared_dir: Path) -> None:
    _, labels, texts = read_target_sentences([shared_dir / "data/newsmtsc/devtest_mt.jsonl"])
    macro = f1_score(labels, vader_labels(texts), average="macro")
    assert (len(labels), round(macro, 3)) == (1476, 0.496)


def test_a_trained_engine_is_reported_if_there_is_a_file_to_train_on(tmp_path: Path) -> None:
    train = [
        coded(f"[The {who}] was {word} that day.", polarity)
        for who in ("judge", "driver", "singer")
        for polarity, words in (
            ("negative", ("corrupt", "cruel", "greedy")),
            ("positive", ("honest", "brave", "kind")),
            ("neutral", ("late", "upstairs", "in town")),
        )
        for word in words
    ]
    gold = [coded("[The clerk] was cruel and corrupt that day.", "negative"), CODED[1], train[0]]
    files = [write(tmp_path / "gold.jsonl", gold)], [write(tmp_path / "train.jsonl", train)]
    result = run_task("target-sentiment", gold=files[0], train=files[1])
    assert result.figures["trained_against_f1"].estimate == 1


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"polarity": "good"}, ReadError, "positive"),
        ({"end": 99}, ReadError, "outside"),
        ({"target": "The clerk"}, ReadError, "does not stand"),
    ],
)
def test_broken_gold_files_are_refused(tmp_path: Path, change: Row, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        read_target_sentences([write(tmp_path / "gold.jsonl", [{**CODED[0], **change}])])


def test_a_gold_file_without_targets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match="target"):
        read_target_sentences([write(tmp_path / "gold.jsonl", [{"sentence": "A man left.", "polarity": "neutral"}])])


def triplet(number: int, sentence: str, subject: str, sentiment: str, object_: str) -> Row:
    return {
        "article_id": f"a{number}", "sent_index": number, "sentence": sentence, "subject": subject,
        "sentiment": sentiment, "object": object_,
    }  # fmt: skip


TRIPLETS = [
    triplet(1, "Nora Lind condemned Ivo Marsh.", "Nora Lind", "NEG", "Ivo Marsh"),
    triplet(2, "Ivo Marsh was praised by Nora Lind.", "Nora Lind", "POS", "Ivo Marsh"),
    triplet(3, "Lind left early.", "Not in the list", "NEG", "Nora Lind"),
    triplet(4, "Two things at once.", "None", "NEG", "Nora Lind"),
    triplet(4, "Two things at once.", "None", "POS", "Ivo Marsh"),
]


def test_direction_and_sign_can_be_worked_out_by_hand(tmp_path: Path) -> None:
    result = validate_stance_triplets([write(tmp_path / "gold.jsonl", TRIPLETS)])
    figures = {name: figure.estimate for name, figure in result.figures.items()}
    assert result.n == 3  # the sentence with two triplets is left out
    assert figures["direction_accuracy"] == 1
    assert figures["direction_order_accuracy"] == 0.5
    assert figures["direction_share"] == pytest.approx(2 / 3)
    assert figures["sign_macro_f1"] == 1  # without a word of value a sentence counts as negative


@pytest.mark.parametrize(
    ("name", "sentence", "place"),
    [
        ("Barack Obama", "Then Obama spoke.", (5, 10)),
        ("Republican Party", "Many Republicans agreed.", (5, 15)),
        ("United States Senate", "A united state of affairs.", None),
        ("None", "None of them came.", None),
        ("Ann Reed", "They read it.", None),
        ("Democratic Party", "Most Democrats agreed.", (5, 14)),
        ("Federal Bureau of Investigation", "Then the FBI came.", (9, 12)),
        ("Federal Bureau of Investigation", "They are fbi.", None),
        ("United States Department of Justice", "A Justice Department lawyer left.", (2, 20)),
        ("Supreme Court of the United States", "Then the Supreme Court ruled.", (9, 22)),
    ],
)
def test_names_are_found_in_full_or_by_a_word_of_their_own(
    name: str, sentence: str, place: tuple[int, int] | None
) -> None:
    found = find_name(name, sentence)
    assert (found and (found.start, found.end)) == place


@pytest.mark.parametrize(
    ("name", "sentence", "place"),
    [
        ("Barack Obama", "Then he thanked the Senate.", (5, 7)),
        ("Barack Obama", "The Senate thanked him.", None),  # the pronoun might stand for the one who is named
        ("Barack Obama", "He and she thanked the Senate.", None),
        ("Republican Party", "He thanked the Senate.", None),
        ("vaccination", "He thanked the Senate.", None),
    ],
)
def test_a_pronoun_stands_for_a_person_where_nobody_else_can_be_meant(
    name: str, sentence: str, place: tuple[int, int] | None
) -> None:
    start = sentence.index("Senate")
    found = find_pronoun(name, sentence, TargetSentence(sentence, start, start + 6))
    assert (found and (found.start, found.end)) == place


def test_the_subject_of_the_verb_holds_the_stance() -> None:
    texts = ["The mayor blames the judge.", "The mayor is blamed by the judge.", "To the mayor the judge is a fool."]
    first = [TargetSentence(text, text.index("mayor"), text.index("mayor") + 5) for text in texts]
    second = [TargetSentence(text, text.index("judge"), text.index("judge") + 5) for text in texts]
    assert holder_first(first, second).tolist() == [True, False, False]


def test_files_without_single_triplets_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="exactly one"):
        validate_stance_triplets([write(tmp_path / "gold.jsonl", TRIPLETS[3:])])
    with pytest.raises(ReadError, match="POS or NEG"):
        validate_stance_triplets([write(tmp_path / "gold.jsonl", [{**TRIPLETS[0], "sentiment": "NEU"}])])


def test_both_tasks_are_listed() -> None:
    assert {"target-sentiment", "stance-triplets"} <= set(list_tasks())
