"""What `find_topics` returns, how it speaks, and what it says to input that cannot be used."""

import dataclasses
import warnings

import numpy as np
import pandas as pd
import pytest

from tests.discovery.meanings import CountingEmbedder
from tests.discovery.planted import TOPICS, planted
from toolkit.comparison.outlets import compare
from toolkit.corpus.corpus import Corpus
from toolkit.discovery.choose import choose_n_topics, recommend
from toolkit.discovery.engines import SentenceTopics
from toolkit.discovery.model import TopicModel
from toolkit.discovery.prevalence import Topics
from toolkit.discovery.stability import Stability, jaccard_of_labels, jaccard_of_words, matched, resample_groups
from toolkit.discovery.topics import find_topics
from toolkit.errors import LanguageWarning, OptionError


@pytest.fixture(scope="module")
def model() -> TopicModel:
    return find_topics(planted()[0], n_topics=4, n_refits=4)


@pytest.fixture(scope="module")
def clusters() -> TopicModel:
    return find_topics(planted()[0], n_topics=4, method="sentences", model=CountingEmbedder(), n_refits=4)


def corpus_of(texts: list[str], **columns: object) -> Corpus:
    table = pd.DataFrame({"article_id": [f"a{i}" for i in range(len(texts))], "text": texts, "language": "en"})
    return Corpus(table.assign(**columns))


def test_examples_stand_where_they_say(model: TopicModel, clusters: TopicModel) -> None:
    texts = planted()[0].articles.set_index("article_id")["text"]
    for found in (model, clusters):
        assert found.examples.groupby("topic").size().tolist() == [5, 5, 5, 5]
        for row in found.examples.itertuples():
            assert texts[row.article_id][row.start : row.end] == row.text
            assert row.part == "body"


def test_examples_are_of_their_topic(model: TopicModel, clusters: TopicModel) -> None:
    for row in model.examples.itertuples():
        label = model.table["label"][row.topic - 1]
        counts = {topic: row.text.lower().count(topic) for topic in TOPICS}
        own = counts.pop(next(topic for topic in TOPICS if label.startswith(topic)))
        assert own > sum(counts.values())  # a sentence drawn by chance has three of the others to one of its own
    vectors = CountingEmbedder().encode(list(clusters.examples["text"]))
    assert isinstance(clusters.engine, SentenceTopics)
    assert ((vectors @ clusters.engine.centroids.T).argmax(axis=1) + 1 == clusters.examples["topic"]).all()


def test_examples_of_articles_with_headlines_and_captions_lie_in_their_part() -> None:
    corpus = planted()[0]
    articles = corpus.articles.assign(headline="Harvesta harvestb harvestc harvestd grows", caption="Volcanoa " * 20)
    found = find_topics(Corpus(articles), n_topics=4, n_refits=0)
    parts = {(a, Corpus.part_names[p]): t for a, p, t in
             zip(np.array(articles["article_id"])[Corpus(articles).parts.article], Corpus(articles).parts.part,
                 Corpus(articles).parts.texts, strict=True)}  # fmt: skip
    for row in found.examples.itertuples():
        assert parts[row.article_id, row.part][row.start : row.end] == row.text
    assert "caption" not in set(found.examples["part"])


def test_clusters_of_sentences_recover_what_was_planted(clusters: TopicModel) -> None:
    shares = planted()[1]
    order = [next(i for i, topic in enumerate(TOPICS) if label.startswith(topic)) for label in clusters.table["label"]]
    assert sorted(order) == [0, 1, 2, 3]
    assert np.corrcoef(clusters.shares.to_numpy().ravel(), shares[:, order].ravel())[0, 1] > 0.95
    assert clusters.table["stable"].all()


def test_the_largest_topic_of_each_article(model: TopicModel) -> None:
    largest = model.dominant()
    shares = model.shares.loc["007"]
    assert largest["007"] == shares.index[int(np.argmax(shares))]
    assert model.table["n_articles"].tolist() == largest.value_counts().reindex([1, 2, 3, 4], fill_value=0).tolist()


def test_prevalence_is_the_mean_share_and_falls_down_the_table(model: TopicModel) -> None:
    assert model.table["prevalence"].to_numpy() == pytest.approx(model.shares.mean().to_numpy())
    assert model.table["prevalence"].is_monotonic_decreasing
    assert model.table["prevalence"].sum() == pytest.approx(1)


def test_it_speaks_in_sentences_with_an_example(model: TopicModel) -> None:
    lines = model.sentences()
    assert lines[0] == f"4 topics (nmf) in 180 articles of 'planted', made of {len(model.vocabulary)} different words."
    row = model.table.iloc[0]
    assert lines[1].startswith(f"{row['name']}: {row['prevalence']:.0%} of an article on average")
    assert model.examples["article_id"][0] in lines[1]


def test_without_refits_no_one_can_miss_that_stability_is_not_known() -> None:
    found = find_topics(planted()[0], n_topics=3, n_refits=0)
    assert found.table["stability"].isna().all()
    assert found.table["stable"].isna().all()
    assert found.table["name"].str.endswith("(stability not checked)").all()
    assert found.sentences()[-1].startswith("Stability was not checked")


