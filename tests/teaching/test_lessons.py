"""The lessons that are shipped: their form, their answers, their hints, and what students get of them."""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
import yaml

from toolkit.teaching.checks import Checks, Verdict, read_checks, write_checks
from toolkit.teaching.grade import judge
from toolkit.teaching.lesson import Exercise, Lesson, find_lessons, solution_lines
from toolkit.teaching.notebook import Cell
from toolkit.teaching.regions import clear_regions
from toolkit.teaching.release import student_copy
from toolkit.teaching.run import run_lesson_cells
from toolkit.teaching.seal import expressions_to_seal, seal_run
from toolkit.teaching.values import MISSING

LESSONS = {lesson.name: lesson for lesson in find_lessons(Path(__file__).parents[2] / "notebooks" / "lessons")}
PLANTED = Path(__file__).parent / "planted"
CARD = ["Question", "For whom", "Time", "Needs", "You will be able to"]
LAST_SECTIONS = ["What can we say, and what not?", "Glossary", "Readings"]

every_lesson = pytest.mark.parametrize("name", LESSONS)


@dataclass(frozen=True)
class Trial:
    """A wrong answer as a student might type it, and words of the hint that it has to get."""

    exercise: Exercise
    source: str
    variable: str
    hint: str


@dataclass(frozen=True)
class Tried:
    """The sealed answers of a lesson, and what is said of each trial and of the solution."""

    sealed: Checks
    trials: list[tuple[Trial, Verdict]]
    solution: list[Verdict]


def in_place_of(lesson: Lesson, exercise: Exercise, by_hand: list[dict[str, str]]) -> list[Trial]:
    """Return what is tried where the solution of an exercise stands: the untouched cell, and mistakes of students."""
    cell = next(cell for cell in lesson.notebook.cells if cell.grade_id == f"answer-{exercise.name}")
    tries = [(clear_regions(cell.source, cell_type="code"), "")]  # the untouched cell
    tries += [(one["answer"], one["hint"]) for one in by_hand]
    forget = f"globals().pop({exercise.variable!r}, None)\n"
    return [Trial(exercise, forget + source, exercise.variable, hint) for source, hint in tries]


def after(exercise: Exercise) -> list[Trial]:
    """Return the mistakes that the lesson itself knows, which are told in the solution's variables."""
    names = [(f"mistake_{exercise.name}_{number}", mistake) for number, mistake in enumerate(exercise.mistakes)]
    known = [(name, mistake) for name, mistake in names if mistake.value is not None]
    return [Trial(exercise, f"{name} = {mistake.value}", name, mistake.hint) for name, mistake in known]


def with_trials(lesson: Lesson) -> list[Cell | Trial]:
    """Return the cells of a lesson with the trials at their places."""
    path = PLANTED / f"{lesson.name}.yaml"
    by_hand = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    assert set(by_hand) <= {one.name for one in lesson.exercises}
    extra = {f"answer-{one.name}": in_place_of(lesson, one, by_hand.get(one.name, [])) for one in lesson.exercises}
    extra |= {one.grade_id: after(one) for one in lesson.exercises}
    mixed: list[Cell | Trial] = []
    for cell in lesson.notebook.cells:
        beside = extra.get(cell.grade_id, [])
        mixed += [cell, *beside] if cell.nbgrader.get("grade") else [*beside, cell]
    return mixed


@cache
def tried(name: str) -> Tried:
    """Run a lesson once, with all trials: a process for each would take minutes."""
    lesson = LESSONS[name]
    cells: list[Cell] = []
    tests: list[tuple[Trial, Exercise]] = []
    for one in with_trials(lesson):
        if isinstance(one, Trial):
            test = f"trial-{len(tests)}"
            tests.append((one, Exercise(test, one.variable, 1, test)))
            cells += [Cell("code", one.source, {}), Cell("code", "", {"grade_id": test})]
        else:
            cells.append(one)
    exercises = [*(test for _, test in tests), *lesson.exercises]
    run = run_lesson_cells(cells, exercises, files=lesson.files, expressions=expressions_to_seal(lesson))
    sealed = seal_run(lesson, replace(run, errors=()))  # a wrong answer may end with an error
    said = [(trial, judge(trial.exercise, run.values.get(test.name, MISSING), sealed)) for trial, test in tests]
    return Tried(sealed, said, [judge(one, run.values.get(one.name, MISSING), sealed) for one in lesson.exercises])


@every_lesson
def test_sealed_answers_are_those_of_the_solution(name: str) -> None:
    assert read_checks(LESSONS[name].checks_path) == tried(name).sealed, f"Run: framing teach seal --lesson {name}"


