"""Every notebook runs from top to bottom in a fresh kernel, without a network, and is stored as it should be.

Beside each but the lessons lies a script that gives the same tables.
"""

import asyncio
import html
import os
import re
import runpy
import shutil
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tests.notebooks.tables import differences
from toolkit.teaching.execute import FreshKernel

ROOT = Path(__file__).parents[2]
NOTEBOOKS = [p for p in sorted((ROOT / "notebooks").rglob("*.ipynb")) if ".ipynb_checkpoints" not in p.parts]
NAMES = [path.relative_to(ROOT / "notebooks").as_posix() for path in NOTEBOOKS]
# What notebooks read stands beside them: tables of names, sealed answers, data of lessons.
BESIDE = [p for p in sorted((ROOT / "notebooks").rglob("*")) if p.suffix in (".yaml", ".json", ".csv")]
MOST_LINES = 12
MOST_SECONDS = 120
TABLES = "tables of the notebook.pkl"

CUT_THE_NETWORK = """
import socket
def _only_here(open_connection):
    def connect(self, address):
        if self.family != getattr(socket, "AF_UNIX", None) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise OSError(f"The network is cut: {address!r}")
        return open_connection(self, address)
    return connect
socket.socket.connect = _only_here(socket.socket.connect)
socket.socket.connect_ex = _only_here(socket.socket.connect_ex)
"""

WRITE_THE_TABLES = f"""
from tests.notebooks.tables import write_tables
write_tables(globals(), {TABLES!r})
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to run in, with the user's own settings out of reach and the checkout importable."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep))
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for file in BESIDE:
        shutil.copy(file, folder)
    return folder


def run(notebook: NotebookNode, folder: Path, *, then: str = "") -> NotebookNode:
    """Run all cells after one that cuts the network and before one with other code; return it without these two."""
    notebook.cells.insert(0, new_code_cell(CUT_THE_NETWORK))
    notebook.cells.append(new_code_cell(then))
    client = NotebookClient(
        notebook, kernel_manager_class=FreshKernel, timeout=MOST_SECONDS, resources={"metadata": {"path": str(folder)}}
    )
    asyncio.run(client.async_execute())
    notebook.cells = notebook.cells[1:-1]
    return notebook


def code_cells(notebook: NotebookNode) -> Iterator[NotebookNode]:
    return (cell for cell in notebook.cells if cell.cell_type == "code")


def words_of_outputs(notebook: NotebookNode) -> str:
    """Return all that the outputs say, without marks of HTML."""
    pieces = []
    for output in (output for cell in code_cells(notebook) for output in cell.outputs):
        data = output.get("data", {})
        pieces += [output.get("text", ""), data.get("text/plain", "")]
        pieces.append(html.unescape(re.sub(r"<[^>]*>", "", data.get("text/html", ""))))
    return " ".join(" ".join(pieces).split())


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_it_runs_quickly_without_warnings_and_a_script_gives_the_same_tables(
    path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # All that is asked of a run is asked here, because a notebook takes long. In lessons check(...) raises an error if an
    # answer of the solution is not right.
    begin = time.monotonic()
    has_script = path.parent == ROOT / "notebooks"  # lessons are exercises and have none
    notebook = run(nbformat.read(path, as_version=4), place, then=WRITE_THE_TABLES if has_script else "")
    assert time.monotonic() - begin < MOST_SECONDS
    streams = [output for cell in code_cells(notebook) for output in cell.outputs if output.get("name") == "stderr"]
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    explained = re.findall(r"`(\w+Warning)`", text)  # shown on purpose
    warned = [output.text for output in streams if "Warning" in output.text]
    warned = [text for text in warned if not any(name in text for name in explained)]
    assert not warned, "\n".join(warned)
    assert not_in_outputs(notebook) == []
    if has_script:
        monkeypatch.chdir(place)
        check_script(path.with_suffix(".py"), pd.read_pickle(TABLES))


def check_script(path: Path, tables: dict[str, pd.DataFrame]) -> None:
    """Run a script in the current folder; it must have the tables of its notebook, and write those that it says."""
    with warnings.catch_warnings():  # the script sets filters of its own
        script = runpy.run_path(str(path))
    assert differences(script, tables) == []
    written = {file.stem for file in Path("results", path.stem.partition("_")[2]).glob("*.csv")}
    assert written == set(script["tables"])


def not_in_outputs(notebook: NotebookNode) -> list[str]:
    """Return what the text quotes in “these marks” and a reader would look for in the outputs in vain."""
    said = words_of_outputs(notebook)
    text = " ".join(" ".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown").split())
    return [quotation for quotation in re.findall("“([^”]*)”", text) if quotation not in said]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_it_is_stored_without_outputs_and_is_valid(path: Path) -> None:
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    for cell in code_cells(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_its_cells_are_short_and_plain(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    code = [cell.source for cell in code_cells(notebook)]
    lines = [line.strip() for source in code for line in source.splitlines()]
    for cell in notebook.cells:
        assert len(cell.source.splitlines()) <= MOST_LINES, cell.id
    assert [line for line in lines if re.search(r"\b(def|class|lambda)\b", line)] == []
    assert [line for line in lines if re.match(r"[!%]", line)] == []
    assert "import toolkit as tk" in code[0].splitlines()


def test_the_network_is_cut(place: Path) -> None:
    notebook = new_notebook(cells=[new_code_cell("import socket\nsocket.create_connection(('192.0.2.1', 80), 5)")])
    with pytest.raises(CellExecutionError, match="The network is cut"):
        run(notebook, place)


def test_outputs_and_quotations_are_compared_as_a_reader_sees_them() -> None:
    cell = new_code_cell("x")
    shown = {"text/html": "<p>Iraq&#39;s <mark>armed</mark>\n forces</p>"}
    cell.outputs = [new_output("display_data", shown)]
    assert words_of_outputs(new_notebook(cells=[cell])).endswith("Iraq's armed forces")


def test_tables_that_differ_or_are_not_in_the_notebook_are_named() -> None:
    one, other = pd.DataFrame({"n": [1.0]}), pd.DataFrame({"n": [2.0]})
    script = {"gap": one, "words": other, "tables": {"gap": one, "words": other, "sums": pd.DataFrame({"n": [3.0]})}}
    assert differences(script, {"gap": one, "words": one}) == ["words is another table", "sums is not in the notebook"]
    assert differences({**script, "tables": {"gap": one}}, {"gap": one, "words": other}) == []
