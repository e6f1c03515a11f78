"""The number of loaded words in texts.

Contents: `count_loaded`.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.framing.loaded import LoadedLanguage


def count_loaded(texts: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return the number of loaded words in each text."""
    ids = [str(place) for place in range(len(texts))]
    corpus = Corpus(pd.DataFrame({"article_id": ids, "text": list(texts), "language": "en"}), name="gold")
    amount, _ = LoadedLanguage()(corpus).article_totals()
    return amount[:, -1]
