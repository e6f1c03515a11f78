"""How much room topics, or packages of topics, have in articles.

Contents: `Topics`, `Found`.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from toolkit.discovery.engines import Engine
from toolkit.evidence import Evidence, Reading
from toolkit.measure import Floats, Measure, Scale, add_up

_SHARE = Scale("share of topic words", 1.0, 0.0, 1.0, "a larger part of the topic words belongs to this topic")


class Found(Protocol):
    """What was found in a corpus and can be looked for in articles: topics, or packages of them."""

    @property
    def engine(self) -> Engine:
        """What finds topics in texts."""
        ...

    @property
    def categories(self) -> tuple[str, ...]:
        """The names of what is counted."""
        ...

    @property
    def category_of(self) -> npt.NDArray[np.int16]:
        """The category of each topic, -1 for topics that are left out."""
        ...

    @property
    def language(self) -> str:
        """The language that the topics were found in."""
        ...

    @property
    def signature(self) -> str:
        """How the topics were found."""
        ...


@dataclass(frozen=True)
class Topics(Measure):
    """Measure how much of an article belongs to each topic, or to each package of topics.

    share = n_topic / n_all, with n the words that belong to the topic and to any topic. A word belongs to topics by
    weights that add up to 1: r_k = theta_dk phi_kw / sum_j theta_dj phi_jw; weights below 0.1 go to the word's other
    topics. With topics of sentences, all words of a sentence belong to the topic nearest to it.

    Higher values mean that the topic has more room in the article. The exposure is the number of topic words, so the
    shares of an article add up to 1, and one topic's gain is the others' loss. Do not compare shares of different
    models, and do not interpret a topic that bears "(unstable)" in its name.

    Parameters
    ----------
    found : what `find_topics` or `find_packages` returned. Any corpus in its language can be measured.

    References: hofmann1999, walter2019.
    """

    name: ClassVar[str] = "topics"
    references: ClassVar[tuple[str, ...]] = ("hofmann1999", "walter2019")

    found: Found

    @property
    def reads(self) -> str:
        """The language that the topics were found in."""
        return self.found.language

    @property
    def categories(self) -> tuple[str, ...]:
        """The names of the topics or packages."""
        return self.found.categories

    @property
    def settings(self) -> dict[str, Any]:
        """How the topics were found, and a checksum of them."""
        return {"found": self.found.signature, "checksum": self.found.engine.checksum}

    def scale(self, category: str) -> Scale:
        """Shares lie between 0 and 1."""
        return _SHARE

    def find(self, reading: Reading) -> Evidence:
        """Find the words or sentences of each topic."""
        evidence = self.found.engine.find(reading)
        category = self.found.category_of[evidence.category]
        kept = evidence.take(category >= 0)
        return kept.with_category(category[category >= 0])

    def tally(self, evidence: Evidence, exposure: Floats) -> tuple[Floats, Floats]:
        """Divide the words of each topic by those of all topics."""
        amount = add_up(evidence, len(exposure), len(self.categories))
        return amount, np.repeat(amount.sum(axis=1)[:, None], amount.shape[1], axis=1)
