"""The results folder: all of it or nothing, and never over what a user put there.

The folder is made beside its place under a hidden name and moved there when it is complete. Should the program be
killed while it moves, the earlier results come back at the next run.

Contents: `check_replaceable`, `results_folder`, `remove_unfinished`, `MANIFEST`.
"""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from toolkit.corpus.replace import bring_back, put_in_place
from toolkit.errors import StudyError

MANIFEST = "manifest.json"
MADE_BY = "media-framing-toolkit study"

_NOT_OURS_BUT_HARMLESS = (".DS_Store", "Thumbs.db", "desktop.ini")
_FORGOTTEN = 24 * 3600  # seconds; an unfinished folder this old belongs to a run that was killed


_unfinished: set[Path] = set()  # folders of this process's runs that are not in their place yet


@contextmanager
def results_folder(target: Path) -> Iterator[Path]:
    """Hand out an empty folder, and put it in the place of `target` once the block has ended without an error.

    Raises
    ------
    StudyError : something at `target` is not the results of a study.
    """
    target = target.resolve()
    bring_back(target)
    check_replaceable(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        made = Path(tempfile.mkdtemp(dir=target.parent, prefix=_prefix(target)))
    except OSError as error:
        raise StudyError(_not_writable(target, error.strerror or str(error))) from error
    _unfinished.add(made)
    try:
        yield made
        made.chmod(0o755)  # mkdtemp makes folders that only their owner can read
        check_replaceable(target)  # once more: the run may have taken hours
        put_in_place(made, target)
    finally:
        shutil.rmtree(made, ignore_errors=True)
        _unfinished.discard(made)


def remove_unfinished() -> None:
    """Remove the folders of runs that are under way, for a program that is told to stop."""
    for folder in list(_unfinished):
        shutil.rmtree(folder, ignore_errors=True)


def check_replaceable(target: Path) -> None:
    """Raise `StudyError` unless the place is free, an empty folder, or holds the results of a run and nothing else."""
    if not target.exists():
        _check_writable(target)
        return
    if not target.is_dir():
        raise StudyError(f"The results folder {str(target)!r} is a file. Name another under [output].")
    there = {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}
    there = {name for name in there if Path(name).name not in _NOT_OURS_BUT_HARMLESS}
    if not there:
        return
    if MANIFEST not in there:
        raise StudyError(
            f"{str(target)!r} exists and has no {MANIFEST} of an earlier run, so it is not replaced. Name another "
            "folder, or empty this one."
        )
    strange = sorted(there - {MANIFEST, *read_manifest(target)["files"]})
    if strange:
        shown = ", ".join(strange[:5]) + (" ..." if len(strange) > 5 else "")
        raise StudyError(
            f"{str(target)!r} holds files that no run wrote and that replacing it would delete: {shown}. Move them, or "
            "name another folder."
        )


def _check_writable(target: Path) -> None:
    """Raise `StudyError` if the folder could not be made: known before hours of work, not after them."""
    above = next(path for path in target.parents if path.exists())
    if not above.is_dir():
        raise StudyError(_not_writable(target, f"{str(above)!r} is a file"))
    if not os.access(above, os.W_OK | os.X_OK):
        raise StudyError(_not_writable(target, f"nothing may be written to {str(above)!r}"))


def _not_writable(target: Path, why: str) -> str:
    return (
        f"The results folder {str(target)!r} cannot be made: {why}. Name another as folder under [output], or with "
        "--output."
    )


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a results folder.

    Raises
    ------
    StudyError : there is none, or it is not one of ours.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise StudyError(f"{str(folder)!r} holds no results of a study: it has no {MANIFEST}.")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise StudyError(f"{path} is damaged: {error}.") from error
    if not isinstance(manifest, dict) or manifest.get("made_by") != MADE_BY or "files" not in manifest:
        raise StudyError(f"{path} was not written by a study of this toolkit.")
    return manifest


def _prefix(target: Path) -> str:
    return f".{target.name}.unfinished-"


def _sweep(target: Path) -> None:
    """Remove what killed runs left behind."""
    for path in target.parent.iterdir():
        if path.name.startswith(_prefix(target)) and time.time() - path.stat().st_mtime > _FORGOTTEN:
            shutil.rmtree(path, ignore_errors=True)
