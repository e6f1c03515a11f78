"""What a student's notebook is worth, said to the student: the feedback of `framing teach check`.

Contents: `NotebookCheck`, `check_notebook`.
"""

from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import LessonError
from toolkit.options import count
from toolkit.teaching.checks import Checks, Verdict, read_checks
from toolkit.teaching.lesson import Exercise
from toolkit.teaching.notebook import Notebook, read_notebook
from toolkit.teaching.run import run_lesson_cells
from toolkit.teaching.values import MISSING


@dataclass(frozen=True)
class NotebookCheck:
    """The verdicts on a notebook's answers, and what went wrong when it ran."""

    lesson: str
    verdicts: tuple[Verdict, ...]
    errors: tuple[str, ...] = ()
    note: str = ""

    @property
    def n_right(self) -> int:
        """How many answers are right."""
        return sum(verdict.right for verdict in self.verdicts)

    def __str__(self) -> str:
        n = len(self.verdicts)
        lines = [str(verdict) for verdict in self.verdicts]
        if self.errors:
            lines += [f"{count(len(self.errors), 'cell')} ended with an error:", *(f"  {one}" for one in self.errors)]
        return "\n".join([*lines, *([self.note] if self.note else []), f"{self.n_right} of {n} answers are right."])


def check_notebook(notebook: str | Path, *, checks: str | Path | None = None, seconds: int = 120) -> NotebookCheck:
    """Run a notebook from top to bottom and say of each answer whether it is right, with a hint where it is not.

    Parameters
    ----------
    notebook : a student's notebook.
    checks : the file with the sealed answers; by default the one beside the notebook.
    seconds : how long it may run.

    Raises
    ------
    ReadError : the notebook or the sealed answers cannot be read. LessonError : there are no sealed answers.
    """
    path = Path(notebook)
    read = read_notebook(path)
    file = _checks_file(path, read) if checks is None else Path(checks)
    sealed = read_checks(file)
    exercises = [Exercise(one.exercise, one.variable, 1, one.grade_id) for one in sealed.checks]
    files = [file.parent / name for name in sealed.files if (file.parent / name).is_file()]
    run = run_lesson_cells(read.cells, exercises, seconds=seconds, files=files)
    return NotebookCheck(sealed.lesson, _verdicts(sealed, run.values), run.errors, run.note)


def _verdicts(sealed: Checks, values: dict) -> tuple[Verdict, ...]:
    return tuple(sealed.judge(one.exercise, values.get(one.exercise, MISSING)) for one in sealed.checks)


def _checks_file(path: Path, notebook: Notebook) -> Path:
    """Return the file with the sealed answers of the notebook's lesson, or the only one in the folder."""
    there = {one.name: one for one in path.parent.glob("*.checks.json")}
    for name in (notebook.lesson, path.stem):
        if f"{name}.checks.json" in there:
            return there[f"{name}.checks.json"]
    if len(there) == 1:
        return next(iter(there.values()))
    raise LessonError(
        f"No sealed answers lie beside {path.name}: a file whose name ends in .checks.json comes with each lesson. "
        "Say where it is with --checks."
    )
