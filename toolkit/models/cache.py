"""What trained models computed, kept on disk by content, so that it is computed once.

An entry is found by a key that is made from the model's name and the text; the text itself is not stored, but parses
hold its lemmas in order, from which much of the wording can be told. The store is one SQLite file. Each call of
`Store.put` is one transaction: a program that is killed leaves the file as it was before the call, and several programs
may use one file at once.

A cache must never stop a run. If the file is damaged, locked, full or not writable, a `CacheWarning` is given once and
the values are computed instead. A value whose checksum does not fit counts as absent.

Conventions: the folder is the environment variable MEDIA_FRAMING_CACHE, or else the user's cache folder of the system;
"off" switches the cache off. When the entries exceed `MOST_BYTES`, the oldest are dropped.

Contents: `MOST_BYTES`, `content_key`, `Store`, `open_store`, `CacheInfo`, `cache_info`, `clear_cache`.
"""

import hashlib
import os
import sqlite3
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from toolkit.errors import CacheWarning

MOST_BYTES = 1_000_000_000  # about 500,000 sentences of 384 numbers
_FILE = "models-1.sqlite3"  # the number changes when entries of an earlier version may no longer be used
_WAIT = 30.0  # seconds to wait while another program writes
_ASKED = 500  # keys in one question; SQLite allows 999 in its oldest builds

_TABLE = """CREATE TABLE IF NOT EXISTS entries
(number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, value BLOB NOT NULL, checksum INTEGER NOT NULL)"""

T = TypeVar("T")
_warned: set[Path] = set()


def content_key(model: str, text: str) -> bytes:
    """Return the key of what a model makes of a text: the SHA-256 of both, with the length of the name before it."""
    name = model.encode("utf-8", "surrogatepass")
    # Lone surrogates occur in broken text; they must not stop a run, and differing texts must keep differing keys.
    return hashlib.sha256(b"%d:" % len(name) + name + text.encode("utf-8", "surrogatepass")).digest()


@dataclass(frozen=True)
class Store:
    """Bytes by key, in one file; without a file it holds nothing and keeps nothing.

    `file` the SQLite file, or None; `most_bytes` the size above which the oldest entries are dropped.
    """

    file: Path | None
    most_bytes: int = MOST_BYTES

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return the values that are there; keys without a sound value are left out."""
        if self.file is None or not _exists(self.file):
            return {}
        return self._try(lambda db: dict(_sound(db, keys)), {}, write=False)

    def put(self, values: Mapping[bytes, bytes]) -> None:
        """Add the values in one transaction; a key that is there gets the new value."""
        if self.file is not None and values:
            self._try(lambda db: _write(db, values, self.most_bytes), None, write=True)

    def _try(self, work: Callable[[sqlite3.Connection], T], otherwise: T, *, write: bool) -> T:
        assert self.file is not None  # noqa: S101 - both callers have asked
        try:
            with closing(_connect(self.file, write=write)) as db, db:
                return work(db)
        except (sqlite3.Error, OSError) as error:
            _warn_once(self.file, error)
            return otherwise


def _exists(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        return False


def _connect(file: Path, *, write: bool) -> sqlite3.Connection:
    # SQLite's default journal, not its write-ahead log: that one cannot be read from a read-only folder, such as one
    # that a teacher filled for a class, and it does not work on network drives.
    if write:
        file.parent.mkdir(parents=True, exist_ok=True)
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode={'rwc' if write else 'ro'}", uri=True, timeout=_WAIT)


def _sound(db: sqlite3.Connection, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for start in range(0, len(keys), _ASKED):
        asked = list(keys[start : start + _ASKED])
        marks = ",".join("?" * len(asked))
        rows = db.execute(f"SELECT key, value, checksum FROM entries WHERE key IN ({marks})", asked)  # noqa: S608
        yield from ((key, value) for key, value, checksum in rows if _is_sound(value, checksum))


def _is_sound(value: object, checksum: object) -> bool:
    return isinstance(value, bytes) and zlib.crc32(value) == checksum


def _write(db: sqlite3.Connection, values: Mapping[bytes, bytes], most_bytes: int) -> None:
    db.execute("BEGIN IMMEDIATE")
    db.execute(_TABLE)
    rows = ((key, value, zlib.crc32(value)) for key, value in values.items())
    db.executemany("INSERT OR REPLACE INTO entries (key, value, checksum) VALUES (?, ?, ?)", rows)
    excess = _used_bytes(db) - most_bytes
    if excess > 0:
        _drop_oldest(db, excess + most_bytes // 10)


def _drop_oldest(db: sqlite3.Connection, excess: int) -> None:
    """Delete the oldest entries until about `excess` bytes are free for others; the file does not shrink."""
    running = "SELECT number, SUM(LENGTH(value)) OVER (ORDER BY number) AS so_far FROM entries"
    last = db.execute(f"SELECT MIN(number) FROM ({running}) WHERE so_far >= ?", [excess]).fetchone()[0]  # noqa: S608
    db.execute("DELETE FROM entries WHERE ? IS NULL OR number <= ?", [last, last])


def _used_bytes(db: sqlite3.Connection) -> int:
    pages, free, size = (
        db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _warn_once(file: Path, error: Exception) -> None:
    if file in _warned:
        return
    _warned.add(file)
    warnings.warn(
        f"The cache of models' results at {file} cannot be used ({error}); results are computed anew. "
        "`clear_cache()` removes a damaged file; the environment variable MEDIA_FRAMING_CACHE names another folder, "
        'or "off" for none.',
        CacheWarning,
        stacklevel=4,
    )


def _place() -> Path | None:
    given = os.environ.get("MEDIA_FRAMING_CACHE", "").strip()
    if given.lower() == "off":
        return None
    if given:
        return Path(given).expanduser() / _FILE
    from platformdirs import user_cache_path

    return user_cache_path("media-framing-toolkit", appauthor=False) / _FILE


def open_store() -> Store:
    """Return the store that MEDIA_FRAMING_CACHE names, or that of the user; the first `put` creates its file."""
    return Store(_place())


@dataclass(frozen=True)
class CacheInfo:
    """Where the cache lies and what it holds: `file` (None if it is off), `entries`, `bytes` on disk."""

    file: Path | None
    entries: int
    bytes: int


def cache_info() -> CacheInfo:
    """Return the place of the cache, the number of its entries and its size on disk in bytes."""
    store = open_store()
    if store.file is None or not _exists(store.file):
        return CacheInfo(store.file, 0, 0)
    query = "SELECT COUNT(*) FROM entries"
    entries = store._try(lambda db: int(db.execute(query).fetchone()[0]), 0, write=False)
    return CacheInfo(store.file, entries, store.file.stat().st_size)


def clear_cache() -> None:
    """Remove the cache's file, damaged or not; other files in the folder are not touched."""
    file = open_store().file
    if file is None:
        return
    for part in (file, file.with_name(file.name + "-journal")):
        part.unlink(missing_ok=True)
    _warned.discard(file)
