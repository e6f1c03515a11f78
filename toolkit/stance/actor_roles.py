"""Who acts and who is acted upon: the roles of a study's actors, article by article.

Contents: `ActorRoles`, `who_acts`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

import pandas as pd

from toolkit.evidence import Evidence, Reading
from toolkit.measure import Measurement, Scale
from toolkit.options import check_columns, check_option
from toolkit.stance.actor import Actors
from toolkit.stance.actor_file import given_actors
from toolkit.stance.actors import warn_of_absent
from toolkit.stance.agency import done
from toolkit.stance.linking import link_actors
from toolkit.stance.roles import Roles
from toolkit.stance.table_evidence import MeanOfSpans, acts_in, evidence_from, joined, mentions_in

_KINDS = {
    "acts": Scale("share of its parts in acts", 1.0, 0.0, 1.0, "it is more often the one who acts"),
    "harms": Scale("share of what it does", 1.0, 0.0, 1.0, "more of what it does harms somebody"),
    "suffers": Scale("share of what is done to it", 1.0, 0.0, 1.0, "more of what is done to it harms it"),
    "power": Scale("mean over what it does", 1.0, -1.0, 1.0, "the words for what it does imply more power"),
    "aggression": Scale("mean over what it does", 1.0, 0.0, 1.0, "the words for what it does are more hostile"),
}


@dataclass(frozen=True)
class ActorRoles(MeanOfSpans):
    """Tell for each actor of a study whether it acts or is acted upon, and how.

    For an actor that is the agent of a and the patient of p acts in an article: acts = a / (a + p); harms = the share
    of the a acts that are bad for the patient; suffers = the share of the p acts that are bad for it; power and
    aggression = the mean of what the words of the a acts imply (`load_acts`).

    Higher values mean that the actor is shown as acting, harming, suffering, powerful or aggressive by the words used.
    They do not mean that it is, nor that the outlet blames it. Do not compare two actors within an outlet by them: the
    events decide who did something. Compare outlets on one actor. The exposure is the number of acts; the value is NaN
    where there is none. A part stands for the whole: "US troops" act for the United States.

    Parameters
    ----------
    actors : the actors, or the file that lists them.
    told_as_done : leave out acts that are negated, or planned, possible, ordered, threatened, denied or required.
    own_voice : count only acts that rest on the outlet's own word.
    pronouns : count parties that are pronouns for the actor they stand for.

    References: sap2017 for power and agency by verbs, rashkin2016 for what verbs imply for both sides.
    """

    name: ClassVar[str] = "roles"
    references: ClassVar[tuple[str, ...]] = ("sap2017", "rashkin2016")

    actors: Actors = field(default_factory=Actors)
    told_as_done: bool = True
    own_voice: bool = False
    pronouns: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "actors", given_actors(self.actors, "The measure 'roles'"))

    @property
    def categories(self) -> tuple[str, ...]:
        """Each actor's shares and means, such as "kataib-hezbollah acts"."""
        return tuple(f"{actor} {kind}" for actor in self.actors.ids for kind in _KINDS)

    def scale(self, category: str) -> Scale:
        """Shares lie between 0 and 1, power between -1 and 1."""
        return _KINDS[category.rpartition(" ")[2]]

    def find(self, reading: Reading) -> Evidence:
        """Find the acts in which the actors take part."""
        acts = link_actors(acts_in(reading), mentions_in(reading, self.actors, pronouns=self.pronouns)).table
        if self.told_as_done:
            acts = acts[done(acts)]
        if self.own_voice:
            acts = acts[acts["asserted_by"] == "outlet"]
        pieces = (piece for actor in self.actors.ids for piece in _of_actor(acts, actor))
        return joined([
            evidence_from(reading, table, place, weight) for place, (table, weight) in enumerate(pieces)
        ])  # fmt: skip

    def review(self, measurement: Measurement) -> None:
        """Warn of actors who take part in no act."""
        n_acts = measurement.exposure.sum(axis=0)[:: len(_KINDS)]
        there = {actor for actor, n in zip(self.actors.ids, n_acts, strict=True) if n}
        warn_of_absent(there, self.actors, "in an act")


