"""What stance, sentiment and framing measures share: find evidence, then count it.

A measure is a frozen dataclass of settings. Called on a corpus it returns a `Measurement`: scores, and the
evidence behind every score. `measure_all` runs several measures in one pass over the texts.

Conventions: value = per * amount / exposure; 0 means looked and found none, NaN means there was nothing to look
in; scores are kept for each part of an article (headline, lead, body, caption) and can be summed over parts.

Contents: `Scale`, `Measure`, `Measurement`, `measure_all`.
"""

import warnings
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from tqdm.auto import tqdm

from toolkit.corpus.corpus import Corpus, split_parts
from toolkit.corpus.language import in_language
from toolkit.corpus.schema import PARTS, STORY
from toolkit.errors import LanguageWarning, OptionError
from toolkit.evidence import MODALITIES, VOICES, Evidence, Reading
from toolkit.lexicons.lexicon import Entry, Lexicon
from toolkit.lexicons.matcher import Matcher
from toolkit.lexicons.shipped import load_lexicon
from toolkit.options import check_option
from toolkit.text.tokens import iter_batches, tokenize
from toolkit.text.vocabulary import Vocabulary

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]


def program_version() -> str:
    """Return the version of the toolkit."""
    try:
        return version("media-framing-toolkit")
    except PackageNotFoundError:  # used from a checkout that was not installed
        return "unknown"


@dataclass(frozen=True)
class Scale:
    """How to read a value: its unit, the factor on amount / exposure, its bounds, what higher values mean."""

    unit: str
    per: float
    low: float
    high: float
    higher: str


PER_1000_WORDS = Scale("per 1,000 words", 1000.0, 0.0, 1000.0, "more such words")


