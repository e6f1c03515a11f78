"""Where a sentence stands: in its article, beside its neighbours, and beside what other articles on the event tell.

What a sentence does to its article cannot be read from its words alone: a fact that one outlet alone tells, or an old
affair in the middle of a report, is seen only beside the rest.

Conventions: closeness is the cosine of sentence embeddings; a place without a counterpart (no other article, no
headline, no neighbour) has 0 and says so by a column of its own.

Contents: `sentence_context`.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import OptionError
from toolkit.models.embed import EMBEDDERS, embed
from toolkit.options import check_columns

HEADLINE = -1  # the number of a headline among the sentences of its article
_LEAD = 2  # sentences at the start of an article that say what it is about
_NEAREST = 3

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def sentence_context(table: pd.DataFrame, *, models: Sequence[str] = EMBEDDERS) -> pd.DataFrame:
    """Describe for each sentence its place in the article and in what is told of the event.

    Parameters
    ----------
    table : one row a sentence, in any order: article_id, event_id, sent_index (-1 for the headline, then from 0) and
        sentence.
    models : the sentence models by whose embeddings closeness is measured.

    Returns
    -------
    One row a sentence, in the same order:

    - place (0 the first, 1 the last sentence of the article), n_sentences (its logarithm), alone (1 if no other article
      tells the event), before and after (closeness to the neighbours by the first model);
    - for each model: told_by_one and told_by_all (closeness to the nearest sentence of the article that has the
      nearest, and of the one whose nearest is farthest), nearest (mean of the three nearest in other articles),
      headline, lead, own_article (mean), other_headlines.

    Higher closeness means that the other sentences are about the same and worded alike. Low told_by_one means that the
    article alone tells it. Do not compare the closeness of two models.

    Raises
    ------
    ColumnError : a column is missing. OptionError : a sentence number occurs twice in an article. ModelMissingError : a
    model is not installed.
    """
    check_columns(table.columns, ("article_id", "event_id", "sent_index", "sentence"), what="The table of sentences")
    double = table.duplicated(["article_id", "sent_index"])
    if double.any():
        row = table[double].iloc[0]
        raise OptionError(f"Article {row['article_id']!r} has two sentences with the number {row['sent_index']}.")
    order = np.argsort(table["sent_index"].to_numpy(), kind="stable")
    ordered = table.iloc[order].reset_index(drop=True)
    columns: dict[str, Floats] = {}
    for model in models:
        vectors = embed(ordered["sentence"].astype(str).tolist(), model=model)
        columns |= {f"{name} ({model})": values for name, values in _closeness(ordered, vectors).items()}
        if model == models[0]:
            columns |= _places(ordered, vectors)
    result = pd.DataFrame(columns)
    result.index = table.index[order]
    return result.loc[table.index] if table.index.is_unique else result.iloc[np.argsort(order)]


def _places(table: pd.DataFrame, vectors: npt.NDArray[np.float32]) -> dict[str, Floats]:
    n = len(table)
    columns = {name: np.zeros(n) for name in ("place", "n_sentences", "alone", "before", "after")}
    n_articles = table.groupby("event_id")["article_id"].transform("nunique").to_numpy()
    columns["alone"] = (n_articles == 1).astype(np.float64)
    for rows in table.groupby("article_id", sort=False).indices.values():
        columns["place"][rows] = np.arange(len(rows)) / max(len(rows) - 1, 1)
        columns["n_sentences"][rows] = np.log(len(rows))
        beside = np.einsum("ij,ij->i", vectors[rows[1:]], vectors[rows[:-1]])
        columns["before"][rows[1:]], columns["after"][rows[:-1]] = beside, beside
    return columns


def _closeness(table: pd.DataFrame, vectors: npt.NDArray[np.float32]) -> dict[str, Floats]:
    names = ("told_by_one", "told_by_all", "nearest", "headline", "lead", "own_article", "other_headlines")
    columns = {name: np.zeros(len(table)) for name in names}
    is_headline = (table["sent_index"] == HEADLINE).to_numpy()
    article = pd.factorize(table["article_id"])[0]
    for rows in table.groupby("event_id", sort=False).indices.values():
        cosine = (vectors[rows] @ vectors[rows].T).astype(np.float64)
        own_articles = [np.flatnonzero(article[rows] == one) for one in np.unique(article[rows])]
        for number, own in enumerate(own_articles):
            others = [other for place, other in enumerate(own_articles) if place != number]
            found = _of_article(cosine[own], own, others, is_headline[rows])
            for name, values in found.items():
                columns[name][rows[own]] = values
    return columns


def _of_article(cosine: Floats, own: Ints, others: list[Ints], is_headline: npt.NDArray[np.bool_]) -> dict[str, Floats]:
    """Return the closeness of an article's sentences (rows) to those of the event (columns)."""
    body = own[~is_headline[own]]
    found = {"lead": _mean(cosine[:, body[:_LEAD]]), "own_article": _mean(cosine[:, own])}
    found["headline"] = _mean(cosine[:, own[is_headline[own]]])
    if others:
        best = np.stack([cosine[:, other].max(axis=1) for other in others])
        every = np.concatenate(others)
        found |= {"told_by_one": best.max(axis=0), "told_by_all": best.min(axis=0)}
        found["nearest"] = np.sort(cosine[:, every], axis=1)[:, -_NEAREST:].mean(axis=1)
        found["other_headlines"] = _mean(cosine[:, every[is_headline[every]]])
    return found


def _mean(cosine: Floats) -> Floats:
    return cosine.mean(axis=1) if cosine.shape[1] else np.zeros(len(cosine))
