"""Reprints: shares that can be counted on the fingers, who was first, and input that should break nothing."""

import time
import tracemalloc

import numpy as np
import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.reprints import Reprints, find_reprints
from toolkit.corpus.shipped import load_corpus
from toolkit.errors import OptionError


def words(begin: int, end: int) -> str:
    """Return made-up words with numbers from begin to end, all different."""
    return " ".join(f"w{i}" for i in range(begin, end))


def corpus_of(*rows: dict[str, object]) -> Corpus:
    table = pd.DataFrame([{"outlet": f"outlet {i}", "published": "2020-03-01", **row} for i, row in enumerate(rows)])
    published = [pd.Timestamp(str(day)) if day else pd.NaT for day in table["published"]]
    return Corpus(table.assign(article_id=[f"a{i}" for i in range(len(rows))], published=published))


def reprint_of(result: Reprints) -> dict[str, str]:
    rows = result.table[result.table["reprint"]]
    return dict(zip(rows["article_id"], rows["wire_id"], strict=True))


def test_shares_by_hand() -> None:
    # 100 words; the copy has the first 80 of them and 20 of its own.
    result = find_reprints(corpus_of(
        {"text": words(0, 100)}, {"text": words(0, 80) + " " + words(500, 520), "published": "2020-03-02"},
    ))  # fmt: skip
    row = result.table.iloc[0]
    assert (row["article_id"], row["wire_id"], row["reprint"]) == ("a1", "a0", True)
    assert (row["share"], row["origin_share"], row["share_unquoted"], row["share_quoted"]) == (0.8, 0.8, 0.8, 0.0)
    assert row["because"] == "published on an earlier day"
    assert result.passages.to_dict("records") == [{
        "article_id": "a1", "start": 0, "end": len(words(0, 80)), "origin_id": "a0", "origin_start": 0,
        "origin_end": len(words(0, 80)), "n_words": 80,
    }]  # fmt: skip
    assert result.corpus.articles[["wire_id", "reused"]].to_numpy().tolist() == [[None, 0.0], ["a0", 0.8]]
    assert "reprints" in [step.operation for step in result.corpus.history]


def test_it_speaks_in_a_sentence() -> None:
    result = find_reprints(load_corpus("taji-2020", language="en"))
    share = result.table.set_index("article_id").loc["tc-taji-attack-2", "share"]
    assert (
        f"tc-taji-attack-2 (Tigris Courier, 15 March 2020): {100 * share:.0f} % of its words are in mw-taji-attack-2 "
        "(Meridian Wire, 14 March 2020); credited: Meridian Wire."
    ) in repr(result).split("\n")


def test_the_shipped_corpus_has_the_two_reprints_of_its_codes() -> None:
    found = reprint_of(find_reprints(load_corpus("taji-2020")))
    assert found == {"tc-taji-attack-2": "mw-taji-attack-2", "gl-patriots": "mw-patriots"}


def test_passages_are_the_same_words_in_both_texts() -> None:
    tail = "Again: " + words(0, 30)  # the beginning once more, at the end
    copy = f"{words(600, 610)}\n\n{words(50, 100)}, {words(700, 705)} {words(0, 50)}. {tail}"
    corpus = corpus_of({"text": words(0, 100)}, {"text": copy, "published": "2020-03-02"})
    text = corpus.articles["text"]
    result = find_reprints(corpus)
    places = [text[1][p.start : p.end] for p in result.passages.itertuples()]
    assert places == [words(50, 100), words(0, 50), words(0, 30)]
    assert places == [text[0][p.origin_start : p.origin_end] for p in result.passages.itertuples()]
    # 130 of 10 + 50 + 5 + 50 + 1 + 30 words.
    assert result.table["share"].tolist() == [pytest.approx(130 / 146)]


def test_reuse_in_quotation_marks_alone_is_no_reprint() -> None:
    speech = f"“{words(0, 120)}”"
    result = find_reprints(corpus_of(
        {"text": f"{words(200, 245)} {speech}"}, {"text": f"{words(300, 345)} {speech}", "published": "2020-03-02"},
    ))  # fmt: skip
    assert result.table.empty
    # With 50 of its own words taken over as well, it is: 50 of 60 outside of quotation marks, and all 120 inside.
    result = find_reprints(corpus_of(
        {"text": f"{words(200, 250)} {speech}"},
        {"text": f"{words(200, 250)} {words(400, 410)} {speech}", "published": "2020-03-02"},
    ))  # fmt: skip
    row = result.table.iloc[0]
    assert row["reprint"]
    assert row["share_unquoted"] == pytest.approx(50 / 60)
    assert row["share_quoted"] == pytest.approx(120 / 180)
    assert row["share"] == pytest.approx(170 / 180)


