"""Read lexicons: YAML (the project's own form), CSV, and LIWC's .dic.

YAML: `name`, `version`, `language`, `licence` and, for the reader, `title`, `measures`, `made` and a list `traps`; then
`categories`, each with `definition`, `reference` and `entries`: a list of groups with `patterns` and, if wanted, a
`weight`, a `note` and a list `neutral`: what could have been written instead. `ignore` holds groups too. It is what
`write_lexicon` writes.
CSV: columns category, pattern and, if wanted, weight, note and neutral, the latter separated by semicolons; rows of
the category (ignore) are the ignore list. It is what `Lexicon.to_frame` returns.
.dic: between two lines with % the categories, a number and a name each; after them a pattern a line, followed by
the numbers of its categories.

A broken entry is left out with a `LexiconWarning` that names its place; the rest is kept.

Contents: `read_lexicon`.
"""

import csv
import re
import tomllib
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml

from toolkit.errors import LexiconError, LexiconWarning
from toolkit.lexicons.lexicon import IGNORED, Category, Entry, Lexicon, parse_entries
from toolkit.options import check_columns, did_you_mean, quoted_list

# The safe loader, written in C where PyYAML was built with it: ten times as fast.
_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_ABOUT = ("title", "measures", "made")  # for the reader; in a folder they stand in about.toml
_KEYS = ("name", "version", "language", "licence", *_ABOUT, "traps", "categories", "ignore")
_CATEGORY_KEYS = ("definition", "reference", "entries")
_GROUP_KEYS = ("patterns", "weight", "note", "neutral")


def read_lexicon(path: str | Path, *, name: str | None = None, licence: str | None = None) -> Lexicon:
    """Read a lexicon from a .yaml, .csv, .tsv or .dic file, or from a folder with lexicon.yaml and about.toml.

    Parameters
    ----------
    path : the file or folder.
    name : what to call it; by default the file's own name.
    licence : what the lexicon's makers permit, for the printout; files of other makers do not say it.

    Raises
    ------
    LexiconError : the file is missing, is not what its ending says, or holds no usable entry.
    """
    place = Path(path)
    about: dict[str, Any] = {}
    if place.is_dir():
        about, place = _read_about(place), place / "lexicon.yaml"
    if not place.is_file():
        raise LexiconError(f"There is no lexicon at {place}. Expected a .yaml, .csv, .tsv or .dic file.")
    readers: dict[str, Callable[[Path], dict[str, Any]]] = {
        ".yaml": _read_yaml, ".yml": _read_yaml, ".csv": _read_table, ".tsv": _read_table, ".dic": _read_dic,
    }  # fmt: skip
    reader = readers.get(place.suffix.lower())
    if reader is None:
        raise LexiconError(f"{place.name}: lexicons are read from {quoted_list(readers)} files.")
    try:
        fields = {"name": place.stem, **reader(place), **about}
    except UnicodeDecodeError as error:
        raise LexiconError(f"{place.name} is not UTF-8 text ({error}). Save it as UTF-8.") from error
    fields |= {key: value for key, value in (("name", name), ("licence", licence)) if value}
    fields["categories"] = tuple(
        Category(c.name, tuple(_usable(c.entries, f"{place.name}, category {c.name!r}")), c.definition, c.reference)
        for c in fields["categories"]
    )
    fields["ignore"] = tuple(_usable(fields.get("ignore", ()), f"{place.name}, ignore"))
    return Lexicon(**fields)


def _usable(entries: Iterable[Entry], place: str) -> list[Entry]:
    """Return the entries whose patterns can be read and hold a word; warn once about the others."""
    given = list(entries)
    if _hold_words(given):  # all at once, which is quick and nearly always enough
        return given
    good = [entry for entry in given if _hold_words([entry])]
    bad = [entry.pattern for entry in given if entry not in good]
    shown = ", ".join(repr(pattern) for pattern in bad[:5])
    warnings.warn(
        f"{place}: {len(bad)} patterns hold no word or cannot be read and were left out: {shown}.",
        LexiconWarning,
        stacklevel=4,
    )
    return good


def _hold_words(entries: list[Entry]) -> bool:
    """Tell whether all patterns can be read and hold a word."""
    try:
        return all(set(parsed.words) - {"*"} for parsed in parse_entries(entries))
    except LexiconError:
        return False


