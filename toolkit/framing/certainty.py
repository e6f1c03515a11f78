"""How sure a text sounds, and how it introduces what its sources say.

Contents: `Certainty`.
"""

from dataclasses import dataclass, field
from typing import ClassVar

from toolkit.evidence import Evidence, Reading
from toolkit.lexicons.lexicon import Lexicon
from toolkit.lexicons.shipped import load_lexicon
from toolkit.measure import Measure


@dataclass(frozen=True)
class Certainty(Measure):
    """Count hedges, boosters, and verbs of reporting that vouch for a statement or keep it at a distance.

    rate = 1000 * n / words, for each category.

    Higher values mean more such words. Do not read hedges as weakness: reports of unsettled events have to hedge.
    Do not add the categories up. Compare outlets on the same events and parts.

    Parameters
    ----------
    certainty : categories hedges and boosters; by default the shipped `certainty`.
    reporting : categories of reporting verbs; by default the shipped `reporting-verbs`.

    References: hyland2005.
    """

    name: ClassVar[str] = "certainty"
    references: ClassVar[tuple[str, ...]] = ("hyland2005",)

    certainty: Lexicon = field(default_factory=lambda: load_lexicon("certainty"))
    reporting: Lexicon = field(default_factory=lambda: load_lexicon("reporting-verbs"))

    @property
    def categories(self) -> tuple[str, ...]:
        """Hedges and boosters, then the kinds of reporting verbs."""
        return self.certainty.category_names + self.reporting.category_names

    @property
    def lexicons(self) -> tuple[Lexicon, ...]:
        """Both lexicons."""
        return (self.certainty, self.reporting)

    def find(self, reading: Reading) -> Evidence:
        """Find the words of both lexicons."""
        first = reading.find(self.certainty)
        second = reading.find(self.reporting, first_category=len(self.certainty.categories))
        return Evidence.joined([first, second])
