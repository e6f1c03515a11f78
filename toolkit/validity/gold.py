"""Read files of human codes.

Contents: `read_gold`.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from toolkit.errors import ReadError


def read_gold(paths: Sequence[Path]) -> pd.DataFrame:
    """Return the rows of one or more JSON lines or CSV files as one table.

    Raises
    ------
    ReadError : a file is missing, is of another form, has a broken line (which is named) or no rows.
    """
    tables = [_read_one(Path(path)) for path in paths]
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
    if table.empty:
        raise ReadError("No coded rows were read; give at least one gold file that has some.")
    return table


def _read_one(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise ReadError(f"There is no file {path}.")
    if path.suffix == ".csv":
        return pd.read_csv(path, keep_default_na=False)
    if path.suffix != ".jsonl":
        raise ReadError(f"{path.name}: gold files are .jsonl or .csv.")
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except json.JSONDecodeError as error:
                raise ReadError(f"{path.name}, line {number}: not valid JSON ({error.msg}).") from error
    return pd.DataFrame(rows)
