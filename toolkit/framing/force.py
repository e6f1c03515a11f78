"""The force axis: is force said to destroy, deter, defend or calm?

Contents: `ForceAxis`.
"""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from toolkit.errors import LexiconError
from toolkit.evidence import Evidence, Reading
from toolkit.lexicons.lexicon import Lexicon
from toolkit.lexicons.shipped import load_lexicon
from toolkit.measure import PER_1000_WORDS, Floats, Measure, Scale, add_up
from toolkit.options import quoted_list

_BALANCE = Scale("balance", 1.0, -1.0, 1.0, "less of the force vocabulary is about destroying")


@dataclass(frozen=True)
class ForceAxis(Measure):
    """Count the words that give force a purpose: destroy, deter, defend or de-escalate.

    For each category: rate = 1000 * n / words, with n the number of spans that are not negated.
    For the axis as a whole: balance = (n_deter + n_defend + n_de-escalate - n_destroy) / n_all.

    Higher values of a rate mean more words of that purpose. A balance of -1 means that every such word destroys,
    +1 that none does; it is NaN where there is none of them, and its exposure is n_all.
    Do not compare rates of headlines with rates of bodies as if they were the same thing: in a headline of ten
    words one word is 100 per 1,000. Compare outlets within a part, or the balance between parts.

    Words that name violence whatever its purpose (attack, kill, strike) are in no category. A negated span ("will
    not destroy") is kept as evidence with weight 0. What is planned, threatened or ordered counts, because the axis
    is about purposes; `modal` in the evidence tells such spans from deeds.

    Parameters
    ----------
    lexicon : categories destroy, deter, defend and de-escalate; by default the shipped `force`.
    count_negated : count negated spans like the others.

    References: schelling1966 for the difference between brute force, deterrence and defence.
    """

    name: ClassVar[str] = "force"
    references: ClassVar[tuple[str, ...]] = ("schelling1966",)

    lexicon: Lexicon = field(default_factory=lambda: load_lexicon("force"))
    count_negated: bool = False

    def __post_init__(self) -> None:
        names = self.lexicon.category_names
        if "destroy" not in names or "balance" in names:
            raise LexiconError(
                f"The lexicon {self.lexicon.name!r} cannot be used by the measure 'force': it needs a category "
                f"'destroy' beside others, none of them called 'balance'; its categories are {quoted_list(names)}. "
                "The measure 'frames' takes any lexicon."
            )

    @property
    def categories(self) -> tuple[str, ...]:
        """The four purposes, and the balance between them."""
        return (*self.lexicon.category_names, "balance")

    @property
    def lexicons(self) -> tuple[Lexicon, ...]:
        """The force lexicon."""
        return (self.lexicon,)

    def scale(self, category: str) -> Scale:
        """Rates are per 1,000 words, the balance lies between -1 and +1."""
        return _BALANCE if category == "balance" else PER_1000_WORDS

    def find(self, reading: Reading) -> Evidence:
        """Find the words of each purpose; negated ones weigh nothing."""
        found = reading.find(self.lexicon)
        return found if self.count_negated else found.with_weight(found.weight * ~found.negated)

    def tally(self, evidence: Evidence, exposure: Floats) -> tuple[Floats, Floats]:
        """Add the balance to the four counts."""
        counts = add_up(evidence, len(exposure), len(self.lexicon.categories))
        total = counts.sum(axis=1)
        destroy = counts[:, self.lexicon.category_names.index("destroy")]
        amount = np.column_stack([counts, total - 2 * destroy])
        words = np.repeat(exposure[:, None], counts.shape[1], axis=1)
        return amount, np.column_stack([words, total])
