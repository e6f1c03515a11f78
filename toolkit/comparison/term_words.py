"""Walk back from terms to the places where they stand.

Contents: `TermWords`, `term_concordance`.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.evidence import Evidence, Reading
from toolkit.kwic import concordance
from toolkit.lexicons.lexicon import Lexicon
from toolkit.measure import Measure


@dataclass(frozen=True)
class TermWords(Measure):
    """Count the words of a list, whatever the language; each category holds the spans of its patterns."""

    name: ClassVar[str] = "terms"
    language: ClassVar[str] = ""

    lexicon: Lexicon

    @property
    def categories(self) -> tuple[str, ...]:
        """The names given."""
        return self.lexicon.category_names

    @property
    def lexicons(self) -> tuple[Lexicon, ...]:
        """The list."""
        return (self.lexicon,)

    def find(self, reading: Reading) -> Evidence:
        """Find every occurrence."""
        return reading.find(self.lexicon)


def term_concordance(
    corpus: Corpus,
    term: str,
    *,
    parts: tuple[str, ...],
    outlet: str | None = None,
    event: str | None = None,
    width: int = 60,
    limit: int | None = None,
) -> pd.DataFrame:
    """Return the lines in which a term stands in some parts of the articles of a corpus; see `concordance`."""
    found = TermWords(Lexicon.of({term: [term]}, name="terms"))(corpus)
    lines = concordance(found, outlet=outlet, event=event, width=width)
    lines = lines[lines["part"].isin(parts)].reset_index(drop=True)
    if limit is not None and len(lines) > limit:
        rows = np.unique(np.linspace(0, len(lines) - 1, limit).round().astype(int))
        lines = lines.iloc[rows].reset_index(drop=True)
    return lines
