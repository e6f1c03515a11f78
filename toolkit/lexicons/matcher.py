"""Find the entries of all lexicons in one pass over the tokens.

Patterns are resolved on the vocabulary: each new word is looked up once and gets the list of entries that it
can be part of. Tokens are then matched by their type ids alone. An entry of several words is looked for by two of
its words (its hook); where both stand at the right distance, the other words are checked.

Contents: `Matches`, `Matcher`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toolkit.lexicons.compiled import Hooks, compile_lexicons
from toolkit.lexicons.lexicon import Lexicon
from toolkit.text.tokens import Tokens
from toolkit.text.vocabulary import Vocabulary

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]


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

    def extend(self, count: Longs, flat: Longs) -> None:
        """Append lists, given by their lengths and their members one after the other."""
        self.count = np.concatenate([self.count, count])
        self.flat = np.concatenate([self.flat, flat])
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


class _WordHooks:
    """The hooks of one gap, resolved for the words of a vocabulary."""

    def __init__(self, hooks: Hooks) -> None:
        self.hooks = hooks
        self.left, self.right = _Lists(), _Lists()
        self.partners = np.empty(0, dtype=np.uint64)
        self.bits = np.empty(0, dtype=np.uint64)

    def extend(self, word: Longs, glob: Longs, n_words: int) -> None:
        """Add n_words new words, given as pairs of a word's number among them and a glob that it fits."""
        sides = ((self.left, self.hooks.is_left), (self.right, self.hooks.is_right))
        for lists, is_side in sides:
            keep = is_side[glob]
            lists.extend(np.bincount(word[keep], minlength=n_words), glob[keep])
        partners, bits = np.zeros(n_words, dtype=np.uint64), np.zeros(n_words, dtype=np.uint64)
        np.bitwise_or.at(partners, word, self.hooks.partners[glob])
        np.bitwise_or.at(bits, word, self.hooks.bit[glob])
        self.partners = np.concatenate([self.partners, partners])
        self.bits = np.concatenate([self.bits, bits])

    def find(self, types: Ints, gap: int) -> tuple[Longs, Longs]:
        """Return candidates: the row of the first token and the entry, for every pair of words that is a hook."""
        end = len(types) - gap
        place = np.flatnonzero(self.partners[types[:end]] & self.bits[types[gap:]]) if end > 0 else np.empty(0, int)
        row, left = self.left.expand(types[place])
        again, right = self.right.expand(types[place[row] + gap])
        hit, entry, offset = self.hooks.entries_of(left[again], right)
        return place[row][again][hit] - offset, entry


