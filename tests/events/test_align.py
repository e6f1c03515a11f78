"""Facts of one event, on small articles whose facts can be told by eye. Without the sentence model: words only."""

import numpy as np
import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.errors import MissingEventsError, OptionError, UnknownNameError
from toolkit.events.align import align
from toolkit.events.alignment import FACT_COLUMNS, TELLING_COLUMNS
from toolkit.events.statements import clauses
from toolkit.models.embed import has_embedder

KILLED = "Two soldiers were killed at Camp Taji."
TRUCK = "Police found a truck with launch rails nearby."
PRAISE = "A militia praised the rocket crews."
ARTICLES = {
    "Lantern": f"{KILLED} {TRUCK}",
    "Ledger": f"At Camp Taji 2 soldiers were killed. {PRAISE}",
    "Courier": f"Shops in the village stayed closed. {KILLED} A truck with launch rails was found by police.",
}


def corpus_of(articles: dict[str, str], **columns: object) -> Corpus:
    table = pd.DataFrame({"article_id": list(articles), "outlet": list(articles), "text": list(articles.values())})
    return Corpus(table.assign(event_id="taji", **columns))


def told(alignment: object, word: str) -> list[str]:
    """Return the outlets that tell the fact in whose tellings a word stands."""
    tellings = alignment.tellings  # type: ignore[attr-defined]
    fact_ids = tellings.loc[tellings["text"].str.contains(word), "fact_id"].unique()
    assert len(fact_ids) == 1
    return sorted(tellings.loc[tellings["fact_id"] == fact_ids[0], "outlet"])


def test_like_sentences_are_one_fact_and_the_rest_are_facts_of_their_own() -> None:
    alignment = align(corpus_of(ARTICLES), "taji", model=None)
    assert told(alignment, "killed") == ["Courier", "Lantern", "Ledger"]
    assert told(alignment, "truck") == ["Courier", "Lantern"]
    assert told(alignment, "praised") == ["Ledger"]
    assert told(alignment, "village") == ["Courier"]
    assert list(alignment.facts["n_outlets"]) == [3, 2, 1, 1]
    assert list(alignment.facts["fact_id"]) == ["f01", "f02", "f03", "f04"]
    assert tuple(alignment.facts.columns) == FACT_COLUMNS
    assert tuple(alignment.tellings.columns) == TELLING_COLUMNS


def test_what_is_left_out_and_what_is_told_alone() -> None:
    alignment = align(corpus_of(ARTICLES), "taji", model=None)
    missing = alignment.left_out()
    assert missing[["outlet", "n_others", "told_by"]].to_numpy().tolist() == [["Ledger", 2, "Courier; Lantern"]]
    assert "truck" in missing["fact"][0]
    assert len(alignment.left_out(at_least=1)) == 1 + 2 + 2  # the truck; and the two facts told alone, by two each
    assert list(alignment.alone()["outlet"]) == ["Courier", "Ledger"]
    with pytest.raises(OptionError, match="1 or more"):
        alignment.left_out(at_least=0)


def test_offsets_and_positions_are_those_of_the_part() -> None:
    alignment = align(corpus_of(ARTICLES, headline="Rockets hit the base"), "taji", model=None)
    parts = alignment.corpus.parts
    ids = alignment.corpus.articles["article_id"]
    texts = {
        (ids[a], alignment.corpus.part_names[p]): t
        for a, p, t in zip(parts.article, parts.part, parts.texts, strict=True)
    }
    for row in alignment.tellings.to_dict("records"):
        assert texts[row["article_id"], row["part"]][row["start"] : row["end"]] == row["text"]
    ledger = alignment.tellings[(alignment.tellings["outlet"] == "Ledger") & (alignment.tellings["part"] == "body")]
    # 4 words of headline, then 7 words, then 6: 17 in all
    assert sorted(ledger["position"]) == pytest.approx([4 / 17, 11 / 17])


