"""Fill in the templates, so that whatever stands in an article is shown and never acted on.

Contents: `render`, `clean`, `embedded`.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_PLACES = [Path(__file__).parent / "templates", Path(__file__).parents[1] / "widgets" / "templates"]
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(value: Any) -> Any:
    """Return a text with � for characters that HTML forbids or that turn writing round; other values as they are."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return _UNPRINTABLE.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_PLACES), autoescape=True, undefined=StrictUndefined, finalize=clean,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def render(template: str, **values: Any) -> str:
    """Return a template filled in with values, all of them escaped."""
    return _environment().get_template(template).render(**values)


def embedded(data: dict[str, Any]) -> Markup:
    """Return data as JSON that may stand inside a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 (no character of it can end the element or begin another)
