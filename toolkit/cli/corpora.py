"""`framing corpus`: what is in a corpus, which ones are shipped, and cleaning one.

Contents: `corpus`.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.options import articles_argument, json_option, opened
from toolkit.cli.output import emit, records, say

if TYPE_CHECKING:
    from toolkit.corpus.corpus import Corpus


@click.group()
def corpus() -> None:
    """Look into a corpus, list the shipped ones, or clean one."""


@corpus.command("list")
@json_option
def list_all(as_json: bool) -> None:
    """List the corpora that come with the toolkit."""
    from toolkit.corpus.shipped import list_corpora, load_corpus

    found = [load_corpus(name) for name in list_corpora()]
    if as_json:
        rows = [
            {"name": one.name, "n_articles": len(one), "n_outlets": len(one.outlets), "n_events": one.n_events}
            for one in found
        ]
        emit({"corpora": rows})
        return
    for one in found:
        say(f"{one.name:<16} {len(one):,} articles, {len(one.outlets)} outlets, {one.n_events} events")


@corpus.command()
@articles_argument
@json_option
def info(articles: str, as_json: bool) -> None:
    """Say what is in a corpus: articles, outlets, dates, events, and what could not be read."""
    found = opened(articles, cleaned=False)
    if as_json:
        emit(_described(found))
        return
    say(repr(found))
    for row in found.set_aside.head(20).to_dict("records"):
        say(f"    {row['place']}: {row['reason']}")


def _described(found: "Corpus") -> dict[str, Any]:
    """Return the facts about a corpus."""
    dates = found.column("published").dropna()
    outlets = found.column("outlet").value_counts().sort_index()
    languages = found.column("language").value_counts().sort_index()
    return {
        "name": found.name, "checksum": found.checksum, "n_articles": len(found),
        "n_outlets": len(found.outlets), "outlets": {str(k): int(n) for k, n in outlets.items()},
        "n_dated": len(dates), "first": dates.min() if len(dates) else None,
        "last": dates.max() if len(dates) else None,
        "n_events": found.n_events, "languages": {str(k): int(n) for k, n in languages.items()},
        "columns": list(found.articles.columns),
        "history": [{"operation": step.operation, "note": step.note} for step in found.history],
        "set_aside": records(found.set_aside),
    }  # fmt: skip


@corpus.command()
@articles_argument
@click.option("--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder to write.")
@json_option
def clean(articles: str, output: Path, as_json: bool) -> None:
    """Tell story, captions, bylines and leftovers apart, and write the corpus to a folder of Parquet tables."""
    from toolkit.corpus.clean import removed_lines
    from toolkit.corpus.store import write_corpus

    found = opened(articles, cleaned=True)
    folder = write_corpus(found, output)
    counts = removed_lines(found)["kind"].value_counts()
    removed = {str(kind): int(n) for kind, n in counts.items()}
    if as_json:
        emit({
            "output": str(folder), "n_articles": len(found), "removed": removed, "checksum": found.checksum,
            "set_aside": records(found.set_aside),
        })  # fmt: skip
        return
    say(repr(found))
    say(f"Written to {folder}")
