"""Patterns cut into words.

A pattern is one word or several. `*` inside a word stands for any characters, a lone `*` for one word of any kind.
"(fire|flood*|blaze)" stands for any one of the words in it; "(a|the|)" may also be left out, and alternatives of
several words are allowed: "destroy* by (a|the|) (fire|flood*|act of god)".

Conventions: a word of a pattern is a glob such as "flood*", or several joined by | where any of them will do.

Contents: `spell_out`, `cut_patterns`.
"""

import itertools
import math
import re
from collections.abc import Sequence

from toolkit.errors import LexiconError
from toolkit.text.normalize import normalize_word
from toolkit.text.tokens import tokenize

_GROUP = re.compile(r"\(([^()]*)\)")
# What is one word for certain; "iran's" is two, and "u.s." is spelled out to be on the safe side.
_PLAIN = re.compile(r"[\w*-]+")
_MOST_VARIANTS = 2_000


def spell_out(pattern: str) -> list[str]:
    """Return the patterns for which one with alternatives stands.

    A group that stands alone keeps its alternatives of one word together, as one place with several words; left-out
    words, alternatives of several words, and groups that touch a word are spelled out.

    Examples
    --------
    >>> spell_out("destroy* by (a|the|) (fire|flood*|act of god)")[:2]
    ['destroy* by (a|the) (fire|flood*)', 'destroy* by (a|the) act of god']
    """
    if "(" not in pattern and ")" not in pattern:
        return [pattern]
    pieces: list[list[str]] = []
    position = 0
    for group in _GROUP.finditer(pattern):
        pieces.append([pattern[position : group.start()]])
        alone = pattern[: group.start()][-1:].strip() == "" and pattern[group.end() :][:1].strip() == ""
        pieces.append(_choices(group[1].split("|"), together=alone))
        position = group.end()
    pieces.append([pattern[position:]])
    if any("(" in piece[0] or ")" in piece[0] for piece in pieces[::2]):
        raise LexiconError(f"unbalanced or nested brackets in {pattern!r}; write (one|other).")
    if math.prod(map(len, pieces)) > _MOST_VARIANTS:
        raise LexiconError(f"{pattern!r} stands for more than {_MOST_VARIANTS:,} patterns.")
    variants = (" ".join("".join(parts).split()) for parts in itertools.product(*pieces))
    return list(dict.fromkeys(variants))


def _choices(alternatives: list[str], *, together: bool) -> list[str]:
    """Return the texts that may stand in a group's place."""
    words = [" ".join(alternative.split()) for alternative in alternatives]
    if not together:
        return words
    single = [word for word in words if _PLAIN.fullmatch(word)]
    rest = [word for word in words if not _PLAIN.fullmatch(word)]
    return ([f"({'|'.join(single)})"] if len(single) > 1 else single) + rest


def cut_patterns(patterns: Sequence[str]) -> list[tuple[str, ...]]:
    """Return each spelled-out pattern as a tuple of globs, by the same rules by which texts are cut into words."""
    pieces = [re.findall(r"\([^()]*\)|[^\s()]+", pattern) for pattern in patterns]
    words = sorted({word for row in pieces for piece in row for word in piece.strip("()").split("|")})
    cut = dict(zip(words, _cut(words), strict=True))
    return [tuple(word for piece in row for word in _place(piece, cut)) for row in pieces]


def _place(piece: str, cut: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the words of a piece: one place for a group, the piece's own words otherwise."""
    if not piece.startswith("("):
        return cut[piece]
    return ("|".join(sorted({cut[word][0] for word in piece.strip("()").split("|") if cut[word]})),)


def _cut(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Tokenise words that may hold stars."""
    # A star is tokenised as the letter x and put back by its place.
    tokens = tokenize([word.replace("*", "x") for word in words])
    bounds = tokens.first
    return [
        tuple(normalize_word(word[tokens.start[row] : tokens.end[row]]) for row in range(bounds[i], bounds[i + 1]))
        for i, word in enumerate(words)
    ]
