"""Specification curves: numbers by hand, by `compare`, by least squares written out, and calibration."""

import numpy as np
import pandas as pd
import pytest

from toolkit.comparison.outlets import compare
from toolkit.comparison.specification_curve import specification_curve
from toolkit.comparison.specification_joint import Panel, _effect, _pair, joint_test
from toolkit.comparison.specification_result import SpecificationCurve
from toolkit.comparison.specifications import leave_one_out
from toolkit.corpus.corpus import Corpus
from toolkit.errors import MissingEventsError, OptionError, SmallSampleWarning
from toolkit.events.match import match_events
from toolkit.framing.force import ForceAxis
from toolkit.framing.frames import FrameSalience
from toolkit.lexicons.lexicon import Lexicon
from toolkit.stance.in_voice import in_voice

FORCE = Lexicon.of({"destroy": ["destroy", "crush"], "deter": ["deter"]})
ALTERNATIVES = {"parts": ["headline", "story"], "pool": ["sum"], "wire": ["drop", "keep"], "test": ["exchange"]}


def text(n_destroy: int, n_words: int) -> str:
    return " ".join(["destroy"] * n_destroy + ["word"] * (n_words - n_destroy))


def made_corpus(n_events: int = 7, outlets: str = "abc", seed: int = 1) -> Corpus:
    """Articles of several lengths, some cells with two of them, one event without outlet c, some of them wire copy."""
    rng, rows = np.random.default_rng(seed), []
    for event in range(n_events):
        for outlet in outlets:
            for copy in range(1 + (event % 3 == 0)):
                if outlet == "c" and event == 1:
                    continue
                n = int(rng.integers(20, 60))
                rows.append({
                    "article_id": f"{outlet}{event}{copy}", "outlet": outlet, "event_id": f"e{event}",
                    "headline": text(int(rng.integers(0, 3)), 8), "text": text(int(rng.integers(1, 9)), n) + " deter",
                    "wire_id": "a00" if (outlet, event, copy) == ("b", 0, 1) else None,
                })  # fmt: skip
    return Corpus(pd.DataFrame(rows), name="made")


CORPUS = made_corpus()
MEASURE = ForceAxis(FORCE)


def curve_of(corpus: Corpus = CORPUS, **options: object) -> SpecificationCurve:
    chosen = {"category": "destroy", "outlets": ("a", "b"), "alternatives": ALTERNATIVES, "n_exchanges": 0, **options}
    return specification_curve(corpus, MEASURE, **chosen)  # type: ignore[arg-type]


@pytest.mark.parametrize("outlets", [("a", "b"), ("c", "a"), "b"])
def test_each_specification_is_what_compare_gives(outlets: tuple[str, str] | str) -> None:
    curve = curve_of(outlets=outlets, n_resamples=99)
    assert len(curve) == 3 * 2 * 3 * 2
    named = {"all": ("headline", "lead", "body"), "story": ("lead", "body"), "headline": ("headline",)}
    for number in range(0, len(curve), 7):
        row = curve.table.iloc[number]
        expected = compare(
            MEASURE(CORPUS), outlets=outlets if isinstance(outlets, tuple) else None, categories=["destroy"],
            parts=named[row["parts"]], pool=row["pool"], wire=row["wire"], n_resamples=99,
        )  # fmt: skip
        table = expected.table[expected.table["outlet"] == outlets[0]].iloc[0]
        keys = ["estimate", "low", "high", "n_events", "n_articles"]
        assert row[keys].tolist() == pytest.approx(table[keys].tolist(), rel=1e-12)
        if row["test"] == "exchange":
            assert row["p"] == table["p"]
            assert row["clear"] == (table["p"] <= 0.05)
        else:
            assert row["clear"] == (table["low"] > 0 or table["high"] < 0)
            assert (row["p"] < 0.05) == row["clear"]
        pd.testing.assert_frame_equal(curve[number].table, expected.table)


