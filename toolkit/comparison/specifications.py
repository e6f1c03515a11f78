"""Specifications of a comparison: which choices there are, and every combination of their options.

Conventions: a choice (how wire copy counts, say) has named options, the first of which belongs to the base
specification; a specification takes one option of each choice.

Contents: `Choice`, `Specifications`, `make_specifications`, `leave_one_out`, `settings_of`, `check_choice`, `DEFAULTS`,
`AS_MEASURED`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.comparison.parts import PART_GROUPS
from toolkit.comparison.wire import WIRE_MODES
from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError
from toolkit.lexicons.lexicon import Category, Lexicon
from toolkit.measure import Measure, Measurement
from toolkit.options import check_option, quoted_list
from toolkit.stance.in_voice import VOICES_OF

AS_MEASURED = "as measured"
DEFAULTS: dict[str, Any] = {
    "events": "given", "parts": "all", "pool": "mean", "wire": "once", "voice": "all", "negated": AS_MEASURED,
    "test": "bootstrap",
}  # fmt: skip
_ALLOWED: dict[str, Iterable[str]] = {
    "parts": PART_GROUPS, "pool": Measurement.pools, "wire": WIRE_MODES, "voice": ("all", "unquoted", *VOICES_OF),
    "negated": (AS_MEASURED, "count", "drop"), "test": ("bootstrap", "exchange"),
}  # fmt: skip
_MOST_DRAWS = 50  # times the limit, before fewer specifications than asked for are taken


@dataclass(frozen=True)
class Choice:
    """A choice with the names of its options and what they stand for; the first is that of the base."""

    name: str
    labels: tuple[str, ...]
    values: tuple[Any, ...]

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, eq=False)
class Specifications:
    """The specifications that are looked at: `options` has one row each and one column a choice, numbers of options.

    The base specification is the first. `n_possible` counts all combinations, of which some may have been drawn.
    """

    choices: tuple[Choice, ...]
    options: npt.NDArray[np.int64]
    n_possible: int

    def __len__(self) -> int:
        return len(self.options)

    def values(self, number: int) -> dict[str, Any]:
        """Return what a specification takes for each choice."""
        return {c.name: c.values[o] for c, o in zip(self.choices, self.options[number], strict=True)}

    def labels(self, choice: Choice) -> list[str]:
        """Return the name of the option that each specification takes."""
        return [choice.labels[option] for option in self.options[:, self.choices.index(choice)]]


def make_specifications(
    corpus: Corpus,
    measure: Measure,
    category: str | None,
    outlets: tuple[str, str] | str | None,
    base: Mapping[str, Any],
    alternatives: Mapping[str, Any],
    *,
    limit: int,
    seed: int,
) -> Specifications:
    """Check the choices and return all combinations of their options, or `limit` of them drawn at random."""
    settings = settings_of(measure)
    known = ["measure", "outlets", *DEFAULTS, *settings]
    for name, given in (("base", base), ("alternatives", alternatives)):
        for key in given:
            check_option(name, key, [one for one in known if name == "alternatives" or one in DEFAULTS])
    choices = [_measures(measure, category, alternatives.get("measure", {}))]
    choices += [_setting(choices[0], name, alternatives[name]) for name in settings if name in alternatives]
    choices.append(_outlets(corpus, outlets, alternatives.get("outlets", ())))
    choices += [_fixed(name, base.get(name, DEFAULTS[name]), alternatives.get(name, ())) for name in DEFAULTS]
    options, n_possible = _combinations([len(choice) for choice in choices], limit, seed)
    return Specifications(tuple(choices), options, n_possible)


def settings_of(measure: Measure) -> list[str]:
    """Return the names of a measure's settings, but for those that are called like another choice."""
    return [field.name for field in fields(measure) if field.name not in ("measure", "outlets", *DEFAULTS)]


