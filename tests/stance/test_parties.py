"""Who does it, to whom, in whose words: sentences whose answers were written before the code was run on them."""

import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.framing.force import ForceAxis
from toolkit.stance.actor import Actor, Actors
from toolkit.stance.actors import find_actors, mentions_of_corpus
from toolkit.stance.linking import Linker
from toolkit.stance.parties import Parties, find_parties

ACTORS = Actors((
    Actor("us", "United States", kind="state", aliases=("Washington",)),
    Actor("kh", "Kataib Hezbollah", short_forms=("the militia",)),
    Actor("iran", "Iran", kind="state"),
))  # fmt: skip

# agent, category, patient, status, on whose word, speaker
SENTENCES = {
    "The United States destroyed the depots of Kataib Hezbollah.":
        ("us", "destroy", "kh", "done", "outlet", None),
    "Kataib Hezbollah was wiped out by the United States.":
        ("us", "destroy", "kh", "done", "outlet", None),
    "Washington wants to deter Iran.":
        ("us", "deter", "iran", "planned", "outlet", None),
    "“We will destroy the militia,” the minister said.":
        (None, "destroy", None, "planned", "quoted", "the minister"),
    "The United States may destroy Kataib Hezbollah.":
        ("us", "destroy", "kh", "possible", "outlet", None),
    "The United States did not destroy the depots.":
        ("us", "destroy", None, "negated", "outlet", None),
    "Washington threatened to destroy Kataib Hezbollah.":
        ("us", "destroy", "kh", "threatened", "outlet", None),
    "The destruction of Kataib Hezbollah by the United States took a week.":
        ("us", "destroy", "kh", "done", "outlet", None),
    "US troops defended the base.":
        ("us", "defend", None, "done", "outlet", None),
}  # fmt: skip


def corpus_of(*texts: str) -> Corpus:
    return Corpus(pd.DataFrame({"article_id": [str(n) for n in range(len(texts))], "text": texts, "language": "en"}))


@pytest.fixture(scope="module")
def parties() -> Parties:
    corpus = corpus_of(*SENTENCES)
    return find_parties(ForceAxis(count_negated=True)(corpus), find_actors(corpus, ACTORS))


@pytest.mark.parametrize(("number", "sentence"), list(enumerate(SENTENCES)))
def test_sentences_by_hand(parties: Parties, number: int, sentence: str) -> None:
    row = (
        parties.table[parties.table["article_id"] == str(number)]
        .iloc[0]
        .astype(object)
        .where(lambda v: v.notna(), None)
    )
    columns = ("agent_actor", "category", "patient_actor", "status", "asserted_by", "speaker")
    assert tuple(row[name] for name in columns) == SENTENCES[sentence]


def test_who_does_what_to_whom_adds_up(parties: Parties) -> None:
    table = parties.who_whom()
    assert table["n"].sum() == parties.table["is_act"].sum()
    first = table.iloc[0]
    assert (first["agent"], first["category"], first["patient"], first["n"]) == ("us", "destroy", "kh", 5)
    assert first["n_done"] == 3  # not the possible and the threatened one
    assert parties.table.loc[first["rows"], "agent_actor"].eq("us").all()


def test_shares_of_statuses_are_of_their_group(parties: Parties) -> None:
    table = parties.statuses()
    assert table.groupby("category")["share"].sum().tolist() == pytest.approx([1.0] * table["category"].nunique())


def test_without_actors_the_heads_of_the_phrases_are_counted() -> None:
    found = find_parties(ForceAxis()(corpus_of("The old army destroyed the bridges.")))
    row = found.who_whom().iloc[0]
    assert (row["agent"], row["patient"]) == ("army", "bridge") and not found.has_actors


def test_a_corpus_without_evidence_has_no_parties() -> None:
    found = find_parties(ForceAxis()(corpus_of("It rained.", "")))
    assert len(found) == 0 and "0 spans" in repr(found) and found.who_whom().empty


# phrase with the place of its head marked by |, and the actor that it means
PHRASES = {
    "|Kataib Hezbollah": "kh",
    "US |troops": "us",
    "the Iran-backed |group": None,
    "anti-Iran |protesters": None,
    "|members of Kataib Hezbollah": "kh",
    "|factories of Iran": None,
    "Iran's |army": "iran",
    "|troops in Iran": None,
}


@pytest.mark.parametrize("phrase", PHRASES)
def test_phrases_and_the_actors_that_they_mean(phrase: str) -> None:
    text = phrase.replace("|", "")
    corpus = corpus_of(text)
    linker = Linker(mentions_of_corpus(corpus, ACTORS), corpus)
    assert linker.actor_of(0, 0, len(text), phrase.index("|"))[0] == PHRASES[phrase]
