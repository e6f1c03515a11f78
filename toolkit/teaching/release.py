"""Students' copies of lessons: without solutions, hidden tests, hints in clear and marking notes.

Contents: `release_lessons`.
"""

import copy
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from toolkit.errors import LessonError
from toolkit.teaching.checks import write_checks
from toolkit.teaching.lesson import Lesson, find_lessons
from toolkit.teaching.notebook import write_notebook
from toolkit.teaching.regions import clear_regions
from toolkit.teaching.seal import seal_answers

RUN_ALL_GOES_ON = "raises-exception"  # the tag after whose errors Jupyter goes on with the next cell

README = """\
Lessons of the media framing toolkit

You need the toolkit on your computer (your teacher says how) and no network.

1. Start JupyterLab in this folder: jupyter lab
2. Open a notebook and work from top to bottom. Put your answers in the place of the dots.
3. The cells that say check(...) tell you at once whether an answer is right, with a hint if it is not.
   All at once: framing teach check NOTEBOOK.ipynb
4. Keep the files that end in .checks.json beside the notebooks. They hold no answers that could be read.
5. Before you hand in a notebook, choose Run > Restart Kernel and Run All Cells, and save it.
"""


def release_lessons(lessons: str | Path, folder: str | Path, *, names: Iterable[str] = ()) -> list[Path]:
    """Write students' copies of lessons, their sealed answers and their data files to a folder.

    Parameters
    ----------
    lessons : the folder with the solutions.
    folder : where to write; it is made if it is not there.
    names : only these lessons; all by default.

    Returns
    -------
    The notebooks written.

    Raises
    ------
    LessonError : a lesson is broken, or a notebook of its name is in the folder already, which may be somebody's work.
    """
    target = Path(folder)
    found = find_lessons(Path(lessons), names)
    for lesson in found:
        if (target / lesson.path.name).exists():
            raise LessonError(f"{target / lesson.path.name} is there already. Give an empty folder.")
    sealed = [seal_answers(lesson) for lesson in found]
    target.mkdir(parents=True, exist_ok=True)
    (target / "README.txt").write_text(README, encoding="utf-8")
    for lesson, checks in zip(found, sealed, strict=True):
        write_notebook(target / lesson.path.name, student_copy(lesson))
        write_checks(target / lesson.checks_path.name, checks)
        for file in lesson.files:
            shutil.copy(file, target / file.name)
    return [target / lesson.path.name for lesson in found]


def student_copy(lesson: Lesson) -> dict[str, Any]:
    """Return the notebook as students get it."""
    data = copy.deepcopy(lesson.notebook.data)
    data["metadata"] = {**data["metadata"], "toolkit": {"lesson": lesson.name}}
    for cell, old in zip(data["cells"], lesson.notebook.cells, strict=True):
        cell["source"] = clear_regions(old.source, cell_type=old.cell_type).splitlines(keepends=True)
        if old.cell_type == "code":
            cell["outputs"], cell["execution_count"] = [], None
        if old.nbgrader:
            cell["metadata"]["deletable"] = False
        if old.nbgrader.get("locked"):
            cell["metadata"]["editable"] = False
        if old.nbgrader.get("grade") and old.cell_type == "code":
            tags = cell["metadata"].get("tags", [])
            cell["metadata"]["tags"] = list(dict.fromkeys([*tags, RUN_ALL_GOES_ON]))
    return data
