"""What a reader should hear about articles just read: what was set aside, doubtful dates, encoding.

Each function returns a warning to give, or None if there is nothing to say.

Contents: `Notice`, `of_set_aside`, `of_dates`, `of_encoding`, `of_formulas`.
"""

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from toolkit.corpus.dates import Dates
from toolkit.corpus.formats.rows import UNREADABLE, WITHOUT_VALUE
from toolkit.errors import FramingWarning, SetAsideWarning

Notice = tuple[str, type[FramingWarning]]


def of_set_aside(set_aside: pd.DataFrame, n_read: int, name: str) -> Notice | None:
    """Say how many rows or files could not be used, why, and where the first one stood."""
    if not len(set_aside):
        return None
    counts = Counter(set_aside["reason"]).most_common(4)
    shown = "; ".join(f"{n:,} x {reason}" for reason, n in counts)
    message = (
        f"{len(set_aside):,} of {n_read + len(set_aside):,} in {name} set aside: {shown} (first: "
        f"{set_aside['place'].iloc[0]}). See corpus.set_aside, or `framing corpus info`."
    )
    return message, SetAsideWarning


def of_dates(dates: Dates, name: str) -> Notice | None:
    """Say so if the order of day and month is a guess."""
    if not dates.doubtful:
        return None
    message = (
        f"{name}: {dates.note}, but it cannot be told for sure. "
        'Say it: date_format="%d/%m/%Y" or date_format="%m/%d/%Y".'
    )
    return message, FramingWarning


def of_formulas(notes: Iterable[str], name: str) -> Notice | None:
    """Say so if cells of a workbook look empty because their formulas were never worked out."""
    empty = [note for note in notes if WITHOUT_VALUE in note]
    return (f"{name}: {'; '.join(empty)}.", FramingWarning) if empty else None


def of_encoding(notes: Iterable[str], name: str) -> Notice | None:
    """Say so if bytes of a text file could not be read as characters."""
    broken = [note for note in notes if note.endswith(UNREADABLE)]
    if not broken:
        return None
    message = f"{name}: {'; '.join(broken)}, shown as \ufffd. If you know the encoding, say it: encoding='cp1250'."
    return message, FramingWarning
