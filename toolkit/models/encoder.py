"""A BERT encoder in numpy, forward and backward: what onnxruntime cannot do is learn.

A layer turns the states of all pieces of a text into new ones: each piece gathers from the others what its attention
picks, and a network of two matrices works on each piece alone; both results are added to what was there and brought to
one size. `backward` gives the gradient of a loss with regard to the layer's input and to its weights, by the chain
rule, in the opposite order.

Conventions: states have the shape (texts, pieces, 384), float32; texts of a batch are padded to one length, and `mask`
says where there are pieces. Gradients have the names and shapes of the weights.

Contents: `embedded`, `forward`, `backward`, `Trace`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toolkit.models.encoder_weights import EncoderWeights, Layer

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Longs = npt.NDArray[np.int64]

_HEADS = 12
_TINY = np.float32(1e-12)
_HIDDEN = np.float32(-1e9)  # the score of pieces that are not there
# The activation x * P(a normal variable < x), in the form with a hyperbolic tangent: within .0005 and much faster.
_SLOPE = np.float32(np.sqrt(2 / np.pi))
_BEND = np.float32(0.044715)


@dataclass(frozen=True, eq=False)
class Norm:
    """What the backward pass needs of a norm: the rows at mean 0 and variance 1, and what they were divided by."""

    rows: Floats
    scale: Floats


@dataclass(frozen=True, eq=False)
class Trace:
    """What the backward pass needs of a layer: the inputs of its matrices, its attention and its norms."""

    states: Floats
    query: Floats
    key: Floats
    value: Floats
    attention: Floats
    gathered: Floats
    attended: Floats
    attended_norm: Norm
    wide: Floats
    bent: Floats
    active: Floats
    narrow_norm: Norm


def embedded(weights: EncoderWeights, pieces: Longs) -> Floats:
    """Return the states before the first layer, of pieces given by their numbers, shape (texts, pieces)."""
    states = weights.pieces[pieces] + weights.places[: pieces.shape[1]] + weights.kind
    return _norm(states, weights.norm_weight, weights.norm_bias)[0]


def forward(states: Floats, mask: Flags, layer: Layer) -> tuple[Floats, Trace]:
    """Return the states after a layer, and what `backward` needs."""
    query, key, value = (_in_heads(_linear(states, layer, name)) for name in ("query", "key", "value"))
    scores = query @ key.swapaxes(2, 3) / np.float32(np.sqrt(query.shape[-1]))
    scores += np.where(mask, np.float32(0), _HIDDEN)[:, None, None, :]
    attention = _softmax(scores)
    gathered = _joined(attention @ value)
    attended, first = _normed(states + _linear(gathered, layer, "attended"), layer, "attended norm")
    wide = _linear(attended, layer, "wide")
    bent = np.tanh(_SLOPE * (wide + _BEND * wide * wide * wide))
    active = np.float32(0.5) * wide * (1 + bent)
    result, second = _normed(attended + _linear(active, layer, "narrow"), layer, "narrow norm")
    trace = Trace(states, query, key, value, attention, gathered, attended, first, wide, bent, active, second)
    return result, trace


def backward(gradient: Floats, layer: Layer, trace: Trace) -> tuple[Floats, Layer]:
    """Return the gradients with regard to the layer's input and to its weights, from that of its output."""
    found: Layer = {}
    above = _norm_backward(gradient, layer, "narrow norm", trace.narrow_norm, found)
    active = _linear_backward(above, trace.active, layer, "narrow", found)
    wide = active * _activation_slope(trace.wide, trace.bent)
    attended = above + _linear_backward(wide, trace.attended, layer, "wide", found)
    below = _norm_backward(attended, layer, "attended norm", trace.attended_norm, found)
    gathered = _in_heads(_linear_backward(below, trace.gathered, layer, "attended", found))
    query, key, value = _attention_backward(gathered, trace)
    for name, part in (("query", query), ("key", key), ("value", value)):
        below = below + _linear_backward(_joined(part), trace.states, layer, name, found)
    return below, found


def _attention_backward(gathered: Floats, trace: Trace) -> tuple[Floats, Floats, Floats]:
    """Return the gradients of query, key and value."""
    attention = trace.attention
    picked = gathered @ trace.value.swapaxes(2, 3)
    scores = attention * (picked - (picked * attention).sum(axis=-1, keepdims=True))
    scores /= np.float32(np.sqrt(trace.query.shape[-1]))
    return scores @ trace.key, scores.swapaxes(2, 3) @ trace.query, attention.swapaxes(2, 3) @ gathered


def _linear(states: Floats, layer: Layer, name: str) -> Floats:
    # One product of two matrices, not one a text, which would be slower.
    rows: Floats = states.reshape(-1, states.shape[-1]) @ layer[f"{name}.weight"]
    rows += layer[f"{name}.bias"]
    return rows.reshape(*states.shape[:-1], -1)


def _linear_backward(gradient: Floats, states: Floats, layer: Layer, name: str, found: Layer) -> Floats:
    rows = gradient.reshape(-1, gradient.shape[-1])
    found[f"{name}.weight"] = states.reshape(-1, states.shape[-1]).T @ rows
    found[f"{name}.bias"] = rows.sum(axis=0)
    return (rows @ layer[f"{name}.weight"].T).reshape(states.shape)


def _normed(states: Floats, layer: Layer, name: str) -> tuple[Floats, Norm]:
    return _norm(states, layer[f"{name}.weight"], layer[f"{name}.bias"])


def _norm(states: Floats, weight: Floats, bias: Floats) -> tuple[Floats, Norm]:
    """Bring each state to mean 0 and variance 1, then stretch and shift it."""
    centred = states - states.mean(axis=-1, keepdims=True)
    scale = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _TINY)
    rows = centred / scale
    return rows * weight + bias, Norm(rows, scale)


def _norm_backward(gradient: Floats, layer: Layer, name: str, norm: Norm, found: Layer) -> Floats:
    found[f"{name}.weight"] = (gradient * norm.rows).sum(axis=(0, 1))
    found[f"{name}.bias"] = gradient.sum(axis=(0, 1))
    inner = gradient * layer[f"{name}.weight"]
    along = (inner * norm.rows).mean(axis=-1, keepdims=True)
    result: Floats = (inner - inner.mean(axis=-1, keepdims=True) - norm.rows * along) / norm.scale
    return result


def _activation_slope(wide: Floats, bent: Floats) -> Floats:
    inner = _SLOPE * (1 + 3 * _BEND * wide * wide)
    result: Floats = np.float32(0.5) * (1 + bent + wide * (1 - bent * bent) * inner)
    return result


def _softmax(scores: Floats) -> Floats:
    power: Floats = np.exp(scores - scores.max(axis=-1, keepdims=True))
    power /= power.sum(axis=-1, keepdims=True)
    return power


def _in_heads(states: Floats) -> Floats:
    """Turn (texts, pieces, numbers) into (texts, heads, pieces, numbers of a head)."""
    n_texts, n_pieces, size = states.shape
    return states.reshape(n_texts, n_pieces, _HEADS, size // _HEADS).transpose(0, 2, 1, 3)


def _joined(states: Floats) -> Floats:
    n_texts, n_heads, n_pieces, size = states.shape
    return states.transpose(0, 2, 1, 3).reshape(n_texts, n_pieces, n_heads * size)