class Matcher:
    """Matches several lexicons on tokens of one vocabulary; `compiled` numbers their entries."""

    def __init__(self, lexicons: Sequence[Lexicon], vocabulary: Vocabulary) -> None:
        self.compiled = compile_lexicons(tuple(lexicons))
        self.vocabulary = vocabulary
        self._n_words = 0
        self._single = _Lists()
        self._hooks = {gap: _WordHooks(hooks) for gap, hooks in self.compiled.hooks.items()}
        self._pairs: Longs = np.empty(0, dtype=np.int64)
        self._bits = np.empty(0, dtype=np.uint64)

    def _resolve_new_words(self) -> None:
        """Look up each word that the vocabulary gained since the last call."""
        compiled = self.compiled
        found = [compiled.globs.matching(word) for word in self.vocabulary.words[self._n_words :]]
        if not found:
            return
        self._single.extend(*_flatten([compiled.singles_of(globs) if globs else () for globs in found]))
        count, flat = _flatten(found)
        word = np.repeat(np.arange(len(found)), count)
        for hooks in self._hooks.values():
            hooks.extend(word, flat, len(found))
        pairs = (word + self._n_words) * len(compiled.globs) + flat
        self._pairs = np.sort(np.concatenate([self._pairs, pairs[compiled.in_sequence[flat]]]))
        bits = np.zeros(len(found), dtype=np.uint64)
        np.bitwise_or.at(bits, word, np.uint64(1) << (flat % 64).astype(np.uint64))
        self._bits = np.concatenate([self._bits, bits])
        self._n_words = len(self.vocabulary)

    def match(self, tokens: Tokens) -> Matches:
        """Return all matches of all lexicons, sorted by place, entries of the ignore lists left out."""
        self._resolve_new_words()
        token, entry = self._single.expand(tokens.type_id)
        singles = Matches(token, np.ones(len(token), dtype=np.int64), entry)
        sequences = self._match_sequences(tokens)
        kept = self._longest_wins(singles, sequences, len(tokens))
        kept = kept.take(self.compiled.category_of[kept.entry] >= 0)
        return kept.take(np.argsort(kept.token * len(self.compiled.entries) + kept.entry, kind="stable"))

    def _match_sequences(self, tokens: Tokens) -> Matches:
        """Match the entries of several words: find their hooks, then check their other words."""
        found = [
            self._with_other_words(tokens, *hooks.find(tokens.type_id, gap), complete=2 if gap == 1 else 1)
            for gap, hooks in self._hooks.items()
        ]
        return self._distinct(_join([*found, Matches(*(np.empty(0, dtype=np.int64) for _ in range(3)))]))

    def _with_other_words(self, tokens: Tokens, token: Longs, entry: Longs, *, complete: int) -> Matches:
        """Keep candidates that fit into their sentence and whose words all match.

        Entries of `complete` words are matched by their hook already.
        """
        compiled = self.compiled
        length = compiled.length_of[entry]
        inside = (token >= 0) & (token + length <= len(tokens))
        token, entry, length = token[inside], entry[inside], length[inside]
        keep = tokens.sentence_id[token] == tokens.sentence_id[token + length - 1]
        longer = np.flatnonzero(keep & (length > complete))
        keep[longer] = False
        # First a quick test that lets few wrong words through, then the exact one.
        for test in (self._may_be_pair, self._is_pair):
            for place in range(compiled.words.shape[1]):
                glob = compiled.words[entry[longer], place]
                free = (glob < 0) | (glob == compiled.globs.any_word)
                word = tokens.type_id[np.minimum(token[longer] + place, len(tokens) - 1)].astype(np.int64)
                longer = longer[free | test(word, glob)]
        keep[longer] = True
        return Matches(token[keep], length[keep], entry[keep])

    def _distinct(self, matches: Matches) -> Matches:
        """Keep one match for each span, lexicon and category: the most literal entry."""
        if len(matches) < 2:
            return matches
        group = (
            matches.token,
            matches.length,
            self.compiled.lexicon_of[matches.entry],
            self.compiled.category_of[matches.entry],
        )
        order = np.lexsort((self.compiled.rank_of[matches.entry], *group))
        new = np.zeros(len(order), dtype=np.bool_)
        new[0] = True
        for column in group:
            new[1:] |= column[order][1:] != column[order][:-1]
        return matches.take(order[new])

    def _may_be_pair(self, word: Longs, glob: Longs) -> npt.NDArray[np.bool_]:
        """Tell which words may fit the globs; says no to most that do not."""
        return (self._bits[word] >> (glob % 64).astype(np.uint64)) & np.uint64(1) > 0

    def _is_pair(self, word: Longs, glob: Longs) -> npt.NDArray[np.bool_]:
        """Tell which words fit the globs."""
        if not len(self._pairs):
            return np.zeros(len(word), dtype=np.bool_)
        pairs = word * len(self.compiled.globs) + glob
        place = np.minimum(np.searchsorted(self._pairs, pairs), len(self._pairs) - 1)
        return self._pairs[place] == pairs

    def _longest_wins(self, singles: Matches, sequences: Matches, n_tokens: int) -> Matches:
        """Drop, within each lexicon, matches that a longer one or an ignored one of the same length covers."""
        ignored = self.compiled.category_of[singles.entry] < 0
        strong = _join([sequences, singles.take(ignored)])
        plain = singles.take(~ignored)
        if not len(strong):
            return plain
        # One row of tokens for each lexicon, so that lexicons do not meet.
        offset = self.compiled.lexicon_of * n_tokens
        accepted, covered = self._accept(strong, offset, len(self.compiled.lexicons) * n_tokens)
        free = ~covered[plain.token + offset[plain.entry]]
        return _join([plain.take(free), accepted])

    def _accept(self, spans: Matches, offset: Longs, size: int) -> tuple[Matches, npt.NDArray[np.bool_]]:
        """Accept spans from the longest down; equal ones from the left; return them and what they cover."""
        covered = np.zeros(size, dtype=np.bool_)
        best = np.zeros(size, dtype=np.int64)
        first = spans.token + offset[spans.entry]
        rank = (spans.length * 2 + (self.compiled.category_of[spans.entry] < 0)) * (size + 1) + (size - first)
        remaining = np.arange(len(spans))
        chosen = []
        while len(remaining):
            cells, owner = _cells(first[remaining], spans.length[remaining])
            best[cells] = 0
            np.maximum.at(best, cells, rank[remaining][owner])
            lost = np.bincount(owner, weights=best[cells] > rank[remaining][owner], minlength=len(remaining)) > 0
            won = remaining[~lost]
            chosen.append(won)
            covered[_cells(first[won], spans.length[won])[0]] = True
            blocked = np.bincount(owner, weights=covered[cells], minlength=len(remaining)) > 0
            remaining = remaining[lost & ~blocked]
        return spans.take(np.concatenate(chosen)), covered


def _flatten(lists: Sequence[Sequence[int]]) -> tuple[Longs, Longs]:
    """Return the lengths of the lists, and their members one after the other."""
    count = np.fromiter(map(len, lists), dtype=np.int64, count=len(lists))
    return count, np.fromiter((value for one in lists for value in one), dtype=np.int64, count=int(count.sum()))


def _join(pieces: Sequence[Matches]) -> Matches:
    columns = ("token", "length", "entry")
    return Matches(*(np.concatenate([getattr(piece, column) for piece in pieces]) for column in columns))


def _cells(first: Longs, length: Longs) -> tuple[Longs, Longs]:
    """Return all cells that the spans cover, and for each the index of its span."""
    owner = np.repeat(np.arange(len(first)), length)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(length) - length, length)
    return first[owner] + within, owner
