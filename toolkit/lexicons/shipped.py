"""The lexicons that come with the toolkit.

Contents: `load_lexicon`, `list_lexicons`.
"""

from functools import cache
from pathlib import Path

from toolkit.errors import UnknownNameError
from toolkit.lexicons.formats import read_lexicon
from toolkit.lexicons.lexicon import Lexicon
from toolkit.options import did_you_mean, quoted_list

_FOLDER = Path(__file__).parent / "data"


def list_lexicons() -> list[str]:
    """Return the names of the shipped lexicons."""
    return sorted(path.parent.name for path in _FOLDER.glob("*/lexicon.yaml"))


@cache
def load_lexicon(name: str) -> Lexicon:
    """Return a shipped lexicon.

    Raises
    ------
    UnknownNameError : there is no shipped lexicon of this name. `read_lexicon` reads one's own file.

    Examples
    --------
    >>> load_lexicon("force").category_names
    ('destroy', 'deter', 'defend', 'de-escalate')
    """
    available = list_lexicons()
    if name not in available:
        hint = did_you_mean(name, available)
        raise UnknownNameError(f"There is no shipped lexicon {name!r}; available are {quoted_list(available)}.{hint}")
    return read_lexicon(_FOLDER / name)
