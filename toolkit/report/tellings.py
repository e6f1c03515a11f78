"""The wordings of several outlets for the same facts, side by side.

Conventions: words are compared between outlets, not between sentences of one outlet, and only between texts in one
language. A word is marked if no other outlet has it in what it tells of the fact.

Contents: `show_tellings`, `Piece`, `Telling`, `Told`, `FactShown`, `facts_shown`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from toolkit.corpus.language import language_codes
from toolkit.corpus.printable import printable
from toolkit.corpus.schema import PARTS
from toolkit.errors import OptionError, UnknownNameError
from toolkit.events.alignment import Alignment
from toolkit.events.wording import telling_words
from toolkit.options import count, did_you_mean
from toolkit.report.html import HtmlView
from toolkit.report.pieces import Spans, cut_at, within
from toolkit.report.render import render
from toolkit.text.tokens import tokenize

_PER_OUTLET = 3  # sentences of an outlet that are shown for a fact, those most like it
_MAX_OUTLETS = 20  # outlets that are shown for a fact
_CONTEXT = 60  # characters around a sentence on each side
_LONGEST = 700  # characters of a sentence
_MOST = 0.9  # share of words in quotation marks from which a sentence counts as quoted


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence: whether its words are the outlet's alone, and whether they stand in quotation marks."""

    text: str
    own: bool
    quoted: bool


@dataclass(frozen=True)
class Telling:
    """One sentence: where it stands, its pieces, and the text around it."""

    where: str
    article_id: str
    language: str
    quoted: str
    before: str
    pieces: list[Piece]
    after: str

    @property
    def text(self) -> str:
        """The sentence on one line, with asterisks at the words that no other outlet has."""
        return " ".join("".join(f"*{one.text}*" if one.own else one.text for one in self.pieces).split())


@dataclass(frozen=True)
class Told:
    """What one outlet tells of a fact; `n_more` sentences are not shown."""

    outlet: str
    several_articles: bool
    tellings: list[Telling]
    n_more: int


@dataclass(frozen=True)
class FactShown:
    """One fact: who tells it in which words, and who does not. Of `n_more` outlets the words are not shown."""

    fact_id: str
    fact: str
    language: str
    n_told: int
    n_outlets: int
    rows: list[Told]
    n_more: int
    not_told: list[str]
    not_compared: list[str]


def show_tellings(
    alignment: Alignment, fact_id: str | None = None, *, at_least: int = 2, max_facts: int = 10
) -> HtmlView:
    """Show the words in which outlets tell the same fact, side by side.

    Beside each sentence stands its place: headline, lead, or the share of the article before it. Words that no other
    outlet has in what it tells of the fact are underlined and bold, words in quotation marks are in italics, and the
    text around the sentence is grey. Below stand the outlets that do not tell the fact. Words are compared only between
    texts in one language. Everything that comes from an article is escaped.

    Parameters
    ----------
    alignment : what `align` returned.
    fact_id : show this fact only; by default those that `at_least` outlets tell.
    at_least : number of outlets, 1 or more.
    max_facts : show the first so many, and say how many there are.

    Returns
    -------
    An object that a notebook shows and a terminal prints; its `html` and `text` hold the two. Up to 20 outlets are
    shown for a fact, the earliest first, and up to 3 sentences of each; the rest is counted. That an
    outlet is listed as not telling a fact means that no sentence was found, which wording can hide; and it says nothing
    of why.

    Raises
    ------
    UnknownNameError : there is no such fact. OptionError : a number is below 1.
    """
    for name, given in (("at_least", at_least), ("max_facts", max_facts)):
        if given < 1:
            raise OptionError(f"`{name}` must be 1 or more; got {given!r}.")
    chosen = _chosen(alignment, fact_id, at_least)
    shown = facts_shown(alignment, chosen[:max_facts])
    heading = _heading(alignment, len(shown), len(chosen), fact_id, at_least)
    html = render("tellings.html.j2", facts=shown, heading=heading, method=alignment.method)
    return HtmlView(html, _as_text(shown, heading, alignment.method))


def _chosen(alignment: Alignment, fact_id: str | None, at_least: int) -> list[str]:
    facts = alignment.facts
    if fact_id is None:
        return facts.loc[facts["n_outlets"] >= at_least, "fact_id"].tolist()
    known = facts["fact_id"].tolist()
    if fact_id not in known:
        there = f"its {count(len(known), 'fact')} run from {known[0]!r} to {known[-1]!r}" if known else "it has none"
        raise UnknownNameError(
            f"The alignment of {alignment.event_id!r} has no fact {fact_id!r}; {there} (see .facts)."
            f"{did_you_mean(fact_id, known)}"
        )
    return [fact_id]


