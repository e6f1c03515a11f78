"""A small corpus whose rates can be worked out by hand, and figures that are closed again."""

from collections.abc import Iterator

import pandas as pd
import pytest
from matplotlib import pyplot as plt

from toolkit.comparison.outlets import compare
from toolkit.comparison.result import Comparison
from toolkit.corpus.corpus import Corpus
from toolkit.framing.force import ForceAxis
from toolkit.lexicons.lexicon import Lexicon

FORCE = Lexicon.of({"destroy": ["destroy"], "deter": ["deter"], "defend": ["defend"], "de-escalate": ["calm"]})


def story(n_destroy: int, n_calm: int) -> str:
    """Ten words, so many of them of each kind."""
    words = ["destroy"] * n_destroy + ["calm"] * n_calm
    return " ".join(words + ["word"] * (10 - len(words)))


def corpus_of(outlets: list[str], n_events: int = 6) -> Corpus:
    rows = [
        {
            "article_id": f"{event}-{number}", "outlet": outlet, "event_id": f"e{event}",
            "headline": story(1 if number == 0 else 0, 1), "text": story((number + event) % 4, 1),
        }
        for event in range(n_events)
        for number, outlet in enumerate(outlets)
    ]  # fmt: skip
    return Corpus(pd.DataFrame(rows), name="small")


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return corpus_of(["Alpha", "Beta", "Gamma"])


@pytest.fixture(scope="session")
def comparison(corpus: Corpus) -> Comparison:
    return compare(ForceAxis(lexicon=FORCE)(corpus), n_resamples=199)


@pytest.fixture(autouse=True)
def _figures_closed() -> Iterator[None]:
    plt.switch_backend("agg")
    yield
    plt.close("all")
