"""The results folder is whole or not there, and nothing of the user's is lost."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.study.small import STUDY, write_study
from toolkit.errors import StudyError
from toolkit.study import run as run_module
from toolkit.study import writing
from toolkit.study.folder import results_folder
from toolkit.study.run import run_study


def _write(folder: Path, *names: str) -> None:
    from toolkit.study.folder import MADE_BY

    for name in names:
        (folder / name).write_text("x")
    (folder / "manifest.json").write_text(json.dumps({"made_by": MADE_BY, "files": list(names)}))


def test_the_folder_appears_when_it_is_complete(tmp_path: Path) -> None:
    target = tmp_path / "a" / "results"
    with results_folder(target) as folder:
        _write(folder, "one")
        assert not target.exists()
    assert sorted(path.name for path in target.iterdir()) == ["manifest.json", "one"]
    assert [path.name for path in target.parent.iterdir()] == ["results"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_an_end_in_the_middle_leaves_the_earlier_results_and_no_half_folder(
    tmp_path: Path, error: type[BaseException]
) -> None:
    with results_folder(tmp_path / "results") as folder:
        _write(folder, "first")
    with pytest.raises(error), results_folder(tmp_path / "results") as folder:
        _write(folder, "second")
        raise error
    assert [path.name for path in tmp_path.iterdir()] == ["results"]
    assert (tmp_path / "results" / "first").exists()


def test_earlier_results_are_replaced(tmp_path: Path) -> None:
    for name in ("first", "second"):
        with results_folder(tmp_path / "results") as folder:
            _write(folder, name)
    assert sorted(path.name for path in (tmp_path / "results").iterdir()) == ["manifest.json", "second"]


def test_a_replacement_that_was_stopped_half_way_is_undone(tmp_path: Path) -> None:
    with results_folder(tmp_path / "results") as folder:
        _write(folder, "first")
    (tmp_path / "results").rename(tmp_path / ".results.previous")
    with pytest.raises(RuntimeError), results_folder(tmp_path / "results"):
        raise RuntimeError
    assert (tmp_path / "results" / "first").exists()


def test_what_an_earlier_killed_run_left_is_swept_after_a_day(tmp_path: Path) -> None:
    old, fresh = tmp_path / ".results.unfinished-old", tmp_path / ".results.unfinished-fresh"
    for folder in (old, fresh):
        folder.mkdir()
    two_days_ago = time.time() - 2 * 86_400
    os.utime(old, (two_days_ago, two_days_ago))
    with results_folder(tmp_path / "results") as folder:
        _write(folder, "one")
    assert not old.exists() and fresh.exists()


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = write_study(tmp_path)
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter.docx").write_text("years of work")
    with pytest.raises(StudyError, match="no manifest"):
        run_study(path, output=other)
    (other / "manifest.json").write_text('{"name": "a web app"}')
    with pytest.raises(StudyError, match="not written by a study"):
        run_study(path, output=other)
    with pytest.raises(StudyError, match="is a file"):
        run_study(path, output=path)
    assert (other / "chapter.docx").read_text() == "years of work"


def test_a_users_own_file_among_the_results_is_not_deleted(tmp_path: Path) -> None:
    with results_folder(tmp_path / "results") as folder:
        _write(folder, "one")
    (tmp_path / "results" / "my notes.txt").write_text("keep")
    with pytest.raises(StudyError, match=r"my notes\.txt"), results_folder(tmp_path / "results"):
        pass
    assert (tmp_path / "results" / "my notes.txt").read_text() == "keep"


def test_a_run_that_fails_while_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "write_study_report", fail)
    with pytest.raises(KeyboardInterrupt):
        run_study(write_study(tmp_path))
    assert list((tmp_path / "results").iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_run_leaves_no_half_folder(tmp_path: Path, how: signal.Signals) -> None:
    path = write_study(tmp_path, STUDY.replace('formats = ["csv"]', 'formats = ["csv", "svg"]'))
    command = [sys.executable, "-m", "toolkit", "run", str(path)]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[2], stderr=subprocess.PIPE)
    results = tmp_path / "results"
    deadline = time.time() + 60
    # The unfinished folder is there while tables, figures and the report are written.
    while not any(results.glob(".small.unfinished-*/tables/*.csv")) and time.time() < deadline:
        time.sleep(0.005)
    process.send_signal(how)
    _, complaints = process.communicate(timeout=60)
    assert process.returncode != 0, complaints
    assert not (results / "small").exists()
    if how == signal.SIGTERM:
        assert list(results.iterdir()) == []
    assert run_study(path).report.is_file()


def test_a_place_that_cannot_hold_results_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "measure_all", None)  # would fail, were it reached
    path = write_study(tmp_path)
    with pytest.raises(StudyError, match=r"cannot be made: .*articles\.csv' is a file\. Name another"):
        run_study(path, output=tmp_path / "articles.csv" / "results")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(StudyError, match="nothing may be written"):
        run_study(path, output=tmp_path / "results")
