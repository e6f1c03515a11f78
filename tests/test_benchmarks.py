"""The benchmarks of near-duplicates and events, on few articles."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import axes, events, page, parse, run, topics, words
from benchmarks.copies import copied_articles
from benchmarks.known import Known
from benchmarks.stories import told_events


@pytest.fixture(scope="module")
def copies() -> Known:
    return copied_articles(60)


@pytest.fixture(scope="module")
def stories() -> Known:
    return told_events(60)


def test_one_article_in_ten_is_a_copy_without_its_end_and_with_a_paragraph_put_in(copies: Known) -> None:
    texts = copies.corpus.articles["text"]
    assert np.flatnonzero(copies.number >= 0).tolist() == [54, 55, 56, 57, 58, 59]
    copy, original = texts[59].split("\n\n"), texts[copies.number[59]].split("\n\n")
    assert [len(part.split()) for part in original] == [50] * 9
    assert [len(part.split()) for part in copy] == [50] * 7 + [15]  # 450 less 30 % are 315 words, and 50 are put in
    assert copy[:2] + copy[3:-1] == original[:6]
    assert original[6].startswith(copy[-1])
    assert copy[2] not in original


def test_the_same_seed_makes_the_same_texts(copies: Known, stories: Known) -> None:
    assert copied_articles(60).corpus.articles.equals(copies.corpus.articles)
    assert told_events(60).corpus.articles.equals(stories.corpus.articles)
    assert not told_events(60, seed=2).corpus.articles["text"].equals(stories.corpus.articles["text"])


def test_three_to_five_outlets_tell_an_event_within_three_days(stories: Known) -> None:
    told = stories.corpus.articles.assign(event=stories.number).groupby("event")
    assert told.size()[:-1].between(3, 5).all()  # the last event has what is left of 60
    assert (told["outlet"].nunique() == told.size()).all()
    assert (told["published"].max() - told["published"].min()).dt.days.max() <= 2
    assert stories.corpus.articles["text"].is_unique


def test_the_toolkit_finds_the_copies_that_are_known(copies: Known) -> None:
    assert events.run_reprints(copies)() == {"known_copies_found": 1.0, "other_pairs": 0}


def test_pairs_that_are_no_copies_are_counted_apart(copies: Known) -> None:
    right = (int(copies.number[54]), 54)
    assert events._of_known(copies, [right, right[::-1], (0, 1)]) == {"known_copies_found": 1 / 6, "other_pairs": 1}


def test_events_and_nearest_articles_are_checked(stories: Known) -> None:
    assert 0 < events.run_match_without_meaning(stories)()["pairwise_f1"] <= 1
    assert 0 < events.run_nearest(stories)()["nearest_is_of_the_event"] <= 1


def test_f1_of_pairs() -> None:
    # Pairs known: 01 02 12 34; found: 01 23 24 34; both: 01 34. 2 * 2 / (4 + 4).
    known, found = np.array([1, 1, 1, 2, 2]), np.array(["a", "a", "b", "b", "b"], dtype=object)
    assert events.pairwise_f1(known, found) == 0.5


def test_growth_is_the_slope_between_the_two_largest_sizes() -> None:
    sizes, seconds, memory = (1_000, 10_000, 50_000), (9.0, 2.0, 50.0), (1.0, 0.5, 0.9)
    rows = [
        {"program": "p", "articles": n, "seconds": s, "peak_gigabytes": g}
        for n, s, g in zip(sizes, seconds, memory, strict=True)
    ]
    (row,) = events.growth(rows)
    assert row["exponent"] == pytest.approx(2)  # five times the articles, 25 times the time
    assert row["megabytes_per_1000"] == pytest.approx(10)  # 400 MB for 40,000 articles
    assert (row["from_articles"], row["to_articles"]) == (10_000, 50_000)


def test_one_part_runs_alone_and_the_figures_of_the_other_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = json.loads(run.RESULTS.read_text(encoding="utf-8"))
    monkeypatch.setattr(run, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(page, "PAGE", tmp_path / "performance.md")
    monkeypatch.setitem(run._MAKERS, "events", lambda machine: {**_two_rows(), "machine": machine})
    (tmp_path / "results.json").write_text(json.dumps(before), encoding="utf-8")
    run.main(["events"])
    after = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert {name: value for name, value in after.items() if name != "events"} == {
        name: value for name, value in before.items() if name != "events"
    }
    text = (tmp_path / "performance.md").read_text(encoding="utf-8")
    assert "| mine | 50,000 | 40.0 | 1,250 | 0.90 GB | 97.5 % |" in text
    assert "| mine | 10,000 | 50,000 | 1.43 | 10.0 MB |" in text  # log 10 / log 5
    assert f"{before['speed'][0]['articles_per_second']:,.0f}" in text


def test_both_ways_count_the_same_words() -> None:
    texts = ["the base fell and war came " * 3, "the truce held and calm came " * 3] * 10
    # Ten outlets, of which five share each text: and, came, the, base, fell, war, truce, held, calm.
    assert words.run_log_odds(texts) == words.run_vectorizer(texts) == 10 * 9


def test_an_unknown_part_is_an_error_that_names_the_parts() -> None:
    with pytest.raises(SystemExit, match="lexicons, events, parse, axes, words, topics; got event"):
        run.main(["event"])


def _two_rows() -> dict[str, object]:
    rows = [
        {
            "program": "mine", "articles": n, "seconds": seconds, "articles_per_second": n / seconds, "rounds": 1,
            "peak_gigabytes": memory, "nearest_is_of_the_event": 0.975,
        }
        for n, seconds, memory in ((10_000, 4.0, 0.5), (50_000, 40.0, 0.9))
    ]  # fmt: skip
    grown = events.growth(rows)
    return {
        "versions": {"python": "3.11"}, "reprints": rows, "matching": rows,
        "reprints_growth": grown, "matching_growth": grown,
    }  # fmt: skip


def test_parser_and_spacy_find_the_same_tokens(tmp_path: Path) -> None:
    file = tmp_path / "texts.json"
    file.write_text(json.dumps(["Two men were shot. Talks go on.", "A third text."]), encoding="utf-8")
    rows = [parse.run_case(name, str(file)) for name in ("spacy_same", "parse", "parse_kept", "parse_cached")]
    assert [row["tokens"] for row in rows] == [13] * 4  # 5 and 4 with their stops, 4
    assert {row["words"] for row in rows} == {10}


def test_parser_page_says_what_was_gained() -> None:
    row = {
        "program": "mine", "articles": 60, "words": 27_000, "tokens": 30_000, "seconds": 3.0,
        "words_per_second": 9_000.0, "processor_seconds": 2.7, "peak_gigabytes": 0.4,
    }  # fmt: skip
    text = parse.parse_page({
        "machine": "here", "versions": {"python": "3.11", "spacy": "3"}, "parser": "p", "rounds": 2, "parse": [row],
        "overhead": -0.031, "cached_is_times_as_fast": 250.4, "two_processes_are_times_as_fast": 1.71,
    })  # fmt: skip
    assert "| mine | 9,000 | 10,000 | 0.40 GB |" in text
    assert "3.1 % less time than plain spaCy" in text
    assert "250 times" in text


def test_axes_run_on_few_articles_and_the_page_has_their_rows() -> None:
    rows = [axes.run_case(name, 60, 3) for name in axes.CASES]
    assert [(row["articles"], row["axes"]) for row in rows] == [(60, 3)] * 4
    text = axes.axes_page({"machine": "here", "versions": {"python": "3.11"}, "axes": rows})
    assert text.count("| 3 | 60 |") == 4


def test_axes_are_pairs_of_different_words() -> None:
    pairs = axes.word_pairs(50)
    assert len({word for pair in pairs for word in pair}) == 100


def test_topics_run_alone_and_get_a_section_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = json.loads(run.RESULTS.read_text(encoding="utf-8"))
    monkeypatch.setattr(run, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(page, "PAGE", tmp_path / "performance.md")
    row = {"program": "mine", "articles": 10_000, "seconds": 20.0, "articles_per_second": 500.0, "peak_gigabytes": 0.75}
    part = {"versions": {"python": "3.11"}, "n_topics": 20, "lda_rounds": 30, "rows": [row]}
    monkeypatch.setitem(run._MAKERS, "topics", lambda machine: {**part, "machine": machine})
    (tmp_path / "results.json").write_text(json.dumps(before), encoding="utf-8")
    run.main(["topics"])
    text = (tmp_path / "performance.md").read_text(encoding="utf-8")
    assert "| mine | 10,000 | 20.0 | 500 | 0.75 GB |" in text
    assert "20 topics of articles of 450 words" in text
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["events"] == before["events"]


@pytest.mark.parametrize("name", ["nmf", "sklearn_nmf", "sklearn_lda"])
def test_each_program_finds_topics_in_words(name: str) -> None:
    figures = topics.run_case(name, 40)
    assert figures["articles"] == 40
    assert figures["n_words"] > topics.N_TOPICS
    assert figures["articles_per_second"] == pytest.approx(40 / figures["seconds"])
