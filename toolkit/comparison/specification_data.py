"""What the specifications of a comparison have in common, made once: evidence, events, wire copy.

Texts are read once for all measures. Voice and negation only change what spans weigh, parts only which units are added
up, events and wire copy only which articles count.

Contents: `SpecificationData`, `unquoted`.
"""

import warnings
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.grid import Grid, Plan, effect_estimates, pair_estimate
from toolkit.comparison.outlets import compare
from toolkit.comparison.parts import PART_GROUPS
from toolkit.comparison.result import Comparison
from toolkit.comparison.specifications import AS_MEASURED, Specifications, settings_of
from toolkit.comparison.wire import left_out
from toolkit.corpus.corpus import Corpus
from toolkit.errors import MissingEventsError, SmallSampleWarning, WireCopyWarning
from toolkit.events.match import THRESHOLD, match_events
from toolkit.evidence import VOICES
from toolkit.measure import Floats, Measure, Measurement, measure_all
from toolkit.stance.in_voice import in_voice
from toolkit.stance.sources import find_sources
from toolkit.stance.sources_result import Sources

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]


def unquoted(measurement: Measurement) -> Flags:
    """Tell of each span whether it stands outside quotation marks."""
    return measurement.spans.voice != VOICES.index("quotation")


@dataclass(frozen=True)
class Column:
    """One category of one measurement: amounts and exposures by article, and the factor on their ratio."""

    amount: Floats
    exposure: Floats
    per: float

    @cached_property
    def values(self) -> Floats:
        """The value of each article, NaN where there is none."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.exposure > 0, self.per * self.amount / self.exposure, np.nan)


class SpecificationData:
    """Answers for any specification what each outlet did on each event, computing each part of the answer once."""

    def __init__(self, corpus: Corpus, specifications: Specifications) -> None:
        self.corpus = corpus
        self.specifications = specifications
        self.outlets = corpus.outlets
        self._measurements = self._measured()
        self._reweighted: dict[Any, Measurement] = {}
        self._columns: dict[Any, Column] = {}
        self._corpora: dict[Any, Corpus] = {}
        self._event_codes: dict[Any, Codes] = {}
        self._left_out: dict[str, Flags] = {}

    def _measured(self) -> dict[Any, Measurement]:
        """Measure the corpus with every measure that occurs, in one pass over its texts."""
        measures: dict[Any, Measure] = {}
        for number in range(len(self.specifications)):
            key, measure = self._variant(number)
            measures.setdefault(key, measure)
        return dict(zip(measures, measure_all(self.corpus, list(measures.values())), strict=True))

    def _variant(self, number: int) -> tuple[Any, Measure]:
        """Return the measure of a specification with its settings, and a key that is the same for the same ones."""
        chosen = self.specifications.values(number)
        measure: Measure = chosen["measure"][0]
        known = settings_of(measure)
        settings = {name: value for name, value in chosen.items() if name in known and value is not AS_MEASURED}
        if chosen["negated"] == "count" and "count_negated" in known:
            settings["count_negated"] = True
        # Lexicons compare by identity, so options are told apart by their numbers.
        columns = [i for i, c in enumerate(self.specifications.choices) if c.name == "measure" or c.name in known]
        key = (tuple(self.specifications.options[number, columns].tolist()), settings.get("count_negated"))
        return key, replace(measure, **settings) if settings else measure

    def measurement(self, number: int) -> Measurement:
        """Return the measurement of a specification, with spans weighed by its voice and negation."""
        key, _ = self._variant(number)
        chosen = self.specifications.values(number)
        voice, negated = chosen["voice"], chosen["negated"]
        if (key, voice, negated) not in self._reweighted:
            measurement = self._in_voice(self._measurements[key], voice)
            if negated == "drop":
                measurement = measurement.reweighted(measurement.spans.weight * ~measurement.spans.negated)
            self._reweighted[key, voice, negated] = measurement
        return self._reweighted[key, voice, negated]

    def _in_voice(self, measurement: Measurement, voice: str) -> Measurement:
        """Return the measurement with what counts in a voice; only `in_voice` counts anew how much text there was."""
        if voice == "all":
            return measurement
        if voice == "unquoted":
            return measurement.reweighted(measurement.spans.weight * unquoted(measurement))
        return in_voice(measurement, voice, sources=self._sources)

    @cached_property
    def _sources(self) -> Sources:
        """Who says what in the corpus, found once."""
        return find_sources(self.corpus)

    def column_key(self, number: int) -> Any:
        """Return a key that is the same for specifications with the same amounts and exposures."""
        chosen = self.specifications.values(number)
        measure = self._variant(number)[0]
        return measure, chosen["measure"][1], chosen["voice"], chosen["negated"], chosen["parts"]

    def column(self, number: int) -> Column:
        """Return amounts and exposures by article."""
        key = self.column_key(number)
        if key not in self._columns:
            chosen, measurement = self.specifications.values(number), self.measurement(number)
            category = measurement.categories.index(chosen["measure"][1])
            amount, exposure = measurement.article_totals(parts=PART_GROUPS[chosen["parts"]])
            per = measurement.measure.scale(chosen["measure"][1]).per
            self._columns[key] = Column(amount[:, category], exposure[:, category], per)
        return self._columns[key]

    def corpus_with(self, events: str | float) -> Corpus:
        """Return the corpus with the events of an option."""
        if events not in self._corpora:
            corpus = self.corpus
            if events != "given":
                corpus = match_events(corpus, threshold=THRESHOLD if events == "matched" else float(events))
            if not corpus.n_events:
                raise MissingEventsError(
                    f"Corpus {corpus.name!r} has no events. Give a column event_id, run match_events(corpus) first, or "
                    'ask for them: base={"events": "matched"}.'
                )
            self._corpora[events] = corpus
        return self._corpora[events]

    def event_codes(self, events: str | float) -> Codes:
        """Return the number of each article's event in the order of their names, -1 where there is none."""
        if events not in self._event_codes:
            codes, _ = pd.factorize(self.corpus_with(events).column("event_id"), sort=True)
            self._event_codes[events] = codes.astype(np.int64)
        return self._event_codes[events]

    @cached_property
    def outlet_codes(self) -> Codes:
        """The number of each article's outlet, -1 where it is not known."""
        return pd.Categorical(self.corpus.column("outlet"), categories=self.outlets).codes.astype(np.int64)

    def left_out(self, wire: str) -> Flags:
        """Tell of each article whether a way of counting wire copy leaves it out."""
        if wire not in self._left_out:
            self._left_out[wire] = left_out(self.corpus, wire)
        return self._left_out[wire]

    def counted(self, number: int) -> Flags:
        """Tell of each article whether it counts: known outlet and event, not left out as wire copy."""
        chosen = self.specifications.values(number)
        known = (self.event_codes(chosen["events"]) >= 0) & (self.outlet_codes >= 0)
        return known & ~self.left_out(chosen["wire"])

    def compared(self, number: int) -> list[str]:
        """Return the outlets that a specification compares; all for one against their mean."""
        side = self.specifications.values(number)["outlets"]
        return list(side) if len(side) == 2 else self.outlets

    def estimate(self, number: int, plan: Plan) -> dict[str, object]:
        """Return estimate, low, high, p, n_events and n_articles, as `compare` does."""
        chosen, names, grid = self.specifications.values(number), self.compared(number), self._grid(number)
        rng = plan.rng(chosen["measure"][1].encode())
        if len(names) == 2:
            return pair_estimate(grid, plan, rng)
        return effect_estimates(grid, plan, rng)[names.index(chosen["outlets"][0])]

    def _grid(self, number: int) -> Grid:
        """Lay out what the outlets did on the events that at least two of them covered."""
        chosen, column = self.specifications.values(number), self.column(number)
        rows = np.flatnonzero(self.counted(number) & ~np.isnan(column.values))
        event, n_outlets = self.event_codes(chosen["events"])[rows], len(self.outlets)
        cell = event * n_outlets + self.outlet_codes[rows]
        shape = (int(event.max(initial=-1)) + 1, n_outlets)
        of = [self.outlets.index(name) for name in self.compared(number)]

        def total(values: Floats) -> Floats:
            sums: Floats = np.bincount(cell, weights=values[rows], minlength=shape[0] * shape[1]).astype(np.float64)
            return sums.reshape(shape)[:, of]

        counts = total(np.ones(len(column.amount)))
        amounts, exposures = total(column.amount), total(column.exposure)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = total(np.nan_to_num(column.values)) / counts
            values = column.per * amounts / exposures if chosen["pool"] == "sum" else mean
        values = np.where(counts > 0, values, np.nan)
        shared = (counts > 0).sum(axis=1) >= 2
        return Grid(values[shared], amounts[shared], exposures[shared], counts[shared])

    def spread(self, number: int) -> float:
        """Return the standard deviation of the values of the articles that count, NaN where they are all alike."""
        values = self.column(number).values[self.counted(number)]
        known = values[~np.isnan(values)]
        spread = float(known.std(ddof=1)) if len(known) > 1 else 0.0
        return spread if spread > 0 else float("nan")

    def comparison(self, number: int, plan: Plan) -> Comparison:
        """Return the comparison of a specification, as `compare` gives it."""
        chosen = self.specifications.values(number)
        measurement = replace(self.measurement(number), corpus=self.corpus_with(chosen["events"]))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", WireCopyWarning)  # how wire copy counts is one of the choices
            warnings.simplefilter("ignore", SmallSampleWarning)  # the curve has said so
            return compare(
                measurement, outlets=chosen["outlets"] if len(chosen["outlets"]) == 2 else None,
                categories=[chosen["measure"][1]], parts=PART_GROUPS[chosen["parts"]], pool=chosen["pool"],
                wire=chosen["wire"], level=plan.level, n_resamples=plan.n_resamples, seed=plan.seed,
            )  # fmt: skip