@every_lesson
def test_a_solution_gets_all_points(name: str) -> None:
    assert [verdict.exercise for verdict in tried(name).solution if not verdict.right] == []


@every_lesson
def test_what_is_wrong_is_found_wrong_and_gets_its_hint(name: str) -> None:
    for trial, verdict in tried(name).trials:
        assert not verdict.right, trial.source
        assert trial.hint in verdict.hint, trial.source


@pytest.mark.parametrize("path", sorted(PLANTED.iterdir()), ids=lambda path: path.stem)
def test_mistakes_are_planted_in_each_exercise(path: Path) -> None:
    by_hand = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert list(by_hand) == [one.name for one in LESSONS[path.stem].exercises]


@every_lesson
def test_students_get_no_line_of_a_solution_and_no_answer(name: str, tmp_path: Path) -> None:
    lesson = LESSONS[name]
    cells = student_copy(lesson)["cells"]
    released = "\n".join("".join(cell["source"]) for cell in cells)
    assert [line for line in solution_lines(lesson) if line in released] == []
    assert [cell["outputs"] for cell in cells if cell.get("outputs")] == []
    assert not re.search(r"(BEGIN|END) (SOLUTION|HIDDEN)|Marking|model answer", released)
    write_checks(tmp_path / "sealed.json", tried(name).sealed)
    sealed = re.sub(r'"hint": "([^"\\]|\\.)*"', "", (tmp_path / "sealed.json").read_text(encoding="utf-8"))
    expressions = [mistake.value for one in lesson.exercises for mistake in one.mistakes if mistake.value]
    assert [text for text in expressions if len(text) > 4 and text in sealed] == []
    for one in tried(name).sealed.checks:
        for answer in one.answers:
            assert set(answer.to_json()) <= {"kind", "digest", "tolerance", "shifts"}
            assert re.fullmatch(r"[0-9a-f]{64}", answer.digest)
            assert all(0 <= shift < 2 * answer.tolerance for shift in answer.shifts)


@every_lesson
def test_it_opens_with_its_card(name: str) -> None:
    card = LESSONS[name].notebook.cells[0].source
    assert re.match(rf"# Lesson {int(name[:2])}\. \S", card)
    assert re.findall(r"^\| \*\*(.+?)\*\* \| \S.+ \|$", card, flags=re.M) == CARD


@every_lesson
def test_it_ends_with_limits_a_glossary_and_readings(name: str) -> None:
    cells = LESSONS[name].notebook.cells
    found = [title for cell in cells for title in re.findall(r"^## (?:\d+\. )?(.+)$", cell.source, flags=re.M)]
    assert found[-3:] == LAST_SECTIONS
    limits, glossary, readings = (cell.source for cell in cells[-3:])
    assert "**can**" in limits
    assert "**cannot**" in limits
    assert len(re.findall(r"^- \*\*[^*]+\*\*.*: \S", glossary, flags=re.M)) >= 5
    items = [line for line in readings.splitlines() if line.startswith("- ")]
    assert len(items) >= 3
    assert [item for item in items if not re.search(r"\(\d{4}\)\. .+https://\S+ — \S", item)] == []


@every_lesson
def test_sections_are_numbered_in_order(name: str) -> None:
    cells = LESSONS[name].notebook.cells
    numbers = [int(n) for cell in cells for n in re.findall(r"^## (\d+)\. ", cell.source, flags=re.M)]
    assert numbers == list(range(1, len(numbers) + 1))


@every_lesson
def test_exercises_are_announced_in_order_with_their_points(name: str) -> None:
    lesson = LESSONS[name]
    marked = {one.name: ("Exercise", one.points) for one in lesson.exercises}
    marked |= {one.name: ("Question", one.points) for one in lesson.questions}
    pattern = r"\*\*(Exercise|Question) (\w+)\*\* \((\d+) points?\)"
    text = "\n".join(cell.source for cell in lesson.notebook.cells if cell.cell_type == "markdown")
    said = {number: (kind, int(points)) for kind, number, points in re.findall(pattern, text)}
    assert said == marked
    assert list(said) == [f"{int(name[:2])}{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"[: len(said)]]
    assert len(lesson.exercises) >= 6
    assert lesson.questions


@every_lesson
def test_every_exercise_has_its_answer_its_hint_and_a_typical_mistake(name: str) -> None:
    lesson = LESSONS[name]
    order = [cell.grade_id for cell in lesson.notebook.cells]
    for one in lesson.exercises:
        assert one.grade_id == f"check-{one.name}"
        assert order.index(f"answer-{one.name}") + 1 == order.index(one.grade_id)
        assert one.hint, one.name
        assert one.mistakes, one.name
    for question in lesson.questions:
        assert "*A model answer.*" in question.note
        assert "*Marking.*" in question.note
