"""Does `find_actors` find what people coded as mentions of a person, group or country, given its name alone?

Contents: `validate_labels`.
"""

import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.errors import ActorWarning, ReadError
from toolkit.options import check_columns
from toolkit.stance.actor_names import HONORIFICS
from toolkit.stance.actor_states import STATE_WORDS
from toolkit.stance.actors import Actor, Actors, find_actors
from toolkit.validity.figures import Figure, Rows, ValidityResult, bootstrap_figures
from toolkit.validity.gold import read_gold

Span = tuple[int, int]
Counts = npt.NDArray[np.float64]

_KINDS = {"ACTOR": "person", "COUNTRY": "state", "GROUP": "group"}
_STATES = {
    "USA": "United States", "PRK": "North Korea", "KOR": "South Korea", "IRN": "Iran", "RUS": "Russia", "JPN": "Japan",
    "MEX": "Mexico", "FRA": "France", "SYR": "Syria", "CHN": "China", "ISR": "Israel", "SAU": "Saudi Arabia",
    "GUM": "Guam", "GBR": "United Kingdom", "DEU": "Germany", "IRQ": "Iraq", "TUR": "Turkey", "HND": "Honduras",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_SPACED = re.compile(r"\s+([-’'])\s*")  # texts cut into tokens have spaces around hyphens


@dataclass(frozen=True)
class _Coded:
    """One coded mention: where its words may stand (several places if only the words are known)."""

    article: str
    event: str
    target: tuple[str, str]  # type and code
    words: str
    spans: tuple[Span, ...]


def validate_labels(gold: Sequence[Path]) -> ValidityResult:
    """Hold `find_actors` against coded mentions of persons, countries and groups.

    Each target is looked for in the articles of its event, given its name alone and what the program makes of it
    (family name, initials, plural, adjective of a state); no alias, short form or title is listed. A coded mention is
    found if a mention of the target shares a character with it. Where codes give words but no place, all places of the
    article where these words stand are looked at, and the mention counts by the share of them that is met.

    - recall: found / coded; apart for mentions that hold a word of the name or a form of it (`name`) and for all
      others (`other`: descriptions, other names, titles, what belongs to a country), and by kind of target.
    - precision: mentions found that meet a coded one of the same target / all found. Coders leave out some mentions,
      so it is too low.

    Parameters
    ----------
    gold : articles (article_id, event_id, text, and sentences_tokens if there are chains), annotations (article_id,
        code_type, code_name, code_mention), and, if wanted, chains (article_id, sent, tok_start, tok_end, mention,
        chain), as JSON lines. Figures from chains are named `chain_...`.

    Returns
    -------
    Figures; articles are resampled.

    Raises
    ------
    ReadError : articles or codes are missing. ColumnError : so do columns.
    """
    articles, tables = _read(gold)
    figures: dict[str, Figure] = {}
    n = 0
    notes = []
    for prefix, table in tables.items():
        coded = _by_words(articles, table) if prefix == "" else _by_place(articles, table)
        counts = _counts(articles, coded)
        n += sum(len(one.spans) > 0 for one in coded)
        missing = sum(not one.spans for one in coded)
        notes.append(f"{prefix or 'words'}: {len(coded):,} mentions, {missing} of them not in the text and left out")
        names = articles["article_id"].to_numpy()
        figures |= {prefix + name: one for name, one in bootstrap_figures(_figures(counts), names).items()}
    note = "Given the name of each target alone. " + "; ".join(notes) + "."
    return ValidityResult("labels", n, figures, note)


def _read(paths: Sequence[Path]) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Return the articles and the tables of codes by prefix, told apart by their columns."""
    tables = [read_gold([path]) for path in paths]
    articles = [table for table in tables if "text" in table]
    codes: dict[str, pd.DataFrame] = {}
    for table in tables:
        if "chain" in table:
            codes["chain_"] = table
        elif "text" not in table:
            codes[""] = table
    if not articles or not codes:
        raise ReadError("The task 'labels' needs articles (with a column text) and annotations or chains.")
    whole = pd.concat(articles, ignore_index=True).astype({"article_id": str, "event_id": str})
    return whole.drop_duplicates("article_id", ignore_index=True), codes


def _by_words(articles: pd.DataFrame, table: pd.DataFrame) -> list[_Coded]:
    """Return the annotations, each with the places where its words stand in the article."""
    check_columns(
        table.columns, ("article_id", "code_type", "code_name", "code_mention"), what="The table of annotations"
    )
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    events = dict(zip(articles["article_id"], articles["event_id"], strict=True))
    coded = []
    for row in table[table["code_type"].isin(_KINDS) & table["article_id"].astype(str).isin(texts)].itertuples():
        article = str(row.article_id)
        spans = tuple(_places(texts[article], str(row.code_mention)))
        target = (str(row.code_type), str(row.code_name))
        coded.append(_Coded(article, events[article], target, str(row.code_mention), spans))
    return coded


def _places(text: str, words: str) -> list[Span]:
    """Return where words stand in a text, whatever spaces and marks are between them."""
    parts = _WORD.findall(words)
    if not parts:
        return []
    pattern = r"\b" + r"[\W_]*".join(map(re.escape, parts)) + r"\b"
    return [found.span() for found in re.finditer(pattern, text)]


def _by_place(articles: pd.DataFrame, table: pd.DataFrame) -> list[_Coded]:
    """Return the mentions of the chains of persons, countries and groups, each with its place."""
    check_columns(table.columns, ("article_id", "sent", "tok_start", "tok_end", "mention", "chain"),
                  what="The table of chains")  # fmt: skip
    check_columns(articles.columns, ("sentences_tokens",), what="The table of articles")
    rows = articles.set_index("article_id")
    places = {name: _token_spans(row["text"], row["sentences_tokens"]) for name, row in rows.iterrows()}
    coded = []
    for row in table.itertuples():
        event, *code, kind = str(row.chain).split("_")
        article = str(row.article_id)
        if kind in _KINDS and article in places:
            tokens = places[article][row.sent][row.tok_start : row.tok_end + 1]
            known = [one for one in tokens if one is not None]
            span = ((known[0][0], known[-1][1]),) if known else ()
            # "0_USA_Mike_Pompeo_ACTOR": a country comes before a person's name.
            name = " ".join(code[1:] if kind == "ACTOR" and len(code) > 1 else code)
            coded.append(_Coded(article, event, (kind, name), str(row.mention), span))
    return coded


def _token_spans(text: str, sentences: list[list[str]]) -> list[list[Span | None]]:
    """Return where each token of each sentence stands in the text, None for those that are not found."""
    position = 0
    result: list[list[Span | None]] = []
    for sentence in sentences:
        spans: list[Span | None] = []
        for token in sentence:
            start = text.find(token, position, position + len(token) + 40)
            spans.append((start, start + len(token)) if start >= 0 else None)
            position = start + len(token) if start >= 0 else position
        result.append(spans)
    return result


def _name(target: tuple[str, str], mentions: Sequence[str]) -> str:
    """Return the name of a target: a country's by its code, a person's as it is most often written in full."""
    kind, code = target
    last = code.split("\\")[-1].strip()
    if kind == "COUNTRY":
        return _STATES.get(last, last)
    if kind == "GROUP":
        return last
    full = [name for mention in mentions if (name := _full_name(mention)) and set(last.split()) <= set(_words(name))]
    return max(sorted(set(full)), key=full.count) if full else last


def _words(name: str) -> list[str]:
    return [word for part in name.split() for word in (part, *(one.capitalize() for one in part.split("-")))]


def _full_name(mention: str) -> str | None:
    """Return a mention of two or three words if it is a name and nothing else."""
    name = _SPACED.sub(r"\1", mention)
    words = name.split()
    states = {word.lower() for state, own in STATE_WORDS.items() for one in (state, *own) for word in one.split()}
    plain = all(word[0].isupper() and word.lower().strip(".") not in HONORIFICS | states for word in words)
    return name if 2 <= len(words) <= 3 and plain and not re.search(r"['’]s?\b|[,.()*|\"]", name) else None


def _counts(articles: pd.DataFrame, coded: list[_Coded]) -> dict[str, Counts]:
    """Return for each figure found and all, one row an article."""
    number = {name: row for row, name in enumerate(articles["article_id"])}
    kinds = [f"{kind}_{part}" for kind in ("person", "state", "group") for part in ("name", "other", "precision")]
    counts = {name: np.zeros((len(articles), 2)) for name in kinds}
    for event, own in articles.groupby("event_id"):
        targets: dict[tuple[str, str], list[_Coded]] = {}
        for one in coded:
            if one.event == event:
                targets.setdefault(one.target, []).append(one)
        if targets:
            _add_event(counts, number, own, targets)
    return counts


def _add_event(
    counts: dict[str, Counts],
    number: dict[str, int],
    articles: pd.DataFrame,
    targets: dict[tuple[str, str], list[_Coded]],
) -> None:
    """Look for the targets of an event in its articles, and add up what was found."""
    actors = [
        Actor(f"a{place}", _name(target, [one.words for one in own]), kind=_KINDS[target[0]])
        for place, (target, own) in enumerate(targets.items())
    ]
    found = _found(articles, Actors(tuple(actors)))
    for actor, own in zip(actors, targets.values(), strict=True):
        marked: dict[str, list[Span]] = {}
        for one in own:
            if one.spans:
                met = np.mean([_meets(span, found.get((one.article, actor.id), [])) for span in one.spans])
                part = "name" if _holds_name(one.words, actor) else "other"
                counts[f"{actor.kind}_{part}"][number[one.article]] += (met, 1)
                marked.setdefault(one.article, []).extend(one.spans)
        for (article, actor_id), spans in found.items():
            # Precision is looked at only where the target was coded at all.
            if actor_id == actor.id and article in marked:
                right = sum(_meets(span, marked[article]) for span in spans)
                counts[f"{actor.kind}_precision"][number[article]] += (right, len(spans))


def _found(articles: pd.DataFrame, actors: Actors) -> dict[tuple[str, str], list[Span]]:
    """Return the spans of the mentions in the whole text, by article and actor."""
    corpus = Corpus(articles[["article_id", "text"]])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ActorWarning)
        table = find_actors(corpus, actors).table
    offset = corpus.parts.offset
    spans: dict[tuple[str, str], list[Span]] = {}
    for row in table.itertuples():
        move = int(offset[row.unit])
        spans.setdefault((row.article_id, row.actor), []).append((row.start + move, row.end + move))
    return spans


def _meets(span: Span, others: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _holds_name(words: str, actor: Actor) -> bool:
    """Tell whether a mention holds a word of the name, or of a state's adjective or abbreviation."""
    names = [actor.name, *STATE_WORDS.get(actor.name.lower(), ())] if actor.kind == "state" else actor.name.split()
    plain = f" {' '.join(_WORD.findall(words.lower()))} "
    return any(f" {' '.join(_WORD.findall(name.lower()))} " in plain for name in names)


def _figures(counts: dict[str, Counts]) -> Callable[[Rows], dict[str, float]]:
    """Return what computes the figures of given articles; those for which nothing at all was coded are left out."""
    kinds = ("person", "state", "group")
    table: dict[str, Counts] = {}
    for group, chosen in [("all", kinds), *((kind, (kind,)) for kind in kinds)]:
        nothing = np.zeros_like(counts["person_name"])
        parts = {
            part: sum((counts[f"{kind}_{part}"] for kind in chosen), nothing) for part in ("name", "other", "precision")
        }
        table[f"{group}_name_recall"], table[f"{group}_other_recall"] = parts["name"], parts["other"]
        table[f"{group}_recall"] = parts["name"] + parts["other"]
        table[f"{group}_precision"] = parts["precision"]
    table = {name: one for name, one in table.items() if one[:, 1].sum()}

    def figures(rows: Rows) -> dict[str, float]:
        total = {name: one[rows].sum(axis=0) for name, one in table.items()}
        return {name: float(part / whole) if whole else float("nan") for name, (part, whole) in total.items()}

    return figures
