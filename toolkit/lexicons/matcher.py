"""Find the entries of all lexicons in one pass over the tokens.

Patterns are resolved on the vocabulary: each new word is looked up once and gets the list of entries that it
can be part of. Tokens are then matched by their type ids alone. An entry of several words is looked for by two of
its words (its hook); where both stand at the right distance, the other words are checked.

Contents: `Matches`, `Matcher`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toolkit.lexicons.compiled import Hooks, Lists, compile_lexicons
from toolkit.lexicons.lexicon import Lexicon
from toolkit.text.tokens import Tokens
from toolkit.text.vocabulary import Vocabulary

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Fits = Callable[[Ints, Longs], npt.NDArray[np.bool_]]


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
        self.partners = np.empty(0, dtype=np.uint64)
        self.bits = np.empty(0, dtype=np.uint64)

    def extend(self, word: Longs, glob: Longs, n_words: int) -> None:
        """Add n_words new words, given as pairs of a word's number among them and a glob that it fits."""
        for lists, hooks_of in ((self.left, self.hooks.with_left), (self.right, self.hooks.with_right)):
            pair, hook = hooks_of.expand(glob)
            lists.extend(np.bincount(word[pair], minlength=n_words), hook)
        partners, bits = np.zeros(n_words, dtype=np.uint64), np.zeros(n_words, dtype=np.uint64)
        np.bitwise_or.at(partners, word, self.hooks.partners[glob])
        np.bitwise_or.at(bits, word, self.hooks.bit[glob])
        self.partners = np.concatenate([self.partners, partners])
        self.bits = np.concatenate([self.bits, bits])

    def find(self, types: Ints, place: Longs, gap: int, fits: Fits) -> tuple[Longs, Longs]:
        """Return candidates: the row of the first token and the entry, for every pair of words that is a hook.

        `place` holds the rows of the tokens that can be the left word of a hook.
        """
        place = place[place < len(types) - gap]
        place = place[self.partners[types[place]] & self.bits[types[place + gap]] > 0]
        # Start from the word that has fewer hooks, and look whether the other one fits.
        by_left = self.left.count[types[place]] <= self.right.count[types[place + gap]]
        first, second = place[by_left], place[~by_left]
        row, hook = self.left.expand(types[first])
        good = fits(types[first[row] + gap], self.hooks.right[hook])
        other_row, other_hook = self.right.expand(types[second + gap])
        other_good = fits(types[second[other_row]], self.hooks.left[other_hook])
        token = np.concatenate([first[row[good]], second[other_row[other_good]]])
        hit, member = self.hooks.members.expand(np.concatenate([hook[good], other_hook[other_good]]))
        return token[hit] - self.hooks.offset[member], self.hooks.entry[member]


class Matcher:
    """Matches several lexicons on tokens of one vocabulary; `compiled` numbers their entries."""

    def __init__(self, lexicons: Sequence[Lexicon], vocabulary: Vocabulary) -> None:
        self.compiled = compile_lexicons(tuple(lexicons))
        self.vocabulary = vocabulary
        self._n_words = 0
        self._single = Lists()
        self._hooks = {gap: _WordHooks(hooks) for gap, hooks in self.compiled.hooks.items()}
        self._pairs: Longs = np.empty(0, dtype=np.int64)
        self._bits = np.empty(0, dtype=np.uint64)
        self._begins = np.empty(0, dtype=np.uint32)  # one bit for each gap: can the word be the left one of a hook?

    def _resolve_new_words(self) -> None:
        """Look up each word that the vocabulary gained since the last call."""
        compiled = self.compiled
        words = self.vocabulary.words[self._n_words :]
        if not words:
            return
        word, glob = compiled.globs.matching(words)
        owner, entry = compiled.singles_of(word, glob)
        self._single.extend(np.bincount(owner, minlength=len(words)), entry)
        begins = np.zeros(len(words), dtype=np.uint32)
        for number, hooks in enumerate(self._hooks.values()):
            hooks.extend(word, glob, len(words))
            begins |= (hooks.left.count[self._n_words :] > 0).astype(np.uint32) << np.uint32(number)
        self._begins = np.concatenate([self._begins, begins])
        pairs = (word + self._n_words) * len(compiled.globs) + glob
        self._pairs = np.sort(np.concatenate([self._pairs, pairs[compiled.in_sequence[glob]]]))
        bits = np.zeros(len(words), dtype=np.uint64)
        np.bitwise_or.at(bits, word, np.uint64(1) << (glob % 64).astype(np.uint64))
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
        types = tokens.type_id
        begins = self._begins[types]
        found = []
        for number, (gap, hooks) in enumerate(self._hooks.items()):
            place = np.flatnonzero(begins & np.uint32(1 << number))
            token, entry = hooks.find(types, place, gap, self._fits)
            found.append(self._with_other_words(tokens, token, entry, complete=2 if gap == 1 else 1))
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
        for place in range(compiled.words.shape[1]):
            glob = compiled.words[entry[longer], place]
            free = (glob < 0) | (glob == compiled.globs.any_word)
            word = tokens.type_id[np.minimum(token[longer] + place, len(tokens) - 1)]
            longer = longer[free | self._fits(word, glob)]
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

    def _fits(self, word: Ints, glob: Longs) -> npt.NDArray[np.bool_]:
        """Tell which words fit the globs: first a quick test that says no to most, then the exact one."""
        fits = (self._bits[word] >> (glob % 64).astype(np.uint64)) & np.uint64(1) > 0
        likely = np.flatnonzero(fits)
        if len(likely) and len(self._pairs):
            pairs = word[likely].astype(np.int64) * len(self.compiled.globs) + glob[likely]
            place = np.minimum(np.searchsorted(self._pairs, pairs), len(self._pairs) - 1)
            fits[likely] = self._pairs[place] == pairs
        return fits

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


def _join(pieces: Sequence[Matches]) -> Matches:
    columns = ("token", "length", "entry")
    return Matches(*(np.concatenate([getattr(piece, column) for piece in pieces]) for column in columns))


def _cells(first: Longs, length: Longs) -> tuple[Longs, Longs]:
    """Return all cells that the spans cover, and for each the index of its span."""
    owner = np.repeat(np.arange(len(first)), length)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(length) - length, length)
    return first[owner] + within, owner
