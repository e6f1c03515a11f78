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
        self.drafts: dict[str, str] = {}  # patterns that were written and not counted yet
        self.category.observe(self._on_choice, names="value")
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

    def _on_choice(self, change: dict[str, Any]) -> None:
        self._choose(change["old"])

    def _stored(self, category: str) -> str:
        return self.workbench.lines(category) if category in self.workbench.categories else ""

    def _choose(self, before: str | None = None) -> None:
        """Put the patterns of the chosen category into the text area; keep what was written for the one before."""
        if before is not None and self.lines.value.strip() != self._stored(before).strip():
            self.drafts[before] = self.lines.value
        self.lines.value = self.drafts.pop(self.category.value, None) or self._stored(self.category.value)
        self._show(done=f"Patterns of {self.category.value}.{self._uncounted()}")

    def _uncounted(self) -> str:
        """Say in which categories patterns wait to be counted."""
        return f" Not counted yet: what was written for {', '.join(self.drafts)}." if self.drafts else ""

    def _say(self, text: str, *, is_problem: bool = False) -> None:
        """Say what happened, to screen readers too."""
        role, sign = ("alert", "⚠ ") if is_problem else ("status", "")
        self.status.value = f'<p role="{role}" dir="auto">{sign}{escape(str(clean(text)))}</p>'

    def _show(self, *, done: str, problem: str = "") -> None:
        """Show what the lexicon does, and say what was done or what kept it from being done."""
        self._say(problem or done, is_problem=bool(problem))
        for handle in self.handles:
            handle.update(self._view(problem))

    def count(self) -> None:
        """Count with the patterns in the text area."""
        self._say("Counting …")
        problem = _attempt(self.workbench.edit, self.category.value, self.lines.value)
        self._show(problem=problem, done=self._found())

    def undo(self) -> None:
        """Take back the last edit, and what was written since."""
        self.workbench.undo()
        self.drafts.clear()
        known = self.workbench.categories
        self._set_categories(self.category.value if self.category.value in known else known[0])
        self.lines.value = self._stored(self.category.value)
        self._show(done=self._found())

    def add(self) -> None:
        """Let a new category be edited; it is part of the lexicon once it was counted."""
        name = self.new.value.strip()
        if not name:
            self._say("Write the name of the new category first.", is_problem=True)
            return
        self._set_categories(name)
        self.new.value = ""
        self._say(f"Write the patterns of {name} and press Count.")

    def save(self) -> None:
        """Write the lexicon to the file named."""
        path = self.path.value.strip()
        problem = _attempt(self.workbench.save, path) if path else "Write the name of the file first."
        is_new = self.lines.value.strip() != self._stored(self.category.value).strip()
        hint = " Patterns that were not counted yet are not in it." if is_new or self.drafts else ""
        self._say(problem or f"Saved to {path}.{hint}", is_problem=bool(problem))

    def _set_categories(self, chosen: str) -> None:
        """Offer the categories of the lexicon and the chosen one, which may be new."""
        before = self.category.value
        self.category.unobserve(self._on_choice, names="value")  # new options choose the first of them for a moment
        self.category.options = list(dict.fromkeys([*self.workbench.categories, chosen]))
        self.category.value = chosen
        self.category.observe(self._on_choice, names="value")
        self._choose(before if before != chosen else None)

    def _found(self) -> str:
        found = self.workbench.trial.totals
        counts = zip(found["category"], found["n_spans"], strict=True)
        own = self.workbench.lexicon.category_names  # a measure may compute others from these
        told = ", ".join(f"{name} {n:,}" for name, n in counts if name in own)
        return f"Spans found: {told}.{self._uncounted()}"


def _attempt(action: Callable[..., Any], *arguments: Any) -> str:
    """Call a function; return what went wrong in a sentence, or an empty string."""
    try:
        action(*arguments)
    except OSError as error:
        return f"The file cannot be written: {error.strerror}."
    except FramingError as error:
        return str(error)
    return ""
