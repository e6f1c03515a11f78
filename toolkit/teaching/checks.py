"""Sealed answers of a lesson, and what is said to a student about a value.

The file `NAME.checks.json` lies beside a student's notebook. It holds for each exercise the sealed answer, sealed
typical mistakes with a hint each, and a hint for all other cases. It says nothing about the answer but its kind.

Contents: `Check`, `Checks`, `Verdict`, `read_checks`, `write_checks`, `check`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.errors import LessonError, OptionError, ReadError
from toolkit.options import did_you_mean, quoted_list
from toolkit.teaching.sealing import Sealed
from toolkit.teaching.values import NAMES, Value, describe_value, holds_blank, show_value


@dataclass(frozen=True)
class SealedMistake:
    """A hint with its condition: a sealed value, a kind of value, or bounds."""

    hint: str
    value: Sealed | None = None
    kind: str | None = None
    below: float | None = None
    above: float | None = None

    def applies(self, value: Value, salt: str) -> bool:
        """Return whether a value is this mistake."""
        if self.value is not None:
            return self.value.fits(value, salt)
        if self.kind is not None:
            return value.kind == self.kind
        number = value.content if value.kind == "number" else None
        if number is None:
            return False
        return (self.below is not None and number < self.below) or (self.above is not None and number > self.above)


@dataclass(frozen=True)
class Verdict:
    """What is said of an answer: is it right, what was expected, what was found, and a hint."""

    exercise: str
    right: bool
    expected: str = ""
    found: str = ""
    hint: str = ""

    def __str__(self) -> str:
        if self.right:
            return f"{self.exercise}: right."
        lines = [f"{self.exercise}: not yet.", f"  Expected: {self.expected}.", f"  Found:    {self.found}"]
        return "\n".join([*lines, f"  Hint:     {self.hint}"] if self.hint else lines)


@dataclass(frozen=True)
class Check:
    """How the answer to one exercise is judged."""

    exercise: str
    variable: str
    grade_id: str
    answers: tuple[Sealed, ...]
    mistakes: tuple[SealedMistake, ...] = ()
    hint: str = ""

    def judge(self, value: Value, salt: str) -> Verdict:
        """Return what is to be said of a value."""
        if any(answer.fits(value, salt) for answer in self.answers):
            return Verdict(self.exercise, True)
        return Verdict(self.exercise, False, self._expected(), show_value(value), self._hint(value, salt))

    def _expected(self) -> str:
        kinds = list(dict.fromkeys(NAMES[answer.kind] for answer in self.answers))
        tolerance = self.answers[0].tolerance
        how = f", give or take {tolerance:g}" if tolerance else ""
        return f"{' or '.join(kinds)} in the variable {self.variable}{how}"

    def _hint(self, value: Value, salt: str) -> str:
        """Return the first hint that applies, or else one for values of the wrong kind, or the general one."""
        if holds_blank(value):
            return _BLANK
        for mistake in self.mistakes:
            if mistake.applies(value, salt):
                return mistake.hint
        if value.kind == "missing":
            return _MISSING
        kinds = {answer.kind for answer in self.answers}
        return self._other_kind(value, kinds) or self.hint

    def _other_kind(self, value: Value, kinds: set[str]) -> str:
        if value.kind in kinds:
            return "This number is not defined: something was divided by nothing." if value == Value("number") else ""
        if value.kind == "text" and kinds == {"number"}:
            return "A number is wanted. Leave out the quotation marks."
        if value.kind == "number" and kinds == {"text"}:
            return "A text is wanted. Put it in quotation marks."
        if value.kind == "list" and len(value.content) == 1:
            return "This is a list with one item. Take the item out of it."
        return f"This is {NAMES[value.kind]}."


_BLANK = "Nothing is there yet: put your answer in the place of the dots and run that cell again."
_MISSING = "Run the cell in which the variable gets its value, and keep its name as it was."


@dataclass(frozen=True)
class Checks:
    """The checks of a lesson, and the names of the data files that belong to it."""

    lesson: str
    salt: str
    checks: tuple[Check, ...]
    files: tuple[str, ...] = ()

    def judge(self, exercise: str, value: Value) -> Verdict:
        """Return what is to be said of a value as the answer to an exercise."""
        for one in self.checks:
            if one.exercise == exercise:
                return one.judge(value, self.salt)
        raise _unknown(exercise, [one.exercise for one in self.checks])


def _unknown(exercise: object, names: Sequence[str]) -> OptionError:
    return OptionError(f"No exercise {exercise!r}.{did_you_mean(str(exercise), names)} There are {quoted_list(names)}.")


def write_checks(path: Path, checks: Checks) -> None:
    """Write sealed answers to a file."""
    data = {
        "lesson": checks.lesson, "salt": checks.salt,
        "about": "Sealed answers for check(); made by `framing teach`, not to be edited.",
        "files": list(checks.files),
        "exercises": {one.exercise: _check_to_json(one) for one in checks.checks},
    }  # fmt: skip
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _check_to_json(check: Check) -> dict[str, Any]:
    return {
        "variable": check.variable, "grade_id": check.grade_id, "hint": check.hint,
        "answers": [one.to_json() for one in check.answers],
        "mistakes": [_mistake_to_json(one) for one in check.mistakes],
    }  # fmt: skip


def _mistake_to_json(mistake: SealedMistake) -> dict[str, Any]:
    conditions = {"kind": mistake.kind, "below": mistake.below, "above": mistake.above}
    data: dict[str, Any] = {key: value for key, value in conditions.items() if value is not None}
    return {"hint": mistake.hint, **data, **({"value": mistake.value.to_json()} if mistake.value else {})}


def read_checks(path: Path) -> Checks:
    """Read sealed answers; raise `ReadError` if the file is broken."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        checks = tuple(_check_from_json(name, one) for name, one in data["exercises"].items())
        files = tuple(Path(str(one)).name for one in data["files"])
        return Checks(str(data["lesson"]), str(data["salt"]), checks, files)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ReadError(f"{path.name} holds no sealed answers. Take the file from the lesson again.") from None


