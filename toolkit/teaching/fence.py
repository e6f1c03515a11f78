"""What protects a submission's run where there are no namespaces: a fence inside Python, and limits.

The fence is an audit hook (PEP 578). It stops ordinary Python code that opens what it must not, connects to a network,
starts a program or deletes files. It does not stop somebody who calls the C library directly or knows the interpreter
well. `docs/teaching.md` says what is prevented where.

Contents: `raise_fence`, `set_limits`.
"""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

FORBIDDEN = (
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname",
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "os.startfile",
    "os.kill", "os.killpg", "pty.spawn", "urllib.Request",
)  # fmt: skip
READING = ("os.listdir", "os.scandir", "os.chdir", "os.walk", "glob.glob")
# Events of writing, with the places of the paths that must lie in the working folder. A link may lead anywhere, since
# what is opened is looked at where it really lies; a hard link is the file itself.
WRITING = {
    "os.remove": (0,), "os.rename": (0, 1), "os.rmdir": (0,), "os.mkdir": (0,), "os.link": (0, 1), "os.symlink": (1,),
    "os.chmod": (0,), "os.chown": (0,), "os.utime": (0,), "os.truncate": (0,), "os.setxattr": (0,),
    "os.removexattr": (0,), "shutil.rmtree": (0,),
}  # fmt: skip
WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
MOST_PROCESSES, MOST_OPEN_FILES, LARGEST_FILE = 64, 256, 32_000_000


def raise_fence(work: Path, denied: Sequence[str]) -> None:
    """Forbid network, programs, reading in `denied` folders, and writing outside `work`, for good."""
    inside = _within([str(work), os.devnull])
    secret = _within(denied)
    checks: dict[str, Callable[..., bool]] = dict.fromkeys(FORBIDDEN, lambda _: True)
    checks |= dict.fromkeys(READING, lambda given: secret(given[0]))
    for event, places in WRITING.items():
        checks[event] = lambda given, at=places: any(not inside(given[i]) or secret(given[i]) for i in at)
    checks["open"] = lambda given: secret(given[0]) or (_writes(given) and not inside(given[0]))

    checks["sqlite3.connect"] = lambda given: not (inside(given[0]) and inside(_file_of_database(given[0])))

    def guard(event: str, given: tuple[Any, ...]) -> None:
        test = checks.get(event)
        if test is not None and test(given):
            raise PermissionError(f"A submission may not do this: {event}.")

    sys.addaudithook(guard)


def _writes(given: tuple[Any, ...]) -> bool:
    _, mode, flags = given
    return bool(flags & WRITE_FLAGS) if isinstance(flags, int) and flags else any(c in str(mode) for c in "wax+")


def _file_of_database(name: Any) -> Any:
    """Return the path in a URI, in which SQLite takes names as well."""
    text = os.fsdecode(name)
    return url2pathname(urlsplit(text).path) if text.startswith("file:") else name


def _within(folders: Sequence[str]) -> Callable[[Any], bool]:
    """Return a function that says whether a path lies in one of the folders, by whatever name it is reached."""
    real = [os.path.realpath(folder) for folder in folders]

    def test(path: Any) -> bool:
        if isinstance(path, int) or path is None:  # a file that is open already, or the working folder
            return False
        where = os.path.realpath(os.fsdecode(path))
        return any(where == folder or where.startswith(folder.rstrip(os.sep) + os.sep) for folder in real)

    return test


def set_limits(seconds: int, megabytes: int) -> None:
    """Limit time, memory, files and processes, as far as the system can: Windows has no such limits."""
    if sys.platform == "win32":
        return
    import resource

    wanted = {
        "RLIMIT_AS": megabytes * 1024 * 1024, "RLIMIT_CPU": seconds + 5, "RLIMIT_FSIZE": LARGEST_FILE,
        "RLIMIT_NOFILE": MOST_OPEN_FILES, "RLIMIT_CORE": 0, "RLIMIT_NPROC": _processes() + MOST_PROCESSES,
    }  # fmt: skip
    for name, most in wanted.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        hard = resource.getrlimit(kind)[1]
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (limit, limit))
        except (OSError, ValueError):  # macOS knows the limit of memory, but refuses to set it
            continue


def _processes() -> int:
    """Return how many tasks the user has, whom the limit of processes counts as a whole; 0 inside the jail."""
    proc = Path("/proc")
    if not proc.is_dir():
        return 0
    return sum(_tasks(one) for one in proc.iterdir() if one.name.isdigit())


def _tasks(process: Path) -> int:
    try:
        return len(list((process / "task").iterdir())) if process.stat().st_uid == os.getuid() else 0
    except OSError:  # it has ended, or is another user's
        return 0
