"""Which articles report the same happening, by their words and dates.

Articles are taken in the order of their dates. Each joins the event whose articles within the window are most like
it, if they are like enough; otherwise it opens a new event. Because later articles never move earlier ones, a
corpus that grows keeps its event ids.

Contents: `match_events`.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError

_LEAD_WORDS = 200  # an article says what happened at its beginning; the rest is background shared by many events


def match_events(corpus: Corpus, *, window: float = 4.0, threshold: float = 0.12) -> Corpus:
    """Return the corpus with a column `event_id`: articles with the same one report the same happening.

    The likeness of two articles is the cosine of their tf-idf vectors (headline and first 200 words, the headline
    twice); an article's likeness to an event is the mean over the event's articles of the last `window` days.

    Parameters
    ----------
    corpus : the articles; an event_id that it already has is replaced.
    window : articles further apart in time than so many days never meet. Articles without a date meet all others.
    threshold : least likeness for joining an event, between 0 and 1. Higher values give more and smaller events.

    Raises
    ------
    OptionError : window or threshold is out of range.
    """
    if not window > 0:
        raise OptionError(f"`window` must be a positive number of days; got {window!r}.")
    if not 0 < threshold < 1:
        raise OptionError(f"`threshold` must lie between 0 and 1; got {threshold!r}.")
    order, days = _in_date_order(corpus)
    events = np.empty(len(corpus), dtype=np.int64)
    if len(corpus):
        events[order] = _assign(_vectors(corpus, order), days[order], window, threshold)
    ids = [f"event-{number + 1:04d}" for number in events]
    n_shared = _n_shared(corpus, events)
    note = f"{len(set(ids))} events, {n_shared} of them covered by two outlets or more (tf-idf and dates)"
    articles = corpus.articles.assign(event_id=pd.Series(ids, dtype=object))
    return corpus.step(articles, "match_events", note, window=window, threshold=threshold)


def _n_shared(corpus: Corpus, events: npt.NDArray[np.int64]) -> int:
    """Return the number of events that at least two outlets cover."""
    outlets = pd.Series(corpus.column("outlet").to_numpy()).groupby(events).nunique()
    return int((outlets >= 2).sum())


def _in_date_order(corpus: Corpus) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Return the rows sorted by date and id, undated ones last, and each row's date in days (NaN if undated)."""
    published = pd.to_datetime(corpus.column("published"))
    days = (published - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)
    table = pd.DataFrame({"day": days, "id": corpus.articles["article_id"]})
    order = table.sort_values(["day", "id"], kind="stable").index.to_numpy()
    return order, days.to_numpy(dtype=float)


def _vectors(corpus: Corpus, order: npt.NDArray[np.int64]):  # type: ignore[no-untyped-def]
    """Return one unit-length tf-idf row for each article, in the given order."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # takes a second to import

    headlines = corpus.column("headline").fillna("").astype(str)
    leads = corpus.articles["text"].map(lambda text: " ".join(text[:4_000].split()[:_LEAD_WORDS]))
    texts = [f"{headlines[i]} {headlines[i]} {leads[i]}" for i in order]
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english", token_pattern=r"(?u)\b\w\w+\b")  # noqa: S106 (no password)
    try:
        return vectorizer.fit_transform(texts)
    except ValueError:  # no article has a word: nothing is like anything
        from scipy.sparse import csr_matrix

        return csr_matrix((len(texts), 1))


def _assign(  # type: ignore[no-untyped-def]
    vectors, days: npt.NDArray[np.float64], window: float, threshold: float
) -> npt.NDArray[np.int64]:
    """Return an event number for each row, going through the rows in order."""
    events = np.zeros(len(days), dtype=np.int64)
    n_events = 0
    first = 0
    for row in range(len(days)):
        dated = not np.isnan(days[row])
        while dated and days[first] < days[row] - window:
            first += 1
        begin = first if dated else 0
        likeness = (vectors[begin:row] @ vectors[row].T).toarray().ravel()
        best = _nearest_event(events[begin:row], likeness)
        if best is not None and best[1] >= threshold:
            events[row] = best[0]
        else:
            events[row] = n_events
            n_events += 1
    return events


def _nearest_event(events: npt.NDArray[np.int64], likeness: npt.NDArray[np.float64]) -> tuple[int, float] | None:
    """Return the event with the highest mean likeness, and that mean."""
    if not len(events):
        return None
    names, member = np.unique(events, return_inverse=True)
    mean = np.bincount(member, weights=likeness) / np.bincount(member)
    best = int(np.argmax(mean))
    return int(names[best]), float(mean[best])
