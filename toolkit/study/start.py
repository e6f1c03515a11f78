"""A folder to start a study from: a study file, a codebook, actors, a notebook, and a page that says what to do.

The files lie in `starter/` beside this module. They run as they stand, on a shipped corpus.

Contents: `start_study`.
"""

import shutil
from pathlib import Path

from toolkit.errors import StudyError

STARTER = Path(__file__).parent / "starter"
FILES = ("README.md", "study.toml", "codebook.yaml", "actors.yaml", "study.ipynb")


def start_study(folder: str | Path) -> list[Path]:
    """Lay out the folder of a new study, which runs at once.

    Parameters
    ----------
    folder : where; it is made if it is not there; if it is, nothing but hidden files may lie in it.

    Returns
    -------
    The files written.

    Raises
    ------
    StudyError : something lies in the folder already, or it cannot be made.
    """
    place = Path(folder)
    _check_free(place)
    try:
        place.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.copyfile(STARTER / name, place / name)) for name in FILES]
    except OSError as error:
        raise StudyError(f"The folder {str(place)!r} cannot be made: {error.strerror}. Name another.") from error


def _check_free(place: Path) -> None:
    """Raise `StudyError` unless a study can be laid out here without touching what is somebody's."""
    if place.is_dir():
        # Hidden files are let be: folders of git and of macOS hold some, and none of ours is hidden.
        there = sorted(path.name for path in place.iterdir() if not path.name.startswith("."))
        if there:
            shown = ", ".join(map(repr, there[:3])) + (" and others" if len(there) > 3 else "")
            raise StudyError(
                f"{str(place)!r} is not empty: it holds {shown}. A new study wants a folder of its own, so that "
                "nothing of yours is overwritten; name one that does not exist yet."
            )
    elif place.exists() or place.is_symlink():
        raise StudyError(f"{str(place)!r} is a file, not a folder. Name a folder that does not exist yet.")
