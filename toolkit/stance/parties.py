"""Who does it, to whom, in whose words: the parties of the evidence of any measure, such as the force axis.

A span of evidence ("destroy", "deterrence", "wipe out") is read as an act: its subject, by-phrase or possessor is the
agent, its object the patient, and whoever is said to say so the speaker. Acts on the list of `load_acts` are read as
`find_acts` reads them, other words by their grammar alone.

Conventions: one row a span, in the order of `measurement.evidence`; a party that the sentence does not name is None.

Contents: `PARTY_STATUS`, `find_parties`, `Parties`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit.corpus.language import english_texts
from toolkit.corpus.printable import printable
from toolkit.measure import Measurement
from toolkit.models.parse import parse
from toolkit.options import check_columns, count
from toolkit.stance.actors import Actors, Mentions, find_actors
from toolkit.stance.acts import ActGroup
from toolkit.stance.linking import link_actors
from toolkit.stance.pairs import count_pairs
from toolkit.stance.role_lemmas import with_full_lemmas
from toolkit.stance.role_nouns import is_noun, noun_act, plain_noun_act
from toolkit.stance.role_verbs import Act, plain_verb_act, verb_act
from toolkit.stance.role_voices import Voices
from toolkit.stance.roles import GRAMMAR_COLUMNS, Roles, grammar_of, typed
from toolkit.stance.sheets import Sheet, iter_sheets

# What a modal says of an act, in the order in which tables list it.
PARTY_STATUS = ("done", "planned", "threatened", "ordered", "possible", "required", "denied", "negated")
_BATCH = 500  # texts read together
_EVIDENCE = ("article_id", "outlet", "event_id", "part", "sentence", "start", "end", "match", "category", "weight")


def find_parties(measurement: Measurement, actors: "Mentions | Actors | str | Path | None" = None) -> "Parties":
    """Find for each span of evidence who does it, to whom, in whose words, and whether it is done or only planned.

    Parameters
    ----------
    measurement : of any measure whose words are acts, such as `ForceAxis`. Of other words most have no parties.
    actors : the actors of the study (or their file, or what `find_actors` returned); without them parties are phrases.

    Returns
    -------
    `Parties`, with one row a span of evidence.

    Grammar decides, and it errs: see docs/roles.md for how often on the listed acts. A party is missing where its
    sentence does not name it, though the sentence before may. Do not compare outlets on these counts where one writes
    longer sentences than the other; look at the rows.

    Raises
    ------
    ModelMissingError : there is no parser. OptionError, ReadError : the actors cannot be used.
    """
    spans, corpus = measurement.spans, measurement.corpus
    texts = english_texts(corpus)
    units = np.unique(spans.unit)
    bounds = np.searchsorted(spans.unit, units, side="left"), np.searchsorted(spans.unit, units, side="right")
    own = {int(unit): range(int(a), int(b)) for unit, a, b in zip(units, *bounds, strict=True)}
    rows: list[tuple[Any, ...]] = []
    for unit, sheet in _sheets([(unit, texts[unit]) for unit in own]):
        voices = Voices(sheet)
        for row in own[unit]:
            act = act_at(sheet, int(spans.start[row]), int(spans.end[row]))
            rows.append((_NOTHING if act is None else grammar_of(sheet, act, voices)) + (act is not None,))
    grammar = pd.DataFrame(rows, columns=[*GRAMMAR_COLUMNS, "is_act"])
    evidence = measurement.evidence.assign(event_id=corpus.column("event_id").to_numpy()[_articles(measurement)])
    table = pd.concat([evidence[[*_EVIDENCE]], grammar], axis=1)
    table = typed(table.assign(unit=spans.unit.astype(np.int64))).astype({"is_act": bool})
    table["status"] = _status(table)
    if actors is not None:
        mentions = actors if isinstance(actors, Mentions) else find_actors(corpus, actors, pronouns=True)
        table = link_actors(Roles(table, len(corpus), 0), mentions).table
    return Parties(table.rename(columns={"asserter": "speaker", "asserter_actor": "speaker_actor"}), measurement)


def _articles(measurement: Measurement) -> Any:
    return measurement.unit_article[measurement.spans.unit]


def _sheets(texts: list[tuple[int, str]]) -> Iterator[tuple[int, Sheet]]:
    """Yield the parsed texts, each with its unit."""
    for begin in range(0, len(texts), _BATCH):
        batch = texts[begin : begin + _BATCH]
        words = [text for _, text in batch]
        for (unit, _), sheet in zip(batch, iter_sheets(words, parse(words)), strict=True):
            yield unit, with_full_lemmas(sheet)


_UNLISTED = ActGroup("other", 0.0, 0.0, 0.0, 0.0, 0.0, "agent", "not on the list of acts")
_NOTHING = (
    None, np.nan, np.nan, None, None, np.nan, np.nan, None, "", False, False, "none", "outlet", None, np.nan, np.nan,
    np.nan, np.nan, np.nan,
)  # fmt: skip


def act_at(sheet: Sheet, start: int, end: int) -> Act | None:
    """Return the span as an act; None if it holds no word that can be one."""
    tokens = [t for t in range(*np.searchsorted(sheet.start, [start, end]).tolist()) if sheet.pos[t] != "PUNCT"]
    tokens = tokens or [t for t in range(len(sheet)) if sheet.start[t] <= start < sheet.end[t]]
    if not tokens:
        return None
    for token in tokens:
        if sheet.pos[token] in ("VERB", "AUX", "NOUN", "PROPN"):
            listed = noun_act(sheet, token) if is_noun(sheet, token) else verb_act(sheet, token)
            if listed is not None:
                return listed
    top = next((t for t in tokens if sheet.head[t] not in tokens or sheet.head[t] == t), tokens[0])
    if sheet.pos[top] in ("ADJ", "ADV", "DET") and sheet.pos[sheet.head[top]] in ("NOUN", "VERB"):
        top = sheet.head[top]  # "a punishing blow"
    if sheet.pos[top] in ("NOUN", "PROPN") or (sheet.pos[top] == "VERB" and is_noun(sheet, top)):
        act = plain_noun_act(sheet, top, _UNLISTED)
        return act if act.agent is not None or act.patient is not None else None  # "truce" alone names a thing
    return plain_verb_act(sheet, top, _UNLISTED) if sheet.pos[top] in ("VERB", "AUX") else None


def _status(table: pd.DataFrame) -> pd.Series:
    status = table["modal"].replace("none", "done")
    return status.mask(table["negated"] & (status == "done"), "negated")


@dataclass(frozen=True, eq=False)
class Parties:
    """The evidence of a measurement with its parties.

    `table` has one row a span: article_id, outlet, event_id, part, sentence, start, end, match, category, weight; agent
    and patient with _start, _end and _head; form; status (done, planned, threatened, ordered, possible, required,
    denied, negated); asserted_by (outlet, quoted, reported) and speaker; is_act, whether the span could be read as an
    act at all. With actors also agent_actor, patient_actor and speaker_actor (ids, None where it is none of them).
    """

    table: pd.DataFrame
    measurement: Measurement

    def __len__(self) -> int:
        return len(self.table)

    @property
    def has_actors(self) -> bool:
        """Whether the parties were joined to actors."""
        return "agent_actor" in self.table

    def who_whom(self, *columns: str) -> pd.DataFrame:
        """Return who does what to whom: one row an agent, category and patient (within each of `columns`).

        Columns: agent and patient (ids of actors if there are any, else the heads of the phrases; "(not named)",
        "(other)"), category, n, n_done (told as done), n_outlet_voice (on the outlet's own word), n_articles, and rows,
        the row numbers of `table`. Most frequent first.

        Raises ColumnError if there is no such column.
        """
        check_columns(self.table.columns, columns, what="The table of parties")
        acts = self.table[self.table["is_act"]]
        return count_pairs(acts.assign(is_done=acts["status"] == "done"), columns)

    def statuses(self, *columns: str) -> pd.DataFrame:
        """Return how many spans are done, planned, threatened ... within each of `columns` and category.

        One row a group and status: n and share, the part of the group's acts.
        """
        check_columns(self.table.columns, columns, what="The table of parties")
        keys = [*columns, "category"]
        acts = self.table[self.table["is_act"]].astype({"category": str})
        counts = acts.groupby([*keys, "status"], dropna=False).size().rename("n").reset_index()
        return counts.assign(share=counts["n"] / counts.groupby(keys, dropna=False)["n"].transform("sum"))

    def sentences(self) -> list[str]:
        """Return what was found, in plain sentences."""
        acts = self.table[self.table["is_act"]]
        lines = [f"{count(len(self), 'span')} of evidence, {len(acts):,} of them read as acts."]
        if len(acts):
            agent, patient = acts["agent"].notna().mean(), acts["patient"].notna().mean()
            own = (acts["asserted_by"] == "outlet").mean()
            done = (acts["status"] == "done").mean()
            lines.append(f"Of these {agent:.0%} name who does it and {patient:.0%} to whom; {done:.0%} are told as "
                         f"done; {own:.0%} rest on the outlet's own word.")  # fmt: skip
            lines += [f"  {row['agent']}: {row['category']} {row['patient']} ({row['n']})"
                      for row in self.who_whom().head(8).to_dict("records")]  # fmt: skip
        return lines

    def __repr__(self) -> str:
        return "\n".join(printable(line) for line in self.sentences())
