"""Parquet tables (.parquet).

Contents: `read_parquet`.
"""

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from toolkit.corpus.formats.rows import Rows, read_bytes
from toolkit.errors import ReadError


def read_parquet(path: Path, made_id: str, encoding: str | None = None) -> Rows:
    """Return the rows of a .parquet file; `encoding` has no meaning here, Parquet is UTF-8."""
    try:
        table = pq.read_table(io.BytesIO(read_bytes(path)))
    except (pa.ArrowException, OSError) as error:
        raise ReadError(f"{path} is no Parquet file: {error}.") from error
    rows = Rows()
    for number, record in enumerate(table.to_pylist(), start=1):
        rows.add(record, f"{path.name}, row {number}", f"{made_id}-{number:04d}")
    return rows
