"""Which of many axes tell outlets apart most, on the events that they share.

Each event has one value an outlet and axis: the mean over the outlet's articles on it. With the event's mean taken out,

    separation = sum of squares that the outlet effects explain / all sum of squares      (0 to 1)

where effects are those of `compare`, value = event + outlet. p is from exchanging the outlets' values within events:
all axes are exchanged together, so that 1,600 axes cost little more than one.

A bias is linear in its axis: bias = f . (mean of the rows of unit length of the article's words). So it is the mean
rows that are exchanged, 50 numbers each, and each deal is turned into all axes by one product of matrices. An intensity
is a square, and its values are exchanged as they are, which takes longer.

Contents: `SEPARATION_COLUMNS`, `explore_axes`.
"""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from tqdm.auto import tqdm

from toolkit.comparison.effects import linked_outlets
from toolkit.comparison.resample import MIN_EVENTS, false_discovery_rate
from toolkit.comparison.wire import WIRE_MODES, left_out
from toolkit.corpus.corpus import Corpus
from toolkit.errors import MissingEventsError, OptionError, SmallSampleWarning
from toolkit.framing.axis import SCORES, FrameAxis
from toolkit.framing.axis_counts import word_counts
from toolkit.framing.axis_poles import axes_of, load_axes
from toolkit.framing.axis_space import usable_axes, vectors_of
from toolkit.options import check_option, count

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

SEPARATION_COLUMNS = (
    "axis", "score", "negative", "positive", "separation", "highest", "highest_effect", "lowest", "lowest_effect", "p",
    "q", "n_events", "n_articles",
)  # fmt: skip
_AXES_AT_ONCE = 128
_NUMBERS_AT_ONCE = 4_000_000


def explore_axes(
    corpus: Corpus,
    axes: Any = None,
    *,
    score: str = "bias",
    outlets: Sequence[str] | None = None,
    vectors: Any = "glove",
    stop_words: Any = "function",
    pole_words: bool = True,
    baseline: Any = None,
    wire: str = "once",
    n_resamples: int = 9999,
    seed: int = 0,
) -> pd.DataFrame:
    """Find the axes on which outlets lie farthest apart within the events that they share.

    Higher separations mean that more of what varies within events goes with the outlet. It is a way of finding axes to
    look at. Do not report the top axis as if it had been chosen beforehand: q allows for the number of axes tried here,
    not for lists tried before; and many axes are much alike, so that fifty axes with a low q can be one finding.

    Parameters
    ----------
    corpus : articles with outlets and events.
    axes : as for `FrameAxis`, such as what `read_axes` returns; all shipped axes by default. Axes of which a pole has
        no word with a vector are left out, with an AxisWarning.
    score : "bias" or "intensity".
    outlets : which to compare; all by default.
    vectors, stop_words, pole_words, baseline : as for `FrameAxis`.
    wire : how reprints of wire copy count; as in `compare`.
    n_resamples, seed : of the exchanges. The least p is 1 / (n_resamples + 1): with many axes few exchanges make every
        q large.

    Returns
    -------
    One row an axis, the highest separation first: axis, score, negative and positive (the words of the poles),
    separation, highest and lowest (the outlets at both ends) with highest_effect and lowest_effect (their distance from
    the mean of the outlets on the same events), p, q (benjamini1995, over all axes), n_events, n_articles. With fewer
    than 5 shared events p is NaN and a SmallSampleWarning is given.

    Raises
    ------
    MissingEventsError : the corpus has no events or outlets. OptionError : an option cannot be used, or no two outlets
    share an event.

    References: kwak2021, benjamini1995.
    """
    check_option("score", score, SCORES)
    check_option("wire", wire, WIRE_MODES)
    if n_resamples < 1:
        raise OptionError(f"`n_resamples` must be 1 or more; got {n_resamples!r}.")
    chosen = usable_axes(load_axes() if axes is None else axes_of(axes), vectors_of(vectors))
    measure = FrameAxis(chosen, vectors=vectors, stop_words=stop_words, pole_words=pole_words, baseline=baseline)
    cells = _cells(corpus, measure, score, _chosen(corpus, outlets), left_out(corpus, wire))
    table = _table(cells, n_resamples, np.random.default_rng(seed))
    poles = [{"axis": a.name, "score": score, "negative": ", ".join(a.negative), "positive": ", ".join(a.positive)}
             for a in measure.axes]  # fmt: skip
    table = pd.concat([pd.DataFrame(poles), table], axis=1)
    table["q"] = false_discovery_rate(table["p"].to_numpy(dtype=float))
    order = np.lexsort((table["axis"].to_numpy(dtype=str), -table["separation"].fillna(-1)))
    return table.iloc[order].reset_index(drop=True)[list(SEPARATION_COLUMNS)]


