"""An engine for sentences that people coded as biased.

It is the text classifier (`toolkit.learning.classifier`) with two more things to see: the hits of lexicons of words
that judge, doubt or take a side, and, where the coders also marked the words by which they decided, what it has learnt
of such words in their sentences (`toolkit.learning.marks`). The latter is its evidence too.

Conventions: a sentence has one code, `BIASED` or none. Arrays are rounded when they are learnt.

Contents: `BiasedSentences`, `train_biased_sentences`, `load_biased_sentences`, `BIAS_LEXICONS`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import OptionError, ReadError
from toolkit.learning.classifier import TextClassifier, load_classifier, train_classifier
from toolkit.learning.codes import Codes
from toolkit.learning.coding import Coding
from toolkit.learning.folds import deal_folds, near_text_groups
from toolkit.learning.marks import Marker, fit_marker, held_out_sums, marked_words, sum_up
from toolkit.lexicons.shipped import load_lexicon
from toolkit.models.arrays import load_arrays, save_arrays
from toolkit.models.words import WordStates, find_word_states

BIASED = "biased"
# What judges, doubts, strengthens, labels or takes a side; chosen for their subject, before any comparison.
BIAS_LEXICONS = (
    "loaded-language", "valence", "certainty", "reporting-verbs", "modifiers", "actor-labels", "force", "scopes",
)  # fmt: skip

_KIND = "marker of words 1"

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class BiasedSentences:
    """Code sentences as biased or not; made by `train_biased_sentences`.

    Higher probabilities mean that the coders would likelier have called a sentence biased. What that means, they
    decided; do not compare the probabilities of two engines, and do not read them as a degree of bias.

    `classifier` and, if words were marked, `marker` hold what was learnt.
    """

    classifier: TextClassifier
    marker: Marker | None = None

    @property
    def signature(self) -> str:
        """A hash of what was learnt; equal signatures mean equal probabilities."""
        return self.classifier.signature

    def probabilities(self, texts: Sequence[str], *, cache: bool = True) -> Floats:
        """Return the probability that each sentence is biased, NaN for one without a word.

        Raises `OptionError` if a text is not a string, `ModelMissingError` if a sentence model is not installed.
        """
        return self.classifier.probabilities(texts, covariates=self._sums(texts, cache), cache=cache)[:, 0]

    def code(self, texts: Sequence[str], *, min_confidence: float = 0.0, cache: bool = True) -> Coding:
        """Return the codes of sentences; those of which it is less sure than `min_confidence` stay without."""
        return self.classifier.code(
            texts, covariates=self._sums(texts, cache), min_confidence=min_confidence, cache=cache
        )

    def _sums(self, texts: Sequence[str], cache: bool) -> Floats | None:
        if self.marker is None:
            return None
        words = find_word_states(texts, cache=cache)
        return sum_up(self.marker.probabilities(words), words)

    def words(self, texts: Sequence[str], *, cache: bool = True) -> pd.DataFrame:
        """Return each word with the probability that coders would mark it, the likeliest first within a text.

        Columns: text (its number), start, end (code points), match, probability. Higher values mean that the word is
        likelier to be marked as biased where it stands. Raises `OptionError` if no words were marked in training.
        """
        if self.marker is None:
            raise OptionError("The engine was trained without marked words (`marks`), so it knows none to show.")
        words = find_word_states(texts, cache=cache)
        table = pd.DataFrame({"text": words.text, "start": words.start, "end": words.end})
        places = zip(words.text.tolist(), words.start.tolist(), words.end.tolist(), strict=True)
        table["match"] = [texts[text][a:b] for text, a, b in places]
        table["probability"] = self.marker.probabilities(words)
        order = table.sort_values(["text", "probability", "start"], ascending=[True, False, True])
        return order.reset_index(drop=True)

    def save(self, path: Path | str) -> Path:
        """Write the engine to a .npz and a .json file, those of the marker beside it, and return the first."""
        place = self.classifier.save(path)
        if self.marker is not None:
            save_arrays(_beside(place), self.marker.arrays, {"classifier": self.classifier.signature}, kind=_KIND)
        return place

    def __repr__(self) -> str:
        words = "with" if self.marker is not None else "without"
        return f"BiasedSentences, {words} marked words: {self.classifier!r}"


def _beside(place: Path) -> Path:
    return place.with_name(f"{place.stem}-words.npz")


def train_biased_sentences(
    texts: Sequence[str],
    biased: Sequence[bool],
    *,
    marks: Sequence[Collection[str]] | None = None,
    groups: Sequence[Any] | None = None,
    n_folds: int = 5,
    about: Mapping[str, Any] | None = None,
    seed: int = 0,
) -> BiasedSentences:
    """Train an engine on sentences that people coded as biased or not.

    Parameters
    ----------
    texts : the sentences.
    biased : their codes, one a sentence.
    marks : the words or phrases of each sentence by which coders decided, if they noted them; empty where none was.
    groups : what belongs together, such as the article of each sentence, and is held out together. By default sentences
        that are nearly the same.
    n_folds : parts in which sentences are held out for calibration.
    about : what shall be kept with it, such as source and licence of the codes.
    seed : for the folds.

    Raises
    ------
    OptionError : numbers differ, or there are too few sentences of a kind. ModelMissingError : a sentence model is not
    installed.
    """
    codes = _check(texts, biased, marks)
    own = near_text_groups(texts) if groups is None else np.asarray(groups)
    sums, marker = None, None
    if marks is not None:
        folds = deal_folds(Codes((BIASED,), codes[:, None], exclusive=True), own, n_folds=n_folds, seed=seed)
        words, marked = _marked(texts, marks)
        sums, marker = held_out_sums(words, marked, folds), fit_marker(words, marked)
    classifier = train_classifier(
        texts, [BIASED if one else None for one in codes], categories=[BIASED], groups=list(own),
        lexicons=[load_lexicon(name) for name in BIAS_LEXICONS], covariates=sums, n_folds=n_folds, about=about,
        seed=seed,
    )  # fmt: skip
    return BiasedSentences(classifier, marker)


def _marked(texts: Sequence[str], marks: Sequence[Collection[str]]) -> tuple[WordStates, npt.NDArray[np.bool_]]:
    words = find_word_states(texts)
    return words, marked_words(texts, words, marks)


def _check(
    texts: Sequence[str], biased: Sequence[bool], marks: Sequence[Collection[str]] | None
) -> npt.NDArray[np.bool_]:
    """Return the codes as flags; raise if they are something else or the numbers differ."""
    codes = np.asarray(biased)
    if codes.shape != (len(texts),) or not np.isin(codes, (0, 1)).all():
        raise OptionError(f"`biased` must be one True or False for each of {len(texts):,} texts.")
    if marks is not None and len(marks) != len(texts):
        raise OptionError(f"`marks` must have one list of words a text ({len(texts):,}); got {len(marks):,}.")
    if marks is not None and any(isinstance(own, str) for own in marks):
        raise OptionError("`marks` must be lists of words; got a string. Put it in a list: [word].")
    return codes.astype(np.bool_)


def load_biased_sentences(path: Path | str) -> BiasedSentences:
    """Read an engine that `BiasedSentences.save` wrote.

    Raises `ReadError` if a file is missing, was changed after saving or was written by another version.
    """
    classifier = load_classifier(path)
    place = _beside(Path(path))
    if "covariate_mean" not in classifier.arrays:
        return BiasedSentences(classifier)
    arrays, about = load_arrays(place, kind=_KIND)
    if about.get("classifier") != classifier.signature:
        raise ReadError(f"{place.name} does not belong to {Path(path).name}: they were not saved together.")
    return BiasedSentences(classifier, Marker(arrays))
