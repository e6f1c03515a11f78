"""Speed and memory beside other programs, on the same articles in one run.

    make bench                            all
    python -m benchmarks.run events       near-duplicates and event matching alone; see `benchmarks.events`
    python -m benchmarks.run lexicons     the lexicons alone
    python -m benchmarks.run parse        the parser alone; see `benchmarks.parse`
    python -m benchmarks.run axes         frame axes alone; see `benchmarks.axes`
    python -m benchmarks.run words        distinctive words alone; see `benchmarks.words`
    python -m benchmarks.run topics       topics alone; see `benchmarks.topics`

Prints a table and writes it to benchmarks/results.json and docs/performance.md. The lexicons' part
runs on one thread. Times are the best of the given number of rounds; memory is the peak of a process of its own.
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

import pandas as pd

from benchmarks.articles import bench_articles
from benchmarks.axes import axes_part
from benchmarks.events import events_part
from benchmarks.memory import peak_gigabytes
from benchmarks.page import write_page
from benchmarks.parse import parse_part
from benchmarks.topics import topics_part
from benchmarks.words import words_part
from toolkit.corpus.corpus import Corpus
from toolkit.lexicons.shipped import load_lexicon
from toolkit.measure import measure_all
from toolkit.registry import make_measure
from toolkit.text.tokens import iter_batches, tokenize
from toolkit.text.vocabulary import Vocabulary

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
_MAKERS = {"events": events_part, "parse": parse_part, "axes": axes_part, "words": words_part, "topics": topics_part}
PARTS = ("lexicons", *_MAKERS)
OURS = ("force", "frames", "sentiment", "labels", "certainty")


def corpus_of(texts: Sequence[str]) -> Corpus:
    # Kept as objects, the texts are shared with the caller and not copied.
    table = pd.DataFrame({"article_id": [str(i) for i in range(len(texts))], "text": texts}, dtype=object)
    return Corpus(table, name="bench")


def run_toolkit(texts: Sequence[str]) -> int:
    """All shipped lexicons with offsets, sentences, voice, negation, modality and evidence kept."""
    measurements = measure_all(corpus_of(texts), [make_measure(name) for name in OURS])
    return sum(len(measurement.spans) for measurement in measurements)


def run_tokens(texts: Sequence[str]) -> int:
    """Tokens with offsets, sentences and quotations alone."""
    vocabulary = Vocabulary()
    batches = iter_batches([len(text) for text in texts])
    return sum(len(tokenize(texts[rows], vocabulary=vocabulary)) for rows in batches)


def run_vader(texts: Sequence[str]) -> int:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return sum(analyzer.polarity_scores(text)["compound"] != 0 for text in texts)


def run_empath(texts: Sequence[str]) -> int:
    from empath import Empath

    lexicon = Empath()
    return sum(sum(lexicon.analyze(text).values()) > 0 for text in texts)


def run_count_vectorizer(texts: Sequence[str]) -> int:
    from sklearn.feature_extraction.text import CountVectorizer

    return int(CountVectorizer().fit_transform(texts).sum())


# name, function, articles, rounds
CASES: list[tuple[str, Callable[[Sequence[str]], int], int, int]] = [
    ("toolkit, all shipped lexicons with evidence", run_toolkit, 10_000, 5),
    ("toolkit, tokens, sentences and quotations only", run_tokens, 10_000, 5),
    ("scikit-learn CountVectorizer (counts only)", run_count_vectorizer, 2_000, 2),
    ("vaderSentiment (one score an article)", run_vader, 300, 2),
    ("empath (194 categories, counts only)", run_empath, 300, 2),
]


def best_time(run: Callable[[Sequence[str]], int], texts: Sequence[str], rounds: int) -> tuple[float, int]:
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        found = run(texts)
        times.append(time.perf_counter() - begin)
    return min(times), found


def speed_table() -> list[dict[str, Any]]:
    texts = bench_articles(10_000)
    rows = []
    for name, run, n, rounds in CASES:
        run(texts[:50])  # what is loaded once is not timed
        seconds, found = best_time(run, texts[:n], rounds)
        megabytes = sum(len(text.encode()) for text in texts[:n]) / 1e6
        rows.append({
            "program": name, "articles": n, "seconds": seconds, "articles_per_second": n / seconds,
            "megabytes_per_second": megabytes / seconds, "found": found,
        })  # fmt: skip
    ours = rows[0]["articles_per_second"]
    return [{**row, "toolkit_is_times_as_fast": ours / row["articles_per_second"]} for row in rows]


def memory_of(n: int) -> dict[str, Any]:
    """Measure n articles in a process of its own and return its peak memory."""
    code = f"from benchmarks.run import measure_memory; measure_memory({n})"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HERE.parent)
    return json.loads(result.stdout)


def measure_memory(n: int) -> None:
    """Print the peak memory of measuring n articles, texts included, as JSON."""
    texts = bench_articles(n)
    begin = time.perf_counter()
    spans = run_toolkit(texts)
    seconds = time.perf_counter() - begin
    print(json.dumps({"articles": n, "seconds": seconds, "spans": spans, "peak_gigabytes": peak_gigabytes()}))


def entries() -> dict[str, int]:
    """Return how many entries the lexicons have that `run_toolkit` matches."""
    lexicons = {lexicon.name: lexicon for name in OURS for lexicon in make_measure(name).lexicons}
    lexicons["scopes"] = load_lexicon("scopes")
    all_entries = [e for lex in lexicons.values() for group in (*lex.categories,) for e in group.entries]
    all_entries += [entry for lexicon in lexicons.values() for entry in lexicon.ignore]
    return {"n_entries": len(all_entries), "n_sequences": sum(len(entry.words) > 1 for entry in all_entries)}


def processor() -> str:
    """Return the processor's name where the system tells it."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]}, {len(names)} cores" if names else platform.processor()


def lexicons_part(machine: str) -> dict[str, Any]:
    """Run the speed and memory of the lexicons, print and return the figures."""
    speed = speed_table()
    memory = [memory_of(n) for n in (10_000, 100_000)]
    packages = ("numpy", "pandas", "pyarrow", "scikit-learn", "vadersentiment", "empath")
    versions = {"python": platform.python_version(), **{name: version(name) for name in packages}}
    for row in speed:
        print(
            f"{row['program']:<50} {row['articles_per_second']:>9,.0f} articles/s "
            f"{row['megabytes_per_second']:>6.1f} MB/s; toolkit: {row['toolkit_is_times_as_fast']:.1f} times as fast"
        )
    for row in memory:
        print(f"{row['articles']:>7,} articles: {row['peak_gigabytes']:.2f} GB at most, {row['seconds']:.1f} s")
    return {"machine": machine, "versions": versions, "speed": speed, "memory": memory, **entries()}


def main(parts: Sequence[str]) -> None:
    """Run some parts, or all if none is named, and keep the figures of the others."""
    if unknown := set(parts) - set(PARTS):
        sys.exit(f"A part is one of {', '.join(PARTS)}; got {', '.join(sorted(unknown))}.")
    result = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    for part in parts or PARTS:
        if part == "lexicons":
            result |= lexicons_part(processor())
        else:
            result[part] = _MAKERS[part](processor())
        RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        write_page(result)


if __name__ == "__main__":
    main(sys.argv[1:])
