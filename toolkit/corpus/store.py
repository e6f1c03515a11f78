"""A corpus on disk: a folder with the articles, what was set aside, and the history.

articles.parquet and set_aside.parquet hold the tables; about.json holds the name, the history, the number
of the format and a checksum of both tables, so that a damaged or edited folder is noticed.

Contents: `write_corpus`, `read_corpus`.
"""

import hashlib
import io
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from toolkit.corpus.corpus import SET_ASIDE_COLUMNS, Corpus, Step
from toolkit.corpus.replace import bring_back, put_in_place
from toolkit.errors import ColumnError, OptionError, ReadError

FORMAT = "media-framing-toolkit corpus"
SCHEMA = 1  # rises when an older program could not read the folder
TABLES = ("articles.parquet", "set_aside.parquet")
ABOUT = "about.json"


def write_corpus(corpus: Corpus, folder: str | Path) -> Path:
    """Write a corpus to a folder, all of it or nothing.

    The folder is made beside its place and moved there when it is complete. A corpus that was there is
    replaced; should the program be stopped in between, the old one comes back at the next reading or writing.

    Parameters
    ----------
    corpus : the corpus, with its history and what was set aside.
    folder : a new folder, or one that holds a corpus and nothing else.

    Returns
    -------
    The folder's path.

    Raises
    ------
    OptionError : `folder` holds other things, which would be lost.
    ColumnError : a column mixes types, so that no table can hold it.
    """
    target = Path(folder)
    bring_back(target)
    _check_replaceable(target)
    files = _to_files(corpus)
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.new-"))
    try:
        for name, data in files.items():
            _write_through(made / name, data)
        made.chmod(0o755)  # mkdtemp makes folders that only their owner can read
        put_in_place(made, target)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return target


def read_corpus(folder: str | Path) -> Corpus:
    """Read a corpus that `write_corpus` wrote, with its history and what was set aside.

    Raises
    ------
    ReadError : there is no such folder, it holds no corpus, a newer program wrote it, or its tables were
        changed or damaged since.
    """
    source = Path(folder)
    bring_back(source)
    about = _read_about(source)
    if about.get("schema") != SCHEMA:
        raise ReadError(f"{source} has format {about.get('schema')!r}; this program reads {SCHEMA}. Update it.")
    articles, set_aside = (_read_table(source / name, about["checksums"].get(name)) for name in TABLES)
    history = tuple(Step(step["operation"], step["note"], step["settings"]) for step in about["history"])
    set_aside = set_aside[list(SET_ASIDE_COLUMNS)].astype(object)
    return Corpus(articles, about["name"], history, set_aside.where(set_aside.notna(), None))


def _to_files(corpus: Corpus) -> dict[str, bytes]:
    """Return the content of each file of the folder."""
    tables = (corpus.articles, corpus.set_aside.astype(object))
    files = {name: _to_parquet(table) for name, table in zip(TABLES, tables, strict=True)}
    about = {
        "format": FORMAT,
        "schema": SCHEMA,
        "name": corpus.name,
        "n_articles": len(corpus),
        "checksum": corpus.checksum,
        "checksums": {name: _checksum(data) for name, data in files.items()},
        "history": [vars(step) for step in corpus.history],
    }
    files[ABOUT] = json.dumps(about, indent=2, ensure_ascii=False, default=str).encode("utf-8") + b"\n"
    return files


def _to_parquet(table: pd.DataFrame) -> bytes:
    columns = {str(name): _to_arrow(str(name), table[name]) for name in table}
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, compression="zstd")
    return buffer.getvalue()


def _to_arrow(name: str, values: pd.Series) -> Any:
    try:
        # A column without any value has no type of its own; strings are what it would hold.
        kind = pa.string() if values.dtype == object and values.isna().all() else None
        return pa.Array.from_pandas(values, type=kind)
    except (pa.ArrowException, UnicodeError) as error:
        raise ColumnError(
            f"The column {name!r} cannot be written: {error}. Give all its values one type, such as strings."
        ) from error


def _checksum(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _write_through(path: Path, data: bytes) -> None:
    """Write a file and wait until the disk has it, so that a rename never overtakes its content."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _check_replaceable(target: Path) -> None:
    """Raise unless the place is free, an empty folder, or holds a corpus and nothing else."""
    if not target.exists():
        return
    if not target.is_dir():
        raise OptionError(f"`folder` must be a folder; {str(target)!r} is a file.")
    others = sorted({path.name for path in target.iterdir()} - {*TABLES, ABOUT})
    if others:
        raise OptionError(
            f"`folder` must be new or hold a corpus and nothing else; {str(target)!r} also holds "
            f"{', '.join(others[:5])}, which would be lost."
        )
    if any(target.iterdir()):
        _read_about(target)


def _read_about(source: Path) -> dict[str, Any]:
    path = source / ABOUT
    if not path.is_file():
        hint = "no such folder" if not source.exists() else f"it has no {ABOUT}"
        raise ReadError(f"{str(source)!r} holds no corpus ({hint}). Files are read with read_articles().")
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ReadError(f"{path} is damaged: {error}.") from error
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise ReadError(f"{path} was not written by write_corpus().")
    return about


def _read_table(path: Path, checksum: str | None) -> pd.DataFrame:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path} is missing or cannot be read: {error}.") from error
    if _checksum(data) != checksum:
        raise ReadError(f"{path} was changed or damaged after it was written: its checksum differs.")
    return pq.read_table(io.BytesIO(data)).to_pandas(ignore_metadata=True)
