"""One file, nothing asked of the network, nothing in an article acted on."""

import base64
import html.parser
import itertools
import json
import re
import warnings
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from toolkit.comparison.outlets import compare
from toolkit.comparison.result import Comparison
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ColumnError, FramingWarning, OptionError, SmallSampleWarning
from toolkit.framing.certainty import Certainty
from toolkit.framing.force import ForceAxis
from toolkit.framing.frames import FrameSalience
from toolkit.framing.labels import Labels
from toolkit.kwic import concordance
from toolkit.lexicons.lexicon import Lexicon
from toolkit.measure import measure_all
from toolkit.report.html import show_concordance
from toolkit.report.references import parse_bibtex, read_references
from toolkit.report.render import clean
from toolkit.report.report import write_report
from toolkit.sentiment.valence import Sentiment

FORCE = Lexicon.of(
    {"destroy": ["destroy", "اضرب"], "deter": ["deter"], "defend": ["defend"], "de-escalate": ["calm"]}, name="tiny"
)
HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style></title><b>", "{{ 7*7 }}{% raw %}",
    "&lt;b&gt; $\\frac{", "\u202eevil\u202b\x00\x0b\x9f 😀 قناة",
]  # fmt: skip


class Page(html.parser.HTMLParser):
    """Tags and attributes of a page, as a browser would read them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def small_corpus(n_events: int = 6, outlets: tuple[str, ...] = ("Alpha", "Beta", "Gamma")) -> Corpus:
    rows = [
        {
            "article_id": f"{outlet}-{event}", "outlet": outlet, "event_id": f"e{event}",
            "published": f"2020-03-{event + 1:02d}", "headline": f"They destroy {event}",
            "text": "They destroy all. " * (number + event % 3) + "Be calm now.\n\n“We will deter them,” he said.",
        }
        for event in range(n_events)
        for number, outlet in enumerate(outlets)
    ]  # fmt: skip
    return Corpus(pd.DataFrame(rows), name="small").select([True] * len(rows), note="all of them")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return small_corpus()


@pytest.fixture(scope="module")
def comparison(corpus: Corpus) -> Comparison:
    return compare(ForceAxis(lexicon=FORCE)(corpus), n_resamples=199)


@pytest.fixture(scope="module")
def text(corpus: Corpus, comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("report") / "new folder" / "report.html"
    assert write_report(path, [comparison], corpus=corpus) == path
    assert [file.name for file in path.parent.iterdir()] == ["report.html"]
    return path.read_text(encoding="utf-8")


def test_every_row_is_said_in_a_sentence(text: str, comparison: Comparison) -> None:
    said = " ".join("".join(Page(text).words).split())
    for sentence in comparison.sentences():
        assert sentence in said


def test_evidence_is_one_click_away_and_counted(text: str, comparison: Comparison) -> None:
    said = " ".join("".join(Page(text).words).split())
    n = int((comparison.measurement.evidence.query("outlet == 'Gamma' and category == 'destroy'")).shape[0])
    assert f"Gamma: 12 of {n} shown, evenly spread." in said
    assert "<mark>destroy</mark>" in text
    assert "Gamma-0" in said
    assert "quoted" in said
    assert "future" in said


def test_the_balance_shows_the_words_it_is_made_of(text: str) -> None:
    assert "The value is made from the other categories; these are their words." in text


def test_all_sections_are_there(text: str, comparison: Comparison) -> None:
    ids = [value for name, value in Page(text).attributes if name == "id"]
    wanted = ["compared", "findings", "finding-1", "headlines", "values", "removed", "methods", "limits", "references"]
    assert ids == wanted
    said = "".join(Page(text).words)
    assert comparison.signature in said
    assert "18 of 18 articles kept: all of them" in said
    assert "rate = 1000 * n / words" in said
    assert "Schelling" in said
    assert "tiny" in said


def test_nothing_is_asked_of_the_network(text: str) -> None:
    page = Page(text)
    assert not {"script", "iframe", "link", "object", "embed", "base", "form"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    for name, value in page.attributes:
        if name in ("src", "href", "srcset", "action", "data", "poster"):
            assert value.startswith(("data:image/svg+xml;base64,", "#")), (name, value[:60])
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in text


def test_figures_have_alternative_texts_and_are_sound_svg(text: str) -> None:
    sources = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]+)"', text)
    assert len(sources) >= 2
    for data, alt in sources:
        svg = base64.b64decode(data).decode("utf-8")
        ElementTree.fromstring(svg)  # noqa: S314 (made by ourselves a moment ago)
        assert "table" in alt
        assert "<dc:date>" not in svg


def test_equal_input_gives_equal_bytes(text: str, corpus: Corpus, comparison: Comparison, tmp_path: Path) -> None:
    again = write_report(tmp_path / "again.html", comparison, corpus=corpus)
    assert again.read_text(encoding="utf-8") == text


def test_no_figure_is_left_open_and_no_setting_changed(corpus: Corpus, comparison: Comparison, tmp_path: Path) -> None:
    plt.close("all")
    before = dict(mpl.rcParams)
    write_report(tmp_path / "a.html", comparison, corpus=corpus)
    assert plt.get_fignums() == []
    assert dict(mpl.rcParams) == before


def test_without_plots(corpus: Corpus, comparison: Comparison, tmp_path: Path) -> None:
    page = Page(write_report(tmp_path / "a.html", comparison, corpus=corpus, plots=False).read_text(encoding="utf-8"))
    assert "img" not in page.tags


def test_an_existing_file_survives_a_failure(
    corpus: Corpus, comparison: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.html"
    path.write_text("old")

    def fails(self: Path, target: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="disk full"):
        write_report(path, comparison, corpus=corpus, plots=False)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_hostile_text_is_shown_and_not_acted_on(tmp_path: Path) -> None:
    rows = [
        {
            "article_id": f"{HOSTILE[outlet]}{event}", "outlet": HOSTILE[outlet], "event_id": HOSTILE[event],
            "published": "2020-03-01", "headline": HOSTILE[event] + " destroy",
            "text": f"{HOSTILE[event]} destroy {HOSTILE[outlet]} calm.",
        }
        for event in range(6)
        for outlet in range(6)
    ]  # fmt: skip
    corpus = Corpus(pd.DataFrame(rows), name=HOSTILE[1])
    lexicon = Lexicon.of({**{c.name: ["destroy"] for c in FORCE.categories}}, name=HOSTILE[0], licence=HOSTILE[2])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        results = [compare(ForceAxis(lexicon=lexicon)(corpus), n_resamples=49)]
        results.append(compare(ForceAxis(lexicon=FORCE)(corpus), outlets=corpus.outlets[:2], n_resamples=49))
    text = write_report(tmp_path / "a.html", results, corpus=corpus, title=HOSTILE[0]).read_text(encoding="utf-8")
    page = Page(text)
    assert "script" not in page.tags
    assert page.tags.count("img") == text.count('<img src="data:')
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert page.tags.count("style") == page.tags.count("title") == 1
    said = "".join(page.words)
    assert "{{ 7*7 }}{% raw %}" in said
    assert HOSTILE[0] in said
    assert "\u202e" not in text
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text)
    view = show_concordance(concordance(results[0].measurement)).html
    assert "<script" not in view
    assert "<img" not in view
    assert 'dir="auto"' in view


def test_characters_that_html_does_not_allow_are_replaced() -> None:
    assert clean("a\x00b\ud800c\r\nd\te") == "a\ufffdb\ufffdc\nd\te"
    assert clean(3) == 3


def test_rows_without_numbers_are_said(tmp_path: Path) -> None:
    few = small_corpus(3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        result = compare(ForceAxis(lexicon=FORCE)(few), n_resamples=49)
    table = result.table.copy()
    table.loc[0, "estimate"] = np.nan
    changed = Comparison(table, result.cells, result.measurement, result.level, result.signature, result.settings)
    said = "".join(Page(write_report(tmp_path / "a.html", changed, corpus=few).read_text(encoding="utf-8")).words)
    assert "Too few events, or too little to go by: 15 rows" in said
    assert "not known; no shared events link them in which both can be measured." in said


def test_another_corpus_or_none_is_refused(corpus: Corpus, comparison: Comparison, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="at least one"):
        write_report(tmp_path / "a.html", [], corpus=corpus)
    with pytest.raises(OptionError, match="must hold the articles that were measured"):
        write_report(tmp_path / "a.html", comparison, corpus=small_corpus(4))
    assert not list(tmp_path.iterdir())


def test_a_hundred_real_articles_stay_under_three_megabytes(shared_dir: Path, tmp_path: Path) -> None:
    lines = (shared_dir / "data" / "basil" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    table = pd.DataFrame([json.loads(line) for line in lines[:100]]).rename(
        columns={"date": "published", "title": "headline"}
    )
    columns = ["article_id", "event_id", "outlet", "published", "headline", "text"]
    corpus = Corpus(table[columns].assign(outlet=table["outlet"].str.lower()), name="real")
    measures = [FrameSalience(), Certainty(), ForceAxis(), Labels(), Sentiment()]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        results = [compare(measurement, n_resamples=199) for measurement in measure_all(corpus, measures)]
    path = write_report(tmp_path / "a.html", results, corpus=corpus)
    assert path.stat().st_size < 3_000_000


def test_concordance_is_shown_with_marks_and_tags(comparison: Comparison) -> None:
    table = concordance(comparison.measurement, category="deter")
    view = show_concordance(table, max_rows=3)
    assert view._repr_html_() == view.html
    assert view.html.count("<mark>deter</mark>") == 3
    assert f"The first 3 of {len(table)} spans." in view.html
    assert '<span class="mf-tag">quoted</span>' in view.html
    assert '<span class="mf-tag">future</span>' in view.html


def test_right_to_left_text_runs_its_own_way() -> None:
    corpus = Corpus(pd.DataFrame({"article_id": ["a"], "text": ["قال اضرب الآن"], "language": ["en"]}))
    view = show_concordance(concordance(ForceAxis(lexicon=FORCE)(corpus))).html
    assert '<p dir="auto">قال <mark>اضرب</mark> الآن</p>' in view


def test_concordance_of_nothing_and_of_another_table(comparison: Comparison) -> None:
    table = concordance(comparison.measurement, category="defend")
    assert "No words found." in show_concordance(table).html
    with pytest.raises(ColumnError, match="article_id"):
        show_concordance(pd.DataFrame({"x": [1]}))
    with pytest.raises(OptionError, match="max_rows"):
        show_concordance(table, max_rows=0)


def test_bibtex_is_read_and_a_broken_entry_loses_only_itself() -> None:
    entries = parse_bibtex(
        "@article{a1, author = {Saur{\\'\\i}, Roser and B, C.}, title = {The {BIG} {\\'e}}, year = 2009, "
        "pages={1--2}}\n"
        "@book{broken, title = {never closed\n"
        '@book{c3, author = "M{\\"u}ller, A.", title = "T & \\& U", publisher = {P}, address = {Q}, year = {1966}}'
    )
    assert str(entries["a1"]) == "Saurí, Roser and B, C. (2009). The BIG é. 1–2."
    assert str(entries["c3"]) == "Müller, A. (1966). T & & U. P, Q."
    assert set(entries) == {"a1", "broken", "c3"}


def test_every_key_cited_is_shipped() -> None:
    known = read_references()
    measures = [FrameSalience(), Certainty(), ForceAxis(), Labels(), Sentiment()]
    for measure in measures:
        keys = {*measure.references, *(c.reference for lex in measure.lexicons for c in lex.categories if c.reference)}
        assert keys <= set(known), measure.name
    assert {"benjamini1995", "entman1993", "hesterberg2015"} <= set(known)
    for reference in known.values():
        assert {"author", "title", "year"} <= set(reference.fields), reference.key


def test_many_outlets_with_few_events_leave_a_short_report(tmp_path: Path) -> None:
    full = small_corpus(outlets=("Alpha", "Beta"))
    rare = small_corpus(n_events=1, outlets=tuple(f"Rare {number}" for number in range(30)))
    corpus = Corpus(pd.concat([full.articles, rare.articles], ignore_index=True), name="many")
    with pytest.warns(SmallSampleWarning):
        many = compare(ForceAxis(lexicon=FORCE)(corpus), n_resamples=99)
    text = write_report(tmp_path / "r.html", many, corpus=corpus).read_text(encoding="utf-8")
    said = "".join(Page(text).words)
    assert "Left out: 26 of 32 outlets, with fewer than 5 shared events" in said
    assert "destroy: Rare 29 minus" not in said and "destroy: Alpha minus" in said
    assert len(text) < 400_000


def test_wide_tables_can_be_reached_and_rows_have_headers(text: str) -> None:
    page = Page(text)
    n_tables = page.tags.count("table")
    assert page.attributes.count(("tabindex", "0")) == page.attributes.count(("role", "region")) == n_tables
    assert ("scope", "row") in page.attributes and ("scope", "col") in page.attributes
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in itertools.pairwise(levels))
