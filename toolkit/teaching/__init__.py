"""Lessons in the classroom: released without solutions, checked by students themselves, marked in isolation.

`docs/teaching.md` is written for teachers and for authors of lessons.

Contents: `check` for notebooks; `seal_lessons`, `release_lessons`, `check_notebook`, `grade_submissions`,
`write_classroom` for teachers.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.teaching.checks import check as check
    from toolkit.teaching.classroom import write_classroom as write_classroom
    from toolkit.teaching.grade import grade_submissions as grade_submissions
    from toolkit.teaching.release import release_lessons as release_lessons
    from toolkit.teaching.seal import seal_lessons as seal_lessons
    from toolkit.teaching.try_out import check_notebook as check_notebook

_HOME = {
    "check": "toolkit.teaching.checks",
    "check_notebook": "toolkit.teaching.try_out",
    "grade_submissions": "toolkit.teaching.grade",
    "release_lessons": "toolkit.teaching.release",
    "seal_lessons": "toolkit.teaching.seal",
    "write_classroom": "toolkit.teaching.classroom",
}
__all__ = ["check", "check_notebook", "grade_submissions", "release_lessons", "seal_lessons", "write_classroom"]


def __getattr__(name: str) -> Any:
    """Fetch a public name from its module on first use."""
    if name not in _HOME:
        raise AttributeError(f"toolkit.teaching has no {name!r}. It has: {', '.join(__all__)}.")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value
