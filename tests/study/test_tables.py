"""How tables are written: nothing that a spreadsheet would run, and numbers as they are."""

from pathlib import Path

import pandas as pd
import pytest

from toolkit.study.tables import file_name, write_table

RUN_BY_SPREADSHEETS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1+1", '=cmd|"/c calc"!A0']


@pytest.fixture
def table() -> pd.DataFrame:
    n = len(RUN_BY_SPREADSHEETS)
    return pd.DataFrame({"text": RUN_BY_SPREADSHEETS, "number": [-1.5] * n, "flag": [True] * n})


def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(tmp_path: Path, table: pd.DataFrame) -> None:
    write_table(table, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        back = pd.read_csv(file, keep_default_na=False)
    assert back["text"].tolist() == ["'" + text.replace("\r", "\n") for text in RUN_BY_SPREADSHEETS]
    assert back["number"].tolist() == [-1.5] * len(table)
    assert back["flag"].all()


def test_categories_and_column_names_are_text_too(tmp_path: Path) -> None:
    table = pd.DataFrame({"=name": pd.Categorical(["=a", "b"]), "n": [1, -2]})
    write_table(table, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text() == "'=name,n\n'=a,1\nb,-2\n"


def test_parquet_keeps_every_cell(tmp_path: Path, table: pd.DataFrame) -> None:
    write_table(table, tmp_path / "t.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "t.parquet"), table, check_dtype=False)


def test_missing_values_are_empty_and_halves_of_characters_replaced(tmp_path: Path) -> None:
    table = pd.DataFrame({"text": pd.Series(["a\ud800", None], dtype=object), "value": [float("nan"), 0.1]})
    write_table(table, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == "text,value\na\ufffd,\n,0.1\n"
    write_table(table, tmp_path / "t.parquet")
    assert pd.read_parquet(tmp_path / "t.parquet")["text"].tolist()[0] == "a\ufffd"


def test_numbers_are_written_in_full(tmp_path: Path) -> None:
    write_table(pd.DataFrame({"x": [1 / 3, 1e-300]}), tmp_path / "t.csv")
    assert pd.read_csv(tmp_path / "t.csv")["x"].tolist() == [1 / 3, 1e-300]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("news-frames", "news-frames"), ("../../etc/passwd", "etc-passwd"), ("A B\x00", "a-b"), ("…", "unnamed")],
)
def test_a_name_never_leaves_its_folder(name: str, expected: str) -> None:
    assert file_name(name) == expected
