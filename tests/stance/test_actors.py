"""Actors: the file, the names and what stands for them, proposals, labels. Texts and answers are written by hand."""

import warnings
from pathlib import Path

import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.shipped import load_corpus
from toolkit.errors import ActorWarning, OptionError, ReadError
from toolkit.stance.actor_file import read_actors, write_actors
from toolkit.stance.actors import Actor, Actors, Mentions, actor_labels, find_actors, propose_actors
from toolkit.validity.labels import validate_labels
from toolkit.validity.tasks import run_task

ROOT = Path(__file__).parents[2]
KH = Actor("kh", "Kataib Hezbollah", aliases=("KH",), short_forms=("the group", "the militia"))
UT = Actor("ut", "Usbat al-Thairin", short_forms=("the group",))
US = Actor("us", "United States", kind="state")
IRAN = Actor("iran", "Iran", kind="state")
NADIM = Actor("nadim", "Nadim Qasirli", kind="person")
SAMIR = Actor("samir", "Samir Qasirli", kind="person")


def corpus(*texts: str, headline: str | None = None, outlet: str = "Gulf Daily") -> Corpus:
    rows = [
        {"article_id": f"a{i}", "outlet": outlet, "headline": headline, "text": text} for i, text in enumerate(texts)
    ]
    return Corpus(pd.DataFrame(rows))


def mentions(text: str, *actors: Actor, headline: str | None = None, window: int = 5) -> Mentions:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ActorWarning)
        return find_actors(corpus(text, headline=headline), Actors(actors), window=window)


def found(text: str, *actors: Actor, headline: str | None = None, window: int = 5) -> list[tuple[str, str, str]]:
    table = mentions(text, *actors, headline=headline, window=window).table
    return list(zip(table["text"], table["actor"], table["how"], strict=True))


def words(text: str, *actors: Actor) -> list[str]:
    return [one for one, _, _ in found(text, *actors)]


def test_a_mention_has_its_place_in_its_part():
    table = mentions("First line.\n\nIt rained. KH denied it.", KH, headline="Kataib Hezbollah denies").table
    assert table["part"].tolist() == ["headline", "body"]
    assert table[["start", "end", "sentence"]].to_numpy().tolist() == [[0, 16, 0], [11, 13, 1]]
    assert table["unit"].tolist() == [0, 2] and table["how"].tolist() == ["name", "alias"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kata’ib Hezbollah fired.", ["Kata’ib Hezbollah"]),
        ("Kata'ib Hezbollah's men, KATAIB HEZBOLLAH and Kata‘ib Hezbollah.",
         ["Kata'ib Hezbollah", "KATAIB HEZBOLLAH", "Kata‘ib Hezbollah"]),
        ("A Kataib Hezbollah-linked page.", ["Kataib Hezbollah"]),
        ("kataib hezbollah and kh in small letters.", []),
        ("Kataib, Hezbollah and others.", []),
    ],
)  # fmt: skip
def test_spellings_of_a_group(text, expected):
    assert words(text, KH) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. said US-led forces and U.S.-led forces left.", ["U.S.", "US", "U.S."]),
        ("It told us that the USA's troops, Americans all, left.", ["USA", "Americans"]),
        ("The United States’ army.", ["United States"]),
        ("American officials met a Swiss.", ["American"]),
    ],
)
def test_spellings_of_a_state(text, expected):
    assert words(text, US) == expected


def test_iran_is_found_in_iran_backed_but_not_in_other_words():
    assert found("An Iran-backed group in Tirana. Iranian aid.", IRAN) == [
        ("Iran", "iran", "name"), ("Iranian", "iran", "adjective"),
    ]  # fmt: skip


def test_plurals_of_groups_with_an_alias_in_small_letters():
    army = Actor("army", "Meridian Guard", aliases=("border troop",))
    assert words("Meridian Guards shot. Border troops fled.", army) == ["Meridian Guards", "Border troops"]


def test_a_name_with_al_and_without_hyphen():
    man = Actor("m", "Abu Mahdi al-Muhandis", kind="person")
    text = "Abu Mahdi al Muhandis spoke. Then al-Muhandis left. Muhandis came back."
    assert words(text, man) == ["Abu Mahdi al Muhandis", "al-Muhandis", "Muhandis"]


