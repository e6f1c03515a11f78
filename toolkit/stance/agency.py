"""How articles tell of harm: with the one who did it or without, and in which form.

Contents: `Agency`.
"""

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from toolkit.evidence import Evidence, Reading
from toolkit.measure import Scale
from toolkit.stance.table_evidence import MeanOfSpans, acts_in, evidence_from, joined

_SHARES = {
    "named agent": Scale("share of harmful acts", 1.0, 0.0, 1.0, "the sentence more often says who did it"),
    "passive": Scale("share of harmful acts", 1.0, 0.0, 1.0, "more harmful acts are told in the passive"),
    "passive without agent": Scale("share of harmful passives", 1.0, 0.0, 1.0, "more passives leave the doer out"),
    "nominal": Scale("share of harmful acts", 1.0, 0.0, 1.0, "more harmful acts are told by a noun"),
    "nominal without agent": Scale("share of harmful nouns", 1.0, 0.0, 1.0, "more such nouns leave the doer out"),
    "outlet's word": Scale("share of harmful acts", 1.0, 0.0, 1.0, "more harmful acts rest on the outlet's own word"),
}


@dataclass(frozen=True)
class Agency(MeanOfSpans):
    """Tell how harmful acts are told: with a named agent, in the passive, by a noun, on whose word.

    share = n_so / n_all. For "named agent", "passive", "nominal" and "outlet's word", n_all counts the harmful acts of
    an article (`find_acts`: those that are bad for the patient by the list of acts); for "passive without agent" and
    "nominal without agent" it counts the harmful passives and nouns.

    Higher values of "named agent" mean that the sentence itself more often says who did it; the sentence before may
    have said it too. A missing agent is no proof of an intention: often nobody knows who it was. Deaths without a doer
    ("three people died") have no place for an agent and are left out. Do not compare outlets on different events: who
    is known to have done something differs between events. The exposure is the number of acts, and the value is NaN
    where there is none. Acts counted against a share are evidence too, with weight 0.

    Parameters
    ----------
    told_as_done : leave out acts that are negated, or planned, possible, ordered, threatened, denied or required.

    References: sap2017 for agency as a property of verbs; the forms follow the grammar of the parser.
    """

    name: ClassVar[str] = "agency"
    references: ClassVar[tuple[str, ...]] = ("sap2017",)

    told_as_done: bool = True

    @property
    def categories(self) -> tuple[str, ...]:
        """The shares."""
        return tuple(_SHARES)

    def scale(self, category: str) -> Scale:
        """Shares lie between 0 and 1."""
        return _SHARES[category]

    def find(self, reading: Reading) -> Evidence:
        """Find the harmful acts, and for each share those that count for it and against it."""
        harmful = harmful_acts(acts_in(reading).table, told_as_done=self.told_as_done)
        passive, nominal = harmful[harmful["form"] == "passive"], harmful[harmful["form"] == "nominal"]
        shares = {
            "named agent": (harmful, harmful["agent"].notna()),
            "passive": (harmful, harmful["form"] == "passive"),
            "passive without agent": (passive, passive["agent_deleted"]),
            "nominal": (harmful, harmful["form"] == "nominal"),
            "nominal without agent": (nominal, nominal["agent_deleted"]),
            "outlet's word": (harmful, harmful["asserted_by"] == "outlet"),
        }
        return joined([
            evidence_from(reading, acts, place, so.astype(float)) for place, (acts, so) in enumerate(shares.values())
        ])  # fmt: skip


def harmful_acts(acts: pd.DataFrame, *, told_as_done: bool) -> pd.DataFrame:
    """Return the acts that are bad for the patient, deaths without a doer left out."""
    keep = (acts["patient_effect"] < 0) & (acts["act_class"] != "die")
    return acts[keep & done(acts)] if told_as_done else acts[keep]


def done(acts: pd.DataFrame) -> pd.Series:
    """Tell which acts are told as done: neither negated nor planned, possible, ordered and so on."""
    return (acts["modal"] == "none") & ~acts["negated"]
