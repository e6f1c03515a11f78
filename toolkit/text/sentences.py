"""Where sentences end.

A sentence ends at a line break; at . ! ? or an ellipsis when white space follows (after closing quotation
marks and brackets) and the next word begins with a capital, a digit or a letter of a script without capitals;
and at the full stops of Arabic, Chinese and Devanagari. It does not end

- after titles and similar abbreviations (Lt. Gen. White), nor after initials (Robert P. White);
- after abbreviations that may also end a sentence (U.S., Inc.), unless the next word is one that usually opens
  a sentence (The, He, But ...);
- after "No." or a month's abbreviation when a number follows.

Contents: `find_sentence_starts`.
"""

import numpy as np
import numpy.typing as npt

from toolkit.text.buffer import (
    APOSTROPHE,
    CLOSE_DOUBLE,
    CLOSE_SINGLE,
    CLOSER,
    DIGIT,
    DOUBLE,
    ENDER,
    FULL_ENDER,
    LETTER,
    NEWLINE,
    SPACE,
    STOP,
    Buffer,
    Bytes,
    Flags,
    Marks,
    Positions,
)
from toolkit.text.vocabulary import Vocabulary

# Never the last word of a sentence when a full stop follows.
_TITLES = """mr mrs ms messrs dr prof gen lt col maj sgt capt cmdr cdr adm brig cpl pvt pfc spc ret sen sens rep
reps gov govs pres hon rev fr msgr st ste mt ft supt insp det vs viz approx est fig figs vol pp al-dr sr jr ven
amb sec adj atty cf ed eds dept univ assn""".split()
# May be the last word: decided by the next one.
_MAYBE_LAST = """inc co corp ltd plc bros llc etc al ave blvd rd esq ph.d u.s. u.k. u.n. e.u. u.a.e. d.c. a.m.
p.m. n.y. l.a. u.s.a. i.e. e.g. b.c. a.d. jr sr""".split()
_BEFORE_NUMBER = """no nos jan feb mar apr jun jul aug sep sept oct nov dec art sec para p ch chap""".split()
_OPENERS = """the a an he she it they we i you his her its their our my your this that these those there here in
on at by for from with without after before since until when while where what who why how as if although though
because but and or nor so yet however meanwhile moreover but also still then now today yesterday tomorrow
officials some many most all both each every no not one two three several earlier later last next according
despite under over during such other others another asked iran iraq iraqi iranian""".split()


# One bit for each of these lists.
_OPENER, _TITLE, _MAYBE, _NUMBERED = 1, 2, 4, 8
_ROLES = {_OPENER: _OPENERS, _TITLE: _TITLES, _MAYBE: _MAYBE_LAST, _NUMBERED: _BEFORE_NUMBER}


def find_sentence_starts(
    buffer: Buffer,
    starts: Positions,
    ends: Positions,
    types: npt.NDArray[np.int32],
    vocabulary: Vocabulary,
) -> Positions:
    """Return the rows of the words before which a sentence ends within a text, in no order."""
    marks = buffer.marks
    always = marks.start[(marks.kind == NEWLINE) | (marks.kind == FULL_ENDER)]
    stops = marks.take((marks.kind == STOP) | (marks.kind == ENDER))
    stops = stops.take(_space_follows(buffer, stops))
    following = np.searchsorted(starts, stops.start)
    stops, following = stops.take(following < len(starts)), following[following < len(starts)]
    allowed = _sentence_may_follow(buffer, stops, following, starts, ends, types, vocabulary)
    return np.concatenate([np.searchsorted(starts, always), following[allowed]])


def _space_follows(buffer: Buffer, stops: Marks) -> Flags:
    """Tell whether white space follows each stop, after any closing quotation marks and brackets."""
    classes = buffer.classes
    after, next_kind = stops.end.copy(), stops.right.copy()
    closing = np.flatnonzero(_is_closing(next_kind))
    for _ in range(4):
        after[closing] += buffer.width(after[closing])
        next_kind[closing] = classes[after[closing]]
        closing = closing[_is_closing(next_kind[closing])]
    spaced = (next_kind == SPACE) | (next_kind == NEWLINE)
    # "bases.The": a lost space, as in scraped text.
    touching = np.flatnonzero((stops.right == LETTER) & (stops.end == stops.start + 1))
    after = after[touching]
    upper = _is_upper(buffer, after) & (classes[after + 1] == LETTER)
    spaced[touching] = upper & _is_lower(buffer, after - 2)
    return spaced


def _is_closing(kind: Bytes) -> Flags:
    closing = (kind == CLOSE_DOUBLE) | (kind == DOUBLE) | (kind == CLOSE_SINGLE)
    return closing | (kind == APOSTROPHE) | (kind == CLOSER)


def _sentence_may_follow(
    buffer: Buffer,
    stops: Marks,
    following: Positions,
    starts: Positions,
    ends: Positions,
    types: npt.NDArray[np.int32],
    vocabulary: Vocabulary,
) -> Flags:
    """Tell for each stop whether the words on both sides allow a sentence end there."""
    roles = _roles(vocabulary)
    opens = roles[types[following]] & _OPENER > 0
    first, before = starts[following], following - 1
    number = buffer.classes[first] == DIGIT
    # The stop stands directly after (or in) a word.
    touching = (stops.kind == STOP) & (before >= 0) & (ends[before] >= stops.start)
    previous = np.where(touching, roles[types[before]], 0)
    initial = touching & (ends[before] - starts[before] == 1) & _is_upper(buffer, starts[before])
    maybe = (previous & _MAYBE > 0) | initial
    numbered = (previous & _NUMBERED > 0) & number
    return ~_is_lower(buffer, first) & (previous & _TITLE == 0) & ~numbered & (~maybe | opens)


def _roles(vocabulary: Vocabulary) -> Bytes:
    """Return for each word of the vocabulary in which of the lists it is."""
    roles = np.zeros(len(vocabulary), dtype=np.uint8)
    for role, words in _ROLES.items():
        roles[vocabulary.find(words)] |= role
    return roles


def _is_upper(buffer: Buffer, positions: Positions) -> Flags:
    byte = buffer.data[positions]
    return (byte >= ord("A")) & (byte <= ord("Z"))


def _is_lower(buffer: Buffer, positions: Positions) -> Flags:
    byte = buffer.data[positions]
    return (byte >= ord("a")) & (byte <= ord("z"))
