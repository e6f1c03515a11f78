"""The process in which a submission runs. It is told no answer, and what it reports are claims about its own variables.

It reads a plan from its input and writes one JSON object a line to its output: the value of an answer each time that
the run comes to the place of its test, each error, and at the end the values of all variables asked for. What stands
in test cells is not run: the values are judged elsewhere.

Contents: `main`.
"""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from toolkit.teaching.fence import raise_fence, set_limits
from toolkit.teaching.jail import enter_jail
from toolkit.teaching.values import MISSING, Value, describe_value, value_to_json

LONGEST_ERROR = 300
MOST_ERRORS = 40
HOMES = ("HOME", "IPYTHONDIR", "MPLCONFIGDIR", "TMPDIR", "MEDIA_FRAMING_CACHE")  # all in the working folder

Report = Callable[[dict[str, Any]], None]


def main() -> None:
    """Run the plan that stands in the input."""
    plan = json.loads(sys.stdin.buffer.read())
    if plan["jail"]:
        enter_jail(Path(plan["root"]), plan["visible"], plan["denied"], plan["files"])
    report = _reporter()
    set_limits(plan["seconds"], plan["megabytes"])
    os.environ.update(dict.fromkeys(HOMES, str(Path.cwd())))
    if not plan["jail"]:
        raise_fence(Path.cwd(), plan["denied"])
    report({"started": True})
    _run(plan["cells"], plan["exercises"], report)
    os._exit(0)  # threads that a submission left behind may run for ever


def _reporter() -> Report:
    """Return the only way out: a function that writes to what was standard output, which now leads nowhere."""
    out = os.fdopen(os.dup(1), "w", encoding="ascii")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)

    def report(data: dict[str, Any]) -> None:
        out.write(json.dumps(data) + "\n")
        out.flush()

    return report


def _run(cells: Sequence[dict[str, str]], exercises: Sequence[dict[str, Any]], report: Report) -> None:
    """Run the cells from top to bottom, after an error too, as a teacher would who looks at each answer."""
    shell, n_errors = _shell(), 0
    by_test = {exercise["grade_id"]: exercise for exercise in exercises}
    for number, cell in enumerate(cells, start=1):
        if cell["grade_id"] in by_test:
            report(_answer(by_test[cell["grade_id"]], shell))
            continue
        error = _error_of(shell.run_cell(cell["source"], store_history=False))
        if error is not None and n_errors < MOST_ERRORS:
            n_errors += 1
            report({"cell": number, "error": error})
    for exercise in exercises:
        report({"final": True} | _answer(exercise, shell))
    report({"ended": True})


def _shell() -> Any:
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    settings = Config()
    settings.HistoryManager.enabled = False
    return InteractiveShell.instance(config=settings)


def _error_of(result: Any) -> str | None:
    error = result.error_before_exec or result.error_in_exec
    if error is None:
        return None
    text = type(error).__name__
    with contextlib.suppress(BaseException):  # its text is made by the submission's own code
        text += f": {str(error)[:LONGEST_ERROR]}"
    return text[:LONGEST_ERROR]


def _answer(exercise: dict[str, Any], shell: Any) -> dict[str, Any]:
    """Return the value of an exercise's variable, and of its expressions, which only the run of a solution has."""
    names = shell.user_ns
    value = _described(lambda: names[exercise["variable"]]) if exercise["variable"] in names else MISSING
    extra = [_described(partial(_result_of, text, shell)) for text in exercise["expressions"]]
    answer = {"exercise": exercise["name"], "value": value_to_json(value)}
    return answer | ({"extra": [value_to_json(one) for one in extra]} if extra else {})


def _result_of(expression: str, shell: Any) -> object:
    """Run an expression as a last cell of the author's notebook, and return what it gives."""
    result = shell.run_cell(f"({expression}\n)", store_history=False)
    result.raise_error()
    return result.result


def _described(fetch: Callable[[], object]) -> Value:
    """Return a value as plain data, whatever an object of the submission does when it is looked at."""
    try:
        return describe_value(fetch())
    except BaseException as error:
        return Value("other", f"{type(error).__name__} when it was looked at")
