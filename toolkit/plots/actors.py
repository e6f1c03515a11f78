"""The pictures of all that a study found of its actors, for its folder of figures and for its report.

Contents: `Drawing`, `actor_drawings`, `with_outlets`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from toolkit.comparison.actors import ActorFindings
from toolkit.comparison.coverage import well_covered
from toolkit.options import count
from toolkit.plots.labels import labels_size, plot_labels
from toolkit.plots.roles import plot_roles, roles_size
from toolkit.plots.stance import plot_stance, stance_size
from toolkit.plots.voices import plot_voices, voices_size
from toolkit.plots.who_whom import plot_who_whom
from toolkit.stance.actor_roles import actor_roles
from toolkit.stance.actors import actor_labels
from toolkit.stance.pairs import who_whom

MIN_LABELS = 3  # labels of an actor, below which a picture of them shows nothing
NO_OUTLET = "(no outlet)"
_SQUARE = (6.2, 5.4)


@dataclass(frozen=True)
class Drawing:
    """A picture before it is drawn: what it shows, of which actor, size in inches, in words, how, and a caption."""

    kind: str
    subject: str
    size: tuple[float, float]
    alt: str
    draw: Callable[..., object]
    caption: str = ""


def actor_drawings(found: ActorFindings, *, most: int) -> Iterator[Drawing]:
    """Yield the pictures for which there is anything to draw.

    Kinds: roles, who-whom (all acts), parties (of another measure), voices, labels (one an actor), stance, own and
    sourced (the stance in a voice).

    Parameters
    ----------
    found : what was found.
    most : so many actors are drawn, and pairs of them.
    """
    names = found.names
    roles = actor_roles(found.acts).head(most).replace({"actor": names})
    if len(roles):
        alt = f"Chart of the acts that {count(len(roles), 'actor')} do and suffer. The list after it has the sentences."
        yield Drawing("roles", "", roles_size(roles), alt, partial(plot_roles, roles))
    yield from _pairs("who-whom", who_whom(found.acts), names, most)
    if found.parties is not None:
        yield from _pairs("parties", found.parties.who_whom(), names, most)
    voices = with_outlets(found.sources.outlet_voices())
    if len(voices):
        alt = (
            f"Chart of the shares of words in the own voice of {count(len(voices), 'outlet')}, quoted, and passed on. "
            "The table after it has the numbers."
        )
        yield Drawing("voices", "", voices_size(voices), alt, partial(plot_voices, voices))
    yield from _labels(found, most)
    yield from _stances(found)


def with_outlets(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with a name for outlets that are not known."""
    outlet = table["outlet"].astype(object)
    return table.assign(outlet=outlet.where(outlet.notna(), NO_OUTLET))


def _pairs(kind: str, table: pd.DataFrame, names: Mapping[str, str], most: int) -> Iterator[Drawing]:
    """Yield the network of who does what to whom, if any actor takes part."""
    own = table[table["agent"].isin(list(names)) | table["patient"].isin(list(names))]
    if len(own):
        named = own.replace({"agent": dict(names), "patient": dict(names)})
        alt = (
            f"Network of actors with an arrow from who does it to whom, {count(int(own['n'].sum()), 'act')} in all. "
            "The list after it has the sentences."
        )
        yield Drawing(kind, "", _SQUARE, alt, partial(plot_who_whom, named, n_most=most))


def _labels(found: ActorFindings, most: int) -> Iterator[Drawing]:
    table = with_outlets(actor_labels(found.mentions))
    numbers = table.groupby("actor")["count"].sum().sort_values(ascending=False, kind="stable")
    for actor in numbers.index[numbers >= MIN_LABELS][:most]:
        alt = f"Chart of the words that outlets use of {found.names[actor]}. The list after it has the sentences."
        draw = partial(plot_labels, table, actor)
        yield Drawing("labels", str(actor), labels_size(table, actor), alt, draw)


def _stances(found: ActorFindings) -> Iterator[Drawing]:
    shown = {target: well_covered(one).shown for target, one in found.stance.items()}
    for category, words in (("stance", ""), ("own", ", in their own words"), ("sourced", ", in sources' words")):
        has = {name: one for name, one in shown.items() if category in set(one.table["category"])}
        has = {
            name: replace(one, table=one.table[one.table["category"] == category])
            for name, one in has.items()
            if one.table.loc[one.table["category"] == category, "estimate"].notna().any()
        }
        if has:
            alt = (
                f"Chart of the stance of outlets toward {', '.join(has)}{words}, as differences from the mean of the "
                "outlets. The list after it has the numbers and sentences."
            )
            draw = partial(plot_stance, has, category=category)
            yield Drawing(category, "", stance_size(has), alt, draw, f"Stance{words or ', in all sentences'}.")
