"""Marks of submissions that are ordinary, odd, or no notebooks at all."""

import csv
import os
import sys
from pathlib import Path

import pytest

from tests.teaching.making import answered, cell, notebook, small_cells, write, write_lesson
from toolkit.errors import IsolationWarning, LessonError, ReadError
from toolkit.teaching import grade_submissions
from toolkit.teaching.checks import Checks
from toolkit.teaching.grade import Room, mark_submission
from toolkit.teaching.lesson import Lesson, read_lesson
from toolkit.teaching.marks import Mark
from toolkit.teaching.run import find_isolation

pytestmark = pytest.mark.filterwarnings("ignore::toolkit.errors.IsolationWarning")  # not every computer has namespaces
RIGHT = ("rate = n_words / n_sentences", "frame = 'a'", "animal = 'dog'")


def rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def test_points_feedback_and_totals(small: Lesson, tmp_path: Path) -> None:
    handed_in = tmp_path / "in"
    write(handed_in / "ann" / "09_small.ipynb", answered(*RIGHT))
    write(handed_in / "bob" / "renamed (1).ipynb", answered("rate = 2 / 7", "frame = 'a'", question="YOUR ANSWER HERE"))
    write(handed_in / "<b>=cy" / "lesson.ipynb", answered(*RIGHT[:2], "animal = '<img src=x>'"))
    write(handed_in / "=HYPERLINK(1)" / "09_small.ipynb", answered("rate = 3.46", *RIGHT[1:]))
    (handed_in / "dan").mkdir()
    write(handed_in / "eve" / "other.ipynb", notebook([cell("1")]))
    write(handed_in / "two" / "09_small.ipynb", answered(*RIGHT))
    write(handed_in / "two" / "copy.ipynb", answered(*RIGHT))
    (handed_in / "readme.txt").write_text("x", encoding="utf-8")
    (handed_in / "link").symlink_to(handed_in / "ann")
    grades = grade_submissions(handed_in, small.path.parent, tmp_path / "out", seconds=20)
    table = rows(tmp_path / "out" / "09_small.csv")
    assert list(table["ann"]) == ["name", "lesson", "9a", "9b", "9c", "9d", "total", "out_of", "to_mark", "note"]
    assert list(table["ann"].values()) == ["ann", "09_small", "2", "1", "1", "", "4", "4", "3", ""]
    assert list(table["bob"].values()) == ["bob", "09_small", "0", "1", "0", "0", "1", "4", "0", ""]
    assert table["<b>=cy"]["total"] == "3"
    assert table["'=HYPERLINK(1)"]["total"] == "2"  # within the tolerance, but not above 3.48: a hidden test
    assert table["dan"]["note"] == table["eve"]["note"] == "Not handed in."
    assert table["two"]["note"] == "2 notebooks of this lesson; hand in one."
    assert set(grades.not_used) == {
        "eve/other.ipynb: of no lesson that is marked.", "link: not a student's folder.",
        "readme.txt: not a student's folder.",
    }  # fmt: skip
    pages = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out" / "09_small").iterdir()}
    assert len(pages) == len(table) == 7
    assert "It is the other way round." in pages["bob.html"]
    assert "My *answer* &lt;script&gt;" in pages["ann.html"]
    assert "&lt;img src=x&gt;" in pages["b_cy.html"]
    for page in pages.values():
        assert "<script" not in page
        assert "<img" not in page
        assert "n_words / n_sentences" not in page
        assert "model answer" not in page


def mark(small: Lesson, sealed: Checks, path: Path, seconds: int = 20) -> Mark:
    return mark_submission("x", [path], small, sealed, Room(seconds, 2048, (small.path.parent,), find_isolation()))


def test_a_deleted_or_copied_test_cell_costs_nothing(small: Lesson, sealed: Checks, tmp_path: Path) -> None:
    data = answered(*RIGHT)
    kept = [one for one in data["cells"] if one["metadata"].get("nbgrader", {}).get("grade_id") != "check-9a"]
    assert mark(small, sealed, write(tmp_path / "a.ipynb", data | {"cells": kept})).total == 4
    assert mark(small, sealed, write(tmp_path / "b.ipynb", data | {"cells": data["cells"] * 2})).total == 4


