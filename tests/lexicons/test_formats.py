"""Reading lexicons: three formats, and what is said of broken ones."""

from pathlib import Path

import pytest

from toolkit.errors import ColumnError, LexiconError, LexiconWarning
from toolkit.lexicons.formats import read_lexicon
from toolkit.lexicons.lexicon import Lexicon

YAML = """
name: mine
version: "2"
language: en
licence: CC0
categories:
  good:
    definition: What is good.
    reference: someone2000
    entries:
      - patterns: [good, "not bad"]
        weight: 2
        note: plain
      - great
  bad:
    entries:
      - patterns: ["bad*"]
ignore:
  - patterns: [badge]
    note: not bad
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_yaml(tmp_path: Path) -> None:
    lexicon = read_lexicon(write(tmp_path, "mine.yaml", YAML))
    table = lexicon.to_frame()
    assert table["pattern"].tolist() == ["good", "not bad", "great", "bad*", "badge"]
    assert table["weight"].tolist() == [2, 2, 1, 1, 0]
    assert (lexicon.name, lexicon.version, lexicon.licence) == ("mine", "2", "CC0")
    assert lexicon["good"].reference == "someone2000"


def test_csv_with_weights(tmp_path: Path) -> None:
    path = write(tmp_path, "mine.csv", "category,pattern,weight\na,war*,-2\nb,peace,\na,crimes of war,-3\n")
    table = read_lexicon(path).to_frame()
    assert table["category"].tolist() == ["a", "a", "b"]
    assert table["weight"].tolist() == [-2, -3, 1]


def test_neutral_words_in_yaml_go_through_a_csv_and_back(tmp_path: Path) -> None:
    text = YAML.replace("        note: plain\n", "        note: plain\n        neutral: [fine, 'all right']\n")
    lexicon = read_lexicon(write(tmp_path, "mine.yaml", text))
    assert [entry.neutral for entry in lexicon["good"].entries] == [("fine", "all right"), ("fine", "all right"), ()]
    assert lexicon.has_neutral
    table = lexicon.to_frame()
    assert table["neutral"].tolist() == ["fine; all right", "fine; all right", "", "", ""]
    table.to_csv(tmp_path / "mine.csv", index=False)
    again = read_lexicon(tmp_path / "mine.csv")
    assert again.category_names == ("good", "bad")
    assert [entry.pattern for entry in again.ignore] == ["badge"]
    assert again.to_frame().to_csv() == table.to_csv()
    assert again.checksum == lexicon.checksum


def test_a_lexicon_without_neutral_words_says_so(tmp_path: Path) -> None:
    lexicon = read_lexicon(write(tmp_path, "mine.yaml", YAML))
    assert not lexicon.has_neutral
    assert set(lexicon.to_frame()["neutral"]) == {""}


def test_dic(tmp_path: Path) -> None:
    text = "%\n1\tposemo\n22\tnegemo\n%\nhappy*\t1\nbad\t22\nwar and peace\t1\t22\nfierce  22\n"
    table = read_lexicon(write(tmp_path, "liwc.dic", text)).to_frame()
    assert list(zip(table["category"], table["pattern"], strict=True)) == [
        ("posemo", "happy*"), ("posemo", "war and peace"), ("negemo", "bad"), ("negemo", "war and peace"),
        ("negemo", "fierce"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.yaml", "categories: [", "not valid YAML"),
        ("a.yaml", "name: x", "`categories`"),
        ("a.yaml", "categories:\n  a:\n    entires: []", "Did you mean 'entries'"),
        ("a.yaml", "categories:\n  a:\n    entries:\n      - patterns: [no]", "category 'a', entry 1"),
        ("a.yaml", "categories:\n  a:\n    entries:\n      - {patterns: [x], weight: much}", "must be a number"),
        ("a.yaml", "categories:\n  a:\n    entries:\n      - {patterns: [x], neutral: y}", "`neutral` must be a list"),
        ("a.yaml", "categories:\n  a: !!python/object/apply:os.getcwd []", "not valid YAML"),
        ("a.csv", "", "has no rows"),
        ("a.csv", "category,pattern,weight\na,x,high\n", "line 2"),
        ("a.dic", "happy*\t1", "two lines with %"),
        ("a.dic", "%\n1\ta\n%\nx\t7\n", "line 4: unknown category '7'"),
        ("a.dic", "%\n1\ta\n%\nx\n", "line 4"),
        ("a.pdf", "x", "'.yaml'"),
    ],
)
def test_broken_files_say_where(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(LexiconError) as error:
        read_lexicon(write(tmp_path, name, text))
    assert message in str(error.value)
    assert name in str(error.value)


def test_a_csv_without_its_columns_names_those_it_has(tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match=r"no column 'category'.*cat, pattern"):
        read_lexicon(write(tmp_path, "a.csv", "cat,pattern\na,x\n"))


def test_a_pattern_without_a_word_is_left_out_and_named(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "category,pattern\na,war\na,:-)\na,*\n")
    with pytest.warns(LexiconWarning, match=r"a\.csv, category 'a': 2 patterns hold no word.*':-\)', '\*'"):
        lexicon = read_lexicon(path)
    assert lexicon.n_entries == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"none\.yaml"):
        read_lexicon(tmp_path / "none.yaml")


def test_text_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("category,pattern\na,caf\xe9\n".encode("latin-1"))
    with pytest.raises(LexiconError, match="not UTF-8"):
        read_lexicon(path)


def test_a_lexicon_prints_counts_licence_and_overlaps() -> None:
    shown = repr(Lexicon.of({"a": ["war", "war crime*"], "b": ["war"]}, licence="CC0"))
    assert "licence: CC0" in shown
    assert "a                    2 entries, 1 of several words, 1 with wildcards" in shown
    assert "in more than one category: 1 (war)" in shown


def test_equal_entries_have_equal_checksums() -> None:
    one, two = Lexicon.of({"a": ["x", "y"]}), Lexicon.of({"a": ["x", "y"]})
    assert one.checksum == two.checksum != Lexicon.of({"a": ["x", "z"]}).checksum


def test_an_unknown_category_is_told() -> None:
    with pytest.raises(LexiconError, match="it has 'good' or 'bad'"):
        Lexicon.of({"good": ["x"], "bad": ["y"]})["ugly"]
