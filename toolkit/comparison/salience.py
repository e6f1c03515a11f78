"""How early in an article evidence stands, and how much of the article it takes.

Two articles can use the same words equally often, one in its headline and first sentences, the other near its end,
where fewer readers come.

Conventions: the story is lead and body; a position is the share of the story's characters that stand before a span (0
at its beginning, 1 at its end); spans without weight, such as negated ones of the force axis, do not count.

Contents: `salience`, `Salience`, `SalienceAspect`, `ASPECTS`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.derived import DerivedMeasure, derive
from toolkit.corpus.printable import printable
from toolkit.corpus.schema import PARTS, STORY
from toolkit.errors import OptionError
from toolkit.measure import Floats, Measurement, Scale
from toolkit.options import check_option, count
from toolkit.text.tokens import iter_batches, tokenize

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

_HEADLINE, _LEAD, _BODY = (PARTS.index(part) for part in STORY)
ASPECTS = {
    "first_position": Scale("share of the story before the first span", 1.0, 0.0, 1.0, "a later first mention"),
    "mean_position": Scale("share of the story before a span", 1.0, 0.0, 1.0, "mentions further down"),
    "share_of_sentences": Scale("share of the story's sentences", 1.0, 0.0, 1.0, "more of the story"),
    "in_headline": Scale("share of articles with it in the headline", 1.0, 0.0, 1.0, "more headlines"),
    "in_lead": Scale("share of articles with it in the lead", 1.0, 0.0, 1.0, "more leads"),
}
SALIENCE_COLUMNS = ("article_id", "outlet", "event_id", "category", "n_spans", *ASPECTS)


def salience(measurement: Measurement) -> "Salience":
    """Tell where in each article the evidence of a category stands, and in how many of its sentences.

    first_position = characters of the story before the first span / characters of the story; mean_position = the mean
    of the same over all spans in the story; share_of_sentences = sentences of the story with a span / its sentences.

    Higher positions mean later in the story: lower ones are more salient. Do not compare positions of articles of very
    different length without a look at `share_of_sentences` and at the texts: the third sentence is half way through a
    brief and at the beginning of a long report.

    Parameters
    ----------
    measurement : what a measure with spans returned.

    Returns
    -------
    A `Salience`: its `table` has one row for each article and category, and `salience["first_position"]` is a
    measurement that `compare` takes. Categories without any span in the corpus, such as a balance, are left out.
    Positions are NaN in articles without a span in the story, in_headline and in_lead where there is no such part, and
    everything where the measure cannot read the article.

    Raises
    ------
    OptionError : the measurement holds no evidence at all.
    """
    used = np.flatnonzero(np.bincount(measurement.spans.category, minlength=len(measurement.categories)))
    if not len(used):
        raise OptionError(f"The measure {measurement.measure.name!r} found no evidence, so none of it has a place.")
    return Salience(measurement, tuple(measurement.categories[category] for category in used))


@dataclass(frozen=True)
class SalienceAspect(DerivedMeasure):
    """One aspect of where evidence stands in articles; see `salience`.

    first_position = characters of the story before the first span / characters of the story; mean_position = the mean
    of the same over all spans in the story; share_of_sentences = sentences of the story with a span / its sentences;
    in_headline, in_lead = 1 where there is a span in it, else 0.

    Higher values mean later in the story for positions, and more of it for shares. Do not compare one category with
    another: word lists differ in how common their words are.

    Parameters
    ----------
    of : the measure.
    aspect : first_position, mean_position, share_of_sentences, in_headline or in_lead.
    with_spans : the categories that have evidence.
    """

    name: ClassVar[str] = "salience"

    aspect: str = "first_position"
    with_spans: tuple[str, ...] = ()

    @property
    def categories(self) -> tuple[str, ...]:
        """Those with evidence."""
        return self.with_spans

    def scale(self, category: str) -> Scale:
        """That of the aspect."""
        return ASPECTS[self.aspect]


@dataclass(frozen=True, eq=False)
class Salience:
    """Where the evidence of a measurement stands.

    `table` has one row for each article and category: article_id, outlet, event_id, category, n_spans,
    first_position, mean_position, share_of_sentences, in_headline, in_lead. `by_outlet` has their means over articles.
    An aspect in brackets, `salience["in_headline"]`, gives a measurement that `compare` takes.
    """

    measurement: Measurement
    categories: tuple[str, ...]

    def __getitem__(self, aspect: str) -> Measurement:
        values = self._values[check_option("aspect", aspect, ASPECTS)]
        measure = SalienceAspect(self.measurement.measure, aspect, self.categories)
        return derive(self.measurement, measure, values, np.nan_to_num(values), np.ones(values.shape))

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row for each article and category."""
        corpus, n = self.measurement.corpus, len(self.categories)
        table = pd.DataFrame({
            name: np.repeat(corpus.column(name).to_numpy(), n) for name in ("article_id", "outlet", "event_id")
        })  # fmt: skip
        table["category"] = pd.Categorical.from_codes(np.tile(np.arange(n), len(corpus)), list(self.categories))
        table["n_spans"] = self._n_spans.ravel()
        return table.assign(**{aspect: self._values[aspect].ravel() for aspect in ASPECTS})

    @cached_property
    def by_outlet(self) -> pd.DataFrame:
        """One row for each outlet and category: outlet, category, n_articles, n_with (articles with a span), and the
        means over articles of the columns of `table`."""
        table = self.table[self.table["share_of_sentences"].notna() & self.table["outlet"].notna()]
        table = table.assign(n_with=table["n_spans"] > 0)
        groups = table.groupby(["outlet", "category"], observed=True)
        means = groups[list(ASPECTS)].mean()
        counts = groups.agg(n_articles=("article_id", "size"), n_with=("n_with", "sum"))
        return counts.join(means).reset_index()

    def __repr__(self) -> str:
        return "\n".join(printable(_sentence(row)) for row in self.by_outlet.to_dict("records"))

    @cached_property
    def _places(self) -> "_Places":
        return _Places.of(self.measurement, self.categories)

    @cached_property
    def _n_spans(self) -> Numbers:
        """Number of spans in headline, lead and body: a row an article, a column a category."""
        return self._places.count(np.ones(len(self._places.part), dtype=np.bool_)).astype(np.int64)

    @cached_property
    def _values(self) -> dict[str, Floats]:
        """The aspects, each with one row an article and one column a category."""
        places, story = self._places, self._places.part != _HEADLINE
        n_in_story = places.count(story)
        n_sentences = _story_sentences(self.measurement)
        with np.errstate(divide="ignore", invalid="ignore"):
            values = {
                "first_position": np.where(n_in_story > 0, places.first(story), np.nan),
                "mean_position": places.total(story) / n_in_story,
                "share_of_sentences": places.n_sentences(story) / n_sentences[:, None],
                "in_headline": self._presence(_HEADLINE),
                "in_lead": self._presence(_LEAD),
            }
        read = _readable(self.measurement)[:, None]
        return {aspect: np.where(read, table, np.nan) for aspect, table in values.items()}

    def _presence(self, part: int) -> Floats:
        """Tell whether a part holds a span (1 or 0), NaN where the article has no such part."""
        there = np.zeros(len(self.measurement.corpus), dtype=np.bool_)
        there[self.measurement.unit_article[self.measurement.unit_part == part]] = True
        found = self._places.count(self._places.part == part) > 0
        return np.where(there[:, None], found.astype(float), np.nan)


