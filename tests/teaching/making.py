"""A small lesson and submissions to it, for tests of the machinery."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HINTS = """\
exercises:
  9a:
    tolerance: 0.05
    hint: Words by sentences.
    mistakes:
      - value: n_sentences / n_words
        hint: It is the other way round.
      - value: round(n_words / n_sentences)
        hint: Do not round.
      - above: 1000
        hint: That is a great many.
  9b:
    hint: Read the two sentences once more.
    mistakes:
      - value: "'b'"
        hint: That is the topic.
  9c:
    any_of: "['cat', 'dog']"
    hint: An animal of the text.
"""


def cell(source: str, kind: str = "code", **nbgrader: Any) -> dict[str, Any]:
    """Return a cell as it stands in a file."""
    made: dict[str, Any] = {"cell_type": kind, "id": f"c{abs(hash((source, kind)))}"[:20], "metadata": {}}
    made["source"] = source.splitlines(keepends=True)
    if kind == "code":
        made |= {"outputs": [], "execution_count": None}
    if nbgrader:
        made["metadata"]["nbgrader"] = {"schema_version": 3, "task": False} | nbgrader
    return made


def solution(name: str, source: str) -> dict[str, Any]:
    return cell(source, grade=False, solution=True, locked=False, grade_id=f"answer-{name}")


def test_of(name: str, source: str, points: int) -> dict[str, Any]:
    return cell(source, grade=True, solution=False, locked=True, grade_id=f"check-{name}", points=points)


def notebook(cells: Sequence[dict[str, Any]], lesson: str = "") -> dict[str, Any]:
    for number, one in enumerate(cells):
        one["id"] = f"cell-{number}"
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata: dict[str, Any] = {"kernelspec": kernel, "language_info": {"name": "python"}}
    if lesson:
        metadata["toolkit"] = {"lesson": lesson}
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def write(path: Path, data: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    return path


def write_lesson(folder: Path, *, hints: str = HINTS, cells: Sequence[dict[str, Any]] | None = None) -> Path:
    """Write the lesson 09_small: words to a sentence, one choice of two, one of several right words, one question."""
    (folder / "x").parent.mkdir(parents=True, exist_ok=True)
    (folder / "09_small.yaml").write_text(hints, encoding="utf-8")
    return write(folder / "09_small.ipynb", notebook(small_cells() if cells is None else cells))


def small_cells() -> list[dict[str, Any]]:
    return [
        cell("# A small lesson", "markdown"),
        cell("from toolkit.teaching import check"),
        cell("text = 'The cat sat. The dog ran off.'\nn_words, n_sentences = 7, 2"),
        solution("9a", "rate = ...\n### BEGIN SOLUTION\nrate = n_words / n_sentences\n### END SOLUTION"),
        test_of("9a", 'check("9a", rate)\n### BEGIN HIDDEN TESTS\nassert rate > 3.48\n### END HIDDEN TESTS', 2),
        solution("9b", "frame = ...\n### BEGIN SOLUTION\nframe = 'a'\n### END SOLUTION"),
        test_of("9b", 'check("9b", frame)', 1),
        solution("9c", "animal = ...\n### BEGIN SOLUTION\nanimal = 'cat'\n### END SOLUTION"),
        test_of("9c", 'check("9c", animal)', 1),
        cell(
            "### BEGIN SOLUTION\nA model answer: *both*.\n### END SOLUTION", "markdown",
            grade=True, solution=True, locked=False, grade_id="9d", points=3,
        ),
    ]  # fmt: skip


def answered(*answers: str, question: str = "My *answer* <script>", before: str = "") -> dict[str, Any]:
    """Return a submission to the small lesson whose answer cells hold these lines."""
    cells = small_cells()
    sources = dict(zip(("answer-9a", "answer-9b", "answer-9c"), answers, strict=False)) | {"9d": question}
    for one in cells:
        name = one["metadata"].get("nbgrader", {}).get("grade_id")
        if name in sources:
            one["source"] = sources[name].splitlines(keepends=True)
        elif name and name.startswith("answer"):
            one["source"] = ["pass"]
    return notebook([cells[0], cell(before), *cells[1:]] if before else cells, "09_small")
