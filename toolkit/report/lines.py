"""Lines of a concordance, ready to be shown.

Contents: `Line`, `lines_of`.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from toolkit.options import check_columns

_NEEDED = ("article_id", "outlet", "part", "category", "left", "match", "right")
_VOICES = {"quotation": "quoted", "reported": "in a source's name"}
_NOTE = 90  # characters
_CONTEXT = 220  # characters of a sentence on each side of the words found


@dataclass(frozen=True)
class Line:
    """One span: where it stands, what is around it, and what is known of it in a few words."""

    article_id: str
    outlet: str
    published: str
    part: str
    category: str
    before: str
    match: str
    after: str
    tags: tuple[str, ...]


def lines_of(table: pd.DataFrame) -> list[Line]:
    """Return the rows of a table made by `concordance`.

    Raises
    ------
    ColumnError : the table lacks a column of a concordance.
    """
    check_columns(table.columns, _NEEDED, what="The table to show")
    return [_line(row) for row in table.to_dict("records")]


def _line(row: dict[Hashable, Any]) -> Line:
    before, after = _around(row)
    return Line(
        article_id=str(row["article_id"]), outlet="" if pd.isna(row["outlet"]) else str(row["outlet"]),
        published=day(row.get("published")), part=str(row["part"]), category=str(row["category"]), before=before,
        match=str(row["match"]), after=after, tags=tuple(_tags(row)),
    )  # fmt: skip


def day(moment: Any) -> str:
    """Return a date as year, month and day, or an empty string if there is none."""
    return "" if moment is None or pd.isna(moment) else f"{pd.Timestamp(moment):%Y-%m-%d}"


def _around(row: dict[Hashable, Any]) -> tuple[str, str]:
    """Return what stands before and after the match in its sentence, or in its line if the sentence is not known."""
    sentence, start, end = (row.get(key) for key in ("sentence_text", "start_in_sentence", "end_in_sentence"))
    if not isinstance(sentence, str) or sentence[start:end] != row["match"]:
        return str(row["left"]), str(row["right"])
    before, after = sentence[:start], sentence[end:]
    if len(before) > _CONTEXT:
        before = "…" + before[-_CONTEXT:].partition(" ")[2]
    if len(after) > _CONTEXT:
        after = after[:_CONTEXT].rpartition(" ")[0] + "…"
    return before, after


def _tags(row: dict[Hashable, Any]) -> list[str]:
    """Return in words who speaks, whether the span is negated, how the act is told, an unusual weight, and a note."""
    tags = [_VOICES.get(str(row["voice"]), "own words")] if "voice" in row else []
    if row.get("negated"):
        tags.append("negated")
    if row.get("modal"):
        tags.append(str(row["modal"]))
    weight = float(row.get("weight", 1.0))
    if weight == 0:
        tags.append("not counted")
    elif weight != 1:
        tags.append(f"weight {weight:+.2f}")
    note = str(row.get("note", ""))
    if len(note) > _NOTE:
        note = note[:_NOTE].rpartition(" ")[0] + "…"
    return [*tags, note] if note else tags