@dataclass(frozen=True)
class Measure(ABC):
    """Base of all measures: settings in, `Measurement` out.

    A measure says which `categories` it scores, on which `scale`, and how it finds evidence. Everything else
    (reading the corpus, adding up, tables) is done here once.
    """

    name: ClassVar[str]
    references: ClassVar[tuple[str, ...]] = ()
    language: ClassVar[str] = "en"  # empty for a measure that reads any language

    @property
    @abstractmethod
    def categories(self) -> tuple[str, ...]:
        """What is scored, in the order of the columns."""

    @property
    def lexicons(self) -> tuple[Lexicon, ...]:
        """The lexicons whose matches the measure uses."""
        return ()

    def scale(self, category: str) -> Scale:
        """Return how the values of a category are read."""
        return PER_1000_WORDS

    @property
    def reads(self) -> str:
        """The language of the articles that are measured."""
        return self.language

    def prepared(self, corpus: Corpus) -> "Measure":
        """Return the measure with what it has to know of the whole corpus first; itself by default."""
        return self

    @abstractmethod
    def find(self, reading: Reading) -> Evidence:
        """Return the evidence in a batch; this is the idea of the measure."""

    def amounts(self, reading: Reading) -> Floats | None:
        """Return the sums of the evidence without the evidence, where every word is some; None where it is kept.

        One row a unit and one column a category. Evidence of such a measure is found again when it is asked for.
        """
        return None

    def exposure(self, reading: Reading) -> Floats:
        """Return for each unit how much text could have held evidence; the number of words by default."""
        return reading.tokens.n_words.astype(np.float64)

    def tally(self, evidence: Evidence, exposure: Floats) -> tuple[Floats, Floats]:
        """Return amounts and exposures, one row a unit and one column a category."""
        amount = add_up(evidence, len(exposure), len(self.categories))
        return amount, np.repeat(exposure[:, None], len(self.categories), axis=1)

    @property
    def settings(self) -> dict[str, Any]:
        """The settings as plain values; lexicons, actors, trained engines and the like by their signatures."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: getattr(value, "signature", value) for name, value in values.items()}

    @property
    def signature(self) -> str:
        """The measure with its settings and lexicons; equal signatures mean equal numbers on equal texts."""
        parts = [f"{key}={value}" for key, value in sorted(self.settings.items()) if value is not None]
        parts += sorted({lexicon.signature for lexicon in self.lexicons})
        return f"{self.name}({', '.join(parts)})"

    def review(self, measurement: "Measurement") -> None:  # noqa: B027 (most measures have nothing to say)
        """Warn of what a user should know of the whole result; called once at the end."""

    def __call__(self, corpus: Corpus) -> "Measurement":
        """Measure a corpus."""
        return measure_all(corpus, [self])[0]


def add_up(evidence: Evidence, n_units: int, n_categories: int) -> Floats:
    """Sum the weights of the evidence: one row a unit, one column a category."""
    cell = evidence.unit.astype(np.int64) * n_categories + evidence.category
    total: Floats = np.bincount(cell, weights=evidence.weight, minlength=n_units * n_categories).astype(np.float64)
    return total.reshape(n_units, n_categories)


@dataclass(frozen=True, eq=False)
class Measurement:
    """What a measure found in a corpus.

    `scores` and `evidence` are tables; `spans` holds the evidence as arrays. `unit_article` and `unit_part` tell
    for each unit the row of the articles table and the part; `looked_in` how much text could have held evidence;
    `amount` and `exposure` have one row a unit and one column a category. `found` is the evidence, or None if it is so
    much that it is found again when asked for. `restriction` says to which words it was restricted afterwards, such as
    those of one voice.
    """

    measure: Measure
    corpus: Corpus
    unit_article: Ints
    unit_part: npt.NDArray[np.int8]
    looked_in: Floats
    amount: Floats
    exposure: Floats
    found: Evidence | None
    entries: Sequence[Entry]
    restriction: str = ""

    # How an outlet's articles on one event can be taken together: the mean of their values, or the rate of their sums.
    pools: ClassVar[tuple[str, ...]] = ("mean", "sum")
    # Whether values can be had for parts of articles.
    has_parts: ClassVar[bool] = True

    @property
    def title(self) -> str:
        """The name of the measure, with what it was restricted to, such as a voice."""
        return f"{self.measure.name} ({self.restriction})" if self.restriction else self.measure.name

    @cached_property
    def spans(self) -> Evidence:
        """The evidence as arrays, found again if it was not kept."""
        if self.found is not None:
            return self.found
        (again,) = _read(self.corpus, [self.measure], keep=True)
        return again.found if again.found is not None else Evidence.none()

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories scored."""
        return self.measure.categories

    @property
    def signature(self) -> str:
        """Measure, settings, lexicons, corpus and program version: equal signatures mean equal numbers."""
        whole = f"{self.measure.signature} | {self.corpus.name} {self.corpus.checksum} | toolkit {program_version()}"
        return f"{whole} | {self.restriction}" if self.restriction else whole

    def value(self, amount: Floats, exposure: Floats) -> Floats:
        """Return per * amount / exposure, NaN where there is no exposure."""
        per = np.array([self.measure.scale(category).per for category in self.categories])
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(exposure > 0, per * amount / exposure, np.nan)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """One row for each article, part and category: article_id, outlet, event_id, part, category, amount,
        exposure, value. Parts that an article does not have are left out."""
        keys = self._keys(self.unit_article)
        keys["part"] = pd.Categorical.from_codes(self.unit_part, categories=list(PARTS))
        return self._long(keys, self.amount, self.exposure, self.value(self.amount, self.exposure))

    def article_scores(self, *, parts: Iterable[str] = STORY) -> pd.DataFrame:
        """Return one row for each article and category, amounts and exposures summed over the given parts."""
        amount, exposure = self.article_totals(parts=parts)
        keys = self._keys(np.arange(len(self.corpus), dtype=np.int32))
        return self._long(keys, amount, exposure, self.article_values(parts=parts))

    def article_values(self, *, parts: Iterable[str] = STORY) -> Floats:
        """Return the values of whole articles, one row an article and one column a category."""
        return self.value(*self.article_totals(parts=parts))

    def article_totals(self, *, parts: Iterable[str] = STORY) -> tuple[Floats, Floats]:
        """Return amounts and exposures of whole articles, one row an article and one column a category."""
        chosen = [PARTS.index(check_option("parts", part, PARTS)) for part in parts]
        if not chosen:
            raise OptionError("`parts` must name at least one part, such as ('headline',).")
        rows = np.isin(self.unit_part, chosen)
        shape = (len(self.corpus), len(self.categories))
        amount, exposure = np.zeros(shape), np.zeros(shape)
        np.add.at(amount, self.unit_article[rows], self.amount[rows])
        np.add.at(exposure, self.unit_article[rows], self.exposure[rows])
        return amount, exposure

    def _keys(self, rows: Ints) -> pd.DataFrame:
        columns = ("article_id", "outlet", "event_id")
        return pd.DataFrame({column: self.corpus.column(column).to_numpy()[rows] for column in columns})

    def _long(self, keys: pd.DataFrame, amount: Floats, exposure: Floats, value: Floats) -> pd.DataFrame:
        """Lay out one row for each row of `keys` and category."""
        n = len(self.categories)
        table = keys.loc[keys.index.repeat(n)].reset_index(drop=True)
        codes = np.tile(np.arange(n), len(keys))
        table["category"] = pd.Categorical.from_codes(codes, categories=list(self.categories))
        table["amount"], table["exposure"] = amount.ravel(), exposure.ravel()
        table["value"] = value.ravel()
        return table

    def reweighted(self, weight: npt.NDArray[np.floating]) -> "Measurement":
        """Return the measurement as it were if its spans weighed something else, such as 0 for those in quotations.

        Amounts are added up anew; how much text could have held evidence stays as it was.
        """
        spans = self.spans.with_weight(weight)
        amount, exposure = self.measure.tally(spans, self.looked_in)
        return replace(self, found=spans, amount=amount, exposure=exposure)

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """One row a span: article_id, outlet, part, sentence, start, end, match, category, weight, voice,
        negated, modal, pattern and, if the measure's lexicons name any, neutral: what could have been written
        instead. Offsets are code points into the text of the part."""
        spans = self.spans
        article = self.unit_article[spans.unit]
        part = self.unit_part[spans.unit]
        table = self._keys(article)[["article_id", "outlet"]]
        table["part"] = pd.Categorical.from_codes(part, categories=list(PARTS))
        for column in ("sentence", "start", "end"):
            table[column] = getattr(spans, column)
        table["match"] = self.matches(np.arange(len(spans)))
        table["category"] = pd.Categorical.from_codes(spans.category, categories=list(self.categories))
        table["weight"] = spans.weight.astype(float)
        table["voice"] = pd.Categorical.from_codes(spans.voice, categories=list(VOICES))
        table["negated"] = spans.negated
        table["modal"] = pd.Categorical.from_codes(spans.modal, categories=list(MODALITIES))
        entries = [self.entries[entry] if entry >= 0 else Entry("") for entry in spans.entry.tolist()]
        table["pattern"] = [entry.pattern for entry in entries]
        if any(lexicon.has_neutral for lexicon in self.measure.lexicons):
            table["neutral"] = [entry.neutral_text for entry in entries]
        return table

    @cached_property
    def texts(self) -> list[str]:
        """The text of every unit."""
        return self.corpus.parts.texts

    def matches(self, rows: npt.NDArray[np.int64]) -> list[str]:
        """Return the matched words of the given rows of evidence."""
        spans, texts = self.spans.take(rows), self.texts
        places = zip(spans.unit.tolist(), spans.start.tolist(), spans.end.tolist(), strict=True)
        return [texts[unit][start:end] for unit, start, end in places]

    def __repr__(self) -> str:
        return describe_measurement(self)