def test_one_of_two_outlets_is_held_against_the_other() -> None:
    two = made_corpus(outlets="ab")
    for alone, pair in (("a", ("a", "b")), ("b", ("b", "a"))):
        pd.testing.assert_frame_equal(curve_of(two, outlets=alone).table, curve_of(two, outlets=pair).table)
    assert curve_of(two, outlets="a").table["outlets"].iloc[0] == "a minus b"


def test_p_of_an_interval_is_students() -> None:
    # Differences 4, 0, 6, -1, 5 per 1,000: Student's t = 2.8 / (3.1145 / sqrt(5)) = 2.0103, p = .1148 with 4 df.
    rows = [("a", f"e{i}", x) for i, x in enumerate([5, 3, 8, 2, 6])]
    rows += [("b", f"e{i}", x) for i, x in enumerate([1, 3, 2, 3, 1])]
    articles = pd.DataFrame(rows, columns=["outlet", "event_id", "n"])
    articles = articles.assign(article_id=articles.index, wire_id=None, text=[text(n, 1000) for n in articles["n"]])
    curve = curve_of(Corpus(articles), alternatives={}, n_resamples=20_000, n_exchanges=4_000)
    assert curve.table["estimate"].item() == pytest.approx(2.8)
    assert curve.table["p"].item() == pytest.approx(0.1148, abs=0.004)
    # One specification: the joint test is the sign-flip test, whose p is 8 / 32 (see test_outlets.py).
    assert curve.joint is not None
    assert curve.joint.p_median == pytest.approx(8 / 32, abs=0.025)
    assert (curve.joint.median, curve.joint.p_clear) == (pytest.approx(2.8), 1.0)


def quoting_corpus() -> Corpus:
    """In each article of a: one of 10 words is `destroy` in a quotation, one negated, one plain; b has none."""
    told = "We destroy it. They will not destroy. “To destroy”."
    assert len(told.split()) == 9
    rows = [
        {"article_id": f"{outlet}{i}", "outlet": outlet, "event_id": f"e{i}", "wire_id": None, "text": story}
        for i in range(6)
        for outlet, story in (("a", told + " Now."), ("b", text(0, 200)))
    ]
    return Corpus(pd.DataFrame(rows))


def test_voice_and_negation_by_hand() -> None:
    alternatives = {"voice": ["unquoted"], "negated": ["count", "drop"]}
    table = curve_of(quoting_corpus(), alternatives=alternatives).table
    found = table.set_index(["voice", "negated"])["estimate"]
    # Of 10 words: plain and quoted, and the negated one where it counts.
    assert found.to_dict() == pytest.approx({
        ("all", "as measured"): 200.0, ("all", "count"): 300.0, ("all", "drop"): 200.0,
        ("unquoted", "as measured"): 100.0, ("unquoted", "count"): 200.0, ("unquoted", "drop"): 100.0,
    })  # fmt: skip
    frames = specification_curve(
        quoting_corpus(), FrameSalience(FORCE), category="destroy", outlets=("a", "b"), n_exchanges=0,
        alternatives={"negated": ["drop"]},
    )  # fmt: skip
    assert frames.table["estimate"].tolist() == pytest.approx([300.0, 200.0])


def test_the_voices_of_sources_are_choices() -> None:
    story = "The army will destroy it. “We will destroy them,” the minister said. They may deter {}."
    rows = [
        {"article_id": f"{o}{i}", "outlet": o, "event_id": f"e{i}", "wire_id": None, "text": story.format("raids " * n)}
        for i in range(6)
        for o, n in (("a", 1 + i), ("b", 4))
    ]
    corpus = Corpus(pd.DataFrame(rows))
    table = curve_of(corpus, alternatives={"voice": ["own", "direct"]}).table
    for row in table.iloc[1:].to_dict("records"):
        expected = compare(in_voice(MEASURE(corpus), row["voice"]), categories=["destroy"]).table.iloc[0]
        assert row["estimate"] == expected["estimate"]
    assert table["estimate"].nunique() == 3


