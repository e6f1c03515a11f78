"""What several outlets tell of one event, laid side by side: facts, and the sentences that tell them.

A fact is what one or more sentences say; a telling is a sentence of an article that says it. An outlet tells a fact if
any of its articles on the event does.

Contents: `Alignment`, `FACT_COLUMNS`, `TELLING_COLUMNS`, `UNKNOWN_OUTLET`.
"""

from dataclasses import dataclass

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.printable import printable
from toolkit.errors import OptionError
from toolkit.options import count

FACT_COLUMNS = ("fact_id", "fact", "fact_article_id", "n_outlets", "n_articles", "position")
TELLING_COLUMNS = (
    "fact_id", "article_id", "outlet", "part", "sentence", "start", "end", "text", "position", "likeness", "quoted",
)  # fmt: skip
UNKNOWN_OUTLET = "unknown outlet"  # stands for the outlet of articles that name none
_SHOWN = 12  # facts that are printed
_WIDTH = 100  # characters of a fact that are printed


@dataclass(frozen=True, eq=False)
class Alignment:
    """The facts of one event and who tells them.

    `corpus` holds the event's articles only, `event_id` names the event, `method` says in plain words how facts were
    found. `facts` has one row a fact, the most widely told first: fact_id, fact (a sentence of one of the articles, or
    of the checklist), fact_article_id (whose sentence it is; missing for a checklist), n_outlets, n_articles, position
    (mean over outlets of the earliest telling). `tellings` has one row for each sentence that tells a fact: fact_id,
    article_id, outlet, part, sentence (its number in the part), start, end (code points of the part's text), text,
    position (share of the article's words before it; 0 is the top), likeness (to the fact, 0 to 1) and quoted (share of
    its words in quotation marks). `copies` holds the ids of articles that reprint another: they tell facts, but an
    outlet that prints another's text is no witness of its own.

    Higher positions mean later in the article. Do not compare likenesses of different methods.
    """

    corpus: Corpus
    event_id: str
    method: str
    facts: pd.DataFrame
    tellings: pd.DataFrame
    copies: frozenset[str] = frozenset()

    @property
    def outlets(self) -> list[str]:
        """The outlets that cover the event, sorted by name."""
        return sorted(self.corpus.column("outlet").fillna(UNKNOWN_OUTLET).unique())

    @property
    def table(self) -> pd.DataFrame:
        """Who tells what: true or false, one row a fact (in the order of `facts`), one column an outlet."""
        return self._who_tells(self.tellings)

    @property
    def witnesses(self) -> pd.DataFrame:
        """Who tells what in articles that are no copies; shaped like `table`."""
        return self._who_tells(self.tellings[~self.tellings["article_id"].isin(self.copies)])

    def _who_tells(self, tellings: pd.DataFrame) -> pd.DataFrame:
        rows = pd.Index(self.facts["fact_id"], name="fact_id")
        told = pd.DataFrame(False, index=rows, columns=pd.Index(self.outlets, name="outlet"))
        for outlet, own in tellings.groupby("outlet"):
            told[outlet] = rows.isin(own["fact_id"])
        return told

    def left_out(self, *, at_least: int = 2) -> pd.DataFrame:
        """List the facts that an outlet does not tell though others do.

        Parameters
        ----------
        at_least : number of other outlets that tell the fact, 1 or more. Articles that reprint another do not count.

        Returns
        -------
        outlet, fact_id, fact, n_others (without reprints), told_by (the names of all others that tell it, separated by
        "; "); by outlet, then the most widely told first. That a fact is left out says neither why nor that it should
        have been told.
        """
        if at_least < 1:
            raise OptionError(f"`at_least` must be 1 or more, the number of other outlets; got {at_least!r}.")
        told = self.table
        n_others = self.witnesses.sum(axis=1)
        rows = [
            (outlet, fact_id, fact, int(n_others[fact_id]), "; ".join(told.columns[told.loc[fact_id]]))
            for outlet in told.columns
            for fact_id, fact in zip(self.facts["fact_id"], self.facts["fact"], strict=True)
            if not told.loc[fact_id, outlet] and n_others[fact_id] >= at_least
        ]
        table = pd.DataFrame(rows, columns=["outlet", "fact_id", "fact", "n_others", "told_by"])
        return table.sort_values(["outlet", "n_others"], ascending=[True, False], kind="stable", ignore_index=True)

    def alone(self) -> pd.DataFrame:
        """List the facts that one outlet only tells: outlet, fact_id, fact, position."""
        told = self.table
        single = told[told.sum(axis=1) == 1]
        facts = self.facts.set_index("fact_id").loc[single.index, ["fact", "position"]].reset_index()
        facts.insert(0, "outlet", single.idxmax(axis=1).to_numpy(dtype=object) if len(single) else [])
        return facts.sort_values(["outlet", "position"], kind="stable", ignore_index=True)

    def __repr__(self) -> str:
        return printable("\n".join(_describe(self)))


def _describe(alignment: Alignment) -> list[str]:
    """Return the lines that are printed: how many facts there are, then the most widely told ones."""
    facts, outlets = alignment.facts, alignment.outlets
    common = facts[facts["n_outlets"] >= 2]
    lines = [
        f"{alignment.event_id}: {count(len(facts), 'fact')} in {count(len(alignment.corpus), 'article')} of "
        f"{count(len(outlets), 'outlet')}; {len(common):,} told by two outlets or more."
    ]
    told = alignment.table
    for row in common.head(_SHOWN).to_dict("records"):
        lacking = told.columns[~told.loc[row["fact_id"]]].tolist()
        who = f"all {len(outlets)}" if not lacking else f"{row['n_outlets']} of {len(outlets)}"
        without = f"; not by {', '.join(lacking)}" if lacking else ""
        lines.append(f"  {row['fact_id']} told by {who}{without}: {_short(row['fact'])}")
    if len(common) > _SHOWN:
        lines.append(f"  and {len(common) - _SHOWN:,} more: alignment.facts")
    return [*lines, f"Found by {alignment.method}."]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _WIDTH else flat[:_WIDTH].rpartition(" ")[0] + " …"
