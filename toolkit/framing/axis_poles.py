"""The poles of frame axes: which words stand at either end, as shipped, from a user's file, or as given in a call.

Conventions: words are in the form of `normalize_word`; the positive pole is the end at which values are above zero,
which says nothing about what is good.

Contents: `Axis`, `DEFAULT_AXES`, `list_axes`, `load_axes`, `read_axes`, `axes_of`.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from toolkit.errors import OptionError, ReadError
from toolkit.options import did_you_mean, quoted_list
from toolkit.text.normalize import normalize_word

DEFAULT_AXES = ("legality", "self-defence", "deterrence", "opportunity")

_SHIPPED = Path(__file__).parent / "data" / "axes.yaml"
_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Axis:
    """A pair of poles: `name`, the words of the `positive` and of the `negative` one, `reason` and `group`."""

    name: str
    positive: tuple[str, ...]
    negative: tuple[str, ...]
    reason: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        for pole, words in (("positive", self.positive), ("negative", self.negative)):
            if not words or not all(isinstance(word, str) and word.strip() for word in words):
                raise OptionError(
                    f"The {pole} pole of the axis {self.name!r} must have at least one word; got {words!r}."
                )
        shared = sorted(set(self.positive) & set(self.negative))
        if shared:
            raise OptionError(f"The axis {self.name!r} has {quoted_list(shared)} at both of its poles.")

    @staticmethod
    def of(name: str, positive: Any, negative: Any, *, reason: str = "", group: str = "") -> "Axis":
        """Return an axis from a word or a list of words for either pole."""
        return Axis(str(name), _pole(name, positive), _pole(name, negative), reason, group)


def _pole(name: object, words: Any) -> tuple[str, ...]:
    listed = [words] if isinstance(words, str) else words
    if not isinstance(listed, list | tuple) or not all(isinstance(word, str) for word in listed):
        raise OptionError(f"A pole of the axis {name!r} must be a word or a list of words; got {words!r}.")
    return tuple(dict.fromkeys(" ".join(normalize_word(word).split()) for word in listed))


def load_axes(names: Iterable[str] | str | None = None) -> tuple[Axis, ...]:
    """Return shipped axes by their names or those of their groups; all of them by default.

    Raises `OptionError` for a name that is neither.
    """
    known: dict[str, tuple[Axis, ...]] = {axis.name: (axis,) for axis in _shipped()}
    for group in dict.fromkeys(axis.group for axis in _shipped()):
        known.setdefault(group, tuple(axis for axis in _shipped() if axis.group == group))
    if names is None:
        return _shipped()
    wanted = [names] if isinstance(names, str) else list(names)
    for name in wanted:
        if name not in known:
            hint = did_you_mean(str(name), known)
            raise OptionError(
                f"There is no shipped axis {name!r}; there are {quoted_list(known)}.{hint} An axis of your own needs "
                'both of its poles: FrameAxis("legal", "illegal").'
            )
    return tuple(dict.fromkeys(axis for name in wanted for axis in known[name]))


@cache
def _shipped() -> tuple[Axis, ...]:
    return _read_yaml(_SHIPPED)


def list_axes() -> pd.DataFrame:
    """Return the shipped axes, one row each: name, group, positive, negative (the words of the poles), reason."""
    rows = [
        {"name": axis.name, "group": axis.group, "positive": ", ".join(axis.positive),
         "negative": ", ".join(axis.negative), "reason": axis.reason}
        for axis in _shipped()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def read_axes(path: Path | str) -> tuple[Axis, ...]:
    """Read axes from a file of one's own.

    Parameters
    ----------
    path : a `.yaml` with a key `axes`, under it one key an axis with `positive` and `negative` (lists of words) and,
        if wanted, `reason`; or a `.tsv` or `.csv` without a heading and with two columns, a word and its opposite, as
        lists of antonyms come. Such an axis is called "legal/illegal", the first word being its positive pole.

    Raises
    ------
    ReadError : the file is missing, is not UTF-8, or has a line or an axis that is none; the message names it.
    """
    file = Path(path)
    if not file.is_file():
        raise ReadError(f"There is no file {file}.")
    readers = {".yaml": _read_yaml, ".yml": _read_yaml, ".tsv": _read_pairs, ".csv": _read_pairs}
    if file.suffix.lower() not in readers:
        raise ReadError(f"{file.name}: axes are read from {quoted_list(readers)} files.")
    try:
        axes = readers[file.suffix.lower()](file)
    except UnicodeDecodeError as error:
        raise ReadError(f"{file.name} is not UTF-8 text ({error}). Save it as UTF-8.") from error
    except OptionError as error:
        raise ReadError(f"{file.name}: {error}") from error
    if not axes:
        raise ReadError(f"{file.name} holds no axes.")
    return axes


def _read_yaml(file: Path) -> tuple[Axis, ...]:
    try:
        table = yaml.load(file.read_text(encoding="utf-8"), Loader=_SafeLoader)  # noqa: S506 (safe, and fast)
    except yaml.YAMLError as error:
        raise ReadError(f"{file.name} is not valid YAML: {error}") from error
    groups = table.get("groups", {"": table.get("axes")}) if isinstance(table, dict) else None
    if not isinstance(groups, dict) or not all(isinstance(axes, dict) for axes in groups.values()):
        raise ReadError(f"{file.name}: expected a key `axes`, and under it one key an axis.")
    return tuple(_entry(name, entry, str(group)) for group, axes in groups.items() for name, entry in axes.items())


def _entry(name: object, entry: Any, group: str) -> Axis:
    keys = set(entry) if isinstance(entry, dict) else set()
    if not {"positive", "negative"} <= keys <= {"positive", "negative", "reason"}:
        raise OptionError(f"the axis {name!r} must have the keys `positive` and `negative`, and may have `reason`.")
    return Axis.of(str(name), entry["positive"], entry["negative"], reason=str(entry.get("reason", "")), group=group)


def _read_pairs(file: Path) -> tuple[Axis, ...]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t" if file.suffix.lower() == ".tsv" else ","))
    axes = {}
    for number, row in enumerate(rows, start=1):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != 2:
            raise ReadError(f"{file.name}, line {number}: a word and its opposite are expected; got {row[:3]!r}.")
        axis = _from_pair(row)
        axes[axis.name] = axis
    return tuple(axes.values())


def _from_pair(pair: Any) -> Axis:
    first, second = (_pole("/".join(map(str, pair)), words) for words in pair)
    return Axis(f"{first[0] if first else ''}/{second[0] if second else ''}", first, second)


def axes_of(axes: Any, negative: Any = None) -> tuple[Axis, ...]:
    """Return axes from any of the ways in which they may be given.

    Parameters
    ----------
    axes : with `negative`, the word or words of the positive pole; else the names of shipped axes or groups, a
        mapping of names to pairs of poles, or a list of `Axis` or of pairs of poles.
    negative : the word or words of the negative pole.

    Raises
    ------
    OptionError : nothing usable is given, a pole is empty, or two axes have one name.
    """
    if negative is not None:
        found = [_from_pair((axes, negative))]
    elif isinstance(axes, str):
        found = [*load_axes(axes)]
    elif isinstance(axes, Mapping):
        found = [Axis.of(name, *_two(name, poles)) for name, poles in axes.items()]
    elif isinstance(axes, Iterable):
        found = [axis for one in axes for axis in _some(one)]
    else:
        found = []
    names = [axis.name for axis in found]
    twice = next((name for name in names if names.count(name) > 1), None) if len(names) != len(set(names)) else None
    if not found or twice is not None:
        given = f"two axes are called {twice!r}" if found else f"got {axes!r}"
        raise OptionError(
            'Axes are given as FrameAxis("legal", "illegal"), as a mapping of names to pairs of poles '
            '({"legality": (["legal"], ["illegal"])}), as names of shipped axes, or as a list of pairs, each with a '
            f"name of its own; {given}."
        )
    return tuple(found)


def _some(one: Any) -> tuple[Axis, ...]:
    if isinstance(one, Axis):
        return (one,)
    return load_axes(one) if isinstance(one, str) else (_from_pair(_two("", one)),)


def _two(name: object, poles: Any) -> tuple[Any, Any]:
    if not isinstance(poles, list | tuple) or len(poles) != 2:
        raise OptionError(f"The axis {name!r} must have two poles, such as (['legal'], ['illegal']); got {poles!r}.")
    return poles[0], poles[1]
