"""Make the sealed answers of lessons from their solutions.

The solution is run once; answers and typical mistakes are the values that its variables have, so nobody types them.

Contents: `seal_lessons`, `seal_answers`, `seal_run`, `expressions_to_seal`.
"""

import math
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from toolkit.errors import LessonError
from toolkit.teaching.checks import Check, Checks, SealedMistake, read_checks, write_checks
from toolkit.teaching.lesson import Exercise, Lesson, Mistake, find_lessons
from toolkit.teaching.run import Run, run_lesson_cells
from toolkit.teaching.sealing import Sealed, seal_value
from toolkit.teaching.values import MISSING, Value, normal_text, show_value, value_to_python


def seal_lessons(folder: str | Path, *, names: Iterable[str] = ()) -> list[Path]:
    """Run the solutions of lessons and write their sealed answers beside them, as `NAME.checks.json`.

    Parameters
    ----------
    folder : where the lessons are.
    names : only these lessons; all by default.

    Returns
    -------
    The files written.

    Raises
    ------
    LessonError : a lesson is broken, its solution does not run, or one of its hints could never be given.
    """
    lessons = find_lessons(Path(folder), names)
    for lesson in lessons:
        write_checks(lesson.checks_path, seal_answers(lesson))
    return [lesson.checks_path for lesson in lessons]


def seal_answers(lesson: Lesson) -> Checks:
    """Run a lesson's solution and return its sealed answers, with the salt that they had before, if any."""
    cells, expressions = lesson.notebook.cells, expressions_to_seal(lesson)
    return seal_run(lesson, run_lesson_cells(cells, lesson.exercises, files=lesson.files, expressions=expressions))


def expressions_to_seal(lesson: Lesson) -> dict[str, list[str]]:
    """Return by exercise what a run of the solution has to evaluate beside the answer."""
    return {one.name: _expressions(one) for one in lesson.exercises}


def seal_run(lesson: Lesson, run: Run) -> Checks:
    """Return the sealed answers of a solution that was run already."""
    if run.errors or run.note:
        raise LessonError(f"Lesson {lesson.name}: its solution does not run. {' '.join([*run.errors, run.note])}")
    known = lesson.checks_path.is_file()
    salt = read_checks(lesson.checks_path).salt if known else secrets.token_hex(8)
    checks = []
    for one in lesson.exercises:
        try:
            checks.append(_check(one, run.values.get(one.name, MISSING), run.extras.get(one.name, ()), salt))
        except LessonError as error:
            raise LessonError(f"Lesson {lesson.name}, exercise {one.name}: {error}") from None
    return Checks(lesson.name, salt, tuple(checks), tuple(path.name for path in lesson.files))


def _expressions(exercise: Exercise) -> list[str]:
    """Return what is evaluated for an exercise: the wrong answers, and last all right ones if there are several."""
    wrong = [mistake.value for mistake in exercise.mistakes if mistake.value is not None]
    return [*wrong, *([exercise.any_of] if exercise.any_of else [])]


def _check(exercise: Exercise, answer: Value, extras: tuple[Value, ...], salt: str) -> Check:
    values = list(extras)
    right = _all_right(values.pop(), answer) if exercise.any_of else [answer]
    answers = tuple(seal_value(one, salt, tolerance=exercise.tolerance) for one in right)
    for mistake in exercise.mistakes:
        _refuse_telling(mistake.hint, right)
    _refuse_telling(exercise.hint, right)
    wrong = iter(values)
    mistakes: list[SealedMistake] = []
    for mistake in exercise.mistakes:
        value = next(wrong) if mistake.value is not None else None
        if value is not None and any(one.fits(value, salt) for one in answers):
            raise LessonError(f"the mistake {mistake.value!r} is the right answer ({show_value(value)}).")
        if value is not None and any(one.applies(value, salt) for one in mistakes):
            raise LessonError(f"the mistake {mistake.value!r} ({show_value(value)}) has an earlier hint already.")
        mistakes.append(_sealed(mistake, value, exercise, salt))
    return Check(exercise.name, exercise.variable, exercise.grade_id, answers, tuple(mistakes), exercise.hint)


def _all_right(listed: Value, answer: Value) -> list[Value]:
    if listed.kind not in ("list", "set") or answer not in listed.content:
        raise LessonError("`any_of` must give a list or set of right answers, the solution's own among them.")
    return list(dict.fromkeys(listed.content))


def _sealed(mistake: Mistake, value: Value | None, exercise: Exercise, salt: str) -> SealedMistake:
    sealed = None if value is None else _seal_wrong(value, exercise.tolerance, mistake.value, salt)
    return SealedMistake(mistake.hint, sealed, mistake.kind, mistake.below, mistake.above)


def _seal_wrong(value: Value, tolerance: float, expression: str | None, salt: str) -> Sealed:
    """Return a sealed mistake; its tolerance is that of the answer, or one fit for its smallest number if narrower."""
    # A power of ten: a tolerance that is a fixed share of the number would tell the number.
    numbers = [abs(number) for number in _numbers(value_to_python(value)) if number]
    widths = [10.0 ** (math.floor(math.log10(number)) - 2) for number in numbers]
    narrow = min([*widths, tolerance] if tolerance else widths, default=0.0)
    decimals = any(isinstance(number, float) for number in numbers)
    try:
        return seal_value(value, salt, tolerance=narrow if decimals else 0.0)
    except LessonError as error:
        raise LessonError(f"the mistake {expression!r} gives {show_value(value)}. {error}") from None


def _numbers(found: object) -> list[int | float]:
    if isinstance(found, bool):
        return []
    if isinstance(found, int | float):
        return [found] if found == found else []  # an undefined number is not equal to itself
    inside = found.values() if isinstance(found, dict) else found if isinstance(found, list | set) else ()
    return [number for one in inside for number in _numbers(one)]


def _refuse_telling(hint: str, answers: Iterable[Value]) -> None:
    """Raise `LessonError` if a hint says an answer; letters of a choice and numbers of one digit may stand in one."""
    words = normal_text(hint)
    for answer in answers:
        if answer.kind == "text" and len(answer.content) > 3:
            told = normal_text(answer.content)
        elif answer.kind == "number" and answer.content is not None and abs(answer.content) >= 10:
            told = f"{answer.content:g}"
        else:
            continue
        if re.search(rf"(?<![\w.]){re.escape(told)}(?!\w)", words):
            raise LessonError(f"the hint {hint[:60]!r} says the answer.")
