"""Which articles repeat another of the corpus: the researcher's word, or else what `find_reprints` found.

Contents: `families`, `is_copy`.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus

Flags = npt.NDArray[np.bool_]


def families(corpus: Corpus) -> pd.Series:
    """Return for each article the id of the origin of its family: its own id for origins, None without a family.

    The column wire_id says which articles are reprints of which, if the corpus has it; else `corpus.reprints` does.
    """
    articles = corpus.articles if "wire_id" in corpus.articles else corpus.reprints.corpus.articles
    ids, wire = articles["article_id"], articles["wire_id"].replace("", None)
    return wire.where(wire.notna(), ids.where(ids.isin(wire.dropna()), None))


def is_copy(corpus: Corpus) -> Flags:
    """Tell which articles are reprints, so that each wire text is left once.

    Of reprints whose origin is not in the corpus, the one published first stands for it and is no copy.
    """
    if not len(corpus):
        return np.zeros(0, dtype=np.bool_)
    family = families(corpus)
    is_origin = (corpus.articles["article_id"] == family).to_numpy()
    known = family.notna().to_numpy()
    copies: Flags = known & ~is_origin & ~_first_without_origin(corpus, family, is_origin)
    return copies


def _first_without_origin(corpus: Corpus, family: pd.Series, is_origin: Flags) -> Flags:
    there = family.isin(family[is_origin])
    rows = pd.DataFrame({
        "family": family, "published": pd.to_datetime(corpus.column("published")), "id": corpus.articles["article_id"],
    })[family.notna() & ~there]  # fmt: skip
    first = rows.sort_values(["published", "id"], kind="stable").drop_duplicates("family").index
    flags = np.zeros(len(corpus), dtype=np.bool_)
    flags[first.to_numpy()] = True
    return flags