def _chosen(corpus: Corpus, outlets: Sequence[str] | None) -> list[str]:
    if corpus.n_events == 0 or not corpus.outlets:
        missing = "events" if corpus.outlets else "outlets"
        raise MissingEventsError(
            f"Corpus {corpus.name!r} has no {missing}, so outlets cannot be compared on shared events. "
            "Give a column event_id (and outlet), or run corpus = match_events(corpus) first."
        )
    listed = corpus.outlets if outlets is None else [outlets] if isinstance(outlets, str) else outlets
    names = [check_option("outlets", name, corpus.outlets) for name in dict.fromkeys(listed)]
    if len(names) < 2:
        raise OptionError(f"Axes are explored between at least two outlets; got {', '.join(names) or 'none'}.")
    return names


@dataclass(frozen=True, eq=False)
class _Cells:
    """One row for each outlet and event that can be compared: `values` times `loadings` are the scores on all axes."""

    values: Floats
    loadings: Floats | None
    event: Longs
    outlet: Longs
    names: list[str]
    n_articles: int

    def scores(self, values: Floats) -> Floats:
        return values if self.loadings is None else values @ self.loadings


def _cells(corpus: Corpus, measure: FrameAxis, score: str, names: list[str], without: npt.NDArray[np.bool_]) -> _Cells:
    """Return the means over articles of each outlet on each event that at least two linked outlets covered."""
    counts, rows = word_counts(corpus, measure.reads).of_space(measure.space)
    n_words = np.asarray(counts.table.sum(axis=1), dtype=np.float64).ravel()
    event = pd.factorize(corpus.column("event_id"))[0].astype(np.int64)
    outlet = pd.Categorical(corpus.column("outlet"), categories=names).codes.astype(np.int64)
    used = np.flatnonzero((event >= 0) & (outlet >= 0) & (n_words > 0) & ~without)
    cell, number = np.unique(event[used] * len(names) + outlet[used], return_inverse=True)
    shared, linked = _shared(cell // len(names), cell % len(names), len(names))
    if not shared.any():
        raise OptionError(f"No two of these outlets share an event: {', '.join(names)}.")
    mean = _mean_of_cells(used, number, n_words, len(cell))
    if score == "bias":
        values, loadings = np.asarray(mean @ (counts.table @ rows)), measure.space.directions.T
    else:
        values, loadings = _intensities(mean @ counts.table, rows, measure, corpus), None
    kept = np.flatnonzero(linked)
    own = np.searchsorted(kept, (cell % len(names))[shared])
    n_articles = int(shared[number].sum())
    values = values[shared]
    return _Cells(values, loadings, (cell // len(names))[shared], own, [names[i] for i in kept], n_articles)


def _shared(event: Longs, outlet: Longs, n_outlets: int) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Tell which cells are of events that two linked outlets or more covered, and which outlets are linked."""
    grid = np.full((int(event.max(initial=0)) + 1, n_outlets), np.nan)
    grid[event, outlet] = 1.0
    linked = linked_outlets(grid)
    grid[:, ~linked] = np.nan
    n_covering = (~np.isnan(grid)).sum(axis=1)
    return (n_covering >= 2)[event] & linked[outlet], linked


def _mean_of_cells(used: Longs, number: Longs, n_words: Floats, n_cells: int) -> Any:
    """Return the weights that turn sums over an article's words into means over a cell's articles."""
    from scipy import sparse

    weight = 1.0 / (n_words[used] * np.bincount(number, minlength=n_cells)[number])
    return sparse.csr_matrix((weight, (number, used)), shape=(n_cells, len(n_words)))


def _intensities(shares: Any, rows: Floats, measure: FrameAxis, corpus: Corpus) -> Floats:
    """Return the intensities of cells, some axes at a time, from the shares of words in each cell."""
    space, baseline = measure.space, np.array(measure.prepared(corpus).baseline)
    blocks = []
    for begin in range(0, len(space.axes), _AXES_AT_ONCE):
        part = slice(begin, begin + _AXES_AT_ONCE)
        blocks.append(np.asarray(shares @ (space.along(rows, part) - baseline[part]) ** 2))
    return np.hstack(blocks)


def _table(cells: _Cells, n_resamples: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return separation, outlets at both ends, p and counts of each axis."""
    n_events = len(np.unique(cells.event))
    model = _Model(cells)
    right = cells.scores(model.sums(np.arange(len(cells.event))[None, :]))[0]
    explained = model.explained(right[None])[0]
    total = _within(cells)
    effects = model.effects(right)
    high, low = effects.argmax(axis=0), effects.argmin(axis=0)
    at = np.arange(effects.shape[1])
    # What is left of equal values after their mean is taken out is rounding, not a difference.
    differs = total > 1e-18
    as_far = np.ones(len(explained))
    if n_events >= MIN_EVENTS:
        blocks = _deals(cells.event, n_resamples, explained.size * len(cells.names), rng)
        for deals in tqdm(blocks, desc="exchanging outlets", unit="block", delay=2, leave=False):
            dealt = model.explained(cells.scores(model.sums(deals)))
            as_far += (dealt >= explained * (1 - 1e-9)).sum(axis=0)
    else:
        warnings.warn(
            f"The outlets share {count(n_events, 'event')}, fewer than {MIN_EVENTS}, so p and q are NaN.",
            SmallSampleWarning,
            stacklevel=3,
        )
    names = np.array(cells.names, dtype=object)
    known = differs & (n_events >= MIN_EVENTS)
    return pd.DataFrame({
        "separation": np.where(differs, explained / np.where(differs, total, 1.0), np.nan),
        "highest": names[high], "highest_effect": effects[high, at],
        "lowest": names[low], "lowest_effect": effects[low, at],
        "p": np.where(known, as_far / (n_resamples + 1), np.nan),
        "n_events": n_events, "n_articles": cells.n_articles,
    })  # fmt: skip


class _Model:
    """Outlet effects in value = event + outlet for one pattern of coverage: A a = b, see `EffectModel`.

    b of an outlet is the sum of its values with their events' means taken out; b' A^+ b is what the effects explain.
    """

    def __init__(self, cells: _Cells) -> None:
        self._cells = cells
        covered = np.zeros((int(cells.event.max()) + 1, len(cells.names)))
        covered[cells.event, cells.outlet] = 1.0
        size = np.maximum(covered.sum(axis=1, keepdims=True), 1.0)
        self._inverse: Floats = np.linalg.pinv(np.diag(covered.sum(axis=0)) - (covered / size).T @ covered)
        self._centred = _centred(cells.values, cells.event)

    def sums(self, deals: Longs) -> Floats:
        """Return b for each deal (the row whose values each cell gets): deals, outlets, numbers of a row."""
        from scipy import sparse

        n_deals, n_cells = deals.shape
        n_outlets = len(self._cells.names)
        row = (np.arange(n_deals)[:, None] * n_outlets + self._cells.outlet).ravel()
        once = sparse.csr_matrix((np.ones(row.size), (row, deals.ravel())), shape=(n_deals * n_outlets, n_cells))
        return np.asarray(once @ self._centred).reshape(n_deals, n_outlets, -1)

    def explained(self, right: Floats) -> Floats:
        """Return b' A^+ b of each deal and axis."""
        return np.asarray((np.tensordot(right, self._inverse, axes=(1, 0)).transpose(0, 2, 1) * right).sum(axis=1))

    def effects(self, right: Floats) -> Floats:
        """Return the effects that sum to zero, one row an outlet and one column an axis."""
        effects = self._inverse @ right
        return np.asarray(effects - effects.mean(axis=0))


def _centred(values: Floats, event: Longs) -> Floats:
    """Return the values with the mean of their event taken out."""
    number = np.unique(event, return_inverse=True)[1]
    sums = np.zeros((int(number.max()) + 1, values.shape[1]))
    np.add.at(sums, number, values)
    return np.asarray(values - (sums / np.bincount(number)[:, None])[number])


def _within(cells: _Cells) -> Floats:
    """Return for each axis the sum of squares within events."""
    return np.asarray((cells.scores(_centred(cells.values, cells.event)) ** 2).sum(axis=0))


def _deals(event: Longs, n_resamples: int, numbers: int, rng: np.random.Generator) -> Iterator[Longs]:
    """Yield blocks of deals: for each the cells in an order in which every event keeps its places."""
    places = np.argsort(event, kind="stable")
    block = max(1, _NUMBERS_AT_ONCE // max(numbers, len(event)))
    for begin in range(0, n_resamples, block):
        keys = event + rng.random((min(block, n_resamples - begin), len(event)))
        deals = np.empty(keys.shape, dtype=np.int64)
        deals[:, places] = np.argsort(keys, axis=1)
        yield deals
