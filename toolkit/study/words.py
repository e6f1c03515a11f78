"""The distinctive words of a study.

Contents: `words_of`, `word_tables`, `page_name`.
"""

import pandas as pd

from toolkit.comparison.keyness import keyness
from toolkit.comparison.keyness_result import Keyness
from toolkit.corpus.corpus import Corpus
from toolkit.study.settings import CompareSettings, WordSettings


def words_of(corpus: Corpus, settings: WordSettings, compare: CompareSettings) -> Keyness:
    """Return the distinctive words of the target; without one, of each outlet against the others.

    Of two outlets the first is the target: its words are those that the other lacks.

    Parameters
    ----------
    corpus : the articles.
    settings : whose words, and which.
    compare : outlets, wire, level, n_resamples and seed.

    Raises
    ------
    OptionError : there are fewer than two outlets, or no term is frequent enough.
    MissingEventsError : target and reference share no event.
    """
    names = corpus.outlets if compare.outlets is None else compare.outlets
    target = names[0] if settings.target is None and len(names) == 2 else settings.target
    return keyness(
        corpus, target=target, reference=settings.reference, outlets=compare.outlets, terms=settings.terms,
        events=settings.events, wire=compare.wire, level=compare.level, n_resamples=compare.n_resamples,
        seed=compare.seed,
    )  # fmt: skip


def word_tables(found: Keyness) -> dict[str, pd.DataFrame]:
    """Return the table words, which has one row a term of each target."""
    return {"words": found.table}


def page_name(number: int) -> str:
    """Return the name of the page of all words of a target: numbered, since no file is named by what articles hold."""
    return f"words-{number}.html"
