"""The words that introduce what somebody says, thinks or wants, and how each is built into a sentence.

Contents: `Frame`, `CueWords`, `cue_words`, `BELIEF_KINDS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from toolkit.lexicons.shipped import load_lexicon

BELIEF_KINDS = ("thinking", "intending", "seeming")  # no speech is reported


@dataclass(frozen=True)
class Frame:
    """How a word is used: its kind, what may follow ("clause", "object", ...) and which prepositions."""

    kind: str
    follows: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CueWords:
    """Frames by lemma: verbs, nouns, adjectives, adverbs; `kinds` of exact forms, from the lexicon reporting-verbs."""

    verbs: Mapping[str, Frame]
    nouns: Mapping[str, Frame]
    adjectives: Mapping[str, Frame]
    adverbs: Mapping[str, Frame]
    views: frozenset[str]
    places: frozenset[str]
    kinds: Mapping[str, str] = field(default_factory=dict)

    def kind(self, word: str, frame: Frame) -> str:
        """Return the category of a cue: a belief or intention, else that of the lexicon for this form or its frame."""
        return frame.kind if frame.kind in BELIEF_KINDS else self.kinds.get(word, frame.kind)


@cache
def cue_words() -> CueWords:
    """Return the shipped words, read once."""
    path = Path(__file__).parent / "data" / "attribution.yaml"
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return CueWords(
        verbs=_verbs(raw["verbs"]),
        nouns={
            noun: Frame(kind, frozenset({"clause"} & {"clause" if "that" in words.split() else ""}),
                        frozenset(words.split()))
            for kind, nouns in raw["nouns"].items() for noun, words in nouns.items()
        },
        adjectives=_flat(raw["adjectives"]),
        adverbs=_flat(raw["adverbs"]),
        views=frozenset(raw["views"].split()),
        places=frozenset(raw["places"].split()),
        kinds=_lexicon_kinds(),
    )  # fmt: skip


def _verbs(raw: Mapping[str, Mapping[str, Any]]) -> dict[str, Frame]:
    follows: dict[str, set[str]] = {}
    prepositions: dict[str, set[str]] = {}
    kinds: dict[str, str] = {}
    for kind, frames in raw.items():
        for frame, listed in frames.items():
            lemmas = listed if frame == "with" else str(listed).split()
            for lemma in lemmas:
                kinds.setdefault(lemma, kind)
                follows.setdefault(lemma, set()).add(frame)
                if frame == "with":
                    prepositions.setdefault(lemma, set()).update(str(listed[lemma]).split())
    return {
        lemma: Frame(kind, frozenset(follows[lemma]), frozenset(prepositions.get(lemma, ())))
        for lemma, kind in kinds.items()
    }


def _flat(raw: Mapping[str, str]) -> dict[str, Frame]:
    return {word: Frame(kind) for kind, words in raw.items() for word in words.split()}


def _lexicon_kinds() -> dict[str, str]:
    lexicon = load_lexicon("reporting-verbs")
    return {
        entry.words[0]: category.name
        for category in reversed(lexicon.categories)
        for entry in category.entries
        if len(entry.words) == 1
    }
