"""All that a study finds of its actors: where they are, what they do, who speaks, what they are called, in which light.

Contents: `ActorFindings`, `find_all`, `unique_names`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from toolkit.comparison.outlets import compare
from toolkit.comparison.result import Comparison
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.printable import printable
from toolkit.errors import FramingError
from toolkit.measure import Measurement
from toolkit.stance.actor import Actors
from toolkit.stance.actor_roles import actor_roles
from toolkit.stance.actors import Mentions, actor_labels, find_actors
from toolkit.stance.linking import link_actors
from toolkit.stance.pairs import who_whom
from toolkit.stance.parties import Parties, find_parties
from toolkit.stance.roles import Roles, find_acts
from toolkit.stance.sources import find_sources
from toolkit.stance.sources_result import Sources
from toolkit.stance.stance import Stance

STANCE_CATEGORIES = ("stance", "own", "sourced")


@dataclass(frozen=True, eq=False)
class ActorFindings:
    """What was found of the actors of a study, as `write_report` takes it.

    `mentions` is what `find_actors` returned; `acts` what `link_actors` returned; `sources` what `find_sources`
    returned, all of one corpus. `stance` has for each target, by its name, what `compare` returned of its `Stance`.
    `parties` is what `find_parties` returned, such as of the force axis. `not_compared` says for targets without a
    comparison why there is none.
    """

    mentions: Mentions
    acts: Roles
    sources: Sources
    stance: Mapping[str, Comparison] = field(default_factory=dict)
    parties: Parties | None = None
    not_compared: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> dict[str, str]:
        """The name of each actor by its id, with the id behind a name that two have."""
        return unique_names(self.mentions.actors)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return what was found as tables.

        mentions, roles, who_whom, voices, sources and actor_labels by outlet; acts and attributions row by row;
        with parties also parties (row by row) and parties_who_whom; with targets stance, which has a row a target,
        category and outlet.
        """
        tables = {
            "mentions": self.mentions.counts("outlet"),
            "acts": self.acts.table,
            "roles": actor_roles(self.acts, by="outlet"),
            "who_whom": who_whom(self.acts, by="outlet"),
            "attributions": self.sources.table,
            "sources": self.sources.by_source("outlet"),
            "voices": self.sources.outlet_voices(),
            "actor_labels": actor_labels(self.mentions),
        }
        if self.parties is not None:
            tables |= {"parties": self.parties.table, "parties_who_whom": self.parties.who_whom("outlet")}
        if self.stance:
            pieces = [one.table.assign(target=target) for target, one in self.stance.items()]
            stance = pd.concat(pieces, ignore_index=True)
            tables["stance"] = stance[["target", *(name for name in stance if name != "target")]]
        return {name: table.drop(columns="rows", errors="ignore") for name, table in tables.items()}

    def sentences(self) -> list[str]:
        """Return what was found, in plain sentences."""
        lines = [*self.mentions.sentences()[:1], *self.acts.sentences(), *self.sources.sentences()[:3]]
        for target, comparison in self.stance.items():
            lines += [f"{target}, {sentence}" for sentence in comparison.sentences()]
        return [*lines, *(f"{target}: no comparison. {why}" for target, why in self.not_compared.items())]

    def __repr__(self) -> str:
        return "\n".join(printable(line) for line in self.sentences())


def unique_names(actors: Actors) -> dict[str, str]:
    """Return the name of each actor by its id, with the id behind a name that two have."""
    times = Counter(actor.name for actor in actors)
    return {a.id: a.name if times[a.name] == 1 else f"{a.name} ({a.id})" for a in actors}


def find_all(
    corpus: Corpus,
    actors: Actors,
    *,
    targets: Sequence[str] = (),
    engine: str = "rules",
    force: Measurement | None = None,
    options: Mapping[str, Any] | None = None,
) -> ActorFindings:
    """Find all that a study says of its actors.

    Parameters
    ----------
    corpus, actors : the articles and the actors of the study.
    targets : ids of the actors toward whom the stance is measured.
    engine : of `Stance`.
    force : a measurement whose words are acts; its parties are found too.
    options : of `compare`, for the stance.

    Raises
    ------
    ModelMissingError : there is no parser. OptionError : there are no actors.
    """
    mentions = find_actors(corpus, actors)
    names = unique_names(actors)
    stance: dict[str, Comparison] = {}
    reasons: dict[str, str] = {}
    for target in targets:
        try:
            measurement = Stance(target, actors=actors, engine=engine)(corpus)
            stance[names[target]] = compare(measurement, **{"categories": STANCE_CATEGORIES, **(options or {})})
        except FramingError as error:
            reasons[names[target]] = str(error)
    return ActorFindings(
        mentions=mentions, acts=link_actors(find_acts(corpus), mentions), sources=find_sources(corpus), stance=stance,
        parties=None if force is None else find_parties(force, mentions), not_compared=reasons,
    )  # fmt: skip
