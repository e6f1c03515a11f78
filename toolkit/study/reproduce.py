"""Run a study again from its results folder and say whether every number is the same.

Conventions: a table is "identical" if its bytes are, "same" if every cell is and numbers agree to 9 digits (other
machines round the last digits differently), else "different".

Contents: `reproduce_study`, `ReproduceResult`, `TableCheck`.
"""

import math
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.errors import FramingError, StudyError
from toolkit.study.folder import MANIFEST, read_manifest
from toolkit.study.manifest import STUDY_COPY, checksum, input_checksums, versions
from toolkit.study.read_study import read_study
from toolkit.study.run import execute
from toolkit.study.settings import Study

DIGITS = 9


@dataclass(frozen=True)
class TableCheck:
    """One table: "identical", "same", "different" or "missing", and where it first differs."""

    table: str
    status: str
    detail: str = ""

    @property
    def same(self) -> bool:
        """Whether every number is the same."""
        return self.status in ("identical", "same")


@dataclass(frozen=True)
class ReproduceResult:
    """What running a study again showed.

    `changes` names what is not as it was at the first run: inputs and lexicons, versions, files of the results.
    `tables` has a check of each table. `failure` says why the study could not be run again, if it could not.
    """

    folder: Path
    changes: tuple[str, ...]
    tables: tuple[TableCheck, ...]
    failure: str = ""

    @property
    def same(self) -> bool:
        """Whether the study ran and every number is the same."""
        return not self.failure and all(check.same for check in self.tables)

    def __repr__(self) -> str:
        lines = [f"changed: {change}" for change in self.changes] or ["Inputs, lexicons and versions are as they were."]
        lines += [f"{c.status}: {c.table}{f' ({c.detail})' if c.detail else ''}" for c in self.tables]
        if self.failure:
            return "\n".join([*lines, f"The study could not be run again: {self.failure}"])
        n = sum(check.same for check in self.tables)
        verdict = "Every number is the same" if self.same else "NOT every number is the same"
        return "\n".join([*lines, f"{verdict}: {n} of {len(self.tables)} tables."])


def reproduce_study(folder: str | Path, *, study_file: str | Path | None = None) -> ReproduceResult:
    """Run a study again with the settings of its first run and compare every table.

    Parameters
    ----------
    folder : the results folder. It is only read; the second run goes into a temporary folder.
    study_file : where the study file lies now, should it have been moved: its relative paths start there. The
        settings are always those of the first run.

    Returns
    -------
    A `ReproduceResult`, which names first what has changed since: inputs, lexicons, versions, edited results.

    Raises
    ------
    StudyError : the folder holds no results of a study.
    """
    results = Path(folder).resolve()
    manifest = read_manifest(results)
    text = _recorded_text(results)
    place = Path(study_file) if study_file is not None else results / manifest["study"]["file"]
    changes = _changed_files(results, manifest)
    checks: list[TableCheck] = []
    failure = ""
    try:
        study = read_study(place, text=text)
        changes += _changed_study(place, manifest)
        with tempfile.TemporaryDirectory(prefix="framing-") as temporary:
            again = Path(temporary) / "results"
            changes = [*_changed_inputs(study, manifest), *_changed_versions(manifest), *changes]
            new = execute(study, again, pictures=False).manifest
            changes = [*_changed_lexicons(manifest, new), *changes]
            checks = _check_tables(results, again, manifest["tables"], new["tables"])
    except (FramingError, OSError) as error:
        failure = str(error)
    return ReproduceResult(Path(folder), tuple(changes), tuple(checks), failure)


def _recorded_text(results: Path) -> str:
    copy = results / STUDY_COPY
    if not copy.is_file():
        raise StudyError(f"{str(results)!r} lacks {STUDY_COPY}, the settings of the run that {MANIFEST} belongs to.")
    return copy.read_bytes().decode("utf-8-sig")