def test_a_family_name_counts_after_the_full_name_only():
    text = "Qasirli was silent. Nadim Qasirli spoke. Later Qasirli’s house burned."
    assert found(text, NADIM) == [("Nadim Qasirli", "nadim", "name"), ("Qasirli", "nadim", "family name")]


def test_a_family_name_in_a_headline_needs_a_name_somewhere():
    assert words("Nadim Qasirli spoke.", NADIM) == ["Nadim Qasirli"]
    assert [one[0] for one in found("Nadim Qasirli spoke.", NADIM, headline="Minister Meets Qasirli")] == [
        "Qasirli", "Nadim Qasirli",
    ]  # fmt: skip
    assert found("Somebody spoke.", NADIM, headline="Minister Meets Qasirli") == []


def test_a_family_name_after_a_title_is_a_name_and_the_title_alone_then_counts():
    text = "The president slept. President Qasirli spoke. The president left. The minister stayed."
    assert found(text, NADIM) == [("Qasirli", "nadim", "family name"), ("The president", "nadim", "title")]


def test_another_person_of_the_family_is_not_meant():
    assert words("Nadim Qasirli spoke. His wife Mona Qasirli left. Later Qasirli slept.", NADIM) == [
        "Nadim Qasirli", "Qasirli",
    ]  # fmt: skip


def test_initials_and_names_with_the_family_first():
    white = Actor("w", "Robert White", kind="person")
    assert words("Robert P. White spoke. Robert met White.", white) == ["Robert P. White", "White"]
    kim = Actor("k", "Kim Jong Un", kind="person")
    assert words("Kim Jong-un met Mr. Kim.", kim) == ["Kim Jong-un", "Kim"]
    assert words("Kim Jong - un left.", kim) == ["Kim Jong - un"]


def test_listed_titles():
    man = Actor("n", "Nadim Qasirli", kind="person", titles=("chief engineer",))
    text = "Chief engineer Qasirli spoke. The chief engineer left."
    assert found(text, man) == [("Chief engineer Qasirli", "n", "title"), ("The chief engineer", "n", "title")]


def test_short_forms_count_after_a_name_within_the_window():
    text = (
        "The group was unknown. Kataib Hezbollah fired. The Iran-backed militia left. It rained. It rained. The group!"
    )
    assert words(text, KH) == ["Kataib Hezbollah", "The Iran-backed militia", "The group"]
    assert [one[0] for one in found(text, KH, window=2)] == ["Kataib Hezbollah", "The Iran-backed militia"]
    assert [one[0] for one in found(text, KH, window=0)] == ["Kataib Hezbollah"]


def test_a_short_form_with_other_words_between_is_not_taken():
    assert words("KH fired. The leader of the group ran. The fire near militia posts went out.", KH) == [
        "KH",
        "the group",
    ]
    assert words("KH fired. The Islamic State group denied it.", KH, Actor("is", "Islamic State")) == [
        "KH", "Islamic State",
    ]  # fmt: skip


def test_a_short_form_means_the_actor_named_last():
    text = "Kataib Hezbollah ran. Usbat al-Thairin ran. The group said so. KH left. The group slept. The militia too."
    table = mentions(text, KH, UT).table
    assert table["actor"].tolist() == ["kh", "ut", "ut", "kh", "kh", "kh"]
    assert table["rule"].tolist() == ["", "", "last mentioned", "", "last mentioned", ""]


def test_short_forms_do_not_reach_into_the_next_article():
    with pytest.warns(ActorWarning, match=r"ut \(Usbat al-Thairin\)"):
        table = find_actors(corpus("KH fired.", "The group left."), Actors((KH, UT))).table
    assert table["article_id"].tolist() == ["a0"]


@pytest.mark.parametrize(
    ("text", "actors", "rules"),
    [
        ("Nadim Qasirli spoke. Samir Qasirli left. Qasirli slept.", ["nadim", "samir", "samir"],
         ["", "", "nearest earlier mention"]),
        ("Samir Qasirli left. Nadim Qasirli spoke. Qasirli slept.", ["samir", "nadim", "nadim"],
         ["", "", "nearest earlier mention"]),
    ],
)  # fmt: skip
def test_a_shared_family_name_goes_to_the_nearest(text, actors, rules):
    table = mentions(text, NADIM, SAMIR).table
    assert table["actor"].tolist() == actors and table["rule"].tolist() == rules


