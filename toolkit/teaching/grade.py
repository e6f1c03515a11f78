"""Mark a folder of submissions: points and feedback for each, every submission run in isolation.

A submission runs in a process that knows no answer and reports the values of its variables. They are judged here, where
no line of the submission ever runs: what it prints, patches or writes changes nothing.

Contents: `Grades`, `Mark`, `grade_submissions`.
"""

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolkit.errors import FramingError, IsolationWarning, LessonError, ReadError
from toolkit.options import check_option, count
from toolkit.teaching.checks import Checks, Verdict
from toolkit.teaching.gradebook import write_grades
from toolkit.teaching.lesson import Exercise, Lesson, find_lessons
from toolkit.teaching.marks import Mark
from toolkit.teaching.notebook import Notebook, read_notebook
from toolkit.teaching.regions import STUBS
from toolkit.teaching.run import ISOLATIONS, find_isolation, find_visible, run_lesson_cells
from toolkit.teaching.seal import seal_answers
from toolkit.teaching.values import MISSING, Value, value_to_python

PARTIAL = (
    "Submissions run with limits and a fence inside Python only, since this system lacks namespaces or forbids them: "
    "code that sets out to read your files can do so. See docs/teaching.md."
)


@dataclass(frozen=True)
class Grades:
    """The marks of all submissions, the files written, and how submissions were isolated."""

    marks: tuple[Mark, ...]
    tables: tuple[Path, ...]
    isolation: str
    not_used: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        lines = []
        for table in self.tables:
            there = [mark for mark in self.marks if mark.lesson == table.stem]
            marked = [mark for mark in there if mark.verdicts]
            mean = (
                f", mean {sum(m.total for m in marked) / len(marked):.1f} of {marked[0].out_of:g} points"
                if marked
                else ""
            )
            lines.append(f"{table}: {len(marked)} of {count(len(there), 'student')} marked{mean}.")
        return "\n".join([*lines, *(f"Not used: {one}" for one in self.not_used)])


def grade_submissions(
    submissions: str | Path,
    lessons: str | Path,
    output: str | Path,
    *,
    names: Iterable[str] = (),
    seconds: int = 120,
    megabytes: int = 4096,
    isolation: str | None = None,
) -> Grades:
    """Mark submissions and write a table of points for each lesson and a page of feedback for each student.

    Parameters
    ----------
    submissions : a folder with a folder for each student, in which the student's notebooks lie. A notebook belongs to
        the lesson of its file name, or else to the one that its metadata names.
    lessons : the folder with the solutions.
    output : where to write; it is made if it is not there. Tables and pages of an earlier run are replaced.
    names : only these lessons; all by default.
    seconds, megabytes : limits of time and memory for one submission.
    isolation : "full" (Linux namespaces) or "partial"; by default the best that there is, with a warning if partial.

    Returns
    -------
    The marks, and where they were written: `output/LESSON.csv` has name, lesson, a column an exercise and a question,
    total, out_of, to_mark and note; `output/LESSON/NAME.html` is the feedback.

    Raises
    ------
    LessonError : a lesson is broken, or one of the folders holds what a submission needs to run. ReadError : there is
    no folder of submissions.
    """
    folder, target = Path(submissions), Path(output)
    if not folder.is_dir():
        raise ReadError(f"{folder} is no folder. Submissions are expected as {folder}/NAME/LESSON.ipynb.")
    chosen = find_isolation() if isolation is None else check_option("isolation", isolation, ISOLATIONS)
    if chosen == "partial":
        warnings.warn(PARTIAL, IsolationWarning, stacklevel=2)
    found = find_lessons(Path(lessons), names)
    denied = (Path(lessons), folder, target)
    _check_apart(denied)
    room = Room(seconds, megabytes, denied, chosen)
    handed_in, not_used = _sort_out(folder, [lesson.name for lesson in found])
    marks: list[Mark] = []
    tables = []
    for lesson in found:
        sealed = seal_answers(lesson)
        mine = [mark_submission(name, paths.get(lesson.name, []), lesson, sealed, room) for name, paths in handed_in]
        tables.append(write_grades(target, lesson, mine))
        marks += mine
    return Grades(tuple(marks), tuple(tables), chosen, tuple(not_used))


