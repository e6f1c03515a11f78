"""What a study file says, checked key by key.

    title = "..."                   [corpus]   source with language, or path with columns, outlet, language ...; clean
    [[measures]]  name, settings    [events]   column, or match = true with window, threshold,
                                               meaning, decisions (a file)
    [compare]     outlets, parts, pool, level, n_resamples, seed        [output]  folder, formats
    [facts]       events (how many are laid side by side), at_least
    [actors]      file (the actors, in YAML), targets (ids whose stance is compared), engine, most (shown in pictures)

Conventions: relative paths start at the folder of the study file. Only the study file names paths; nothing that an
article holds ever becomes one. With a source, `language` keeps the articles in that language; with a path, it is the
language of articles for which the file names none.

Contents: `read_study`, `Study` and the settings of its tables.
"""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.comparison.outlets import POOLS
from toolkit.comparison.wire import WIRE_MODES
from toolkit.corpus.schema import ARTICLE_COLUMNS, PARTS, STORY
from toolkit.errors import FramingError, StudyError
from toolkit.events.match import THRESHOLD, WINDOW
from toolkit.measure import Measure
from toolkit.options import did_you_mean, quoted_list
from toolkit.registry import list_measures
from toolkit.stance.actor import Actors
from toolkit.stance.actor_file import read_actors
from toolkit.stance.stance import ENGINES
from toolkit.study.keys import Table
from toolkit.study.measures import made_measure

TABLES = ("title", "corpus", "events", "measures", "compare", "facts", "actors", "output")
CORPUS_KEYS = ("source", "path", "columns", "outlet", "language", "date_format", "encoding", "clean")
EVENT_KEYS = ("column", "match", "window", "threshold", "meaning", "decisions")
COMPARE_KEYS = ("outlets", "parts", "pool", "wire", "level", "n_resamples", "seed")
FACT_KEYS = ("events", "at_least")
ACTOR_KEYS = ("file", "targets", "engine", "most")
OUTPUT_KEYS = ("folder", "formats")
FORMATS = ("csv", "parquet", "svg", "png")

_READING = ("columns", "outlet", "date_format", "encoding")  # of a file, not of a shipped corpus


@dataclass(frozen=True)
class CorpusSettings:
    """Which articles: the name of a shipped corpus or a path, with options of `load_corpus` or `read_articles`."""

    source: str | None
    path: Path | None
    options: dict[str, Any]
    clean: bool


@dataclass(frozen=True)
class EventSettings:
    """Which articles report the same happening: a column says it, or `match_events` finds it."""

    column: str | None
    match: bool
    window: float
    threshold: float
    meaning: bool
    decisions: Path | None


@dataclass(frozen=True)
class MeasureSettings:
    """One measure, the settings given, and `key`: its name, with a number if another measure has that name."""

    key: str
    settings: dict[str, Any]
    measure: Measure


@dataclass(frozen=True)
class CompareSettings:
    """The options of `compare`."""

    outlets: tuple[str, ...] | None
    parts: tuple[str, ...]
    pool: str
    wire: str
    level: float
    n_resamples: int
    seed: int


@dataclass(frozen=True)
class FactSettings:
    """How many of the largest events are laid side by side (0 for none), and the `at_least` of `compare_omission`."""

    events: int
    at_least: int


@dataclass(frozen=True)
class ActorSettings:
    """The actors and their file, the ids of those whose stance is compared, its engine, and how many are shown."""

    file: Path
    actors: Actors
    targets: tuple[str, ...]
    engine: str
    most: int


@dataclass(frozen=True)
class Study:
    """A study file that was read and checked.

    `path` is the file; `text` what stands in it; `base` the folder at which its relative paths start; `output` the
    results folder; `formats` what is written, of `FORMATS`. `actors` is None if the study names none.
    """

    path: Path
    text: str
    base: Path
    title: str
    corpus: CorpusSettings
    events: EventSettings
    measures: tuple[MeasureSettings, ...]
    compare: CompareSettings
    facts: FactSettings
    actors: ActorSettings | None
    output: Path
    formats: tuple[str, ...]

    def error(self, table: str, key: str, message: str) -> StudyError:
        """Return an error about a key, for what only shows once the articles are there."""
        return Table(self.path.name, f"[{table}]").error(key, message)


def read_study(path: str | Path, *, text: str | None = None) -> Study:
    """Read and check a study file.

    Parameters
    ----------
    path : the file, in TOML.
    text : what stands in it, should that be kept elsewhere; relative paths still start at the folder of `path`.

    Raises
    ------
    StudyError : there is no such file, it is not TOML, or a key or value is wrong; the message names file, table and
        key, and says what is allowed.
    """
    file = Path(path)
    content = _read_text(file) if text is None else text
    whole = Table(file.name, "", _parse(file, content))
    whole.check_keys(TABLES)
    base = file.resolve().parent
    output = whole.table("output")
    output.check_keys(OUTPUT_KEYS)
    folder = output.text("folder") or str(Path("results", file.stem))
    return Study(
        path=file, text=content, base=base,
        title=whole.text("title") or file.stem,
        corpus=_corpus(whole.table("corpus"), base),
        events=_events(whole.table("events"), base),
        measures=_measures(whole, base),
        compare=_compare(whole.table("compare")),
        facts=_facts(whole.table("facts")),
        actors=_actors(whole.table("actors"), base) if "actors" in whole else None,
        output=Path(os.path.normpath(base / folder)),
        formats=_formats(output),
    )  # fmt: skip


