"""Fine-tuning the English sentence model: its upper layers learn a classification from coded texts.

The lower layers stay as they are, and what they make of each text is computed once. The upper ones, a vector that is
added to the marked pieces, and a linear classifier on three averages of the last layer are fitted together: Adam on
the cross-entropy, in batches of like length, the rate rising over the first tenth of the steps and falling to 0 after
it.

Conventions: what was learnt is kept as the change of each matrix, in whole numbers of 8 bits with a factor a column;
scores are computed from what is kept, so that they are the same before and after saving. On one machine the same seed
gives the same numbers; machines differ in the last bits of products, and training makes more of them.

Contents: `FineTuning`, `fine_tune`, `is_tuned`, `TunedClassifier`, `tuned_probabilities`.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.models.embed import embed, load_embedder
from toolkit.models.encoder import backward, embedded, forward
from toolkit.models.encoder_weights import LINEAR, Layer, load_encoder_weights
from toolkit.models.marked import Batch, Cut, Marked, MarkedText, batch_of, by_length, cut_texts

_PIECES_A_RUN = 1_024
_SORTED = 16  # batches that are sorted by length together
_FORGET, _FORGET_SQUARES = np.float32(0.9), np.float32(0.999)  # the two rates of Adam

Arrays = dict[str, npt.NDArray[Any]]
Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class FineTuning:
    """How to train: chosen by cross-validation within the training sentences of hamborg2021.

    `first_layer` the lowest layer that learns, of 6; `n_epochs` rounds through the texts; `batch` texts a step; `rate`
    the highest step; `left_out` share of the averages' numbers that the classifier does not see in training.
    """

    first_layer: int = 3
    n_epochs: int = 2
    batch: int = 32
    rate: float = 1e-4
    head_rate: float = 1e-3
    left_out: float = 0.1


def fine_tune(
    texts: Sequence[Marked],
    codes: Codes,
    *,
    n_classes: int,
    settings: FineTuning | None = None,
    seed: int = 0,
) -> Arrays:
    """Return what was learnt from texts with codes 0 to n_classes - 1; `tuned_probabilities` uses it.

    `texts` may have a marked place each (`MarkedText`); `seed` is for the order of the texts. 8,700 sentences take some
    minutes. Raises `ModelMissingError` if the model is not installed.
    """
    chosen = settings or FineTuning()
    rng = np.random.default_rng(seed)
    cuts = cut_texts(texts)
    below = _states_below(cuts, chosen.first_layer)
    learnt = _untrained(chosen, n_classes)
    steps = [*_steps(np.array([len(cut) for cut in cuts]), chosen, rng)]
    means = {name: (np.zeros_like(value), np.zeros_like(value)) for name, value in learnt.items()}
    for number, rows in enumerate(steps, start=1):
        batch = batch_of([cuts[row] for row in rows])
        gradients = _gradients(learnt, batch, _padded([below[row] for row in rows]), codes[rows], chosen, rng)
        share = min(number / (0.1 * len(steps)), (len(steps) - number) / (0.9 * len(steps)))
        _adam(learnt, gradients, means, number, share, chosen)
    return _packed(learnt, chosen)


def _states_below(cuts: Sequence[Cut], first_layer: int) -> list[npt.NDArray[np.float16]]:
    """Return the states below the layers that learn, one array a text, in 16 bits to save memory."""
    weights = load_encoder_weights()
    found: list[npt.NDArray[np.float16]] = [np.empty(0, dtype=np.float16)] * len(cuts)
    for rows in by_length([len(cut) for cut in cuts], _PIECES_A_RUN):
        batch = batch_of([cuts[row] for row in rows])
        states = _through(weights.layers[:first_layer], embedded(weights, batch.pieces), batch)
        for row, one in zip(rows, states, strict=True):
            found[row] = one[: len(cuts[row])].astype(np.float16)
    return found


def _through(layers: Sequence[Layer], states: Floats, batch: Batch) -> Floats:
    for layer in layers:
        states, _ = forward(states, batch.mask, layer)
    return states


def _padded(states: Sequence[npt.NDArray[np.float16]]) -> Floats:
    padded = np.zeros((len(states), max(len(one) for one in states), states[0].shape[1]), dtype=np.float32)
    for row, one in enumerate(states):
        padded[row, : len(one)] = one
    return padded


def _untrained(settings: FineTuning, n_classes: int) -> Arrays:
    """Return all that learns under one name each: "3 query.weight" is the matrix of queries in layer 3."""
    layers = load_encoder_weights().layers
    learnt: Arrays = {
        f"{number} {name}": value.copy()
        for number in range(settings.first_layer, len(layers))
        for name, value in layers[number].items()
    }
    size = len(layers[0]["query.bias"])
    learnt["mark"] = np.zeros(size, dtype=np.float32)
    learnt["head.weight"] = np.zeros((3 * size, n_classes), dtype=np.float32)
    learnt["head.bias"] = np.zeros(n_classes, dtype=np.float32)
    return learnt


def _steps(lengths: Codes, settings: FineTuning, rng: np.random.Generator) -> Iterator[Codes]:
    """Yield the texts of each step: at random, but texts of like length together."""
    for _ in range(settings.n_epochs):
        order, size = rng.permutation(len(lengths)), settings.batch
        batches: list[Codes] = []
        for start in range(0, len(order), _SORTED * size):
            part = order[start : start + _SORTED * size]
            part = part[np.argsort(lengths[part], kind="stable")]
            batches += [part[place : place + size] for place in range(0, len(part), size)]
        yield from (batches[place] for place in rng.permutation(len(batches)))


def _layers(learnt: Mapping[str, npt.NDArray[Any]], first_layer: int) -> list[Layer]:
    """Return the layers that learnt, as `forward` wants them."""
    found: dict[int, Layer] = {}
    for name, value in learnt.items():
        number, _, part = name.partition(" ")
        if part:
            found.setdefault(int(number), {})[part] = value
    return [found[number] for number in range(first_layer, first_layer + len(found))]


def _gradients(
    learnt: Arrays, batch: Batch, states: Floats, codes: Codes, settings: FineTuning, rng: np.random.Generator
) -> Arrays:
    """Return the gradient of the mean cross-entropy of a batch with regard to all that learns."""
    layers = _layers(learnt, settings.first_layer)
    states = states + batch.marked[..., None] * learnt["mark"]
    traces = []
    for layer in layers:
        states, trace = forward(states, batch.mask, layer)
        traces.append(trace)
    averages = (batch.shares @ states).reshape(len(codes), -1)
    seen = rng.random(averages.shape, dtype=np.float32) >= settings.left_out
    kept = np.where(seen, 1 / (1 - settings.left_out), 0).astype(np.float32)
    averages = averages * kept
    error = _softmax(averages @ learnt["head.weight"] + learnt["head.bias"])
    error[np.arange(len(codes)), codes] -= 1
    error /= np.float32(len(codes))
    found: Arrays = {"head.weight": averages.T @ error, "head.bias": error.sum(axis=0)}
    above = (error @ learnt["head.weight"].T * kept).reshape(len(codes), 3, -1)
    gradient: Floats = batch.shares.swapaxes(1, 2) @ above
    for number in reversed(range(len(layers))):
        gradient, of_layer = backward(gradient, layers[number], traces[number])
        found |= {f"{settings.first_layer + number} {name}": value for name, value in of_layer.items()}
    found["mark"] = (gradient * batch.marked[..., None]).sum(axis=(0, 1))
    return found


def _softmax(scores: Floats) -> Floats:
    power: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    return power / power.sum(axis=1, keepdims=True)


def _adam(
    learnt: Arrays,
    gradients: Arrays,
    means: Mapping[str, tuple[Floats, Floats]],
    step: int,
    share: float,
    settings: FineTuning,
) -> None:
    """Move all that learns against its gradient, by a step that its mean and its mean square decide."""
    length = np.sqrt(sum(float(np.vdot(one, one)) for one in gradients.values()))
    shrink = np.float32(min(1.0, 1.0 / max(length, 1e-6)))  # a gradient longer than 1 is cut to 1
    for name, gradient in gradients.items():
        mean, square = means[name]
        mean += (1 - _FORGET) * (shrink * gradient - mean)
        square += (1 - _FORGET_SQUARES) * ((shrink * gradient) ** 2 - square)
        rate = share * (settings.head_rate if name.startswith("head") else settings.rate)
        size = np.sqrt(square / (1 - _FORGET_SQUARES**step)) + np.float32(1e-8)
        learnt[name] -= np.float32(rate) * (mean / (1 - _FORGET**step)) / size


def _packed(learnt: Arrays, settings: FineTuning) -> Arrays:
    """Return what is kept: changes of the matrices in 8 bits, all else as it is."""
    base = load_encoder_weights().layers
    packed: Arrays = {"first_layer": np.array(settings.first_layer, dtype=np.int64)}
    for name, value in learnt.items():
        number, _, part = name.partition(" ")
        if part.removesuffix(".weight") not in LINEAR or not part.endswith(".weight"):
            packed[name] = value
            continue
        change = value - base[int(number)][part]
        factor = np.abs(change).max(axis=0) / 127
        packed[name] = np.rint(change / np.where(factor > 0, factor, 1)).astype(np.int8)
        packed[f"{name} factor"] = factor.astype(np.float32)
    return packed


def _unpacked(packed: Mapping[str, npt.NDArray[Any]]) -> Arrays:
    base = load_encoder_weights().layers
    learnt: Arrays = {}
    for name, value in packed.items():
        number, _, part = name.partition(" ")
        if value.dtype == np.int8:
            learnt[name] = base[int(number)][part] + value * packed[f"{name} factor"]
        elif not name.endswith(" factor"):
            learnt[name] = value
    return learnt


def is_tuned(packed: Mapping[str, npt.NDArray[Any]], *, n_classes: int) -> bool:
    """Say whether arrays have the names, kinds and shapes of what `fine_tune` returns for so many classes."""
    base = load_encoder_weights().layers
    first = packed.get("first_layer", np.array(-1))
    if first.shape or first.dtype.kind != "i" or not 0 <= int(first) < len(base):
        return False
    wanted = _packed(_untrained(FineTuning(first_layer=int(first)), n_classes), FineTuning(first_layer=int(first)))
    return packed.keys() == wanted.keys() and all(
        (one.shape, one.dtype) == (wanted[name].shape, wanted[name].dtype) for name, one in packed.items()
    )


class TunedClassifier:
    """The fine-tuned model as an embedder, so that its answers are kept on disk: a row holds square roots.

    The squares of a row are the probabilities of the classes; they add up to 1, so that the row has length 1. A text is
    given as "start:end:text".
    """

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        learnt = _unpacked(arrays)
        first = int(learnt.pop("first_layer"))
        self.dimension = len(learnt["head.bias"])
        self.name = f"tuned {_digest(arrays)} of {load_embedder('english').name}"
        self._learnt, self._first, self._layers = learnt, first, _layers(learnt, first)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one row a marked text."""
        split = (text.split(":", 2) for text in texts)
        cuts = cut_texts([MarkedText(text, int(start), int(end)) for start, end, text in split])
        rows = np.zeros((len(cuts), self.dimension), dtype=np.float32)
        for places in by_length([len(cut) for cut in cuts], _PIECES_A_RUN):
            rows[places] = np.sqrt(self._probabilities(batch_of([cuts[place] for place in places])))
        return rows

    def _probabilities(self, batch: Batch) -> Floats:
        weights = load_encoder_weights()
        states = _through(weights.layers[: self._first], embedded(weights, batch.pieces), batch)
        states = _through(self._layers, states + batch.marked[..., None] * self._learnt["mark"], batch)
        averages = (batch.shares @ states).reshape(len(states), -1)
        return _softmax(averages @ self._learnt["head.weight"] + self._learnt["head.bias"])


def _digest(arrays: Mapping[str, npt.NDArray[Any]]) -> str:
    content = hashlib.sha256()
    for name in sorted(arrays):
        content.update(f"{name} {arrays[name].dtype} {arrays[name].shape} ".encode())
        content.update(np.ascontiguousarray(arrays[name]).tobytes())
    return content.hexdigest()[:16]


def tuned_probabilities(
    arrays: Mapping[str, npt.NDArray[Any]], texts: Sequence[Marked], *, cache: bool = True
) -> npt.NDArray[np.float64]:
    """Return the probability of each class, one row a text, from what `fine_tune` returned.

    `cache` looks answers up on disk and adds new ones.
    """
    marked = [f"{one.start}:{one.end}:{one.text}" for one in texts]
    rows = embed(marked, model=TunedClassifier(arrays), cache=cache).astype(np.float64) ** 2
    return rows / rows.sum(axis=1, keepdims=True)
