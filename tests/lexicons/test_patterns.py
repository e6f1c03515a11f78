"""Patterns cut into words."""

import pytest

from toolkit.errors import LexiconError
from toolkit.lexicons.lexicon import Lexicon
from toolkit.lexicons.patterns import cut_patterns, spell_out


@pytest.mark.parametrize(
    ("pattern", "variants"),
    [
        ("ward* off", ["ward* off"]),
        ("by (a|the) fire", ["by (a|the) fire"]),
        ("by (a|the|) fire", ["by (a|the) fire", "by fire"]),
        ("(a|) fire", ["a fire", "fire"]),
        ("(act of god|fire|flood*)", ["(fire|flood*)", "act of god"]),
        ("(U.S.|US)-backed", ["U.S.-backed", "US-backed"]),
        ("neighbo(u|)r*", ["neighbour*", "neighbor*"]),
        ("(iran's|the) threat", ["the threat", "iran's threat"]),
    ],
)
def test_alternatives_are_spelled_out(pattern: str, variants: list[str]) -> None:
    assert spell_out(pattern) == variants


def test_patterns_are_cut_like_texts() -> None:
    patterns = ["Iran’s threat", "wip* * out", "(fire|Flood*) of", "U.S. * bases", ":-)"]
    assert cut_patterns(patterns) == [
        ("iran", "'s", "threat"), ("wip*", "*", "out"), ("fire|flood*", "of"), ("u.s.", "*", "bases"), (),
    ]  # fmt: skip


@pytest.mark.parametrize("pattern", ["(a|b", "a)", "((a|b)|c)", "(a|b b) " * 12])
def test_alternatives_that_cannot_be_read_name_their_place(pattern: str) -> None:
    with pytest.raises(LexiconError, match=r"Lexicon 'custom', category 'c'"):
        Lexicon.of({"c": [pattern]})
