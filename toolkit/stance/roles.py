"""Who does what to whom: the acts of a corpus, each with agent, patient, form, and on whose word it rests.

Act words come from `load_acts`; agent and patient are read from the parse. English only.

Conventions: one row an act; spans are code points of the text of the part (`corpus.parts`). A party that the sentence
does not name is None, its span NaN.

Contents: `GRAMMAR_COLUMNS`, `ROLE_COLUMNS`, `FORMS`, `ASSERTED_BY`, `find_acts`, `acts_of_corpus`, `acts_of`,
`grammar_of`, `typed`, `Roles`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.language import english_parts, in_language
from toolkit.corpus.printable import printable
from toolkit.models.parse import parse
from toolkit.models.parses import Parses
from toolkit.options import count
from toolkit.stance.acts import load_acts
from toolkit.stance.role_lemmas import with_full_lemmas
from toolkit.stance.role_nouns import is_noun, noun_act
from toolkit.stance.role_phrases import noun_phrase
from toolkit.stance.role_scope import is_negated, modal_of
from toolkit.stance.role_verbs import Act, verb_act
from toolkit.stance.role_voices import Voices
from toolkit.stance.sheets import Range, Sheet, iter_sheets

FORMS = ("active", "passive", "participle", "nominal")
ASSERTED_BY = ("outlet", "quoted", "reported")
_IMPLIED = ("agent_power", "agent_aggression", "patient_effect", "attitude", "legitimacy")
GRAMMAR_COLUMNS = (
    "agent", "agent_start", "agent_end", "agent_head", "patient", "patient_start", "patient_end",
    "patient_head", "form", "agent_deleted", "negated", "modal", "asserted_by", "asserter", "agent_at", "patient_at",
    "asserter_start", "asserter_end", "asserter_at",
)  # fmt: skip
ROLE_COLUMNS = (
    "unit", "article_id", "outlet", "event_id", "part", "sentence", "start", "end", "word", "lemma", "act_class",
    *_IMPLIED, *GRAMMAR_COLUMNS,
)  # fmt: skip
_BATCH = 500  # parts read together


def find_acts(corpus: Corpus, *, n_processes: int = 1, progress: Callable[[int, int], None] | None = None) -> "Roles":
    """Find acts of one party upon another: who does what to whom, in which form, and on whose word.

    An act is a verb or noun of `load_acts` whose parties the sentence names; a noun counts only where a phrase names
    one of them. Feelings (class "regard") are left out. `agent_deleted` is true where the grammar has a place for the
    agent and it is empty: "was killed", "the killing of"; not for "died". `modal` is none for what is told as done.

    Grammar decides: storms and bombs are agents where they are subjects. Who is to blame is not found. The figures in
    docs/roles.md say how often parties are wrong; counts of outlets may be compared only if errors fall alike on them.

    Parameters
    ----------
    corpus : English articles. In others nothing is looked for, and a LanguageWarning says how many.
    n_processes : processes that may parse at once; see `parse`.
    progress : called by the parser with the number of texts done and in all.

    Returns
    -------
    `Roles`, with one row an act.

    Raises
    ------
    ModelMissingError : there is no parser; the message names the line that installs it.
    """
    return acts_of_corpus(corpus, english_parts(corpus, "find_acts"), n_processes=n_processes, progress=progress)


def acts_of_corpus(
    corpus: Corpus,
    texts: Sequence[str],
    *,
    n_processes: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> "Roles":
    """Return the acts of a corpus whose parts have these texts, empty where nothing shall be looked for."""
    parses = parse(texts, n_processes=n_processes, progress=progress)
    candidates = candidate_rows(parses)
    owner = parses.text[candidates]
    units = np.unique(owner)
    names = _Names(corpus)
    rows: list[tuple[Any, ...]] = []
    for begin in range(0, len(units), _BATCH):
        batch = units[begin : begin + _BATCH]
        sheets = iter_sheets([texts[unit] for unit in batch], parses.select(batch.tolist()))
        for unit, sheet in zip(batch.tolist(), sheets, strict=True):
            own = candidates[slice(*np.searchsorted(owner, [unit, unit + 1]))] - parses.first[unit]
            rows += names.rows(unit, sheet, own.tolist())
    return Roles(
        typed(pd.DataFrame(rows, columns=[*ROLE_COLUMNS])),
        int(in_language(corpus, "en").sum()),
        int(parses.sentence_id[-1]) + 1 if len(parses) else 0,
    )


def candidate_rows(parses: Parses) -> npt.NDArray[np.int64]:
    """Return the rows of tokens that may be act words by lemma and part of speech."""
    acts = load_acts()
    verbs = [name for name in parses.lemma.names if acts.heads(name) or acts.heads(name + "e")]
    nouns = {noun.split()[-1] for noun in (*acts.nouns, *acts.spellings)}
    heads = [name for name in parses.lemma.names if name.lower() in nouns]
    verb = parses.lemma.isin(*verbs) & parses.pos.isin("VERB", "AUX")
    noun = parses.lemma.isin(*heads) & parses.pos.isin("NOUN", "PROPN")
    return np.flatnonzero(verb | noun | (_after_to(parses) & parses.lemma.isin(*verbs)))


def _after_to(parses: Parses) -> npt.NDArray[np.bool_]:
    """Say which tokens follow "to": a verb there may have been read as a noun ("Minister to sue newspaper")."""
    after = np.zeros(len(parses), dtype=np.bool_)
    after[1:] = parses.tag.isin("TO")[:-1] & (np.diff(parses.text) == 0)
    return after


def acts_of(sheet: Sheet, tokens: Sequence[int]) -> list[Act]:
    """Return the acts among candidate tokens of one text, in the order of the text."""
    found = [noun_act(sheet, t) if is_noun(sheet, t) else verb_act(sheet, t) for t in tokens]
    return [act for act in found if act is not None]


class _Names:
    """What the rows need to know of the corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._ids = corpus.articles["article_id"].tolist()
        self._outlets, self._events = corpus.column("outlet").tolist(), corpus.column("event_id").tolist()
        self._article, self._part = corpus.parts.article.tolist(), corpus.parts.part.tolist()
        self._part_names = corpus.part_names

    def rows(self, unit: int, sheet: Sheet, tokens: list[int]) -> list[tuple[Any, ...]]:
        """Return the rows of one text; its attributions are looked for only if it has an act."""
        sheet = with_full_lemmas(sheet)
        acts = acts_of(sheet, tokens)
        if not acts:
            return []
        article = self._article[unit]
        own = (
            unit,
            self._ids[article],
            self._outlets[article],
            self._events[article],
            self._part_names[self._part[unit]],
        )
        voices = Voices(sheet)
        return [own + _row(sheet, act, voices) for act in acts]


