"""The file of actors: a small YAML that a study names and a researcher edits.

    actors:
    - id: kataib-hezbollah
      name: Kataib Hezbollah
      kind: group
      aliases: [KH, Hezbollah Brigades]
      short_forms: [the group, the militia]
      side: Iran

Contents: `read_actors`, `given_actors`, `write_actors`.
"""

from pathlib import Path
from typing import Any

import yaml

from toolkit.errors import OptionError, ReadError
from toolkit.options import did_you_mean, quoted_list
from toolkit.stance.actor import ACTOR_KEYS, Actor, Actors

_HEADER = "# Actors: id, name, kind (person, group, state, institution, place), aliases, short_forms, titles, side.\n"


def read_actors(path: str | Path) -> Actors:
    """Read the actors of a study from a YAML file; see docs/actors.md for its form.

    Raises
    ------
    ReadError : the file is missing, is not YAML, has an unknown key, or an actor is of the wrong form; the message
        names the actor and the key.
    """
    file = Path(path)
    if not file.is_file():
        raise ReadError(f"There is no file {file}.")
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise ReadError(f"{file.name} is not YAML: {error}.") from error
    if not isinstance(content, dict) or set(content) != {"actors"} or not isinstance(content["actors"], list):
        raise ReadError(f"{file.name} must have one key, `actors`, with a list of actors.")
    try:
        return Actors(tuple(_actor(number, row) for number, row in enumerate(content["actors"], start=1)))
    except OptionError as error:
        raise ReadError(f"{file.name}: {error}") from error


def given_actors(actors: Actors | str | Path, who: str) -> Actors:
    """Return actors as they are or read from their file; raise `OptionError` if there are none, naming who needs them.

    Raises `ReadError` if the file cannot be read.
    """
    chosen = actors if isinstance(actors, Actors) else read_actors(actors)
    if not len(chosen):
        raise OptionError(f"{who} needs actors: give `actors`, a list of them or the file that `write_actors` writes.")
    return chosen


def _actor(number: int, row: Any) -> Actor:
    if not isinstance(row, dict) or not {"id", "name"} <= set(row):
        raise OptionError(f"Actor {number} must have at least the keys 'id' and 'name'; got {row!r:.200}.")
    unknown = [key for key in row if key not in ACTOR_KEYS]
    if unknown:
        hint = did_you_mean(str(unknown[0]), ACTOR_KEYS)
        raise OptionError(f"Actor {row['id']!r} has no key {unknown[0]!r}; keys are {quoted_list(ACTOR_KEYS)}.{hint}")
    # An empty line in YAML, such as `aliases:`, reads as None and means the default.
    return Actor(**{key: value for key, value in row.items() if value is not None or key in ("id", "name")})


def write_actors(actors: Actors, path: str | Path) -> None:
    """Write actors to a YAML file that `read_actors` reads; an existing file is replaced."""
    rows = [{key: _plain(getattr(actor, key)) for key in ACTOR_KEYS} for actor in actors]
    content = {"actors": [{key: value for key, value in row.items() if value} for row in rows]}
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)
    Path(path).write_text(_HEADER + text, encoding="utf-8")


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
