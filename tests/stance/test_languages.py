"""What reads English only says so of other articles, and finds nothing in them."""

import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.shipped import load_corpus
from toolkit.errors import LanguageWarning
from toolkit.stance.roles import find_acts
from toolkit.stance.sources import find_sources


@pytest.fixture
def pair() -> Corpus:
    """An English and an Arabic article of one outlet."""
    corpus = load_corpus("taji-2020")
    return corpus.select(corpus.articles["article_id"].isin(["tc-us-strikes", "tc-ar-us-strikes"]))


def test_acts_are_looked_for_in_english_only(pair: Corpus) -> None:
    with pytest.warns(LanguageWarning, match="1 of 2 articles are not in English, the only language that find_acts"):
        roles = find_acts(pair)
    assert set(roles.table["article_id"]) == {"tc-us-strikes"}
    assert roles.n_articles == 1


def test_sources_are_looked_for_in_english_only_and_shares_of_others_are_not_known(pair: Corpus) -> None:
    with pytest.warns(LanguageWarning, match="find_sources"):
        sources = find_sources(pair)
    assert set(sources.table["article_id"]) == {"tc-us-strikes"}
    shares = sources.voices.set_index("article_id").select_dtypes("float")
    assert shares.loc["tc-ar-us-strikes"].isna().all()
    assert shares.loc["tc-us-strikes"].sum() == pytest.approx(1)