def _read_text(file: Path) -> str:
    if not file.is_file():
        what = "is a folder; name the study file in it" if file.is_dir() else "does not exist"
        raise StudyError(f"The study file {str(file)!r} {what}.")
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StudyError(f"{file.name} is not UTF-8 text ({error}). Save it as UTF-8.") from error


def _parse(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise StudyError(f"{file.name} is not valid TOML: {error}.") from error


def _corpus(table: Table, base: Path) -> CorpusSettings:
    table.check_keys(CORPUS_KEYS)
    source, path = table.text("source"), table.text("path")
    if (source is None) == (path is None):
        said = "both are given" if source else "neither is given"
        raise StudyError(
            f"{table.place}: give either source (a shipped corpus, such as 'taji-2020') or path (a file or folder of "
            f"articles); {said}."
        )
    for key in _READING:
        if source and key in table:
            raise table.error(key, "belongs to articles read from a path; a shipped corpus needs it not.")
    columns = table.mapping("columns")
    for ours in columns:
        if ours not in ARTICLE_COLUMNS:
            hint = did_you_mean(ours, ARTICLE_COLUMNS)
            raise table.error("columns", f"names left of = must be {quoted_list(ARTICLE_COLUMNS)}; got {ours!r}.{hint}")
    options: dict[str, Any] = {"columns": columns} if columns else {}
    texts = {key: table.text(key) for key in ("language", *_READING) if key != "columns"}
    options |= {key: value for key, value in texts.items() if value is not None}
    return CorpusSettings(source, base / path if path else None, options, table.flag("clean", True))


def _events(table: Table, base: Path) -> EventSettings:
    table.check_keys(EVENT_KEYS)
    column, match = table.text("column"), table.flag("match", False)
    if column and match:
        raise StudyError(f"{table.place}: give either column or match = true, not both.")
    for key in EVENT_KEYS[2:]:
        if key in table and not match:
            raise table.error(key, "belongs to match = true.")
    decisions = table.text("decisions")
    return EventSettings(
        column=column,
        match=match,
        window=table.number("window", WINDOW, above=0),
        threshold=table.number("threshold", THRESHOLD, above=0, below=1),
        meaning=table.flag("meaning", True),
        decisions=base / decisions if decisions else None,
    )


def _compare(table: Table) -> CompareSettings:
    table.check_keys(COMPARE_KEYS)
    pool, wire = (_one_of(table, key, allowed) for key, allowed in (("pool", POOLS), ("wire", WIRE_MODES)))
    outlets = table.texts("outlets")
    if outlets is not None and len(outlets) < 2:
        raise table.error("outlets", f"a comparison needs at least two outlets; got {outlets[0]!r} alone.")
    return CompareSettings(
        outlets=outlets,
        parts=table.texts("parts", PARTS) or STORY,
        pool=pool,
        wire=wire,
        level=table.number("level", 0.95, above=0, below=1),
        n_resamples=table.whole("n_resamples", 4999, least=1),
        seed=table.whole("seed", 0, least=0),
    )


def _facts(table: Table) -> FactSettings:
    table.check_keys(FACT_KEYS)
    return FactSettings(table.whole("events", 0, least=0), table.whole("at_least", 2, least=1))


def _actors(table: Table, base: Path) -> ActorSettings:
    table.check_keys(ACTOR_KEYS)
    name = table.text("file")
    if name is None:
        raise table.error("file", 'is missing; it must name the YAML file of the actors, such as "actors.yaml".')
    try:
        actors = read_actors(base / name)
    except FramingError as error:
        raise table.error("file", str(error)) from error
    if not len(actors):
        raise table.error("file", f"{name!r} lists no actors; name at least one in it.")
    return ActorSettings(
        file=base / name, actors=actors, targets=table.texts("targets", actors.ids) or (),
        engine=_one_of(table, "engine", ENGINES), most=table.whole("most", 8, least=1),
    )  # fmt: skip


def _one_of(table: Table, key: str, allowed: tuple[str, ...]) -> str:
    """Return the value of a key that has few, the first of which is meant if it is not there."""
    value = table.text(key) or allowed[0]
    if value not in allowed:
        raise table.error(key, f"must be {quoted_list(allowed)}; got {value!r}.{did_you_mean(value, allowed)}")
    return value


def _formats(table: Table) -> tuple[str, ...]:
    formats = table.texts("formats", FORMATS) or ("csv", "parquet", "svg")
    if not {"csv", "parquet"} & set(formats):
        raise table.error("formats", "needs 'csv' or 'parquet', or there would be no tables.")
    return formats


def _measures(whole: Table, base: Path) -> tuple[MeasureSettings, ...]:
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
