"""What a report says of distinctive words: numbers of each word, and the lines in which it stands.

Contents: `WordsPart`, `WordBlock`, `words_part`, `WORD_REFERENCES`.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from toolkit.comparison.keyness_result import Keyness, sentence, tests_sentence
from toolkit.comparison.result import signed, wire_sentence
from toolkit.comparison.term_counts import Terms
from toolkit.comparison.term_places import term_places
from toolkit.kwic import lines_behind
from toolkit.options import count
from toolkit.plots.keyness import keyness_size, plot_keyness
from toolkit.report.evidence import Group
from toolkit.report.extras import MAX_TARGETS, Extras
from toolkit.report.figures import Picture, picture
from toolkit.report.lines import lines_of
from toolkit.report.sections import Finding, Table, cut_interval

N_LINES = 3  # lines of a side behind a word
_LINES_IN_ALL = 2000  # in the section, so that the report stays small enough to be mailed
WORD_REFERENCES = ("benjamini1995", "gries2008", "hesterberg2015", "monroe2008")


@dataclass(frozen=True)
class WordBlock:
    """The words of one target: what is drawn, the numbers, the lines behind them, the address of a page with all."""

    anchor: str
    heading: str
    about: str
    picture: Picture | None
    table: Table
    more: list[Finding]
    less: list[Finding]
    page: str


@dataclass(frozen=True)
class WordsPart:
    """The section of a report on distinctive words."""

    about: str
    tests: str
    wire: str
    blocks: list[WordBlock]
    n_left_out: int
    by_event: bool
    signature: str


def words_part(extras: Extras, *, plots: bool) -> WordsPart | None:
    """Return what a report says of distinctive words; None if none were looked for."""
    found = extras.words
    if found is None:
        return None
    targets = found.largest_targets(MAX_TARGETS)
    blocks = [
        _block(found, target, f"words-{number}", extras, plots=plots) for number, target in enumerate(targets, start=1)
    ]
    return WordsPart(
        about=_terms(found.counts.settings), tests=tests_sentence(found.table),
        wire=wire_sentence(found.settings), blocks=blocks, n_left_out=len(found.targets) - len(targets),
        by_event=found.resampled == "event", signature=found.signature,
    )  # fmt: skip


def _terms(terms: Terms) -> str:
    """Say in a sentence which terms were counted."""
    kinds = ("words", "words and pairs of words", "words, pairs and threes of words")[terms.ngrams - 1]
    stop = "; function words such as “the” are left out" if terms.stop_words else ""
    return (
        f"Counted are {kinds} in {', '.join(terms.parts)}, if they occur at least {count(terms.min_count, 'time')} in "
        f"at least {count(terms.min_articles, 'article')}{stop}."
    )


def _block(found: Keyness, target: str, anchor: str, extras: Extras, *, plots: bool) -> WordBlock:
    side = found.sides[found.sides["target"] == target].iloc[0]
    rows = found.top(extras.most_words, target=target)
    places = term_places(found.counts, rows["term"].tolist(), found.compared[target])
    n_shown = 2 * extras.most_words * min(MAX_TARGETS, len(found.targets))
    limit = max(1, min(N_LINES, _LINES_IN_ALL // (2 * n_shown)))
    items = [_item(found, row, places, limit) for row in rows.to_dict("records")]
    n_more = int((rows["z"] > 0).sum())
    about = (
        f"{count(side['n_words_target'], 'word')} in {count(side['n_articles_target'], 'article')} against "
        f"{side['n_words_reference']:,} in {side['n_articles_reference']:,}; "
        f"{count(side['n_resampled'], found.resampled)} resampled."
    )
    return WordBlock(
        anchor=anchor, heading=f"{target} against {side['reference']}", about=about,
        picture=_picture(found, target, extras.most_words) if plots and len(rows) else None, table=_table(rows, found),
        more=items[:n_more], less=items[n_more:], page=extras.word_pages.get(target, ""),
    )  # fmt: skip


def _item(found: Keyness, row: dict[Hashable, Any], places: pd.DataFrame, limit: int) -> Finding:
    """Return a word with its lines in the target and in the reference."""
    claim, interval = cut_interval(sentence(row, found.level, found.resampled))
    own = places[places["term"] == row["term"]]
    outlet = found.counts.corpus.column("outlet").to_numpy()[own["article"].to_numpy(dtype=int)]
    sides = ((row["target"], outlet == row["target"]), (row["reference"], outlet != row["target"]))
    return Finding(claim, interval, "", [_group(found, str(name), own[of_side], limit) for name, of_side in sides])


def _group(found: Keyness, name: str, places: pd.DataFrame, limit: int) -> Group:
    return Group(name, lines_of(lines_behind(places, found.counts.corpus, limit=limit)), len(places), derived=False)


def _table(rows: pd.DataFrame, found: Keyness) -> Table:
    """Return the numbers of the words as text; rates are per 1,000 words."""
    columns = ["word", "log-odds", "low", "high", "q", *(f"{what} {where}" for what in ("per 1,000", "articles")
               for where in ("here", "there"))]  # fmt: skip
    cells = [
        [
            str(row["term"]), *(_known(row[name], signed) for name in ("log_odds", "low", "high")),
            _known(row["q"], lambda q: f"{q:.3f}" if q >= 0.001 else "<0.001"),
            f"{row['rate_target']:.2f}", f"{row['rate_reference']:.2f}",
            f"{row['n_articles_target']}", f"{row['n_articles_reference']}",
        ]
        for row in rows.to_dict("records")
    ]  # fmt: skip
    return Table(columns, cells, frozenset(columns[1:]))


def _known(value: Any, shown: Any) -> str:
    return "–" if pd.isna(value) else str(shown(value))


def _picture(found: Keyness, target: str, n: int) -> Picture:
    alt = f"Chart of the words that {target} has most clearly more and less of; the table has the numbers."
    return picture(
        lambda ax: plot_keyness(found, target=target, n=n, ax=ax), keyness_size(found, target=target, n=n), alt
    )
