"""`framing validate`: hold a measure against human codes.

Contents: `validate`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from toolkit.cli.options import json_option
from toolkit.cli.output import emit, say

_FILES = click.Path(path_type=Path)
_FILE_OPTIONS = ("--gold", "--train")


class _FilesCommand(click.Command):
    """A command whose options for files take several: --gold articles.jsonl codes.jsonl."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat the option before each of its further files, as click wants it."""
        spread: list[str] = []
        option = ""
        for given in args:
            if given.startswith("-"):
                option = given if given in _FILE_OPTIONS else ""
            elif option and spread[-1] != option:
                spread.append(option)
            spread.append(given)
        return super().parse_args(ctx, spread)


@click.command(cls=_FilesCommand)
@click.argument("task")
@click.option("--gold", multiple=True, required=True, type=_FILES, help="Files with human codes, one or more.")
@click.option("--train", multiple=True, type=_FILES, help="Files to train on, if the task needs them.")
@json_option
def validate(task: str, gold: tuple[Path, ...], train: tuple[Path, ...], as_json: bool) -> None:
    """Hold a measure against human codes: TASK is a name such as 'force'; a wrong one lists them all."""
    from toolkit.validity.tasks import run_task

    result = run_task(task, gold=list(gold), train=list(train))
    if as_json:
        emit({"task": result.task, "n": result.n, "figures": _figures(result.figures)})
    else:
        say(result.table())


def _figures(figures: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    return {name: {"estimate": one.estimate, "low": one.low, "high": one.high} for name, one in figures.items()}
