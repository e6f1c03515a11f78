"""The parts of a cell that students do not get, marked as nbgrader marks them.

Solutions stand between `### BEGIN SOLUTION` and `### END SOLUTION`, hidden tests between `### BEGIN HIDDEN TESTS` and
`### END HIDDEN TESTS`. As in nbgrader, a solution leaves a line in its place, and a hidden test leaves nothing.

Contents: `clear_regions`, `hidden_tests`, `solution_text`, `without_markers`.
"""

from collections.abc import Iterator

from toolkit.errors import LessonError

SOLUTION, HIDDEN = "SOLUTION", "HIDDEN TESTS"
STUBS = {"code": "# YOUR CODE HERE", "markdown": "YOUR ANSWER HERE"}


def clear_regions(source: str, *, cell_type: str) -> str:
    """Return a cell's source as students get it."""
    kept: list[str] = []
    for line, region, begins in _walk(source):
        if region is None:
            kept.append(line)
        elif region == SOLUTION and begins:
            indent = line[: len(line) - len(line.lstrip())]
            kept.append(indent + STUBS.get(cell_type, STUBS["markdown"]))
    return "\n".join(kept)


def hidden_tests(source: str) -> str:
    """Return the lines of a cell's hidden tests, or an empty text."""
    return "\n".join(line for line, region, begins in _walk(source) if region == HIDDEN and not begins)


def solution_text(source: str) -> str:
    """Return the lines of a cell's solutions, or an empty text."""
    return "\n".join(line for line, region, begins in _walk(source) if region == SOLUTION and not begins)


def without_markers(source: str) -> str:
    """Return a cell's source with its solutions, but without the lines that mark them."""
    return "\n".join(line for line, _, begins in _walk(source) if not begins)


def _walk(source: str) -> Iterator[tuple[str, str | None, bool]]:
    """Yield each line with the region it is in, if any, and whether it begins one; lines that end one are left out."""
    inside: str | None = None
    for line in source.split("\n"):
        begins = next((name for name in (SOLUTION, HIDDEN) if f"BEGIN {name}" in line), None)
        ends = next((name for name in (SOLUTION, HIDDEN) if f"END {name}" in line), None)
        if (begins and inside) or (ends and ends != inside):
            raise LessonError(f"A region is not closed, or closed twice, at the line {line.strip()!r}.")
        if ends:
            inside = None
            continue
        inside = begins or inside
        yield line, inside, begins is not None
    if inside:
        raise LessonError(f"A region has no end: ### END {inside} is missing.")
