"""Which cells of a lesson show what only those can see who have answered: they use a variable that an answer sets.

Found by reading the code, never by running it. A name set from such a variable counts as well; a name that is set anew
from other things does not. Changes inside an object, as by `names.append(...)`, are seen for the name before the dot.

Contents: `cells_after_answers`.
"""

import ast
from collections.abc import Iterator, Sequence

from toolkit.teaching.notebook import Cell


def cells_after_answers(cells: Sequence[Cell]) -> set[int]:
    """Return the positions of the code cells whose outputs depend on an answer, without the answers themselves."""
    names = _Names()
    found: set[int] = set()
    for position, cell in enumerate(cells):
        if cell.cell_type != "code":
            continue
        statements = _statements(cell.source)
        if cell.nbgrader.get("solution"):
            names.answer(statements or [])
        elif statements is None or names.follow(statements):
            found.add(position)
    return found


def _statements(source: str) -> list[ast.stmt] | None:
    """Return the statements of a cell; None if it is no plain Python, so that nobody can tell what it uses."""
    try:
        return ast.parse(source).body
    except SyntaxError:
        return None


class _Names:
    """The names whose values come from an answer, while one reads from top to bottom."""

    def __init__(self) -> None:
        self.told: set[str] = set()
        self.modules: set[str] = set()  # a call such as tk.plot_facts(...) changes no module

    def answer(self, statements: Sequence[ast.stmt]) -> None:
        """Read an answer's own cell."""
        for statement in statements:
            self._see_modules(statement)
            self.told.update(set(_set_by(statement)) - self.modules)

    def follow(self, statements: Sequence[ast.stmt]) -> bool:
        """Read another cell; return whether it uses a name that comes from an answer."""
        used = False
        for statement in statements:
            self._see_modules(statement)
            uses = bool(_read_by(statement) & self.told)
            if uses:
                self.told.update(set(_set_by(statement)) - self.modules)
            else:
                self.told.difference_update(_named_anew(statement))
            used |= uses
        return used

    def _see_modules(self, statement: ast.stmt) -> None:
        for node in ast.walk(statement):
            if isinstance(node, ast.Import | ast.ImportFrom):
                self.modules.update((alias.asname or alias.name).split(".")[0] for alias in node.names)


def _read_by(statement: ast.stmt) -> set[str]:
    names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
    return {node.id for node in names if isinstance(node.ctx, ast.Load)}


def _set_by(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement sets or changes."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield from _base(node)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield from _base(node.value.func)  # a call whose result nobody keeps may change the object


def _base(node: ast.AST) -> Iterator[str]:
    """Yield the name at the beginning of `name.x[0].y`, if there is a dot or bracket and a name."""
    inside = node
    while isinstance(inside, ast.Subscript | ast.Attribute):
        inside = inside.value
    if inside is not node and isinstance(inside, ast.Name):
        yield inside.id


def _named_anew(statement: ast.stmt) -> set[str]:
    """Return the names that have another value afterwards, whatever they were."""
    if not isinstance(statement, ast.Assign):
        return set()
    names = [node for target in statement.targets for node in ast.walk(target) if isinstance(node, ast.Name)]
    return {node.id for node in names if isinstance(node.ctx, ast.Store)}