def test_an_unstable_topic_is_called_so_in_a_comparison() -> None:
    found = find_topics(planted()[0], n_topics=8, n_refits=4)
    unstable = set(found.table.loc[~found.table["stable"], "name"])
    assert unstable
    gap = compare(Topics(found)(planted()[0]), n_resamples=99)
    marked = {sentence.partition(":")[0] for sentence in gap.sentences() if "(unstable)" in sentence}
    assert marked == unstable


def test_a_difference_between_outlets_that_was_planted_is_found() -> None:
    # Beta's articles get ten more words of one topic; the others stay as they are.
    corpus = planted()[0]
    of_beta = (corpus.articles["outlet"] == "Beta").to_numpy()
    extra = np.where(of_beta, " " + " ".join(["harvestj"] * 10) + ".", "")
    changed = Corpus(corpus.articles.assign(text=corpus.articles["text"] + extra), name="changed")
    found = find_topics(corpus, n_topics=4, n_refits=0)
    harvest = next(name for name in found.categories if "harvest" in name)
    before, after = (
        compare(Topics(found)(one), outlets=["Beta", "Alpha"], n_resamples=499).table.set_index("category").loc[harvest]
        for one in (corpus, changed)
    )
    # The same by counting planted words, those that the model knows.
    counts = np.array([
        [sum(word.startswith(topic) and word in found.vocabulary for word in text.lower().replace(".", "").split())
         for topic in TOPICS]
        for text in corpus.articles["text"][of_beta]
    ])  # fmt: skip
    shares = [(counts[:, 0] + added) / (counts.sum(axis=1) + added) for added in (0, 10)]
    planted_gain = float(np.mean(shares[1] - shares[0]))
    assert planted_gain > 0.1
    assert after["estimate"] - before["estimate"] == pytest.approx(planted_gain, abs=0.03)
    assert after["low"] > 0


def test_captions_are_left_out_and_articles_in_other_languages_said_to_be() -> None:
    articles = planted()[0].articles
    arabic = articles.iloc[:2].assign(article_id=["x1", "x2"], text="انسحبت القوات من القاعدة", language="ar")
    with pytest.warns(LanguageWarning, match="2 of 182 articles are not in the language 'en'"):
        found = find_topics(Corpus(pd.concat([articles, arabic])), n_topics=4, n_refits=2)
    assert found.shares.loc[["x1", "x2"]].isna().all(axis=None)
    assert found.dominant()[["x1", "x2"]].isna().all()


def test_another_language_can_be_asked_for() -> None:
    words = {"حصاد": "ابتثجح", "بركان": "خدذرزس"}
    rng = np.random.default_rng(0)
    texts = [
        " ".join(f"{stem}{rng.choice(list(ends))}" for _ in range(40)) for stem, ends in words.items() for _ in range(9)
    ]
    corpus = corpus_of(texts, language="ar")
    with pytest.warns(LanguageWarning, match="Function words are known for English only"):
        found = find_topics(corpus, n_topics=2, language="ar", n_refits=2)
    assert found.dominant().nunique() == 2
    assert set(found.dominant().iloc[:9]) != set(found.dominant().iloc[9:])
    measured = Topics(found)(corpus)
    assert measured.article_scores()["value"].notna().all()
    with pytest.raises(OptionError, match=r"None of 18 articles .* language 'en'"):
        find_topics(corpus, n_topics=2)


