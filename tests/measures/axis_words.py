"""Word vectors of two numbers, with which every figure of a frame axis can be worked out by hand.

The axis from "crime" to "law" is f = (1, 0) - (0, 1) = (1, -1), of length sqrt(2). With s = 1 / sqrt(2):

    cos(law) = s    cos(crime) = -s    cos(court) = (4 - 3) / 5 s = s / 5    cos(theft) = -s / 5    cos(vote) = 0
"""

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.models.vectors import TableVectors

S = 1 / np.sqrt(2)
WORDS = {"law": (1, 0), "crime": (0, 1), "court": (4, 3), "theft": (3, 4), "vote": (1, 1), "the": (5, 0), "x": (9, 0)}
VECTORS = TableVectors("by hand", list(WORDS), np.array(list(WORDS.values()), dtype=float))


def corpus_of(*texts: str, **columns: list[str]) -> Corpus:
    ids = [f"a{number}" for number in range(len(texts))]
    return Corpus(pd.DataFrame({"article_id": ids, "text": texts, "language": "en", **columns}), name="small")
