"""`find_sources` on sentences whose source, cue and content were marked by hand before it was run on them."""

import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.errors import LanguageWarning
from toolkit.stance.attribution_trained import train_sources
from toolkit.stance.sources import find_sources
from toolkit.stance.sources_result import SOURCE_COLUMNS, Sources

# One row a construction: text; source, cue, contents; kind. None: no source.
SENTENCES = {
    "said that": (
        "The minister said that the talks had failed.",
        ("The minister", "said", ["that the talks had failed"]), "indirect"),
    "said without that": (
        "Police said two people were injured.",
        ("Police", "said", ["two people were injured"]), "indirect"),
    "according to, behind": (
        "The bridge was closed on Monday, according to the mayor.",
        ("the mayor", "according to", ["The bridge was closed on Monday"]), "indirect"),
    "according to, in front": (
        "According to the ministry, the bridge was closed.",
        ("the ministry", "According to", ["the bridge was closed"]), "indirect"),
    "direct, behind": (
        '"The talks have failed," the minister said.',
        ("the minister", "said", ['"The talks have failed,"']), "direct"),
    "direct, inverted": (
        "“The talks have failed,” said the minister.",
        ("the minister", "said", ["“The talks have failed,”"]), "direct"),
    "direct, in front": (
        'The minister said: "The talks have failed."',
        ("The minister", "said", ['"The talks have failed."']), "direct"),
    "indirect, inverted": (
        "The talks have failed, said the minister.",
        ("the minister", "said", ["The talks have failed"]), "indirect"),
    "split": (
        '"The talks have failed," she said. "We will try again."',
        ("she", "said", ['"The talks have failed,"', '"We will try again."']), "direct"),
    "over paragraphs": (
        'The minister said: "The talks have failed.\n\n"We will try again next week."',
        ("The minister", "said", ['"The talks have failed.\n\n"We will try again next week."']), "direct"),
    "mixed": (
        'The minister said that the talks were "a complete waste of time".',
        ("The minister", "said", ['that the talks were "a complete waste of time"']), "mixed"),
    "told": (
        "The minister told reporters that the talks had failed.",
        ("The minister", "told", ["that the talks had failed"]), "indirect"),
    "in a statement": (
        "The ministry said in a statement that the talks had failed.",
        ("The ministry", "said in a statement", ["that the talks had failed"]), "indirect"),
    "auxiliary and adverb": (
        "The minister has repeatedly said that the talks have failed.",
        ("The minister", "has repeatedly said", ["that the talks have failed"]), "indirect"),
    "denied": (
        "The company denied that it had paid the officials.",
        ("The company", "denied", ["that it had paid the officials"]), "indirect"),
    "object": (
        "The senator criticised the new law.",
        ("The senator", "criticised", ["the new law"]), "indirect"),
    "preposition": (
        "The senator called for a new law.",
        ("The senator", "called for", ["a new law"]), "indirect"),
    "infinitive": (
        "The senator vowed to fight the law.",
        ("The senator", "vowed", ["to fight the law"]), "indirect"),
    "noun with that": (
        "The claim that the soldiers fled is false.",
        (None, "The claim", ["that the soldiers fled"]), "indirect"),
    "noun with possessor": (
        "The general's claim that the soldiers fled is false.",
        ("The general", "'s claim", ["that the soldiers fled"]), "indirect"),
    "it was reported": (
        "It was reported that the soldiers had fled.",
        (None, "was reported", ["that the soldiers had fled"]), "indirect"),
    "it is believed": (
        "It is believed that the soldiers have fled.",
        (None, "is believed", ["that the soldiers have fled"]), "indirect"),
    "passive with agent": (
        "The ban was criticised by the senator.",
        ("the senator", "was criticised", ["The ban"]), "indirect"),
    "participle": (
        "He left the room, saying that the talks had failed.",
        ("He", "saying", ["that the talks had failed"]), "indirect"),
    "document": (
        "The report found that the army had known of the attack.",
        ("The report", "found", ["that the army had known of the attack"]), "indirect"),
    "adjective": (
        "The minister was confident that the talks would succeed.",
        ("The minister", "was confident", ["that the talks would succeed"]), "indirect"),
    "relative pronoun": (
        "The officer who said that the army fled has resigned.",
        ("who", "said", ["that the army fled"]), "indirect"),
}  # fmt: skip


