"""The parse of one text as bytes, for the cache and for sending from one process to another; and many joined again.

A packed parse is compressed; inside are its vocabularies as JSON and its columns as bare numbers of fixed width, the
lowest byte first. Nothing in it can be executed. What does not fit together is refused as damaged.

Contents: `FORMAT`, `DamagedParseError`, `pack`, `unpack`, `Joiner`.
"""

import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.models.parses import LABELS, Parses

FORMAT = 1  # part of the key under which a parse is kept; another number when the layout or the tokens change

Columns = dict[str, npt.NDArray[Any]]

_WIDTHS = {
    "start": "<i4", "end": "<i4", "sentence": "<i4", "head": "<i4", "ent_start": "?",
    "lemma": "<u4", "pos": "u1", "tag": "u1", "dep": "u1", "ent": "u1", "morph": "<u2",
}  # fmt: skip
_JOINED = _WIDTHS | {"pos": "<u2", "tag": "<u2", "dep": "<u2", "ent": "<u2"}  # a text has less than 256, many may not
_BYTES_A_TOKEN = sum(np.dtype(width).itemsize for width in _WIDTHS.values())
_LEVEL = 1  # of compression; higher ones take more time than they save


class DamagedParseError(ValueError):
    """Bytes are not a packed parse of this text."""


def pack(columns: Mapping[str, npt.NDArray[Any]], names: Mapping[str, Sequence[str]]) -> bytes:
    """Return the parse of one text as bytes.

    `columns` as in `Parses`, with heads counted from the text's first token and names as codes into `names`.
    """
    vocabularies = json.dumps([[*names[name]] for name in LABELS]).encode("ascii")
    numbers = b"".join(np.asarray(columns[name]).astype(width).tobytes() for name, width in _WIDTHS.items())
    return zlib.compress(struct.pack("<II", len(columns["start"]), len(vocabularies)) + vocabularies + numbers, _LEVEL)


def unpack(packed: bytes, length: int) -> tuple[Columns, dict[str, list[str]]]:
    """Return columns and vocabularies of a packed parse of a text of `length` characters.

    Raises `DamagedParseError` if the bytes are anything else, such as the parse of a longer text.
    """
    try:
        raw = zlib.decompress(packed)
        n_tokens, size = struct.unpack_from("<II", raw)
        vocabularies = json.loads(raw[8 : 8 + size])
        names = dict(zip(LABELS, vocabularies, strict=True))
    except (zlib.error, struct.error, ValueError, TypeError) as error:
        raise DamagedParseError(f"not a packed parse: {error}") from error
    if len(raw) != 8 + size + n_tokens * _BYTES_A_TOKEN:
        raise DamagedParseError("a packed parse has another size than it says")
    columns = _columns(raw, 8 + size, n_tokens)
    _check(columns, names, length)
    return columns, names


def _columns(raw: bytes, offset: int, n_tokens: int) -> Columns:
    columns = {}
    for name, width in _WIDTHS.items():
        columns[name] = np.frombuffer(raw, dtype=width, count=n_tokens, offset=offset)
        offset += columns[name].nbytes
    return columns


def _check(columns: Columns, names: Mapping[str, list[str]], length: int) -> None:
    if not len(columns["start"]):
        return
    low = min(columns["start"].min(), columns["head"].min(), (columns["end"] - columns["start"]).min())
    fits = low >= 0 and columns["end"].max() <= length and columns["head"].max() < len(columns["head"])
    if not fits or any(columns[name].max() >= len(names[name]) for name in LABELS):
        raise DamagedParseError("a packed parse points outside its text")


class Joiner:
    """Collects the parses of texts, in any order, and joins them into one `Parses`."""

    def __init__(self, n_texts: int) -> None:
        self._parts: list[Columns | None] = [None] * n_texts
        self._codes: dict[str, dict[str, int]] = {name: {} for name in LABELS}

    def add(self, place: int, packed: bytes, length: int) -> None:
        """Take the packed parse of the text at `place`, which has `length` characters; raise if it is damaged."""
        columns, names = unpack(packed, length)
        for name in LABELS:
            known = self._codes[name]
            code = np.array([known.setdefault(word, len(known)) for word in names[name]], dtype=np.uint32)
            columns[name] = code[columns[name]].astype(_JOINED[name])
        self._parts[place] = columns

    def missing(self) -> list[int]:
        """Return the places of texts that have not been added."""
        return [place for place, part in enumerate(self._parts) if part is None]

    def join(self) -> Parses:
        """Return all texts; each must have been added. The parts are given up on the way, to save memory."""
        parts = [part for part in self._parts if part is not None]
        self._parts = []
        n_tokens = [len(part["start"]) for part in parts]
        columns = {
            name: np.concatenate([np.empty(0, width), *(part.pop(name) for part in parts)])
            for name, width in _JOINED.items()
        }
        return Parses.of(n_tokens, columns, {name: [*codes] for name, codes in self._codes.items()})
