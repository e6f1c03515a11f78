"""Near-duplicates and event matching beside other programs: time, peak memory, and how both grow.

    python -m benchmarks.run events

Every run is a process of its own, which reads its texts and loads what is loaded once, and is timed from there. Times
are the best of the rounds, memory is the largest.

Contents: `CASES`, `SIZES`, `run_case`, `events_part`, `growth`, `pairwise_f1`.
"""

import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.copies import copied_articles
from benchmarks.known import Known
from benchmarks.memory import peak_gigabytes
from benchmarks.page import CHECKS
from benchmarks.stories import told_events
from benchmarks.wording import Ints, Strings
from toolkit.corpus.reprints import find_reprints
from toolkit.events.match import match_events

HERE = Path(__file__).parent
SIZES = (1_000, 10_000, 50_000)
ROUNDS = {1_000: 3, 10_000: 2}  # others: one
PACKAGES = ("numpy", "scipy", "pandas", "scikit-learn", "onnxruntime", "datasketch")
PERMUTATIONS, THRESHOLD, SHINGLE = 128, 0.5, 5  # of MinHash; words of a shingle
_CACHE = "MEDIA_FRAMING_CACHE"
_FEW = 60  # articles of the run that only loads things

Figures = dict[str, float]


def run_reprints(made: Known) -> Callable[[], Figures]:
    """Candidates, verification on the text, families, passages and credits."""
    table = find_reprints(made.corpus).table
    ids = made.corpus.articles["article_id"]
    found = table.loc[table["reprint"], ["article_id", "wire_id"]]
    row = pd.Series(np.arange(len(ids)), index=ids)
    return lambda: _of_known(made, zip(found["article_id"].map(row), found["wire_id"].map(row), strict=True))


def run_datasketch(made: Known) -> Callable[[], Figures]:
    """Candidates alone, from the hashes."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    pairs = []
    for row, text in enumerate(made.corpus.articles["text"]):
        words = text.lower().split()
        shingles = {" ".join(words[k : k + SHINGLE]).encode() for k in range(len(words) - SHINGLE + 1)}
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch(shingles)
        pairs += [(row, other) for other in index.query(sketch)]
        index.insert(row, sketch)
    return lambda: _of_known(made, pairs)


def _of_known(made: Known, pairs: Any) -> Figures:
    """Return the share of the known copies among the pairs, and the number of other pairs."""
    known = {frozenset((copy, int(made.number[copy]))) for copy in np.flatnonzero(made.number >= 0).tolist()}
    found = {frozenset(map(int, pair)) for pair in pairs}
    return {"known_copies_found": len(known & found) / len(known), "other_pairs": len(found - known)}


def run_match(made: Known) -> Callable[[], Figures]:
    """Words, names, numbers, meaning and dates; events, and why each article is where it is."""
    return _matched(made, meaning=True)


def run_match_without_meaning(made: Known) -> Callable[[], Figures]:
    """Words, names, numbers and dates; events, and why each article is where it is."""
    return _matched(made, meaning=False)


def _matched(made: Known, *, meaning: bool) -> Callable[[], Figures]:
    events = match_events(made.corpus, meaning=meaning).articles["event_id"].to_numpy(dtype=object)
    return lambda: {"pairwise_f1": pairwise_f1(made.number, events)}


def run_nearest(made: Known) -> Callable[[], Figures]:
    """The nearest other article by tf-idf of the words."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.neighbors import NearestNeighbors

    table = TfidfVectorizer(stop_words="english").fit_transform(made.corpus.articles["text"])
    nearest = NearestNeighbors(n_neighbors=1, metric="cosine", algorithm="brute").fit(table).kneighbors()[1][:, 0]
    return lambda: {"nearest_is_of_the_event": float((made.number[nearest] == made.number).mean())}


def pairwise_f1(known: Ints, found: Strings) -> float:
    """Return the F1 of the pairs of articles of one event: 2 * both / (known + found)."""

    def pairs(*labels: Any) -> int:
        sizes = pd.DataFrame(dict(enumerate(labels))).value_counts()
        return int((sizes * (sizes - 1)).sum()) // 2

    return 2 * pairs(known, found) / (pairs(known) + pairs(found))


@dataclass(frozen=True)
class Case:
    """A program and the texts that it gets; `cache` names the case whose cache it finds."""

    table: str
    program: str
    make: Callable[..., Known]
    run: Callable[[Any], Callable[[], Figures]]
    cache: str = ""


