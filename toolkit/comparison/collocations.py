"""The company that a word keeps: which words stand near it, outlet by outlet, and how outlets differ in that.

Conventions: near means in the same sentence, within a window of words. The table behind each association measure has
four cells: a token is near the node or not, and is the collocate or another word; the node's own tokens are left out.

Contents: `collocations`, `Collocations`, `ASSOCIATIONS`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.design import EVENT_MODES
from toolkit.comparison.keyness import keyness_of
from toolkit.comparison.keyness_result import Keyness
from toolkit.comparison.near import Node
from toolkit.comparison.result import wire_sentence
from toolkit.comparison.sides import choose_sides
from toolkit.comparison.term_counts import TermCounts, Terms, count_terms
from toolkit.comparison.term_words import TermWords
from toolkit.comparison.wire import WIRE_MODES, left_out
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.printable import printable
from toolkit.corpus.schema import STORY
from toolkit.errors import OptionError, UnknownNameError
from toolkit.kwic import concordance
from toolkit.measure import program_version
from toolkit.options import check_option, count, did_you_mean

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

ASSOCIATIONS = (
    "likelihood_ratio", "pmi", "mi_like", "student_t", "chi_sq", "phi_sq", "poisson_stirling", "dice", "jaccard",
)  # fmt: skip
_UNSIGNED = ("likelihood_ratio", "chi_sq", "phi_sq")  # large for words that keep away from the node, too
COLLOCATION_COLUMNS = (
    "outlet", "word", "collocate", "n_near", "expected", "value", "n_collocate", "n_word", "n_articles", "n_events",
)  # fmt: skip
_SHOWN = 8


@dataclass(frozen=True, eq=False)
class Collocations:
    """The neighbours of a word, by outlet.

    `table` has one row an outlet and collocate: outlet, word, collocate, n_near (its tokens near the word), expected
    (if words stood anywhere), value (of the association measure), n_collocate (its tokens in all), n_word (of the
    word), n_articles and n_events (with both near each other; n_events is NaN where events are not known). The largest
    values of each outlet stand first. `near` holds the counts by article.
    """

    table: pd.DataFrame
    word: str
    measure: str
    near: TermCounts
    signature: str
    settings: dict[str, Any] = field(default_factory=dict)

    def concordance(
        self,
        collocate: str,
        *,
        outlet: str | None = None,
        event: str | None = None,
        width: int = 60,
        limit: int | None = None,
    ) -> pd.DataFrame:
        """Return the lines of the word in which a collocate stands near it; see `toolkit.concordance`.

        Raises
        ------
        UnknownNameError : it is no collocate.
        """
        if collocate not in self.near.terms:
            raise UnknownNameError(
                f"{collocate!r} is no collocate of {self.word!r} here.{did_you_mean(collocate, self.near.terms)}"
            )
        find: Any = self.near.lines
        lines: pd.DataFrame = find(collocate, outlet=outlet, event=event, width=width, limit=limit)
        return lines

    def compare(
        self,
        *,
        target: str | None = None,
        reference: str | Sequence[str] | None = None,
        prior: str | float = "corpus",
        prior_words: float = 50.0,
        variance: str = "four-term",
        events: str = "shared",
        level: float = 0.95,
        n_resamples: int = 1999,
        seed: int = 0,
    ) -> Keyness:
        """Compare the neighbours of the word between outlets: keyness among the words near it.

        Parameters, columns and errors are those of `keyness`; all words near the word take the place of all words. The
        prior is that of 50 words, because there are few of them.
        """
        check_option("events", events, EVENT_MODES)
        options = {
            "prior": prior, "prior_words": prior_words, "variance": variance, "events": events, "level": level,
            "n_resamples": n_resamples, "seed": seed, "near": self.word, **self.settings,
        }  # fmt: skip
        return keyness_of(self.near, choose_sides(self.near.corpus, target, reference), options)

    def sentences(self, n: int = _SHOWN) -> list[str]:
        """Return a plain sentence for each outlet with its n first collocates."""
        found = []
        for outlet, rows in self.table.groupby("outlet", sort=False):
            shown = ", ".join(f"{row['collocate']} ({row['n_near']})" for row in rows.head(n).to_dict("records"))
            n_word = count(int(rows["n_word"].iloc[0]), "time")
            found.append(f"{outlet} has {self.word!r} {n_word}, near it by {self.measure}: {shown}")
        return found

    def __repr__(self) -> str:
        return "\n".join(printable(line) for line in [*self.sentences(), wire_sentence(self.settings)] if line)

    def _repr_html_(self) -> str:
        return str(self.table.to_html(index=False, float_format="{:.3g}".format, escape=True))


def collocations(
    corpus: Corpus,
    word: str | Sequence[str],
    *,
    window: int = 5,
    measure: str = "likelihood_ratio",
    outlets: Sequence[str] | None = None,
    parts: Iterable[str] = STORY,
    min_count: int = 3,
    stop_words: str | Iterable[str] | None = "function",
    wire: str = "once",
) -> Collocations:
    """Find the words that stand near a word, in each outlet.

    With the number O of a collocate's tokens near the word, R of all tokens near it, C of the collocate's tokens and N
    of all tokens, the word's own left out: expected = R * C / N, and value = measure(O, (R, C), N) as NLTK defines it,
    such as pmi = log2(O * N / (R * C)). likelihood_ratio, chi_sq and phi_sq are negative where O is below expected.

    Higher values mean a closer tie. Do not compare values of outlets with much text to those of outlets with little
    (likelihood_ratio, chi_sq and student_t grow with the text, and pmi favours rare words): take `.compare(...)`, which
    has intervals. What stands near a word need not be said of it: read `.concordance(collocate)`.

    Parameters
    ----------
    corpus : articles with outlets; without, all are taken together under the name "all".
    word : a word or expression, or several spellings of one; `*` stands for any letters ("militia*").
    window : words on each side, within the sentence.
    measure : one of NLTK's association measures: likelihood_ratio, pmi, mi_like, student_t, chi_sq, phi_sq,
        poisson_stirling, dice or jaccard.
    outlets : which; all by default.
    parts : the parts of articles that are read.
    min_count : leave out collocates that stand near the word less often, in an outlet.
    stop_words : see `Terms`.
    wire : how reprints count, as in `compare`.

    Raises
    ------
    OptionError : an option cannot be used, or nothing stands near the word that often. LexiconError : the word is none.

    References: evert2008 for the table, church1990 for pmi, dunning1993 for likelihood_ratio.
    """
    check_option("measure", measure, ASSOCIATIONS)
    check_option("wire", wire, WIRE_MODES)
    known = _with_outlets(corpus)
    wanted = known.outlets if outlets is None else [outlets] if isinstance(outlets, str) else outlets
    chosen = [check_option("outlets", name, known.outlets) for name in dict.fromkeys(wanted)]
    node = Node.of(word, window)
    without = left_out(corpus, wire)
    taking_part = known.column("outlet").isin(chosen).to_numpy(dtype=bool)
    articles = np.flatnonzero(taking_part & ~without)
    settings = Terms(parts=parts, min_count=min_count, min_articles=1, stop_words=stop_words)
    near = count_terms(known, articles, settings, among=node.near)
    lines = _Lines(known, articles, node, tuple(settings.parts))
    near = replace(near, lines=lines)
    rest = count_terms(
        known, articles, replace(settings, min_count=1, min_articles=1), among=lambda w, v: ~node.at(w, v)
    )
    outlet = known.column("outlet").to_numpy(dtype=object)[articles]
    n_word = lines.n_word()
    rows = [_rows(name, outlet == name, near, rest, measure, min_count, n_word[outlet == name]) for name in chosen]
    table = pd.concat(rows, ignore_index=True).assign(word=node.name)[list(COLLOCATION_COLUMNS)]
    if table.empty:
        raise OptionError(
            f"No word stands near {node.name!r} {count(min_count, 'time')} or more in an outlet; it occurs "
            f"{count(int(n_word.sum()), 'time')} in {count(len(articles), 'article')}. Take a smaller `min_count`, a "
            "larger `window`, or more spellings."
        )
    options = {"window": window, "measure": measure, "wire": wire, "wire_left_out": int((taking_part & without).sum())}
    shown = ", ".join(f"{key}={value}" for key, value in options.items())
    signature = (
        f"collocations({node.name}, {shown}, {settings.signature}, outlets={chosen}) | "
        f"{corpus.name} {corpus.checksum} | toolkit {program_version()}"
    )
    return Collocations(table, node.name, measure, near, signature, options)


def _with_outlets(corpus: Corpus) -> Corpus:
    if corpus.outlets:
        return corpus
    return corpus.step(corpus.articles.assign(outlet="all"), "outlets", "none known: all taken together")


def _rows(
    outlet: str,
    own: npt.NDArray[np.bool_],
    near: TermCounts,
    rest: TermCounts,
    measure: str,
    min_count: int,
    n_word: Longs,
) -> pd.DataFrame:
    """Return the rows of one outlet, the largest values first."""
    rows = np.flatnonzero(own)
    table = near.counts[rows]
    n_near = np.asarray(table.sum(axis=0)).ravel().astype(np.int64)
    column = {term: i for i, term in enumerate(rest.terms)}
    whole = np.asarray(rest.counts[rows].sum(axis=0)).ravel().astype(np.int64)
    n_collocate = whole[[column[term] for term in near.terms]] if near.terms else n_near
    in_windows, n_all = int(near.sizes[rows, 0].sum()), int(rest.sizes[rows, 0].sum())
    keep = np.flatnonzero(n_near >= min_count)
    expected = in_windows * n_collocate / max(n_all, 1)
    values = association(measure, n_near[keep], n_collocate[keep], in_windows, n_all)
    return pd.DataFrame({
        "outlet": outlet, "collocate": [near.terms[i] for i in keep.tolist()], "n_near": n_near[keep],
        "expected": expected[keep], "value": values, "n_collocate": n_collocate[keep], "n_word": int(n_word.sum()),
        "n_articles": np.bincount(table.indices, minlength=len(near.terms))[keep],
        "n_events": _n_events(near, rows, table)[keep],
    }).sort_values(["value", "collocate"], ascending=[False, True], kind="stable")  # fmt: skip


def association(measure: str, n_near: Longs, n_collocate: Longs, in_windows: int, n_all: int) -> Floats:
    """Return NLTK's association measure for each collocate, signed where it would be large for words that keep away."""
    from nltk.metrics.association import BigramAssocMeasures

    score: Callable[..., float] = getattr(BigramAssocMeasures, measure)
    pairs = zip(n_near.tolist(), n_collocate.tolist(), strict=True)
    values = np.array([score(near, (in_windows, own), n_all) for near, own in pairs], dtype=float)
    apart = n_near < in_windows * n_collocate / max(n_all, 1)
    return np.where(apart, -values, values) if measure in _UNSIGNED else values


