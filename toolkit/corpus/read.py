"""Articles from a user's file or folder.

Contents: `read_articles`.
"""

import html
import json
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ftfy
import numpy as np
import numpy.typing as npt
import pandas as pd
from ftfy.badness import is_bad

from toolkit.corpus import notices
from toolkit.corpus.columns import map_columns
from toolkit.corpus.corpus import SET_ASIDE_COLUMNS, Corpus, Step
from toolkit.corpus.dates import read_dates
from toolkit.corpus.formats import read_rows, stem
from toolkit.corpus.formats.rows import Rows
from toolkit.corpus.schema import STRINGS
from toolkit.errors import ReadError
from toolkit.options import count
from toolkit.text.normalize import repair_text

WRITTEN = ("text", "headline", "outlet", "author", "caption")  # columns in which people write
_ENTITY = re.compile(r"&(?:amp|quot|apos|lt|gt|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
# Every UTF-8 character beyond ASCII, read as Western, Cyrillic or old Mac or DOS text, begins with one of these and
# goes on beyond ASCII (or with a blank). This quick look spares nearly all texts ftfy's thorough one.
_MAYBE_BROKEN = re.compile("[\u00c2-\u00f4\u0402-\u045f\u0393\u00ac\u221a\u201a\u251c\u252c][^\x00-\x7f]|[ÂÃ] ")


def read_articles(
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    outlet: str | None = None,
    language: str | None = None,
    date_format: str | None = None,
    encoding: str | None = None,
    name: str | None = None,
) -> Corpus:
    """Read articles from a table, a text file, a web page, or a folder of text files and pages.

    The extension decides: .csv, .tsv, .jsonl, .json, .parquet, .xlsx, .txt, .html, each also with .gz.
    Every row or file that cannot be used is set aside with its place and the reason; the others are read.

    Parameters
    ----------
    path : the file, or a folder in which each .txt or .html file is an article.
    columns : the toolkit's names -> the file's, such as {"outlet": "source"}. The other columns are
        recognised by frequent names (title, body, source, date ...), or kept as they are.
    outlet, language : outlet and ISO 639-1 language of the articles for which the file names none.
    date_format : how dates are written, such as "%d.%m.%Y"; by default found out from the whole column.
    encoding : of a text file, such as "cp1252"; by default found out.
    name : a short name for messages; by default the file's.

    Returns
    -------
    Corpus, whose history says how columns, dates and encoding were understood, and whose `set_aside` lists
    what could not be used: place, article_id, reason. Rows without an id are named after file and row number.
    Outlets that differ in capitals or spaces only (fox, FOX) are taken for one.

    Raises
    ------
    ReadError : there is no such file, it is empty, or nothing in it can be used.
    ColumnError : no column is known to be the text, or two could be the same thing.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "export.csv")
    ...     _ = path.write_text("title,body,source\\nTalks open,The talks opened on Friday.,Gulf Daily\\n")
    ...     corpus = read_articles(path)
    >>> corpus.articles[["article_id", "headline", "outlet"]].iloc[0].tolist()
    ['export-0001', 'Talks open', 'Gulf Daily']
    """
    source = Path(path)
    rows = read_rows(source, encoding)
    if not rows.records:
        raise ReadError(_nothing_usable(source, rows.broken))
    filled = {"outlet": outlet, "language": language}
    reading = _Reading(source, rows)
    reading.rename(columns)
    reading.tidy(filled)
    reading.join_spellings()
    reading.name_rows()
    reading.date_rows(date_format)
    reading.drop_unusable()
    settings = {
        "file": source.name,
        "columns": reading.mapping,
        "date_format": date_format,
        "encoding": encoding,
    }
    corpus = reading.corpus(name or stem(source), {**settings, **filled})
    for message, kind in filter(None, reading.notices):
        warnings.warn(message, kind, stacklevel=2)
    return corpus


@dataclass
class _Reading:
    """The table on its way from rows to corpus, and what there is to say about it."""

    source: Path
    rows: Rows

    def __post_init__(self) -> None:
        table = pd.DataFrame(self.rows.records, dtype=object)
        self.table = table.astype(object).where(table.notna(), None)
        self.notes = list(self.rows.notes)
        self.aside = [(place, None, reason) for place, reason in self.rows.broken]
        self.mapping: dict[str, str] = {}
        self.notices = [of(self.rows.notes, self.source.name) for of in (notices.of_encoding, notices.of_formulas)]

    def rename(self, columns: Mapping[str, str] | None) -> None:
        """Give the columns the toolkit's names; a column that only happens to bear one steps aside."""
        self.table.columns = [str(column) for column in self.table.columns]
        found = map_columns(list(self.table.columns), columns, what=self.source.name)
        taken = {c: f"{c}_in_file" for c in self.table.columns if c in (*STRINGS, "published") and c not in found}
        self.table = self.table.rename(columns=taken).rename(columns=found)
        self.mapping = {ours: theirs for theirs, ours in found.items()}
        renamed = [f"{theirs} as {ours}" for theirs, ours in (found | taken).items() if theirs != ours]
        if renamed:
            self.notes.append("columns read: " + ", ".join(renamed))

    def tidy(self, filled: Mapping[str, str | None]) -> None:
        """Turn values into strings, repair what encodings broke, and fill in what the user said."""
        for column in self.table:
            if column in STRINGS:
                strings = [_as_text(value, column) for value in self.table[column]]
                written = column in WRITTEN
                self._put(column, [_repair(value) if value and written else value for value in strings])
            elif column != "published":
                self.table[column] = _settle(self.table[column])
        for column, value in filled.items():
            if value is not None:
                there = self.table[column] if column in self.table else [None] * len(self.table)
                self._put(column, [known or value for known in there])

    def join_spellings(self) -> None:
        """Give outlets that differ in capitals or spaces only the most frequent of their spellings."""
        if "outlet" not in self.table:
            return
        counts = self.table["outlet"].dropna().value_counts()
        spelling: dict[str, str] = {}
        for outlet in counts.index:
            spelling.setdefault(" ".join(outlet.casefold().split()), outlet)
        joined = {o: spelling[" ".join(o.casefold().split())] for o in counts.index}
        changed = [f"{outlet} ({counts[outlet]}) as {to}" for outlet, to in joined.items() if outlet != to]
        if changed:
            self._put("outlet", [joined.get(outlet) if outlet else outlet for outlet in self.table["outlet"]])
            self.notes.append("outlets that differ in capitals or spaces only are one: " + ", ".join(changed))

    def _put(self, column: str, values: Sequence[str | None]) -> None:
        self.table[column] = pd.Series(values, dtype=object, index=self.table.index)

    def name_rows(self) -> None:
        """Give an id to each row that has none."""
        given = self.table["article_id"] if "article_id" in self.table else [None] * len(self.table)
        self._put("article_id", [i or made for i, made in zip(given, self.rows.made_ids, strict=True)])
        n_made = sum(not i for i in given)
        if n_made:
            self.notes.append(f"{n_made:,} ids made from file name and row, such as {self.rows.made_ids[0]!r}")

    def date_rows(self, date_format: str | None) -> None:
        """Read the dates; those that are none are counted, and their articles kept."""
        if "published" not in self.table:
            return
        raw = self.table["published"].tolist()
        dates = read_dates(raw, date_format)
        self.table["published"] = dates.values
        self.notes += [dates.note] if dates.note else []
        if dates.unreadable:
            first = dates.unreadable[0]
            shown = f"first: {str(raw[first])[:40]!r} in {self.rows.places[first]}"
            self.notes.append(f"{count(len(dates.unreadable), 'date')} unreadable and so missing ({shown})")
        self.notices.append(notices.of_dates(dates, self.source.name))

    def drop_unusable(self) -> None:
        """Set aside rows without any text, and later rows with the id of an earlier one."""
        headlines = self.table["headline"] if "headline" in self.table else [None] * len(self.table)
        empty = _blank(self.table["text"]) & _blank(headlines)
        repeated = np.zeros(len(self.table), dtype=bool)
        repeated[~empty] = self.table["article_id"][~empty].duplicated()
        reasons = np.where(repeated, "an earlier row has the same id", "")
        reasons = np.where(empty, "no text and no headline", reasons)
        ids = self.table["article_id"]
        set_aside = zip(self.rows.places, ids, reasons, strict=True)
        self.aside += [(place, article_id, str(reason)) for place, article_id, reason in set_aside if reason]
        self.table = self.table[reasons == ""]
        n_headlines = int(_blank(self.table["text"]).sum())
        if n_headlines:
            self.notes.append(f"{count(n_headlines, 'article')} with a headline and no text")

    def corpus(self, name: str, settings: dict[str, Any]) -> Corpus:
        """Return the corpus; raise if no row is left."""
        if not len(self.table):
            raise ReadError(_nothing_usable(self.source, [(place, reason) for place, _, reason in self.aside]))
        note = "; ".join([f"{count(len(self.table), 'article')} from {self.source.name}", *self.notes])
        aside = pd.DataFrame(self.aside, columns=list(SET_ASIDE_COLUMNS), dtype=object)
        self.notices.append(notices.of_set_aside(aside, len(self.table), self.source.name))
        return Corpus(self.table, name, (Step("read_articles", note, settings),), aside)


def _blank(values: Iterable[str | None]) -> npt.NDArray[np.bool_]:
    return np.array([not value or value.isspace() for value in values], dtype=bool)


def _as_text(value: Any, column: str) -> str | None:
    """Return a value as a string: lists joined, the name out of {"id": ..., "name": ...}, 7.0 as 7."""
    if value is None or isinstance(value, str):
        return ((value if column == "text" else value.strip()) or None) if value else None
    if isinstance(value, list):
        return ("\n\n" if column == "text" else "; ").join(filter(None, (_as_text(v, column) for v in value)))
    if isinstance(value, dict):
        return str(value["name"]) if "name" in value else json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _settle(values: pd.Series) -> pd.Series:
    """Give an unknown column one type: numbers stay numbers, mixtures become strings."""
    kinds = {type(value) for value in values if value is not None}
    if kinds & {list, dict} or (len(kinds) > 1 and not kinds <= {int, float}):
        return pd.Series([_as_text(value, "") for value in values], dtype=object, index=values.index)
    return values.infer_objects()


def _repair(text: str) -> str:
    """Undo wrong decoding and escaped HTML; leave quotation marks, ligatures and spelling alone."""
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    if not text.isascii() and _MAYBE_BROKEN.search(text):
        # Line by line: one line pasted from elsewhere must not keep the others from being repaired.
        text = "\n".join(ftfy.fix_encoding(line) if is_bad(line) else line for line in text.split("\n"))
    return repair_text(text)


def _nothing_usable(source: Path, broken: Sequence[tuple[str, str]]) -> str:
    if not broken:
        return f"{source} has column names at most and no rows."
    shown = "; ".join(f"{place}: {reason}" for place, reason in broken[:3])
    return f"Nothing in {source} can be used; {len(broken):,} rows or files were set aside. First: {shown}."
