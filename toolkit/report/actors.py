"""What a report says of actors: who acts, who speaks, what they are called and in which light they stand.

Contents: `ActorPart`, `Block`, `actor_part`, `check_actors`, `ACTOR_REFERENCES`.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from toolkit.comparison.actors import ActorFindings
from toolkit.comparison.coverage import well_covered
from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError
from toolkit.kwic import lines_behind
from toolkit.options import count
from toolkit.plots.actors import MIN_LABELS, Drawing, actor_drawings, with_outlets
from toolkit.plots.style import shortened
from toolkit.report.evidence import EvidenceOf, Group
from toolkit.report.figures import Picture, picture
from toolkit.report.lines import lines_of
from toolkit.report.sections import Finding, Table, comparison_table, cut_interval
from toolkit.stance.actor_roles import actor_roles
from toolkit.stance.actors import labels_at
from toolkit.stance.pairs import NOT_NAMED, who_whom

N_LINES = 3  # lines of an outlet behind a number
MAX_GROUPS = 6  # outlets whose lines stand apart
ACTOR_REFERENCES = ("rashkin2016", "sap2017", "newell2018")
_UNKNOWN_SOURCE = "(not known)"
_OTHERS = "other outlets"

Row = dict[Hashable, Any]


@dataclass(frozen=True)
class Block:
    """One question about the actors: what is drawn, the numbers with their lines, and tables."""

    anchor: str
    heading: str
    about: str
    pictures: list[Picture] = field(default_factory=list)
    items: list[Finding] = field(default_factory=list)
    n_items: int = 0
    tables: list[tuple[Table, str]] = field(default_factory=list)


@dataclass(frozen=True)
class ActorPart:
    """The section of a report on actors."""

    n_mentions: int
    absent: list[str]
    counts: Table
    blocks: list[Block]


def check_actors(found: ActorFindings | None, corpus: Corpus) -> None:
    """Raise `OptionError` if actors were looked for in other articles than those of the report."""
    if found is not None and found.mentions.corpus.checksum != corpus.checksum:
        there = found.mentions.corpus
        raise OptionError(
            f"`actors` must be made from the articles of `corpus`: they were looked for in {there.name!r} "
            f"({there.checksum}), given is {corpus.name!r} ({corpus.checksum})."
        )


def actor_part(found: ActorFindings, *, most: int, plots: bool) -> ActorPart:
    """Return what a report says of the actors; at most `most` of each kind are listed with their lines."""
    pictures: dict[str, list[tuple[str, Picture]]] = {}
    for one in actor_drawings(found, most=most) if plots else ():
        pictures.setdefault(one.kind, []).append((one.subject, _picture(one)))
    counts = found.mentions.counts()
    absent = [found.names[actor] for actor in counts.loc[counts["n_mentions"] == 0, "actor"]]
    maker = _Maker(found, most, {kind: [one for _, one in drawn] for kind, drawn in pictures.items()})
    labels = dict(pictures.get("labels", []))
    blocks = [maker.acts(), maker.pairs(), maker.parties(), maker.voices(), *maker.labels(labels), maker.stance()]
    return ActorPart(len(found.mentions), absent, _counts(found), [one for one in blocks if one is not None])


def _picture(one: Drawing) -> Picture:
    return replace(picture(lambda ax: one.draw(ax=ax), one.size, one.alt), caption=one.caption)


def _counts(found: ActorFindings) -> Table:
    """Return the mentions of each actor by outlet."""
    table = with_outlets(found.mentions.counts("outlet"))
    wide = table.pivot_table(index="actor", columns="outlet", values="n_mentions", fill_value=0, aggfunc="sum")
    order = wide.sum(axis=1).sort_values(ascending=False, kind="stable").index
    rows = [[found.names[actor], *(f"{n:.0f}" for n in wide.loc[actor]), f"{wide.loc[actor].sum():.0f}"]
            for actor in order]  # fmt: skip
    outlets = [str(one) for one in wide.columns]
    return Table(["actor", *outlets, "all"], rows, frozenset([*outlets, "all"]))


@dataclass(frozen=True)
class _Maker:
    """Makes the blocks of one report."""

    found: ActorFindings
    most: int
    pictures: dict[str, list[Picture]]

    def acts(self) -> Block:
        """Who acts, and who is acted upon."""
        table = actor_roles(self.found.acts)
        items = self._items(table, self.found.acts.table, lambda row: (
            f"{self._name(row['actor'])}: {count(row['n_does'], 'act')}, {row['n_harms']} of harm; "
            f"{count(row['n_takes'], 'act')} upon it, {row['n_suffers']} of harm"
        ))  # fmt: skip
        about = (
            "Acts of one party upon another that are told as done, read from the grammar of each sentence. Harm is "
            "what the list of acts calls bad for whom it is done to. Who is to blame is not asked."
        )
        return Block("actors-acts", "Who acts, and who is acted upon", about, self._drawn("roles"), items, len(table))

    def pairs(self) -> Block:
        """Who does what to whom, over all acts."""
        table = who_whom(self.found.acts)
        about = (
            "All acts in which an actor takes part, also those that are planned, ordered, threatened, denied or "
            f"negated. “{NOT_NAMED}”: the sentence does not say who; “(other)”: none of the actors."
        )
        return self._pairs("who-whom", "Who does what to whom", about, table, self.found.acts.table)

    def parties(self) -> Block | None:
        """The same for the evidence of another measure."""
        parties = self.found.parties
        if parties is None:
            return None
        title = parties.measurement.title.replace("-", " ")
        about = f"The words of the measure “{title}”, read as acts: who does it, to whom, and whether it is done."
        return self._pairs("parties", f"Who does it to whom: {title}", about, parties.who_whom(), parties.table)

    def _pairs(self, kind: str, heading: str, about: str, table: pd.DataFrame, rows: pd.DataFrame) -> Block:
        ids = list(self.found.names)
        own = table[table["agent"].isin(ids) | table["patient"].isin(ids)].reset_index(drop=True)
        items = self._items(own, rows, lambda row: (
            f"{self._name(row['agent'])} → {self._name(row['patient'])}, {row['category']}: {count(row['n'], 'act')}, "
            f"{row['n_done']} told as done, {row['n_outlet_voice']} on the outlet's own word"
        ))  # fmt: skip
        return Block(f"actors-{kind}", heading, about, self._drawn(kind), items, len(own))

    def voices(self) -> Block:
        """Who speaks."""
        sources = self.found.sources
        table = sources.by_source()
        known = table[table["name"] != _UNKNOWN_SOURCE].sort_values("n_attributions", ascending=False, kind="stable")
        rows = sources.table["name"].fillna(_UNKNOWN_SOURCE)
        known = known.assign(rows=[sources.table.index[rows == name].tolist() for name in known["name"]])
        items = self._items(known, sources.table, lambda row: (
            f"{shortened(row['name'], 80)}: {count(row['n_attributions'], 'attribution')}, "
            f"{count(row['n_words'], 'word')}, in {count(row['n_articles'], 'article')}"
            f"{'; without a name' if row['anonymous'] > 0.5 else ''}"
        ))  # fmt: skip
        about = (
            "What is said in somebody's name, in quotation marks or without. Attributions that the rules miss count as "
            "the outlet's own words. The sources with most attributions follow; marked is the word that brings them in."
        )
        numbers = (_voices(sources.outlet_voices()), "Mean shares of an article's words; – means not known.")
        return Block("actors-voices", "Who speaks", about, self._drawn("voices"), items, len(known), [numbers])

    def labels(self, pictures: dict[str, Picture]) -> Iterator[Block]:
        """What each actor is called that has a few labels, those with most of them first."""
        table = labels_at(self.found.mentions)
        sizes = table.groupby("actor").size().sort_values(ascending=False, kind="stable")
        for number, actor in enumerate(sizes.index[sizes >= MIN_LABELS][: self.most], start=1):
            own = table[table["actor"] == actor]
            groups = own.assign(row=own.index).groupby("label", sort=False)
            counted = groups.agg(n=("row", "size"), n_articles=("article_id", "nunique"), rows=("row", list))
            counted = counted.reset_index().sort_values("n", ascending=False, kind="stable")
            items = self._items(counted, table, lambda row: (
                f"“{shortened(row['label'], 80)}”: {count(row['n'], 'time')}, in {count(row['n_articles'], 'article')}"
            ))  # fmt: skip
            n = int((self.found.mentions.table["actor"] == actor).sum())
            about = f"{count(len(own), 'label')} at {count(n, 'mention')}; counts, not rates. Quoted words count too."
            drawn = [pictures[str(actor)]] if str(actor) in pictures else []
            heading = f"What it is called: {self._name(actor)}"
            yield Block(f"actors-labels-{number}", heading, about, drawn, items, len(counted))

    def stance(self) -> Block | None:
        """In which light the targets stand."""
        if not self.found.stance:
            return None
        items: list[Finding] = []
        tables: list[tuple[Table, str]] = []
        for target, comparison in self.found.stance.items():
            shown = well_covered(comparison).shown
            evidence = EvidenceOf(shown)
            rows = zip(shown.table.to_dict("records"), shown.sentences(), strict=True)
            items += [
                Finding(f"{target}, {claim}", interval, "", evidence.groups(row, limit=N_LINES))
                for row, (claim, interval) in ((row, cut_interval(sentence)) for row, sentence in rows)
                if row["category"] == "stance" and pd.notna(row["estimate"])
            ]
            caption = (
                f"{target}: differences with bounds; own and sourced are the stance in a voice; – means not known."
            )
            tables.append((comparison_table(shown.table), caption))
        about = (
            "Whether sentences that mention the target show it in a good (up to 1) or a bad (down to -1) light, as the "
            "difference from the other outlets on the same events. A sentence that tells of harm which the target did "
            "is against it, whoever writes it, and single sentences are often misjudged: read the lines. Pronouns "
            "that stand for the target count here."
        )
        drawn = [one for kind in ("stance", "own", "sourced") for one in self._drawn(kind)]
        return Block("actors-stance", "In which light", about, drawn, items, len(items), tables)

    def _drawn(self, kind: str) -> list[Picture]:
        return self.pictures.get(kind, [])

    def _name(self, party: Any) -> str:
        return self.found.names.get(party, str(party))

    def _items(self, table: pd.DataFrame, rows: pd.DataFrame, claim: Callable[[Row], str]) -> list[Finding]:
        """Return the first rows of a table of numbers, each with its lines."""
        return [
            Finding(claim(row), "", "", self._groups(rows.loc[row["rows"]]))
            for row in table.head(self.most).to_dict("records")
        ]

    def _groups(self, rows: pd.DataFrame) -> list[Group]:
        """Return lines of each outlet; where there are many outlets, of those with most rows."""
        outlet = with_outlets(rows)["outlet"].astype(str)
        sizes = outlet.value_counts(sort=True).sort_index(kind="stable").sort_values(ascending=False, kind="stable")
        apart = sizes.index[:MAX_GROUPS]
        outlet = outlet.where(outlet.isin(apart), _OTHERS)
        return [
            Group(name, self._lines(rows[outlet == name]), int((outlet == name).sum()), derived=False)
            for name in [*apart, *([_OTHERS] if len(sizes) > MAX_GROUPS else [])]
        ]

    def _lines(self, rows: pd.DataFrame) -> Any:
        return lines_of(lines_behind(rows, self.found.mentions.corpus, limit=N_LINES))


def _voices(table: pd.DataFrame) -> Table:
    """Return the shares of voices as text."""
    kinds: Sequence[str] = ("own", "direct", "indirect", "unattributed")
    rows = [
        [
            str(row["outlet"]),
            *("–" if pd.isna(row[kind]) else f"{row[kind]:.0%}" for kind in kinds),
            f"{row['n_articles']}",
        ]
        for row in with_outlets(table).to_dict("records")
    ]
    return Table(["outlet", *kinds, "articles"], rows, frozenset([*kinds, "articles"]))
