"""What the sections of a report hold, as plain values for the template.

Contents: `Overview`, `Findings`, `Finding`, `HeadlinePart`, `Method` and the functions that make them.
"""

import inspect
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from toolkit.comparison.coverage import Coverage
from toolkit.comparison.means import outlet_means
from toolkit.comparison.result import Comparison, signed
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.schema import PARTS
from toolkit.lexicons.lexicon import Lexicon
from toolkit.measure import Measure
from toolkit.options import count
from toolkit.plots.comparison import CLEAR, UNBOUNDED, UNCLEAR, UNKNOWN, status
from toolkit.plots.style import shortened
from toolkit.report.evidence import EvidenceOf, Group
from toolkit.report.figures import Chart, Picture, comparison_chart, headline_picture
from toolkit.report.lines import day

MAX_EVENTS = 200  # rows of the table of events
MAX_OUTLET_COLUMNS = 12  # of the table of events; with more outlets they are listed in one column
MAX_SET_ASIDE = 50
MAX_HEADLINE_FIGURES = 2
MAX_CLEAR = 12  # clear rows that are not folded

Rows = list[dict[Hashable, Any]]


@dataclass(frozen=True)
class Table:
    """Columns and rows of text; `numeric` names the columns that are set to the right."""

    columns: list[str]
    rows: list[list[str]]
    numeric: frozenset[str] = frozenset()


# ---- What was compared -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Overview:
    """The corpus in numbers."""

    first: str
    last: str
    parts: list[tuple[str, int]]
    coverage: list[tuple[int, int]]
    events: Table
    n_events_hidden: int
    n_without_event: int


def overview(corpus: Corpus) -> Overview:
    """Return what a corpus holds: dates, parts, and which outlet covered which event."""
    dates = corpus.column("published").dropna()
    pairs = pd.DataFrame({"article": corpus.parts.article, "part": corpus.parts.part}).drop_duplicates()
    n_parts = np.bincount(pairs["part"], minlength=len(PARTS))
    known = corpus.articles.assign(outlet=corpus.column("outlet"), event_id=corpus.column("event_id"))
    per_event = known.dropna(subset=["event_id"]).groupby("event_id")["outlet"].nunique()
    coverage = per_event.value_counts().sort_index(ascending=False)
    table, n_hidden = _events(corpus)
    return Overview(
        first=day(dates.min() if len(dates) else None), last=day(dates.max() if len(dates) else None),
        parts=[(part, int(n)) for part, n in zip(PARTS, n_parts, strict=True)],
        coverage=[(int(k), int(n)) for k, n in coverage.items()], events=table, n_events_hidden=n_hidden,
        n_without_event=int(corpus.column("event_id").isna().sum()),
    )  # fmt: skip


def _events(corpus: Corpus) -> tuple[Table, int]:
    """Return one row an event with the number of articles of each outlet, and how many events did not fit."""
    articles = pd.DataFrame({
        name: corpus.column(name) for name in ("event_id", "outlet", "published", "headline")
    })  # fmt: skip
    articles = articles.sort_values("published", kind="stable", na_position="last").dropna(subset=["event_id"])
    outlets = corpus.outlets
    columns = outlets if len(outlets) <= MAX_OUTLET_COLUMNS else ["outlets"]
    rows = []
    for event, group in articles.groupby("event_id", sort=False):
        counts = {str(outlet): int(n) for outlet, n in group["outlet"].value_counts().sort_index().items()}
        first = group.iloc[0]
        title = "" if pd.isna(first["headline"]) else shortened(first["headline"], 120)
        cells = [str(counts.get(outlet, "–")) for outlet in outlets] if columns == outlets else [_listed(counts)]
        rows.append([shortened(event, 60), day(first["published"]), title, *cells, str(len(group))])
    if columns != outlets:
        rows.sort(key=lambda row: -int(row[-1]))  # many outlets mean many events that one of them covered alone
    numeric = frozenset([*(columns if columns == outlets else ()), "all"])
    table = Table(["event", "first article", "its headline", *columns, "all"], rows[:MAX_EVENTS], numeric)
    return table, max(0, len(rows) - MAX_EVENTS)


