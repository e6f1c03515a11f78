"""Put a complete folder in the place of another, so that a reader finds the old one or the new one.

Should the program be killed in between, the old folder comes back at the next reading or writing.

Contents: `put_in_place`, `bring_back`.
"""

import shutil
from pathlib import Path


def put_in_place(made: Path, target: Path) -> None:
    """Move a folder to its place; what was there waits beside it until the move is done, and is then removed."""
    previous = _previous(target)
    if target.exists():
        shutil.rmtree(previous, ignore_errors=True)  # left by a program that was stopped before its last line
        target.rename(previous)
    try:
        made.rename(target)
    except OSError:
        bring_back(target)
        raise
    shutil.rmtree(previous, ignore_errors=True)


def bring_back(target: Path) -> None:
    """Undo a replacement that was stopped half-way: the old folder is complete, the new one not in place."""
    previous = _previous(target)
    if previous.exists() and not target.exists():
        previous.rename(target)


def _previous(target: Path) -> Path:
    """Return where the old folder waits while the new one is moved into its place."""
    return target.with_name(f".{target.name}.previous")
