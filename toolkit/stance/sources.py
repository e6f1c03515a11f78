"""Who is quoted, with which words, and how the words are introduced.

An attribution has a source ("the minister"), a cue ("said") and a content ("that the talks had failed"). All three are
read from the parse of the sentence and from the quotation marks. Beliefs and intentions are attributed too ("officials
believe", "the group wants"); they can be left out.

Conventions: spans are code points of the text of the part (`corpus.parts`). English only. An attribution without a
source has a missing value in `source`, and NaN in its places.

Contents: `Finder`, `find_sources`, `sources_of_corpus`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.language import english_parts
from toolkit.models.parse import parse
from toolkit.stance.attribution_quotes import outermost, with_quotations
from toolkit.stance.attribution_rules import Found, find_by_rules
from toolkit.stance.attribution_words import BELIEF_KINDS
from toolkit.stance.sheets import Range, Sheet, iter_sheets
from toolkit.stance.sources_result import SOURCE_COLUMNS, VOICE_KINDS, Sources
from toolkit.stance.speakers import Speaker, Speakers, speaker_of
from toolkit.text.tokens import Tokens, tokenize

_BATCH = 500  # parts parsed and read together


class Finder(Protocol):
    """Anything that finds attributions in a parsed text, such as what `train_sources` returns."""

    def find(self, sheet: Sheet) -> list[Found]:
        """Return the attributions of one text that have a word as cue."""
        ...


class _Rules:
    """The rules that come with the toolkit."""

    def find(self, sheet: Sheet) -> list[Found]:
        return find_by_rules(sheet)


def find_sources(
    corpus: Corpus,
    *,
    beliefs: bool = True,
    nested: bool = False,
    engine: Finder | None = None,
    n_processes: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Sources:
    """Find who is quoted, directly or in other words, and with which verb.

    An attribution is direct if all words of its content stand in quotation marks, indirect if none does, else mixed.
    `position` is the share of the article's words that stand before it; `n_words` counts the words of its content.

    More attributions mean that more is passed on in others' name. They do not mean that the sources were asked, that
    their words are rendered rightly, or that the outlet agrees. Counts of outlets may be compared only if the outlets
    were cleaned alike. Errors of the parser fall on indirect speech most; see docs/sources.md for how often.

    Parameters
    ----------
    corpus : English articles. In others nothing is looked for, and a LanguageWarning says how many; their shares in
        `voices` are NaN.
    beliefs : whether "believes", "wants", "seems" and the like count as attributions.
    nested : whether attributions inside the content of another ("she said that he denied it") are listed too.
    engine : what `train_sources` returned; the rules if none is given.
    n_processes : processes that may parse at once; see `parse`.
    progress : called by the parser with the number of texts done and in all.

    Returns
    -------
    `Sources`, with one row an attribution.

    Raises
    ------
    ModelMissingError : there is no parser; the message names the line that installs it.
    """
    texts = english_parts(corpus, "find_sources")
    return sources_of_corpus(
        corpus, texts, beliefs=beliefs, nested=nested, engine=engine, n_processes=n_processes, progress=progress
    )


def sources_of_corpus(
    corpus: Corpus,
    read: Sequence[str],
    *,
    beliefs: bool = True,
    nested: bool = False,
    engine: Finder | None = None,
    n_processes: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Sources:
    """Return the attributions of a corpus whose parts have these texts, empty where nothing shall be looked for."""
    parts = corpus.parts
    finder = engine if engine is not None else _Rules()
    names = _Names(corpus)
    rows: list[tuple[Any, ...]] = []
    words_of = np.zeros((len(parts), 4), dtype=np.int64)  # all, direct, indirect, unattributed
    so_far = np.zeros(len(corpus), dtype=np.int64)
    parses = parse(read, n_processes=n_processes, progress=progress)
    for begin in range(0, len(parts), _BATCH):
        texts = read[begin : begin + _BATCH]
        tokens = tokenize(texts)
        sheets = iter_sheets(texts, parses.select(range(begin, begin + len(texts))))
        for number, sheet in enumerate(sheets):
            found = with_quotations(sheet, finder.find(sheet))
            found = found if beliefs else _speech(found)
            found = found if nested else outermost(sheet, found)
            words = _Words.of(tokens, number)
            unit = begin + number
            words_of[unit] = words.voices(sheet, found)
            so_far[parts.article[unit]] += len(words.start)
            rows += [_row(names, unit, sheet, one, words, int(so_far[parts.article[unit]])) for one in found]
    voices = np.zeros((len(corpus), 4), dtype=np.int64)
    np.add.at(voices, parts.article, words_of)
    table = _table(rows, voices, parts.article)
    return Sources(table, _voice_table(corpus, voices), _shares(words_of), "trained" if engine is not None else "rules")


def _speech(found: list[Found]) -> list[Found]:
    """Return the attributions that report speech, and no mere belief or intention."""
    return [one for one in found if one.kind not in BELIEF_KINDS]


class _Names:
    """What the rows need to know of the corpus, and the speakers of each article so far."""

    def __init__(self, corpus: Corpus) -> None:
        self.ids = corpus.articles["article_id"].tolist()
        self.outlets = corpus.column("outlet").tolist()
        self.article, self.part = corpus.parts.article.tolist(), corpus.parts.part.tolist()
        self.part_names = corpus.part_names
        self._speakers: tuple[int, Speakers] = (-1, Speakers())

    def resolve(self, unit: int, speaker: Speaker, words: str | None) -> Speaker:
        if self._speakers[0] != self.article[unit]:
            self._speakers = (self.article[unit], Speakers())
        return self._speakers[1].resolve(speaker, words)


@dataclass(frozen=True)
class _Words:
    """The words of one text, as all measures count them: where they begin, and whether in quotation marks."""

    start: npt.NDArray[np.int32]
    quoted: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, tokens: Tokens, text: int) -> "_Words":
        rows = slice(int(tokens.first[text]), int(tokens.first[text + 1]))
        return cls(tokens.start[rows], tokens.quoted[rows] > 0)

    def within(self, spans: list[tuple[int, int]]) -> npt.NDArray[np.bool_]:
        inside = np.zeros(len(self.start), dtype=np.bool_)
        for a, b in spans:
            inside[np.searchsorted(self.start, a) : np.searchsorted(self.start, b)] = True
        return inside

    def voices(self, sheet: Sheet, found: list[Found]) -> npt.NDArray[np.int64]:
        """Return numbers of words: all, direct, indirect, and quoted but in nobody's name."""
        spoken = [one for one in _speech(found) if one.source is not None]
        said = self.within([span for one in spoken for span in _spans(sheet, one.content)])
        direct, indirect = said & self.quoted, said & ~self.quoted
        return np.array([len(self.start), direct.sum(), indirect.sum(), (self.quoted & ~said).sum()], dtype=np.int64)


