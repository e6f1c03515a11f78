"""Distinctive words by two other programs, which need an environment of their own.

    make bench      makes the environment and runs all

ConvoKit's FightingWords and scattertext compare two groups of texts: here the first outlet with the nine others, which
is a tenth of what the toolkit does in its run. Run by that environment's Python with the project as the working folder;
prints one line of JSON.

Contents: `PROGRAMS`, `run_peer`.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any

from benchmarks.articles import bench_articles
from benchmarks.memory import peak_gigabytes

OUTLETS = 10


def prepare_convokit(texts: Sequence[str]) -> Callable[[], int]:
    """Make ConvoKit's corpus, which is not timed, and return the comparison."""
    from convokit import Corpus, FightingWords, Speaker, Utterance

    speakers = [Speaker(id=f"outlet {number}") for number in range(OUTLETS)]
    corpus = Corpus(
        utterances=[
            Utterance(id=str(row), speaker=speakers[row % OUTLETS], conversation_id=str(row), text=text)
            for row, text in enumerate(texts)
        ]
    )

    def run() -> int:
        words = FightingWords(ngram_range=(1, 1))
        words.fit(corpus, lambda one: one.speaker.id == "outlet 0", lambda one: one.speaker.id != "outlet 0")
        return len(words.get_ngram_zscores())

    return run


def prepare_scattertext(texts: Sequence[str]) -> Callable[[], int]:
    """Return the counting of words and the scores of each, by the quick tokenizer of the program."""
    import pandas as pd
    import scattertext

    table = pd.DataFrame({"outlet": [str(row % OUTLETS == 0) for row in range(len(texts))], "text": texts})

    def run() -> int:
        nlp = scattertext.whitespace_nlp_with_sentences
        corpus = scattertext.CorpusFromPandas(table, category_col="outlet", text_col="text", nlp=nlp).build()
        return len(corpus.get_unigram_corpus().get_scaled_f_scores("True"))

    return run


PROGRAMS = {"convokit": prepare_convokit, "scattertext": prepare_scattertext}


def run_peer(name: str, n: int) -> dict[str, Any]:
    """Run a program on n articles and return its figures."""
    texts = bench_articles(n)
    run = PROGRAMS[name](texts)
    begin = time.perf_counter()
    terms = run()
    seconds = time.perf_counter() - begin
    return {
        "program": f"{name} {version(name)}, one outlet with the others", "articles": n, "seconds": seconds,
        "articles_per_second": n / seconds, "rounds": 1, "peak_gigabytes": peak_gigabytes(), "terms": terms,
    }  # fmt: skip


if __name__ == "__main__":
    # The programs print as they go; the figures are the last line.
    print(json.dumps(run_peer(sys.argv[1], int(sys.argv[2]))))
