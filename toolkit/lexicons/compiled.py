"""The entries of several lexicons laid out for matching.

Compiling is done once for each set of lexicons and kept, so that measuring a second corpus starts at once.

Contents: `Lists`, `CompiledLexicons`, `Hooks`, `Globs`, `compile_lexicons`.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

from toolkit.lexicons.lexicon import Entry, Lexicon

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]

_NO_NUMBERS: Longs = np.empty(0, dtype=np.int64)

# The bit of a quick test that every word passes.
ANY_WORD = np.uint64(1 << 63)

# Words too frequent to look for an entry by, when it has others.
_FREQUENT = frozenset(
    """* the a an of to in on for and or but by with from at as is are was were be been being it its that this
    not no has have had will would can could may might do does did he she they we you i his her their our all
    out up off down over into about more than so one who which what when there if 's""".split()
)


class Lists:
    """A growing list of lists of integers, kept as two flat arrays so that numpy can expand it."""

    def __init__(self, count: Longs = _NO_NUMBERS, flat: Longs = _NO_NUMBERS) -> None:
        self.count, self.flat = count, flat
        self.filled = count > 0
        self._first = np.cumsum(count) - count

    @classmethod
    def of(cls, owner: Longs, member: Longs, count: int) -> "Lists":
        """Return `count` lists, given in any order the number of a list and a member that it has."""
        return cls(np.bincount(owner, minlength=count), member[np.argsort(owner, kind="stable")])

    def extended(self, other: "Lists") -> "Lists":
        """Return these lists with the other ones after them."""
        return Lists(np.concatenate([self.count, other.count]), np.concatenate([self.flat, other.flat]))

    def expand(self, rows: Ints | Longs) -> tuple[Longs, Longs]:
        """Return, for every member of the lists named by `rows`, the index into `rows` and the member."""
        hit = np.flatnonzero(self.filled[rows])
        chosen = rows[hit]
        count = self.count[chosen]
        if not len(hit) or count.max() == 1:
            return hit, self.flat[self._first[chosen]]
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        return np.repeat(hit, count), self.flat[np.repeat(self._first[chosen], count) + within]


class CompiledLexicons:
    """All entries of several lexicons, numbered, with the words they hang on.

    `entries[i]` is the entry with number i, `lexicon_of[i]` the index of its lexicon, `category_of[i]` the index
    of its category within the lexicon (-1 for the ignore list), `weight_of[i]` its weight, `length_of[i]` its number
    of words. Entries of one length, lexicon and category have the same `group_of[i]`; `order_of[i]` sorts by group, and
    within groups from the most literal entry down. `single_at` lists the entries of one word for each glob. An entry of
    several words is looked for by two of them: `hooks` tells which. Its `n_others[i]` other words, but for stars, are
    the globs `others[k, i]` at the places `place_of_other[k, i]`, the longest one first.
    """

    def __init__(self, lexicons: tuple[Lexicon, ...]) -> None:
        self.lexicons = lexicons
        rows = [(i, c, e) for i, lexicon in enumerate(lexicons) for c, e in _numbered(lexicon)]
        self.entries: list[Entry] = [entry for _, _, entry in rows]
        self.lexicon_of = np.array([i for i, _, _ in rows], dtype=np.int64)
        self.category_of = np.array([c for _, c, _ in rows], dtype=np.int64)
        self.is_ignored = self.category_of < 0
        self.weight_of = np.array([entry.weight for entry in self.entries], dtype=np.float32)
        self.length_of = np.array([len(entry.words) for entry in self.entries], dtype=np.int64)
        literal = np.array([sum(map(_n_letters, entry.words)) for entry in self.entries], dtype=np.int64)
        group = np.stack([self.length_of, self.lexicon_of, self.category_of])
        self.group_of = np.unique(group, axis=1, return_inverse=True)[1].reshape(-1)
        self.order_of = np.argsort(np.lexsort((-literal, self.group_of)))
        self.globs = Globs(word for entry in self.entries for word in entry.words)
        self.bit_of = _bits(self.globs)
        self._hang_up_singles()
        self._hang_up_sequences()

    def _hang_up_singles(self) -> None:
        """Hang the entries of one word on their globs."""
        single = np.flatnonzero(self.length_of == 1)
        glob = np.array([self.globs.number[self.entries[i].words[0]] for i in single], dtype=np.int64)
        self.single_at = Lists.of(glob, single, len(self.globs))

    def _hang_up_sequences(self) -> None:
        """Hang the entries of several words on two of them, and list their other words."""
        hooks: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
        others: list[list[tuple[int, int]]] = [[] for _ in self.entries]
        self.in_sequence = np.zeros(len(self.globs), dtype=np.bool_)
        shared = Counter(_pair_of(entry.words, pair) for entry in self.entries for pair in _pairs(entry.words))
        for i in np.flatnonzero(self.length_of > 1).tolist():
            words = self.entries[i].words
            numbers = [self.globs.number[word] for word in words]
            self.in_sequence[numbers] = True
            left, right = _hook(words, shared)
            hooks[right - left].append((numbers[left], numbers[right], i, left))
            places = [k for k in range(len(words)) if words[k] != "*" and k not in (left, right)]
            others[i] = sorted(((numbers[k], k) for k in places), key=lambda other: -_n_letters(words[other[1]]))
        self.hooks = {gap: Hooks(rows, len(self.globs)) for gap, rows in sorted(hooks.items())}
        self.n_others = np.array([len(row) for row in others], dtype=np.int64)
        self.others, self.place_of_other = _columns(others)

    def singles_of(self, word: Longs, glob: Longs) -> tuple[Longs, Longs]:
        """Return (word, entry) for entries of one word, given pairs of words and the globs that they fit."""
        pair, entry = self.single_at.expand(glob)
        word = word[pair]
        kept = self.most_literal(word, entry)
        return word[kept], entry[kept]

    def most_literal(self, place: Longs, entry: Longs) -> Longs:
        """Return which of these entries at these places to keep, sorted by place.

        One is kept for each place, length, lexicon and category: the most literal one, of equals the first listed.
        """
        order = np.argsort(place * len(self.entries) + self.order_of[entry])
        place, group = place[order], self.group_of[entry[order]]
        new = np.ones(len(order), dtype=np.bool_)
        new[1:] = (place[1:] != place[:-1]) | (group[1:] != group[:-1])
        return order[new]


