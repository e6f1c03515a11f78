"""Every counted term is walked back to the places that were counted, and to no others."""

import pandas as pd
import pytest

from toolkit.comparison.keyness import keyness
from toolkit.comparison.keyness_result import Keyness
from toolkit.comparison.term_counts import Terms
from toolkit.comparison.term_places import term_places
from toolkit.corpus.clean import clean
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.shipped import load_corpus
from toolkit.errors import OptionError
from toolkit.kwic import lines_behind
from toolkit.report.term_lines import term_lines

ALL = Terms(ngrams=2, min_count=1, min_articles=1)


def row(article: str, outlet: str, event: str, text: str) -> dict[str, str]:
    return {"article_id": article, "outlet": outlet, "event_id": event, "text": text}


@pytest.fixture(scope="module")
def small() -> Keyness:
    """Of five gulfs of Gulf Daily two count: one is in a name, one in a caption, one on an event of its own."""
    rows = [
        row("a", "Gulf Daily", "shared", "The gulf is calm. Gulf Daily was at the Gulf."),
        row("b", "Evening Wire", "shared", "The sea is calm near the gulf."),
        row("c", "Gulf Daily", "own", "A gulf between them."),
        row("d", "Evening Wire", "also own", "No gulf at all."),
    ]
    articles = pd.DataFrame(rows).assign(caption=["The gulf at night", None, None, None])
    return keyness(Corpus(articles), target="Gulf Daily", terms=ALL, n_resamples=0)


def test_places_are_those_counted_by_hand(small: Keyness) -> None:
    counted = small.table.set_index("term").loc["gulf"]
    assert (counted["n_target"], counted["n_reference"]) == (2, 1)
    places = term_places(small.counts, ["gulf", "is calm"], small.compared["Gulf Daily"])
    found = [tuple(one) for one in places[["term", "article", "start", "end"]].to_numpy().tolist()]
    assert found == [
        ("gulf", 0, 4, 8), ("is calm", 0, 9, 16), ("gulf", 0, 40, 44), ("is calm", 1, 8, 15), ("gulf", 1, 25, 29),
    ]  # fmt: skip
    lines = lines_behind(places[places["term"] == "gulf"], small.counts.corpus)
    assert lines["match"].tolist() == ["gulf", "Gulf", "gulf"]


def test_lines_of_the_page_and_of_the_concordance_are_of_articles_compared(small: Keyness) -> None:
    lines = term_lines(small, ["gulf"], "Gulf Daily", n=5, width=20)[0]
    assert [(line.outlet, line.match) for line in lines] == [("Gulf Daily", "gulf"), ("Evening Wire", "gulf")]
    assert set(small.concordance("gulf")["article_id"]) == {"a", "b"}


def test_nothing_to_find_is_an_empty_table(small: Keyness) -> None:
    assert term_places(small.counts, [], small.compared["Gulf Daily"]).empty
    assert term_places(small.counts, ["gulf"], small.compared["Gulf Daily"][:0]).empty


@pytest.mark.parametrize("name", ["taji-2020", "tram-strike-2024"])
def test_there_are_as_many_places_as_were_counted(name: str) -> None:
    corpus = clean(load_corpus(name, language="en"))
    found = keyness(corpus, terms=Terms(ngrams=3, min_count=4), n_resamples=0)
    outlet = corpus.column("outlet").to_numpy()
    for target, table in found.table.groupby("target", sort=False):
        places = term_places(found.counts, table["term"].tolist(), found.compared[str(target)])
        own = outlet[places["article"].to_numpy()] == target
        for column, of_side in (("n_target", own), ("n_reference", ~own)):
            n = places[of_side].groupby("term").size().reindex(table["term"], fill_value=0)
            assert n.tolist() == table[column].tolist()


def test_only_the_outlets_named_take_part() -> None:
    rows = [row(f"{o}{e}", o, f"e{e}", f"word {o.lower()}") for o in "ABC" for e in range(6)]
    found = keyness(Corpus(pd.DataFrame(rows)), outlets=["A", "B"], terms=Terms(min_count=1, outlet_names=True))
    assert found.targets == ["A", "B"]
    assert set(found.table["term"]) == {"word", "a", "b"}
    assert found.sides["reference"].tolist() == ["B", "A"]
    with pytest.raises(OptionError, match=r"at least two outlets; `outlets` names one: 'A'"):
        keyness(Corpus(pd.DataFrame(rows)), outlets=["A"])
    with pytest.raises(OptionError, match="`outlets` must be 'A', 'B' or 'C'; got 'D'"):
        keyness(Corpus(pd.DataFrame(rows)), outlets=["A", "D"])
