"""How long a newcomer waits: from a fresh clone to the first picture in the first notebook.

    make newcomer

Clones this checkout to a temporary folder, lets `make` set everything up with nothing kept from earlier (no packages,
no results of models, no fonts), and runs notebooks/01_compare_outlets.ipynb up to its first picture. Needs `git`,
`make` and a package index, as a newcomer does.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTEBOOK = "notebooks/01_compare_outlets.ipynb"
FIRST_PICTURE = """
import os, sys
os.chdir("notebooks")
import nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
client = NotebookClient(notebook, kernel_name="python3")
with client.setup_kernel():
    for position, cell in enumerate(notebook.cells):
        client.execute_cell(cell, position)
        if any("image/png" in output.get("data", {}) for output in cell.get("outputs", [])):
            print("picture in cell", cell.id)
            break
    else:
        sys.exit("no picture")
"""


def main() -> None:
    """Print the seconds of each step."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"{os.cpu_count()} cores, load {load:.1f} before the start")
    with tempfile.TemporaryDirectory(prefix="newcomer-") as folder:
        clone = Path(folder) / "clone"
        fresh = {name: str(Path(folder) / name) for name in ("MEDIA_FRAMING_CACHE", "MPLCONFIGDIR", "IPYTHONDIR")}
        environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
        environment |= fresh | {"PIP_NO_CACHE_DIR": "1"}
        steps = {
            "clone": ["git", "clone", "--quiet", str(ROOT), str(clone)],
            "environment and packages": ["make", "--silent", ".venv/.ready"],
            "first picture": [".venv/bin/python", "-c", FIRST_PICTURE, str(clone / NOTEBOOK)],
        }
        begin = time.monotonic()
        for name, command in steps.items():
            step = time.monotonic()
            done = subprocess.run(
                command,
                cwd=clone if clone.exists() else folder,
                env=environment,
                check=False,
                capture_output=True,
                text=True,
            )
            if done.returncode:
                sys.exit(f"{name} failed:\n{done.stderr[-2000:]}")
            print(f"{name}: {time.monotonic() - step:.0f} s", flush=True)
        print(f"in all: {time.monotonic() - begin:.0f} s")


if __name__ == "__main__":
    main()
