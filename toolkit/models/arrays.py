"""Trained engines on disk: plain arrays in a .npz file, settings in a .json file beside it, held together by a hash.

No code is kept in the files and none is run when they are read. The hash shows damage and carelessness; it does not
show who made a file.

Contents: `save_arrays`, `load_arrays`.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.errors import ReadError

Arrays = Mapping[str, npt.NDArray[Any]]


def save_arrays(path: Path | str, arrays: Arrays, about: Mapping[str, Any], *, kind: str) -> Path:
    """Write arrays to a .npz file and `about` to a .json file of the same name beside it; return the former.

    `kind` says what the arrays are and in which version, such as "stance head 1".
    Raises `ReadError` if the path has another ending.
    """
    place = _checked(path)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **dict(arrays))
    content = buffer.getvalue()
    table = {"format": kind, "about": dict(about), "sha256": _digest(content, about)}
    place.write_bytes(content)
    text = json.dumps(table, indent=1, ensure_ascii=False, sort_keys=True)
    place.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
    return place


def load_arrays(path: Path | str, *, kind: str) -> tuple[dict[str, npt.NDArray[Any]], dict[str, Any]]:
    """Return the arrays and the settings.

    Raises `ReadError` if a file is missing, is of another kind, is damaged or was changed.
    """
    place = _checked(path)
    about, digest = _about(place.with_suffix(".json"), kind)
    if not place.is_file():
        raise ReadError(f"There is no file {place}.")
    content = place.read_bytes()
    if _digest(content, about) != digest:
        raise ReadError(
            f"{place.name} and {place.stem}.json are not the files that were saved together: one of them was changed. "
            "Train and save the engine anew."
        )
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}, about
    except (ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ReadError(f"{place.name} does not hold plain arrays ({error}).") from error


def _digest(content: bytes, about: Mapping[str, Any]) -> str:
    return hashlib.sha256(content + json.dumps(about, sort_keys=True).encode()).hexdigest()


def _checked(path: Path | str) -> Path:
    place = Path(path)
    if place.suffix != ".npz":
        raise ReadError(f"A trained engine is a file whose name ends in .npz; got {place.name!r}.")
    return place


def _about(place: Path, kind: str) -> tuple[dict[str, Any], str]:
    if not place.is_file():
        raise ReadError(f"There is no file {place}; a trained engine is two files, .npz and .json.")
    try:
        table = json.loads(place.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ReadError(f"{place.name} is not valid JSON ({error}).") from error
    if not isinstance(table, dict) or table.get("format") != kind or not isinstance(table.get("about"), dict):
        raise ReadError(f"{place.name} is not the description of a trained engine of this kind ({kind!r}).")
    return table["about"], str(table.get("sha256"))
