"""Text of articles as a terminal may show it.

Contents: `printable`.
"""

import re

_SEQUENCES = re.compile(
    "(?:\x1b\\]|\x9d).*?(?:\x07|\x1b\\\\|\x9c|$)"  # titles and links of windows, up to their end
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, places of the cursor
    "|\x1b[@-Z\\\\^_a-z]"
)
# Control characters but for the line feed and the tab, and marks that reverse what is shown.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def printable(text: object) -> str:
    """Return a text without escape sequences, control characters and halves of characters."""
    shown = _CONTROLS.sub("", _SEQUENCES.sub("", str(text).replace("\r\n", "\n")))
    return _SURROGATES.sub("\ufffd", shown)
