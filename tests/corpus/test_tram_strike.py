"""The corpus tram-strike-2024 agrees with its key, and keeps the rules of corpora written for the project."""

import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest

from toolkit.corpus.clean import clean, removed_lines
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.credit import find_credits
from toolkit.corpus.reprints import find_reprints
from toolkit.corpus.shipped import load_codes, load_corpus
from toolkit.stance.actors import read_actors

NAME = "tram-strike-2024"
FOLDER = Path(__file__).parents[2] / "corpora" / NAME
OUTLETS = {
    "tm": "Tarnhaven Mercantile", "sw": "The Shipwright", "rt": "Radio Tarnhaven", "eg": "Evening Gull",
}  # fmt: skip
MARKS = {"tm": "“”", "sw": "‘’", "rt": '""', "eg": "“”"}
AGENCY_MARKS = {"eg-vote": '""'}  # agency copy printed as it came
STANCES = {"favour", "neutral", "against"}
FRAMES = {"conflict", "responsibility", "human interest", "economic", "morality"}
TYPES = {
    "company", "union leader", "worker", "city government", "opposition", "court", "police", "safety authority",
    "conciliator", "health", "business", "expert", "public",
}  # fmt: skip
# The copies of agency pieces, as the datasheet lists them: the copy, the first article, and sentences that both have.
COPIES = {
    ("eg-picket", "rt-picket"): [
        "The bus was driven by a temporary driver supplied by an outside firm.",
        "Police cleared the gate at half past six and arrested four people for obstruction.",
        "The union and the company gave conflicting accounts of who was to blame.",
    ],
    ("sw-grounding", "tm-grounding"): [
        "The Petrel stuck fast at about 7.40 a.m., some 300 metres from the harbour.",
        "A lifeboat and two fishing boats took the passengers off in little more than two hours.",
        "Two buoys had been shifted in a storm the week before and had not yet been put back.",
    ],
}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(NAME)


@pytest.fixture(scope="module")
def key() -> pd.DataFrame:
    return load_codes(NAME)


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / name, dtype=str, keep_default_na=False)


def text_of(corpus: Corpus) -> pd.Series:
    return corpus.articles.set_index("article_id")["text"]


def split(cells: pd.Series) -> set[str]:
    return {one for cell in cells for one in cell.split(";") if one}


def sentences(text: str) -> set[str]:
    """Return the sentences of five words or more, without marks and capitals."""
    found = re.split(r"(?<=[.?!])[”’\"]?\s+", text)
    plain = (" ".join(re.findall(r"\w+", sentence.lower())) for sentence in found)
    return {sentence for sentence in plain if len(sentence.split()) >= 5}


def test_every_outlet_tells_every_event_once(corpus: Corpus) -> None:
    table = corpus.articles
    assert (table.groupby(["event_id", "outlet"]).size() == 1).all()
    assert table["article_id"].str[:2].map(OUTLETS).tolist() == table["outlet"].tolist()
    assert (table["article_id"].str[3:] == table["event_id"]).all()
    about = tomllib.loads((FOLDER / "about.toml").read_text(encoding="utf-8"))
    counted = (about["n_articles"], about["n_outlets"], about["n_events"])
    assert counted == (32, 4, 8) == (len(corpus), len(corpus.outlets), corpus.n_events)


def test_the_texts_have_the_length_of_news(corpus: Corpus) -> None:
    n_words = corpus.articles["text"].str.split().str.len()
    assert (n_words.min(), n_words.median(), n_words.max()) == (292, 327, 345)  # as in the datasheet
    assert (corpus.articles["text"].str.count("\n\n") >= 5).all()
    assert not corpus.articles["text"].str.contains(r"[^\n]\n[^\n]|\n{3}|  |\s$").any()


def test_no_sentence_stands_in_two_outlets_but_in_copies(corpus: Corpus) -> None:
    places: defaultdict[str, set[str]] = defaultdict(set)
    for article, text in text_of(clean(corpus)).items():
        for sentence in sentences(text):
            places[sentence].add(article)
    shared = [articles for articles in places.values() if len({article[:2] for article in articles}) > 1]
    assert {tuple(sorted(articles)) for articles in shared} == {tuple(sorted(pair)) for pair in COPIES}


@pytest.mark.parametrize("pair", COPIES, ids=lambda pair: pair[0])
def test_copies_repeat_the_first_article(corpus: Corpus, key: pd.DataFrame, pair: tuple[str, str]) -> None:
    copy, first = pair
    text = text_of(corpus)
    assert all(sentence in text[copy] and sentence in text[first] for sentence in COPIES[pair])
    row = key.set_index("article_id").loc[copy]
    assert (row["wire_of"], row["wire_piece"]) == (first, key.set_index("article_id").loc[first, "wire_piece"])
    published = corpus.articles.set_index("article_id")["published"]
    assert published[first] < published[copy]


