"""Measures that know English only say so."""

import numpy as np
import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.language import in_language, is_latin
from toolkit.errors import LanguageWarning
from toolkit.framing.force import ForceAxis
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
