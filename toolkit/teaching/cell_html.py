"""Cells of a notebook as pieces of a page that asks no other computer for anything.

Text cells are Markdown; HTML in them is shown, not acted on. Of each output the richest form that needs no program is
taken: a table in HTML, a picture, or plain text. HTML in outputs is the notebook's own, and what the toolkit puts into
it is escaped; the page that takes these pieces forbids all scripts and all addresses.

Contents: `markdown_html`, `outputs_html`, `title_of`, `Output`.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import mistune
from markupsafe import Markup

from toolkit.corpus.printable import printable

_EMPTY_HEAD = re.compile(r"<thead>\s*<tr>(?:\s*<th[^>]*>\s*</th>)+\s*</tr>\s*</thead>\s*")
_PICTURES = ("image/svg+xml", "image/png", "image/jpeg")


@dataclass(frozen=True)
class Output:
    """What one output shows: `kind` is "html", "picture" or "text"; a picture has its address and a description."""

    kind: str
    content: str | Markup
    alt: str = ""


class _Renderer(mistune.HTMLRenderer):
    """Headings can be linked to; links to the web say nothing about where the reader comes from."""

    def heading(self, text: str, level: int, **attributes: Any) -> str:
        """Return a heading with an id made of its words."""
        plain = re.sub(r"<[^>]*>", "", text)
        return f'<h{level} id="{anchor(plain)}">{text}</h{level}>\n'


def anchor(heading: str) -> str:
    """Return the id of a heading: its words, with hyphens between them."""
    return "-".join(re.findall(r"\w+", heading.lower())) or "section"


@cache
def _markdown() -> mistune.Markdown:
    return mistune.create_markdown(renderer=_Renderer(escape=True), plugins=["table", "strikethrough", "url"])


def markdown_html(source: str) -> Markup:
    """Return the HTML of a text cell."""
    html = str(_markdown()(source))
    # A head without words, as Markdown demands it, would be read out as empty headings of columns.
    return Markup(_EMPTY_HEAD.sub("", html))  # noqa: S704 (HTML in the source was escaped)


def title_of(source: str) -> str:
    """Return the words of the first heading of a text, or an empty text."""
    found = re.search(r"^# +(.+?)\s*#*$", source, flags=re.MULTILINE)
    return re.sub(r"[*`]", "", found[1]) if found else ""


def outputs_html(outputs: list[dict[str, Any]]) -> list[Output]:
    """Return what a cell's outputs show; neighbouring lines of text are joined, warnings are left out."""
    found: list[Output] = []
    for one in filter(None, map(_output, outputs)):
        if one.kind == "text" and found and found[-1].kind == "text":
            one = Output("text", f"{found.pop().content}{one.content}")
        found.append(one)
    return found


def _output(output: Mapping[str, Any]) -> Output | None:
    if output["output_type"] == "stream":
        return Output("text", printable(output["text"])) if output["name"] == "stdout" else None
    if output["output_type"] == "error":
        return Output("text", printable(f"{output['ename']}: {output['evalue']}\n"))
    data = output.get("data", {})
    return next(filter(None, (_html(data), _picture(data), _plain(data))), None)


def _html(data: Mapping[str, Any]) -> Output | None:
    html = data.get("text/html")
    if not html and data.get("text/markdown"):
        return Output("html", markdown_html(data["text/markdown"]))
    return Output("html", Markup("".join(_with_scope(html)))) if html else None  # noqa: S704 (see the module's words)


def _with_scope(html: str) -> Iterator[str]:
    """Yield the HTML of a table; each heading says what it is a heading of, which pandas leaves out."""
    for piece in re.split(r"(<thead>.*?</thead>)", html, flags=re.DOTALL):
        scope = "col" if piece.startswith("<thead>") else "row"
        yield re.sub(r"<th(?=[\s>])(?![^>]*\bscope=)", f'<th scope="{scope}"', piece)


def _picture(data: Mapping[str, Any]) -> Output | None:
    kind = next((one for one in _PICTURES if one in data), None)
    if kind is None:
        return None
    content = "".join(data[kind]) if isinstance(data[kind], list) else str(data[kind])
    if kind == "image/svg+xml":
        content = base64.b64encode(content.encode("utf-8")).decode("ascii")
    return Output(
        "picture", f"data:{kind};base64,{''.join(content.split())}", str(data.get("text/plain", "A picture."))
    )


def _plain(data: Mapping[str, Any]) -> Output | None:
    if "application/vnd.jupyter.widget-view+json" in data:
        return Output("text", "Something to click on stands here in the notebook; a page cannot show it.\n")
    text = data.get("text/plain")
    return Output("text", printable(text) + "\n") if text else None
