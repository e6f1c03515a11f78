"""How many topics? Figures for several numbers, and what they recommend.

Contents: `TopicNumbers`, `choose_n_topics`, `ENOUGH_STABLE`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from tqdm.auto import tqdm

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.printable import printable
from toolkit.discovery.fitters import Fitter, WordFitter
from toolkit.discovery.fitting import METHODS
from toolkit.discovery.quality import exclusivity, npmi, perplexity
from toolkit.discovery.refit import refits, stability_of
from toolkit.discovery.stability import STABLE
from toolkit.discovery.topics import as_words, check_n_topics, prepare
from toolkit.errors import OptionError
from toolkit.models.embed import Embedder
from toolkit.options import check_option

ENOUGH_STABLE = 0.75  # of the topics
NUMBER_COLUMNS = ("n_topics", "share_stable", "stability", "coherence", "exclusivity", "perplexity")


@dataclass(frozen=True, eq=False)
class TopicNumbers:
    """Figures for several numbers of topics.

    `table` has one row a number: n_topics, share_stable (share of topics with a stability of 0.5 or more), stability
    (mean over topics), coherence (mean NPMI), exclusivity (mean), perplexity (of articles that were not fitted; NaN for
    topics of sentences). `recommended` is a number or None, and `reason` says why.
    """

    table: pd.DataFrame
    recommended: int | None
    reason: str
    settings: dict[str, Any] = field(default_factory=dict)

    def sentences(self) -> list[str]:
        """Return one plain sentence a number, and the recommendation with its reason."""
        return [*(_sentence(row) for row in self.table.to_dict("records")), self.reason]

    def __repr__(self) -> str:
        return "\n".join(printable(one) for one in self.sentences())

    def _repr_html_(self) -> str:
        table = self.table.to_html(index=False, float_format="{:.3g}".format, escape=True)
        return f"{table}<p>{self.reason}</p>"


def choose_n_topics(
    corpus: Corpus,
    n_topics: Iterable[int],
    *,
    method: str = "nmf",
    leave_out: Iterable[str] = (),
    min_articles: int = 3,
    language: str = "en",
    model: str | Embedder = "english",
    n_refits: int = 6,
    seed: int = 0,
) -> TopicNumbers:
    """Compute for several numbers of topics how stable, coherent, exclusive and predictive the topics are.

    Recommended is, of the numbers at which at least three quarters of the topics are stable, the one with the highest
    coherence. Where there is no such number, none is recommended. No figure tells which number is true: there is none.

    Higher share_stable, stability, coherence (bouma2009, roder2015) and exclusivity (bischof2012) are better, lower
    perplexity is (wallach2009). Do not compare figures of different corpora or methods. Exclusivity falls with the
    number of topics, and so mostly does perplexity: neither can choose alone.

    Parameters
    ----------
    corpus : the articles.
    n_topics : the numbers to try, such as range(5, 31, 5).
    method, leave_out, min_articles, language, model, seed : see `find_topics`.
    n_refits : number of refits for each number, 2 or more; half with other seeds, half to resampled events, which also
        give the perplexity, on the articles of the events that were not drawn.

    Returns
    -------
    A `TopicNumbers`; it chooses nothing for you: give the number you want to `find_topics`.

    Raises
    ------
    OptionError : a number cannot be used; see `find_topics`.
    """
    check_option("method", method, METHODS)
    numbers = sorted(set(n_topics))
    if not numbers:
        raise OptionError("`n_topics` must hold at least one number, such as range(5, 31, 5); got none.")
    for number in numbers:
        check_n_topics(number)
    if n_refits < 2:
        raise OptionError(f"`n_refits` must be 2 or more, one with another seed and one resample; got {n_refits!r}.")
    words = as_words(leave_out)
    prepared = prepare(corpus, language=language, leave_out=words, min_articles=min_articles)
    fitters = [prepared.fitter(int(number), method, model) for number in numbers]
    rows = [
        _figures(fitter, prepared.corpus, prepared.readable, n_refits, seed)
        for fitter in tqdm(fitters, desc="fitting topics", unit="number", delay=2, leave=False)
    ]
    table = pd.DataFrame(rows, columns=list(NUMBER_COLUMNS))
    recommended, reason = recommend(table)
    settings = {"method": method, "leave_out": words, "min_articles": min_articles, "language": language,
                "n_refits": n_refits, "seed": seed}  # fmt: skip
    return TopicNumbers(table, recommended, reason, settings)


def _figures(
    fitter: Fitter, corpus: Corpus, readable: npt.NDArray[np.bool_], n_refits: int, seed: int
) -> tuple[object, ...]:
    """Return the row of the table for one number of topics."""
    fit: Any = fitter.fit(seed)
    again = list(refits(fitter, corpus, readable, n_refits=n_refits, seed=seed))
    stability = stability_of(fitter, fit, again).overall
    phi = fitter.phi(fit)
    surprise = _held_out(fitter, again, readable, seed) if isinstance(fitter, WordFitter) else float("nan")
    coherence = npmi(phi, fitter.content.windows)
    return (
        fitter.n_topics, float((stability >= STABLE).mean()), float(stability.mean()), _mean(coherence),
        _mean(exclusivity(phi)), surprise,
    )  # fmt: skip


def _mean(values: npt.NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def _held_out(fitter: WordFitter, again: list[tuple[Any, Any]], readable: npt.NDArray[np.bool_], seed: int) -> float:
    """Return the mean perplexity over resamples, each on the articles that it did not draw."""
    table = fitter.content.table
    found = []
    for number, (rows, fit) in enumerate(again):
        if rows is not None:
            held_out = readable.copy()
            held_out[rows] = False
            rng = np.random.default_rng([seed, number])
            found.append(perplexity(fitter.phi(fit), table[rows], table[held_out], rng))
    return _mean(np.array(found))


def recommend(table: pd.DataFrame) -> tuple[int | None, str]:
    """Return the recommended number of topics, or None, and a sentence that says why."""
    enough = table[(table["share_stable"] >= ENOUGH_STABLE) & table["coherence"].notna()]
    if enough.empty:
        best = table.loc[table["share_stable"].idxmax()]
        return None, (
            "No number is recommended: at none of them do three quarters of the topics come back in refits (most at "
            f"{best['n_topics']:.0f}: {best['share_stable']:.0%}). Try other numbers, or more articles."
        )
    chosen = enough.loc[enough["coherence"].idxmax()]
    number, coherence = int(chosen["n_topics"]), chosen["coherence"]
    return number, (
        f"Recommended: {number}. Of the {len(enough)} of {len(table)} numbers at which three quarters of the topics or "
        f"more come back in refits, it has the highest coherence ({coherence:.3f}).{_otherwise(table, number)}"
    )


def _otherwise(table: pd.DataFrame, number: int) -> str:
    """Say which figures would have chosen another number."""
    wishes = {
        "coherence alone": table["coherence"],
        "stability": table["stability"],
        "perplexity": -table["perplexity"],
    }
    best = {name: int(table["n_topics"][column.idxmax()]) for name, column in wishes.items() if column.notna().any()}
    others = [f"{name} {wish}" for name, wish in best.items() if wish != number]
    return f" Others are best elsewhere: {', '.join(others)}." if others else ""


def _sentence(row: dict[Any, Any]) -> str:
    surprise = "" if np.isnan(row["perplexity"]) else f", perplexity {row['perplexity']:,.0f}"
    return (
        f"{row['n_topics']:.0f} topics: {row['share_stable']:.0%} stable (mean stability {row['stability']:.2f}), "
        f"coherence {row['coherence']:.3f}, exclusivity {row['exclusivity']:.2f}{surprise}."
    )
