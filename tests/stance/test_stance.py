"""The stance of articles toward a target, held against sums that a reader can redo from the engine's values."""

import math

import numpy as np
import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.errors import ActorWarning, OptionError
from toolkit.measure import Measurement
from toolkit.stance.actor import Actor, Actors
from toolkit.stance.rules import RuleEngine
from toolkit.stance.stance import ASPECTS, Stance
from toolkit.stance.target import StanceScores, TargetSentence, no_evidence

GOOD, BAD = "The brave mayor saved the town.", "The corrupt mayor lied to the town."
ACTORS = Actors((Actor("mayor", "the mayor"), Actor("guards", "the guards")))


def corpus_of(*texts: str) -> Corpus:
    return Corpus(pd.DataFrame({"article_id": [str(n) for n in range(len(texts))], "text": texts, "language": "en"}))


def scores_of(measurement: Measurement, article: str = "0") -> pd.DataFrame:
    table = measurement.article_scores().astype({"category": str})
    return table[table["article_id"] == article].set_index("category")


class Fixed:
    """An engine that knows the answer: 1 where the sentence says "good", -1 where it says "bad", else 0."""

    name = "fixed"

    def score(self, sentences: list[TargetSentence]) -> StanceScores:
        value = np.array([("good" in one.text) - ("bad" in one.text) for one in sentences], dtype=np.float64)
        nothing = np.full((len(value), 3), np.nan)
        return StanceScores(value, np.sign(value), nothing, no_evidence(), ("",) * len(value))


def test_an_article_has_the_mean_of_its_sentences() -> None:
    text = "The mayor did good. The mayor did good. The mayor did bad. It rained. The mayor slept."
    row = scores_of(Stance("the mayor", engine=Fixed())(corpus_of(text))).loc["stance"]
    assert (row["amount"], row["exposure"], row["value"]) == (1, 4, 0.25)


def test_a_sentence_counts_once_however_often_it_names_the_target() -> None:
    text = "The mayor and friends of the mayor did good. The mayor did bad."
    row = scores_of(Stance("the mayor", engine=Fixed())(corpus_of(text))).loc["stance"]
    assert (row["amount"], row["exposure"]) == (pytest.approx(0), 2)


def test_the_outlets_words_and_those_of_sources_are_told_apart() -> None:
    text = "The mayor did good. Critics said that the mayor did bad. “The mayor is bad,” she said."
    measurement = Stance("the mayor", engine=Fixed())(corpus_of(text))
    row = scores_of(measurement)["value"]
    assert (row["own"], row["sourced"]) == (1, -1) and row["stance"] == pytest.approx(-1 / 3)
    mentions = measurement.evidence[measurement.evidence["category"] == "stance"]
    assert mentions["voice"].tolist() == ["outlet", "reported", "quotation"]


def test_the_rules_value_is_that_of_the_engine_and_the_sum_of_its_parts() -> None:
    measurement = Stance("the mayor")(corpus_of(f"{GOOD} {BAD}"))
    row = scores_of(measurement)["value"]
    by_hand = RuleEngine().score(
        [TargetSentence(text, text.index("mayor"), text.index("mayor") + 5) for text in (GOOD, BAD)]
    )
    assert by_hand.value[0] > 0 > by_hand.value[1]
    assert row["stance"] == pytest.approx(by_hand.value.mean(), abs=0.05)  # "the mayor" and "mayor" parse alike
    assert row[[*ASPECTS]].sum() == pytest.approx(row["stance"], abs=1e-6)


def test_the_words_that_made_the_value_are_the_evidence() -> None:
    evidence = Stance("the mayor")(corpus_of(f"It rained.\n\n{BAD}")).evidence
    words = evidence[evidence["category"].isin([*ASPECTS])]
    assert {"corrupt", "lied"} <= set(words["match"]) and (words["weight"] < 0).all()


def test_an_engine_without_words_has_no_parts() -> None:
    row = scores_of(Stance("the mayor", engine=Fixed())(corpus_of(GOOD)))["value"]
    assert row[[*ASPECTS]].isna().all()


def test_how_the_target_is_introduced() -> None:
    text = (
        "The mayor claimed that it rained. The mayor confirmed that it rained. The mayor said so. The mayor claimed it."
    )
    row = scores_of(Stance("the mayor", engine=Fixed())(corpus_of(text))).loc["introduced"]
    assert row["amount"] <= 0 and row["exposure"] >= 2  # claimed -1, confirmed 1, said 0


def test_aliases_and_short_forms_come_from_the_actors() -> None:
    actors = Actors((Actor("kh", "Kataib Hezbollah", aliases=("KH",), short_forms=("the group",)),))
    text = "Kataib Hezbollah did good. KH did good. The group did bad. Another group did bad."
    by_id, by_name = (scores_of(Stance(name, actors=actors, engine=Fixed())(corpus_of(text))) for name in
                      ("kh", "Kataib Hezbollah"))  # fmt: skip
    assert by_id.loc["stance", "exposure"] == by_name.loc["stance", "exposure"] == 3


def test_a_target_that_never_occurs_has_no_value_and_a_warning() -> None:
    with pytest.warns(ActorWarning, match="'Nobody Here' is mentioned in none of 2 articles"):
        measurement = Stance("Nobody Here")(corpus_of(GOOD, BAD))
    assert measurement.article_scores()["value"].isna().all()
    assert (measurement.article_scores()["exposure"] == 0).all()


def test_an_article_without_the_target_has_no_value() -> None:
    measurement = Stance("the mayor", engine=Fixed())(corpus_of("The mayor did good.", "It rained."))
    assert math.isnan(scores_of(measurement, "1").loc["stance", "value"])


@pytest.mark.parametrize("filler", ["and slept ", "the town was there "])
def test_sentences_of_2000_words_and_no_marks(filler: str) -> None:
    text = filler * 700 + "the mayor did good " + filler * 700
    row = scores_of(Stance("the mayor", engine=Fixed())(corpus_of(text))).loc["stance"]
    assert (row["value"], row["exposure"]) == (1, 1)


def test_settings_that_cannot_be_used_are_refused() -> None:
    with pytest.raises(OptionError, match="`engine` must be 'rules' or 'trained'; got 'rule'"):
        Stance("the mayor", engine="rule")
    with pytest.raises(OptionError, match="have a method `score`"):
        Stance("the mayor", engine=3)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="There is no actor 'majors'; there are 'mayor' or 'guards'"):
        Stance("majors", actors=ACTORS)
    with pytest.raises(OptionError, match="name"):
        Stance("...")


def test_the_signature_names_target_actors_and_engine() -> None:
    first, second = Stance("the mayor"), Stance("the mayor", engine="trained")
    assert first.signature != second.signature != Stance("the guards").signature
    assert Stance("mayor", actors=ACTORS).signature != Stance("mayor", actors=Actors(ACTORS.actors[:1])).signature