def _row(sheet: Sheet, act: Act, voices: Voices) -> tuple[Any, ...]:
    a, b = sheet.start[act.token], sheet.end[act.token]
    return (
        sheet.sentence[act.token], a, b, sheet.text[a:b], act.entry.lemma, act.group.act_class,
        *(getattr(act.group, name) for name in _IMPLIED), *grammar_of(sheet, act, voices),
    )  # fmt: skip


def grammar_of(sheet: Sheet, act: Act, voices: Voices) -> tuple[Any, ...]:
    """Return the values of `GRAMMAR_COLUMNS`: the parties of an act, its form, and on whose word it rests."""
    modal = modal_of(sheet, act)
    asserted_by, asserter = voices.of(act.token, modal)
    return (
        *_party(sheet, act.agent), *_party(sheet, act.patient), act.form, act.agent_deleted, is_negated(sheet, act),
        modal, asserted_by, *_asserter(sheet, asserter, act),
    )  # fmt: skip


def _asserter(sheet: Sheet, words: Range | None, act: Act) -> tuple[Any, ...]:
    """Return the words that name who says so, and where the heads of agent, patient and these words begin."""
    at = [np.nan if token is None else sheet.start[token] for token in (act.agent, act.patient)]
    if words is None:
        return None, *at, np.nan, np.nan, np.nan
    a, b = sheet.span(words)
    head = next((t for t in range(words[0], words[1] + 1) if not words[0] <= sheet.head[t] <= words[1]), words[1])
    return sheet.text[a:b], *at, a, b, sheet.start[head]


def _party(sheet: Sheet, token: int | None) -> tuple[Any, ...]:
    if token is None:
        return None, np.nan, np.nan, None
    a, b = sheet.span(noun_phrase(sheet, token))
    return sheet.text[a:b], a, b, sheet.lemma[token].lower()


def typed(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the types of its columns, also where it has no rows."""
    whole = dict.fromkeys(("unit", "sentence", "start", "end"), "int64")
    places = [f"{party}_{end}" for party in ("agent", "patient", "asserter") for end in ("start", "end", "at")]
    real = dict.fromkeys((*_IMPLIED, *places), "float64")
    kinds = whole | real | {"agent_deleted": "bool", "negated": "bool"}
    return table.astype({name: kind for name, kind in kinds.items() if name in table})


@dataclass(frozen=True, eq=False)
class Roles:
    """Acts of a corpus.

    `table` has one row an act: unit (row of `corpus.parts`), article_id, outlet, event_id, part, sentence; start, end,
    word, and lemma (the entry of the list); act_class and what the word implies (agent_power, agent_aggression,
    patient_effect, attitude, legitimacy; see `load_acts`); agent and patient with _start, _end and _head (lemma of the
    head noun); form (active, passive, participle, nominal); agent_deleted; negated; modal (none, possible, planned,
    ordered, threatened, denied, required); asserted_by (outlet, quoted, reported); asserter with _start and _end; and
    agent_at, patient_at and asserter_at, where their head nouns begin.

    `n_articles` and `n_sentences` count what was read, with and without acts.
    """

    table: pd.DataFrame
    n_articles: int
    n_sentences: int

    def __len__(self) -> int:
        return len(self.table)

    def sentences(self) -> list[str]:
        """Return what was found, in plain sentences."""
        n = len(self.table)
        lines = [f"{count(n, 'act')} in {count(self.table['article_id'].nunique(), 'article')} of {self.n_articles:,}."]
        if n:
            forms = self.table["form"].value_counts()
            shares = ", ".join(f"{forms.get(form, 0) / n:.0%} {form}" for form in FORMS)
            deleted = self.table["agent_deleted"].mean()
            lines.append(f"Of them {shares}; {deleted:.0%} without the agent for which there is a place.")
            done = (self.table["modal"] == "none") & ~self.table["negated"]
            lines.append(f"{done.mean():.0%} are told as done; {(self.table['asserted_by'] == 'outlet').mean():.0%} "
                         "rest on the outlet's own word.")  # fmt: skip
        return lines

    def __repr__(self) -> str:
        return "\n".join(printable(line) for line in self.sentences())
