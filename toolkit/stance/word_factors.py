"""How much a word counts for a target: words of degree, a "but" in between, distance, and other parties.

Conventions: each function returns one factor a word; 1 leaves the word as it is.

Contents: `degree`, `contrast`, `nearness`, `of_another`.
"""

import numpy as np
import numpy.typing as npt

from toolkit.evidence import Reading
from toolkit.lexicons.matcher import Matches
from toolkit.lexicons.shipped import load_lexicon
from toolkit.stance.places import RELATIONS, Places

# Chosen on the training sentences of hamborg2021.
_FAR = 12  # a word that is more words away from the mention counts less
_FAR_FACTOR = 0.6
_OTHER_FACTOR = 0.5

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]


def degree(reading: Reading, matches: Matches) -> Floats:
    """Return the factor of a word of degree that stands directly before each match, else 1."""
    lexicon = load_lexicon("modifiers")
    found = reading.of(lexicon)
    kind = np.array(lexicon.category_names)[reading.matcher.compiled.category_of[found.entry]]
    found = found.take(np.isin(kind, ("intensifier", "downtoner")))
    factor = np.ones(len(reading.tokens) + 1)
    factor[found.token + found.length] = reading.matcher.compiled.weight_of[found.entry]
    return factor[matches.token]


def contrast(reading: Reading, places: Places, token: Longs) -> Floats:
    """Return 0.5 for words that a "but" separates from the mention in their sentence, else 1."""
    lexicon = load_lexicon("modifiers")
    found = reading.of(lexicon)
    kind = np.array(lexicon.category_names)[reading.matcher.compiled.category_of[found.entry]]
    place = found.token[kind == "contrast"]
    tokens = reading.tokens
    passed = np.searchsorted(place, np.arange(len(tokens)), side="right")
    mention = _mention_tokens(reading, places)
    there = mention >= 0
    of_mention = np.where(there, passed[np.maximum(mention, 0)], -1)[tokens.text] if len(tokens) else passed
    apart = (passed != of_mention) & there[tokens.text] if len(tokens) else passed > 0
    return np.where(apart[token], 0.5, 1.0)


def _mention_tokens(reading: Reading, places: Places) -> Longs:
    """Return for each sentence the reading's token at the mention's head, -1 for none."""
    tokens, parses = reading.tokens, places.parses
    mention = np.full(len(places.head), -1, dtype=np.int64)
    rows = np.flatnonzero(places.head >= 0)
    if len(rows) and len(tokens):
        starts = (tokens.text.astype(np.int64) << 32) | tokens.start
        found = np.searchsorted(starts, (rows << 32) | parses.start[places.head[rows]], side="right") - 1
        good = (found >= 0) & (tokens.text[found] == rows)
        mention[rows[good]] = found[good]
    return mention


def nearness(places: Places, at: Longs) -> Floats:
    """Return 0.6 for the parser's tokens that stand more than 12 words from the mention's head, else 1."""
    away = np.abs(at - places.head[places.parses.text[at]])
    return np.where(away > _FAR, _FAR_FACTOR, 1.0)


def of_another(places: Places) -> Floats:
    """Return 0.5 for the parser's tokens that are said of another name than the target, else 1.

    Such a token stands in the phrase of a proper name, or in a clause whose subject is one, and does not link the
    mention to the root.
    """
    parses = places.parses
    name = parses.pos.isin("PROPN") & (places.relation != RELATIONS.index("mention"))
    subject = parses.dep.isin("nsubj", "nsubjpass") & name
    theirs = name.copy()
    theirs[parses.head[subject]] = True
    found, now = np.zeros(len(parses), dtype=np.bool_), np.arange(len(parses))
    open_ = np.flatnonzero(places.way < 0)
    while len(open_):
        here = now[open_]
        found[open_] |= theirs[here]
        now[open_] = parses.head[here]
        open_ = open_[(places.way[now[open_]] < 0) & (now[open_] != here)]
    return np.where(found, _OTHER_FACTOR, 1.0)
