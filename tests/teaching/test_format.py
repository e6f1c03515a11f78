"""Lessons as files: what is read, and what is refused with a message that says what is wrong."""

from pathlib import Path
from typing import Any

import pytest

from tests.teaching.making import HINTS, cell, small_cells, solution, test_of, write_lesson
from toolkit.errors import FramingError, LessonError, UnknownNameError
from toolkit.teaching.lesson import Lesson, find_lessons, read_lesson
from toolkit.teaching.regions import clear_regions, hidden_tests, solution_text
from toolkit.teaching.seal import seal_answers

test_of.__test__ = False  # type: ignore[attr-defined]  # a maker of cells, not a test

REGION = "a\n  ### BEGIN SOLUTION\n  b\n  ### END SOLUTION\nc\n### BEGIN HIDDEN TESTS\nd\n### END HIDDEN TESTS\ne"


def test_a_lesson_is_read(small: Lesson) -> None:
    first, _, third = small.exercises
    assert (first.name, first.variable, first.points, first.tolerance) == ("9a", "rate", 2, 0.05)
    assert first.hidden == "assert rate > 3.48"
    assert third.any_of == "['cat', 'dog']"
    assert [(one.name, one.points, one.note) for one in small.questions] == [("9d", 3, "A model answer: *both*.")]
    assert small.points == 4


def test_regions() -> None:
    assert clear_regions(REGION, cell_type="code") == "a\n  # YOUR CODE HERE\nc\ne"
    assert hidden_tests(REGION) == "d"
    assert solution_text(REGION) == "  b"


@pytest.mark.parametrize(
    "source",
    ["### BEGIN SOLUTION\nx", "### END SOLUTION", "### BEGIN SOLUTION\n### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS"],
)
def test_a_region_without_an_end_is_refused(source: str) -> None:
    with pytest.raises(LessonError, match="region"):
        clear_regions(source, cell_type="code")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("tolerance: 0.05", "tolerence: 0.05"), "Did you mean 'tolerance'?"),
        (("  9b:", "  9z:"), "'9z'"),
        (("above: 1000", "over: 1000"), "Known: 'hint', 'value', 'kind', 'below' or 'above'"),
        (("        hint: Do not round.\n", ""), "needs a `hint` and one condition"),
        (("exercises:", "excercises:"), "Did you mean 'exercises'?"),
        (("exercises:", "files: [../x]\nexercises:"), "files beside the lesson"),
        (("exercises:", "exercises: ["), "no YAML"),
    ],
)
def test_broken_hints_are_refused(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    with pytest.raises(FramingError) as caught:
        read_lesson(write_lesson(tmp_path, hints=HINTS.replace(*change)))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        (test_of("9a", 'check("9a", rate)', 1), "occurs twice"),
        (test_of("9x", "assert rate", 1), "must be locked and begin with check"),
        (test_of("9x", 'check("9x", rate)', 0), "`points` above 0"),
        (solution("9x", "rate = 1"), "needs a solution region"),
        (cell("### BEGIN SOLUTION\nx\n### END SOLUTION"), "no nbgrader metadata"),
        (cell("x", grade=True, solution=False, locked=True, grade_id="9 x", points=1), "version 3"),
        (cell("x", grade="yes", solution=False, locked=True, grade_id="9x", points=1), "version 3"),
    ],
)
def test_broken_cells_are_refused(tmp_path: Path, extra: dict[str, Any], message: str) -> None:
    with pytest.raises(LessonError, match=message):
        read_lesson(write_lesson(tmp_path, cells=[*small_cells(), extra]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("    tolerance: 0.05\n", ""), None),  # 3.5 has decimals
        (("value: n_sentences / n_words", "value: n_words / n_sentences"), "is the right answer"),
        (("value: n_sentences / n_words", "value: round(n_words / n_sentences)"), "has an earlier hint"),
        (("value: n_sentences / n_words", "value: no_such"), "NameError"),
        (("['cat', 'dog']", "['dog']"), "the solution's own among them"),
        (("hint: An animal of the text.", "hint: 'It is small.'\n    mistakes: [{kind: list, hint: xx}]"), "ok"),
        (("hint: Words by sentences.", "hint: An answer is 3.5"), "ok"),
    ],
)
def test_hints_that_could_not_be_given_are_refused(
    tmp_path: Path, change: tuple[str, str], message: str | None
) -> None:
    lesson = read_lesson(write_lesson(tmp_path, hints=HINTS.replace(*change)))
    if message == "ok":
        assert seal_answers(lesson)
        return
    with pytest.raises(LessonError, match=message or "needs a `tolerance`"):
        seal_answers(lesson)


def test_a_hint_that_says_the_answer_is_refused(tmp_path: Path) -> None:
    cells = small_cells()
    cells[5]["source"] = ["### BEGIN SOLUTION\n", "frame = 'Conflict'\n", "### END SOLUTION"]
    hints = HINTS.replace("Read the two", "It is conflict, of course; read the two")
    with pytest.raises(LessonError, match="says the answer"):
        seal_answers(read_lesson(write_lesson(tmp_path, cells=cells, hints=hints)))


def test_a_solution_that_does_not_run_is_refused(tmp_path: Path) -> None:
    cells = [*small_cells(), cell("1 / 0")]
    with pytest.raises(LessonError, match=r"does not run\. Cell 9: ZeroDivisionError"):
        seal_answers(read_lesson(write_lesson(tmp_path, cells=cells)))


def test_lessons_are_found_by_name(small: Lesson, tmp_path: Path) -> None:
    assert [one.name for one in find_lessons(small.path.parent)] == ["09_small"]
    with pytest.raises(UnknownNameError, match=r"Did you mean '09_small'\?"):
        find_lessons(small.path.parent, ["09_smal"])
    with pytest.raises(LessonError, match="no lessons"):
        find_lessons(tmp_path)
