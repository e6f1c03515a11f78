"""What a researcher decided about events, kept in a small file that the next run respects.

Decisions are about articles, not about events as the program found them: articles that are one event (`together`),
articles that are not (`apart`), and articles that are the event of a given name (`pinned`). So they hold when the
corpus grows or a setting changes.

    pinned:
      camp-taji: [gl-1, cl-1]
    together:
    - [mw-4, zn-4]
    apart:
    - [[ab-2], [cl-3, tc-3]]

Contents: `EventDecisions`, `read_decisions`, `write_decisions`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError, ReadError
from toolkit.events.grouping import Ties
from toolkit.options import check_option, quoted_list

Ids = tuple[str, ...]

_KEYS = ("pinned", "together", "apart")
_HEADER = "# Decisions about events. pinned: event name and its articles; together: one event; apart: not one event.\n"
_EVENT_NAME = re.compile(r"[^\x00-\x1f]{1,80}")


@dataclass(frozen=True)
class EventDecisions:
    """Decisions about which articles report the same happening; `merge`, `split` and `pin` return more of them.

    Parameters
    ----------
    pinned : event name -> article ids that are this event. They join no event that was opened by another article;
        later articles may join them.
    together : groups of article ids; the articles of a group are one event.
    apart : pairs of groups; no article of the first is in one event with an article of the second.

    Raises
    ------
    OptionError : decisions contradict each other; the message names the articles.

    Examples
    --------
    >>> decisions = EventDecisions().pin("camp-taji", ["a", "b"])
    >>> decisions.pinned
    {'camp-taji': ('a', 'b')}
    """

    pinned: Mapping[str, Ids] = field(default_factory=dict)
    together: tuple[Ids, ...] = ()
    apart: tuple[tuple[Ids, Ids], ...] = ()

    def __post_init__(self) -> None:
        group = self._groups()
        for one, other in self.apart:
            meet = {group[a] for a in one if a in group} & {group[b] for b in other if b in group} or set(one) & set(
                other
            )
            if meet:
                raise OptionError(
                    f"Decisions about events contradict each other: {_shown(one)} and {_shown(other)} are to be apart, "
                    "but other decisions put some of them together. Remove one of the two."
                )

    def __len__(self) -> int:
        return len(self.pinned) + len(self.together) + len(self.apart)

    def merge(self, corpus: Corpus, event_ids: Sequence[str]) -> "EventDecisions":
        """Decide that the articles of these events of the corpus report one happening."""
        articles = [article for event in event_ids for article in _articles_of(corpus, event)]
        kept = tuple((one, other) for one, other in self.apart if not (set(one) | set(other)) <= set(articles))
        return replace(self, apart=kept, together=(*self.together, tuple(articles)))

    def split(self, corpus: Corpus, event_id: str, article_ids: Iterable[str]) -> "EventDecisions":
        """Decide that these articles of an event report another happening than its other articles."""
        inside = _articles_of(corpus, event_id)
        chosen = tuple(check_option("article_ids", article, inside) for article in article_ids)
        rest = tuple(article for article in inside if article not in chosen)
        if not chosen or not rest:
            raise OptionError(f"To split event {event_id!r}, give some of its articles, not all: {_shown(inside)}.")
        pinned = {name: tuple(a for a in ids if a not in chosen) or ids for name, ids in self.pinned.items()}
        together = (part for ids in self.together for part in _divided(ids, set(chosen), set(rest)))
        return EventDecisions(pinned, (*together, chosen, rest), (*self.apart, (chosen, rest)))

    def pin(self, event_id: str, article_ids: Iterable[str]) -> "EventDecisions":
        """Decide that these articles are the event of this name, and not the event of articles before them."""
        chosen = tuple(article_ids)
        pinned = {name: tuple(a for a in ids if a not in chosen) for name, ids in self.pinned.items()}
        pinned[_event_name(event_id)] = (*pinned.get(event_id, ()), *chosen)
        return replace(self, pinned={name: ids for name, ids in pinned.items() if ids})

    def _groups(self) -> dict[str, int]:
        """Return for each article the number of the group of articles that are one event."""
        group: dict[str, int] = {}
        named: dict[int, str] = {}
        sets = [(name, ids) for name, ids in self.pinned.items()] + [("", ids) for ids in self.together]
        for number, (name, ids) in enumerate(sets):
            met = {group[article] for article in ids if article in group}
            names = {named[g] for g in met if g in named} | ({name} if name else set())
            if len(names) > 1:
                raise OptionError(
                    f"Decisions about events contradict each other: {_shown(ids)} would be in {quoted_list(names)} at "
                    "once."
                )
            group |= dict.fromkeys([a for a, g in group.items() if g in met], number) | dict.fromkeys(ids, number)
            named |= {number: name} if (name := next(iter(names), "")) else {}
        return group

    def ties(self, article_ids: Sequence[str]) -> Ties:
        """Return the decisions as row numbers; articles that are not there are left out."""
        group = self._groups()
        row = {article: i for i, article in enumerate(article_ids)}
        apart: dict[int, set[int]] = {}
        for one, other in self.apart:
            left, right = ([row[a] for a in ids if a in row] for ids in (one, other))
            for mine, others in ((left, right), (right, left)):
                for i in mine:
                    apart.setdefault(i, set()).update(others)
        numbers = np.array([group.get(article, -1) for article in article_ids], dtype=np.int64)
        pinned = {article for ids in self.pinned.values() for article in ids}
        is_pinned = np.array([article in pinned for article in article_ids], dtype=np.bool_)
        return Ties(
            numbers, is_pinned, {i: np.array(sorted(rows), dtype=np.int64) for i, rows in apart.items() if rows}
        )


def read_decisions(path: str | Path) -> EventDecisions:
    """Read decisions about events from a YAML file.

    Raises
    ------
    ReadError : the file is missing, is not YAML or not of this form; the message says what was expected.
    OptionError : decisions contradict each other.
    """
    file = Path(path)
    if not file.is_file():
        raise ReadError(f"There is no file {str(file)!r}. write_decisions() makes one from EventDecisions().")
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise ReadError(f"{file.name} is not YAML: {error}.") from error
    if not isinstance(content, dict) or set(content) - set(_KEYS):
        given = ", ".join(map(str, content)) if isinstance(content, dict) else type(content).__name__
        raise ReadError(f"{file.name} must have only the keys {quoted_list(_KEYS)}; got {given}.")
    pinned, together, apart = content.get("pinned") or {}, content.get("together") or [], content.get("apart") or []
    if not isinstance(pinned, dict) or not isinstance(together, list) or not isinstance(apart, list):
        raise ReadError(f"{file.name}: `pinned` must map names to lists, `together` and `apart` must be lists.")
    return EventDecisions(
        {_event_name(str(name)): _ids(file, "pinned", ids) for name, ids in pinned.items()},
        tuple(_ids(file, "together", ids) for ids in together),
        tuple(_pair(file, pair) for pair in apart),
    )


def write_decisions(decisions: EventDecisions, path: str | Path) -> None:
    """Write decisions to a YAML file that `read_decisions` and `match_events` read; an existing file is replaced."""
    content = {
        "pinned": {name: list(ids) for name, ids in decisions.pinned.items()},
        "together": [list(ids) for ids in decisions.together],
        "apart": [[list(one), list(other)] for one, other in decisions.apart],
    }
    text = yaml.safe_dump({k: v for k, v in content.items() if v}, sort_keys=False, allow_unicode=True, width=110)
    Path(path).write_text(_HEADER + ("" if text == "{}\n" else text), encoding="utf-8")


def _articles_of(corpus: Corpus, event_id: str) -> Ids:
    events = corpus.column("event_id")
    check_option("event_id", event_id, sorted(events.dropna().unique()))
    return tuple(corpus.articles.loc[events == event_id, "article_id"])


def _divided(ids: Ids, chosen: set[str], rest: set[str]) -> list[Ids]:
    """Return a group as it is, or in two parts where a split goes through it."""
    if not (chosen & set(ids) and rest & set(ids)):
        return [ids]
    parts = (tuple(a for a in ids if a in chosen), tuple(a for a in ids if a not in chosen))
    return [part for part in parts if len(part) > 1]


def _event_name(name: str) -> str:
    if not _EVENT_NAME.fullmatch(name):
        raise OptionError(f"An event's name must be 1 to 80 printable characters; got {name!r}.")
    return name


def _ids(file: Path, key: str, value: Any) -> Ids:
    if not isinstance(value, list) or not all(isinstance(one, (str, int)) for one in value) or not value:
        raise ReadError(f"{file.name}: `{key}` needs lists of article ids; got {value!r}.")
    return tuple(str(one) for one in value)


def _pair(file: Path, value: Any) -> tuple[Ids, Ids]:
    if not isinstance(value, list) or len(value) != 2:
        raise ReadError(f"{file.name}: each entry of `apart` is a pair of lists of article ids; got {value!r}.")
    return _ids(file, "apart", value[0]), _ids(file, "apart", value[1])


def _shown(ids: Sequence[str]) -> str:
    return ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")