def test_settings_and_measures_are_choices() -> None:
    curve = curve_of(
        quoting_corpus(), alternatives={"measure": {"frames": FrameSalience(FORCE)}, "negated": ["count", "drop"]}
    )
    assert list(zip(curve.table["measure"], curve.table["estimate"].round(6), strict=True)) == [
        ("force", 200.0), ("force", 300.0), ("force", 200.0), ("frames", 300.0), ("frames", 300.0), ("frames", 200.0),
    ]  # fmt: skip
    counted = curve_of(quoting_corpus(), alternatives={"count_negated": [True]})
    assert counted.table["estimate"].tolist() == pytest.approx([200.0, 300.0])
    assert counted.table["count_negated"].tolist() == ["False", "True"]
    # Measures that differ in a setting keep their own as the base.
    both = {"measure": {"counting": ForceAxis(FORCE, count_negated=True)}, "count_negated": [False]}
    table = curve_of(quoting_corpus(), alternatives=both).table
    assert table["count_negated"].tolist() == ["as measured", "False"] * 2
    assert table["estimate"].tolist() == pytest.approx([200.0, 200.0, 300.0, 200.0])


def test_leaving_out_one_entry_at_a_time() -> None:
    rows = [
        {"article_id": f"{o}{i}", "outlet": o, "event_id": f"e{i}", "wire_id": None, "text": words + " word" * 97}
        for i in range(6)
        for o, words in (("a", "destroy destroy crush"), ("b", "word word word"))
    ]
    corpus = Corpus(pd.DataFrame(rows))
    shorter = leave_one_out(MEASURE(corpus), "destroy")
    assert list(shorter) == ["without 'destroy'", "without 'crush'"]
    assert list(leave_one_out(MEASURE(corpus), "destroy", n_entries=1)) == ["without 'destroy'"]
    curve = curve_of(corpus, alternatives={"measure": shorter})
    assert curve.table["estimate"].tolist() == pytest.approx([30.0, 10.0, 20.0])
    assert curve.moves["measure"] == pytest.approx(20.0)
    # One article an event and outlet: pooling is the same either way.
    idle = curve_of(corpus, alternatives={"measure": shorter, "pool": ["sum"]})
    assert "measure (without 'destroy' +10.0 … force +30.0). No estimate depends on: pool." in repr(idle)
    with pytest.raises(OptionError, match="No lexicon entry"):
        leave_one_out(MEASURE(corpus), "deter")


def test_events_can_be_matched() -> None:
    stories = ["Rockets hit the Taji base near Baghdad.", "The senate passed a farm bill on dairy prices."]
    rows = [
        {"article_id": f"{o}{i}", "outlet": o, "event_id": f"e{i % 3}", "wire_id": None,
         "published": f"2020-03-0{i + 1}", "text": stories[i % 2] + f" destroy {o}" * (i + 1)}
        for i in range(6)
        for o in "ab"
    ]  # fmt: skip
    corpus = Corpus(pd.DataFrame(rows))
    with pytest.warns(SmallSampleWarning, match="2 of 2 specifications"):
        curve = curve_of(corpus, alternatives={"events": [0.3]})
    matched = MEASURE(match_events(corpus, threshold=0.3))
    with pytest.warns(SmallSampleWarning):
        expected = compare(matched, categories=["destroy"]).table
    assert curve.table.loc[1, ["estimate", "n_events"]].tolist() == expected.loc[0, ["estimate", "n_events"]].tolist()
    pd.testing.assert_frame_equal(curve[1].table, expected)
    none = Corpus(corpus.articles.drop(columns="event_id"))
    with pytest.raises(MissingEventsError, match="matched"):
        curve_of(none, alternatives={})


def test_different_units_need_standard_deviations() -> None:
    alternatives = {"measure": {"balance": (MEASURE, "balance")}}
    with pytest.raises(OptionError, match="standardize=True"):
        curve_of(alternatives=alternatives)
    curve, plain = curve_of(alternatives=alternatives, standardize=True), curve_of(alternatives={})
    scores = MEASURE(CORPUS).article_scores()
    kept = scores[(scores["category"] == "destroy") & (scores["article_id"] != "b01")]["value"]
    for column in ("estimate", "low", "high"):
        assert curve.table.loc[0, column] == pytest.approx(plain.table.loc[0, column] / kept.std())
    assert curve.unit == "standard deviations"


