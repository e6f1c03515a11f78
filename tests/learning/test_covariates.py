"""What is known of a text beside its words, and engines kept on disk."""

from pathlib import Path

import numpy as np
import pytest

import toolkit as tk
from toolkit.errors import OptionError, ReadError
from toolkit.framing.biased import load_biased_sentences, train_biased_sentences
from toolkit.learning.classifier import train_classifier

# The words say nothing; only the number beside a text tells its code.
TEXTS = [f"Report {number} of the day." for number in range(40)]
CODES = ["late" if number % 2 else None for number in range(40)]
PLACE = np.array([[number % 2 * 10.0 + 5] for number in range(40)])


def test_a_number_beside_the_text_is_learnt_from() -> None:
    classifier = train_classifier(TEXTS, CODES, covariates=PLACE, models=["english"])
    new = ["Report 41 of the day."] * 2
    late, early = classifier.probabilities(new, covariates=[[15.0], [5.0]])[:, 0]
    assert late > 0.8
    assert early < 0.2


@pytest.mark.parametrize("given", [[[1.0]], [1.0] * 40, np.full((40, 1), np.nan)])
def test_wrong_covariates_are_refused(given: object) -> None:
    with pytest.raises(OptionError, match="`covariates`"):
        train_classifier(TEXTS, CODES, covariates=given, models=["english"])  # type: ignore[arg-type]


def test_covariates_are_asked_for_again() -> None:
    classifier = train_classifier(TEXTS, CODES, covariates=PLACE, models=["english"])
    with pytest.raises(OptionError, match="trained with 1 covariate; got 0"):
        classifier.probabilities(["Report."])
    plain = train_classifier(TEXTS, CODES, models=["english"])
    with pytest.raises(OptionError, match="trained with 0 covariates; got 1"):
        plain.probabilities(["Report."], covariates=[[1.0]])


SENTENCES = [f"The {word} plan was read to {number} people." for number in range(20) for word in ("brazen", "new")]
BIASED = [number % 2 == 0 for number in range(40)]
MARKS = [["brazen"] if one else [] for one in BIASED]


def test_an_engine_for_biased_sentences_shows_its_words_and_survives_the_disk(tmp_path: Path) -> None:
    engine = train_biased_sentences(SENTENCES, BIASED, marks=MARKS, groups=[number // 2 for number in range(40)])
    texts = ["A brazen plan.", "A new plan.", ""]
    chance = engine.probabilities(texts)
    assert chance[0] > 0.5 > chance[1]
    assert np.isnan(chance[2])
    words = engine.words(texts[:1])
    assert words.loc[0, ["match", "start", "end"]].tolist() == ["brazen", 2, 8]
    again = load_biased_sentences(engine.save(tmp_path / "engine.npz"))
    np.testing.assert_allclose(again.probabilities(texts), chance)
    assert again.code(texts).present[:, 0].tolist() == [True, False, False]
    assert "with marked words" in repr(again)
    (tmp_path / "engine-words.npz").unlink()
    with pytest.raises(ReadError, match="engine-words"):
        load_biased_sentences(tmp_path / "engine.npz")


def test_an_engine_without_marked_words_has_none_to_show(tmp_path: Path) -> None:
    engine = tk.train_biased_sentences(SENTENCES, BIASED, groups=[number // 2 for number in range(40)])
    with pytest.raises(OptionError, match="without marked words"):
        engine.words(["x"])
    assert load_biased_sentences(engine.save(tmp_path / "engine.npz")).marker is None


@pytest.mark.parametrize(
    ("biased", "marks", "message"),
    [([True], None, "one True or False"), ([2] * 40, None, "one True or False"), (BIASED, [["x"]], "one list of words"),
     (BIASED, ["x"] * 40, "got a string")],
)  # fmt: skip
def test_wrong_codes_are_refused(biased: list[bool], marks: object, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        train_biased_sentences(SENTENCES, biased, marks=marks)  # type: ignore[arg-type]