@dataclass(frozen=True)
class _Places:
    """Where spans stand, one row a span of headline, lead or body: `cell` is article * n_categories + category."""

    shape: tuple[int, int]
    cell: Numbers
    part: npt.NDArray[np.int8]
    position: Floats
    sentence: Numbers

    @staticmethod
    def of(measurement: Measurement, categories: tuple[str, ...]) -> "_Places":
        """Find the places of all spans with weight."""
        spans, n = measurement.spans, len(categories)
        kept = (spans.weight != 0) & (measurement.unit_part[spans.unit] <= _BODY)
        spans = spans.take(kept)
        column = np.array([categories.index(c) if c in categories else -1 for c in measurement.categories])
        article, part = measurement.unit_article[spans.unit], measurement.unit_part[spans.unit]
        begin, length = _story_bounds(measurement)
        position = (measurement.corpus.parts.offset[spans.unit] + spans.start - begin[article]) / length[article]
        sentence = (spans.unit.astype(np.int64) << 32) | spans.sentence
        cell = article.astype(np.int64) * n + column[spans.category]
        return _Places((len(measurement.corpus), n), cell, part, position, sentence)

    def count(self, rows: Flags) -> Floats:
        """Count the chosen spans of each article and category."""
        return self._sum(self.cell[rows], None)

    def total(self, rows: Flags) -> Floats:
        """Add up the positions of the chosen spans."""
        return self._sum(self.cell[rows], self.position[rows])

    def first(self, rows: Flags) -> Floats:
        """Return the least position of the chosen spans, infinite without any."""
        least = np.full(self.shape[0] * self.shape[1], np.inf)
        np.minimum.at(least, self.cell[rows], self.position[rows])
        return least.reshape(self.shape)

    def n_sentences(self, rows: Flags) -> Floats:
        """Count the different sentences of the chosen spans."""
        pairs = np.unique(np.stack([self.cell[rows], self.sentence[rows]]), axis=1)
        return self._sum(pairs[0], None)

    def _sum(self, cell: Numbers, weight: Floats | None) -> Floats:
        total = np.bincount(cell, weights=weight, minlength=self.shape[0] * self.shape[1])
        return total.reshape(self.shape).astype(float)


