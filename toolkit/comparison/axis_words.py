"""Which words place an outlet on a frame axis, and which make the difference between two outlets.

With p_T(w) the share of word w among the words of the target that count, and g_w its cosine (bias) or its squared
distance from the baseline (intensity):

    value of the target                   = sum_w p_T(w) g_w
    target minus reference                = sum_w (p_T(w) - p_R(w)) (g_w - g_R), with g_R the value of the reference

Taking off g_R changes no sum, for the shares add up to 1 on both sides. Without it, each word that a text uses more
would seem to move it as far as the axis' zero is away, which is no place in the language (gallagher2021).

Contents: `AxisWords`, `axis_words`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.comparison.result import signed
from toolkit.comparison.wire import WIRE_MODES, left_out
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.printable import printable
from toolkit.errors import MissingEventsError, OptionError
from toolkit.framing.axis import SCORES, FrameAxis
from toolkit.framing.axis_counts import word_counts
from toolkit.framing.axis_poles import Axis
from toolkit.measure import Measurement
from toolkit.options import check_option, quoted_list

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

EVENT_MODES = ("shared", "all")
_SHOWN = 8  # words in the sentence


@dataclass(frozen=True, eq=False)
class AxisWords:
    """Words on a frame axis, those that contribute most first.

    `table` has one row a word: word, cosine, n (how often the target has it), n_reference, contribution. The
    contributions add up to `value`: the target's score on the axis, or what it has more than the reference.
    """

    table: pd.DataFrame
    axis: Axis
    score: str
    target: str
    reference: str | None
    value: float

    def __repr__(self) -> str:
        who = self.target if self.reference is None else f"{self.target} minus {self.reference}"
        lines = [f"{self.axis.name} {self.score}: {who} = {signed(self.value)}, all words together."]
        for sign, name in ((1, "up"), (-1, "down")):
            words = self.table.loc[self.table["contribution"] * sign > 0]
            if len(words):
                shown = (
                    f"{word} {signed(one)}" for word, one in words[["word", "contribution"]].head(_SHOWN).to_numpy()
                )
                lines.append(f"  {name}: {', '.join(shown)}")
        return printable("\n".join(lines))


def axis_words(
    measurement: Measurement,
    *,
    axis: str | None = None,
    target: str | None = None,
    reference: str | Sequence[str] | None = None,
    score: str = "bias",
    events: str = "shared",
    wire: str = "once",
) -> AxisWords:
    """Say which words place an outlet on an axis, or make the difference between outlets.

    contribution = p_T(w) g_w, or with a reference (p_T(w) - p_R(w)) (g_w - g_R); see above.

    Higher contributions mean that a word moves the target toward the positive pole (bias), or away from the corpus'
    average (intensity). Do not compare the sums with values of `compare`: there articles or events count alike, here
    words do. Do not read a single word as a finding: these are the words to look up with `concordance`.

    Parameters
    ----------
    measurement : what `FrameAxis` returned.
    axis : the name of the axis; it may be left out if there is only one.
    target : an outlet; all articles by default.
    reference : another outlet or several, whose articles are taken together.
    score : "bias" or "intensity".
    events : with a reference, "shared" counts the articles on events that both sides covered, "all" all articles.
    wire : how reprints of wire copy count; as in `compare`.

    Returns
    -------
    `AxisWords`: the words with their counts and contributions, and what they add up to (NaN if no word counts).

    Raises
    ------
    OptionError : the measurement is of another measure, or an axis, outlet or option does not exist.
    MissingEventsError : shared events are asked for, and the corpus has no events.

    References: kwak2021 for the contribution of a word, gallagher2021 for that to a difference.
    """
    measure = _frame_axis(measurement)
    names = [one.name for one in measure.axes]
    number = names.index(check_option("axis", names[0] if axis is None and len(names) == 1 else axis, names))
    check_option("score", score, SCORES)
    check_option("events", events, EVENT_MODES)
    check_option("wire", wire, WIRE_MODES)
    corpus = measurement.corpus
    sides = [_side(corpus, "target", target), _reference(corpus, target, reference)]
    keep = ~left_out(corpus, wire)
    if reference is not None and events == "shared":
        keep &= _shared(corpus, sides)
    counts = word_counts(corpus, measure.reads)
    counts, rows = counts.of_space(measure.space)
    cosine = measure.space.along(rows, slice(number, number + 1))[:, 0]
    g = cosine if score == "bias" else (cosine - measure.baseline[number]) ** 2
    n = np.array([np.asarray(counts.table[side & keep].sum(axis=0)).ravel() for side in sides], dtype=np.float64)
    contribution = _contributions(n, g, has_reference=reference is not None)
    table = pd.DataFrame({
        "word": pd.Series(counts.words, dtype=object), "cosine": cosine, "n": n[0].astype(int),
        "n_reference": n[1].astype(int), "contribution": contribution,
    })  # fmt: skip
    used = n.sum(axis=0) > 0
    order = np.lexsort((table["word"].to_numpy(dtype=str), -np.abs(np.nan_to_num(contribution))))
    table = table.iloc[order[used[order]]].reset_index(drop=True)
    value = float(contribution.sum()) if used.any() else float("nan")
    against = None if reference is None else ", ".join([reference] if isinstance(reference, str) else reference)
    return AxisWords(table, measure.axes[number], score, target or "all outlets", against, value)


def _contributions(n: Floats, g: Floats, *, has_reference: bool) -> Floats:
    """Return what each word adds; NaN if one of the sides has no word that counts."""
    total = n.sum(axis=1, keepdims=True)
    share = n / np.where(total > 0, total, np.nan)
    return (share[0] - share[1]) * (g - share[1] @ g) if has_reference else share[0] * g


def _frame_axis(measurement: Measurement) -> FrameAxis:
    if measurement.restriction:
        raise OptionError(
            f"Words are counted in whole articles, and this measurement is restricted ({measurement.restriction}). "
            "Its words with their cosines are in measurement.evidence."
        )
    if isinstance(measurement.measure, FrameAxis):
        return measurement.measure
    raise OptionError(f"Words on an axis are those of a FrameAxis; got a measurement of {measurement.measure.name!r}.")


def _side(corpus: Corpus, name: str, outlet: str | None) -> Flags:
    if outlet is None:
        return np.ones(len(corpus), dtype=np.bool_)
    return _is(corpus, check_option(name, outlet, corpus.outlets))


def _is(corpus: Corpus, outlet: str) -> Flags:
    return np.array([one == outlet for one in corpus.column("outlet")], dtype=np.bool_)


def _reference(corpus: Corpus, target: str | None, reference: str | Sequence[str] | None) -> Flags:
    nobody = np.zeros(len(corpus), dtype=np.bool_)
    if reference is None:
        return nobody
    names = [reference] if isinstance(reference, str) else list(reference)
    if target is None or target in names or not names:
        raise OptionError(
            f"`reference` needs a `target` beside it that is another outlet ({quoted_list(corpus.outlets)}); got "
            f"target {target!r} and reference {reference!r}."
        )
    return np.logical_or.reduce([nobody, *(_side(corpus, "reference", name) for name in names)])


def _shared(corpus: Corpus, sides: list[Flags]) -> Flags:
    """Tell which articles are on events that both sides covered."""
    if corpus.n_events == 0:
        raise MissingEventsError(
            f"Corpus {corpus.name!r} has no events, so shared events are not known. Give a column event_id "
            'or run corpus = match_events(corpus) first, or take the words of all articles with events="all".'
        )
    event: Any = corpus.column("event_id")
    both = set.intersection(*(set(event[side].dropna()) for side in sides))
    return event.isin(both).to_numpy(dtype=np.bool_)
