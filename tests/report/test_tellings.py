"""Wordings side by side: marks at the right words, who is silent is said, nothing in an article acts."""

import re
import warnings
from html import unescape
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.report.aligned import ARTICLES, FACTS, TELLINGS, alignment_of, corpus_of
from tests.report.test_report import FORCE, HOSTILE, Page
from toolkit.comparison.omission import Omission
from toolkit.comparison.outlets import compare
from toolkit.comparison.result import Comparison
from toolkit.errors import FramingWarning, OptionError, UnknownNameError
from toolkit.events.alignment import Alignment
from toolkit.framing.force import ForceAxis
from toolkit.report.report import write_report
from toolkit.report.tellings import facts_shown, show_tellings


@pytest.fixture(scope="module")
def alignment() -> Alignment:
    return alignment_of()


def cells(html: str) -> list[str]:
    """The sentences of a page, with their marks and without the text around them."""
    found = re.findall(r'<p dir="auto"[^>]*>(.*?)</p>', html, re.DOTALL)
    return [re.sub(r'<span class="mf-around">.*?</span>', "", one).strip() for one in found]


def test_words_that_no_other_outlet_has_are_marked_and_quotations_shown(alignment: Alignment) -> None:
    # "martyred" stands in two sentences of Beta and is still Beta's alone; "men" and "raid" are shared. Delta's Arabic
    # is compared with nothing.
    assert cells(show_tellings(alignment, "f01").html) == [
        "مات ثلاثة رجال.",
        "Three men were <mark>martyred</mark> in the raid.",
        "<q>“The <mark>martyred</mark> were <mark>young</mark>,”</q> he said.",
        "Three men <mark>died</mark> in the raid.",
    ]


def test_a_mark_needs_no_colour(alignment: Alignment) -> None:
    style = show_tellings(alignment).html.split("</style>")[0]
    mark = re.search(r"mark \{([^}]*)\}", style)
    assert mark is not None
    assert "underline" in mark[1] and "font-weight: 600" in mark[1]


def test_outlets_that_do_not_tell_a_fact_are_named_below_it(alignment: Alignment) -> None:
    html = show_tellings(alignment).html
    below = [re.sub("<[^>]+>", "", one) for one in re.findall(r'<p class="mf-without">(.*?)</p>', html)]
    assert below == [
        "Words in a language that no other outlet uses here are not compared: Delta. Not told by: Gamma.",
        "Not told by: Beta, Delta.",
    ]
    everywhere = alignment_of(ARTICLES[:2], TELLINGS[:2], [(*FACTS[0][:3], 2, 2, 0.3)])
    assert "Told by all." in show_tellings(everywhere).html


def test_each_sentence_has_its_place_and_what_stands_around_it(alignment: Alignment) -> None:
    html = show_tellings(alignment, "f01").html
    places = re.findall(r'<td class="mf-where">(.*?)</td>', html)
    assert places == ["17% in", "lead, 19% in", '62% in <span class="mf-tag">partly quoted</span>', "42% in"]
    assert '<span class="mf-around">The river rose.</span>' in html  # after Alpha's sentence
    assert '<td class="mf-where">headline</td>' in show_tellings(alignment, "f03").html


def test_languages_and_directions_are_said(alignment: Alignment) -> None:
    html = show_tellings(alignment, "f01").html
    assert '<p dir="auto" lang="ar">مات ثلاثة رجال.' in html
    assert html.count('<p dir="auto" lang="en">') == 3
    assert '<bdi lang="en">Three men died in the raid.</bdi>' in html


def test_tables_have_headers_of_rows_and_columns(alignment: Alignment) -> None:
    page = Page(show_tellings(alignment).html)
    assert page.tags.count("table") == page.tags.count("caption") == 2
    assert page.attributes.count(("scope", "col")) == 6
    assert page.attributes.count(("scope", "rowgroup")) == 3 + 2  # three outlets tell the one, two the other
    assert page.attributes.count(("rowspan", "2")) == 1  # Beta's two sentences


