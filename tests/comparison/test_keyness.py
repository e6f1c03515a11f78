"""Distinctive words of small corpora, worked out by hand."""

import itertools

import numpy as np
import pandas as pd
import pytest

from toolkit.comparison.keyness import keyness
from toolkit.comparison.keyness_result import KEYNESS_COLUMNS, Keyness
from toolkit.comparison.term_counts import Terms
from toolkit.corpus.corpus import Corpus
from toolkit.errors import LanguageWarning, MissingEventsError, OptionError, SmallSampleWarning, UnknownNameError

ALL = Terms(min_count=1, min_articles=1)


def text(**n_of: int) -> str:
    """Ten words, so many of each kind."""
    words = [word for word, n in n_of.items() for _ in range(n)]
    return " ".join(words + ["word"] * (10 - len(words)))


def corpus_of(n_events: int = 6, *, events: bool = True, outlets: str = "AB") -> Corpus:
    """A destroys twice in every article, B once in every other; both deter once."""
    rows = [
        {
            "article_id": f"{outlet}{event}", "outlet": outlet, "event_id": f"e{event}" if events else None,
            "text": text(destroy=2 if outlet == "A" else event % 2, deter=1),
        }
        for event in range(n_events) for outlet in outlets
    ]  # fmt: skip
    return Corpus(pd.DataFrame(rows))


def row(found: Keyness, term: str, target: str = "A") -> dict[str, float]:
    table = found.table[found.table["target"] == target]
    return dict(table.set_index("term").loc[term])


def test_counts_rates_articles_and_events() -> None:
    found = keyness(corpus_of(), target="A", reference="B", terms=ALL)
    assert tuple(found.table.columns) == KEYNESS_COLUMNS
    destroy = row(found, "destroy")
    assert (destroy["n_target"], destroy["n_reference"]) == (12, 3)
    assert (destroy["rate_target"], destroy["rate_reference"]) == (200, 50)
    assert (destroy["n_articles_target"], destroy["n_articles_reference"]) == (6, 3)
    assert (destroy["n_events_target"], destroy["n_events_reference"]) == (6, 3)
    assert destroy["log_ratio"] == pytest.approx(2)
    assert found.sides.to_dict("records") == [{
        "target": "A", "reference": "B", "n_articles_target": 6, "n_articles_reference": 6, "n_words_target": 60,
        "n_words_reference": 60, "n_resampled": 6,
    }]  # fmt: skip
    assert found.table["term"].iloc[0] == "destroy"


def test_the_prior_is_in_proportion_to_the_words_compared() -> None:
    # destroy is 15 of 120 words: of 500 prior words 62.5.
    destroy = row(keyness(corpus_of(), target="A", reference="B", terms=ALL), "destroy")
    assert destroy["log_odds"] == pytest.approx(np.log(74.5 / (560 - 74.5)) - np.log(65.5 / (560 - 65.5)))
    # One prior count of 0.01 for each of three terms.
    destroy = row(keyness(corpus_of(), target="A", reference="B", terms=ALL, prior=0.01), "destroy")
    assert destroy["log_odds"] == pytest.approx(np.log(12.01 / (60.03 - 12.01)) - np.log(3.01 / (60.03 - 3.01)))


def test_dispersion_by_hand() -> None:
    # B's destroy lies in three of six equal articles: half of the words are in articles without: 1/2 / (1 - 1/6).
    destroy = row(keyness(corpus_of(), target="A", reference="B", terms=ALL), "destroy")
    assert destroy["dispersion_reference"] == pytest.approx(0.6)
    assert destroy["dispersion_target"] == pytest.approx(0)


def test_p_is_the_share_of_deals_at_least_as_far_from_zero() -> None:
    # A's 2 against B's 0 or 1 of each event may be exchanged, 64 ways. Every way is gone through here; words in all are
    # 10 on each side, so that only A's count decides.
    pairs = [(2, event % 2) for event in range(6)]
    counts = [
        sum(pair[side] for pair, side in zip(pairs, way, strict=True)) for way in itertools.product((0, 1), repeat=6)
    ]
    expected = np.mean([abs(count - 7.5) >= 4.5 for count in counts])
    found = row(keyness(corpus_of(), target="A", reference="B", terms=ALL, n_resamples=4000), "destroy")
    assert expected == 2 / 64
    assert found["p"] == pytest.approx(expected, abs=4 * np.sqrt(expected / 4000))
    assert row(keyness(corpus_of(), target="A", reference="B", terms=ALL), "deter")["p"] == 1