CASES = {
    "reprints": Case("reprints", "toolkit, find_reprints (pairs checked, passages)", copied_articles, run_reprints),
    "datasketch": Case("reprints", "datasketch, MinHashLSH (candidates only)", copied_articles, run_datasketch),
    "match": Case("matching", "toolkit, match_events", told_events, run_match),
    "match_cached": Case("matching", "toolkit, the same with embeddings kept", told_events, run_match, cache="match"),
    "match_words": Case("matching", "toolkit, without meaning", told_events, run_match_without_meaning),
    "nearest": Case("matching", "scikit-learn, nearest article by tf-idf", told_events, run_nearest),
}


def run_case(name: str, file: str) -> dict[str, Any]:
    """Run a case on the texts of a file and return its figures."""
    case = CASES[name]
    kept = os.environ.get(_CACHE, "")
    os.environ[_CACHE] = "off"  # what is loaded once is not timed, and must not be found in the cache
    case.run(Known.load(Path(file), _FEW))
    os.environ[_CACHE] = kept
    made = Known.load(Path(file))
    before = peak_gigabytes()
    begin = time.perf_counter()
    figures = case.run(made)
    seconds = time.perf_counter() - begin
    n = len(made.corpus)
    return {
        "program": case.program, "articles": n, "seconds": seconds, "articles_per_second": n / seconds,
        "gigabytes_before": before, "peak_gigabytes": peak_gigabytes(), **figures(),
    }  # fmt: skip


def best_of_rounds(name: str, n: int, folder: Path) -> dict[str, Any]:
    """Run a case in processes of its own; the folder keeps texts and, for the case that needs it, a filled cache."""
    case = CASES[name]
    file = folder / f"{case.table}-{n}.parquet"
    if not file.exists():
        case.make(n).save(file)
    rows = []
    for number in range(ROUNDS.get(n, 1)):
        cache = folder / (f"{case.cache}-{n}-0" if case.cache else f"{name}-{n}-{number}")
        rows.append(_in_process(name, file, cache))
    best = min(rows, key=lambda row: row["seconds"])
    return {**best, "peak_gigabytes": max(row["peak_gigabytes"] for row in rows), "rounds": len(rows)}


def _in_process(name: str, file: Path, cache: Path) -> dict[str, Any]:
    code = f"import json; from benchmarks.events import run_case; print(json.dumps(run_case({name!r}, {str(file)!r})))"
    result = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True, cwd=HERE.parent,
        env={**os.environ, _CACHE: str(cache)},
    )  # fmt: skip
    return json.loads(result.stdout.splitlines()[-1])


def growth(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return for each program how time and memory grow between its two largest numbers of articles.

    exponent = log(t2 / t1) / log(n2 / n1): 1 if time grows as the articles do, 2 if as their square.
    """
    found = []
    for program in dict.fromkeys(row["program"] for row in rows):
        own = sorted((row for row in rows if row["program"] == program), key=lambda row: row["articles"])
        for less, more in list(pairwise(own))[-1:]:
            ratio = more["articles"] / less["articles"]
            added = more["peak_gigabytes"] - less["peak_gigabytes"]
            found.append({
                "program": program, "from_articles": less["articles"], "to_articles": more["articles"],
                "exponent": math.log(more["seconds"] / less["seconds"]) / math.log(ratio),
                "megabytes_per_1000": 1e6 * added / (more["articles"] - less["articles"]),
            })  # fmt: skip
    return found


def events_part(machine: str, sizes: tuple[int, ...] = SIZES) -> dict[str, Any]:
    """Run all cases and return the figures, one list a table."""
    tables: dict[str, list[dict[str, Any]]] = {case.table: [] for case in CASES.values()}
    with tempfile.TemporaryDirectory() as folder:
        for name, case in CASES.items():
            for n in sizes:
                tables[case.table].append(best_of_rounds(name, n, Path(folder)))
                print(line_of(tables[case.table][-1]), flush=True)
    grown = {f"{table}_growth": growth(rows) for table, rows in tables.items()}
    versions = {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}
    return {"machine": machine, "versions": versions, **tables, **grown}


def line_of(row: dict[str, Any]) -> str:
    """Return a row in one line, to print."""
    shown = ", ".join(f"{name} {form.format(row[key])}" for key, (name, form) in CHECKS.items() if key in row)
    return (
        f"{row['program']:<50} {row['articles']:>6,} articles {row['seconds']:>8.1f} s "
        f"{row['articles_per_second']:>7,.0f} articles/s {row['peak_gigabytes']:>6.2f} GB; {shown}"
    )
