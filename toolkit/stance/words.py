"""Words of value and of acts in sentences with a target, each with its place to the target.

Four kinds are found: words of the lexicon `valence`; words of `actor-labels`, where they name the target; verbs and
nouns of `acts` in which the target takes part, as the one who does or the one to whom it is done; and words of
`stance-cues` wherever they stand.

Conventions: a hit is one word or expression in one sentence; `key` says what it is to the target, such as
"complement:subject" for what stands beside a verb whose subject is the target, or "agent:kill" for an act that it does.
The strength of a valence word is the root of a third of the lexicon's weight, which is at most 3, with its sign; that
of an act or a cue is 1. All may be
weakened, and the first two turned round (`toolkit.stance.word_factors`).

Contents: `LABELS`, `Hits`, `find_hits`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from toolkit.corpus.corpus import Parts
from toolkit.evidence import Reading
from toolkit.lexicons.matcher import Matcher, Matches
from toolkit.lexicons.shipped import load_lexicon
from toolkit.stance.act_words import ActWords, act_words
from toolkit.stance.places import LINKS, RELATIONS, Places
from toolkit.stance.target import TargetSentence
from toolkit.stance.word_factors import contrast, degree, nearness, of_another
from toolkit.text.tokens import tokenize
from toolkit.text.vocabulary import Vocabulary

# How a text that uses these words for a group judges it, from -1 to 1; the other labels say nothing of the kind.
LABELS = {"terrorist": -1.0, "criminal": -1.0, "extremists": -0.8, "occupier": -0.7, "proxy": -0.5,
          "militants": -0.4, "militia": -0.3, "insurgents": -0.3, "rebels": -0.2, "resistance": 0.5,
          "martyr": 0.7}  # fmt: skip
_LINK_GROUPS = ("other", "subject", "object", "object", "subject", "other")  # one for each of LINKS

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Hits:
    """Columns of equal length, one row a hit.

    `row` of the sentence; `start`, `end` code points; `key` what the word is to the target; `strength` from -1 to 1,
    after negation, degree and contrast; `quoted`, `negated`, `modal` flags; `steps` links between word and mention.
    """

    row: Longs
    start: Longs
    end: Longs
    key: npt.NDArray[np.object_]
    strength: npt.NDArray[np.float64]
    quoted: npt.NDArray[np.bool_]
    negated: npt.NDArray[np.bool_]
    modal: npt.NDArray[np.bool_]
    steps: Longs

    def __len__(self) -> int:
        return len(self.row)

    def take(self, rows: npt.NDArray[np.bool_] | Longs) -> "Hits":
        """Return the chosen hits."""
        return Hits(*(getattr(self, column.name)[rows] for column in fields(self)))


def find_hits(sentences: Sequence[TargetSentence], places: Places) -> Hits:
    """Return all hits in the sentences, sorted by sentence and place."""
    reading = _read([one.text for one in sentences])
    token = _token_of(reading, places)
    acts = act_words(places)
    pieces = [
        _valence(reading, places, token, acts.token),
        _labels(reading, places, token),
        _acts(reading, places, token, acts),
    ]
    pieces.append(_cues(reading, places, token, pieces))
    joined = Hits(*(np.concatenate([getattr(piece, column.name) for piece in pieces]) for column in fields(Hits)))
    return joined.take(np.lexsort((joined.start, joined.row)))


def _read(texts: list[str]) -> Reading:
    vocabulary = Vocabulary()
    names = ("scopes", "valence", "modifiers", "actor-labels", "stance-cues")
    matcher = Matcher([load_lexicon(name) for name in names], vocabulary)
    tokens = tokenize(texts, vocabulary=vocabulary)
    n = len(texts)
    parts = Parts(np.arange(n, dtype=np.int32), np.zeros(n, dtype=np.int8), np.zeros(n, dtype=np.int32), texts)
    return Reading(parts, tokens, matcher, matcher.match(tokens))


def _token_of(reading: Reading, places: Places) -> Longs:
    """Return for each token of the reading the parser's token that begins there or just before, -1 for none."""
    parses, tokens = places.parses, reading.tokens
    if not len(parses):
        return np.full(len(tokens), -1, dtype=np.int64)
    starts = (parses.text.astype(np.int64) << 32) | parses.start
    wanted = (tokens.text.astype(np.int64) << 32) | tokens.start
    found = np.searchsorted(starts, wanted, side="right") - 1
    return np.where((found >= 0) & (parses.text[found] == tokens.text), found, -1)


def _content(places: Places, token: Longs, length: Longs) -> Longs:
    """Return of the parser's tokens of each match the one that is nearest to the mention."""
    best = token.copy()
    for step in range(1, int(length.max(initial=1))):
        other = np.minimum(token + step, len(places.steps) - 1)
        better = (length > step) & (places.steps[other] < places.steps[best])
        best = np.where(better, other, best)
    return best


def _kept(matches: Matches, token: Longs, places: Places) -> Matches:
    """Keep matches in sentences whose mention has a head."""
    at = token[matches.token]
    return matches.take((at >= 0) & (places.head[places.parses.text[at]] >= 0) if len(at) else at >= 0)


