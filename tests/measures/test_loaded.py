"""Loaded language: arithmetic that a reader can redo, voices, and the table of words with their alternatives."""

import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.errors import ColumnError, LexiconError, OptionError
from toolkit.lexicons.lexicon import Category, Entry, Lexicon

WORDS = Lexicon(
    "small",
    (
        Category("saying", (Entry("slammed", neutral=("criticised", "objected to")),)),
        Category("power", (Entry("regime", neutral=("government",)),)),
    ),
)


def corpus(*rows: tuple[str, str, str]) -> tk.Corpus:
    return tk.Corpus(pd.DataFrame(rows, columns=["article_id", "outlet", "text"]).assign(language="en"))


ONE = corpus(
    ("a", "Gulf Daily", "He slammed the regime. “The regime <b>falls</b>,” she said."),
    ("b", "Evening Wire", "The government spoke. It slammed a door & the Regime."),
)


def rates(measurement: tk.Measurement) -> dict[tuple[str, str], float]:
    table = measurement.article_scores()
    return {(row.article_id, row.category): row.value for row in table.itertuples()}


def test_rates_by_kind_and_in_total() -> None:
    measured = rates(tk.LoadedLanguage(lexicon=WORDS)(ONE))
    n_words = 4 + 5 + 2  # the letters of tags are words here: The regime b falls b
    assert measured["a", "saying"] == pytest.approx(1000 * 1 / n_words)
    assert measured["a", "power"] == pytest.approx(1000 * 2 / n_words)
    assert measured["a", "total"] == pytest.approx(1000 * 3 / n_words)


def test_the_outlets_own_words_alone() -> None:
    own = tk.LoadedLanguage(voice="outlet", lexicon=WORDS)(ONE)
    quoted = tk.LoadedLanguage(voice="quotation", lexicon=WORDS)(ONE)
    assert rates(own)["a", "power"] == pytest.approx(1000 * 1 / 6)  # "He slammed the regime", "she said"
    assert rates(quoted)["a", "power"] == pytest.approx(1000 * 1 / 5)
    assert set(own.evidence["voice"]) == {"outlet"}
    assert np.isnan(rates(quoted)["b", "power"])  # nobody is quoted there, so there was nothing to look in
    both = tk.LoadedLanguage(lexicon=WORDS)(ONE)
    np.testing.assert_array_equal(own.exposure + quoted.exposure, both.exposure)


def test_the_possessive_is_no_word_of_its_own() -> None:
    text = corpus(("a", "o", "Iran's regime spoke. “Iran's army,” he said."))
    own = tk.LoadedLanguage(voice="outlet", lexicon=WORDS)(text)
    assert own.exposure[:, 0].sum() == 5  # Iran's, regime, spoke, he, said


def test_evidence_names_what_could_have_been_written() -> None:
    evidence = tk.LoadedLanguage(lexicon=WORDS)(ONE).evidence
    first = evidence.iloc[0]
    assert (first["match"], first["neutral"], first["voice"]) == ("slammed", "criticised; objected to", "outlet")
    assert evidence.loc[evidence["match"] == "regime", "voice"].tolist() == ["outlet", "quotation"]
    assert "neutral" not in tk.Certainty()(ONE).evidence


def test_loaded_words_by_outlet() -> None:
    table = tk.loaded_words(tk.LoadedLanguage(lexicon=WORDS)(ONE))
    rows = table[["word", "neutral", "outlet", "n", "n_quoted", "n_articles"]].values.tolist()
    assert rows == [
        ["regime", "government", "Gulf Daily", 2, 1, 1],
        ["regime", "government", "Evening Wire", 1, 0, 1],
        ["slammed", "criticised; objected to", "Evening Wire", 1, 0, 1],
        ["slammed", "criticised; objected to", "Gulf Daily", 1, 0, 1],
    ]
    assert table["example"][0] == "He slammed the regime."


def test_shown_words_are_escaped_and_counted() -> None:
    quoted = tk.loaded_words(tk.LoadedLanguage(voice="quotation", lexicon=WORDS)(ONE))
    html = tk.show_loaded_words(quoted).html
    assert "&lt;b&gt;falls&lt;/b&gt;" in html
    assert "<b>falls" not in html
    whole = tk.loaded_words(tk.LoadedLanguage(lexicon=WORDS)(ONE))
    assert "The first 1 of 2 words." in tk.show_loaded_words(whole, max_rows=1).html
    assert "Gulf Daily</bdi> 2 <small>(1)</small>" in tk.show_loaded_words(whole).html
    assert "No words found." in tk.show_loaded_words(whole.iloc[:0]).html


def test_an_article_without_an_outlet_is_counted() -> None:
    table = tk.loaded_words(tk.LoadedLanguage(lexicon=WORDS)(corpus(("a", None, "The regime."))))  # type: ignore[arg-type]
    assert table["n"].tolist() == [1]
    assert "no outlet" in tk.show_loaded_words(table).html


def test_nothing_found_gives_an_empty_table_with_its_columns() -> None:
    table = tk.loaded_words(tk.LoadedLanguage(lexicon=WORDS)(corpus(("a", "o", "Rain fell."))))
    assert len(table) == 0
    assert list(table) == ["category", "word", "neutral", "outlet", "n", "n_quoted", "n_articles", "example"]


def test_wrong_settings_say_what_is_allowed() -> None:
    with pytest.raises(OptionError, match="'outlet' or 'quotation'"):
        tk.LoadedLanguage(voice="own")
    with pytest.raises(LexiconError, match="'total'"):
        tk.LoadedLanguage(lexicon=Lexicon.of({"total": ["x"]}))
    with pytest.raises(OptionError, match="knows no neutral alternatives"):
        tk.loaded_words(tk.Certainty()(ONE))
    with pytest.raises(OptionError, match="max_rows"):
        tk.show_loaded_words(pd.DataFrame(), max_rows=0)
    with pytest.raises(ColumnError):
        tk.show_loaded_words(pd.DataFrame({"word": ["x"]}))
