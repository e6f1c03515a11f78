"""What a measure found, as a page of evidence shows it: the numbers of each choice, and the sentences.

Conventions: categories have keys such as "0.2" (measure 0, category 2); outlets, events and voices have numbers; -1
stands for all of them in the numbers, and for none in a sentence.

Contents: `Found`, `MeasureShown`, `CategoryShown`, `NumbersShown`, `LineShown`, `find_all`, `measure_shown`,
`voices_of`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.totals import in_parts, totals
from toolkit.errors import OptionError
from toolkit.evidence import VOICES, Evidence
from toolkit.kwic import concordance, spread
from toolkit.measure import Measurement
from toolkit.report.lines import Line, lines_of
from toolkit.stance.in_voice import in_voice
from toolkit.stance.sources_result import VOICE_KINDS, Sources
from toolkit.widgets.choice import Choice

ALL = -1
N_STYLES = 25  # ways of marking that can be told apart

# What the voices are called on the page.
_OF_SPANS = dict(zip(VOICES, ("own words", "quoted", "in a source's name"), strict=True))
_OF_SOURCES = {
    "own": "own words", "direct": "quoted, in a source's name", "indirect": "in a source's name without marks",
    "unattributed": "quoted, in nobody's name",
}  # fmt: skip
# The same in the words that stand beside a sentence.
_TAGS = {"own": "outlet", "direct": "quotation", "indirect": "reported", "unattributed": "quotation"}

Numbers = dict[str, dict[str, list[float | int | None]]]


@dataclass(frozen=True, eq=False)
class Found:
    """The evidence of one measurement in the parts that count, with the number of each span's voice.

    `in_voices` holds the measurement in each voice where numbers can be had in it.
    """

    measurement: Measurement
    parts: tuple[str, ...]
    spans: Evidence
    voice: npt.NDArray[np.int64]
    voices: tuple[str, ...]
    in_voices: tuple[Measurement, ...] = ()

    @property
    def article(self) -> npt.NDArray[np.int64]:
        """The row of the article of each span."""
        return self.measurement.unit_article[self.spans.unit].astype(np.int64)


@dataclass(frozen=True)
class NumbersShown:
    """The numbers of one outlet, or of all, over all events."""

    outlet: str
    number: int
    amount: float
    exposure: float
    value: float
    n_articles: int
    n_spans: int


@dataclass(frozen=True)
class LineShown:
    """A sentence with the words found, and the numbers of what it belongs to."""

    line: Line
    outlet: int
    event: int
    voice: int
    article: int


@dataclass(frozen=True)
class CategoryShown:
    """A category: how its values are read, its numbers, and its sentences; of `n_lines` some may not be shown."""

    key: str
    name: str
    unit: str
    higher: str
    style: int
    is_derived: bool
    rows: list[NumbersShown]
    lines: list[LineShown]
    n_lines: int


@dataclass(frozen=True)
class MeasureShown:
    """A measure with its categories; `is_marked` unless every word is evidence."""

    number: int
    title: str
    signature: str
    is_marked: bool
    categories: list[CategoryShown]
    numbers: dict[str, Numbers]


def find_all(measurement: Measurement, sources: Sources | None, parts: tuple[str, ...]) -> Found:
    """Return the evidence of a measurement, split by voice as far as voices are known."""
    if sources is None:
        spans = in_parts(measurement, parts)
        return Found(measurement, parts, spans, spans.voice.astype(np.int64), tuple(_OF_SPANS.values()))
    if not measurement.has_parts:
        raise OptionError(
            f"`sources` cannot split the measure {measurement.measure.name!r} by voice: its values are of whole "
            "articles. Leave out one of the two."
        )
    split = tuple(in_voice(measurement, voice, sources=sources) for voice in VOICE_KINDS)
    pieces = [in_parts(one, parts) for one in split]
    spans = Evidence.joined(pieces)
    voice = np.repeat(np.arange(len(pieces)), [len(piece) for piece in pieces])
    order = np.lexsort((voice, spans.start, spans.unit))
    return Found(measurement, parts, spans.take(order), voice[order], tuple(_OF_SOURCES.values()), split)


def measure_shown(number: int, found: Found, choice: Choice, *, n_lines: int) -> MeasureShown:
    """Return what a page shows of one measurement; at most `n_lines` sentences of each category."""
    measurement = found.measurement
    tables = {ALL: totals(measurement, parts=found.parts)}
    tables |= {voice: totals(one, parts=found.parts) for voice, one in enumerate(found.in_voices)}
    whole = tables[ALL]
    lines, n_all = _lines(found, choice, n_lines)
    categories = []
    for column, name in enumerate(measurement.categories):
        own, scale = whole[whole["category"] == name], measurement.measure.scale(name)
        is_derived = not own["n_spans"].any() and bool(own["amount"].any())
        categories.append(CategoryShown(
            key=f"{number}.{column}", name=name, unit=scale.unit, higher=scale.higher, style=column % N_STYLES,
            is_derived=is_derived, rows=_rows(own, choice), lines=lines[column], n_lines=int(n_all[column]),
        ))  # fmt: skip
    numbers: dict[str, Numbers] = {category.key: {} for category in categories}
    for voice, table in tables.items():
        for category in categories:
            numbers[category.key][str(voice)] = _numbers(table[table["category"] == category.name], choice)
    is_marked = measurement.found is not None
    return MeasureShown(number, measurement.title, measurement.signature, is_marked, categories, numbers)


def _rows(table: pd.DataFrame, choice: Choice) -> list[NumbersShown]:
    """Return the numbers over all events, one row an outlet and one for all."""
    places = {name: number for number, name in enumerate(choice.outlets)}
    shown = [
        NumbersShown(
            "all outlets" if pd.isna(row["outlet"]) else row["outlet"],
            ALL if pd.isna(row["outlet"]) else places[row["outlet"]], float(row["amount"]), float(row["exposure"]),
            float(row["value"]), int(row["n_articles"]), int(row["n_spans"]),
        )
        for row in table[table["event_id"].isna()].to_dict("records")
    ]  # fmt: skip
    return sorted(shown, key=lambda one: (one.number == ALL, one.number))


def _numbers(table: pd.DataFrame, choice: Choice) -> dict[str, list[float | int | None]]:
    """Return the numbers of each outlet and event that can be picked, by "outlet.event"."""
    outlets = {name: number for number, name in enumerate(choice.outlets)}
    events = {name: number for number, name in enumerate(choice.events)}
    numbers = {}
    for row in table.to_dict("records"):
        outlet = ALL if pd.isna(row["outlet"]) else outlets[row["outlet"]]
        event = ALL if pd.isna(row["event_id"]) else events.get(row["event_id"])
        if event is not None:
            value = None if pd.isna(row["value"]) else float(row["value"])
            numbers[f"{outlet}.{event}"] = [
                float(row["amount"]), float(row["exposure"]), value, int(row["n_articles"]), int(row["n_spans"])
            ]  # fmt: skip
    return numbers


def _lines(found: Found, choice: Choice, n_lines: int) -> tuple[list[list[LineShown]], npt.NDArray[np.int64]]:
    """Return the sentences of each category in the chosen articles, and how many each category has in all articles."""
    n_categories = len(found.measurement.categories)
    there = np.isin(found.article, choice.rows)
    kept = [spread(np.flatnonzero(there & (found.spans.category == one)), n_lines) for one in range(n_categories)]
    rows = np.sort(np.concatenate(kept)).astype(np.int64)
    table = concordance(replace(found.measurement, found=found.spans.take(rows)))
    if found.in_voices:
        table["voice"] = [_TAGS[VOICE_KINDS[voice]] for voice in found.voice[rows]]
    lines: list[list[LineShown]] = [[] for _ in range(n_categories)]
    for row, line in zip(rows, _tagged(table), strict=True):
        article = int(found.article[row])
        outlet, event = int(choice.outlet_numbers[article]), int(choice.event_numbers[article])
        lines[found.spans.category[row]].append(LineShown(line, outlet, event, int(found.voice[row]), article))
    return lines, np.bincount(found.spans.category, minlength=n_categories)


def _tagged(table: pd.DataFrame) -> Sequence[Line]:
    return lines_of(table) if len(table) else []


def voices_of(found: Sequence[Found]) -> list[tuple[int, str]]:
    """Return number and name of the voices that occur in the evidence."""
    seen: set[int] = set()
    for one in found:
        seen |= set(np.unique(one.voice).tolist())
    return [(number, name) for number, name in enumerate(found[0].voices) if number in seen]
