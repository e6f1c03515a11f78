"""How much of what other outlets tell does an outlet tell too?

Conventions: the unit is the event. What an outlet leaves out of an event that it covers, and events that it does not
cover, are two things and are counted apart. A reprint repeats its origin, so it is no witness of its own.

Contents: `compare_omission`, `Omission`.
"""

import warnings
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from toolkit.comparison.resample import MIN_EVENTS, Floats, bootstrap_interval, event_weights
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.printable import printable
from toolkit.errors import MissingEventsError, OptionError, SmallSampleWarning, UnknownNameError
from toolkit.events.align import align
from toolkit.events.alignment import Alignment
from toolkit.models.embed import Embedder
from toolkit.options import check_level, count, quoted_list

COLUMNS = ("outlet", "share_told", "low", "high", "n_events", "n_facts", "n_events_missed")
EVENT_COLUMNS = ("outlet", "event_id", "n_common", "n_told", "share_told")


@dataclass(frozen=True, eq=False)
class Omission:
    """The share of common facts that each outlet tells.

    `table` has one row an outlet: outlet, share_told (mean over events), low, high (bounds at `level`), n_events
    (events that it covers and that have common facts), n_facts (common facts of these together), n_events_missed
    (events that enough others cover and it does not). `by_event` has what went in: outlet, event_id, n_common, n_told,
    share_told.
    `alignments` holds the alignment of each event that at least `at_least` outlets cover, with the sentences.
    """

    table: pd.DataFrame
    by_event: pd.DataFrame
    alignments: Mapping[str, Alignment]
    at_least: int
    level: float
    settings: dict[str, Any] = field(default_factory=dict)

    def sentences(self) -> list[str]:
        """Return one plain sentence an outlet."""
        return [_sentence(row, self.at_least, self.level) for row in self.table.to_dict("records")]

    def __repr__(self) -> str:
        return "\n".join(printable(one) for one in self.sentences())

    def _repr_html_(self) -> str:
        return str(self.table.to_html(index=False, float_format="{:.3g}".format, escape=True))


def compare_omission(
    corpus: Corpus,
    *,
    at_least: int = 2,
    facts: Mapping[str, Sequence[str]] | None = None,
    threshold: float | None = None,
    model: str | Embedder | None = "english",
    level: float = 0.95,
    n_resamples: int = 1999,
    seed: int = 0,
) -> Omission:
    """Estimate which share of the facts that others tell each outlet tells too.

    share_told = mean over events of (common facts that the outlet tells) / (common facts), where an event's common
    facts for an outlet are those that at least `at_least` other outlets tell. Events that the outlet does not cover, or
    that have no common facts for it, do not enter.

    Parameters
    ----------
    corpus : articles with outlets and events. Reprints (by the column wire_id, else by `find_reprints`) do not count as
        other outlets telling a fact; what the reprinting outlet tells itself counts.
    at_least : number of other outlets, 1 or more.
    facts : for events, lists of facts of one's own to look for (see `align`); by default facts are found.
    threshold, model : see `align`.
    level : of the interval.
    n_resamples, seed : of the bootstrap over events.

    Returns
    -------
    An `Omission`. With fewer than 5 events bounds are NaN and a SmallSampleWarning is given; they are NaN too where the
    share is the same on all events, since there is no spread to go by. Bounds are cut at 0 and 1 (hesterberg2015).

    Higher values mean that the outlet tells more of what others tell. Do not compare shares of different corpora,
    models or thresholds. A low share is not bias: short articles and other angles leave out facts too. Without `facts`
    shares come out too low, because `align` misses facts told in other words; use them to compare outlets only.

    Raises
    ------
    MissingEventsError : the corpus has no events or outlets. OptionError : an option cannot be used.
    UnknownNameError : `facts` names an event that the corpus has not.
    """
    check_level(level)
    if at_least < 1:
        raise OptionError(f"`at_least` must be 1 or more, the number of other outlets; got {at_least!r}.")
    known = _known(corpus)
    events = sorted(known.column("event_id").astype(str).unique())
    _check_events(facts, events)
    listed = {str(event): own for event, own in (facts or {}).items()}
    # Where fewer outlets report there are no common facts: laying those articles side by side would only take time.
    covering = known.articles.groupby(known.column("event_id").astype(str))["outlet"].nunique()
    alignments = {
        event: align(known, event, facts=listed.get(event), threshold=threshold, model=model)
        for event in events
        if covering[event] >= at_least
    }
    by_event = pd.DataFrame(
        [row for one in alignments.values() for row in _rows(one, at_least)], columns=list(EVENT_COLUMNS)
    )
    table = pd.DataFrame(
        [_row(known, outlet, by_event, at_least, _Plan(level, n_resamples, seed)) for outlet in known.outlets],
        columns=list(COLUMNS),
    )
    _warn_of_few_events(table)
    settings = {"at_least": at_least, "level": level, "n_resamples": n_resamples, "seed": seed, "threshold": threshold}
    return Omission(table, by_event, alignments, at_least, level, settings)


