"""One article in a saved web page (.html): main text and what the page says about itself.

Contents: `read_html`.
"""

import re
from pathlib import Path

from toolkit.corpus.formats.rows import Rows, read_bytes, read_text
from toolkit.errors import ReadError

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)


def read_html(path: Path, made_id: str, encoding: str | None = None) -> Rows:
    """Return the one row of a page: its text, and headline, date, author, outlet and url if there."""
    # Imported here: it takes half a second, and most corpora are not web pages.
    from trafilatura import bare_extraction

    declared = _CHARSET.search(read_bytes(path)[:4096])
    page, notes = read_text(path, encoding, declared=declared[1].decode("ascii") if declared else None)
    found = bare_extraction(page, with_metadata=True, include_comments=False, include_tables=False)
    if found is None or not (found.text or "").strip():
        raise ReadError(f"no article text found in the page ({len(page):,} characters of HTML)")
    record = {
        "article_id": made_id, "headline": found.title, "text": _without_title(found.text, found.title),
        "published": found.date, "author": found.author, "outlet": found.sitename, "url": found.url,
    }  # fmt: skip
    rows = Rows(notes=notes)
    rows.add(record, path.name, made_id)
    return rows


def _without_title(text: str, title: str | None) -> str:
    """Drop the first line if it repeats the title, which has a column of its own."""
    first, _, rest = text.partition("\n")
    return rest if title and rest.strip() and first.strip().casefold() == title.strip().casefold() else text
