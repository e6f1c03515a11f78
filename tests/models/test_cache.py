"""The cache on disk: what is put comes back, and nothing that happens to the file stops a run."""

import os
import sqlite3
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from toolkit.errors import CacheWarning
from toolkit.models.cache import Store, cache_info, clear_cache, content_key, open_store

# A writer that says when it has begun its second call and then waits inside the transaction.
WRITER = """
import sys, time
from pathlib import Path
from toolkit.models.cache import Store

class Slow(dict):
    def items(self):
        yield b"lost", b"lost"
        print("inside", flush=True)
        time.sleep(60)

store = Store(Path(sys.argv[1]))
store.put({b"kept": b"kept"})
store.put(Slow(lost=1))
"""

MANY = """
import sys
from pathlib import Path
from toolkit.models.cache import Store

store, first = Store(Path(sys.argv[1])), int(sys.argv[2])
for number in range(first, first + 50):
    store.put({b"%d" % number: b"value %d" % number, b"both": b"same"})
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MEDIA_FRAMING_CACHE", str(tmp_path / "own"))
    return tmp_path / "own"


def test_what_is_put_comes_back(tmp_path: Path) -> None:
    store = Store(tmp_path / "new" / "file")
    assert store.get([b"a"]) == {}
    store.put({b"a": b"\x00\x01", b"b": b""})
    store.put({b"a": b"later"})
    assert store.get([b"b", b"a", b"absent"]) == {b"a": b"later", b"b": b""}


def test_more_keys_than_one_question_holds(tmp_path: Path) -> None:
    store = Store(tmp_path / "file")
    values = {b"%d" % number: b"%d" % -number for number in range(1_234)}
    store.put(values)
    assert store.get(list(values)) == values


def test_the_key_holds_name_and_text_apart() -> None:
    keys = [content_key("a", "bc"), content_key("ab", "c"), content_key("a", "\ud800"), content_key("a", "\udfff")]
    assert len(set(keys)) == 4
    # printf '1:abc' | sha256sum
    assert keys[0].hex() == "fac4d75282e3de358e8a42f2e1166bfe879257cdfb0961daf46b42003058b1a8"


def test_the_variable_names_the_folder_and_nothing_is_made_before_it_is_needed(place: Path) -> None:
    assert cache_info().entries == 0
    assert not place.exists()
    open_store().put({b"a": b"1", b"b": b"2"})
    info = cache_info()
    assert info.file is not None
    assert (info.file.parent, info.entries, info.bytes) == (place, 2, info.file.stat().st_size)


def test_clearing_removes_the_cache_and_nothing_else(place: Path) -> None:
    open_store().put({b"a": b"1"})
    (place / "thesis.txt").write_text("mine")
    clear_cache()
    assert [path.name for path in place.iterdir()] == ["thesis.txt"]
    assert cache_info().entries == 0
    clear_cache()


def test_off_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIA_FRAMING_CACHE", "off")
    open_store().put({b"a": b"1"})
    assert open_store().get([b"a"]) == {}
    assert cache_info().file is None
    clear_cache()


def test_without_the_variable_the_folder_is_that_of_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MEDIA_FRAMING_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    file = open_store().file
    assert file is not None
    assert "media-framing-toolkit" in file.parts
    assert list(tmp_path.iterdir()) == []


def test_the_oldest_are_dropped_when_the_store_is_full(tmp_path: Path) -> None:
    store = Store(tmp_path / "file", most_bytes=200_000)
    for number in range(100):
        store.put({b"%d" % number: bytes(10_000)})
    left = sorted(int(key) for key in store.get([b"%d" % number for number in range(100)]))
    assert left == list(range(left[0], 100))
    assert 10 <= len(left) <= 20
    assert store.file is not None
    assert store.file.stat().st_size < 300_000


def test_a_value_whose_checksum_does_not_fit_is_absent(tmp_path: Path) -> None:
    store = Store(tmp_path / "file")
    store.put({b"a": b"right", b"b": b"right"})
    with sqlite3.connect(tmp_path / "file") as db:
        db.execute("UPDATE entries SET value = ? WHERE key = ?", [b"wrong", b"a"])
    db.close()
    assert store.get([b"a", b"b"]) == {b"b": b"right"}


@pytest.mark.parametrize(
    "content", [b"not a database at all, but long enough to be looked at" * 40, b"SQLite format 3\0x"]
)
def test_a_damaged_file_warns_once_and_can_be_cleared(place: Path, content: bytes) -> None:
    file = open_store().file
    assert file is not None
    place.mkdir()
    file.write_bytes(content)
    with pytest.warns(CacheWarning, match="clear_cache") as caught:
        assert open_store().get([b"a"]) == {}
        open_store().put({b"a": b"1"})
    assert len(caught) == 1
    clear_cache()
    open_store().put({b"a": b"1"})
    assert open_store().get([b"a"]) == {b"a": b"1"}


def test_a_file_cut_short_never_gives_a_wrong_value(tmp_path: Path) -> None:
    store = Store(tmp_path / "file")
    values = {b"%d" % number: b"%d" % number * 300 for number in range(200)}
    store.put(values)
    whole = (tmp_path / "file").read_bytes()
    (tmp_path / "file").write_bytes(whole[: len(whole) // 2])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CacheWarning)
        found = store.get(list(values))
    assert all(values[key] == value for key, value in found.items())


def test_a_place_that_cannot_be_written_warns_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("in the way")
    store = Store(tmp_path / "a file" / "file")
    with pytest.warns(CacheWarning):
        store.put({b"a": b"1"})
    assert store.get([b"a"]) == {}


def test_a_read_only_store_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "of the class"
    store = Store(folder / "file")
    store.put({b"a": b"1"})
    before = (folder / "file").read_bytes()
    os.chmod(folder / "file", 0o444)  # noqa: PTH101
    os.chmod(folder, 0o555)  # noqa: PTH101, S103
    try:
        assert store.get([b"a"]) == {b"a": b"1"}
        assert (folder / "file").read_bytes() == before
    finally:
        os.chmod(folder, 0o755)  # noqa: PTH101, S103


def test_a_store_that_another_program_holds_too_long_warns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.models.cache._WAIT", 0.05)
    store = Store(tmp_path / "file")
    store.put({b"a": b"1"})
    other = sqlite3.connect(tmp_path / "file")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.warns(CacheWarning, match="locked"):
        store.put({b"b": b"2"})
    other.close()
    store.put({b"b": b"2"})
    assert store.get([b"a", b"b"]) == {b"a": b"1", b"b": b"2"}


def test_two_programs_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "file"
    command = [sys.executable, "-W", "error", "-c", MANY, str(file)]
    writers = [subprocess.Popen([*command, str(first)]) for first in (0, 50)]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    keys = [b"%d" % number for number in range(100)]
    assert Store(file).get([*keys, b"both"]) == {**{key: b"value " + key for key in keys}, b"both": b"same"}


def test_a_program_killed_while_it_writes_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "file"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "inside\n"
    writer.kill()
    writer.wait()
    writer.stdout.close()
    store = Store(file)
    assert store.get([b"kept", b"lost"]) == {b"kept": b"kept"}
    store.put({b"after": b"after"})
    assert store.get([b"kept", b"lost", b"after"]) == {b"kept": b"kept", b"after": b"after"}
