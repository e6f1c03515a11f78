"""Frame axes, one and 1,600 at once: time and peak memory.

    python -m benchmarks.run axes

Every run is a process of its own, which has made its texts and loaded the vectors before its time begins.

Contents: `CASES`, `run_case`, `axes_part`, `axes_page`.
"""

import json
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.articles import bench_articles
from benchmarks.memory import peak_gigabytes
from toolkit.comparison.axis_separation import explore_axes
from toolkit.corpus.corpus import Corpus
from toolkit.framing.axis import FrameAxis
from toolkit.models.vectors import load_vectors
from toolkit.text.function_words import FUNCTION_WORDS

HERE = Path(__file__).parent
ARTICLES, AXES, OUTLETS = 10_000, 1_600, 5
PACKAGES = ("numpy", "scipy", "pandas")
_FEW = 300  # articles of the program that takes them one by one


def word_pairs(n: int) -> list[tuple[str, str]]:
    """Return pairs of frequent words: as many axes as one likes, of which none means anything."""
    frequent = (word for word in load_vectors().words if word.isalpha() and word.isascii() and len(word) > 2)
    words = [word for word in frequent if word not in FUNCTION_WORDS][: 2 * n]
    return list(zip(words[::2], words[1::2], strict=True))


def corpus_of(texts: list[str], seed: int = 1) -> Corpus:
    """Deal the texts at random to events that each outlet covers once."""
    order = np.random.default_rng(seed).permutation(len(texts))
    table = pd.DataFrame({
        "article_id": [str(row) for row in range(len(texts))], "text": [texts[row] for row in order],
        "outlet": [f"Outlet {row % OUTLETS}" for row in range(len(texts))],
        "event_id": [f"e{row // OUTLETS}" for row in range(len(texts))], "language": "en",
    }, dtype=object)  # fmt: skip
    return Corpus(table, name="bench")


def run_scores(corpus: Corpus, axes: list[tuple[str, str]]) -> int:
    """Bias and intensity of every article on every axis."""
    return len(FrameAxis(axes)(corpus).amount)


def run_explore(corpus: Corpus, axes: list[tuple[str, str]]) -> int:
    """Which axes tell the outlets apart by their bias, with p from 9,999 exchanges and q."""
    return len(explore_axes(corpus, axes, wire="keep"))


def run_one_by_one(corpus: Corpus, axes: list[tuple[str, str]]) -> int:
    """Article by article, as the authors' program does it, with numpy in the place of its library for networks."""
    from sklearn.feature_extraction.text import CountVectorizer

    vectors = load_vectors()
    f = np.array([vectors.rows([a])[0] - vectors.rows([b])[0] for a, b in axes], dtype=np.float64)
    f /= np.linalg.norm(f, axis=1, keepdims=True)
    baseline = np.zeros(len(axes))  # a run of its own would be needed to have it
    n = 0
    for text in corpus.articles["text"]:
        counter = CountVectorizer()
        counts = np.ravel(counter.fit_transform([text]).sum(axis=0))
        rows = vectors.rows(list(counter.get_feature_names_out())).astype(np.float64)
        there = ~np.isnan(rows).any(axis=1)
        counts, rows = counts[there], rows[there]
        cosine = rows / np.linalg.norm(rows, axis=1, keepdims=True) @ f.T
        bias, intensity = counts @ cosine / counts.sum(), counts @ (cosine - baseline) ** 2 / counts.sum()
        n += bool(np.isfinite(bias).all() and np.isfinite(intensity).all())
    return n


# name: what it is called, what runs, number of axes, whether it gets few articles only
CASES: dict[str, tuple[str, Callable[[Corpus, list[tuple[str, str]]], int], int, bool]] = {
    "one": ("toolkit, FrameAxis", run_scores, 1, False),
    "many": ("toolkit, FrameAxis", run_scores, AXES, False),
    "explore": ("toolkit, explore_axes with p and q", run_explore, AXES, False),
    "one_by_one": ("article by article, bias and intensity", run_one_by_one, AXES, True),
}


def run_case(name: str, n_articles: int, n_axes: int) -> dict[str, Any]:
    """Run a case and return its figures."""
    program, run, _, _ = CASES[name]
    axes = word_pairs(n_axes)
    corpus = corpus_of(bench_articles(n_articles))
    run(corpus.select(np.arange(n_articles) < 6 * OUTLETS), axes[:1])  # what is loaded once is not timed
    before, begin = peak_gigabytes(), time.perf_counter()
    run(corpus, axes)
    seconds = time.perf_counter() - begin
    return {
        "program": program, "articles": n_articles, "axes": n_axes, "seconds": seconds,
        "articles_per_second": n_articles / seconds, "gigabytes_before": before, "peak_gigabytes": peak_gigabytes(),
    }  # fmt: skip


def axes_part(machine: str, n_articles: int = ARTICLES, most_axes: int = AXES) -> dict[str, Any]:
    """Run all cases, print and return their figures."""
    rows = []
    for name, (_, _, n_axes, few) in CASES.items():
        rows.append(_in_process(name, min(n_articles, _FEW) if few else n_articles, min(n_axes, most_axes)))
        print(
            f"{rows[-1]['program']:<42} {rows[-1]['axes']:>5,} axes {rows[-1]['articles']:>6,} articles "
            f"{rows[-1]['seconds']:>7.1f} s {rows[-1]['peak_gigabytes']:>6.2f} GB",
            flush=True,
        )
    versions = {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}
    return {"machine": machine, "versions": versions, "axes": rows}


def _in_process(name: str, n_articles: int, n_axes: int) -> dict[str, Any]:
    call = f"run_case({name!r}, {n_articles}, {n_axes})"
    code = f"import json; from benchmarks.axes import run_case; print(json.dumps({call}))"
    result = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True, cwd=HERE.parent
    )
    return json.loads(result.stdout.splitlines()[-1])


_PAGE = """
## Frame axes

Measured on {machine}; Python {python}, {versions}. Articles of 450 words as above, dealt at random to five outlets;
axes are pairs of frequent words. Each run is a process of its own, which has made its texts and loaded the vectors
before its time begins; memory is the peak of the process, texts, vectors and libraries included. Products of matrices
use all cores. Times are of one run.

| Program | Axes | Articles | Seconds | Articles a second | Memory at most |
|---|---|---|---|---|---|
{rows}

`FrameAxis` gives bias and intensity of every part of every article, and reads the corpus twice, once for its baseline;
`explore_axes` gives the bias of outlets on events, 9,999 exchanges of outlets and q. "Article by article" stands for
the authors' program: it counts and looks up the words of each article anew, without a baseline, with numpy.
"""


def axes_page(result: dict[str, Any]) -> str:
    """Return the section of the page."""
    versions = dict(result["versions"])
    python = versions.pop("python")
    rows = "\n".join(
        f"| {row['program']} | {row['axes']:,} | {row['articles']:,} | {row['seconds']:.1f} | "
        f"{row['articles_per_second']:,.0f} | {row['peak_gigabytes']:.2f} GB |"
        for row in result["axes"]
    )
    shown = ", ".join(f"{k} {v}" for k, v in versions.items())
    return _PAGE.format(machine=result["machine"], python=python, versions=shown, rows=rows)