def _changed_files(results: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Name the recorded files of the results folder that were edited or removed since."""
    recorded = {**manifest["tables"], **manifest["figures"], **manifest["report"]}
    recorded[STUDY_COPY] = manifest["study"]["sha256"]
    return [f"results: {change}" for change in _differences(recorded, _sums(results, recorded))]


def _sums(folder: Path, names: Mapping[str, str]) -> dict[str, str]:
    return {name: checksum((folder / name).read_bytes()) for name in names if (folder / name).is_file()}


def _differences(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Name what is another, gone, or new."""
    changed = [f"{n} is {now[n]}, was {before[n]}" for n in before if n in now and now[n] != before[n]]
    changed = [text if len(text) < 100 else f"{text.split(' is ')[0]} was edited" for text in changed]
    return [
        *changed,
        *(f"{n} is gone" for n in before if n not in now),
        *(f"{n} is new" for n in now if n not in before),
    ]


def _changed_study(place: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Say so if the study file was edited; the recorded settings are used all the same."""
    if not place.is_file():
        return [f"study file: {place.name} is gone; the copy in the results is used"]
    if checksum(place.read_bytes().removeprefix(b"\xef\xbb\xbf")) == manifest["study"]["sha256"]:
        return []
    return [f"study file: {place.name} was edited; the settings of the first run are used"]


def _changed_inputs(study: Study, manifest: Mapping[str, Any]) -> list[str]:
    return [f"input: {change}" for change in _differences(manifest["inputs"], input_checksums(study))]


def _changed_versions(manifest: Mapping[str, Any]) -> list[str]:
    return [f"version: {change}" for change in _differences(manifest["versions"], versions())]


def _changed_lexicons(manifest: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return [f"lexicon: {change}" for change in _differences(manifest["lexicons"]["files"], new["lexicons"]["files"])]


def _check_tables(first: Path, second: Path, before: Mapping[str, str], now: Mapping[str, str]) -> list[TableCheck]:
    """Compare the tables of two results folders, those of the first run and any new ones."""
    checks = []
    for name in sorted({*before, *now}):
        if name not in now or not (first / name).is_file():
            where = "the second run has no such table" if name not in now else "it is not in the results any more"
            checks.append(TableCheck(name, "missing", where))
        elif checksum((first / name).read_bytes()) == now[name]:
            checks.append(TableCheck(name, "identical"))
        else:
            detail = first_difference(_read(first / name), _read(second / name))
            checks.append(TableCheck(name, "different" if detail else "same", detail or f"to {DIGITS} digits"))
    return checks


def _read(path: Path) -> pd.DataFrame:
    """Return a table as strings, cell by cell."""
    if path.suffix == ".parquet":
        table = pd.read_parquet(path).astype(object)
        return table.where(table.notna(), "").map(str)
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")


def first_difference(before: pd.DataFrame, now: pd.DataFrame) -> str:
    """Return where two tables of strings first differ, in words; an empty text if they do not."""
    if list(before.columns) != list(now.columns):
        return f"columns were {', '.join(before.columns)}; are {', '.join(now.columns)}"
    rows = zip(before.itertuples(index=False, name=None), now.itertuples(index=False, name=None), strict=False)
    for number, (old, new) in enumerate(rows, start=1):
        for column, a, b in zip(before.columns, old, new, strict=True):
            if a != b and not _equal_numbers(a, b):
                return f"row {number}, {column}: was {a or 'empty'}, is {b or 'empty'}"
    if len(before) != len(now):
        return f"{len(before):,} rows, now {len(now):,}; the first {min(len(before), len(now)):,} are the same"
    return ""


def _equal_numbers(a: str, b: str) -> bool:
    """Tell whether two cells are numbers that agree to `DIGITS` digits."""
    try:
        return math.isclose(float(a), float(b), rel_tol=10.0**-DIGITS, abs_tol=10.0**-12)
    except ValueError:
        return False