def _check_apart(folders: Iterable[Path]) -> None:
    """Raise `LessonError` for a folder that cannot be hidden from submissions."""
    for folder in folders:
        if any(Path(path).is_relative_to(folder.resolve()) for path in find_visible()):
            raise LessonError(f"The folder {folder} holds Python or the toolkit. Use one that holds nothing else.")


@dataclass(frozen=True)
class Room:
    """In what a submission runs: limits, folders that it must not read, and the kind of isolation."""

    seconds: int
    megabytes: int
    denied: tuple[Path, ...]
    isolation: str


def _sort_out(folder: Path, lessons: Sequence[str]) -> tuple[list[tuple[str, dict[str, list[Path]]]], list[str]]:
    """Return for each student the notebooks by lesson, and what belongs to none."""
    students, not_used = [], []
    for place in sorted(folder.iterdir()):
        if place.name.startswith("."):
            continue
        if place.is_symlink() or not place.is_dir():
            not_used.append(f"{place.name}: not a student's folder.")
            continue
        found: dict[str, list[Path]] = {}
        for path in sorted(place.glob("*.ipynb")):
            lesson = _lesson_of(path, lessons)
            if lesson is None:
                not_used.append(f"{place.name}/{path.name}: of no lesson that is marked.")
            else:
                found.setdefault(lesson, []).append(path)
        students.append((place.name, found))
    return students, not_used


def _lesson_of(path: Path, lessons: Sequence[str]) -> str | None:
    """Return the lesson that a notebook belongs to: by its file name, by its metadata, or because there is only one."""
    if path.stem in lessons:
        return path.stem
    try:
        said = read_notebook(path).lesson
    except ReadError:
        said = ""
    if said in lessons:
        return said
    return lessons[0] if path.stem == "lesson" and len(lessons) == 1 else None


def mark_submission(name: str, paths: Sequence[Path], lesson: Lesson, sealed: Checks, room: Room) -> Mark:
    """Return the marks of one student for one lesson; whatever is handed in, marking goes on with the next."""
    empty = Mark(name, lesson.name, dict.fromkeys((one.name for one in lesson.exercises), 0.0), lesson.points)
    empty = replace(empty, questions=lesson.questions)
    if len(paths) != 1:
        said = "Not handed in." if not paths else f"{len(paths)} notebooks of this lesson; hand in one."
        return replace(empty, note=said)
    try:
        notebook = read_notebook(paths[0])
        run = run_lesson_cells(
            notebook.cells, lesson.exercises, seconds=room.seconds, megabytes=room.megabytes, files=lesson.files,
            denied=room.denied, isolation=room.isolation,
        )  # fmt: skip
    except (FramingError, OSError, ValueError, RecursionError) as error:
        return replace(empty, note=f"It could not be marked. {error}")
    values = {one.name: run.values.get(one.name, MISSING) for one in lesson.exercises}
    verdicts = tuple(judge(one, values[one.name], sealed) for one in lesson.exercises)
    right = {verdict.exercise for verdict in verdicts if verdict.right}
    points = {one.name: float(one.points) if one.name in right else 0.0 for one in lesson.exercises}
    return replace(
        empty, points=points, verdicts=verdicts, errors=run.errors, note=run.note, answers=_answers(notebook, lesson)
    )


def judge(exercise: Exercise, value: Value, sealed: Checks) -> Verdict:
    """Return the verdict on a value: it must be the answer and pass the hidden tests, if there are any."""
    verdict = sealed.judge(exercise.name, value)
    if not verdict.right or not exercise.hidden:
        return verdict
    try:
        # The code was written by the author of the lesson; of the submission there is only a plain value.
        exec(compile(exercise.hidden, exercise.grade_id, "exec"), {exercise.variable: value_to_python(value)})  # noqa: S102
    except AssertionError:
        return Verdict(exercise.name, False, "a value that passes all tests", "one that fails a further test")
    except Exception as error:
        raise LessonError(f"The hidden tests of {exercise.name} end with {type(error).__name__}: {error}") from None
    return verdict


def _answers(notebook: Notebook, lesson: Lesson) -> dict[str, str]:
    """Return the answers in words, by question; an untouched cell is no answer."""
    wanted = {question.name for question in lesson.questions}
    texts = {cell.grade_id: cell.source for cell in notebook.cells if cell.grade_id in wanted}
    return {name: text for name, text in texts.items() if text.replace(STUBS["markdown"], "").strip()}
