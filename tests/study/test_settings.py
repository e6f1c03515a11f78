"""A study file says in one line what is wrong with it, and where."""

import re
from pathlib import Path

import pytest

from tests.study.small import STUDY, write_study
from toolkit.errors import StudyError
from toolkit.study.read_study import read_study
from toolkit.study.settings import (
    ACTOR_KEYS,
    COMPARE_KEYS,
    CORPUS_KEYS,
    EVENT_KEYS,
    FACT_KEYS,
    FORMATS,
    OUTPUT_KEYS,
    ROBUSTNESS_KEYS,
    TABLES,
    WORD_KEYS,
)

ROOT = Path(__file__).parents[2]
MINIMAL = '[corpus]\nsource = "taji-2020"\n[[measures]]\nname = "force"\n'


def _error(text: str) -> str:
    with pytest.raises(StudyError) as caught:
        read_study("my-study.toml", text=text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('titel = "x"\n' + MINIMAL, ["unknown key 'titel'", "Did you mean 'title'?", *TABLES]),
        ('[corpus]\nsorce = "x"', ["[corpus]", "'sorce'", "Did you mean 'source'?", *CORPUS_KEYS]),
        (MINIMAL + "[events]\nmacth = true", ["[events]", "'macth'", "Did you mean 'match'?", *EVENT_KEYS]),
        (MINIMAL + "[compare]\nleval = 0.9", ["[compare]", "'leval'", "Did you mean 'level'?", *COMPARE_KEYS]),
        (MINIMAL + "[facts]\nevent = 3", ["[facts]", "'event'", "Did you mean 'events'?", *FACT_KEYS]),
        (MINIMAL + '[actors]\nfil = "x"', ["[actors]", "'fil'", "Did you mean 'file'?", *ACTOR_KEYS]),
        (MINIMAL + "[words]\nmin_articels = 3", ["[words]", "Did you mean 'min_articles'?", *WORD_KEYS]),
        (MINIMAL + '[robustness]\ncategory = "destroy"\npooll = 3', ["[robustness]", "'pool'?", *ROBUSTNESS_KEYS]),
        (MINIMAL + '[output]\nfoldr = "x"', ["[output]", "'foldr'", "Did you mean 'folder'?", *OUTPUT_KEYS]),
        (MINIMAL + "lexikon = 'x.csv'", ["[[measures]] number 1", "'lexikon'", "Did you mean 'lexicon'?"]),
        (
            MINIMAL + '[[measures]]\nname = "forse"',
            ["[[measures]] number 2", "'name'", "Did you mean 'force'?", "'vader'"],
        ),
        (MINIMAL + "[[measures]]\nlexicon = 'x'", ["number 2", "'name'", "is missing", "'force'"]),
    ],
)
def test_a_misspelt_name_is_named_with_its_table_and_what_is_allowed(text: str, expected: list[str]) -> None:
    message = _error(text)
    assert message.startswith("my-study.toml")
    assert [part for part in expected if part not in message] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title = 3\n" + MINIMAL, ["'title'", "a string", "3"]),
        (MINIMAL + '[compare]\nlevel = "high"', ["[compare]", "'level'", "between 0 and 1", "'high'"]),
        (MINIMAL + "[compare]\nlevel = 95", ["'level'", "between 0 and 1", "95"]),
        (MINIMAL + "[compare]\nlevel = nan", ["'level'", "between 0 and 1"]),
        (MINIMAL + "[compare]\nseed = 1.5", ["'seed'", "whole number"]),
        (MINIMAL + "[compare]\nseed = true", ["'seed'", "whole number"]),
        (MINIMAL + "[compare]\nn_resamples = 0", ["'n_resamples'", "1 or more"]),
        (MINIMAL + '[compare]\npool = "median"', ["'pool'", "'mean' or 'sum'"]),
        (MINIMAL + '[compare]\nparts = ["titel"]', ["'parts'", "'headline'", "'caption'"]),
        (MINIMAL + "[compare]\nparts = []", ["'parts'", "a list of strings"]),
        (MINIMAL + '[compare]\noutlets = ["Gulf Daily"]', ["'outlets'", "at least two"]),
        (MINIMAL + "[facts]\nevents = -1", ["[facts]", "'events'", "0 or more"]),
        (MINIMAL + "[facts]\nat_least = 0", ["[facts]", "'at_least'", "1 or more"]),
        (MINIMAL + "[actors]\nmost = 3", ["[actors]", "'file'", "is missing", "actors.yaml"]),
        (MINIMAL + '[actors]\nfile = "nowhere.yaml"', ["[actors]", "'file'", "nowhere.yaml"]),
        (MINIMAL + '[output]\nformats = ["pdf"]', ["'formats'", *map(repr, FORMATS)]),
        (MINIMAL + '[output]\nformats = ["svg"]', ["'formats'", "'csv' or 'parquet'"]),
        (MINIMAL + '[events]\nmatch = "yes"', ["'match'", "true or false"]),
        (MINIMAL + "[events]\nwindow = 3", ["'window'", "match = true"]),
        (MINIMAL + '[events]\ncolumn = "a"\nmatch = true', ["[events]", "not both"]),
        (MINIMAL + 'count_negated = "yes"', ["number 1", "'count_negated'", "true or false"]),
        (MINIMAL + 'lexicon = "nowhere.csv"', ["number 1", "nowhere.csv"]),
        (MINIMAL + "lexicon = 3", ["number 1", "'lexicon'", "shipped lexicon"]),
        ('[corpus]\nsource = "a"\npath = "b"', ["[corpus]", "both are given"]),
        ("[corpus]\nclean = true", ["[corpus]", "neither is given"]),
        ('[corpus]\nsource = "a"\ncolumns = {outlet = "b"}', ["'columns'", "shipped"]),
        ('[corpus]\npath = "a"\ncolumns = {outlet = 3}', ["'columns'", "a table of strings"]),
        ('[corpus]\nsource = "a"\n[measures]\nname = "force"', ["'measures'", "[[measures]]"]),
        ('corpus = "taji-2020"', ["'corpus'", "written [corpus]"]),
        ('[corpus]\nsource = "taji-2020"', ["at least one measure", "'force'"]),
        (MINIMAL + "lexicon = [", ["not valid TOML"]),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(text: str, expected: list[str]) -> None:
    message = _error(text)
    assert message.startswith("my-study.toml")
    assert [part for part in expected if part not in message] == []


