"""The peak memory of this process.

Contents: `peak_gigabytes`.
"""

import platform
import resource
from pathlib import Path


def peak_gigabytes() -> float:
    """Return the largest memory of this process so far, in gigabytes."""
    # What getrusage counts begins on Linux with the memory of the process that started this one.
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.is_file() else []
    peak = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    if peak:
        return peak[0] * 1024 / 1e9
    unit = 1 if platform.system() == "Darwin" else 1024  # getrusage counts bytes there, kilobytes elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9
