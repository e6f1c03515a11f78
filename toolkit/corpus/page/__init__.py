"""What stands on a news page beside the story, told line by line.

Contents: `leftovers`, `captions`, `bylines`, `datelines`, and `ends_sentence`, which they share.
"""

_ENDINGS = (".", "!", "?", ":", ";", ",", "…", "؟", "۔", "。")


def ends_sentence(line: str) -> bool:
    """Tell whether the line ends as a sentence does, closing quotation marks and brackets aside."""
    return line.rstrip("\"”’')» ").endswith(_ENDINGS)