def _listed(counts: Mapping[str, int]) -> str:
    """Return names with numbers above one in brackets, such as "Gulf Daily (2), Evening Wire"."""
    return ", ".join(name if n == 1 else f"{name} ({n})" for name, n in counts.items())


# ---- Findings ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Finding:
    """One row of a comparison: its sentence, cut before the interval, and the lines behind it."""

    claim: str
    interval: str
    status: str
    groups: list[Group]


@dataclass(frozen=True)
class Findings:
    """One comparison: heading, figure, rows by what can be said of them, table, outlets with too few events."""

    anchor: str
    heading: str
    about: str
    chart: Chart
    clear: list[Finding]
    unclear: list[Finding]
    unknown: list[Finding]
    table: Table
    left_out: str
    n_left_out: int
    n_outlets: int
    by_chance: float
    n_small_q: int
    level: str

    @property
    def n_rows(self) -> int:
        """Number of rows of the comparison."""
        return len(self.clear) + len(self.unclear) + len(self.unknown)


def findings(coverage: Coverage, *, heading: str, anchor: str, plots: bool, n_lines: int) -> Findings:
    """Return what a report says of one comparison."""
    comparison, left_out = coverage.shown, coverage.left_out
    rows = comparison.table.to_dict("records")
    evidence = EvidenceOf(comparison)
    found = [
        Finding(*cut_interval(sentence), status(row), evidence.groups(row, limit=n_lines))
        for row, sentence in sorted(zip(rows, comparison.sentences(), strict=True), key=_by_p)
    ]
    of = {kind: [one for one in found if one.status == kind] for kind in (CLEAR, UNCLEAR, UNBOUNDED, UNKNOWN)}
    n_bounded = len(of[CLEAR]) + len(of[UNCLEAR])
    return Findings(
        anchor=anchor, heading=heading, about=paragraphs_of(comparison.measurement.measure)[0],
        chart=comparison_chart(comparison) if plots else Chart(None, [], []),
        clear=of[CLEAR], unclear=of[UNCLEAR], unknown=of[UNBOUNDED] + of[UNKNOWN],
        table=comparison_table(comparison.table), left_out=", ".join(f"{name} ({n})" for name, n in left_out.items()),
        n_left_out=len(left_out), n_outlets=len(left_out) + comparison.table["outlet"].nunique(),
        by_chance=(1 - comparison.level) * n_bounded,
        n_small_q=sum(row["q"] <= 1 - comparison.level for row in rows), level=f"{comparison.level:.0%}",
    )  # fmt: skip


def _by_p(pair: tuple[dict[Hashable, Any], str]) -> float:
    """Order rows so that those come first which chance would least often make."""
    return float("inf") if np.isnan(pair[0]["p"]) else float(pair[0]["p"])


def cut_interval(sentence: str) -> tuple[str, str]:
    """Return what a sentence claims, and the interval in brackets at its end."""
    claim, bracket, interval = sentence.rpartition(" [")
    return (claim, f"[{interval}") if bracket and sentence.count("]") else (sentence, "")


def headings(comparisons: Sequence[Comparison]) -> list[str]:
    """Return a different heading for each comparison: its measure, the outlets of a pair, a number if needed."""
    names: list[str] = []
    for comparison in comparisons:
        row = comparison.table.iloc[0]
        name = comparison.measurement.title.replace("-", " ").capitalize()
        if len(set(comparison.table["outlet"])) == 1:
            name = f"{name}: {row['outlet']} and {row['reference']}"
        names.append(name)
    return [f"{name} ({names[:i].count(name) + 1})" if names.count(name) > 1 else name for i, name in enumerate(names)]


def comparison_table(table: pd.DataFrame) -> Table:
    """Return the table of a comparison as text."""
    columns = ["category", "outlet", "estimate", "low", "high", "p", "q", "n_events", "n_articles"]
    rows = [[_cell(name, row[name]) for name in columns] for row in table.to_dict("records")]
    shown = ["category", "outlet", "estimate", "low", "high", "p", "q", "events", "articles"]
    return Table(shown, rows, frozenset(shown[2:]))


def means_table(comparisons: Iterable[Comparison]) -> Table:
    """Return the means of all comparisons as text."""
    columns = ["measure", "category", "unit", "outlet", "value", "n_events", "n_articles"]
    rows = [
        [_cell(name, row[name]) for name in columns]
        for comparison in comparisons
        for row in outlet_means(comparison).to_dict("records")
    ]
    shown = ["measure", "category", "unit", "outlet", "mean", "events", "articles"]
    return Table(shown, rows, frozenset(shown[4:]))