def test_a_shared_alias_goes_to_the_more_frequent_then_to_the_first_in_the_file():
    one, two = Actor("one", "Northern Front", aliases=("NF",)), Actor("two", "National Force", aliases=("NF",))
    table = mentions("NF fired. National Force denied it.", one, two).table
    assert table[["actor", "rule"]].to_numpy().tolist() == [["two", "more frequent in the article"], ["two", ""]]
    table = mentions("NF fired.", one, two).table
    assert table[["actor", "rule"]].to_numpy().tolist() == [["one", "first in the file"]]
    assert Actors((one, two)).shared.to_numpy().tolist() == [["nf", "one, two"]]


def test_the_longer_name_wins():
    government = Actor("gov", "Iraqi government", kind="institution")
    iraq = Actor("iraq", "Iraq", kind="state")
    assert found("The Iraqi government spoke in Iraq. The government left.", government, iraq) == [
        ("Iraqi government", "gov", "name"), ("Iraq", "iraq", "name"), ("The government", "gov", "short form"),
    ]  # fmt: skip


def test_an_actor_that_never_occurs_has_no_mention_and_a_warning():
    with pytest.warns(ActorWarning, match=r"1 of 2 actors never mentioned: us \(United States\)"):
        result = find_actors(corpus("Iran spoke."), Actors((IRAN, US)))
    counts = result.counts().set_index("actor")
    assert counts.loc["us", ["n_mentions", "n_articles"]].tolist() == [0, 0] and pd.isna(counts.loc["us", "by_name"])
    assert counts.loc["iran"].tolist() == [1, 1, 1.0]
    assert len(result.of("us")) == 0
    assert "iran: 1 mention (1 name)." in repr(result)


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("   ", 0), ("伊朗 发表 声明。", 0), ("إيران تنفي", 0), ("Iran" * 500, 0), ("Iran\x00\u202e<b>KH</b>", 2),
        ("KH " + "x " * 2_000 + "and the group", 2), ("KH\n" * 500, 500), ("the " * 3_000 + "group", 0),
    ],
)  # fmt: skip
def test_strange_texts(text, n):
    assert len(mentions(text, IRAN, KH, NADIM)) == n


def test_a_state_may_be_named_by_any_of_its_words():
    assert words("Britain said the British left.", Actor("b", "Britain", kind="state")) == ["Britain", "British"]


def test_the_order_of_articles_does_not_matter():
    texts = ["Kataib Hezbollah fired. The group left.", "Usbat al-Thairin spoke. The group left."]
    here = find_actors(corpus(*texts), Actors((KH, UT))).table["actor"].tolist()
    there = find_actors(corpus(*texts[::-1]), Actors((KH, UT))).table["actor"].tolist()
    assert here == ["kh", "kh", "ut", "ut"] and there == ["ut", "ut", "kh", "kh"]


def test_options():
    with pytest.raises(OptionError, match="`window`"):
        find_actors(corpus("x"), Actors((KH,)), window=-1)
    with pytest.raises(OptionError, match="no actors"):
        find_actors(corpus("x"), Actors())
    with pytest.raises(OptionError, match="Did you mean 'iran'"):
        mentions("Iran.", IRAN).of("irann")


