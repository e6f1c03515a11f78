"""Who is positive or negative toward whom? Held against triplets (subject, sentiment, object) that people coded.

Contents: `validate_stance_triplets`, `find_name`, `find_pronoun`, `holder_first`.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.errors import ReadError
from toolkit.models.embed import has_embedder
from toolkit.options import check_columns
from toolkit.sentiment.valence import Sentiment
from toolkit.stance.places import LINKS, Places, find_places
from toolkit.stance.rules import RuleEngine
from toolkit.stance.target import StanceEngine, TargetSentence
from toolkit.stance.trained import load_stance
from toolkit.validity.figures import Rows, ValidityResult, bootstrap_figures
from toolkit.validity.gold import read_gold
from toolkit.validity.target_sentiment import class_f1, vader_scores

_NO_NAME = ("None", "Not in the list")
# Words that are parts of many names, so that a sentence with one of them need not mean this name.
_COMMON = frozenset(
    "the and for act administration agency association bill center committee congress congressional conservative "
    "council court department federal government house justice law national new office order party plan policy "
    "president public republic senate state states supreme united us white".split()
)
_LEADING = ("The", "And", "For", "United")
_LONG = 8  # letters of a word whose ending may differ
_PRONOUNS = (r"\b(?:he|him|his|himself)\b", r"\b(?:she|her|hers|herself)\b")
_ENDINGS = r"(?:s|'s|’s|n|ns|an|ans)?(?!\w)"

Signs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def validate_stance_triplets(gold: Sequence[Path]) -> ValidityResult:
    """Tell direction and sign of the stance in sentences with exactly one coded triplet.

    Parameters
    ----------
    gold : JSON lines with article_id, sent_index, sentence, subject, sentiment (POS or NEG) and object. Sentences with
        more than one triplet are left out. Nothing is trained on them.

    Returns
    -------
    Figures, n being the sentences:

    - direction_accuracy: of the sentences in which both names are found, the share in which the party called subject
      is told from grammar (`holder_first`); direction_order_accuracy: the same if it is always the one named first;
      direction_share: the share of the sentences in which both are found;
    - sign_macro_f1: mean F1 of POS and NEG by the sign of the rule engine's value toward the party that was told to be
      the object, or the only one found; where that is 0, by the sign of `sentiment` on the sentence;
    - trained_sign_macro_f1: the same by the trained engine that comes with the toolkit, if the sentence model is there;
    - vader_sign_macro_f1: by the sign of VADER's compound score. In all a score of 0 counts as NEG, the more frequent
      code. The signs' accuracies likewise. Articles are resampled.

    Raises
    ------
    ColumnError, ReadError : the file has another form. ModelMissingError : the parser is not installed.
    """
    table = _single(read_gold(gold))
    true = np.where(table["sentiment"] == "POS", 1, -1).astype(np.int64)
    pairs = [_pair(row) for row in zip(table["sentence"], table["subject"], table["object"], strict=True)]
    right, by_order, toward = _directions(table["sentence"].tolist(), pairs)
    signs = {"": _signs(RuleEngine(), table["sentence"].tolist(), toward)}
    if has_embedder("english"):
        signs["trained_"] = _signs(load_stance(), table["sentence"].tolist(), toward)
    signs["vader_"] = _sign(vader_scores(table["sentence"].tolist()))

    def figures(rows: Rows) -> dict[str, float]:
        found = ~np.isnan(right[rows])
        result = {
            "direction_accuracy": _mean(right[rows][found]),
            "direction_order_accuracy": _mean(by_order[rows][found]),
            "direction_share": _mean(found.astype(float)),
        }
        for name, guess in signs.items():
            result[f"{name}sign_macro_f1"] = float(np.mean(class_f1(true[rows], guess[rows], (-1, 1))))
            result[f"{name}sign_accuracy"] = _mean((true[rows] == guess[rows]).astype(float))
        return result

    note = "Sentences with one coded triplet; the coder knew the article, the program sees the sentence."
    groups = table["article_id"].astype(str).to_numpy()
    return ValidityResult("stance-triplets", len(table), bootstrap_figures(figures, groups), note)


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _single(table: pd.DataFrame) -> pd.DataFrame:
    needed = ("article_id", "sent_index", "sentence", "subject", "sentiment", "object")
    check_columns(table.columns, needed, what="The gold file")
    other = table.loc[~table["sentiment"].isin(["POS", "NEG"]), "sentiment"]
    if len(other):
        raise ReadError(f"`sentiment` must be POS or NEG; got {other.iloc[0]!r}.")
    single = table[~table.duplicated(["article_id", "sent_index"], keep=False)].reset_index(drop=True)
    if single.empty:
        raise ReadError("The gold file has no sentence with exactly one triplet.")
    return single


def _pair(row: tuple[str, str, str]) -> tuple[TargetSentence | None, TargetSentence | None]:
    """Return the mentions of subject and object; a name that lies within the other's mention is not found.

    Where one of them is named, a pronoun may stand for the other.
    """
    sentence, subject, object_ = row
    first, second = find_name(subject, sentence), find_name(object_, sentence)
    if first is not None and second is not None and first.start < second.end and second.start < first.end:
        return first, None
    if first is None and second is not None:
        first = find_pronoun(subject, sentence, second)
    elif second is None and first is not None:
        second = find_pronoun(object_, sentence, first)
    return first, second


def find_name(name: str, sentence: str) -> TargetSentence | None:
    """Return the first mention of a name: in full, by its initials, by a part, else by a word of its own.

    A part is two or more words in a row, or the two around an "of" the other way round ("Department of Justice",
    "Justice Department"). Words of its own are those that are not common to many names, from the last one; one of eight
    or more letters may end otherwise ("Democratic", "Democrats"). Other words for the party are not found, nor are the
    codes for no name.
    """
    if name in _NO_NAME:
        return None
    for pattern, flags in _patterns(name):
        found = re.search(rf"(?<!\w)({pattern}){_ENDINGS}", sentence, flags)
        if found is not None:
            return TargetSentence(sentence, *found.span(1))
    return None


def _patterns(name: str) -> Iterator[tuple[str, int]]:
    """Yield what to look for, the surest first, and how."""
    yield re.escape(name), re.IGNORECASE
    words = re.findall(r"\w[\w.-]*\w", name)
    initials = "".join(word[0] for word in words if word[0].isupper())
    if len(initials) >= 3:
        yield re.escape(initials), 0
    for length in range(len(words) - 1, 1, -1):
        for first in range(len(words) - length, -1, -1):
            part = words[first : first + length]
            if part[0][0].isupper() and part[-1][0].isupper() and part[-1] not in _LEADING:
                yield r"\W+".join(re.escape(word) for word in part), 0
    for before, after in re.findall(r"(\w+) of (?:the )?(\w+)", name):
        yield rf"{re.escape(after)} {re.escape(before)}", 0
    own = [word for word in words if len(word) > 2 and word.lower() not in _COMMON]
    for word in reversed(own):
        yield re.escape(word), re.IGNORECASE
    for word in reversed(own):
        if len(word) >= _LONG:
            yield rf"{re.escape(word[:-2])}\w{{0,2}}", re.IGNORECASE


def find_pronoun(name: str, sentence: str, other: TargetSentence | None) -> TargetSentence | None:
    """Return the first pronoun that may stand for a person who is not named in the sentence.

    Names that may be a person's have two or three words with capitals, none of them common to many names. The sentence
    must hold pronouns of one kind only (he, him, his or she, her), and no name of the other party before the first of
    them, for it would rather stand for that.
    """
    words = name.split()
    is_person = 2 <= len(words) <= 3 and all(word[0].isupper() and word.lower() not in _COMMON for word in words)
    found = [[*re.finditer(kind, sentence, re.IGNORECASE)] for kind in _PRONOUNS]
    if not is_person or all(found) or not any(found):
        return None
    first = (found[0] or found[1])[0]
    if other is not None and other.start < first.end():
        return None
    return TargetSentence(sentence, *first.span())


def _directions(
    sentences: list[str], pairs: Sequence[tuple[TargetSentence | None, TargetSentence | None]]
) -> tuple[Floats, Floats, list[TargetSentence | None]]:
    """Return whether the direction was told right, whether the order tells it, and toward whom the sign is taken."""
    both = [place for place, pair in enumerate(pairs) if None not in pair]
    # The party that stands first is given first, whichever it is: the rule must not see the code.
    ordered = [sorted((one for one in pairs[place] if one), key=lambda one: one.start) for place in both]
    is_first = holder_first([one[0] for one in ordered], [one[1] for one in ordered])
    right, by_order = np.full(len(sentences), np.nan), np.full(len(sentences), np.nan)
    toward = [second or first for first, second in pairs]
    for place, mentions, guess in zip(both, ordered, is_first.tolist(), strict=True):
        subject_first = mentions[0] is pairs[place][0]
        right[place], by_order[place] = guess == subject_first, subject_first
        toward[place] = mentions[1] if guess else mentions[0]
    return right, by_order, toward


def holder_first(first: Sequence[TargetSentence], second: Sequence[TargetSentence]) -> npt.NDArray[np.bool_]:
    """Say for pairs of mentions in one sentence, in order, whether the first one holds the stance toward the second.

    It is the one who is the subject of a verb where the other is not, then the one that is not an object, then the one
    whose verb stands higher in the sentence, then the first.
    """
    if not len(first):
        return np.zeros(0, dtype=np.bool_)
    places = find_places([*first, *second])
    rank, depth = _rank(places), _depth(places)
    n = len(first)
    a, b = rank[:n], rank[n:]
    return np.where(a != b, a > b, depth[:n] <= depth[n:])


def _rank(places: Places) -> Signs:
    order = {"subject": 2, "by-agent": 2, "none": 1, "other": 1, "object": 0, "passive subject": 0}
    rank = np.array([order[name] for name in LINKS])[places.link]
    return np.where((rank == 2) & ~places.direct, 1, rank).astype(np.int64)


def _depth(places: Places) -> Signs:
    """Return how many links the target's verb, or else the mention, lies below the root."""
    now = np.where(places.verb >= 0, places.verb, places.head)
    depth = np.zeros(len(now), dtype=np.int64)
    there = np.flatnonzero(now >= 0)
    while len(there):
        up = places.parses.head[now[there]]
        moving = up != now[there]
        now[there], there = up, there[moving]
        depth[there] += 1
    return depth


def _signs(engine: StanceEngine, sentences: list[str], toward: Sequence[TargetSentence | None]) -> Signs:
    """Return the sign of the value toward the target, or of the sentence where there is none."""
    known = [place for place, one in enumerate(toward) if one is not None]
    value = np.zeros(len(sentences))
    value[known] = np.nan_to_num(engine.score([one for one in toward if one is not None]).value)
    return _sign(np.where(value != 0, value, _valence(sentences)))


def _sign(value: Floats) -> Signs:
    return np.where(value > 0, 1, -1).astype(np.int64)


def _valence(sentences: list[str]) -> Floats:
    ids = [str(place) for place in range(len(sentences))]
    corpus = Corpus(pd.DataFrame({"article_id": ids, "text": sentences}), name="gold")
    amount, exposure = Sentiment()(corpus).article_totals()
    return np.nan_to_num(amount[:, 0] / np.where(exposure[:, 0] > 0, exposure[:, 0], np.nan))
