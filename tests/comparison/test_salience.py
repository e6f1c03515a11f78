"""Where evidence stands in articles, counted by hand."""

import numpy as np
import pandas as pd
import pytest

from toolkit.comparison.outlets import compare
from toolkit.comparison.salience import ASPECTS, SALIENCE_COLUMNS, salience
from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError
from toolkit.framing.force import ForceAxis
from toolkit.lexicons.lexicon import Lexicon

FORCE = Lexicon.of({"destroy": ["destroy"], "deter": ["deter"], "defend": ["defend"]})
# 40 characters: "destroy" begins at 10 and at 20. Two sentences, one of them with both.
STORY = "We said. \ndestroy a destroy b. And so on"


def corpus_of(rows: list[tuple[str, str, str | None, str]]) -> Corpus:
    """Articles of outlet, event, headline and text."""
    table = pd.DataFrame(rows, columns=["outlet", "event_id", "headline", "text"])
    return Corpus(table.assign(article_id=[str(i) for i in range(len(rows))], wire_id=None))


def test_positions_and_shares_by_hand() -> None:
    assert len(STORY) == 40
    assert (STORY.index("destroy"), STORY.rindex("destroy")) == (10, 20)
    found = salience(ForceAxis(FORCE)(corpus_of([("a", "e", "They destroy", STORY), ("a", "e", None, "All quiet.")])))
    assert list(found.table.columns) == list(SALIENCE_COLUMNS)
    first, second = found.table.to_dict("records")
    assert first["n_spans"] == 3  # one in the headline
    assert (first["first_position"], first["mean_position"]) == pytest.approx((10 / 40, 15 / 40))
    assert first["share_of_sentences"] == pytest.approx(1 / 3)
    assert (first["in_headline"], first["in_lead"]) == (1.0, 0.0)
    assert (second["n_spans"], second["share_of_sentences"]) == (0, 0.0)
    # No headline, and one paragraph is all body.
    assert np.isnan([second[name] for name in ("first_position", "mean_position", "in_headline", "in_lead")]).all()


def test_categories_without_a_span_are_left_out() -> None:
    found = salience(ForceAxis(FORCE)(corpus_of([("a", "e", None, "destroy or deter")])))
    assert found.categories == ("destroy", "deter")
    assert found.table["category"].tolist() == ["destroy", "deter"]
    with pytest.raises(OptionError, match="no evidence"):
        salience(ForceAxis(FORCE)(corpus_of([("a", "e", None, "All quiet.")])))


def test_places_lead_back_to_the_words() -> None:
    rows = [("a", "e", None, "defend and deter"), ("b", "e", None, "deter")]
    evidence = salience(ForceAxis(FORCE)(corpus_of(rows)))["mean_position"].evidence
    assert list(zip(evidence["match"], evidence["category"], strict=True)) == [
        ("defend", "defend"), ("deter", "deter"), ("deter", "deter")
    ]  # fmt: skip


def test_negated_spans_have_no_place() -> None:
    found = salience(ForceAxis(FORCE)(corpus_of([("a", "e", None, "They will not destroy it. They destroy it.")])))
    text = "They will not destroy it. They destroy it."
    assert found.table["first_position"].item() == pytest.approx(text.rindex("destroy") / len(text))


def test_blank_lines_before_the_story_do_not_count() -> None:
    found = salience(ForceAxis(FORCE)(corpus_of([("a", "e", None, "  \n \n" + STORY + "\n ")])))
    assert found.table["first_position"].item() == pytest.approx(10 / 40)


def test_articles_that_cannot_be_read_are_unknown() -> None:
    table = corpus_of([("a", "e", None, "destroy"), ("a", "e", None, "detruire")]).articles
    with pytest.warns(UserWarning, match="language"):
        found = salience(ForceAxis(FORCE)(Corpus(table.assign(language=["en", "fr"]))))
    assert found.table["share_of_sentences"].tolist() == pytest.approx([1.0, np.nan], nan_ok=True)
    assert found.by_outlet["n_articles"].tolist() == [1]


def test_means_by_outlet() -> None:
    rows = [("a", "e", "destroy", "destroy it now."), ("a", "e", "calm", "calm"), ("b", "e", "x", STORY)]
    table = salience(ForceAxis(FORCE)(corpus_of(rows))).by_outlet.set_index("outlet")
    assert table.loc["a", ["n_articles", "n_with", "in_headline", "share_of_sentences"]].tolist() == [2, 1, 0.5, 0.5]
    assert table.loc["a", "first_position"] == 0.0
    assert table.loc["b", "first_position"] == pytest.approx(0.25)


def test_outlets_are_compared_on_shared_events() -> None:
    # a begins with the word (0), b has it at 10 of 40 characters; in headlines of all of a's and none of b's.
    rows = [(outlet, f"e{i}", headline, text) for i in range(6) for outlet, headline, text in (
        ("a", "destroy", "destroy it"), ("b", "quiet", STORY)
    )]  # fmt: skip
    found = salience(ForceAxis(FORCE)(corpus_of(rows)))
    estimates = {aspect: compare(found[aspect]).table.iloc[0] for aspect in ASPECTS if aspect != "in_lead"}
    assert estimates["first_position"]["estimate"] == pytest.approx(-0.25)
    assert estimates["mean_position"]["estimate"] == pytest.approx(-15 / 40)
    assert estimates["share_of_sentences"]["estimate"] == pytest.approx(1 - 1 / 3)
    assert estimates["in_headline"]["estimate"] == pytest.approx(1.0)
    assert estimates["in_headline"]["unit"] == "share of articles with it in the headline"
    with pytest.raises(OptionError, match="first_position"):
        found["position"]


def test_it_speaks_in_sentences() -> None:
    found = salience(ForceAxis(FORCE)(corpus_of([("a", "e", "destroy", "It is calm. destroy it \u202e")])))
    assert repr(found).startswith("destroy, a: in 1 of 1 article, the first at 50% of the story; in 100% of headlines")