def _as_hits(
    reading: Reading, places: Places, matches: Matches, at: Longs, key: npt.NDArray[np.object_],
    strength: npt.NDArray[np.float64],
) -> Hits:  # fmt: skip
    tokens = reading.tokens
    last = matches.token + matches.length - 1
    return Hits(
        row=tokens.text[matches.token].astype(np.int64),
        start=tokens.start[matches.token].astype(np.int64),
        end=tokens.end[last].astype(np.int64),
        key=key,
        strength=strength,
        quoted=tokens.quoted[matches.token] > 0,
        negated=reading.negated(matches.token, window=4),
        modal=reading.modal(matches.token) > 0,
        steps=places.steps[at].astype(np.int64),
    )


def _relation_keys(places: Places, at: Longs) -> npt.NDArray[np.object_]:
    """Return what each of the parser's tokens is to the target, with how the target takes part."""
    relation = np.array(RELATIONS, dtype=object)[places.relation[at]]
    link = np.array([_LINK_GROUPS[number] for number in range(len(LINKS))], dtype=object)
    of_row = link[places.link[places.parses.text[at]]]
    linked = np.isin(relation.astype(str), ("verb", "complement", "clause below", "clause beside", "its phrase"))
    return np.where(linked, relation + ":" + of_row, relation)


def _valence(reading: Reading, places: Places, token: Longs, acts: Longs) -> Hits:
    lexicon = load_lexicon("valence")
    matches = _kept(reading.of(lexicon), token, places)
    at = _content(places, token[matches.token], matches.length)
    # A name that happens to be a word of value ("Mr. Winner") says nothing of its bearer.
    common = ~(places.parses.pos.isin("PROPN")[at] & (places.relation[at] <= 1))
    # Nor does the verb of an act count twice: what it means for the target depends on the target's part in it.
    common &= ~np.isin(at, acts)
    matches, at = matches.take(common), at[common]
    weight = np.clip(reading.matcher.compiled.weight_of[matches.entry].astype(np.float64) / 3, -1, 1)
    strength = np.sign(weight) * np.sqrt(np.abs(weight))
    strength = strength * degree(reading, matches) * contrast(reading, places, matches.token)
    strength = strength * nearness(places, at) * of_another(places)[at]
    strength = np.where(reading.negated(matches.token, window=4), -0.5 * strength, strength)
    return _as_hits(reading, places, matches, at, _relation_keys(places, at), strength)


def _labels(reading: Reading, places: Places, token: Longs) -> Hits:
    """Return labels that stand in the mention, beside it, or as what it is said to be."""
    lexicon = load_lexicon("actor-labels")
    matches = _kept(reading.of(lexicon), token, places)
    at = _content(places, token[matches.token], matches.length)
    category = reading.matcher.compiled.category_of[matches.entry]
    value = np.array([LABELS.get(name, 0.0) for name in lexicon.category_names])[category]
    relation = np.array(RELATIONS, dtype=object)[places.relation[at]]
    near = np.isin(relation.astype(str), ("mention", "attribute")) & (places.steps[at] <= 2)
    is_said = (relation == "complement") & places.parses.dep.isin("attr", "oprd")[at]
    keep = (near | is_said) & (value != 0)
    kept, at = matches.take(keep), at[keep]
    return _as_hits(reading, places, kept, at, np.full(len(at), "label", dtype=object), value[keep])


def _acts(reading: Reading, places: Places, token: Longs, acts: ActWords) -> Hits:
    """Return acts in which the target takes part; the strength is 1, less under negation or beyond a contrast."""
    known = np.full(len(places.parses) + 1, -1, dtype=np.int64)
    known[token] = np.arange(len(token))
    word = known[acts.token]
    there = word >= 0
    n = int(there.sum())
    matches = Matches(word[there], np.ones(n, dtype=np.int64), np.zeros(n, dtype=np.int64))
    strength = acts.sign[there] * contrast(reading, places, matches.token) * nearness(places, acts.token[there])
    strength = np.where(reading.negated(matches.token, window=4), -0.5 * strength, strength)
    return _as_hits(reading, places, matches, acts.token[there], acts.key[there], strength)


def _cues(reading: Reading, places: Places, token: Longs, others: Sequence[Hits]) -> Hits:
    """Return words of `stance-cues` that are no hits of another kind and no part of the mention."""
    lexicon = load_lexicon("stance-cues")
    matches = _kept(reading.of(lexicon), token, places)
    at = _content(places, token[matches.token], matches.length)
    tokens = reading.tokens
    row, start = tokens.text[matches.token].astype(np.int64), tokens.start[matches.token].astype(np.int64)
    taken = np.concatenate([(hits.row << 32) | hits.start for hits in others])
    free = ~np.isin((row << 32) | start, taken) & (places.relation[at] != RELATIONS.index("mention"))
    matches, at = matches.take(free), at[free]
    category = reading.matcher.compiled.category_of[matches.entry]
    key = np.array([f"cue:{name}" for name in lexicon.category_names], dtype=object)[category]
    return _as_hits(reading, places, matches, at, key, nearness(places, at))
