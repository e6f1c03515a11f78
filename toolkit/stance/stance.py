"""The stance of sentences, articles and outlets toward one target: tk.Stance("Kataib Hezbollah").

    value = sum over sentences of their value / number of sentences that mention the target

Each mention of the target is scored in its sentence by an engine (`toolkit.stance.target`). Where a sentence mentions
the target m times, each mention weighs 1 / m, so that a sentence counts once.

Contents: `Stance`, `ASPECTS`.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import ActorWarning, OptionError
from toolkit.evidence import VOICES, Evidence, Reading
from toolkit.measure import Floats, Measurement, Scale, add_up
from toolkit.options import check_option
from toolkit.stance.actor import Actor, Actors
from toolkit.stance.actor_file import read_actors
from toolkit.stance.linking import Linker
from toolkit.stance.rules import RuleEngine
from toolkit.stance.table_evidence import MeanOfSpans, evidence_from, joined, mentions_in, sources_in
from toolkit.stance.target import StanceEngine, StanceScores, TargetSentence
from toolkit.stance.trained import load_stance
from toolkit.text.concordance import sentence_bounds

ENGINES = ("rules", "trained")
ASPECTS = ("said", "does", "suffers", "labels")
_SENTENCES = ("stance", "own", "sourced")
CATEGORIES = (*_SENTENCES, *ASPECTS, "introduced")
# How far the verb that introduces the target's words vouches for them; verbs of other kinds do neither.
_INTRODUCED = {"asserting": 1.0, "doubting": -1.0}
_AROUND = 1_000  # characters of a sentence kept on each side of a mention

_SCALES = {
    "stance": "the sentences that mention the target show it in a better light",
    "own": "the outlet's own words show it in a better light",
    "sourced": "what is said in sources' names shows it in a better light",
    "said": "better words are used of it",
    "does": "it is shown doing better things",
    "suffers": "what is shown done to it speaks more for it",
    "labels": "kinder labels are used for it",
    "introduced": "the verbs that introduce its words vouch for them",
}


@dataclass(frozen=True)
class Stance(MeanOfSpans):
    """Score the stance toward a target from -1 (against) to 1 (in favour), in the outlet's and in others' voice.

    "stance": the mean over all sentences that mention the target. "own" and "sourced": the same over mentions in the
    outlet's own words, and in what is said in sources' names or quotation marks. With the rule engine, stance is the
    sum of four parts, each divided by the same number of sentences: "said" (words of value), "does" (acts of the
    target), "suffers" (acts upon it), "labels". "introduced": the mean over what the target itself is quoted with, 1
    for verbs that vouch for it ("confirmed"), -1 for verbs that doubt it ("claimed"), else 0.

    Higher values mean that the text shows the target in a better light. They do not mean that the outlet likes it: a
    sentence that tells of harm which the target did is against it, whoever writes it. So compare outlets on the same
    events only. Do not compare values of two engines, nor two targets, nor sentences one by one: single sentences are
    often misjudged (docs/stance-engines.md). The exposure is the number of sentences; an article that never mentions
    the target has NaN, not 0. A trained engine does not tell parts apart: they are NaN.

    Parameters
    ----------
    target : the name of the target, or the id or name of one of `actors`.
    actors : the actors of the study, or their file: the target's aliases, short forms and titles are then known, and
        short forms that stand for another actor are not taken for it.
    engine : "rules", "trained" (the one that comes with the toolkit), or an engine of one's own: what `train_stance`
        or `load_stance` returned, or anything with a `name` and `score(sentences)`.
    pronouns : count pronouns that stand for the target as mentions.

    Raises
    ------
    OptionError : the target has no word, or the engine is none. ModelMissingError : parser or model are missing.

    References: hamborg2021 for stance toward a target in news sentences.
    """

    name: ClassVar[str] = "stance"
    references: ClassVar[tuple[str, ...]] = ("hamborg2021",)

    target: str
    actors: Actors = field(default_factory=Actors)
    engine: "str | StanceEngine" = "rules"
    pronouns: bool = True

    def __post_init__(self) -> None:
        given = read_actors(self.actors) if isinstance(self.actors, str | Path) else self.actors
        object.__setattr__(self, "actors", given if len(given) else Actors((Actor("target", self.target),)))
        self.actors.find(self.target)
        if isinstance(self.engine, str):
            check_option("engine", self.engine, ENGINES)
        elif not callable(getattr(self.engine, "score", None)):
            raise OptionError(f"`engine` must be 'rules', 'trained' or have a method `score`; got {self.engine!r}.")

    @property
    def _actor_id(self) -> str:
        return self.actors.find(self.target).id

    @property
    def settings(self) -> dict[str, object]:
        """The target, the actors, the engine by its name, and whether pronouns count."""
        engine = self.engine if isinstance(self.engine, str) else self.engine.name
        return {"target": self.target, "actors": self.actors.signature, "engine": engine, "pronouns": self.pronouns}

    @property
    def categories(self) -> tuple[str, ...]:
        """The stance in all, by voice, by part, and how the target is introduced."""
        return CATEGORIES

    def scale(self, category: str) -> Scale:
        """All lie between -1 and 1."""
        return Scale("from -1 to 1", 1.0, -1.0, 1.0, _SCALES[category])

    def find(self, reading: Reading) -> Evidence:
        """Score each mention; the mention, and the words that made its value, are the evidence."""
        target = self._actor_id
        mentions = mentions_in(reading, self.actors, pronouns=self.pronouns).table
        found = _Found.of(reading, mentions[mentions["actor"] == target])
        scores = self._engine.score(found.sentences)
        return joined([*_mentions(reading, found, scores), *_words(reading, found, scores), self._introduced(reading)])

    @property
    def _engine(self) -> StanceEngine:
        if isinstance(self.engine, str):
            return RuleEngine() if self.engine == "rules" else load_stance()
        return self.engine

    def _introduced(self, reading: Reading) -> Evidence:
        """Return the verbs that introduce what the target says."""
        table = sources_in(reading).table
        said = table[table["source"].notna()]
        linker = Linker(mentions_in(reading, self.actors, pronouns=self.pronouns), reading.corpus)
        places = zip(said["unit"].tolist(), said["source_start"].tolist(), said["source_end"].tolist(), strict=True)
        own = said[np.array([linker.actor_in(*place) == self._actor_id for place in places], dtype=np.bool_)]
        cues = own.assign(start=own["cue_start"], end=own["cue_end"])
        return evidence_from(
            reading, cues, CATEGORIES.index("introduced"), own["cue_kind"].map(_INTRODUCED).fillna(0.0).astype(float)
        )

    def tally(self, evidence: Evidence, exposure: Floats) -> tuple[Floats, Floats]:
        """Count sentences, not mentions; the parts share the sentences of "stance"."""
        amount = add_up(evidence, len(exposure), len(CATEGORIES))
        _, seen = super().tally(evidence, exposure)
        for place in range(len(_SENTENCES)):
            seen[:, place] = _n_sentences(evidence.take(evidence.category == place), len(exposure))
        parts = [CATEGORIES.index(aspect) for aspect in ASPECTS]
        seen[:, parts] = seen[:, [0]] if self.engine == "rules" or isinstance(self.engine, RuleEngine) else 0.0
        return amount, seen

    def review(self, measurement: Measurement) -> None:
        """Warn if the target is never mentioned."""
        if len(measurement.corpus) and not measurement.exposure[:, 0].any():
            warnings.warn(
                f"The target {self.target!r} is mentioned in none of {len(measurement.corpus):,} articles, so the "
                "stance toward it is not known (NaN). Look whether the texts write the name differently, and add it to "
                "the actor's `aliases`.",
                ActorWarning,
                stacklevel=4,
            )


def _n_sentences(evidence: Evidence, n_units: int) -> Floats:
    place = np.unique(np.column_stack([evidence.unit, evidence.sentence]), axis=0)
    return np.bincount(place[:, 0], minlength=n_units).astype(np.float64)


@dataclass(frozen=True, eq=False)
class _Found:
    """Mentions of the target with their sentences: one row a mention.

    `offset` where the text handed to the engine begins in the part; `share` 1 / number of mentions in the sentence.
    """

    table: pd.DataFrame
    sentences: Sequence[TargetSentence]
    offset: npt.NDArray[np.int64]
    share: Floats

    @classmethod
    def of(cls, reading: Reading, mentions: pd.DataFrame) -> "_Found":
        texts = reading.parts.texts
        units, own = np.unique(mentions["unit"].to_numpy(dtype=np.int64), return_inverse=True)
        bounds = sentence_bounds(
            [texts[unit] for unit in units], own.astype(np.int32), mentions["sentence"].to_numpy(dtype=np.int32)
        )
        rows = zip(mentions["unit"], mentions["start"], mentions["end"], *bounds, strict=True)
        cut = [_cut(texts[unit], start, end, begin, stop) for unit, start, end, begin, stop in rows]
        share = 1 / mentions.groupby(["unit", "sentence"])["start"].transform("size").to_numpy(dtype=np.float64)
        offset = np.array([begin for begin, _ in cut], dtype=np.int64)
        return cls(mentions.reset_index(drop=True), [sentence for _, sentence in cut], offset, share)


def _cut(text: str, start: int, end: int, begin: int, stop: int) -> tuple[int, TargetSentence]:
    """Return where the sentence of a mention begins, and the sentence; very long ones are cut at spaces."""
    if start - begin > _AROUND:
        begin = text.find(" ", start - _AROUND, start) + 1 or start
    if stop - end > _AROUND:
        stop = max(text.rfind(" ", end, end + _AROUND), end)
    begin, stop = min(begin, start), max(stop, end)
    return begin, TargetSentence(text[begin:stop], start - begin, end - begin)


def _mentions(reading: Reading, found: _Found, scores: StanceScores) -> list[Evidence]:
    """Return each mention with its sentence's value: for the stance in all, and once more for its voice."""
    known = ~np.isnan(scores.value)
    weight = (scores.value * found.share)[known]
    whole = evidence_from(reading, found.table[known], 0, weight)
    said = sources_in(reading).row_at(whole.unit, whole.start) >= 0
    quoted = reading.tokens.quoted[_token_at(reading, whole)] > 0
    voice = np.where(quoted, VOICES.index("quotation"), np.where(said, VOICES.index("reported"), 0)).astype(np.uint8)
    whole = replace(whole, voice=voice)
    own, others = whole.take(voice == 0), whole.take(voice > 0)
    return [
        whole,
        replace(own, category=np.full(len(own), 1, dtype=np.int16)),
        replace(others, category=np.full(len(others), 2, dtype=np.int16)),
    ]


