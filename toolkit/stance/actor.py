"""Actors: persons, groups, states, institutions and places that a study follows, and the words that stand for them.

Conventions: `name` and `aliases` are names, which count wherever they stand. `short_forms` ("the group"), `titles`
("the minister") and the family name of a person count only after a name in the same article. A name with capitals is
looked for with capitals, a name without them in either case.

Contents: `KINDS`, `Actor`, `Actors`.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields

import pandas as pd

from toolkit.corpus.printable import printable
from toolkit.errors import OptionError
from toolkit.lexicons.patterns import cut_patterns
from toolkit.options import check_option, count, did_you_mean, quoted_list

KINDS = ("person", "group", "state", "institution", "place")
_LISTS = ("aliases", "short_forms", "titles")
_ID = re.compile(r"[\w.-]{1,80}")
_LONGEST_NAME = 120  # characters


@dataclass(frozen=True)
class Actor:
    """One actor and the words that stand for it.

    Parameters
    ----------
    id : a short name for tables: letters, digits, hyphens, dots, underscores; at most 80.
    name : the full name, as texts write it.
    kind : "person", "group", "state", "institution" or "place".
    aliases : other names ("KH", "Hezbollah Brigades").
    short_forms : words that stand for the actor once it was named ("the group", "the militia"). Give a short form to
        every actor for which it may stand: the last one named is meant.
    titles : of persons ("president"): "President Qasirli" is a mention by name; "the president" is one after a name.
    side : free text, such as the party to a conflict.
    family_name : of persons; by default the last word of the name, or the first of a Chinese or Korean name.
    note : for the reader of the file.

    Raises
    ------
    OptionError : a value is of the wrong form; the message names the actor.
    """

    id: str
    name: str
    kind: str = "group"
    aliases: tuple[str, ...] = ()
    short_forms: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    side: str = ""
    family_name: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not _ID.fullmatch(self.id):
            raise OptionError(f"An actor's id must be 1 to 80 letters, digits, - . or _; got {self.id!r}.")
        where = f"Actor {self.id!r}"
        for key in _LISTS:
            object.__setattr__(self, key, _names(where, key, getattr(self, key)))
        object.__setattr__(self, "name", _name(where, "name", self.name))
        check_option(f"kind of actor {self.id}", self.kind, KINDS)
        for key in ("side", "family_name", "note"):
            if not isinstance(getattr(self, key), str):
                raise OptionError(f"{where}: `{key}` must be text; got {getattr(self, key)!r}.")
        if self.kind != "person" and (self.family_name or self.titles):
            raise OptionError(f"{where} is no person; `titles` and `family_name` are for persons.")
        if self.family_name:
            object.__setattr__(self, "family_name", _name(where, "family_name", self.family_name))


ACTOR_KEYS = tuple(one.name for one in fields(Actor))


def _names(where: str, key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, (list, tuple)):
        raise OptionError(f"{where}: `{key}` must be a list of names; got {value!r}.")
    return tuple(dict.fromkeys(_name(where, key, one) for one in value))


def _name(where: str, key: str, value: object) -> str:
    """Return a name with plain spaces; raise if it holds no word, is too long or has signs of patterns."""
    if not isinstance(value, str):
        hint = " Put quotation marks around it." if isinstance(value, (bool, int, float)) else ""
        raise OptionError(f"{where}: `{key}` must hold text; got {value!r}.{hint}")
    name = " ".join(value.split())
    if set(name) & set("*()|") or not name.isprintable() or len(name) > _LONGEST_NAME:
        raise OptionError(
            f"{where}: `{key}` holds names of at most {_LONGEST_NAME} printable characters, without * ( ) |; "
            f"got {printable(value[:_LONGEST_NAME])!r}."
        )
    if not name or not cut_patterns([name])[0]:
        raise OptionError(f"{where}: `{key}` has a name without a word: {value!r}.")
    return name


@dataclass(frozen=True)
class Actors:
    """A list of actors; the order decides where nothing else does.

    Names that two actors share are allowed; `shared` lists them, and `find_actors` says which rule decided.

    Raises
    ------
    OptionError : two actors have one id, or an entry is no `Actor`.

    Examples
    --------
    >>> actors = Actors((Actor("kh", "Kataib Hezbollah", aliases=("KH",)), Actor("iran", "Iran", kind="state")))
    >>> actors.ids
    ('kh', 'iran')
    """

    actors: tuple[Actor, ...] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        object.__setattr__(self, "actors", tuple(self.actors))
        seen: set[str] = set()
        for actor in self.actors:
            if not isinstance(actor, Actor):
                raise OptionError(f"`Actors` takes a list of `Actor`; got {actor!r}.")
            if actor.id in seen:
                raise OptionError(f"Two actors have the id {actor.id!r}; ids must differ.")
            seen.add(actor.id)

    def __len__(self) -> int:
        return len(self.actors)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self.actors)

    def __getitem__(self, actor_id: str) -> Actor:
        for actor in self.actors:
            if actor.id == actor_id:
                return actor
        known = quoted_list(self.ids)
        raise OptionError(f"There is no actor {actor_id!r}; there are {known}.{did_you_mean(actor_id, self.ids)}")

    def find(self, name: str) -> Actor:
        """Return the actor with this id, name or alias; raise `OptionError` if there is none."""
        named = [actor for actor in self.actors if name in (actor.id, actor.name, *actor.aliases)]
        return named[0] if named else self[name]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in order."""
        return tuple(actor.id for actor in self.actors)

    @property
    def signature(self) -> str:
        """How many actors there are, with a hash of all that is said of them."""
        digest = hashlib.sha256(repr(self.actors).encode("utf-8", "surrogatepass")).hexdigest()
        return f"{count(len(self), 'actor')} {digest[:12]}"

    @property
    def shared(self) -> pd.DataFrame:
        """The names and short forms that more than one actor has: name, actors."""
        owners: dict[str, list[str]] = {}
        for actor in self.actors:
            names = {" ".join(words) for words in cut_patterns([actor.name, *actor.aliases, *actor.short_forms])}
            for name in sorted(names):
                owners.setdefault(name, []).append(actor.id)
        rows = [(name, ", ".join(ids)) for name, ids in sorted(owners.items()) if len(ids) > 1]
        return pd.DataFrame(rows, columns=["name", "actors"])

    def to_frame(self) -> pd.DataFrame:
        """Return one row an actor: the fields of `Actor`, lists joined by commas."""
        rows = [[getattr(actor, key) for key in ACTOR_KEYS] for actor in self.actors]
        joined = [[", ".join(value) if isinstance(value, tuple) else value for value in row] for row in rows]
        return pd.DataFrame(joined, columns=[*ACTOR_KEYS])

    def __repr__(self) -> str:
        lines = [f"Actors: {count(len(self), 'actor')}"]
        lines += [f"  {actor.id:<24} {actor.kind:<12} {actor.name}" for actor in self.actors]
        lines += [f"  shared name: {row.name_} ({row.actors})"
                  for row in self.shared.rename(columns={"name": "name_"}).itertuples()]  # fmt: skip
        return printable("\n".join(lines))
