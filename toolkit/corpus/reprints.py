"""Find articles that reuse another's words: wire copy, reprints, repeated paragraphs.

Conventions: words are reused where five or more in a row stand in both texts. What stands in quotation marks is
counted, but does not decide: two reporters who heard one speech quote the same words. Offsets are code points of
`text`.

Contents: `find_reprints`, `Reprints`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.credit import Agencies, find_credits
from toolkit.corpus.printable import printable
from toolkit.corpus.reprints_index import Index, Ints, build_index, linked_pairs, read_words
from toolkit.corpus.reprints_match import overlap, passages
from toolkit.corpus.reprints_order import Order
from toolkit.errors import OptionError

REPRINT_COLUMNS = (
    "article_id", "outlet", "published", "reprint", "wire_id", "origin_outlet", "origin_published", "share",
    "share_unquoted", "share_quoted", "origin_share", "n_words", "agency", "whole", "own", "credit", "because",
)  # fmt: skip
PASSAGE_COLUMNS = ("article_id", "start", "end", "origin_id", "origin_start", "origin_end", "n_words")
_SHOWN = 20  # rows that are printed


def find_reprints(
    corpus: Corpus, *, min_share: float = 0.5, min_words: int = 40, agencies: Agencies = ()
) -> "Reprints":
    """Find articles that repeat the words of an earlier one, and articles that credit an agency.

    share = words of the article that stand in runs of five or more words of the origin / words of the article.
    An article is a reprint if the share of its words outside of quotation marks is at least `min_share`. Reprints of
    reprints belong to one family, and the family's first article is the origin of all.

    Higher shares mean that more of the article stands in the origin. A share says nothing about who wrote the words:
    both may have them from a third, such as an agency whose own text is not in the corpus. Do not compare shares of
    corpora that were cleaned differently.

    Parameters
    ----------
    corpus : the articles, best cleaned: lines that a page repeats are words too.
    min_share : least share for a reprint, above 0 and up to 1.
    min_words : least number of words outside of quotation marks that must be reused for anything to be listed.
    agencies : agencies to look for beside the known ones; see `find_credits`.

    Returns
    -------
    `Reprints`. The first of a family is the one published first (earlier day; earlier time if both have one), else the
    agency's own article, else the one that credits no agency, else the longer one, else the first by id; `because` says
    which. Runs of words that 50 texts of one outlet share (or 30 %, and at least 8) are boilerplate and not counted.

    Raises
    ------
    OptionError : min_share or min_words is out of range.

    References: broder1997.
    """
    if not 0 < min_share <= 1:
        raise OptionError(f"`min_share` must be above 0 and at most 1; got {min_share!r}.")
    if min_words < 1:
        raise OptionError(f"`min_words` must be 1 or more; got {min_words!r}.")
    credits = find_credits(corpus, agencies=agencies)
    texts = _Texts.of(corpus, credits)
    sources = _sources(texts, min_share, min_words)
    table, found = _tables(corpus, texts, sources, credits)
    settings = {"min_share": min_share, "min_words": min_words}
    return Reprints(table, found, _column_of(corpus, texts, table), settings)


@dataclass(frozen=True, eq=False)
class Reprints:
    """Which articles reuse another's words or credit an agency.

    `table`, one row an article: article_id, outlet, published, reprint (True: a reprint; False: partial reuse or credit
    only), wire_id (the origin), origin_outlet, origin_published, share (of this article's words that stand in the
    origin), share_unquoted (the same of its words outside of quotation marks, which decides), share_quoted (of its
    words, those reused inside quotation marks), origin_share (of the origin's words), n_words, agency, whole, own,
    credit (as in `find_credits`), because (why the origin counts as first).

    `passages`, one row a run of words: article_id, start, end, origin_id, origin_start, origin_end, n_words; offsets
    are code points of `text`.

    `corpus` is the corpus with the columns wire_id, agency and reused.
    """

    table: pd.DataFrame
    passages: pd.DataFrame
    corpus: Corpus
    settings: dict[str, Any]

    @property
    def n_reprints(self) -> int:
        """Number of articles that are reprints of another."""
        return int(self.table["reprint"].sum())

    def sentences(self) -> list[str]:
        """Return one plain sentence a row of the table."""
        return [_sentence(row) for row in self.table.to_dict("records")]

    def __repr__(self) -> str:
        lines = [f"{self.n_reprints:,} of {len(self.corpus):,} articles are reprints of another."]
        lines += self.sentences()[:_SHOWN]
        more = len(self.table) - _SHOWN
        return "\n".join(map(printable, lines)) + (f"\n... and {more:,} more: see `table`." if more > 0 else "")

    def _repr_html_(self) -> str:
        return str(self.table.to_html(index=False, float_format="{:.2f}".format, escape=True))


def _sentence(row: dict[Any, Any]) -> str:
    article = f"{row['article_id']} ({_where(row['outlet'], row['published'])})"
    credit = f"credited: {row['agency']}" if row["agency"] else "no agency credited"
    used = "" if row["whole"] or not row["agency"] else " (as a contributor)"
    if not row["wire_id"]:
        return f"{article}: {credit}{used}."
    origin = f"{row['wire_id']} ({_where(row['origin_outlet'], row['origin_published'])})"
    kind = "" if row["reprint"] else "partial reuse, "
    return f"{article}: {kind}{row['share']:.0%} of its words are in {origin}; {credit}{used}.".replace("%", " %", 1)


def _where(outlet: str | None, published: Any) -> str:
    day = "" if pd.isna(published) else f"{published.day} {published:%B %Y}"
    return ", ".join(filter(None, (outlet, day))) or "outlet and date not known"


@dataclass(frozen=True)
class _Texts:
    """The distinct texts of a corpus in the order of publication, their index and how they follow each other.

    `text` is the number of each article's text; `article` the row of the first article with each text.
    """

    index: Index
    text: Ints
    article: Ints
    order: Order

    @classmethod
    def of(cls, corpus: Corpus, credits: pd.DataFrame) -> "_Texts":
        texts = corpus.articles["text"].to_numpy(dtype=object)
        lengths = np.array([text.count(" ") + text.count("\n") for text in texts], dtype=np.int64)  # about its words
        order = Order.of(corpus, credits, lengths)
        rows = order.sorted()
        number, distinct = pd.factorize(texts[rows])
        text, article = np.empty(len(rows), dtype=np.int64), np.empty(len(distinct), dtype=np.int64)
        text[rows] = number
        article[number[::-1]] = rows[::-1]
        outlets = pd.factorize(corpus.column("outlet").to_numpy(dtype=object)[article])[0].astype(np.int64) + 1
        return cls(build_index(read_words(list(distinct)), outlets), text, article, order)

    @property
    def n_words(self) -> Ints:
        """Number of words of each article."""
        return self.index.words.n_words[self.text]


@dataclass(frozen=True)
class _Sources:
    """For each article the row of the article from which it has its words (-1: none), and whether it is a reprint."""

    origin: Ints
    reprint: npt.NDArray[np.bool_]


def _sources(texts: _Texts, min_share: float, min_words: int) -> _Sources:
    """Find the origin of each article."""
    pairs = _compared_pairs(texts)
    unquoted = texts.index.words.n_unquoted
    with np.errstate(invalid="ignore", divide="ignore"):
        pairs["share"] = pairs["words"] / unquoted[pairs["later"]]
    pairs = pairs[pairs["words"] >= min_words]
    pairs = pairs.sort_values(["share", "earlier"], ascending=[False, True], kind="stable").drop_duplicates("later")
    is_reprint = (pairs["share"] >= min_share).to_numpy()
    links = pairs[is_reprint]
    family = _families(links["later"].to_numpy(), links["earlier"].to_numpy(), len(unquoted))
    repeats = unquoted >= min_words  # texts so short prove nothing, even if they are the same
    return _origins(texts, family, repeats, pairs[~is_reprint])


def _compared_pairs(texts: _Texts) -> pd.DataFrame:
    """Return the pairs of texts that share words: later, earlier, words (of the later one outside of quotations)."""
    one, other = linked_pairs(texts.index)
    before = texts.order.is_before(texts.article[one], texts.article[other])
    later, earlier = np.where(before, other, one), np.where(before, one, other)
    return pd.DataFrame({"later": later, "earlier": earlier, "words": overlap(texts.index, later, earlier).unquoted})


def _families(later: Ints, earlier: Ints, n: int) -> Ints:
    """Number the families of texts that reprints link, from 0."""
    from scipy.sparse import coo_matrix  # takes a while to import
    from scipy.sparse.csgraph import connected_components

    links = coo_matrix((np.ones(len(later)), (later, earlier)), shape=(n, n))
    return connected_components(links, directed=False)[1].astype(np.int64)


def _origins(texts: _Texts, family: Ints, repeats: npt.NDArray[np.bool_], partial: pd.DataFrame) -> _Sources:
    """Return the first article of each family as the origin of the others, and the sources of partial reuse."""
    n = len(texts.text)
    origin = np.full(n, -1, dtype=np.int64)
    if not n:
        return _Sources(origin, np.zeros(0, dtype=np.bool_))
    member = np.unique(family[texts.text], return_inverse=True)[1]
    first = texts.order.first_of(member)[member]
    reprint = (first != np.arange(n)) & repeats[texts.text]
    origin[reprint] = first[reprint]
    source = np.full(len(texts.article), -1, dtype=np.int64)
    source[partial["later"]] = texts.article[partial["earlier"]]
    partly = ~reprint & (source[texts.text] >= 0) & ~_repeated_before(texts)
    origin[partly] = source[texts.text][partly]
    return _Sources(origin, reprint)


def _repeated_before(texts: _Texts) -> npt.NDArray[np.bool_]:
    """Tell which articles repeat the whole text of one before them."""
    return texts.article[texts.text] != np.arange(len(texts.text))


def _tables(
    corpus: Corpus, texts: _Texts, sources: _Sources, credits: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the table of articles and the table of passages."""
    rows = np.flatnonzero(sources.origin >= 0)
    origin = sources.origin[rows]
    mine, theirs = texts.text[rows], texts.text[origin]
    found, back = overlap(texts.index, mine, theirs), overlap(texts.index, theirs, mine)
    size, unquoted = texts.index.words.n_words, texts.index.words.n_unquoted
    ids = corpus.articles["article_id"].to_numpy(dtype=object)
    reuse = pd.DataFrame({
        "article_id": ids[rows], "reprint": sources.reprint[rows], "wire_id": ids[origin],
        "origin_outlet": corpus.column("outlet").to_numpy(dtype=object)[origin],
        "origin_published": pd.to_datetime(corpus.column("published")).to_numpy()[origin],
        "share": found.words / size[mine],
        "share_unquoted": _divided(found.unquoted, unquoted[mine]),
        "share_quoted": (found.words - found.unquoted) / size[mine],
        "origin_share": back.words / size[theirs],
        "because": texts.order.because(origin, rows),
    })  # fmt: skip
    articles = pd.DataFrame({
        "article_id": ids, "outlet": corpus.column("outlet"), "published": pd.to_datetime(corpus.column("published")),
        "n_words": texts.n_words,
    })  # fmt: skip
    named = credits[["article_id", "agency", "whole", "own", "credit"]]
    table = articles.merge(reuse, on="article_id", how="left").merge(named, on="article_id", how="left")
    table = table[table["wire_id"].notna() | table["agency"].notna()].reset_index(drop=True)
    return _tidy(table), _passages(texts, ids, rows, origin)


def _divided(amount: Ints, total: Ints) -> npt.NDArray[np.float64]:
    return np.divide(amount, total, out=np.full(len(total), np.nan), where=total > 0)


def _tidy(table: pd.DataFrame) -> pd.DataFrame:
    """Return the columns in order; names that are not there are None, flags that are not there are False."""
    for column in ("reprint", "whole", "own"):
        table[column] = table[column].eq(True)
    for column in ("outlet", "wire_id", "origin_outlet", "agency", "credit", "because"):
        table[column] = table[column].astype(object).where(table[column].notna(), None)
    return table[list(REPRINT_COLUMNS)]


def _passages(texts: _Texts, ids: npt.NDArray[Any], rows: Ints, origin: Ints) -> pd.DataFrame:
    runs = passages(texts.index, texts.text[rows], texts.text[origin])
    pair = runs.pop("pair").to_numpy(dtype=np.int64)
    runs = runs.rename(columns={"other_start": "origin_start", "other_end": "origin_end"})
    return runs.assign(article_id=ids[rows][pair], origin_id=ids[origin][pair])[list(PASSAGE_COLUMNS)]


def _column_of(corpus: Corpus, texts: _Texts, table: pd.DataFrame) -> Corpus:
    """Return the corpus with wire_id, agency and reused."""
    by_id = table.set_index("article_id")
    ids = corpus.articles["article_id"]
    wire = by_id.loc[by_id["reprint"], "wire_id"]
    reused = ids.map(by_id["share"]).astype(float).fillna(0.0).where(texts.n_words > 0)
    articles = corpus.articles.assign(
        wire_id=ids.map(wire).astype(object), agency=_none(ids.map(by_id["agency"])), reused=reused
    )
    note = f"{int(by_id['reprint'].sum())} reprints, {int(by_id['whole'].sum())} articles credited as wire copy"
    return corpus.step(articles, "reprints", note)


def _none(values: pd.Series) -> pd.Series:
    return values.astype(object).where(values.notna(), None)
