"""Parsed texts as plain lists, one text at a time, for rules that walk from word to word.

Conventions: a token is named by its number within its text; ranges of tokens are (first, last), both included. The
edges of all subtrees are computed for all texts at once.

Contents: `Range`, `Sheet`, `iter_sheets`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toolkit.models.parses import Parses
from toolkit.text.buffer import Buffer
from toolkit.text.quotations import Quotations, find_quotations

Range = tuple[int, int]
_JOINER = "\u2060"  # an invisible letter: two apostrophes that serve as one mark keep their length


@dataclass(frozen=True, eq=False)
class Sheet:
    """The tokens of one text as columns of equal length, and its quotations.

    `word` in small letters; `left`, `right` first and last token of the subtree; `children` numbers of the tokens that
    hang on each; `sentence`, `paragraph` numbers; `quote` number of the outer quotation that the token is in, or -1;
    `quotes` ranges of the outer quotations, marks included.
    """

    text: str
    word: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    ent: list[str]
    head: list[int]
    start: list[int]
    end: list[int]
    left: list[int]
    right: list[int]
    sentence: list[int]
    paragraph: list[int]
    quote: list[int]
    children: list[list[int]]
    quotes: list[Range]

    def __len__(self) -> int:
        return len(self.word)

    def kids(self, token: int, *deps: str) -> list[int]:
        """Return the tokens that hang on a token by one of these relations."""
        return [child for child in self.children[token] if self.dep[child] in deps]

    def span(self, tokens: Range) -> tuple[int, int]:
        """Return the code points of a range."""
        return self.start[tokens[0]], self.end[tokens[1]]


def iter_sheets(texts: Sequence[str], parses: Parses) -> Iterator[Sheet]:
    """Yield the sheet of each text."""
    left, right = _edges(parses.head)
    quotations = _outer_quotations(texts)
    bounds = np.searchsorted(quotations.text, np.arange(len(texts) + 1))
    for number, text in enumerate(texts):
        rows = slice(int(parses.first[number]), int(parses.first[number + 1]))
        own = slice(int(bounds[number]), int(bounds[number + 1]))
        outer = quotations.depth[own] == 1
        quoted = list(zip(quotations.start[own][outer].tolist(), quotations.end[own][outer].tolist(), strict=True))
        yield _sheet(text, parses, rows, left[rows], right[rows], quoted)


def _edges(head: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the first and the last token of each token's subtree: each token tells its head, until nothing changes."""
    left, right = np.arange(len(head)), np.arange(len(head))
    changed = np.arange(len(head))
    while len(changed):
        above = head[changed]
        old_left, old_right = left[above], right[above]
        np.minimum.at(left, above, left[changed])
        np.maximum.at(right, above, right[changed])
        changed = np.unique(above[(left[above] != old_left) | (right[above] != old_right)])
    return left, right


def _outer_quotations(texts: Sequence[str]) -> Quotations:
    """Return the quotations; two apostrophes in a row are read as one double mark."""
    plain = [
        text.replace(" ''", f' "{_JOINER}').replace("\n''", f'\n"{_JOINER}').replace("''", f'{_JOINER}"')
        if "''" in text
        else text
        for text in texts
    ]
    return find_quotations(Buffer.of(plain))[2]


def _sheet(
    text: str,
    parses: Parses,
    rows: slice,
    left: npt.NDArray[np.int64],
    right: npt.NDArray[np.int64],
    quoted: list[tuple[int, int]],
) -> Sheet:
    first = rows.start
    start, end = parses.start[rows].tolist(), parses.end[rows].tolist()
    names = {
        name: [column.names[code] for code in column.codes[rows].tolist()]
        for name, column in (
            ("lemma", parses.lemma), ("pos", parses.pos), ("tag", parses.tag), ("dep", parses.dep), ("ent", parses.ent)
        )
    }  # fmt: skip
    head = (parses.head[rows] - first).tolist()
    children: list[list[int]] = [[] for _ in head]
    for token, above in enumerate(head):
        if above != token:
            children[above].append(token)
    quotes = _token_ranges(start, end, quoted)
    quote = [-1] * len(head)
    for number, (begin, last) in enumerate(quotes):
        quote[begin : last + 1] = [number] * (last + 1 - begin)
    word = [text[a:b].lower().replace("’", "'") for a, b in zip(start, end, strict=True)]
    return Sheet(
        text=text, word=word, head=head, start=start, end=end, left=(left - first).tolist(),
        right=(right - first).tolist(), sentence=parses.sentence[rows].tolist(), paragraph=_paragraphs(text, start),
        quote=quote, children=children, quotes=quotes, **names,
    )  # fmt: skip


def _token_ranges(start: list[int], end: list[int], spans: list[tuple[int, int]]) -> list[Range]:
    """Return the tokens that lie in each span of code points; spans without a token are left out."""
    first = np.searchsorted(np.array(end, dtype=np.int64), [a for a, _ in spans], side="right").tolist()
    last = (np.searchsorted(np.array(start, dtype=np.int64), [b for _, b in spans], side="left") - 1).tolist()
    return [(a, b) for a, b in zip(first, last, strict=True) if a <= b]


def _paragraphs(text: str, start: list[int]) -> list[int]:
    """Return the number of the paragraph of each token; each line break begins a new one."""
    breaks = np.array([place for place, character in enumerate(text) if character == "\n"], dtype=np.int64)
    return np.searchsorted(breaks, np.array(start, dtype=np.int64), side="left").tolist()
