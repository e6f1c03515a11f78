"""Which articles a page of evidence holds in full, where it cannot hold all.

Contents: `Choice`, `choose_articles`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.options import check_option

MOST_CHARACTERS = 1_500_000  # of the articles on a page

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Choice:
    """Some articles of a corpus, as rows of its table, and the outlets and events that can be picked."""

    corpus: Corpus
    rows: Rows

    @cached_property
    def outlets(self) -> list[str]:
        """The outlets of the whole corpus, whose numbers are on the page."""
        return self.corpus.outlets

    @cached_property
    def events(self) -> list[str]:
        """The events of the chosen articles, in the order of the corpus."""
        return list(self.corpus.column("event_id").iloc[self.rows].dropna().unique())

    @cached_property
    def outlet_numbers(self) -> Rows:
        """The number of each article's outlet, -1 if it has none; one row an article of the corpus."""
        return _numbers(self.corpus.column("outlet"), self.outlets)

    @cached_property
    def event_numbers(self) -> Rows:
        """The number of each article's event, -1 if it has none or none that can be picked."""
        return _numbers(self.corpus.column("event_id"), self.events)

    @property
    def is_all(self) -> bool:
        """Whether all articles of the corpus are chosen."""
        return len(self.rows) == len(self.corpus)


def _numbers(values: pd.Series, names: list[str]) -> Rows:
    places = {name: number for number, name in enumerate(names)}
    return np.array([places.get(value, -1) for value in values], dtype=np.int64)


def choose_articles(corpus: Corpus, *, events: Sequence[str] | None, max_articles: int) -> Choice:
    """Return the articles of the given events, or of the events that most outlets cover, while there is room.

    Articles without an event come last, in the order of the corpus.
    """
    event, outlet = corpus.column("event_id"), corpus.column("outlet")
    rows = np.arange(len(corpus))
    if events is not None:
        known = list(event.dropna().unique())
        listed = [events] if isinstance(events, str) else events
        rows = np.flatnonzero(event.isin([check_option("events", one, known) for one in listed]))
    n_outlets = outlet.groupby(event).transform("nunique").fillna(0).to_numpy(dtype=np.int64)
    order = rows[np.lexsort((rows, pd.factorize(event)[0][rows], -n_outlets[rows]))][:max_articles]
    n_characters = np.cumsum([len(corpus.articles["text"].iloc[row]) for row in order])
    n_kept = max(1, int(np.searchsorted(n_characters, MOST_CHARACTERS, side="right")))
    return Choice(corpus, np.sort(order[:n_kept]))