def _read_about(folder: Path) -> dict[str, Any]:
    """Return the fields that about.toml adds to the lexicon."""
    path = folder / "about.toml"
    if not path.is_file():
        return {}
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    about: dict[str, Any] = {
        key: str(table[key]) for key in ("title", "measures", "made", "version", "licence") if key in table
    }
    return {**about, "traps": tuple(table.get("traps", ()))}


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        table = yaml.load(path.read_text(encoding="utf-8"), Loader=_SafeLoader)  # noqa: S506 (safe, and fast)
    except yaml.YAMLError as error:
        raise LexiconError(f"{path.name} is not valid YAML: {error}") from error
    if not isinstance(table, dict) or not isinstance(table.get("categories"), dict):
        raise LexiconError(f"{path.name}: expected a key `categories` with one key a category.")
    _check_keys(table, _KEYS, path.name)
    keys = ("name", "version", "language", "licence", *_ABOUT)
    fields: dict[str, Any] = {key: str(table[key]) for key in keys if key in table}
    fields["traps"] = _words({"traps": [], **table}, "traps", path.name)
    categories = []
    for category, content in table["categories"].items():
        place = f"{path.name}, category {category!r}"
        content = content if isinstance(content, dict) else {"entries": content}
        _check_keys(content, _CATEGORY_KEYS, place)
        entries = _groups(content.get("entries"), place)
        reference = content.get("reference")
        categories.append(Category(str(category), entries, str(content.get("definition", "")), reference))
    return {
        **fields,
        "categories": categories,
        "ignore": _groups(table.get("ignore", []), f"{path.name}, ignore"),
    }


def _check_keys(table: dict[Any, Any], allowed: tuple[str, ...], place: str) -> None:
    for key in table:
        if key not in allowed:
            hint = did_you_mean(str(key), allowed)
            raise LexiconError(f"{place}: unknown key {key!r}; allowed are {quoted_list(allowed)}.{hint}")


def _groups(groups: Any, place: str) -> tuple[Entry, ...]:
    """Return the entries of a list of groups; a group may also be a single pattern."""
    if not isinstance(groups, list):
        raise LexiconError(f"{place}: expected a list of entries; got {type(groups).__name__}.")
    entries = []
    for number, given in enumerate(groups, start=1):
        group = given if isinstance(given, dict) else {"patterns": [given]}
        _check_keys(group, _GROUP_KEYS, f"{place}, entry {number}")
        patterns = _words(group, "patterns", f"{place}, entry {number}")
        neutral = _words({"neutral": [], **group}, "neutral", f"{place}, entry {number}")
        weight = _number(group.get("weight", 1), f"{place}, entry {number}")
        note = str(group.get("note", ""))
        entries += [Entry(pattern, weight, note, neutral=neutral) for pattern in patterns]
    return tuple(entries)


def _words(group: dict[str, Any], key: str, place: str) -> tuple[str, ...]:
    words = group.get(key)
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise LexiconError(
            f"{place}: `{key}` must be a list of words in quotes; got {words!r}. "
            "YAML reads bare yes, no, on, off and numbers as something else."
        )
    return tuple(words)


def _number(value: Any, place: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise LexiconError(f"{place}: the weight must be a number; got {value!r}.") from error


def _read_table(path: Path) -> dict[str, Any]:
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=delimiter))
    if not rows:
        raise LexiconError(f"{path.name} has no rows. Expected the columns category and pattern.")
    check_columns([str(key) for key in rows[0]], ("category", "pattern"), what=path.name)
    by_category: dict[str, list[Entry]] = {}
    for number, row in enumerate(rows, start=2):
        weight = _number(row.get("weight") or 1, f"{path.name}, line {number}")
        neutral = tuple(filter(None, map(str.strip, (row.get("neutral") or "").split(";"))))
        entry = Entry(row["pattern"] or "", weight, row.get("note") or "", neutral=neutral)
        by_category.setdefault(row["category"] or "", []).append(entry)
    ignore = by_category.pop(IGNORED, [])
    return {"categories": [Category(key, tuple(entries)) for key, entries in by_category.items()], "ignore": ignore}


def _read_dic(path: Path) -> dict[str, Any]:
    """Read LIWC's form; conditional codes such as (02 134)125/464 are not known here and raise."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    marks = [i for i, line in enumerate(lines) if line.strip() == "%"]
    if len(marks) < 2:
        raise LexiconError(f"{path.name}: a .dic file lists its categories between two lines with %.")
    names: dict[str, str] = {}
    for line in filter(str.strip, lines[marks[0] + 1 : marks[1]]):
        code, _, category = line.strip().partition("\t")
        names[code.strip()] = category.strip() or code.strip()
    by_category: dict[str, list[Entry]] = {category: [] for category in names.values()}
    for number, line in enumerate(lines[marks[1] + 1 :], start=marks[1] + 2):
        if not line.strip():
            continue
        # Tabs or spaces; the numbers at the end of the line are the categories.
        found = re.fullmatch(r"\s*(.+?)((?:\s+\d+)+)\s*", line)
        if found is None:
            raise LexiconError(
                f"{path.name}, line {number}: expected a pattern and its category numbers; got {line!r}."
            )
        for code in found[2].split():
            if code not in names:
                known = quoted_list(names)
                raise LexiconError(f"{path.name}, line {number}: unknown category {code!r}; known are {known}.")
            by_category[names[code]].append(Entry(found[1]))
    return {"categories": [Category(key, tuple(entries)) for key, entries in by_category.items()]}