def _check_from_json(name: str, data: dict[str, Any]) -> Check:
    answers = tuple(Sealed.from_json(one) for one in data["answers"])
    if not answers:
        raise ValueError("no answer")
    mistakes = tuple(_mistake_from_json(one) for one in data["mistakes"])
    return Check(name, str(data["variable"]), str(data["grade_id"]), answers, mistakes, str(data["hint"]))


def _mistake_from_json(data: dict[str, Any]) -> SealedMistake:
    value = Sealed.from_json(data["value"]) if "value" in data else None
    return SealedMistake(str(data["hint"]), value, data.get("kind"), data.get("below"), data.get("above"))


class NotYet(AssertionError):
    """An answer is not right yet. Notebooks show what is to be said about it, and no lines of code."""

    def _render_traceback_(self) -> list[str]:
        return str(self).split("\n")


def check(exercise: str, value: object) -> None:
    """Say whether a value is the answer to an exercise of the lesson in this folder.

    Works without a network. Where the answer is not right yet, it says what kind of value was expected, what was found,
    and a hint; it never says the answer.

    Parameters
    ----------
    exercise : the name of the exercise, such as "2a".
    value : the variable that holds the answer.

    Raises
    ------
    NotYet : the answer is not right. OptionError : no exercise has this name. LessonError : no file with sealed answers
    (NAME.checks.json) lies in the folder in which the notebook runs.
    """
    known: list[str] = []
    for path in sorted(Path.cwd().glob("*.checks.json")):
        checks = read_checks(path)
        names = [one.exercise for one in checks.checks]
        known += names
        if exercise in names:
            verdict = checks.judge(exercise, describe_value(value))
            if not verdict.right:
                raise NotYet(str(verdict))
            print(verdict)  # noqa: T201 (this is what a student reads)
            return
    if not known:
        raise LessonError(
            "No answers to check against are here. Keep the file whose name ends in .checks.json beside the notebook."
        )
    raise _unknown(exercise, known)
