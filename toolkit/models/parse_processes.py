"""Parsing in several processes: workers that read texts from a pipe and write packed parses back.

A worker is a program of its own (`python -m toolkit.models.parse_processes`), not a copy of this one: it works in
notebooks, under every system, and in scripts that do not guard their main part. Messages are a line of JSON, which
says how many bytes follow, and the bytes. Nothing is unpickled.

Contents: `packed_by_processes`.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import IO

from toolkit.errors import FramingError

_Job = Sequence[str]


def packed_by_processes(jobs: Iterable[_Job], n_processes: int) -> Iterator[list[bytes]]:
    """Yield the packed parses of each job's texts, in the order of the jobs; the workers end with the iteration."""
    workers: list[_Worker] = []
    free: SimpleQueue[_Worker] = SimpleQueue()

    def work(job: _Job) -> list[bytes]:
        worker = free.get()
        try:
            return worker.pack(job)
        finally:
            free.put(worker)

    threads = ThreadPoolExecutor(n_processes)  # they only wait for the workers
    try:
        for _ in range(n_processes):
            workers.append(_Worker())
            free.put(workers[-1])
        yield from threads.map(work, jobs)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.kill()
        threads.shutdown()  # none waits any longer; only now may the pipes be closed
        for worker in workers:
            worker.close()


class _Worker:
    """One process that parses."""

    def __init__(self) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        # What this process can import, the other can; "" would be the folder that it happens to stand in.
        paths = os.pathsep.join([*filter(None, sys.path), str(Path(__file__).parents[2])])
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "toolkit.models.parse_processes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env=os.environ | {"PYTHONPATH": paths},
        )

    def pack(self, texts: _Job) -> list[bytes]:
        """Return the packed parses of the texts; raise `FramingError` if the process is gone."""
        assert self._process.stdin is not None  # noqa: S101 - it was started with pipes
        assert self._process.stdout is not None  # noqa: S101
        try:
            _write(self._process.stdin, [text.encode("utf-8", "surrogatepass") for text in texts])
            packed = _read(self._process.stdout)
        except OSError:
            packed = None
        if packed is None:
            raise FramingError(self._reason())
        return packed

    def _reason(self) -> str:
        code = self._process.wait()
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines() or ["it left no message"]
        return f"A process that parses has ended with code {code} ({lines[-1]}). `n_processes=1` needs none."

    def kill(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Close what led to the process, once it has ended and nobody waits for it."""
        for stream in (self._process.stdin, self._process.stdout, self._said):
            with suppress(OSError):  # what was not yet sent has nowhere to go
                if stream is not None:
                    stream.close()


def _write(stream: IO[bytes], parts: Sequence[bytes]) -> None:
    stream.write(json.dumps([len(part) for part in parts]).encode("ascii") + b"\n")
    stream.write(b"".join(parts))
    stream.flush()


def _read(stream: IO[bytes]) -> list[bytes] | None:
    """Return the parts of the next message, or None at the end."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    sizes = json.loads(line)
    parts = [stream.read(size) for size in sizes]
    return parts if [len(part) for part in parts] == sizes else None


def _serve() -> None:
    from toolkit.models.parse_pipeline import pack_texts

    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a package prints must not get between the answers
    while (parts := _read(sys.stdin.buffer)) is not None:
        _write(answers, pack_texts([part.decode("utf-8", "surrogatepass") for part in parts]))


if __name__ == "__main__":
    _serve()
