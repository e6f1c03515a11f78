"""A table of loaded words and their neutral alternatives for notebooks.

Contents: `show_loaded_words`.
"""

from typing import Any

import pandas as pd

from toolkit.errors import OptionError
from toolkit.framing.loaded import LOADED_WORDS_COLUMNS
from toolkit.options import check_columns
from toolkit.report.html import HtmlView
from toolkit.report.render import render


def show_loaded_words(table: pd.DataFrame, *, max_rows: int = 100) -> HtmlView:
    """Show loaded words with their neutral alternatives, the outlets that used them, and an example of each.

    Everything that comes from an article is escaped.

    Parameters
    ----------
    table : what `loaded_words` returned.
    max_rows : show the first so many words, and say how many there are.

    Returns
    -------
    An object that a notebook shows; its `html` is the text of it.

    Raises
    ------
    ColumnError : the table lacks a column. OptionError : `max_rows` is below 1.
    """
    if max_rows < 1:
        raise OptionError(f"`max_rows` must be at least 1; got {max_rows!r}.")
    check_columns(table.columns, LOADED_WORDS_COLUMNS, what="The table to show")
    groups = table.groupby(["category", "word", "neutral"], sort=False)
    words = [_word(rows) for _, (_, rows) in zip(range(max_rows), groups, strict=False)]
    return HtmlView(render("loaded.html.j2", words=words, n_total=groups.ngroups))


def _word(rows: pd.DataFrame) -> dict[str, Any]:
    """Return what is shown of a word, given its rows, one an outlet."""
    first = rows.iloc[0]
    names = ["no outlet" if pd.isna(outlet) else str(outlet) for outlet in rows["outlet"]]
    outlets = rows[["n", "n_quoted"]].assign(outlet=names).to_dict("records")
    shown = {key: str(first[key]) for key in ("word", "neutral", "category", "example")}
    return {**shown, "outlets": outlets}