def _of_actor(acts: pd.DataFrame, actor: str) -> Iterator[tuple[pd.DataFrame, "pd.Series | float"]]:
    """Yield for each kind the acts that are looked at, and what each counts."""
    does, takes = acts[acts["agent_actor"] == actor], acts[acts["patient_actor"] == actor]
    both = pd.concat([does, takes])
    yield both, pd.Series([1.0] * len(does) + [0.0] * len(takes), index=both.index)
    yield does, (does["patient_effect"] < 0).astype(float)
    yield takes, (takes["patient_effect"] < 0).astype(float)
    yield does, does["agent_power"]
    yield does, does["agent_aggression"]


def who_acts(roles: Roles, *, party: str = "agent", by: str = "outlet", told_as_done: bool = True) -> pd.DataFrame:
    """Return who does, or who suffers, what: one row an actor or a head word of the agents or patients.

    Parameters
    ----------
    roles : what `find_acts` returned; after `link_actors`, actors are counted, and head words for all others.
    party : "agent" or "patient".
    by : a column of `roles.table`, within whose values they are counted.
    told_as_done : leave out acts that are negated, or planned, possible, ordered, threatened, denied or required.

    Returns
    -------
    Columns: `by`, head (id of the actor, or lemma of the head noun in small letters), n, harmful (share of acts with
    patient_effect below 0), power and aggression (means of agent_power and agent_aggression of the acts) and rows; most
    acts first.

    Higher values of power and aggression mean that the words used imply more of it; for patients, that more of it is
    used on them. Without actors, one of them may stand under several head words, and one word ("he") for several.

    Raises
    ------
    OptionError : `party` is neither. ColumnError : there is no column `by`.
    """
    check_option("party", party, ("agent", "patient"))
    check_columns(roles.table.columns, [by], what="roles.table")
    table = roles.table[roles.table[party].notna()]
    if told_as_done:
        table = table[done(table)]
    head = table[f"{party}_head"]
    if f"{party}_actor" in table:
        head = table[f"{party}_actor"].fillna(head)
    groups = table.assign(head=head, is_harmful=table["patient_effect"] < 0, row=table.index).groupby(
        [by, "head"], dropna=False
    )
    result = groups.agg(
        n=("row", "size"), harmful=("is_harmful", "mean"), power=("agent_power", "mean"),
        aggression=("agent_aggression", "mean"), rows=("row", list),
    ).reset_index()  # fmt: skip
    return result.sort_values([by, "n", "head"], ascending=[True, False, True], ignore_index=True)


def actor_roles(roles: Roles, *, by: str | None = None, told_as_done: bool = True) -> pd.DataFrame:
    """Return how often each actor acts and is acted upon, and how much of it is harm: the table behind `plot_roles`.

    Parameters
    ----------
    roles : what `link_actors` returned.
    by : a column of `roles.table` within whose values is counted, such as "outlet"; the whole by default.
    told_as_done : leave out acts that are negated, or planned, possible, ordered, threatened, denied or required.

    Returns
    -------
    Columns: `by`, actor, n_does, n_harms (of these, acts that are bad for the patient), n_takes (acts upon it),
    n_suffers (of these, acts that are bad for it), and rows, the row numbers of `roles.table`. Most acts first. Actors
    in no act have no row.

    Raises
    ------
    ColumnError : the acts were not joined to actors, or there is no column `by`.
    """
    check_columns(roles.table.columns, ["agent_actor", *([by] if by else [])], what="roles.table (see link_actors)")
    table = roles.table[done(roles.table)] if told_as_done else roles.table
    bad = table["patient_effect"] < 0
    keys = [by] if by else []
    sides = [
        table.assign(actor=table[f"{party}_actor"], does=does, bad=bad, row=table.index).dropna(subset=["actor"])
        for party, does in (("agent", True), ("patient", False))
    ]
    both = pd.concat(sides)
    both = both.assign(n_does=both["does"], n_harms=both["does"] & both["bad"], n_takes=~both["does"],
                       n_suffers=~both["does"] & both["bad"])  # fmt: skip
    counts = ["n_does", "n_harms", "n_takes", "n_suffers"]
    groups = both.groupby([*keys, "actor"], dropna=False)
    result = groups[counts].sum().astype("int64").assign(rows=groups["row"].agg(list)).reset_index()
    order = result["n_does"] + result["n_takes"]
    result = result.assign(_n=-order).sort_values([*keys, "_n", "actor"], ignore_index=True)
    return result.drop(columns="_n")
