"""Find the entries of all lexicons in one pass over the tokens.

Patterns are resolved on the vocabulary: each new word is looked up once and gets the list of entries that it
can be part of. Tokens are then matched by their type ids alone. An entry of several words hangs on its rarest
looking word (the anchor); where that word occurs, the words around it are checked.

Contents: `Matches`, `Matcher`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toolkit.lexicons.lexicon import Entry, Lexicon
from toolkit.text.tokens import Tokens
from toolkit.text.vocabulary import Vocabulary

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

# Words too frequent to hang an entry on, when it has another.
_FREQUENT = frozenset(
    """* the a an of to in on for and or but by with from at as is are was were be been being it its that this
    not no has have had will would can could may might do does did he she they we you i his her their our all
    out up off down over into about more than so one who which what when there if""".split()
)


@dataclass(frozen=True)
class Matches:
    """Places where entries match: row of the first token, number of tokens, and the entry's number."""

    token: Longs
    length: Longs
    entry: Longs

    def __len__(self) -> int:
        return len(self.token)

    def take(self, keep: npt.NDArray[np.bool_] | Longs) -> "Matches":
        """Return the chosen matches."""
        return Matches(self.token[keep], self.length[keep], self.entry[keep])


class _Lists:
    """A growing list of lists of integers, kept as two flat arrays so that numpy can expand it."""

    def __init__(self) -> None:
        self.count: Longs = np.empty(0, dtype=np.int64)
        self.flat: Longs = np.empty(0, dtype=np.int64)
        self._first: Longs = np.empty(0, dtype=np.int64)

    def extend(self, lists: list[list[int]]) -> None:
        self.count = np.concatenate([self.count, np.array([len(one) for one in lists], dtype=np.int64)])
        flat = [value for one in lists for value in one]
        self.flat = np.concatenate([self.flat, np.array(flat, dtype=np.int64)])
        self._first = np.cumsum(self.count) - self.count

    def expand(self, rows: Ints) -> tuple[Longs, Longs]:
        """Return, for every member of the lists named by `rows`, the index into `rows` and the member."""
        hit = np.flatnonzero(self.count[rows])
        chosen = rows[hit]
        count = self.count[chosen]
        if not len(hit) or count.max() == 1:
            return hit, self.flat[self._first[chosen]]
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        return np.repeat(hit, count), self.flat[np.repeat(self._first[chosen], count) + within]


