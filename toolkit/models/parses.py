"""Columns of parsed text: for each token its place, sentence, head, lemma, part of speech, relation and entity.

Conventions: one row a token, in the order of the texts; `start` and `end` are code points into the text as it was
given, so `text[start:end]` is the token. Punctuation and runs of line breaks are tokens too. Labels repeat, so they
are kept as small numbers into a sorted vocabulary (`Labels`): a question about names is answered on the vocabulary
and carried to the rows in one step, and a row takes 24 to 26 bytes.

Contents: `Labels`, `Parses`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

_PLAIN = ("sentence", "start", "end", "head", "ent_start")
LABELS = ("lemma", "pos", "tag", "dep", "ent", "morph")


@dataclass(frozen=True, eq=False)
class Labels:
    """A column of names: `names[codes[row]]` is the name of a row.

    `codes` whole numbers, as narrow as the number of names allows; `names` the vocabulary, sorted.
    """

    codes: npt.NDArray[Any]
    names: tuple[str, ...]

    @classmethod
    def of(cls, codes: npt.NDArray[Any], names: Sequence[str]) -> "Labels":
        """Return the column with its vocabulary sorted; `codes` index `names`, which may be in any order."""
        order = sorted(range(len(names)), key=names.__getitem__)
        new_code = np.empty(len(names), dtype=np.min_scalar_type(max(len(names) - 1, 0)))
        new_code[order] = np.arange(len(names))
        return cls(new_code[codes], tuple(names[place] for place in order))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int | np.integer[Any]) -> str:
        return self.names[self.codes[row]]

    @cached_property
    def _code_of(self) -> dict[str, int]:
        return {name: code for code, name in enumerate(self.names)}

    def isin(self, *names: str) -> Flags:
        """Say for each row whether its name is one of these; names that no row has are no error."""
        wanted = np.zeros(len(self.names), dtype=np.bool_)
        wanted[[self._code_of[name] for name in names if name in self._code_of]] = True
        return wanted[self.codes]

    def take(self, rows: npt.NDArray[Any]) -> "Labels":
        """Return the column of the given rows, with the same vocabulary."""
        return Labels(self.codes[rows], self.names)

    def to_strings(self) -> npt.NDArray[np.object_]:
        """Return the names of all rows as an array of strings."""
        return np.array([*self.names, ""], dtype=object)[self.codes]


@dataclass(frozen=True, eq=False)
class Parses:
    """Columns of equal length, one row a token, in the order of the texts.

    `first` row of each text's first token, with one more entry for the end of the last; `start`, `end` code points
    into the text; `sentence` number of the sentence within the text; `head` row, in the whole, of the token that this
    one hangs on (a root is its own head).

    Names, each a `Labels`: `lemma` dictionary form; `pos` coarse part of speech (Universal Dependencies); `tag` fine
    part of speech (Penn Treebank); `dep` relation to the head (ClearNLP's labels: nsubjpass, auxpass, agent ...);
    `ent` type of the entity that the token is in (OntoNotes), "" outside; `morph` features such as
    "Tense=Past|VerbForm=Fin", "" for none. `ent_start` marks the first token of each entity.

    `n_texts` counts texts without tokens too.
    """

    n_texts: int
    first: npt.NDArray[np.int64]
    start: Ints
    end: Ints
    sentence: Ints
    head: Ints
    lemma: Labels
    pos: Labels
    tag: Labels
    dep: Labels
    ent: Labels
    morph: Labels
    ent_start: Flags

    @classmethod
    def of(
        cls,
        n_tokens: Sequence[int],
        columns: Mapping[str, npt.NDArray[Any]],
        names: Mapping[str, Sequence[str]],
    ) -> "Parses":
        """Return parses from joined columns, in which heads are counted from each text's first token.

        `n_tokens` of each text; `columns` start, end, sentence, head, ent_start, and the codes of each name; `names`
        the vocabulary of each.
        """
        first = np.concatenate([[0], np.cumsum(n_tokens, dtype=np.int64)]).astype(np.int64)
        plain: dict[str, Any] = {name: columns[name] for name in _PLAIN}
        plain["head"] = plain["head"] + np.repeat(first[:-1], n_tokens).astype(np.int32)
        labels: dict[str, Any] = {name: Labels.of(columns[name], names[name]) for name in LABELS}
        return cls(n_texts=len(n_tokens), first=first, **plain, **labels)

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def text(self) -> Ints:
        """Index of each token's text."""
        return np.repeat(np.arange(self.n_texts, dtype=np.int32), np.diff(self.first))

    @cached_property
    def sentence_id(self) -> Ints:
        """Number of each token's sentence within all texts, from 0."""
        change = np.ones(len(self), dtype=np.int32)
        change[1:] = (np.diff(self.sentence) != 0) | (np.diff(self.text) != 0)
        return np.cumsum(change, dtype=np.int32) - np.int32(1)

    @property
    def nbytes(self) -> int:
        """Bytes that the columns take, without the vocabularies."""
        plain = sum(getattr(self, name).nbytes for name in _PLAIN) + self.first.nbytes
        return plain + sum(getattr(self, name).codes.nbytes for name in LABELS)

    def feature(self, name: str) -> Labels:
        """Return one feature of `morph`, such as "Tense", "VerbForm", "Number" or "PronType"; "" where it is absent.

        There is no Voice here: a passive shows in `dep`, as auxpass, nsubjpass, csubjpass or agent below the verb.
        """
        pairs = [dict(part.split("=", 1) for part in morph.split("|") if part) for morph in self.morph.names]
        values = [pair.get(name, "") for pair in pairs]
        names = sorted({*values})
        of_morph = np.array([names.index(value) for value in values], dtype=np.uint8)
        return Labels(of_morph[self.morph.codes], tuple(names))

    def select(self, texts: Sequence[int]) -> "Parses":
        """Return the parses of the given texts, in that order; a text may be named more than once."""
        chosen = np.asarray(texts, dtype=np.int64)
        n_tokens = np.diff(self.first)[chosen]
        first = np.concatenate([[0], np.cumsum(n_tokens)]).astype(np.int64)
        moved = np.repeat(self.first[chosen] - first[:-1], n_tokens)
        rows = np.arange(first[-1]) + moved
        columns: dict[str, Any] = {name: getattr(self, name)[rows] for name in _PLAIN}
        columns["head"] = (columns["head"] - moved).astype(np.int32)
        return Parses(n_texts=len(chosen), first=first, **columns, **self._labels(rows))

    def _labels(self, rows: npt.NDArray[Any]) -> dict[str, Any]:
        return {name: getattr(self, name).take(rows) for name in LABELS}

    def tokens_of(self, text: int) -> "pd.DataFrame":
        """Return the tokens of one text as a table, for reading: names as strings, `head` as row of the table."""
        import pandas as pd  # not above: processes that parse would load it for nothing

        one = self.select([text])
        plain = {name: getattr(one, name) for name in _PLAIN}
        return pd.DataFrame(plain | {name: getattr(one, name).to_strings() for name in LABELS})