def test_a_study_file_that_is_not_there_or_no_text_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="does not exist"):
        read_study(tmp_path / "none.toml")
    with pytest.raises(StudyError, match="is a folder"):
        read_study(tmp_path)
    (tmp_path / "latin.toml").write_bytes('title = "Übung"'.encode("latin-1"))
    with pytest.raises(StudyError, match="not UTF-8"):
        read_study(tmp_path / "latin.toml")


def test_paths_start_at_the_study_file_and_defaults_are_filled_in(tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_text("category,pattern\ndestroy,ruin*\ndeter,deter*\n")
    text = (
        '[corpus]\npath = "a/b.csv"\n[[measures]]\nname = "force"\nlexicon = "words.csv"\n[[measures]]\nname = "force"'
    )
    (tmp_path / "s.toml").write_bytes(b"\xef\xbb\xbf" + text.encode())  # some editors write a byte order mark
    study = read_study(tmp_path / "s.toml")
    assert study.corpus.path == tmp_path.resolve() / "a" / "b.csv"
    assert study.output == tmp_path.resolve() / "results" / "s"
    assert [one.key for one in study.measures] == ["force", "force-2"]
    assert study.measures[0].measure.lexicons[0].n_entries == 2
    assert study.title == "s"
    assert (study.compare.level, study.compare.pool, study.compare.seed) == (0.95, "mean", 0)


@pytest.mark.parametrize("page", ["actors", "distinctive-words", "specification-curve"])
def test_the_tables_of_the_documentation_are_sound(page: str, tmp_path: Path) -> None:
    force = ROOT / "toolkit" / "lexicons" / "data" / "force" / "lexicon.yaml"
    (tmp_path / "my-words.yaml").write_bytes(force.read_bytes())
    (tmp_path / "actors.yaml").write_bytes((ROOT / "notebooks" / "actors.yaml").read_bytes())
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```toml\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    assert blocks
    for block in blocks:
        read_study(tmp_path / "s.toml", text=MINIMAL + block)


def test_the_documented_keys_are_all_there_are() -> None:
    for page, keys in (("distinctive-words", WORD_KEYS), ("specification-curve", ROBUSTNESS_KEYS)):
        text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
        assert [key for key in keys if not re.search(rf"^{key} = ", text, flags=re.MULTILINE)] == []


def test_a_language_goes_with_a_shipped_corpus_and_with_a_path() -> None:
    shipped = MINIMAL.replace("[[", 'language = "en"\n[[')
    assert read_study("s.toml", text=shipped).corpus.options == {"language": "en"}
    path = shipped.replace('source = "taji-2020"', 'path = "a.csv"')
    assert read_study("s.toml", text=path).corpus.options == {"language": "en"}
    assert "a string" in _error(shipped.replace('"en"', "3"))


def test_the_study_of_the_other_tests_is_sound(tmp_path: Path) -> None:
    assert read_study(write_study(tmp_path)).title == "A small press"
    assert STUDY.count("[[measures]]") == 1


def test_the_same_measure_twice_is_refused_and_with_other_settings_is_not(tmp_path: Path) -> None:
    twice = STUDY.replace('name = "force"\n', 'name = "force"\n[[measures]]\nname = "force"\n')
    with pytest.raises(StudyError, match="number 2: 'force' stands there already, as number 1"):
        read_study(write_study(tmp_path, twice))
    other = twice.replace("[compare]", "count_negated = true\n[compare]")
    assert [one.key for one in read_study(write_study(tmp_path, other)).measures] == ["force", "force-2"]


def test_a_wrong_column_is_named_with_its_place(tmp_path: Path) -> None:
    wrong = STUDY.replace('{outlet = "source"}', '{outlett = "source"}')
    with pytest.raises(StudyError, match=r"\[corpus\], key 'columns'.*got 'outlett'\. Did you mean 'outlet'"):
        read_study(write_study(tmp_path, wrong))


ACTORS = "actors:\n- {id: army, name: the army}\n- {id: rebels, name: the rebels}\n"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('targets = ["armee"]', ["'targets'", "'army' or 'rebels'", "got 'armee'", "Did you mean 'army'?"]),
        ("targets = []", ["'targets'", "a list of strings"]),
        ('engine = "trainde"', ["'engine'", "'rules' or 'trained'", "Did you mean 'trained'?"]),
        ("most = 0", ["'most'", "1 or more"]),
    ],
)
def test_a_wrong_setting_of_actors_is_named(tmp_path: Path, lines: str, expected: list[str]) -> None:
    (tmp_path / "actors.yaml").write_text(ACTORS, encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_study(write_study(tmp_path, f'{STUDY}[actors]\nfile = "actors.yaml"\n{lines}\n'))
    assert [part for part in ["study.toml, [actors]", *expected] if part not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [("actors: []", "lists no actors"), ("actors:\n- {id: a, name: b, kin: x}", "'kind'"), ("- [", "actors.yaml")],
)
def test_a_wrong_file_of_actors_is_named(tmp_path: Path, content: str, expected: str) -> None:
    (tmp_path / "actors.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(StudyError, match=r"study\.toml, \[actors\], key 'file'") as caught:
        read_study(write_study(tmp_path, f'{STUDY}[actors]\nfile = "actors.yaml"\n'))
    assert expected in str(caught.value)


def test_actors_have_defaults_and_a_study_without_them_has_none(tmp_path: Path) -> None:
    assert read_study(write_study(tmp_path)).actors is None
    (tmp_path / "actors.yaml").write_text(ACTORS, encoding="utf-8")
    actors = read_study(write_study(tmp_path, f'{STUDY}[actors]\nfile = "actors.yaml"\n')).actors
    assert actors is not None
    assert (actors.targets, actors.engine, actors.most) == ((), "rules", 8)
    assert list(actors.actors.ids) == ["army", "rebels"]
