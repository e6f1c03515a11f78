"""The page of evidence: its numbers are those of the measurement, it reads without its program, nothing in it acts."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.report.aligned import alignment_of
from tests.widgets.making import ARTICLES, HOSTILE, LEXICON, Page, corpus_of, plain
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.shipped import load_corpus
from toolkit.errors import OptionError
from toolkit.events.alignment import Alignment
from toolkit.framing.force import ForceAxis
from toolkit.framing.frames import FrameSalience
from toolkit.lexicons.lexicon import Lexicon
from toolkit.measure import Measurement
from toolkit.stance.in_voice import in_voice
from toolkit.stance.sources import find_sources
from toolkit.widgets.articles import Mark, _marked
from toolkit.widgets.choice import choose_articles
from toolkit.widgets.explorer import show_explorer, write_explorer

FRAMES = FrameSalience(lexicon=LEXICON)


@pytest.fixture(scope="module")
def measurement() -> Measurement:
    return FRAMES(corpus_of())


@pytest.fixture(scope="module")
def taji() -> Corpus:
    corpus = load_corpus("taji-2020")
    return corpus.select(corpus.column("language") == "en")


def test_every_number_on_the_page_is_a_sum_of_article_scores(taji: Corpus) -> None:
    force, frames = ForceAxis()(taji), FrameSalience()(taji)
    page = Page(show_explorer([force, frames]).html)
    events = list(dict.fromkeys(taji.articles["event_id"]))
    for number, measured in enumerate((force, frames)):
        scores = measured.article_scores()
        for column, category in enumerate(measured.categories):
            own = scores[scores["category"] == category]
            shown = page.numbers[f"{number}.{column}"]["-1"]
            # Zardkuh has no English article on one of the events, so 2 of (6 + 1) * (6 + 1) choices may be missing.
            for o, outlet in enumerate([None, *taji.outlets], start=-1):
                for e, event in enumerate([None, *events], start=-1):
                    rows = own[(outlet is None) | (own["outlet"] == outlet)]
                    rows = rows[(event is None) | (rows["event_id"] == event)]
                    if not len(rows):
                        assert f"{o}.{e}" not in shown
                        continue
                    amount, exposure, value, n_articles, _ = shown[f"{o}.{e}"]
                    per = measured.measure.scale(category).per
                    assert amount == pytest.approx(rows["amount"].sum())
                    assert exposure == pytest.approx(rows["exposure"].sum())
                    assert n_articles == rows["value"].notna().sum()
                    known = exposure > 0
                    assert value == (pytest.approx(per * rows["amount"].sum() / exposure) if known else None)


def test_the_table_that_is_read_without_the_program_has_the_same_numbers(measurement: Measurement) -> None:
    html = plain(show_explorer(measurement).html)
    body = re.search(r'<tbody data-key="0.1".*?</tbody>', html, re.DOTALL)
    assert body is not None
    rows = [
        re.findall(r"<(?:td|bdi)>(.*?)</(?:td|bdi)>", row) for row in re.findall(r"<tr data-outlet.*?</tr>", body[0])
    ]
    # deter: amount, words, per 1,000, articles, spans; Alpha has 16 + 9 words, Beta 10 + 10, the fifth article 5.
    assert rows == [
        ["Alpha", "3", "25", "120", "2", "3"],
        ["Beta", "0", "20", "0", "2", "0"],
        ["all outlets", "3", "50", "60", "5", "3"],
    ]


def test_without_the_program_all_sentences_and_articles_are_there_to_read(measurement: Measurement) -> None:
    html = plain(show_explorer(measurement).html)
    lines = re.findall(r"<li .*?<p dir=\"auto\">(.*?)</p>", html, re.DOTALL)
    assert sorted(re.sub("<[^>]+>", "", line) for line in lines) == sorted([
        "They destroy the depot", "They destroy all.", "Be calm now.", "“We will deter them,” he said.",
        "Calm after the raid", "Calm was asked for.", "The ships deter raids, and deter more.",
        "The ships deter raids, and deter more.", "They \U0001f600 destroyed nothing.", "Destroy it, he said.",
        "All is calm.",
    ])  # fmt: skip
    assert html.count('<details class="mf-article"') == 5
    assert "destroy: 4 spans" in html
    assert '<mark class="mf-s0" data-k="0.0">destroyed<span class="mf-sr"> [destroy]</span></mark> nothing.' in html
    assert not re.search(r"<(?:section|details|table|ol|li|article)[^>]* hidden", html)


def test_a_text_in_pieces_is_the_text_and_overlapping_spans_keep_their_marks() -> None:
    first, second = Mark("0.0", "one", 0), Mark("0.1", "two", 1)
    pieces = _marked("abcdef", [(1, 4, first), (2, 6, second)])
    assert [(one.text, one.marks, one.ending) for one in pieces] == [
        ("a", (), ()), ("b", (first,), ()), ("cd", (first, second), ("one",)), ("ef", (second,), ("two",)),
    ]  # fmt: skip
    assert "".join(one.text for one in _marked("", [])) == ""


def hostile_page(tmp_path: Path) -> str:
    rows = [
        (
            HOSTILE[outlet],
            HOSTILE[event],
            f"{HOSTILE[event]} destroy",
            f"{HOSTILE[outlet]} destroy {HOSTILE[event]}\r\ncalm.",
        )
        for event in range(6)
        for outlet in range(6)
    ]
    corpus = corpus_of(rows, name=HOSTILE[0])
    ids = [f"{HOSTILE[row % 6]}{row}" for row in range(len(rows))]
    corpus = Corpus(corpus.articles.assign(article_id=ids, language=HOSTILE[2]), name=HOSTILE[1])
    lexicon = Lexicon.of({HOSTILE[1]: ["destroy"], HOSTILE[3]: ["calm"]}, name=HOSTILE[0])
    measure = FrameSalience(lexicon=lexicon)
    english = Corpus(corpus.articles.assign(language="en"), name=corpus.name)
    return write_explorer(tmp_path / "page.html", measure(english), title=HOSTILE[1]).read_text(encoding="utf-8")


def test_nothing_in_an_article_acts(tmp_path: Path) -> None:
    text = hostile_page(tmp_path)
    page = Page(text)
    assert len(page.of("script")) == 2  # the numbers and the program
    assert text.count("</script") == 2
    assert not page.of("img")
    assert not page.of("b")
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert page.words.count("{{ 7*7 }}{% raw %}") > 6
    assert "<script>alert(1)</script>" in page.words  # shown as it was written
    assert "\u202e" not in text
    assert "\x00" not in text
    assert not re.search("[a-zA-Z]", page.scripts[0].replace('"numbers"', "").replace("null", ""))  # numbers only
    assert page.of("meta")[1]["content"].startswith("default-src 'none'")


def test_the_program_makes_no_html_from_text() -> None:
    script = (Path(__file__).parents[2] / "toolkit/widgets/templates/explorer.js").read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(|https?:", script)


def test_controls_are_native_and_labelled(measurement: Measurement) -> None:
    html = show_explorer(measurement).html
    for name in ("what", "outlet", "event", "voice"):
        assert re.search(rf'<label>\w+ <select name="{name}">', html)
    assert 'role="status" aria-live="polite"' in html
    assert 'aria-pressed="true"' in html
    assert "focus-visible" in html


def test_a_mark_needs_no_colour() -> None:
    html = show_explorer(FRAMES(corpus_of())).html
    styles = re.findall(r"mark\.mf-s\d+ \{[^}]*background: (\S+);[^}]*decoration-style: (\w+);", html)
    assert len(styles) == len(set(styles)) == 25
    assert len({style for _, style in styles[:5]}) == 5  # the first five differ by their underlines alone


def test_voices_have_numbers_of_their_own_where_sources_are_known() -> None:
    corpus = corpus_of()
    measured, sources = FRAMES(corpus), find_sources(corpus)
    page = Page(show_explorer(measured, sources=sources).html)
    for voice, name in enumerate(("own", "direct", "indirect", "unattributed")):
        scores = in_voice(measured, name, sources=sources).article_scores()
        own = scores[scores["category"] == "deter"]
        assert page.numbers["0.1"][str(voice)]["-1.-1"][:2] == pytest.approx(
            [own["amount"].sum(), own["exposure"].sum()]
        )
    without = Page(show_explorer(measured).html)
    assert list(without.numbers["0.1"]) == ["-1"]
    # "deter" stands once in quotation marks; it is line 4 of the evidence and the only one in that voice.
    assert [one["data-v"] for one in without.of("li")].count("1") == 1


def test_facts_told_by_several_outlets_stand_side_by_side() -> None:
    alignment: Alignment = alignment_of()
    measured = FrameSalience(lexicon=Lexicon.of({"death": ["died", "martyred"]}))(
        Corpus(alignment.corpus.articles.assign(language="en"), name="by hand")
    )
    html = show_explorer(measured, alignments=[alignment]).html
    assert "Three men were <mark>martyred</mark> in the raid." in html
    assert "Not told by:" in html
    cards = re.findall(r'<p class="mf-outlet"><bdi>(.*?)</bdi>', html)
    assert cards == ["Alpha", "Beta", "Delta", "Gamma"]
    other = alignment_of([("x1", "Alpha", "en", "Else", "Another text.")], [], [])
    with pytest.raises(OptionError, match="must be made from articles of `corpus`"):
        show_explorer(measured, alignments=[other])


def many(n: int) -> Corpus:
    """Two outlets on each event, but three on the last one."""
    number = np.arange(n)
    table = pd.DataFrame({
        "article_id": number, "outlet": np.where(number == n - 1, 2, number % 2), "event_id": number // 2,
        "headline": "They destroy it", "text": "Be calm. " * 4,
    }).astype(str)  # fmt: skip
    table.loc[number >= n - 3, "event_id"] = "wide"
    return Corpus(table, name="many")


def test_of_ten_thousand_articles_some_are_on_the_page_and_it_says_so() -> None:
    corpus = many(10_000)
    view = show_explorer(FRAMES(corpus))
    assert "The texts and sentences of 300 of these articles are on this page; the numbers are of all." in view.html
    page = Page(view.html)
    assert len([one for one in page.of("details") if one.get("class") == "mf-article"]) == 300
    assert page.numbers["0.2"]["-1"]["-1.-1"][3:] == [10_000, 40_000]
    assert "calm: 833 of 40,000 spans" in view.html
    assert len(view.html.encode()) < 2_000_000


def test_the_most_widely_covered_events_come_first_and_events_can_be_named() -> None:
    corpus = many(100)
    assert choose_articles(corpus, events=None, max_articles=3).rows.tolist() == [97, 98, 99]
    chosen = choose_articles(corpus, events=["3", "0"], max_articles=300)
    assert (chosen.rows.tolist(), chosen.events) == ([0, 1, 6, 7], ["0", "3"])
    page = Page(show_explorer(FRAMES(corpus), events=["3"]).html)
    assert len([one for one in page.of("details") if one.get("class") == "mf-article"]) == 2
    with pytest.raises(OptionError, match="`events` must be"):
        show_explorer(FRAMES(corpus), events=["nowhere"])


def test_long_articles_are_fewer_and_a_page_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = corpus_of([("Alpha", "e1", "", "calm " * 1000) for _ in range(5)])
    monkeypatch.setattr("toolkit.widgets.choice.MOST_CHARACTERS", 12_000)
    assert choose_articles(corpus, events=None, max_articles=300).rows.tolist() == [0, 1]
    monkeypatch.setattr("toolkit.widgets.choice.MOST_CHARACTERS", 100)
    assert choose_articles(corpus, events=None, max_articles=300).rows.tolist() == [0]
    monkeypatch.setattr("toolkit.widgets.explorer.LARGEST_PAGE", 100_000)
    with pytest.raises(OptionError, match=r"The page would have \d\.\d MB; at most 0\.1 MB"):
        show_explorer(FRAMES(corpus))


def test_the_shipped_corpus_makes_a_page_below_two_megabytes(tmp_path: Path, taji: Corpus) -> None:
    path = write_explorer(tmp_path / "explorer.html", [ForceAxis()(taji), FrameSalience()(taji)])
    assert path.stat().st_size < 2_000_000
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", path.read_text(encoding="utf-8"))


def test_a_corpus_without_outlets_and_events_has_a_page() -> None:
    corpus = Corpus(pd.DataFrame({"article_id": ["a"], "text": ["All is calm."]}))
    html = show_explorer(FRAMES(corpus)).html
    assert "no headline (a)" in html
    assert "match_events finds them" in html


def test_nothing_found_is_zero_on_the_page_and_no_line() -> None:
    page = Page(show_explorer(FRAMES(corpus_of([("Alpha", "e1", "Rain", "It rains.")]))).html)
    assert page.numbers["0.0"]["-1"]["0.0"] == [0.0, 3.0, 0.0, 1, 0]
    assert not page.of("li")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "at least one measurement"),
        ("force", "must be what a measure returns"),
    ],
)
def test_what_is_no_measurement_is_refused(given: object, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        show_explorer(given)  # type: ignore[arg-type]


def test_options_are_checked(measurement: Measurement) -> None:
    with pytest.raises(OptionError, match="same articles"):
        show_explorer([measurement, FRAMES(corpus_of(ARTICLES[:2], name="other"))])
    with pytest.raises(OptionError, match="`parts` must"):
        show_explorer(measurement, parts=("title",))
    with pytest.raises(OptionError, match="`max_articles` must be 1 or more; got 0"):
        show_explorer(measurement, max_articles=0)


def test_a_terminal_prints_what_a_notebook_would_show(measurement: Measurement) -> None:
    assert repr(show_explorer(measurement)) == (
        "Evidence in 'by hand': 5 articles of 5 articles with their texts; a notebook shows the page, `write_explorer` "
        "writes it to a file.\n  frames: destroy 4, deter 3, calm 4 spans"
    )