def _spans(sheet: Sheet, ranges: tuple[Range, ...]) -> list[tuple[int, int]]:
    return [sheet.span(one) for one in ranges]


def _row(names: _Names, unit: int, sheet: Sheet, one: Found, words: _Words, so_far: int) -> tuple[Any, ...]:
    spans = _spans(sheet, one.content)
    inside = words.within(spans)
    source = sheet.span(one.source) if one.source is not None else (None, None)
    said_by = sheet.text[slice(*source)] if one.source is not None else None
    cue = sheet.span(one.cue)
    speaker = names.resolve(unit, speaker_of(sheet, one.source), said_by)
    first = min(begin for begin, _ in [cue, *spans, *([source] if one.source is not None else [])] if begin is not None)
    before = so_far - len(words.start) + int(np.searchsorted(words.start, first))
    article = names.article[unit]
    return (
        unit, names.ids[article], names.outlets[article], names.part_names[names.part[unit]], said_by, *source,
        sheet.text[slice(*cue)], *cue, " ... ".join(sheet.text[a:b] for a, b in spans), tuple(spans),
        _kind(words.quoted[inside]), one.kind, speaker.type, speaker.named, speaker.anonymous, speaker.name,
        before, int(inside.sum()),
    )  # fmt: skip


def _kind(quoted: npt.NDArray[np.bool_]) -> str:
    if len(quoted) and quoted.all():
        return "direct"
    return "mixed" if quoted.any() else "indirect"


def _table(rows: list[tuple[Any, ...]], voices: npt.NDArray[np.int64], article: npt.NDArray[np.int32]) -> pd.DataFrame:
    # As objects: other string columns refuse lone surrogates, which broken pages have.
    table = pd.DataFrame(rows, columns=[*SOURCE_COLUMNS], dtype=object)
    n_words = voices[article[table["unit"].to_numpy(dtype=np.int64)], 0]
    table["position"] = table["position"].to_numpy(dtype=np.float64) / np.maximum(n_words, 1)
    whole = ("unit", "cue_start", "cue_end", "n_words")
    return table.astype(dict.fromkeys(whole, "int64") | {"source_start": "float64", "source_end": "float64"} | {
        "named": "bool", "anonymous": "bool"})  # fmt: skip


def _voice_table(corpus: Corpus, voices: npt.NDArray[np.int64]) -> pd.DataFrame:
    articles = {"article_id": corpus.articles["article_id"], "outlet": corpus.column("outlet"), "n_words": voices[:, 0]}
    shares = _shares(voices)
    return pd.DataFrame({**articles, **{voice: shares[:, place] for place, voice in enumerate(VOICE_KINDS)}})


def _shares(voices: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return the shares of the words in each of `VOICE_KINDS`, from counts of all, direct, indirect, unattributed."""
    with np.errstate(invalid="ignore", divide="ignore"):
        others = voices[:, 1:] / voices[:, :1].astype(np.float64)
    return np.column_stack([1 - others.sum(axis=1), others])
