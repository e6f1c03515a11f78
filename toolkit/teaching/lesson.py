"""Lessons: notebooks with solutions, and beside each a YAML file with tolerances and hints.

The notebook follows nbgrader's conventions; `docs/teaching.md` describes the format for authors. An exercise is a test
cell that begins with `check("2a", rate)`: its name is 2a, the answer is the variable `rate`. A question is a cell of
text that a person marks.

Contents: `Mistake`, `Exercise`, `Question`, `Lesson`, `read_lesson`, `find_lessons`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from toolkit.errors import LessonError, ReadError, UnknownNameError
from toolkit.options import did_you_mean, quoted_list
from toolkit.teaching.notebook import Cell, Notebook, read_notebook
from toolkit.teaching.regions import hidden_tests, solution_text
from toolkit.teaching.values import NAMES

_CHECK = re.compile(r"check\(\s*[\"'](\w+)[\"']\s*,\s*([A-Za-z_]\w*)\s*\)")
_KEYS = {"grade": bool, "solution": bool, "locked": bool, "grade_id": str, "schema_version": int}


@dataclass(frozen=True)
class Mistake:
    """A condition on a wrong answer, and the hint for it.

    One of: `value`, an expression of Python in the solution's variables whose result the answer equals; `kind`, the
    kind of the answer, such as text; `below` or `above`, bounds of a number.
    """

    hint: str
    value: str | None = None
    kind: str | None = None
    below: float | None = None
    above: float | None = None


@dataclass(frozen=True)
class Exercise:
    """What is marked by the program: a variable, its points, and how its value is judged."""

    name: str
    variable: str
    points: float
    grade_id: str
    tolerance: float = 0.0
    any_of: str | None = None
    hint: str = ""
    mistakes: tuple[Mistake, ...] = ()
    hidden: str = ""


@dataclass(frozen=True)
class Question:
    """What a person marks: an answer in words, its points, and the marking note."""

    name: str
    points: float
    note: str


@dataclass(frozen=True)
class Lesson:
    """A lesson's notebook with its exercises, its questions and the data files that students get with it."""

    name: str
    path: Path
    notebook: Notebook
    exercises: tuple[Exercise, ...]
    questions: tuple[Question, ...]
    files: tuple[Path, ...] = ()

    @property
    def checks_path(self) -> Path:
        """Where the sealed answers lie."""
        return self.path.with_suffix(".checks.json")

    @property
    def points(self) -> float:
        """The most that the program can give; questions are extra."""
        return sum(one.points for one in self.exercises)


