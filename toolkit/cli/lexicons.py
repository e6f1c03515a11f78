"""`framing lexicon`: list, show and audit lexicons.

Contents: `lexicon`.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.options import articles_argument, clean_option, json_option, opened
from toolkit.cli.output import emit, number, one_line, records, say

if TYPE_CHECKING:
    from toolkit.lexicons.lexicon import Entry, Lexicon


@click.group()
def lexicon() -> None:
    """List, show and audit lexicons. LEXICON is a file, or the name of a shipped one."""


def _read(given: str) -> "Lexicon":
    """Return a shipped lexicon, or that of a file or folder."""
    from toolkit.lexicons.formats import read_lexicon
    from toolkit.lexicons.shipped import list_lexicons, load_lexicon

    is_path = Path(given).suffix or Path(given).exists()
    return read_lexicon(given) if is_path and given not in list_lexicons() else load_lexicon(given)


@lexicon.command("list")
@json_option
def list_all(as_json: bool) -> None:
    """List the shipped lexicons."""
    from toolkit.lexicons.shipped import list_lexicons, load_lexicon

    found = [load_lexicon(name) for name in list_lexicons()]
    keys = ("name", "version", "language", "licence", "title", "n_entries")
    if as_json:
        emit({"lexicons": [{key: getattr(one, key) for key in keys} for one in found]})
        return
    for one in found:
        say(f"{one.name:<16} {one.n_entries:>5} entries  {one.title}")


@lexicon.command()
@click.argument("lexicon_name", metavar="LEXICON")
@json_option
def show(lexicon_name: str, as_json: bool) -> None:
    """Show what a lexicon holds: categories, patterns, weights, licence, traps."""
    found = _read(lexicon_name)
    if as_json:
        emit(_as_json(found))
        return
    say(repr(found))
    for category in found.categories:
        say(f"\n{one_line(category.name)}: {one_line(category.definition)}")
        say("  " + ", ".join(one_line(entry.pattern) for entry in category.entries))
    if found.ignore:
        say("\n(ignore)\n  " + ", ".join(one_line(entry.pattern) for entry in found.ignore))


def _as_json(found: "Lexicon") -> dict[str, Any]:
    keys = ("name", "version", "language", "licence", "title", "measures", "made", "traps", "signature")
    categories = [
        {"name": one.name, "definition": one.definition, "reference": one.reference, "entries": _entries(one.entries)}
        for one in found.categories
    ]
    return {**{key: getattr(found, key) for key in keys}, "categories": categories, "ignore": _entries(found.ignore)}


def _entries(entries: "tuple[Entry, ...]") -> list[dict[str, Any]]:
    keys = ("pattern", "weight", "note", "neutral")
    return [{key: getattr(entry, key) for key in keys} for entry in entries]


@lexicon.command()
@click.argument("lexicon_name", metavar="LEXICON")
@articles_argument
@click.option("--limit", type=click.IntRange(min=1), default=40, show_default=True, help="Print so many entries.")
@clean_option
@json_option
def audit(lexicon_name: str, articles: str, limit: int, cleaned: bool, as_json: bool) -> None:
    """Show which entries of a lexicon fire in articles, how often, and how many never do."""
    from toolkit.lexicons.audit import audit_lexicon

    found = _read(lexicon_name)
    texts = opened(articles, cleaned=cleaned).parts.texts
    table = audit_lexicon(found, texts)
    if as_json:
        emit({"lexicon": found.name, "signature": found.signature, "n_texts": len(texts), "entries": records(table)})
        return
    say(f"{'category':<18} {'pattern':<24} {'n':>7} {'texts':>6} {'share':>6}  forms")
    for row in table[table["n"] > 0].head(limit).to_dict("records"):
        names = f"{one_line(row['category'], width=18):<18} {one_line(row['pattern'], width=24):<24}"
        say(f"{names} {row['n']:>7,} {row['n_texts']:>6,} {number(row['share']):>6}  {one_line(row['forms'])}")
    n_silent = int((table["n"] == 0).sum())
    say(f"{len(table) - n_silent:,} of {len(table):,} entries fire; {n_silent:,} never do.")
