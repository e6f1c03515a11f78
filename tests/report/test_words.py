"""Distinctive words and a specification curve in the report: numbers with their lines; nothing in an article acts."""

import re
import warnings

import pandas as pd
import pytest

from tests.report.test_report import HOSTILE, Page
from toolkit.comparison.collocations import collocations
from toolkit.comparison.keyness import keyness
from toolkit.comparison.keyness_result import Keyness
from toolkit.comparison.outlets import compare
from toolkit.comparison.specification_curve import specification_curve
from toolkit.comparison.specification_result import SpecificationCurve
from toolkit.comparison.term_counts import Terms
from toolkit.corpus.corpus import Corpus
from toolkit.errors import FramingWarning, OptionError
from toolkit.framing.force import ForceAxis
from toolkit.lexicons.lexicon import Lexicon
from toolkit.report.evidence import EvidenceOf
from toolkit.report.extras import MAX_TARGETS, Extras
from toolkit.report.report import report_html, write_report
from toolkit.report.robustness import curve_part
from toolkit.report.words import words_part

FORCE = Lexicon.of({"destroy": ["destroy"], "deter": ["deter"], "defend": ["defend"], "de-escalate": ["calm"]})
TEXTS = {"Alpha": "They destroy the camp. “We destroy it,” he said.", "Beta": "They deter them all near the river."}
N_EVENTS = 6


def corpus_of(texts: dict[str, str] = TEXTS, name: str = "small") -> Corpus:
    rows = [
        {"article_id": f"{outlet}{event}", "outlet": outlet, "event_id": f"e{event}", "headline": "News",
         "published": "2020-03-12", "text": text}
        for outlet, text in texts.items() for event in range(N_EVENTS)
    ]  # fmt: skip
    return Corpus(pd.DataFrame(rows), name=name)


def words_in(corpus: Corpus, **options: object) -> Keyness:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return keyness(corpus, terms=Terms(min_count=2), n_resamples=99, **options)  # type: ignore[arg-type]


def curve_in(corpus: Corpus, outlets: tuple[str, str]) -> SpecificationCurve:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return specification_curve(
            corpus, ForceAxis(FORCE), category="destroy", outlets=outlets, n_exchanges=49, n_resamples=99,
            alternatives={"voice": ["unquoted"], "pool": ["sum"]},
        )  # fmt: skip


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return corpus_of()


@pytest.fixture(scope="module")
def words(corpus: Corpus) -> Keyness:
    return words_in(corpus, target="Alpha")


@pytest.fixture(scope="module")
def curve(corpus: Corpus) -> SpecificationCurve:
    return curve_in(corpus, ("Alpha", "Beta"))


def test_every_number_has_as_many_lines_behind_it(words: Keyness) -> None:
    part = words_part(Extras(words=words, most_words=3), plots=False)
    assert part is not None
    block = part.blocks[0]
    assert (block.heading, len(part.blocks), len(block.table.rows)) == ("Alpha against Beta", 1, 6)
    # Nine words of Alpha and seven of Beta in a story, one in each headline.
    assert block.about.startswith("60 words in 6 articles against 48 in 6; 6 events resampled.")
    destroy = next(one for one in block.more if one.claim.startswith("destroy:"))
    assert "200 per 1,000 in Alpha, 0 in Beta" in destroy.claim
    assert [(group.outlet, group.n_total, len(group.lines)) for group in destroy.groups] == [
        ("Alpha", 12, 3), ("Beta", 0, 0)
    ]  # fmt: skip
    line = destroy.groups[0].lines[0]
    assert (line.before, line.match, line.after, line.tags) == ("They ", "destroy", " the camp.", ())
    assert next(row for row in block.table.rows if row[0] == "destroy")[-4:] == ["200.00", "0.00", "6", "0"]


def test_the_curve_says_base_and_ends_with_the_words_that_count(curve: SpecificationCurve) -> None:
    part = curve_part(curve, plots=False)
    assert part is not None
    # 2 of 10 words destroy, 1 outside quotation marks; Beta has none; both ways of pooling agree.
    assert [one.claim for one in part.items] == [
        "The base and the highest: destroy: Alpha minus Beta = +200 per 1,000 words",
        "The lowest (voice unquoted): destroy: Alpha minus Beta = +100 per 1,000 words",
    ]
    assert [one.groups[0].n_total for one in part.items] == [12, 6]
    assert [line.tags for line in part.items[1].groups[0].lines] == [("own words",)] * 3
    assert part.sentences[0] == "destroy: Alpha minus Beta is above zero in 4 of 4 specifications, clearly so in 4."
    assert ["voice", "unquoted", "2", "+100", "100%", "100%"] in part.table.rows


