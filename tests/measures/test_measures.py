"""Each measure on sentences whose answers are worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError
from toolkit.framing.force import ForceAxis
from toolkit.framing.frames import FrameSalience, frames_present
from toolkit.framing.labels import Labels
from toolkit.kwic import concordance
from toolkit.lexicons.lexicon import Category, Entry, Lexicon
from toolkit.measure import Measurement
from toolkit.registry import make_measure
from toolkit.sentiment.valence import Sentiment


def article(text: str, headline: str = "") -> Corpus:
    return Corpus(pd.DataFrame({"article_id": ["x"], "headline": [headline], "text": [text], "outlet": ["o"]}))


def amounts(measurement: Measurement) -> dict[str, float]:
    table = measurement.article_scores()
    return dict(zip(table["category"].astype(str), table["amount"], strict=True))


FORCE = Lexicon.of(
    {"destroy": ["destroy*", "wip* * out"], "deter": ["deter*"], "defend": ["defend*"], "de-escalate": ["calm"]},
    ignore=["destroyer*", "determin*"],
)


def test_force_rates_and_balance_by_hand() -> None:
    # 10 words: one destroys, two deter. Rates 100 and 200 per 1,000; balance (2 - 1) / 3.
    measurement = ForceAxis(FORCE)(article("They destroy it and deter him and deter us again"))
    scores = measurement.article_scores().set_index("category")
    assert scores.loc["destroy", "value"] == pytest.approx(100)
    assert scores.loc["deter", "value"] == pytest.approx(200)
    assert scores.loc["balance", "value"] == pytest.approx(1 / 3)
    assert scores.loc["balance", "exposure"] == 3


def test_balance_without_force_words_is_nan() -> None:
    scores = ForceAxis(FORCE)(article("Nothing of the kind")).article_scores().set_index("category")
    assert np.isnan(scores.loc["balance", "value"])
    assert scores.loc["destroy", "value"] == 0


@pytest.mark.parametrize(
    ("sentence", "negated", "modal"),
    [
        ("They destroyed the base.", False, ""),
        ("They will not destroy the base.", True, "future"),
        ("The US has no plans to destroy the base.", True, None),
        ("They don’t want to destroy the base.", True, None),
        ("They threatened to destroy the base.", False, "threatened"),
        ("The Pentagon prepares to destroy the base.", False, "intended"),
        ("Commanders were ordered to destroy the base.", False, "ordered"),
        ("They may destroy the base.", False, "possible"),
        ("They must destroy the base.", False, "necessary"),
        ("They will destroy the base.", False, "future"),
        ("If they destroy the base, war follows.", False, "conditional"),
        ("They did not leave but destroyed the base.", False, ""),
        ("They did not leave. They destroyed the base.", False, ""),
        ("They denied that they destroyed the base.", True, None),
        ("It was not only destroyed.", False, ""),
    ],
)
def test_negation_and_modality(sentence: str, negated: bool, modal: str | None) -> None:
    evidence = ForceAxis(FORCE)(article(sentence)).evidence
    assert evidence["negated"].tolist() == [negated]
    assert evidence["weight"].tolist() == [0.0 if negated else 1.0]
    if modal is not None:
        assert evidence["modal"].tolist() == [modal]


def test_negated_spans_can_be_counted() -> None:
    assert amounts(ForceAxis(FORCE, count_negated=True)(article("It will not destroy it")))["destroy"] == 1


def test_voice_is_the_outlets_or_a_quotation() -> None:
    evidence = ForceAxis(FORCE)(article("They deter. “We destroy,” he said, and they defend.")).evidence
    assert evidence["voice"].tolist() == ["outlet", "quotation", "outlet"]


def test_headline_and_body_are_scored_apart() -> None:
    scores = ForceAxis(FORCE)(article("They deter.\n\nThey deter again.", "Army to destroy base")).scores
    found = scores[scores["amount"] > 0]
    assert [(r.part, r.category) for r in found.itertuples() if r.category != "balance"] == [
        ("headline", "destroy"), ("lead", "deter"), ("body", "deter"),
    ]  # fmt: skip


def test_a_purpose_lexicon_of_ones_own_by_name_of_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "mine.yaml"
    path.write_text("categories:\n  destroy: [ruin*]\n  deter: [scare*]\n", encoding="utf-8")
    measure = make_measure("force", lexicon=str(path))
    assert amounts(measure(article("Ruined and scared")))["destroy"] == 1


VALENCE = Lexicon(
    "v", (Category("positive", (Entry("good", 2.0),)), Category("negative", (Entry("bad", -2.0), Entry("grim", -4.0))))
)
MODIFIERS = Lexicon(
    "m",
    (
        Category("intensifier", (Entry("very", 1.5),)),
        Category("downtoner", (Entry("slightly", 0.5),)),
        Category("contrast", (Entry("but"),)),
    ),
)


@pytest.mark.parametrize(
    ("text", "strengths"),
    [
        ("It is good.", [2.0]),
        ("It is very good.", [3.0]),
        ("It is very very good.", [3.0]),
        ("It is slightly bad.", [-1.0]),
        ("It is not good.", [-1.0]),
        ("It is bad but good.", [-1.0, 2.0]),
        ("It was grim and bad.", [-4.0, -2.0]),
    ],
)
def test_sentiment_of_a_sentence_by_its_formula(text: str, strengths: list[float]) -> None:
    # v = S / sqrt(S^2 + alpha), here with alpha = 4; the negated good counts -0.5 * 2.
    total = sum(strengths)
    expected = total / (total**2 + 4) ** 0.5
    measurement = Sentiment(VALENCE, MODIFIERS, alpha=4.0)(article(text))
    assert measurement.article_scores()["value"].item() == pytest.approx(expected)
    share = [strength / (total**2 + 4) ** 0.5 for strength in strengths]
    assert measurement.evidence["weight"].tolist() == pytest.approx(share)


def test_sentiment_of_an_article_is_the_mean_over_its_sentences() -> None:
    # good: 2 / sqrt(8) = 0.7071; two sentences without valence count as 0.
    measurement = Sentiment(VALENCE, MODIFIERS, alpha=4.0)(article("It is good. It rains. They left."))
    assert measurement.article_scores()["value"].item() == pytest.approx(0.7071068 / 3)


def test_vader_scores_are_those_of_the_package() -> None:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    sentences = ["It is a great success.", "It is a horrible loss.", "They left."]
    expected = [SentimentIntensityAnalyzer().polarity_scores(s)["compound"] for s in sentences]
    measurement = make_measure("vader")(article(" ".join(sentences)))
    assert measurement.article_scores()["value"].item() == pytest.approx(sum(expected) / 3)
    assert measurement.evidence["match"].tolist() == sentences[:2]


LABELS = Lexicon.of({"militia": ["militia*"], "terrorist": ["terrorist*"]})


def test_label_shares_by_hand() -> None:
    text = "The militia left. KH is a militia, a terrorist group. The terrorists came."
    shares = Labels(lexicon=LABELS)(article(text)).article_scores().set_index("category")["value"]
    assert shares.to_dict() == {"militia": 0.5, "terrorist": 0.5}


def test_labels_of_one_actor_are_those_of_its_sentences() -> None:
    text = "The militia left. KH is a militia, a terrorist group. The terrorists came."
    evidence = Labels(actor="kh", lexicon=LABELS)(article(text)).evidence
    assert evidence["match"].tolist() == ["militia", "terrorist"]


def test_frames_are_present_with_two_words_in_two_sentences() -> None:
    lexicon = Lexicon.of({"economic": ["price*", "wages", "cost*"], "morality": ["shame*"]})
    corpus = Corpus(pd.DataFrame({
        "article_id": ["two", "one sentence", "one word"],
        "text": ["Prices rose. Wages fell.", "Prices and wages rose. They left.", "Prices rose. Prices fell."],
    }))  # fmt: skip
    table = frames_present(FrameSalience(lexicon)(corpus))
    economic = table[table["category"] == "economic"]
    assert economic["present"].tolist() == [True, False, False]
    assert economic["n_entries"].tolist() == [2, 2, 1]
    assert not table.loc[table["category"] == "morality", "present"].any()


def test_a_misspelt_measure_or_setting_is_told() -> None:
    with pytest.raises(OptionError, match="Did you mean 'force'"):
        make_measure("forse")
    with pytest.raises(OptionError, match="Did you mean 'count_negated'"):
        make_measure("force", count_negatd=True)


def test_concordance_shows_each_span_in_its_line_and_sentence() -> None:
    text = "Nobody came.\n\n“We may destroy the base,” he said. They left."
    table = concordance(ForceAxis(FORCE)(article(text)), width=20)
    row = table.iloc[0]
    assert (row["left"], row["match"], row["right"]) == ("“We may ", "destroy", " the base,” he said.…")
    assert row["sentence_text"] == "“We may destroy the base,” he said."
    assert row["sentence_text"][row["start_in_sentence"] : row["end_in_sentence"]] == "destroy"
    assert (row["voice"], row["modal"]) == ("quotation", "possible")


def test_concordance_spreads_its_lines_and_checks_names() -> None:
    measurement = ForceAxis(FORCE)(article("destroy one. " * 50))
    assert len(concordance(measurement, category="destroy", limit=5)) == 5
    with pytest.raises(OptionError, match="'destroy', 'deter'"):
        concordance(measurement, category="destory")
    with pytest.raises(OptionError, match="outlet"):
        concordance(measurement, outlet="nobody")