def test_the_interval_is_that_of_a_slow_bootstrap() -> None:
    found = row(keyness(corpus_of(12), target="A", reference="B", terms=ALL, prior=0.5, n_resamples=4000), "destroy")
    rng, estimates = np.random.default_rng(5), []
    for _ in range(4000):
        events = rng.integers(0, 12, 12)
        y_t, y_r, n = 24.0, float((events % 2).sum()), 120
        up, down = (y_t + 0.5) / (n + 1.5 - y_t - 0.5), (y_r + 0.5) / (n + 1.5 - y_r - 0.5)
        estimates.append(np.log(up / down))
    half = 2.200985 * np.sqrt(12 / 11) * np.std(estimates, ddof=1)  # t of 11 degrees at 97.5 %
    assert found["high"] - found["log_odds"] == pytest.approx(half, rel=0.06)
    assert found["log_odds"] - found["low"] == pytest.approx(half, rel=0.06)


def test_several_targets_each_against_all_others_together() -> None:
    found = keyness(corpus_of(outlets="ABC"), terms=ALL)
    assert found.targets == ["A", "B", "C"]
    destroy = row(found, "destroy", "A")
    assert (destroy["n_target"], destroy["n_reference"], destroy["reference"]) == (12, 6, "the other outlets")
    destroy = row(found, "destroy", "C")
    assert (destroy["n_target"], destroy["n_reference"]) == (3, 15)
    assert row(found, "destroy", "C")["log_odds"] < 0 < row(found, "destroy", "A")["log_odds"]


def test_q_is_benjamini_and_hochbergs_over_the_whole_table() -> None:
    table = keyness(corpus_of(outlets="ABC"), terms=ALL).table
    p = table["p"].to_numpy()
    order = np.argsort(p)
    q = np.minimum.accumulate((p[order] * len(p) / np.arange(1, len(p) + 1))[::-1])[::-1]
    assert table["q"].to_numpy()[order] == pytest.approx(q)


def test_only_shared_events_count_unless_all_are_asked_for() -> None:
    corpus = corpus_of()
    alone = pd.DataFrame([{"article_id": "x", "outlet": "A", "event_id": "own", "text": text(funeral=5)}])
    more = Corpus(pd.concat([corpus.articles, alone]))
    assert "funeral" not in set(keyness(more, target="A", reference="B", terms=ALL).table["term"])
    every = keyness(more, target="A", reference="B", terms=ALL, events="all")
    assert row(every, "funeral")["n_target"] == 5
    # Nothing can take the funeral's place but itself.
    assert row(every, "funeral")["p"] == 1


def test_copies_count_for_their_origin() -> None:
    articles = corpus_of().articles.assign(wire_id=lambda t: ["A5" if one == "B5" else None for one in t["article_id"]])
    once = keyness(Corpus(articles), target="A", reference="B", terms=ALL)
    assert once.sides["n_articles_reference"].tolist() == [5]
    assert once.sides["n_resampled"].tolist() == [5]  # the sixth event has lost one side
    assert "1 article not counted" in repr(once)
    assert keyness(Corpus(articles), target="A", reference="B", terms=ALL, wire="keep").sides[
        "n_resampled"
    ].tolist() == [6]


def test_without_events_articles_are_resampled_and_it_is_said() -> None:
    found = keyness(corpus_of(12, events=False), target="A", reference="B", terms=ALL)
    assert found.resampled == "article"
    assert "12 articles resampled" in repr(found)
    destroy = row(found, "destroy")
    assert np.isnan(destroy["n_events_target"])
    assert destroy["low"] > 0
    assert destroy["p"] < 0.01


def test_an_outlet_with_one_article_has_no_bounds() -> None:
    articles = corpus_of(6, events=False).articles
    few = Corpus(articles[(articles["outlet"] == "B") | (articles["article_id"] == "A0")])
    with pytest.warns(SmallSampleWarning, match=r"fewer than 5 articles of one side \(1\)"):
        found = keyness(few, target="A", reference="B", terms=ALL)
    assert found.table[["low", "high", "p", "q"]].isna().all(axis=None)
    assert row(found, "destroy")["n_target"] == 2
    assert "no interval" in repr(found)


def test_what_a_side_lacks_for_want_of_text_has_no_bounds() -> None:
    # B never destroys; A does in one of twelve articles: in B one was to be expected, which may be missing by chance.
    rows = corpus_of(12).articles
    rows["text"] = [text(destroy=int(one == "A0"), deter=1) for one in rows["article_id"]]
    found = row(keyness(Corpus(rows), target="A", reference="B", terms=ALL), "destroy")
    assert np.isnan(found["low"])
    assert not np.isnan(found["p"])


def test_one_long_article_is_no_habit() -> None:
    # Forty mentions in one of twelve articles: G2 sees forty words, exchange sees one article.
    rows = corpus_of(12).articles
    rows["text"] = [text(deter=1) + (" funeral" * 40 if one == "A0" else "") for one in rows["article_id"]]
    found = row(keyness(Corpus(rows), target="A", reference="B", terms=Terms(min_count=1, min_articles=1)), "funeral")
    assert found["g2"] > 40
    assert found["p"] > 0.9
    assert found["dispersion_target"] > 0.7


