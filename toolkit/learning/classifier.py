"""A classifier that learns from texts which people coded, and says how sure it is.

Two models see each text: a kernel ridge regression on the vectors of its sentences (`ridge`), and logistic regressions
on its words, strings of letters and hits of lexicons (`words`). Their scores are made into one probability (`pool`), by
weights and biases that are fitted to texts which the models had not seen. It learns in seconds for a thousand texts;
with the sentence model fine-tuned as a third (`tuned`), in minutes.

Conventions: a text without a word has NaN for all probabilities and no code. Arrays are rounded when they are learnt,
so that a classifier gives the same numbers before it is saved and after it is read.

Contents: `TextClassifier`, `train_classifier`, `load_classifier`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.errors import OptionError, ReadError
from toolkit.learning.codes import Codes, GivenCodes, read_codes
from toolkit.learning.coding import Coding, decide
from toolkit.learning.features import covariate_scaling, find_features, with_covariates
from toolkit.learning.folds import deal_folds, text_groups
from toolkit.learning.models import choose_thresholds, fit_models, model_probabilities
from toolkit.lexicons.lexicon import Lexicon
from toolkit.lexicons.shipped import list_lexicons, load_lexicon
from toolkit.models.arrays import load_arrays, save_arrays
from toolkit.models.embed import EMBEDDERS, load_embedder
from toolkit.options import check_option, count, quoted_list

_KIND = "text classifier 1"
_NONE = ""  # the column of texts with none of the exclusive categories

Arrays = dict[str, npt.NDArray[Any]]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TextClassifier:
    """Code texts as people did; made by `train_classifier` or `load_classifier`.

    Higher probabilities mean that a code is likelier by what the coded texts showed. They depend on the texts learnt
    from; do not compare those of two classifiers.

    `about` says what it was trained on: categories, whether they exclude each other, n_texts, n_coded (texts by
    category), models, lexicons, seed, and `source`, what the researcher wrote. `lexicons` are those whose hits it sees.
    """

    arrays: Arrays
    about: Mapping[str, Any]
    lexicons: tuple[Lexicon, ...] = ()

    @property
    def categories(self) -> tuple[str, ...]:
        """The codebook."""
        return tuple(self.about["categories"])

    @property
    def exclusive(self) -> bool:
        """Whether a text has one code at most."""
        return bool(self.about["exclusive"])

    @property
    def thresholds(self) -> Floats:
        """The probability from which on each category counts as present; not used where they exclude each other."""
        return self.arrays["thresholds"]

    @cached_property
    def signature(self) -> str:
        """A hash of all that was learnt; equal signatures mean equal probabilities."""
        digest = hashlib.sha256()
        for name in sorted(self.arrays):
            digest.update(name.encode() + np.ascontiguousarray(self.arrays[name]).tobytes())
        return f"classifier-{digest.hexdigest()[:12]}"

    @property
    def held_out(self) -> tuple[Floats, Codes]:
        """The probabilities of the texts learnt from, each by models that had not seen it, and their codes.

        Weights and biases of the pool were fitted to these probabilities, so they fit a little better than new ones.
        """
        codes = Codes(self.categories, self.arrays["held_out_present"], self.exclusive)
        return self.arrays["held_out_chances"].astype(np.float64), codes

    def probabilities(
        self, texts: Sequence[str], *, covariates: npt.ArrayLike | None = None, cache: bool = True
    ) -> Floats:
        """Return the probability of each category, one row a text and one column a category.

        `covariates` are needed, and allowed, if it was trained with some: the same columns, one row a text.
        A text without a word has NaN. Raises `OptionError` if a text is not a string, `ModelMissingError` if a sentence
        model is not installed.
        """
        known = _covariates(covariates, len(texts))
        none = np.empty(0, dtype=np.float32)
        scaling = self.arrays.get("covariate_mean", none), self.arrays.get("covariate_spread", none)
        _check_columns(known.shape[1], len(scaling[0]))
        features = find_features(texts, models=self.about["models"], lexicons=self.lexicons, cache=cache)
        features = with_covariates(features, known, *scaling)
        if not len(features):
            return np.empty((0, len(self.categories)))
        chances = model_probabilities(self.arrays, features, exclusive=self.exclusive)
        chances[~features.readable] = np.nan
        return chances[:, : len(self.categories)]

    def code(
        self,
        texts: Sequence[str],
        *,
        covariates: npt.ArrayLike | None = None,
        min_confidence: float = 0.0,
        cache: bool = True,
    ) -> Coding:
        """Return the codes of texts; those of which the classifier is less sure than `min_confidence` stay without."""
        chances = self.probabilities(texts, covariates=covariates, cache=cache)
        return decide(
            self.categories, chances, self.thresholds, exclusive=self.exclusive, min_confidence=min_confidence
        )

    def save(self, path: Path | str) -> Path:
        """Write the classifier to a .npz file and a .json file beside it, and return the former.

        Both hold numbers and settings only; no text, and nothing that is run when they are read.
        """
        return save_arrays(path, self.arrays, self.about, kind=_KIND)

    def __repr__(self) -> str:
        n = self.about["n_coded"]
        coded = ", ".join(f"{category} {n[category]:,}" for category in self.categories)
        kind = "one code a text" if self.exclusive else "any number of codes a text"
        return f"TextClassifier trained on {count(self.about['n_texts'], 'text')}, {kind}: {coded}"


def train_classifier(
    texts: Sequence[str],
    codes: GivenCodes,
    *,
    categories: Sequence[str] | None = None,
    groups: Sequence[Any] | None = None,
    models: Sequence[str] = EMBEDDERS,
    lexicons: Sequence[Lexicon] = (),
    covariates: npt.ArrayLike | None = None,
    fine_tune: bool = False,
    n_folds: int = 5,
    about: Mapping[str, Any] | None = None,
    seed: int = 0,
) -> TextClassifier:
    """Train a classifier on coded texts.

    Parameters
    ----------
    texts : the texts, such as articles, sentences or headlines.
    codes : one code or None a text; or a set of codes a text; or a table of 0 and 1, one column a category.
    categories : the codebook; by default the codes that occur.
    groups : what belongs together, such as the article or event of each sentence: it is held out together. By default
        texts that are equal but for capitals and white space.
    models : sentence models, of "english" and "multilingual".
    lexicons : lexicons whose hits shall be seen.
    covariates : what else is known of each text in numbers, such as its place in the article; one row a text. Columns
        are brought to mean 0 and standard deviation 1.
    fine_tune : train the upper layers of the English sentence model on the codes too. It takes minutes for a thousand
        texts, reads about the first 80 words of each, and is for categories that exclude each other.
    n_folds : parts in which the texts are held out for calibration, and for the thresholds.
    about : what shall be kept with it, such as source and licence of the codes.
    seed : for the folds.

    Raises
    ------
    OptionError : numbers differ, the codebook is empty, there is one class only, a category has too few texts, or
        `fine_tune` is asked for with categories that do not exclude each other.
    ModelMissingError : a sentence model is not installed.
    """
    given = read_codes(codes, categories=categories)
    _check_numbers(texts, given, groups)
    if fine_tune and not given.exclusive:
        raise OptionError("`fine_tune` needs one code a text; here a text may have several. Leave it out.")
    chosen = [check_option("models", model, EMBEDDERS) for model in models]
    fitted = _with_none(given)
    known = _covariates(covariates, len(texts))
    scaling = covariate_scaling(known)
    features = with_covariates(find_features(texts, models=chosen, lexicons=lexicons), known, *scaling)
    _check_readable(features.readable)
    folds = deal_folds(fitted, text_groups(texts) if groups is None else groups, n_folds=n_folds, seed=seed)
    arrays, chances = fit_models(
        features, fitted.present, folds, exclusive=given.exclusive, fine_tune=fine_tune, seed=seed
    )
    k = len(given.categories)
    arrays |= {
        "thresholds": choose_thresholds(chances[:, :k]),
        "held_out_chances": chances[:, :k].astype(np.float32), "held_out_present": given.present,
    }  # fmt: skip
    if known.shape[1]:
        arrays |= {"covariate_mean": scaling[0], "covariate_spread": scaling[1]}
    n_coded = dict(zip(given.categories, given.present.sum(axis=0).tolist(), strict=True))
    made = {
        "categories": list(given.categories), "exclusive": given.exclusive, "n_texts": len(given), "n_coded": n_coded,
        "n_folds": n_folds, "seed": seed, "fine_tuned": fine_tune, "models": chosen,
        "model_versions": [load_embedder(m).name for m in chosen],
        "lexicons": [lexicon.signature for lexicon in lexicons], "source": dict(about or {}),
    }  # fmt: skip
    return TextClassifier(arrays, made, tuple(lexicons))


def _with_none(codes: Codes) -> Codes:
    """Add the column of texts with none of the exclusive categories, if there are any."""
    none = ~codes.present.any(axis=1)
    if not codes.exclusive or not none.any():
        return codes
    return Codes((*codes.categories, _NONE), np.column_stack([codes.present, none]), exclusive=True)


def _check_numbers(texts: Sequence[str], codes: Codes, groups: Sequence[Any] | None) -> None:
    if isinstance(texts, str) or len(texts) != len(codes):
        given = "one string" if isinstance(texts, str) else count(len(texts), "text")
        raise OptionError(f"There must be one row of codes for each text; got {given} and codes of {len(codes):,}.")
    if groups is not None and len(groups) != len(codes):
        raise OptionError(f"`groups` must have one value a text ({len(codes):,}); got {len(groups):,}.")


def _covariates(given: npt.ArrayLike | None, n_texts: int) -> Floats:
    """Return the covariates as a table of one row a text, of no column if there are none."""
    table = np.empty((n_texts, 0)) if given is None else np.asarray(given, dtype=np.float64)
    if table.ndim != 2 or len(table) != n_texts:
        raise OptionError(f"`covariates` must have one row for each of {n_texts:,} texts; its shape is {table.shape}.")
    if not np.isfinite(table).all():
        raise OptionError("`covariates` holds values that are missing or infinite. Fill them first, such as with 0.")
    return table


def _check_columns(given: int, wanted: int) -> None:
    if given != wanted:
        raise OptionError(f"The classifier was trained with {count(wanted, 'covariate')}; got {given}.")


def _check_readable(readable: npt.NDArray[np.bool_]) -> None:
    if not readable.all():
        place = int(np.flatnonzero(~readable)[0])
        n = count(int((~readable).sum()), "text")
        raise OptionError(f"{n} to learn from without a word in it, the first at place {place}. Leave such texts out.")


def load_classifier(path: Path | str, *, lexicons: Sequence[Lexicon] = ()) -> TextClassifier:
    """Read a classifier that `TextClassifier.save` wrote.

    `lexicons` are those of one's own with which it was trained; shipped ones are found by their name.

    Raises `ReadError` if a file is missing, was changed after saving, was written by another version, or a lexicon or
    sentence model is not that with which it was trained.
    """
    arrays, about = load_arrays(path, kind=_KIND)
    name = Path(path).name
    versions = [load_embedder(check_option("models", model, EMBEDDERS)).name for model in about["models"]]
    if versions != about["model_versions"]:
        raise ReadError(f"{name} was trained with {about['model_versions']}; installed are {versions}. Train it anew.")
    return TextClassifier(arrays, about, tuple(_lexicon(one, lexicons, name) for one in about["lexicons"]))


def _lexicon(signature: str, given: Sequence[Lexicon], file: str) -> Lexicon:
    """Return the lexicon of this signature, of those given or shipped."""
    likely = [name for name in list_lexicons() if signature.startswith(f"{name}-")]
    known = {one.signature: one for one in (*given, *(load_lexicon(name) for name in likely))}
    if signature not in known:
        raise ReadError(
            f"{file} was trained with the lexicon {signature!r}, which is neither shipped in this version nor given. "
            f"Give it: lexicons=[read_lexicon(...)]. Known are {quoted_list(known)}."
        )
    return known[signature]
