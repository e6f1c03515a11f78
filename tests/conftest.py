"""What several tests need."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real, human-coded data beside the project; CI must have it."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        message = "the folder `shared` with real data does not lie beside the project"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session", autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests, and the programs that they start, away from the user's cache of models' results."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEDIA_FRAMING_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
