"""Tells the story of an article from what else stands on its page.

Conventions: a line is a paragraph. Whatever is removed is a whole line, except for the dateline, which is cut
from the first paragraph of the story. The text as it was loaded stays in the column `original`, and
everything is worked out from it, so that cleaning twice is cleaning once.

Contents: `clean`, `removed_lines`, `KINDS`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.page import ends_sentence
from toolkit.corpus.page.bylines import is_byline, is_closing_byline, is_name
from toolkit.corpus.page.captions import is_caption, is_credited
from toolkit.corpus.page.datelines import find_dateline
from toolkit.corpus.page.leftovers import is_leftover, is_list, is_marker
from toolkit.options import check_columns

KINDS = ("headline", "byline", "dateline", "caption", "leftover")

LONGEST_HEADLINE = 30  # words
LONG_LINE = 20  # words; a line of so many is taken for a paragraph of the story
SENTENCE_LINE = 8  # words; a line of so many that ends with a full stop is, too


def clean(corpus: Corpus) -> Corpus:
    """Tell headline, byline, dateline, photo captions, story and page leftovers apart.

    What is not the story leaves `text`; nothing is lost. Captions, bylines and datelines get columns of their
    own, `original` keeps the text as it was loaded, and `removed_lines` lists every line that was taken
    out. A text without line breaks loses its dateline at most.

    Parameters
    ----------
    corpus : as loaded, or cleaned before: cleaning starts from `original` where there is one.

    Returns
    -------
    A corpus with the columns text (the story), byline, dateline, caption, original, and with headline where
    the article had none and its first line looks like one. An article of which nothing would be left
    keeps its text. The history says how many lines of each kind were taken out.

    Examples
    --------
    >>> page = "BAGHDAD (Reuters) - Talks opened on Friday.\\n\\nAdvertisement\\n\\nThey go on."
    >>> corpus = clean(Corpus(pd.DataFrame({"article_id": ["a"], "text": [page]})))
    >>> corpus.articles["text"].iloc[0]
    'Talks opened on Friday.\\n\\nThey go on.'
    >>> removed_lines(corpus)["kind"].tolist()
    ['dateline', 'leftover']
    """
    dissected = list(_dissect_all(corpus))
    table = corpus.articles.copy()
    table["original"] = _originals(corpus)
    table["text"] = [parts.story for parts in dissected]
    table["headline"] = _objects(parts.headline for parts in dissected)
    for kind in ("byline", "dateline", "caption"):
        known = corpus.column(kind)
        table[kind] = _objects(_joined(old, parts.of(kind)) for old, parts in zip(known, dissected, strict=True))
    return corpus.step(table, "clean", _note(dissected))


def removed_lines(corpus: Corpus) -> pd.DataFrame:
    """List what `clean` took out of the texts, in order: article_id, kind (one of `KINDS`), text.

    Raises
    ------
    ColumnError : the corpus has not been cleaned.
    """
    check_columns(corpus.articles.columns, ["original"], what="A corpus that was not cleaned with clean()")
    rows = [
        (article_id, kind, line)
        for article_id, parts in zip(corpus.articles["article_id"], _dissect_all(corpus), strict=True)
        for kind, line in parts.removed
    ]
    return pd.DataFrame(rows, columns=["article_id", "kind", "text"], dtype=object)


@dataclass
class _Parts:
    """An article taken apart; `removed` holds (kind, line) in the order of the text."""

    story: str
    headline: str | None
    removed: list[tuple[str, str]] = field(default_factory=list)
    kept_whole: bool = False

    def of(self, kind: str) -> list[str]:
        """Return the removed lines of one kind."""
        return [line for found, line in self.removed if found == kind]


def _originals(corpus: Corpus) -> list[str]:
    kept = corpus.column("original")
    return [
        text if original is None else original for original, text in zip(kept, corpus.articles["text"], strict=True)
    ]


def _objects(values: Any) -> list[str | None]:
    return [value or None for value in values]


def _joined(known: str | None, found: list[str]) -> str:
    """Return what the column held before and what was found, one a line, nothing twice."""
    lines = [*(known or "").split("\n"), *found]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def _note(dissected: list[_Parts]) -> str:
    counts = Counter(kind for parts in dissected for kind, _ in parts.removed)
    shown = ", ".join(f"{counts[kind]:,} {kind}" for kind in KINDS if counts[kind])
    n_kept = sum(parts.kept_whole for parts in dissected)
    note = f"lines taken out: {shown}" if shown else "nothing to take out"
    return note + (f"; {n_kept:,} texts kept whole, as no story would be left" if n_kept else "")


def _dissect_all(corpus: Corpus) -> Iterator[_Parts]:
    columns = (corpus.column("headline"), corpus.column("outlet"), corpus.column("author"))
    for text, headline, outlet, author in zip(_originals(corpus), *columns, strict=True):
        yield _dissect(text, headline, [_bare(name) for name in (outlet, author) if name and _bare(name)])


def _dissect(text: str, headline: str | None, names: list[str]) -> _Parts:
    """Take one article apart; `names` are the outlet and the author, in bare words."""
    headline = headline if headline and not headline.isspace() else None
    page = _Page(text, headline, names)
    page.mark_tail()
    page.mark_leftovers()
    page.mark_top()
    page.mark_end()
    page.find_dateline()
    parts = page.parts()
    if re.search(r"\w", parts.story) or not re.search(r"\w", text):
        return parts
    return _Parts(text, headline, kept_whole=True)


_WORDS = re.compile(r"\w+")


def _bare(line: str) -> str:
    """Return the words of a line in lower case, so that punctuation and case do not count."""
    return " ".join(_WORDS.findall(line.casefold()))


class _Page:
    """The lines of one text and the kind of each: None for the story."""

    def __init__(self, text: str, headline: str | None, names: list[str]) -> None:
        self.text = text
        self.headline = headline
        self.names = names
        self.lines = [(m.start(), m.end(), m[0].strip()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
        self.kinds: list[str | None] = [None] * len(self.lines)
        self.cut = (0, 0)  # the line with the dateline, and where the story begins in it

    def mark_tail(self) -> None:
        """Mark a list of other articles after the story, from the line that heads it to the end."""
        for i in range(1, len(self.lines)):
            if is_marker(self.lines[i][2]):
                rest = [line for _, _, line in self.lines[i + 1 :] if not is_leftover(line)]
                if is_list(rest):
                    self.kinds[i:] = ["leftover"] * (len(self.lines) - i)
                    return
                self.kinds[i] = "leftover"

    def mark_leftovers(self) -> None:
        """Mark page furniture and credited captions wherever they stand."""
        if len(self.lines) < 2:
            return
        for i, (_, _, line) in enumerate(self.lines):
            if self.kinds[i] is None and is_leftover(line):
                self.kinds[i] = "leftover"
            elif self.kinds[i] is None and is_credited(line):
                self.kinds[i] = "caption"

    def mark_top(self) -> None:
        """Mark headline, captions and bylines among the lines before the story."""
        if len(self.lines) < 2:
            return
        self._take_headline()
        for i, (_, _, line) in enumerate(self.lines):
            if self.kinds[i] is not None:
                continue
            self.kinds[i] = self._kind_before_story(i, line)
            if self.kinds[i] is None and _is_story(line):
                return

    def _take_headline(self) -> None:
        """Let the first line be the headline if there is none, it looks like one, and a story follows."""
        if self.headline is not None or self.kinds[0] is not None:
            return
        first, *following = [line for _, _, line in self.lines[:4]]
        if _is_headline(first) and not is_byline(first) and any(map(_is_story, following)):
            self.headline = first

    def _kind_before_story(self, i: int, line: str) -> str | None:
        words = _bare(line)
        if words and self.headline and words == _bare(self.headline):
            return "headline"
        if is_byline(line) or self._names(words):
            return "byline"
        if is_caption(line) and i + 1 < len(self.lines):
            return "caption"
        after_caption = i > 0 and self.kinds[i - 1] in ("caption", "byline")
        before_story = i + 1 < len(self.lines) and _is_story(self.lines[i + 1][2])
        return "byline" if after_caption and before_story and is_name(line) else None

    def _names(self, words: str) -> bool:
        """Tell whether the line is the outlet or the author, or one of several authors."""
        return words in self.names or (" " in words and any(f" {words} " in f" {name} " for name in self.names))

    def mark_end(self) -> None:
        """Mark the lines after the story that name who wrote it."""
        last = [i for i, kind in enumerate(self.kinds) if kind is None][1:][-4:]
        for i in reversed(last):
            line = self.lines[i][2]
            if is_closing_byline(line):
                self.kinds[i] = "byline"

    def find_dateline(self) -> None:
        """Look for the dateline in the first line of the story and in sub-headlines before it."""
        for i, (start, stop, line) in enumerate(self.lines):
            if self.kinds[i] is None:
                end = find_dateline(line, self.text[:start] + self.text[stop:])
                if end:
                    self.cut = (i, end)
                if end or _is_story(line):
                    return

    def parts(self) -> _Parts:
        """Put the story together again, its paragraphs as far apart as they were."""
        cut_line, cut = self.cut
        removed, pieces = [], []
        for i, (kind, (start, _, line)) in enumerate(zip(self.kinds, self.lines, strict=True)):
            following = self.lines[i + 1][0] if i + 1 < len(self.lines) else len(self.text)
            if kind:
                removed.append((kind, line))
            elif cut and i == cut_line:
                removed.append(("dateline", line[:cut].strip(" \xa0-–—―‒:")))
                pieces.append(self.text[start:following].lstrip()[cut:])
            else:
                pieces.append(self.text[start:following])
        return _Parts("".join(pieces).strip() if removed else self.text, self.headline, removed)


def _is_headline(line: str) -> bool:
    return 3 <= len(line.split()) <= LONGEST_HEADLINE and (not ends_sentence(line) or line.endswith("?"))


def _is_story(line: str) -> bool:
    """Tell whether a line is a paragraph: long, or a sentence with its full stop."""
    n_words = line.count(" ") + 1
    return n_words >= LONG_LINE or (n_words >= SENTENCE_LINE and ends_sentence(line))
