"""`framing teach`: lessons for students, their own check of an answer, and marks.

Contents: `teach`.
"""

from pathlib import Path

import click

from toolkit.cli.options import json_option
from toolkit.cli.output import emit, say

_lessons_option = click.option(
    "--lessons", type=click.Path(file_okay=False, path_type=Path), default=Path("notebooks/lessons"), show_default=True,
    help="The folder with the lessons and their solutions.",
)  # fmt: skip
_names_option = click.option("--lesson", "names", multiple=True, metavar="NAME", help="Only this lesson; repeatable.")


@click.group()
def teach() -> None:
    """Release lessons without solutions, check a notebook, mark submissions, write pages for a memory stick."""


@teach.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@_lessons_option
@_names_option
def release(folder: Path, lessons: Path, names: tuple[str, ...]) -> None:
    """Write the students' copies of lessons to FOLDER."""
    from toolkit.teaching.release import release_lessons

    for path in release_lessons(lessons, folder, names=names):
        say(f"Written: {path}")


@teach.command()
@_lessons_option
@_names_option
def seal(lessons: Path, names: tuple[str, ...]) -> None:
    """Write the sealed answers of lessons beside them; for authors, after each change of a lesson."""
    from toolkit.teaching.seal import seal_lessons

    for path in seal_lessons(lessons, names=names):
        say(f"Written: {path}")


@teach.command()
@click.argument("notebook", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--checks", type=click.Path(dir_okay=False, path_type=Path), help="The file with the sealed answers.")
@json_option
def check(notebook: Path, checks: Path | None, as_json: bool) -> None:
    """Say of each answer in NOTEBOOK whether it is right, with a hint where it is not."""
    from toolkit.teaching.try_out import check_notebook

    result = check_notebook(notebook, checks=checks)
    if as_json:
        emit({
            "lesson": result.lesson, "n_right": result.n_right, "note": result.note, "errors": result.errors,
            "answers": [vars(verdict) for verdict in result.verdicts],
        })  # fmt: skip
    else:
        say(result)


@teach.command()
@click.argument("submissions", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--output", required=True, type=click.Path(file_okay=False, path_type=Path),
    help="Where to write the tables of points and the pages of feedback.",
)  # fmt: skip
@_lessons_option
@_names_option
@click.option("--seconds", type=click.IntRange(min=1), default=120, show_default=True, help="Time for each notebook.")
@click.option(
    "--megabytes", type=click.IntRange(min=256), default=4096, show_default=True, help="Memory for each notebook."
)
def grade(submissions: Path, output: Path, lessons: Path, names: tuple[str, ...], seconds: int, megabytes: int) -> None:
    """Mark the notebooks in SUBMISSIONS (NAME/LESSON.ipynb), each run in isolation."""
    from toolkit.teaching.grade import grade_submissions

    say(grade_submissions(submissions, lessons, output, names=names, seconds=seconds, megabytes=megabytes))


@teach.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@_lessons_option
@_names_option
@click.option("--study", type=click.Path(dir_okay=False, path_type=Path), help="A study file; its report goes along.")
def classroom(folder: Path, lessons: Path, names: tuple[str, ...], study: Path | None) -> None:
    """Write lessons as pages to FOLDER that open from a memory stick: for students, and with solutions."""
    from toolkit.teaching.classroom import write_classroom

    students, teacher = write_classroom(lessons, folder, names=names, study=study)
    say(f"For students, without answers: {students}")
    say(f"For the teacher, with solutions: {teacher}")
