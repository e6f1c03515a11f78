"""Which articles report the same happening, by words, names, numbers, meaning and dates.

Articles are taken in the order of their dates. Each joins the event whose articles of the last days are most like
it, if they are like enough; otherwise it opens a new event. Later articles never move earlier ones, so a corpus that
grows at its end keeps its event ids.

Contents: `match_events`.
"""

import hashlib
import warnings
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError, UndatedWarning
from toolkit.events.decisions import EventDecisions, read_decisions
from toolkit.events.grouping import Grouping, group_articles
from toolkit.events.likeness import Features, read_features, shared_names
from toolkit.models.embed import has_embedder
from toolkit.options import count

WINDOW, THRESHOLD = 7.0, 0.18  # chosen on other articles than those on which docs/validity.md reports


def match_events(
    corpus: Corpus,
    *,
    window: float = WINDOW,
    threshold: float = THRESHOLD,
    meaning: bool = True,
    decisions: EventDecisions | str | Path | None = None,
) -> Corpus:
    """Return the corpus with a column `event_id`: articles with the same one report the same happening.

    likeness = (0.35 words + 0.15 names + 0.50 meaning) * exp(-days / 5), see `toolkit.events.likeness`; an article's
    likeness to an event is the mean over the event's articles within the window.

    Parameters
    ----------
    corpus : the articles; an event_id that it already has is replaced.
    window : articles further apart in time than so many days never meet. For articles without a date 3 days are
        assumed, so that they meet all others.
    threshold : least likeness for joining an event, between 0 and 1. Higher values give more and smaller events.
    meaning : use sentence embeddings. Without them, and where no model is installed, words, names and numbers alone
        decide; docs/validity.md says how much worse that is.
    decisions : what was decided by hand (`EventDecisions`), or the file that holds it; always respected.

    Returns
    -------
    The corpus with these columns, which say why each article is where it is:

    - event_id: date and four characters that depend only on the article that opened the event, or the pinned name
    - event_because: "opened", "likeness" or "decision"
    - event_nearest: the article of the same event most like it when it was placed; event_likeness: how much
    - event_shared: names and numbers that both have, the rarest first
    - event_rival: the closest other event at that time; event_rival_likeness: the mean likeness to its articles

    Higher likeness means more alike. Do not compare likenesses of different corpora: how rare a word is depends on
    the corpus. Reprints of one text come out as one event; `find_reprints` tells them from independent reports.

    Raises
    ------
    OptionError : window or threshold is out of range, or decisions contradict each other.
    ReadError : the file of decisions is broken.
    """
    if not window > 0:
        raise OptionError(f"`window` must be a positive number of days; got {window!r}.")
    if not 0 < threshold < 1:
        raise OptionError(f"`threshold` must lie between 0 and 1; got {threshold!r}.")
    made = _decisions(decisions)
    features = read_features(corpus, meaning=meaning)
    _warn_of_undated(features)
    ids = corpus.articles["article_id"].to_numpy()[features.order]
    grouping = group_articles(features, made.ties(list(ids)), window=window, threshold=threshold)
    reasons = _reasons(features, grouping, ids, made)
    reasons.index = pd.Index(features.order)
    articles = corpus.articles.drop(columns=[c for c in reasons if c in corpus.articles]).join(reasons)
    n_shared = int((articles.groupby("event_id")["outlet"].nunique() >= 2).sum()) if "outlet" in articles else 0
    method = _method(features, meaning)
    note = (
        f"{count(len(set(reasons['event_id'])), 'event')}, {n_shared} of them covered by two outlets or more ({method})"
    )
    return corpus.step(
        articles, "match_events", note, window=window, threshold=threshold, meaning=meaning, n_decisions=len(made)
    )


def _decisions(given: EventDecisions | str | Path | None) -> EventDecisions:
    if given is None:
        return EventDecisions()
    return given if isinstance(given, EventDecisions) else read_decisions(given)


def _method(features: Features, meaning: bool) -> str:
    """Say what the likeness was made of."""
    if features.meaning is not None or features.foreign is not None:
        return "words, names, numbers, meaning and dates"
    missing = " (no sentence model is installed)" if meaning and len(features) and not has_embedder("english") else ""
    return f"words, names, numbers and dates; without meaning{missing}"


def _warn_of_undated(features: Features) -> None:
    n_undated = int(np.isnan(features.days).sum())
    if n_undated:
        warnings.warn(
            f"{n_undated:,} of {count(len(features), 'article')} have no date. They are held against all articles, and "
            "events among them are less sure. Give a column `published` if you can.",
            UndatedWarning,
            stacklevel=3,
        )


def _reasons(
    features: Features, grouping: Grouping, ids: npt.NDArray[np.object_], decisions: EventDecisions
) -> pd.DataFrame:
    """Return the columns that say where each article is, and why, in the order of the features."""
    names = _event_names(features, grouping, ids, decisions)
    opened = np.zeros(len(ids), dtype=bool)
    opened[np.unique(grouping.event, return_index=True)[1]] = True
    near, rival = grouping.nearest, grouping.rival
    tied = _by_decision(grouping, ids, decisions)
    because = np.select([opened, tied], ["opened", "decision"], "likeness")
    return pd.DataFrame({
        "event_id": _named(names, grouping.event),
        "event_because": because,
        "event_nearest": _named(ids, near),
        "event_likeness": grouping.nearest_likeness.astype(float),
        "event_shared": shared_names(features, near),
        "event_rival": _named(names, rival),
        "event_rival_likeness": grouping.rival_likeness.astype(float),
    })  # fmt: skip


def _named(names: npt.NDArray[np.object_], places: npt.NDArray[np.int64]) -> pd.Series:
    """Return the names at these places, None where the place is -1."""
    return pd.Series([names[place] if place >= 0 else None for place in places], dtype=object)


def _by_decision(grouping: Grouping, ids: npt.NDArray[np.object_], decisions: EventDecisions) -> npt.NDArray[np.bool_]:
    """Tell of each article whether a decision put it with another article of its event."""
    group = decisions.ties(list(ids)).group
    return (group >= 0) & pd.Series(group).duplicated(keep=False).to_numpy()


def _event_names(
    features: Features, grouping: Grouping, ids: npt.NDArray[np.object_], decisions: EventDecisions
) -> npt.NDArray[np.object_]:
    """Return a name for each event, which depends on nothing but its first article, unless one was pinned."""
    pinned = {article: name for name, articles in decisions.pinned.items() for article in articles}
    names: dict[str, None] = {}
    given = {
        int(event): pinned[article] for article, event in zip(ids, grouping.event, strict=True) if article in pinned
    }
    for event, row in enumerate(np.unique(grouping.event, return_index=True)[1]):
        name = given.get(event) or _name_by_opener(features.days[row], str(ids[row]), names)
        names[name] = None
    return np.array(list(names), dtype=object)


def _name_by_opener(day: float, article_id: str, taken: dict[str, None]) -> str:
    """Return a date and as many characters of a hash as needed to be unique, at least four."""
    when = "undated" if np.isnan(day) else f"{pd.Timestamp('1970-01-01') + pd.Timedelta(days=day):%Y-%m-%d}"
    digest = hashlib.sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()
    return next(name for size in range(4, 65) if (name := f"{when}-{digest[:size]}") not in taken)
