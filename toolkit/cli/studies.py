"""`framing run` and `framing reproduce`: a whole study from one file, and the same study once more.

Contents: `run`, `reproduce`.
"""

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.options import json_option
from toolkit.cli.output import emit, folded, one_line, records, say
from toolkit.options import count

if TYPE_CHECKING:
    from toolkit.study.reproduce import ReproduceResult
    from toolkit.study.result import StudyResult


@contextmanager
def _tidy_end() -> Iterator[None]:
    """Let a request to stop (SIGTERM) end the program at once, with no unfinished folder left."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, _: FrameType | None) -> None:
        # An exception raised here could be swallowed where Python calls back from a library, and the run go on.
        from toolkit.study.folder import remove_unfinished

        remove_unfinished()
        os._exit(128 + number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@click.option("--output", type=click.Path(path_type=Path), help="The results folder, instead of the study's own.")
@json_option
def run(study: Path, output: Path | None, as_json: bool) -> None:
    """Run a study file: tables, figures, a report and a manifest in one folder."""
    from toolkit.study.run import run_study

    with _tidy_end():
        result = run_study(study, output=output)
    if as_json:
        emit(_result_as_json(result))
    else:
        _tell(result)


def _tell(result: "StudyResult") -> None:
    """Print where the report lies and what stands out."""
    corpus, findings, n = result.corpus, result.findings(), result.n_intervals
    say(f"Report: {result.report}")
    sizes = (count(len(corpus), "article"), count(len(corpus.outlets), "outlet"), count(corpus.n_events, "event"))
    say(f"{', '.join(sizes)}.")
    if n:
        leave = "leave" if n > 1 else "leaves"
        say(f"{len(findings):,} of {count(n, 'interval')} {leave} out zero{':' if findings else '.'}")
    elif result.comparisons:
        say("No row has an interval: outlets share too few events, or too little was found.")
    for key, sentences in _by_measure(findings).items():
        say(f"  {one_line(key)}")
        for sentence in sentences:
            say(folded(sentence))
    for level in {comparison.level for comparison in result.comparisons.values()}:
        by_chance = (1 - level) * n
        if by_chance >= 0.5:
            say(f"If no outlet differed, about {by_chance:.0f} of {n} would still do so by chance.")
    for key, reason in result.not_compared.items():
        say(f"Not compared: {one_line(key)}. {one_line(reason)}")


def _by_measure(findings: "Sequence[tuple[str, str]]") -> dict[str, list[str]]:
    """Return the sentences of each measure."""
    groups: dict[str, list[str]] = {}
    for key, sentence in findings:
        groups.setdefault(key, []).append(sentence)
    return groups


def _result_as_json(result: "StudyResult") -> dict[str, Any]:
    return {
        "title": result.title,
        "folder": str(result.folder),
        "report": str(result.report),
        "n_articles": len(result.corpus),
        "n_outlets": len(result.corpus.outlets),
        "n_events": result.corpus.n_events,
        "n_set_aside": len(result.corpus.set_aside),
        "findings": [{"measure": key, "sentence": sentence} for key, sentence in result.findings()],
        "comparisons": {key: records(one.table) for key, one in result.comparisons.items()},
        "not_compared": result.not_compared,
    }


@click.command()
@click.argument("results", type=click.Path(path_type=Path))
@click.option("--study", "study_file", type=click.Path(path_type=Path), help="Where the study file lies now.")
@json_option
@click.pass_context
def reproduce(context: click.Context, results: Path, study_file: Path | None, as_json: bool) -> None:
    """Run a study again and say whether every number is the same; exit code 1 if not."""
    from toolkit.study.reproduce import reproduce_study

    with _tidy_end():
        result = reproduce_study(results, study_file=study_file)
    if as_json:
        emit(_check_as_json(result))
    else:
        say(repr(result))
    context.exit(0 if result.same else 1)


def _check_as_json(result: "ReproduceResult") -> dict[str, Any]:
    tables = [{"table": c.table, "status": c.status, "detail": c.detail} for c in result.tables]
    return {"same": result.same, "changes": result.changes, "tables": tables, "failure": result.failure or None}
