"""How outlets tell of harmful acts: with a doer or without, and who does and who suffers.

Conventions: shares of nothing are NaN, with the number beside them; `rows` are row numbers of `Roles.table`.

Contents: `agency`, `who_acts`.
"""

from typing import Any

import pandas as pd

from toolkit.options import check_columns, check_option
from toolkit.stance.roles import Roles

AGENCY_COLUMNS = (
    "n_acts", "n_harmful", "named_agent", "passive", "n_passive", "passive_without_agent", "nominal", "n_nominal",
    "nominal_without_agent", "n_deaths", "rows",
)  # fmt: skip
PARTIES = ("agent", "patient")


def agency(roles: Roles, *, by: str = "outlet", told_as_done: bool = True) -> pd.DataFrame:
    """Return how often harmful acts are told with their agent, for each outlet.

    An act is harmful if what its word implies for the patient (`patient_effect`) is below 0. Deaths without a doer
    ("three people died") have no place for an agent: they are counted apart, in n_deaths.

    Parameters
    ----------
    roles : what `find_acts` returned.
    by : a column of `roles.table`.
    told_as_done : leave out acts that are negated, or planned, possible, ordered, threatened, denied or required.

    Returns
    -------
    One row a value of `by`: n_acts; n_harmful; named_agent, the share of harmful acts whose agent the sentence names;
    passive, the share of harmful acts that are passive, n_passive, and passive_without_agent, the share of these
    without agent; nominal, n_nominal and nominal_without_agent alike; n_deaths; rows of the harmful acts.

    Higher values of named_agent mean that the sentence itself more often says who did it; the sentence before may have
    said it too. A missing agent is no proof of an intention: often nobody knows who it was.

    Raises
    ------
    ColumnError : there is no column `by`.
    """
    check_columns(roles.table.columns, [by], what="roles.table")
    table = roles.table
    if told_as_done:
        table = table[(table["modal"] == "none") & ~table["negated"]]
    rows = [{by: name, **_agency_of(group)} for name, group in table.groupby(by, dropna=False)]
    return pd.DataFrame(rows, columns=[by, *AGENCY_COLUMNS])


def _agency_of(acts: pd.DataFrame) -> dict[str, Any]:
    deaths = acts["act_class"] == "die"
    harmful = acts[(acts["patient_effect"] < 0) & ~deaths]
    passive, nominal = harmful[harmful["form"] == "passive"], harmful[harmful["form"] == "nominal"]
    return {
        "n_acts": len(acts), "n_harmful": len(harmful), "named_agent": harmful["agent"].notna().mean(),
        "passive": (harmful["form"] == "passive").mean(), "n_passive": len(passive),
        "passive_without_agent": passive["agent_deleted"].mean(), "nominal": (harmful["form"] == "nominal").mean(),
        "n_nominal": len(nominal), "nominal_without_agent": nominal["agent_deleted"].mean(),
        "n_deaths": int(deaths.sum()), "rows": harmful.index.tolist(),
    }  # fmt: skip


def who_acts(roles: Roles, *, party: str = "agent", by: str = "outlet", told_as_done: bool = True) -> pd.DataFrame:
    """Return who does, or who suffers, what: one row a head word of the agents or patients.

    Parameters
    ----------
    roles : what `find_acts` returned.
    party : "agent" or "patient".
    by : a column of `roles.table`, within whose values head words are counted.
    told_as_done : as in `agency`.

    Returns
    -------
    Columns: `by`, head (lemma of the head noun, in small letters), n, harmful (share of acts with patient_effect below
    0), power and aggression (means of agent_power and agent_aggression of the acts) and rows; most acts first.

    Higher values of power and aggression mean that the words used imply more of it; for patients, that more of it is
    used on them. One actor may stand under several head words, and one word ("he") for several actors.

    Raises
    ------
    OptionError : `party` is neither. ColumnError : there is no column `by`.
    """
    check_option("party", party, PARTIES)
    check_columns(roles.table.columns, [by], what="roles.table")
    table = roles.table[roles.table[party].notna()]
    if told_as_done:
        table = table[(table["modal"] == "none") & ~table["negated"]]
    groups = table.assign(head=table[f"{party}_head"], is_harmful=table["patient_effect"] < 0, row=table.index).groupby(
        [by, "head"], dropna=False
    )
    result = groups.agg(
        n=("row", "size"), harmful=("is_harmful", "mean"), power=("agent_power", "mean"),
        aggression=("agent_aggression", "mean"), rows=("row", list),
    ).reset_index()  # fmt: skip
    return result.sort_values([by, "n", "head"], ascending=[True, False, True], ignore_index=True)
