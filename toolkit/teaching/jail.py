"""A room without doors for a submission, built from Linux namespaces by the process that becomes the submission.

Inside there are Python, its packages, the toolkit and the corpora, all read-only, an empty working folder in memory,
and nothing else: no other file of the computer, no /proc, no network, no process of others. Privileges are given up
before the submission's first line runs, and cannot be taken back: a process under another root may not make user
namespaces.

The calls go to the C library directly, so that no program has to be installed. `man 7 namespaces` explains them.

Contents: `enter_jail`.
"""

import ctypes
import os
import re
import shutil
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

NEW_MOUNTS, NEW_IPC, NEW_USER, NEW_PIDS, NEW_NETWORK = 0x20000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
READ_ONLY, NO_SETUID, NO_DEVICES, BIND, RECURSIVE, PRIVATE = 1, 2, 4, 4096, 16384, 1 << 18
DROP_BOUNDING, NO_NEW_PRIVILEGES, DIE_WITH_PARENT = 24, 38, 1
MOUNT_SETATTR, HERE = 442, -100
CAPABILITY_VERSION, LAST_CAPABILITY = 0x20080522, 63
NOBODY = 65534
SCRATCH = ("/tmp", "/dev/shm")  # noqa: S108 (both lie in the jail's own memory)
WORK = "/tmp/lesson"  # noqa: S108 (the same)
SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/nix/store", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts")
DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
MEGABYTES_OF_FILES = 64


def enter_jail(root: Path, visible: Sequence[str], masked: Sequence[str], files: Sequence[str]) -> None:
    """Return in a new process inside the jail; the calling one waits for it, and ends as it ends.

    Parameters
    ----------
    root : an empty folder, on which the jail's file system is mounted; nothing is seen of it from outside.
    visible : files and folders that can be read inside, under the same names.
    masked : folders that are empty inside even if they lie in visible ones.
    files : files copied into the working folder.

    Raises
    ------
    OSError : the system does not allow one of the steps.
    """
    user, group = os.getuid(), os.getgid()
    namespaces = NEW_MOUNTS | NEW_IPC | NEW_PIDS | NEW_NETWORK
    _call("unshare", namespaces if user == 0 else namespaces | NEW_USER)
    if user != 0:
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    _furnish(root, visible, masked, files)
    child = os.fork()
    if child:
        _wait_for(child)
    os.chroot(root)
    os.chdir(WORK)
    _give_up_privileges()


def _wait_for(child: int) -> NoReturn:
    """End when the child ends; asked to end sooner, end it, and with it all that it has started."""

    def stop(_: int, __: FrameType | None) -> None:
        os.kill(child, signal.SIGKILL)

    signal.signal(signal.SIGTERM, stop)
    _, status = os.waitpid(child, 0)
    os._exit(min(os.waitstatus_to_exitcode(status) % 256, 255))


def _furnish(root: Path, visible: Sequence[str], masked: Sequence[str], files: Sequence[str]) -> None:
    """Mount the jail's file system."""
    _mount(None, "/", None, RECURSIVE | PRIVATE)
    _mount("tmpfs", str(root), "tmpfs", NO_SETUID | NO_DEVICES, "size=1m,mode=755")
    scratch = [root / path.lstrip("/") for path in SCRATCH]
    for place in scratch:  # first, since what is visible may lie below them
        place.mkdir(parents=True)
        size = f"size={MEGABYTES_OF_FILES}m,mode=1777,nr_inodes=4096"
        _mount("tmpfs", str(place), "tmpfs", NO_SETUID | NO_DEVICES, size)
    for path in (*SYSTEM, *visible):
        _show(root, path)
    _make_read_only(root, but=scratch)
    for path in masked:
        inside = root / path.lstrip("/")
        if inside.is_dir():
            _mount("tmpfs", str(inside), "tmpfs", READ_ONLY, "size=4k,mode=755")
    for path in DEVICES:
        _show(root, path)
    work = root / WORK.lstrip("/")
    work.mkdir(parents=True)
    work.chmod(0o777)
    for file in files:
        shutil.copy(file, work)


def _show(root: Path, path: str) -> None:
    """Make a file or folder visible under its own name."""
    source, inside = Path(path), root / path.lstrip("/")
    if not source.exists() or inside.exists():
        return
    inside.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink() and path in SYSTEM:  # such as /lib, which is usr/lib on most systems
        inside.symlink_to(source.readlink())
        return
    if source.is_dir():
        inside.mkdir()
    else:
        inside.touch()
    _mount(str(source.resolve()), str(inside), None, BIND | RECURSIVE)


def _make_read_only(root: Path, *, but: Sequence[Path]) -> None:
    """Forbid to write to anything mounted below `root` so far, some folders left out."""
    attributes = (ctypes.c_uint64 * 4)(READ_ONLY | NO_SETUID, 0, 0, 0)
    for inside in _mount_points(root):
        if Path(inside) not in but:
            path = os.fsencode(inside)
            _call("syscall", MOUNT_SETATTR, HERE, path, 0, ctypes.byref(attributes), ctypes.sizeof(attributes))


def _mount_points(root: Path) -> list[str]:
    """Return what is mounted below `root`, the folder itself left out: folders are still made in it."""
    lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    # Blanks and backslashes in names stand there as their octal numbers.
    places = [re.sub(r"\\(\d{3})", lambda found: chr(int(found[1], 8)), line.split(" ")[4]) for line in lines]
    return [place for place in places if place.startswith(f"{root}/")]


def _give_up_privileges() -> None:
    """Become nobody if the user was root; lose all capabilities, for good."""
    for capability in range(LAST_CAPABILITY + 1):
        with suppress(OSError):  # the kernel knows fewer of them
            _call("prctl", DROP_BOUNDING, capability, 0, 0, 0)
    if os.getuid() == 0:
        with suppress(OSError):  # inside a container this number may not exist; root without capabilities it is then
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    _call("capset", ctypes.byref(header), ctypes.byref((ctypes.c_uint32 * 6)()))
    _call("prctl", NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _call("prctl", DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


def _mount(source: str | None, target: str, kind: str | None, flags: int, options: str = "") -> None:
    words = [None if text is None else os.fsencode(text) for text in (source, target, kind)]
    _call("mount", *words, ctypes.c_ulong(flags), os.fsencode(options))


def _call(name: str, *arguments: object) -> None:
    """Call a function of the C library that returns 0 if all is well."""
    if sys.platform != "linux":
        raise OSError(f"{name} is there on Linux only")
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
