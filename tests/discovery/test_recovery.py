"""Topics that were planted are found again, with their shares; those that were not are called unstable."""

import numpy as np
import pandas as pd
import pytest

from tests.discovery.planted import LETTERS, TOPICS, WORDS, ZIPF, planted, planted_topic
from toolkit.corpus.corpus import Corpus
from toolkit.discovery.choose import choose_n_topics
from toolkit.discovery.model import TopicModel
from toolkit.discovery.topics import find_topics


@pytest.fixture(scope="module", params=["nmf", "lda"])
def model(request: pytest.FixtureRequest) -> TopicModel:
    return find_topics(planted()[0], n_topics=4, method=request.param, n_refits=2)


@pytest.fixture(scope="module")
def too_many() -> TopicModel:
    return find_topics(planted()[0], n_topics=8, n_refits=8)


def order_of(model: TopicModel) -> list[int]:
    """The planted topic of each topic found, by its most probable word."""
    return [planted_topic(model.vocabulary[best]) for best in model.phi.argmax(axis=1)]


def test_each_planted_topic_is_found_once(model: TopicModel) -> None:
    assert sorted(order_of(model)) == [0, 1, 2, 3]


def test_the_words_of_a_topic_have_the_shares_that_they_were_planted_with(model: TopicModel) -> None:
    for row, topic in enumerate(order_of(model)):
        known = [i for i, word in enumerate(WORDS[TOPICS[topic]]) if word in model.vocabulary]
        own = [model.phi[row, model.vocabulary.index(WORDS[TOPICS[topic]][i])] for i in known]
        # Words that more than half of the articles have are left out, so shares are of those that are there.
        assert len(known) >= 15
        assert np.array(own) / np.sum(own) == pytest.approx(ZIPF[known] / ZIPF[known].sum(), abs=0.05)


def test_shares_of_articles_are_those_they_were_made_with(model: TopicModel) -> None:
    planted_shares = planted()[1][:, order_of(model)]
    difference = np.abs(model.shares.to_numpy() - planted_shares)
    # 75 topic words an article: the share itself, as drawn, has a standard error of up to .058.
    assert difference.mean() < 0.058
    assert np.corrcoef(model.shares.to_numpy().ravel(), planted_shares.ravel())[0, 1] > 0.97


def test_planted_topics_are_stable(model: TopicModel) -> None:
    assert model.table["stable"].all()
    assert "UNSTABLE" not in repr(model)
    assert "All 4 topics came back in refits." in repr(model)


def test_labels_are_words_of_the_topic_alone(model: TopicModel) -> None:
    for label, topic in zip(model.table["label"], order_of(model), strict=True):
        assert {planted_topic(word) for word in label.split(", ")} == {topic}


def test_topics_of_words_without_a_topic_are_called_unstable_wherever_they_are_shown(too_many: TopicModel) -> None:
    of_filler = too_many.table["label"].str.contains("filler")
    assert of_filler.sum() >= 2  # eight topics from four: some must be made of what is left
    for row in too_many.table[of_filler].itertuples():
        assert not row.stable
        assert row.name.endswith("(unstable)")
        line = next(one for one in too_many.sentences() if one.startswith(row.name))
        assert "UNSTABLE" in line
        assert "Do not interpret it." in line
    assert "did not come back in refits" in too_many.sentences()[-1]


def test_the_number_that_was_planted_is_recommended() -> None:
    numbers = choose_n_topics(planted()[0], range(2, 8), n_refits=4)
    assert numbers.recommended == 4
    table = numbers.table.set_index("n_topics")
    assert table["coherence"].idxmax() == 4
    assert table.loc[4, "share_stable"] == 1
    assert table.loc[7, "share_stable"] < 0.75
    assert table.loc[4, "perplexity"] < table.loc[2, "perplexity"]
    assert "Recommended: 4." in numbers.sentences()[-1]


@pytest.mark.parametrize("n_words", [110, 400])
def test_nothing_is_recommended_where_there_is_nothing_to_find(n_words: int) -> None:
    # With 110 words few are in less than half of the articles, and lists of 20 would look alike by chance.
    rng = np.random.default_rng(5)
    filler = [f"filler{a}{b}" for a in LETTERS for b in LETTERS][:n_words]
    texts = [" ".join(rng.choice(filler, 80)) for _ in range(60)]
    corpus = Corpus(pd.DataFrame({"article_id": range(60), "text": texts, "language": "en"}))
    numbers = choose_n_topics(corpus, [3, 5], n_refits=4, min_articles=1)
    assert numbers.recommended is None
    assert numbers.sentences()[-1].startswith("No number is recommended")


def test_the_same_seed_gives_the_same_topics_whatever_the_order_of_the_articles() -> None:
    corpus = planted()[0]
    model = find_topics(corpus, n_topics=4, n_refits=2)
    turned = Corpus(corpus.articles.iloc[::-1], name="planted")
    again = find_topics(turned, n_topics=4, n_refits=2)
    pd.testing.assert_frame_equal(again.table, model.table)
    pd.testing.assert_frame_equal(again.shares.iloc[::-1], model.shares)
    pd.testing.assert_frame_equal(again.examples, model.examples)
    assert again.signature == model.signature
