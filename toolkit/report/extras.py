"""What a report can hold beside comparisons.

Contents: `Extras`, `MOST`, `MAX_TARGETS`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.comparison.actors import ActorFindings
from toolkit.comparison.keyness_result import Keyness
from toolkit.comparison.omission import Omission
from toolkit.comparison.specification_result import SpecificationCurve
from toolkit.events.alignment import Alignment

MOST = 8  # actors, pairs, sources, labels, and words of a side
MAX_TARGETS = 12  # outlets whose distinctive words are shown


@dataclass(frozen=True, eq=False)
class Extras:
    """Findings of other kinds than comparisons, each of which gets a section of a report.

    `most` actors are shown and `most_words` words of each side. `word_pages` has for targets of `words` the address of
    the page with all their words, as seen from the report.
    """

    alignments: Sequence[Alignment] = ()
    omission: Omission | None = None
    actors: ActorFindings | None = None
    most: int = MOST
    words: Keyness | None = None
    most_words: int = MOST
    word_pages: Mapping[str, str] = field(default_factory=dict)
    curve: SpecificationCurve | None = None
