"""What outlets call the same armed group: militia, terrorists, fighters, resistance ...

Contents: `Labels`.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import numpy as np

from toolkit.evidence import Evidence, Flags, Reading
from toolkit.lexicons.lexicon import Lexicon
from toolkit.lexicons.shipped import load_lexicon
from toolkit.measure import Floats, Measure, Scale, add_up

_SHARE = Scale("share of labels", 1.0, 0.0, 1.0, "a larger part of the labels used is of this kind")


@dataclass(frozen=True)
class Labels(Measure):
    """Tell which kinds of label an article uses for armed groups, or for one of them.

    share = n_kind / n_all, both counted in the same sentences.

    Higher values mean that more of the labels used are of this kind; the exposure is the number of labels, and
    the value is NaN where none was used. Do not read a share without n_all beside it: one label out of one is 100 %.

    With `actor`, only sentences that name the actor are looked at. A label in such a sentence may still belong to
    another group that it names too: read the concordance.

    Parameters
    ----------
    actor : names and aliases of the group, as patterns ("kataib hezbollah", "kh"); empty for all sentences.
    lexicon : one category a kind of label; by default the shipped `actor-labels`.
    """

    name: ClassVar[str] = "labels"

    actor: tuple[str, ...] = ()
    lexicon: Lexicon = field(default_factory=lambda: load_lexicon("actor-labels"))

    def __post_init__(self) -> None:
        object.__setattr__(self, "actor", (self.actor,) if isinstance(self.actor, str) else tuple(self.actor))

    @property
    def categories(self) -> tuple[str, ...]:
        """The kinds of label."""
        return self.lexicon.category_names

    @property
    def lexicons(self) -> tuple[Lexicon, ...]:
        """The labels, and the actor's names if there are any."""
        return (self.lexicon, self._actor_lexicon) if self.actor else (self.lexicon,)

    @cached_property
    def _actor_lexicon(self) -> Lexicon:
        return Lexicon.of({"actor": list(self.actor)}, name="actor")

    def scale(self, category: str) -> Scale:
        """Shares lie between 0 and 1."""
        return _SHARE

    def find(self, reading: Reading) -> Evidence:
        """Find the labels, in the actor's sentences if an actor is given."""
        matches = reading.of(self.lexicon)
        if self.actor:
            matches = matches.take(self._names_actor(reading)[reading.tokens.sentence_id[matches.token]])
        return reading.evidence(matches)

    def _names_actor(self, reading: Reading) -> Flags:
        """Tell of each sentence of the batch whether it names the actor."""
        sentences = reading.tokens.sentence_id
        names = np.zeros(int(sentences[-1]) + 1 if len(sentences) else 0, dtype=np.bool_)
        names[sentences[reading.of(self._actor_lexicon).token]] = True
        return names

    def tally(self, evidence: Evidence, exposure: Floats) -> tuple[Floats, Floats]:
        """Divide the labels of each kind by all labels."""
        counts = add_up(evidence, len(exposure), len(self.categories))
        return counts, np.repeat(counts.sum(axis=1)[:, None], counts.shape[1], axis=1)
