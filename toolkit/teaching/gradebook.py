"""Tables of points and pages of feedback. All that comes from a submission is shown and never acted on.

Contents: `write_grades`.
"""

import csv
import re
from collections.abc import Sequence
from pathlib import Path

from toolkit.corpus.printable import printable
from toolkit.report.render import render
from toolkit.teaching.lesson import Lesson
from toolkit.teaching.marks import Mark

_FORMULA = ("=", "+", "-", "@", "\t")


def write_grades(folder: Path, lesson: Lesson, marks: Sequence[Mark]) -> Path:
    """Write LESSON.csv and a page for each student in the folder LESSON; return the table's path."""
    pages = folder / lesson.name
    pages.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    for mark in marks:
        page = pages / _file_name(mark.name, taken)
        page.write_text(render("feedback.html.j2", mark=mark, lesson=lesson), encoding="utf-8")
    table = folder / f"{lesson.name}.csv"
    exercises, questions = [one.name for one in lesson.exercises], [one.name for one in lesson.questions]
    # A byte order mark lets spreadsheets read names in any script.
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "lesson", *exercises, *questions, "total", "out_of", "to_mark", "note"])
        for mark in marks:
            points = [f"{mark.points[one]:g}" for one in exercises]
            open_ones = ["" if one in mark.answers else "0" for one in questions]
            sums = [f"{number:g}" for number in (mark.total, mark.out_of, mark.to_mark)]
            writer.writerow([_cell(mark.name), mark.lesson, *points, *open_ones, *sums, _cell(mark.note)])
    return table


def _cell(text: str) -> str:
    """Return a text on one line that no spreadsheet takes for a formula."""
    line = " ".join(printable(text).split())
    return f"'{line}" if line.startswith(_FORMULA) else line


def _file_name(name: str, taken: set[str]) -> str:
    """Return a name for a student's page that any system allows and nobody else has."""
    plain = re.sub(r"[^\w.-]+", "_", printable(name)).strip("._")[:80] or "student"
    number = 1
    candidate = plain
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{plain}-{number}"
    taken.add(candidate.casefold())
    return f"{candidate}.html"