def test_lines_of_reprints_stand_behind_a_number_only_if_they_count() -> None:
    articles = corpus_of().articles.assign(
        wire_id=lambda t: ["Alpha5" if one == "Beta5" else None for one in t["article_id"]]
    )
    corpus = Corpus(articles)
    row = {"outlet": "Alpha", "reference": "Beta", "category": "deter"}
    for wire, n in (("once", 5), ("keep", 6)):
        gap = compare(ForceAxis(FORCE)(corpus), n_resamples=49, wire=wire)
        groups = EvidenceOf(gap).groups({**row}, limit=9)
        assert [(group.outlet, group.n_total) for group in groups] == [("Alpha", 0), ("Beta", n)]


def test_sections_are_in_the_page_with_pictures_and_works(
    corpus: Corpus, words: Keyness, curve: SpecificationCurve
) -> None:
    gap = compare(ForceAxis(FORCE)(corpus), n_resamples=49)
    page = report_html([gap], corpus=corpus, extras=Extras(words=words, curve=curve))
    for anchor, heading in (("words", "Distinctive words"), ("robustness", "How far the finding depends on choices")):
        assert f'<li><a href="#{anchor}">{heading}</a></li>' in page
        section = page[page.index(f'<section id="{anchor}"') :]
        assert re.search(r'<img src="data:image/svg\+xml;base64,[^"]+" alt="[^"]{30,}"', section)
    for key in ("monroe2008", "simonsohn2020"):
        assert f"<strong>{key}</strong>" in page
    assert page.count("<section") == page.count("</section>")
    assert "<a href=" not in page[page.index('<section id="words"') : page.index('<section id="robustness"')]
    linked = report_html(
        [gap], corpus=corpus, plots=False, extras=Extras(words=words, word_pages={"Alpha": "words-1.html"})
    )
    assert '<a href="words-1.html">' in linked and "#robustness" not in linked


def test_of_many_outlets_those_with_most_events_are_shown() -> None:
    found = words_in(corpus_of({f"Outlet {n:02d}": f"They destroy it, word{n} word{n}." for n in range(15)}))
    part = words_part(Extras(words=found), plots=False)
    assert part is not None
    assert (len(part.blocks), part.n_left_out) == (MAX_TARGETS, 15 - MAX_TARGETS)


def test_other_articles_are_refused(corpus: Corpus, words: Keyness, curve: SpecificationCurve, tmp_path) -> None:  # type: ignore[no-untyped-def]
    other = corpus_of({"Alpha": "They destroy.", "Beta": "They deter."}, name="other")
    gap = compare(ForceAxis(FORCE)(other), n_resamples=49)
    with pytest.raises(OptionError, match=r"`words` must be made from the articles of `corpus`: its own are 'small'"):
        write_report(tmp_path / "a.html", gap, corpus=other, words=words)
    near = collocations(other, "they", min_count=1, stop_words=None).compare(target="Alpha", n_resamples=0)
    with pytest.raises(OptionError, match=r"`words` must be what keyness\(\) returned"):
        write_report(tmp_path / "a.html", gap, corpus=other, words=near)
    with pytest.raises(OptionError, match=r"`curve` must be made from the articles of `corpus`"):
        write_report(tmp_path / "a.html", gap, corpus=other, curve=curve)


def test_hostile_text_is_shown_and_not_acted_on() -> None:
    corpus = corpus_of({one: f"They destroy {HOSTILE[n - 1]} camp." for n, one in enumerate(HOSTILE)}, name=HOSTILE[1])
    gap = compare(ForceAxis(FORCE)(corpus), n_resamples=49)
    extras = Extras(words=words_in(corpus), curve=curve_in(corpus, (HOSTILE[0], HOSTILE[1])))
    page = Page(report_html([gap], corpus=corpus, extras=extras))
    assert "script" not in page.tags
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert all(value.startswith("data:") for name, value in page.attributes if name == "src")
    assert page.tags.count("style") == page.tags.count("title") == 1
    assert HOSTILE[0] in "".join(page.words)
