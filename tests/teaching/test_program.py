"""`framing teach` from release to marks, as a teacher and a student type it."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from tests.teaching.making import answered, write
from toolkit.cli import main
from toolkit.teaching.checks import Checks
from toolkit.teaching.lesson import Lesson
from toolkit.teaching.notebook import read_notebook, write_notebook


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["teach", *map(str, arguments)])


def test_a_lesson_from_release_to_marks(small: Lesson, sealed: Checks, tmp_path: Path) -> None:
    lessons = ("--lessons", small.path.parent)
    class_folder, handed_in = tmp_path / "class", tmp_path / "in"
    assert call("release", class_folder, *lessons).stdout == f"Written: {class_folder / '09_small.ipynb'}\n"

    notebook = class_folder / "09_small.ipynb"
    assert call("check", notebook).stdout.endswith("0 of 3 answers are right.\n")
    filled = read_notebook(notebook).data
    for cell in filled["cells"]:
        cell["source"] = "".join(cell["source"]).replace("rate = ...", "rate = n_words / n_sentences")
    write_notebook(notebook, filled)
    said = call("check", notebook).stdout
    assert said.startswith("9a: right.\n9b: not yet.\n  Expected: a text in the variable frame.\n  Found:    ...\n")
    result = json.loads(call("check", notebook, "--json").stdout)
    assert (result["lesson"], result["n_right"], result["errors"]) == ("09_small", 1, [])
    assert [one["right"] for one in result["answers"]] == [True, False, False]

    (handed_in / "ann").mkdir(parents=True)
    notebook.rename(handed_in / "ann" / "09_small.ipynb")
    write(handed_in / "bob" / "09_small.ipynb", answered("rate = 3.5", "frame = 'a'", "animal = 'cat'"))
    (handed_in / "cem").mkdir()
    said = call("grade", handed_in, "--output", tmp_path / "marks", *lessons).stdout
    assert said == f"{tmp_path / 'marks' / '09_small.csv'}: 2 of 3 students marked, mean 3.0 of 4 points.\n"
    assert {path.name for path in (tmp_path / "marks" / "09_small").iterdir()} == {"ann.html", "bob.html", "cem.html"}


def test_what_goes_wrong_is_one_line(small: Lesson, tmp_path: Path) -> None:
    result = call("release", tmp_path / "out", "--lessons", tmp_path)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "There are no lessons in" in result.stderr
    result = call("grade", tmp_path / "none", "--output", tmp_path / "out", "--lessons", small.path.parent)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    result = call("seal", "--lessons", small.path.parent, "--lesson", "09_smal")
    assert "Did you mean '09_small'?" in result.stderr
