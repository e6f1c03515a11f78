"""The table [robustness] of a study file: one comparison, and the other choices that would have been reasonable.

Conventions: the options given for a choice stand beside that of the study, which is the base. Other word lists are
other measures, as those are from which an entry was left out; every further setting is a choice of its own.

Contents: `read_robustness`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from toolkit.comparison.parts import PART_GROUPS
from toolkit.comparison.specifications import DEFAULTS, check_choice, settings_of
from toolkit.errors import FramingError, OptionError
from toolkit.lexicons.lexicon import Lexicon
from toolkit.measure import Measure
from toolkit.options import did_you_mean, quoted_list
from toolkit.study.keys import Table
from toolkit.study.measures import made_measure
from toolkit.study.settings import ROBUSTNESS_KEYS, CompareSettings, MeasureSettings, RobustnessSettings

LIMIT, N_EXCHANGES = 256, 999  # specifications, and exchanges of outlets


def read_robustness(
    whole: Table, measures: Sequence[MeasureSettings], compare: CompareSettings, base: Path
) -> RobustnessSettings | None:
    """Return which comparison is made anew, and under which other choices; None if the study has no such table.

    Parameters
    ----------
    whole : the study file.
    measures, compare : of the study; they make the base.
    base : the folder at which paths start.

    Raises
    ------
    StudyError : a key or value is wrong, or no choice has another option.
    """
    if "robustness" not in whole:
        return None
    table = whole.table("robustness")
    own = _measure(table, measures)
    settings = [name for name in settings_of(own.measure) if name not in ROBUSTNESS_KEYS]
    table.check_keys((*ROBUSTNESS_KEYS, *settings))
    category, outlets = _category(table, own.measure), _outlets(table, compare)
    alternatives = {name: _choice(table, name) for name in DEFAULTS if name in table}
    given = {name: table.options(name) for name in settings if name in table}
    for name, options in given.items():
        for value in options:
            choice, label, option = _setting(table, own, name, value, category, base)
            alternatives.setdefault(choice, {})[label] = option
    leave_out = table.whole("leave_out", 0, least=0)
    if not alternatives and not leave_out:
        raise table.error("parts", 'no choice has another option; list at least one, such as parts = ["story"].')
    return RobustnessSettings(
        measure=own.key, category=category, outlets=outlets,
        base={"parts": _parts(table, compare.parts), "pool": compare.pool, "wire": compare.wire},
        alternatives=alternatives,
        given={**{name: list(table.options(name)) for name in DEFAULTS if name in table}, **given},
        leave_out=leave_out, limit=table.whole("limit", LIMIT, least=2),
        n_exchanges=table.whole("n_exchanges", N_EXCHANGES, least=0), files=_files(given, base),
    )  # fmt: skip


def _measure(table: Table, measures: Sequence[MeasureSettings]) -> MeasureSettings:
    """Return the measure of the study that is looked at; the only one if none is named."""
    keys = {one.key: one for one in measures}
    name = table.text("measure") or (measures[0].key if len(measures) == 1 else None)
    if name is None:
        raise table.error("measure", f"is missing; it must be {quoted_list(keys)}.")
    if name not in keys:
        there = f"must be a measure of this study, {quoted_list(keys)}"
        raise table.error("measure", f"{there}; got {name!r}.{did_you_mean(name, keys)}")
    return keys[name]


def _category(table: Table, measure: Measure) -> str:
    known = measure.categories
    name = table.text("category") or (known[0] if len(known) == 1 else None)
    if name is None:
        raise table.error("category", f"is missing; it must be {quoted_list(known)}.")
    if name not in known:
        raise table.error("category", f"must be {quoted_list(known)}; got {name!r}.{did_you_mean(name, known)}")
    return name


def _outlets(table: Table, compare: CompareSettings) -> tuple[str, ...] | None:
    """Return two outlets, or one that is held against the mean of all; by default the two of [compare]."""
    outlets = table.names("outlets")
    if outlets is None:
        return compare.outlets if compare.outlets is not None and len(compare.outlets) == 2 else None
    if len(outlets) > 2:
        raise table.error("outlets", f"must be two, or one to be held against the mean of all; got {len(outlets)}.")
    return outlets


def _parts(table: Table, parts: Sequence[str]) -> str:
    """Return the name under which a curve knows the parts of [compare]."""
    for name, group in PART_GROUPS.items():
        if set(group) == set(parts):
            return name
    shown = "; ".join(", ".join(group) for group in PART_GROUPS.values())
    raise table.error("parts", f"the parts of [compare] must be one of these groups: {shown}; got {', '.join(parts)}.")


def _choice(table: Table, name: str) -> dict[str, Any]:
    """Return the options of a choice that every measure has, by the names that tables show."""
    options = table.options(name)
    for value in options:
        try:
            check_choice(name, value)
        except OptionError as error:
            raise table.error(name, str(error)) from error
    return {str(value): value for value in options}


def _setting(
    table: Table, own: MeasureSettings, name: str, value: Any, category: str, base: Path
) -> tuple[str, str, Any]:
    """Return the choice that an option of a setting belongs to, its name, and the option itself."""
    try:
        measure = made_measure(own.measure.name, {**own.settings, name: value}, base=base)
    except (FramingError, TypeError, ValueError) as error:
        raise table.error(name, str(error)) from error
    if category not in measure.categories:
        there = quoted_list(measure.categories)
        raise table.error(name, f"with {value!r} the measure has no category {category!r}; it has {there}.")
    option = getattr(measure, name)
    return ("measure", f"{name} {value}", (measure, category)) if isinstance(option, Lexicon) else (
        name, str(value), option
    )  # fmt: skip


def _files(given: dict[str, list[Any]], base: Path) -> tuple[Path, ...]:
    """Return the files and folders among the options of the settings."""
    texts = [value for options in given.values() for value in options if isinstance(value, str)]
    return tuple(base / value for value in texts if (base / value).exists())
