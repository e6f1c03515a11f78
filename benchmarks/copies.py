"""Articles of which one in ten is an edited copy of another: known near-duplicates.

Contents: `copied_articles`.
"""

import numpy as np
import pandas as pd

from benchmarks.known import Known
from benchmarks.wording import Strings, Wording, read_wording
from toolkit.corpus.corpus import Corpus

WORDS, PARAGRAPH, HEADLINE = 450, 50, 8  # words of an article, of a paragraph and of a headline
COPIES = 0.1  # share of the articles that are copies
CUT = 0.3  # share of the words that a copy loses at its end
OUTLETS = 20
_AT_ONCE = 2_000  # texts that are made together: bounds memory


def copied_articles(n: int, *, seed: int = 1) -> Known:
    """Make n articles; the last tenth are copies, each of another of the first articles, whose row is its number."""
    rng, wording = np.random.default_rng(seed), read_wording()
    n_copies = int(n * COPIES)
    texts = _own_texts(wording, n - n_copies, rng)
    original = rng.choice(n - n_copies, n_copies, replace=False)
    local = wording.walk(n_copies, PARAGRAPH, rng)
    texts += [_edited(texts[row], _joined(wording.words[line])) for row, line in zip(original, local, strict=True)]
    days = rng.integers(0, 365, n)
    days[n - n_copies :] = days[original] + rng.integers(0, 3, n_copies)
    table = pd.DataFrame({
        "article_id": [f"a{row:06}" for row in range(n)], "text": texts,
        "headline": [_joined(wording.words[line]) for line in wording.walk(n, HEADLINE, rng)],
        "outlet": [f"Outlet {number}" for number in rng.integers(0, OUTLETS, n)],
        "published": pd.Timestamp("2020-01-01") + pd.to_timedelta(days, unit="D"),
    })  # fmt: skip
    table["text"] = table["text"].astype(object)
    number = np.concatenate([np.full(n - n_copies, -1), original])
    return Known(Corpus(table, name="copies"), number)


def _own_texts(wording: Wording, n: int, rng: np.random.Generator) -> list[str]:
    texts = []
    for start in range(0, n, _AT_ONCE):
        for row in wording.walk(min(_AT_ONCE, n - start), WORDS, rng):
            parts = wording.words[row].reshape(-1, PARAGRAPH)
            texts.append("\n\n".join(map(_joined, parts)))
    return texts


def _joined(words: Strings) -> str:
    return " ".join(words)


def _edited(text: str, local: str) -> str:
    """Cut the end off, and put a paragraph in after the second."""
    words = round(WORDS * (1 - CUT))
    parts = text.split("\n\n")
    kept = [*parts[: words // PARAGRAPH], _joined(parts[words // PARAGRAPH].split(" ")[: words % PARAGRAPH])]
    return "\n\n".join([*kept[:2], local, *filter(None, kept[2:])])
