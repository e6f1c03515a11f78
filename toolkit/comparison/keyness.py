"""Distinctive words of an outlet, with intervals and p that take events, not words, for the unit.

Usual tests of keyness treat each word as if it were drawn alone. Words of news come in articles and articles in events:
one long article about a funeral makes "funeral" a key word of its outlet with any certainty one likes. Here what is
resampled and exchanged is what an outlet wrote on an event (`toolkit.comparison.design`).

Conventions: positive numbers mean more in the target. Only articles on events that target and reference both cover
count, unless asked otherwise.

Contents: `keyness`, `keyness_of`.
"""

import warnings
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from threadpoolctl import threadpool_limits
from tqdm.auto import tqdm

from toolkit.comparison.design import EVENT_MODES, Design, design_of
from toolkit.comparison.keyness_measures import VARIANCES, log_odds, log_ratio, signed_chi_square, signed_g2
from toolkit.comparison.keyness_resample import Odds, bounds_of, exchange_p
from toolkit.comparison.keyness_result import KEYNESS_COLUMNS, Keyness, why_few
from toolkit.comparison.resample import MIN_EVENTS, false_discovery_rate, zero_says_little
from toolkit.comparison.sides import Sides, check_languages, choose_sides
from toolkit.comparison.term_counts import TermCounts, Terms, count_terms
from toolkit.comparison.wire import WIRE_MODES, left_out
from toolkit.corpus.corpus import Corpus
from toolkit.errors import MissingEventsError, OptionError, SmallSampleWarning
from toolkit.measure import program_version
from toolkit.options import check_level, check_option

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

PRIOR_WORDS = 500.0
_ROWS = 2000  # articles looked at in one go


def keyness(
    corpus: Corpus,
    *,
    target: str | None = None,
    reference: str | Sequence[str] | None = None,
    outlets: Sequence[str] | None = None,
    terms: Terms | None = None,
    prior: str | float = "corpus",
    prior_words: float = PRIOR_WORDS,
    variance: str = "four-term",
    events: str = "shared",
    wire: str = "once",
    level: float = 0.95,
    n_resamples: int = 1999,
    seed: int = 0,
) -> Keyness:
    """Find the words that an outlet uses more, or less, than others do on the same events.

    log_odds = ln[(y_T + a) / (n_T + A - y_T - a)] - ln[(y_R + a) / (n_R + A - y_R - a)]

    with counts y and all words n of target T and reference R, and prior counts a that add up to A (monroe2008).

    Higher values mean more of the term in the target. z, g2 and chi_square put terms in order and are no tests: they
    treat words as if they were drawn one by one. Report log_odds with its interval, and q. Do not compare log-odds of
    different priors, nor z, g2 or chi_square of corpora of different size.

    Parameters
    ----------
    corpus : articles with outlets, and events if they are known.
    target : an outlet; by default each outlet in turn.
    reference : another outlet, or several that count together; by default all others together.
    outlets : compare only these; all by default. Target and reference are among them.
    terms : which terms are counted, and where; see `Terms`.
    prior : "corpus" for prior counts in proportion to the term's share of all words compared, `prior_words` in all; or
        one number above 0 for every term, such as 0.01.
    variance : of z: "four-term", or the "two-term" approximation.
    events : "shared" for articles on events that both sides cover; "all" for all articles. Where the corpus knows no
        event, all articles count, and articles are resampled.
    wire : how reprints count, as in `compare`: "once", "drop" or "keep".
    level : of the interval.
    n_resamples : of the bootstrap and of the exchange; 0 leaves out bounds and p, and is quick.
    seed : of both.

    Returns
    -------
    A `Keyness`; its `table` says what its columns are. low and high come from a bootstrap over events, p from dealing
    the outlets of each event anew (see `toolkit.comparison.design`), q from p by Benjamini and Hochberg over the whole
    table (benjamini1995). With fewer than 5 events (or articles of a side) bounds and p are NaN, with a
    SmallSampleWarning. Bounds are NaN too where a side lacks the term though hardly any was to be expected.

    Raises
    ------
    OptionError : an option cannot be used, there are fewer than two outlets, target and reference share an outlet, or
        no term is frequent enough.
    MissingEventsError : target and reference share no event.

    References: monroe2008, dunning1993, hardie2014, gries2008, benjamini1995, hesterberg2015.
    """
    settings = Terms() if terms is None else terms
    if not isinstance(settings, Terms):
        raise OptionError(f"`terms` must be settings such as Terms(ngrams=2, min_count=5); got {terms!r}.")
    check_option("wire", wire, WIRE_MODES)
    check_option("events", events, EVENT_MODES)
    sides = choose_sides(corpus, target, reference, outlets=outlets)
    without = left_out(corpus, wire)
    taking_part = sides.taking_part & ~without
    check_languages(corpus, taking_part)
    counts = count_terms(corpus, np.flatnonzero(taking_part), settings)
    options = {
        "prior": prior, "prior_words": prior_words, "variance": variance, "events": events, "wire": wire,
        "level": level, "n_resamples": n_resamples, "seed": seed,
        "wire_left_out": int((sides.taking_part & without).sum()),
    }  # fmt: skip
    return keyness_of(counts, sides, options)


