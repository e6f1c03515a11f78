"""Dates as newspapers and archives write them, read one column at a time.

Conventions: times with an offset become UTC; times without one are kept as written. Whether 3/4/2020 is in
March or April is decided once for the whole column, from the values that leave no choice.

Contents: `Dates`, `read_dates`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Dates:
    """What a column of dates came to.

    `values` datetimes or missing; `unreadable` positions of values that are no dates; `note`
    how day and month were told apart, if that was a question; `doubtful` whether it could not be told.
    """

    values: pd.Series
    unreadable: list[int]
    note: str = ""
    doubtful: bool = False


_MISSING = {"", "na", "n/a", "nan", "nat", "none", "null", "-"}
_MONTH_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_MONTH = rf"(?P<month>{'|'.join(_MONTH_NAMES)})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)")
_NUMBERS = re.compile(r"(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})[-/.](?P<year>\d{4}|\d\d)(?!\d)")
_DAY_MONTH = re.compile(rf"\b{_DAY}[\s.-]+(?:of\s+)?{_MONTH},?[\s-]+(?P<year>\d{{4}})\b", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b{_MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}})\b", re.IGNORECASE)
_TIME = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\b)?"
    r"\s*(?P<zone>Z\b|UTC\b|GMT\b|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")


def read_dates(values: Sequence[Any], date_format: str | None = None) -> Dates:
    """Read ISO dates, days and months in figures or English words, and seconds or milliseconds since 1970.

    Parameters
    ----------
    values : strings, numbers, dates, or missing.
    date_format : how all of them are written, in the codes of `datetime.strptime`; by default found out.

    Examples
    --------
    >>> read_dates(["13/3/2020", "4/3/2020", "soon"]).values.dt.strftime("%d %B").tolist()[:2]
    ['13 March', '04 March']
    """
    cleaned = [None if _is_missing(value) else value for value in values]
    day_first, note, doubtful = (True, "", False) if date_format else _day_first(cleaned)
    read = [None if value is None else _read_one(value, day_first, date_format) for value in cleaned]
    pairs = enumerate(zip(cleaned, read, strict=True))
    unreadable = [i for i, (value, when) in pairs if value is not None and when is None]
    return Dates(pd.Series(read, dtype="datetime64[us]"), unreadable, note, doubtful)


def _is_missing(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip().lower() in _MISSING
    return value is None or value != value  # NaN and NaT differ from themselves


def _day_first(values: Sequence[Any]) -> tuple[bool, str, bool]:
    """Decide whether the day stands first in 3/4/2020: the decision, a note, and whether it is a guess."""
    found = [_NUMBERS.match(value.strip()) for value in values if isinstance(value, str)]
    numbers = [(int(m["first"]), int(m["second"])) for m in found if m]
    n_day_first = sum(first > 12 >= second for first, second in numbers)
    n_month_first = sum(second > 12 >= first for first, second in numbers)
    open_ones = [pair for pair in numbers if max(pair) <= 12 and pair[0] != pair[1]]
    if not open_ones:
        return n_day_first >= n_month_first, "", False
    if n_day_first or n_month_first:
        order = "day" if n_day_first >= n_month_first else "month"
        note = f"dates read {order} first, as {max(n_day_first, n_month_first)} of them must be"
        return order == "day", note, bool(n_day_first and n_month_first)
    # Full stops between the figures are the habit of countries that write the day first.
    stops = all(m["mark"] == "." for m in found if m)
    return True, "dates read day first" + ("" if stops else ", which no date confirms"), not stops


def _read_one(value: Any, day_first: bool, date_format: str | None) -> datetime | None:
    """Return the date and time as UTC or as written, without an offset; None if it is none."""
    try:
        if isinstance(value, datetime):
            return _naive(value)
        if isinstance(value, date):
            return datetime(value.year, value.month, value.day)
        text = str(value).strip()
        return _naive(datetime.strptime(text, date_format)) if date_format else _from_text(text, day_first)
    except (ValueError, OverflowError):
        return None


def _naive(when: datetime) -> datetime:
    return when if when.tzinfo is None else when.astimezone(UTC).replace(tzinfo=None)


def _from_text(text: str, day_first: bool) -> datetime | None:
    if _EPOCH.fullmatch(text):
        seconds = float(text) / (1000 if len(text) >= 12 and "." not in text else 1)
        return _naive(datetime.fromtimestamp(seconds, tz=UTC))
    match = _ISO.match(text) or _COMPACT.match(text) or _DAY_MONTH.search(text) or _MONTH_DAY.search(text)
    if match:
        month = match["month"].lower()
        day = (int(match["year"]), _MONTHS.get(month[:3]) or int(month), int(match["day"]))
        return _with_time(day, text[match.end() :])
    match = _NUMBERS.match(text)
    return _with_time(_ordered(match, day_first), text[match.end() :]) if match else None


def _ordered(match: re.Match[str], day_first: bool) -> tuple[int, int, int]:
    """Return year, month, day; a value that leaves no choice is read as it must be."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if first > 12 or second > 12:
        day_first = first > 12
    if year < 100:
        year += 2000 if year < 70 else 1900
    return (year, second, first) if day_first else (year, first, second)


def _with_time(day: tuple[int, int, int], rest: str) -> datetime:
    match = _TIME.search(rest)
    if match is None:
        return datetime(*day)
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    when = datetime(*day, hour, int(match["minute"]), int(match["second"] or 0))
    return when - _offset(match["zone"]).utcoffset(None) if match["zone"] else when


def _offset(zone: str) -> timezone:
    """Return the time zone of "+03:00" and the like; Z, UTC and GMT are zero."""
    if zone[0] not in "+-":
        return UTC
    sign = -1 if zone[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])))
