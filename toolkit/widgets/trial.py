"""One state of a lexicon, tried on a corpus: what fires, which patterns meet, what the comparison becomes.

Contents: `Trial`, `try_lexicon`, `edited`.
"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from toolkit.comparison.outlets import compare
from toolkit.comparison.result import Comparison
from toolkit.comparison.totals import totals
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.schema import PARTS, STORY
from toolkit.errors import FramingError, FramingWarning, LexiconError
from toolkit.lexicons.audit import audit_lexicon
from toolkit.lexicons.lexicon import IGNORED, Category, Lexicon
from toolkit.lexicons.lines import from_lines
from toolkit.lexicons.overlap import pattern_overlaps
from toolkit.measure import Measure, Measurement

MakeMeasure = Callable[..., Measure]


@dataclass(frozen=True, eq=False)
class Trial:
    """A lexicon and what it finds in headline, lead and body of the articles.

    `totals` has amount, exposure, value, n_articles and n_spans of each category; `audit` one row an entry
    (`audit_lexicon`); `overlaps` the patterns that meet (`pattern_overlaps`). `comparison` is None where outlets cannot
    be compared, and `notes` say why, with all else that the measure and the comparison warn of.
    """

    lexicon: Lexicon
    measurement: Measurement
    totals: pd.DataFrame
    audit: pd.DataFrame
    overlaps: pd.DataFrame
    comparison: Comparison | None
    notes: tuple[str, ...]


def try_lexicon(
    lexicon: Lexicon,
    corpus: Corpus,
    measure: MakeMeasure,
    *,
    outlets: Sequence[str] | None,
    level: float,
    n_resamples: int,
    seed: int,
) -> Trial:
    """Count with a lexicon and compare outlets; arguments are those of `compare`."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", FramingWarning)
        measurement = measure(lexicon=lexicon)(corpus)
        comparison, problem = None, []
        try:
            comparison = compare(measurement, outlets=outlets, level=level, n_resamples=n_resamples, seed=seed)
        except FramingError as error:
            problem.append(str(error))
    texts = _texts(measurement)
    whole = totals(measurement)
    whole = whole[whole["outlet"].isna() & whole["event_id"].isna()].reset_index(drop=True)
    said = [str(one.message) for one in caught if issubclass(one.category, FramingWarning)]
    return Trial(
        lexicon, measurement, whole, audit_lexicon(lexicon, texts), pattern_overlaps(lexicon, texts), comparison,
        tuple(dict.fromkeys([*problem, *said])),
    )  # fmt: skip


def _texts(measurement: Measurement) -> list[str]:
    """Return the texts in which the measure looked and that count in an article's score."""
    story = np.isin(measurement.unit_part, [PARTS.index(part) for part in STORY])
    return [measurement.texts[unit] for unit in np.flatnonzero(story & (measurement.looked_in > 0))]


def edited(lexicon: Lexicon, category: str, lines: str) -> Lexicon:
    """Return a lexicon whose category, or ignore list, holds the patterns of some lines; a new category is added.

    Raises
    ------
    LexiconError : a line cannot be read, or the category has no name; the message names category and lines.
    """
    name = category.strip()
    if not name:
        raise LexiconError("A category needs a name.")
    known = {one.name: one for one in lexicon.categories} | {IGNORED: Category(IGNORED, lexicon.ignore)}
    before = known.get(name, Category(name, ()))
    try:
        entries = from_lines(lines, known=before.entries)
    except LexiconError as error:
        raise LexiconError(f"{name}: {error}") from error
    if name == IGNORED:
        return replace(lexicon, ignore=entries)
    own = replace(before, entries=entries)
    kept = tuple(own if one.name == name else one for one in lexicon.categories)
    return replace(lexicon, categories=kept if name in lexicon.category_names else (*kept, own))