def find(*texts: str, **settings: bool) -> Sources:
    ids = [str(number) for number in range(len(texts))]
    articles = pd.DataFrame({"article_id": ids, "text": texts, "outlet": "Gulf Daily"})
    return find_sources(Corpus(articles), **settings)


def strip(words: str) -> str:
    return words.strip(" .,:;")


@pytest.mark.parametrize("name", SENTENCES)
def test_a_construction(name: str) -> None:
    text, (source, cue, content), kind = SENTENCES[name]
    # A text of several paragraphs is cut into lead and body; a first line makes it all body.
    table = find(f"Lead.\n{text}" if "\n" in text else text).table
    assert len(table) == 1, table[["source", "cue", "content"]]
    row = table.iloc[0]
    assert (None if pd.isna(row["source"]) else row["source"]) == source
    assert strip(row["cue"]) == cue
    shown = [strip(text_of(text, row, span)) for span in row["content_spans"]]
    assert shown == [strip(one) for one in content]
    assert row["kind"] == kind


def text_of(text: str, row: pd.Series, span: tuple[int, int]) -> str:
    return text[slice(*span)]


def test_spans_are_code_points_of_the_part() -> None:
    text = "Häuser 😀.\n\nThe minister said that the talks had failed."
    table = find(text).table
    row = table.iloc[0]
    # The body begins behind the lead: "The minister" fills 0 to 12, a blank follows, "said" fills 13 to 17.
    assert row["part"] == "body"
    assert (row["source_start"], row["source_end"], row["cue_start"], row["cue_end"]) == (0, 12, 13, 17)
    assert row["content_spans"] == ((18, 43),)


def test_place_and_number_of_words() -> None:
    row = find("It rained in the city. The minister said that the talks had failed.").table.iloc[0]
    # 13 words; five stand before "The minister"; "that the talks had failed" are five.
    assert row["position"] == 5 / 13
    assert row["n_words"] == 5


def test_voices_add_up() -> None:
    text = 'It rained. "We lost," said Anna Berg. The mayor said the bridge was closed. A "victory" it was.'
    voices = find(text).voices.iloc[0]
    # It rained | We lost | said Anna Berg | The mayor said | the bridge was closed | A | victory | it was: 18 words
    assert voices["n_words"] == 18
    assert voices["direct"] == pytest.approx(2 / 18)
    assert voices["indirect"] == pytest.approx(4 / 18)
    assert voices["unattributed"] == pytest.approx(1 / 18)
    assert voices["own"] == pytest.approx(11 / 18)


def test_anonymous_and_named_sources() -> None:
    table = find(
        "Officials said on condition of anonymity that the talks had failed.",
        "A diplomat who asked not to be named said the talks had failed.",
        "Sources said the talks had failed.",
        "Anna Berg said the talks had failed.",
        "The report said the talks had failed.",
        "The government said the talks had failed.",
    ).table
    by_article = table.drop_duplicates("article_id").set_index("article_id")
    assert by_article["anonymous"].tolist() == [True, True, True, False, False, False]
    assert by_article["named"].tolist() == [False, False, False, True, False, False]
    assert by_article["source_type"].tolist()[3:] == ["person", "document", "group"]


@pytest.mark.parametrize(
    ("sentence", "anonymous"),
    [
        ("A cook said the talks had failed.", True),
        ("The harbour master said the talks had failed.", True),
        ("The driver, a father of three, said the talks had failed.", True),
        ("One of them said the talks had failed.", True),
        ("Two residents said the talks had failed.", True),
        ("The mayor said the talks had failed.", False),  # whoever holds the office is known
        ("A former mayor said the talks had failed.", True),
        ("Bus driver Anna Berg said the talks had failed.", False),
        ("The contract said the talks had failed.", False),  # no person
        ("The order said the talks had failed.", False),
        ("The chamber said the talks had failed.", False),
    ],
)
def test_a_person_without_a_name_is_anonymous(sentence: str, anonymous: bool) -> None:
    assert find(sentence).table["anonymous"].tolist() == [anonymous]


