"""What a study file says.

    title = "..."                   [corpus]   source with language, or path with columns, outlet, language ...; clean
    [[measures]]  name, settings    [events]   column, or match = true with window, threshold,
                                               meaning, decisions (a file)
    [compare]     outlets, parts, pool, level, n_resamples, seed        [output]  folder, formats
    [facts]       events (how many are laid side by side), at_least
    [actors]      file (the actors, in YAML), targets (ids whose stance is compared), engine, most (shown in pictures)
    [words]       target, reference, events, ngrams, min_count, min_articles, stop_words, exclude, most (words shown)
    [robustness]  measure, category, outlets; other options of the choices: leave_out, events, parts, pool, wire, voice,
                  negated, test, and any setting of the measure; limit, n_exchanges

Conventions: relative paths start at the folder of the study file. Only the study file names paths; nothing that an
article holds ever becomes one. With a source, `language` keeps the articles in that language; with a path, it is the
language of articles for which the file names none.

Contents: `Study`, the settings of its tables, and the keys that may stand in them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.comparison.term_counts import Terms
from toolkit.errors import StudyError
from toolkit.measure import Measure
from toolkit.stance.actor import Actors
from toolkit.study.keys import Table

TABLES = ("title", "corpus", "events", "measures", "compare", "facts", "actors", "words", "robustness", "output")
CORPUS_KEYS = ("source", "path", "columns", "outlet", "language", "date_format", "encoding", "clean")
EVENT_KEYS = ("column", "match", "window", "threshold", "meaning", "decisions")
COMPARE_KEYS = ("outlets", "parts", "pool", "wire", "level", "n_resamples", "seed")
FACT_KEYS = ("events", "at_least")
ACTOR_KEYS = ("file", "targets", "engine", "most")
WORD_KEYS = (
    "target", "reference", "events", "ngrams", "min_count", "min_articles", "stop_words", "exclude", "most",
)  # fmt: skip
ROBUSTNESS_KEYS = (
    "measure", "category", "outlets", "leave_out", "events", "parts", "pool", "wire", "voice", "negated", "test",
    "limit", "n_exchanges",
)  # fmt: skip
OUTPUT_KEYS = ("folder", "formats")
FORMATS = ("csv", "parquet", "svg", "png")


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
class WordSettings:
    """Whose distinctive words are looked for, which terms count (of `keyness`), and how many of a side are shown."""

    target: str | None
    reference: tuple[str, ...] | None
    events: str
    terms: Terms
    most: int


@dataclass(frozen=True)
class RobustnessSettings:
    """Which comparison is made anew under other choices, and which choices these are.

    `measure` is the key of the measure; `base`, `alternatives`, `limit` and `n_exchanges` are those of
    `specification_curve`; each of `leave_out` entries of the word list is left out in turn. `given` are the options as
    they are written, `files` the alternative word lists and engines among them.
    """

    measure: str
    category: str
    outlets: tuple[str, ...] | None
    base: Mapping[str, str]
    alternatives: Mapping[str, Mapping[str, Any]]
    given: Mapping[str, Any]
    leave_out: int
    limit: int
    n_exchanges: int
    files: tuple[Path, ...]


@dataclass(frozen=True)
class Study:
    """A study file that was read and checked.

    `path` is the file; `text` what stands in it; `base` the folder at which its relative paths start; `output` the
    results folder; `formats` what is written, of `FORMATS`. `actors`, `words` and `robustness` are None if the study
    has no such table.
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
    words: WordSettings | None
    robustness: RobustnessSettings | None
    output: Path
    formats: tuple[str, ...]

    def error(self, table: str, key: str, message: str) -> StudyError:
        """Return an error about a key, for what only shows once the articles are there."""
        return Table(self.path.name, f"[{table}]").error(key, message)
