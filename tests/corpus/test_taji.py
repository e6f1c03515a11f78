"""The shipped corpus agrees with its key: articles, facts, and the sentences that tell them in Arabic."""

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from toolkit.corpus.clean import clean, removed_lines
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.shipped import load_corpus

FOLDER = Path(__file__).parents[2] / "corpora" / "taji-2020"
PURPOSES = {"destroy", "deter", "defend", "de-escalate", "none"}
FRAMES = {"conflict", "responsibility", "human interest", "economic", "morality"}


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / name, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def arabic() -> Corpus:
    return load_corpus("taji-2020", language="ar")


def test_languages_and_outlets() -> None:
    table = load_corpus("taji-2020").articles
    assert table["language"].value_counts().to_dict() == {"en": 35, "ar": 8}
    counts = table.groupby(["language", "outlet"]).size()
    assert counts["ar"].to_dict() == {"Gulf Lantern": 4, "Tigris Courier": 4}
    assert counts["en"].to_dict() == {
        "Albion Broadcasting": 6, "Capital Ledger": 6, "Gulf Lantern": 6, "Meridian Wire": 6, "Tigris Courier": 6,
        "Zardkuh News Agency": 5,
    }  # fmt: skip


def test_about_counts_what_is_there() -> None:
    about = tomllib.loads((FOLDER / "about.toml").read_text(encoding="utf-8"))
    corpus = load_corpus("taji-2020")
    assert (about["n_articles"], about["n_outlets"], about["n_events"]) == (43, 6, 6)
    assert (len(corpus), len(corpus.outlets), corpus.n_events) == (43, 6, 6)
    assert sorted(about["language"]) == sorted(corpus.articles["language"].unique())


def test_the_key_has_a_row_for_every_article() -> None:
    columns = ["article_id", "event_id", "outlet"]
    key, articles = read("codes.csv"), load_corpus("taji-2020").articles
    assert key[columns].to_numpy().tolist() == articles[columns].to_numpy().tolist()
    assert set(key["headline_force"]) | set(key["body_force"]) <= PURPOSES
    assert {frame for frames in key["frames"] for frame in frames.split(";")} == FRAMES


def test_facts_of_the_key_belong_to_the_event() -> None:
    event = read("facts.csv").set_index("fact_id")["event_id"]
    key = read("codes.csv")
    told = key.assign(fact=key["facts"].str.split(";")).explode("fact")
    assert (told["fact"].map(event) == told["event_id"]).all()


def test_every_fact_of_an_arabic_article_has_its_sentence_word_for_word(arabic: Corpus) -> None:
    tellings = read("tellings-ar.csv")
    text = arabic.articles.set_index("article_id")["text"]
    absent = [row.fact_id for row in tellings.itertuples() if row.sentence not in text[row.article_id]]
    assert absent == []
    key = read("codes.csv").set_index("article_id")["facts"]
    keyed = {(article, fact) for article in text.index for fact in key[article].split(";")}
    assert {(row.article_id, row.fact_id) for row in tellings.itertuples()} == keyed
    assert len(tellings) == len(keyed) == 53
    assert tellings["sentence"].str.endswith((".", "؟", ".»")).all()
    # A whole sentence: what stands before it in the story, if anything, ends one.
    text = clean(arabic).articles.set_index("article_id")["text"]
    before = [text[row.article_id].partition(row.sentence)[0].rstrip() for row in tellings.itertuples()]
    assert [end[-20:] for end in before if end and not end.endswith((".", "؟", "»", "”"))] == []


def test_the_page_of_the_arabic_articles_is_taken_out(arabic: Corpus) -> None:
    counts = removed_lines(clean(arabic)).groupby(["article_id", "kind"]).size()
    assert counts.to_dict() == {
        ("gl-ar-taji-attack-1", "byline"): 1,
        ("gl-ar-taji-attack-1", "caption"): 1,
        ("gl-ar-taji-attack-1", "dateline"): 1,
        ("gl-ar-us-strikes", "byline"): 1,
        ("gl-ar-us-strikes", "caption"): 1,
        ("gl-ar-us-strikes", "leftover"): 4,
        ("tc-ar-patriots", "byline"): 1,
        ("tc-ar-patriots", "caption"): 1,
        ("tc-ar-patriots", "dateline"): 1,
        ("tc-ar-patriots", "leftover"): 3,
    }
    words = clean(arabic).articles["text"].str.split().str.len()
    assert (words.min(), words.median(), words.max()) == (234, 266.5, 289)


def test_marks_and_digits_of_arabic_are_kept(arabic: Corpus) -> None:
    text = arabic.articles.set_index("article_id")["text"]
    assert text.str.contains("،").all()
    assert sorted(text.index[text.str.contains("[٠-٩]")]) == ["tc-ar-us-strikes"]
    assert all(text[article].count("«") == text[article].count("»") > 0 for article in text.index if "gl-" in article)
    assert all(text[article].count("“") == text[article].count("”") > 0 for article in text.index if "tc-" in article)
