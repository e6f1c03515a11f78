"""A category of a lexicon as text that can be edited: one pattern a line.

Conventions: "pattern" weighs 1, "pattern = -2.5" weighs that much; empty lines and lines that begin with # are skipped.

Contents: `to_lines`, `from_lines`.
"""

from collections.abc import Sequence

from toolkit.errors import LexiconError
from toolkit.lexicons.lexicon import Entry, parse_entries
from toolkit.options import count

_SHOWN = 3  # lines named in a message


def to_lines(entries: Sequence[Entry]) -> str:
    """Return entries as text, one pattern a line.

    Examples
    --------
    >>> to_lines([Entry("destroy*"), Entry("wipe* out", 2.0)])
    'destroy*\\nwipe* out = 2'
    """
    return "\n".join(one.pattern if one.weight == 1 else f"{one.pattern} = {one.weight:g}" for one in entries)


def from_lines(text: str, *, known: Sequence[Entry] = ()) -> tuple[Entry, ...]:
    """Return the entries that a text lists, one pattern a line; a pattern that stands twice counts once.

    Parameters
    ----------
    text : the lines.
    known : entries whose notes and neutral words are kept where their pattern is still there.

    Raises
    ------
    LexiconError : a line holds no word, its brackets do not match, or its weight is no number; the message names the
        lines.
    """
    before = {entry.pattern: entry for entry in known}
    entries: dict[str, Entry] = {}
    wrong = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            for entry in _entries(line, before):
                entries.setdefault(entry.pattern, entry)
        except LexiconError as error:
            wrong.append(f"line {number}: {error}")
    if wrong:
        more = f" ... and {count(len(wrong) - _SHOWN, 'more line')}" if len(wrong) > _SHOWN else ""
        raise LexiconError("; ".join(wrong[:_SHOWN]) + more)
    return tuple(entries.values())


def _entries(line: str, known: dict[str, Entry]) -> list[Entry]:
    """Return the entries of one line, spelled out."""
    pattern, sign, given = line.partition("=")
    pattern = " ".join(pattern.split())
    before = known.get(pattern, Entry(pattern))
    entry = Entry(pattern, _weight(given, line) if sign else 1.0, before.note, neutral=before.neutral)
    if pattern in known:  # was read before
        return [Entry(pattern, entry.weight, entry.note, before.words, entry.neutral)]
    entries = parse_entries([entry])
    if not all(set(one.words) - {"*"} for one in entries):
        raise LexiconError(f"{line.strip()!r} holds no word; write one or more, such as 'destroy*' or 'ward* off'.")
    return entries


def _weight(given: str, line: str) -> float:
    try:
        weight = float(given)
    except ValueError:
        weight = float("nan")
    if not abs(weight) < float("inf"):
        raise LexiconError(f"the weight after = must be a number; got {line.strip()!r}.")
    return weight