def _n_events(near: TermCounts, rows: Longs, table: Any) -> Floats:
    events = pd.factorize(near.corpus.column("event_id").iloc[near.articles[rows]])[0]
    if near.corpus.n_events == 0:
        return np.full(len(near.terms), np.nan)
    coo = table.tocoo()
    pairs = np.unique(np.stack([events[coo.row], coo.col]), axis=1)
    return np.bincount(pairs[1][pairs[0] >= 0], minlength=len(near.terms)).astype(float)


@dataclass(frozen=True, eq=False)
class _Lines:
    """Finds the lines of the node, in the articles that were counted."""

    corpus: Corpus
    articles: Longs
    node: Node
    parts: tuple[str, ...]

    def _found(self) -> Any:
        mask = np.zeros(len(self.corpus), dtype=np.bool_)
        mask[self.articles] = True
        return TermWords(self.node.lexicon)(self.corpus.select(mask))

    def n_word(self) -> Longs:
        """Return how often the node stands in each article."""
        return self._found().article_totals(parts=self.parts)[0][:, 0].astype(np.int64)

    def __call__(
        self, collocate: str, *, outlet: str | None, event: str | None, width: int, limit: int | None
    ) -> pd.DataFrame:
        lines = concordance(self._found(), outlet=outlet, event=event, width=width)
        lines = lines[lines["part"].isin(self.parts)]
        lines = lines[self.node.beside(lines, collocate)].reset_index(drop=True)
        if limit is not None and len(lines) > limit:
            rows = np.unique(np.linspace(0, len(lines) - 1, limit).round().astype(int))
            lines = lines.iloc[rows].reset_index(drop=True)
        return lines