def test_partial_reuse_is_listed_but_gets_no_wire_id() -> None:
    # The wire text of 50 words stands in an article of 250: 20 % of it, and all of the origin.
    result = find_reprints(corpus_of(
        {"text": words(0, 50)},
        {"text": f"{words(500, 600)} {words(0, 50)} {words(600, 700)}", "published": "2020-03-02"},
    ))  # fmt: skip
    row = result.table.iloc[0]
    assert (row["reprint"], row["wire_id"], row["share"], row["origin_share"]) == (False, "a0", 0.2, 1.0)
    assert result.corpus.articles["wire_id"].tolist() == [None, None]
    assert result.corpus.articles["reused"].tolist() == [0.0, 0.2]
    assert find_reprints(result.corpus, min_share=0.2).table["reprint"].tolist() == [True]


TEXT = words(0, 100)


@pytest.mark.parametrize(
    ("first", "second", "origin", "because"),
    [
        ({"published": "2020-03-02"}, {"published": "2020-03-01"}, "a1", "published on an earlier day"),
        ({"published": "2020-03-02 10:00"}, {"published": "2020-03-02 09:00"}, "a1", "published at an earlier hour"),
        # A day without a time may be any hour of it: the credit decides.
        ({"published": "2020-03-02", "text": f"ROME (AFP) - {TEXT}"}, {"published": "2020-03-02 23:00"}, "a1",
         "same day: it credits no agency"),
        ({"text": f"ROME (AFP) - {TEXT}"}, {"text": f"ROME (AFP) - {TEXT}", "outlet": "AFP"}, "a1",
         "same day: it is the agency's own article"),
        ({}, {"text": f"{TEXT} more"}, "a1", "same day: it is the longer one"),
        ({}, {}, "a0", "same day and length: first by article_id"),
        ({"published": None}, {}, "a1", "no date is known for this article"),
        ({"published": None}, {"published": None}, "a0", "no dates and length: first by article_id"),
    ],
)  # fmt: skip
def test_who_was_first(first: dict[str, object], second: dict[str, object], origin: str, because: str) -> None:
    result = find_reprints(corpus_of({"text": TEXT, **first}, {"text": TEXT, **second}))
    row = result.table[result.table["reprint"]].iloc[0]
    assert (row["wire_id"], row["because"]) == (origin, because)


def test_two_outlets_with_one_agencys_text_and_no_article_of_the_agency() -> None:
    result = find_reprints(corpus_of(
        {"text": f"ROME (Reuters) - {TEXT}"}, {"text": f"ROME (Reuters) - {TEXT}", "published": "2020-03-02"},
    ))  # fmt: skip
    assert reprint_of(result) == {"a1": "a0"}
    assert result.table["agency"].tolist() == ["Reuters", "Reuters"]


def test_reprints_of_reprints_are_one_family() -> None:
    # The second has 70 of the first's words, the third 70 of the second's but only 40 of the first's.
    result = find_reprints(corpus_of(
        {"text": words(0, 100)},
        {"text": words(30, 130), "published": "2020-03-02"},
        {"text": words(60, 160), "published": "2020-03-03"},
    ))  # fmt: skip
    assert reprint_of(result) == {"a1": "a0", "a2": "a0"}
    assert result.table["share"].tolist() == [0.7, 0.4]


def test_changed_words_break_runs_of_five() -> None:
    def every(k: int) -> str:
        return " ".join(f"new{i}" if i % k == 0 else f"w{i}" for i in range(1, 421))

    original = {"text": words(1, 421)}
    share = {
        k: find_reprints(corpus_of(original, {"text": every(k), "published": "2020-03-02"})).table["share"].sum()
        for k in (5, 6, 10)
    }
    assert share == {5: 0.0, 6: pytest.approx(5 / 6), 10: pytest.approx(0.9)}


def test_boilerplate_of_an_outlet_links_nothing() -> None:
    line = words(900_000, 900_050)
    rows = [{"text": f"{words(60 * i, 60 * i + 60)}\n\n{line}", "outlet": "Daily"} for i in range(40)]
    assert find_reprints(corpus_of(*rows)).table.empty


def test_an_outlet_that_copies_everything() -> None:
    texts = [words(200 * i, 200 * i + 200) for i in range(50)]
    rows = [{"text": text, "outlet": "Wire"} for text in texts]
    rows += [{"text": text + " end", "outlet": "Copy", "published": "2020-03-02"} for text in texts]
    result = find_reprints(corpus_of(*rows))
    assert reprint_of(result) == {f"a{i + 50}": f"a{i}" for i in range(50)}


