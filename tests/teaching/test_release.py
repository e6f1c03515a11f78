"""Students' copies hold no solution, and what students are told is true, kind, and not the answer."""

import json
from pathlib import Path

import nbformat
import pytest

from tests.teaching.making import answered, small_cells, write, write_lesson
from toolkit.errors import LessonError, OptionError, ReadError
from toolkit.teaching import check, check_notebook, release_lessons
from toolkit.teaching.checks import Checks, NotYet, read_checks
from toolkit.teaching.lesson import Lesson

NBGRADER = Path(__file__).parent / "nbgrader" / "09_small.ipynb"  # written by nbgrader 0.9.6, generate_assignment


def test_students_copies_are_those_that_nbgrader_makes(released: Path) -> None:
    ours, theirs = (nbformat.read(path, as_version=4) for path in (released, NBGRADER))
    nbformat.validate(ours)
    assert [one.source for one in ours.cells] == [one.source for one in theirs.cells]
    for mine, other in zip(ours.cells, theirs.cells, strict=True):
        assert mine.get("outputs") == other.get("outputs")
        for key in ("deletable", "editable"):
            assert mine.metadata.get(key) == other.metadata.get(key)
        for key in ("grade_id", "points", "grade", "solution", "locked"):
            assert mine.metadata.get("nbgrader", {}).get(key) == other.metadata.get("nbgrader", {}).get(key)


def test_nothing_of_a_solution_is_released(released: Path) -> None:
    there = "".join(path.read_text(encoding="utf-8") for path in released.parent.iterdir())
    for secret in ("n_words / n_sentences", "3.48", "model answer", "'cat'", "'dog'", "n_sentences / n_words", "END "):
        assert secret not in there, secret
    assert sorted(path.name for path in released.parent.iterdir()) == [
        "09_small.checks.json", "09_small.ipynb", "README.txt",
    ]  # fmt: skip


def test_somebodys_work_is_not_overwritten(small: Lesson, released: Path) -> None:
    with pytest.raises(LessonError, match="is there already"):
        release_lessons(small.path.parent, released.parent)


def test_data_files_go_with_the_lesson(tmp_path: Path) -> None:
    hints = "files: [words.csv]\n"
    cells = small_cells()[:2]
    cells[1]["source"] = ["text = open('words.csv').read()"]
    write_lesson(tmp_path / "lessons", hints=hints, cells=cells)
    (tmp_path / "lessons" / "words.csv").write_text("a,b\n", encoding="utf-8")
    release_lessons(tmp_path / "lessons", tmp_path / "out")
    assert (tmp_path / "out" / "words.csv").read_text(encoding="utf-8") == "a,b\n"
    assert check_notebook(tmp_path / "out" / "09_small.ipynb").errors == ()


def test_data_files_are_found_from_the_folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = small_cells()[:2]
    cells[1]["source"] = ["text = open('words.csv').read()"]
    write_lesson(tmp_path / "lessons", hints="files: [words.csv]\n", cells=cells)
    (tmp_path / "lessons" / "words.csv").write_text("a,b\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert release_lessons("lessons", "out") == [Path("out/09_small.ipynb")]


def say(released: Path, exercise: str, value: object, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(released.parent)
    with pytest.raises(NotYet) as caught:
        check(exercise, value)
    return "\n".join(caught.value._render_traceback_())


@pytest.mark.parametrize(
    ("exercise", "value", "hint"),
    [
        ("9a", 2 / 7, "It is the other way round."),
        ("9a", 0.286, "It is the other way round."),
        ("9a", 4, "Do not round."),
        ("9a", 5000, "That is a great many."),
        ("9a", 3.6, "Words by sentences."),
        ("9a", "3.5", "Leave out the quotation marks."),
        ("9a", [3.5], "Take the item out of it."),
        ("9a", float("nan"), "divided by nothing"),
        ("9a", ..., "Nothing is there yet"),
        ("9a", {"x": ...}, "Nothing is there yet"),
        ("9b", "B", "That is the topic."),
        ("9b", 1, "Put it in quotation marks."),
        ("9b", "c", "Read the two sentences once more."),
        ("9c", None, "This is None."),
    ],
)
def test_hints(released: Path, exercise: str, value: object, hint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = say(released, exercise, value, monkeypatch)
    assert hint in said
    assert "Expected: a" in said
    assert "Traceback" not in said


def test_right_answers(released: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(released.parent)
    check("9a", 3.54)
    check("9b", " A")
    check("9c", "dog")
    assert capsys.readouterr().out == "9a: right.\n9b: right.\n9c: right.\n"


def test_check_says_what_is_missing(released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(released.parent)
    with pytest.raises(OptionError, match="There are '9a', '9b' or '9c'"):
        check("9z", 1)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LessonError, match=r"\.checks\.json beside the notebook"):
        check("9a", 1)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"lesson": "x", "salt": "y", "files": [], "exercises": {"a": {}}}'])
def test_broken_sealed_answers_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.checks.json").write_text(text, encoding="utf-8")
    with pytest.raises(ReadError, match="no sealed answers"):
        read_checks(tmp_path / "x.checks.json")


def test_a_file_holds_what_was_sealed(small: Lesson, sealed: Checks) -> None:
    assert read_checks(small.checks_path) == sealed
    assert "3.5" not in json.dumps([one.to_json() for check in sealed.checks for one in check.answers])


def test_a_notebook_is_checked_as_a_whole(released: Path) -> None:
    path = write(released.parent / "mine.ipynb", answered("rate = 3.5", "frame = 'b'", "animal = 1 / 0"))
    result = check_notebook(path)
    path.unlink()
    assert [verdict.right for verdict in result.verdicts] == [True, False, False]
    assert [verdict.hint for verdict in result.verdicts][1] == "That is the topic."
    assert result.errors == ("Cell 7: ZeroDivisionError: division by zero",)
    assert str(result).endswith("1 of 3 answers are right.")


def test_a_notebook_without_sealed_answers_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match="No sealed answers lie beside"):
        check_notebook(write(tmp_path / "mine.ipynb", answered("rate = 3.5")))
