"""How the program behaves when something is wrong, hostile, or in a hurry."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.study.small import rows, write_csv, write_study
from toolkit.cli import main
from toolkit.cli.output import one_line
from toolkit.corpus.printable import printable

PROJECT = Path(__file__).parents[2]
ENGLISH = ("--language", "en")


def _program(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own, as a user does; any warning of a library would be an error."""
    command = [sys.executable, "-W", "error", "-m", "toolkit", *map(str, arguments)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["measure", "nowhere.csv", "--measure", "force"], "nowhere.csv"),
        (["measure", "taji-2021", "--measure", "force"], "Did you mean 'taji-2020'?"),
        (["measure", "taji-2020", "--measure", "forse"], "Did you mean 'force'?"),
        (["measure", "taji-2020", "--measure", "force", "--set", "lexikon=x"], "Did you mean 'lexicon'?"),
        (["measure", "taji-2020", "--measure", "force", "--set", "lexikon"], "KEY=VALUE"),
        (["measure", "taji-2020", "--measure", "force", "--set", "count_negated=maybe"], "true or false"),
        (["measure", "taji-2020", "--measure", "force", "--lexicon", "no.yaml"], "no.yaml"),
        (["measure", "taji-2020", "--measure", "force", "--measure", "vader", "--lexicon", "a"], "single --measure"),
        (["measure", "taji-2020"], "--measure"),
        (["measure"], "ARTICLES"),
        (
            ["concordance", "taji-2020", *ENGLISH, "--measure", "force", "--category", "destory"],
            "Did you mean 'destroy'?",
        ),
        (["concordance", "taji-2020", *ENGLISH, "--measure", "force", "--outlet", "x"], "'Gulf Lantern'"),
        (["concordance", "taji-2020", "--measure", "force", "--limit", "0"], "--limit"),
        (["lexicon", "show", "forze"], "Did you mean 'force'?"),
        (["run", "nowhere.toml"], "nowhere.toml"),
        (["reproduce", "nowhere"], "nowhere"),
        (["corpus", "clean", "taji-2020"], "--output"),
        (["corpus", "info", "taji-2020", "--language", "fr"], "`language` must be 'ar' or 'en'; got 'fr'"),
        (["mesure"], "mesure"),
        (["--colour"], "--colour"),
    ],
)
def test_an_error_is_one_line_and_exit_code_2(arguments: list[str], expected: str) -> None:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("framing: ") and result.stderr.count("\n") == 1
    assert expected in result.stderr
    as_json = CliRunner().invoke(main, [*arguments, "--json"])
    assert as_json.exit_code == 2
    assert list(json.loads(as_json.stdout)) == ["error"]


def test_a_warning_is_one_plain_line_on_stderr(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [*rows(), rows()[0]])
    result = _program("corpus", "info", path, "--json")
    assert result.returncode == 0
    assert json.loads(result.stdout)["n_articles"] == 12
    assert result.stderr.startswith("framing: warning: 1 of 13 in a.csv set aside")
    assert result.stderr.count("\n") == 1


def test_text_of_articles_cannot_steer_the_terminal(tmp_path: Path) -> None:
    articles = rows()[:2]
    escape = "\x1b]0;owned\x07\x1b[2J\x9b31m\x1bc\x08\u202e"
    articles[0] |= {"title": f"{escape}Ministers meet", "body": f"They{escape} want to destroy{escape} it."}
    articles[1] |= {"source": f"Gulf{escape} Daily", "article_id": f"G2{escape}"}
    path = write_csv(tmp_path / "a.csv", articles)
    for arguments in (
        ["measure", path, "--measure", "force"],
        ["measure", path, "--measure", "force", "--texts", "--json"],
        ["concordance", path, "--measure", "force", "--no-clean"],
        ["corpus", "info", path],
        ["corpus", "info", path, "--json"],
        ["measure", path, "--measure", f"fo{escape}rce"],
    ):
        result = _program(*arguments)
        shown = set(result.stdout + result.stderr)
        assert not shown & {"\x1b", "\x9b", "\x07", "\x08", "\u202e"}, arguments
    assert "destroy" in _program("measure", path, "--measure", "force").stdout


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x1b[31mb\x1b[0mc", "abc"),
        ("a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
        ("a\x9b2Jb", "ab"),
        ("a\rb\tc\n", "ab\tc\n"),
        ("é–“”😀", "é–“”😀"),
        ("\ud800", "\ufffd"),
    ],
)
def test_printable(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_one_line_is_cut() -> None:
    assert one_line("a\nb  c") == "a b c"
    assert one_line("abcdef", width=4) == "abc…"


def test_help_is_quick_and_loads_nothing_heavy() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = _program("--help")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert result.returncode == 0
    assert all(name in result.stdout for name in ("run", "measure", "concordance", "validate", "reproduce"))
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5
    code = "import sys, toolkit.cli; print([n for n in ('numpy', 'pandas', 'matplotlib', 'tqdm') if n in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert loaded.stdout == "[]\n"


def test_version() -> None:
    assert _program("--version").stdout.startswith("framing ")


@pytest.mark.skipif(os.name == "nt", reason="pipes of Unix")
@pytest.mark.parametrize("arguments", ["measure taji-2020 --language en --measure force", "lexicon show force --json"])
def test_a_pipe_that_closes_early_is_quiet(arguments: str) -> None:
    command = f"'{sys.executable}' -m toolkit {arguments} | head -c 1"
    result = subprocess.run(["bash", "-c", command], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert result.stdout != ""
    assert result.stderr == ""


def test_a_terminal_without_unicode_gets_question_marks() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    result = _program("measure", "taji-2020", *ENGLISH, "--measure", "force", env=environment)
    assert result.returncode == 0, result.stderr
    assert "Wipe Out Iran?s Rocket Gangs" in result.stdout


def test_a_whole_study_from_the_command_line(tmp_path: Path) -> None:
    result = _program("run", write_study(tmp_path))
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    assert "destroy: Gulf Daily minus Evening Wire = +29.4 per 1,000 words" in result.stdout
    assert _program("reproduce", tmp_path / "results" / "small").returncode == 0


def test_a_column_of_another_name_can_be_given(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,story\n1,They destroy it.\n", encoding="utf-8")
    found = CliRunner().invoke(main, ["measure", str(path), "--measure", "force", "--json"])
    assert found.exit_code == 2 and "--column text=NAME" in found.stderr
    found = CliRunner().invoke(main, ["measure", str(path), "--measure", "force", "--column", "text=story", "--json"])
    assert [row["match"] for row in json.loads(found.stdout)["evidence"]] == ["destroy"]
    found = CliRunner().invoke(main, ["corpus", "info", str(path), "--column", "story"])
    assert found.exit_code == 2 and "OURS=THEIRS" in found.stderr


def test_too_little_memory_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("toolkit.study.articles.open_articles", fail)
    found = CliRunner().invoke(main, ["corpus", "info", "taji-2020"])
    assert found.exit_code == 2 and found.stderr.startswith("framing: The memory is not large enough")