@dataclass(frozen=True)
class _Plan:
    """How intervals are made."""

    level: float
    n_resamples: int
    seed: int


def _row(known: Corpus, outlet: str, by_event: pd.DataFrame, at_least: int, plan: _Plan) -> tuple[object, ...]:
    """Return the row of the table for one outlet."""
    shares = by_event[(by_event["outlet"] == outlet) & by_event["share_told"].notna()]
    values = shares["share_told"].to_numpy(dtype=float)
    # A generator for each outlet: no number depends on which others are in the corpus.
    rng = np.random.default_rng([plan.seed, zlib.crc32(outlet.encode("utf-8", "surrogatepass"))])
    low, high = _bounds(values, plan, rng)
    mean = float(values.mean()) if len(values) else float("nan")
    n_missed = _n_missed(known, outlet, at_least)
    return outlet, mean, low, high, len(values), int(shares["n_common"].sum()), n_missed


def _n_missed(known: Corpus, outlet: str, at_least: int) -> int:
    """Return the number of events that at least so many other outlets cover and this one does not."""
    covering = known.articles.groupby("event_id")["outlet"].agg(set)
    return sum(outlet not in outlets and len(outlets) >= at_least for outlets in covering)


def _known(corpus: Corpus) -> Corpus:
    """Return the articles of known outlets and events."""
    if corpus.n_events == 0 or not corpus.outlets:
        missing = "events" if corpus.outlets else "outlets"
        raise MissingEventsError(
            f"Corpus {corpus.name!r} has no {missing}, so what outlets leave out of events cannot be told. Give a "
            "column event_id (and outlet), or run corpus = match_events(corpus) first."
        )
    return corpus.select(corpus.column("event_id").notna() & corpus.column("outlet").notna(), note="outlet and event")


def _check_events(facts: Mapping[str, Sequence[str]] | None, events: list[str]) -> None:
    unknown = [str(event) for event in facts or {} if str(event) not in events]
    if unknown:
        raise UnknownNameError(
            f"`facts` names the event {unknown[0]!r}, which the corpus has not; it has {quoted_list(events)}."
        )


def _rows(alignment: Alignment, at_least: int) -> list[tuple[object, ...]]:
    """Return for each outlet of one event: outlet, event_id, n_common, n_told, share_told."""
    told, witnesses = alignment.table, alignment.witnesses
    rows: list[tuple[object, ...]] = []
    for outlet in told.columns:
        common = witnesses.drop(columns=outlet).sum(axis=1) >= at_least
        n_common, n_told = int(common.sum()), int((common & told[outlet]).sum())
        share = n_told / n_common if n_common else float("nan")
        rows.append((outlet, alignment.event_id, n_common, n_told, share))
    return rows


def _bounds(values: Floats, plan: _Plan, rng: np.random.Generator) -> tuple[float, float]:
    """Return the bounds of the mean share, cut at 0 and 1; NaN where they cannot be known."""
    n = len(values)
    if n < MIN_EVENTS or np.ptp(values) == 0:
        return float("nan"), float("nan")
    replicates = event_weights(n, n_resamples=plan.n_resamples, rng=rng) @ values / n
    low, high = bootstrap_interval(float(values.mean()), replicates, n, plan.level)
    return max(low, 0.0), min(high, 1.0)


def _sentence(row: Mapping[str, Any], at_least: int, level: float) -> str:
    """Return what one outlet tells, in words."""
    others = "another outlet tells" if at_least == 1 else f"at least {at_least} other outlets tell"
    missed = row["n_events_missed"]
    beside = f" It does not cover {count(missed, 'event')} that others do." if missed else ""
    if np.isnan(row["share_told"]):
        return f"{row['outlet']}: not known; no event that it covers has facts that {others}.{beside}"
    size = f"{count(row['n_facts'], 'fact')}, {count(row['n_events'], 'event')}"
    if np.isnan(row["low"]):
        why = "too few events" if row["n_events"] < MIN_EVENTS else "no spread over events"
        bounds = f"[{why} for an interval; {size}]"
    else:
        bounds = f"[{level:.0%} interval {row['low']:.0%} to {row['high']:.0%}; {size}]"
    return f"{row['outlet']} tells {row['share_told']:.0%} of the facts that {others} {bounds}.{beside}"


def _warn_of_few_events(table: pd.DataFrame) -> None:
    few = table[table["n_events"] < MIN_EVENTS]
    if len(few):
        row = few.iloc[0]
        warnings.warn(
            f"{len(few)} of {len(table)} outlets have fewer than {MIN_EVENTS} events with common facts, so their "
            f"bounds are not known (first: {row['outlet']}, {count(int(row['n_events']), 'event')}).",
            SmallSampleWarning,
            stacklevel=3,
        )
