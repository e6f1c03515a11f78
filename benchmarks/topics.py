"""Topics of 10,000 articles (LDA: 2,000) beside the usual pipeline: time and peak memory.

    python -m benchmarks.run topics

Every run is a process of its own, which reads its texts and loads what is loaded once, and is timed from there. All
programs run on one thread, and processor time is counted, which other work on the machine changes least.

Contents: `CASES`, `run_case`, `topics_part`.
"""

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.articles import bench_articles
from benchmarks.memory import peak_gigabytes
from toolkit.corpus.corpus import Corpus
from toolkit.discovery.topics import find_topics

HERE = Path(__file__).parent
N_ARTICLES, N_TOPICS = 10_000, 20
N_LDA = 2_000  # articles; more take many minutes
LDA_ROUNDS = 30  # as many as the toolkit's, so that both do the same work
PACKAGES = ("numpy", "scipy", "pandas", "scikit-learn")
_FEW = 200  # articles of the run that only loads things
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def run_toolkit(texts: Sequence[str], method: str, n_refits: int) -> int:
    """Find topics with labels, shares, examples and figures, and fit them again `n_refits` times."""
    table = pd.DataFrame({"article_id": [str(i) for i in range(len(texts))], "text": texts}, dtype=object)
    model = find_topics(Corpus(table, name="bench"), n_topics=N_TOPICS, method=method, n_refits=n_refits)
    return len(model.vocabulary)


def run_sklearn_nmf(texts: Sequence[str]) -> int:
    """Weights, topics and shares of articles; no labels, examples or refits."""
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    weights = TfidfVectorizer(stop_words="english", min_df=3, max_df=0.5).fit_transform(texts)
    NMF(N_TOPICS, random_state=0, max_iter=400).fit_transform(weights)
    return int(weights.shape[1])


def run_sklearn_lda(texts: Sequence[str]) -> int:
    """Counts, topics and shares of articles; no labels, examples or refits."""
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer

    counts = CountVectorizer(stop_words="english", min_df=3, max_df=0.5).fit_transform(texts)
    LatentDirichletAllocation(N_TOPICS, max_iter=LDA_ROUNDS, random_state=0).fit_transform(counts)
    return int(counts.shape[1])


@dataclass(frozen=True)
class Case:
    """A program, how often it is run, and on how many articles."""

    program: str
    run: Callable[[Sequence[str]], int]
    rounds: int
    n: int = N_ARTICLES


CASES = {
    "nmf": Case("toolkit, find_topics, NMF, no refits", lambda texts: run_toolkit(texts, "nmf", 0), 2),
    "nmf_refits": Case("toolkit, find_topics, NMF, 10 refits", lambda texts: run_toolkit(texts, "nmf", 10), 1),
    "lda": Case("toolkit, find_topics, LDA, no refits", lambda texts: run_toolkit(texts, "lda", 0), 1, N_LDA),
    "sklearn_nmf": Case("scikit-learn, TfidfVectorizer and NMF", run_sklearn_nmf, 2),
    "sklearn_lda": Case("scikit-learn, CountVectorizer and LDA", run_sklearn_lda, 1, N_LDA),
}


def run_case(name: str, n: int) -> dict[str, Any]:
    """Run a case on n articles and return its figures."""
    case = CASES[name]
    texts = bench_articles(n)
    case.run(texts[:_FEW])  # what is loaded once is not timed
    begin = time.process_time()
    n_words = case.run(texts)
    seconds = time.process_time() - begin
    return {
        "program": case.program, "articles": n, "seconds": seconds, "articles_per_second": n / seconds,
        "peak_gigabytes": peak_gigabytes(), "n_words": n_words,
    }  # fmt: skip


def topics_part(machine: str) -> dict[str, Any]:
    """Run all cases in processes of their own and return the figures: the best time and the largest memory of each."""
    rows = []
    for name, case in CASES.items():
        runs = [_in_process(name, case.n) for _ in range(case.rounds)]
        best = min(runs, key=lambda row: row["seconds"])
        rows.append({**best, "peak_gigabytes": max(run["peak_gigabytes"] for run in runs)})
        print(f"{case.program:<40} {best['seconds']:>7.1f} s {rows[-1]['peak_gigabytes']:>6.2f} GB")
    versions = {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}
    return {"machine": machine, "versions": versions, "n_topics": N_TOPICS, "lda_rounds": LDA_ROUNDS, "rows": rows}


def _in_process(name: str, n: int) -> dict[str, Any]:
    code = f"import json; from benchmarks.topics import run_case; print(json.dumps(run_case({name!r}, {n})))"
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], stdout=subprocess.PIPE, text=True, check=True, cwd=HERE.parent,
        env={**os.environ, **_ONE_THREAD},
    )  # fmt: skip
    return json.loads(result.stdout.splitlines()[-1])