def test_a_person_described_as_one_who_was_named_is_not_anonymous() -> None:
    table = find("Anna Berg, the engineer, said the talks had failed. The engineer said they would go on.").table
    assert table["name"].tolist() == ["Anna Berg", "Anna Berg"]
    assert not table["anonymous"].any()
    table = find("Anna Berg, the engineer, said the talks had failed. A driver said they would go on.").table
    assert table["anonymous"].tolist() == [False, True]


def test_pronouns_and_short_names_go_to_the_last_named_source() -> None:
    text = "Anna Berg said the talks had failed. She said they would go on. Berg said no more would come."
    table = find(text).table
    assert table["source"].tolist() == ["Anna Berg", "She", "Berg"]
    assert table["name"].tolist() == ["Anna Berg"] * 3
    assert table["source_type"].tolist() == ["person", "pronoun", "person"]
    by_source = find(text).by_source("outlet")
    assert by_source[["name", "n_attributions", "n_articles"]].to_numpy().tolist() == [["Anna Berg", 3, 1]]


def test_a_pronoun_after_a_source_without_a_name_has_none() -> None:
    text = "Anna Berg said the talks had failed. A driver said he was tired. He said that the road was long."
    assert find(text).table["name"].tolist() == ["Anna Berg", "a driver", None]


def test_a_name_with_a_noun_for_a_group_beside_it_is_that_of_a_group() -> None:
    text = "Anna Berg said it rained. Kataib Hezbollah, the militia, said it had won. She said that it had lost."
    table = find(text).table
    assert table["source_type"].tolist() == ["person", "group", "pronoun"]
    assert table["name"].tolist() == ["Anna Berg", "Kataib Hezbollah", "Anna Berg"]


def test_the_kind_of_cue_is_that_of_the_lexicon() -> None:
    table = find(
        "The minister claimed that the talks had failed.",
        "The minister admitted that the talks had failed.",
        "The minister warned that the talks would fail.",
    ).table
    assert table["cue_kind"].tolist() == ["doubting", "asserting", "warning"]


def test_beliefs_can_be_left_out() -> None:
    texts = ("The minister believes that the talks failed.", "The minister wants to leave.", "Police said he left.")
    assert len(find(*texts)) == 3
    assert find(*texts, beliefs=False).table["cue"].tolist() == ["said"]
    inside = "Officials believe the minister said that he left."
    assert find(inside).table["cue"].tolist() == ["believe"]
    assert find(inside, beliefs=False).table["cue"].tolist() == ["said"]


def test_beliefs_are_no_voice() -> None:
    voices = find("The minister believes that the talks failed.").voices
    assert voices[["own", "direct", "indirect"]].to_numpy().tolist() == [[1, 0, 0]]


@pytest.mark.parametrize("text", ["He said that " * 500 + "it rained.", "We lost and " * 700 + "left, said the mayor."])
def test_sentences_of_two_thousand_words(text: str) -> None:
    for row in find(text, nested=True).table.itertuples():
        assert text[row.cue_start : row.cue_end] == row.cue


def test_attributions_inside_others_are_listed_on_request() -> None:
    text = "She said that the minister denied that he had lied."
    assert find(text).table["cue"].tolist() == ["said"]
    assert find(text, nested=True).table["cue"].tolist() == ["said", "denied"]


@pytest.mark.parametrize(
    "text",
    [
        "", " \n \n", "Rain.", "It rained in the city.", "🙂 🙂 🙂", '"""""', "“ “ ‘ ' ”",
    ],
)  # fmt: skip
def test_nothing_is_found_where_nothing_is_said(text: str) -> None:
    sources = find(text)
    assert len(sources) == 0
    assert sources.table.columns.tolist() == [*SOURCE_COLUMNS]
    assert sources.by_source().empty
    assert "0 attributions" in repr(sources)


