"""A transparent engine of stance: words of value, acts and cues, weighed by their place to the target.

    S = sum over hits of weight(key, sign) * strength,    value = S / sqrt(S^2 + alpha)

A hit is a word of the lexicons with what it is to the target (`toolkit.stance.words`): the table `WEIGHTS` says how
much a positive and a negative word counts at each place. Nothing else enters, so that each value can be taken apart
into its words.

Contents: `WEIGHTS`, `RuleEngine`, `unreadable`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import OptionError
from toolkit.evidence import VOICES
from toolkit.stance.places import Places, find_places
from toolkit.stance.target import EVIDENCE_COLUMNS, StanceScores, TargetSentence, check_sentences, no_evidence
from toolkit.stance.words import Hits, find_hits


def _same(kind: str, **weights: float) -> dict[str, tuple[float, float]]:
    """Return one weight for both signs; a negated act has a strength below 0, which turns it round."""
    return {f"{kind}:{name}": (weight, weight) for name, weight in weights.items()}


# What a positive and what a negative word counts at each place, an act that the target does or suffers, and a cue. The
# numbers are a third of those of an ordinal logistic regression on 8,737 coded news sentences (hamborg2021, train),
# rounded to one decimal. Set by hand: labels, which are rare there, and acts suffered that are mere harm (kill, harm,
# destroy, deprive, die, deceive, protect), for that someone suffers must not by itself count against them.
WEIGHTS: Mapping[str, tuple[float, float]] = {
    "verb:other": (0.1, 0.3),
    "verb:subject": (0.8, 1.0),
    "verb:object": (0.3, 0.6),
    "complement:other": (0.2, 0.3),
    "complement:subject": (0.8, 0.6),
    "complement:object": (0.7, 0.6),
    "clause below:other": (0.2, 0.2),
    "clause below:subject": (0.5, 0.1),
    "clause below:object": (0.3, 0.6),
    "clause beside:other": (0.4, 0.3),
    "clause beside:subject": (0.6, 0.3),
    "clause beside:object": (0.3, 0.6),
    "its phrase:other": (0.5, 0.6),
    "its phrase:subject": (0.2, 0.6),
    "its phrase:object": (0.7, 0.7),
    "mention": (0.4, 0.5),
    "attribute": (0.5, 0.4),
    "clause of it": (0.2, 0.4),
    "above": (0.3, 0.5),
    "elsewhere": (0, 0.2),
    "label": (0.5, 0.6),
    **_same(
        "agent",
        kill=-0.4,
        harm=-0.3,
        destroy=-0.2,
        deprive=-0.5,
        punish=-0.1,
        deceive=-0.6,
        threat=-0.3,
        provoke=-0.4,
        accuse=-0.3,
        oppose=-0.2,
        investigate=0.2,
        restraint=-0.1,
        help=0.3,
        protect=0.3,
        support=0.1,
        praise=0.4,
        cooperate=0.2,
        win=0.6,
        lose=-0.4,
        regard=0.6,
    ),
    **_same(
        "patient",
        kill=0.1,
        capture=-0.3,
        coerce=-0.4,
        punish=-0.5,
        deceive=0.1,
        threat=-0.2,
        provoke=-0.4,
        accuse=-0.7,
        criticise=-0.7,
        oppose=-0.3,
        investigate=-0.1,
        restraint=-0.3,
        release=0.1,
        help=0.2,
        protect=0.1,
        support=0.2,
        praise=0.7,
        cooperate=0.2,
        regard=0.6,
    ),
    **_same(
        "cue",
        law=-0.3,
        evasion=-0.3,
        doubt=-0.3,
        talk=-0.3,
        intimacy=-0.4,
        pressure=-0.3,
        life=0.3,
        deeds=0.2,
        rank=0.2,
        voice=0.1,
    ),
}

_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class RuleEngine:
    """Score the stance of sentences toward their targets by rules alone.

    value = S / sqrt(S^2 + alpha), where S is the sum over hits of weight times strength. With A, the sum of the same
    products without their signs, the label is 1 where S > max(favour - charge * A, 0), -1 where S < min(against +
    charge * A, 0), else 0: the more a sentence evaluates, the less likely people call it neutral, even where its words
    contradict each other.

    Hits are words of value said of the target or near it, labels, acts that it does or suffers, and cues. A negation
    before a word turns it round at half its strength; a word under a modal counts `modal` of its weight; a word that a
    "but" separates from the target, or that is said of another name, counts half; one more than 12 words away 0.6.

    Higher values mean that the sentence tells more good of the target. A sentence that tells of harm which the target
    did is against it by this engine, whether or not the outlet is. Do not compare values with those of other engines.

    Parameters
    ----------
    weights : for each key the weights of a positive and a negative word.
    favour, against : bounds of S for the labels, from -1 to 1, and `charge`, 0 or more : how fast they shrink; the
        shipped ones were chosen on news sentences coded for the polarity of a person or group named in them
        (hamborg2021).
    modal, alpha : see above.

    Raises
    ------
    OptionError : `against` is not below `favour`, `charge` is below 0, or `alpha` is not positive. ModelMissingError :
        no parser.

    References: hamborg2021 for the task.
    """

    weights: Mapping[str, tuple[float, float]] = field(default_factory=lambda: WEIGHTS, repr=False)
    favour: float = 0.4
    against: float = -0.4
    charge: float = 0.5
    modal: float = 0.8
    alpha: float = 1.0

    @property
    def name(self) -> str:
        """The engine's name."""
        return "rules"

    def __post_init__(self) -> None:
        if not -1 <= self.against < self.favour <= 1:
            raise OptionError(f"`against` must lie below `favour`; got {self.against!r} and {self.favour!r}.")
        if not self.charge >= 0:
            raise OptionError(f"`charge` must be 0 or more; got {self.charge!r}.")
        if not self.alpha > 0:
            raise OptionError(f"`alpha` must be above 0; got {self.alpha!r}.")

    def score(self, sentences: Sequence[TargetSentence]) -> StanceScores:
        """Return value, label and evidence of each sentence; `probabilities` are NaN, for rules give none."""
        rows = check_sentences(sentences)
        if not rows:
            return _scores(np.empty(0), np.empty(0), no_evidence(), [])
        places = find_places(rows)
        hits = find_hits(rows, places)
        weight = self.weigh(hits)
        total = np.bincount(hits.row, weights=weight, minlength=len(rows))
        value = total / np.sqrt(total**2 + self.alpha)
        label = self._labels(total, np.bincount(hits.row, weights=np.abs(weight), minlength=len(rows)))
        share = weight / np.sqrt(total[hits.row] ** 2 + self.alpha)
        reason = unreadable(rows, places)
        there = np.array([not one for one in reason])
        value, label = np.where(there, value, np.nan), np.where(there, label, np.nan)
        keep = there[hits.row] & (share != 0)
        return _scores(value, label, evidence_of(hits.take(keep), share[keep]), reason)

    def _labels(self, total: npt.NDArray[Any], amount: npt.NDArray[Any]) -> Floats:
        above = total > np.maximum(self.favour - self.charge * amount, 0)
        below = total < np.minimum(self.against + self.charge * amount, 0)
        return above.astype(np.float64) - below.astype(np.float64)

    def weigh(self, hits: Hits) -> Floats:
        """Return weight times strength of each hit."""
        pairs = [self.weights.get(key, (0.0, 0.0)) for key in hits.key]
        weights = np.array(pairs, dtype=np.float64).reshape(-1, 2)
        weight = np.where(hits.strength > 0, weights[:, 0], weights[:, 1]) * hits.strength
        return np.where(hits.modal, self.modal * weight, weight)


def _scores(value: Floats, label: Floats, evidence: pd.DataFrame, reason: Sequence[str]) -> StanceScores:
    return StanceScores(value, label, np.full((len(value), 3), np.nan), evidence, tuple(reason))


def unreadable(sentences: Sequence[TargetSentence], places: Places) -> list[str]:
    """Return for each sentence why the English parser's answer cannot be used, "" where it can."""
    return [_why(one.text, int(head)) for one, head in zip(sentences, places.head, strict=True)]


def _why(text: str, head: int) -> str:
    if head < 0:
        return "the mention holds no word"
    letters = len(_LETTER.findall(text))
    if len(_LATIN.findall(text)) * 2 < letters:
        return "not in Latin script; the engine reads English only"
    return ""


def evidence_of(hits: Hits, weight: Floats) -> pd.DataFrame:
    """Return hits as a table of evidence."""
    table = pd.DataFrame({
        "row": hits.row, "start": hits.start, "end": hits.end, "weight": weight, "why": hits.key,
        "voice": np.array(VOICES, dtype=object)[hits.quoted.astype(np.int64)], "negated": hits.negated,
    })  # fmt: skip
    return table[[*EVIDENCE_COLUMNS]].reset_index(drop=True)
