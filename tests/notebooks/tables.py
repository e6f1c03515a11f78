"""The tables among the variables of a notebook or a script."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

ATTRIBUTES = ("articles", "table", "scores", "facts", "tellings", "by_wire")


def tables_of(variables: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Return the tables among variables: frames, those of results of the toolkit, and of results in dictionaries."""
    return {
        name: table
        for variable, value in variables.items()
        if not variable.startswith("_")
        for name, table in _tables(variable, value)
    }


def _tables(name: str, value: Any) -> Iterator[tuple[str, pd.DataFrame]]:
    if isinstance(value, pd.DataFrame):
        yield name, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _tables(f"{name} {key}", one) if not isinstance(one, pd.DataFrame) else ()
    elif type(value).__module__.startswith("toolkit."):
        for attribute in ATTRIBUTES:
            table = getattr(value, attribute, None)
            if isinstance(table, pd.DataFrame):
                yield f"{name}.{attribute}", table


def write_tables(variables: Mapping[str, Any], path: str | Path) -> None:
    """Write the tables among variables to a file of this test's own."""
    pd.to_pickle(tables_of(variables), path)


def differences(script: Mapping[str, Any], notebook: Mapping[str, pd.DataFrame]) -> list[str]:
    """Name what a script has otherwise than its notebook, and what it writes that the notebook has not.

    Parameters
    ----------
    script : its variables; `tables` has what it writes.
    notebook : the tables of the notebook.
    """
    own = tables_of(script)
    both = {name: table for name, table in own.items() if name in notebook}
    changed = [name for name, table in both.items() if not _same(table, notebook[name])]
    strange = [name for name, table in script["tables"].items() if not any(table.equals(one) for one in both.values())]
    return [*(f"{name} is another table" for name in changed), *(f"{name} is not in the notebook" for name in strange)]


def _same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    try:
        pd.testing.assert_frame_equal(one, other, rtol=1e-9, atol=1e-12)
    except AssertionError:
        return False
    return True
