"""A measure from a name and plain settings, with messages for every way in which they can be wrong.

Contents: `made_measure`, `measure_kinds`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, get_type_hints

from toolkit.errors import OptionError
from toolkit.learning.classifier import TextClassifier
from toolkit.lexicons.lexicon import Lexicon
from toolkit.lexicons.shipped import list_lexicons
from toolkit.measure import Measure
from toolkit.options import check_option, quoted_list
from toolkit.registry import list_measures, make_measure

_FILES = (".yaml", ".yml", ".csv", ".tsv", ".dic", ".npz")  # of lexicons and of trained engines


def made_measure(name: str, settings: Mapping[str, Any], *, base: Path = Path()) -> Measure:
    """Return the measure of this name with settings as a study file or the command line gives them.

    Parameters
    ----------
    name : one of `list_measures`.
    settings : plain values; for a lexicon the name of a shipped one, or the path of a file; for an engine its path.
    base : the folder at which paths start.

    Raises
    ------
    OptionError : there is no such measure or setting, a setting has the wrong type, or one is missing.
    LexiconError : a lexicon file cannot be read.
    """
    kind: Any = measure_kinds()[check_option("measure", name, list_measures())]
    hints = get_type_hints(kind)
    for field in fields(kind):
        if field.name in settings:
            _check_type(name, field.name, hints[field.name], settings[field.name])
        elif field.default is MISSING and field.default_factory is MISSING:
            needed = quoted_list([field.name])
            raise OptionError(f"The measure {name!r} needs the setting {needed}.")
    return make_measure(name, **{key: placed(value, base) for key, value in settings.items()})


def measure_kinds() -> dict[str, type[Measure]]:
    """Return the class of each measure by its name."""
    available = list_measures()
    every = _below(Measure)  # type: ignore[type-abstract]
    kinds = {kind.name: kind for kind in every if kind.__module__.startswith("toolkit.") and hasattr(kind, "name")}
    return {name: kinds[name] for name in available}


def _below(kind: type[Measure]) -> Iterator[type[Measure]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def placed(value: Any, base: Path) -> Any:
    """Return the path of a lexicon or an engine as seen from `base`; any other value as it is."""
    if not isinstance(value, str) or value in list_lexicons():
        return value
    is_file = value.lower().endswith(_FILES)
    return str(base / value) if is_file or (base / value / "lexicon.yaml").is_file() else value


def _check_type(measure: str, setting: str, hint: Any, value: Any) -> None:
    """Raise if a value has another type than the setting of the measure."""
    expected = _expected(hint, value)
    if expected:
        raise OptionError(f"The setting {setting!r} of the measure {measure!r} must be {expected}; got {value!r}.")


def _expected(hint: Any, value: Any) -> str | None:
    """Return in words what a value should have been; None if it is that."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
    rules: dict[Any, tuple[bool, str]] = {
        bool: (isinstance(value, bool), "true or false"),
        int: (is_number and isinstance(value, int), "a whole number"),
        float: (is_number, "a number"),
        str: (isinstance(value, str), "a string"),
        tuple[str, ...]: (isinstance(value, str) or texts, "a list of strings"),
        Lexicon: (isinstance(value, str), "the name of a shipped lexicon or the path of a lexicon file"),
        TextClassifier: (isinstance(value, str) and value.endswith(".npz"), "the path of a trained engine (.npz)"),
    }
    fits, words = rules.get(hint, (True, ""))
    return None if fits else words
