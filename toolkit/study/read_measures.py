"""The tables [[measures]] of a study file.

Contents: `read_measures`.
"""

from pathlib import Path
from typing import Any

from toolkit.errors import FramingError, StudyError
from toolkit.measure import Measure
from toolkit.options import did_you_mean, quoted_list
from toolkit.registry import list_measures
from toolkit.study.keys import Table
from toolkit.study.measures import made_measure
from toolkit.study.settings import MeasureSettings


def read_measures(whole: Table, base: Path) -> tuple[MeasureSettings, ...]:
    """Return the measures of a study, each with the key by which tables and messages name it.

    Raises
    ------
    StudyError : there is none, one is named twice with the same settings, or a name or setting is wrong.
    """
    tables = whole.tables("measures")
    if not tables:
        raise StudyError(
            f"{whole.file}: a study needs at least one measure: a line [[measures]] and under it a line "
            f'name = "force". Measures: {quoted_list(list_measures())}.'
        )
    measures: list[MeasureSettings] = []
    for table in tables:
        name, settings, measure = _measure(table, base)
        for number, other in enumerate(measures, start=1):
            if other.measure.signature == measure.signature:
                raise StudyError(
                    f"{table.place}: {name!r} stands there already, as number {number} with the same settings. Remove "
                    "one, or give it other settings."
                )
        before = sum(other.measure.name == name for other in measures)
        measures.append(MeasureSettings(f"{name}-{before + 1}" if before else name, settings, measure))
    return tuple(measures)


def _measure(table: Table, base: Path) -> tuple[str, dict[str, Any], Measure]:
    """Return the name, the settings as written, and the measure itself."""
    name = table.text("name")
    available = list_measures()
    if name is None:
        raise table.error("name", f"is missing; it must be {quoted_list(available)}.")
    if name not in available:
        raise table.error("name", f"must be {quoted_list(available)}; got {name!r}.{did_you_mean(name, available)}")
    settings = {key: value for key, value in table.content.items() if key != "name"}
    try:
        return name, settings, made_measure(name, settings, base=base)
    except (FramingError, TypeError, ValueError) as error:
        raise StudyError(f"{table.place}: {error}") from error
