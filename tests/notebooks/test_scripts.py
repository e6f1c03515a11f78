"""A script beside a notebook gives the same numbers as the notebook."""

import runpy
import warnings
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest

from toolkit.comparison.result import Comparison

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
SCRIPTS = sorted(NOTEBOOKS.glob("*.py"))


def variables_of(notebook: Path, folder: Path) -> dict[str, Any]:
    """Run the code of a notebook as one program in a folder and return its variables."""
    from matplotlib import pyplot as plt

    cells = nbformat.read(notebook, as_version=4).cells
    program = folder / "notebook_as_program.py"
    program.write_text("\n".join(cell.source for cell in cells if cell.cell_type == "code"), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("default")  # one is shown on purpose
        found = runpy.run_path(str(program))
    plt.close("all")
    return found


def tables_of(variables: dict[str, Any]) -> dict[str, pd.DataFrame]:
    """Return the tables among variables: frames, comparisons, and comparisons by name."""
    found: dict[str, pd.DataFrame] = {}
    for name, value in variables.items():
        if isinstance(value, pd.DataFrame):
            found[name] = value
        if isinstance(value, Comparison):
            found[name] = value.table
        if isinstance(value, dict):
            found |= {f"{name} {key}": one.table for key, one in value.items() if isinstance(one, Comparison)}
    return found


def test_there_is_a_script() -> None:
    assert SCRIPTS


@pytest.mark.parametrize("script", SCRIPTS, ids=[path.name for path in SCRIPTS])
def test_a_script_gives_the_tables_of_its_notebook(
    script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in NOTEBOOKS.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.chdir(tmp_path)
    said = tables_of(variables_of(script.with_suffix(".ipynb"), tmp_path))
    with warnings.catch_warnings():  # the script sets filters of its own
        ran = runpy.run_path(str(script))
    both = {name: table for name, table in tables_of(ran).items() if name in said and name != "table"}
    assert len(both) >= 14
    for name, table in both.items():
        pd.testing.assert_frame_equal(table, said[name], obj=name)
    written = {path.stem for path in (tmp_path / "results" / script.stem.partition("_")[2]).iterdir()}
    assert written == set(ran["tables"])
