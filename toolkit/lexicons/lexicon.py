"""A lexicon: categories of word patterns, with their weights and the reasons for them.

Patterns. Case and the shape of apostrophes and hyphens do not matter. A pattern is one word or several in a row
within a sentence, with wildcards and alternatives (`toolkit.lexicons.patterns`), cut into words by the same rules as
the texts (`toolkit.text.words`).

Counting. Within one lexicon the longest entry at a place wins, and the words that it covers count for nothing
else of that lexicon; this is how "not good" or "air defence" keeps "good" or "defence" from counting too.
Entries of the `ignore` list win over entries of the same length and count for nothing. Of two entries of one
category that match the same words, the one with more letters counts, and the other does not.

Contents: `Entry`, `Category`, `Lexicon`.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from toolkit.errors import LexiconError
from toolkit.lexicons.patterns import cut_patterns, spell_out
from toolkit.options import did_you_mean, quoted_list

IGNORED = "(ignore)"  # the category under which tables list what counts for nothing


@dataclass(frozen=True)
class Entry:
    """One pattern with its weight and the reason why it is there; `words` is the pattern cut into words.

    `neutral` is what could have been written instead, in lexicons of words that take a side.
    """

    pattern: str
    weight: float = 1.0
    note: str = ""
    words: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()

    @property
    def neutral_text(self) -> str:
        """The neutral words as one text, "" where there are none."""
        return "; ".join(self.neutral)


@dataclass(frozen=True)
class Category:
    """A named list of entries, with what it means and the work it follows (a key of references.bib)."""

    name: str
    entries: tuple[Entry, ...]
    definition: str = ""
    reference: str | None = None


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Categories of patterns, matched on a corpus in one pass with all other lexicons.

    Parameters
    ----------
    name, version, language, licence : what it is called, which state, ISO 639-1 code, who may pass it on.
    categories : the categories, in the order in which results list them.
    ignore : entries that count for nothing and keep others from counting at the same place.
    title, measures, made, traps : what a reader should know before believing a count.

    Raises
    ------
    LexiconError : a pattern holds no word, or no category has an entry.

    Examples
    --------
    >>> lexicon = Lexicon.of({"deter": ["deter*", "ward* off"]}, ignore=["determin*"])
    >>> lexicon.n_entries
    2
    """

    name: str
    categories: tuple[Category, ...]
    ignore: tuple[Entry, ...] = ()
    version: str = "1.0"
    language: str = "en"
    licence: str = "not stated"
    title: str = ""
    measures: str = ""
    made: str = ""
    traps: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if not any(category.entries for category in self.categories):
            raise LexiconError(f"Lexicon {self.name!r} has no entries. A category needs at least one pattern.")
        categories = [replace(category, entries=self._parsed(category)) for category in self.categories]
        object.__setattr__(self, "categories", tuple(categories))
        object.__setattr__(self, "ignore", self._parsed(Category("ignore", self.ignore)))

    def _parsed(self, category: Category) -> tuple[Entry, ...]:
        """Return the entries of a category cut into words; raise if one holds no word."""
        place = f"Lexicon {self.name!r}, category {category.name!r}"
        try:
            entries = parse_entries(list(category.entries))
        except LexiconError as error:
            raise LexiconError(f"{place}: {error}") from error
        for entry in entries:
            if all(word == "*" for word in entry.words):
                raise LexiconError(
                    f"{place}: the pattern {entry.pattern!r} holds no word. "
                    "A pattern is one or more words, such as 'destroy*' or 'ward* off'."
                )
        return tuple(entries)

    @classmethod
    def of(
        cls,
        patterns: dict[str, list[str]],
        *,
        name: str = "custom",
        ignore: Iterable[str] = (),
        licence: str = "own",
    ) -> "Lexicon":
        """Make a lexicon from plain lists of patterns, all with weight 1."""
        categories = tuple(Category(key, tuple(Entry(p) for p in values)) for key, values in patterns.items())
        return cls(name, categories, tuple(Entry(p) for p in ignore), licence=licence)

    @property
    def category_names(self) -> tuple[str, ...]:
        """The names of the categories, in order."""
        return tuple(category.name for category in self.categories)

    @property
    def n_entries(self) -> int:
        """Number of entries in all categories, without the ignore list."""
        return sum(len(category.entries) for category in self.categories)

    @cached_property
    def has_neutral(self) -> bool:
        """Whether any entry names what could have been written instead."""
        return any(entry.neutral for category in self.categories for entry in category.entries)

    def __getitem__(self, category: str) -> Category:
        for candidate in self.categories:
            if candidate.name == category:
                return candidate
        raise LexiconError(
            f"Lexicon {self.name!r} has no category {category!r}; it has {quoted_list(self.category_names)}."
            + did_you_mean(category, self.category_names)
        )

    def only(self, *names: str) -> "Lexicon":
        """Return the lexicon with these categories alone."""
        return Lexicon(
            self.name, tuple(self[name] for name in names), self.ignore, self.version, self.language,
            self.licence, self.title, self.measures, self.made, self.traps,
        )  # fmt: skip

    @cached_property
    def checksum(self) -> str:
        """A hash of all patterns and weights; two lexicons with the same one count the same."""
        lines = [f"{c.name}\t{e.pattern}\t{e.weight:g}" for c in self.categories for e in c.entries]
        lines += [f"\t{e.pattern}\t0" for e in self.ignore]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8]

    @property
    def signature(self) -> str:
        """Name, version and hash of the entries."""
        return f"{self.name}-{self.version}-{self.checksum}"

    def to_frame(self) -> pd.DataFrame:
        """Return one row an entry: category, pattern, weight, note, neutral; the ignore list comes last.

        Written as CSV, the table can be read again with `read_lexicon`.
        """
        rows = [(c.name, e.pattern, e.weight, e.note, e.neutral_text) for c in self.categories for e in c.entries]
        rows += [(IGNORED, e.pattern, 0.0, e.note, e.neutral_text) for e in self.ignore]
        return pd.DataFrame(rows, columns=["category", "pattern", "weight", "note", "neutral"])

    def overlaps(self) -> pd.DataFrame:
        """Return the patterns that stand in more than one category: pattern, categories."""
        places: dict[tuple[str, ...], list[str]] = {}
        for category in self.categories:
            for entry in category.entries:
                places.setdefault(entry.words, []).append(category.name)
        rows = [(" ".join(words), ", ".join(names)) for words, names in places.items() if len(names) > 1]
        return pd.DataFrame(rows, columns=["pattern", "categories"])

    def __repr__(self) -> str:
        return describe_lexicon(self)


