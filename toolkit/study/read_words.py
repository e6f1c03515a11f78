"""The table [words] of a study file.

Contents: `read_words`.
"""

from collections.abc import Sequence

from toolkit.comparison.design import EVENT_MODES
from toolkit.comparison.term_counts import Terms
from toolkit.errors import OptionError, StudyError
from toolkit.study.keys import Table
from toolkit.study.settings import WORD_KEYS, WordSettings

STOP_WORDS = ("function", "none")


def read_words(whole: Table, parts: Sequence[str]) -> WordSettings | None:
    """Return whose distinctive words are looked for, and which terms count; None if the study has no such table.

    Parameters
    ----------
    whole : the study file.
    parts : of the articles, which are those of [compare].

    Raises
    ------
    StudyError : a key or value is wrong.
    """
    if "words" not in whole:
        return None
    table = whole.table("words")
    table.check_keys(WORD_KEYS)
    target, reference = table.text("target"), table.names("reference")
    if reference is not None and target is None:
        raise table.error("reference", 'needs a target beside it, such as target = "Gulf Daily".')
    if reference is not None and target in reference:
        raise table.error("reference", f"must be other outlets than the target; got {target!r} in both.")
    stop_words = table.one_of("stop_words", STOP_WORDS)
    try:
        terms = Terms(
            ngrams=table.whole("ngrams", 1, least=1),
            parts=parts,
            min_count=table.whole("min_count", Terms.min_count, least=1),
            min_articles=table.whole("min_articles", Terms.min_articles, least=1),
            stop_words="function" if stop_words == "function" else None,
            exclude=table.names("exclude") or (),
        )
    except OptionError as error:
        raise StudyError(f"{table.place}: {error}") from error
    return WordSettings(target, reference, table.one_of("events", EVENT_MODES), terms, table.whole("most", 8, least=1))
