"""A slow matcher, written from the rules in toolkit.lexicons.lexicon and nothing else."""

import re
from fnmatch import translate

from toolkit.lexicons.lexicon import Lexicon
from toolkit.text.normalize import normalize_word
from toolkit.text.tokens import tokenize

Found = tuple[int, int, int, str, str]


def split_words(texts: list[str]) -> list[list[tuple[str, int, int, int]]]:
    """Return word, sentence, start, end of every token of every text."""
    tokens = tokenize(texts)
    rows: list[list[tuple[str, int, int, int]]] = [[] for _ in texts]
    columns = zip(tokens.text, tokens.sentence, tokens.start, tokens.end, strict=True)
    for text, sentence, start, end in columns:
        word = normalize_word(texts[text][start:end])
        rows[text].append((word, int(sentence), int(start), int(end)))
    return rows


def glob(word: str) -> re.Pattern[str]:
    """One word of a pattern; | stands between words of which any will do."""
    parts = [
        translate("*".join(p.replace("[", "[[]").replace("?", "[?]") for p in w.split("*"))) for w in word.split("|")
    ]
    return re.compile("|".join(f"(?:{part})" for part in parts))


class SlowMatcher:
    def __init__(self, lexicon: Lexicon) -> None:
        entries = [(c.name, e) for c in lexicon.categories for e in c.entries]
        entries += [("", e) for e in lexicon.ignore]
        self.listed = list(dict.fromkeys((category, entry.pattern) for category, entry in entries))
        # A word with alternatives fixes as many letters as the shortest of them.
        self.letters = {
            e.pattern: sum(min(len(one.replace("*", "")) for one in w.split("|")) for w in e.words) for _, e in entries
        }
        self.by_first: dict[str, list[tuple[str, str, list[re.Pattern[str]]]]] = {}
        self.open: list[tuple[str, str, list[re.Pattern[str]]]] = []
        for category, entry in entries:
            item = (category, entry.pattern, [glob(word) for word in entry.words])
            if "*" in entry.words[0] or "|" in entry.words[0]:
                self.open.append(item)
            else:
                self.by_first.setdefault(entry.words[0], []).append(item)
        # Which open patterns a word can begin, remembered so that the slow matcher ends within a test's time.
        self.seen: dict[str, list[tuple[str, str, list[re.Pattern[str]]]]] = {}

    def candidates(self, word: str) -> list[tuple[str, str, list[re.Pattern[str]]]]:
        if word not in self.seen:
            fits = [item for item in self.open if item[2][0].match(word)]
            self.seen[word] = fits + self.by_first.get(word, [])
        return self.seen[word]

    def match(self, words: list[tuple[str, int, int, int]]) -> list[tuple[int, int, str, str]]:
        found = []
        for i, (word, sentence, _, _) in enumerate(words):
            for category, pattern, globs in self.candidates(word):
                window = words[i : i + len(globs)]
                if len(window) == len(globs) and all(
                    other[1] == sentence and one.match(other[0]) for one, other in zip(globs, window, strict=True)
                ):
                    found.append((i, len(globs), category, pattern))
        # Longest first, the ignore list before others of the same length, then from the left.
        spans = sorted({(-n, c != "", i) for i, n, c, _ in found})
        taken: dict[int, tuple[int, int, bool]] = {}
        for minus, counted, i in spans:
            cells = range(i, i - minus)
            if all(taken.get(cell, (minus, i, counted)) == (minus, i, counted) for cell in cells):
                taken.update(dict.fromkeys(cells, (minus, i, counted)))
        kept = [
            (words[i][2], words[i + n - 1][3], c, p)
            for i, n, c, p in found
            if c and all(taken.get(cell) == (-n, i, True) for cell in range(i, i + n))
        ]
        # One entry for each span and category: the one with the most letters, of equals the first listed.
        order = {(category, pattern): -i for i, (category, pattern) in enumerate(self.listed)}
        best: dict[tuple[int, int, str], str] = {}
        for start, end, category, pattern in kept:
            other = best.get((start, end, category))
            rank = self.letters[pattern], order[category, pattern]
            if other is None or rank > (self.letters[other], order[category, other]):
                best[start, end, category] = pattern
        return sorted((start, end, category, pattern) for (start, end, category), pattern in best.items())
