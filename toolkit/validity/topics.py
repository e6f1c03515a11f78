"""Topics that were found against topics that people gave to the articles.

The articles are given without their codes. Each goes to its largest topic, and this grouping is held against the coded
one: mutual information normalised to 0 to 1 (nmi), the same with what chance gives taken off (ami, vinh2010), and the
Rand index with chance taken off (ari, hubert1985).

Contents: `validate_topics`, `N_TOPICS`.
"""

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from toolkit.corpus.corpus import Corpus
from toolkit.discovery.fitting import METHODS
from toolkit.discovery.topics import find_topics
from toolkit.errors import LanguageWarning, OptionError
from toolkit.models.embed import has_embedder
from toolkit.options import check_columns
from toolkit.validity.figures import Figure, ValidityResult
from toolkit.validity.gold import read_gold

N_TOPICS = 20  # fixed beforehand; the codes choose nothing
_N_HALVES = 200
_LEVEL = 0.95
_SPELLINGS = {"title": "headline"}

Longs = npt.NDArray[np.int64]


def validate_topics(paths: Sequence[Path]) -> ValidityResult:
    """Return nmi, ami and ari of the largest topic of each article with its coded topic, for each method.

    Beside the methods of `find_topics` ("sentences" if its model is installed) stand the usual pipeline of scikit-learn
    (sklearn_lda: CountVectorizer with its English stop words, then LDA) and, as a floor, the topics of "nmf" dealt to
    the articles by chance (chance). All have 20 topics.

    Parameters
    ----------
    paths : files with text, topic (the code) and, if there, title or headline; articles without a code are left out.

    Intervals: estimate -+ 1.96 standard deviations over 200 random halves of the articles (shao1989); an article that a
    bootstrap draws twice would agree with itself. Higher values mean better agreement; 1 is the best, and 0 is chance
    for ami and ari. nmi has no such zero: read it beside that of chance. Do not compare figures of sets with other
    codes.

    Raises
    ------
    ReadError, ColumnError : the files are not of this form. OptionError : fewer articles than topics.
    """
    gold = read_gold(paths).rename(columns=_SPELLINGS)
    check_columns(gold.columns, ["text", "topic"], what="The file of articles with coded topics")
    gold = gold[gold["topic"].notna() & (gold["topic"].astype(str) != "")].reset_index(drop=True)
    if gold["topic"].nunique() < 2:
        raise OptionError("The file of articles must have at least two different codes in the column `topic`.")
    codes = pd.factorize(gold["topic"].astype(str))[0].astype(np.int64)
    groups = _groupings(gold)
    known = np.all([group >= 0 for group in groups.values()], axis=0)
    figures = _with_intervals({name: group[known] for name, group in groups.items()}, codes[known])
    note = f"{len(np.unique(codes))} codes, {N_TOPICS} topics; nothing was fitted to the codes."
    return ValidityResult("topics", int(known.sum()), figures, note)


def _groupings(gold: pd.DataFrame) -> dict[str, Longs]:
    """Return the topic of each article for each method, -1 where there is none."""
    table = pd.DataFrame({"article_id": [f"a{i:06d}" for i in range(len(gold))], "text": gold["text"].fillna("")})
    if "headline" in gold:
        table["headline"] = gold["headline"]
    corpus = Corpus(table)
    methods = [method for method in METHODS if method != "sentences" or has_embedder()]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LanguageWarning)
        groups = {method: _dominant(corpus, method) for method in methods}
    groups["sklearn_lda"] = _usual_pipeline(list(table["text"]))
    groups["chance"] = np.random.default_rng(0).permutation(groups["nmf"])
    return groups


def _dominant(corpus: Corpus, method: str) -> Longs:
    found = find_topics(corpus, n_topics=N_TOPICS, method=method, n_refits=0).dominant()
    return found.fillna(-1).to_numpy(dtype=np.int64)


def _usual_pipeline(texts: list[str]) -> Longs:
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer

    counts = CountVectorizer(stop_words="english", min_df=3, max_df=0.5).fit_transform(texts)
    shares = LatentDirichletAllocation(N_TOPICS, random_state=0).fit_transform(counts)
    return np.asarray(shares.argmax(axis=1), dtype=np.int64)


def _agreement(groups: Mapping[str, Longs], codes: Longs, rows: Longs) -> dict[str, float]:
    from sklearn import metrics

    kinds = {
        "nmi": metrics.normalized_mutual_info_score,
        "ami": metrics.adjusted_mutual_info_score,
        "ari": metrics.adjusted_rand_score,
    }
    return {
        f"{name}_{kind}": float(compute(codes[rows], group[rows]))
        for name, group in groups.items()
        for kind, compute in kinds.items()
    }


def _with_intervals(groups: Mapping[str, Longs], codes: Longs) -> dict[str, Figure]:
    """Return figures with intervals from random halves of the articles.

    A statistic of a random half varies about that of the whole as that of the whole varies about the truth.
    """
    n = len(codes)
    estimate = _agreement(groups, codes, np.arange(n))
    rng = np.random.default_rng(0)
    halves = [_agreement(groups, codes, rng.permutation(n)[: n // 2]) for _ in range(_N_HALVES)]
    z = float(special.ndtri(1 - (1 - _LEVEL) / 2))
    figures = {}
    for name, value in estimate.items():
        half = z * float(np.std([one[name] for one in halves], ddof=1))
        figures[name] = Figure(value, value - half, value + half)
    return figures
