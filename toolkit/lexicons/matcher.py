"""Find the entries of all lexicons in one pass over the tokens.

Patterns are resolved on the vocabulary: each new word is looked up once and gets the list of entries that it
can be part of. Tokens are then matched by their type ids alone. An entry of several words is looked for by two of
its words (its hook): each new pair of words is looked up once too, and where a pair stands at the right distance, the
other words are checked.

Contents: `Matches`, `Matcher`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.lexicons.compiled import ANY_WORD, Hooks, Lists, compile_lexicons, united
from toolkit.lexicons.lexicon import Lexicon
from toolkit.text.tokens import Tokens
from toolkit.text.vocabulary import Vocabulary

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bits = npt.NDArray[np.unsignedinteger[Any]]
Fits = Callable[[Longs, Longs], npt.NDArray[np.bool_]]

MOST_PAIRS = 500_000  # of words kept; in a large corpus looking through all of them costs more than it saves


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


class _WordHooks:
    """The hooks of one gap, resolved for the words of a vocabulary.

    `left` and `right` list for each word the hooks of which it can be the left or the right word.
    """

    def __init__(self, hooks: Hooks) -> None:
        self.hooks = hooks
        self.left, self.right = Lists(), Lists()
        self._partners = np.empty(0, dtype=np.uint64)
        self._bits = np.empty(0, dtype=np.uint64)
        self._forget()

    def _forget(self) -> None:
        """Forget all pairs of words that were looked up."""
        self._known: Longs = np.empty(0, dtype=np.int64)
        self._members = Lists()

    def extend(self, word: Longs, glob: Longs, n_words: int) -> None:
        """Add n_words new words, given as pairs of a word's number among them and a glob that it fits."""
        pair, hook = self.hooks.with_left.expand(glob)
        self.left = self.left.extended(Lists.of(word[pair], hook, n_words))
        pair, hook = self.hooks.with_right.expand(glob)
        self.right = self.right.extended(Lists.of(word[pair], hook, n_words))
        self._partners = np.concatenate([self._partners, united(self.hooks.partners[glob], word, n_words)])
        self._bits = np.concatenate([self._bits, united(self.hooks.bit[glob], word, n_words)])

    def find(self, left: Longs, right: Longs, fits: Fits) -> tuple[Longs, Longs, Longs]:
        """Return candidates among pairs of words: the pair, the entry, and the place of the left word in it."""
        likely = np.flatnonzero(self._partners[left] & self._bits[right] > 0)
        if len(self._known) > MOST_PAIRS:
            self._forget()
        # The same words stand together again and again: each pair is looked up once.
        keys = left[likely] << 32 | right[likely]
        n_known = len(self._known)
        number, self._known = pd.factorize(np.concatenate([self._known, keys]))
        new = self._known[n_known:]
        self._members = self._members.extended(self._look_up(new >> 32, new & 0xFFFFFFFF, fits))
        hit, member = self._members.expand(number[n_known:])
        return likely[hit], self.hooks.entry[member], self.hooks.offset[member]

    def _look_up(self, left: Longs, right: Longs, fits: Fits) -> Lists:
        """List for each pair of words the members of the hooks that they make."""
        # Start from the word that has fewer hooks, and look whether the other one fits.
        by_left = self.left.count[left] <= self.right.count[right]
        first, second = np.flatnonzero(by_left), np.flatnonzero(~by_left)
        row, hook = self.left.expand(left[first])
        good = fits(right[first[row]], self.hooks.right[hook])
        other_row, other_hook = self.right.expand(right[second])
        other_good = fits(left[second[other_row]], self.hooks.left[other_hook])
        pair = np.concatenate([first[row[good]], second[other_row[other_good]]])
        hit, member = self.hooks.members.expand(np.concatenate([hook[good], other_hook[other_good]]))
        return Lists.of(pair[hit], member, len(left))


