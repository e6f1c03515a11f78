"""How much two statements look like tellings of one fact.

Same language:      likeness = 0.4 meaning + 0.6 words - 0.05 contradiction
Without the model:  likeness = words - 0.05 contradiction
Across languages:   likeness = a (0.85 meaning + 0.15 numbers), by a model of many languages

`meaning` is the cosine of sentence embeddings, in languages other than English by the model of many languages.
`words` is the cosine of the sets of content words, in which a word weighs log((N + 1) / (n + 0.5)), the rarer the more:
N is the number of the event's sentences, n of those with the word; half of that if n = 0. `contradiction` is 1 if both
have numbers and none in common, else 0. `numbers` is 1 if they have a number in common, 0 if both have numbers and none
in common, else 0.5. The factor a brings likenesses across languages to the range of the others, so that one threshold
serves both: 1 between sentences, 0.72 between the facts of a list and sentences.

Contents: `Texts`, `read_texts`, `resemble`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.events.content import content_words, is_number
from toolkit.models.embed import Embedder, embed, has_embedder

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

MEANING = 0.4
MEANING_ACROSS = 0.85
ACROSS_LISTED = 0.72
CONTRADICTION = 0.05
UNSEEN = 0.5  # a word of a list that no sentence has cannot tell sentences apart, but shows that something is missing


@dataclass(frozen=True)
class Texts:
    """What is compared, one row a text: language, content words (a sparse table of 0 and 1), numbers and embeddings.

    `weights` has the weight of each content word; `number_columns` those that are numbers. `meaning` and `foreign` are
    embeddings for pairs in English and for all other pairs (None without a model).
    """

    languages: npt.NDArray[np.object_]
    words: Any
    weights: Floats
    number_columns: npt.NDArray[np.bool_]
    meaning: Floats | None
    foreign: Floats | None

    @property
    def n_words(self) -> npt.NDArray[np.int64]:
        """Number of different content words of each text."""
        return np.asarray(np.diff(self.words.indptr), dtype=np.int64)

    def take(self, rows: slice | npt.NDArray[np.int64]) -> "Texts":
        """Return some of the texts."""
        meaning, foreign = (None if one is None else one[rows] for one in (self.meaning, self.foreign))
        return Texts(self.languages[rows], self.words[rows], self.weights, self.number_columns, meaning, foreign)


def read_texts(
    texts: Sequence[str],
    languages: npt.NDArray[np.object_],
    counted: npt.NDArray[np.int64],
    model: "str | Embedder | None",
) -> Texts:
    """Count the content words of texts and embed them; `counted` are the rows over which rarity is counted."""
    names, table = _word_table(texts)
    frequency = np.asarray(table[counted].sum(axis=0)).ravel()
    weights = np.log((len(counted) + 1) / (frequency + 0.5)).astype(np.float32)
    weights[frequency == 0] *= UNSEEN
    is_number_form = np.array([is_number(name) for name in names], dtype=np.bool_)
    meaning, foreign = _embedded(texts, bool((languages == "en").all()), model)
    return Texts(languages, table, np.maximum(weights, 0), is_number_form, meaning, foreign)


def _embedded(
    texts: Sequence[str], english: bool, model: "str | Embedder | None"
) -> tuple[Floats | None, Floats | None]:
    """Return embeddings of texts for pairs in English, and for all other pairs if there are any."""
    if model is None:
        return None, None
    meaning = embed(texts, model=model)
    if model != "english":
        return meaning, meaning
    return meaning, embed(texts, model="multilingual") if not english and has_embedder("multilingual") else None


def _word_table(texts: Sequence[str]) -> tuple[list[str], Any]:
    """Return the names of the content words and which text has which, as 0 and 1."""
    from scipy.sparse import csr_matrix  # takes a while to import

    found = content_words(texts)
    shape = (len(texts), max(len(found.forms), 1))
    table = csr_matrix((np.ones(len(found.form), dtype=np.float32), (found.text, found.form)), shape=shape)
    table.sum_duplicates()
    table.data[:] = 1
    return found.forms or [""], table


def resemble(one: Texts, other: Texts, *, across: float = 1.0) -> Floats:
    """Return the likeness of each text of `one` with each of `other`: 0 to 1, one row a text of `one`.

    `across` is the factor a for texts in different languages.
    """
    shared, apart = _numbers(one, other)
    likeness = _word_cosines(one, other)
    likeness = _with_meaning(one, other, likeness)
    likeness = likeness - np.float32(CONTRADICTION) * apart.astype(np.float32)
    differ = one.languages[:, None] != other.languages[None, :]
    if differ.any():
        likeness = np.where(differ, across * _across(one, other, shared, apart), likeness)
    return np.asarray(np.clip(likeness, 0, 1), dtype=np.float32)


def _with_meaning(one: Texts, other: Texts, words: Floats) -> Floats:
    """Mix the likeness of words with that of meaning, by a model that knows the language of both, if there is one."""
    if one.meaning is None or other.meaning is None:
        return words
    mixed = np.float32(MEANING) * (one.meaning @ other.meaning.T) + np.float32(1 - MEANING) * words
    elsewhere = np.outer(one.languages != "en", other.languages != "en")
    if not elsewhere.any():
        return mixed
    if one.foreign is None or other.foreign is None:
        return np.where(elsewhere, words, mixed)
    foreign = np.float32(MEANING) * (one.foreign @ other.foreign.T) + np.float32(1 - MEANING) * words
    return np.where(elsewhere, foreign, mixed)


def _word_cosines(one: Texts, other: Texts) -> Floats:
    root = np.sqrt(one.weights)
    left, right = one.words.multiply(root).tocsr(), other.words.multiply(root).tocsr()
    lengths = [np.sqrt(np.asarray(table.power(2).sum(axis=1))).ravel() for table in (left, right)]
    shared = np.asarray((left @ right.T).todense())
    return np.asarray(shared / np.maximum(np.outer(*lengths), 1e-6), dtype=np.float32)


def _numbers(one: Texts, other: Texts) -> tuple[Flags, Flags]:
    """Tell which texts have a number in common, and which have numbers and none in common."""
    left, right = (texts.words.tocsc()[:, texts.number_columns].tocsr() for texts in (one, other))
    both = np.outer(np.diff(left.indptr) > 0, np.diff(right.indptr) > 0)
    shared = np.asarray((left @ right.T).todense()) > 0
    return shared, both & ~shared


def _across(one: Texts, other: Texts, shared: Flags, apart: Flags) -> Floats:
    """Return the likeness of texts in different languages; 0 where no model knows both."""
    if one.foreign is None or other.foreign is None:
        return np.zeros(shared.shape, dtype=np.float32)
    numbers = np.where(shared, 1.0, np.where(apart, 0.0, 0.5))
    meaning = one.foreign @ other.foreign.T
    return np.asarray(MEANING_ACROSS * meaning + (1 - MEANING_ACROSS) * numbers, dtype=np.float32)
