"""What a reader should hear about articles just read: what was set aside, doubtful dates, encoding, other scripts.

Each function returns a warning to give, or None if there is nothing to say.

Contents: `Notice`, `of_set_aside`, `of_dates`, `of_encoding`, `of_scripts`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from toolkit.corpus.dates import Dates
from toolkit.corpus.formats.rows import UNREADABLE
from toolkit.errors import FramingWarning, LanguageWarning, SetAsideWarning

Notice = tuple[str, type[FramingWarning]]

_SAMPLE = 2000  # characters of an article that show which script it is in
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_OTHER = re.compile("[^\\W\\d_A-Za-z\u00aa-\u024f\u1e00-\u1eff]")


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


def of_encoding(notes: Iterable[str], name: str) -> Notice | None:
    """Say so if bytes of a text file could not be read as characters."""
    broken = [note for note in notes if note.endswith(UNREADABLE)]
    if not broken:
        return None
    message = f"{name}: {'; '.join(broken)}, shown as \ufffd. If you know the encoding, say it: encoding='cp1250'."
    return message, FramingWarning


def of_scripts(articles: pd.DataFrame, places: Sequence[str], name: str) -> Notice | None:
    """Say so if articles are mainly in another script than Latin, in which English word lists find nothing."""
    headlines = articles["headline"] if "headline" in articles else [None] * len(articles)
    found = [_script(text or headline or "") for text, headline in zip(articles["text"], headlines, strict=True)]
    others = Counter(script for script in found if script)
    if not others:
        return None
    first = places[next(place for place, script in enumerate(found) if script)]
    shown = ", ".join(f"{n:,} {script}" for script, n in others.most_common())
    message = (
        f"{sum(others.values()):,} of {len(found):,} articles in {name} are not in Latin script ({shown}; first: "
        f"{first}). The shipped word lists are English: in these articles a zero says nothing. Leave them out, or "
        "measure them with word lists of their language."
    )
    return message, LanguageWarning


def _script(text: str) -> str:
    """Return the name of the script most letters are in, such as "Arabic"; an empty string for Latin or no letters."""
    if text.isascii():
        return ""
    sample = text[:_SAMPLE]
    other = _OTHER.findall(sample)
    if len(other) <= len(_LATIN.findall(sample)):
        return ""
    names = (unicodedata.name(letter, "UNKNOWN").split()[0] for letter in other)
    name = Counter(names).most_common(1)[0][0]
    return {"CJK": "Chinese"}.get(name, name.capitalize())
