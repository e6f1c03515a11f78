"""What several tests need."""

import os
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