def test_a_terminal_gets_the_same_as_text(alignment: Alignment) -> None:
    view = show_tellings(alignment, "f01")
    assert view._repr_html_() == view.html
    lines = repr(view).splitlines()
    assert "f01 told by 3 of 4: Three men died in the raid." in lines
    assert "  Beta (lead, 19% in): Three men were *martyred* in the raid." in lines
    assert "  Beta (62% in, partly quoted): “The *martyred* were *young*,” he said." in lines
    assert "  not told by: Gamma" in lines
    assert "<" not in repr(view)


def test_how_many_facts_are_shown_is_said(alignment: Alignment) -> None:
    assert "Event e1: 2 facts told by 2 outlets or more; 1 more told by fewer." in show_tellings(alignment).html
    assert "the first 1 of 2 facts" in show_tellings(alignment, max_facts=1).html
    assert "Event e1: 3 facts told by 1 outlet or more." in show_tellings(alignment, at_least=1).html
    none = show_tellings(alignment, at_least=4).html
    assert "no fact is told by 4 outlets or more" in none
    assert "<table" not in none


def test_only_the_sentences_most_like_the_fact_are_shown_and_the_rest_counted() -> None:
    article = ("a1", "Alpha", "en", "One", "One fell. Two fell. Three fell. Four fell.")
    sentences = [("One fell.", 0.9), ("Two fell.", 0.2), ("Three fell.", 0.8), ("Four fell.", 0.7)]
    tellings = [("f01", "a1", "body", text, i / 4, likeness, 0.0) for i, (text, likeness) in enumerate(sentences)]
    shown = facts_shown(alignment_of([article], tellings, [("f01", "One fell.", "a1", 1, 1, 0.0)]), ["f01"])[0]
    assert [one.text for one in shown.rows[0].tellings] == ["One fell.", "Three fell.", "Four fell."]
    assert shown.rows[0].n_more == 1


def test_a_sentence_without_end_is_cut_and_the_cut_is_shown() -> None:
    text = "word " * 400 + "end."
    one = alignment_of([("a1", "Alpha", "en", "One", text)], [("f01", "a1", "body", text, 0.0, 1.0, 0.0)], FACTS[:1])
    shown = facts_shown(one, ["f01"])[0].rows[0].tellings[0].text
    assert shown.endswith("word …")
    assert len(shown) < 720


def hostile_alignment(language: str = "") -> Alignment:
    articles = [
        (f"{text}{i}", f"{text} outlet", language or text, f"{text} high", f"{text} killed three. {text} more.")
        for i, text in enumerate(HOSTILE)
    ]
    tellings = [("f01", one[0], "body", f"{one[4].partition(' three.')[0]} three.", 0.1, 1.0, 0.5) for one in articles]
    return alignment_of(articles, tellings, [("f01", HOSTILE[0], articles[0][0], len(articles), len(articles), 0.1)])


def test_hostile_text_is_shown_and_not_acted_on() -> None:
    view = show_tellings(hostile_alignment())
    page = Page(view.html)
    ours = {
        "div", "style", "p", "bdi", "mark", "q", "span", "table", "caption", "strong", "small", "thead", "tbody", "tr",
        "th", "td",
    }  # fmt: skip
    assert set(page.tags) <= ours
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "href")]
    said = " ".join("".join(page.words).split())
    assert "<script>alert(1)</script>" in unescape(said)
    assert "{{ 7*7 }}{% raw %}" in said
    assert "\u202e" not in view.html + view.text
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", view.html + view.text)


def test_an_unknown_fact_or_a_number_below_one_is_refused(alignment: Alignment) -> None:
    with pytest.raises(UnknownNameError, match=r"no fact 'f1'.*'f01' to 'f03'"):
        show_tellings(alignment, "f1")
    with pytest.raises(OptionError, match="at_least"):
        show_tellings(alignment, at_least=0)
    with pytest.raises(OptionError, match="max_facts"):
        show_tellings(alignment, max_facts=0)


# ---- The section of a report -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return compare(ForceAxis(lexicon=FORCE)(corpus_of(ARTICLES)), n_resamples=19)


