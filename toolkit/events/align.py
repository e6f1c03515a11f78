"""Lay side by side what several outlets tell of one event.

Conventions: a sentence may tell several facts, and is compared clause by clause (`statements`); likeness is that of
`resemblance`. Headline, lead and body are read, captions are not; page furniture should be taken out first (`clean`).

Contents: `align`, `THRESHOLDS`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from toolkit.corpus.copies import is_copy
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.language import is_latin
from toolkit.errors import MissingEventsError, OptionError, UnknownNameError
from toolkit.events.alignment import FACT_COLUMNS, TELLING_COLUMNS, Alignment
from toolkit.events.checklist import best_sentences, check_facts, checklist_likeness
from toolkit.events.exemplars import group_statements
from toolkit.events.resemblance import Floats, read_texts, resemble
from toolkit.events.statements import Statements, read_statements
from toolkit.models.embed import EMBEDDERS, Embedder, has_embedder
from toolkit.options import check_option, did_you_mean

# The least likeness of a telling with its fact: for lists from the corpus taji-2020, for facts found from articles of
# real outlets that were read by eye (docs/alignment.md).
THRESHOLDS = {
    ("found", "model"): 0.55, ("found", "words"): 0.5, ("listed", "model"): 0.325, ("listed", "words"): 0.225,
}  # fmt: skip
_LISTED_EVENTS = 10


@dataclass(frozen=True)
class _Facts:
    """Facts before they are numbered: their sentences, whose they are, and the tellings (fact, sentence, likeness)."""

    sentences: list[str]
    article_ids: list[str | None]
    tellings: list[tuple[int, int, float]]


def align(
    corpus: Corpus,
    event: str,
    *,
    threshold: float | None = None,
    facts: Sequence[str] | None = None,
    model: str | Embedder | None = "english",
) -> Alignment:
    """Find which sentences of different articles tell the same fact of an event.

    Without `facts`, sentences and clauses are grouped into facts by likeness = 0.4 meaning + 0.6 words (see
    `toolkit.events.resemblance`); a sentence like no other is a fact of its own. With `facts`, the sentences that tell
    each of them are looked for.

    Parameters
    ----------
    corpus : articles with events; texts as `clean` leaves them.
    event : the event_id.
    threshold : the least likeness of a sentence with the fact it tells, between 0 and 1. Higher values give more facts
        with fewer tellings. By default what suits the method best; see `THRESHOLDS`.
    facts : sentences of one's own, a checklist, one fact each.
    model : a sentence model by name or an `Embedder`; None compares words, names and numbers only, as happens where the
        model is not installed. Articles in different languages are compared by the model "multilingual".

    Returns
    -------
    An `Alignment`: `facts`, `tellings`, `table`, `left_out()`, `alone()`, and `method` in words. Tellings of one fact
    may be missed (another wording) or wrong (like words for other things): read them before counting.

    Raises
    ------
    MissingEventsError : the corpus has no events. UnknownNameError : it has not this one.
    OptionError : the threshold, the list of facts or the model cannot be used.
    """
    own = _articles_of(corpus, event)
    if threshold is not None and not 0 < threshold < 1:
        raise OptionError(f"`threshold` must lie between 0 and 1, such as 0.55; got {threshold!r}.")
    listed = None if facts is None else check_facts(facts)
    used, why = _usable(model)
    least = THRESHOLDS["found" if listed is None else "listed", "words" if used is None else "model"]
    least = least if threshold is None else float(threshold)
    statements = read_statements(own)
    found = _found(statements, used, least) if listed is None else _listed(statements, listed, used, least)
    tables = _tables(statements, found, listed is not None)
    copies = frozenset(corpus.articles.loc[is_copy(corpus), "article_id"]) & frozenset(own.articles["article_id"])
    return Alignment(own, str(event), _method(used, why, least, listed, statements), *tables, copies)


def _articles_of(corpus: Corpus, event: str) -> Corpus:
    events = sorted(str(one) for one in corpus.column("event_id").dropna().unique())
    if not events:
        raise MissingEventsError(
            f"Corpus {corpus.name!r} has no events, so there is nothing to lay side by side. Give a column event_id, "
            "or run corpus = match_events(corpus) first."
        )
    if str(event) not in events:
        shown = ", ".join(repr(one) for one in events[:_LISTED_EVENTS])
        more = f" and {len(events) - _LISTED_EVENTS:,} more" if len(events) > _LISTED_EVENTS else ""
        hint = did_you_mean(str(event), events)
        raise UnknownNameError(f"Corpus {corpus.name!r} has no event {event!r}.{hint} Its events are: {shown}{more}.")
    return corpus.select(corpus.column("event_id").astype(str) == str(event), note=f"event {str(event)!r}")


def _usable(model: str | Embedder | None) -> tuple[str | Embedder | None, str]:
    """Return the model if it can be used, and why not otherwise."""
    if model is None:
        return None, "no sentence model was asked for"
    if isinstance(model, str) and not has_embedder(check_option("model", model, EMBEDDERS)):
        return None, f"the sentence model {model!r} is not installed"
    return model, ""


def _method(
    model: str | Embedder | None, why: str, least: float, facts: list[str] | None, statements: Statements
) -> str:
    """Return in plain words how facts were found."""
    what = "grouping like statements" if facts is None else f"looking for the {len(facts):,} facts of a list"
    if model is None:
        return f"{what} by shared words, names and numbers only ({why}); least likeness {least:g}"
    name = repr(model) if isinstance(model, str) else model.name
    how = f"{what} by meaning (0.4; sentence model {name}) and shared words (0.6); least likeness {least:g}"
    if model != "english" or (statements.sentences["language"] == "en").all():
        return how
    if not has_embedder("multilingual"):
        return f"{how}; between languages not at all: the model 'multilingual' is not installed"
    return f"{how}; other languages by the model 'multilingual', between languages with numbers"


def _found(statements: Statements, model: str | Embedder | None, least: float) -> _Facts:
    """Group the statements of the articles into facts."""
    units = read_texts(statements.units, statements.languages, statements.whole, model)
    likeness = resemble(units, units)
    groups = group_statements(
        likeness, least, sentence_of=statements.sentence_of, article_of=statements.articles, n_words=units.n_words
    )
    texts, articles = (statements.sentences[name].tolist() for name in ("text", "article_id"))
    named = _name_facts([group.tellings for group in groups], likeness, statements)
    tellings = [
        (number, sentence, float(likeness[group.exemplar, unit]) if unit != group.exemplar else 1.0)
        for number, group in enumerate(groups)
        for sentence, unit in group.tellings.items()
    ]
    return _Facts([texts[s] for s in named], [articles[s] for s in named], tellings)


def _name_facts(groups: list[dict[int, int]], likeness: Floats, statements: Statements) -> list[int]:
    """Return the sentence that stands for each fact: as a whole the most like all its tellings.

    A headline, a sentence in another language than most, or one that stands for another fact already is taken only
    where there is no other.
    """
    is_headline = (statements.sentences["part"] == "headline").to_numpy()
    languages = statements.sentences["language"]
    is_usual = (languages == languages.mode().get(0)).to_numpy()
    taken: set[int] = set()
    named: list[int] = []
    for tellings in groups:
        there = [sentence for sentence in tellings if not is_headline[sentence]] or list(tellings)
        there = [sentence for sentence in there if is_usual[sentence]] or there
        there = [sentence for sentence in there if sentence not in taken] or there
        means = likeness[statements.whole[there]][:, list(tellings.values())].mean(axis=1)
        chosen = int(there[int(means.argmax())])
        taken.add(chosen)
        named.append(chosen)
    return named


def _listed(statements: Statements, facts: list[str], model: str | Embedder | None, least: float) -> _Facts:
    """Look for the facts of a list."""
    languages = np.array([_language_of(one, statements) for one in facts], dtype=object)
    both = [*statements.units, *facts]
    texts = read_texts(both, np.concatenate([statements.languages, languages]), statements.whole, model)
    n_units = len(statements.units)
    likeness = checklist_likeness(
        texts.take(slice(n_units, None)), texts.take(slice(0, n_units)),
        sentence_of=statements.sentence_of, whole=statements.whole,
    )  # fmt: skip
    told = best_sentences(likeness, least, statements.articles[statements.whole])
    rows = [(int(f), int(s), float(likeness[f, s])) for f, s in np.argwhere(told)]
    return _Facts(facts, [None] * len(facts), rows)


def _language_of(fact: str, statements: Statements) -> str:
    """Return the language of the articles in whose script a fact is written, English before others."""
    first = statements.sentences.drop_duplicates("language")
    same = [
        str(one) for one, text in zip(first["language"], first["text"], strict=True) if is_latin(text) == is_latin(fact)
    ]
    return "en" if "en" in same or (not same and is_latin(fact)) else same[0] if same else "und"


def _tables(statements: Statements, found: _Facts, listed: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return facts and tellings, numbered: the most widely told fact first, those of a list in its order."""
    rows = pd.DataFrame(found.tellings, columns=["number", "row", "likeness"])
    rows = rows.astype({"number": np.int64, "row": np.int64, "likeness": np.float64})
    tellings = statements.sentences.iloc[rows["row"].to_numpy()].reset_index(drop=True)
    tellings = tellings.assign(number=rows["number"], likeness=rows["likeness"])
    facts = pd.DataFrame({"fact": found.sentences, "fact_article_id": found.article_ids}, dtype=object)
    facts = facts.join(_counts(tellings))
    facts[["n_outlets", "n_articles"]] = facts[["n_outlets", "n_articles"]].fillna(0).astype(int)
    if not listed:
        facts = facts.sort_values(["n_outlets", "position"], ascending=[False, True], kind="stable")
    width = max(2, len(str(len(facts))))
    ids: dict[Any, str] = {old: f"f{new:0{width}}" for new, old in enumerate(facts.index, start=1)}
    facts.insert(0, "fact_id", list(ids.values()))
    tellings["fact_id"] = [ids[old] for old in tellings["number"]]
    order = tellings.sort_values(["fact_id", "outlet", "article_id", "position"], kind="stable")
    return facts[list(FACT_COLUMNS)].reset_index(drop=True), order[list(TELLING_COLUMNS)].reset_index(drop=True)


def _counts(tellings: pd.DataFrame) -> pd.DataFrame:
    """Return for each fact n_outlets, n_articles and position, the mean over outlets of the earliest telling."""
    by_fact = tellings.groupby("number")
    earliest = tellings.groupby(["number", "outlet"])["position"].min()
    return pd.DataFrame({
        "n_outlets": by_fact["outlet"].nunique(), "n_articles": by_fact["article_id"].nunique(),
        "position": earliest.groupby("number").mean(),
    })  # fmt: skip
