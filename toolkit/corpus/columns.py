"""Which column of a file is the headline, which the outlet: given by the user or known by frequent names.

Contents: `ALIASES`, `map_columns`.
"""

import re
from collections.abc import Mapping, Sequence

from toolkit.corpus.schema import ARTICLE_COLUMNS
from toolkit.errors import ColumnError
from toolkit.options import check_option, did_you_mean

# Names in use in exports of news archives and in published data sets, without case and punctuation.
ALIASES = {
    "article_id": "articleid id docid documentid uid uuid guid itemid newsid storiesid",
    "text": "text body content contents fulltext articletext articlebody bodytext maintext storytext plaintext",
    "outlet": "outlet source publisher publication media medium newspaper outletname sourcename medianame"
    " newsoutlet sitename publicationtitle publicationname",
    "published": "published date publishedat publisheddate publishdate datepublished publicationdate pubdate"
    " datetime timestamp publishedon datepublish",
    "headline": "headline title heading articletitle headlines",
    "url": "url link href weburl articleurl permalink",
    "author": "author authors creator writer reporter journalist",
    "language": "language lang languagecode",
    "event_id": "eventid event storyid clusterid cluster eventname",
    "wire_id": "wireid",
    "byline": "byline",
    "dateline": "dateline",
    "caption": "caption captions",
}


def map_columns(available: Sequence[str], given: Mapping[str, str] | None, *, what: str) -> dict[str, str]:
    """Return file column -> toolkit column, for the columns that mean something.

    Parameters
    ----------
    available : the file's columns.
    given : toolkit column -> file column, as the user says; the other columns are recognised by their names.
    what : the file, for messages.

    Raises
    ------
    OptionError : `given` names a column that the toolkit does not know.
    ColumnError : a given column is not in the file, two columns could be the same thing, or none is the text.
    """
    mapping: dict[str, str] = {}
    for ours, theirs in (given or {}).items():
        check_option("columns", ours, ARTICLE_COLUMNS)
        if theirs not in available:
            hint = did_you_mean(theirs, available)
            raise ColumnError(f"{what} has no column {theirs!r}.{hint} {_listed(available)}")
        mapping[theirs] = ours
    free = [column for column in available if column not in mapping]
    for ours in ALIASES.keys() - (given or {}).keys():
        found = _recognise(ours, free, what)
        if found is not None:
            mapping[found] = ours
    if "text" not in mapping.values():
        hint = did_you_mean("text", available) or did_you_mean("content", available)
        raise ColumnError(
            f"{what} has no column known to be the text of the article.{hint} {_listed(available)} "
            "Name it: columns={'text': 'its name'}, or --column text=NAME on the command line."
        )
    return {theirs: mapping[theirs] for theirs in available if theirs in mapping}


def _recognise(ours: str, free: Sequence[str], what: str) -> str | None:
    """Return the one free column that bears a name of `ours`; the toolkit's own name goes before others."""
    names = ALIASES[ours].split()
    found = [column for column in free if _bare(column) in names]
    exact = [column for column in found if _bare(column) == names[0]]
    if len(exact) == 1:
        return exact[0]
    if len(found) > 1:
        raise ColumnError(
            f"In {what}, {' and '.join(map(repr, found))} could each be `{ours}`. "
            f"Say which: columns={{{ours!r}: {found[0]!r}}}. {_listed(free)}"
        )
    return found[0] if found else None


def _bare(column: str) -> str:
    return re.sub(r"[\W_]+", "", column.casefold())


def _listed(available: Sequence[str]) -> str:
    # Without a header, the first row's articles would fill the screen.
    shown = [column if len(column) <= 60 else column[:57] + "..." for column in available[:40]]
    return f"Its columns are: {', '.join(shown) or 'none'}."
