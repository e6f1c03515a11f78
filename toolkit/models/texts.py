"""The check of texts that all models share.

Contents: `check_texts`.
"""

from collections.abc import Sequence

from toolkit.errors import OptionError


def check_texts(texts: Sequence[str]) -> None:
    """Raise `OptionError` unless `texts` is a list of strings; the message names the place of the first that is not."""
    if isinstance(texts, str):
        raise OptionError("`texts` must be a list of strings; got one string. Put it in a list: [text].")
    wrong = next((place for place, text in enumerate(texts) if not isinstance(text, str)), None)
    if wrong is not None:
        given = [*texts][wrong]
        raise OptionError(f"`texts` must be a list of strings; got {given!r} at place {wrong}.")