def _heading(alignment: Alignment, n_shown: int, n_chosen: int, fact_id: str | None, at_least: int) -> str:
    """Say how many facts are shown, of how many."""
    if fact_id is not None:
        return f"Event {alignment.event_id}"
    told = f"told by {count(at_least, 'outlet')} or more"
    if not n_chosen:
        return f"Event {alignment.event_id}: no fact is {told}."
    of = f"the first {n_shown} of " if n_shown < n_chosen else ""
    n_rare = len(alignment.facts) - n_chosen
    rest = f"; {n_rare:,} more told by fewer" if n_rare else ""
    return f"Event {alignment.event_id}: {of}{count(n_chosen, 'fact')} {told}{rest}."


def facts_shown(alignment: Alignment, fact_ids: Sequence[str]) -> list[FactShown]:
    """Return some facts of an alignment as a page shows them."""
    articles = _Articles(alignment)
    facts = alignment.facts.set_index("fact_id")
    wanted = alignment.tellings[alignment.tellings["fact_id"].isin(fact_ids)]
    groups = dict(iter(wanted.groupby("fact_id", sort=False)))
    outlets = alignment.outlets
    return [_fact(one, facts.loc[one], groups.get(one, wanted.iloc[:0]), articles, outlets) for one in fact_ids]


class _Articles:
    """What is needed of the articles of an event: their languages, and the texts of parts with their quotations."""

    def __init__(self, alignment: Alignment) -> None:
        corpus = alignment.corpus
        ids = corpus.articles["article_id"].tolist()
        self.compared = dict(zip(ids, language_codes(corpus).tolist(), strict=True))
        stated = corpus.column("language")
        self.stated = {one: "" if pd.isna(code) else str(code) for one, code in zip(ids, stated, strict=True)}
        parts = corpus.parts
        keys = [(ids[a], PARTS[p]) for a, p in zip(parts.article.tolist(), parts.part.tolist(), strict=True)]
        self.texts = dict(zip(keys, parts.texts, strict=True))
        self.quotations: dict[tuple[str, str], Spans] = {key: [] for key in keys}
        found = tokenize(parts.texts).quotations
        for text, start, end in zip(found.text.tolist(), found.start.tolist(), found.end.tolist(), strict=True):
            self.quotations[keys[text]].append((start, end))


def _fact(fact_id: str, fact: Any, tellings: pd.DataFrame, articles: _Articles, outlets: list[str]) -> FactShown:
    """Return one fact with the outlets that tell it, the earliest first."""
    own, not_compared = _own_words(tellings, articles)
    by_outlet = {str(outlet): group for outlet, group in tellings.groupby("outlet", sort=True)}
    order = sorted(by_outlet, key=lambda outlet: float(by_outlet[outlet]["position"].min()))
    rows = [_told(outlet, by_outlet[outlet], own, articles) for outlet in order[:_MAX_OUTLETS]]
    source = fact["fact_article_id"]
    return FactShown(
        fact_id=fact_id, fact=" ".join(str(fact["fact"]).split()),
        language="" if pd.isna(source) else articles.stated.get(source, ""),
        n_told=len(by_outlet), n_outlets=len(outlets), rows=rows, n_more=len(order) - len(rows),
        not_told=[outlet for outlet in outlets if outlet not in by_outlet],
        not_compared=[outlet for outlet in outlets if outlet in not_compared],
    )  # fmt: skip


def _own_words(tellings: pd.DataFrame, articles: _Articles) -> tuple[dict[Any, Spans], set[str]]:
    """Return by row of `tellings` the words that no other outlet has, and the outlets that are alone in a language."""
    own: dict[Any, Spans] = {row: [] for row in tellings.index}
    alone: set[str] = set()
    languages = tellings["article_id"].map(articles.compared)
    for _, group in tellings.groupby(languages, sort=True):
        by_outlet = list(group.groupby("outlet", sort=True))
        if len(by_outlet) == 1:
            alone.add(str(by_outlet[0][0]))
            continue
        # What one outlet says in several sentences is one text here: its sentences do not compete.
        found = telling_words(["\n".join(rows["text"]) for _, rows in by_outlet])
        for (_, rows), spans in zip(by_outlet, found, strict=True):
            own |= _shared_out(rows["text"], [(start, end) for start, end, is_own in spans if is_own])
    return own, alone if len(set(tellings["outlet"])) > 1 else set()


