"""Who does what to whom, counted.

Contents: `who_whom`, `count_pairs`.
"""

from collections.abc import Sequence

import pandas as pd

from toolkit.options import check_columns
from toolkit.stance.agency import done
from toolkit.stance.roles import Roles

NOT_NAMED, OTHER = "(not named)", "(other)"


def who_whom(roles: Roles, *, by: str | None = None) -> pd.DataFrame:
    """Return who does what to whom over all acts: the table behind `plot_who_whom`.

    Parameters
    ----------
    roles : what `find_acts` returned, or `link_actors` of it.
    by : a column of `roles.table` within whose values is counted, such as "outlet"; the whole by default.

    Returns
    -------
    One row an agent, category and patient: `by`, agent and patient (ids of actors after `link_actors`, else the head
    words of the phrases; "(not named)", and "(other)" for who is none of the actors), category (class of the act), n,
    n_done (told as done), n_outlet_voice (on the outlet's own word), n_articles, and rows, the row numbers of
    `roles.table`. Most frequent first.

    Acts that are only planned, possible, ordered, threatened, required, denied or negated count in n. Do not compare n
    of outlets that wrote unequally much.

    Raises
    ------
    ColumnError : there is no column `by`.
    """
    columns = [by] if by else []
    check_columns(roles.table.columns, columns, what="roles.table")
    return count_pairs(roles.table.assign(category=roles.table["act_class"], is_done=done(roles.table)), columns)


def count_pairs(acts: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return agents, categories and patients with their numbers, within each of `columns`; see `who_whom`.

    The table has category, is_done and the columns of parties that `find_acts` gives.
    """
    named = acts.assign(
        agent=_names(acts, "agent"), patient=_names(acts, "patient"), row=acts.index,
        own=acts["asserted_by"] == "outlet", category=acts["category"].astype(str),
    )  # fmt: skip
    groups = named.groupby([*columns, "agent", "category", "patient"], dropna=False)
    result = groups.agg(
        n=("row", "size"), n_done=("is_done", "sum"), n_outlet_voice=("own", "sum"),
        n_articles=("article_id", "nunique"), rows=("row", list),
    ).reset_index()  # fmt: skip
    upward = [True] * len(columns) + [False, True, True, True]
    order = [*columns, "n", "agent", "category", "patient"]
    return result.sort_values(order, ascending=upward, ignore_index=True)


def _names(acts: pd.DataFrame, party: str) -> pd.Series:
    """Return the actors, or the head words where the acts were not joined to actors."""
    if f"{party}_actor" not in acts:
        return acts[f"{party}_head"].fillna(NOT_NAMED)
    return acts[f"{party}_actor"].fillna(OTHER).where(acts[party].notna(), NOT_NAMED)