def test_of_too_many_specifications_some_are_drawn() -> None:
    curve, again, other = (curve_of(limit=10, seed=seed) for seed in (1, 1, 2))
    assert (len(curve), curve.specifications.n_possible) == (10, 36)
    assert curve.table.loc[0, ["parts", "pool", "wire", "test"]].tolist() == ["all", "mean", "once", "bootstrap"]
    pd.testing.assert_frame_equal(curve.table, again.table)
    assert not curve.table["parts"].equals(other.table["parts"]) or not curve.table["wire"].equals(other.table["wire"])
    assert curve.table.drop_duplicates(["parts", "pool", "wire", "test"]).shape[0] == 10
    assert "10 specifications (36 are possible)" in repr(curve)


def test_it_speaks_in_sentences_that_agree_with_the_table() -> None:
    curve = curve_of(n_exchanges=19)
    table = curve.table
    above = table["estimate"] > 0
    majority = above if curve.median > 0 else ~above
    assert curve.n_same_sign == majority.sum()
    assert curve.n_clear == (table["clear"] & majority).sum()
    first = curve.sentences()[0]
    assert first.startswith("destroy: a minus b is ")
    assert f"in {majority.sum()} of 36 specifications, clearly so in {curve.n_clear}" in first
    means = table.groupby("parts")["estimate"].mean()
    assert curve.moves["parts"] == pytest.approx(means.max() - means.min())
    assert curve.choices["choice"].unique().tolist() == ["parts", "pool", "wire", "test"]
    assert "19 exchanges" in curve.sentences()[-1]
    assert len(curve.sentences()) == 4


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"alternatives": {"pol": ["sum"]}}, "Did you mean 'pool'"),
        ({"alternatives": {"pool": ["median"]}}, "'mean' or 'sum'"),
        ({"base": {"measure": MEASURE}}, "'events', 'parts'"),
        ({"base": {"wire": "twice"}}, "'once', 'drop' or 'keep'"),
        ({"alternatives": {"events": [3]}}, "between 0 and 1"),
        ({"alternatives": {"outlets": [("a", "z")]}}, "'a', 'b' or 'c'"),
        ({"outlets": None}, "two outlets, or one"),
        ({"outlets": ("a", "a")}, "two outlets, or one"),
        ({"category": "destory"}, "Did you mean 'destroy'"),
        ({"alternatives": {"measure": ["force"]}}, "must be a measure"),
        ({"alternatives": {"measure": [ForceAxis(FORCE), ForceAxis(FORCE, True), ForceAxis()]}}, "Give them names"),
        ({"alternatives": {"measure": [ForceAxis()]}}, "another name"),
        ({"alternatives": {"measure": [FrameSalience(FORCE)], "count_negated": [True]}}, "no setting 'count_negated'"),
        ({"limit": 1}, "limit"),
        ({"level": 95}, "level"),
        ({"n_exchanges": -1}, "n_exchanges"),
    ],
)
def test_wrong_options_are_told(options: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        curve_of(**options)


def test_without_shared_events_nothing_is_known() -> None:
    articles = pd.DataFrame({"article_id": ["1", "2"], "outlet": ["a", "b"], "event_id": ["e", "f"], "text": "destroy"})
    with pytest.warns(SmallSampleWarning):
        curve = curve_of(Corpus(articles), alternatives={"pool": ["sum"]}, n_exchanges=9)
    assert curve.sentences() == ["destroy: a minus b is not known in any of 2 specifications."]


def test_a_number_beyond_the_curve() -> None:
    with pytest.raises(IndexError, match="0 to 35"):
        curve_of()[36]


# ---- The joint test ------------------------------------------------------------------------------------------------


def least_squares(values: np.ndarray) -> tuple[float, float]:
    """Effect of the first outlet against the mean of all, and its error clustered by event, with dummies."""
    events, outlets = np.nonzero(~np.isnan(values))
    n_events, n_outlets = values.shape
    # Effects that sum to zero: the last outlet is minus all others.
    coded = np.vstack([np.eye(n_outlets - 1), -np.ones(n_outlets - 1)])
    design = np.hstack([np.eye(n_events)[events], coded[outlets]])
    y = values[events, outlets]
    beta, *_ = np.linalg.lstsq(design, y, rcond=None)
    bread = np.linalg.inv(design.T @ design)
    residual = y - design @ beta
    meat = sum(np.outer(s, s) for e in range(n_events) for s in [design[events == e].T @ residual[events == e]])
    n = (~np.isnan(values[:, 0])).sum()
    error = np.sqrt((bread @ meat @ bread)[n_events, n_events] * n / (n - 1))
    return beta[n_events], error


def test_effects_and_their_errors_are_those_of_least_squares() -> None:
    rng = np.random.default_rng(3)
    values = rng.normal(size=(9, 4, 3)) + np.array([1.0, 0, 0, -1])[None, :, None]
    values[0, 1] = values[2, 0] = values[5, 3] = np.nan  # the first two columns share their coverage
    values[4, 2, 2] = np.nan
    estimate, error, n = _effect(values)
    assert n.tolist() == [8.0] * 3
    for column in range(3):
        assert (estimate[column], error[column]) == pytest.approx(least_squares(values[:, :, column]))


def test_outlets_that_share_no_event_with_others_have_no_effect() -> None:
    alone = np.array([[1.0, np.nan, np.nan], [np.nan, 1, 2], [np.nan, 2, 1]])[:, :, None]
    assert np.isnan(_effect(alone)[0])
    apart = np.array([[1.0, 3, np.nan, np.nan], [2.0, 2, np.nan, np.nan], [np.nan, np.nan, 1, 2]])[:, :, None]
    assert _effect(apart)[0] == pytest.approx(-0.5)  # half of the mean difference -1 from the only outlet linked


def test_differences_that_are_rounding_are_none() -> None:
    values = np.full((6, 2, 1), 1 / 3)
    values[:, 0] += 1e-16
    assert [float(one[0]) for one in _pair(values)[:2]] == [0.0, 0.0]


def study(rng: np.random.Generator, n_events: int, n_outlets: int, effect: float) -> list[Panel]:
    """One article an event and outlet; six specifications that share half of their variation."""
    event = np.repeat(np.arange(n_events), n_outlets)
    outlet = np.tile(np.arange(n_outlets), n_events)
    shared = rng.gamma(2.0, size=(len(event), 1)) + rng.normal(size=(n_events, 1))[event]
    values = shared + rng.normal(size=(len(event), 6)) + effect * (outlet == 0)[:, None]
    there = np.ones(values.shape)
    there[0, :3] = values[0, :3] = 0.0  # not every specification has every article
    return [Panel(event, values, there, tuple(range(n_outlets)), tuple(range(6)), tuple(range(6)))]


def joint_p(seed: int, n_events: int, n_outlets: int, effect: float = 0.0) -> tuple[float, float]:
    panels = study(np.random.default_rng([9, seed]), n_events, n_outlets, effect)
    outlet = np.tile(np.arange(n_outlets), n_events)
    joint = joint_test(
        panels, np.ones(6), panels[0].event, outlet, n_outlets=n_outlets, level=0.95, n_exchanges=99, seed=seed
    )
    return joint.p_median, joint.p_clear


@pytest.mark.parametrize(("n_events", "n_outlets", "studies"), [(10, 2, 250), (8, 4, 100)])
def test_joint_p_is_uniform_if_outlets_do_not_differ(n_events: int, n_outlets: int, studies: int) -> None:
    p = np.array([joint_p(seed, n_events, n_outlets) for seed in range(studies)])
    for threshold in (0.05, 0.1, 0.25, 0.5, 0.75):
        error = 3.3 * np.sqrt(threshold * (1 - threshold) / studies)
        assert abs((p[:, 0] <= threshold).mean() - threshold) <= error
        # Most curves have no clear specification, so that many p are 1: never more small ones than there should be.
        assert (p[:, 1] <= threshold).mean() <= threshold + error


def test_a_planted_difference_is_found() -> None:
    p = np.array([joint_p(seed, 12, 2, effect=3.0) for seed in range(20)])
    assert (p <= 0.05).mean() >= 0.9
