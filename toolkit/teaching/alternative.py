"""What a figure shows, in words, for those who cannot see it.

A program can tell the title, the axes and the legend, not what is striking about the picture: that the text of the
lesson has to say.

Contents: `describe_figure`, `describe_figures`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_LABELS = 12


def describe_figure(figure: "Figure") -> str:
    """Return the alternative text of a figure: titles, axes with the names along them, and legends."""
    said = [text for text in map(_axes, figure.axes) if text]
    return " ".join(said) or "A plot without a title or names of axes."


def _axes(axes: "Axes") -> str:
    if not axes.get_visible() or not axes.has_data():
        return ""
    title = _one_line(axes.get_title()) or _one_line(axes.get_title(loc="left"))
    parts = [_sentence("Plot", title) or "A plot."]
    for name, axis in (("Horizontal axis", axes.xaxis), ("Vertical axis", axes.yaxis)):
        parts.append(_sentence(name, "; ".join(filter(None, [_one_line(axis.get_label_text()), _names(axis)]))))
    legend = axes.get_legend()
    parts.append(_sentence("Legend", _listed([text.get_text() for text in legend.get_texts()]) if legend else ""))
    return " ".join(filter(None, parts))


def _sentence(name: str, text: str) -> str:
    return f"{name}: {text.rstrip('.')}." if text else ""


def _names(axis: Any) -> str:
    """Return the names along an axis; numbers are told by their range."""
    labels = [_one_line(text.get_text()) for text in axis.get_ticklabels()]
    names = [label for label in labels if label and not _is_number(label)]
    if names:
        return _listed(names)
    low, high = sorted(axis.get_view_interval())
    return f"from {low:.3g} to {high:.3g}"


def _is_number(label: str) -> bool:
    return not any(character.isalpha() for character in label)


def _listed(names: list[str]) -> str:
    shown = [_one_line(name) for name in names[:MOST_LABELS]]
    return ", ".join(shown) + (f" and {len(names) - MOST_LABELS} more" if len(names) > MOST_LABELS else "")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def describe_figures() -> None:
    """Let the running notebook give each figure its description as plain text, for where `<Figure size ...>` stands."""
    from IPython.core.getipython import get_ipython
    from matplotlib.figure import Figure

    shell = get_ipython()
    if shell is not None:
        shell.run_line_magic("matplotlib", "inline")  # now, because it takes away what was said of figures before
        plain = shell.display_formatter.formatters["text/plain"]
        plain.for_type(Figure, lambda figure, printer, _: printer.text(describe_figure(figure)))
