"""What outlets call the same armed group: militia, terrorists, fighters, resistance ...

Contents: `Labels`.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import numpy as np

from toolkit.errors import OptionError
from toolkit.evidence import Evidence, Reading
from toolkit.lexicons.lexicon import Lexicon
from toolkit.lexicons.matcher import Matches
from toolkit.lexicons.shipped import load_lexicon
from toolkit.measure import Floats, Measure, Scale, add_up
from toolkit.options import check_option
from toolkit.stance.actor import Actor, Actors
from toolkit.stance.actor_file import read_actors
from toolkit.stance.actor_phrases import find_labels
from toolkit.stance.table_evidence import mentions_in

_SHARE = Scale("share of labels", 1.0, 0.0, 1.0, "a larger part of the labels used is of this kind")
_RATE = Scale("per mention", 1.0, 0.0, float("inf"), "the actor is more often mentioned with such a label")
_PER = ("label", "mention")


@dataclass(frozen=True)
class Labels(Measure):
    """Tell which kinds of label an article uses for armed groups, or for one actor of the study.

    share = n_kind / n_labels; with `per="mention"`, rate = n_kind / n_mentions of the actor.

    Higher values mean that more of the labels used are of this kind, or that more mentions of the actor carry one. The
    exposure is the number of labels or mentions, and the value is NaN where there is none. Do not read a share without
    that number beside it: one label out of one is 100 %.

    With `actor`, a label counts only where it describes the actor: in a mention ("the militia"), right before its name
    ("Iran-backed Kataib Hezbollah"), set beside it ("Kataib Hezbollah, an armed group,") or said of it ("... is a
    militia"); see `actor_labels`. Without, all labels in all sentences count, whomever they mean.

    Parameters
    ----------
    actor : the id or name of one of `actors`; without `actors` the name itself, or a list of spellings of it.
    actors : the actors of the study, or the file that lists them: aliases and short forms are then known.
    lexicon : one category a kind of label; by default the shipped `actor-labels`. Any words may be given:
        `Lexicon.of({"resistance": ["resistance*"], "terrorist": ["terror*"]}, name="mine")`.
    per : "label" or "mention" (which needs an actor).

    Raises
    ------
    OptionError : `per` is "mention" without an actor, or the actor is not there.
    """

    name: ClassVar[str] = "labels"

    actor: tuple[str, ...] = ()
    actors: Actors = field(default_factory=Actors)
    lexicon: Lexicon = field(default_factory=lambda: load_lexicon("actor-labels"))
    per: str = "label"

    def __post_init__(self) -> None:
        object.__setattr__(self, "actor", (self.actor,) if isinstance(self.actor, str) else tuple(self.actor))
        given = read_actors(self.actors) if isinstance(self.actors, str | Path) else self.actors
        if self.actor and not len(given):
            given = Actors((Actor("actor", self.actor[0], aliases=self.actor[1:]),))
        object.__setattr__(self, "actors", given)
        if check_option("per", self.per, _PER) == "mention" and not self.actor:
            raise OptionError('`per="mention"` needs an `actor`, whose mentions are counted.')
        if self.actor:
            given.find(self.actor[0])

    @property
    def categories(self) -> tuple[str, ...]:
        """The kinds of label."""
        return self.lexicon.category_names

    @property
    def lexicons(self) -> tuple[Lexicon, ...]:
        """The labels."""
        return (self.lexicon,)

    def scale(self, category: str) -> Scale:
        """Shares lie between 0 and 1; a mention may carry several labels."""
        return _SHARE if self.per == "label" else _RATE

    def find(self, reading: Reading) -> Evidence:
        """Find the labels: all, or those that describe the actor."""
        matches = reading.of(self.lexicon)
        return reading.evidence(matches.take(self._describes(reading, matches)) if self.actor else matches)

    def _describes(self, reading: Reading, matches: Matches) -> np.ndarray:
        """Tell which matches begin in a phrase that describes the actor."""
        mentions = mentions_in(reading, self.actors, pronouns=False)
        own = mentions.of(self.actors.find(self.actor[0]).id)
        tokens = reading.tokens
        inside = np.zeros(len(tokens), dtype=np.bool_)
        begins = tokens.text.astype(np.int64) << 32 | tokens.start
        for label in find_labels(own, reading.parts.texts, self.actors):
            unit = int(own["unit"].iloc[label.row])
            inside[slice(*np.searchsorted(begins, [unit << 32 | label.start, unit << 32 | label.end]))] = True
        return inside[matches.token]

    def exposure(self, reading: Reading) -> Floats:
        """The number of mentions of the actor, where labels are counted per mention; else it comes from the labels."""
        if self.per == "label":
            return super().exposure(reading)
        own = mentions_in(reading, self.actors, pronouns=False).of(self.actors.find(self.actor[0]).id)
        named = own.loc[own["how"] != "adjective", "unit"].to_numpy(dtype=np.int64)
        return np.bincount(named, minlength=reading.n_units).astype(np.float64)

    def tally(self, evidence: Evidence, exposure: Floats) -> tuple[Floats, Floats]:
        """Divide the labels of each kind by all labels, or by the mentions."""
        counts = add_up(evidence, len(exposure), len(self.categories))
        base = counts.sum(axis=1) if self.per == "label" else exposure
        return counts, np.repeat(base[:, None], counts.shape[1], axis=1)
