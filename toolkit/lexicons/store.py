"""Write a lexicon to a file that can be edited and read again.

Contents: `write_lexicon`.
"""

from pathlib import Path
from typing import Any

import yaml

from toolkit.errors import LexiconError
from toolkit.lexicons.lexicon import Entry, Lexicon

_HEADER = "# A lexicon: categories, each with its patterns, their weight (1 by default) and the reason for them.\n"


def write_lexicon(lexicon: Lexicon, path: str | Path) -> Path:
    """Write a lexicon to a YAML file that `read_lexicon` reads; an existing file is replaced.

    Patterns with the same weight, note and neutral words that stand together make one group. Patterns with
    alternatives are written as they were spelled out. What is read again counts the same: it has the same checksum.

    Parameters
    ----------
    lexicon : the lexicon.
    path : the file, ending in .yaml or .yml.

    Returns
    -------
    The path.

    Raises
    ------
    LexiconError : the file has another ending.
    """
    file = Path(path)
    if file.suffix.lower() not in (".yaml", ".yml"):
        raise LexiconError(f"A lexicon is written to a file that ends in .yaml; got {file.name!r}.")
    text = yaml.safe_dump(_table(lexicon), sort_keys=False, allow_unicode=True, width=110)
    file.write_text(_HEADER + text, encoding="utf-8")
    return file


def _table(lexicon: Lexicon) -> dict[str, Any]:
    table: dict[str, Any] = {key: getattr(lexicon, key) for key in ("name", "version", "language", "licence")}
    table |= {key: getattr(lexicon, key) for key in ("title", "measures", "made") if getattr(lexicon, key)}
    if lexicon.traps:
        table["traps"] = list(lexicon.traps)
    table["categories"] = {
        category.name: {
            **({"definition": category.definition} if category.definition else {}),
            **({"reference": category.reference} if category.reference else {}),
            "entries": _groups(category.entries),
        }
        for category in lexicon.categories
    }
    return {**table, "ignore": _groups(lexicon.ignore)} if lexicon.ignore else table


def _groups(entries: tuple[Entry, ...]) -> list[dict[str, Any]]:
    """Return neighbouring entries that share weight, note and neutral words as one group."""
    groups: list[dict[str, Any]] = []
    for entry in entries:
        own: dict[str, Any] = {"weight": entry.weight} if entry.weight != 1 else {}
        own |= {"note": entry.note} if entry.note else {}
        own |= {"neutral": list(entry.neutral)} if entry.neutral else {}
        if groups and {key: value for key, value in groups[-1].items() if key != "patterns"} == own:
            groups[-1]["patterns"].append(entry.pattern)
        else:
            groups.append({"patterns": [entry.pattern], **own})
    return groups
