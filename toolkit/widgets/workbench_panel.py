"""The fields of a workbench in a notebook.

The fields are widgets, which need a kernel. What the lexicon does stands below them as an output of its own, which is
replaced after every edit and kept in the notebook as plain HTML.

Contents: `Panel`.
"""

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
from IPython.display import DisplayHandle, display

from toolkit.errors import FramingError
from toolkit.report.html import HtmlView
from toolkit.report.render import clean

if TYPE_CHECKING:
    from toolkit.widgets.workbench import LexiconWorkbench

_WIDE = {"description_width": "9em"}


class Panel:
    """Fields to choose and edit a category, to add one, to count, to undo and to save."""

    def __init__(self, workbench: "LexiconWorkbench") -> None:
        self.workbench = workbench
        self.category = widgets.Dropdown(options=workbench.categories, description="Category", style=_WIDE)
        self.lines = widgets.Textarea(
            description="Patterns", rows=12, style=_WIDE, layout=widgets.Layout(width="min(46em, 98%)"),
            placeholder="one pattern a line, such as destroy* or ward* off; with a weight: destroy* = 2",
        )  # fmt: skip
        self.new = widgets.Text(description="New category", placeholder="its name", style=_WIDE)
        self.path = widgets.Text(description="File", placeholder="my-lexicon.yaml", style=_WIDE)
        self.status = widgets.HTML()
        self.handles: list[DisplayHandle] = []
        buttons = [
            self._button("Count", self.count, "Count with these patterns and compare the outlets anew", "primary"),
            self._button("Undo", self.undo, "Go back to the lexicon before the last edit"),
        ]
        self.box = widgets.VBox([
            self.category, self.lines, widgets.HBox(buttons),
            widgets.HBox([self.new, self._button("Add", self.add, "Add an empty category")]),
            widgets.HBox([self.path, self._button("Save", self.save, "Write the lexicon to this file")]),
            self.status,
        ])  # fmt: skip
        self.category.observe(lambda _: self._choose(), names="value")
        self._choose()

    @staticmethod
    def _button(name: str, action: Callable[[], None], hint: str, style: str = "") -> Any:
        button = widgets.Button(description=name, tooltip=hint, button_style=style)
        button.on_click(lambda _: action())
        return button

    def display(self) -> None:
        """Show the fields, and below them what the lexicon does."""
        fields = self.box._repr_mimebundle_()
        fields["text/html"] = "<p>The fields for editing need a running kernel. What the lexicon does stands below.</p>"
        display(fields, raw=True)
        handle = display(self._view(), display_id=True)
        if handle is not None:
            self.handles.append(handle)

    def _view(self, message: str = "") -> HtmlView:
        return HtmlView(self.workbench.html(category=self._chosen, message=message), repr(self.workbench))

    @property
    def _chosen(self) -> str | None:
        return self.category.value if self.category.value in self.workbench.categories else None

    def _choose(self) -> None:
        """Put the patterns of the chosen category into the text area."""
        self.lines.value = self.workbench.lines(self.category.value) if self._chosen else ""
        self._show()

    def _show(self, problem: str = "", done: str = "") -> None:
        """Say what happened, to screen readers too, and show what the lexicon does."""
        role, sign = ("alert", "⚠ ") if problem else ("status", "")
        self.status.value = f'<p role="{role}" dir="auto">{sign}{escape(str(clean(problem or done)))}</p>'
        for handle in self.handles:
            handle.update(self._view(problem))

    def count(self) -> None:
        """Count with the patterns in the text area."""
        self._say_after(_attempt(self.workbench.edit, self.category.value, self.lines.value))

    def undo(self) -> None:
        """Take back the last edit."""
        self.workbench.undo()
        self._set_categories(self.category.value)
        self._choose()
        self._say_after("")

    def add(self) -> None:
        """Let a new category be edited; it is part of the lexicon once it has a pattern and was counted."""
        name = self.new.value.strip()
        if not name:
            self._show("Write the name of the new category first.")
            return
        self._set_categories(name)
        self.new.value = ""
        self._show(done=f"Write the patterns of {name} and press Count.")

    def save(self) -> None:
        """Write the lexicon to the file named."""
        path = self.path.value.strip()
        problem = _attempt(self.workbench.save, path) if path else "Write the name of the file first."
        uncounted = not problem and self.lines.value.strip() != self._lines_now().strip()
        hint = " The patterns in the field that were not counted yet are not in it." if uncounted else ""
        self._show(problem, done=f"Saved to {path}.{hint}")

    def _lines_now(self) -> str:
        return self.workbench.lines(self.category.value) if self._chosen else ""

    def _set_categories(self, chosen: str) -> None:
        names = list(dict.fromkeys([*self.workbench.categories, chosen]))
        with self.category.hold_trait_notifications():
            self.category.options = names
            self.category.value = chosen
        self._choose()

    def _say_after(self, problem: str) -> None:
        counted = self.workbench.trial.totals
        told = ", ".join(f"{name} {n:,}" for name, n in zip(counted["category"], counted["n_spans"], strict=True))
        self._show(problem, done=f"Spans found: {told}.")


def _attempt(action: Callable[..., Any], *arguments: Any) -> str:
    """Call a function; return what went wrong in a sentence, or an empty string."""
    try:
        action(*arguments)
    except (FramingError, OSError) as error:
        return str(error)
    return ""
