"""Made-up events, each told by three to five outlets: articles whose events are known.

Contents: `told_events`.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from benchmarks.known import Known
from benchmarks.wording import Ints, Strings, Wording, read_wording
from toolkit.corpus.corpus import Corpus

SENTENCES, TOLD = 16, 12  # sentences of an event, and those that one outlet tells
EXCHANGED = 0.5  # share of the plain words of a telling that are other words
OWN_NAMES, KNOWN_NAMES, NUMBERS = 2, 4, 6  # of an event: invented names, names of the news, numbers
HEADLINE = 8  # words
OUTLETS = 20
_SYLLABLES = np.array([a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "el", "or")])


@dataclass(frozen=True)
class _Kinds:
    """Of each distinct word whether it is plain, a name or a number, and the punctuation behind it.

    `plain` and `names` are the plain words and the names of the news as often as they occur.
    """

    is_plain: np.ndarray
    is_name: np.ndarray
    is_number: np.ndarray
    tail: Strings
    plain: Strings
    names: Strings

    @classmethod
    def of(cls, wording: Wording) -> "_Kinds":
        bare = [word.rstrip(".,;:!?)") for word in wording.words]
        is_plain = np.array([word.isalpha() and word.islower() for word in wording.words])
        tail = np.array([word[len(part) :] for word, part in zip(wording.words, bare, strict=True)], dtype=object)
        is_name, is_number = (
            np.array([test(part[:1]) for part in bare], dtype=bool) for test in (str.isupper, str.isdigit)
        )
        plain, names = (
            wording.words[wording.stream[flags[wording.stream]]] for flags in (is_plain, is_name & (tail == ""))
        )
        return cls(is_plain, is_name, is_number, tail, plain, names)


@cache
def _kinds() -> _Kinds:
    return _Kinds.of(read_wording())


def told_events(n: int, *, seed: int = 1) -> Known:
    """Make n articles on events of one year; the last event may have fewer tellings than the others."""
    rng = np.random.default_rng(seed)
    rows, events = [], []
    while len(rows) < n:
        events += [events[-1] + 1 if events else 0] * (told := int(rng.integers(3, 6)))
        rows += _tellings(told, rng)
    table = pd.DataFrame(rows[:n], columns=["headline", "text", "outlet", "published"])
    table.insert(0, "article_id", [f"a{row:06}" for row in range(n)])
    table["text"] = table["text"].astype(object)
    return Known(Corpus(table, name="stories"), np.array(events[:n]))


def _tellings(n: int, rng: np.random.Generator) -> list[tuple[str, str, str, pd.Timestamp]]:
    """Tell a new event n times."""
    wording, kinds = read_wording(), _kinds()
    spans = rng.choice(wording.sentences, SENTENCES, replace=False)
    names, numbers = _names(kinds, rng), rng.integers(2, 5_000, NUMBERS).astype(str).astype(object)
    sentences = [_of_event(wording.stream[begin:end], names, numbers, wording, kinds) for begin, end in spans]
    day = pd.Timestamp("2020-01-01") + pd.Timedelta(days=int(rng.integers(0, 365)))
    days = [day + pd.Timedelta(days=int(later)) for later in rng.integers(0, 3, n)]
    outlets = rng.choice(OUTLETS, n, replace=False)
    return [
        (_headline(sentences, names, rng), _telling(sentences, kinds, rng), f"Outlet {outlet}", when)
        for outlet, when in zip(outlets, days, strict=True)
    ]


def _names(kinds: _Kinds, rng: np.random.Generator) -> Strings:
    """Return names for an event: some that only it has, and some that others may have too."""
    own = ["".join(rng.choice(_SYLLABLES, 3)).capitalize() for _ in range(OWN_NAMES)]
    return np.array([*own, *rng.choice(kinds.names, KNOWN_NAMES)], dtype=object)


def _of_event(
    numbers_of_words: Ints, names: Strings, numbers: Strings, wording: Wording, kinds: _Kinds
) -> tuple[Strings, np.ndarray]:
    """Return a sentence with the event's names and numbers, and which of its words are plain."""
    words, rest = wording.words[numbers_of_words], numbers_of_words[1:]  # every first word is capitalised
    for flags, own in ((kinds.is_name, names), (kinds.is_number, numbers)):
        at = np.flatnonzero(flags[rest]) + 1
        words[at] = own[numbers_of_words[at] % len(own)] + kinds.tail[numbers_of_words[at]]
    return words, kinds.is_plain[numbers_of_words]


def _telling(sentences: list[tuple[Strings, np.ndarray]], kinds: _Kinds, rng: np.random.Generator) -> str:
    """Tell the first sentence, then others in an order of one's own, with part of the words exchanged."""
    order = [0, *(1 + rng.permutation(SENTENCES - 1)[: TOLD - 1])]
    words = np.concatenate([sentences[place][0] for place in order])
    plain = np.concatenate([sentences[place][1] for place in order])
    at = np.flatnonzero(plain & (rng.random(len(plain)) < EXCHANGED))
    words[at] = rng.choice(kinds.plain, len(at))
    return " ".join(words)


def _headline(sentences: list[tuple[Strings, np.ndarray]], names: Strings, rng: np.random.Generator) -> str:
    """Return the event's own names and some of its plain words."""
    plain = np.concatenate([words[is_plain] for words, is_plain in sentences])
    return " ".join([*names[:OWN_NAMES], *rng.choice(plain, HEADLINE - OWN_NAMES)])
