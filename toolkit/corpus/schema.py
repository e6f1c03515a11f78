"""The columns of the articles table and the parts of an article.

Contents: `ARTICLE_COLUMNS`, `PARTS`, `check_articles`.
"""

import pandas as pd

from toolkit.errors import ColumnError, DuplicateIdError
from toolkit.options import check_columns

# Columns that mean something to the toolkit. Only the first two are required; others are kept as they are.
ARTICLE_COLUMNS = {
    "article_id": "unique name of the article (string)",
    "text": "the story, paragraphs separated by line breaks (string)",
    "outlet": "the publisher (string)",
    "published": "date or time of publication (datetime)",
    "headline": "the headline (string)",
    "author": "as given by the file (string)",
    "url": "as given by the file (string)",
    "language": "ISO 639-1 code such as 'en' (string)",
    "event_id": "the event the article reports (string)",
    "wire_id": "the article of which this one is a reprint (string)",
    "byline": "the line naming the author, found by clean() (string)",
    "dateline": "the place and agency before the story, found by clean() (string)",
    "caption": "photo captions, found by clean() (string)",
    "original": "the text as it was loaded, kept by clean() (string)",
}
REQUIRED = ("article_id", "text")
STRINGS = tuple(column for column in ARTICLE_COLUMNS if column != "published")

PARTS = ("headline", "lead", "body", "caption")
STORY = ("headline", "lead", "body")  # what counts as the article unless asked otherwise


def check_articles(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the table with a fresh index, string ids and texts and datetimes; raise if it is no articles table.

    Raises
    ------
    ColumnError : a required column is missing, an id is empty or a date cannot be read.
    DuplicateIdError : two rows have the same article_id.
    """
    check_columns(articles.columns, REQUIRED, what="The articles table")
    table = articles.reset_index(drop=True).copy()
    for column in STRINGS:
        if column in table:
            table[column] = _as_strings(table[column])
    _check_ids(table["article_id"])
    table["text"] = table["text"].fillna("")
    if "published" in table:
        table["published"] = _as_dates(table["published"])
    return table


def _as_strings(values: pd.Series) -> pd.Series:
    """Return the values as strings; missing ones stay missing (None)."""
    # Strings are kept as they are: long texts are not copied.
    strings = [
        value if type(value) is str else str(value) if there else None
        for value, there in zip(values, values.notna(), strict=True)
    ]
    return pd.Series(strings, index=values.index, dtype=object)


def _check_ids(ids: pd.Series) -> None:
    missing = ids.isna() | (ids == "")
    if missing.any():
        rows = ", ".join(str(row) for row in missing[missing].index[:5])
        raise ColumnError(f"`article_id` must not be empty; it is in {int(missing.sum())} rows (first: {rows}).")
    repeated = ids[ids.duplicated()].unique()
    if len(repeated):
        shown = ", ".join(repr(name) for name in repeated[:5])
        raise DuplicateIdError(
            f"`article_id` must be unique; {len(repeated)} ids occur more than once (first: {shown}). "
            "read_articles() sets such rows aside; otherwise drop or rename them."
        )


def _as_dates(values: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.dt.tz_convert(None) if values.dt.tz is not None else values
    try:
        return pd.to_datetime(values, utc=True).dt.tz_convert(None)
    except (ValueError, TypeError) as error:
        raise ColumnError(
            f"`published` must hold dates such as 2020-03-27; {error}. read_articles() reads other forms."
        ) from error
