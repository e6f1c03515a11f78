"""Where sentences end.

A sentence ends at a line break; at . ! ? or an ellipsis when white space follows (after closing quotation
marks and brackets) and the next word begins with a capital, a digit or a letter of a script without capitals;
and at the full stops of Arabic, Chinese and Devanagari. It does not end

- after titles and similar abbreviations (Lt. Gen. White), nor after initials (Robert P. White);
- after abbreviations that may also end a sentence (U.S., Inc.), unless the next word is one that usually opens
  a sentence (The, He, But ...);
- after "No." or a month's abbreviation when a number follows.

Contents: `find_sentence_ends`.
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
    Flags,
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


def find_sentence_ends(
    buffer: Buffer,
    starts: Positions,
    ends: Positions,
    types: npt.NDArray[np.int32],
    vocabulary: Vocabulary,
) -> Positions:
    """Return the byte positions after which a new sentence begins, in order."""
    marks = buffer.marks
    kinds = buffer.classes[marks]
    always = marks[(kinds == NEWLINE) | (kinds == FULL_ENDER)]
    stops = marks[(kinds == STOP) | (kinds == ENDER)]
    stops = stops[_space_follows(buffer, stops)]
    stops = stops[_sentence_may_follow(buffer, stops, starts, ends, types, vocabulary)]
    return np.sort(np.concatenate([always, stops]))


def _space_follows(buffer: Buffer, stops: Positions) -> Flags:
    """Tell whether white space follows each stop, after any closing quotation marks and brackets."""
    classes = buffer.classes
    after = stops + buffer.width(stops)
    for _ in range(4):
        kind = classes[after]
        closing = (kind == CLOSE_DOUBLE) | (kind == DOUBLE) | (kind == CLOSE_SINGLE)
        closing |= (kind == APOSTROPHE) | (kind == CLOSER)
        after = np.where(closing, after + buffer.width(after), after)
    spaced = (classes[after] == SPACE) | (classes[after] == NEWLINE)
    # "bases.The": a lost space, as in scraped text.
    upper = _is_upper(buffer, after) & (classes[np.minimum(after + 1, len(classes) - 1)] == LETTER)
    return spaced | (upper & _is_lower(buffer, stops - 1) & (after == stops + 1))


def _sentence_may_follow(
    buffer: Buffer,
    stops: Positions,
    starts: Positions,
    ends: Positions,
    types: npt.NDArray[np.int32],
    vocabulary: Vocabulary,
) -> Flags:
    """Tell for each stop whether the words on both sides allow a sentence end there."""
    following = np.searchsorted(starts, stops, side="right")
    allowed = following < len(starts)
    stops, following = stops[allowed], following[allowed]
    before = following - 1
    next_type = types[following]
    opens = np.isin(next_type, vocabulary.find(_OPENERS))
    number = buffer.classes[starts[following]] == DIGIT

    ok = ~_is_lower(buffer, starts[following])
    full_stop = (buffer.classes[stops] == STOP) & (before >= 0)
    touching = full_stop & (ends[before] >= stops)  # the stop stands directly after (or in) a word
    previous = types[before]
    letters = ends[before] - starts[before]
    initial = touching & (letters == 1) & _is_upper(buffer, starts[before])
    title = touching & np.isin(previous, vocabulary.find(_TITLES))
    maybe = touching & np.isin(previous, vocabulary.find(_MAYBE_LAST)) | initial
    numbered = touching & number & np.isin(previous, vocabulary.find(_BEFORE_NUMBER))
    ok &= ~title & ~numbered & ~(maybe & ~opens)
    allowed[allowed] = ok
    return allowed


def _is_upper(buffer: Buffer, positions: Positions) -> Flags:
    byte = buffer.data[positions]
    return (byte >= ord("A")) & (byte <= ord("Z"))


def _is_lower(buffer: Buffer, positions: Positions) -> Flags:
    byte = buffer.data[positions]
    return (byte >= ord("a")) & (byte <= ord("z"))
