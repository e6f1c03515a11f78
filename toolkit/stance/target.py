"""What every engine of stance takes and returns: sentences with one mention marked, and a score for each.

Conventions: a row is one mention of a target in one text, mostly a sentence; `start` and `end` are code points, so
that `text[start:end]` is the mention. What cannot be scored is NaN, with the reason beside it.

Contents: `TargetSentence`, `StanceScores`, `StanceEngine`, `FunctionEngine`, `EVIDENCE_COLUMNS`, `CLASSES`,
`check_sentences`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import OptionError

CLASSES = (-1, 0, 1)  # against, neutral, in favour: the order of the columns of `probabilities`
EVIDENCE_COLUMNS = ("row", "start", "end", "weight", "why", "voice", "negated")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class TargetSentence:
    """A text, mostly one sentence, and where it mentions the target.

    `text` the sentence; `start`, `end` code points of the mention.

    Raises `OptionError` if the text is not a string or the mention does not lie within it.
    """

    text: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise OptionError(f"`text` must be a string; got {self.text!r}.")
        whole = all(isinstance(place, int | np.integer) for place in (self.start, self.end))
        if not whole or not 0 <= self.start < self.end <= len(self.text):
            raise OptionError(
                f"The mention must lie within the text: 0 <= start < end <= {len(self.text)}; "
                f"got start {self.start!r} and end {self.end!r}."
            )

    @property
    def mention(self) -> str:
        """The words that name the target."""
        return self.text[self.start : self.end]


@dataclass(frozen=True, eq=False)
class StanceScores:
    """The stance of each sentence toward its target.

    `value` from -1 (against) to 1 (in favour); `label` -1, 0 or 1; `probabilities` of against, neutral and in favour,
    shape (n, 3), NaN for engines that give none; `reason` why a row could not be scored, "" where it could. A row with
    a reason has the value NaN and the label NaN.

    `evidence` has one row a span: row, start, end, weight (what the span adds), why, voice ("outlet" or "quotation")
    and negated. Higher values mean that more, or stronger, words of the sentence speak for the target. Values of two
    engines may not be compared.
    """

    value: Floats
    label: Floats
    probabilities: Floats
    evidence: pd.DataFrame
    reason: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.value)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a sentence: value, label, p_against, p_neutral, p_favour, reason."""
        names = ("p_against", "p_neutral", "p_favour")
        columns = {name: self.probabilities[:, place] for place, name in enumerate(names)}
        return pd.DataFrame({"value": self.value, "label": self.label, **columns, "reason": list(self.reason)})


class StanceEngine(Protocol):
    """Anything that scores sentences; an engine of one's own needs a name and `score`."""

    @property
    def name(self) -> str:
        """What the engine is called in results."""
        ...

    def score(self, sentences: Sequence[TargetSentence]) -> StanceScores:
        """Return one score a sentence, in the order given."""
        ...


@dataclass(frozen=True)
class FunctionEngine:
    """An engine made from a function, such as a call of a model on one's own disk.

    Parameters
    ----------
    called : the engine's name in results.
    probabilities : takes a `TargetSentence` and returns the probabilities of against, neutral and in favour.

    value = p(in favour) - p(against); the label is the class of the highest probability. Its evidence has no words.
    Higher values mean that the function holds favour for likelier. Do not compare values with those of other engines.

    Raises `OptionError` if the function returns anything but three probabilities that add up to 1.
    """

    called: str
    probabilities: Callable[[TargetSentence], Sequence[float]]

    @property
    def name(self) -> str:
        """The engine's name."""
        return self.called

    def score(self, sentences: Sequence[TargetSentence]) -> StanceScores:
        """Return one score a sentence, in the order given."""
        rows = check_sentences(sentences)
        chance = np.array([self._of(one) for one in rows], dtype=np.float64).reshape(-1, 3)
        label = np.array(CLASSES, dtype=np.float64)[chance.argmax(axis=1)] if len(rows) else np.empty(0)
        return StanceScores(chance[:, 2] - chance[:, 0], label, chance, no_evidence(), ("",) * len(rows))

    def _of(self, sentence: TargetSentence) -> Floats:
        given = np.asarray(self.probabilities(sentence), dtype=np.float64)
        if given.shape != (3,) or not np.isclose(given.sum(), 1, atol=1e-3) or (given < 0).any():
            raise OptionError(
                f"The engine {self.called!r} must return three probabilities that add up to 1 (against, neutral, in "
                f"favour); got {given.tolist()!r}."
            )
        return given


def check_sentences(sentences: Sequence[TargetSentence]) -> list[TargetSentence]:
    """Return the sentences as a list; raise `OptionError` if one of them is something else."""
    if isinstance(sentences, TargetSentence | str):
        raise OptionError("`sentences` must be a list of TargetSentence; got one thing. Put it in a list.")
    rows = list(sentences)
    wrong = next((place for place, one in enumerate(rows) if not isinstance(one, TargetSentence)), None)
    if wrong is not None:
        raise OptionError(f"`sentences` must be a list of TargetSentence; got {rows[wrong]!r} at place {wrong}.")
    return rows


def no_evidence() -> pd.DataFrame:
    """Return an evidence table without rows."""
    kinds = {"row": "int64", "start": "int64", "end": "int64", "weight": "float64", "negated": "bool"}
    return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "object")) for name in EVIDENCE_COLUMNS})
