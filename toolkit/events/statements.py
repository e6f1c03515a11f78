"""The sentences of some articles, and the clauses of which they consist.

A long sentence tells several facts, so it is compared as a whole and clause by clause. Clauses are cut at commas,
semicolons, colons and dashes, and before words such as "and", "but", "which"; pieces of fewer than three words stay
with their neighbour. No grammar is parsed.

Contents: `Statements`, `read_statements`, `clauses`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.language import language_codes
from toolkit.corpus.schema import PARTS, STORY
from toolkit.events.alignment import UNKNOWN_OUTLET
from toolkit.text.concordance import sentence_bounds
from toolkit.text.tokens import Tokens, tokenize

Ints = npt.NDArray[np.int64]

_LEAST_WORDS = 3
_MOST_WORDS = 60  # a piece without any mark is cut there
_CUT = re.compile(
    r"(?<=[,;:—–،؛])\s+|\s+(?=(?:and|but|while|after|which|who|that|where|when|as|because|although|though|before)\s)"
)


@dataclass(frozen=True)
class Statements:
    """Sentences and their clauses.

    `sentences` has article_id, outlet, language, part, sentence, start, end, text, position and quoted. `units` are the
    texts that are compared: of each sentence the whole, then its clauses if it has several; `sentence_of` is the row of
    each unit's sentence and `whole` the unit of each sentence as a whole.
    """

    sentences: pd.DataFrame
    units: list[str]
    sentence_of: Ints
    whole: Ints

    @property
    def languages(self) -> npt.NDArray[np.object_]:
        """The language of each unit."""
        return self.sentences["language"].to_numpy(dtype=object)[self.sentence_of]

    @property
    def articles(self) -> Ints:
        """A number for the article of each unit."""
        return pd.factorize(self.sentences["article_id"])[0].astype(np.int64)[self.sentence_of]


def read_statements(corpus: Corpus) -> Statements:
    """Cut headline, lead and body of each article into sentences and clauses."""
    sentences = _sentences(corpus)
    pieces = [clauses(text) for text in sentences["text"]]
    counts = np.array([len(one) for one in pieces], dtype=np.int64)
    return Statements(
        sentences,
        [unit for one in pieces for unit in one],
        np.repeat(np.arange(len(pieces)), counts),
        np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64) if len(counts) else np.empty(0, dtype=np.int64),
    )


def _sentences(corpus: Corpus) -> pd.DataFrame:
    """Return the sentences with at least one word, in the order of the articles."""
    parts = corpus.parts
    keep = np.flatnonzero(np.isin(parts.part, [PARTS.index(part) for part in STORY]))
    texts = [parts.texts[row] for row in keep]
    tokens = tokenize(texts)
    first = np.flatnonzero(np.diff(tokens.sentence_id, prepend=-1)) if len(tokens) else np.empty(0, dtype=np.int64)
    text, number = tokens.text[first], tokens.sentence[first]
    start, end = sentence_bounds(texts, text, number)
    article = parts.article[keep][text]
    return pd.DataFrame({
        "article_id": corpus.articles["article_id"].to_numpy(dtype=object)[article],
        "outlet": corpus.column("outlet").fillna(UNKNOWN_OUTLET).to_numpy(dtype=object)[article],
        "language": language_codes(corpus)[article],
        "part": np.array(PARTS, dtype=object)[parts.part[keep][text]],
        "sentence": number, "start": start, "end": end,
        "text": [texts[t][a:b] for t, a, b in zip(text, start, end, strict=True)],
        "position": _positions(tokens, parts.article[keep], first),
        "quoted": _share_quoted(tokens, first),
    })  # fmt: skip


def _positions(tokens: Tokens, article_of_text: npt.NDArray[np.int32], first: Ints) -> npt.NDArray[np.float64]:
    """Return the share of its article's words that stand before each sentence."""
    n_words = np.bincount(article_of_text[tokens.text], minlength=int(article_of_text.max(initial=-1)) + 1)
    before = np.concatenate([[0], np.cumsum(n_words)])
    article = article_of_text[tokens.text[first]]
    return np.asarray((first - before[article]) / n_words[article], dtype=np.float64)


def _share_quoted(tokens: Tokens, first: Ints) -> npt.NDArray[np.float64]:
    """Return the share of each sentence's words that stand in quotation marks."""
    if not len(first):
        return np.empty(0)
    lengths = np.diff(np.append(first, len(tokens)))
    return np.asarray(np.add.reduceat((tokens.quoted > 0).astype(np.int64), first) / lengths, dtype=np.float64)


def clauses(sentence: str) -> list[str]:
    """Return the sentence, followed by its clauses if it has more than one."""
    pieces: list[str] = []
    for piece in _CUT.split(sentence):
        if pieces and min(len(piece.split()), len(pieces[-1].split())) < _LEAST_WORDS:
            pieces[-1] += f" {piece}"
        else:
            pieces.append(piece)
    pieces = [short for piece in pieces for short in _shortened(piece)]
    return list(dict.fromkeys([sentence, *pieces]))


def _shortened(piece: str) -> Sequence[str]:
    words = piece.split()
    if len(words) <= _MOST_WORDS:
        return [piece]
    return [" ".join(words[i : i + _MOST_WORDS]) for i in range(0, len(words), _MOST_WORDS)]
