"""Features of a sentence with a target, for engines that are trained: words by their place, and hits.

Two blocks: `words`, each with where it stands to the target, hashed to a fixed number of columns, so that no vocabulary
has to be kept; `hits`, sums of the hits of the rule engine by key and sign.

Contents: `Features`, `HIT_KEYS`, `find_features`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.stance.acts import CLASSES as ACT_CLASSES
from toolkit.stance.places import LINKS, RELATIONS, Places, find_places
from toolkit.stance.target import TargetSentence
from toolkit.stance.words import Hits, find_hits

N_HASHED = 2**15
_LINKED = ("verb", "complement", "clause below", "clause beside", "its phrase")
_PARTS = ("other", "subject", "object")
HIT_KEYS = (
    *(f"{relation}:{part}" for relation in _LINKED for part in _PARTS),
    *(relation for relation in RELATIONS if relation not in _LINKED),
    "label",
    *(f"{part}:{act_class}" for part in ("agent", "patient") for act_class in ACT_CLASSES),
)

N_HITS = 2 * len(HIT_KEYS) + 2 + len(LINKS)  # the columns of `hits`

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Features:
    """One row a sentence in each block; `words` is a scipy sparse matrix."""

    words: Any
    hits: Floats
    places: Places


def find_features(sentences: Sequence[TargetSentence]) -> Features:
    """Return the features of the sentences."""
    places = find_places(sentences)
    hits = find_hits(sentences, places)
    return Features(_words(sentences, places), hit_sums(hits, places), places)


def hit_sums(hits: Hits, places: Places) -> Floats:
    """Return sums of strengths by key, positive and negative apart, and how each mention takes part in its verb.

    Cues are left out, for the words themselves are features of their own.
    """
    n = len(places.head)
    number = {key: place for place, key in enumerate(HIT_KEYS)}
    hits = hits.take(np.array([key in number for key in hits.key], dtype=np.bool_))
    column = np.array([number[key] for key in hits.key], dtype=np.int64)
    sums = np.zeros((n, 2 * len(HIT_KEYS)), dtype=np.float32)
    np.add.at(sums, (hits.row, 2 * column + (hits.strength < 0)), np.abs(hits.strength))
    quoted = np.zeros((n, 2), dtype=np.float32)
    np.add.at(quoted, (hits.row[hits.quoted], (hits.strength[hits.quoted] < 0).astype(np.int64)), 1)
    link = np.eye(len(LINKS), dtype=np.float32)[places.link]
    return np.hstack([np.tanh(sums), np.tanh(quoted), link])


def _words(sentences: Sequence[TargetSentence], places: Places) -> Any:
    """Return hashed counts of lemmas: alone, with their relation, and with side and nearness to the mention."""
    from sklearn.feature_extraction import FeatureHasher

    parses = places.parses
    keep = ~parses.pos.isin("SPACE", "PUNCT") & (places.relation != 0)
    lemma = np.char.lower(parses.lemma.to_strings().astype(str)) if len(parses) else np.empty(0, dtype=str)
    link = np.array(["o", "s", "p", "d", "b", "o"])[places.link[parses.text]] if len(parses) else lemma
    head = places.head[parses.text]
    away = np.arange(len(parses)) - head
    side = np.where(away < 0, "<", ">")
    near = np.select([np.abs(away) <= 2, np.abs(away) <= 6], ["2", "6"], "9")
    relation = np.array([str(k) for k in range(len(RELATIONS))])[places.relation]
    steps = np.minimum(places.steps, 4).astype(str)
    kinds = [
        np.char.add("w ", lemma),
        _joined("r ", relation, link, " ", lemma),
        _joined("n ", side, near, " ", lemma),
        _joined("s ", steps, " ", lemma),
    ]
    kept = [kind[keep] for kind in kinds]
    bounds = np.concatenate([[0], np.cumsum(keep)])[parses.first]
    spans = pairwise(bounds)
    texts = [np.concatenate([kind[first:last] for kind in kept]).tolist() for first, last in spans]
    hashed = FeatureHasher(N_HASHED, input_type="string", alternate_sign=False, dtype=np.float32).transform(texts)
    hashed.data = np.sqrt(hashed.data)
    from sklearn.preprocessing import normalize

    return normalize(hashed)


def _joined(*pieces: Any) -> Any:
    whole = pieces[0]
    for piece in pieces[1:]:
        whole = np.char.add(whole, piece)
    return whole