def parse_entries(entries: list[Entry]) -> list[Entry]:
    """Return the entries spelled out and cut into words; those that hold no word get none."""
    spelled = [(variant, entry) for entry in entries for variant in spell_out(entry.pattern)]
    words = cut_patterns([variant for variant, _ in spelled])
    return [
        replace(entry, pattern=variant, weight=float(entry.weight), words=cut)
        for (variant, entry), cut in zip(spelled, words, strict=True)
    ]


def describe_lexicon(lexicon: Lexicon) -> str:
    """Return a few lines: title, licence, entries a category, overlaps and traps."""
    lines = [f"Lexicon {lexicon.name!r} {lexicon.version} ({lexicon.language}; licence: {lexicon.licence})"]
    if lexicon.title:
        lines.append(f"  {lexicon.title}")
    for category in lexicon.categories:
        several = sum(len(entry.words) > 1 for entry in category.entries)
        stars = sum("*" in entry.pattern for entry in category.entries)
        reference = f"; {category.reference}" if category.reference else ""
        lines.append(
            f"  {category.name:<16} {len(category.entries):>5} entries, {several} of several words, "
            f"{stars} with wildcards{reference}"
        )
    if lexicon.ignore:
        lines.append(f"  {IGNORED:<16} {len(lexicon.ignore):>5} entries that count for nothing")
    shared = lexicon.overlaps()
    if len(shared):
        shown = ", ".join(shared["pattern"][:5])
        lines.append(f"  in more than one category: {len(shared)} ({shown}{' ...' if len(shared) > 5 else ''})")
    lines += [f"  trap: {trap}" for trap in lexicon.traps]
    return "\n".join(lines)
