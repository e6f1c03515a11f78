"""The workbench counts what a plain reading counts, and says in words what it cannot read."""

import re
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.widgets.making import HOSTILE, LEXICON, Page, corpus_of
from toolkit.comparison.outlets import compare
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.shipped import load_corpus
from toolkit.errors import FramingWarning, LexiconError, OptionError
from toolkit.framing.force import ForceAxis
from toolkit.framing.frames import FrameSalience
from toolkit.lexicons.formats import read_lexicon
from toolkit.lexicons.lexicon import Lexicon
from toolkit.widgets.workbench import LexiconWorkbench
from toolkit.widgets.workbench_panel import Panel


@pytest.fixture(scope="module")
def taji() -> Corpus:
    corpus = load_corpus("taji-2020")
    return corpus.select(corpus.column("language") == "en")


def workbench(**options: Any) -> LexiconWorkbench:
    return LexiconWorkbench(LEXICON, corpus_of(), n_resamples=49, **options)


def plain_count(corpus: Corpus, stem: str) -> Counter[str]:
    """Count words that begin with a stem, by outlet, with a regular expression and nothing of the toolkit."""
    counts: Counter[str] = Counter()
    for row in corpus.articles.to_dict("records"):
        text = f"{row['headline']}\n{row['text']}"
        counts[row["outlet"]] += len(re.findall(rf"(?<![\w-]){stem}[\w-]*", text, re.IGNORECASE))
    return counts


def test_counts_after_an_edit_are_those_of_a_plain_count(taji: Corpus) -> None:
    bench = LexiconWorkbench(Lexicon.of({"arms": ["rocket*"], "people": ["soldier*"]}), taji, n_resamples=49)
    bench.edit("people", "soldier*\ncivilian*\nfamil*")
    scores = bench.measurement.article_scores()
    for category, stems in (("arms", ["rocket"]), ("people", ["soldier", "civilian", "famil"])):
        wanted = sum((plain_count(taji, stem) for stem in stems), Counter())
        own = scores[scores["category"] == category].groupby("outlet")["amount"].sum()
        assert own.to_dict() == {outlet: wanted[outlet] for outlet in taji.outlets}
        row = bench.trial.totals.set_index("category").loc[category]
        assert row["n_spans"] == row["amount"] == wanted.total()
        audit = bench.trial.audit
        assert audit.loc[audit["category"] == category, "n"].sum() == wanted.total()
    fired = bench.trial.audit.set_index("pattern")["n"]
    assert fired["civilian*"] == plain_count(taji, "civilian").total() > 0


def test_the_comparison_is_that_of_the_edited_lexicon(taji: Corpus) -> None:
    bench = LexiconWorkbench(Lexicon.of({"arms": ["rocket*"]}), taji, n_resamples=99, seed=3)
    bench.edit("arms", "rocket*\nmilitia*")
    measured = FrameSalience(lexicon=Lexicon.of({"arms": ["rocket*", "militia*"]}))(taji)
    before = FrameSalience(lexicon=Lexicon.of({"arms": ["rocket*"]}))(taji)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        wanted, first = (compare(one, n_resamples=99, seed=3) for one in (measured, before))
    assert bench.comparison is not None
    assert bench.comparison.table["estimate"].tolist() == wanted.table["estimate"].tolist()
    page = Page(bench.html())
    for table in (wanted.table, first.table):
        for estimate in table["estimate"]:
            assert f"{estimate:+.3g}" in page.words


def test_a_page_shows_counts_now_and_at_first_patterns_and_sentences() -> None:
    bench = workbench()
    bench.edit("deter", "deter*\nraids\nraid*\nnobody\nzebra*")
    words = " ".join(Page(bench.html(category="deter")).words.split())
    # By hand: deter 3, raids 1 (the pattern raids is the longer one), raid 1, nobody 1; 3 at first; 50 words.
    assert "deter per 1,000 words 5 6 3 6 50 120 60 5" in words
    assert "raids deter 1 17% raids" in words
    assert "1 never fires: zebra*" in words
    assert "Calm after the raid" in words
    assert "They destroy the depot" not in words  # another category
    assert "They destroy the depot" in Page(bench.html()).words
    assert "too few" in words or "shared events" in words  # why there are no intervals


def test_patterns_that_meet_are_shown() -> None:
    bench = workbench()
    bench.edit("calm", "calm\ndestroyed")
    words = " ".join(Page(bench.html()).words.split())
    assert "destroy* destroy destroyed calm both 1 destroyed" in words


@pytest.mark.parametrize(
    ("lines", "said"),
    [("good\n(bad", "destroy: line 2: unbalanced"), ("*", "holds no word"), ("a = b", "must be a number")],
)
def test_a_bad_pattern_leaves_the_lexicon_as_it_was(lines: str, said: str) -> None:
    bench = workbench()
    before = bench.lexicon
    with pytest.raises(LexiconError, match=said):
        bench.edit("destroy", lines)
    assert bench.lexicon is before


def test_a_lexicon_needs_a_pattern_and_a_category_a_name() -> None:
    bench = LexiconWorkbench(Lexicon.of({"a": ["calm"]}), corpus_of(), n_resamples=49)
    with pytest.raises(LexiconError, match="has no entries"):
        bench.edit("a", "# nothing")
    with pytest.raises(LexiconError, match="needs a name"):
        bench.edit("  ", "calm")


