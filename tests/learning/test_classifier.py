"""Training, coding, saving and reading a classifier, and what it refuses."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from toolkit.errors import OptionError, ReadError
from toolkit.learning.classifier import TextClassifier, load_classifier, train_classifier
from toolkit.lexicons.lexicon import Lexicon

SUBJECTS = ("The council", "A senator", "The union", "Her party", "The firm", "A student")
TOPICS = {
    "conflict": ("accused the mayor of lying", "attacked its rival in a bitter row"),
    "economic": ("lost millions on the market", "raised prices and cut wages"),
    None: ("took the train home", "opened the window"),
}
TEXTS = [f"{who} {what}." for who in SUBJECTS for whats in TOPICS.values() for what in whats]
CODES = [topic for _ in SUBJECTS for topic, whats in TOPICS.items() for _ in whats]
MONEY = Lexicon.of({"money": ["price*", "wage*", "million*"]}, name="money")


@pytest.fixture(scope="module")
def engine() -> TextClassifier:
    return train_classifier(TEXTS, CODES, lexicons=[MONEY], about={"source": "made up"})


def test_new_texts_get_the_code_of_those_that_are_like_them(engine: TextClassifier) -> None:
    coding = engine.code(["The minister accused the mayor of lying.", "The bank lost millions.", "He took the train."])
    assert coding.table["code"].tolist()[:2] == ["conflict", "economic"]
    assert coding.table["code"].isna().tolist() == [False, False, True]
    assert coding.coverage == 1


def test_probabilities_are_those_of_each_text_alone(engine: TextClassifier) -> None:
    texts = ["Prices rose.", "", "The row goes on.", "👍", "\ud800 broken"]
    together = engine.probabilities(texts)
    assert np.isnan(together).all(axis=1).tolist() == [False, True, False, True, False]
    assert (np.nansum(together, axis=1) <= 1).all()
    alone = np.vstack([engine.probabilities([text]) for text in texts])
    assert together == pytest.approx(alone, nan_ok=True, abs=1e-6)
    assert engine.probabilities([]).shape == (0, 2)


def test_it_is_the_same_after_saving(engine: TextClassifier, tmp_path: Path) -> None:
    path = engine.save(tmp_path / "mine.npz")
    again = load_classifier(path, lexicons=[MONEY])
    assert again.signature == engine.signature
    assert np.array_equal(again.probabilities(TEXTS), engine.probabilities(TEXTS))
    assert again.about == json.loads(json.dumps(engine.about))
    assert repr(again) == "TextClassifier trained on 36 texts, one code a text: conflict 12, economic 12"
    with np.load(path, allow_pickle=False) as stored:
        assert all(stored[name].dtype != object for name in stored.files)


def test_what_was_changed_or_lacks_its_lexicon_is_refused(engine: TextClassifier, tmp_path: Path) -> None:
    path = engine.save(tmp_path / "mine.npz")
    with pytest.raises(ReadError, match=r"lexicon 'money-.*lexicons="):
        load_classifier(path)
    about = json.loads(path.with_suffix(".json").read_text())
    about["about"]["categories"] = ["economic", "conflict"]
    path.with_suffix(".json").write_text(json.dumps(about))
    with pytest.raises(ReadError, match="was changed"):
        load_classifier(path, lexicons=[MONEY])
    with pytest.raises(ReadError, match="no file"):
        load_classifier(tmp_path / "other.npz")


def test_training_twice_gives_the_same_and_another_seed_another(engine: TextClassifier) -> None:
    assert train_classifier(TEXTS, CODES, lexicons=[MONEY]).signature == engine.signature
    assert train_classifier(TEXTS, CODES, lexicons=[MONEY], seed=1).signature != engine.signature


def test_several_codes_a_text() -> None:
    sets = [{code} if code else set() for code in CODES]
    sets[0] = {"conflict", "economic"}
    engine = train_classifier(TEXTS, sets)
    coding = engine.code(["The party accused the mayor of lying.", "The firm lost millions on the market."])
    assert coding.present.tolist() == [[True, False], [False, True]]
    assert list(coding.table.columns) == ["conflict", "economic"]
    chances, codes = engine.held_out
    assert codes.present.sum() == 25
    assert chances.shape == (36, 2)


def test_groups_are_held_out_together() -> None:
    """What is learnt of one half says nothing of the other, and held-out probabilities must show it."""
    texts = ["Prices rose."] * 10 + ["He slept."] * 10
    with pytest.raises(OptionError, match="different text"):
        train_classifier(texts, ["economic"] * 10 + [None] * 10)
    train_classifier(texts, ["economic"] * 10 + [None] * 10, groups=list(range(20)))


@pytest.mark.parametrize(
    ("texts", "codes", "options", "message"),
    [
        (TEXTS[:-1], CODES, {}, "got 35 texts and codes of 36"),
        ("one text", CODES, {}, "one string"),
        (TEXTS, CODES, {"groups": [1]}, "`groups`"),
        (TEXTS, [None] * 36, {}, "codebook is empty"),
        (TEXTS, ["conflict"] * 36, {}, "nothing to tell it from"),
        (TEXTS, ["rare", "rare", *CODES[2:]], {}, r"'rare' is the code of 2 different texts.*n_folds=2"),
        (TEXTS, [*CODES[:-1], "unknown"], {"categories": ["conflict", "economic"]}, "'unknown' is not in the codebook"),
        (["", *TEXTS[1:]], CODES, {}, r"without a word.*place 0"),
        ([None, *TEXTS[1:]], CODES, {}, "list of strings"),
        (TEXTS, CODES, {"models": ["french"]}, "'english' or 'multilingual'"),
    ],
)
def test_what_cannot_be_learnt_from_is_refused(texts: Any, codes: Any, options: Any, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        train_classifier(texts, codes, **options)


@pytest.mark.parametrize("level", [-0.1, 1, 7])
def test_a_confidence_is_below_one(engine: TextClassifier, level: float) -> None:
    with pytest.raises(OptionError, match=r"below 1, such as 0\.7"):
        engine.code(["x"], min_confidence=level)


@pytest.fixture(scope="module")
def tuned() -> TextClassifier:
    return train_classifier(TEXTS, CODES, fine_tune=True)


def test_fine_tuned_it_is_the_same_after_saving(tuned: TextClassifier, tmp_path: Path) -> None:
    again = load_classifier(tuned.save(tmp_path / "tuned.npz"))
    assert again.about["fine_tuned"]
    assert np.array_equal(again.probabilities(TEXTS), tuned.probabilities(TEXTS))
    coding = again.code(["The minister accused the mayor of lying.", "The bank lost millions on the market.", ""])
    assert coding.table["code"].tolist()[:2] == ["conflict", "economic"]
    assert np.isnan(coding.probabilities[2]).all()


def test_fine_tuning_wants_one_code_a_text() -> None:
    codes = [{topic} if topic else set() for topic in CODES]
    with pytest.raises(OptionError, match="one code a text"):
        train_classifier(TEXTS, codes, fine_tune=True)
