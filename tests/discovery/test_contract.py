"""`Topics` keeps the contract of all measures; it needs a model, so it cannot stand in their list."""

import dataclasses

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.discovery.meanings import CountingEmbedder, LetterEmbedder
from tests.discovery.planted import planted
from tests.measures.test_contract import (
    TEXTS,
    corpus_of,
    test_amount_is_the_sum_of_the_weights_of_the_evidence,
    test_cited_works_are_in_the_references,
    test_evidence_lies_in_its_part_and_is_what_it_says,
    test_indifferent_to_the_order_of_rows,
    test_it_is_frozen_and_documented,
    test_nothing_to_look_in_is_nan_not_zero,
    test_value_is_per_times_amount_over_exposure,
    test_values_keep_within_their_scale,
)
from toolkit.corpus.corpus import Corpus
from toolkit.discovery.packages import find_packages
from toolkit.discovery.prevalence import Topics
from toolkit.discovery.topics import find_topics
from toolkit.framing.force import ForceAxis
from toolkit.measure import Measurement, measure_all

__all__ = [
    "test_amount_is_the_sum_of_the_weights_of_the_evidence",
    "test_cited_works_are_in_the_references",
    "test_evidence_lies_in_its_part_and_is_what_it_says",
    "test_indifferent_to_the_order_of_rows",
    "test_it_is_frozen_and_documented",
    "test_nothing_to_look_in_is_nan_not_zero",
    "test_value_is_per_times_amount_over_exposure",
    "test_values_keep_within_their_scale",
]


def measure_of(kind: str) -> Topics:
    corpus = corpus_of(list(TEXTS))
    if kind == "sentences":
        return Topics(
            find_topics(corpus, n_topics=2, method="sentences", model=LetterEmbedder(), min_articles=1, n_refits=0)
        )
    model = find_topics(corpus, n_topics=3, method=kind.split()[0], min_articles=1, n_refits=0)
    return Topics(find_packages(model, n_resamples=0) if "packages" in kind else model)


@pytest.fixture(scope="module", params=["nmf", "lda", "sentences", "nmf packages"])
def measured(request: pytest.FixtureRequest) -> Measurement:
    return measure_of(request.param)(corpus_of(list(TEXTS)))


def test_pure_and_deterministic(measured: Measurement) -> None:
    again = dataclasses.replace(measured.measure)(corpus_of(list(TEXTS)))
    pd.testing.assert_frame_equal(again.scores, measured.scores)
    pd.testing.assert_frame_equal(again.evidence, measured.evidence)
    assert again.signature == measured.signature


def test_shares_of_an_article_add_up_to_one(measured: Measurement) -> None:
    total = measured.article_scores().dropna().groupby("article_id")["value"].sum()
    assert len(total) >= 3
    assert total.to_numpy() == pytest.approx(1)


def test_together_with_another_measure_the_numbers_are_the_same(measured: Measurement) -> None:
    _, together = measure_all(corpus_of(list(TEXTS)), [ForceAxis(), measured.measure])
    pd.testing.assert_frame_equal(together.scores, measured.scores)


def test_the_shares_of_the_model_are_those_that_are_measured() -> None:
    corpus = planted()[0]
    for method in ("nmf", "sentences"):
        model = find_topics(corpus, n_topics=4, method=method, model=CountingEmbedder(), n_refits=0)
        table = Topics(model)(corpus).article_scores().pivot_table(
            index="article_id", columns="category", values="value", observed=True
        )  # fmt: skip
        assert table.to_numpy() == pytest.approx(model.shares.loc[table.index].to_numpy(), abs=1e-6)


def test_other_models_have_other_signatures() -> None:
    first, second = (find_topics(planted()[0], n_topics=n, n_refits=0) for n in (3, 4))
    assert Topics(first).signature != Topics(second).signature
    assert Topics(first).settings["checksum"] != Topics(second).settings["checksum"]


_MEASURE = None


@given(st.lists(st.text(max_size=80), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_any_text_can_be_measured(texts: list[str]) -> None:
    global _MEASURE
    _MEASURE = _MEASURE or Topics(find_topics(planted()[0], n_topics=4, n_refits=0))
    table = pd.DataFrame({"article_id": [str(i) for i in range(len(texts))], "text": texts, "language": "en"})
    measurement = _MEASURE(Corpus(table))
    assert len(measurement.article_scores()) == 4 * len(texts)
    assert all(len(match) > 0 for match in measurement.evidence["match"])
