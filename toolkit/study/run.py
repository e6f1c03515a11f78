"""Run a study: articles, events, measures, comparisons, and a folder with all that came out.

Contents: `run_study`, `StudyResult`.
"""

import json
import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm.auto import tqdm

from toolkit.comparison.actors import ActorFindings, find_all
from toolkit.comparison.outlets import compare
from toolkit.comparison.result import Comparison
from toolkit.comparison.wire import warn_once
from toolkit.corpus.clean import clean
from toolkit.corpus.corpus import Corpus
from toolkit.errors import FramingError, MissingEventsError, WireCopyWarning
from toolkit.events.match import match_events
from toolkit.framing.force import ForceAxis
from toolkit.measure import Measurement, measure_all
from toolkit.options import did_you_mean, quoted_list
from toolkit.study.articles import open_articles
from toolkit.study.facts import SideBySide, fact_tables, lay_side_by_side
from toolkit.study.figures import write_figures
from toolkit.study.folder import MANIFEST, check_replaceable, results_folder
from toolkit.study.manifest import (
    REPORT,
    STUDY_COPY,
    TIMING,
    input_checksums,
    lexicon_checksums,
    make_manifest,
)
from toolkit.study.page import write_study_report
from toolkit.study.settings import Study, read_study
from toolkit.study.tables import distinct_lexicons, study_tables, write_table


@dataclass(frozen=True, eq=False)
class StudyResult:
    """What a study found, and where it lies.

    `measurements` and `comparisons` go by the key of the measure; `not_compared` says for the other measures why
    there is no comparison. `side_by_side` has the events laid side by side, and `actors` what was found of the actors,
    if the study asks for it. `folder` holds the same as files.
    """

    folder: Path
    title: str
    corpus: Corpus
    measurements: dict[str, Measurement]
    comparisons: dict[str, Comparison]
    not_compared: dict[str, str] = field(default_factory=dict)
    manifest: dict[str, Any] = field(default_factory=dict)
    side_by_side: SideBySide | None = None
    actors: ActorFindings | None = None

    @property
    def report(self) -> Path:
        """The report, to be opened in a browser."""
        return self.folder / REPORT

    @property
    def n_intervals(self) -> int:
        """Number of rows of all comparisons that have an interval."""
        return sum(int(one.table["low"].notna().sum()) for one in self.comparisons.values())

    def findings(self) -> list[tuple[str, str]]:
        """Return (key of the measure, sentence) for each row whose interval leaves out zero."""
        found = []
        for key, comparison in self.comparisons.items():
            clear = (comparison.table["low"] > 0) | (comparison.table["high"] < 0)
            found += [(key, text) for text, is_clear in zip(comparison.sentences(), clear, strict=True) if is_clear]
        return found

    def __repr__(self) -> str:
        lines = [f"Study {self.title!r}: {len(self.corpus):,} articles; report: {self.report}"]
        lines += [f"  {key}: {sentence}" for key, sentence in self.findings()]
        lines += [f"  {key}: not compared. {reason}" for key, reason in self.not_compared.items()]
        return "\n".join(lines)


def run_study(path: str | Path, *, output: str | Path | None = None) -> StudyResult:
    """Run a study from its file and leave a folder with tables, figures, a report and a manifest.

    Parameters
    ----------
    path : the study file; `toolkit.study.settings` lists its keys, notebooks/study.toml is an example.
    output : the results folder, instead of the one that the file names.

    Returns
    -------
    A `StudyResult`. A comparison that cannot be made (no events, one outlet) is named in `not_compared`, in the
    manifest and in the report; the other results are there all the same. The folder appears when it is complete and
    replaces an earlier run's; anything else that stands in its place is left alone.

    Raises
    ------
    StudyError : a key or value of the study file is wrong, or the results folder holds something else.
    ReadError, ColumnError, LexiconError : articles or lexicons cannot be read.

    Examples
    --------
    >>> result = run_study("notebooks/study.toml", output="results/example")  # doctest: +SKIP
    """
    study = read_study(path)
    return execute(study, Path(output) if output is not None else study.output)