def test_later_cells_are_run_after_an_error(small: Lesson, sealed: Checks, tmp_path: Path) -> None:
    result = mark(small, sealed, write(tmp_path / "a.ipynb", answered("1 / 0", *RIGHT[1:])))
    assert result.points == {"9a": 0, "9b": 1, "9c": 1}
    assert result.errors == ("Cell 3: ZeroDivisionError: division by zero",)


def test_what_is_answered_before_the_end_counts(small: Lesson, sealed: Checks, tmp_path: Path) -> None:
    result = mark(small, sealed, write(tmp_path / "a.ipynb", answered(*RIGHT[:2], "import os; os._exit(0)")))
    assert result.points == {"9a": 2, "9b": 1, "9c": 0}
    assert result.note == "The notebook ended before its last cell."


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (b"", "no Jupyter notebook"),
        (b"\x89PNG\r\n\x1a\n\xff", "no Jupyter notebook"),
        (b"[" * 200_000, "no Jupyter notebook"),
        (b'{"cells": ' + b"9" * 5000 + b"}", "no Jupyter notebook"),
        (b"[]", "no Jupyter notebook of version 4"),
        (b'{"cells": [], "nbformat": 3}', "no Jupyter notebook of version 4"),
        (b'{"cells": [{"source": 3}], "nbformat": 4}', "one of its cells is broken"),
        (b'{"cells": [7], "nbformat": 4}', "one of its cells is broken"),
        (b'{"cells": [{"source": "x", "metadata": [1]}], "nbformat": 4, "metadata": 3}', ""),
        (b'{"cells": [{"cell_type": "code", "source": "x = \'\\ud800\'"}], "nbformat": 4}', ""),
    ],
)
def test_what_is_no_notebook_gets_no_points(
    small: Lesson, sealed: Checks, tmp_path: Path, content: bytes, note: str
) -> None:
    path = tmp_path / "lesson.ipynb"
    path.write_bytes(content)
    result = mark(small, sealed, path)
    assert result.total == 0
    assert note in result.note


def test_half_a_gigabyte_a_link_a_folder_and_a_pipe_are_not_read(small: Lesson, sealed: Checks, tmp_path: Path) -> None:
    large, link, folder, pipe = (tmp_path / f"{name}.ipynb" for name in ("large", "link", "folder", "pipe"))
    large.touch()
    os.truncate(large, 500_000_000)
    link.symlink_to(small.path)
    folder.mkdir()
    os.mkfifo(pipe)
    notes = [mark(small, sealed, path).note for path in (large, link, folder, pipe)]
    assert "500 megabytes" in notes[0]
    assert "a link to another file" in notes[1]
    assert "not an ordinary file" in notes[2]
    assert "not an ordinary file" in notes[3]


def test_less_protection_is_said(small: Lesson, tmp_path: Path) -> None:
    write(tmp_path / "in" / "ann" / "09_small.ipynb", answered(*RIGHT))
    with pytest.warns(IsolationWarning, match="inside Python only"):
        grades = grade_submissions(tmp_path / "in", small.path.parent, tmp_path / "out", isolation="partial")
    assert (grades.isolation, grades.marks[0].total) == ("partial", 4)


def test_folders_that_hold_python_itself_are_refused(small: Lesson, tmp_path: Path) -> None:
    with pytest.raises(LessonError, match="holds Python or the toolkit"):
        grade_submissions(Path(sys.prefix).parent, small.path.parent, tmp_path / "out")


def test_a_missing_folder_and_broken_hidden_tests_are_said(small: Lesson, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"NAME/LESSON\.ipynb"):
        grade_submissions(tmp_path / "no", small.path.parent, tmp_path / "out")
    cells = small_cells()
    cells[4]["source"] = [line.replace("assert rate > 3.48", "assert rte") for line in cells[4]["source"]]
    lesson = read_lesson(write_lesson(tmp_path / "lessons", cells=cells))
    write(tmp_path / "in" / "ann" / "09_small.ipynb", answered(*RIGHT))
    with pytest.raises(LessonError, match="The hidden tests of 9a end with NameError"):
        grade_submissions(tmp_path / "in", lesson.path.parent, tmp_path / "out")
