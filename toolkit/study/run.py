"""Run a study: articles, events, measures, comparisons, and a folder with all that came out.

Contents: `run_study`, `execute`.
"""

import time
from pathlib import Path

from toolkit.measure import measure_all
from toolkit.study.corpus import study_corpus
from toolkit.study.findings import compare_measures, find_actors, find_curve, find_facts, find_words
from toolkit.study.folder import MANIFEST, check_replaceable, results_folder
from toolkit.study.found import what_was_found
from toolkit.study.manifest import TIMING, input_checksums, make_manifest
from toolkit.study.read_study import read_study
from toolkit.study.result import StudyResult
from toolkit.study.settings import Study
from toolkit.study.writing import write_json, write_pages, write_tables


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
    corpus = study_corpus(study)
    inputs = input_checksums(study)
    clock.lap("articles")
    measures = [one.measure for one in study.measures]
    measurements = dict(zip([one.key for one in study.measures], measure_all(corpus, measures), strict=True))
    clock.lap("measures")
    comparisons, not_compared = compare_measures(study, measurements)
    clock.lap("comparisons")
    side_by_side = find_facts(study, corpus, not_compared)
    clock.lap("facts")
    actors = find_actors(study, corpus, measurements, not_compared)
    clock.lap("actors")
    words = find_words(study, corpus, not_compared)
    clock.lap("words")
    curve = find_curve(study, corpus, measurements, not_compared)
    clock.lap("robustness")
    result = StudyResult(
        target, study.title, corpus, measurements, comparisons, not_compared, side_by_side=side_by_side, actors=actors,
        words=words, curve=curve,
    )  # fmt: skip
    found = {"inputs": inputs, **what_was_found(study, result)}
    with results_folder(target) as folder:
        tables = write_tables(folder, study, result)
        if pictures:
            write_pages(folder, study, result, tables)
        clock.lap("writing")
        manifest = make_manifest(folder, study, target, found)
        write_json(folder / TIMING, clock.seconds)
        write_json(folder / MANIFEST, manifest)
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
