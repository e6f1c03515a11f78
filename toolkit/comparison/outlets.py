"""Compare outlets on the events that they share.

Two outlets: the mean over events of the difference within each event that both covered.
Several: each outlet's effect in value = event + outlet, which is its mean difference from the other outlets on
the same events, with effects that sum to zero.

Conventions: a cell is what one outlet did on one event; its value is the mean over the outlet's articles on it
(`pool="mean"`), or the rate of all its words on it together (`pool="sum"`). Events are resampled.

Contents: `compare`.
"""

import warnings
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.grid import Grid, Plan, effect_estimates, pair_estimate
from toolkit.comparison.resample import MIN_EVENTS, false_discovery_rate
from toolkit.comparison.result import COLUMNS, Comparison
from toolkit.comparison.wire import WIRE_MODES, by_mode, left_out, warn_of_wire_copy
from toolkit.corpus.schema import STORY
from toolkit.errors import MissingEventsError, OptionError, SmallSampleWarning
from toolkit.measure import Measurement
from toolkit.options import check_level, check_option, count

Floats = npt.NDArray[np.float64]
POOLS = Measurement.pools


def compare(
    measurement: Measurement,
    *,
    outlets: Sequence[str] | None = None,
    categories: Iterable[str] | None = None,
    parts: Iterable[str] = STORY,
    pool: str = "mean",
    wire: str = "once",
    level: float = 0.95,
    n_resamples: int = 1999,
    seed: int = 0,
) -> Comparison:
    """Compare outlets within events, with intervals.

    With two outlets a and b: estimate = mean over events e of (v_ae - v_be), over the events that both covered.
    With more: estimate = effect a_o in v_oe = m_e + a_o, fitted by least squares over all events that at least two
    of the outlets covered, with effects that sum to zero. Outlets that no shared events link to the others get NaN.

    Parameters
    ----------
    measurement : what a measure returned, on a corpus with events.
    outlets : which to compare; all by default. With exactly two, the first minus the second.
    categories : which to compare; all by default.
    parts : the parts of articles that are added up: headline, lead and body by default.
    pool : "mean" (mean of the articles' values) or "sum" (the rate of their words together) within a cell.
    wire : "once" counts the words of wire copy for the outlet from which it came, and leaves reprints out; "drop"
        leaves out all articles that share a wire text or are credited to an agency; "keep" counts every copy. The
        column wire_id says what is a reprint, if the corpus has it, else `corpus.reprints` does.
    level : of the interval.
    n_resamples, seed : of the bootstrap and the permutations.

    Returns
    -------
    A `Comparison`. Intervals come from a bootstrap over events (hesterberg2015), p from sign flips (two outlets)
    or from exchanging outlets within events (several), q from p by Benjamini and Hochberg over all rows of the
    table (benjamini1995). With fewer than 5 events bounds and p are NaN and a SmallSampleWarning is given. Where there
    is wire copy, `by_wire` has the estimates of all three modes, and a WireCopyWarning is given if the answer depends
    on the mode: the interval leaves out zero in one and not in another, and the estimates differ by more than half of
    an interval's half width, or the intervals lie on both sides of zero.

    Higher estimates mean higher values in the outlet than in the reference. Do not compare estimates of different
    measures or units, nor outlets with outlets of another comparison: each has its own events.

    Raises
    ------
    MissingEventsError : the corpus has no events. OptionError : an outlet, category or part is not there.
    """
    check_option("pool", pool, measurement.pools)
    check_option("wire", wire, WIRE_MODES)
    check_level(level)
    parts = tuple(parts)
    chosen = _choose("categories", categories, measurement.categories)
    every = event_cells(measurement, parts=parts, pool=pool)
    if every.empty:
        raise OptionError(
            f"Nothing can be compared: the measure {measurement.measure.name!r} has no defined value in any article of "
            f"a known outlet and event (parts: {', '.join(parts)})."
        )
    names = _choose("outlets", outlets, sorted(every["outlet"].unique()))
    if len(names) < 2:
        raise OptionError(f"A comparison needs at least two outlets; got {len(names)}: {', '.join(names) or 'none'}.")
    without = {mode: left_out(measurement.corpus, mode) for mode in WIRE_MODES}
    without = {mode: flags for mode, flags in without.items() if mode == wire or without["drop"].any()}
    cells = {
        mode: event_cells(measurement, parts=parts, pool=pool, without=flags) if flags.any() else every
        for mode, flags in without.items()
    }
    cells = {mode: one[one["outlet"].isin(names) & one["category"].isin(chosen)] for mode, one in cells.items()}
    settings = {
        "parts": parts, "pool": pool, "wire": wire, "level": level, "n_resamples": n_resamples, "seed": seed,
        "wire_left_out": int(without[wire].sum()),
    }  # fmt: skip
    tables = {mode: _table(one, measurement, chosen, names, settings) for mode, one in cells.items()}
    _warn_of_few_events(tables[wire])
    modes = by_mode(tables)
    warn_of_wire_copy(measurement.title, modes)
    shown = ", ".join(f"{key}={value}" for key, value in settings.items())
    signature = f"compare({shown}, outlets={names}) of {measurement.signature}"
    used = cells[wire].reset_index(drop=True)
    return Comparison(tables[wire], used, measurement, level, signature, settings, modes)