def describe_measurement(measurement: Measurement) -> str:
    """Return a line a category: mean over articles, with its unit and the number of spans behind it.

    Categories that are computed from others, such as a total, have no spans of their own, and none are told.
    """
    values, amount = measurement.article_values(), measurement.article_totals()[0]
    found = measurement.found
    n_spans = np.bincount(found.category, minlength=len(measurement.categories)) if found is not None else None
    lines = [f"Measurement {measurement.title!r} on {measurement.corpus.name!r}"]
    for column, category in enumerate(measurement.categories):
        known = values[~np.isnan(values[:, column]), column]
        mean = f"{known.mean():.3g}" if len(known) else "NaN"
        unit = measurement.measure.scale(category).unit
        evidence = ", every word is evidence"
        if n_spans is not None:
            own = n_spans[column] > 0 or not amount[:, column].any()
            evidence = f", {n_spans[column]} spans" if own else ""
        lines.append(f"  {category:<16} mean {mean} {unit}, {len(known)} articles{evidence}")
    return "\n".join(lines)


class _Collector:
    """The growing results of one measure while batches go by."""

    def __init__(self, measure: Measure, *, keep: bool) -> None:
        self.measure = measure
        self.keep = keep
        self.looked_in: list[Floats] = []
        self.amounts: list[Floats] = []
        self.exposures: list[Floats] = []
        self.spans: list[Evidence] | None = []

    def add(self, reading: Reading, n_before: int, readable: npt.NDArray[np.bool_]) -> None:
        """Measure a batch; units in a language that the measure does not know have nothing to look in."""
        exposure = np.where(readable, self.measure.exposure(reading), 0.0)
        self.looked_in.append(exposure)
        amount = None if self.keep else self.measure.amounts(reading)
        if amount is not None:
            self.spans = None
            amount = np.where(readable[:, None], amount, 0.0)
            exposure = np.broadcast_to(exposure[:, None], amount.shape)
        else:
            evidence = self.measure.find(reading).in_order()
            if not readable.all():
                evidence = evidence.take(readable[evidence.unit])
            amount, exposure = self.measure.tally(evidence, exposure)
            if self.spans is not None:
                self.spans.append(evidence.moved(n_before))
        self.amounts.append(amount)
        self.exposures.append(exposure)


