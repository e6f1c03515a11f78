"""Files that are broken, hostile or of another kind: one clear message, and nothing else is lost."""

import gzip
import io
import json
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest

from toolkit.corpus.formats import rows
from toolkit.corpus.read import read_articles
from toolkit.errors import FramingWarning, ReadError, SetAsideWarning
from toolkit.framing.force import ForceAxis
from toolkit.kwic import concordance


def _workbook(*lines: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_binary_file_with_the_name_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\x7fELF\x02\x01\x01" + random.Random(0).randbytes(4000))  # noqa: S311
    with pytest.raises(ReadError, match=r"a\.csv is not text: .* control characters"):
        read_articles(path)


def test_what_unpacks_to_far_more_than_text_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "SMALL_ENOUGH", 1_000_000)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"\0" * 5_000_000))
    with pytest.raises(ReadError, match=r"a\.csv\.gz unpacks to more than 100 times its size"):
        read_articles(tmp_path / "a.csv.gz")
    packed = gzip.compress(b"id,text\n1,One.\n" + b"\n" * 500_000)
    (tmp_path / "b.csv.gz").write_bytes(packed)
    assert len(read_articles(tmp_path / "b.csv.gz")) == 1


def test_a_workbook_that_is_a_bomb_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "SMALL_ENOUGH", 1_000_000)
    path = tmp_path / "a.xlsx"
    path.write_bytes(_workbook(["id", "text"], [1, "One."]))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b" " * 5_000_000)
    with pytest.raises(ReadError, match="unpacks to more than 100 times its size"):
        read_articles(path)


def test_formulas_without_values_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(_workbook(["id", "text"], [1, '=CONCATENATE("They ","destroy")'], [2, "Two."]))
    with (
        pytest.warns(FramingWarning, match=r"a\.xlsx: 1 cells hold a formula without its value: open the file"),
        pytest.warns(SetAsideWarning, match=r"no text and no headline \(first: a\.xlsx, row 2\)"),
    ):
        corpus = read_articles(path)
    assert corpus.articles["text"].tolist() == ["Two."]
    assert "1 cells hold a formula without its value" in corpus.history[0].note


def test_a_link_out_of_the_folder_is_set_aside(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("Nobody may read this.", encoding="utf-8")
    (folder / "a.txt").write_text("They met.", encoding="utf-8")
    (folder / "b.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "c.txt").symlink_to(tmp_path / "nothing")
    (folder / "d.txt").symlink_to(folder / "a.txt")
    with pytest.warns(SetAsideWarning, match="a link out of the folder"):
        corpus = read_articles(folder)
    assert corpus.articles["article_id"].tolist() == ["a", "d"]
    assert corpus.set_aside["place"].tolist() == ["b.txt", "c.txt"]


def test_halves_of_characters_and_nuls_anywhere_in_json(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    row = '{"id": "1\\ud800", "outlet": "X\\u0000", "tag\\udc00": ["a\\ud83d"], "text": "\\ud83d\\ude00 met."}'
    path.write_text(row, encoding="utf-8")
    row = read_articles(path).articles.iloc[0].to_dict()
    assert (row["article_id"], row["text"], row["tag\ufffd"]) == ("1\ufffd", "😀 met.", "a\ufffd")
    json.dumps(row, default=str).encode("utf-8")


def test_a_sentence_of_megabytes_is_cut_around_each_match(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text\n1," + "they destroy and go on " * 2000, encoding="utf-8")
    table = concordance(ForceAxis()(read_articles(path)), category="destroy")
    assert len(table) == 2000
    assert table["sentence_text"].str.len().max() < 2000
    shown = [s[a:b] for s, a, b in zip(table["sentence_text"], table["start_in_sentence"], table["end_in_sentence"])]  # noqa: B905
    assert set(shown) == {"destroy"}