def _table(
    cells: pd.DataFrame, measurement: Measurement, chosen: list[str], names: list[str], settings: dict[str, Any]
) -> pd.DataFrame:
    """Return the table of a comparison from its cells."""
    plan = Plan(settings["level"], settings["n_resamples"], settings["seed"])
    table = pd.DataFrame([row for category in chosen for row in _rows(cells, category, names, plan)])
    table["measure"] = measurement.title
    table["unit"] = [measurement.measure.scale(category).unit for category in table["category"]]
    table["q"] = false_discovery_rate(table["p"].to_numpy(dtype=float))
    return table[list(COLUMNS)]


def _choose(name: str, wanted: Iterable[str] | None, available: Sequence[str]) -> list[str]:
    """Return the wanted names after checking each, or all that are available."""
    if wanted is None:
        return list(available)
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    return [check_option(name, one, available) for one in dict.fromkeys(names)]


def event_cells(
    measurement: Measurement,
    *,
    parts: Iterable[str] = STORY,
    pool: str = "mean",
    without: npt.NDArray[np.bool_] | None = None,
) -> pd.DataFrame:
    """Return what each outlet did on each event: outlet, event_id, category, value, amount, exposure, n_articles.

    Cells without a defined value (no exposure in any article) are left out; n_articles counts the articles with a
    defined value. `without` flags articles of the corpus that do not count.
    """
    corpus = measurement.corpus
    if corpus.n_events == 0 or not corpus.outlets:
        missing = "events" if corpus.outlets else "outlets"
        raise MissingEventsError(
            f"Corpus {corpus.name!r} has no {missing}, so outlets cannot be compared on shared events. "
            "Give a column event_id (and outlet), or run corpus = match_events(corpus) first."
        )
    scores = measurement.article_scores(parts=parts)
    if without is not None:
        scores = scores[~scores["article_id"].isin(corpus.articles.loc[without, "article_id"])]
    scores = scores[scores["event_id"].notna() & scores["outlet"].notna() & scores["value"].notna()]
    cells = scores.groupby(["outlet", "event_id", "category"], observed=True).agg(
        value=("value", "mean"), amount=("amount", "sum"), exposure=("exposure", "sum"), n_articles=("value", "size")
    )
    cells = cells.reset_index()
    if pool == "sum":
        per = cells["category"].map(lambda category: measurement.measure.scale(category).per).astype(float)
        cells["value"] = per * cells["amount"] / cells["exposure"]
    return cells[["outlet", "event_id", "category", "value", "amount", "exposure", "n_articles"]]


def _rows(cells: pd.DataFrame, category: str, names: list[str], plan: Plan) -> list[dict[str, object]]:
    """Return the rows of the table for one category."""
    grid = _grid(cells[cells["category"] == category], names)
    rng = plan.rng(category.encode())
    if len(names) == 2:
        results = [pair_estimate(grid, plan, rng)]
        labels = [(names[0], names[1])]
    else:
        results = effect_estimates(grid, plan, rng)
        labels = [(name, "the mean of the outlets") for name in names]
    return [
        {"category": category, "outlet": outlet, "reference": reference, **result}
        for (outlet, reference), result in zip(labels, results, strict=True)
    ]


def _grid(cells: pd.DataFrame, names: list[str]) -> Grid:
    """Lay out the cells of one category, events that two outlets or more covered."""
    table = cells.set_index(["event_id", "outlet"])
    columns = [table[name].unstack().reindex(columns=names) for name in ("value", "amount", "exposure", "n_articles")]  # noqa: PD010
    shared = columns[0].notna().sum(axis=1) >= 2
    values, *others = (column[shared].to_numpy(dtype=float) for column in columns)
    return Grid(values, *(np.nan_to_num(other) for other in others))


def _warn_of_few_events(table: pd.DataFrame) -> None:
    few = table[table["n_events"] < MIN_EVENTS]
    if len(few):
        row = few.iloc[0]
        warnings.warn(
            f"{len(few)} of {len(table)} rows have fewer than {MIN_EVENTS} shared events, so their bounds and p are "
            f"NaN (measure {row['measure']}; first: {row['category']}, {row['outlet']}, "
            f"{count(int(row['n_events']), 'event')}).",
            SmallSampleWarning,
            stacklevel=3,
        )
