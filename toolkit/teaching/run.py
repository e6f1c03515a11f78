"""Run a notebook's cells in a process of its own, shut off as well as the computer allows, and collect its answers.

Contents: `Run`, `run_lesson_cells`, `find_isolation`, `find_visible`.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any

import toolkit
from toolkit.options import check_option, count
from toolkit.teaching.lesson import Exercise
from toolkit.teaching.notebook import Cell
from toolkit.teaching.values import Value, value_from_json

ISOLATIONS = ("full", "partial")
LARGEST_REPORT = 4_000_000  # bytes; ten values at their largest are less
SECONDS_TO_STOP = 3
_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from toolkit.teaching.child import main; main()"


@dataclass(frozen=True)
class Run:
    """What came back: values by exercise, the values of expressions, errors in words, and how the run ended."""

    values: dict[str, Value] = field(default_factory=dict)
    extras: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    errors: tuple[str, ...] = ()
    started: bool = False
    note: str = ""


def run_lesson_cells(
    cells: Iterable[Cell],
    exercises: Sequence[Exercise],
    *,
    seconds: int = 120,
    megabytes: int = 4096,
    files: Sequence[Path] = (),
    denied: Sequence[Path] = (),
    expressions: dict[str, list[str]] | None = None,
    isolation: str | None = None,
) -> Run:
    """Run the code cells and return the values of the exercises' variables.

    Parameters
    ----------
    cells, exercises : of a submission, and of its lesson.
    seconds, megabytes : limits of time (as on a clock) and of memory.
    files : data files that are copied into the working folder.
    denied : folders that must not be read, such as those with solutions and other submissions.
    expressions : by exercise, what is evaluated beside its variable; only for solutions, never for submissions.
    isolation : "full" or "partial"; by default the best that there is.
    """
    chosen = find_isolation() if isolation is None else check_option("isolation", isolation, ISOLATIONS)
    with tempfile.TemporaryDirectory(prefix="lesson-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        plan = {
            "jail": chosen == "full", "root": folder, "seconds": seconds, "megabytes": megabytes,
            "visible": find_visible(), "denied": [str(path.resolve()) for path in denied],
            "files": [str(path.resolve()) for path in files],
            "cells": [{"grade_id": c.grade_id, "source": c.source} for c in cells if c.cell_type == "code"],
            "exercises": [_exercise_to_json(one, expressions or {}) for one in exercises],
        }  # fmt: skip
        if chosen == "partial":
            for path in files:
                (work / path.name).write_bytes(path.read_bytes())
        report, ended = _run_plan(plan, work, seconds)
    return _read_report(report, "" if ended else f"It was stopped after {count(seconds, 'second')}.")


def _exercise_to_json(exercise: Exercise, expressions: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "name": exercise.name, "grade_id": exercise.grade_id, "variable": exercise.variable,
        "expressions": expressions.get(exercise.name, []),
    }  # fmt: skip


@cache
def find_isolation() -> str:
    """Return "full" if a jail of Linux namespaces can be built here, else "partial"."""
    if sys.platform != "linux":
        return "partial"
    return "full" if run_lesson_cells([], [], isolation="full", seconds=30).started else "partial"


def _run_plan(plan: dict[str, Any], work: Path, seconds: int) -> tuple[bytes, bool]:
    """Return what the process reported, and whether it ended by itself in time."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as told:
        given.write(json.dumps(plan).encode("ascii"))
        given.seek(0)
        process = _start(given, told, work)
        try:
            process.wait(seconds)
            ended = True
        except subprocess.TimeoutExpired:
            ended = False
        finally:
            _stop(process)
        told.seek(0)
        return told.read(LARGEST_REPORT), ended


def _start(given: IO[bytes], told: IO[bytes], work: Path) -> "subprocess.Popen[bytes]":
    """Start a Python that knows nothing of the user's settings, environment or folder."""
    command = [sys.executable, "-I", "-B", "-c", _BOOT, *_import_path()]
    return subprocess.Popen(  # noqa: S603 (our own interpreter and program)
        command, stdin=given, stdout=told, stderr=subprocess.DEVNULL, cwd=work, env=_environment(),
        start_new_session=True,
    )  # fmt: skip


def _environment() -> dict[str, str]:
    keep = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG", "TZ") if name in os.environ}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return keep | threads | {"MPLBACKEND": "agg", "TQDM_DISABLE": "1"}


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End the process and what it has started; a jail ends all that is in it."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_TO_STOP)
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):  # nothing of the group is left
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _import_path() -> list[str]:
    """Return where modules are found, without the folder that a user happens to be in."""
    home = str(Path(toolkit.__file__).parents[1])
    found = [str(Path(entry).resolve()) for entry in sys.path if entry and Path(entry).exists()]
    kept = [entry for entry in found if _belongs_to_python(entry)]
    return list(dict.fromkeys([*kept, home]))


def _belongs_to_python(entry: str) -> bool:
    if Path(entry).name in ("site-packages", "dist-packages"):
        return True
    return any(Path(entry).is_relative_to(prefix) for prefix in _prefixes()) and Path(entry).name != "bin"


def _prefixes() -> list[str]:
    return [str(Path(one).resolve()) for one in dict.fromkeys((sys.prefix, sys.base_prefix, sys.exec_prefix))]


def find_visible() -> list[str]:
    """Return what a submission has to read: Python, its packages, the toolkit and the corpora; no notebook."""
    package = Path(toolkit.__file__).parent.resolve()
    mine = [package, package.parent / "corpora", package.parent / "references.bib"]
    packages = [entry for entry in _import_path() if Path(entry) != package.parent]
    wanted = {str(Path(one).absolute()) for one in (sys.prefix, sys.base_prefix)} | {*_prefixes(), *packages}
    ordered = sorted({*wanted, *(str(path) for path in mine if path.exists())}, key=len)
    return [one for i, one in enumerate(ordered) if not any(Path(one).is_relative_to(o) for o in ordered[:i])]


def _read_report(report: bytes, note: str) -> Run:
    """Return what a report says, line by line; lines that are no report, or not whole, are passed over."""
    values: dict[str, Value] = {}
    final: dict[str, Value] = {}
    extras: dict[str, tuple[Value, ...]] = {}
    errors: list[str] = []
    started = ended = False
    for line in report.split(b"\n"):
        data = _line(line)
        started |= data.get("started") is True
        ended |= data.get("ended") is True
        if isinstance(data.get("error"), str):
            errors.append(f"Cell {data.get('cell')}: {data['error']}"[:400])
        with suppress(ValueError, KeyError, TypeError, RecursionError):
            name, value = str(data["exercise"]), value_from_json(data["value"])
            (final if data.get("final") else values)[name] = value
            extras.setdefault(name, tuple(value_from_json(one) for one in data.get("extra", ())))
    if not ended and not note:
        note = "The notebook ended before its last cell." if started else "The notebook could not be started."
    return Run(final | values, extras, tuple(errors[:40]), started, note)


def _line(line: bytes) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
