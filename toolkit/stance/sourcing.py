"""How sources are brought in: named or anonymous, early or late, with which kind of verb, and of which side.

Contents: `Sourcing`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import pandas as pd

from toolkit.evidence import Evidence, Reading
from toolkit.measure import Scale
from toolkit.stance.actor import Actors
from toolkit.stance.actor_file import read_actors
from toolkit.stance.attribution_words import BELIEF_KINDS
from toolkit.stance.linking import Linker
from toolkit.stance.table_evidence import MeanOfSpans, evidence_from, joined, mentions_in, sources_in

_SHARE = Scale("share of attributions", 1.0, 0.0, 1.0, "more attributions are so")
_POSITION = Scale("mean place in the article", 1.0, 0.0, 1.0, "sources speak later in the article")
_CUES = ("neutral", "asserting", "doubting", "stressing", "accusing", "warning", "denying")
_OTHER = "other"


@dataclass(frozen=True)
class Sourcing(MeanOfSpans):
    """Tell how an article brings in its sources.

    share = attributions of a kind / attributions. "anonymous": a person without a name, or one who asked not to be
    named; "direct": all of it in quotation marks; "position": mean place of the attributions in the article (0 start, 1
    end); "cue ...": by the kind of the verb ("claimed" is doubting, "confirmed" asserting); with actors also
    "side ...": by the side of the actor who speaks, "side other" for all others.

    Higher values mean that more attributions are so, or that they come later. The verbs' kinds are judgements of the
    lexicon `reporting-verbs` about words, not about what the writer meant. Do not compare shares of outlets that hardly
    quote: the exposure is the number of attributions, and the value is NaN where there is none. Beliefs and intentions
    do not count.

    Parameters
    ----------
    actors : actors with sides, or the file that lists them; none by default.
    pronouns : count sources that are pronouns for the actor they stand for.

    References: newell2018 for attribution in news.
    """

    name: ClassVar[str] = "sourcing"
    references: ClassVar[tuple[str, ...]] = ("newell2018",)

    actors: Actors = field(default_factory=Actors)
    pronouns: bool = True

    def __post_init__(self) -> None:
        if isinstance(self.actors, str | Path):
            object.__setattr__(self, "actors", read_actors(self.actors))

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides of the actors, in the order of the file."""
        return tuple(dict.fromkeys(actor.side for actor in self.actors if actor.side))

    @property
    def categories(self) -> tuple[str, ...]:
        """The shares, and the position."""
        sides = [f"side {side}" for side in (*self.sides, _OTHER)] if self.sides else []
        return ("anonymous", "direct", "position", *(f"cue {kind}" for kind in _CUES), *sides)

    def scale(self, category: str) -> Scale:
        """Shares and positions lie between 0 and 1."""
        return _POSITION if category == "position" else _SHARE

    def find(self, reading: Reading) -> Evidence:
        """Find the attributions of speech; the cue stands for each."""
        table = sources_in(reading).table
        said = table[~table["cue_kind"].isin(BELIEF_KINDS)]
        spans = said.assign(start=said["cue_start"], end=said["cue_end"])
        weights = (said["anonymous"], said["kind"] == "direct", said["position"],
                   *(said["cue_kind"] == kind for kind in _CUES), *self._of_sides(reading, said))  # fmt: skip
        known = said["source"].notna()
        pieces = []
        for place, (category, weight) in enumerate(zip(self.categories, weights, strict=True)):
            keep = known if category == "anonymous" or category.startswith("side ") else pd.Series(True, said.index)
            pieces.append(evidence_from(reading, spans[keep], place, weight[keep].astype(float)))
        return joined(pieces)

    def _of_sides(self, reading: Reading, said: pd.DataFrame) -> Iterator[pd.Series]:
        """Yield for each side which sources are of it."""
        if not self.sides:
            return
        linker = Linker(mentions_in(reading, self.actors, pronouns=self.pronouns), reading.corpus)
        side_of = {actor.id: actor.side or _OTHER for actor in self.actors}
        places = zip(said["unit"].tolist(), said["source_start"].tolist(), said["source_end"].tolist(), strict=True)
        found = [linker.actor_in(unit, start, end) for unit, start, end in places]
        own = pd.Series([side_of.get(actor or "", _OTHER) for actor in found], index=said.index, dtype=object)
        for side in (*self.sides, _OTHER):
            yield own == side