class Matcher:
    """Matches several lexicons on tokens of one vocabulary; `compiled` numbers their entries."""

    def __init__(self, lexicons: Sequence[Lexicon], vocabulary: Vocabulary) -> None:
        self.compiled = compile_lexicons(tuple(lexicons))
        self.vocabulary = vocabulary
        self._n_words = 0
        self._single = Lists()
        self._hooks = {gap: _WordHooks(hooks) for gap, hooks in self.compiled.hooks.items()}
        # One bit for each gap: can the word be the left one of a hook, or the right one? Eight gaps are the rule.
        flags = np.uint8 if len(self._hooks) <= 8 else np.uint64
        self._begins: Bits = np.empty(0, dtype=flags)
        self._ends: Bits = np.empty(0, dtype=flags)
        self._pairs: Longs = np.empty(0, dtype=np.int64)
        self._bits = np.empty(0, dtype=np.uint64)

    def _resolve_new_words(self) -> None:
        """Look up each word that the vocabulary gained since the last call."""
        compiled = self.compiled
        words = self.vocabulary.words[self._n_words :]
        if not words:
            return
        word, glob = compiled.globs.matching(words)
        owner, entry = compiled.singles_of(word, glob)
        self._single = self._single.extended(Lists.of(owner, entry, len(words)))
        for hooks in self._hooks.values():
            hooks.extend(word, glob, len(words))
        self._begins = self._gap_flags([hooks.left for hooks in self._hooks.values()])
        self._ends = self._gap_flags([hooks.right for hooks in self._hooks.values()])
        pairs = (word + self._n_words) * len(compiled.globs) + glob
        self._pairs = np.sort(np.concatenate([self._pairs, pairs[compiled.in_sequence[glob]]]))
        bits = united(compiled.bit_of[glob], word, len(words)) | ANY_WORD
        self._bits = np.concatenate([self._bits, bits])
        self._n_words = len(self.vocabulary)

    def _gap_flags(self, lists: Sequence[Lists]) -> Bits:
        """Return for each word one bit a gap: has it hooks of this gap?"""
        flags = np.zeros(len(self.vocabulary), dtype=self._begins.dtype)
        for number, hooks in enumerate(lists):
            flags |= hooks.filled.astype(flags.dtype) << flags.dtype.type(number)
        return flags

    def match(self, tokens: Tokens) -> Matches:
        """Return all matches of all lexicons, sorted by place, entries of the ignore lists left out."""
        self._resolve_new_words()
        types = tokens.type_id.astype(np.intp)  # numpy is quickest with indices of this type
        token, entry = self._single.expand(types)
        singles = Matches(token, np.ones(len(token), dtype=np.int64), entry)
        kept = self._longest_wins(singles, self._match_sequences(tokens, types), len(tokens))
        return kept.take(np.argsort(kept.token * len(self.compiled.entries) + kept.entry, kind="stable"))

    def _match_sequences(self, tokens: Tokens, types: Longs) -> Matches:
        """Match the entries of several words: find their hooks, then check their other words."""
        begins, ends = self._begins[types], self._ends[types]
        found = [(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))]
        for number, (gap, hooks) in enumerate(self._hooks.items()):
            both = begins[: max(len(types) - gap, 0)] & ends[gap:] & begins.dtype.type(1 << number)
            place = np.flatnonzero(both != 0)
            pair, entry, offset = hooks.find(types[place], types[place + gap], self._fits)
            found.append((place[pair] - offset, entry))
        token, entry = (np.concatenate(column) for column in zip(*found, strict=True))
        matches = self._with_other_words(tokens, types, token, entry)
        return matches.take(self.compiled.most_literal(matches.token, matches.entry))

    def _with_other_words(self, tokens: Tokens, types: Longs, token: Longs, entry: Longs) -> Matches:
        """Keep candidates that fit into their sentence and whose words beside the hook match too."""
        compiled = self.compiled
        length = compiled.length_of[entry]
        inside = (token >= 0) & (token + length <= len(tokens))
        several = compiled.n_others[entry] > 0
        rows = np.flatnonzero(inside & several)
        # The quick test comes first: it leaves little to do for the exact one.
        for test in (self._may_fit, self._fits):
            for globs, places in zip(compiled.others, compiled.place_of_other, strict=True):
                chosen = entry[rows]
                rows = rows[test(types[token[rows] + places[chosen]], globs[chosen])]
        rows = np.concatenate([np.flatnonzero(inside & ~several), rows])
        matches = Matches(token[rows], length[rows], entry[rows])
        last = matches.token + matches.length - 1
        return matches.take(tokens.sentence_id[matches.token] == tokens.sentence_id[last])

    def _may_fit(self, word: Longs, glob: Longs) -> npt.NDArray[np.bool_]:
        """Tell which words may fit the globs: a quick test that says no to most."""
        return self._bits[word] & self.compiled.bit_of[glob] > 0

    def _fits(self, word: Longs, glob: Longs) -> npt.NDArray[np.bool_]:
        """Tell which words fit the globs."""
        fits = self._may_fit(word, glob)
        likely = np.flatnonzero(fits & (self.compiled.bit_of[glob] != ANY_WORD))
        if len(likely) and len(self._pairs):
            pairs = word[likely] * len(self.compiled.globs) + glob[likely]
            place = np.minimum(np.searchsorted(self._pairs, pairs), len(self._pairs) - 1)
            fits[likely] = self._pairs[place] == pairs
        return fits

    def _longest_wins(self, singles: Matches, sequences: Matches, n_tokens: int) -> Matches:
        """Drop, within each lexicon, matches that a longer one or an ignored one of the same length covers."""
        compiled = self.compiled
        ignored = compiled.is_ignored[singles.entry]
        strong, plain = _join([sequences, singles.take(ignored)]), singles.take(~ignored)
        # One row of tokens for each lexicon, so that lexicons do not meet.
        offset = compiled.lexicon_of * n_tokens
        first = strong.token + offset[strong.entry]
        accepted = _longest(first, strong.length, compiled.is_ignored[strong.entry])
        covered = np.zeros(len(compiled.lexicons) * n_tokens, dtype=np.bool_)
        covered[_cells(first[accepted], strong.length[accepted])[0]] = True
        free = ~covered[plain.token + offset[plain.entry]]
        counted = accepted & ~compiled.is_ignored[strong.entry]
        return _join([plain.take(free), strong.take(counted)])


