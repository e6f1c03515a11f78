"""Which words make two outlets differ: word shifts of any lexicon's score, of shares of words, or of a divergence.

Conventions: contributions add up to target minus reference; only articles on events that both sides cover count, unless
asked otherwise; events are resampled if they are known, else articles.

Contents: `word_shift`.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.design import EVENT_MODES, Design, design_of
from toolkit.comparison.resample import half_widths
from toolkit.comparison.sides import check_languages, choose_sides
from toolkit.comparison.span_words import span_words
from toolkit.comparison.term_counts import Terms, count_terms
from toolkit.comparison.term_words import TermWords
from toolkit.comparison.wire import WIRE_MODES, left_out
from toolkit.comparison.word_shift_measures import SHIFTS, Shift, kinds_of, shares_of, shift_contributions
from toolkit.comparison.word_shift_result import SHIFT_COLUMNS, WordShift
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.schema import STORY
from toolkit.errors import OptionError
from toolkit.lexicons.lexicon import Category, Entry, Lexicon
from toolkit.measure import program_version
from toolkit.options import check_level, check_option

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

_LARGEST_BLOCK = 4_000_000  # numbers held at once


def word_shift(
    corpus: Corpus,
    scores: Lexicon | Mapping[str, float] | None = None,
    *,
    target: str,
    reference: str | Sequence[str] | None = None,
    method: str = "weighted",
    category: str | None = None,
    reference_value: float | None = None,
    parts: Iterable[str] = STORY,
    events: str = "shared",
    wire: str = "once",
    level: float = 0.95,
    n_resamples: int = 1999,
    seed: int = 0,
) -> WordShift:
    """Take the difference between an outlet and others apart into words (gallagher2021).

    weighted:       (p_T - p_R) * (s - v), with a word's shares p of the scored words of target and reference, its score
                    s and the reference value v
    proportion:     p_T - p_R, shares of all words
    jensen-shannon: what the word adds to the divergence of the two distributions of words

    Higher values mean that the word raises the target's mean score, or that the target has more of it. Do not read a
    word's contribution without its line: the score is the lexicon's, whatever the word means there.

    Parameters
    ----------
    corpus : articles with outlets, and events if they are known.
    scores : for "weighted": a lexicon with weights, or a score for each word or expression (patterns as in lexicons).
    target, reference : an outlet, and another or several; by default all others together.
    method : one of the above.
    category : of a lexicon, only the words of this one; all by default.
    reference_value : words with a higher score are positive; by default the mean score of the reference.
    parts : the parts of articles that are read.
    events, wire : which articles count; see `keyness`.
    level, n_resamples, seed : of the intervals; see `keyness`.

    Returns
    -------
    A `WordShift`. With fewer than 5 events (or articles of a side) there are no bounds. A Jensen-Shannon shift has none
    at all: what cannot fall below 0 comes out too large in every resample.

    Raises
    ------
    OptionError : an option cannot be used, no word has a score, or all have the same.
    """
    check_option("method", method, SHIFTS)
    check_option("wire", wire, WIRE_MODES)
    check_option("events", events, EVENT_MODES)
    check_level(level)
    settings = Terms(parts=parts, min_count=1, min_articles=1)
    chosen = tuple(settings.parts)
    sides = choose_sides(corpus, target, reference)
    without = left_out(corpus, wire)
    name, other, side = sides.each(np.flatnonzero(sides.taking_part & ~without))[0]
    rng = np.random.default_rng([seed, zlib.crc32(f"{name}\x1f{other}".encode("utf-8", "surrogatepass"))])
    design = design_of(corpus, side, events=events, rng=rng)
    _check_design(design, name, other)
    if method == "weighted":
        words, table, value = _scored(corpus, design, _lexicon(scores, category), chosen)
    else:
        check_languages(corpus, side >= 0)
        counts = count_terms(corpus, np.sort(design.article), settings)
        words, value = counts.terms, np.zeros(len(counts.terms))
        table = counts.counts[np.searchsorted(counts.articles, design.article)]
    options = {
        "method": method, "category": category, "reference_value": reference_value, "parts": chosen, "events": events,
        "wire": wire, "level": level, "n_resamples": n_resamples, "seed": seed,
        "wire_left_out": int((sides.taking_part & without).sum()),
    }  # fmt: skip
    y = tuple(
        np.asarray(table[np.flatnonzero(design.is_target == own)].sum(axis=0), dtype=float).ravel()
        for own in (True, False)
    )
    shift = shift_contributions(y[0], y[1], scores=value, reference_value=reference_value, method=method)
    half, half_whole = _half_widths(design, table, value, options, rng)
    frame = pd.DataFrame({
        "word": words, "score": value if method == "weighted" else np.nan, "n_target": y[0].astype(np.int64),
        "n_reference": y[1].astype(np.int64), **n_articles(design, table), "contribution": shift.contributions,
        "low": shift.contributions - half, "high": shift.contributions + half,
        "share": shares_of(shift.contributions), "kind": _kinds(shift, y, value, method),
    })  # fmt: skip
    signature = _signature(corpus, sides.signature, scores, options)
    mask = np.zeros(len(corpus), dtype=np.bool_)
    mask[design.article] = True
    return WordShift(
        largest_first(frame), name, other, method, "mean score" if method == "weighted" else "", shift.value_target,
        shift.value_reference, shift.difference, shift.difference - half_whole, shift.difference + half_whole,
        shift.reference_value, level, design.n_apart, design.resampled, corpus.select(mask), signature, None, options,
    )  # fmt: skip


def largest_first(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of a word shift's table, the largest contributions first."""
    order = np.argsort(-np.abs(frame["contribution"].to_numpy(dtype=float)), kind="stable")
    return frame.iloc[order].reset_index(drop=True)[list(SHIFT_COLUMNS)]