def omission_of(alignment: Alignment) -> Omission:
    rows = [("Alpha", 0.5, 0.25, 0.75, 6, 24, 1), ("Beta", np.nan, np.nan, np.nan, 0, 0, 0)]
    columns = ["outlet", "share_told", "low", "high", "n_events", "n_facts", "n_events_missed"]
    return Omission(pd.DataFrame(rows, columns=columns), pd.DataFrame(), {"e1": alignment}, 2, 0.95)


def report(comparison: Comparison, path: Path, **options: object) -> str:
    corpus = comparison.measurement.corpus
    return write_report(path, comparison, corpus=corpus, **options).read_text(encoding="utf-8")  # type: ignore[arg-type]


def test_a_report_has_the_section_only_if_asked_for(
    alignment: Alignment, comparison: Comparison, tmp_path: Path
) -> None:
    assert 'id="events"' not in report(comparison, tmp_path / "a.html", plots=False)
    text = report(comparison, tmp_path / "b.html", alignments=[alignment], omission=omission_of(alignment))
    section = text[text.index('<section id="events"') : text.index('<section id="headlines"')]
    assert "Three men <mark>died</mark> in the raid." in section
    said = " ".join("".join(Page(section).words).split())
    assert "4 articles of 4 outlets; 3 facts, 2 of them told by 2 outlets or more." in said
    assert "Told by one outlet only: Alpha 0, Beta 0, Delta 0, Gamma 1." in said
    assert "Alpha tells 50% of the facts that at least 2 other outlets tell [95% interval 25% to 75%" in said
    assert "Beta: not known" in said
    row = re.search(r'<tr><th scope="row"><bdi>Alpha</bdi></th>(.*?)</tr>', section)
    assert row is not None
    assert re.findall("<bdi>(.*?)</bdi>", row[1]) == ["50%", "25%", "75%", "24", "6", "1"]
    assert section.count("<img") == 2  # who tells which facts; shares
    assert "What cannot be concluded here." in said
    assert '<a href="#events">' in text


def test_the_section_asks_nothing_of_the_network_and_gives_equal_bytes(
    alignment: Alignment, comparison: Comparison, tmp_path: Path
) -> None:
    texts = [report(comparison, tmp_path / name, alignments=[alignment]) for name in ("a.html", "b.html")]
    assert texts[0] == texts[1]
    page = Page(texts[0])
    assert "script" not in page.tags
    for name, value in page.attributes:
        if name in ("src", "href"):
            assert value.startswith(("data:image/svg+xml;base64,", "#"))


def test_of_many_facts_the_first_are_open_the_others_folded_and_the_rest_counted(
    comparison: Comparison, tmp_path: Path
) -> None:
    facts = [(f"f{i:02d}", f"Fact {i}.", "a1", 2, 2, 0.1) for i in range(1, 24)]
    text = report(comparison, tmp_path / "a.html", alignments=[alignment_of(facts=facts)])
    section = text[text.index('<section id="events"') : text.index('<section id="headlines"')]
    opened = ["open" in one for one in re.findall("<details([^>]*)>", section)]
    assert opened == [True] * 3 + [False] * 17
    assert "The words of the first 20 facts follow." in section
    assert "On paper, the words of the first 3 facts; the file itself holds those of 20." in section


def test_alignments_of_other_articles_are_refused(comparison: Comparison, tmp_path: Path) -> None:
    other = alignment_of([("x9", *ARTICLES[0][1:])], [("f01", "x9", *TELLINGS[0][2:])], FACTS[:1])
    with pytest.raises(OptionError, match=r"`alignments` must be made from articles of `corpus`.*'x9'"):
        report(comparison, tmp_path / "a.html", alignments=[other])
    with pytest.raises(OptionError, match="`omission` must be made"):
        report(comparison, tmp_path / "a.html", omission=omission_of(other))
    assert not list(tmp_path.iterdir())


def test_a_hostile_event_does_not_break_a_report(tmp_path: Path) -> None:
    alignment = hostile_alignment("en")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        made = compare(ForceAxis(lexicon=FORCE)(alignment.corpus), n_resamples=19)
    page = Page(report(made, tmp_path / "a.html", alignments=[alignment]))
    assert "script" not in page.tags
    assert page.tags.count("style") == page.tags.count("title") == 1
    assert not [name for name, _ in page.attributes if name.startswith("on")]
