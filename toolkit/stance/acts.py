"""Words for acts of one party upon another, and what each implies for agent and patient.

The words stand in `data/acts.yaml`, in groups that share their values and a reason; `data/acts.about.toml` says how to
read them and what they cannot tell. Only lemmas are looked up here; finding agent and patient in a sentence is the
parser's work.

Contents: `load_acts`, `read_acts`, `Acts`, `ActGroup`, `ActVerb`, `ActNoun`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml

from toolkit.errors import LexiconError
from toolkit.options import did_you_mean, quoted_list

_FILE = Path(__file__).parent / "data" / "acts.yaml"

CLASSES = (
    "kill", "harm", "destroy", "capture", "coerce", "deprive", "punish", "deceive", "threat", "provoke", "accuse",
    "criticise", "oppose", "investigate", "restraint", "release", "help", "protect", "support", "praise", "cooperate",
    "win", "lose", "die", "regard",
)  # fmt: skip
NEEDS = ("patient", "party", "person", "place", "thing", "intransitive")
PREPOSITIONS = frozenset(
    "about against alongside around at before behind between by for from in into of on over to upon with".split()
)
# Here the last word goes with the verb, and the patient is the verb's object.
PARTICLE_VERBS = frozenset(
    ("hand over", "hem in", "leave behind", "push over", "rein in", "run over", "shut in", "take in", "take over")
)

_SCALES = {
    "agent_power": (-1.0, 1.0),
    "agent_aggression": (0.0, 1.0),
    "patient_effect": (-1.0, 1.0),
    "attitude": (-1.0, 1.0),
    "legitimacy": (-1.0, 1.0),
}
_TOP = ("name", "version", "language", "licence", "marks", "light_verbs", "spellings", "quantities", "idioms", "groups")
_MARK = ("agent", "patient", "possessive")
_GROUP = ("class", "subject", "verbs", "needs", "nouns", "noun_needs", *_SCALES, "reason")


@dataclass(frozen=True)
class ActGroup:
    """What the words of one group imply.

    Attributes
    ----------
    act_class : one of `CLASSES`.
    agent_power : -1 to 1. Higher values mean that the act shows or gives its agent more power.
    agent_aggression : 0 to 1. Higher values mean a more hostile act.
    patient_effect : -1 (harm) to 1 (benefit).
    attitude : -1 to 1, of the agent toward the patient. Higher values mean more favour.
    legitimacy : -1 to 1. Higher values mean that the word presents the act as rightful.
    subject : "agent", or "patient" where the verb's subject is the one acted upon ("three people died").
    reason : why these words have these values.
    """

    act_class: str
    agent_power: float
    agent_aggression: float
    patient_effect: float
    attitude: float
    legitimacy: float
    subject: str
    reason: str


@dataclass(frozen=True)
class ActVerb:
    """A verb, with the words that belong to it.

    `words` are to be found in the sentence: the verb's lemma first, then particles and the like. `preposition` is the
    last of them where it introduces the patient ("crack down on"), else None: the patient is the verb's object
    ("lay off", "beat to death"). `needs` is what the patient must be for the verb to count: "patient" (anything, but
    there must be one), "party", "person", "place", "thing", "intransitive" (there must be none), or None.
    """

    lemma: str
    words: tuple[str, ...]
    preposition: str | None
    needs: str | None
    group: ActGroup


@dataclass(frozen=True)
class ActNoun:
    """A noun that names an act, with the prepositions that mark its parties.

    `possessive` is whom a possessor names ("the army's ..."): "agent", or "patient", which gives way where another
    phrase names the patient. `needs` is as in `ActVerb`.
    """

    lemma: str
    verb: str
    agent_marks: tuple[str, ...]
    patient_marks: tuple[str, ...]
    possessive: str
    needs: str | None
    group: ActGroup


_Word = TypeVar("_Word", ActVerb, ActNoun)


@dataclass(frozen=True)
class Acts:
    """The words for acts: verbs and nouns by lemma, and the empty verbs whose noun is the act.

    Attributes
    ----------
    verbs, nouns : every entry by its lemma; a lemma of several words has them in order ("crack down on").
    intransitives : verbs that are another entry where they have no object ("nine people drowned").
    by_head : the verbs by their first word, longest first, so that the first one found in a sentence is the right one.
    light_active, light_inverse : verbs such as "carry out", whose subject is the agent, and "come under", whose subject
        is the patient.
    quantities : nouns that are no party ("prices were hit").
    idioms : by verb, the objects with which it is no act ("killed time").
    """

    name: str
    version: str
    verbs: Mapping[str, ActVerb] = field(repr=False)
    nouns: Mapping[str, ActNoun] = field(repr=False)
    intransitives: Mapping[str, ActVerb] = field(repr=False)
    by_head: Mapping[str, tuple[ActVerb, ...]] = field(repr=False)
    light_active: frozenset[str] = field(repr=False)
    light_inverse: frozenset[str] = field(repr=False)
    quantities: frozenset[str] = field(repr=False)
    idioms: Mapping[str, frozenset[str]] = field(repr=False)
    spellings: Mapping[str, str] = field(repr=False)

    def verb(self, lemma: str) -> ActVerb | None:
        """Return the verb of this lemma in British or American spelling, or None."""
        return self.verbs.get(self._british(lemma))

    def noun(self, lemma: str) -> ActNoun | None:
        """Return the noun of this lemma in British or American spelling, or None."""
        return self.nouns.get(self._british(lemma))

    def intransitive(self, lemma: str) -> ActVerb | None:
        """Return what the verb is where it has no object, if that is an entry of its own, or None."""
        return self.intransitives.get(self._british(lemma))

    def heads(self, word: str) -> tuple[ActVerb, ...]:
        """Return the verbs that begin with this lemma, those of more words first, intransitive ones last."""
        word = word.lower()
        phrases = [self.spellings[a] for a in self.spellings if " " in a and a.split()[0] == word]
        found = self.by_head.get(self._british(word), ())
        return (*(self.verbs[phrase] for phrase in phrases), *found)

    def is_idiom(self, verb: str, patient: str) -> bool:
        """Tell whether a verb upon this noun is no act between parties: an idiom, or a price and the like."""
        verb, patient = self._british(verb), patient.lower()
        return patient in self.quantities or patient in self.idioms.get(verb.split()[0], ())

    def counts(self) -> dict[str, tuple[int, int]]:
        """Return the numbers of verbs and nouns of each class."""
        verbs = Counter(verb.group.act_class for verb in (*self.verbs.values(), *self.intransitives.values()))
        nouns = Counter(noun.group.act_class for noun in self.nouns.values())
        return {name: (verbs[name], nouns[name]) for name in CLASSES if verbs[name] or nouns[name]}

    def _british(self, lemma: str) -> str:
        lemma = lemma.lower()
        return self.spellings.get(lemma, lemma)


@cache
def load_acts() -> Acts:
    """Return the shipped words for acts.

    Examples
    --------
    >>> load_acts().verb("crack down on").group.act_class
    'destroy'
    """
    return read_acts(_FILE)


def read_acts(path: str | Path) -> Acts:
    """Read words for acts from a YAML file of the form of the shipped one.

    Raises
    ------
    LexiconError : the file is missing or broken; the message names the group and the word.
    """
    place = Path(path)
    if not place.is_file():
        raise LexiconError(f"There is no file of acts at {place}.")
    try:
        table = yaml.safe_load(place.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LexiconError(f"{place.name} is not valid YAML in UTF-8: {error}") from error
    if not isinstance(table, dict) or not isinstance(table.get("groups"), list):
        raise LexiconError(f"{place.name}: expected a key `groups` with a list of groups.")
    return _build(table, place.name)


def _build(table: dict[str, Any], where: str) -> Acts:
    _check_keys(table, _TOP, where)
    marks = _mapping(table, "marks", where)
    for name, mark in marks.items():
        _check_mark(mark, f"{where}, marks {name!r}")
    verbs: dict[str, ActVerb] = {}
    intransitives: dict[str, ActVerb] = {}
    nouns: dict[str, ActNoun] = {}
    for number, given in enumerate(table["groups"], start=1):
        place = f"{where}, group {number}"
        group = _group(given, place)
        for verb in _verbs(given, group, place):
            _add(intransitives if verb.needs == "intransitive" else verbs, [verb], place)
        _add(nouns, _nouns(given, group, marks, place), place)
    _check_verbs_of_nouns(nouns, verbs, where)
    light = _mapping(table, "light_verbs", where)
    return Acts(
        name=str(table.get("name", where)),
        version=str(table.get("version", "")),
        verbs=MappingProxyType(verbs),
        nouns=MappingProxyType(nouns),
        intransitives=MappingProxyType(intransitives),
        by_head=MappingProxyType(_by_head((*verbs.values(), *intransitives.values()))),
        light_active=frozenset(_words(light, "active", f"{where}, light_verbs")),
        light_inverse=frozenset(_words(light, "inverse", f"{where}, light_verbs")),
        quantities=frozenset(_words(table, "quantities", where)),
        idioms=MappingProxyType(_idioms(table, verbs, where)),
        spellings=MappingProxyType(_spellings(table, verbs, nouns, where)),
    )


def _group(given: Any, place: str) -> ActGroup:
    """Return the values of a group, checked."""
    if not isinstance(given, dict):
        raise LexiconError(f"{place}: expected a table with class, verbs and values; got {given!r}.")
    _check_keys(given, _GROUP, place)
    act_class = _choice(given.get("class"), CLASSES, f"{place}: `class`")
    subject = _choice(given.get("subject", "agent"), ("agent", "patient"), f"{place}: `subject`")
    reason = str(given.get("reason", "")).strip()
    if not reason:
        raise LexiconError(f"{place}: a group needs a `reason`.")
    scales = {name: _number(given.get(name), name, bounds, place) for name, bounds in _SCALES.items()}
    return ActGroup(act_class=act_class, subject=subject, reason=reason, **scales)


def _verbs(given: dict[str, Any], group: ActGroup, place: str) -> list[ActVerb]:
    patterns = _words(given, "verbs", place)
    needs = _needs(given, "needs", [_lemma(pattern) for pattern in patterns], place)
    return [_verb(pattern, needs.get(_lemma(pattern)), group) for pattern in patterns]


def _verb(pattern: str, needs: str | None, group: ActGroup) -> ActVerb:
    words = tuple(_lemma(pattern).split())
    # In "beat ~ to death" the tilde is the patient's place, so the preposition after it marks something else.
    lemma = " ".join(words)
    takes = len(words) > 1 and words[-1] in PREPOSITIONS and "~" not in pattern and lemma not in PARTICLE_VERBS
    return ActVerb(lemma, words, words[-1] if takes else None, needs, group)


def _lemma(pattern: str) -> str:
    return " ".join(word for word in pattern.split() if word != "~")


def _nouns(given: dict[str, Any], group: ActGroup, marks: dict[str, Any], place: str) -> list[ActNoun]:
    """Return the nouns of a group; one under several marks takes the prepositions of all."""
    by_mark = _mapping(given, "nouns", place)
    names = [str(noun) for nouns in by_mark.values() for noun in nouns]
    needs = _needs(given, "noun_needs", names, place)
    found: dict[str, ActNoun] = {}
    for mark, nouns in by_mark.items():
        _choice(mark, tuple(marks), f"{place}: the mark of nouns")
        for noun, verb in nouns.items():
            before = found.get(noun)
            agent, patient = tuple(marks[mark]["agent"]), tuple(marks[mark]["patient"])
            if before is not None:
                agent, patient = _union(before.agent_marks, agent), _union(before.patient_marks, patient)
            possessive = marks[mark]["possessive"] if before is None else before.possessive
            agent = tuple(word for word in agent if word not in patient)
            found[noun] = ActNoun(noun, verb, agent, patient, possessive, needs.get(noun), group)
    return list(found.values())


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _add(entries: dict[str, _Word], new: Iterable[_Word], place: str) -> None:
    for entry in new:
        if entry.lemma in entries:
            other = entries[entry.lemma].group.act_class
            raise LexiconError(f"{place}: {entry.lemma!r} is there twice, here and in a group of class {other!r}.")
        entries[entry.lemma] = entry


def _check_verbs_of_nouns(nouns: Mapping[str, ActNoun], verbs: Mapping[str, ActVerb], where: str) -> None:
    for noun in nouns.values():
        if noun.verb not in verbs:
            hint = did_you_mean(str(noun.verb), list(verbs))
            raise LexiconError(
                f"{where}: the noun {noun.lemma!r} names the verb {noun.verb!r}, which is no entry.{hint}"
            )


def _by_head(verbs: Iterable[ActVerb]) -> dict[str, tuple[ActVerb, ...]]:
    heads: dict[str, list[ActVerb]] = {}
    for verb in verbs:
        heads.setdefault(verb.words[0], []).append(verb)
    return {head: tuple(sorted(found, key=_rank)) for head, found in heads.items()}


def _rank(verb: ActVerb) -> tuple[int, bool]:
    return -len(verb.words), verb.needs == "intransitive"


def _spellings(
    table: dict[str, Any], verbs: Mapping[str, ActVerb], nouns: Mapping[str, ActNoun], where: str
) -> dict[str, str]:
    spellings = {str(a): str(b) for a, b in _mapping(table, "spellings", where).items()}
    for american, british in spellings.items():
        if british not in verbs and british not in nouns:
            raise LexiconError(f"{where}, spellings: {british!r} (for {american!r}) is no entry.")
        if american in verbs or american in nouns:
            raise LexiconError(f"{where}, spellings: {american!r} is an entry of its own.")
    return spellings


def _idioms(table: dict[str, Any], verbs: Mapping[str, ActVerb], where: str) -> dict[str, frozenset[str]]:
    idioms = _mapping(table, "idioms", where)
    heads = {verb.words[0] for verb in verbs.values()}
    for verb in idioms:
        if verb not in heads:
            raise LexiconError(f"{where}, idioms: no entry begins with {verb!r}.{did_you_mean(str(verb), heads)}")
    return {verb: frozenset(_words(idioms, verb, f"{where}, idioms")) for verb in idioms}


def _needs(given: dict[str, Any], key: str, lemmas: list[str], place: str) -> dict[str, str]:
    needs = _mapping(given, key, place)
    for lemma, value in needs.items():
        if lemma not in lemmas:
            raise LexiconError(f"{place}, {key}: {lemma!r} is no word of the group.{did_you_mean(str(lemma), lemmas)}")
        _choice(value, NEEDS, f"{place}, {key} of {lemma!r}")
    return needs


def _check_mark(mark: Any, place: str) -> None:
    if not isinstance(mark, dict) or set(mark) != set(_MARK):
        raise LexiconError(f"{place}: expected the keys {quoted_list(_MARK)}; got {mark!r}.")
    _choice(mark["possessive"], ("agent", "patient"), f"{place}: `possessive`")
    for key in ("agent", "patient"):
        _words(mark, key, place)


def _check_keys(table: dict[Any, Any], allowed: tuple[str, ...], place: str) -> None:
    for key in table:
        if key not in allowed:
            hint = did_you_mean(str(key), allowed)
            raise LexiconError(f"{place}: unknown key {key!r}; allowed are {quoted_list(allowed)}.{hint}")


def _choice(value: Any, allowed: tuple[str, ...], what: str) -> str:
    if value not in allowed:
        hint = did_you_mean(str(value), allowed)
        raise LexiconError(f"{what} must be one of {quoted_list(allowed)}; got {value!r}.{hint}")
    return str(value)


def _number(value: Any, name: str, bounds: tuple[float, float], place: str) -> float:
    low, high = bounds
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise LexiconError(f"{place}: `{name}` must be a number from {low:g} to {high:g}; got {value!r}.")
    return float(value)


def _mapping(table: dict[str, Any], key: str, place: str) -> dict[str, Any]:
    value = table.get(key) or {}
    if not isinstance(value, dict):
        raise LexiconError(f"{place}: `{key}` must be a table; got {value!r}.")
    return value


def _words(table: dict[str, Any], key: str, place: str) -> list[str]:
    value = table.get(key) or []
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise LexiconError(
            f"{place}: `{key}` must be a list of words; got {value!r}. "
            "YAML reads bare yes, no, on, off and numbers as something else."
        )
    return value
