"""The articles of a study, cleaned and with their events.

Contents: `study_corpus`.
"""

from collections.abc import Sequence

from toolkit.corpus.clean import clean
from toolkit.corpus.corpus import Corpus
from toolkit.events.match import match_events
from toolkit.options import did_you_mean, quoted_list
from toolkit.study.articles import open_articles
from toolkit.study.settings import Study


def study_corpus(study: Study) -> Corpus:
    """Return the articles, cleaned and with their events, as the study says.

    Raises
    ------
    StudyError : the articles have not the column of events, or an outlet that the study names.
    """
    settings = study.corpus
    corpus = open_articles(settings.source or settings.path or "", **settings.options)
    if settings.clean:
        corpus = clean(corpus)
    if study.events.match:
        how = study.events
        corpus = match_events(
            corpus, window=how.window, threshold=how.threshold, meaning=how.meaning, decisions=how.decisions
        )
    elif study.events.column is not None:
        corpus = _with_events(study, corpus, study.events.column)
    _check_outlets(study, corpus)
    return corpus


def _with_events(study: Study, corpus: Corpus, column: str) -> Corpus:
    """Return the corpus with the events that a column of it names."""
    if column not in corpus.articles:
        available = list(corpus.articles.columns)
        hint = did_you_mean(column, available)
        there = f"the columns are {quoted_list(available)}"
        raise study.error("events", "column", f"the articles have no column {column!r}; {there}.{hint}")
    if column == "event_id":
        return corpus
    articles = corpus.articles.assign(event_id=corpus.articles[column])
    return corpus.step(articles, "events", f"events taken from the column {column!r}", column=column)


def _check_outlets(study: Study, corpus: Corpus) -> None:
    """Raise `StudyError` on the first outlet that the study names and the corpus, or [compare], has not."""
    compared = corpus.outlets if study.compare.outlets is None else list(study.compare.outlets)
    whose = "the corpus has" if study.compare.outlets is None else "[compare] names"
    for name in study.compare.outlets or ():
        _check_outlet(study, ("compare", "outlets"), name, corpus.outlets, "the corpus has")
    if study.words is not None:
        for name in (study.words.target,) if study.words.target is not None else ():
            _check_outlet(study, ("words", "target"), name, compared, whose)
        for name in study.words.reference or ():
            _check_outlet(study, ("words", "reference"), name, compared, whose)
    if study.robustness is not None:
        for name in study.robustness.outlets or ():
            _check_outlet(study, ("robustness", "outlets"), name, corpus.outlets, "the corpus has")
        if study.robustness.outlets is None and len(corpus.outlets) > 2:
            there = f"name two, or one to be held against the mean of all; the corpus has {quoted_list(corpus.outlets)}"
            raise study.error("robustness", "outlets", f"is missing; {there}.")


def _check_outlet(study: Study, place: tuple[str, str], name: str, known: Sequence[str], whose: str) -> None:
    if name not in known:
        hint = did_you_mean(name, known)
        raise study.error(*place, f"{whose} no outlet {name!r}; its outlets are {quoted_list(known)}.{hint}")
