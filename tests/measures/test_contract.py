"""What every measure promises. A new measure joins by being listed in the registry."""

import re
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measures.making import made
from toolkit.corpus.corpus import Corpus
from toolkit.measure import Measure, Measurement, measure_all
from toolkit.registry import list_measures, make_measure

# Those who are looked for need not be there.
pytestmark = pytest.mark.filterwarnings("ignore::toolkit.errors.ActorWarning")

ROOT = Path(__file__).parents[2]
TEXTS = {
    "a1": ("Pentagon prepares to destroy militia", "Officials said “we must deter attacks.”\n\nThe militia denied it."),
    "a2": ("Talks resume", "Families wept.\n\nIt will not destroy the base, he claimed. Costs may rise sharply."),
    "a3": ("", "The terrorists were wiped out. It was a shameful, brutal and senseless crime."),
    "a4": ("👍👍", "🎉🎉🎉"),
    "a5": ("انسحاب القوات", "قال المسؤول إن القوات انسحبت من القاعدة."),
    "a6": ("Destroy", "destroy"),
    "a7": ("", ""),
}


def corpus_of(ids: list[str]) -> Corpus:
    rows = [
        {"article_id": i, "headline": TEXTS[i][0], "text": TEXTS[i][1], "outlet": f"outlet {n % 2}", "event_id": "e"}
        for n, i in enumerate(ids)
    ]
    table = pd.DataFrame(rows)
    table["language"] = "en"  # so that the Arabic article is measured like the others
    return Corpus(table, name="contract")


@pytest.fixture(scope="module", params=list_measures())
def measured(request: pytest.FixtureRequest) -> Measurement:
    return made(request.param)(corpus_of(list(TEXTS)))


def rows_of(measurement: Measurement) -> pd.DataFrame:
    columns = ["article_id", "part", "category", "amount", "exposure", "value"]
    table = measurement.scores[columns].astype({"part": str, "category": str})
    return table.sort_values(columns[:3]).reset_index(drop=True)


def test_pure_and_deterministic(measured: Measurement) -> None:
    again = made(measured.measure.name)(corpus_of(list(TEXTS)))
    pd.testing.assert_frame_equal(again.scores, measured.scores)
    pd.testing.assert_frame_equal(again.evidence, measured.evidence)
    assert again.signature == measured.signature


def test_indifferent_to_the_order_of_rows(measured: Measurement) -> None:
    other = measured.measure(corpus_of(list(TEXTS)[::-1]))
    pd.testing.assert_frame_equal(
        rows_of(other)[["article_id", "part", "category", "amount", "exposure", "value"]], rows_of(measured)
    )


def test_amount_is_the_sum_of_the_weights_of_the_evidence(measured: Measurement) -> None:
    plain = [c for c in measured.categories if c in set(measured.evidence["category"])]
    sums = measured.evidence.groupby(["article_id", "part", "category"], observed=True)["weight"].sum()
    for row in measured.scores.itertuples():
        if row.category in plain:
            assert row.amount == pytest.approx(sums.get((row.article_id, row.part, row.category), 0.0), abs=1e-6)


def test_value_is_per_times_amount_over_exposure(measured: Measurement) -> None:
    for row in measured.scores.itertuples():
        per = measured.measure.scale(row.category).per
        if row.exposure > 0:
            assert row.value == pytest.approx(per * row.amount / row.exposure)
        else:
            assert np.isnan(row.value)


def test_values_keep_within_their_scale(measured: Measurement) -> None:
    for category in measured.categories:
        scale = measured.measure.scale(category)
        values = measured.scores.loc[measured.scores["category"] == category, "value"].dropna()
        assert values.between(scale.low, scale.high).all()


def test_evidence_lies_in_its_part_and_is_what_it_says(measured: Measurement) -> None:
    for row in measured.evidence.itertuples():
        headline, text = TEXTS[row.article_id]
        lead, _, body = text.partition("\n\n")
        whole = {"headline": headline, "lead": lead, "body": body if body else text}
        assert whole[row.part][row.start : row.end] == row.match


def test_nothing_to_look_in_is_nan_not_zero(measured: Measurement) -> None:
    scores = measured.article_scores()
    assert scores.loc[scores["article_id"].isin(["a4", "a7"]), "value"].isna().all()
    assert (scores.loc[scores["article_id"] == "a4", "amount"] == 0).all()


def test_together_or_alone_the_numbers_are_the_same(measured: Measurement) -> None:
    corpus = corpus_of(list(TEXTS))
    together = measure_all(corpus, [made(name) for name in list_measures()])
    same = next(one for one in together if one.measure.name == measured.measure.name)
    pd.testing.assert_frame_equal(same.scores, measured.scores)
    pd.testing.assert_frame_equal(same.evidence, measured.evidence)


def test_it_is_frozen_and_documented(measured: Measurement) -> None:
    measure = measured.measure
    for field in fields(measure):
        with pytest.raises(FrozenInstanceError):
            setattr(measure, field.name, None)
    documentation = type(measure).__doc__ or ""
    assert "igher values" in documentation
    assert "Do not" in documentation


def test_cited_works_are_in_the_references(measured: Measurement) -> None:
    keys = set(re.findall(r"@\w+\{([^,]+),", (ROOT / "references.bib").read_text(encoding="utf-8")))
    lexicon_keys = {c.reference for lexicon in measured.measure.lexicons for c in lexicon.categories if c.reference}
    assert set(measured.measure.references) | lexicon_keys <= keys


def test_signature_changes_with_settings_and_texts() -> None:
    force = make_measure("force")
    assert force.signature != make_measure("force", count_negated=True).signature
    assert force(corpus_of(["a1"])).signature != force(corpus_of(["a2"])).signature


@given(st.lists(st.text(max_size=80), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_any_text_can_be_measured(texts: list[str]) -> None:
    ids = [str(i) for i in range(len(texts))]
    corpus = Corpus(pd.DataFrame({"article_id": ids, "text": texts, "language": "en"}))
    for measurement in measure_all(corpus, [made(name) for name in list_measures()]):
        assert len(measurement.article_scores()) == len(texts) * len(measurement.categories)
        assert isinstance(measurement.measure, Measure)
        assert all(len(match) > 0 for match in measurement.evidence["match"])
