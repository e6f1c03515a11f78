"""Topics that were found in a corpus, and how they speak.

Contents: `TopicModel`, `topic_number`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.printable import printable
from toolkit.discovery.engines import Engine
from toolkit.discovery.stability import STABLE
from toolkit.errors import OptionError
from toolkit.options import count

TOPIC_COLUMNS = (
    "topic", "name", "label", "prevalence", "n_articles", "stability", "stable", "over_seeds", "over_samples",
    "n_returned", "coherence", "exclusivity",
)  # fmt: skip
UNSTABLE, UNCHECKED = "unstable", "stability not checked"
_SHOWN = 110  # characters of an example


@dataclass(frozen=True, eq=False)
class TopicModel:
    """Topics found in a corpus, the most prevalent first.

    `table` has one row a topic: topic (number from 1), name (number, label and, if it is so, "unstable"), label (three
    distinctive words), prevalence (mean share in articles), n_articles (in which it is the largest), stability (0 to
    1), stable (stability of 0.5 or more; missing if it was not checked), over_seeds, over_samples, n_returned,
    coherence (NPMI), exclusivity.
    `words` has topic, word, probability, frex, the most distinctive first. `shares` has one row an article and one
    column a topic, which add up to 1; NaN for an article without words of the topics. `examples` has topic, article_id,
    outlet, part, sentence, start, end, text: offsets index the text of the part. `engine` finds the topics in other
    articles (see `Topics`). `phi` has the shares of words (`vocabulary`) in topics, one row a topic. `events` has the
    event of each article.
    """

    table: pd.DataFrame
    words: pd.DataFrame
    shares: pd.DataFrame
    examples: pd.DataFrame
    engine: Engine
    phi: npt.NDArray[np.float64]
    vocabulary: tuple[str, ...]
    events: npt.NDArray[np.object_]
    n_refits: int
    corpus_name: str
    signature: str
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def n_topics(self) -> int:
        """Number of topics."""
        return len(self.table)

    @property
    def language(self) -> str:
        """The language that the topics were found in."""
        return str(self.settings["language"])

    @property
    def categories(self) -> tuple[str, ...]:
        """The names of the topics."""
        return tuple(self.table["name"])

    @property
    def category_of(self) -> npt.NDArray[np.int16]:
        """The category of each topic; here each is one of its own."""
        return np.arange(self.n_topics, dtype=np.int16)

    def dominant(self) -> pd.Series:
        """Return the number of the largest topic of each article; missing for an article without any."""
        values = self.shares.to_numpy()
        known = ~np.isnan(values).any(axis=1)
        found = pd.Series(pd.NA, index=self.shares.index, name="topic", dtype="Int64")
        found[known] = np.nan_to_num(values[known]).argmax(axis=1) + 1
        return found

    def sentences(self) -> list[str]:
        """Return one plain sentence a topic, after one on all and before one on those that are unstable."""
        rows = self.table.to_dict("records")
        return [_heading(self), *(_topic_sentence(row, self) for row in rows), *_verdict(self)]

    def __repr__(self) -> str:
        return "\n".join(printable(one) for one in self.sentences())

    def _repr_html_(self) -> str:
        return str(self.table.to_html(index=False, float_format="{:.3g}".format, escape=True))


def topic_name(number: int, label: str, stability: float) -> str:
    """Return the name of a topic, which says so if the topic is not stable, wherever it is shown."""
    if np.isnan(stability):
        return f"{number} {label} ({UNCHECKED})"
    return f"{number} {label}" if stability >= STABLE else f"{number} {label} ({UNSTABLE})"


def check_topic(model: TopicModel, topic: int) -> int:
    """Return the row of a topic, given its number from 1."""
    if isinstance(topic, bool) or not isinstance(topic, int | np.integer) or not 1 <= topic <= model.n_topics:
        raise OptionError(f"A topic has a number from 1 to {model.n_topics}; got {topic!r}.")
    return int(topic) - 1


def _heading(model: TopicModel) -> str:
    known = int(model.shares.notna().all(axis=1).sum())
    n_words = len(model.vocabulary)
    return (
        f"{count(model.n_topics, 'topic')} ({model.settings['method']}) in {count(known, 'article')} of "
        f"{model.corpus_name!r}, made of {count(n_words, 'different word')}."
    )


def _topic_sentence(row: Mapping[str, Any], model: TopicModel) -> str:
    share = "not known" if np.isnan(row["prevalence"]) else f"{row['prevalence']:.0%} of an article on average"
    largest = f"largest in {count(row['n_articles'], 'article')}"
    return f"{row['name']}: {share}, {largest}{_returned(row, model.n_refits)}{_example(row['topic'], model)}"


def _returned(row: Mapping[str, Any], n_refits: int) -> str:
    if not n_refits:
        return "."
    kinds = {"seeds": row["over_seeds"], "resamples": row["over_samples"]}
    # Rounded down: 0.499 must not look like the 0.50 of a stable topic.
    shown = " and ".join(
        f"{int(100 * value) / 100:.2f} over {kind}" for kind, value in kinds.items() if not np.isnan(value)
    )
    came = f"came back in {row['n_returned']} of {n_refits} refits (stability {shown})"
    return f"; {came}." if row["stability"] >= STABLE else f"; UNSTABLE: {came}. Do not interpret it."


def _example(topic: int, model: TopicModel) -> str:
    examples = model.examples[model.examples["topic"] == topic]
    if examples.empty:
        return ""
    first = examples.iloc[0]
    text = " ".join(str(first["text"]).split())
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1].rsplit(" ", 1)[0] + "…"
    return f" Example: “{shown}” ({first['article_id']})"


def _verdict(model: TopicModel) -> list[str]:
    """Say how many topics can be relied on."""
    if not model.n_refits:
        return ["Stability was not checked (n_refits=0): nothing tells which topics are there by chance."]
    unstable = model.table[model.table["stability"] < STABLE]
    if unstable.empty:
        return [f"All {model.n_topics} topics came back in refits."]
    names = ", ".join(str(topic) for topic in unstable["topic"])
    return [
        f"{len(unstable)} of {count(model.n_topics, 'topic')} did not come back in refits: {names}. Other "
        "seeds or other articles would have given other topics in their place."
    ]