def find_lessons(folder: Path, names: Iterable[str] = ()) -> list[Lesson]:
    """Return the lessons of a folder, all of them or those named, sorted by name.

    Raises
    ------
    UnknownNameError : there is no lesson of this name. LessonError : there are none, or one is broken.
    """
    paths = {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
    if not paths:
        raise LessonError(f"There are no lessons in {folder}. Say where they are with --lessons.")
    for name in names:
        if name not in paths:
            raise UnknownNameError(
                f"No lesson {name!r} is in {folder}.{did_you_mean(name, paths)} There are: {quoted_list(paths)}."
            )
    return [read_lesson(paths[name]) for name in (sorted(set(names)) or paths)]


def read_lesson(path: Path) -> Lesson:
    """Read a lesson with its hints, and check that both are in order.

    Raises
    ------
    LessonError : what is wrong, with the cell or the exercise. ReadError : the notebook is none.
    """
    notebook, extra = read_notebook(path), _extra(path.with_suffix(".yaml"))
    name = path.stem
    try:
        hints = _mapping(extra.pop("exercises", {}), "exercises")
        files = tuple(_data_file(path.parent, one) for one in extra.pop("files", []))
        _refuse_unknown(extra, ("exercises", "files"), "the file")
        _check_cells(notebook.cells)
        exercises = tuple(_exercise(cell, hints) for cell in notebook.cells if _is_test(cell))
        _refuse_unknown(hints, [one.name for one in exercises], "exercises")
        questions = tuple(_question(cell) for cell in notebook.cells if _is_question(cell))
        _refuse_twice([one.name for one in exercises] + [one.name for one in questions])
    except LessonError as error:
        raise LessonError(f"Lesson {name}: {error}") from None
    return Lesson(name, path, notebook, exercises, questions, files)


def _extra(path: Path) -> dict[str, Any]:
    """Return what stands in the YAML file beside a lesson."""
    try:
        return _mapping(yaml.safe_load(path.read_text(encoding="utf-8")) or {}, path.name)
    except FileNotFoundError:
        return {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ReadError(f"{path.name} is no YAML that can be read: {' '.join(str(error).split())}") from None


def _mapping(data: Any, what: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise LessonError(f"`{what}` must be a mapping of keys to values; got {type(data).__name__}.")
    return {str(key): value for key, value in data.items()}


def _refuse_unknown(given: Iterable[str], known: Iterable[str], where: str) -> None:
    available = list(known)
    for key in given:
        if key not in available:
            raise LessonError(f"`{where}` has {key!r}.{did_you_mean(key, available)} Known: {quoted_list(available)}.")


def _refuse_twice(names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise LessonError(f"{quoted_list(twice)} occurs twice; each exercise and question needs a name of its own.")


def _data_file(folder: Path, name: Any) -> Path:
    if not isinstance(name, str) or Path(name).name != name or not (folder / name).is_file():
        raise LessonError(f"`files` must name files beside the lesson; got {name!r}.")
    return folder / name


def _is_test(cell: Cell) -> bool:
    return bool(cell.nbgrader.get("grade")) and not cell.nbgrader.get("solution")


def _is_question(cell: Cell) -> bool:
    return bool(cell.nbgrader.get("grade")) and bool(cell.nbgrader.get("solution"))


def _check_cells(cells: Iterable[Cell]) -> None:
    """Raise `LessonError` for metadata that nbgrader would not take, and for regions in the wrong place."""
    seen: list[str] = []
    for cell in cells:
        solution, hidden = solution_text(cell.source), hidden_tests(cell.source)
        if (solution or hidden) and not cell.nbgrader:
            raise LessonError(f"a cell with a region has no nbgrader metadata: {cell.source[:60]!r}.")
        if not cell.nbgrader:
            continue
        wrong = [key for key, kind in _KEYS.items() if not isinstance(cell.nbgrader.get(key), kind)]
        if wrong or cell.nbgrader["schema_version"] != 3 or not re.fullmatch(r"[\w-]+", cell.grade_id):
            raise LessonError(f"the metadata of cell {cell.grade_id!r} is not nbgrader's of version 3: {wrong}.")
        if bool(cell.nbgrader["solution"]) != bool(solution):
            raise LessonError(f"cell {cell.grade_id!r} needs a solution region exactly if it is a solution cell.")
        seen.append(cell.grade_id)
    _refuse_twice(seen)


def _points(cell: Cell) -> float:
    points = cell.nbgrader.get("points")
    if not isinstance(points, int | float) or isinstance(points, bool) or points <= 0:
        raise LessonError(f"cell {cell.grade_id!r} needs `points` above 0; got {points!r}.")
    return points


def _exercise(cell: Cell, hints: dict[str, Any]) -> Exercise:
    found = _CHECK.match(cell.source)
    if found is None or not cell.nbgrader["locked"]:
        raise LessonError(f'the test cell {cell.grade_id!r} must be locked and begin with check("NAME", variable).')
    name, variable = found.groups()
    extra = _mapping(hints.get(name, {}), name)
    _refuse_unknown(extra, ("tolerance", "any_of", "hint", "mistakes"), name)
    mistakes = tuple(_mistake(one, name) for one in extra.pop("mistakes", []))
    return Exercise(
        name, variable, _points(cell), cell.grade_id, mistakes=mistakes, hidden=hidden_tests(cell.source), **extra
    )


def _mistake(data: Any, name: str) -> Mistake:
    given = _mapping(data, f"mistakes of {name}")
    _refuse_unknown(given, [field.name for field in fields(Mistake)], f"mistakes of {name}")
    if not given.get("hint") or len(given) != 2:
        raise LessonError(f"a mistake of {name} needs a `hint` and one condition; got {', '.join(given)}.")
    if given.get("kind", "text") not in NAMES:
        raise LessonError(f"a mistake of {name} has the kind {given['kind']!r}. Known: {quoted_list(NAMES)}.")
    if "value" in given:
        given["value"] = str(given["value"])
    return Mistake(**given)


def _question(cell: Cell) -> Question:
    return Question(cell.grade_id, _points(cell), solution_text(cell.source).strip())


def solution_lines(lesson: Lesson) -> Iterator[str]:
    """Yield each line that students must not get, without the spaces around it."""
    for cell in lesson.notebook.cells:
        for text in (solution_text(cell.source), hidden_tests(cell.source)):
            yield from (line.strip() for line in text.splitlines() if line.strip())
