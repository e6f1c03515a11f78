"""Topics put into tables: labels, words, shares of articles and examples.

Contents: `describe`, `N_EXAMPLES`.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.schema import PARTS
from toolkit.discovery.fitters import Assigned, Fitter, units_of
from toolkit.discovery.model import TOPIC_COLUMNS, TopicModel, topic_name
from toolkit.discovery.quality import exclusivity, frex, npmi, top_words
from toolkit.discovery.refit import Fitted, shares_of
from toolkit.discovery.stability import N_TOP, STABLE
from toolkit.measure import program_version
from toolkit.text.concordance import sentence_bounds

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

N_EXAMPLES = 5
_LABEL = 3  # words
_EXAMPLE = (60, 300)  # characters of an example, at least and at most, where there is one of such length
_CANDIDATES = 60  # most typical sentences of a topic among which examples are chosen


def describe(fitted: Fitted, fitter: Fitter, ordered: Corpus, corpus: Corpus, settings: dict[str, Any]) -> TopicModel:
    """Put the result into tables."""
    phi = fitter.phi(fitted.fit)
    distinctive = frex(phi)
    shares = pd.DataFrame(shares_of(fitted.amounts), index=pd.Index(ordered.articles["article_id"], name="article_id"))
    shares.columns = pd.RangeIndex(1, fitter.n_topics + 1, name="topic")
    shown = ", ".join(f"{key}={value}" for key, value in settings.items() if value is not None)
    return TopicModel(
        table=_table(fitted, fitter, phi, distinctive),
        words=_words_table(phi, distinctive, fitter.content.words),
        shares=shares.loc[list(corpus.articles["article_id"])],
        examples=_examples(fitted.assigned, fitter, ordered),
        engine=fitter.engine(fitted.fit),
        phi=phi,
        vocabulary=fitter.content.words,
        events=corpus.column("event_id").to_numpy(dtype=object),
        n_refits=fitted.stability.n_refits,
        corpus_name=corpus.name,
        signature=f"find_topics({shown}) of {corpus.name} {corpus.checksum} | toolkit {program_version()}",
        settings=settings,
    )


def _table(fitted: Fitted, fitter: Fitter, phi: Floats, distinctive: Floats) -> pd.DataFrame:
    stability, shares = fitted.stability, shares_of(fitted.amounts)
    known = ~np.isnan(shares).any(axis=1)
    largest = np.bincount(shares[known].argmax(axis=1), minlength=fitter.n_topics)
    known_words = fitter.content.words
    labels = [", ".join(known_words[w] for w in words) or "no words" for words in top_words(distinctive, _LABEL)]
    overall = stability.overall
    table = pd.DataFrame({
        "topic": np.arange(1, fitter.n_topics + 1), "label": labels,
        "prevalence": shares[known].mean(axis=0), "n_articles": largest,
        "stability": overall, "over_seeds": stability.over_seeds, "over_samples": stability.over_samples,
        "n_returned": stability.n_returned,
        "coherence": npmi(phi, fitter.content.windows), "exclusivity": exclusivity(phi),
    })  # fmt: skip
    table["stable"] = pd.array([pd.NA if np.isnan(one) else bool(one >= STABLE) for one in overall], dtype="boolean")
    named = zip(table["topic"], labels, overall, strict=True)
    table["name"] = [topic_name(number, label, one) for number, label, one in named]
    return table[list(TOPIC_COLUMNS)]


def _words_table(phi: Floats, distinctive: Floats, words: tuple[str, ...]) -> pd.DataFrame:
    """Return the 20 most probable and the 20 most distinctive words of each topic, the most distinctive first."""
    rows = []
    for topic, pair in enumerate(zip(top_words(phi, N_TOP), top_words(distinctive, N_TOP), strict=True)):
        columns = np.unique(np.concatenate(pair))
        for column in columns[np.argsort(-distinctive[topic, columns], kind="stable")].tolist():
            rows.append((topic + 1, words[column], phi[topic, column], distinctive[topic, column]))
    return pd.DataFrame(rows, columns=["topic", "word", "probability", "frex"])


def _examples(assigned: Assigned, fitter: Fitter, corpus: Corpus) -> pd.DataFrame:
    """Return the most typical sentences of each topic, no more than one an article, with their places."""
    places, parts = fitter.content.places, corpus.parts
    best = _candidates(assigned, fitter.n_topics)
    topic, sentence = assigned.topic[best], assigned.sentence[best]
    article, part = places.article[sentence], places.part[sentence]
    unit = units_of(parts, article, part)
    start, end = _bounds(parts.texts, unit, places.number[sentence])
    spans = zip(unit.tolist(), start.tolist(), end.tolist(), strict=True)
    table = pd.DataFrame({
        "topic": topic + 1, "article_id": corpus.articles["article_id"].to_numpy()[article],
        "outlet": corpus.column("outlet").to_numpy()[article],
        "part": np.array(PARTS, dtype=object)[part], "sentence": places.number[sentence],
        "start": start, "end": end, "text": [parts.texts[u][a:b] for u, a, b in spans],
    })  # fmt: skip
    return _choose(table)


def _candidates(assigned: Assigned, n_topics: int) -> npt.NDArray[np.int64]:
    """Return the rows of the most typical sentences of each topic, the most typical first."""
    rows = []
    for topic in range(n_topics):
        own = np.flatnonzero(assigned.topic == topic)
        rows.append(own[np.argsort(-assigned.typical[own], kind="stable")][:_CANDIDATES])
    return np.concatenate(rows)


def _bounds(texts: list[str], unit: npt.NDArray[np.int32], sentence: npt.NDArray[np.int32]) -> tuple[Ints, Ints]:
    """Return where sentences start and end, looking only at the texts in which they stand."""
    used, own = np.unique(unit, return_inverse=True)
    return sentence_bounds([texts[one] for one in used.tolist()], own.astype(np.int32), sentence)


def _choose(table: pd.DataFrame) -> pd.DataFrame:
    """Keep a few examples a topic: those of handy length first, each text once, one an article."""
    length = table["end"] - table["start"]
    handy = length.between(*_EXAMPLE)
    table = table.assign(order=np.where(handy, 0, 1)).sort_values(["topic", "order"], kind="stable")
    table = table.drop_duplicates(["topic", "article_id"]).drop_duplicates(["topic", "text"])
    return table.groupby("topic").head(N_EXAMPLES).drop(columns="order").reset_index(drop=True)
