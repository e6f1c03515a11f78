"""Which words of its evidence make a measure differ between outlets.

The same difference as in `compare` for two outlets, taken apart: contributions add up to its estimate.

Contents: `measurement_shift`.
"""

import warnings
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.design import Design, design_of
from toolkit.comparison.resample import MIN_EVENTS, half_widths
from toolkit.comparison.sides import choose_sides
from toolkit.comparison.span_words import SpanWords, span_words
from toolkit.comparison.wire import WIRE_MODES, left_out
from toolkit.comparison.word_shift import largest_first, n_articles
from toolkit.comparison.word_shift_measures import kinds_of, shares_of
from toolkit.comparison.word_shift_result import WordShift
from toolkit.corpus.schema import STORY
from toolkit.errors import OptionError, SmallSampleWarning
from toolkit.measure import Measurement
from toolkit.options import check_level, check_option, count

Floats = npt.NDArray[np.float64]


def measurement_shift(
    measurement: Measurement,
    *,
    target: str,
    reference: str | Sequence[str] | None = None,
    category: str | None = None,
    parts: Iterable[str] = STORY,
    wire: str = "once",
    level: float = 0.95,
    n_resamples: int = 1999,
    seed: int = 0,
) -> WordShift:
    """Take an outlet's difference on a measure apart into the words that the measure counted (gallagher2021).

    contribution of w = mean over events of (value that w alone gives the target - the same for the reference),

    the value of an article being linear in the weights of its evidence. Over all words this is the mean over events of
    v_T - v_R: with one outlet for reference, the estimate of `compare`. With several, v_R is the mean of those that
    cover the event. Without events, means over articles are compared, and articles are resampled.

    Higher values mean that the word raises the target above the reference. Do not compare contributions of different
    measures or categories.

    Parameters
    ----------
    measurement : what a measure returned, such as `ForceAxis` or `Sentiment`.
    target, reference : an outlet, and another or several; by default all others.
    category : of the measure; may be left out if it has only one.
    parts : the parts of articles that are added up.
    wire : how reprints count; see `compare`.
    level, n_resamples, seed : of the intervals.

    Returns
    -------
    A `WordShift`; `score` is the mean weight of the word's spans, of which 0 is the reference value. With fewer than 5
    events (or articles of a side) bounds are NaN, with a SmallSampleWarning.

    Raises
    ------
    OptionError : an option cannot be used, the sides share no event, or the evidence is no words.
    """
    check_option("wire", wire, WIRE_MODES)
    check_level(level)
    known = measurement.categories
    if category is None and len(known) > 1:
        raise OptionError(
            f"The measure {measurement.measure.name!r} has several categories; give one of {', '.join(known)}."
        )
    chosen = known[0] if category is None else check_option("category", category, known)
    within = tuple(parts)
    sides = choose_sides(measurement.corpus, target, reference)
    without = left_out(measurement.corpus, wire)
    words = span_words(measurement, chosen, within)
    usable = sides.taking_part & ~without & (words.exposure > 0)
    name, other, side = sides.each(np.flatnonzero(usable))[0]
    rng = np.random.default_rng([seed, zlib.crc32(f"{name}\x1f{other}\x1f{chosen}".encode("utf-8", "surrogatepass"))])
    design = design_of(measurement.corpus, side, events="shared", rng=rng, most=len(side) + 1)
    if design.is_target.all() or not design.is_target.any():
        raise OptionError(
            f"{name!r} and {other} share no event on which {chosen!r} can be measured, so nothing can be compared."
        )
    options = {
        "category": chosen, "parts": within, "wire": wire, "level": level, "n_resamples": n_resamples, "seed": seed,
        "wire_left_out": int((sides.taking_part & without).sum()),
    }  # fmt: skip
    return _shift(measurement, words, design, (name, other), options, rng)