def keyness_of(counts: TermCounts, sides: Sides, options: dict[str, Any]) -> Keyness:
    """Return the keyness of terms that were counted already; see `keyness` for the options."""
    plan = _Plan.of(options)
    blocks, rows, compared, resampled = [], [], {}, "event"
    for name, reference, side in tqdm(sides.each(counts.articles), desc="comparing", delay=5, leave=False):
        rng = np.random.default_rng([plan.seed, zlib.crc32(f"{name}\x1f{reference}".encode("utf-8", "surrogatepass"))])
        design = design_of(counts.corpus, side, events=options["events"], rng=rng)
        resampled = design.resampled
        block = _Block.of(counts, design)
        rows.append({"target": name, "reference": reference, **block.row()})
        compared[name] = design.article
        blocks.append(_table(block, plan, rng).assign(target=name, reference=reference))
    found = pd.DataFrame(rows)
    table = pd.concat(blocks, ignore_index=True)
    _check_table(table, found, counts)
    if plan.n_resamples:
        _warn_of_few(found, resampled)
    table["q"] = false_discovery_rate(table["p"].to_numpy(dtype=float))
    signature = (
        f"keyness({', '.join(f'{key}={value}' for key, value in options.items())}, targets={sides.signature}, "
        f"{counts.settings.signature}) | {counts.corpus.name} {counts.corpus.checksum} | toolkit {program_version()}"
    )
    return Keyness(table[list(KEYNESS_COLUMNS)], found, counts, plan.level, resampled, signature, compared, options)


@dataclass(frozen=True)
class _Plan:
    """How numbers are made."""

    prior: str | float
    prior_words: float
    variance: str
    level: float
    n_resamples: int
    seed: int

    @classmethod
    def of(cls, options: dict[str, Any]) -> "_Plan":
        plan = cls(*(options[name] for name in cls.__dataclass_fields__))
        check_option("variance", plan.variance, VARIANCES)
        check_level(plan.level)
        if isinstance(plan.prior, str):
            check_option("prior", plan.prior, ("corpus",))
        for name in ("prior", "prior_words"):
            given = getattr(plan, name)
            if not isinstance(given, str) and not given > 0:
                raise OptionError(f"`{name}` must be above 0; got {given!r}.")
        if plan.n_resamples < 0:
            raise OptionError(f"`n_resamples` must be 0 or more; got {plan.n_resamples!r}.")
        return plan

    def priors(self, block: "_Block") -> tuple[Floats, Floats]:
        """Return the prior count of each term, and the sum of those of its kind."""
        if isinstance(self.prior, str):
            share = (block.y_t + block.y_r) / (block.n_t + block.n_r)
            return self.prior_words * share, np.full(len(share), self.prior_words)
        own = np.full(len(block.y_t), float(self.prior))
        return own, own * np.bincount(block.kind)[block.kind]


