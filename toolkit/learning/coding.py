"""What a classifier says of texts: codes, how sure it is of each, and where it says nothing.

Contents: `Coding`, `decide`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import OptionError
from toolkit.options import count

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Coding:
    """The codes that a classifier gives to texts.

    `probabilities` and `present` have one row a text and one column a category. `confidence` is the probability of the
    decision, and `decided` tells where it was made. Where categories exclude each other, both have one column, as a
    decision is between all of them; else one column a category. Texts without a word have NaN and are not decided.
    """

    categories: tuple[str, ...]
    exclusive: bool
    min_confidence: float
    probabilities: Floats
    present: Flags
    confidence: Floats
    decided: Flags

    @property
    def coverage(self) -> float:
        """The share of decisions that were made."""
        return float(self.decided.mean()) if self.decided.size else float("nan")

    @property
    def table(self) -> pd.DataFrame:
        """One row a text. Exclusive categories: code (None for none of them), confidence and decided. Else one column a
        category: True, False, or missing where nothing was decided."""
        if not self.exclusive:
            flags = pd.DataFrame(self.present, columns=list(self.categories)).astype("boolean")
            return flags.mask(~self.decided)
        names = np.array([*self.categories, None], dtype=object)
        code = names[np.where(self.present.any(axis=1), self.present.argmax(axis=1), len(self.categories))]
        code[~self.decided[:, 0]] = None
        return pd.DataFrame({"code": code, "confidence": self.confidence[:, 0], "decided": self.decided[:, 0]})

    def __repr__(self) -> str:
        return describe_coding(self)


def describe_coding(coding: Coding) -> str:
    """Return plain sentences: how many decisions were made, and how often each category was given."""
    made, asked = int(coding.decided.sum()), coding.decided.size
    share = f"{coding.coverage:.0%}" if asked else "none"
    what = "texts" if coding.exclusive else "decisions (texts times categories)"
    sure = f"a confidence of {coding.min_confidence:g} or more"
    lines = [f"Coded {made:,} of {asked:,} {what}: coverage {share} at {sure}."]
    given = (coding.present & coding.decided).sum(axis=0)
    lines += [f"  {category}: {count(int(n), 'text')}" for category, n in zip(coding.categories, given, strict=True)]
    if coding.exclusive:
        none = int((coding.decided[:, 0] & ~coding.present.any(axis=1)).sum())
        lines += [f"  none of them: {count(none, 'text')}"] if none else []
    return "\n".join(lines)


def decide(
    categories: tuple[str, ...], chances: Floats, thresholds: Floats, *, exclusive: bool, min_confidence: float
) -> Coding:
    """Return codes from probabilities.

    Exclusive categories: the likeliest one, or none of them if what the probabilities lack to 1 is more. Else each
    category is present from its threshold on. A decision is made if its own probability is at least `min_confidence`.
    """
    if not 0 <= min_confidence < 1:
        raise OptionError(f"`min_confidence` must be at least 0 and below 1, such as 0.7; got {min_confidence!r}.")
    known = ~np.isnan(chances).any(axis=1, keepdims=True)
    filled = np.nan_to_num(chances)
    if exclusive:
        none = np.where(known, 1 - filled.sum(axis=1, keepdims=True), 0.0)
        best = filled.max(axis=1, keepdims=True)
        present = (np.arange(filled.shape[1]) == filled.argmax(axis=1)[:, None]) & (best >= none) & known
        confidence = np.where(known, np.maximum(best, none), np.nan)
    else:
        present = (filled >= thresholds) & known
        confidence = np.where(known, np.where(present, filled, 1 - filled), np.nan)
    decided = np.nan_to_num(confidence, nan=-1.0) >= min_confidence
    return Coding(categories, exclusive, min_confidence, chances, present, confidence, decided)
