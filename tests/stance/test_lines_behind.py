"""Rows of tables in their sentences, and pairs of who does what to whom, counted by hand."""

import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.errors import ColumnError, OptionError
from toolkit.kwic import lines_behind
from toolkit.report.html import show_concordance
from toolkit.stance.actor import Actor, Actors
from toolkit.stance.actors import actor_labels, find_actors, labels_at
from toolkit.stance.linking import link_actors
from toolkit.stance.pairs import who_whom
from toolkit.stance.roles import find_acts
from toolkit.stance.sources import find_sources

ACTORS = Actors((Actor("army", "the army"), Actor("rebels", "the rebels", short_forms=("the fighters",))))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    texts = [
        "It rained. The army bombed the rebels. The armed fighters fled.",
        "“The army may kill the rebels,” a cook said. Snow fell. A boy was shot.",
    ]
    rows = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Post", "Mail"], "text": texts})
    return Corpus(rows.assign(published=pd.Timestamp("2020-03-01")))


def test_acts_stand_in_their_sentences_with_their_parties(corpus: Corpus) -> None:
    lines = lines_behind(find_acts(corpus).table, corpus)
    assert lines[["outlet", "match", "sentence_text", "voice", "modal", "note"]].to_numpy().tolist() == [
        ["Post", "bombed", "The army bombed the rebels.", "outlet", "", "The army → the rebels"],
        ["Mail", "kill", "“The army may kill the rebels,” a cook said.", "quotation", "possible",
         "The army → the rebels"],
        ["Mail", "shot", "A boy was shot.", "outlet", "", "(not named) → A boy"],
    ]  # fmt: skip
    places = zip(lines["sentence_text"], lines["start_in_sentence"], lines["end_in_sentence"], strict=True)
    assert [text[a:b] for text, a, b in places] == ["bombed", "kill", "shot"]
    assert lines["start_in_sentence"].tolist() == [9, 14, 10]
    assert "<mark>bombed</mark>" in show_concordance(lines).html


def test_mentions_labels_and_attributions_stand_in_theirs(corpus: Corpus) -> None:
    mentions = find_actors(corpus, ACTORS)
    lines = lines_behind(mentions.table, corpus)
    assert lines["match"].str.lower().tolist() == [
        "the army", "the rebels", "the armed fighters", "the army", "the rebels"
    ]  # fmt: skip
    assert lines["category"].tolist() == ["army", "rebels", "rebels", "army", "rebels"]
    label = lines_behind(labels_at(mentions), corpus)
    assert label[["match", "category", "sentence_text"]].to_numpy().tolist() == [
        ["armed fighters", "armed fighters", "The armed fighters fled."]
    ]
    cue = lines_behind(find_sources(corpus).table, corpus)
    assert cue[["match", "category", "note"]].to_numpy().tolist() == [["said", "neutral", "source: a cook"]]


def test_labels_are_counted_where_they_stand(corpus: Corpus) -> None:
    mentions = find_actors(corpus, ACTORS)
    counted = labels_at(mentions).groupby(["actor", "outlet", "label"]).size()
    expected = actor_labels(mentions).set_index(["actor", "outlet", "label"])["count"]
    assert counted.to_dict() == expected.to_dict() == {("rebels", "Post", "armed fighters"): 1}


def test_a_limit_spreads_the_lines_over_the_rows(corpus: Corpus) -> None:
    table = find_actors(corpus, ACTORS).table
    assert lines_behind(table, corpus, limit=2)["match"].tolist() == ["The army", "the rebels"]  # first and last
    assert len(lines_behind(table, corpus, limit=100)) == 5
    assert list(lines_behind(table.head(0), corpus)["match"]) == []


def test_tables_without_places_and_another_corpus_are_refused(corpus: Corpus) -> None:
    with pytest.raises(ColumnError, match="'unit'"):
        lines_behind(pd.DataFrame({"start": [0], "end": [3]}), corpus)
    with pytest.raises(OptionError, match="a row is of part 9"):
        lines_behind(pd.DataFrame({"unit": [9], "start": [0], "end": [3]}), corpus)


def test_pairs_are_counted_over_all_acts_whether_done_or_not(corpus: Corpus) -> None:
    acts = link_actors(find_acts(corpus), find_actors(corpus, ACTORS))
    pairs = who_whom(acts).set_index(["agent", "category", "patient"])[["n", "n_done", "n_outlet_voice", "n_articles"]]
    assert pairs.to_dict("index") == {
        ("army", "harm", "rebels"): {"n": 1, "n_done": 1, "n_outlet_voice": 1, "n_articles": 1},
        ("army", "kill", "rebels"): {"n": 1, "n_done": 0, "n_outlet_voice": 0, "n_articles": 1},
        ("(not named)", "harm", "(other)"): {"n": 1, "n_done": 1, "n_outlet_voice": 1, "n_articles": 1},
    }
    heads = who_whom(find_acts(corpus), by="outlet")
    assert set(heads["agent"]) == {"army", "(not named)"}  # without actors, the heads of the phrases
    assert heads["outlet"].tolist() == ["Mail", "Mail", "Post"]
    assert [acts.table.loc[rows, "word"].tolist() for rows in who_whom(acts)["rows"]]
    with pytest.raises(ColumnError, match="'town'"):
        who_whom(acts, by="town")
