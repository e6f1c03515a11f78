"""The validation of `align`, on a key of two events whose counts can be told by eye."""

import json
from pathlib import Path

import pytest

from toolkit.errors import ColumnError, ReadError
from toolkit.validity.tasks import run_task

FACTS = {
    "e1": ["Two soldiers were killed at Camp Taji.", "Police found a truck with launch rails."],
    "e2": ["The minister resigned in Cairo.", "Protesters burned tyres near the bridge."],
}


def write_key(folder: Path, told: dict[str, str], listed: dict[str, str]) -> Path:
    """Write a corpus: `told` has for article "A-e1" the numbers of the facts that stand in it, `listed` those coded."""
    rows, codes, facts = [], ["article_id,event_id,facts"], ["fact_id,event_id,fact"]
    for event, sentences in FACTS.items():
        facts += [f"{event}-{number},{event},{sentence}" for number, sentence in enumerate(sentences)]
    for article, numbers in told.items():
        outlet, event = article.split("-")
        text = " ".join(FACTS[event][int(number)] for number in numbers)
        rows.append({"article_id": article, "outlet": outlet, "event_id": event, "text": text, "language": "en"})
        codes.append(f"{article},{event},{';'.join(f'{event}-{number}' for number in listed[article])}")
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (folder / "facts.csv").write_text("\n".join(facts), encoding="utf-8")
    (folder / "codes.csv").write_text("\n".join(codes), encoding="utf-8")
    return folder / "codes.csv"


TOLD = {"A-e1": "01", "B-e1": "01", "C-e1": "0", "A-e2": "01", "B-e2": "01", "C-e2": "1"}


def test_verbatim_facts_are_all_found(tmp_path: Path) -> None:
    result = run_task("alignment", gold=[write_key(tmp_path, TOLD, TOLD)])
    assert result.n == 2 * 2 * 3  # events, facts, outlets
    for name in ("listed", "listed_omissions", "found", "found_omissions", "found_pairs"):
        assert result.figures[f"words_{name}_f1"].estimate == 1


def test_a_key_that_lists_more_lowers_recall(tmp_path: Path) -> None:
    # 10 cells are told; the key has 11, since it lists fact 1 for C on e1.
    result = run_task("alignment", gold=[write_key(tmp_path, TOLD, TOLD | {"C-e1": "01"})])
    assert result.figures["words_listed_precision"].estimate == 1
    assert result.figures["words_listed_recall"].estimate == pytest.approx(10 / 11)
    # The key's one omission is fact 0 by C on e2; the program finds another, fact 1 by C on e1.
    assert result.figures["words_listed_omissions_precision"].estimate == pytest.approx(1 / 2)
    assert result.figures["words_listed_omissions_recall"].estimate == 1


def test_broken_keys_are_named(tmp_path: Path) -> None:
    codes = write_key(tmp_path, TOLD, TOLD)
    codes.write_text("article_id,event_id,facts\nnobody,e1,e1-0\n", encoding="utf-8")
    with pytest.raises(ReadError, match="'nobody'"):
        run_task("alignment", gold=[codes])
    codes.write_text("article_id,event_id\nA-e1,e1\n", encoding="utf-8")
    with pytest.raises(ColumnError, match="no column 'facts'"):
        run_task("alignment", gold=[codes])
    (tmp_path / "facts.csv").unlink()
    codes.write_text("article_id,event_id,facts\nA-e1,e1,e1-0\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"facts\.csv"):
        run_task("alignment", gold=[codes])
