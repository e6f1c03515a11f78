"""A study file read and checked key by key; each message names file, table and key, and says what is allowed.

Contents: `read_study`.
"""

import os
import tomllib
from pathlib import Path
from typing import Any

from toolkit.comparison.outlets import POOLS
from toolkit.comparison.wire import WIRE_MODES
from toolkit.corpus.schema import ARTICLE_COLUMNS, PARTS, STORY
from toolkit.errors import FramingError, StudyError
from toolkit.events.match import THRESHOLD, WINDOW
from toolkit.options import did_you_mean, quoted_list
from toolkit.stance.actor_file import read_actors
from toolkit.stance.stance import ENGINES
from toolkit.study.keys import Table
from toolkit.study.read_measures import read_measures
from toolkit.study.read_robustness import read_robustness
from toolkit.study.read_words import read_words
from toolkit.study.settings import (
    ACTOR_KEYS,
    COMPARE_KEYS,
    CORPUS_KEYS,
    EVENT_KEYS,
    FACT_KEYS,
    FORMATS,
    OUTPUT_KEYS,
    TABLES,
    ActorSettings,
    CompareSettings,
    CorpusSettings,
    EventSettings,
    FactSettings,
    Study,
)

_READING = ("columns", "outlet", "date_format", "encoding")  # of a file, not of a shipped corpus


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
    corpus, events = _corpus(whole.table("corpus"), base), _events(whole.table("events"), base)
    measures, compare = read_measures(whole, base), _compare(whole.table("compare"))
    output = whole.table("output")
    output.check_keys(OUTPUT_KEYS)
    folder = output.text("folder") or str(Path("results", file.stem))
    return Study(
        path=file, text=content, base=base,
        title=whole.text("title") or file.stem,
        corpus=corpus,
        events=events,
        measures=measures,
        compare=compare,
        facts=_facts(whole.table("facts")),
        actors=_actors(whole.table("actors"), base) if "actors" in whole else None,
        words=read_words(whole, compare.parts),
        robustness=read_robustness(whole, measures, compare, base),
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
    pool, wire = (table.one_of(key, allowed) for key, allowed in (("pool", POOLS), ("wire", WIRE_MODES)))
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
        engine=table.one_of("engine", ENGINES), most=table.whole("most", 8, least=1),
    )  # fmt: skip


def _formats(table: Table) -> tuple[str, ...]:
    formats = table.texts("formats", FORMATS) or ("csv", "parquet", "svg")
    if not {"csv", "parquet"} & set(formats):
        raise table.error("formats", "needs 'csv' or 'parquet', or there would be no tables.")
    return formats
