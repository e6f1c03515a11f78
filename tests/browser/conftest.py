"""A real JupyterLab and a real browser. `make browser` runs these tests; `make test` does not, since it needs none."""

import io
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

ROOT = Path(__file__).parents[2]
LARGEST_PICTURE = 200_000  # bytes
SECONDS_TO_START = 60
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    # All cells are in the page, not only those on the screen, so that all can be looked at.
    "notebook-extension/tracker": {"windowingMode": "none"},
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", type=Path, help="a folder for the pictures of docs/screenshots.md")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this computer; Playwright would bring its own, from the network."""
    name = os.environ.get("CHROMIUM", "chromium")
    path = shutil.which(name)
    if path is None:
        pytest.fail(f"There is no {name!r} here. On Debian: apt-get install chromium. Another: CHROMIUM=/path/to/it")
    with sync_playwright() as playwright:
        # In a container the browser often runs as root, where its sandbox cannot.
        arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def asked() -> list[str]:
    """What pages have asked other computers for: nothing, or a test fails."""
    return []


@pytest.fixture
def context(browser: Browser, asked: list[str]) -> Iterator[BrowserContext]:
    """A browser without history that reaches this computer only."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})

    def only_here(route: Route) -> None:
        address = route.request.url
        if address.startswith(("http://127.0.0.1:", "file://", "data:", "blob:")):
            route.continue_()
        else:
            asked.append(address)
            route.abort()

    context.route("**/*", only_here)
    yield context
    context.close()
    assert asked == [], "a page asked another computer for something"


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a student has: the research notebooks, and a lesson as it is released."""
    from toolkit.teaching import release_lessons

    folder = tmp_path_factory.mktemp("workshop")
    (folder / "notebooks").mkdir()
    for file in (ROOT / "notebooks").glob("*.*"):
        shutil.copy(file, folder / "notebooks")
    release_lessons(ROOT / "notebooks" / "lessons", folder / "lessons", names=["01_reading_closely"])
    return folder


@pytest.fixture(scope="session")
def lab(workshop: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab that knows nothing of the user's own settings."""
    settings = tmp_path_factory.mktemp("settings")
    for name, values in SETTINGS.items():
        file = settings / "lab" / "user-settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1",
        "--ServerApp.port_retries=0", "--IdentityProvider.token=", f"--ServerApp.root_dir={workshop}",
    ]  # fmt: skip
    environment = os.environ | {
        "JUPYTERLAB_SETTINGS_DIR": str(settings / "lab" / "user-settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(settings / "workspaces"), "JUPYTER_CONFIG_DIR": str(settings / "config"),
        "JUPYTER_RUNTIME_DIR": str(settings / "runtime"), "IPYTHONDIR": str(settings / "ipython"),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")])),
    }  # fmt: skip
    with (settings / "log.txt").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(f"{address}/api/status", server, settings / "log.txt")
            yield address
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 (our own server)
            return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(errors='replace')[-3000:]}")


@pytest.fixture
def take(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Take a picture of what the browser shows, for docs/screenshots.md; nothing without --pictures."""
    folder: Path | None = request.config.getoption("--pictures")

    def take(page: Page, name: str) -> None:
        shot = page.screenshot()
        if folder is not None:
            picture = Image.open(io.BytesIO(shot)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
            buffer = io.BytesIO()
            picture.save(buffer, "png", optimize=True)
            assert buffer.tell() < LARGEST_PICTURE, f"{name}: {buffer.tell():,} bytes"
            (folder / f"screen-{name}.png").write_bytes(buffer.getvalue())

    return take