def _shift(
    measurement: Measurement, words: SpanWords, design: Design, names: tuple[str, str], options: dict[str, Any],
    rng: np.random.Generator,
) -> WordShift:  # fmt: skip
    scale = measurement.measure.scale(options["category"])
    outlet = pd.factorize(measurement.corpus.column("outlet"))[0][design.article]
    values = scale.per * words.amount[design.article].multiply(1 / words.exposure[design.article][:, None]).tocsr()
    parts_of = {own: _weights(design, outlet, own) for own in (True, False)}
    by_cluster = [_adding(design, parts_of[own]) @ values for own in (True, False)]
    apart = (by_cluster[0] - by_cluster[1]).toarray()
    contribution = apart.sum(axis=0)
    half, half_whole = _half_widths(design, apart, options, rng)
    n = words.n[design.article]
    y = [np.asarray(n[np.flatnonzero(design.is_target == own)].sum(axis=0)).ravel() for own in (True, False)]
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.asarray(words.amount[design.article].sum(axis=0)).ravel() / (y[0] + y[1])
    there = y[0] + y[1] > 0
    more = contribution * np.sign(np.nan_to_num(score))
    both_signs = (score[there] > 0).any() and (score[there] < 0).any()  # else no word is a positive one among others
    frame = pd.DataFrame({
        "word": words.words, "score": score, "n_target": y[0], "n_reference": y[1], **n_articles(design, n),
        "contribution": contribution, "low": contribution - half, "high": contribution + half,
        "share": shares_of(contribution), "kind": kinds_of(score if both_signs else 0 * score, more),
    })[there]  # fmt: skip
    whole = [float(one.sum()) for one in by_cluster]
    difference = whole[0] - whole[1]
    _warn_of_few(design, names)
    mask = np.zeros(len(measurement.corpus), dtype=np.bool_)
    mask[design.article] = True
    shown = ", ".join(f"{key}={value}" for key, value in options.items())
    unit = options["category"] if scale.unit == options["category"] else f"{options['category']}, {scale.unit}"
    return WordShift(
        largest_first(frame), *names, "weighted", unit, whole[0], whole[1], difference, difference - half_whole,
        difference + half_whole, 0.0, options["level"], design.n_apart, design.resampled,
        measurement.corpus.select(mask), f"measurement_shift({shown}, {names}) of {measurement.signature}", measurement,
        options,
    )  # fmt: skip


def _weights(design: Design, outlet: npt.NDArray[np.int64], target: bool) -> Floats:
    """Return how much each article counts in the mean over events of the outlets' means over articles."""
    own = design.is_target == target
    if not design.by_event:
        return own / own.sum()
    cells = pd.DataFrame({"event": design.event[own], "outlet": outlet[own]})
    n_articles_of = cells.groupby(["event", "outlet"])["event"].transform("size").to_numpy(dtype=float)
    n_outlets = cells.groupby("event")["outlet"].transform("nunique").to_numpy(dtype=float)
    weights = np.zeros(len(own))
    weights[own] = 1 / (n_articles_of * n_outlets * len(np.unique(design.event)))
    return weights


def _adding(design: Design, weights: Floats) -> Any:
    """Return the table that adds up weighted articles by cluster."""
    from scipy import sparse

    n_clusters = int(design.cluster.max(initial=-1)) + 1
    return sparse.csr_array((weights, (design.cluster, np.arange(len(weights)))), shape=(n_clusters, len(weights)))


def _half_widths(
    design: Design, apart: Floats, options: dict[str, Any], rng: np.random.Generator
) -> tuple[Floats, float]:
    """Return half the width of the interval of each word's contribution, and of the whole difference."""
    n = options["n_resamples"]
    # Without any evidence, resampled zeros would give a false certainty.
    if not n or design.n_apart < MIN_EVENTS or not apart.any():
        return np.full(apart.shape[1], np.nan), float("nan")
    drawn = design.drawn(n, rng).astype(float)
    step = max(1, 4_000_000 // n)
    half = [
        half_widths(apart[:, begin : begin + step].T @ drawn, design.n_clusters, options["level"])
        for begin in range(0, apart.shape[1], step)
    ]
    whole = half_widths(apart.sum(axis=1) @ drawn, design.n_clusters, options["level"])
    return np.concatenate([np.empty(0), *half]), float(whole)


def _warn_of_few(design: Design, names: tuple[str, str]) -> None:
    if design.n_apart < MIN_EVENTS:
        kind = "shared event" if design.by_event else "article of one side"
        warnings.warn(
            f"{names[0]} against {names[1]}: {count(design.n_apart, kind)}, fewer than {MIN_EVENTS}, so that no word's "
            "contribution has bounds.",
            SmallSampleWarning,
            stacklevel=4,
        )
