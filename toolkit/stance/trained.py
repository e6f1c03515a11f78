"""An engine of stance that learns from sentences coded by people.

Two classifiers see each sentence and their probabilities are averaged: the English sentence model, whose upper layers
are fine-tuned with the mention marked, and a logistic regression on words by their place to the target and the hits of
the rule engine (`toolkit.stance.features`). What it learns is what its coders meant by stance.

Conventions: weights are rounded when they are learnt, so that an engine gives the same scores before it is saved and
after it is read.

Contents: `TrainedEngine`, `train_stance`, `load_stance`.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import FramingWarning, OptionError, ReadError
from toolkit.models.arrays import load_arrays, save_arrays
from toolkit.models.embed import load_embedder
from toolkit.models.parse import parser_name
from toolkit.options import count
from toolkit.stance.features import find_features
from toolkit.stance.heads import fit_heads, fits, probabilities
from toolkit.stance.rules import RuleEngine, unreadable
from toolkit.stance.target import CLASSES, StanceScores, TargetSentence, check_sentences, no_evidence

_KIND = "stance head 1"
_SHIPPED = Path(__file__).parent / "data" / "newsmtsc-head.npz"

Arrays = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, eq=False)
class TrainedEngine:
    """Score stance with what was learnt from coded sentences; made by `train_stance` or `load_stance`.

    value = p(in favour) - p(against); the label is the class of the highest probability. `about` says what it was
    trained on. The evidence is that of the rule engine, without weights: it shows the words that the rules see, not
    what the engine learnt.

    Higher values mean that the engine holds favour for likelier. Values depend on the sentences it was trained on; do
    not compare those of two engines.
    """

    arrays: Arrays
    about: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The engine's name."""
        return "trained"

    def score(self, sentences: Sequence[TargetSentence]) -> StanceScores:
        """Return value, label and probabilities of each sentence.

        Raises `ModelMissingError` if the parser or the sentence model is not installed.
        """
        rows = check_sentences(sentences)
        if not rows:
            nothing = np.empty(0)
            return StanceScores(nothing, nothing, np.empty((0, 3)), no_evidence(), ())
        features = find_features(rows)
        chance = probabilities(self.arrays, rows, features)
        label = np.array(CLASSES, dtype=np.float64)[chance.argmax(axis=1)]
        reason = tuple(unreadable(rows, features.places))
        chance[[bool(one) for one in reason]] = np.nan
        there = ~np.isnan(chance[:, 0])
        value = chance[:, 2] - chance[:, 0]
        return StanceScores(value, np.where(there, label, np.nan), chance, _evidence(rows), reason)

    def save(self, path: Path | str) -> Path:
        """Write the engine to a .npz file and a .json file beside it, and return the former; see `load_stance`."""
        return save_arrays(path, self.arrays, self.about, kind=_KIND)

    def __repr__(self) -> str:
        return f"TrainedEngine(trained on {count(int(self.about.get('n', 0)), 'sentence')})"


def _evidence(sentences: Sequence[TargetSentence]) -> pd.DataFrame:
    return RuleEngine().score(sentences).evidence.assign(weight=np.nan)


def train_stance(
    sentences: Sequence[TargetSentence],
    labels: Sequence[int],
    *,
    about: Mapping[str, Any] | None = None,
    seed: int = 0,
) -> TrainedEngine:
    """Train an engine on sentences with their codes.

    Parameters
    ----------
    sentences : the sentences, each with the mention that was coded.
    labels : -1 (against), 0 (neutral) or 1 (in favour), one a sentence.
    about : what shall be kept with the engine, such as source and licence of the codes.
    seed : for the order of the sentences. 8,700 sentences take some minutes.

    Raises
    ------
    OptionError : numbers differ, a label is another, or there are fewer than two sentences of a class that occurs.
    ModelMissingError : the parser or the sentence model is not installed.
    """
    rows = check_sentences(sentences)
    codes = _codes(rows, labels)
    features = find_features(rows)
    arrays = fit_heads(rows, features, codes, seed=seed)
    made = {"n": len(rows), "classes": [int(one) for one in np.bincount(codes, minlength=3)], "seed": seed,
            "models": _models()}  # fmt: skip
    return TrainedEngine(arrays, {**made, "source": dict(about or {})})


def _models() -> str:
    return f"{parser_name()}; {load_embedder('english').name}"


def _codes(sentences: Sequence[TargetSentence], labels: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return the labels as 0, 1 and 2, checked."""
    given = list(labels)
    if len(given) != len(sentences):
        raise OptionError(f"There must be as many labels as sentences ({len(sentences)}); got {len(given)} labels.")
    wrong = next((one for one in given if one not in CLASSES), None)
    if wrong is not None:
        raise OptionError(f"`labels` must be -1 (against), 0 (neutral) or 1 (in favour); got {wrong!r}.")
    codes = np.asarray(given, dtype=np.int64) + 1
    if (np.bincount(codes, minlength=3) < 2).any():
        raise OptionError("`labels` must hold each of -1, 0 and 1 at least twice, or there is nothing to learn from.")
    return codes


def load_stance(path: Path | str | None = None) -> TrainedEngine:
    """Read an engine that `TrainedEngine.save` wrote; without a path, the one that comes with the toolkit.

    The shipped one was trained on NewsMTSC (hamborg2021): news of the USA, sentences on persons and groups.

    Raises `ReadError` if a file is missing, was changed after saving, or knows other features. Warns
    (`FramingWarning`) if parser or sentence model are not those with which it was trained, for then its scores may be
    worse.
    """
    place = _SHIPPED if path is None else Path(path)
    arrays, about = load_arrays(place, kind=_KIND)
    if not fits(arrays):
        raise ReadError(f"{place.name} was trained by another version or is no trained engine; train it anew.")
    if about.get("models") != _models():
        message = f"{place.name} was trained with {about.get('models')}; installed are {_models()}."
        warnings.warn(f"{message} Its scores may be worse than its figures say.", FramingWarning, stacklevel=2)
    return TrainedEngine(arrays, about)
