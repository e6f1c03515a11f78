"""Articles of 450 words to time programs on: real news where the data folder lies beside the project."""

import csv
import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORDS = 450
_SOURCES = (
    "allsides_abp/iran.jsonl", "allsides_abp/soleimani_2020.jsonl", "basil/articles.jsonl",
    "event_clusters_union/articles.jsonl", "narrative_framing/articles.jsonl", "polnear/train_articles.jsonl",
    "seesaw/articles.jsonl",
)  # fmt: skip


def source_texts() -> list[str]:
    """Return the full texts of real news articles, or of the shipped corpus."""
    data = ROOT.parent / "shared" / "data"
    files = [data / name for name in _SOURCES if (data / name).is_file()] or [ROOT / "corpora/taji-2020/articles.jsonl"]
    articles = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [article["text"] for article in articles if article.get("language", "en") == "en"]
    news = data / "emfd/template_input_news.csv"
    if news.is_file():
        csv.field_size_limit(10**8)
        with news.open(encoding="utf-8", newline="") as file:
            texts += [row[0] for row in csv.reader(file)]
    return texts


def pieces(texts: list[str]) -> Iterator[str]:
    """Yield stretches of 450 words, with the white space of the texts kept, over and over."""
    for text in cycle(texts):
        words = text.split(" ")
        for begin in range(0, len(words) - WORDS + 1, WORDS):
            yield " ".join(words[begin : begin + WORDS])


def bench_articles(n: int) -> list[str]:
    """Return n articles of 450 words."""
    stream = pieces(source_texts())
    return [next(stream) for _ in range(n)]