def test_the_agency_is_credited_where_the_key_says_so(corpus: Corpus, key: pd.DataFrame) -> None:
    pieces = set(key.loc[key["wire_piece"] != "", "article_id"])
    assert set(find_credits(corpus, agencies=["Fairlead"])["article_id"]) == pieces
    # Neither a real agency nor, as far as the program can tell without being told of it, any other.
    assert find_credits(corpus).empty


def test_reprints_are_those_of_the_key(corpus: Corpus, key: pd.DataFrame) -> None:
    found = find_reprints(clean(corpus), agencies=["Fairlead"]).table.dropna(subset=["wire_id"])
    planned = key.loc[key["wire_of"] != "", ["article_id", "wire_of"]]
    assert set(zip(found["article_id"], found["wire_id"], strict=True)) == set(COPIES)
    assert set(planned.itertuples(index=False, name=None)) == set(COPIES)


def test_the_key_has_a_row_for_every_article_and_known_codes(corpus: Corpus, key: pd.DataFrame) -> None:
    columns = ["article_id", "event_id", "outlet"]
    assert key[columns].to_numpy().tolist() == corpus.articles[columns].to_numpy().tolist()
    assert split(key["frames"]) == FRAMES
    assert set(key["stance_union"]) | set(key["stance_operator"]) == STANCES
    assert (set(key["agent"]), set(key["headline"])) == ({"named", "deleted"}, {"same", "stronger"})


def test_acts_and_labels_of_the_key_stand_in_the_articles(corpus: Corpus, key: pd.DataFrame) -> None:
    text, headline = text_of(corpus), corpus.articles.set_index("article_id")["headline"]
    assert [row.article_id for row in key.itertuples() if row.act not in text[row.article_id]] == []
    for row in key.itertuples():
        whole = f"{headline[row.article_id]} {text[row.article_id]}".lower()
        assert [label for label in row.labels.split(";") if label not in whole] == [], row.article_id


def test_facts_of_the_key_belong_to_the_event_and_all_are_told(key: pd.DataFrame) -> None:
    event = read("facts.csv").set_index("fact_id")["event_id"]
    told = key.assign(fact=key["facts"].str.split(";")).explode("fact")
    assert (told["fact"].map(event) == told["event_id"]).all()
    assert set(told["fact"]) == set(event.index)
    assert len(event) == 90
    assert not told.duplicated(["article_id", "fact"]).any()


def test_words_of_sources_stand_in_the_articles_in_order(corpus: Corpus) -> None:
    text, sources = text_of(corpus), read("sources.csv")
    assert len(sources) == 146
    assert [row.words for row in sources.itertuples() if row.words not in text[row.article_id]] == []
    lower = text.str.lower()
    assert [row.source for row in sources.itertuples() if row.source.lower() not in lower[row.article_id]] == []
    assert set(sources["article_id"]) == set(text.index)
    assert set(sources["type"]) == TYPES
    assert set(sources["side"]) == {"union", "operator", "city", "none"}
    assert set(sources["named"]) == {"yes", "no"}


def test_direct_words_stand_in_marks_and_indirect_ones_do_not(corpus: Corpus) -> None:
    text, wrong = text_of(corpus), []
    for row in read("sources.csv").itertuples():
        before = text[row.article_id].partition(row.words)[0].rpartition("\n\n")[2]
        opened, closed = AGENCY_MARKS.get(row.article_id, MARKS[row.article_id[:2]])
        if opened == closed:
            inside = before.count(opened) % 2 == 1
        else:
            # An apostrophe is the closing mark of single ones, so that the last opening mark is looked at.
            inside = bool(re.search(rf"{opened}(?:(?!{closed}(?!\w)).)*$", before))
        if (row.form == "direct") != inside and row.form != "mixed":
            wrong.append((row.article_id, row.words))
    assert wrong == []


def test_quotation_marks_are_those_of_the_house(corpus: Corpus) -> None:
    for article, text in text_of(corpus).items():
        opened, closed = AGENCY_MARKS.get(article, MARKS[article[:2]])
        assert opened in text and closed in text, article
        others = set('“”‘"') - {opened, closed}
        assert not others & set(text), article


def test_page_furniture_is_that_of_the_key_and_is_taken_out(corpus: Corpus, key: pd.DataFrame) -> None:
    removed = removed_lines(clean(corpus))
    removed = removed[removed["text"] != "Fairlead contributed to this report."]
    notes = key.set_index("article_id")["note"]
    for kind, n in {"byline": 22, "caption": 6, "dateline": 5, "leftover": 2}.items():
        found = set(removed.loc[removed["kind"] == kind, "article_id"])
        assert found == set(notes.index[notes.str.contains(kind)]), kind
        assert len(found) == n


def test_actors_can_be_read_and_have_names_that_occur(corpus: Corpus) -> None:
    whole = " ".join(text_of(corpus)).replace("’", "'").lower()
    actors = read_actors(FOLDER / "actors.yaml")
    assert [actor.id for actor in actors if actor.name.lower() not in whole] == []