def _story_bounds(measurement: Measurement) -> tuple[Numbers, Numbers]:
    """Return for each article where its story begins in its text, and its length in characters (1 if none)."""
    parts, n = measurement.corpus.parts, len(measurement.corpus)
    story = (parts.part == _LEAD) | (parts.part == _BODY)
    begin, end = np.full(n, np.iinfo(np.int64).max), np.zeros(n, dtype=np.int64)
    lengths = np.array([len(text) for text in parts.texts], dtype=np.int64)
    np.minimum.at(begin, parts.article[story], parts.offset[story])
    np.maximum.at(end, parts.article[story], (parts.offset + lengths)[story])
    begin = np.minimum(begin, end)
    return begin, np.maximum(end - begin, 1)


def _story_sentences(measurement: Measurement) -> Floats:
    """Return the number of sentences in the story of each article."""
    parts, total = measurement.corpus.parts, np.zeros(len(measurement.corpus))
    for rows in iter_batches([len(text) for text in parts.texts]):
        batch = parts.select(rows)
        story = (batch.part == _LEAD) | (batch.part == _BODY)
        np.add.at(total, batch.article[story], tokenize(batch.texts).n_sentences[story])
    return total


def _readable(measurement: Measurement) -> Flags:
    """Tell of each article whether the measure found anything to look in."""
    looked_in = np.bincount(
        measurement.unit_article, weights=measurement.looked_in, minlength=len(measurement.corpus)
    )  # fmt: skip
    return looked_in > 0


def _sentence(row: dict[str, object]) -> str:
    """Return in words where one category stands in the articles of one outlet."""
    shares = f"in {_percent(row['in_headline'])} of headlines, in {_percent(row['in_lead'])} of leads"
    where = f"the first at {_percent(row['first_position'])} of the story" if row["n_with"] else "nowhere"
    of = f"{row['n_with']} of {count(int(str(row['n_articles'])), 'article')}"
    return f"{row['category']}, {row['outlet']}: in {of}, {where}; {shares}."


def _percent(value: object) -> str:
    return "NaN" if np.isnan(float(str(value))) else f"{float(str(value)):.0%}"