def _longest(first: Longs, length: Longs, ignored: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Tell which spans to accept: the longest of those that overlap, then ignored ones, then those to the left."""
    accepted = np.ones(len(first), dtype=np.bool_)
    contested = np.flatnonzero(_overlap(first, length))
    first, length = first[contested], length[contested]
    span_rank = (length * 2 + ignored[contested]) * (first.max(initial=0) + 1) + (first.max(initial=0) - first)
    cells, owner = _cells(first, length)
    cell = np.unique(cells, return_inverse=True)[1]
    rank = span_rank[owner]
    open_, won = np.ones(len(first), dtype=np.bool_), np.zeros(len(first), dtype=np.bool_)
    while open_.any():
        best = np.zeros(len(cells), dtype=np.int64)
        np.maximum.at(best, cell, np.where(open_[owner], rank, 0))
        lost = np.bincount(owner, weights=best[cell] > rank, minlength=len(first)) > 0
        winners = open_ & ~lost
        taken = np.zeros(len(cells), dtype=np.bool_)
        taken[cell[winners[owner]]] = True
        blocked = np.bincount(owner, weights=taken[cell], minlength=len(first)) > 0
        won |= winners
        open_ &= ~blocked
    accepted[contested] = won
    return accepted


def _overlap(first: Longs, length: Longs) -> npt.NDArray[np.bool_]:
    """Tell of each span whether it shares a cell with another one."""
    order = np.argsort(first)
    begin, end = first[order], (first + length)[order]
    overlaps = np.zeros(len(first), dtype=np.bool_)
    overlaps[order[1:]] = begin[1:] < np.maximum.accumulate(end)[:-1]
    overlaps[order[:-1]] |= begin[1:] < end[:-1]
    return overlaps


def _join(pieces: Sequence[Matches]) -> Matches:
    columns = ("token", "length", "entry")
    return Matches(*(np.concatenate([getattr(piece, column) for piece in pieces]) for column in columns))


def _cells(first: Longs, length: Longs) -> tuple[Longs, Longs]:
    """Return all cells that the spans cover, and for each the index of its span."""
    owner = np.repeat(np.arange(len(first)), length)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(length) - length, length)
    return first[owner] + within, owner
