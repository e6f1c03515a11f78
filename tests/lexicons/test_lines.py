"""Categories as lines of text, and lexicons written to files."""

import re
from pathlib import Path

import pytest

from toolkit.errors import LexiconError
from toolkit.lexicons.formats import read_lexicon
from toolkit.lexicons.lexicon import Category, Entry, Lexicon
from toolkit.lexicons.lines import from_lines, to_lines
from toolkit.lexicons.overlap import pattern_overlaps
from toolkit.lexicons.shipped import list_lexicons, load_lexicon
from toolkit.lexicons.store import write_lexicon


def test_lines_hold_patterns_and_weights() -> None:
    entries = from_lines("destroy*\n\n# a remark\n ward*   off = -2.5 \ndestroy*\n(fire|flood) storm")
    assert [(one.pattern, one.weight) for one in entries] == [
        ("destroy*", 1.0), ("ward* off", -2.5), ("(fire|flood) storm", 1.0),
    ]  # fmt: skip
    assert to_lines(entries) == "destroy*\nward* off = -2.5\n(fire|flood) storm"


def test_notes_and_neutral_words_stay_with_their_patterns() -> None:
    known = [Entry("regime", 1.0, "takes a side", ("regime",), ("government",))]
    kept, new = from_lines("regime = 2\njunta", known=known)
    assert (kept.weight, kept.note, kept.neutral, kept.words) == (2.0, "takes a side", ("government",), ("regime",))
    assert (new.note, new.neutral) == ("", ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("good\n(bad", "line 2: unbalanced"),
        ("*", "line 1: '*' holds no word"),
        ("...", "line 1: '...' holds no word"),
        ("a = b", "line 1: the weight after = must be a number; got 'a = b'"),
        ("a = inf", "must be a number"),
        ("= 2", "holds no word"),
        ("*\n*\n*\n*\n*", "2 more lines"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, said: str) -> None:
    with pytest.raises(LexiconError, match=re.escape(said)):
        from_lines(text)


@pytest.mark.parametrize("name", list_lexicons())
def test_what_is_written_is_read_again(name: str, tmp_path: Path) -> None:
    lexicon = load_lexicon(name)
    again = read_lexicon(write_lexicon(lexicon, tmp_path / "mine.yaml"))
    assert again.categories == lexicon.categories
    assert again.ignore == lexicon.ignore
    assert (again.name, again.version, again.language, again.licence) == (
        lexicon.name, lexicon.version, lexicon.language, lexicon.licence,
    )  # fmt: skip
    assert (again.title, again.traps, again.signature) == (lexicon.title, lexicon.traps, lexicon.signature)


def test_words_that_yaml_takes_for_something_else_come_back_as_words(tmp_path: Path) -> None:
    lexicon = Lexicon("no", (Category("off", (Entry("yes"), Entry("null", -1.5, "on: a note #1"), Entry("2020"))),))
    again = read_lexicon(write_lexicon(lexicon, tmp_path / "mine.yml"))
    assert again.name == "no"
    assert [(one.pattern, one.weight, one.note) for one in again["off"].entries] == [
        ("yes", 1.0, ""), ("null", -1.5, "on: a note #1"), ("2020", 1.0, ""),
    ]  # fmt: skip


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"ends in \.yaml; got 'mine\.csv'"):
        write_lexicon(Lexicon.of({"a": ["b"]}), tmp_path / "mine.csv")
    assert not list(tmp_path.iterdir())


def test_patterns_that_meet_are_listed_with_what_counts() -> None:
    lexicon = Lexicon.of(
        {"first": ["destroy*", "militia*", "good"], "second": ["destroyed", "iran-backed militia*", "defence"]},
        ignore=["defence minister"],
    )
    texts = [
        "They destroyed the depot; destroyed, not taken.",
        "The iran-backed militias and a defence minister. Good.",
    ]
    table = pattern_overlaps(lexicon, texts)
    rows = table[["pattern", "category", "other", "other_category", "counted", "n", "form"]].to_numpy().tolist()
    assert rows == [
        ["destroy*", "first", "destroyed", "second", "both", 2, "destroyed"],
        ["militia*", "first", "iran-backed militia*", "second", "other", 1, "militias"],
        ["defence", "second", "defence minister", "(ignore)", "other", 1, "defence"],
    ]
    assert pattern_overlaps(lexicon, []).empty
    assert pattern_overlaps(lexicon, ["Nothing is here."]).empty
