"""Frame axes between sentences: how far each sentence of a text lies toward one statement or its opposite.

Contents: `SentenceAxis`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from toolkit.errors import OptionError
from toolkit.evidence import Evidence, Reading, whole_sentences
from toolkit.framing.axis_poles import Axis
from toolkit.measure import Floats, Measure, Scale, add_up
from toolkit.models.embed import embed

_COSINE = Scale("cosine", 1.0, -1.0, 1.0, "sentences more like the positive pole's than the negative pole's")
_DEFAULT = {"self-defence": ("The use of force was self-defence.", "The use of force was aggression.")}
_LONGEST_NAME = 60  # characters of an axis that has no name of its own


@dataclass(frozen=True)
class SentenceAxis(Measure):
    """Place the sentences of a text between two statements, by sentence embeddings.

    f = mean of e(positive statements) - mean of e(negative statements), with e(s) the embedding of s, of length 1

    value = mean over sentences s of cos(e(s), f)

    Higher values mean sentences that are more like the positive statement than like the negative one. A sentence that
    has nothing to do with either lies near 0, and so do most. Do not take a high value for agreement with a statement:
    embeddings hardly know "not", and do not know who did what to whom. Do not compare axes or models with each other.

    Every sentence is evidence, with its cosine as weight; the exposure is the number of sentences. Some 200 sentences
    a second are embedded; embeddings are kept on disk.

    Parameters
    ----------
    axes : with `negative`, the statement or statements of the positive pole; else a mapping of names to pairs of poles.
    negative : the statement or statements of the negative pole.
    model : "english", "multilingual", or an embedder of one's own (see `toolkit.models.embed`).

    Errors: OptionError if the poles are given in another form or have the same embedding, ModelMissingError without the
    model's package.

    References: kwak2021 for the axis between poles, here of sentences instead of words.
    """

    name: ClassVar[str] = "sentence-axis"
    references: ClassVar[tuple[str, ...]] = ("kwak2021",)

    axes: Any = None
    negative: str | Sequence[str] | None = None
    model: Any = "english"

    def __post_init__(self) -> None:
        given = _DEFAULT if self.axes is None and self.negative is None else self.axes
        object.__setattr__(self, "axes", _axes(given, self.negative))
        object.__setattr__(self, "negative", None)

    @property
    def categories(self) -> tuple[str, ...]:
        """The axes."""
        return tuple(axis.name for axis in self.axes)

    def scale(self, category: str) -> Scale:
        """Between -1 and +1."""
        return _COSINE

    @property
    def settings(self) -> dict[str, Any]:
        """The settings as plain values, a model of one's own by its name."""
        values = super().settings
        values["axes"] = {axis.name: (axis.positive, axis.negative) for axis in self.axes}
        values["model"] = self.model if isinstance(self.model, str) else self.model.name
        return values

    @cached_property
    def directions(self) -> Floats:
        """From the negative to the positive pole of each axis, one row of unit length an axis."""
        ends = [[self._embedded(list(pole)).mean(axis=0) for pole in (a.positive, a.negative)] for a in self.axes]
        difference = np.array([positive - negative for positive, negative in ends])
        length = np.sqrt((difference**2).sum(axis=1, keepdims=True))
        same = next((axis.name for axis, one in zip(self.axes, length, strict=True) if one == 0), None)
        if same is not None:
            raise OptionError(
                f"The poles of the axis {same!r} have the same embedding, so there is no way between them."
            )
        return np.asarray(difference / length, dtype=np.float64)

    def _embedded(self, texts: list[str]) -> Floats:
        return embed(texts, model=self.model).astype(np.float64)

    def find(self, reading: Reading) -> Evidence:
        """Return every sentence, once for each axis; a sentence without an embedding is none."""
        sentences, texts = whole_sentences(reading)
        if not texts:
            return Evidence.none()
        rows = self._embedded(texts)
        # Summed one by one: a product of matrices would round by how many sentences stand beside a sentence.
        cosine = np.einsum("sd,ad->sa", rows, self.directions)
        there: npt.NDArray[np.int64] = np.flatnonzero(rows.any(axis=1))
        n = len(self.axes)
        repeated = sentences.take(np.repeat(there, n)).with_weight(np.clip(cosine[there], -1.0, 1.0).ravel())
        return replace(repeated, category=np.tile(np.arange(n, dtype=np.int16), len(there)))

    def tally(self, evidence: Evidence, exposure: Floats) -> tuple[Floats, Floats]:
        """Return sums of cosines and numbers of sentences."""
        shape = (len(exposure), len(self.axes))
        ones = np.ones(len(evidence), dtype=np.float32)
        return add_up(evidence, *shape), add_up(evidence.with_weight(ones), *shape)


def _axes(given: Any, negative: Any) -> tuple[Axis, ...]:
    if negative is not None:
        named: dict[Any, Any] = {None: (given, negative)}
    elif isinstance(given, Mapping) and given:
        named = dict(given)
    elif isinstance(given, tuple) and given and all(isinstance(one, Axis) for one in given):
        return given
    else:
        raise OptionError(
            'Sentence axes are given as SentenceAxis("It was self-defence.", "It was aggression.") or as a mapping '
            f'such as {{"self-defence": (["It was self-defence."], ["It was aggression."])}}; got {given!r}.'
        )
    return tuple(_axis(name, poles) for name, poles in named.items())


def _axis(name: str | None, poles: Any) -> Axis:
    if not isinstance(poles, list | tuple) or len(poles) != 2:
        raise OptionError(f"The axis {name!r} must have two poles, each a statement or a list of them; got {poles!r}.")
    positive, negative = ((pole,) if isinstance(pole, str) else pole for pole in poles)
    for pole in (positive, negative):
        if not isinstance(pole, list | tuple) or not all(isinstance(one, str) for one in pole):
            raise OptionError(f"A pole must be a statement or a list of statements; got {pole!r}.")
    if name is None:
        shown = f"{positive[0]} / {negative[0]}" if positive and negative else ""
        name = shown if len(shown) <= _LONGEST_NAME else f"{shown[: _LONGEST_NAME - 1]}…"
    return Axis(str(name), tuple(positive), tuple(negative))