def n_articles(design: Design, table: Any) -> dict[str, Longs]:
    """Return in how many articles of each side each word stands."""
    sides = {"n_articles_target": True, "n_articles_reference": False}
    return {
        name: np.bincount(table[np.flatnonzero(design.is_target == own)].indices, minlength=table.shape[1])
        for name, own in sides.items()
    }


def _kinds(shift: Shift, y: tuple[Floats, ...], scores: Floats, method: str) -> list[str]:
    more = y[0] / max(y[0].sum(), 1) - y[1] / max(y[1].sum(), 1)
    above = scores - shift.reference_value if method == "weighted" else np.zeros(len(more))
    return kinds_of(above, more)


def _lexicon(scores: Lexicon | Mapping[str, float] | None, category: str | None) -> Lexicon:
    """Return the scores as a lexicon of one category."""
    if scores is None:
        raise OptionError('The method "weighted" needs `scores`: a lexicon, or a dict such as {"destroy": -2.0}.')
    if isinstance(scores, Lexicon):
        chosen = (
            scores.category_names if category is None else (check_option("category", category, scores.category_names),)
        )
        entries = tuple(entry for name in chosen for entry in scores[name].entries)
        ignore, name = scores.ignore, scores.name
    else:
        entries = tuple(Entry(word, float(score)) for word, score in scores.items())
        ignore, name = (), "scores"
    known = {entry.weight for entry in entries}
    if any(not np.isfinite(weight) for weight in known):
        raise OptionError("`scores` must be finite numbers; leave out words without a score.")
    if len(known) < 2:
        raise OptionError(
            "All words have the same score, so that mean scores cannot differ. Count such words with a measure, and "
            "take measurement_shift."
        )
    return Lexicon(name, (Category("score", entries),), ignore)


def _scored(corpus: Corpus, design: Design, lexicon: Lexicon, parts: tuple[str, ...]) -> tuple[list[str], Any, Floats]:
    """Return the scored words, their counts by article of the design, and their scores."""
    mask = np.zeros(len(corpus), dtype=np.bool_)
    mask[design.article] = True
    found = span_words(TermWords(lexicon)(corpus.select(mask)), "score", parts)
    rows = np.searchsorted(np.flatnonzero(mask), design.article)
    n_whole = np.asarray(found.n.sum(axis=0), dtype=float).ravel()
    if not n_whole.any():
        raise OptionError(
            f"None of the words with a score occurs in the articles compared (parts: {', '.join(parts)})."
        )
    score = np.asarray(found.amount.sum(axis=0)).ravel() / n_whole
    return found.words, found.n[rows].astype(float), score


def _half_widths(
    design: Design, table: Any, scores: Floats, options: dict[str, Any], rng: np.random.Generator
) -> tuple[Floats, float]:
    """Return half the width of the interval of each word's contribution, and of the whole difference."""
    n, method = options["n_resamples"], options["method"]
    if method == "jensen-shannon" or not n:
        return np.full(len(scores), np.nan), float("nan")
    drawn = design.drawn(n, rng)
    sides = [design.sums(table, design.cluster, target=own).astype(float) for own in (True, False)]
    with np.errstate(divide="ignore", invalid="ignore"):
        totals = [np.asarray(side.sum(axis=1)).ravel() @ drawn for side in sides]
        means = [(side @ scores) @ drawn / total for side, total in zip(sides, totals, strict=True)]
        middle = means[1] if options["reference_value"] is None else options["reference_value"]
        columns = [side.T.tocsr() for side in sides]
        half, step = np.empty(len(scores)), max(1, _LARGEST_BLOCK // n)
        for begin in range(0, len(scores), step):
            block = slice(begin, begin + step)
            shares = [one[block].toarray() @ drawn / total for one, total in zip(columns, totals, strict=True)]
            worth = scores[block, None] - middle if method == "weighted" else 1.0
            half[block] = half_widths((shares[0] - shares[1]) * worth, design.n_clusters, options["level"])
    return half, float(half_widths(means[0] - means[1], design.n_clusters, options["level"]))


def _check_design(design: Design, target: str, reference: str) -> None:
    if design.is_target.all() or not design.is_target.any():
        raise OptionError(
            f"{target!r} and {reference} share no event, so they cannot be compared on the same events. Take "
            "events='all' to compare all their articles, or run corpus = match_events(corpus) first."
        )


def _signature(corpus: Corpus, sides: str, scores: Any, options: dict[str, Any]) -> str:
    shown = ", ".join(f"{key}={value}" for key, value in options.items())
    listed = scores.signature if isinstance(scores, Lexicon) else sorted(scores.items()) if scores else None
    return (
        f"word_shift({shown}, {sides}, scores={listed}) | {corpus.name} {corpus.checksum} | toolkit {program_version()}"
    )
