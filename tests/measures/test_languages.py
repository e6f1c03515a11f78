"""Measures that know English only say so."""

import numpy as np
import pandas as pd
import pytest

from tests.measures.making import NEEDED, made
from toolkit.comparison.outlets import compare
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.language import in_language, is_latin
from toolkit.corpus.shipped import load_corpus
from toolkit.errors import LanguageWarning
from toolkit.framing.force import ForceAxis
from toolkit.measure import Measurement, measure_all
from toolkit.registry import list_measures
from toolkit.sentiment.vader import VaderSentiment

TEXTS = ["They destroy it.", "سوف يدمرون القاعدة", "Sie zerstören den Stützpunkt.", "They destroy it."]


def corpus(languages: list[str | None]) -> Corpus:
    table = {"article_id": list("abcd"), "text": TEXTS, "language": pd.Series(languages, dtype=object)}
    return Corpus(pd.DataFrame(table), name="many")


def test_the_column_decides_and_the_script_where_it_is_empty() -> None:
    assert in_language(corpus(["en", None, "de", "en-GB"]), "en").tolist() == [True, False, False, True]
    assert in_language(corpus([None] * 4), "en").tolist() == [True, False, True, True]


def test_letters_of_names_and_emoji_do_not_count_against_a_text() -> None:
    assert is_latin("Asa’ib Ahl al-Haq (عصائب أهل الحق) said that it would leave the base.")
    assert is_latin("👍🎉")
    assert not is_latin("قال المسؤول إن القوات انسحبت من القاعدة in Iraq")


@pytest.mark.parametrize("measure", [ForceAxis(), VaderSentiment()])
def test_other_languages_are_nan_and_said(measure: ForceAxis | VaderSentiment) -> None:
    with pytest.warns(LanguageWarning, match=r"2 of 4 articles are not in the language 'en'.*first: 'b'"):
        scores = measure(corpus(["en", None, "de", "en"])).article_scores()
    unknown = scores[scores["article_id"].isin(["b", "c"])]
    assert unknown["value"].isna().all()
    assert (unknown["exposure"] == 0).all()
    assert not np.isnan(scores[scores["article_id"] == "a"]["value"].iloc[0])


@pytest.fixture(scope="module")
def measured() -> dict[str, tuple[Measurement, Measurement]]:
    """All measures on the shipped corpus: with its Arabic articles and without."""
    measures = [made(name) for name in list_measures()]
    # One warning for all measures; a second one would be raised as an error.
    with pytest.warns(LanguageWarning, match=r"8 of 43 articles .*'en'.*\(language: ar 8; first: 'gl-ar-taji-") as said:
        both = measure_all(load_corpus("taji-2020"), measures)
    assert len(said) == 1
    assert all(name in str(said[0].message) for name in list_measures())
    english = measure_all(load_corpus("taji-2020", language="en"), measures)
    return dict(zip(list_measures(), zip(both, english, strict=True), strict=True))


@pytest.mark.parametrize("name", list_measures())
def test_arabic_articles_are_undefined_and_without_evidence(
    measured: dict[str, tuple[Measurement, Measurement]], name: str
) -> None:
    both, english = measured[name]
    arabic = both.scores[both.scores["article_id"].str.contains("-ar-")]
    assert arabic["article_id"].nunique() == 8
    assert arabic["value"].isna().all()
    assert (arabic[["amount", "exposure"]] == 0).all(axis=None)
    assert not both.evidence["article_id"].str.contains("-ar-").any()
    assert len(both.evidence) == len(english.evidence) > 0


@pytest.mark.parametrize("name", list_measures())
@pytest.mark.filterwarnings("ignore::toolkit.errors.FramingWarning")
def test_a_comparison_is_the_same_with_arabic_articles_as_without(
    measured: dict[str, tuple[Measurement, Measurement]], name: str
) -> None:
    both, english = (compare(one, n_resamples=99).table for one in measured[name])
    pd.testing.assert_frame_equal(both, english)
    if name not in NEEDED:  # what rests on one actor is not known in articles without it
        assert both["n_articles"].max() == 6  # an outlet has one English article on each of six events