@dataclass(frozen=True, eq=False)
class _Block:
    """The counts of one target and its reference: terms that occur often enough on their common events.

    `table` has one row an article of the design and one column a term; `kind` the terms' columns of `sizes`.
    """

    design: Design
    table: Any
    terms: list[str]
    kind: Longs
    sizes: Longs

    @classmethod
    def of(cls, counts: TermCounts, design: Design) -> "_Block":
        rows = np.searchsorted(counts.articles, design.article)
        every = len(rows) == len(counts.articles)
        table = counts.counts if every else counts.counts[rows]
        total = np.asarray(table.sum(axis=0)).ravel()
        n_articles = np.bincount(table.indices, minlength=table.shape[1])
        least = counts.settings
        keep = np.flatnonzero((total >= least.min_count) & (n_articles >= least.min_articles))
        terms = [counts.terms[i] for i in keep.tolist()]
        table = table if len(keep) == table.shape[1] else table[:, keep]
        return cls(design, table, terms, counts.term_sizes[keep], counts.sizes if every else counts.sizes[rows])

    def side(self, target: bool) -> Any:
        """The rows of one side."""
        return self._sides[target]

    @cached_property
    def _sides(self) -> dict[bool, Any]:
        return {own: self.table[np.flatnonzero(self.design.is_target == own)] for own in (True, False)}

    def total(self, target: bool) -> Floats:
        """How often one side uses each term."""
        return np.asarray(self.side(target).sum(axis=0), dtype=float).ravel()

    def words(self, target: bool) -> Floats:
        """All words (or pairs or threes) of one side, for each term."""
        return self.sizes[self.design.is_target == target].sum(axis=0).astype(float)[self.kind]

    @cached_property
    def y_t(self) -> Floats:
        """Counts of the target."""
        return self.total(True)

    @cached_property
    def y_r(self) -> Floats:
        """Counts of the reference."""
        return self.total(False)

    @cached_property
    def n_t(self) -> Floats:
        """All words of the target."""
        return self.words(True)

    @cached_property
    def n_r(self) -> Floats:
        """All words of the reference."""
        return self.words(False)

    def n_articles(self, target: bool) -> Longs:
        """In how many articles of a side each term stands."""
        return np.bincount(self.side(target).indices, minlength=len(self.terms)).astype(np.int64)

    def n_events(self, target: bool) -> Floats:
        """On how many events a side uses each term; NaN where events are not known."""
        if not self.design.by_event:
            return np.full(len(self.terms), np.nan)
        number = np.unique(self.design.event, return_inverse=True)[1]
        return np.bincount(
            self.design.sums(self.table, number, target=target).indices, minlength=len(self.terms)
        ).astype(float)

    def dispersion(self, target: bool) -> Floats:
        """Return how unevenly each term is spread over a side's articles: Gries' deviation of proportions, normed.

        DP = sum over articles of |v - s| / 2, with an article's share v of the term and its share s of all words, over
        its largest possible value 1 - min(s) (gries2008, lijffijt2012). 0 evenly, 1 all in the smallest article.
        """
        sizes = self.sizes[self.design.is_target == target].astype(float)
        table, total = self.side(target), self.y_t if target else self.y_r
        # Articles without the term differ by their share of the words; all shares add up to 1.
        apart = np.ones(len(self.terms))
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = sizes / sizes.sum(axis=0)
            for begin in range(0, table.shape[0], _ROWS):
                some = table[begin : begin + _ROWS].tocoo()
                share = shares[begin + some.row, self.kind[some.col]]
                strayed = np.abs(some.data / total[some.col] - share) - share
                apart += np.bincount(some.col, weights=strayed, minlength=len(self.terms))
            least = np.min(shares, axis=0, initial=1.0)[self.kind]
            return np.where((total > 0) & (least < 1), apart / 2 / (1 - least), np.nan)

    def row(self) -> dict[str, int]:
        """Return the sizes of the two sides."""
        is_target, words = self.design.is_target, self.sizes[:, 0] if len(self.sizes) else np.zeros(0, dtype=np.int64)
        return {
            "n_articles_target": int(is_target.sum()), "n_articles_reference": int((~is_target).sum()),
            "n_words_target": int(words[is_target].sum()), "n_words_reference": int(words[~is_target].sum()),
            "n_resampled": self.design.n_apart,
        }  # fmt: skip


