"""Patterns of a lexicon that meet at the same words of texts.

Contents: `OVERLAP_COLUMNS`, `pattern_overlaps`.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from toolkit.lexicons.lexicon import IGNORED, Category, Lexicon
from toolkit.lexicons.matcher import Matcher
from toolkit.text.tokens import iter_batches, tokenize
from toolkit.text.vocabulary import Vocabulary

OVERLAP_COLUMNS = ("pattern", "category", "other", "other_category", "counted", "n", "form")


def pattern_overlaps(lexicon: Lexicon, texts: Sequence[str]) -> pd.DataFrame:
    """List the patterns that meet at the same words, and which of them counts.

    Two patterns of different categories that match the same words count both. A longer pattern, or one of the ignore
    list, keeps others from counting at its place (see `toolkit.lexicons.lexicon`); of these, only patterns that count
    nowhere in the texts are listed.

    Parameters
    ----------
    lexicon : the lexicon to look at.
    texts : the texts, such as `corpus.parts.texts`.

    Returns
    -------
    One row a pair, the most frequent first: pattern, category, other, other_category ("(ignore)" for the ignore list),
    counted ("both", or "other" if the other alone counts), n (places where they meet), form (the words of the first).
    """
    counted = _matched(lexicon, texts)
    pairs = [_pairs(counted, counted, "both")]
    silent = _silent(lexicon, counted)
    if silent is not None:
        # As an ordinary category the ignore list shows where it matches.
        ignored = Category(IGNORED, lexicon.ignore)
        every = replace(lexicon, categories=(*lexicon.categories, ignored), ignore=()) if lexicon.ignore else lexicon
        pairs.append(_pairs(_matched(silent, texts), _matched(every, texts), "other"))
    table = pd.concat(pairs, ignore_index=True)
    order = ["n", "category", "pattern", "other"]
    return table.sort_values(order, ascending=[False, True, True, True], ignore_index=True)[list(OVERLAP_COLUMNS)]


def _matched(lexicon: Lexicon, texts: Sequence[str]) -> pd.DataFrame:
    """Return the matches of a lexicon, one row for each word of each: text, place, match, category, pattern, form."""
    vocabulary = Vocabulary()
    matcher = Matcher([lexicon], vocabulary)
    names = np.array([*lexicon.category_names, ""], dtype=object)
    patterns = np.array([entry.pattern for entry in matcher.compiled.entries], dtype=object)
    pieces = []
    for rows in iter_batches([len(text) for text in texts]):
        batch = list(texts[rows])
        tokens = tokenize(batch, vocabulary=vocabulary)
        found = matcher.match(tokens)
        match = np.repeat(np.arange(len(found)), found.length)
        first = np.repeat(np.cumsum(found.length) - found.length, found.length)
        place = found.token[match] + np.arange(len(match)) - first
        ends = tokens.end[found.token + found.length - 1]
        spans = zip(tokens.text[found.token].tolist(), tokens.start[found.token], ends, strict=True)
        forms = np.array([batch[text][start:end].lower() for text, start, end in spans], dtype=object)
        entry = found.entry[match]
        pieces.append(pd.DataFrame({
            "batch": rows.start, "place": place, "match": match, "pattern": patterns[entry],
            "category": names[matcher.compiled.category_of[entry]], "form": forms[match] if len(forms) else [],
        }))  # fmt: skip
    columns = ["batch", "place", "match", "pattern", "category", "form"]
    return pd.concat(pieces, ignore_index=True) if pieces else pd.DataFrame(columns=columns)


def _silent(lexicon: Lexicon, counted: pd.DataFrame) -> Lexicon | None:
    """Return the lexicon of the entries that count nowhere; none if there are none."""
    heard = set(zip(counted["category"], counted["pattern"], strict=True))
    categories = tuple(
        replace(one, entries=tuple(entry for entry in one.entries if (one.name, entry.pattern) not in heard))
        for one in lexicon.categories
    )
    return replace(lexicon, categories=categories, ignore=()) if any(one.entries for one in categories) else None


def _pairs(left: pd.DataFrame, right: pd.DataFrame, counted: str) -> pd.DataFrame:
    """Return which patterns of two lists of matches meet, each pair once."""
    both = left.merge(right, on=["batch", "place"], suffixes=("", "_right"))
    if counted == "both":
        both = both[both["match"] < both["match_right"]]
    else:
        both = both[(both["category"] != both["category_right"]) | (both["pattern"] != both["pattern_right"])]
    both = both.drop_duplicates(["batch", "match", "match_right"])
    keys = ["category", "pattern", "category_right", "pattern_right"]
    table = both.groupby(keys, sort=False).agg(n=("match", "size"), form=("form", "first")).reset_index()
    return table.rename(columns={"category_right": "other_category", "pattern_right": "other"}).assign(counted=counted)
