"""A lesson as a page to read: for students with the questions and without the answers, for teachers with both.

The solution is run once, so the outputs are those of a real run. From the students' page is taken what they have
to find out: the answers, what `check` says, and every output that depends on an answer.

Contents: `Part`, `LessonPage`, `lesson_page`, `AUDIENCES`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from toolkit.teaching.cell_html import Output, markdown_html, outputs_html, title_of
from toolkit.teaching.depends import cells_after_answers
from toolkit.teaching.lesson import Exercise, Lesson, Question
from toolkit.teaching.notebook import Cell
from toolkit.teaching.regions import clear_regions, solution_text, without_markers

AUDIENCES = ("students", "teacher")


@dataclass(frozen=True)
class Part:
    """One cell on a page.

    `kind` is "words", "code", "answer" (a cell of code that students fill in), "check", or "question" (an answer in
    words). `words` is the HTML of a text, `source` code; `withheld`: the outputs are for those who have answered.
    """

    kind: str
    words: str = ""
    source: str = ""
    outputs: tuple[Output, ...] = ()
    withheld: bool = False
    exercise: Exercise | None = None
    question: Question | None = None


@dataclass(frozen=True)
class LessonPage:
    """A lesson for one audience; `file` is the name of its page, `points` what exercises and questions give."""

    file: str
    title: str
    points: float
    parts: tuple[Part, ...]


def lesson_page(lesson: Lesson, executed: dict[str, Any], *, audience: str) -> LessonPage:
    """Return the page of a lesson.

    Parameters
    ----------
    lesson : with its solution.
    executed : its notebook with outputs, as `execute_notebook` returned it.
    audience : "students" or "teacher".
    """
    parts = tuple(_parts(lesson, executed, for_students=audience == "students"))
    title = next(filter(None, (title_of(c.source) for c in lesson.notebook.cells if c.cell_type == "markdown")), "")
    every = lesson.points + sum(question.points for question in lesson.questions)
    return LessonPage(f"{lesson.name}.html", title or lesson.name, every, parts)


def _parts(lesson: Lesson, executed: dict[str, Any], *, for_students: bool) -> Iterator[Part]:
    exercises = {one.grade_id: one for one in lesson.exercises}
    questions = {one.name: one for one in lesson.questions}
    after = cells_after_answers(lesson.notebook.cells) if for_students else set()
    for position, (cell, run) in enumerate(zip(lesson.notebook.cells, executed["cells"], strict=True)):
        if cell.grade_id in questions:
            yield _question(cell, questions[cell.grade_id], for_students=for_students)
        elif cell.cell_type == "markdown":
            yield Part("words", markdown_html(_source(cell, for_students=for_students)))
        elif cell.cell_type == "code":
            withheld = position in after
            shown = () if withheld else tuple(outputs_html(run["outputs"]))
            yield _code(cell, shown, exercises.get(cell.grade_id), withheld=withheld, for_students=for_students)


def _source(cell: Cell, *, for_students: bool) -> str:
    return clear_regions(cell.source, cell_type=cell.cell_type) if for_students else without_markers(cell.source)


def _question(cell: Cell, question: Question, *, for_students: bool) -> Part:
    words = "" if for_students else markdown_html(solution_text(cell.source))
    return Part("question", words, question=question)


def _code(
    cell: Cell, outputs: tuple[Output, ...], exercise: Exercise | None, *, withheld: bool, for_students: bool
) -> Part:
    source = _source(cell, for_students=for_students).strip("\n")
    if exercise is not None:
        return Part("check", source=source, outputs=() if for_students else outputs, exercise=exercise)
    if cell.nbgrader.get("solution"):
        return Part("answer", source=source, outputs=() if for_students else outputs)
    return Part("code", source=source, outputs=outputs, withheld=withheld and bool(source))
