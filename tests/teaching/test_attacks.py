"""Submissions that cheat, break in, break things, or never end. Each gets what its own answers are worth, no more."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.teaching.making import answered, write
from toolkit.teaching.checks import Checks
from toolkit.teaching.grade import Room, mark_submission
from toolkit.teaching.lesson import Lesson
from toolkit.teaching.marks import Mark
from toolkit.teaching.run import find_isolation

# Where a jail can be built, both kinds are tested. Where it cannot, nothing is promised that it would have to keep.
FULL = ["full"] if find_isolation() == "full" else []
both = pytest.mark.parametrize("isolation", [*FULL, "partial"])
jail = pytest.mark.parametrize("isolation", FULL)


class Bench:
    """A folder of submissions, with one of somebody who knows the answers, and one to be marked."""

    def __init__(self, small: Lesson, sealed: Checks, folder: Path) -> None:
        self.lesson, self.sealed, self.folder = small, sealed, folder
        self.other = write(folder / "ann" / "09_small.ipynb", answered("rate = 3.5", "frame = 'a'", "animal = 'dog'"))

    def mark(self, isolation: str, *answers: str, before: str = "", seconds: int = 20, megabytes: int = 1024) -> Mark:
        path = write(self.folder / "mallory" / "09_small.ipynb", answered(*answers, before=before))
        room = Room(seconds, megabytes, (self.lesson.path.parent, self.folder), isolation)
        return mark_submission("mallory", [path], self.lesson, self.sealed, room)

    def leak(self, isolation: str, expression: str, before: str = "") -> str:
        """Return what the submission gets to see when it evaluates an expression; "no" if that fails."""
        code = f"try:\n    animal = str({expression})[:70]\nexcept BaseException as error:\n    animal = 'no'"
        return self.mark(isolation, "rate = 0", "frame = 'x'", code, before=before).verdicts[2].found


@pytest.fixture
def bench(small: Lesson, sealed: Checks, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(small, sealed, tmp_path)
    before = {path: path.read_bytes() for path in [made.other, *small.path.parent.iterdir()]}
    yield made
    assert {path: path.read_bytes() for path in before} == before  # whatever was tried, nothing was changed


@both
def test_solutions_and_other_submissions_cannot_be_read(bench: Bench, isolation: str) -> None:
    for secret in (bench.lesson.path, bench.lesson.checks_path, bench.other):
        assert bench.leak(isolation, f"open({str(secret)!r}).read()") == "'no'"
        assert bench.leak(isolation, f"__import__('pathlib').Path({str(secret)!r}).read_bytes()") == "'no'"
        assert bench.leak(isolation, f"__import__('os').open({str(secret)!r}, 0)") == "'no'"
        code = f"import os\ntry:\n    os.symlink({str(secret)!r}, 'mine')\nexcept OSError: pass"
        assert bench.leak(isolation, "open('mine').read()", before=code) == "'no'"
        program = f"__import__('subprocess').check_output(['cat', {str(secret)!r}])"
        assert bench.leak(isolation, program) == "'no'"
    for folder in (bench.lesson.path.parent, bench.folder):
        assert bench.leak(isolation, f"__import__('os').listdir({str(folder)!r})") == "'no'"
        assert bench.leak(isolation, f"__import__('glob').glob({str(folder)!r} + '/**', recursive=True)[1]") == "'no'"


@both
def test_nothing_of_the_marker_is_in_the_environment_the_arguments_or_the_plan(bench: Bench, isolation: str) -> None:
    names = bench.leak(
        isolation, "[k for k, v in __import__('os').environ.items() if 'solution' in v or 'SECRET' in k]"
    )
    assert names == "'[]'"
    where = "[a for a in __import__('sys').argv + __import__('sys').path if 'lessons' in a]"
    assert bench.leak(isolation, where) == "'[]'"
    objects = "__import__('gc').get_objects()"
    told = f"[o for o in {objects} if type(o).__name__ in ('Sealed', 'Check', 'Exercise', 'Mistake')]"
    assert bench.leak(isolation, told) == "'[]'"
    plan = f"[o['expressions'] for o in {objects} if type(o) is dict and 'expressions' in o]"
    assert bench.leak(isolation, plan) == "'[[], [], []]'"


@jail
def test_the_jail_holds_nothing_but_python_and_the_toolkit(bench: Bench, isolation: str) -> None:
    assert bench.leak(isolation, "__import__('os').path.exists('/proc')") == "'False'"
    assert bench.leak(isolation, "__import__('os').path.exists('/etc/passwd')") == "'False'"
    assert bench.leak(isolation, "__import__('os').path.exists('/home')") == "'False'"
    assert bench.leak(isolation, "__import__('os').listdir('../..' )").startswith("\"['")
    assert bench.leak(isolation, f"__import__('os').path.exists({str(Path(__file__))!r})") == "'False'"
    assert bench.leak(isolation, "__import__('os').getpid()") == "'1'"


@jail
@pytest.mark.parametrize(
    "call",
    [
        "c.unshare(0x10000000)",  # a user namespace of its own, in which it would be root
        "c.setuid(0)",
        "c.chroot(b'.')",
        "c.mount(b'tmpfs', b'/tmp', b'tmpfs', 0, None)",
        "c.umount2(b'/tmp', 2)",
        "c.ptrace(16, 2, 0, 0)",
        "c.sethostname(b'x', 1)",
    ],
)
def test_privileges_cannot_be_had_back_by_the_c_library(bench: Bench, isolation: str, call: str) -> None:
    assert bench.leak(isolation, call, before="import ctypes\nc = ctypes.CDLL(None)") == "'-1'"


@jail
def test_a_jail_cannot_be_left_by_the_old_way_out_of_a_root(bench: Bench, isolation: str) -> None:
    way_out = (
        "import os\nos.makedirs('d', exist_ok=True)\ntry:\n    os.chroot('d')\n    for _ in range(50): os.chdir('..')\n"
    )
    way_out += "    os.chroot('.')\nexcept OSError: pass"
    assert bench.leak(isolation, f"open({str(bench.lesson.path)!r}).read()", before=way_out) == "'no'"


@jail
def test_solutions_below_what_is_visible_are_masked(
    small: Lesson, sealed: Checks, isolation: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from toolkit.teaching import run

    shown = run.find_visible()
    monkeypatch.setattr(run, "find_visible", lambda: [*shown, str(tmp_path)])
    tmp_path.chmod(0o755)  # a submission runs as nobody if root marks
    (tmp_path / "in").mkdir()
    (tmp_path / "plain.txt").write_text("seen", encoding="utf-8")
    bench = Bench(small, sealed, tmp_path / "in")
    assert bench.leak(isolation, f"open({str(tmp_path / 'plain.txt')!r}).read()") == "'seen'"
    assert bench.leak(isolation, f"open({str(bench.other)!r}).read()") == "'no'"
    assert bench.leak(isolation, f"open({str(tmp_path / 'plain.txt')!r}, 'w')") == "'no'"
    assert bench.leak(isolation, f"__import__('os').listdir({str(tmp_path / 'in')!r})") == "'[]'"


@both
@pytest.mark.parametrize(
    "code",
    [
        "import toolkit.teaching.checks as c\nc.Check.judge = c.Checks.judge = lambda *a: c.Verdict('9a', True)",
        "import toolkit.teaching\ntoolkit.teaching.check = print",
        "check = lambda *a: print('9a: right.')",
        "import toolkit.teaching.sealing as s\ns.Sealed.fits = lambda *a: True",
        "import toolkit.teaching.grade as g\ng.judge = g.mark_submission = lambda *a: None",
        "class Yes:\n    def __eq__(self, other): return True\n    def __hash__(self): return 1\nYES = Yes()",
        "import builtins\nbuiltins.AssertionError = Exception",
        "import sys\nsys.modules['toolkit.teaching.values'].describe_value = lambda *a: None",
        "import sys\nsys.modules['__main__'].Report = sys.modules['toolkit.teaching.child']._answer = lambda *a: {}",
    ],
)
def test_patching_the_checker_changes_nothing(bench: Bench, isolation: str, code: str) -> None:
    wrong = "globals().get('YES', 1)"
    result = bench.mark(isolation, f"rate = {wrong}", f"frame = {wrong}", f"animal = {wrong}", before=code)
    assert result.total == 0


@both
def test_a_false_score_in_the_output_or_the_report_is_not_believed(bench: Bench, isolation: str) -> None:
    line = '{"exercise": "9a", "value": ["truth", true], "points": 99, "score": 99, "right": true}'
    code = (
        f"import os\nprint('9a: right. 4 points')\nfor fd in range(20):\n    try: os.write(fd, b'''\\n{line}\\n''')\n"
    )
    code += "    except OSError: pass"
    assert bench.mark(isolation, "rate = 1", "frame = 'b'", "animal = 'x'", before=code).total == 0


@both
@pytest.mark.parametrize(
    "line",
    [
        b"\\xff\\xfe", b"[" * 5000, b'{"exercise": "9a", "value": ' + b"[" * 5000, b'{"started": 1, "error": [1]}',
        b'{"exercise": [1], "value": ["number", 1e999]}', b'{"exercise": "9a", "value": ["list", [["number", 1]]]}',
    ],
)  # fmt: skip
def test_a_report_that_is_no_report_does_no_harm(bench: Bench, isolation: str, line: bytes) -> None:
    code = (
        f"import os\nfor fd in range(20):\n    try: os.write(fd, b'\\n' + {line!r} + b'\\n')\n    except OSError: pass"
    )
    assert bench.mark(isolation, "rate = 3.5", "frame = 'a'", "animal = 'cat'", before=code).total == 4


@both
@pytest.mark.parametrize(
    "code",
    ["while True: pass", "import time\nwhile True:\n    try: time.sleep(99)\n    except BaseException: pass"],
)
def test_a_loop_for_ever_is_stopped_and_what_came_before_counts(bench: Bench, isolation: str, code: str) -> None:
    begin = time.monotonic()
    result = bench.mark(isolation, "rate = 3.5", "frame = 'a'", code, seconds=2)
    assert time.monotonic() - begin < 2 + 6
    assert result.points == {"9a": 2, "9b": 1, "9c": 0}
    assert result.note == "It was stopped after 2 seconds."


@both
def test_a_submission_that_will_not_be_stopped_is_stopped(bench: Bench, isolation: str) -> None:
    code = (
        "import signal\nfor n in range(1, 32):\n    try: signal.signal(n, signal.SIG_IGN)\n    except Exception: pass"
    )
    result = bench.mark(isolation, "rate = 3.5", "while True: pass", before=code, seconds=2)
    assert (result.total, result.note) == (2, "It was stopped after 2 seconds.")


@both
def test_memory_is_limited(bench: Bench, isolation: str) -> None:
    code = "try:\n    x = bytearray(3 * 10**9)\n    animal = 'cat'\nexcept MemoryError:\n    animal = 'full'"
    assert bench.mark(isolation, "rate = 3.5", "frame = 'a'", code).verdicts[2].found == "'full'"
    result = bench.mark(
        isolation, "rate = 3.5", "x = []\nwhile True: x.append(bytearray(10**7))", "del x\nanimal = 'cat'"
    )
    assert result.points == {"9a": 2, "9b": 0, "9c": 1}
    assert "MemoryError" in result.errors[0]


@both
def test_a_fork_bomb_goes_off_in_vain(bench: Bench, isolation: str) -> None:
    code = "import os\nn = 0\nwhile n < 10_000:\n    os.fork(); n += 1"
    result = bench.mark(isolation, "rate = 3.5", "frame = 'a'", code, seconds=5)
    assert result.points == {"9a": 2, "9b": 1, "9c": 0}


@both
def test_huge_output_and_huge_files_fill_nothing(bench: Bench, isolation: str) -> None:
    code = "for _ in range(300): print('x' * 10**6)"
    assert bench.mark(isolation, "rate = 3.5", "frame = 'a'", "animal = 'cat'", before=code).total == 4
    code = "n = 0\ntry:\n    for i in range(400):\n        with open(f'f{i}', 'wb') as f: n += f.write(bytes(10**6))\n"
    code += "    raise SystemExit\nexcept OSError: pass"
    files = bench.leak(isolation, "n", before=code)
    assert isolation == "partial" or int(files.strip("'")) < 70_000_000
    code = "import os\nfor fd in range(3, 20):\n    try:\n        while os.write(fd, b'x' * 10**6): pass\n"
    code += "    except OSError: pass"
    assert bench.mark(isolation, "rate = 3.5", "frame = 'a'", "animal = 'cat'", before=code, seconds=2).total == 0


@both
def test_files_cannot_be_deleted_or_changed(bench: Bench, isolation: str) -> None:
    code = "import os, shutil, sqlite3\nopen('mine', 'w').close()\n"
    for path in (bench.lesson.path, bench.other, Path(__file__), Path(sys.executable)):
        for action in (
            f"os.remove({str(path)!r})", f"open({str(path)!r}, 'a')", f"os.truncate({str(path)!r}, 0)",
            f"sqlite3.connect('file:{path}', uri=True).execute('create table x (y)')",
            f"os.replace('mine', {str(path)!r})", f"os.link({str(path)!r}, 'theirs'); open('theirs', 'w')",
        ):  # fmt: skip
            code += f"try: {action}\nexcept (OSError, sqlite3.Error): pass\n"
    code += f"try: shutil.rmtree({str(bench.folder)!r})\nexcept OSError: pass"
    result = bench.mark(isolation, "rate = 3.5", "frame = 'a'", "animal = 'cat'", before=code)
    assert result.total == 4
    assert bench.other.is_file()
    assert Path(__file__).is_file()
    assert Path(sys.executable).stat().st_size > 0


@both
def test_a_submission_may_delete_what_it_has_made(bench: Bench, isolation: str) -> None:
    code = "import os, shutil\nos.mkdir('mine')\nopen('mine/x', 'w').close()\nshutil.rmtree('mine')"
    assert bench.leak(isolation, "os.path.exists('mine')", before=code) == "'False'"


@jail
def test_the_installation_is_read_only(bench: Bench, isolation: str) -> None:
    import toolkit

    for place in (Path(toolkit.__file__).parent / "new.py", Path(sys.prefix) / "new.pth", Path("/usr/new")):
        assert bench.leak(isolation, f"open({str(place)!r}, 'w')") == "'no'"
        assert not place.exists()


@both
@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit(0)", "raise KeyboardInterrupt", "import no_such_package", "1 +", "exit()",
        "raise BaseException", "class E(Exception):\n    def __str__(self): raise SystemExit\nraise E", "input()",
        "get_ipython().ask_exit()", "%no_such_magic", "__import__('sys').stdout.close()",
    ],
)  # fmt: skip
def test_errors_of_any_kind_do_not_end_the_run(bench: Bench, isolation: str, code: str) -> None:
    assert bench.mark(isolation, "rate = 3.5", "frame = 'a'", "animal = 'cat'", before=code).total == 4


@both
@pytest.mark.parametrize(
    "code",
    ["import os; os._exit(0)", "import os, signal; os.kill(os.getpid(), 9)", "import ctypes; ctypes.string_at(0)"],
)
def test_a_process_that_dies_is_noted(bench: Bench, isolation: str, code: str) -> None:
    result = bench.mark(isolation, "rate = 3.5", "frame = 'a'\n" + code, "animal = 'cat'")
    # A jail's first process is not killed by its own signals, and the fence forbids to send one.
    assert result.points["9a"] == 2
    assert result.total in (2, 3, 4)
    assert result.total == 4 or result.note == "The notebook ended before its last cell." or "kill" in result.errors[0]


@both
@pytest.mark.parametrize(
    "value",
    [
        "type('X', (dict,), {'items': lambda self: 1 / 0})(a=1)",
        "type('X', (list,), {'__len__': lambda self: -1})()",
        "type('X', (str,), {'__len__': lambda self: 0})('x' * 10**6)",
        "type('X', (), {'__class__': property(lambda self: 1 / 0)})()",
        "type('X', (float,), {'__abs__': lambda self: 1 / 0})(3.5)",
        "type('numpy', (), {'__module__': 'numpy', 'tolist': lambda self: self})()",
        "(i for i in iter(int, 1))",
        "[10**4400] * 900",
        "[['x' * 5000] * 1000] * 1000",
    ],
)
def test_values_that_bite_are_no_answer_and_no_harm(bench: Bench, isolation: str, value: str) -> None:
    result = bench.mark(isolation, f"rate = {value}", "frame = 'a'", "animal = 'cat'")
    assert result.points == {"9a": 0, "9b": 1, "9c": 1}


@both
def test_there_is_no_network(bench: Bench, isolation: str) -> None:
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)

        def accept() -> None:
            try:
                connection, caller = server.accept()
            except OSError:
                return
            connection.close()
            calls.append(caller)

        listener = threading.Thread(target=accept)
        listener.start()
        port = server.getsockname()[1]
        assert bench.leak(isolation, f"__import__('socket').create_connection(('127.0.0.1', {port}), 3)") == "'no'"
        page = f"__import__('urllib.request').request.urlopen('http://127.0.0.1:{port}', timeout=3)"
        assert bench.leak(isolation, page) == "'no'"
        assert calls == []
        with socket.create_connection(server.getsockname(), 5):
            listener.join()
    assert len(calls) == 1


@jail
def test_nothing_stays_behind(bench: Bench, isolation: str) -> None:
    mark = f"sleeper-{os.getpid()}"
    code = f"import os, time, ctypes\nctypes.CDLL(None).prctl(1, 0, 0, 0, 0)\nif os.fork() == 0:\n    os.setsid()\n    os.execlp('sleep', {mark!r}, '300')\n"  # noqa: E501
    code += "time.sleep(0.3)"
    assert bench.mark(isolation, "rate = 3.5", "frame = 'a'", "animal = 'cat'", before=code).total == 4
    assert bench.mark(isolation, "rate = 3.5", "while True: pass", before=code, seconds=2).total == 2
    assert mark not in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout


@both
def test_a_thread_that_never_ends_is_left_behind(bench: Bench, isolation: str) -> None:
    code = "import threading, time\nthreading.Thread(target=lambda: time.sleep(60)).start()"
    begin = time.monotonic()
    assert bench.mark(isolation, "rate = 3.5", "frame = 'a'", "animal = 'cat'", before=code).total == 4
    assert time.monotonic() - begin < 15
