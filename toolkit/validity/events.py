"""Events found against events that people put together.

The articles are given without their events. Pairwise F1 asks of every two articles whether they are rightly in one
event or not; B-cubed F1 asks of every article how pure and how whole its event is; the nearest neighbour is right if
the article most like another is of the same event.

Contents: `validate_events`.
"""

import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.errors import UndatedWarning
from toolkit.events.likeness import Background, likeness, read_features
from toolkit.events.match import match_events
from toolkit.options import check_columns
from toolkit.validity.figures import Figure, ValidityResult, bootstrap_figures
from toolkit.validity.gold import read_gold

_BLOCK = 400  # articles held against all others at once
_SPELLINGS = {"title": "headline", "date": "published"}
_VARIANTS = {
    "": {},
    "_without_dates": {"dated": False},
    "_without_meaning": {"meaning": False},
    "_without_dates_and_meaning": {"dated": False, "meaning": False},
}


def validate_events(paths: Sequence[Path]) -> ValidityResult:
    """Return pairwise_f1, bcubed_f1 and nearest_neighbour of `match_events`, also without dates and without meaning.

    Parameters
    ----------
    paths : files with event_id (the gold), text, title or headline, and date or published.

    Intervals come from a bootstrap over the gold events. Higher values mean better agreement, 1 is the best. Do not
    compare figures of sets with few and with many articles at a time: the more there are, the harder it is.

    Raises
    ------
    ReadError, ColumnError : the files are not of this form.
    """
    gold = read_gold(paths).rename(columns=_SPELLINGS)
    check_columns(gold.columns, ["event_id", "text", "headline", "published"], what="The file of articles with events")
    # Ids and order could give events away: articles are numbered in an order drawn by lot.
    gold = gold.sample(frac=1, random_state=0, ignore_index=True)
    events = pd.factorize(gold["event_id"])[0]
    figures: dict[str, Figure] = {}
    for name, variant in _VARIANTS.items():
        rows = _by_article(
            _without_events(gold, dated=variant.get("dated", True)), events, variant.get("meaning", True)
        )
        figures |= {f"{key}{name}": figure for key, figure in bootstrap_figures(_figures(rows), events).items()}
    note = f"{len(np.unique(events)):,} events; match_events with its standard settings."
    return ValidityResult("events", len(gold), figures, note)


def _without_events(gold: pd.DataFrame, *, dated: bool) -> Corpus:
    """Return the articles as a corpus that knows nothing of their events."""
    published = pd.to_datetime(gold["published"], errors="coerce")
    return Corpus(pd.DataFrame({
        "article_id": [f"a{i:06d}" for i in range(len(gold))], "headline": gold["headline"], "text": gold["text"],
        "published": published if dated else pd.Series(pd.NaT, index=gold.index, dtype="datetime64[ns]"),
    }))  # fmt: skip


def _by_article(corpus: Corpus, events: npt.NDArray[np.int64], meaning: bool) -> pd.DataFrame:
    """Return for each article the numbers from which all figures are sums or means."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndatedWarning)
        found = pd.factorize(match_events(corpus, meaning=meaning).articles["event_id"])[0]
    table = pd.DataFrame({"gold": events, "found": found})
    size = {name: table.groupby(name)[name].transform("size") for name in table}
    both = table.groupby(["gold", "found"])["gold"].transform("size")
    return pd.DataFrame({
        "shared": both - 1, "found": size["found"] - 1, "gold": size["gold"] - 1,
        "precision": both / size["found"], "recall": both / size["gold"],
        "nearest": _nearest_is_right(corpus, events, meaning),
    })  # fmt: skip


def _nearest_is_right(corpus: Corpus, events: npt.NDArray[np.int64], meaning: bool) -> npt.NDArray[np.bool_]:
    """Tell of each article whether the one most like it is of the same event."""
    features = read_features(corpus, meaning=meaning)
    background = Background.of(features)
    rows = np.arange(len(features))
    nearest = np.empty(len(rows), dtype=np.int64)
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        pairs = likeness(features, block, rows, background)
        pairs[np.arange(len(block)), block] = -1  # not itself
        nearest[features.order[block]] = features.order[pairs.argmax(axis=1)]
    right: npt.NDArray[np.bool_] = events[nearest] == events
    return right


def _figures(by_article: pd.DataFrame):  # type: ignore[no-untyped-def]
    """Return the function that computes the figures from rows."""
    columns = {name: by_article[name].to_numpy(dtype=float) for name in by_article}

    def figures(rows: npt.NDArray[np.int64]) -> dict[str, float]:
        total = {name: float(column[rows].sum()) for name, column in columns.items()}
        pairs = total["found"] + total["gold"]
        precision, recall = total["precision"] / len(rows), total["recall"] / len(rows)
        return {
            "pairwise_f1": 2 * total["shared"] / pairs if pairs else float("nan"),
            "bcubed_f1": 2 * precision * recall / (precision + recall),
            "nearest_neighbour": total["nearest"] / len(rows),
        }

    return figures
