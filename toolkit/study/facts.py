"""Events of a study whose articles are laid side by side, and what outlets leave out.

Conventions: the largest events are those that most outlets cover, then those with most articles, then by name. The
share that outlets tell is taken over all events that enough outlets cover, not only over those laid side by side.

Contents: `lay_side_by_side`, `fact_tables`, `SideBySide`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from toolkit.comparison.omission import Omission, compare_omission
from toolkit.corpus.corpus import Corpus
from toolkit.errors import MissingEventsError
from toolkit.events.align import align
from toolkit.events.alignment import FACT_COLUMNS, TELLING_COLUMNS, Alignment
from toolkit.study.settings import CompareSettings, FactSettings


@dataclass(frozen=True)
class SideBySide:
    """The alignments of the largest events, the largest first, and the shares of common facts over all events."""

    alignments: tuple[Alignment, ...]
    omission: Omission


def lay_side_by_side(corpus: Corpus, settings: FactSettings, compare: CompareSettings) -> SideBySide:
    """Align the largest events and estimate what outlets leave out.

    Parameters
    ----------
    corpus : articles with outlets and events.
    settings : how many events, and how many others make a fact a common one.
    compare : level, n_resamples and seed of the intervals.

    Raises
    ------
    MissingEventsError : no event is covered by two outlets.
    """
    sizes = _sizes(corpus)
    if not len(sizes):
        raise MissingEventsError(
            "No event is covered by two outlets, so there is nothing to lay side by side; [facts] needs events."
        )
    chosen = list(sizes.index[: settings.events])
    omission = compare_omission(
        corpus, at_least=settings.at_least, level=compare.level, n_resamples=compare.n_resamples, seed=compare.seed
    )
    rest = {event: align(corpus, event) for event in chosen if event not in omission.alignments}
    return SideBySide(tuple(({**omission.alignments, **rest})[event] for event in chosen), omission)


def _sizes(corpus: Corpus) -> pd.DataFrame:
    """Return n_outlets and n_articles of the events that two outlets or more cover, the largest first."""
    table = pd.DataFrame({"event_id": corpus.column("event_id"), "outlet": corpus.column("outlet")}).dropna()
    sizes = table.groupby("event_id")["outlet"].agg(n_outlets="nunique", n_articles="size")
    return sizes[sizes["n_outlets"] >= 2].sort_values(["n_outlets", "n_articles"], ascending=False, kind="stable")


def fact_tables(found: SideBySide) -> dict[str, pd.DataFrame]:
    """Return the tables facts, tellings (of the events laid side by side, with event_id) and omission."""
    return {
        "facts": _stacked([(one.event_id, one.facts) for one in found.alignments], FACT_COLUMNS),
        "tellings": _stacked([(one.event_id, one.tellings) for one in found.alignments], TELLING_COLUMNS),
        "omission": found.omission.table,
    }


def _stacked(pieces: Sequence[tuple[str, pd.DataFrame]], columns: Sequence[str]) -> pd.DataFrame:
    """Return the tables one below the other, with the event of each in the first column."""
    frames = [piece.assign(event_id=event) for event, piece in pieces if len(piece)]
    order = ["event_id", *columns]
    return pd.concat(frames, ignore_index=True)[order] if frames else pd.DataFrame(columns=order)
