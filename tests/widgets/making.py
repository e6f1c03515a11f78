"""A small corpus made by hand, hostile texts, and pages read as a browser reads them."""

import html.parser
import json
import re
from typing import Any

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.lexicons.lexicon import Lexicon

HOSTILE = [
    "<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "\"'><b onmouseover=alert(1)>",
    "a\u2028b\u2029c", "{{ 7*7 }}{% raw %}</details></style>", "\u202eevil\u200f قناة \U0001f600\x00",
]  # fmt: skip

# outlet, event, headline, text: the counts in the tests are read off here.
ARTICLES = [
    ("Alpha", "e1", "They destroy the depot", "They destroy all.\n\nBe calm now. “We will deter them,” he said."),
    ("Beta", "e1", "Calm after the raid", "Calm was asked for. Nobody was there."),
    ("Alpha", "e2", "Ships sent", "The ships deter raids, and deter more."),
    ("Beta", "e2", "Ships leave", "They \U0001f600 destroyed nothing. Destroy it, he said."),
    (None, None, "No outlet", "All is calm."),
]
LEXICON = Lexicon.of({"destroy": ["destroy*"], "deter": ["deter*"], "calm": ["calm"]}, name="by hand")


def corpus_of(articles: list[tuple[Any, Any, str, str]] = ARTICLES, *, name: str = "by hand") -> Corpus:
    table = pd.DataFrame(articles, columns=["outlet", "event_id", "headline", "text"])
    ids = [f"a{number}" for number in range(len(table))]
    return Corpus(table.assign(article_id=ids, published="2020-03-01", language="en"), name=name)


class Page(html.parser.HTMLParser):
    """Tags, attributes and words of a page; what stands in scripts and styles is kept apart."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self.scripts: list[str] = []
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self.words += " " if tag in ("th", "td", "p", "li", "small", "summary") else ""
        if tag in ("script", "style"):
            self._inside = tag
            self.scripts += [""] if tag == "script" else []

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] += data
        elif not self._inside:
            self.words += data

    def of(self, tag: str) -> list[dict[str, str]]:
        """The attributes of each element of a kind."""
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def numbers(self) -> dict[str, Any]:
        """The numbers that the page's program shows."""
        numbers: dict[str, Any] = json.loads(self.scripts[0])["numbers"]
        return numbers


def plain(text: str) -> str:
    """Return a page without its program and the data that it reads: what is left where scripts are taken out."""
    return re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
