"""References by their keys, from the BibTeX file that comes with the toolkit.

Contents: `Reference`, `read_references`, `parse_bibtex`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# In an installed package the file lies inside it, in a checkout at the top level.
_INSTALLED = Path(__file__).parents[1] / "references.bib"
_SHIPPED = _INSTALLED if _INSTALLED.is_file() else Path(__file__).parents[2] / "references.bib"
_HEAD = re.compile(r"@(\w+)\s*\{\s*([^\s,{}]+)\s*,")
_FIELD = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*")
_ACCENTS = {"'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303", "c": "\u0327", "v": "\u030c"}
_ACCENT = re.compile(r"""\\(['`"^~]|[cv](?=[{\s]))\s*\{?\\?([A-Za-z])\}?""")


@dataclass(frozen=True)
class Reference:
    """One entry: its key, its kind (article, book ...) and its fields as plain text."""

    key: str
    kind: str
    fields: dict[str, str]

    def __str__(self) -> str:
        """The entry as it stands in a list of references."""
        get = self.fields.get
        where = get("journal") or get("booktitle") or ", ".join(filter(None, (get("publisher"), get("address"))))
        volume = get("volume", "") + (f"({get('number')})" if get("number") else "")
        place = ", ".join(filter(None, (where, volume, get("pages"))))
        doi = f" doi:{get('doi')}" if get("doi") else ""
        who = _names(get("author") or get("editor") or "")
        return f"{who} ({get('year', 'n.d.')}). {_stopped(get('title', ''))} {place}.{doi}"


def _stopped(title: str) -> str:
    """Return a title with a full stop, unless it has a mark of its own."""
    return title if title.endswith(("?", "!", ".")) else f"{title}."


def _names(authors: str) -> str:
    """Return "A, B and C" from BibTeX's "A and B and C"."""
    names = [" ".join(name.split()) for name in re.split(r"\s+and\s+", authors.strip()) if name.strip()]
    return names[0] if len(names) == 1 else "; ".join(names[:-1]) + " and " + names[-1] if names else "No author"


@cache
def read_references(path: Path = _SHIPPED) -> dict[str, Reference]:
    """Return the references of a BibTeX file by their keys; those shipped with the toolkit by default."""
    return parse_bibtex(path.read_text(encoding="utf-8")) if path.is_file() else {}


def parse_bibtex(text: str) -> dict[str, Reference]:
    """Return the entries of a BibTeX text by their keys.

    Values stand in braces or quotation marks, or are numbers. What cannot be read is passed over: a broken entry
    loses only itself.
    """
    entries = {}
    for head in _HEAD.finditer(text):
        following = _HEAD.search(text, head.end())
        body = text[head.end() : following.start() if following else len(text)]
        fields = {name.lower(): plain_text(value) for name, value in _fields(body)}
        entries[head[2]] = Reference(head[2], head[1].lower(), fields)
    return entries


def _fields(body: str) -> Iterator[tuple[str, str]]:
    """Yield the names and raw values of an entry's fields."""
    place = 0
    while found := _FIELD.match(body, place):
        end = _end_of_value(body, found.end())
        yield found[1], body[found.end() : end].strip()
        comma = body.find(",", end)
        if comma < 0 or body[end:comma].strip():
            return
        place = comma + 1


def _end_of_value(body: str, start: int) -> int:
    """Return where the value that begins at `start` ends: after its closing mark, or before the next comma."""
    quoted, depth = body[start : start + 1] == '"', 0
    for place in range(start, len(body)):
        character = body[place]
        if character == '"' and quoted and not depth and place > start:
            return place + 1
        if depth == 0 and not quoted and character in ",}":
            return place
        depth += (character == "{") - (character == "}")
    return len(body)


def plain_text(value: str) -> str:
    """Return a BibTeX value without its marks: braces, quotation marks, accents as commands, double hyphens."""
    inner = value[1:-1] if value[:1] + value[-1:] in ("{}", '""') else value
    inner = _ACCENT.sub(lambda found: unicodedata.normalize("NFC", found[2] + _ACCENTS[found[1]]), inner)
    inner = re.sub(r"\\([&%$#_])", r"\1", inner).replace("~", " ").replace("--", "–")
    return " ".join(inner.replace("{", "").replace("}", "").split())
