"""The part of docs/performance.md about topics.

Contents: `topics_text`.
"""

from collections.abc import Callable
from typing import Any

_TEXT = """
## Topics

Measured on {machine}; Python {python}, {versions}. {n_topics} topics of articles of 450 words. Each run is
a process of its own on one thread, which has read its texts and loaded what is loaded once before its time begins.
Seconds are processor time, which other work on the machine changes least.

{table}

The toolkit's runs include words with their places, labels, shares of all articles, example sentences, coherence and
exclusivity; the pipelines of scikit-learn end with the shares. LDA has {lda_rounds} rounds in both. Refits tell whether
topics come back. They take most of the time, because those by seed begin with random numbers and need more rounds:
leave them out (`n_refits=0`) only while you try things.
"""


def topics_text(part: dict[str, Any], table: Callable[[list[dict[str, Any]]], str]) -> str:
    """Return the text, given the figures and what lays out rows as a table."""
    versions = dict(part["versions"])
    python = versions.pop("python")
    return _TEXT.format(
        machine=part["machine"], python=python, versions=", ".join(f"{name} {one}" for name, one in versions.items()),
        n_topics=part["n_topics"], lda_rounds=part["lda_rounds"],
        table=table(part["rows"]),
    )  # fmt: skip