def test_words_can_be_left_out() -> None:
    names = [f"harvest{letter}" for letter in "abcdefghijklmnopqrst"]
    found = find_topics(planted()[0], n_topics=3, n_refits=0, leave_out=[name.upper() for name in names])
    assert not any(word.startswith("harvest") for word in found.vocabulary)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_topics": 1}, "`n_topics` must be a whole number of 2 or more; got 1"),
        ({"n_topics": 2.5}, "whole number"),
        ({"n_topics": True}, "whole number"),
        ({"n_topics": 181}, "`n_topics` is 181, but there is no more to find them in than 180 articles"),
        ({"n_topics": 4, "method": "ldaa"}, "Did you mean 'lda'"),
        ({"n_topics": 4, "n_refits": -1}, "`n_refits` must be 0 or more"),
        ({"n_topics": 4, "min_articles": 500}, "No words are left"),
    ],
)
def test_options_that_cannot_be_used(options: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        find_topics(planted()[0], **options)  # type: ignore[arg-type]


def test_articles_that_all_have_one_text_have_no_topics() -> None:
    with pytest.raises(OptionError, match="Articles that all have the same text have no topics"):
        find_topics(corpus_of(["The harvest was good and the volcano slept."] * 12), n_topics=2)


@pytest.mark.parametrize("texts", [[], [""] * 5, ["👍👍"] * 5, ["the of and"] * 5, ["12 345"] * 5])
def test_texts_without_content_words(texts: list[str]) -> None:
    with pytest.raises(OptionError):
        find_topics(corpus_of(texts), n_topics=2, min_articles=1)


def test_sentences_that_are_too_few() -> None:
    texts = ["Harvesta harvestb harvestc harvestd.", "Harvesta tennisb. Tennisc.", "Tennisd tennise."] * 2
    with pytest.raises(OptionError, match="no more to find them in than 1 sentence of 4 words or more"):
        find_topics(corpus_of(texts), n_topics=3, method="sentences", model=CountingEmbedder(), min_articles=1)


def test_one_outlet_has_topics_and_events_are_not_needed() -> None:
    articles = planted()[0].articles.drop(columns=["event_id", "outlet"])
    found = find_topics(Corpus(articles), n_topics=4, n_refits=2)
    assert found.table["stability"].notna().all()
    assert found.examples["outlet"].isna().all()


def test_hostile_text_is_shown_harmless() -> None:
    articles = planted()[0].articles
    hostile = articles.assign(
        text=articles["text"].str.replace(". ", ".\x1b[31m <script>alert(1)</script> ", regex=False)
    )
    found = find_topics(Corpus(hostile), n_topics=4, n_refits=0)
    assert "\x1b" not in repr(found)
    assert "<script>" not in found._repr_html_()


def test_stability_is_the_lower_of_seeds_and_samples() -> None:
    found = Stability(np.array([[1.0, 0.4], [0.8, 0.6]]), np.array([[0.5, 0.9], [0.3, 0.7]]))
    assert found.overall == pytest.approx([0.4, 0.5])
    assert found.n_returned.tolist() == [3, 3]  # 1.0, .8, .5; .6, .9, .7
    assert found.n_refits == 4


def test_jaccard_and_matching_by_hand() -> None:
    labels, other = np.array([0, 0, 0, 1, 1, -1]), np.array([1, 1, 0, 0, 0, 1])
    # Sentences 0-2 against 0-1: 2 shared of 3; against 2-4: 1 of 5. Sentences 3-4 against 2-4: 2 of 3.
    likeness = jaccard_of_labels(labels, other, 2)
    assert likeness == pytest.approx(np.array([[1 / 5, 2 / 3], [2 / 3, 0]]))
    assert matched(likeness) == pytest.approx([2 / 3, 2 / 3])
    # The best partner of both rows is the first column, but only one can have it: .9 + .1 < .8 + .7.
    assert matched(np.array([[0.9, 0.7], [0.8, 0.1]])) == pytest.approx([0.7, 0.8])


def test_lists_of_words_by_hand() -> None:
    # 18 words, so lists of three: topic 0 has words 0-2, the other model words 1-3, which share two of four.
    phi, other = np.zeros((2, 18)), np.zeros((2, 18))
    phi[0, :4], phi[1, 10:13] = (0.4, 0.3, 0.2, 0.1), (0.5, 0.3, 0.2)
    other[0, 1:4], other[1, 10:13] = (0.5, 0.3, 0.2), (0.2, 0.3, 0.5)
    assert jaccard_of_words(phi, other) == pytest.approx(np.array([[0.5, 0], [0, 1]]))


def test_events_are_drawn_whole_and_articles_without_one_alone() -> None:
    events = np.array(["e1", None, "e2", "e1", None, "e2", "e3", "e4", "e5"], dtype=object)
    groups = resample_groups(events, np.arange(9) != 5)
    assert sorted(group.tolist() for group in groups) == [[0, 3], [1], [2], [4], [6], [7], [8]]


def test_of_a_single_event_the_articles_are_drawn() -> None:
    groups = resample_groups(np.array(["e1"] * 4, dtype=object), np.ones(4, dtype=np.bool_))
    assert sorted(group.tolist() for group in groups) == [[0], [1], [2], [3]]


def numbers_table(**columns: list[float]) -> pd.DataFrame:
    n = len(columns["n_topics"])
    return pd.DataFrame({"stability": [0.6] * n, "exclusivity": [0.5] * n, "perplexity": [float("nan")] * n, **columns})


def test_the_rule_of_recommendation() -> None:
    table = numbers_table(n_topics=[5, 10, 15], share_stable=[1.0, 0.8, 0.6], coherence=[0.1, 0.2, 0.3])
    number, reason = recommend(table)
    assert number == 10  # 15 is more coherent, but too few of its topics are stable
    assert "Of the 2 of 3 numbers" in reason
    assert "coherence alone 15" in reason
    number, reason = recommend(numbers_table(n_topics=[5, 10], share_stable=[0.4, 0.7], coherence=[0.1, 0.2]))
    assert number is None
    assert "most at 10: 70%" in reason


@pytest.mark.parametrize(
    ("numbers", "options", "message"),
    [([], {}, "at least one number"), ([1, 5], {}, "2 or more; got 1"), ([5], {"n_refits": 1}, "`n_refits` must be 2")],
)
def test_numbers_that_cannot_be_tried(numbers: list[int], options: dict[str, int], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        choose_n_topics(planted()[0], numbers, **options)  # type: ignore[arg-type]


def test_the_result_is_frozen(model: TopicModel) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        model.table = None  # type: ignore[misc, assignment]


def test_nothing_warns_on_plain_input() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        find_topics(planted()[0], n_topics=12, n_refits=2)
