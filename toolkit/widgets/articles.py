"""Articles with their evidence marked, and the events that they report.

Contents: `Mark`, `Marked`, `ArticleShown`, `EventShown`, `articles_shown`, `events_shown`.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from toolkit.corpus.schema import PARTS
from toolkit.events.alignment import Alignment
from toolkit.report.lines import day
from toolkit.report.pieces import cut_at
from toolkit.report.tellings import FactShown, facts_shown
from toolkit.widgets.choice import Choice
from toolkit.widgets.found import Found, MeasureShown

MAX_FACTS = 12  # facts of an event whose wordings are shown
_BEGINNING = 420  # characters of an article that stand beside those of other outlets
_TITLE = 70


@dataclass(frozen=True)
class Mark:
    """The category of a span, by key and name, and the number of its way of marking."""

    key: str
    category: str
    style: int


@dataclass(frozen=True)
class Marked:
    """A stretch of a text, the categories of the evidence in it, and which of them end with it."""

    text: str
    marks: tuple[Mark, ...] = ()
    ending: tuple[str, ...] = ()


@dataclass(frozen=True)
class ArticleShown:
    """One article: where it belongs, its headline, and the pieces of its other parts."""

    number: int
    article_id: str
    outlet: str
    outlet_number: int
    event_number: int
    published: str
    language: str
    headline: list[Marked]
    parts: list[tuple[str, list[Marked]]]
    n_spans: int

    @property
    def beginning(self) -> list[Marked]:
        """The first few hundred characters after the headline."""
        room = _BEGINNING
        pieces: list[Marked] = []
        for piece in (piece for _, part in self.parts for piece in [*part, Marked("\n\n")]):
            if len(piece.text) > room:
                cut = "" if piece.marks else piece.text[:room].rpartition(" ")[0]
                return [*pieces, Marked(f"{cut} …")]
            room -= len(piece.text)
            pieces.append(piece)
        return pieces


@dataclass(frozen=True)
class EventShown:
    """One event: its articles by outlet, and the facts that several outlets tell if they were laid side by side."""

    number: int
    event_id: str
    title: str
    by_outlet: list[tuple[str, list[ArticleShown]]]
    n_articles: int
    facts: list[FactShown] = field(default_factory=list)
    method: str = ""


def articles_shown(choice: Choice, found: Sequence[Found], measures: Sequence[MeasureShown]) -> list[ArticleShown]:
    """Return the chosen articles with the evidence of all measures marked."""
    parts = choice.corpus.parts
    chosen = np.flatnonzero(np.isin(parts.article, choice.rows))
    pieces = _pieces(dict(zip(chosen.tolist(), [parts.texts[unit] for unit in chosen], strict=True)), found, measures)
    n_spans = np.bincount(np.concatenate([one.article for one in found]), minlength=len(choice.corpus))
    units: dict[int, dict[str, list[Marked]]] = {int(row): {} for row in choice.rows}
    for unit, marked in pieces.items():
        units[int(parts.article[unit])][PARTS[parts.part[unit]]] = marked
    return [_article(row, own, choice, int(n_spans[row])) for row, own in units.items()]


def _article(row: int, parts: dict[str, list[Marked]], choice: Choice, n_spans: int) -> ArticleShown:
    known = {name: choice.corpus.column(name).iloc[row] for name in ("outlet", "published", "language")}
    article_id = choice.corpus.articles["article_id"].iloc[row]
    return ArticleShown(
        number=row, article_id=article_id, outlet=_text(known["outlet"]) or "no outlet",
        outlet_number=int(choice.outlet_numbers[row]), event_number=int(choice.event_numbers[row]),
        published=day(known["published"]), language=_text(known["language"]),
        headline=parts.get("headline", [Marked(f"no headline ({article_id})")]),
        parts=[(name, parts[name]) for name in PARTS[1:] if name in parts], n_spans=n_spans,
    )  # fmt: skip


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)


def _pieces(texts: dict[int, str], found: Sequence[Found], measures: Sequence[MeasureShown]) -> dict[int, list[Marked]]:
    """Return each text, by unit, cut where evidence begins or ends."""
    spans: dict[int, list[tuple[int, int, Mark]]] = {unit: [] for unit in texts}
    for one, measure in zip(found, measures, strict=True):
        if not measure.is_marked:
            continue
        marks = [Mark(category.key, category.name, category.style) for category in measure.categories]
        columns = (getattr(one.spans, name).tolist() for name in ("unit", "start", "end", "category"))
        for unit, start, end, category in zip(*columns, strict=True):
            if unit in spans:
                spans[unit].append((start, end, marks[category]))
    return {unit: _marked(text, spans[unit]) for unit, text in texts.items()}


def _marked(text: str, spans: list[tuple[int, int, Mark]]) -> list[Marked]:
    """Return a text in pieces; each piece that lies in spans has their marks."""
    waiting = sorted(spans, key=lambda span: span[0], reverse=True)
    open_: list[tuple[int, Mark]] = []
    pieces = []
    for a, b in cut_at(text, [(start, end) for start, end, _ in spans]):
        while waiting and waiting[-1][0] <= a:
            _, end, mark = waiting.pop()
            open_.append((end, mark))
        open_ = [(end, mark) for end, mark in open_ if end >= b]
        ending = tuple(dict.fromkeys(mark.category for end, mark in open_ if end == b))
        pieces.append(Marked(text[a:b], tuple(dict.fromkeys(mark for _, mark in open_)), ending))
    return pieces


def events_shown(choice: Choice, articles: Sequence[ArticleShown], alignments: Sequence[Alignment]) -> list[EventShown]:
    """Return the events of the chosen articles, each with its articles by outlet."""
    aligned = {alignment.event_id: alignment for alignment in alignments}
    shown = []
    for number, event_id in enumerate(choice.events):
        own = sorted((one for one in articles if one.event_number == number), key=lambda one: one.published or "9")
        by_outlet: dict[str, list[ArticleShown]] = {one.outlet: [] for one in sorted(own, key=lambda one: one.outlet)}
        for one in own:
            by_outlet[one.outlet].append(one)
        title = textwrap.shorten("".join(piece.text for piece in own[0].headline), _TITLE, placeholder=" …")
        facts, method = _facts(aligned.get(event_id))
        shown.append(EventShown(number, event_id, title, list(by_outlet.items()), len(own), facts, method))
    return shown


def _facts(alignment: Alignment | None) -> tuple[list[FactShown], str]:
    """Return the facts that two outlets or more tell, the most widely told first, and how they were found."""
    if alignment is None:
        return [], ""
    common = alignment.facts.loc[alignment.facts["n_outlets"] >= 2, "fact_id"].tolist()
    return facts_shown(alignment, common[:MAX_FACTS]), alignment.method
