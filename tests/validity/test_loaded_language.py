"""The validation of loaded language: which file is given, what is left out, and figures that a reader can redo."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import ReadError
from toolkit.validity import biased_articles, biased_sentences
from toolkit.validity.tasks import run_task

PLAIN = ("The council met on", "Rain fell over the valley on", "The bill was read on", "Trains ran late on")
LOADED = ("The regime slammed the bill on", "Shameless thugs ran riot on", "A laughable hoax spread on")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


@pytest.fixture(autouse=True)
def _two_folds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two folds instead of five, to be soon done."""
    for module in (biased_sentences, biased_articles):
        monkeypatch.setattr(module, "N_FOLDS", 2)
    monkeypatch.setattr(biased_articles, "CALIBRATION_FOLDS", 2)


def write(folder: Path, rows: list[dict[str, object]], name: str = "gold.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def sentences(*, marked: bool = True) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for kind, beginnings in (("Non-biased", PLAIN), ("Biased", LOADED)):
        for number, (one, day) in enumerate((one, day) for one in beginnings for day in DAYS):
            text = f"{one} {day}, {number} people in {kind[:2]}-{day[:3]}{number}, as {day} reports {number} said."
            row: dict[str, object] = {"text": text, "label_bias": kind}
            rows.append(row | ({"biased_words": str(one.split()[1:3] if kind == "Biased" else [])} if marked else {}))
    return rows


def test_the_lexicon_alone_and_the_row_without_a_code(tmp_path: Path) -> None:
    rows = [*sentences(), {"text": "Nobody agreed on this.", "label_bias": "No agreement", "biased_words": "[]"}]
    result = run_task("loaded-language", gold=[write(tmp_path, rows)])
    assert result.n == 42
    # All 18 loaded sentences hold a loaded word, and none of the 24 plain ones.
    assert result.figures["lexicon_macro_f1"].estimate == 1
    assert result.figures["macro_f1"].estimate > 0.9
    assert "2 folds" in result.note


def test_sentences_of_the_gold_file_are_not_learnt_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real = biased_sentences.train_biased_sentences

    def spy(texts: list[str], *given: object, **settings: object) -> object:
        seen.extend(texts)
        return real(texts, *given, **settings)  # type: ignore[arg-type]

    monkeypatch.setattr(biased_sentences, "train_biased_sentences", spy)
    rows = sentences(marked=False)
    gold, train = write(tmp_path, rows[:3]), write(tmp_path, rows, "train.jsonl")
    result = run_task("loaded-language", gold=[gold], train=[train])
    assert result.n == 3
    assert {str(row["text"]) for row in rows[:3]}.isdisjoint(seen)
    assert "tfidf_macro_f1" not in result.figures


def articles() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for event in range(6):
        for outlet in "ab":
            texts = [*(f"{one} {DAYS[event]}." for one in PLAIN), f"{LOADED[event % 3]} {DAYS[event]}.", "…"]
            for number, text in enumerate(texts, start=-1):
                biased = int(number == 3)
                rows.append({
                    "article_id": f"{event}{outlet}", "event_id": f"e{event}", "sent_index": number, "sentence": text,
                    "lexical": biased, "informational": int(number == 2),
                })  # fmt: skip
    return rows


def test_articles_on_events(tmp_path: Path) -> None:
    result = run_task("loaded-language", gold=[write(tmp_path, articles())])
    assert result.n == 6 * 2 * 5  # headlines are not judged
    # 12 of 60 sentences have lexical bias, and the 12 with a loaded word are these.
    assert result.figures["lexicon_lexical_f1"].estimate == 1
    assert result.figures["lexicon_informational_f1"].estimate == 0
    assert result.figures["all_lexical_f1"].estimate == pytest.approx(2 * 12 / (12 + 60))
    assert result.figures["lexical_f1"].estimate > 0.8


def test_no_event_is_on_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = []

    def spy(train: pd.DataFrame, gold: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        pairs.append((set(train["event_id"]), set(gold["event_id"])))
        return np.zeros((len(gold), 2)), np.zeros((len(gold), 2), dtype=np.bool_)

    monkeypatch.setattr(biased_articles, "_judged", spy)
    table = pd.DataFrame(articles())
    biased_articles.validate_articles(table, None)
    biased_articles.validate_articles(table[table["event_id"] == "e0"], table)
    assert all(train.isdisjoint(gold) for train, gold in pairs)
    assert pairs[-1] == ({f"e{event}" for event in range(1, 6)}, {"e0"})


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"text": "x", "code": "Biased"}], "neither form"),
        ([{"text": "x", "label_bias": "Biased"}, {"sentence": "y"}], "neither form"),
        ([{"text": "x", "label_bias": "biased"}], "must be Biased, Non-biased or No agreement; got 'biased'"),
        ([{"text": "x", "label_bias": "Biased", "biased_words": "__import__('os')"}], "must be lists of words"),
        ([{**articles()[0], "lexical": 2}], "`lexical` must be 0 or 1; got '2'"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, rows: list[dict[str, object]], message: str) -> None:
    with pytest.raises(ReadError, match=message):
        run_task("loaded-language", gold=[write(tmp_path, rows)])


def test_a_file_of_the_other_form_to_train_on_is_refused(tmp_path: Path) -> None:
    gold, train = write(tmp_path, sentences()), write(tmp_path, articles(), "train.jsonl")
    with pytest.raises(ReadError, match="The file to train on"):
        run_task("loaded-language", gold=[gold], train=[train])
