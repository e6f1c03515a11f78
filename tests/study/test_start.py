"""A new study runs as it stands, touches nothing of anybody's, and goes with the package."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from toolkit.cli import main
from toolkit.errors import StudyError
from toolkit.lexicons.formats import read_lexicon
from toolkit.study.run import run_study
from toolkit.study.start import FILES, STARTER, start_study
from toolkit.teaching.execute import execute_notebook

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "my study"
    result = CliRunner().invoke(main, ["new", "study", str(folder)])
    assert result.exit_code == 0, result.output
    assert f"framing run '{folder / 'study.toml'}'" in result.output
    return folder


def test_it_runs_at_once(study: Path) -> None:
    result = CliRunner().invoke(main, ["run", str(study / "study.toml"), "--json"])
    assert result.exit_code == 0, result.output
    assert "warning" not in result.stderr
    found = json.loads(result.stdout)
    assert (found["n_articles"], found["n_outlets"], found["n_events"]) == (35, 6, 6)  # the datasheet of taji-2020
    assert found["not_compared"] == {}
    assert set(found["comparisons"]) == {"frames", "force", "sentiment"}
    assert (study / "results" / "report.html").is_file()
    assert (study / "results" / "tables" / "mentions.csv").is_file()


def test_the_codebook_is_the_lexicon_and_defines_each_frame(study: Path) -> None:
    codebook = read_lexicon(study / "codebook.yaml")
    assert codebook.category_names == ("security", "diplomacy", "human cost")
    assert all("Not:" in category.definition for category in codebook.categories)


def test_the_notebook_runs_and_is_stored_without_outputs(study: Path) -> None:
    stored = nbformat.read(study / "study.ipynb", as_version=nbformat.NO_CONVERT)
    nbformat.validate(stored)
    assert all(cell.outputs == [] and cell.execution_count is None for cell in stored.cells if cell.cell_type == "code")
    data = json.loads((study / "study.ipynb").read_text(encoding="utf-8"))
    outputs = [o for c in execute_notebook(data, study, name="the notebook")["cells"] for o in c.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) for output in outputs)
    assert [output["text"] for output in outputs if output.get("name") == "stderr"] == []


def test_what_is_to_be_changed_for_articles_of_ones_own_works(tmp_path: Path) -> None:
    from tests.study.small import rows, write_csv

    start_study(tmp_path)
    write_csv(tmp_path / "articles.csv", rows())
    file = tmp_path / "study.toml"
    text = file.read_text(encoding="utf-8")
    text = re.sub(r"^source = .*$", 'path = "articles.csv"\ncolumns = {outlet = "source"}', text, flags=re.MULTILINE)
    file.write_text(re.sub(r"(?s)^\[actors\].*?(?=^\[output\])", "", text, flags=re.MULTILINE), encoding="utf-8")
    result = run_study(file)
    assert set(result.corpus.outlets) == {"Evening Wire", "Gulf Daily"}
    assert result.corpus.n_events == 6
    assert len(result.corpus) == 12


@pytest.mark.parametrize(
    ("there", "said"),
    [
        (["a.txt"], "it holds 'a.txt'. A new study wants a folder of its own"),
        (["a", "b", "c", "d"], "it holds 'a', 'b', 'c' and others."),
    ],
)
def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path, there: list[str], said: str) -> None:
    for name in there:
        (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(StudyError, match=re.escape(said)):
        start_study(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == there


def test_hidden_files_do_not_matter_and_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert [path.name for path in start_study(tmp_path)] == list(FILES)
    with pytest.raises(StudyError, match="is a file, not a folder"):
        start_study(tmp_path / "study.toml")
    with pytest.raises(StudyError, match="cannot be made"):
        start_study(tmp_path / "study.toml" / "deeper")


def test_the_readme_names_each_file_and_commands_that_exist(study: Path) -> None:
    readme = (study / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in readme for name in FILES if name != "README.md")
    for command in re.findall(r"framing (\w+)", readme):
        assert command in main.commands, command


def test_the_files_are_in_the_package(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"toolkit/study/starter/{name}" for name in FILES} <= names
    assert {path.name for path in STARTER.iterdir()} == set(FILES)
    for template in ("classroom_lesson.html.j2", "classroom_index.html.j2", "classroom.css"):
        assert f"toolkit/report/templates/{template}" in names