def _token_at(reading: Reading, evidence: Evidence) -> npt.NDArray[np.int64]:
    tokens = reading.tokens
    begins = tokens.text.astype(np.int64) << 32 | tokens.start
    key = evidence.unit.astype(np.int64) << 32 | evidence.start
    return np.maximum(np.searchsorted(begins, key, side="right") - 1, 0)


def _words(reading: Reading, found: _Found, scores: StanceScores) -> list[Evidence]:
    """Return the words that made the values, by part; nothing where the engine gives them no weight."""
    words = scores.evidence.dropna(subset=["weight"])
    row = words["row"].to_numpy(dtype=np.int64)
    place = {"unit": found.table["unit"].to_numpy()[row], "start": words["start"].to_numpy() + found.offset[row],
             "end": words["end"].to_numpy() + found.offset[row], "negated": words["negated"].to_numpy()}  # fmt: skip
    table = pd.DataFrame(place)
    weight = words["weight"].to_numpy(dtype=np.float64) * found.share[row]
    aspect = np.array([_aspect(why) for why in words["why"]], dtype=object)
    pieces = []
    for name in ASPECTS:
        keep = aspect == name
        piece = evidence_from(reading, table[keep], CATEGORIES.index(name), weight[keep])
        quoted = (words["voice"].to_numpy() == "quotation")[keep]
        pieces.append(replace(piece, voice=np.where(quoted, VOICES.index("quotation"), 0).astype(np.uint8)))
    return pieces


def _aspect(why: str) -> str:
    """Return the part of the stance to which a word of the rule engine belongs."""
    if why == "label":
        return "labels"
    return {"agent": "does", "patient": "suffers"}.get(why.partition(":")[0], "said")