@pytest.mark.parametrize("text", ["الوزير قال إن المحادثات فشلت.", "部长说会谈失败了。"])
def test_texts_in_other_scripts_are_left_out_with_a_warning(text: str) -> None:
    with pytest.warns(LanguageWarning, match="1 of 1 articles are not in English"):
        assert len(find(text)) == 0


def test_an_article_without_words_has_no_voices() -> None:
    assert find("").voices[["own", "direct", "indirect"]].isna().all(axis=None)


@pytest.mark.parametrize(
    "text",
    [
        '"We lost, said the mayor.', 'The mayor said "we lost and left', "He said: ''We lost.''", 'He said " " and "',
        "'' said ''",
    ],
)  # fmt: skip
def test_unbalanced_marks_are_no_error_and_spans_stay_inside(text: str) -> None:
    for row in find(text).table.itertuples():
        assert 0 <= row.cue_start < row.cue_end <= len(text)
        assert text[row.cue_start : row.cue_end] == row.cue
        assert all(0 <= a < b <= len(text) for a, b in row.content_spans)


def test_the_order_of_articles_does_not_matter() -> None:
    texts = [text for text, _, _ in SENTENCES.values() if "\n" not in text]
    forward, backward = find(*texts).table, find(*texts[::-1]).table
    columns = ["source", "cue", "content", "kind"]
    again = backward.sort_values("unit", ascending=False, kind="stable")
    pd.testing.assert_frame_equal(forward[columns], again[columns].reset_index(drop=True))


def test_it_speaks_in_sentences() -> None:
    sources = find("The minister said that the talks had failed.", "“We lost,” said Anna Berg.")
    assert repr(sources).splitlines()[0] == "2 attributions in 2 articles of 2, found by rules."
    assert "50% direct, 50% indirect" in repr(sources)
    assert sources.cue_kinds().to_numpy().tolist() == [["neutral", 2, 1.0]]
    assert sources.outlet_voices()["n_articles"].tolist() == [2]


def test_two_people_of_one_surname_stay_apart() -> None:
    text = "Anna Berg said it rained. Karl Berg said it did not. Berg said the sun came out."
    assert find(text).table["name"].tolist() == ["Anna Berg", "Karl Berg", "Karl Berg"]


def marks(text: str, words: str) -> list[dict[str, list[list[int]]]]:
    return [{"spans": [[text.index(words), text.index(words) + len(words)]]}]


def test_a_trained_engine_follows_the_marks_it_was_given() -> None:
    # The coders of these articles marked what was parroted, which the rules do not know, and not what was said.
    subjects = ["The minister", "The mayor", "The general", "The senator"]
    texts = [f"{subject} parroted that the plan {number} had failed." for subject in subjects for number in range(15)]
    others = [f"{subject} said that the plan {number} had failed." for subject in subjects for number in range(15)]
    articles = pd.DataFrame({"text": [*texts, *others]})
    articles.insert(0, "article_id", [f"a{number}" for number in range(len(articles))])
    coded = pd.DataFrame(
        {
            "article_id": articles["article_id"][: len(texts)],
            "source": [marks(text, text[: text.index(" parroted")]) for text in texts],
            "cue": [marks(text, "parroted") for text in texts],
            "content": [marks(text, text[text.index("that") : -1]) for text in texts],
        }
    )
    engine = train_sources(articles, coded)
    assert engine.n_attributions == 60
    new = ["The colonel parroted that the bridge had failed.", "The colonel said that the bridge had failed."]
    corpus = Corpus(pd.DataFrame({"article_id": ["x", "y"], "text": new}))
    table = find_sources(corpus, engine=engine).table
    found = table[["article_id", "source", "cue", "content"]].to_numpy().tolist()
    assert found == [["x", "The colonel", "parroted", "that the bridge had failed"]]
    assert find_sources(corpus).table["article_id"].tolist() == ["y"]


def test_a_lone_surrogate_is_no_error() -> None:
    text = "\ud800 The minister said that the \ud800 talks had failed."
    articles = pd.DataFrame({"article_id": ["a"], "text": pd.Series([text], dtype=object)})
    sources = find_sources(Corpus(articles))
    assert sources.table["cue"].tolist() == ["said"]
    assert sources.by_source()["n_attributions"].tolist() == [1]
