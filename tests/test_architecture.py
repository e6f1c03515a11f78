"""Imports run downward only; importing the toolkit is quick and loads nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import toolkit

ROOT = Path(__file__).parents[1]
LAYERS = [
    {"errors", "options"},
    {"text", "models"},
    {"corpus", "lexicons", "learning"},
    {"events", "evidence", "measure", "kwic", "sentiment", "stance", "framing", "discovery", "registry"},
    {"comparison", "coding", "validity"},
    {"plots", "report", "widgets"},
    {"study", "cli", "teaching", "__main__"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
MODULES = sorted(path.relative_to(ROOT) for path in (ROOT / "toolkit").rglob("*.py"))


def imported_parts(path: Path) -> set[str]:
    """Return the first part below `toolkit` of every import in a file, those inside functions too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return {name.split(".")[1] for name in names if name.startswith("toolkit.")}


@pytest.mark.parametrize("module", [m for m in MODULES if m.parts != ("toolkit", "__init__.py")], ids=str)
def test_a_module_imports_from_its_layer_or_below(module: Path) -> None:
    own = module.parts[1].removesuffix(".py")
    assert own in LEVEL, f"{own} has no layer; give it one in tests/test_architecture.py and docs/architecture.md"
    above = [part for part in imported_parts(ROOT / module) if LEVEL[part] > LEVEL[own]]
    assert not above


def test_importing_the_toolkit_loads_nothing_heavy() -> None:
    heavy = ("numpy", "pandas", "matplotlib", "sklearn", "socket")
    code = f"import sys, toolkit; print([m for m in {heavy} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert result.stdout.strip() == "[]"


def test_importing_takes_less_than_a_second() -> None:
    code = "import time; t = time.process_time(); import toolkit; print(time.process_time() - t)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert float(result.stdout) < 1


def test_every_public_name_can_be_fetched_and_is_documented() -> None:
    for name in toolkit.__all__:
        assert getattr(toolkit, name).__doc__, name


def test_the_names_for_type_checkers_are_those_that_can_be_fetched() -> None:
    tree = ast.parse((ROOT / "toolkit/__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    typed = {alias.name: node.module for node in imports for alias in node.names}
    assert typed == toolkit._HOME


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(AttributeError, match="ForceAxis"):
        toolkit.forceaxis  # noqa: B018
