"""One part of articles against another, for measures of every kind, with values worked out by hand."""

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.measures.making import made
from toolkit.comparison.headline import HEADLINE_COLUMNS, headline_body
from toolkit.comparison.outlets import compare
from toolkit.comparison.parts import PART_COLUMNS, part_differences, part_gap
from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError, SmallSampleWarning
from toolkit.framing.force import ForceAxis
from toolkit.framing.labels import Labels
from toolkit.kwic import concordance
from toolkit.lexicons.lexicon import Category, Entry, Lexicon
from toolkit.measure import Measure
from toolkit.registry import list_measures
from toolkit.report.report import write_report
from toolkit.sentiment.valence import Sentiment

FORCE = Lexicon.of({"destroy": ["destroy"], "deter": ["deter"]})
KINDS = Lexicon.of({"militia": ["militia"], "fighters": ["fighters"]})
# s = 1.5 alone in a sentence: 1.5 / sqrt(1.5^2 + 4) = 1.5 / 2.5 = 0.6.
GOOD = Lexicon("good", (Category("positive", (Entry("good", 1.5),)), Category("negative", (Entry("bad", -1.5),))))


def corpus_of(texts: dict[str, tuple[str, str]], n_events: int = 6) -> Corpus:
    """The same headline and text of each outlet for every event; the id makes each text its own."""
    rows = [
        {"article_id": f"{outlet}{i}", "outlet": outlet, "event_id": f"e{i}", "headline": headline, "text": text,
         "wire_id": None}
        for i in range(n_events)
        for outlet, (headline, text) in texts.items()
    ]  # fmt: skip
    return Corpus(pd.DataFrame(rows), name="made")


HEADLINE = "The army said it had destroyed the militia"
STORY = "The militia attacked the army. Good news, the minister said on Friday. The army may destroy the militia."
CASES: dict[str, tuple[Measure, str, str, str, tuple[float, float]]] = {
    # 1 of 2 words against 1 of 4: rates per 1,000 words.
    "rate": (ForceAxis(FORCE), "destroy", "destroy it", "they will deter destroy", (500.0, 250.0)),
    # Headline: all destroy. Story: 1 destroy and 2 deter: (2 - 1) / 3.
    "balance": (ForceAxis(FORCE), "balance", "destroy it", "destroy or deter and deter", (-1.0, 1 / 3)),
    # Headline: 1 label of 1. Story: 1 of 3.
    "share": (Labels(lexicon=KINDS), "militia", "militia flee", "militia or fighters and fighters", (1.0, 1 / 3)),
    # Headline: one sentence with 0.6. Story: sentences with 0.6 and 0.
    "mean over sentences": (Sentiment(lexicon=GOOD), "valence", "good news", "A good day. It was long.", (0.6, 0.3)),
}


@pytest.mark.parametrize("kind", CASES)
def test_differences_of_every_kind_of_value_by_hand(kind: str) -> None:
    measure, category, headline, text, (part, reference) = CASES[kind]
    table = part_differences(measure(corpus_of({"a": (headline, text)})), category=category)
    assert list(table.columns) == list(PART_COLUMNS)
    row = table.iloc[0]
    assert (row["part_value"], row["reference_value"]) == pytest.approx((part, reference))
    assert (row["difference"], row["low"], row["high"]) == pytest.approx([part - reference] * 3)
    assert (row["part"], row["reference"], row["n_articles"], row["n_events"]) == ("headline", "story", 6, 6)


@pytest.mark.parametrize("kind", CASES)
def test_outlets_are_compared_in_the_difference(kind: str) -> None:
    # Outlet b's headline repeats its story word for word, so its gap is 0 and the estimate is a's difference.
    measure, category, headline, text, (part, reference) = CASES[kind]
    gap = part_gap(measure(corpus_of({"a": (headline, text), "b": (text, text)})))
    row = compare(gap, categories=[category]).table.iloc[0]
    assert (row["outlet"], row["reference"]) == ("a", "b")
    assert row["estimate"] == pytest.approx(part - reference)
    assert "headline minus story" in row["unit"]


def test_lead_against_body() -> None:
    measurement = ForceAxis(FORCE)(corpus_of({"a": ("x", "destroy it\nthey will deter destroy")}))
    row = part_differences(measurement, part="lead", reference="body", category="destroy").iloc[0]
    assert (row["part_value"], row["reference_value"]) == pytest.approx((500.0, 250.0))


