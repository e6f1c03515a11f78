"""Run a notebook that we trust, such as a lesson's solution, and keep what comes out.

Submissions are not run here but in `run.py`, shut off from the computer.

Contents: `execute_notebook`.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from traitlets import default

import toolkit
from toolkit.corpus.printable import printable
from toolkit.errors import LessonError
from toolkit.options import count

_SET_UP = "from toolkit.teaching.alternative import describe_figures\ndescribe_figures()"


class ThisInterpreter(KernelSpecManager):
    """Knows one kernel, that of the running interpreter, whatever is installed on the machine under the name."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return how to start the running interpreter as a kernel."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name=kernel_name, language="python")


class FreshKernel(AsyncKernelManager):
    """Starts the kernel of the running interpreter; the client that makes it also closes it."""

    @default("kernel_spec_manager")
    def _this_interpreter(self) -> KernelSpecManager:
        return ThisInterpreter(parent=self)


def execute_notebook(data: dict[str, Any], folder: Path, *, name: str, seconds: int = 120) -> dict[str, Any]:
    """Return a notebook with the outputs of a run from top to bottom; each figure has a description as plain text.

    Parameters
    ----------
    data : the notebook, of version 4.
    folder : where it runs; what it reads lies there.
    name : what errors call it.
    seconds : how long one cell may take.

    Raises
    ------
    LessonError : a cell ends with an error, or takes too long; the message has the cell's number.
    """
    notebook = nbformat.reads(json.dumps(data), as_version=4)  # type: ignore[no-untyped-call]
    notebook.cells.insert(0, nbformat.v4.new_code_cell(_SET_UP))  # type: ignore[no-untyped-call]
    client = NotebookClient(
        notebook, kernel_manager_class=FreshKernel, timeout=seconds, resources={"metadata": {"path": str(folder)}}
    )
    try:
        with _plain_environment() as environment:
            _run(client, environment)
    except CellTimeoutError:
        raise LessonError(f"{name}: a cell takes longer than {count(seconds, 'second')}.") from None
    except (CellExecutionError, DeadKernelError) as error:
        raise LessonError(f"{name}: it does not run. {_told(error)}") from None
    del notebook.cells[0]
    return dict(notebook)


def _run(client: NotebookClient, environment: dict[str, str]) -> None:
    """Run a notebook in a thread of its own: where a notebook calls this, its own thread has a loop already."""
    # The kernel warns that it talks over the network card; it does so to this computer alone.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(client.async_execute(stderr=subprocess.DEVNULL, env=environment))).result()


def _told(error: Exception) -> str:
    """Return what an error in a cell is called and says, or its last lines where Jupyter has lost both."""
    name, value = getattr(error, "ename", ""), getattr(error, "evalue", "")
    if name and name != "NoneType":
        return printable(f"{name}: {value}")[:300]
    return " ".join(printable(error).split())[-300:]


@contextmanager
def _plain_environment() -> Iterator[dict[str, str]]:
    """Let the kernel find this toolkit, ignore the user's own start-up files, and draw no progress bars."""
    there = [str(Path(toolkit.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    with tempfile.TemporaryDirectory(prefix="ipython-") as settings:
        path = os.pathsep.join(one for one in there if one)
        yield os.environ | {"IPYTHONDIR": settings, "PYTHONPATH": path, "TQDM_DISABLE": "1"}
