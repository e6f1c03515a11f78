"""Articles as one table, with the history of what was done to them.

Contents: `Corpus`, `Parts`, `Step`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.printable import printable
from toolkit.corpus.schema import PARTS, check_articles
from toolkit.options import count

if TYPE_CHECKING:
    from toolkit.corpus.reprints import Reprints

SET_ASIDE_COLUMNS = ("place", "article_id", "reason")


@dataclass(frozen=True)
class Step:
    """One entry of a corpus's history: the operation, what it did in a sentence, and its settings."""

    operation: str
    note: str
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Parts:
    """The texts in which measures look: one row for each part that an article has.

    `article` is the row of the articles table, `part` an index into `PARTS`, `offset` where the part begins in
    its column (the lead and the body are both cut from `text`).
    """

    article: npt.NDArray[np.int32]
    part: npt.NDArray[np.int8]
    offset: npt.NDArray[np.int32]
    texts: list[str]

    def __len__(self) -> int:
        return len(self.texts)

    def select(self, rows: slice) -> "Parts":
        """Return some of the rows."""
        return Parts(self.article[rows], self.part[rows], self.offset[rows], self.texts[rows])


def _no_rows() -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype=object) for column in SET_ASIDE_COLUMNS})


@dataclass(frozen=True, eq=False)
class Corpus:
    """A frozen collection of articles.

    Parameters
    ----------
    articles : a table with at least `article_id` (unique) and `text`; see `schema.ARTICLE_COLUMNS` for the
        columns that mean something. Other columns are kept.
    name : a short name for messages and signatures.
    history : what was done so far; each operation returns a new corpus and appends to it.
    set_aside : rows or files that could not be used: place, article_id, reason.

    Raises
    ------
    ColumnError, DuplicateIdError : the table is not an articles table.

    Examples
    --------
    >>> corpus = Corpus(pd.DataFrame({"article_id": ["a"], "headline": ["Talks open"], "text": ["One.\\n\\nTwo."]}))
    >>> [corpus.part_names[p] for p in corpus.parts.part]
    ['headline', 'lead', 'body']
    """

    articles: pd.DataFrame
    name: str = "corpus"
    history: tuple[Step, ...] = ()
    set_aside: pd.DataFrame = field(default_factory=_no_rows)

    part_names = PARTS

    def __post_init__(self) -> None:
        object.__setattr__(self, "articles", check_articles(self.articles))

    def __len__(self) -> int:
        return len(self.articles)

    def __repr__(self) -> str:
        return printable(describe_corpus(self))

    def column(self, name: str) -> pd.Series:
        """Return a column of the articles table, or missing values if there is none of this name."""
        if name in self.articles:
            return self.articles[name]
        return pd.Series([None] * len(self), dtype=object, name=name)

    @property
    def outlets(self) -> list[str]:
        """The outlets, sorted by name."""
        return sorted(self.column("outlet").dropna().unique())

    @property
    def n_events(self) -> int:
        """Number of distinct events; 0 if events are not known."""
        return int(self.column("event_id").nunique())

    def step(self, articles: pd.DataFrame, operation: str, note: str, **settings: Any) -> "Corpus":
        """Return a corpus with these articles and one more entry in its history."""
        history = (*self.history, Step(operation, note, settings))
        return replace(self, articles=articles, history=history)

    def select(self, keep: "pd.Series | npt.NDArray[np.bool_] | Sequence[bool]", *, note: str = "") -> "Corpus":
        """Return the articles for which `keep` is true.

        `keep` is a boolean mask as long as the corpus, such as `corpus.articles["outlet"] == "Gulf Daily"`.
        """
        mask = np.asarray(keep, dtype=bool)
        if mask.shape != (len(self),):
            raise ValueError(f"`keep` must be a mask of {len(self)} values, one an article; got {mask.shape}.")
        kept = f"{int(mask.sum())} of {len(self)} articles kept"
        return self.step(self.articles[mask], "select", f"{kept}: {note}" if note else kept)

    @cached_property
    def parts(self) -> Parts:
        """Headline, lead, body and caption of every article, where it has them and they are not blank.

        The lead is the first paragraph of a text of several paragraphs; a text of one paragraph is all body.
        """
        return split_parts(self.articles)

    @cached_property
    def reprints(self) -> "Reprints":
        """Which articles reuse another's words; `find_reprints` with its defaults, kept for several comparisons."""
        from toolkit.corpus.reprints import find_reprints  # it imports this module

        return find_reprints(self)

    @cached_property
    def checksum(self) -> str:
        """A hash of the ids, outlets, dates, events and texts, indifferent to the order of rows."""
        columns = ["article_id", "outlet", "published", "event_id", "headline", "text", "caption"]
        rows = self.articles.reindex(columns=columns).astype(object)
        lines = ["\x1f".join("" if pd.isna(value) else str(value) for value in row) for row in rows.to_numpy()]
        digest = hashlib.sha256()
        for line in sorted(lines):
            digest.update(line.encode("utf-8", "surrogatepass") + b"\x1e")
        return digest.hexdigest()[:16]


def split_parts(articles: pd.DataFrame) -> Parts:
    """Cut each article into headline, lead, body and caption; see `Corpus.parts`."""
    rows: list[int] = []
    found: list[tuple[int, int, str]] = []
    nothing = [None] * len(articles)
    headlines = articles.get("headline", nothing)
    captions = articles.get("caption", nothing)
    for i, (headline, text, caption) in enumerate(zip(headlines, articles["text"], captions, strict=True)):
        pieces = _lead_and_body(text)
        if headline and not headline.isspace():
            pieces.insert(0, (0, 0, headline))
        if caption and not caption.isspace():
            pieces.append((3, 0, caption))
        found += pieces
        rows += [i] * len(pieces)
    part, offset, texts = zip(*found, strict=True) if found else ((), (), ())
    return Parts(
        np.array(rows, dtype=np.int32), np.array(part, dtype=np.int8), np.array(offset, dtype=np.int32), list(texts)
    )


def _lead_and_body(text: str) -> list[tuple[int, int, str]]:
    """Return (part, offset, text) for the lead and the body; the body alone for a single paragraph."""
    begin = len(text) - len(text.lstrip())
    story = text.strip()
    if not story:
        return []
    lead, line_break, rest = story.partition("\n")
    if not line_break:
        return [(2, begin, story)]
    body = rest.lstrip()
    return [(1, begin, lead.rstrip(" \t")), (2, begin + len(story) - len(body), body)]


def describe_corpus(corpus: Corpus) -> str:
    """Return a few lines: size, outlets, dates, events, history, and what was set aside."""
    outlets = corpus.outlets
    lines = [f"Corpus {corpus.name!r}: {count(len(corpus), 'article')}"]
    if outlets:
        shown = ", ".join(outlets[:8]) + (f" and {len(outlets) - 8} more" if len(outlets) > 8 else "")
        lines.append(f"  outlets   {len(outlets)}: {shown}")
    dates = corpus.column("published").dropna()
    if len(dates):
        lines.append(f"  published {dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d} ({len(dates):,} dated)")
    lines.append(f"  events    {corpus.n_events or 'not known yet: match_events(corpus)'}")
    lines += [f"  {step.operation:<9} {step.note}" for step in corpus.history]
    if len(corpus.set_aside):
        lines.append(f"  set aside {len(corpus.set_aside):,}: see corpus.set_aside")
    return "\n".join(lines)