class Hooks:
    """Entries of several words, looked for by two of their words that stand a certain gap apart.

    Hook h is the pair of globs `left[h]`, `right[h]`; `members` lists the rows of `entry` and `offset` that belong to
    it: the entries, and the place of the left word in each. With a gap of 0 both are the same word, for entries all of
    whose other words are stars.
    """

    def __init__(self, rows: list[tuple[int, int, int, int]], n_globs: int) -> None:
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        key = table[:, 0] * n_globs + table[:, 1]
        order = np.argsort(key, kind="stable")
        self.entry, self.offset = table[order, 2], table[order, 3]
        keys, count = np.unique(key[order], return_counts=True)
        self.left, self.right = keys // n_globs, keys % n_globs
        self.members = Lists(count, np.arange(len(order)))
        self.with_left, self.with_right = _by_value(self.left, n_globs), _by_value(self.right, n_globs)
        # One of 64 bits for each right glob, and for each left glob the bits of all its partners: two words can
        # make a hook only if their bits meet.
        self.bit = np.zeros(n_globs, dtype=np.uint64)
        self.bit[self.right] = np.uint64(1) << (self.right % 64).astype(np.uint64)
        self.partners = united(self.bit[self.right], self.left, n_globs)


def united(bits: Bits, owner: Longs, count: int) -> Bits:
    """Return the union of the bits that each of `count` owners has."""
    union = np.zeros(count, dtype=np.uint64)
    np.bitwise_or.at(union, owner, bits)
    return union


def _columns(rows: list[list[tuple[int, int]]]) -> tuple[Longs, Longs]:
    """Return the first and the second numbers of the pairs, one column a row, filled up with (-1, 0)."""
    longest = max(map(len, rows))
    filled = [row + [(-1, 0)] * (longest - len(row)) for row in rows]
    table = np.array(filled, dtype=np.int64).reshape(len(rows), longest, 2)
    return np.ascontiguousarray(table[:, :, 0].T), np.ascontiguousarray(table[:, :, 1].T)


def _by_value(values: Longs, size: int) -> Lists:
    """Return for each number below `size` the places where it stands among the values."""
    return Lists.of(values, np.arange(len(values)), size)


def _bits(globs: "Globs") -> Bits:
    """Return one of 63 bits for each glob, ANY_WORD for the lone star and, at the end, for the place -1."""
    bits = np.uint64(1) << (np.arange(len(globs) + 1) % 63).astype(np.uint64)
    bits[[globs.any_word, -1]] = ANY_WORD
    return bits


@lru_cache(maxsize=8)
def compile_lexicons(lexicons: tuple[Lexicon, ...]) -> CompiledLexicons:
    """Return the lexicons laid out for matching; the same object for the same lexicons."""
    return CompiledLexicons(lexicons)


def _numbered(lexicon: Lexicon) -> list[tuple[int, Entry]]:
    """Return the entries with the index of their category, -1 for the ignore list."""
    counted = [(c, entry) for c, category in enumerate(lexicon.categories) for entry in category.entries]
    return counted + [(-1, entry) for entry in lexicon.ignore]