def test_quoted_is_the_share_of_words_in_quotation_marks() -> None:
    text = "“We saw rockets and heavy smoke,” said Officer Brown."  # 6 of 9 words
    alignment = align(corpus_of({"Lantern": text}), "taji", model=None)
    assert list(alignment.tellings["quoted"]) == pytest.approx([6 / 9])


def test_a_long_sentence_tells_several_facts() -> None:
    both = f"{KILLED[:-1]}, and police found a truck with launch rails nearby."
    alignment = align(corpus_of({"A": both, "B": KILLED, "C": TRUCK}), "taji", model=None)
    rows = {frozenset(own["outlet"]) for _, own in alignment.tellings.groupby("fact_id")}
    assert rows == {frozenset("AB"), frozenset("AC")}


def test_an_outlet_tells_if_any_of_its_articles_does() -> None:
    table = pd.DataFrame({
        "article_id": ["a1", "a2", "b"], "outlet": ["A", "A", "B"], "text": [KILLED, TRUCK, f"{KILLED} {TRUCK}"],
        "event_id": "taji",
    })  # fmt: skip
    alignment = align(Corpus(table), "taji", model=None)
    assert alignment.table.to_numpy().all()
    assert alignment.left_out(at_least=1).empty


def test_numbers_that_contradict_keep_facts_apart() -> None:
    texts = {"A": "Officials said 5 soldiers were wounded.", "B": "Officials said 9 civilians were arrested."}
    assert list(align(corpus_of(texts), "taji", model=None).facts["n_outlets"]) == [1, 1]


def test_a_checklist_says_who_tells_each_of_its_facts() -> None:
    facts = ["Two soldiers were killed.", "A truck with launch rails was found.", "The minister resigned."]
    alignment = align(corpus_of(ARTICLES), "taji", facts=facts, model=None)
    assert list(alignment.facts["fact"]) == facts
    assert alignment.facts["fact_article_id"].isna().all()
    assert list(alignment.facts["n_outlets"]) == [3, 2, 0]
    assert np.isnan(alignment.facts["position"][2])
    assert alignment.table.loc["f02"].to_dict() == {"Courier": True, "Lantern": True, "Ledger": False}


@pytest.mark.parametrize("facts", ["one sentence", [], ["a fact", " "]])
def test_a_checklist_must_be_a_list_of_sentences(facts: object) -> None:
    with pytest.raises(OptionError, match="`facts` must be a list of sentences"):
        align(corpus_of(ARTICLES), "taji", facts=facts, model=None)  # type: ignore[arg-type]


def test_wrong_events_and_options_are_named() -> None:
    corpus = corpus_of(ARTICLES)
    with pytest.raises(UnknownNameError, match=r"has no event 'taij'\. Did you mean 'taji'"):
        align(corpus, "taij")
    with pytest.raises(MissingEventsError, match="match_events"):
        align(Corpus(corpus.articles.drop(columns="event_id")), "taji")
    with pytest.raises(OptionError, match="between 0 and 1"):
        align(corpus, "taji", threshold=1.5)
    with pytest.raises(OptionError, match="'english' or 'multilingual'"):
        align(corpus, "taji", model="englisch")


def test_one_article_tells_everything_alone() -> None:
    alignment = align(corpus_of({"Lantern": ARTICLES["Lantern"]}), "taji", model=None)
    assert list(alignment.alone()["outlet"]) == ["Lantern", "Lantern"]
    assert alignment.left_out(at_least=1).empty
    assert "2 facts in 1 article of 1 outlet" in repr(alignment)


def test_the_same_text_everywhere_leaves_nothing_out() -> None:
    alignment = align(corpus_of(dict.fromkeys("ABCD", f"{KILLED} {TRUCK} {PRAISE}")), "taji", model=None)
    assert list(alignment.facts["n_outlets"]) == [4, 4, 4]
    assert alignment.alone().empty


