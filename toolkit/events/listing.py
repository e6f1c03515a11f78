"""The events of a corpus as a table, each with a readable label.

A label takes no side on purpose: it is made of words that most outlets on the event use, not of one outlet's headline.

Contents: `REASON_COLUMNS`, `list_events`, `explain_event`.
"""

import re
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.errors import MissingEventsError
from toolkit.options import check_option

N_LABEL_TERMS = 4
_LABEL_WORDS = 100  # of each article, from its beginning
# Runs of capitalised words, and lower-case words of four letters or more; in other scripts, words.
_TERM = re.compile(r"[A-Z][\w’'-]*\w(?: [A-Z][\w’'-]*\w)*|[^\W\d_]{4,}")
REASON_COLUMNS = (
    "event_because", "event_nearest", "event_likeness", "event_shared", "event_rival", "event_rival_likeness",
)  # fmt: skip


def list_events(corpus: Corpus) -> pd.DataFrame:
    """Return one row an event, the largest first.

    Returns
    -------
    Columns event_id, label (up to four words or names that most of the event's articles use and few others do),
    n_articles, n_outlets, outlets, first and last (dates).

    Raises
    ------
    MissingEventsError : the corpus has no events.
    """
    _check_events(corpus)
    articles = corpus.articles.assign(outlet=corpus.column("outlet"), published=corpus.column("published"))
    known = articles["event_id"].notna()
    groups = articles[known].groupby("event_id", sort=False)
    table = pd.DataFrame({
        "n_articles": groups.size(),
        "n_outlets": groups["outlet"].nunique(),
        "outlets": groups["outlet"].agg(lambda names: ", ".join(sorted(names.dropna().unique()))),
        "first": groups["published"].min(),
        "last": groups["published"].max(),
    })  # fmt: skip
    table.insert(0, "label", _labels(corpus)[table.index])
    order = ["n_outlets", "n_articles", "event_id"]
    return table.reset_index().sort_values(order, ascending=[False, False, True], ignore_index=True)


def explain_event(corpus: Corpus, event_id: str) -> pd.DataFrame:
    """Return one row an article of an event: when and where it appeared, and why `match_events` put it there.

    Returns
    -------
    Columns article_id, outlet, published, headline and the reasons event_because, event_nearest, event_likeness,
    event_shared, event_rival and event_rival_likeness (see `match_events`), in the order of publication. Where the
    events were given with the corpus, the reasons are missing values.

    Raises
    ------
    MissingEventsError : the corpus has no events. OptionError : none of its events has this name.
    """
    _check_events(corpus)
    events = corpus.column("event_id")
    check_option("event_id", event_id, sorted(events.dropna().unique()))
    columns = ["article_id", "outlet", "published", "headline", *REASON_COLUMNS]
    rows = pd.DataFrame({column: corpus.column(column) for column in columns})[events == event_id]
    return rows.sort_values(["published", "article_id"], ignore_index=True)


def _check_events(corpus: Corpus) -> None:
    if corpus.n_events == 0:
        raise MissingEventsError(
            f"Corpus {corpus.name!r} has no events. Give a column event_id, or run corpus = match_events(corpus) first."
        )


def _labels(corpus: Corpus) -> pd.Series:
    """Return a label for each event: the terms that most of its articles have and few others do.

    A term counts by the share of the event's articles that have it, and again by the share that have it in the
    headline, times its rarity in the corpus; names count half as much again.
    """
    events = corpus.column("event_id")
    rows = np.flatnonzero(events.notna())
    code, names = pd.factorize(events.iloc[rows])
    headlines = [head or "" for head in corpus.column("headline").iloc[rows]]
    beginnings = [" ".join(text[:1000].split()[:_LABEL_WORDS]) for text in corpus.articles["text"].iloc[rows]]
    whole, headline, terms = _term_tables(headlines, beginnings)
    share, in_headlines = (_shares(table, code, len(names)) for table in (whole, headline))
    rarity = np.log(1 + whole.shape[0] / np.maximum(np.asarray(whole.sum(axis=0)).ravel(), 1))
    weight = rarity * np.array([1.5 if term[:1].isupper() else 1.0 for term in terms])
    labels = []
    for event, name in enumerate(names):
        score = (share[event] + in_headlines[event]).toarray().ravel() * weight
        score[share[event].toarray().ravel() < 0.5] = 0  # most articles must have it
        labels.append(", ".join(_best_terms(score, terms)) or name)
    return pd.Series(labels, index=names)


def _term_tables(headlines: list[str], beginnings: list[str]) -> tuple[Any, Any, npt.NDArray[np.object_]]:
    """Return sparse tables of which article has which term, anywhere and in its headline."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer  # takes a second to import

    def terms(text: str) -> list[str]:
        return [term for term in _TERM.findall(text) if term.lower() not in ENGLISH_STOP_WORDS]

    counter = CountVectorizer(analyzer=terms, binary=True)
    try:
        # Headlines In Capitals would make names of everything: from them only words are taken, and known names.
        whole = counter.fit_transform(
            f"{head.lower()}\n{text}" for head, text in zip(headlines, beginnings, strict=True)
        )
    except ValueError:  # no article has a word
        from scipy.sparse import csr_matrix

        nothing = csr_matrix((len(beginnings), 1))
        return nothing, nothing, np.array([""], dtype=object)
    return whole, counter.transform(f"{head}\n{head.lower()}" for head in headlines), counter.get_feature_names_out()


def _shares(there: Any, code: npt.NDArray[np.int64], n_events: int) -> Any:
    """Return the share of each event's articles that have a term."""
    from scipy.sparse import csr_matrix

    weight = 1 / np.bincount(code, minlength=n_events)[code]
    members = csr_matrix((weight, (code, np.arange(len(code)))), shape=(n_events, len(code)))
    return (members @ there).tocsr()


def _best_terms(score: npt.NDArray[np.float64], terms: npt.NDArray[np.object_]) -> list[str]:
    """Return the terms of the highest scores, none of which is part of another."""
    known = set(terms)
    chosen: list[str] = []
    for place in np.argsort(-score, kind="stable"):
        if score[place] <= 0 or len(chosen) == N_LABEL_TERMS:
            break
        term = str(terms[place])
        if not any(_overlap(term, other) for other in chosen):
            chosen.append(term.capitalize() if term.capitalize() in known else term)
    return chosen


def _overlap(term: str, other: str) -> bool:
    """Tell whether one term is part of the other: Camp Taji and Taji, rocket and rockets."""
    one, two = term.lower(), other.lower()
    return one in two or two in one
