"""From tables of what was read in sentences (acts, attributions, mentions) to the evidence of a measure.

Contents: `acts_in`, `sources_in`, `mentions_in`, `evidence_from`, `joined`, `MeanOfSpans`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.corpus.language import english_texts
from toolkit.evidence import MODALITIES, VOICES, Evidence, Reading
from toolkit.measure import Floats, Measure, add_up
from toolkit.stance.actor import Actors
from toolkit.stance.actors import Mentions, mentions_of_corpus
from toolkit.stance.roles import Roles, acts_of_corpus
from toolkit.stance.sources import sources_of_corpus
from toolkit.stance.sources_result import Sources
from toolkit.text.concordance import sentence_at

# The words of `find_acts` for what became of an act, as those of evidence.
_MODAL = {"none": "", "planned": "intended", "required": "necessary"}
_VOICE = {"outlet": "outlet", "quoted": "quotation", "reported": "reported"}


def acts_in(reading: Reading) -> Roles:
    """Return the acts of a batch, read once for all measures."""
    return reading.shared("acts", lambda one: acts_of_corpus(one.corpus, english_texts(one.corpus)))


def sources_in(reading: Reading) -> Sources:
    """Return the attributions of a batch, read once for all measures."""
    return reading.shared("sources", lambda one: sources_of_corpus(one.corpus, english_texts(one.corpus)))


def mentions_in(reading: Reading, actors: Actors, *, pronouns: bool) -> Mentions:
    """Return the mentions of these actors in a batch."""
    key = ("mentions", actors, pronouns)
    return reading.shared(key, lambda one: mentions_of_corpus(one.corpus, actors, pronouns=pronouns))


def evidence_from(
    reading: Reading, table: pd.DataFrame, category: int, weight: "pd.Series | Floats | float" = 1.0
) -> Evidence:
    """Return rows of a table as evidence of one category.

    The table has unit, start and end; where it has asserted_by, negated and modal, they are kept.
    """
    n = len(table)
    voice = table["asserted_by"].map(_VOICE).map(VOICES.index) if "asserted_by" in table else np.zeros(n)
    modal = table["modal"].replace(_MODAL).map(MODALITIES.index) if "modal" in table else np.zeros(n)
    negated = table["negated"] if "negated" in table else np.zeros(n)
    unit, start, end = (table[name].to_numpy(dtype=np.int64) for name in ("unit", "start", "end"))
    return Evidence(
        unit=unit.astype(np.int32), sentence=sentence_at(reading.tokens, unit, start), start=start.astype(np.int32),
        end=end.astype(np.int32), category=np.full(n, category, dtype=np.int16),
        weight=np.broadcast_to(np.asarray(weight, dtype=np.float32), n), voice=np.asarray(voice, dtype=np.uint8),
        negated=np.asarray(negated, dtype=np.bool_), modal=np.asarray(modal, dtype=np.uint8),
        entry=np.full(n, -1, dtype=np.int32),
    )  # fmt: skip


def joined(pieces: Sequence[Evidence]) -> Evidence:
    """Return the rows of all pieces."""
    return Evidence.joined([Evidence.none(), *pieces])


@dataclass(frozen=True)
class MeanOfSpans(Measure):
    """Base of measures whose value is a mean over spans: amount = sum of weights, exposure = number of spans.

    A span that speaks against the category is evidence too, with weight 0: so a share can be walked back to what was
    counted for it and to what was not.
    """

    def tally(self, evidence: Evidence, exposure: Floats) -> tuple[Floats, Floats]:
        """Return sums of weights and numbers of spans."""
        n_units, n_categories = len(exposure), len(self.categories)
        ones = evidence.with_weight(np.ones(len(evidence)))
        return add_up(evidence, n_units, n_categories), add_up(ones, n_units, n_categories)