def _cell(column: str, value: Any) -> str:
    """Return a value as a reader wants it: signs on differences, three decimals on p, a dash for not known."""
    if not isinstance(value, float):
        return str(value)
    if np.isnan(value):
        return "–"
    if column in ("p", "q"):
        return f"{value:.3f}" if value >= 0.001 else "<0.001"
    return signed(value) if column in ("estimate", "low", "high", "difference") else f"{value:.3g}"


# ---- Headline against body ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HeadlinePart:
    """One measurement: what its headlines and stories differ in."""

    heading: str
    pictures: list[Picture]
    clear: list[tuple[str, str]]
    n_rows: int
    table: Table
    unit_resampled: str


def headline_part(table: pd.DataFrame, *, heading: str, level: float, plots: bool) -> HeadlinePart:
    """Return what a report says of a table made by `headline_body`."""
    clear = table[(table["low"] > 0) | (table["high"] < 0)]
    drawn = clear["category"].value_counts(sort=True).index[:MAX_HEADLINE_FIGURES] if plots else []
    columns = ["category", "outlet", "headline", "body", "difference", "low", "high", "n_articles", "n_events"]
    rows = [[_cell(name, row[name]) for name in columns] for row in table.to_dict("records")]
    shown = ["category", "outlet", "headline", "story", "difference", "low", "high", "articles", "events"]
    return HeadlinePart(
        heading=heading, pictures=[headline_picture(table[table["category"] == name]) for name in drawn],
        clear=[cut_interval(headline_sentence(row, level)) for row in clear.to_dict("records")],
        n_rows=int(table["low"].notna().sum()), table=Table(shown, rows, frozenset(shown[2:])),
        unit_resampled=str(table["unit_resampled"].iloc[0]),
    )  # fmt: skip


def headline_sentence(row: dict[Hashable, Any], level: float) -> str:
    """Return one row of `headline_body` in words."""
    unit = "" if row["unit"] == row["category"] else f" {row['unit']}"
    return (
        f"{row['category']}: {row['outlet']}, headlines minus stories = {signed(row['difference'])}{unit} "
        f"[{level:.0%} interval {signed(row['low'])} to {signed(row['high'])}; {count(row['n_articles'], 'article')}]"
    )


# ---- Methods -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Method:
    """How one comparison came about."""

    heading: str
    paragraphs: list[str]
    settings: list[tuple[str, str]]
    lexicons: list[Lexicon]
    signature: str
    corpus_signature: str


def method(comparison: Comparison, heading: str) -> Method:
    """Return how a comparison came about: what the measure says of itself, settings, lexicons, signatures."""
    measure = comparison.measurement.measure
    settings = {**measure.settings, **comparison.settings}
    shown = [(key.replace("_", " "), _setting(value)) for key, value in settings.items() if value not in (None, ())]
    return Method(
        heading=heading, paragraphs=paragraphs_of(measure), settings=shown, lexicons=list(measure.lexicons),
        signature=comparison.signature, corpus_signature=comparison.measurement.signature,
    )  # fmt: skip


def _setting(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def paragraphs_of(measure: Measure) -> list[str]:
    """Return the paragraphs of a measure's documentation that come before its parameters."""
    text = re.split(r"\n(?:Parameters\n-+|References:|Examples\n-+)", inspect.getdoc(type(measure)) or "")[0]
    pieces = re.split(r"\n\n|\n(?=- )", text)  # the items of a list stay apart
    return [" ".join(piece.split()) for piece in pieces if piece.strip()] or [measure.name]


def cited(comparisons: Iterable[Comparison], others: Iterable[str] = ()) -> list[str]:
    """Return the keys of the works that the measures, lexicons and methods of the comparisons name, and others."""
    keys = {"entman1993", "hesterberg2015", "benjamini1995", *others}
    for measure in (comparison.measurement.measure for comparison in comparisons):
        keys.update(measure.references)
        keys.update(c.reference for lexicon in measure.lexicons for c in lexicon.categories if c.reference)
    return sorted(keys)