def measure_all(corpus: Corpus, measures: Sequence[Measure]) -> list[Measurement]:
    """Run several measures on a corpus in one pass over its texts.

    Parameters
    ----------
    corpus : the articles.
    measures : the measures; their lexicons are matched together.

    Returns
    -------
    One `Measurement` a measure, in the order given. The numbers are the same as those of each measure alone. Articles
    in a language that a measure does not know have NaN, and a LanguageWarning says how many.
    """
    _warn_of_languages(corpus, measures)
    measurements = _read(corpus, [measure.prepared(corpus) for measure in measures], keep=False)
    for measurement in measurements:
        measurement.measure.review(measurement)
    return measurements


def _read(corpus: Corpus, measures: Sequence[Measure], *, keep: bool) -> list[Measurement]:
    """Run measures that are prepared for the corpus; `keep` all evidence, however much it is."""
    vocabulary = Vocabulary()
    lexicons = _distinct([load_lexicon("scopes"), *(lex for measure in measures for lex in measure.lexicons)])
    matcher = Matcher(lexicons, vocabulary)
    collectors = [_Collector(measure, keep=keep) for measure in measures]
    readable = _readable(corpus, measures)
    articles, parts, n_units = [], [], 0
    text_lengths = [len(text) for text in corpus.articles["text"]]
    batches = list(iter_batches(text_lengths))
    for rows in tqdm(batches, desc="reading articles", unit="batch", delay=2, leave=False):
        batch = split_parts(corpus.articles.iloc[rows])
        tokens = tokenize(batch.texts, vocabulary=vocabulary)
        reading = Reading(batch, tokens, matcher, matcher.match(tokens), corpus.articles.iloc[rows])
        for collector in collectors:
            collector.add(reading, n_units, readable[collector.measure.reads][batch.article + rows.start])
        articles.append(batch.article + np.int32(rows.start))
        parts.append(batch.part)
        n_units += len(batch)
    entries = matcher.compiled.entries
    unit_article = np.concatenate(articles) if articles else np.empty(0, dtype=np.int32)
    unit_part = np.concatenate(parts) if parts else np.empty(0, dtype=np.int8)
    return [_finish(collector, corpus, unit_article, unit_part, entries) for collector in collectors]


def _readable(corpus: Corpus, measures: Sequence[Measure]) -> dict[str, npt.NDArray[np.bool_]]:
    """Tell for each language that a measure reads which articles are in it; a measure without language reads all."""
    every = np.ones(len(corpus), dtype=np.bool_)
    languages = dict.fromkeys(measure.reads for measure in measures)
    return {language: in_language(corpus, language) if language else every for language in languages}


def _warn_of_languages(corpus: Corpus, measures: Sequence[Measure]) -> None:
    """Say which measures do not know the language of some articles."""
    for language, known in _readable(corpus, measures).items():
        if not known.all():
            names = ", ".join(measure.name for measure in measures if measure.reads == language)
            first = corpus.articles["article_id"][~known].iloc[0]
            stated = corpus.column("language")[~known].fillna("not stated").value_counts()
            languages = ", ".join(f"{code} {n:,}" for code, n in stated.items())
            warnings.warn(
                f"{int((~known).sum())} of {len(corpus)} articles are not in the language {language!r}, the only one "
                f"that these measures know: {names}. Their values are NaN there (language: {languages}; first: "
                f"{first!r}). If the column `language` is wrong, correct it.",
                LanguageWarning,
                stacklevel=3,
            )


def _finish(
    collector: _Collector,
    corpus: Corpus,
    unit_article: Ints,
    unit_part: npt.NDArray[np.int8],
    entries: Sequence[Entry],
) -> Measurement:
    n_categories = len(collector.measure.categories)
    nothing = np.empty((0, n_categories))
    return Measurement(
        measure=collector.measure,
        corpus=corpus,
        unit_article=unit_article,
        unit_part=unit_part,
        looked_in=np.concatenate([np.empty(0), *collector.looked_in]),
        amount=np.concatenate([nothing, *collector.amounts]),
        exposure=np.concatenate([nothing, *collector.exposures]),
        found=None if collector.spans is None else Evidence.joined([Evidence.none(), *collector.spans]),
        entries=entries,
    )


def _distinct(lexicons: Iterable[Lexicon]) -> list[Lexicon]:
    """Return each lexicon object once."""
    return list({id(lexicon): lexicon for lexicon in lexicons}.values())
