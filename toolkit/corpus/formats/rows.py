"""What every format hands over, and how bytes become text.

Contents: `Rows`, `read_bytes`, `read_text`, `decode`, `largest_unpacked`, `bomb`.
"""

import codecs
import gzip
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.errors import ReadError

Record = dict[str, Any]


@dataclass
class Rows:
    """The rows of one or more files, as they came.

    `records` column name -> value; `places` where each row stood, for messages; `made_ids` a name for each
    row, should it have none of its own; `broken` places that could not be read, with reasons; `notes` for the
    history.
    """

    records: list[Record] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    made_ids: list[str] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, record: Record, place: str, made_id: str) -> None:
        """Append one row."""
        self.records.append(record)
        self.places.append(place)
        self.made_ids.append(made_id)

    def extend(self, other: "Rows", place: str) -> None:
        """Append the rows of a file that is one article; its notes are counted, not repeated."""
        self.records += other.records
        self.places += [place] * len(other.records)
        self.made_ids += other.made_ids
        self.broken += [(place, reason) for _, reason in other.broken]
        self.notes += [note for note in other.notes if note not in self.notes]


SMALL_ENOUGH = 200_000_000  # bytes; what unpacks to less is never refused
GREATEST_RATIO = 100  # text packs to a third or a tenth of its size; a bomb to a thousandth


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file, unpacked if it is .gz; an empty file is an error."""
    try:
        data = _unpacked(path) if path.suffix.lower() == ".gz" else path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        raise ReadError(f"{path} cannot be read: {error}.") from error
    if not data.strip():
        raise ReadError(f"{path} {'holds only white space' if data else 'is empty'} ({len(data)} bytes).")
    return data


def _unpacked(path: Path) -> bytes:
    """Return what a .gz file holds; stop reading where it turns out to be a bomb."""
    limit = largest_unpacked(path.stat().st_size)
    with gzip.open(path) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ReadError(bomb(path))
    return data


def largest_unpacked(n_packed: int) -> int:
    """Return to how many bytes a packed file may unpack."""
    return max(SMALL_ENOUGH, GREATEST_RATIO * n_packed)


def bomb(path: Path) -> str:
    """Return what is wrong with a file that unpacks to far more than text does."""
    return (
        f"{path} unpacks to more than {GREATEST_RATIO} times its size, as no text does, and is not read. If it is in "
        "order, unpack it and name the unpacked file."
    )


def read_text(path: Path, encoding: str | None, *, declared: str | None = None) -> tuple[str, list[str]]:
    """Return the text of a file and, unless it is plain UTF-8, a note that names its encoding."""
    data = read_bytes(path)
    for magic, what in _NOT_TEXT.items():
        if data.startswith(magic):
            raise ReadError(f"{path} is not text but {what}.")
    try:
        text, used = decode(data, encoding, declared=declared)
    except (UnicodeError, LookupError) as error:
        raise ReadError(f"{path} cannot be read with encoding={encoding!r}: {error}.") from error
    _check_is_text(path, text)
    return text, [] if used == "utf-8" else [f"read as {used}"]


def _check_is_text(path: Path, text: str) -> None:
    """Raise if the beginning is full of characters that no text has: a program, a picture, a database."""
    begin = text[:20_000]
    n_strange = len(_STRANGE.findall(begin))
    if n_strange > max(8, MOST_STRANGE * len(begin)):
        raise ReadError(
            f"{path} is not text: {n_strange:,} of its first {len(begin):,} characters are control characters. Export "
            "the articles again, as .csv, .jsonl or .xlsx."
        )


MOST_STRANGE = 0.07  # share of control characters in what is still taken for text
# Control characters but for tab, line feed, carriage return and the marks that old programs put between pages.
_STRANGE = re.compile("[\x00-\x08\x0e-\x19\x1b\x7f\ufffd]")


_NOT_TEXT = {
    b"PK\x03\x04": "a ZIP archive (Word and Excel files are ones)",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"\x1f\x8b": "packed with gzip (its name should end in .gz)",
    b"PAR1": "a Parquet file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# The encodings that exports of news archives come in. Guessing among a hundred mistakes English for Chinese.
_CANDIDATES = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "mac_roman", "gb18030", "big5",
    "shift_jis", "euc_jp", "euc_kr", "utf_16_le", "utf_16_be",
]  # fmt: skip


def decode(data: bytes, encoding: str | None = None, *, declared: str | None = None) -> tuple[str, str]:
    """Return the text and the encoding it was read with.

    Tried in this order: the given encoding, a byte order mark, UTF-8, UTF-8 with a few broken characters
    (which become U+FFFD), the encoding that the file declares, the likeliest common one, Windows Latin.
    """
    if encoding is not None:
        return data.decode(encoding).removeprefix("\ufeff"), encoding
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            return data.decode(name, "replace"), "utf-8" if name == "utf-8-sig" else name
    try:
        text = data.decode("utf-8")
        return (text, "utf-8") if "\x00" not in text else _guess(data)
    except UnicodeDecodeError:
        return _mostly_utf8(data) or _as_declared(data, declared) or _guess(data)


def _mostly_utf8(data: bytes) -> tuple[str, str] | None:
    """Read as UTF-8 if ten characters beyond ASCII are sound for each broken one: a damaged file."""
    text = data.decode("utf-8", "replace")
    n_sound = len(re.findall(r"[^\x00-\x7f\ufffd]", text))
    return _with_count(text, "utf-8") if n_sound >= 10 * text.count("\ufffd") else None


# Words of notes that a reader should hear, not only find in the history.
UNREADABLE, WITHOUT_VALUE = "unreadable characters", "hold a formula without its value"


def _with_count(text: str, name: str) -> tuple[str, str]:
    """Return the text, and the encoding with the number of characters that it could not read."""
    n_broken = text.count("\ufffd")
    return text, f"{name} with {n_broken:,} {UNREADABLE}" if n_broken else name


def _as_declared(data: bytes, declared: str | None) -> tuple[str, str] | None:
    try:
        return (data.decode(declared), declared.lower()) if declared else None
    except (UnicodeError, LookupError):
        return None


def _guess(data: bytes) -> tuple[str, str]:
    # Imported here: most files are UTF-8 and never need it.
    from charset_normalizer import from_bytes

    matches = from_bytes(data, cp_isolation=_CANDIDATES)
    best = matches.best()
    if best is None:
        return _with_count(data.decode("cp1252", "replace"), "cp1252")
    # Western and Central European text look equally good to the detector; Western is far more frequent.
    western = [m for m in matches if "cp1252" in [m.encoding, *m.could_be_from_charset]]
    if western and western[0].chaos <= best.chaos:
        return _with_count(data.decode("cp1252", "replace"), "cp1252")
    return str(best), best.encoding
