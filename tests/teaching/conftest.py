"""Lessons sealed once for all tests."""

from pathlib import Path

import pytest

from tests.teaching.making import write_lesson
from toolkit.teaching.checks import Checks, write_checks
from toolkit.teaching.lesson import Lesson, read_lesson
from toolkit.teaching.seal import seal_answers


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    return read_lesson(write_lesson(tmp_path_factory.mktemp("lessons")))


@pytest.fixture(scope="session")
def sealed(small: Lesson) -> Checks:
    checks = seal_answers(small)
    write_checks(small.checks_path, checks)
    return checks


@pytest.fixture(scope="session")
def released(small: Lesson, sealed: Checks, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from toolkit.teaching import release_lessons

    (path,) = release_lessons(small.path.parent, tmp_path_factory.mktemp("release") / "new")
    return path
