"""Events found in small corpora whose happenings a reader can tell apart."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

import toolkit.events.likeness as likeness_module
import toolkit.events.match as match_module
from toolkit.corpus.clean import clean
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.shipped import load_corpus
from toolkit.errors import OptionError, UndatedWarning
from toolkit.events.likeness import Background, likeness, read_features
from toolkit.events.listing import explain_event, list_events
from toolkit.events.match import match_events

FIRE = "A warehouse fire in Harbour Street killed two workers late on Monday. Firefighters fought the flames all night."
VOTE = "Parliament passed the pension bill by three votes. The opposition walked out before the ballot was counted."
STORM = "The storm tore roofs from forty houses in Dornach. Power was out in the valley and schools stayed closed."


def corpus_of(rows: list[tuple[str, str, str | None, str, str]]) -> Corpus:
    """Return a corpus of (id, outlet, date, headline, text)."""
    columns = ["article_id", "outlet", "published", "headline", "text"]
    return Corpus(pd.DataFrame(rows, columns=columns, dtype=object), "small")


def three_happenings() -> Corpus:
    return corpus_of([
        ("p1", "Post", "2021-05-03", "Two workers die in warehouse fire", FIRE),
        ("p2", "Post", "2021-05-04", "Pension bill passes by three votes", VOTE),
        ("p3", "Post", "2021-05-20", "Storm tears roofs off in Dornach", STORM),
        ("t1", "Times", "2021-05-04", "Fire in Harbour Street warehouse kills two", FIRE.replace("late on", "on")),
        ("t2", "Times", "2021-05-05", "Opposition walks out as pension bill passes", VOTE),
        ("t3", "Times", "2021-05-20", "Dornach: forty houses lose their roofs", STORM),
    ])  # fmt: skip


@pytest.mark.parametrize("meaning", [True, False])
def test_articles_on_one_happening_come_together_and_others_do_not(meaning: bool) -> None:
    matched = match_events(three_happenings(), meaning=meaning)
    events = matched.articles.set_index("article_id")["event_id"]
    assert events["p1"] == events["t1"]
    assert events["p2"] == events["t2"]
    assert events["p3"] == events["t3"]
    assert events.nunique() == 3


def test_every_article_says_why_it_is_where_it_is() -> None:
    articles = match_events(three_happenings()).articles.set_index("article_id")
    assert list(articles["event_because"]) == ["opened", "opened", "opened", "likeness", "likeness", "likeness"]
    assert articles.loc["t1", "event_nearest"] == "p1"
    assert "Harbour" in articles.loc["t1", "event_shared"]
    assert articles.loc["t1", "event_likeness"] > articles.loc["t1", "event_rival_likeness"]
    assert articles.loc["t1", "event_rival"] == articles.loc["p2", "event_id"]


def test_the_opener_has_a_nearest_article_only_if_one_of_the_same_day_joined_it() -> None:
    articles = match_events(three_happenings()).articles.set_index("article_id")
    assert articles.loc["p1", "event_nearest"] is None
    assert np.isnan(articles.loc["p1", "event_likeness"])
    assert articles.loc["p3", "event_nearest"] == "t3"


def test_the_name_of_an_event_is_the_date_and_a_hash_of_its_first_article() -> None:
    # `printf p1 | sha256sum` begins with f645.
    assert match_events(three_happenings()).articles["event_id"].iloc[0] == "2021-05-03-f645"


def test_an_article_beyond_the_window_opens_an_event_of_its_own() -> None:
    rows = [("a", "Post", "2021-05-01", "Fire", FIRE), ("b", "Times", "2021-05-07", "Fire", FIRE)]
    # The same text six days later: likeness 1 * exp(-6 / 5) = 0.30, above the threshold.
    assert match_events(corpus_of(rows), window=7).n_events == 1
    assert match_events(corpus_of(rows), window=5).n_events == 2


def test_likeness_of_equal_texts_fades_with_the_days_between() -> None:
    corpus = corpus_of([
        ("a", "Post", "2021-05-01", "Fire", FIRE), ("b", "Post", "2021-05-01", "Fire", FIRE),
        ("c", "Post", "2021-05-06", "Fire", FIRE),
    ])  # fmt: skip
    features = read_features(corpus, meaning=False)
    pairs = likeness(features, np.array([0]), np.array([1, 2]), Background.of(features))
    assert pairs[0].tolist() == pytest.approx([1.0, math.exp(-1)], abs=1e-6)


def test_words_are_weighted_as_scikit_learn_weights_them() -> None:
    """The tf-idf cosine agrees with TfidfVectorizer (sublinear, smoothed) on the same beginnings."""
    corpus = three_happenings()
    features = read_features(corpus, meaning=False)
    rows = np.arange(6)
    background = Background.of(features)
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words=list(ENGLISH_STOP_WORDS), token_pattern=r"\w\w+")  # noqa: S106
    articles = corpus.articles.iloc[features.order]
    vectors = vectorizer.fit_transform(
        f"{h} {h} {t}" for h, t in zip(articles["headline"], articles["text"], strict=True)
    )
    from toolkit.events.likeness import _cosine

    ours = _cosine(features.words, rows, rows, background.rarity(background.words))
    assert ours == pytest.approx((vectors @ vectors.T).toarray(), abs=1e-5)


def test_a_corpus_that_grows_keeps_its_event_ids(shared_dir: Path) -> None:
    """On 355 real articles: what was found in the first half of the days does not change with the second."""
    real = pd.read_json(shared_dir / "data" / "event_clusters_union" / "articles.jsonl", lines=True)
    real["published"] = pd.to_datetime(real["date"], errors="coerce")
    real = real.rename(columns={"title": "headline"}).dropna(subset=["published"])
    articles = real[["article_id", "outlet", "published", "headline", "text"]]
    articles = articles.assign(article_id=[f"a{i}" for i in range(len(articles))])
    early = articles[articles["published"] <= articles["published"].median().normalize()]
    before = match_events(Corpus(early), meaning=False).articles.set_index("article_id")["event_id"]
    after = match_events(Corpus(articles), meaning=False).articles.set_index("article_id")["event_id"]
    assert 150 < len(before) < 200
    assert (after[before.index] == before).all()


def test_the_order_of_rows_does_not_matter() -> None:
    corpus = three_happenings()
    turned = Corpus(corpus.articles.iloc[::-1])
    one, other = (match_events(c).articles.set_index("article_id")["event_id"].sort_index() for c in (corpus, turned))
    assert one.equals(other)


def test_more_articles_in_a_day_than_fit_in_one_batch() -> None:
    rows = [(f"{i:04d}", "Post", "2021-05-01", "Fire", FIRE) for i in range(900)]
    matched = match_events(corpus_of(rows), meaning=False)
    assert matched.n_events == 1
    assert (matched.articles["event_because"] == "likeness").sum() == 899


def test_articles_without_dates_are_grouped_with_a_warning() -> None:
    corpus = corpus_of([(i, o, None, h, t) for i, o, _, h, t in _rows(three_happenings())])
    with pytest.warns(UndatedWarning, match="6 of 6 articles have no date"):
        matched = match_events(corpus)
    events = matched.articles.set_index("article_id")["event_id"]
    assert events["p1"] == events["t1"]
    assert events["p1"] != events["t2"]
    assert events["p1"].startswith("undated-")


def test_an_undated_article_joins_the_dated_ones_that_it_is_like() -> None:
    rows = [(i, o, None if i == "t1" else d, h, t) for i, o, d, h, t in _rows(three_happenings())]
    with pytest.warns(UndatedWarning, match="1 of 6 articles have no date"):
        events = match_events(corpus_of(rows)).articles.set_index("article_id")["event_id"]
    assert events["t1"] == events["p1"]


@pytest.mark.parametrize("texts", [["", ""], ["x", "y"], ["!!!", "???"]])
def test_articles_without_words_are_events_of_their_own(texts: list[str]) -> None:
    rows = [(f"a{i}", "Post", "2021-05-01", "", text) for i, text in enumerate(texts)]
    assert match_events(corpus_of(rows)).n_events == 2


def test_no_article_and_one_article() -> None:
    empty = Corpus(pd.DataFrame({"article_id": [], "text": []}))
    assert match_events(empty).n_events == 0
    one = match_events(corpus_of([("a", "Post", "2021-05-01", "Fire", FIRE)]))
    assert list(one.articles["event_because"]) == ["opened"]


@pytest.mark.parametrize(("option", "value"), [("window", 0), ("window", -1), ("threshold", 0), ("threshold", 1)])
def test_settings_out_of_range_are_refused(option: str, value: float) -> None:
    with pytest.raises(OptionError, match=f"`{option}` must"):
        match_events(three_happenings(), **{option: value})


def test_matching_again_replaces_the_reasons() -> None:
    once = match_events(three_happenings())
    assert list(match_events(once).articles.columns) == list(once.articles.columns)


def test_the_history_says_what_was_used() -> None:
    assert match_events(three_happenings()).history[-1].note == (
        "3 events, 3 of them covered by two outlets or more (words, names, numbers, meaning and dates)"
    )
    assert (
        match_events(three_happenings(), meaning=False)
        .history[-1]
        .note.endswith("(words, names, numbers and dates; without meaning)")
    )


def test_events_are_listed_with_labels_that_the_outlets_share() -> None:
    table = list_events(match_events(three_happenings()))
    assert list(table["n_articles"]) == [2, 2, 2]
    assert table["first"].min() == pd.Timestamp("2021-05-03")
    label = table.loc[table["first"] == "2021-05-03", "label"].item()
    # In both articles, in both headlines and in no other event: fire, kill(s) apart. "late" stands in one article only.
    assert label.split(", ")[:2] == ["Harbour Street", "warehouse"]
    assert "late" not in label


def test_an_event_is_explained_article_by_article() -> None:
    matched = match_events(three_happenings())
    event = matched.articles["event_id"].iloc[0]
    rows = explain_event(matched, event)
    assert list(rows["article_id"]) == ["p1", "t1"]
    assert list(rows["event_because"]) == ["opened", "likeness"]
    with pytest.raises(OptionError, match="`event_id` must be"):
        explain_event(matched, "no-such-event")


def test_hostile_headlines_stay_text() -> None:
    rows = [("a", "Post", "2021-05-01", "<script>alert(1)</script>\udcff", FIRE)]
    assert match_events(corpus_of(rows)).n_events == 1


def _rows(corpus: Corpus) -> list[tuple[str, str, str, str, str]]:
    columns = ["article_id", "outlet", "published", "headline", "text"]
    return [tuple(row) for row in corpus.articles[columns].to_numpy()]


def test_articles_on_one_event_are_nearest_across_languages() -> None:
    """For each Arabic article of taji-2020, and each English one on its events, the most similar across is right."""
    corpus = clean(load_corpus("taji-2020"))
    features = read_features(corpus)
    rows = np.arange(len(features))
    event = corpus.articles["event_id"].to_numpy()[features.order]
    arabic = ~features.english
    pairs = likeness(features, rows, rows, Background.of(features))
    pairs[arabic[:, None] == arabic] = -1
    told_in_both = np.isin(event, event[arabic])
    right = event[pairs.argmax(axis=1)] == event
    assert arabic.sum() == 8
    assert (told_in_both & ~arabic).sum() == 24
    assert right[told_in_both].all()


def test_without_a_model_words_decide_and_the_history_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (likeness_module, match_module):
        monkeypatch.setattr(module, "has_embedder", lambda model: False)
    matched = match_events(three_happenings())
    by_words = match_events(three_happenings(), meaning=False)
    assert list(matched.articles["event_id"]) == list(by_words.articles["event_id"])
    assert "without meaning (no sentence model is installed)" in matched.history[-1].note
