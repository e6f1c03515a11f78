"""Distinctive words of ten outlets, beside the usual way to count them: time, peak memory, and how both grow.

    python -m benchmarks.run words

Contents: `CASES`, `SIZES`, `run_case`, `words_part`.
"""

import json
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.articles import bench_articles
from benchmarks.events import growth, line_of
from benchmarks.memory import peak_gigabytes
from toolkit.comparison.keyness import keyness
from toolkit.comparison.term_counts import Terms
from toolkit.corpus.corpus import Corpus

HERE = Path(__file__).parent
PEERS = HERE.parent / ".venv-peers" / "bin" / "python"  # other programs want packages that the toolkit cannot have
PEER_SIZE = 10_000
SIZES = (10_000, 100_000)
OUTLETS = 10
LEAST = 5  # occurrences of a term
PACKAGES = ("numpy", "scipy", "pandas", "scikit-learn")
PRIOR = 0.01


def corpus_of(texts: Sequence[str]) -> Corpus:
    """Deal the texts to the outlets in turn."""
    rows = range(len(texts))
    table = pd.DataFrame({
        "article_id": [str(row) for row in rows], "text": texts, "outlet": [f"Outlet {row % OUTLETS}" for row in rows],
    }, dtype=object)  # fmt: skip
    return Corpus(table, name="bench")


def run_log_odds(texts: Sequence[str]) -> int:
    """Counts, log-odds and the other measures."""
    return _keyness(texts, 0)


def run_keyness(texts: Sequence[str]) -> int:
    """The same with intervals, p and q."""
    return _keyness(texts, 1999)


def _keyness(texts: Sequence[str], n_resamples: int) -> int:
    terms = Terms(min_count=LEAST, min_articles=1, outlet_names=True)
    # The same stretches of text come back: reprints are kept, as the other programs keep them.
    return len(keyness(corpus_of(texts), terms=terms, wire="keep", prior=PRIOR, n_resamples=n_resamples).table)


def run_vectorizer(texts: Sequence[str]) -> int:
    """CountVectorizer and log-odds in numpy, as in common scripts: two-term variance, uniform prior."""
    from sklearn.feature_extraction.text import CountVectorizer

    counts = CountVectorizer().fit_transform(texts)
    counts = counts[:, np.flatnonzero(np.asarray(counts.sum(axis=0)).ravel() >= LEAST)]
    outlet, n_rows = np.arange(len(texts)) % OUTLETS, 0
    whole = np.asarray(counts.sum(axis=0)).ravel().astype(float)
    for target in range(OUTLETS):
        own = np.asarray(counts[np.flatnonzero(outlet == target)].sum(axis=0)).ravel().astype(float)
        z = _z(own, whole - own)
        n_rows += len(z)
    return n_rows


def _z(target: np.ndarray, reference: np.ndarray) -> np.ndarray:
    total = PRIOR * len(target)
    odds = [(y + PRIOR) / (y.sum() + total - y - PRIOR) for y in (target, reference)]
    return (np.log(odds[0]) - np.log(odds[1])) / np.sqrt(1 / (target + PRIOR) + 1 / (reference + PRIOR))


CASES: dict[str, tuple[str, Callable[[Sequence[str]], int]]] = {
    "log_odds": ("toolkit, counts and log-odds", run_log_odds),
    "keyness": ("toolkit, the same with intervals and p", run_keyness),
    "vectorizer": ("scikit-learn CountVectorizer, log-odds in numpy", run_vectorizer),
}


def run_case(name: str, n: int) -> dict[str, Any]:
    """Run a case on n articles and return its figures."""
    program, run = CASES[name]
    texts = bench_articles(n)
    run(texts[:200])  # what is loaded once is not timed
    begin = time.perf_counter()
    terms = run(texts)
    seconds = time.perf_counter() - begin
    return {
        "program": program, "articles": n, "seconds": seconds, "articles_per_second": n / seconds, "rounds": 1,
        "peak_gigabytes": peak_gigabytes(), "terms": terms,
    }  # fmt: skip


def words_part(machine: str, sizes: tuple[int, ...] = SIZES) -> dict[str, Any]:
    """Run all cases, each in a process of its own, and return the figures."""
    rows = []
    for name in CASES:
        for n in sizes:
            code = f"import json; from benchmarks.words import run_case; print(json.dumps(run_case({name!r}, {n})))"
            result = subprocess.run(
                [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True, cwd=HERE.parent
            )
            rows.append(json.loads(result.stdout.splitlines()[-1]))
            print(line_of(rows[-1]), flush=True)
    rows += _peers()
    versions = {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}
    return {"machine": machine, "versions": versions, "words": rows, "growth": growth(rows)}


def _peers() -> list[dict[str, Any]]:
    """Run the programs that have an environment of their own, where `make bench` has made it."""
    rows = []
    for name in ("convokit", "scattertext") if PEERS.exists() else ():
        command = [str(PEERS), "-m", "benchmarks.peers", name, str(PEER_SIZE)]
        result = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=HERE.parent)
        rows.append(json.loads(result.stdout.splitlines()[-1]))
        print(line_of(rows[-1]), flush=True)
    return rows