def _shared_out(texts: pd.Series, spans: Spans) -> dict[Any, Spans]:
    """Return the spans of texts that were joined by line feeds, each with its own text."""
    shared: dict[Any, Spans] = {}
    offset = 0
    for row, text in texts.items():
        end = offset + len(text)
        shared[row] = [(a - offset, b - offset) for a, b in spans if offset <= a and b <= end]
        offset = end + 1
    return shared


def _told(outlet: str, rows: pd.DataFrame, own: Mapping[Any, Spans], articles: _Articles) -> Told:
    """Return what an outlet tells: the sentences most like the fact, in the order of the articles."""
    best = rows.sort_values("likeness", ascending=False, kind="stable").head(_PER_OUTLET)
    best = best.sort_values(["article_id", "position"], kind="stable")
    tellings = [
        _telling(row, own[index], articles) for index, row in zip(best.index, best.to_dict("records"), strict=True)
    ]
    return Told(outlet, len(set(rows["article_id"])) > 1, tellings, len(rows) - len(best))


def _telling(row: Mapping[Any, Any], own: Spans, articles: _Articles) -> Telling:
    key = (row["article_id"], row["part"])
    whole, start, end = articles.texts.get(key, ""), int(row["start"]), int(row["end"])
    there = whole[start:end] == row["text"]  # a table made by hand may have no text around
    quoted = [(a - start, b - start) for a, b in articles.quotations.get(key, ())] if there else []
    before, after = _around(whole, start, end) if there else ("", "")
    text, cut = _shortened(row["text"])
    return Telling(
        where=_where(row["part"], float(row["position"])), article_id=str(row["article_id"]),
        language=articles.stated.get(row["article_id"], ""), quoted=_quoted(float(row["quoted"])), before=before,
        pieces=[*_pieces(text, own, quoted), *([Piece(" …", False, False)] if cut else [])], after="" if cut else after,
    )  # fmt: skip


def _where(part: str, position: float) -> str:
    """Return the place of a sentence in words: its part, or how far into the article it stands."""
    return "headline" if part == "headline" else f"{'lead, ' if part == 'lead' else ''}{position:.0%} in"


def _quoted(share: float) -> str:
    return "quoted" if share >= _MOST else "partly quoted" if share > 0 else ""


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return a little of what stands before and after a sentence, cut at a blank."""
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    if start > _CONTEXT:
        before = f"…\u00a0{before.partition(' ')[2]}"
    if end + _CONTEXT < len(text):
        after = f"{after.rpartition(' ')[0]}\u00a0…"
    return _flat(before), _flat(after)


def _flat(text: str) -> str:
    """Return a text on one line; a no-break space keeps the sign of a cut beside its word."""
    return re.sub(r"[^\S\u00a0]+", " ", text).strip()


def _shortened(text: str) -> tuple[str, bool]:
    if len(text) <= _LONGEST:
        return text, False
    return text[:_LONGEST].rpartition(" ")[0] or text[:_LONGEST], True


def _pieces(text: str, own: Spans, quoted: Spans) -> list[Piece]:
    """Cut a sentence wherever a marked word or a quotation begins or ends."""
    return [Piece(text[a:b], within(a, b, own), within(a, b, quoted)) for a, b in cut_at(text, [*own, *quoted])]


def _as_text(facts: Sequence[FactShown], heading: str, method: str) -> str:
    """Return what is shown as lines of text."""
    lines = [heading]
    if facts:
        lines.append("*Words between asterisks*: no other outlet has them in what it tells of the fact.")
    for fact in facts:
        lines += ["", f"{fact.fact_id} told by {fact.n_told} of {fact.n_outlets}: {fact.fact}"]
        for told in fact.rows:
            for one in told.tellings:
                article = f", {one.article_id}" if told.several_articles else ""
                quoted = f", {one.quoted}" if one.quoted else ""
                lines.append(f"  {told.outlet} ({one.where}{quoted}{article}): {one.text}")
            if told.n_more:
                lines.append(f"  {told.outlet}: {count(told.n_more, 'more sentence')}")
        if fact.n_more:
            lines.append(f"  and {count(fact.n_more, 'more outlet')}")
        if fact.not_compared:
            lines.append(
                f"  words in a language that no other outlet uses not compared: {', '.join(fact.not_compared)}"
            )
        lines.append(f"  not told by: {', '.join(fact.not_told) or 'none; all tell it'}")
    return printable("\n".join([*lines, "", f"Found by {method}."]))
