"""What a report says of events whose articles are laid side by side, and of what outlets leave out.

Contents: `EventPart`, `OmissionPart`, `event_parts`, `omission_part`, `check_articles`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from toolkit.comparison.omission import Omission
from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError
from toolkit.events.alignment import Alignment
from toolkit.options import count
from toolkit.plots.facts import facts_size, omission_size, plot_facts, plot_omission
from toolkit.plots.style import shortened
from toolkit.report.figures import Picture, picture
from toolkit.report.sections import Table
from toolkit.report.tellings import FactShown, facts_shown

MAX_FACTS = 20  # facts of an event whose wordings stand in a report
N_OPEN = 3  # of these, unfolded


@dataclass(frozen=True)
class EventPart:
    """One event: who tells which facts, and in which words."""

    event_id: str
    title: str
    n_articles: int
    n_outlets: int
    n_facts: int
    n_common: int
    least: int
    picture: Picture | None
    facts: list[FactShown]
    alone: list[tuple[str, int]]
    method: str


@dataclass(frozen=True)
class OmissionPart:
    """The share of common facts that each outlet tells."""

    picture: Picture | None
    sentences: list[str]
    table: Table
    others: str
    level: str


def check_articles(alignments: Sequence[Alignment], omission: Omission | None, corpus: Corpus) -> None:
    """Raise `OptionError` if articles laid side by side are not in the corpus of the report."""
    known = set(corpus.articles["article_id"])
    both = [("alignments", alignments), ("omission", omission.alignments.values() if omission is not None else ())]
    for name, listed in both:
        for alignment in listed:
            strange = [one for one in alignment.corpus.articles["article_id"] if one not in known]
            if strange:
                raise OptionError(
                    f"`{name}` must be made from articles of `corpus`: event {alignment.event_id!r} has the article "
                    f"{strange[0]!r}, which {corpus.name!r} has not."
                )


def event_parts(alignments: Sequence[Alignment], *, at_least: int, plots: bool) -> Iterator[EventPart]:
    """Yield what a report says of each event.

    Parameters
    ----------
    alignments : what `align` returned.
    at_least : facts are shown that so many outlets tell, but two at least; rings stand where so many others tell one.
    """
    least = max(2, at_least)
    for one in alignments:
        common = one.facts.loc[one.facts["n_outlets"] >= least, "fact_id"].tolist()
        alone = one.alone()["outlet"].value_counts().reindex(one.outlets).fillna(0)
        yield EventPart(
            event_id=one.event_id, title=_title(one), n_articles=len(one.corpus), n_outlets=len(one.outlets),
            n_facts=len(one.facts), n_common=len(common), least=least,
            picture=_picture(one, at_least, least) if plots and common else None,
            facts=facts_shown(one, common[:MAX_FACTS]),
            alone=[(str(outlet), int(n)) for outlet, n in alone.items()], method=one.method,
        )  # fmt: skip


def _title(alignment: Alignment) -> str:
    """Return the headline of the earliest article that has one."""
    articles = pd.DataFrame({name: alignment.corpus.column(name) for name in ("published", "headline")})
    headlines = articles.sort_values("published", kind="stable", na_position="last")["headline"].dropna()
    return shortened(headlines.iloc[0], 120) if len(headlines) else ""


def _picture(alignment: Alignment, at_least: int, least: int) -> Picture:
    alt = (
        f"Chart of {count(int((alignment.facts['n_outlets'] >= least).sum()), 'fact')} of the event "
        f"{alignment.event_id} by outlet: told, and how early, or left out. The tables after the chart have the words."
    )
    size = facts_size(alignment, at_least=at_least, min_outlets=least)
    return picture(lambda ax: plot_facts(alignment, at_least=at_least, min_outlets=least, ax=ax), size, alt)


def omission_part(omission: Omission, *, plots: bool) -> OmissionPart:
    """Return what a report says of the share of common facts that each outlet tells."""
    alt = (
        f"Chart of the share of common facts told by {count(len(omission.table), 'outlet')}; the table has the numbers."
    )
    drawn = picture(lambda ax: plot_omission(omission, ax=ax), omission_size(omission), alt) if plots else None
    shown = ["outlet", "share told", "low", "high", "facts", "events", "events not covered"]
    columns = ["outlet", "share_told", "low", "high", "n_facts", "n_events", "n_events_missed"]
    rows = [[_cell(row[name]) for name in columns] for row in omission.table.to_dict("records")]
    n = omission.at_least
    others = "another outlet tells" if n == 1 else f"at least {n} other outlets tell"
    table = Table(shown, rows, frozenset(shown[1:]))
    return OmissionPart(drawn, omission.sentences(), table, others, f"{omission.level:.0%}")


def _cell(value: object) -> str:
    """Return a share in per cent, a dash for not known, anything else as it is."""
    if not isinstance(value, float):
        return str(value)
    return "–" if pd.isna(value) else f"{value:.0%}"
