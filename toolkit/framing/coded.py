"""Frames as people code them: a measure whose engine learnt from coded texts.

It is the counterpart of `FrameSalience`, which counts words: the same corpus in, the same kind of measurement out, so
that comparisons, concordances and reports are made of it in the same way.

Contents: `CodedFrames`, `train_frames`, `load_frames`, `FRAME_LEXICONS`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from toolkit.evidence import Evidence, Reading
from toolkit.learning.classifier import TextClassifier, load_classifier, train_classifier
from toolkit.learning.codes import GivenCodes
from toolkit.learning.features import Sentences, split_sentences
from toolkit.lexicons.lexicon import Lexicon
from toolkit.lexicons.shipped import load_lexicon
from toolkit.measure import Floats, Measure, Scale
from toolkit.options import check_option

FRAME_LEXICONS = ("news-frames", "policy-frames", "moral-foundations", "framing-functions")
UNITS = ("sentence", "part")

_SHIPPED = Path(__file__).parent / "data" / "narrative-frames.npz"


def train_frames(
    texts: Sequence[str],
    codes: GivenCodes,
    *,
    categories: Sequence[str] | None = None,
    groups: Sequence[Any] | None = None,
    lexicons: Sequence[Lexicon] | None = None,
    fine_tune: bool = False,
    n_folds: int = 5,
    about: Mapping[str, Any] | None = None,
    seed: int = 0,
) -> TextClassifier:
    """Train an engine for `CodedFrames` on coded articles, sentences or headlines.

    It is `train_classifier` with the shipped lexicons of frames (news-frames, policy-frames, moral-foundations,
    framing-functions) among what is seen; `lexicons` puts others in their place, () none. See there for the other
    parameters, for what comes back and for the errors.

    Examples
    --------
    >>> texts = [f"{who} {what}." for who in ("Ann", "Ben", "Cem", "Dana", "Eve")
    ...          for what in ("accused the mayor", "lost her savings on the market", "went home")]
    >>> engine = train_frames(texts, ["conflict", "economic", None] * 5)
    >>> engine.categories
    ('conflict', 'economic')
    """
    seen = [load_lexicon(name) for name in FRAME_LEXICONS] if lexicons is None else lexicons
    return train_classifier(
        texts, codes, categories=categories, groups=groups, lexicons=seen, fine_tune=fine_tune, n_folds=n_folds,
        about=about, seed=seed,
    )  # fmt: skip


def load_frames(path: Path | str | None = None, *, lexicons: Sequence[Lexicon] = ()) -> TextClassifier:
    """Read an engine that was saved; without a path, the one that comes with the toolkit.

    The shipped one knows five frames of climate news (resolution, human interest, conflict, moral, economic) and was
    trained on 303 articles of the Narrative Frames Corpus (frermann2023). See `load_classifier` for the errors.
    """
    return load_classifier(_SHIPPED if path is None else path, lexicons=lexicons)


@dataclass(frozen=True)
class CodedFrames(Measure):
    """Code sentences, or whole parts, for frames, as people coded the texts from which the engine learnt.

    For each frame, with p the engine's probability of the frame in a sentence that it codes for the frame:
    value = (sum of p) / sentences. With unit "part" the headline, lead and body are coded as wholes: value = p if the
    part is coded for the frame, else 0, averaged over the parts that are looked at; its evidence is the part's
    sentences, whose weights add up to p and stand to each other like their own probabilities.

    Higher values mean that more of the sentences are coded for the frame, and more surely. Do not compare the values of
    two engines, nor those of two frames: rare frames are found less often than they occur. Do not read the value as the
    share of sentences that people would code. Compare outlets on the same frame and events.

    Parameters
    ----------
    engine : what `train_frames` or `load_frames` returned; by default the shipped engine.
    unit : "sentence" for engines trained on sentences or headlines, "part" for those trained on articles or paragraphs.
    min_confidence : sentences or parts of which the engine is less sure than that are coded for nothing.

    References: boydstun2014, frermann2023.
    """

    name: ClassVar[str] = "coded-frames"
    references: ClassVar[tuple[str, ...]] = ("boydstun2014", "frermann2023")

    engine: TextClassifier = field(default_factory=load_frames)
    unit: str = "part"
    min_confidence: float = 0.0

    def __post_init__(self) -> None:
        check_option("unit", self.unit, UNITS)

    @property
    def categories(self) -> tuple[str, ...]:
        """The frames of the engine's codebook."""
        return self.engine.categories

    def scale(self, category: str) -> Scale:
        """Values lie between 0 and 1."""
        kind = "sentences" if self.unit == "sentence" else "parts"
        return Scale(f"of the {kind}", 1.0, 0.0, 1.0, f"more {kind} are coded for the frame, and more surely")

    def exposure(self, reading: Reading) -> Floats:
        """Return the number of sentences of each part, or 1 for a part with words."""
        n = reading.tokens.n_sentences.astype(np.float64)
        return n if self.unit == "sentence" else np.minimum(n, 1)

    def find(self, reading: Reading) -> Evidence:
        """Find the sentences that are coded for a frame, or that lie in parts which are; see the class for weights."""
        sentences = split_sentences(reading.parts.texts, tokens=reading.tokens)
        if not sentences.strings:
            return Evidence.none()
        if self.unit == "sentence":
            weight = self._coded(sentences.strings)
        else:
            likely = self.engine.probabilities(sentences.strings)
            total = np.zeros((reading.n_units, likely.shape[1]))
            np.add.at(total, sentences.text, likely)
            weight = self._coded(reading.parts.texts)[sentences.text] * likely / total[sentences.text]
        return _evidence(reading, sentences, weight)

    def _coded(self, texts: Sequence[str]) -> Floats:
        """Return the probability of each frame that a text is coded for, 0 for the others."""
        coding = self.engine.code(texts, min_confidence=self.min_confidence)
        return np.where(coding.present & coding.decided, coding.probabilities, 0.0)


def _evidence(reading: Reading, sentences: Sentences, weight: Floats) -> Evidence:
    """Return one row for each sentence and category with a weight."""
    tokens = reading.tokens
    first = np.flatnonzero(np.diff(tokens.sentence_id, prepend=-1))
    row, category = np.nonzero(weight)
    n = len(row)
    return Evidence(
        unit=sentences.text[row].astype(np.int32), sentence=sentences.number[row].astype(np.int32),
        start=sentences.start[row].astype(np.int32), end=sentences.end[row].astype(np.int32),
        category=category.astype(np.int16), weight=weight[row, category].astype(np.float32),
        voice=(tokens.quoted[first[row]] > 0).astype(np.uint8), negated=np.zeros(n, dtype=np.bool_),
        modal=np.zeros(n, dtype=np.uint8), entry=np.full(n, -1, dtype=np.int32),
    )  # fmt: skip