class Matcher:
    """All entries of several lexicons, ready to be matched on tokens of one vocabulary.

    `entries[i]` is the entry with number i, `lexicon_of[i]` the index of its lexicon, `category_of[i]` the index
    of its category within the lexicon (-1 for the ignore list), `weight_of[i]` its weight.
    """

    def __init__(self, lexicons: Sequence[Lexicon], vocabulary: Vocabulary) -> None:
        self.lexicons = tuple(lexicons)
        self.vocabulary = vocabulary
        rows = [(i, c, e) for i, lexicon in enumerate(lexicons) for c, e in _numbered(lexicon)]
        self.entries: list[Entry] = [entry for _, _, entry in rows]
        self.lexicon_of = np.array([i for i, _, _ in rows], dtype=np.int64)
        self.category_of = np.array([c for _, c, _ in rows], dtype=np.int64)
        self.weight_of = np.array([entry.weight for entry in self.entries], dtype=np.float32)
        self.length_of = np.array([len(entry.words) for entry in self.entries], dtype=np.int64)
        self._globs = _Globs(word for entry in self.entries for word in entry.words)
        self._rank = np.argsort(sorted(range(len(rows)), key=self._literalness))
        self._prepare()
        self._n_words = 0

    def _prepare(self) -> None:
        """Hang single words and anchors on their globs; lay out the words of longer entries."""
        glob_of = self._globs.number
        self._single_at: dict[int, list[int]] = defaultdict(list)
        self._anchored_at: dict[int, list[int]] = defaultdict(list)
        self._anchor = np.zeros(len(self.entries), dtype=np.int64)
        self._words = np.full((len(self.entries), int(self.length_of.max())), -1, dtype=np.int64)
        for i, entry in enumerate(self.entries):
            numbers = [glob_of[word] for word in entry.words]
            if len(numbers) == 1:
                self._single_at[numbers[0]].append(i)
                continue
            self._words[i, : len(numbers)] = numbers
            self._anchor[i] = _anchor(entry.words)
            self._anchored_at[numbers[self._anchor[i]]].append(i)
        self._sequence_globs = set(self._words.ravel().tolist()) - {-1, self._globs.any_word}
        self._single, self._anchored = _Lists(), _Lists()
        self._pairs: Longs = np.empty(0, dtype=np.int64)

    def _resolve_new_words(self) -> None:
        """Look up each word that the vocabulary gained since the last call."""
        words = self.vocabulary.words[self._n_words :]
        if not words:
            return
        found = [self._globs.matching(word) for word in words]
        self._single.extend(
            [self._one_a_category([e for g in globs for e in self._single_at.get(g, ())]) for globs in found]
        )
        self._anchored.extend([[e for g in globs for e in self._anchored_at.get(g, ())] for globs in found])
        pairs = [
            (self._n_words + i) * len(self._globs) + g
            for i, globs in enumerate(found)
            for g in globs
            if g in self._sequence_globs
        ]
        self._pairs = np.sort(np.concatenate([self._pairs, np.array(pairs, dtype=np.int64)]))
        self._n_words = len(self.vocabulary)

    def _one_a_category(self, entries: list[int]) -> list[int]:
        """Keep one entry for each lexicon and category: the most literal one, of equals the first."""
        if len(entries) < 2:
            return entries
        best: dict[tuple[int, int], int] = {}
        for entry in sorted(entries, key=self._literalness):
            best.setdefault((int(self.lexicon_of[entry]), int(self.category_of[entry])), entry)
        return list(best.values())

    def _literalness(self, entry: int) -> tuple[int, int]:
        """Sort key: patterns with more letters first, then in the order of the lexicon."""
        return -len(self.entries[entry].pattern.replace("*", "")), entry

    def match(self, tokens: Tokens) -> Matches:
        """Return all matches of all lexicons, sorted by place, entries of the ignore lists left out."""
        self._resolve_new_words()
        token, entry = self._single.expand(tokens.type_id)
        singles = Matches(token, np.ones(len(token), dtype=np.int64), entry)
        sequences = self._match_sequences(tokens)
        kept = self._longest_wins(singles, sequences, len(tokens))
        kept = kept.take(self.category_of[kept.entry] >= 0)
        return kept.take(np.lexsort((kept.entry, kept.length, kept.token)))

    def _match_sequences(self, tokens: Tokens) -> Matches:
        """Match the entries of several words around their anchors."""
        anchor, entry = self._anchored.expand(tokens.type_id)
        length = self.length_of[entry]
        token = anchor - self._anchor[entry]
        inside = (token >= 0) & (token + length <= len(tokens))
        token, entry, length = token[inside], entry[inside], length[inside]
        same = tokens.sentence_id[token] == tokens.sentence_id[token + length - 1]
        token, entry, length = token[same], entry[same], length[same]
        for place in range(self._words.shape[1]):
            glob = self._words[entry, place]
            unchecked = np.flatnonzero(
                (glob >= 0) & (glob != self._globs.any_word) & (place != self._anchor[entry])
            )
            fits = np.ones(len(entry), dtype=np.bool_)
            pair = (
                tokens.type_id[token[unchecked] + place].astype(np.int64) * len(self._globs) + glob[unchecked]
            )
            fits[unchecked] = self._is_pair(pair)
            token, entry, length = token[fits], entry[fits], length[fits]
        return self._distinct(Matches(token, length, entry))

    def _distinct(self, matches: Matches) -> Matches:
        """Keep one match for each span, lexicon and category: the most literal entry."""
        if len(matches) < 2:
            return matches
        group = (
            matches.token,
            matches.length,
            self.lexicon_of[matches.entry],
            self.category_of[matches.entry],
        )
        order = np.lexsort((self._rank[matches.entry], *group))
        new = np.zeros(len(order), dtype=np.bool_)
        new[0] = True
        for column in group:
            new[1:] |= column[order][1:] != column[order][:-1]
        return matches.take(order[new])

    def _is_pair(self, pairs: Longs) -> npt.NDArray[np.bool_]:
        """Tell which (word, glob) pairs fit."""
        if not len(self._pairs):
            return np.zeros(len(pairs), dtype=np.bool_)
        place = np.minimum(np.searchsorted(self._pairs, pairs), len(self._pairs) - 1)
        return self._pairs[place] == pairs

    def _longest_wins(self, singles: Matches, sequences: Matches, n_tokens: int) -> Matches:
        """Drop, within each lexicon, matches that a longer one or an ignored one of the same length covers."""
        ignored = self.category_of[singles.entry] < 0
        strong = _join(sequences, singles.take(ignored))
        plain = singles.take(~ignored)
        if not len(strong):
            return plain
        # One row of tokens for each lexicon, so that lexicons do not meet.
        offset = self.lexicon_of * n_tokens
        accepted, covered = self._accept(strong, offset, len(self.lexicons) * n_tokens)
        free = ~covered[plain.token + offset[plain.entry]]
        return _join(plain.take(free), accepted)

    def _accept(self, spans: Matches, offset: Longs, size: int) -> tuple[Matches, npt.NDArray[np.bool_]]:
        """Accept spans from the longest down; equal ones from the left; return them and what they cover."""
        covered = np.zeros(size, dtype=np.bool_)
        best = np.zeros(size, dtype=np.int64)
        first = spans.token + offset[spans.entry]
        rank = (spans.length * 2 + (self.category_of[spans.entry] < 0)) * (size + 1) + (size - first)
        remaining = np.arange(len(spans))
        chosen = []
        while len(remaining):
            cells, owner = _cells(first[remaining], spans.length[remaining])
            best[cells] = 0
            np.maximum.at(best, cells, rank[remaining][owner])
            lost = (
                np.bincount(owner, weights=best[cells] > rank[remaining][owner], minlength=len(remaining)) > 0
            )
            won = remaining[~lost]
            chosen.append(won)
            covered[_cells(first[won], spans.length[won])[0]] = True
            blocked = np.bincount(owner, weights=covered[cells], minlength=len(remaining)) > 0
            remaining = remaining[lost & ~blocked]
        return spans.take(np.concatenate(chosen)), covered


def _numbered(lexicon: Lexicon) -> list[tuple[int, Entry]]:
    """Return the entries with the index of their category, -1 for the ignore list."""
    counted = [(c, entry) for c, category in enumerate(lexicon.categories) for entry in category.entries]
    return counted + [(-1, entry) for entry in lexicon.ignore]


def _anchor(words: tuple[str, ...]) -> int:
    """Return the place of the word that is likely the rarest: the longest one that is not too frequent."""
    return max(range(len(words)), key=lambda i: (words[i] not in _FREQUENT, len(words[i].strip("*"))))


def _join(first: Matches, second: Matches) -> Matches:
    pairs = zip(
        (first.token, first.length, first.entry), (second.token, second.length, second.entry), strict=True
    )
    return Matches(*(np.concatenate(pair) for pair in pairs))


def _cells(first: Longs, length: Longs) -> tuple[Longs, Longs]:
    """Return all cells that the spans cover, and for each the index of its span."""
    owner = np.repeat(np.arange(len(first)), length)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(length) - length, length)
    return first[owner] + within, owner


class _Globs:
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