def _pairs(words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the places of all pairs of words that are not stars; one word alone makes a pair with itself."""
    places = [i for i, word in enumerate(words) if word != "*"]
    return list(combinations(places, 2)) or [(places[0], places[0])]


def _pair_of(words: tuple[str, ...], pair: tuple[int, int]) -> tuple[str, str, int]:
    """Return the two words and the distance between them."""
    return words[pair[0]], words[pair[1]], pair[1] - pair[0]


def _hook(words: tuple[str, ...], shared: Counter[tuple[str, str, int]]) -> tuple[int, int]:
    """Return the pair by which to look for an entry: rare words, near to each other, with few alternatives."""

    def fitness(pair: tuple[int, int]) -> tuple[int, int, int, int]:
        left, right, gap = _pair_of(words, pair)
        n_words = (left + right).count("|")
        return _is_rare(left) + _is_rare(right), -gap, -n_words, -shared[left, right, gap]

    return max(_pairs(words), key=fitness)


def _is_rare(word: str) -> bool:
    return _FREQUENT.isdisjoint(word.split("|"))


def _n_letters(word: str) -> int:
    """Return how much of a word a pattern fixes: the letters of its shortest alternative."""
    return min(len(one.replace("*", "")) for one in word.split("|"))


class Globs:
    """The distinct words of all patterns, and which of them given words fit."""

    def __init__(self, words: Iterable[str]) -> None:
        self.number: dict[str, int] = {}
        for word in words:
            self.number.setdefault(word, len(self.number))
        self.any_word = self.number.get("*", -1)
        self._exact: dict[str, list[int]] = defaultdict(list)
        prefixes: list[tuple[str, int]] = []
        suffixes: list[tuple[str, int]] = []
        self._others: list[tuple[re.Pattern[str], int]] = []
        for word, number in self.number.items():
            for alternative in word.split("|") if number != self.any_word else ():
                stem = alternative.strip("*")
                if "*" not in alternative:
                    self._exact[alternative].append(number)
                elif "*" not in stem and alternative == stem + "*":
                    prefixes.append((stem, number))
                elif "*" not in stem and alternative == "*" + stem:
                    suffixes.append((stem[::-1], number))
                else:
                    pattern = ".*".join(re.escape(piece) for piece in re.split(r"\*+", alternative))
                    self._others.append((re.compile(pattern, re.DOTALL), number))
        self._prefixes, self._suffixes = _Stems(prefixes), _Stems(suffixes)
        self._endings = tuple(stem[::-1] for stem, _ in suffixes)
        either = "|".join(pattern.pattern for pattern, _ in self._others)
        self._any_other = re.compile(either or r"(?!)", re.DOTALL)

    def __len__(self) -> int:
        return len(self.number)

    def matching(self, words: list[str]) -> tuple[Longs, Longs]:
        """Return pairs of a word's index and the number of a glob that it fits, sorted; lone stars are left out."""
        pairs = [(i, n) for i, word in enumerate(words) if word in self._exact for n in self._exact[word]]
        pairs += [
            (i, number)
            for i, word in enumerate(words)
            if self._any_other.fullmatch(word)
            for pattern, number in self._others
            if pattern.fullmatch(word)
        ]
        listed = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        by_start = self._prefixes.beginning(words)
        ending = [i for i, word in enumerate(words) if word.endswith(self._endings)]
        by_end = self._suffixes.beginning([words[i][::-1] for i in ending])
        word = np.concatenate([listed[:, 0], by_start[0], np.array(ending, dtype=np.int64)[by_end[0]]])
        glob = np.concatenate([listed[:, 1], by_start[1], by_end[1]])
        key = np.unique(word * len(self.number) + glob)
        return key // len(self.number), key % len(self.number)


class _Stems:
    """Beginnings of words, found in a list of words by sorting it."""

    def __init__(self, stems: list[tuple[str, int]]) -> None:
        self._number = np.array([number for _, number in stems], dtype=np.int64)
        self._low = np.array([stem for stem, _ in stems], dtype=object)
        # Every word that begins with the stem sorts before the stem followed by the last character there is.
        self._high = np.array([stem + chr(sys.maxunicode) for stem, _ in stems], dtype=object)

    def beginning(self, words: list[str]) -> tuple[Longs, Longs]:
        """Return pairs of the index of a word and the number of a stem with which it begins."""
        if not len(self._number):
            return _NO_NUMBERS, _NO_NUMBERS
        order = np.array(sorted(range(len(words)), key=words.__getitem__), dtype=np.int64)
        in_order = np.array([words[i] for i in order], dtype=object)
        first, last = np.searchsorted(in_order, self._low), np.searchsorted(in_order, self._high)
        count = last - first
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        return order[np.repeat(first, count) + within], np.repeat(self._number, count)