def test_the_same_seed_gives_the_same_numbers_in_any_order_of_articles() -> None:
    corpus = corpus_of(12)
    one, two = (keyness(corpus, target="A", reference="B", terms=ALL, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(one.table, two.table)
    turned = Corpus(corpus.articles.iloc[::-1])
    columns = ["term", "log_odds", "z", "g2", "dispersion_target"]
    pd.testing.assert_frame_equal(
        one.table[columns].sort_values("term", ignore_index=True),
        keyness(turned, target="A", reference="B", terms=ALL).table[columns].sort_values("term", ignore_index=True),
    )
    assert one.signature == two.signature
    assert one.signature != keyness(corpus, target="A", reference="B", terms=ALL, seed=4).signature


def test_a_term_leads_back_to_its_lines() -> None:
    found = keyness(corpus_of(), target="A", reference="B", terms=ALL)
    lines = found.concordance("destroy")
    assert len(lines) == 15
    assert set(lines["match"]) == {"destroy"}
    assert len(found.concordance("destroy", outlet="B")) == 3
    assert len(found.concordance("destroy", limit=4)) == 4
    with pytest.raises(UnknownNameError, match="Did you mean 'destroy'"):
        found.concordance("destroys")


def test_sentences_say_what_is_found() -> None:
    printed = repr(keyness(corpus_of(12), target="A", reference="B", terms=ALL, prior=0.01))
    assert "A against B: 3 terms, 120 words against 120, 12 events resampled" in printed
    assert (
        "destroy: 200 per 1,000 in A, 50 in B (12 and 6 articles, 12 and 6 events); log-odds +1.6 [95% interval +"
        in printed
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"target": "A", "reference": "A"}, "other than the target 'A'"),
        ({"target": "A", "reference": []}, "other than the target 'A'"),
        ({"target": "Z"}, "'A' or 'B'; got 'Z'"),
        ({"reference": "B"}, "needs a `target`"),
        ({"target": "A", "terms": Terms(min_count=99)}, "No term is left: none occurs 99 times"),
        ({"target": "A", "terms": {"ngrams": 2}}, r"settings such as Terms\(ngrams=2"),
        ({"target": "A", "prior": "background"}, "'corpus'; got 'background'"),
        ({"target": "A", "prior": 0.0}, "`prior` must be above 0"),
        ({"target": "A", "variance": "three"}, "four-term"),
        ({"target": "A", "events": "some"}, "'shared' or 'all'"),
        ({"target": "A", "wire": "twice"}, "once"),
        ({"target": "A", "level": 95}, "between 0 and 1"),
        ({"target": "A", "n_resamples": -1}, "0 or more"),
    ],
)
def test_wrong_options_are_named(options: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        keyness(corpus_of(), **options)  # type: ignore[arg-type]


def test_one_outlet_and_no_common_event_are_named() -> None:
    with pytest.raises(OptionError, match="at least two outlets; corpus 'corpus' has one: 'A'"):
        keyness(corpus_of(outlets="A"))
    articles = corpus_of().articles
    articles["event_id"] = articles["event_id"] + articles["outlet"]
    with pytest.raises(MissingEventsError, match="share no event"):
        keyness(Corpus(articles), target="A", reference="B", terms=ALL)


def test_an_outlet_that_shares_no_event_has_no_rows() -> None:
    articles = corpus_of(outlets="ABC").articles
    articles.loc[articles["outlet"] == "C", "event_id"] += "-own"
    with pytest.warns(SmallSampleWarning, match=r"1 of 3 comparisons .* fewer than 5 shared events \(0\) \(first: C"):
        found = keyness(Corpus(articles), terms=ALL)
    assert set(found.table["target"]) == {"A", "B"}
    assert found.sides["n_articles_target"].tolist() == [6, 6, 0]


def test_several_languages_are_warned_of() -> None:
    articles = corpus_of(12).articles.assign(language=["en", "ar"] * 12)
    with pytest.warns(LanguageWarning, match=r"several languages \(ar 12, en 12\)"):
        keyness(Corpus(articles), target="A", reference="B", terms=ALL)


def test_texts_in_other_scripts_count_too() -> None:
    rows = corpus_of(6).articles
    rows["text"] = ["المقاومة تقاوم"] * 12
    rows["language"] = "ar"
    found = keyness(Corpus(rows), target="A", reference="B", terms=ALL)
    assert row(found, "المقاومة")["n_target"] == 6
    assert len(found.concordance("المقاومة")) == 12


def test_without_resampling_there_are_counts_alone() -> None:
    found = keyness(corpus_of(), target="A", reference="B", terms=ALL, n_resamples=0)
    assert found.table[["low", "p"]].isna().all(axis=None)
    assert found.table["z"].notna().all()
