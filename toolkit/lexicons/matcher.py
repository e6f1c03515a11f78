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

from toolkit.lexicons.compiled import compile_lexicons
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


class Matcher:
    """Matches several lexicons on tokens of one vocabulary; `compiled` numbers their entries."""

    def __init__(self, lexicons: Sequence[Lexicon], vocabulary: Vocabulary) -> None:
        self.compiled = compile_lexicons(tuple(lexicons))
        self.vocabulary = vocabulary
        self._n_words = 0
        self._single = _Lists()
        self._left = {gap: _Lists() for gap in self.compiled.hooks}
        self._right = {gap: _Lists() for gap in self.compiled.hooks}
        self._pairs: Longs = np.empty(0, dtype=np.int64)

    def _resolve_new_words(self) -> None:
        """Look up each word that the vocabulary gained since the last call."""
        compiled = self.compiled
        found = [compiled.globs.matching(word) for word in self.vocabulary.words[self._n_words :]]
        if not found:
            return
        self._single.extend(*_flatten([compiled.singles_of(globs) if globs else () for globs in found]))
        count, flat = _flatten(found)
        word = np.repeat(np.arange(len(found)), count)
        for gap, hooks in compiled.hooks.items():
            for lists, is_side in ((self._left[gap], hooks.is_left), (self._right[gap], hooks.is_right)):
                keep = is_side[flat]
                lists.extend(np.bincount(word[keep], minlength=len(found)), flat[keep])
        pairs = (word + self._n_words) * len(compiled.globs) + flat
        self._pairs = np.sort(np.concatenate([self._pairs, pairs[compiled.in_sequence[flat]]]))
        self._n_words = len(self.vocabulary)

    def match(self, tokens: Tokens) -> Matches:
        """Return all matches of all lexicons, sorted by place, entries of the ignore lists left out."""
        self._resolve_new_words()
        token, entry = self._single.expand(tokens.type_id)
        singles = Matches(token, np.ones(len(token), dtype=np.int64), entry)
        sequences = self._match_sequences(tokens)
        kept = self._longest_wins(singles, sequences, len(tokens))
        kept = kept.take(self.compiled.category_of[kept.entry] >= 0)
        return kept.take(np.lexsort((kept.entry, kept.length, kept.token)))

    def _candidates(self, tokens: Tokens) -> Matches:
        """Return entries of several words whose hook fits, with room for all their words in the sentence."""
        first, entries = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
        for gap, hooks in self.compiled.hooks.items():
            token, left = self._left[gap].expand(tokens.type_id[: len(tokens) - gap])
            row, right = self._right[gap].expand(tokens.type_id[token + gap])
            hit, entry, place = hooks.entries_of(left[row], right)
            first.append(token[row][hit] - place)
            entries.append(entry)
        token, entry = np.concatenate(first), np.concatenate(entries)
        length = self.compiled.length_of[entry]
        inside = (token >= 0) & (token + length <= len(tokens))
        token, entry, length = token[inside], entry[inside], length[inside]
        same = tokens.sentence_id[token] == tokens.sentence_id[token + length - 1]
        return Matches(token[same], length[same], entry[same])

    def _match_sequences(self, tokens: Tokens) -> Matches:
        """Match the entries of several words: check all words of the candidates."""
        candidates = self._candidates(tokens)
        token, length, entry = candidates.token, candidates.length, candidates.entry
        for place in range(self.compiled.words.shape[1]):
            glob = self.compiled.words[entry, place]
            unchecked = np.flatnonzero((glob >= 0) & (glob != self.compiled.globs.any_word))
            fits = np.ones(len(entry), dtype=np.bool_)
            pair = (
                tokens.type_id[token[unchecked] + place].astype(np.int64) * len(self.compiled.globs) + glob[unchecked]
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
            self.compiled.lexicon_of[matches.entry],
            self.compiled.category_of[matches.entry],
        )
        order = np.lexsort((self.compiled.rank_of[matches.entry], *group))
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
        ignored = self.compiled.category_of[singles.entry] < 0
        strong = _join(sequences, singles.take(ignored))
        plain = singles.take(~ignored)
        if not len(strong):
            return plain
        # One row of tokens for each lexicon, so that lexicons do not meet.
        offset = self.compiled.lexicon_of * n_tokens
        accepted, covered = self._accept(strong, offset, len(self.compiled.lexicons) * n_tokens)
        free = ~covered[plain.token + offset[plain.entry]]
        return _join(plain.take(free), accepted)

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


def _join(first: Matches, second: Matches) -> Matches:
    pairs = zip((first.token, first.length, first.entry), (second.token, second.length, second.entry), strict=True)
    return Matches(*(np.concatenate(pair) for pair in pairs))


def _cells(first: Longs, length: Longs) -> tuple[Longs, Longs]:
    """Return all cells that the spans cover, and for each the index of its span."""
    owner = np.repeat(np.arange(len(first)), length)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(length) - length, length)
    return first[owner] + within, owner
