"""Tables of evidence for notebooks.

Contents: `HtmlView`, `show_concordance`.
"""

from dataclasses import dataclass

import pandas as pd

from toolkit.errors import OptionError
from toolkit.report.lines import lines_of
from toolkit.report.render import render


@dataclass(frozen=True)
class HtmlView:
    """A piece of HTML that a notebook shows; `html` holds it, `text` what a terminal prints instead, if anything."""

    html: str
    text: str = ""

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text or f"HtmlView of {len(self.html):,} characters; a notebook shows it, `.html` holds it."


def show_concordance(table: pd.DataFrame, *, max_rows: int = 200) -> HtmlView:
    """Show a concordance with the words found marked in their sentences.

    Beside each sentence stand the article, its date and the part, and in words who speaks ("quoted" or "own
    words"), whether the words are negated, and whether the act is only possible, planned, threatened or ordered.
    Everything that comes from an article is escaped.

    Parameters
    ----------
    table : what `concordance` returned.
    max_rows : show the first so many rows, and say how many there are.

    Returns
    -------
    An object that a notebook shows; its `html` is the text of it.

    Raises
    ------
    ColumnError : the table lacks a column of a concordance. OptionError : `max_rows` is below 1.
    """
    if max_rows < 1:
        raise OptionError(f"`max_rows` must be at least 1; got {max_rows!r}.")
    lines = lines_of(table.iloc[:max_rows])
    several = len(set(table["category"])) > 1
    return HtmlView(render("concordance.html.j2", lines=lines, n_total=len(table), several_categories=several))