def test_undo_goes_back_and_what_is_not_changed_is_not_counted_again() -> None:
    bench = workbench()
    before = bench.trial
    bench.edit("destroy", "destroy*")
    assert bench.trial is before
    bench.edit("new", "raid*")
    bench.edit("(ignore)", "destroyed")
    assert bench.categories == ("destroy", "deter", "calm", "new", "(ignore)")
    assert bench.trial.totals.set_index("category")["n_spans"].to_dict() == {
        "destroy": 3,
        "deter": 3,
        "calm": 4,
        "new": 2,
    }
    bench.undo()
    assert bench.trial.totals.set_index("category")["n_spans"]["destroy"] == 4
    bench.undo()
    bench.undo()
    assert bench.trial is before


def test_what_is_saved_counts_the_same(tmp_path: Path) -> None:
    bench = workbench()
    bench.edit("deter", "deter* = 2.5\nraid*")
    again = read_lexicon(bench.save(tmp_path / "mine.yaml"))
    assert again.signature == bench.lexicon.signature
    assert FrameSalience(lexicon=again)(bench.corpus).article_totals()[0].sum() == pytest.approx(3 * 2.5 + 2 + 4 + 4)


def test_a_measure_can_be_chosen_and_one_that_does_not_fit_says_why() -> None:
    bench = LexiconWorkbench(Lexicon.of({"destroy": ["destroy*"], "calm": ["calm"]}), corpus_of(), measure=ForceAxis)
    assert bench.trial.totals.set_index("category").loc["balance", "value"] == 0  # 4 destroy, 4 calm
    with pytest.raises(LexiconError, match="cannot be used by the measure 'force'"):
        LexiconWorkbench(Lexicon.of({"calm": ["calm"]}), corpus_of(), measure=ForceAxis)


def test_without_events_there_are_counts_and_a_note() -> None:
    corpus = corpus_of()
    bench = LexiconWorkbench(LEXICON, Corpus(corpus.articles.drop(columns="event_id"), name="no events"))
    assert bench.comparison is None
    assert "has no events" in bench.html()
    assert "Outlets compared" not in bench.html()


def test_bad_options_are_refused() -> None:
    with pytest.raises(OptionError, match="`outlets` must be"):
        workbench(outlets=["Nowhere", "Alpha"])
    with pytest.raises(OptionError, match="at least one article"):
        LexiconWorkbench(LEXICON, corpus_of().select([False] * 5))
    with pytest.raises(OptionError, match="`category` must be"):
        workbench().html(category="nowhere")


def test_nothing_in_a_lexicon_or_an_article_acts() -> None:
    rows = [(HOSTILE[n], f"e{n % 2}", HOSTILE[n] + " calm", f"{HOSTILE[n]} script") for n in range(6)]
    lexicon = Lexicon.of({HOSTILE[1]: ["script", "calm"], HOSTILE[2]: ["img*"]}, name=HOSTILE[0])
    bench = LexiconWorkbench(lexicon, corpus_of(rows, name=HOSTILE[1]), n_resamples=49)
    bench.edit(HOSTILE[4], "<script>alert(1)</script>")
    page = Page(bench.html(message=HOSTILE[0]))
    assert not {tag for tag, _ in page.tags} & {"script", "img", "b"}
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    panel = Panel(bench)
    panel.new.value = HOSTILE[1]
    panel.lines.value = f"({HOSTILE[0]}"
    panel.count()
    assert "<script" not in panel.status.value
    assert 'role="alert"' in panel.status.value


def test_the_fields_count_undo_add_and_save(tmp_path: Path) -> None:
    panel = Panel(workbench())
    panel.lines.value = "destroy*\nraid*"
    panel.count()
    assert "Spans found: destroy 6, deter 3, calm 4." in panel.status.value
    panel.lines.value = "(bad"
    panel.count()
    assert 'role="alert"' in panel.status.value
    assert "line 1: unbalanced" in panel.status.value
    assert panel.workbench.lines("destroy") == "destroy*\nraid*"
    panel.undo()
    assert panel.lines.value == "destroy*"
    panel.new.value = "raids"
    panel.add()
    panel.lines.value = "raid*"
    panel.category.value = "calm"
    assert "Not counted yet: what was written for raids." in panel.status.value
    panel.category.value = "raids"
    assert panel.lines.value == "raid*"
    panel.count()
    assert panel.workbench.lexicon.category_names == ("destroy", "deter", "calm", "raids")
    panel.path.value = str(tmp_path / "mine.yaml")
    panel.save()
    assert read_lexicon(tmp_path / "mine.yaml").category_names == ("destroy", "deter", "calm", "raids")
    panel.path.value = str(tmp_path / "gone" / "mine.yaml")
    panel.save()
    assert "The file cannot be written: No such file or directory." in panel.status.value


def test_a_notebook_gets_fields_and_the_state_as_plain_html(capsys: pytest.CaptureFixture[str]) -> None:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    published: list[dict[str, Any]] = []
    publish = shell.display_pub.publish
    shell.display_pub.publish = lambda data, **_: published.append(data)  # type: ignore[method-assign, assignment]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            bench = workbench()
            bench._ipython_display_()
            bench._panel.lines.value = "destroy*\nraid*"
            bench._panel.count()
    finally:
        shell.display_pub.publish = publish  # type: ignore[method-assign]
        InteractiveShell.clear_instance()
    fields, first, *later = published
    assert "application/vnd.jupyter.widget-view+json" in fields
    assert "need a running kernel" in fields["text/html"]
    assert "What <bdi>by hand</bdi> finds" in first["text/html"]
    assert "<td>6</td><td>4</td>" in later[-1]["text/html"]  # spans now and at first
    assert "widget" not in later[-1]["text/html"]
