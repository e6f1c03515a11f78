"""The result of a search for distinctive words, and how it speaks.

Contents: `Keyness`, `sentence`, `tests_sentence`, `KEYNESS_COLUMNS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.resample import MIN_EVENTS
from toolkit.comparison.result import signed, wire_sentence
from toolkit.comparison.term_counts import TermCounts
from toolkit.comparison.term_words import term_concordance
from toolkit.corpus.printable import printable
from toolkit.errors import OptionError, UnknownNameError
from toolkit.options import check_option, count, did_you_mean

KEYNESS_COLUMNS = (
    "target", "reference", "term", "n_target", "n_reference", "rate_target", "rate_reference", "n_articles_target",
    "n_articles_reference", "n_events_target", "n_events_reference", "log_odds", "low", "high", "p", "q", "z", "g2",
    "chi_square", "log_ratio", "dispersion_target", "dispersion_reference",
)  # fmt: skip
_SHOWN = 5  # terms of each side that are printed


@dataclass(frozen=True, eq=False)
class Keyness:
    """Terms that one side uses more than the other.

    `table` has one row a term, for each target: target, reference, term; n_target, n_reference (occurrences);
    rate_target, rate_reference (per 1,000 words; of pairs and threes of words, per 1,000 of these); n_articles_* and
    n_events_* (articles and events with the term; NaN where events are not known); log_odds with bounds low and high at
    `level`; p and q; z, g2, chi_square, log_ratio; dispersion_* (0 evenly over the articles, 1 in one only). Rows are
    sorted by z, the target's words first.

    `sides` has for each target: target, reference, n_articles_target, n_articles_reference, n_words_target,
    n_words_reference, n_resampled. `counts` holds the counts by article; `compared` has for each target the rows of the
    corpus that count; `resampled` says what was resampled.
    """

    table: pd.DataFrame
    sides: pd.DataFrame
    counts: TermCounts
    level: float
    resampled: str
    signature: str
    compared: Mapping[str, npt.NDArray[np.int64]]
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def targets(self) -> list[str]:
        """The targets, in order."""
        return self.sides["target"].tolist()

    def largest_targets(self, n: int) -> list[str]:
        """Return the n targets with most that was resampled (events, as a rule), in their order."""
        largest = self.sides.sort_values("n_resampled", ascending=False, kind="stable")["target"].head(n)
        return [target for target in self.targets if target in set(largest)]

    def top(self, n: int = 10, *, target: str | None = None) -> pd.DataFrame:
        """Return the n terms that a target has most clearly more of, and the n that it has less of, by z."""
        if n < 1:
            raise OptionError(f"`n` must be 1 or more; got {n!r}.")
        chosen = self.targets if target is None else [check_option("target", target, self.targets)]
        rows = []
        for name in chosen:
            own = self.table[self.table["target"] == name]
            rows += [own[own["z"] > 0].head(n), own[own["z"] < 0].tail(n)]
        return pd.concat(rows, ignore_index=True)

    def concordance(
        self,
        term: str,
        *,
        outlet: str | None = None,
        event: str | None = None,
        width: int = 60,
        limit: int | None = None,
    ) -> pd.DataFrame:
        """Return the lines in which a term stands, in the articles that were compared.

        Parameters and columns are those of `toolkit.concordance`; `category` is the term.

        Raises
        ------
        UnknownNameError : the term is not in the table. OptionError : the outlet or event does not occur.
        """
        if term not in self._terms:
            hint = did_you_mean(term, self.counts.terms)
            raise UnknownNameError(
                f"The table has no term {term!r}; it has {len(self.counts.terms):,}, in lower case, such as "
                f"{', '.join(map(repr, self.counts.terms[:3]))}.{hint}"
            )
        if self.counts.lines is not None:
            return self.counts.lines(term, outlet=outlet, event=event, width=width, limit=limit)
        corpus = self.counts.corpus
        if outlet is not None:
            check_option("outlet", outlet, corpus.outlets)
        mask = np.zeros(len(corpus), dtype=np.bool_)
        compared = np.concatenate(list(self.compared.values()))
        mask[np.intersect1d(self.counts.articles_with(term), compared)] = True
        if outlet is not None:
            mask &= (corpus.column("outlet") == outlet).to_numpy(dtype=bool)
        parts = tuple(self.counts.settings.parts)
        return term_concordance(corpus.select(mask), term, parts=parts, event=event, width=width, limit=limit)

    @property
    def _terms(self) -> set[str]:
        return set(self.counts.terms)

    def sentences(self, n: int = _SHOWN) -> list[str]:
        """Return a plain sentence for each of the clearest terms: n of which a target has more, and n of which less."""
        return [sentence(row, self.level, self.resampled) for row in self.top(n).to_dict("records")]

    def __repr__(self) -> str:
        lines = []
        for side in self.sides.to_dict("records"):
            own = self.table[self.table["target"] == side["target"]]
            lines.append(_heading(side, len(own), self.resampled))
            top = self.top(_SHOWN, target=side["target"]).to_dict("records") if len(own) else []
            lines += [f"  {sentence(row, self.level, self.resampled)}" for row in top]
        lines += [tests_sentence(self.table), wire_sentence(self.settings)]
        return "\n".join(printable(one) for one in lines if one)

    def _repr_html_(self) -> str:
        return str(self.top(2 * _SHOWN).to_html(index=False, float_format="{:.3g}".format, escape=True))


def _heading(side: Mapping[Any, Any], n_terms: int, resampled: str) -> str:
    words = f"{count(side['n_words_target'], 'word')} against {side['n_words_reference']:,}"
    return (
        f"{side['target']} against {side['reference']}: {count(n_terms, 'term')}, {words}, "
        f"{count(side['n_resampled'], resampled)} resampled"
    )


def tests_sentence(table: pd.DataFrame) -> str:
    """Say how many terms stand out, and how many would by chance."""
    known = table["q"].notna()
    if not known.any():
        return ""
    n = int(known.sum())
    clear = int((table["q"] <= 0.05).sum())
    by_p = int((table["p"] <= 0.05).sum())
    return (
        f"{count(n, 'term')} tested: {clear:,} with q of at most 0.05; {by_p:,} with p, where {0.05 * n:,.0f} "
        "are to be expected by chance."
    )


def sentence(row: Mapping[Any, Any], level: float, resampled: str) -> str:
    """Return what is known of a term in words."""
    rates = (
        f"{_rate(row['rate_target'])} per 1,000 in {row['target']}, "
        f"{_rate(row['rate_reference'])} in {row['reference']}"
    )
    where = _where(row)
    finding = f"{row['term']}: {rates} ({where}); log-odds {signed(row['log_odds'])}"
    if np.isnan(row["low"]):
        return f"{finding} [no interval: too little to go by]"
    bounds = f"[{level:.0%} interval {signed(row['low'])} to {signed(row['high'])}]"
    clear = row["low"] > 0 or row["high"] < 0
    return f"{finding} {bounds}{'' if clear else ': could be none'}"


def _where(row: Mapping[Any, Any]) -> str:
    articles = f"{row['n_articles_target']} and {row['n_articles_reference']} articles"
    if np.isnan(row["n_events_target"]):
        return articles
    return f"{articles}, {row['n_events_target']:.0f} and {row['n_events_reference']:.0f} events"


def _rate(rate: float) -> str:
    return f"{rate:.2g}" if rate < 10 else f"{rate:.0f}"


def why_few(n: int, resampled: str) -> str:
    """Return why there are no bounds, for a warning."""
    kind = "shared events" if resampled == "event" else "articles of one side"
    return f"fewer than {MIN_EVENTS} {kind} ({n})"