@pytest.mark.parametrize("name", list_measures())
def test_every_measure_has_differences_of_parts(name: str) -> None:
    # One paragraph is all body, so that the table of scores by part has the values to be expected.
    corpus = corpus_of({"a": (HEADLINE, STORY)})
    measurement = made(name)(corpus)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)
        table = part_differences(measurement)
    assert set(table["category"]) == set(measurement.categories)
    first = measurement.scores[measurement.scores["article_id"] == "a0"].set_index(["part", "category"])["value"]
    for row in table.dropna(subset="difference").to_dict("records"):
        expected = first["headline", row["category"]] - first["body", row["category"]]
        assert row["difference"] == pytest.approx(expected)
    assert table["difference"].notna().any()


def test_headline_body_is_the_headline_against_the_story() -> None:
    measurement = ForceAxis(FORCE)(corpus_of({"a": ("destroy it", "they will deter destroy")}))
    table = headline_body(measurement)
    assert list(table.columns) == list(HEADLINE_COLUMNS)
    assert table.loc[0, ["headline", "body"]].tolist() == pytest.approx([500.0, 250.0])


def test_gaps_are_unknown_where_a_part_cannot_be_measured() -> None:
    corpus = corpus_of({"a": ("destroy it", "destroy"), "b": ("no label here", "destroy")})
    measurement = part_gap(ForceAxis(FORCE)(corpus))
    values = measurement.article_scores().pivot_table(
        dropna=False, observed=False, index="article_id", columns="category", values="value"
    )
    # No force word in b's headlines: the balance there is not defined, a rate is 0.
    assert values.loc["a0"].tolist() == pytest.approx([-500.0, 0.0, 0.0])
    assert values.loc["b0", "destroy"] == pytest.approx(-1000.0)
    assert np.isnan(values.loc["b0", "balance"])


def test_headlines_too_short_to_hold_any_give_no_interval() -> None:
    # 6 headlines of 2 words; the other outlet's headlines have 1 in 20: 12 words * 0.05 = 0.6 expected.
    other = "destroy " + "word " * 19
    corpus = corpus_of({"a": ("two words", "destroy it now"), "b": (other, "destroy it now")})
    row = compare(part_gap(ForceAxis(FORCE)(corpus)), categories=["destroy"]).table.iloc[0]
    assert row["estimate"] == pytest.approx(-1000 / 3 - (50 - 1000 / 3))
    assert np.isnan(row["low"])
    longer = corpus_of({"a": ("word " * 20, "destroy it now"), "b": (other, "destroy it now")})
    assert compare(part_gap(ForceAxis(FORCE)(longer)), categories=["destroy"]).table["high"].item() < 0


def test_a_gap_leads_back_to_the_words() -> None:
    gap = part_gap(ForceAxis(FORCE)(corpus_of({"a": ("destroy it", "they deter")})))
    assert concordance(gap, category="destroy")["match"].tolist() == ["destroy"] * 6
    assert "force(" in gap.signature
    assert "headline minus story" in repr(gap)


def test_wrong_parts_are_told() -> None:
    measurement = ForceAxis(FORCE)(corpus_of({"a": ("destroy it", "they deter"), "b": ("x", "y")}))
    with pytest.raises(OptionError, match="'story' or 'all'"):
        part_differences(measurement, part="title")
    with pytest.raises(OptionError, match="nothing in common"):
        part_gap(measurement, part="headline", reference="all")
    with pytest.raises(OptionError, match="whole articles"):
        compare(part_gap(measurement), parts=("headline",))
    with pytest.raises(OptionError, match="'mean'; got 'sum'"):
        compare(part_gap(measurement), pool="sum")


def test_a_report_takes_gaps(tmp_path: Path) -> None:
    gap = part_gap(ForceAxis(FORCE)(corpus_of({"a": ("destroy it", "they deter"), "b": ("x", "destroy")})))
    write_report(tmp_path / "report.html", [compare(gap, categories=["destroy"])], corpus=gap.corpus)
    assert "headline minus story" in (tmp_path / "report.html").read_text(encoding="utf-8")