def _combinations(sizes: list[int], limit: int, seed: int) -> tuple[npt.NDArray[np.int64], int]:
    """Return the combinations of options, one a row, the base first; a sample of them where there are too many."""
    if limit < 2:
        raise OptionError(f"`limit` must be 2 specifications or more; got {limit!r}.")
    n_possible = 1
    for size in sizes:
        n_possible *= size
    if n_possible <= limit:
        return np.stack(np.unravel_index(np.arange(n_possible), sizes), axis=1), n_possible
    rng = np.random.default_rng(seed)
    # Drawn option by option, since the number of combinations may be beyond any integer type.
    drawn = {(0,) * len(sizes): None}
    for _ in range(_MOST_DRAWS * limit):
        if len(drawn) == limit:
            break
        drawn[tuple(int(rng.integers(size)) for size in sizes)] = None
    return np.array(list(drawn), dtype=np.int64), n_possible


def _options(name: str, given: Any) -> dict[str, Any]:
    """Return options by their names: a mapping as it is, a list (or one value) by what its items are called."""
    if isinstance(given, Mapping):
        return {str(label): value for label, value in given.items()}
    if isinstance(given, str | Measure | Lexicon) or not isinstance(given, Iterable):
        given = [given]
    named: dict[str, Any] = {}
    for value in given:
        label = _label(value)
        if label in named:
            raise OptionError(
                f"Two alternatives of {name!r} are called {label!r}. Give them names: "
                f'alternatives={{"{name}": {{"first name": ..., "second name": ...}}}}.'
            )
        named[label] = value
    return named


def _label(value: Any) -> str:
    """Return what an option is called in tables and pictures."""
    if isinstance(value, Measure | Lexicon):
        return value.name
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], Measure):
        return f"{value[0].name}: {value[1]}"
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def _choice(name: str, base: tuple[str, Any], others: Mapping[str, Any]) -> Choice:
    """Return a choice, its base first and once; where the alternatives name the base too, by their name."""
    label = next((one for one, value in others.items() if value == base[1]), base[0])
    options = {label: base[1], **{one: value for one, value in others.items() if value != base[1]}}
    if len(options) == 1 + sum(value != base[1] for value in others.values()):
        return Choice(name, tuple(options), tuple(options.values()))
    raise OptionError(f"An alternative of {name!r} is called {label!r}, as the base is; give it another name.")


# ---- Measures and their settings ----------------------------------------------------------------------------------


def _measures(measure: Measure, category: str | None, given: Any) -> Choice:
    """Return the choice between measures; each option is a measure and a category of it."""
    base = (measure, _category(measure, category))
    others = {label: _with_category(value, category) for label, value in _options("measure", given).items()}
    return _choice("measure", (measure.name, base), others)


def _with_category(given: Any, category: str | None) -> tuple[Measure, str]:
    measure, own = given if isinstance(given, tuple) and len(given) == 2 else (given, category)
    if not isinstance(measure, Measure):
        raise OptionError(f"An alternative of 'measure' must be a measure, or a measure and a category; got {given!r}.")
    only = measure.categories[0] if len(measure.categories) == 1 else own
    return measure, _category(measure, own if own in measure.categories else only)


def _category(measure: Measure, category: str | None) -> str:
    if category is None and len(measure.categories) == 1:
        return measure.categories[0]
    return check_option("category", category, measure.categories)


def _setting(measures: Choice, name: str, given: Any) -> Choice:
    """Return the choice of a setting; the base is that of the measure, `AS_MEASURED` where measures differ in it."""
    for label, (measure, _) in zip(measures.labels, measures.values, strict=True):
        known = settings_of(measure)
        if name not in known:
            raise OptionError(f"The measure {label!r} has no setting {name!r}; it has {quoted_list(known)}.")
    now = getattr(measures.values[0][0], name)
    if any(getattr(measure, name) is not now and getattr(measure, name) != now for measure, _ in measures.values):
        return _choice(name, (AS_MEASURED, AS_MEASURED), _options(name, given))
    return _choice(name, (_label(now), now), _options(name, given))


