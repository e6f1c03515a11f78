"""The English sentence model's view of each word of a text, which depends on all words around it.

The model has a state for each word piece; the state of a word is the mean over its pieces. "Radical" in "radical
surgery" and in "radical mob" has two states.

Conventions: words are those of `toolkit.text.tokens`, offsets code points into the text; states are rounded to 16 bits.
Words beyond the first 256 pieces of a text, and words of no piece, have none. Results are kept on disk by content.

Contents: `WordStates`, `find_word_states`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from toolkit.models.cache import Store, content_key, open_store
from toolkit.models.embed import EnglishEmbedder, load_embedder
from toolkit.models.texts import check_texts
from toolkit.text.tokens import tokenize

Ints = npt.NDArray[np.int64]
States = npt.NDArray[np.float16]

_PIECES = 256  # with the marks for start and end
_TEXTS_A_RUN = 200  # a run that is stopped loses no more than these
_PIECES_A_BATCH = 512


@dataclass(frozen=True, eq=False)
class WordStates:
    """Columns of equal length, one row a word: `text` (index of its text), `start`, `end`, `states` (n, 384).

    The words of text i are the rows from `first[i]` to `first[i + 1]`.
    """

    first: Ints
    start: Ints
    end: Ints
    states: States

    def __len__(self) -> int:
        return len(self.start)

    @property
    def n_texts(self) -> int:
        """Number of texts, those without a word too."""
        return len(self.first) - 1

    @property
    def text(self) -> Ints:
        """The index of the text of each word."""
        return np.repeat(np.arange(self.n_texts), np.diff(self.first))


def find_word_states(texts: Sequence[str], *, cache: bool = True) -> WordStates:
    """Return the states of all words of the texts, in order.

    Raises `OptionError` if a text is not a string, `ModelMissingError` if the English model is not installed.
    """
    check_texts(texts)
    embedder = load_embedder("english")
    assert isinstance(embedder, EnglishEmbedder)  # noqa: S101 (what "english" is)
    tokens = tokenize(texts)
    spans = np.column_stack([tokens.start, tokens.end]).astype(np.int64)
    own = [spans[a:b] for a, b in zip(tokens.first[:-1], tokens.first[1:], strict=True)]
    store = open_store() if cache else Store(None)
    rows: list[States] = []
    for start in range(0, len(texts), _TEXTS_A_RUN):
        part = slice(start, start + _TEXTS_A_RUN)
        rows += _looked_up(texts[part], own[part], embedder, store)
    states = np.concatenate([np.empty((0, embedder.dimension), dtype=np.float16), *rows])
    seen = ~np.isnan(states).any(axis=1)
    n_seen = np.bincount(tokens.text[seen], minlength=len(texts))
    return WordStates(np.concatenate([[0], np.cumsum(n_seen)]), spans[seen, 0], spans[seen, 1], states[seen])


def _looked_up(texts: Sequence[str], spans: Sequence[Ints], embedder: EnglishEmbedder, store: Store) -> list[States]:
    """Return the states of the words of each text, NaN for words not seen; from the store where they are there."""
    keys = [content_key(f"words 1 of {embedder.name}", text) for text in texts]
    kept = store.get(keys)
    found = {place: np.frombuffer(kept[key], dtype="<f2") for place, key in enumerate(keys) if key in kept}
    sizes = {place: (len(spans[place]), embedder.dimension) for place in found}
    rows = {place: row.reshape(sizes[place]) for place, row in found.items() if row.size == np.prod(sizes[place])}
    missing = [place for place in range(len(texts)) if place not in rows]
    computed = _computed([texts[place] for place in missing], [spans[place] for place in missing], embedder)
    rows |= dict(zip(missing, computed, strict=True))
    if store.file is not None:
        store.put({keys[place]: rows[place].astype("<f2").tobytes() for place in missing})
    return [rows[place] for place in range(len(texts))]


def _computed(texts: list[str], spans: list[Ints], embedder: EnglishEmbedder) -> list[States]:
    cut = [_cut(text, own, embedder) for text, own in zip(texts, spans, strict=True)]
    rows = [np.full((len(own), embedder.dimension), np.nan, dtype=np.float16) for own in spans]
    order = sorted((place for place, own in enumerate(spans) if len(own)), key=lambda place: len(cut[place][0]))
    while order:
        n_texts = max(1, _PIECES_A_BATCH // len(cut[order[-1]][0]))
        batch, order = order[-n_texts:], order[:-n_texts]
        states, _ = embedder.states([cut[place][0] for place in batch])
        for place, own in zip(batch, states, strict=True):
            rows[place] = _means(own, cut[place][1], len(spans[place]))
    return rows


def _means(states: npt.NDArray[np.float32], word: Ints, n_words: int) -> States:
    """Return the mean over the pieces of each word, NaN for words without one; `word` tells of each piece its word."""
    inside = np.flatnonzero(word >= 0)
    total = np.zeros((n_words, states.shape[1]), dtype=np.float32)
    np.add.at(total, word[inside], states[inside])
    n = np.bincount(word[inside], minlength=n_words).astype(np.float32)[:, None]
    return np.where(n > 0, total / np.maximum(n, 1), np.nan).astype(np.float16)


def _cut(text: str, spans: Ints, embedder: EnglishEmbedder) -> tuple[list[int], Ints]:
    """Return the numbers of the pieces of a text, cut at the borders of its words, and the word of each, or -1."""
    edges = np.unique(np.concatenate([[0, len(text)], spans.ravel()])).tolist()
    word_at = {int(start): number for number, (start, _) in enumerate(spans)}
    segments = [text[a:b] for a, b in pairwise(edges)]
    inner = [ids[1:-1] for ids in embedder.cut(segments)]
    pieces = [piece for ids in inner for piece in ids][: _PIECES - 2]
    owner = [word_at.get(a, -1) for a, ids in zip(edges, inner, strict=False) for _ in ids][: _PIECES - 2]
    first, last = _marks(embedder)
    return [first, *pieces, last], np.array([-1, *owner, -1], dtype=np.int64)


def _marks(embedder: EnglishEmbedder) -> tuple[int, int]:
    ids = embedder.cut(["a"])[0]
    return ids[0], ids[-1]