def test_file_there_and_back(tmp_path):
    actors = Actors((KH, Actor("n", "Nadim Qasirli", kind="person", titles=("Dr.",), side="Iraq", note="a: #b")))
    write_actors(actors, tmp_path / "actors.yaml")
    assert read_actors(tmp_path / "actors.yaml") == actors


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("actors: [{id: a, name: B, alias: [C]}]", "no key 'alias'.*Did you mean 'aliases'"),
        ("actors: [{id: a}]", "Actor 1 must have at least"),
        ("actors: [{id: a, name: B, kind: militia}]", "kind of actor a.*'person'"),
        ("actors: [{id: a, name: B, aliases: C}]", "`aliases` must be a list"),
        ("actors: [{id: a, name: B, aliases: [no]}]", "got False. Put quotation marks"),
        ("actors: [{id: a, name: B, aliases: ['*']}]", "without \\* \\( \\) |"),
        ("actors: [{id: a, name: B, aliases: ['--']}]", "without a word"),
        ("actors: [{id: ../a, name: B}]", "id must be"),
        ("actors: [{id: a, name: B}, {id: a, name: C}]", "Two actors have the id 'a'"),
        ("actors: [{id: a, name: B, titles: [king]}]", "no person"),
        ("actors: {a: b}", "with a list"),
        ("names: []", "one key, `actors`"),
        ("- a", "one key, `actors`"),
        ("", "one key, `actors`"),
        ("actors: [", "is not YAML"),
        ("actors: !!python/object/apply:os.system ['true']", "is not YAML"),
        ("[" * 5_000, "is not YAML"),
        ("actors: 2020-99-99", "is not YAML"),
    ],
)
def test_broken_files(tmp_path, yaml, message):
    file = tmp_path / "actors.yaml"
    file.write_text(yaml, encoding="utf-8")
    with pytest.raises(ReadError, match=message):
        read_actors(file)


def test_no_file(tmp_path):
    with pytest.raises(ReadError, match="There is no file"):
        find_actors(corpus("x"), tmp_path / "none.yaml")


def labels(text: str, *actors: Actor) -> list[str]:
    return sorted(actor_labels(mentions(text, *actors))["label"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kataib Hezbollah, an Iran-backed militia, fired.", ["iran-backed militia"]),
        ("Kataib Hezbollah, an armed group accused of murder, fired.", ["armed group"]),
        ("Kataib Hezbollah is the biggest faction in the town.", ["biggest faction"]),
        ("The Iraqi resistance movement Kataib Hezbollah fired.", ["iraqi resistance movement"]),
        ("Iran-backed Kataib Hezbollah fired.", ["iran-backed"]),
        ("Kataib Hezbollah, the militia that fired, left.", ["militia"]),
        ("KH fired. This terrorist group left.", ["terrorist group"]),
        ("After the raid on KH, the army said nothing.", []),
        ("The minister blamed KH for it.", []),
    ],
)
def test_labels(text, expected):
    assert labels(text, KH) == expected


def test_labels_of_persons_and_states():
    assert labels("Dr. Nadim Qasirli spoke.", Actor("n", "Nadim Qasirli", kind="person", titles=("Dr.",))) == ["dr"]
    assert labels("In Iran, an official spoke. He blamed Iran, the patron of the militia.", IRAN) == ["patron"]


def test_labels_by_outlet():
    rows = [("a", "X", "KH fired. The militia left."), ("b", "X", "KH fired. The militia left."),
            ("c", "Y", "KH, a gang, fired. The militia left.")]  # fmt: skip
    articles = pd.DataFrame(rows, columns=["article_id", "outlet", "text"])
    table = actor_labels(find_actors(Corpus(articles), Actors((KH,))))
    assert table[["actor", "outlet", "label", "count", "n_articles"]].to_numpy().tolist() == [
        ["kh", "X", "militia", 2, 2], ["kh", "Y", "gang", 1, 1], ["kh", "Y", "militia", 1, 1],
    ]  # fmt: skip
    assert table["example"][0] == "KH fired. The militia left."


def test_proposed_actors():
    text = ("Kataib Hezbollah (KH) fired. Whether KH did is open. Dr. Nadim Qasirli said so on Monday. It rained."
            " Dr. Qasirli left. U.S. troops and American officials stayed.")  # fmt: skip
    proposed = propose_actors(corpus(text, text + " The end. Rain fell. It rained. Once."), n=10)
    got = {actor.name: (actor.kind, actor.aliases, actor.note) for actor in proposed}
    assert got == {
        "Kataib Hezbollah": ("group", ("KH",), "6 mentions in 2 articles"),
        "Nadim Qasirli": ("person", (), "4 mentions in 2 articles"),
        "United States": ("state", (), "4 mentions in 2 articles"),
    }
    assert proposed.ids == ("kataib-hezbollah", "nadim-qasirli", "united-states")


def test_proposals_serve_where_no_file_is_given(tmp_path):
    result = find_actors(corpus("Kataib Hezbollah fired.", "Kataib Hezbollah left."))
    assert result.table["text"].tolist() == ["Kataib Hezbollah"] * 2
    with pytest.raises(OptionError, match="`min_articles`"):
        propose_actors(corpus("x"), min_articles=0)


