"""Headlines against stories, with values worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from tests.plots.conftest import FORCE, corpus_of, story
from toolkit.comparison.headline import HEADLINE_COLUMNS, headline_body
from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError, SmallSampleWarning
from toolkit.framing.force import ForceAxis
from toolkit.measure import Measurement


def measured(corpus: Corpus) -> Measurement:
    return ForceAxis(lexicon=FORCE)(corpus)


def test_means_and_difference_by_hand(corpus: Corpus) -> None:
    table = headline_body(measured(corpus), category="destroy")
    assert list(table.columns) == list(HEADLINE_COLUMNS)
    alpha = table.iloc[0]
    # Headlines: 1 of 10 words each. Stories: 0, 1, 2, 3, 0, 1 of 10 words.
    assert (alpha["headline"], alpha["body"]) == pytest.approx((100, 700 / 6))
    assert alpha["difference"] == pytest.approx(100 - 700 / 6)
    assert alpha["low"] < alpha["difference"] < alpha["high"]
    assert (alpha["n_articles"], alpha["n_events"], alpha["unit_resampled"]) == (6, 6, "event")


def test_equal_differences_leave_no_doubt(corpus: Corpus) -> None:
    row = headline_body(measured(corpus), category="de-escalate").iloc[1]
    assert (row["difference"], row["low"], row["high"]) == pytest.approx((0, 0, 0))


def test_one_event_weighs_as_much_as_its_articles() -> None:
    rows = [(f"a{i}", f"e{min(i, 4)}", story(1, 0), story(0, 0)) for i in range(8)]
    corpus = Corpus(pd.DataFrame(rows, columns=["article_id", "event_id", "headline", "text"]).assign(outlet="o"))
    row = headline_body(measured(corpus), category="destroy").iloc[0]
    assert (row["n_articles"], row["n_events"]) == (8, 5)
    assert (row["difference"], row["low"], row["high"]) == pytest.approx((100, 100, 100))


def test_without_events_articles_are_resampled(corpus: Corpus) -> None:
    table = headline_body(measured(Corpus(corpus.articles.drop(columns="event_id"))), category="destroy")
    assert set(table["unit_resampled"]) == {"article"}
    assert set(table["n_events"]) == {0}
    assert table["low"].iloc[0] < table["high"].iloc[0]


def test_few_events_have_no_bounds() -> None:
    with pytest.warns(SmallSampleWarning, match="fewer than 5 events"):
        table = headline_body(measured(corpus_of(["Alpha", "Beta"], 4)), category="destroy")
    assert table[["low", "high"]].isna().all(axis=None)
    assert table["difference"].notna().all()


def test_zero_in_few_headlines_gives_no_certainty() -> None:
    # 6 headlines of 2 words each at a rate of 100 per 1,000: 1.2 spans expected, so none is no news.
    rows = [(f"a{i}", f"e{i}", "two words", story(1, 0)) for i in range(6)]
    columns = ["article_id", "event_id", "headline", "text"]
    few = Corpus(pd.DataFrame(rows, columns=columns).assign(outlet="o"))
    with pytest.warns(SmallSampleWarning, match="too little text"):
        row = headline_body(measured(few), category="destroy").iloc[0]
    assert (row["headline"], row["body"]) == (0, 100)
    assert np.isnan(row["low"])
    # 6 headlines of 10 words: 6 spans expected, so none is news.
    enough = Corpus(few.articles.assign(headline=story(0, 0)))
    assert headline_body(measured(enough), category="destroy").iloc[0]["high"] < 0


def test_articles_without_headline_do_not_count() -> None:
    corpus = corpus_of(["Alpha", "Beta"])
    bare = Corpus(
        corpus.articles.assign(headline=corpus.articles["headline"].where(corpus.articles["outlet"] == "Alpha"))
    )
    with pytest.warns(SmallSampleWarning):
        table = headline_body(measured(bare), category="destroy").set_index("outlet")
    assert table.loc["Alpha", "n_articles"] == 6
    assert table.loc["Beta", "n_articles"] == 0
    assert np.isnan(table.loc["Beta", "body"])


def test_seed_decides(corpus: Corpus) -> None:
    measurement = measured(corpus)
    first, again, other = (headline_body(measurement, category="destroy", seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert first["low"].iloc[0] != other["low"].iloc[0]


def test_wrong_category_and_level(corpus: Corpus) -> None:
    with pytest.raises(OptionError, match="destroy"):
        headline_body(measured(corpus), category="x")
    with pytest.raises(OptionError, match="level"):
        headline_body(measured(corpus), level=95)
