"""Articles made from topics that are known: each word is drawn from the topic of its lot, or from words of no topic."""

from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus

LETTERS = "abcdefghijklmnopqrst"
TOPICS = ("harvest", "tennis", "orchestra", "volcano")
WORDS = {topic: [f"{topic}{letter}" for letter in LETTERS] for topic in TOPICS}
FILLER = [f"filler{first}{second}" for first in LETTERS for second in LETTERS[:10]]
# As in real texts, few words are frequent: the word of rank r has a share proportional to 1 / r.
ZIPF = (1 / np.arange(1, len(LETTERS) + 1)) / (1 / np.arange(1, len(LETTERS) + 1)).sum()
N_WORDS, SENTENCE = 150, 10
FROM_TOPIC = 0.5  # share of words that come from a topic


@cache
def planted(n_events: int = 60, seed: int = 0) -> tuple[Corpus, npt.NDArray[np.float64]]:
    """Return articles of three outlets on each event, and the shares of topics that each was made with."""
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet([0.3] * len(TOPICS), size=3 * n_events)
    rows = [
        {
            "article_id": f"{row:03d}", "outlet": ("Alpha", "Beta", "Gamma")[row % 3], "event_id": f"e{row // 3}",
            "text": _text(theta, rng), "language": "en",
        }
        for row, theta in enumerate(shares)
    ]  # fmt: skip
    return Corpus(pd.DataFrame(rows), name="planted"), shares


def _text(theta: npt.NDArray[np.float64], rng: np.random.Generator) -> str:
    words = [
        str(rng.choice(WORDS[TOPICS[topic]], p=ZIPF) if rng.random() < FROM_TOPIC else rng.choice(FILLER))
        for topic in rng.choice(len(TOPICS), size=N_WORDS, p=theta)
    ]
    return " ".join(" ".join(words[i : i + SENTENCE]).capitalize() + "." for i in range(0, N_WORDS, SENTENCE))


def planted_topic(word: str) -> int:
    """Return the number of the planted topic from which a word comes, -1 for words of none."""
    return next((i for i, topic in enumerate(TOPICS) if word.startswith(topic)), -1)
