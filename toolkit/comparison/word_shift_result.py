"""The result of a word shift, and how it speaks.

Contents: `WordShift`, `SHIFT_COLUMNS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from toolkit.comparison.result import signed, wire_sentence
from toolkit.comparison.term_words import term_concordance
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.printable import printable
from toolkit.errors import UnknownNameError
from toolkit.kwic import concordance
from toolkit.measure import Measurement
from toolkit.options import count, did_you_mean
from toolkit.text.normalize import normalize_word

SHIFT_COLUMNS = (
    "word", "score", "n_target", "n_reference", "n_articles_target", "n_articles_reference", "contribution", "low",
    "high", "share", "kind",
)  # fmt: skip
_SHOWN = 10


@dataclass(frozen=True, eq=False)
class WordShift:
    """A difference between target and reference, taken apart into words.

    `table` has one row a word, the largest contributions first: word, score, n_target, n_reference, n_articles_target,
    n_articles_reference, contribution with bounds low and high at `level`, share (of the sum of all contributions
    without their signs), kind ("positive word, more" ...). Contributions add up to `difference`, target minus
    reference, in `unit`, with bounds `low` and `high`; for a Jensen-Shannon shift they add up to the divergence.
    `articles` are those that were compared.
    """

    table: pd.DataFrame
    target: str
    reference: str
    method: str
    unit: str
    value_target: float
    value_reference: float
    difference: float
    low: float
    high: float
    reference_value: float
    level: float
    n_resampled: int
    resampled: str
    articles: Corpus
    signature: str
    measurement: Measurement | None = None
    settings: dict[str, Any] = field(default_factory=dict)

    def concordance(self, word: str, *, outlet: str | None = None, width: int = 60) -> pd.DataFrame:
        """Return the lines in which a word stands, in the articles that were compared; see `toolkit.concordance`.

        Raises
        ------
        UnknownNameError : the word is not in the table.
        """
        known = self.table["word"].tolist()
        if word not in known:
            raise UnknownNameError(f"The table has no word {word!r}.{did_you_mean(word, known)}")
        parts = tuple(self.settings["parts"])
        if self.measurement is None:
            return term_concordance(self.articles, word, parts=parts, outlet=outlet, width=width)
        lines = concordance(self.measurement, outlet=outlet, width=width)
        own = lines["category"] == self.settings["category"]
        lines = lines[own] if own.any() else lines  # a category may be made of others, as a balance is
        keep = lines["match"].map(one_word) == word
        keep &= lines["part"].isin(parts) & lines["article_id"].isin(self.articles.articles["article_id"])
        return lines[keep].reset_index(drop=True)

    def sentences(self, n: int = _SHOWN) -> list[str]:
        """Return what the difference is, and a plain sentence for each of the n words that add most to it."""
        rows = self.table.head(n).to_dict("records")
        return [_whole(self), *(_sentence(row, self) for row in rows)]

    def __repr__(self) -> str:
        first, *rest = self.sentences()
        lines = [first, *(f"  {line}" for line in rest), wire_sentence(self.settings)]
        return "\n".join(printable(line) for line in lines if line)

    def _repr_html_(self) -> str:
        return str(self.table.head(2 * _SHOWN).to_html(index=False, float_format="{:.3g}".format, escape=True))


def one_word(match: str) -> str:
    """Return what an expression in a text is called in the table: in lower case, on one line."""
    return " ".join(normalize_word(part) for part in match.split())


def _whole(shift: WordShift) -> str:
    about = f"{shift.target} against {shift.reference}"
    size = f"{count(shift.n_resampled, shift.resampled)} resampled"
    if shift.method == "jensen-shannon":
        return f"{about}: Jensen-Shannon divergence {shift.difference:.3g} ({size})"
    if shift.method == "proportion":
        return f"{about}: shares of all words ({size})"
    bounds = _bounds(shift.low, shift.high, shift.level)
    values = f"{signed(shift.value_target)} against {signed(shift.value_reference)}"
    return f"{about}, {shift.unit}: {values}, difference {signed(shift.difference)} {bounds} ({size})"


def _sentence(row: Mapping[Any, Any], shift: WordShift) -> str:
    kind = f" ({row['kind']})" if row["kind"] else ""
    finding = f"{row['word']}{kind}: {signed(row['contribution'])}"
    if shift.method != "jensen-shannon":
        finding += f" {_bounds(row['low'], row['high'], shift.level)}"
    articles = f"{row['n_articles_target']} and {row['n_articles_reference']} articles"
    return f"{finding}; {row['n_target']:,} against {row['n_reference']:,} times, {articles}"


def _bounds(low: float, high: float, level: float) -> str:
    if np.isnan(low):
        return "[no interval]"
    clear = low > 0 or high < 0
    return f"[{level:.0%} interval {signed(low)} to {signed(high)}]{'' if clear else ' could be none'}"