def leave_one_out(measurement: Measurement, category: str, *, n_entries: int = 10) -> dict[str, Measure]:
    """Return copies of a measure, each without one entry of a category, as alternatives for `specification_curve`.

    They show whether a finding hangs on one word. Where a left-out entry was the longest at its place, a shorter one
    may count there instead, as it would in a lexicon that never had it.

    Parameters
    ----------
    measurement : what the measure returned on the corpus; its evidence tells which entries occur.
    category : one of the measure's.
    n_entries : leave out in turn each of so many entries, those with the most evidence first.

    Returns
    -------
    Measures by name, such as "without 'destroy*'".

    Raises
    ------
    OptionError : the category does not exist, has no lexicon entries, or none of them occurs.
    """
    known = measurement.categories
    column = known.index(check_option("category", category, known))
    spans = measurement.spans
    entry = spans.entry[(spans.category == column) & (spans.weight != 0) & (spans.entry >= 0)]
    numbers, counts = np.unique(entry, return_counts=True)
    if not len(numbers):
        raise OptionError(f"No lexicon entry of the category {category!r} occurs, so that none can be left out.")
    most = numbers[np.argsort(-counts, kind="stable")[:n_entries]]
    patterns = dict.fromkeys(measurement.entries[number].pattern for number in most)
    return {f"without {pattern!r}": _without(measurement.measure, category, pattern) for pattern in patterns}


def _without(measure: Measure, category: str, pattern: str) -> Measure:
    """Return the measure without an entry in those of its lexicons that have the category."""
    lexicons = {f.name: v for f in fields(measure) if isinstance(v := getattr(measure, f.name), Lexicon)}
    # A measure with one score (valence) may sum over the categories of its lexicon.
    own = {name: one for name, one in lexicons.items() if category in one.category_names} or lexicons
    return replace(measure, **{name: _shortened(lexicon, pattern) for name, lexicon in own.items()})


def _shortened(lexicon: Lexicon, pattern: str) -> Lexicon:
    def kept(category: Category) -> Category:
        return replace(category, entries=tuple(entry for entry in category.entries if entry.pattern != pattern))

    return replace(lexicon, categories=tuple(kept(category) for category in lexicon.categories))


# ---- Outlets, events and how they are compared --------------------------------------------------------------------


def _outlets(corpus: Corpus, outlets: tuple[str, str] | str | None, given: Any) -> Choice:
    """Return the choice of outlets: each option is a pair, or one outlet against the mean of all."""
    known = corpus.outlets
    if outlets is None and len(known) == 2:
        outlets = (known[0], known[1])
    base = _side(outlets, known)
    if isinstance(given, tuple) and len(given) == 2 and all(isinstance(one, str) for one in given):
        given = [given]  # one pair, not two outlets
    sides = given.values() if isinstance(given, Mapping) else [given] if isinstance(given, str) else given
    others = {_versus(side): side for side in (_side(one, known) for one in sides)}
    return _choice("outlets", (_versus(base), base), others)


def _side(given: Any, known: list[str]) -> tuple[str, ...]:
    """Return a pair of outlets, or one outlet alone."""
    names = (given,) if isinstance(given, str) else tuple(given or ())
    if len(names) not in (1, 2) or len(set(names)) < len(names):
        raise OptionError(
            f"`outlets` must be two outlets, or one to be held against the mean of all; got {given!r}. "
            f"The corpus has {quoted_list(known)}."
        )
    side = tuple(check_option("outlets", name, known) for name in names)
    if len(side) == 1 and len(known) == 2:  # the mean of two outlets says no more than the other one
        return side[0], known[1 - known.index(side[0])]
    return side


def _versus(side: tuple[str, ...]) -> str:
    return f"{side[0]} minus {side[1] if len(side) == 2 else 'the mean of the outlets'}"


def _fixed(name: str, base: Any, given: Any) -> Choice:
    """Return one of the choices that every measure has."""
    others = _options(name, given)
    for value in (base, *others.values()):
        check_choice(name, value)
    return _choice(name, (_label(base), base), others)


def check_choice(name: str, value: Any) -> None:
    """Raise `OptionError` if a value is no option of one of the choices that every measure has (of `DEFAULTS`)."""
    if name != "events":
        check_option(name, value, _ALLOWED[name])
        return
    if value in ("given", "matched") or (isinstance(value, int | float) and 0 < value < 1):
        return
    raise OptionError(
        "`events` must be 'given' (the column event_id), 'matched' (match_events), or a threshold for match_events "
        f"between 0 and 1, such as 0.2; got {value!r}."
    )