def _table(block: _Block, plan: _Plan, rng: np.random.Generator) -> pd.DataFrame:
    """Return the rows of one target, the target's words first."""
    y_t, y_r, n_t, n_r = block.y_t, block.y_r, block.n_t, block.n_r
    if not len(y_t):
        return pd.DataFrame(columns=list(KEYNESS_COLUMNS))
    prior, prior_total = plan.priors(block)
    sizes = {"n_target": n_t, "n_reference": n_r}
    found = log_odds(y_t, y_r, prior=prior, prior_total=prior_total, variance=plan.variance, **sizes)
    n_articles = block.n_articles(True), block.n_articles(False)
    low = high = p = np.full(len(y_t), np.nan)
    if plan.n_resamples and block.design.n_apart >= MIN_EVENTS:
        odds = Odds(block.design, block.table, block.sizes, block.kind, prior, prior_total)
        unsure = _unsure(block, n_articles, plan.level)
        # The products are small: several threads would wait for each other.
        with threadpool_limits(limits=1, user_api="blas"):
            half = np.where(unsure, np.nan, bounds_of(odds, plan.n_resamples, plan.level, rng))
            p = exchange_p(odds, found.log_odds, plan.n_resamples, rng)
        low, high = found.log_odds - half, found.log_odds + half
    table = pd.DataFrame({
        "term": block.terms, "n_target": y_t.astype(np.int64), "n_reference": y_r.astype(np.int64),
        "rate_target": _rates(y_t, n_t), "rate_reference": _rates(y_r, n_r),
        "n_articles_target": n_articles[0], "n_articles_reference": n_articles[1],
        "n_events_target": block.n_events(True), "n_events_reference": block.n_events(False),
        "log_odds": found.log_odds, "low": low, "high": high, "p": p, "z": found.z,
        "g2": signed_g2(y_t, y_r, **sizes), "chi_square": signed_chi_square(y_t, y_r, **sizes),
        "log_ratio": log_ratio(y_t, y_r, **sizes),
        "dispersion_target": block.dispersion(True), "dispersion_reference": block.dispersion(False),
    })  # fmt: skip
    return table.sort_values("z", ascending=False, kind="stable")


def _rates(counts: Floats, n_words: Floats) -> Floats:
    """Return occurrences per 1,000 words; NaN where there are no words."""
    return np.where(n_words > 0, 1000 * counts / np.maximum(n_words, 1), np.nan)


def _unsure(block: _Block, n_articles: tuple[Longs, Longs], level: float) -> npt.NDArray[np.bool_]:
    """Tell of which terms one side has none though hardly any article with it was to be expected."""
    size = int(block.design.is_target.sum()), int((~block.design.is_target).sum())
    flags = np.zeros(len(block.terms), dtype=np.bool_)
    for own, other in ((0, 1), (1, 0)):
        expected = n_articles[other] / max(size[other], 1) * size[own]
        flags |= (n_articles[own] == 0) & zero_says_little(expected, level)
    return flags


def _check_table(table: pd.DataFrame, sides: pd.DataFrame, counts: TermCounts) -> None:
    empty = sides[(sides["n_articles_target"] == 0) | (sides["n_articles_reference"] == 0)]
    if len(empty) == len(sides):
        row = sides.iloc[0]
        raise MissingEventsError(
            f"{row['target']!r} and {row['reference']} share no event, so their words cannot be compared on the same "
            "events. Take events='all' to compare all their articles, or run corpus = match_events(corpus) first."
        )
    if table.empty:
        settings = counts.settings
        raise OptionError(
            f"No term is left: none occurs {settings.min_count} times in {settings.min_articles} of the articles "
            f"compared (parts: {', '.join(settings.parts)}). Take a smaller `min_count` or `min_articles` in "
            "terms=Terms(...)."
        )


def _warn_of_few(sides: pd.DataFrame, resampled: str) -> None:
    few = sides[sides["n_resampled"] < MIN_EVENTS]
    if len(few):
        row = few.iloc[0]
        warnings.warn(
            f"{len(few)} of {len(sides)} comparisons have no bounds and no p: "
            f"{why_few(int(row['n_resampled']), resampled)} (first: {row['target']} against {row['reference']}).",
            SmallSampleWarning,
            stacklevel=4,
        )
