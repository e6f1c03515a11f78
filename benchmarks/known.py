"""Articles of which something is known: which are copies, or which report one event.

Contents: `Known`.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from benchmarks.wording import Ints
from toolkit.corpus.corpus import Corpus


@dataclass(frozen=True)
class Known:
    """A corpus and a number for each article: the row of its original (-1: it is none's copy), or its event."""

    corpus: Corpus
    number: Ints

    def save(self, file: Path) -> None:
        """Write all to a file, so that a process that is measured need not make the texts."""
        self.corpus.articles.assign(number=self.number).to_parquet(file)

    @classmethod
    def load(cls, file: Path, first: int | None = None) -> "Known":
        """Read what `save` wrote, or the first rows of it."""
        table = pd.read_parquet(file)
        table = table if first is None else table.head(first)
        return cls(Corpus(table.drop(columns="number"), name="known"), table["number"].to_numpy())
