"""The entries of several lexicons laid out for matching.

Compiling is done once for each set of lexicons and kept, so that measuring a second corpus starts at once.

Contents: `CompiledLexicons`, `compile_lexicons`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from toolkit.lexicons.lexicon import Entry, Lexicon

# Words too frequent to hang an entry on, when it has another.
_FREQUENT = frozenset(
    """* the a an of to in on for and or but by with from at as is are was were be been being it its that this
    not no has have had will would can could may might do does did he she they we you i his her their our all
    out up off down over into about more than so one who which what when there if""".split()
)


class CompiledLexicons:
    """All entries of several lexicons, numbered, with the words they hang on.

    `entries[i]` is the entry with number i, `lexicon_of[i]` the index of its lexicon, `category_of[i]` the index
    of its category within the lexicon (-1 for the ignore list), `weight_of[i]` its weight, `length_of[i]` its number
    of words, `rank_of[i]` its place when entries are sorted from the most literal one down. `words[i]` holds the
    globs of an entry of several words and `anchor[i]` the place of its rarest looking word; `single_at` and
    `anchored_at` list the entries that hang on each glob.
    """

    def __init__(self, lexicons: tuple[Lexicon, ...]) -> None:
        self.lexicons = lexicons
        rows = [(i, c, e) for i, lexicon in enumerate(lexicons) for c, e in _numbered(lexicon)]
        self.entries: list[Entry] = [entry for _, _, entry in rows]
        self.patterns = [entry.pattern for entry in self.entries]
        self.lexicon_of = np.array([i for i, _, _ in rows], dtype=np.int64)
        self.category_of = np.array([c for _, c, _ in rows], dtype=np.int64)
        self.weight_of = np.array([entry.weight for entry in self.entries], dtype=np.float32)
        self.length_of = np.array([len(entry.words) for entry in self.entries], dtype=np.int64)
        literal = np.array([len(pattern.replace("*", "")) for pattern in self.patterns])
        self.rank_of = np.argsort(np.argsort(-literal, kind="stable"), kind="stable")
        self.globs = Globs(word for entry in self.entries for word in entry.words)
        self._hang_up()

    def _hang_up(self) -> None:
        """Hang single words and anchors on their globs; lay out the words of longer entries."""
        number_of = self.globs.number
        self.single_at: dict[int, list[int]] = defaultdict(list)
        self.anchored_at: dict[int, list[int]] = defaultdict(list)
        self.anchor = np.zeros(len(self.entries), dtype=np.int64)
        self.words = np.full((len(self.entries), int(self.length_of.max())), -1, dtype=np.int64)
        for i, entry in enumerate(self.entries):
            numbers = [number_of[word] for word in entry.words]
            if len(numbers) == 1:
                self.single_at[numbers[0]].append(i)
                continue
            self.words[i, : len(numbers)] = numbers
            self.anchor[i] = _anchor(entry.words)
            self.anchored_at[numbers[self.anchor[i]]].append(i)
        self.sequence_globs = set(np.unique(self.words).tolist()) - {-1, self.globs.any_word}

    def singles_of(self, globs: list[int]) -> list[int]:
        """Return the entries of one word that hang on these globs, one for each lexicon and category.

        Of several in one category the most literal is kept, of equals the first.
        """
        entries = [entry for glob in globs for entry in self.single_at.get(glob, ())]
        if len(entries) < 2:
            return entries
        best: dict[tuple[int, int], int] = {}
        for entry in sorted(entries, key=self.rank_of.__getitem__):
            best.setdefault((int(self.lexicon_of[entry]), int(self.category_of[entry])), entry)
        return list(best.values())

    def anchored_of(self, globs: list[int]) -> list[int]:
        """Return the entries of several words whose anchor is one of these globs."""
        return [entry for glob in globs for entry in self.anchored_at.get(glob, ())]


@lru_cache(maxsize=8)
def compile_lexicons(lexicons: tuple[Lexicon, ...]) -> CompiledLexicons:
    """Return the lexicons laid out for matching; the same object for the same lexicons."""
    return CompiledLexicons(lexicons)


def _numbered(lexicon: Lexicon) -> list[tuple[int, Entry]]:
    """Return the entries with the index of their category, -1 for the ignore list."""
    counted = [(c, entry) for c, category in enumerate(lexicon.categories) for entry in category.entries]
    return counted + [(-1, entry) for entry in lexicon.ignore]


def _anchor(words: tuple[str, ...]) -> int:
    """Return the place of the word that is likely the rarest: the longest one that is not too frequent."""
    return max(range(len(words)), key=lambda i: (words[i] not in _FREQUENT, len(words[i].strip("*"))))


class Globs:
    """The distinct words of all patterns, and which of them a given word fits."""

    def __init__(self, words: Iterable[str]) -> None:
        self.number: dict[str, int] = {}
        for word in words:
            self.number.setdefault(word, len(self.number))
        self.any_word = self.number.get("*", -1)
        self._prefixes: dict[str, int] = {}
        self._suffixes: dict[str, int] = {}
        self._others: list[tuple[re.Pattern[str], int]] = []
        for word, number in self.number.items():
            stem = word.strip("*")
            if "*" not in word or number == self.any_word:
                continue
            if word == stem + "*":
                self._prefixes[stem] = number
            elif word == "*" + stem:
                self._suffixes[stem] = number
            else:
                pattern = ".*".join(re.escape(piece) for piece in re.split(r"\*+", word))
                self._others.append((re.compile(pattern, re.DOTALL), number))
        self._longest = max(map(len, [*self._prefixes, *self._suffixes]), default=0)

    def __len__(self) -> int:
        return len(self.number)

    def matching(self, word: str) -> list[int]:
        """Return the numbers of all globs that the word fits, except the lone star."""
        found = [self.number[word]] if word in self.number and "*" not in word else []
        for size in range(1, min(len(word), self._longest) + 1):
            if word[:size] in self._prefixes:
                found.append(self._prefixes[word[:size]])
            if word[-size:] in self._suffixes:
                found.append(self._suffixes[word[-size:]])
        found += [number for pattern, number in self._others if pattern.fullmatch(word)]
        return found
