"""The parser beside plain spaCy with the same pipeline: words a second, with one process and two, and from the cache.

    python -m benchmarks.run parse

Every run is a process of its own, which loads the pipeline before its time begins; programs take turns, so that what
else the machine does falls on all of them. Times are the best of the rounds.

Contents: `CASES`, `run_case`, `parse_part`, `parse_page`.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.articles import WORDS, pieces, source_texts
from benchmarks.memory import peak_gigabytes
from toolkit.models.parse import parse
from toolkit.models.parse_pipeline import PARSERS, find_parser, load_pipeline

HERE = Path(__file__).parent
ARTICLES, ROUNDS = 500, 3
PACKAGES = ("spacy", "thinc", "numpy")
_CACHE = "MEDIA_FRAMING_CACHE"
_BATCH = 64  # texts, as the toolkit takes them


def run_spacy(texts: Sequence[str]) -> int:
    """The pipeline as spaCy loads it, without its second finder of sentences."""
    import importlib

    pipeline = importlib.import_module(find_parser() or PARSERS[0]).load(exclude=["senter"])
    return sum(len(doc) for doc in pipeline.pipe(texts, batch_size=_BATCH))


def run_spacy_same(texts: Sequence[str]) -> int:
    """The same pipeline with the products of matrices that the toolkit uses, in one thread."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        return sum(len(doc) for doc in load_pipeline().pipe(texts, batch_size=_BATCH))


def run_parse(texts: Sequence[str]) -> int:
    """Nothing looked up and nothing kept."""
    return len(parse(texts, cache=False))


def run_parse_kept(texts: Sequence[str]) -> int:
    """Looked up, and what is new kept."""
    return len(parse(texts))


def run_parse_two(texts: Sequence[str]) -> int:
    """Two processes, whose start counts."""
    return len(parse(texts, n_processes=2))


# name: what it is called, what runs, the case whose cache it finds
CASES: dict[str, tuple[str, Callable[[Sequence[str]], int], str]] = {
    "spacy": ("spaCy as it comes", run_spacy, ""),
    "spacy_same": ("spaCy, the toolkit's products of matrices", run_spacy_same, ""),
    "parse": ("toolkit, nothing cached or kept", run_parse, ""),
    "parse_kept": ("toolkit, filling the cache", run_parse_kept, ""),
    "parse_two": ("toolkit, two processes, filling the cache", run_parse_two, ""),
    "parse_cached": ("toolkit, from the cache", run_parse_kept, "parse_kept"),
}


def run_case(name: str, file: str) -> dict[str, Any]:
    """Run a case on the texts of a file and return its figures."""
    program, run, _ = CASES[name]
    texts: list[str] = json.loads(Path(file).read_text(encoding="utf-8"))
    if name != "parse_two":  # the processes that it starts load the pipeline themselves
        run_spacy_same(["Loaded once."])
    before, begin = _processor_time(), time.perf_counter()
    tokens = run(texts)
    seconds = time.perf_counter() - begin
    words = sum(len(text.split()) for text in texts)
    return {
        "program": program, "articles": len(texts), "words": words, "tokens": tokens, "seconds": seconds,
        "words_per_second": words / seconds, "processor_seconds": _processor_time() - before,
        "peak_gigabytes": peak_gigabytes(),
    }  # fmt: skip


def _processor_time() -> float:
    """Return the processor time of this process and of those that it started and that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def parse_part(machine: str, n_articles: int = ARTICLES, rounds: int = ROUNDS) -> dict[str, Any]:
    """Run all cases in turns, print and return their figures."""
    best: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "texts.json"
        distinct = dict.fromkeys(islice(pieces(source_texts()), 2 * n_articles))
        file.write_text(json.dumps([*distinct][:n_articles]), encoding="utf-8")
        for number in range(rounds):
            for name, (_, _, cache) in CASES.items():
                row = _in_process(name, file, Path(folder) / f"{cache or name}-{number}")
                if name not in best or row["seconds"] < best[name]["seconds"]:
                    best[name] = row
                print(f"{row['program']:<45} {row['words_per_second']:>11,.0f} words/s", flush=True)
    versions = {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}
    return {
        "machine": machine, "versions": versions, "parser": find_parser(), "rounds": rounds, "parse": [*best.values()],
        "overhead": best["parse"]["seconds"] / best["spacy_same"]["seconds"] - 1,
        "cached_is_times_as_fast": best["parse_kept"]["seconds"] / best["parse_cached"]["seconds"],
        "two_processes_are_times_as_fast": best["parse_kept"]["seconds"] / best["parse_two"]["seconds"],
    }  # fmt: skip


def _in_process(name: str, file: Path, cache: Path) -> dict[str, Any]:
    code = f"import json; from benchmarks.parse import run_case; print(json.dumps(run_case({name!r}, {str(file)!r})))"
    result = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True, cwd=HERE.parent,
        env={**os.environ, _CACHE: str(cache)},
    )  # fmt: skip
    return json.loads(result.stdout.splitlines()[-1])


_PAGE = """
## The parser

Measured on {machine}; Python {python}, {versions}; pipeline {parser}. {articles:,} articles of {each} words. Each run
is a process of its own, which has loaded the pipeline before its time begins (two processes load theirs within it).
Programs take turns; times are the best of {rounds} rounds.

| Program | Words a second | Words a second of processor time | Memory at most |
|---|---|---|---|
{rows}

All found {tokens:,} tokens; the toolkit turns what is known of them into columns besides. It took
{overhead} plain spaCy with the same products of matrices (the aim: less than 15 % more). From the
cache it was {cached:,.0f} times as fast as at first (the aim: 20 times). Two processes were {two:.2f} times as fast as
one; they gain what a second core that is free can give, less their start. Memory is that of the process that was
called, not of those that it started.
"""


def parse_page(result: dict[str, Any]) -> str:
    """Return the section of the page."""
    versions = dict(result["versions"])
    python = versions.pop("python")
    rows = "\n".join(
        f"| {row['program']} | {row['words_per_second']:,.0f} | {row['words'] / row['processor_seconds']:,.0f} | "
        f"{row['peak_gigabytes']:.2f} GB |"
        for row in result["parse"]
    )
    overhead = result["overhead"]
    return _PAGE.format(
        machine=result["machine"], python=python, versions=", ".join(f"{k} {v}" for k, v in versions.items()),
        parser=result["parser"], articles=result["parse"][0]["articles"], each=WORDS, rounds=result["rounds"],
        rows=rows, tokens=result["parse"][0]["tokens"], cached=result["cached_is_times_as_fast"],
        overhead=f"{abs(overhead):.1%} {'more' if overhead >= 0 else 'less'} time than".replace("%", " %"),
        two=result["two_processes_are_times_as_fast"],
    )  # fmt: skip