@pytest.mark.parametrize(
    "texts", [{"A": "", "B": " "}, {"A": "…", "B": "!!"}, {"A": "Live updates", "B": "Live updates"}]
)
def test_without_statements_there_are_no_facts(texts: dict[str, str]) -> None:
    alignment = align(corpus_of(texts), "taji", model=None)
    assert alignment.facts.empty
    assert alignment.tellings.empty
    assert alignment.table.shape == (0, 2)
    assert alignment.left_out().empty
    assert alignment.alone().empty
    assert align(corpus_of(texts), "taji", facts=[KILLED], model=None).left_out().empty


def test_text_without_marks_is_cut_and_compared() -> None:
    endless = " ".join(f"word{number}" for number in range(2_000))
    pieces = clauses(endless)
    assert [len(piece.split()) for piece in pieces[1:3]] == [60, 60]
    assert len(pieces) == 1 + 34  # 33 pieces of 60 words and one of 20
    assert align(corpus_of({"A": endless, "B": endless}), "taji", model=None).facts["n_outlets"].to_list() == [2]


def test_articles_without_outlet_are_named_so() -> None:
    table = corpus_of(ARTICLES).articles.assign(outlet=None)
    assert align(Corpus(table), "taji", model=None).outlets == ["unknown outlet"]


def test_the_order_of_articles_does_not_matter() -> None:
    one, other = corpus_of(ARTICLES), corpus_of(dict(reversed(ARTICLES.items())))
    tables = [align(corpus, "taji", model=None).tellings[["fact_id", "outlet", "text"]] for corpus in (one, other)]
    pd.testing.assert_frame_equal(*tables)


def test_the_method_says_whether_a_model_was_there(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no sentence model was asked for" in align(corpus_of(ARTICLES), "taji", model=None).method
    monkeypatch.setattr("toolkit.events.align.has_embedder", lambda _: False)
    assert "'english' is not installed" in align(corpus_of(ARTICLES), "taji").method


class Twins:
    """A model that holds all texts about trucks for the same, and all others for different from them."""

    name = "twins"
    dimension = 2

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.array([[1, 0] if "truck" in text or "lorry" in text else [0, 1] for text in texts], dtype=np.float32)


def test_a_model_of_ones_own_finds_other_words_for_the_same() -> None:
    texts = {"A": "Police seized a truck with rails.", "B": "Guards recovered some lorry on Friday."}
    assert align(corpus_of(texts), "taji", model=Twins(), threshold=0.35).facts["n_outlets"].to_list() == [2]  # type: ignore[arg-type]
    assert align(corpus_of(texts), "taji", model=None, threshold=0.35).facts["n_outlets"].to_list() == [1, 1]


def test_articles_in_two_languages_are_laid_side_by_side() -> None:
    assert has_embedder("multilingual")
    texts = {"Lantern": KILLED, "Courier": "قُتل جنديان في معسكر التاجي."}
    alignment = align(corpus_of(texts, language=["en", "ar"]), "taji")
    assert list(alignment.facts["n_outlets"]) == [2]
    assert "between languages" in alignment.method


def test_an_outlet_that_prints_anothers_text_is_no_witness() -> None:
    """B reprints A: of the facts in A and B, C leaves out none that two others tell of their own."""
    facts = f"{KILLED} {TRUCK}"
    corpus = corpus_of({"A": facts, "B": facts, "C": "Traders in the old market closed their shops early yesterday."})
    marked = Corpus(corpus.articles.assign(wire_id=[None, corpus.articles["article_id"].iloc[0], None]))
    plain, known = (align(one, "taji", model=None) for one in (corpus, marked))
    assert len(plain.left_out(at_least=2)) == 2
    assert known.left_out(at_least=2).empty
    assert list(known.left_out(at_least=1)["told_by"].iloc[-2:]) == ["A; B", "A; B"]
    assert known.table.equals(plain.table)
