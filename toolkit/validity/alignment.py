"""Does `align` find which outlet tells which fact of a written corpus, and what outlets leave out?

The key lists, for each article, the facts that its author meant to tell. It names no sentences and does not list all
that the articles have in common. With a list of facts, no event is judged by a threshold that was chosen with its help;
without one, the thresholds are those of `align`, which were chosen on other articles.

Contents: `validate_alignment`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.clean import clean
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.language import in_language
from toolkit.corpus.read import read_articles
from toolkit.errors import ReadError
from toolkit.events.align import align
from toolkit.events.alignment import Alignment
from toolkit.models.embed import has_embedder
from toolkit.options import check_columns
from toolkit.validity.figures import Rows, ValidityResult, bootstrap_figures
from toolkit.validity.gold import read_gold

Counts = npt.NDArray[np.float64]  # right, wrong, missed
Flags = npt.NDArray[np.bool_]

GRID = tuple(float(round(one, 3)) for one in np.arange(0.2, 0.601, 0.025))
AT_LEAST = 2
_ANY = 0.001  # a threshold that every article's best sentence reaches


@dataclass(frozen=True)
class _Event:
    """One event of the key: its articles, its facts, and which article tells which (a set of pairs of ids)."""

    corpus: Corpus
    event_id: str
    fact_ids: list[str]
    facts: list[str]
    key: frozenset[tuple[str, str]]


def validate_alignment(gold: Sequence[Path]) -> ValidityResult:
    """Hold `align` against the facts that the articles of a written corpus were meant to tell.

    Parameters
    ----------
    gold : codes.csv with article_id, event_id and facts (fact ids separated by ;). facts.csv (fact_id, event_id, fact)
        and articles.jsonl are read from beside it.

    Returns
    -------
    Figures, each as _precision, _recall and _f1, micro over events; events are resampled. For the English articles:

    - listed: cells (fact, outlet) that the key has and `align(facts=...)` finds;
    - listed_omissions: cells not told though at least two other outlets tell the fact;
    - found, found_omissions: the same without the list. Each fact of the key is represented by the fact found whose
      sentences overlap most with its own (F1 of the two sets); its own sentences are, in each article that tells it by
      the key, the one most like it. A fact of the key that none represents is missed;
    - found_pairs: pairs of sentences of two articles that tell one fact of the key and are put in one fact. Its
      precision is a lower bound: the key does not list all that articles have in common.

    The same with `words_` before the name: without a sentence model. `across_` : the facts, in English, looked for in
    the articles that are not.

    Raises
    ------
    ReadError : a file is missing, or the key has articles that the corpus has not.
    """
    events, foreign = _read(gold)
    scores: dict[str, list[Counts]] = {}
    for prefix, model in (("", "english"), ("words_", None)):
        if model is None or has_embedder(model):
            scores |= {prefix + name: one for name, one in _listed(events, model).items()}
            scores |= {prefix + name: one for name, one in _found(events, model).items()}
    groups = [event.event_id for event in events]
    if foreign and has_embedder("english") and has_embedder("multilingual"):
        across = _listed(foreign, "english")
        by_event = dict(zip([event.event_id for event in foreign], across["listed"], strict=True))
        scores["across"] = [by_event.get(event, np.zeros(3)) for event in groups]
    table = {name: np.array(counts) for name, counts in scores.items()}

    def figures(rows: Rows) -> dict[str, float]:
        result: dict[str, float] = {}
        for name, counts in table.items():
            right, wrong, missed = counts[rows].sum(axis=0)
            result[f"{name}_precision"] = _share(right, right + wrong)
            result[f"{name}_recall"] = _share(right, right + missed)
            result[f"{name}_f1"] = _share(2 * right, 2 * right + wrong + missed)
        return result

    n = sum(len(event.fact_ids) * len(_outlets(event)) for event in events)
    note = "Cells (fact, outlet) of the key by which the texts were written; this is not human coding."
    return ValidityResult("alignment", n, bootstrap_figures(figures, np.array(groups)), note)


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")


def _read(gold: Sequence[Path]) -> tuple[list[_Event], list[_Event]]:
    """Return the events with their English articles, and those with articles in other languages."""
    codes = read_gold(gold)
    check_columns(codes.columns, ("article_id", "event_id", "facts"), what="The construction key")
    facts = read_gold([Path(gold[0]).with_name("facts.csv")])
    check_columns(facts.columns, ("fact_id", "event_id", "fact"), what="The list of facts")
    corpus = clean(read_articles(Path(gold[0]).with_name("articles.jsonl")))
    unknown = sorted(set(codes["article_id"]) - set(corpus.articles["article_id"]))
    if unknown:
        raise ReadError(f"The key has {len(unknown)} articles that the corpus has not (first: {unknown[0]!r}).")
    corpus = corpus.select(corpus.articles["article_id"].isin(codes["article_id"]))
    english = in_language(corpus, "en")
    return _events(corpus.select(english), codes, facts), _events(corpus.select(~english), codes, facts)


def _events(corpus: Corpus, codes: pd.DataFrame, facts: pd.DataFrame) -> list[_Event]:
    key = frozenset(
        (article, fact.strip())
        for article, listed in zip(codes["article_id"], codes["facts"], strict=True)
        for fact in str(listed).split(";")
    )
    return [
        _Event(corpus, str(event), own["fact_id"].tolist(), own["fact"].tolist(), key)
        for event, own in facts.groupby("event_id", sort=False)
        if (corpus.column("event_id") == event).any()
    ]


def _outlets(event: _Event) -> list[str]:
    there = event.corpus.column("event_id") == event.event_id
    return sorted(event.corpus.column("outlet")[there].unique())


def _key_table(event: _Event) -> Flags:
    """Return what the key says: one row a fact, one column an outlet."""
    outlets = _outlets(event)
    outlet_of = dict(zip(event.corpus.articles["article_id"], event.corpus.column("outlet"), strict=True))
    table = np.zeros((len(event.fact_ids), len(outlets)), dtype=np.bool_)
    for article, fact in event.key:
        if fact in event.fact_ids and article in outlet_of:
            table[event.fact_ids.index(fact), outlets.index(outlet_of[article])] = True
    return table


def _omitted(told: Flags) -> Flags:
    """Tell which cells are not told though at least two other outlets tell the fact."""
    return ~told & (told.sum(axis=1, keepdims=True) >= AT_LEAST)


def _counts(key: Flags, found: Flags) -> Counts:
    return np.array([(key & found).sum(), (~key & found).sum(), (key & ~found).sum()], dtype=np.float64)


def _listed(events: list[_Event], model: str | None) -> dict[str, list[Counts]]:
    """Return the counts of each event with the list of facts given, at thresholds chosen on the other events."""
    results = []
    for event in events:
        every = align(event.corpus, event.event_id, facts=event.facts, model=model, threshold=_ANY)
        best = every.tellings.groupby(["fact_id", "outlet"])["likeness"].max().unstack()  # noqa: PD010
        likeness = best.reindex(index=every.facts["fact_id"], columns=every.outlets).fillna(0).to_numpy()
        key = _key_table(event)
        results.append({
            least: {"listed": _counts(key, likeness >= least),
                    "listed_omissions": _counts(_omitted(key), _omitted(likeness >= least))}
            for least in GRID
        })  # fmt: skip
    return _crossed(results)


def _found(events: list[_Event], model: str | None) -> dict[str, list[Counts]]:
    """Return the counts of each event with the facts found, at the default threshold."""
    results = [
        _held_against(align(event.corpus, event.event_id, model=model), _key_table(event), _own_sentences(event, model))
        for event in events
    ]
    return {name: [result[name] for result in results] for name in results[0]}


_Place = tuple[str, str, int]  # article, part, number of the sentence


def _places(tellings: pd.DataFrame) -> list[_Place]:
    return list(zip(tellings["article_id"], tellings["part"], tellings["sentence"].astype(int), strict=True))


def _own_sentences(event: _Event, model: str | None) -> list[set[_Place]]:
    """Return for each fact of the key, in each article that tells it, the sentence most like it."""
    every = align(event.corpus, event.event_id, facts=event.facts, model=model, threshold=_ANY).tellings
    best = every.sort_values("likeness", ascending=False, kind="stable").drop_duplicates(["fact_id", "article_id"])
    found: dict[str, set[_Place]] = {}
    for fact, place in zip(best["fact_id"], _places(best), strict=True):
        found.setdefault(event.fact_ids[int(fact[1:]) - 1], set()).add(place)
    return [{p for p in found.get(fact, set()) if (p[0], fact) in event.key} for fact in event.fact_ids]


def _held_against(alignment: Alignment, key: Flags, told: list[set[_Place]]) -> dict[str, Counts]:
    """Return the counts for cells, omissions and pairs of sentences."""
    groups = {fact: set(_places(own)) for fact, own in alignment.tellings.groupby("fact_id")}
    table = alignment.table
    found = np.zeros_like(key)
    for row, sentences in enumerate(told):
        overlap = {fact: 2 * len(sentences & own) / (len(sentences) + len(own)) for fact, own in groups.items()}
        best = max(overlap, key=lambda fact: overlap[fact], default=None)
        if best is not None and overlap[best] > 0:
            found[row] = table.loc[best].to_numpy()
    pairs, key_pairs = _pairs(groups.values()), _pairs(told)
    return {
        "found": _counts(key, found),
        "found_omissions": _counts(_omitted(key), _omitted(found)),
        "found_pairs": np.array([len(pairs & key_pairs), len(pairs - key_pairs), len(key_pairs - pairs)], dtype=float),
    }


def _pairs(groups: Iterable[set[_Place]]) -> set[tuple[_Place, _Place]]:
    return {(a, b) for group in groups for a in group for b in group if a[0] < b[0]}


def _crossed(results: list[dict[float, dict[str, Counts]]]) -> dict[str, list[Counts]]:
    """Return each event's counts at the threshold with the largest F1 of cells on all other events."""

    def worth(least: float, without: int) -> float:
        right, wrong, missed = np.sum([r[least]["listed"] for i, r in enumerate(results) if i != without], axis=0)
        return _share(2 * right, 2 * right + wrong + missed)

    worths = [[worth(least, own) for least in GRID] for own in range(len(results))]
    chosen = [GRID[int(np.argmax(one))] for one in worths]
    return {name: [r[least][name] for r, least in zip(results, chosen, strict=True)] for name in results[0][GRID[0]]}