def execute(study: Study, target: Path, *, pictures: bool = True) -> StudyResult:
    """Run a study that was read, into a folder; without `pictures`, only its tables and the manifest."""
    check_replaceable(target.resolve())  # before the work, not only after it
    clock = _Clock()
    corpus = _corpus(study)
    inputs = input_checksums(study)
    clock.lap("articles")
    measures = [one.measure for one in study.measures]
    measurements = dict(zip([one.key for one in study.measures], measure_all(corpus, measures), strict=True))
    clock.lap("measures")
    comparisons, not_compared = _compare(study, measurements)
    clock.lap("comparisons")
    side_by_side = _side_by_side(study, corpus, not_compared)
    clock.lap("facts")
    actors = _actors(study, corpus, measurements, not_compared)
    clock.lap("actors")
    result = StudyResult(
        target, study.title, corpus, measurements, comparisons, not_compared, side_by_side=side_by_side, actors=actors
    )
    facts = {"inputs": inputs, **_facts(study, result)}
    with results_folder(target) as folder:
        tables = _write_tables(folder, study, result)
        if pictures:
            _write_pages(folder, study, result, tables)
        clock.lap("writing")
        manifest = make_manifest(folder, study, target, facts)
        _write_json(folder / TIMING, clock.seconds)
        _write_json(folder / MANIFEST, manifest)
    result.manifest.update(manifest)
    return result