@pytest.mark.parametrize("n_changed", [0, 1], ids=["identical", "one word changed"])
def test_thousands_of_copies_take_seconds_and_little_memory(n_changed: int) -> None:
    n = 5_000
    texts = [words(0, 100) + (f" own{i}" if n_changed else "") for i in range(n)]
    corpus = Corpus(pd.DataFrame({"article_id": [f"{i:05}" for i in range(n)], "text": texts, "outlet": "Bot"}))
    tracemalloc.start()
    start = time.process_time()
    result = find_reprints(corpus)
    seconds, peak = time.process_time() - start, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert result.n_reprints == n - 1
    assert set(result.table["wire_id"].dropna()) == {"00000"}
    assert seconds < 30
    assert peak < 1e9


def test_little_or_no_text() -> None:
    texts = ["", "", "word", "word", "word", "two words", " \n", words(0, 39), words(0, 39)]
    result = find_reprints(corpus_of(*({"text": text} for text in texts)))
    assert result.table.empty
    assert result.passages.empty
    reused = result.corpus.articles["reused"]
    assert np.isnan(reused[[0, 1, 6]]).all()  # no words: not known
    assert reused[[2, 3, 4, 5, 7, 8]].tolist() == [0.0] * 6
    assert reprint_of(find_reprints(corpus_of(*({"text": text} for text in texts)), min_words=39)) == {"a8": "a7"}


def test_one_article_none_and_no_columns() -> None:
    assert find_reprints(corpus_of({"text": TEXT})).table.empty
    nothing = Corpus(pd.DataFrame({"article_id": [], "text": []}))
    assert find_reprints(nothing).n_reprints == 0
    bare = find_reprints(Corpus(pd.DataFrame({"article_id": ["b", "a"], "text": [TEXT, TEXT]})))
    assert reprint_of(bare) == {"b": "a"}
    assert "outlet and date not known" in repr(bare)


def test_other_scripts() -> None:
    arabic = " ".join("كلمة" + "ابتثجحخدذر"[i % 10] + "سشصضطظعغفق"[i // 10] for i in range(100))
    # Without spaces a stretch between two marks is one word: 60 clauses are 60 words.
    chinese = "，".join("部队在巴格达北部" + chr(0x4E00 + i) for i in range(60)) + "。"
    for text in (arabic, chinese):
        result = find_reprints(corpus_of({"text": text}, {"text": text + " x", "published": "2020-03-02"}))
        assert reprint_of(result) == {"a1": "a0"}


def test_indifferent_to_the_order_of_articles() -> None:
    corpus = load_corpus("taji-2020", language="en")
    shuffled = Corpus(corpus.articles.sample(frac=1, random_state=3))
    one, other = (find_reprints(c).table.sort_values("article_id").reset_index(drop=True) for c in (corpus, shuffled))
    pd.testing.assert_frame_equal(one, other)


def test_it_is_kept_with_the_corpus() -> None:
    corpus = load_corpus("taji-2020", language="en")
    assert corpus.reprints is corpus.reprints


def test_hostile_names_cannot_steer_the_terminal() -> None:
    result = find_reprints(corpus_of({"text": TEXT, "outlet": "\x1b[31mA"}, {"text": TEXT, "outlet": "\x1b[31mB"}))
    assert "\x1b" not in repr(result)
    assert "<b>" not in find_reprints(corpus_of({"text": TEXT}, {"text": TEXT, "outlet": "<b>"}))._repr_html_()


@pytest.mark.parametrize("options", [{"min_share": 0}, {"min_share": 1.1}, {"min_words": 0}])
def test_options_out_of_range(options: dict[str, float]) -> None:
    with pytest.raises(OptionError, match=next(iter(options))):
        find_reprints(corpus_of({"text": TEXT}), **options)  # type: ignore[arg-type]


def test_copies_without_a_change_are_reused_as_a_whole() -> None:
    text = " ".join(f"word{i}" for i in range(60))
    articles = [(f"a{i}", outlet, f"2021-05-0{i + 1}", text) for i, outlet in enumerate(["Post", "Times", "Sun"])]
    table = pd.DataFrame(articles, columns=["article_id", "outlet", "published", "text"])
    found = find_reprints(Corpus(table))
    assert list(found.table["article_id"]) == ["a1", "a2"]
    assert list(found.table["share"]) == [1.0, 1.0]
    assert list(found.table["origin_share"]) == [1.0, 1.0]
    # "word0" ... "word59": 10 words of 5 letters, 50 of 6, 59 spaces
    assert found.passages[["start", "end", "n_words"]].to_numpy().tolist() == [[0, 409, 60], [0, 409, 60]]
    assert list(found.corpus.articles["reused"]) == [0.0, 1.0, 1.0]
