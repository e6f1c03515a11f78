"""One article in a text file (.txt).

Contents: `read_plain`, `split_headline`.
"""

import re
from pathlib import Path

from toolkit.corpus.formats.rows import Rows, read_text
from toolkit.text.normalize import repair_text, unwrap_lines

LONGEST_HEADLINE = 30  # words


def read_plain(path: Path, made_id: str, encoding: str | None = None) -> Rows:
    """Return the one row of a .txt file: its headline, if the first line looks like one, and its text."""
    content, notes = read_text(path, encoding)
    headline, text = split_headline(unwrap_lines(repair_text(content)))
    rows = Rows(notes=notes)
    rows.add({"article_id": made_id, "headline": headline, "text": text}, path.name, made_id)
    return rows


def split_headline(content: str) -> tuple[str | None, str]:
    """Return headline and rest; a headline is a short first line without full stop, before a blank line."""
    match = re.match(r"\s*(\S[^\n]*)\n[ \t]*\n(?=\s*\S)", content)
    if match is None:
        return None, content
    line = match[1].strip()
    if len(line.split()) > LONGEST_HEADLINE or line.endswith((".", ".”", '."')):
        return None, content
    return line, content[match.end() :]
