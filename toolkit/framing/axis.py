"""Frame axes: how far the words of a text lie toward one pole of an axis or the other, and how strongly they use it.

Contents: `FrameAxis`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError
from toolkit.evidence import Evidence, Reading
from toolkit.framing.axis_counts import baseline_of, word_counts
from toolkit.framing.axis_poles import DEFAULT_AXES, Axis, axes_of
from toolkit.framing.axis_space import AxisSpace, axis_space, vectors_of
from toolkit.measure import Floats, Ints, Measure, Scale, add_up
from toolkit.models.vectors import check_vectors, vectors_name
from toolkit.options import quoted_list
from toolkit.text.function_words import FUNCTION_WORDS
from toolkit.text.normalize import normalize_word

SCORES = ("bias", "intensity")
_AXES_AT_ONCE = 128  # bounds memory where there are many
_BIAS = Scale("cosine", 1.0, -1.0, 1.0, "words nearer to the positive pole")
_INTENSITY = Scale("squared cosine", 1.0, 0.0, 4.0, "words farther from the corpus' average place, to either side")


@dataclass(frozen=True)
class FrameAxis(Measure):
    """Place texts on axes between two poles of words, by the vectors of all their words.

    For an axis f = mean of v(positive words) - mean of v(negative words), and a text in which word w stands f_w times:

    c_w = cos(v_w, f)
    bias = sum_w f_w c_w / sum_w f_w
    intensity = sum_w f_w (c_w - B_0)^2 / sum_w f_w, with B_0 the bias of the whole corpus, all its words together

    Higher values of the bias mean words nearer to the positive pole ("legal" in `FrameAxis("legal", "illegal")`);
    higher values of the intensity mean words that lie farther from the corpus' average, to either side: the axis is
    at issue. Values are small. A bias above zero does not mean that a text leans to the positive pole, for the words of
    a language do not lie evenly around zero: compare with other outlets on the same events (`compare`) or with the
    corpus (`axis_effects`). Do not compare biases of different axes, vectors or parts of articles, nor intensities with
    different baselines, nor read a bias as an opinion: "not legal" and "illegal, he said" count by their words.

    Words count if they have a vector and at least two characters and are neither function words nor, with
    `pole_words=False`, words of the axes' poles. The exposure is the number of words that count.

    Parameters
    ----------
    axes : with `negative`, the word or words of the positive pole; else names of shipped axes or of their groups
        (`list_axes`), a mapping such as {"legality": (["legal"], ["illegal"])}, or a list of pairs or of `Axis`.
    negative : the word or words of the negative pole.
    vectors : "glove", or vectors of one's own, such as `read_vectors` returns; articles in their language are measured.
    stop_words : words that do not count: "function" for the function words of English, None for no such words, or a
        list of one's own.
    pole_words : whether the words of the poles themselves count, as they do in the authors' program.
    baseline : what B_0 is taken from: the corpus measured (None), another corpus, or one number an axis.

    Errors: OptionError if a pole has no word with a vector, ModelMissingError without the vectors' package. An
    AxisWarning is given if words of a pole are missing or the poles are too alike; see `audit_axes`.

    References: kwak2021 for bias and intensity, an2018 for the axis, pennington2014 for the vectors.
    """

    name: ClassVar[str] = "frame-axis"
    references: ClassVar[tuple[str, ...]] = ("kwak2021", "an2018", "pennington2014")

    axes: Any = DEFAULT_AXES
    negative: str | Sequence[str] | None = None
    vectors: Any = "glove"
    stop_words: Any = "function"
    pole_words: bool = True
    baseline: Any = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "axes", axes_of(self.axes, self.negative))
        object.__setattr__(self, "negative", None)
        check_vectors(self.vectors)
        if self.stop_words not in ("function", None):
            object.__setattr__(self, "stop_words", _words(self.stop_words))
        if self.baseline is not None and not isinstance(self.baseline, Corpus):
            object.__setattr__(self, "baseline", _numbers(self.baseline, self.axes))

    @property
    def categories(self) -> tuple[str, ...]:
        """Bias and intensity on each axis."""
        return tuple(f"{axis.name} {score}" for axis in self.axes for score in SCORES)

    def scale(self, category: str) -> Scale:
        """Cosines for a bias, squared ones for an intensity."""
        return _INTENSITY if category.endswith(f" {SCORES[1]}") else _BIAS

    @property
    def reads(self) -> str:
        """The language of the vectors."""
        return str(vectors_of(self.vectors).language)

    @property
    def settings(self) -> dict[str, Any]:
        """The settings as plain values, vectors and a corpus by their names."""
        values = super().settings
        values["axes"] = {axis.name: (axis.positive, axis.negative) for axis in self.axes}
        values["vectors"] = vectors_name(self.vectors)
        if isinstance(self.baseline, Corpus):
            values["baseline"] = f"{self.baseline.name} {self.baseline.checksum}"
        return values

    @cached_property
    def space(self) -> AxisSpace:
        """The axes among the vectors."""
        listed = FUNCTION_WORDS if self.stop_words == "function" else self.stop_words or ()
        poles = () if self.pole_words else (word for axis in self.axes for word in (*axis.positive, *axis.negative))
        return axis_space(self.axes, vectors_of(self.vectors), left_out={*listed, *poles})

    def prepared(self, corpus: Corpus) -> "FrameAxis":
        """Return the measure with the corpus' baseline."""
        if isinstance(self.baseline, tuple):
            return self
        background = corpus if self.baseline is None else self.baseline
        place = baseline_of(word_counts(background, self.reads), self.space)
        if place is None and self.baseline is not None:
            raise OptionError(f"The corpus {background.name!r} given as `baseline` has no word that counts.")
        measure = replace(self, baseline=place or (0.0,) * len(self.axes))  # of no words, any place will do
        measure.__dict__["space"] = self.space  # found once, and warned of once
        return measure

    def weights(self, rows: Floats, part: slice = slice(None)) -> Floats:
        """Return what words add to the amounts of some axes, one column a category, from their rows of unit length."""
        cosine = self.space.along(rows, part)
        both = np.stack([cosine, (cosine - np.array(self.baseline)[part]) ** 2], axis=2)
        return both.reshape(len(rows), 2 * cosine.shape[1])

    def find(self, reading: Reading) -> Evidence:
        """Return every word that counts, once for each category."""
        rows, number = self._rows(reading)
        return _every_word(reading, np.flatnonzero(_counting(rows)[number]), self.weights(rows)[number])

    def amounts(self, reading: Reading) -> Floats:
        """Return the sums of the weights of the words in each unit, some axes at a time."""
        rows, number = self._rows(reading)
        table = _counts(reading, number, len(rows))
        amounts = np.empty((reading.n_units, len(self.categories)))
        for begin in range(0, len(self.axes), _AXES_AT_ONCE):
            # Rounded as evidence keeps them, so that a sum over the evidence is the same.
            kept = self.weights(rows, slice(begin, begin + _AXES_AT_ONCE)).astype(np.float32).astype(np.float64)
            amounts[:, 2 * begin : 2 * (begin + _AXES_AT_ONCE)] = table @ np.nan_to_num(kept, copy=False)
        return amounts

    def _rows(self, reading: Reading) -> tuple[Floats, Ints]:
        """Return the rows of unit length of the batch's words, each once, and for each token the place of its own."""
        types, number = np.unique(reading.tokens.type_id, return_inverse=True)
        known = reading.tokens.vocabulary.words
        return self.space.unit_rows([known[one] for one in types.tolist()]), number.astype(np.int32)

    def tally(self, evidence: Evidence, exposure: Floats) -> tuple[Floats, Floats]:
        """Return sums of weights and numbers of words, also of a part of the evidence, such as one voice's."""
        shape = (len(exposure), len(self.categories))
        ones = np.ones(len(evidence), dtype=np.float32)
        return add_up(evidence, *shape), add_up(evidence.with_weight(ones), *shape)

    def exposure(self, reading: Reading) -> Floats:
        """Return the number of words that count."""
        rows, number = self._rows(reading)
        counted = _counting(rows)[number]
        return np.bincount(reading.tokens.text[counted], minlength=reading.n_units).astype(np.float64)


