"""One form for words that differ only in case, apostrophes, hyphens or invisible characters.

Contents: `normalize_word`, `unwrap_lines`, `repair_text`.
"""

import re
import unicodedata

_SAME_MARK = str.maketrans({
    "\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'", "\u00b4": "'", "\u2032": "'", "\uff07": "'",
    "\u2010": "-", "\u2011": "-",
    "\u00ad": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
})  # fmt: skip


def normalize_word(word: str) -> str:
    """Return the word in lower case, composed (NFC), with straight apostrophes and plain hyphens."""
    if word.isascii():
        return word.lower().replace("`", "'")
    return unicodedata.normalize("NFC", word.translate(_SAME_MARK)).lower()


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def repair_text(text: str) -> str:
    r"""Return the text composed (NFC), with `\n` line ends and without control characters or lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", text))


def unwrap_lines(text: str) -> str:
    """Join lines that were broken at a fixed width; leave texts with a paragraph on each line alone.

    A text counts as hard-wrapped if it has blank lines between paragraphs and most lines inside paragraphs
    end without a full stop, at about the same length.
    """
    paragraphs = [paragraph for paragraph in re.split(r"\n[ \t]*\n", text) if paragraph.strip()]
    inner = [line.rstrip() for paragraph in paragraphs for line in paragraph.strip("\n").split("\n")[:-1]]
    if len(inner) < 4 or max(map(len, inner)) > 100:
        return text
    broken = sum(1 for line in inner if len(line) > 45 and not line.endswith((".", "!", "?", ":", "”", '"')))
    if broken < 0.6 * len(inner):
        return text
    return "\n\n".join(re.sub(r"\s*\n\s*", " ", paragraph.strip()) for paragraph in paragraphs)