def test_the_example_file_fits_the_shipped_corpus():
    taji = load_corpus("taji-2020", language="en")
    result = find_actors(taji, ROOT / "notebooks" / "actors.yaml")
    assert set(result.table["actor"]) == set(result.actors.ids)
    names = taji.articles["headline"].str.cat(taji.articles["text"], sep="\n").str.count("Kata[’']?ib Hezbollah").sum()
    own = result.of("kataib-hezbollah")
    assert (own["how"] == "name").sum() == names
    assert len(actor_labels(result)) > 0


def test_validation_by_hand(tmp_path):
    articles = [
        {"article_id": "1", "event_id": "e", "text": "President Trump met Kim . The president and his aides left ."}
    ]
    codes = [("ACTOR", "USA\\Trump", "President Trump"), ("ACTOR", "USA\\Trump", "The president"),
             ("ACTOR", "USA\\Trump", "his"), ("COUNTRY", "USA", "aides"), ("EVENT", "meeting", "met")]  # fmt: skip
    rows = [{"article_id": "1", "code_type": a, "code_name": b, "code_mention": c} for a, b, c in codes]
    pd.DataFrame(articles).to_json(tmp_path / "articles.jsonl", orient="records", lines=True)
    pd.DataFrame(rows).to_json(tmp_path / "annotations.jsonl", orient="records", lines=True)
    result = run_task("labels", gold=[tmp_path / "articles.jsonl", tmp_path / "annotations.jsonl"])
    assert result.n == 4
    # The name is "Trump" alone, which is no family name of anything: found once; its title is not known to be his.
    assert result.figures["person_name_recall"].estimate == 1.0
    assert result.figures["person_other_recall"].estimate == pytest.approx(1 / 2)
    assert result.figures["state_recall"].estimate == 0.0
    with pytest.raises(ReadError, match="needs articles"):
        validate_labels([tmp_path / "articles.jsonl"])


def test_validation_of_chains_by_hand(tmp_path):
    sentences = [["Shinzo", "Abe", "met", "Mr.", "Moon", "."], ["Abe", "slept", ";", "the", "host", "left", "."]]
    articles = [
        {
            "article_id": "1",
            "event_id": "0",
            "text": " ".join(" ".join(one) for one in sentences),
            "sentences_tokens": sentences,
        }
    ]
    # Sentence, first and last token. Moon is coded as Abe in the last row: a mention that no mention of Abe meets.
    codes = [(0, 0, 1, "Shinzo Abe"), (1, 0, 0, "Abe"), (1, 3, 4, "the host"), (0, 4, 4, "Moon")]
    rows = [{"article_id": "1", "sent": a, "tok_start": b, "tok_end": c, "mention": d, "chain": "0_JPN_Abe_ACTOR"}
            for a, b, c, d in codes]  # fmt: skip
    pd.DataFrame(articles).to_json(tmp_path / "articles.jsonl", orient="records", lines=True)
    pd.DataFrame(rows).to_json(tmp_path / "chains.jsonl", orient="records", lines=True)
    figures = validate_labels([tmp_path / "articles.jsonl", tmp_path / "chains.jsonl"]).figures
    assert {name: one.estimate for name, one in figures.items() if "person" in name} == {
        "chain_person_name_recall": 1.0, "chain_person_other_recall": 0.0, "chain_person_recall": 0.5,
        "chain_person_precision": 1.0,
    }  # fmt: skip


def test_proposals_of_the_parser():
    proposed = propose_actors(corpus("Angela Merkel spoke in Paris.", "Angela Merkel left Paris."), parsed=True)
    assert [(actor.name, actor.kind) for actor in proposed] == [("Angela Merkel", "person"), ("Paris", "place")]


def test_real_codes(shared_dir):
    folder = shared_dir / "data" / "newswcl50"
    result = run_task("labels", gold=[folder / "articles.jsonl", folder / "annotations.jsonl"])
    # 811 + 824 + 220 coded mentions of persons, countries and groups, four of them not in the text.
    assert result.n == 1_851
    assert result.figures["all_name_recall"].low > 0.8