def _words(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list | tuple | set | frozenset) or not all(isinstance(word, str) for word in given):
        raise OptionError(f"`stop_words` must be 'function', None or a list of words; got {given!r}.")
    return tuple(sorted({normalize_word(word) for word in given}))


def _numbers(given: Any, axes: tuple[Axis, ...]) -> tuple[float, ...]:
    try:
        numbers = tuple(float(one) for one in given)
    except (TypeError, ValueError):
        numbers = ()
    if len(numbers) != len(axes) or not np.isfinite(numbers).all():
        names = quoted_list(axis.name for axis in axes)
        raise OptionError(f"`baseline` must be a corpus or a number for each axis ({names}); got {given!r}.")
    return numbers


def _counting(rows: Floats) -> Any:
    return ~np.isnan(rows).any(axis=1)


def _counts(reading: Reading, number: Ints, n_types: int) -> Any:
    from scipy import sparse  # takes a tenth of a second to import

    once = np.ones(len(number))
    return sparse.csr_matrix((once, (reading.tokens.text, number)), shape=(reading.n_units, n_types))


def _every_word(reading: Reading, token: Any, weights: Floats) -> Evidence:
    """Return tokens as evidence, each once for every column of their weights."""
    tokens, n = reading.tokens, weights.shape[1]
    columns: dict[str, Any] = {
        "unit": tokens.text, "sentence": tokens.sentence, "start": tokens.start, "end": tokens.end,
        "voice": (tokens.quoted > 0).astype(np.uint8),
    }  # fmt: skip
    repeated = {name: np.repeat(column[token], n) for name, column in columns.items()}
    negated, modal = reading.negated(token), reading.modal(token)
    return Evidence(
        **repeated,
        category=np.tile(np.arange(n, dtype=np.int16), len(token)),
        weight=weights[token].astype(np.float32).ravel(),
        negated=np.repeat(negated, n),
        modal=np.repeat(modal, n),
        entry=np.full(len(token) * n, -1, dtype=np.int32),
    )
