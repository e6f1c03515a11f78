"""Fine-tuning: it learns what its codes say, it is the same every time, and its gradient is that of the loss."""

import numpy as np
import pytest

from toolkit.models import finetune
from toolkit.models.finetune import FineTuning, fine_tune, is_tuned, tuned_probabilities
from toolkit.models.marked import MarkedText, batch_of, cut_texts

GOOD, BAD = ["honest", "kind", "brave", "good"], ["cruel", "corrupt", "evil", "mean"]
NAMES = ["mayor", "judge", "clerk"]


def about(name: str, other: str, text: str) -> MarkedText:
    whole = text.format(name, other)
    return MarkedText(whole, whole.index(name), whole.index(name) + len(name))


TRAIN = [
    (about(name, "nurse", f"The {{}} was {word}."), code)
    for code, words in enumerate((BAD, GOOD))
    for word in words
    for name in NAMES
]
QUICK = FineTuning(first_layer=5, n_epochs=8, batch=8, rate=3e-4)


@pytest.fixture(scope="module")
def tuned() -> dict[str, np.ndarray]:
    return fine_tune([text for text, _ in TRAIN], np.array([code for _, code in TRAIN]), n_classes=2, settings=QUICK)


def test_words_like_those_it_was_trained_on_are_told_apart(tuned: dict[str, np.ndarray]) -> None:
    new = [MarkedText("The senator was dishonest.", 4, 11), MarkedText("The senator was generous.", 4, 11)]
    chance = tuned_probabilities(tuned, new)
    assert chance.argmax(axis=1).tolist() == [0, 1]
    assert chance.sum(axis=1) == pytest.approx([1, 1])


def test_training_twice_gives_the_same(tuned: dict[str, np.ndarray]) -> None:
    again = fine_tune([text for text, _ in TRAIN], np.array([code for _, code in TRAIN]), n_classes=2, settings=QUICK)
    assert all((tuned[name] == again[name]).all() for name in tuned)


def test_answers_are_the_same_from_the_cache_and_alone(tuned: dict[str, np.ndarray]) -> None:
    texts = [text for text, _ in TRAIN[:5]]
    first = tuned_probabilities(tuned, texts, cache=False)
    assert tuned_probabilities(tuned, texts) == pytest.approx(first, abs=1e-6)
    assert tuned_probabilities(tuned, texts) == pytest.approx(first, abs=1e-6)
    assert tuned_probabilities(tuned, texts[3:4], cache=False) == pytest.approx(first[3:4], abs=1e-4)


def test_arrays_of_another_shape_are_told(tuned: dict[str, np.ndarray]) -> None:
    assert is_tuned(tuned, n_classes=2)
    assert not is_tuned(tuned, n_classes=3)
    assert not is_tuned({**tuned, "mark": tuned["mark"][:-1]}, n_classes=2)
    assert not is_tuned({**tuned, "first_layer": np.array(6)}, n_classes=2)
    assert not is_tuned({}, n_classes=2)


@pytest.mark.parametrize("name", ["mark", "head.weight", "head.bias", "5 query.weight", "5 narrow.bias"])
def test_the_gradient_is_that_of_the_mean_cross_entropy(name: str) -> None:
    # In 64 bits, with nothing left out; the loss is computed here anew, from its definition.
    settings, rng = FineTuning(first_layer=5, left_out=0), np.random.default_rng(0)
    learnt = {key: value.astype(np.float64) for key, value in finetune._untrained(settings, 3).items()}
    learnt["head.weight"] = rng.normal(0, 0.05, learnt["head.weight"].shape)
    batch = batch_of(cut_texts([text for text, _ in TRAIN[:3]]))
    states, codes = rng.normal(0, 1, (3, batch.pieces.shape[1], 384)), np.array([0, 2, 1])

    def loss() -> float:
        layer = finetune._layers(learnt, 5)[0]
        after, _ = finetune.forward(states + batch.marked[..., None] * learnt["mark"], batch.mask, layer)
        scores = (batch.shares @ after).reshape(3, -1) @ learnt["head.weight"] + learnt["head.bias"]
        chance = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        return float(-np.log(chance[[0, 1, 2], codes]).mean())

    gradient = finetune._gradients(learnt, batch, states, codes, settings, rng)[name]  # type: ignore[arg-type]
    for _ in range(4):
        place = tuple(int(rng.integers(size)) for size in learnt[name].shape)
        kept, step = learnt[name][place], 1e-4
        learnt[name][place] = kept + step
        above = loss()
        learnt[name][place] = kept - step
        below = loss()
        learnt[name][place] = kept
        assert gradient[place] == pytest.approx((above - below) / (2 * step), rel=1e-3, abs=1e-7)
