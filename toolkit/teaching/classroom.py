"""Lessons as pages on a memory stick: for rooms without a network, or without computers that may install anything.

    students/   index.html, a page a lesson, and the report and the evidence of a study if one is given
    teacher/    the same with solutions, typical mistakes and marking notes

Each page is one file with all that it needs, and asks no other computer for anything.

Contents: `write_classroom`.
"""

import shutil
import tempfile
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import FramingWarning, LessonError, OptionError
from toolkit.report.render import render
from toolkit.teaching.execute import execute_notebook
from toolkit.teaching.lesson import Lesson, find_lessons
from toolkit.teaching.pages import AUDIENCES, LessonPage, lesson_page

if TYPE_CHECKING:
    from toolkit.study.result import StudyResult

INDEX = "index.html"
_BACK = f'<p class="screen-only"><a href="{INDEX}">All lessons</a></p>'


@dataclass(frozen=True)
class _Extra:
    """A page that goes with the lessons: its file, the page itself, and what the index says of it.

    A page without a title is not in the index: another page leads to it.
    """

    file: str
    html: str
    title: str = ""
    about: str = ""


def write_classroom(
    lessons: str | Path, folder: str | Path, *, names: Iterable[str] = (), study: str | Path | None = None
) -> list[Path]:
    """Run lessons and write them as pages that open from a memory stick, without a network.

    The folder gets a folder for students, in which no answer stands, and one for the teacher, with the solutions.

    Parameters
    ----------
    lessons : the folder with the lessons and their solutions.
    folder : where to write; pages of an earlier run are replaced.
    names : only these lessons; all by default.
    study : a study file; its report, and a page to look into its evidence, go with the lessons.

    Returns
    -------
    The two pages to begin with: the students' and the teacher's.

    Raises
    ------
    LessonError : a lesson is broken or does not run, its answers are not sealed, or the folder holds something else.
    StudyError : the study file is wrong.
    """
    target = Path(folder)
    _check_replaceable(target)
    found = find_lessons(Path(lessons), names)
    _check_sealed(found)
    extras = _of_study(Path(study)) if study is not None else []
    executed = [_executed(lesson) for lesson in found]
    pages = {audience: _pages(found, executed, extras, audience=audience) for audience in AUDIENCES}
    for audience, files in pages.items():
        _write(target / audience, files)
    return [target / audience / INDEX for audience in AUDIENCES]


def _check_replaceable(target: Path) -> None:
    """Raise `LessonError` if the folder holds something that no earlier run wrote."""
    if target.exists() and not target.is_dir():
        raise LessonError(f"{str(target)!r} is a file. Name a folder.")
    files = [path.relative_to(target) for path in sorted(target.rglob("*")) if not path.is_dir()]
    for file in files:
        if file.name.startswith("."):
            continue
        if len(file.parts) != 2 or file.parts[0] not in AUDIENCES or file.suffix != ".html":
            raise LessonError(
                f"{str(target)!r} holds {str(file)!r}, which is no page of a classroom. Name another folder."
            )


def _check_sealed(lessons: Sequence[Lesson]) -> None:
    for lesson in lessons:
        if not lesson.checks_path.is_file():
            raise LessonError(
                f"Lesson {lesson.name} has no sealed answers, so its checks cannot run. First: framing teach seal "
                f"--lessons {lesson.path.parent}"
            )


def _executed(lesson: Lesson) -> dict[str, Any]:
    """Return the lesson's notebook with outputs, run in a folder with what students have beside it."""
    with tempfile.TemporaryDirectory(prefix="lesson-") as folder:
        for file in (lesson.checks_path, *lesson.files):
            shutil.copy(file, folder)
        return execute_notebook(lesson.notebook.data, Path(folder), name=f"Lesson {lesson.name}")


def _of_study(study: Path) -> list[_Extra]:
    """Run a study and return the pages of it that students look into."""
    from toolkit.study.read_study import read_study
    from toolkit.study.run import execute

    with tempfile.TemporaryDirectory(prefix="study-") as folder:
        result = execute(read_study(study), Path(folder) / "results")
        report = result.report.read_text(encoding="utf-8")
        words = [
            _Extra(path.name, path.read_text(encoding="utf-8")) for path in sorted(result.folder.glob("words-*.html"))
        ]
        explorer = _explorer(result, Path(folder) / "explorer.html")
    about = "The report of a whole study. Each sentence in it opens to the words behind it."
    return [_Extra("report.html", report, result.title, about), *words, *explorer]


def _explorer(result: "StudyResult", file: Path) -> list[_Extra]:
    """Return the page on which the study's evidence is looked into; none if it would be too large."""
    from toolkit.widgets.explorer import write_explorer

    title = f"{result.title}: the evidence"
    aligned = result.side_by_side.alignments if result.side_by_side else ()
    try:
        write_explorer(file, list(result.measurements.values()), alignments=aligned, title=title)
    except OptionError as error:
        warnings.warn(FramingWarning(f"The page with the evidence is left out. {error}"), stacklevel=2)
        return []
    about = "Look for yourself: choose outlets, categories and events, and read the sentences and articles."
    return [_Extra("explorer.html", file.read_text(encoding="utf-8"), title, about)]


def _pages(
    lessons: Sequence[Lesson], executed: Sequence[dict[str, Any]], extras: Sequence[_Extra], *, audience: str
) -> dict[str, str]:
    """Return the pages of one audience by the names of their files."""
    listed = [lesson_page(lesson, run, audience=audience) for lesson, run in zip(lessons, executed, strict=True)]
    files = {page.file: _lesson_html(listed, number, audience=audience) for number, page in enumerate(listed)}
    # Whatever comes from articles is escaped, so the first such tag is the page's own.
    files |= {extra.file: extra.html.replace("<body>", f"<body>\n{_BACK}", 1) for extra in extras}
    listed_extras = [extra for extra in extras if extra.title]
    files[INDEX] = render("classroom_index.html.j2", pages=listed, audience=audience, extras=listed_extras)
    return files


def _lesson_html(pages: Sequence[LessonPage], number: int, *, audience: str) -> str:
    before = pages[number - 1] if number else None
    after = pages[number + 1] if number + 1 < len(pages) else None
    return render("classroom_lesson.html.j2", page=pages[number], before=before, after=after, audience=audience)


def _write(folder: Path, files: dict[str, str]) -> None:
    """Write pages, and remove those of an earlier run that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.html"):
        if old.name not in files:
            old.unlink()
    for name, html in files.items():
        (folder / name).write_text(html, encoding="utf-8", errors="replace", newline="\n")
