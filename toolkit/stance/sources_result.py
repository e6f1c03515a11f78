"""The attributions of a corpus, and tables made of them: who is quoted, how much, how, and whose voice an article has.

Contents: `SOURCE_COLUMNS`, `VOICE_COLUMNS`, `VOICE_KINDS`, `KINDS`, `Sources`.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.printable import printable
from toolkit.options import count
from toolkit.stance.attribution_words import BELIEF_KINDS

SOURCE_COLUMNS = (
    "unit", "article_id", "outlet", "part", "source", "source_start", "source_end", "cue", "cue_start", "cue_end",
    "content", "content_spans", "kind", "cue_kind", "source_type", "named", "anonymous", "name", "position", "n_words",
)  # fmt: skip
VOICE_KINDS = ("own", "direct", "indirect", "unattributed")
VOICE_COLUMNS = ("article_id", "outlet", "n_words", *VOICE_KINDS)
KINDS = ("direct", "indirect", "mixed")
_SHOWN = 8  # sources that are printed


@dataclass(frozen=True, eq=False)
class Sources:
    """Attributions of a corpus.

    `table` has one row an attribution: unit (row of `corpus.parts`), article_id, outlet, part; source, cue and content
    with source_start, source_end, cue_start, cue_end and content_spans (pairs of start and end), which are code points
    of the part's text; kind (direct, indirect, mixed); cue_kind (category of the lexicon reporting-verbs, or thinking,
    intending, seeming); source_type (person, group, document, pronoun, none); named; anonymous (a person without a
    name, or one who asked not to be named); name (the name that the article gives first, also for pronouns, which are
    guessed); position (0 start to 1 end); n_words.

    `voices` has one row an article: n_words, and the shares of its words in the outlet's own voice (own), in quotation
    marks and in a source's name (direct), in a source's name without marks (indirect), and in marks but in nobody's
    name (unattributed). Beliefs and intentions are the outlet's own voice; nested
    attributions count once. Articles without words have NaN. `unit_shares` has the same shares for each part, one row a
    unit of `corpus.parts` and one column for each of `VOICE_KINDS`.
    """

    table: pd.DataFrame
    voices: pd.DataFrame
    unit_shares: npt.NDArray[np.float64]
    engine: str = "rules"

    def __len__(self) -> int:
        return len(self.table)

    @cached_property
    def _contents(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Where what is said in a source's name begins (unit and place in one number), where it ends, and its row."""
        said = self.table[self.table["source"].notna() & ~self.table["cue_kind"].isin(BELIEF_KINDS)]
        spans = [
            (unit << 32 | start, end, row)
            for row, unit, own in zip(said.index, said["unit"], said["content_spans"], strict=True)
            for start, end in own
        ]
        columns = np.array(sorted(spans), dtype=np.int64).reshape(-1, 3)
        return columns[:, 0], columns[:, 1], columns[:, 2]

    def row_at(self, unit: npt.NDArray[np.integer], place: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
        """Return for each place of a text the row of `table` in whose content it stands, -1 where it stands in none.

        Beliefs and intentions, and what has no source, are left out. `unit` row of `corpus.parts`; `place` code point.
        """
        begin, end, row = self._contents
        if not len(begin):
            return np.full(len(unit), -1, dtype=np.int64)
        key = unit.astype(np.int64) << 32 | place.astype(np.int64)
        found = np.searchsorted(begin, key, side="right") - 1
        within = (found >= 0) & (begin[found] >> 32 == unit) & (place < end[found])
        return np.where(within, row[found], -1)

    def by_source(self, *columns: str) -> pd.DataFrame:
        """Return who is quoted and how much: one row a name (within each of `columns`, such as "outlet").

        Columns: name, source_type, n_attributions, n_articles, n_words, direct (share of attributions that are not
        indirect), anonymous (share), position (mean), most words first. Attributions whose source is missing, or a
        pronoun that could not be resolved, stand under the name "(not known)".
        """
        table = self.table.assign(
            name=self.table["name"].fillna("(not known)"), quoted=self.table["kind"] != "indirect"
        )
        groups = table.groupby([*columns, "name"], sort=False, dropna=False)
        result = groups.agg(
            source_type=("source_type", lambda values: values.mode().iloc[0]),
            n_attributions=("cue", "size"),
            n_articles=("article_id", "nunique"),
            n_words=("n_words", "sum"),
            direct=("quoted", "mean"),
            anonymous=("anonymous", "mean"),
            position=("position", "mean"),
        ).reset_index()
        upward = [True] * len(columns) + [False, True]
        return result.sort_values([*columns, "n_words", "name"], ascending=upward, ignore_index=True)

    def cue_kinds(self, *columns: str) -> pd.DataFrame:
        """Return numbers and shares of attributions by kind of cue, within each of `columns`, such as "outlet"."""
        counts = self.table.groupby([*columns, "cue_kind"], dropna=False).size().rename("n").reset_index()
        total = counts.groupby([*columns], dropna=False)["n"].transform("sum") if columns else counts["n"].sum()
        return counts.assign(share=counts["n"] / total)

    def outlet_voices(self) -> pd.DataFrame:
        """Return the mean shares of the articles of each outlet: outlet, n_articles, own, direct, indirect,
        unattributed; articles weigh alike."""
        shares = self.voices.dropna(subset=["own"]).groupby("outlet", dropna=False)
        means = shares[[*VOICE_KINDS]].mean()
        return means.assign(n_articles=shares.size()).reset_index()

    def sentences(self) -> list[str]:
        """Return what was found, in plain sentences."""
        n, n_articles = len(self.table), self.table["article_id"].nunique()
        among = f"in {count(n_articles, 'article')} of {len(self.voices):,}"
        lines = [f"{count(n, 'attribution')} {among}, found by {self.engine}."]
        return [*lines, *self._shares(), *self._first_sources()] if n else lines

    def _shares(self) -> list[str]:
        kinds = self.table["kind"].value_counts(normalize=True)
        shown = ", ".join(f"{kinds.get(kind, 0):.0%} {kind}" for kind in KINDS)
        missing, anonymous = self.table["source"].isna().mean(), self.table["anonymous"].mean()
        voices = self.voices[["own", "direct", "indirect"]].mean()
        return [
            f"Of them {shown}; {missing:.0%} name no source, {anonymous:.0%} an anonymous one.",
            f"Mean share of an article's words: {voices['own']:.0%} the outlet's own, {voices['direct']:.0%} direct, "
            f"{voices['indirect']:.0%} indirect.",
        ]

    def _first_sources(self) -> list[str]:
        return [
            f"  {row['name']}: {count(row['n_attributions'], 'attribution')}, {count(row['n_words'], 'word')}."
            for row in self.by_source().head(_SHOWN).to_dict("records")
        ]

    def __repr__(self) -> str:
        return "\n".join(printable(line) for line in self.sentences())
