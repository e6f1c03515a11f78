"""Coded frames: values and weights follow from what the engine says of sentences and parts."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.learning.test_classifier import CODES, TEXTS
from toolkit.comparison.outlets import compare
from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError
from toolkit.framing.coded import CodedFrames, load_frames, train_frames
from toolkit.framing.frames import FrameSalience, frames_present
from toolkit.kwic import concordance
from toolkit.learning.classifier import TextClassifier
from toolkit.lexicons.shipped import list_lexicons, load_lexicon
from toolkit.registry import make_measure
from toolkit.study.measures import made_measure

LEAD = "The council accused the mayor of lying."
BODY = "The union took the train home. The firm lost millions on the market. A student opened the window."


@pytest.fixture(scope="module")
def engine() -> TextClassifier:
    return train_frames(TEXTS, CODES)


def corpus(texts: list[str], **columns: list[str]) -> Corpus:
    ids = [str(number) for number in range(len(texts))]
    return Corpus(pd.DataFrame({"article_id": ids, "text": texts, "language": "en", **columns}))


def test_sentences_are_evidence_and_their_probabilities_weights(engine: TextClassifier) -> None:
    measured = CodedFrames(engine, unit="sentence")(corpus([f"{LEAD}\n\n{BODY}"]))
    conflict, economic = engine.probabilities([LEAD, "The firm lost millions on the market."])
    evidence = measured.evidence
    assert evidence["match"].tolist() == [LEAD, "The firm lost millions on the market."]
    assert evidence["category"].tolist() == ["conflict", "economic"]
    assert evidence["weight"].tolist() == pytest.approx([conflict[0], economic[1]])
    assert measured.article_scores()["exposure"].tolist() == [4, 4]
    assert measured.article_scores()["value"].tolist() == pytest.approx([conflict[0] / 4, economic[1] / 4])


def test_parts_are_coded_as_wholes_and_their_sentences_share_the_weight(engine: TextClassifier) -> None:
    measured = CodedFrames(engine, unit="part")(corpus([f"{LEAD}\n\n{BODY}"]))
    chance = engine.probabilities([LEAD, BODY])
    coded = engine.code([LEAD, BODY]).present
    expected = np.where(coded, chance, 0)
    assert measured.scores["value"].to_numpy().reshape(2, 2) == pytest.approx(expected, abs=1e-6)
    assert measured.article_scores()["value"].tolist() == pytest.approx(expected.mean(axis=0).tolist(), abs=1e-6)


def test_a_confidence_leaves_doubtful_sentences_uncoded(engine: TextClassifier) -> None:
    sure = engine.probabilities([LEAD]).max()
    found = [CodedFrames(engine, unit="sentence", min_confidence=level) for level in (sure - 0.001, (1 + sure) / 2)]
    assert [len(measure(corpus([LEAD])).evidence) for measure in found] == [1, 0]


def test_comparison_and_concordance_work_as_for_words(engine: TextClassifier) -> None:
    texts = [LEAD if number % 2 else "The union took the train home." for number in range(12)]
    columns = {"outlet": ["Alpha", "Beta"] * 6, "event_id": [f"e{number // 2}" for number in range(12)]}
    both = [measure(corpus(texts, **columns)) for measure in (CodedFrames(engine, unit="sentence"), FrameSalience())]
    for measured in both:
        table = compare(measured, n_resamples=199).table
        beta = table[(table["category"] == "conflict") & (table["outlet"] == "Beta")]
        assert (beta["estimate"] > 0).all()
        lines = concordance(measured, category="conflict")
        assert set(lines["outlet"]) == {"Beta"}
        assert set(lines["sentence_text"]) == {LEAD}


def test_words_of_a_lexicon_are_asked_for_by_name(engine: TextClassifier) -> None:
    with pytest.raises(OptionError, match=r"coded-frames.*engine\.code"):
        frames_present(CodedFrames(engine)(corpus([LEAD])))


def test_an_engine_of_ones_own_comes_by_its_file(engine: TextClassifier, tmp_path: Path) -> None:
    path = engine.save(tmp_path / "mine.npz")
    made = [
        make_measure("coded-frames", engine=path),
        make_measure("coded-frames", engine=engine),
        made_measure("coded-frames", {"engine": "mine.npz"}, base=tmp_path),
    ]
    assert {measure.signature for measure in made} == {CodedFrames(engine).signature}
    with pytest.raises(OptionError, match=r"trained engine \(\.npz\)"):
        made_measure("coded-frames", {"engine": "mine.csv"})


def test_the_unit_is_one_of_two() -> None:
    with pytest.raises(OptionError, match="'sentence' or 'part'; got 'article'"):
        CodedFrames(unit="article")


def test_the_shipped_engine_is_what_it_says() -> None:
    engine = load_frames()
    assert engine.categories == ("resolution", "human interest", "conflict", "moral", "economic")
    assert engine.about["n_texts"] == 303
    assert engine.about["source"]["licence"] == "MIT"


@pytest.mark.parametrize(
    ("lexicon", "sentence", "category", "words"),
    [
        ("policy-frames", "Taxpayers face the cost of a costly ban.", "economic", ["Taxpayers", "cost", "costly"]),
        ("policy-frames", "Taxpayers face the cost of a costly ban.", "policy prescription and evaluation", ["ban"]),
        ("policy-frames", "The assault rifle ban passed.", "crime and punishment", []),
        ("policy-frames", "Voters filled the polling station.", "public opinion", []),
        (
            "policy-frames",
            "The treaty hurt its reputation.",
            "external regulation and reputation",
            ["treaty", "reputation"],
        ),
        ("moral-foundations", "Rescuers showed compassion.", "care", ["Rescuers", "compassion"]),
        ("moral-foundations", "It was a cruel, unfair betrayal.", "harm", ["cruel"]),
        ("moral-foundations", "It was a cruel, unfair betrayal.", "cheating", ["unfair"]),
        ("moral-foundations", "It was a cruel, unfair betrayal.", "betrayal", ["betrayal"]),
        ("moral-foundations", "The justice minister came.", "fairness", []),
        ("moral-foundations", "Mobs desecrated the holy shrine.", "sanctity", ["holy", "shrine"]),
        ("framing-functions", "The crisis worsened.", "problem definition", ["crisis", "worsened"]),
        ("framing-functions", "It was caused by neglect.", "causal interpretation", ["caused"]),
        ("framing-functions", "That is a shameful act.", "moral evaluation", ["shameful"]),
        ("framing-functions", "Leaders must reform it.", "treatment recommendation", ["must", "reform"]),
        ("framing-functions", "They should have left.", "treatment recommendation", []),
    ],
)
def test_lexicons_of_frames_on_plain_sentences(lexicon: str, sentence: str, category: str, words: list[str]) -> None:
    found = FrameSalience(load_lexicon(lexicon))(corpus([sentence])).evidence
    assert found.loc[found["category"] == category, "match"].tolist() == words


@pytest.mark.parametrize("name", ["policy-frames", "moral-foundations", "framing-functions", "news-frames"])
def test_every_category_has_a_definition_a_reference_and_reasons(name: str) -> None:
    assert name in list_lexicons()
    lexicon = load_lexicon(name)
    assert all(category.definition and category.reference for category in lexicon.categories)
    assert (lexicon.to_frame()["note"] != "").all()
    assert lexicon.traps and lexicon.made and lexicon.licence == "MIT"
