"""Are sentences that people call biased found, by the lexicon of loaded words and by an engine that learns from codes?

Two forms of gold files are known by their columns: sentences coded as biased or not (text, label_bias), and the
sentences of articles on shared events, coded for lexical and for informational bias (article_id, event_id, sent_index,
sentence, lexical, informational).

Contents: `validate_loaded_language`.
"""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from toolkit.errors import ReadError
from toolkit.options import quoted_list
from toolkit.validity.biased_articles import COLUMNS as ARTICLE_COLUMNS
from toolkit.validity.biased_articles import validate_articles
from toolkit.validity.biased_sentences import COLUMNS as SENTENCE_COLUMNS
from toolkit.validity.biased_sentences import validate_sentences
from toolkit.validity.figures import ValidityResult
from toolkit.validity.gold import read_gold

TASK = "loaded-language"


def validate_loaded_language(gold: Sequence[Path], train: Sequence[Path] = ()) -> ValidityResult:
    """Tell biased sentences from others; see `validate_sentences` and `validate_articles` for the figures.

    Parameters
    ----------
    gold : JSON lines or CSV of one of the two forms.
    train : files of the same form to learn from. Without them the gold sentences are dealt into folds, and each is
        judged by an engine that learnt from the others.

    Raises
    ------
    ReadError : the files are of neither form, of both, or hold a code that is not known.
    """
    table, other = read_gold(gold), read_gold(train) if train else None
    forms = {SENTENCE_COLUMNS: validate_sentences, ARTICLE_COLUMNS: validate_articles}
    for columns, validate in forms.items():
        if set(columns) <= set(table.columns) and table[list(columns)].notna().all(axis=None):
            if other is not None:
                _check(other, columns, "The file to train on")
            return validate(table, other)
    raise ReadError(_wrong(table, "The gold file"))


def _check(table: pd.DataFrame, columns: tuple[str, ...], what: str) -> None:
    if not set(columns) <= set(table.columns):
        raise ReadError(f"{_wrong(table, what)} It must be of the form of the gold file.")


def _wrong(table: pd.DataFrame, what: str) -> str:
    return (
        f"{what} is of neither form that the task {TASK!r} knows: sentences with the columns "
        f"{quoted_list(SENTENCE_COLUMNS)}, or sentences of articles with {quoted_list(ARTICLE_COLUMNS)}, none of them "
        f"empty; it has {quoted_list(map(str, table.columns))}."
    )