class _Clock:
    """How long each stage took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """End a stage."""
        now = time.perf_counter()
        self.seconds[stage] = round(now - self._last, 3)
        self._last = now


def _corpus(study: Study) -> Corpus:
    """Return the articles, cleaned and with their events, as the study says."""
    settings = study.corpus
    corpus = open_articles(settings.source or settings.path or "", **settings.options)
    if settings.clean:
        corpus = clean(corpus)
    if study.events.match:
        how = study.events
        corpus = match_events(
            corpus, window=how.window, threshold=how.threshold, meaning=how.meaning, decisions=how.decisions
        )
    elif study.events.column is not None:
        corpus = _with_events(study, corpus, study.events.column)
    for outlet in study.compare.outlets or ():
        if outlet not in corpus.outlets:
            there = f"its outlets are {quoted_list(corpus.outlets)}"
            hint = did_you_mean(outlet, corpus.outlets)
            raise study.error("compare", "outlets", f"the corpus has no outlet {outlet!r}; {there}.{hint}")
    return corpus


def _with_events(study: Study, corpus: Corpus, column: str) -> Corpus:
    """Return the corpus with the events that a column of it names."""
    if column not in corpus.articles:
        available = list(corpus.articles.columns)
        hint = did_you_mean(column, available)
        there = f"the columns are {quoted_list(available)}"
        raise study.error("events", "column", f"the articles have no column {column!r}; {there}.{hint}")
    if column == "event_id":
        return corpus
    articles = corpus.articles.assign(event_id=corpus.articles[column])
    return corpus.step(articles, "events", f"events taken from the column {column!r}", column=column)


def _compare(study: Study, measurements: Mapping[str, Measurement]) -> tuple[dict[str, Comparison], dict[str, str]]:
    """Return the comparisons by key, and for those that cannot be made the reason."""
    options = vars(study.compare)
    made: dict[str, Comparison] = {}
    reasons: dict[str, str] = {}
    for key, measurement in tqdm(measurements.items(), desc="comparing", unit="measure", delay=2, leave=False):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", WireCopyWarning)  # given once for all measures, below
                made[key] = compare(measurement, **options)
        except MissingEventsError as error:
            reasons[key] = f"{error} In a study file: match = true under [events]."
        except FramingError as error:
            reasons[key] = str(error)
    warn_once({key: comparison.by_wire for key, comparison in made.items()})
    return made, reasons


def _side_by_side(study: Study, corpus: Corpus, not_compared: dict[str, str]) -> SideBySide | None:
    """Lay the largest events side by side, or note under "facts" why that cannot be done."""
    if not study.facts.events:
        return None
    try:
        return lay_side_by_side(corpus, study.facts, study.compare)
    except FramingError as error:
        not_compared["facts"] = str(error)
        return None


def _actors(
    study: Study, corpus: Corpus, measurements: Mapping[str, Measurement], not_compared: dict[str, str]
) -> ActorFindings | None:
    """Find what there is of the actors of the study; note why the stance toward a target cannot be compared."""
    settings = study.actors
    if settings is None:
        return None
    force = next((one for one in measurements.values() if isinstance(one.measure, ForceAxis)), None)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", WireCopyWarning)  # given for the measures already
            found = find_all(
                corpus, settings.actors, targets=settings.targets, engine=settings.engine, force=force,
                options=vars(study.compare),
            )  # fmt: skip
    except FramingError as error:
        not_compared["actors"] = str(error)
        return None
    not_compared.update({f"stance toward {target}": reason for target, reason in found.not_compared.items()})
    return found


def _facts(study: Study, result: StudyResult) -> dict[str, Any]:
    """Return what the manifest says about articles, lexicons, measures and comparisons."""
    corpus = result.corpus
    lexicons = distinct_lexicons(result.measurements.values())
    return {
        "lexicons": lexicon_checksums(study, lexicons),
        "corpus": {
            "name": corpus.name,
            "checksum": corpus.checksum,
            "history": [{"operation": step.operation, "note": step.note} for step in corpus.history],
        },
        "counts": {
            "articles": len(corpus), "outlets": len(corpus.outlets), "events": corpus.n_events,
            "set_aside": len(corpus.set_aside),
            "evidence": {key: len(one.spans) for key, one in result.measurements.items()},
        },
        "measures": {key: one.signature for key, one in result.measurements.items()},
        "comparisons": {key: one.signature for key, one in result.comparisons.items()},
        "not_compared": result.not_compared,
        "side_by_side": _described(result.side_by_side),
        "stance": {} if result.actors is None else {k: one.signature for k, one in result.actors.stance.items()},
    }  # fmt: skip


def _described(found: SideBySide | None) -> dict[str, str]:
    """Return how the facts of each event laid side by side were found."""
    return {} if found is None else {one.event_id: one.method for one in found.alignments}


def _write_tables(folder: Path, study: Study, result: StudyResult) -> dict[str, pd.DataFrame]:
    """Write the tables and the study file into an empty folder; return the tables."""
    (folder / "tables").mkdir()
    (folder / STUDY_COPY).write_bytes(study.text.encode("utf-8"))
    options = study.compare
    tables = study_tables(
        result.corpus, result.measurements, result.comparisons, level=options.level, seed=options.seed
    )
    if result.side_by_side is not None:
        tables |= fact_tables(result.side_by_side)
    if result.actors is not None:
        tables |= result.actors.tables()
    for name, table in tables.items():
        for ending in ("csv", "parquet"):
            if ending in study.formats:
                write_table(table, folder / "tables" / f"{name}.{ending}")
    return tables


def _write_pages(folder: Path, study: Study, result: StudyResult, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write the figures and the report."""
    (folder / "figures").mkdir()
    most = study.actors.most if study.actors is not None else 1
    write_figures(
        folder / "figures",
        result.comparisons,
        tables["headline_body"],
        study.formats,
        side_by_side=result.side_by_side,
        actors=result.actors,
        most=most,
    )
    write_study_report(
        folder / REPORT, result.comparisons, result.not_compared, result.measurements,
        corpus=result.corpus, title=study.title, side_by_side=result.side_by_side,
        actors=result.actors, most=most,
    )  # fmt: skip


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    text = json.dumps(content, indent=2, ensure_ascii=False, sort_keys=False, default=str)
    path.write_text(text + "\n", encoding="utf-8", errors="replace", newline="\n")
