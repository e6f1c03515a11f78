"""Word pieces against the tokenizer of the original model.

The expected numbers were made with the library `tokenizers` 0.23.3 from the tokenizer.json of all-MiniLM-L6-v2.
"""

import hashlib
import tomllib
from pathlib import Path

import pytest

from toolkit.models.wordpiece import WordPieces

DATA = Path(__file__).parents[2] / "toolkit" / "models" / "data"
PIECES = WordPieces(DATA / "vocab.txt")

EXPECTED = {
    "The army destroyed the militia's weapons depot overnight.": [
        101,
        1996,
        2390,
        3908,
        1996,
        8396,
        1005,
        1055,
        4255,
        8470,
        11585,
        1012,
        102,
    ],
    "Café owners in ORLÉANS protested — “enough”.": [
        101,
        7668,
        5608,
        1999,
        5979,
        11456,
        1517,
        1523,
        2438,
        1524,
        1012,
        102,
    ],
    "$1,200.50 & 7% of e-mails": [
        101,
        1002,
        1015,
        1010,
        3263,
        1012,
        2753,
        1004,
        1021,
        1003,
        1997,
        1041,
        1011,
        5653,
        2015,
        102,
    ],
    "دمر الجيش المستودع": [
        101,
        1278,
        22192,
        17149,
        1270,
        23673,
        29819,
        14498,
        29825,
        1270,
        23673,
        22192,
        29824,
        29817,
        29836,
        15394,
        29830,
        102,
    ],
    "北京の天気": [101, 1781, 1755, 1671, 1811, 100, 102],
    "Ὀδυσσεύς ΣΑΣ": [101, 1169, 29722, 29735, 29733, 29733, 29723, 29735, 19579, 1173, 14608, 29733, 102],
    "snow\xadstorm zero\u200bwidth no\xa0break": [101, 4586, 19718, 5717, 9148, 11927, 2232, 2053, 3338, 102],
    "👍🏽 ok": [101, 100, 7929, 102],
    "İstanbul ǅ ß": [101, 9960, 100, 1096, 102],
}


@pytest.mark.parametrize("text", EXPECTED)
def test_the_numbers_are_those_of_the_original_tokenizer(text: str) -> None:
    assert PIECES.ids([text]) == [EXPECTED[text]]


def test_the_vocabulary_is_the_file_that_is_described() -> None:
    about = tomllib.loads((DATA / "about.toml").read_text(encoding="utf-8"))
    content = (DATA / about["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == about["sha256"]
    assert content.count(b"\n") == about["entries"]


@pytest.mark.parametrize("text", ["", " \t\n", "\u200b\x00", "\ud800"])
def test_a_text_without_pieces_has_none(text: str) -> None:
    assert PIECES.ids([text]) == [[]]


def test_a_long_text_ends_with_the_mark_for_the_end() -> None:
    (ids,) = PIECES.ids(["word " * 5_000])
    assert ids == [101] + [2773] * 254 + [102]


def test_a_mark_of_the_model_within_a_text_is_read_as_text() -> None:
    (ids,) = PIECES.ids(["[SEP]"])
    assert 102 not in ids[1:-1]


def test_a_word_of_more_than_a_hundred_characters_is_unknown() -> None:
    assert PIECES.ids(["a" * 101]) == [[101, 100, 102]]
    assert PIECES.ids(["a" * 100])[0][1] != 100


def test_a_word_is_cut_the_same_the_second_time() -> None:
    fresh = WordPieces(DATA / "vocab.txt")
    once, twice = [101, 29354, 12322, 102], [101, 29354, 12322, 29354, 12322, 102]  # kata, ##ib
    assert fresh.ids(["Kataib Kataib", "Kataib"]) == [twice, once]


def test_of_a_page_without_a_space_the_first_part_is_read() -> None:
    assert PIECES.ids(["北" * 1_000_000]) == PIECES.ids(["北" * 254])
    assert len(PIECES.ids(["北" * 254])[0]) == 256
