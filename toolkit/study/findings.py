"""What a study asks of its measurements and articles; what cannot be answered is noted with its reason.

Contents: `compare_measures`, `find_facts`, `find_actors`, `find_words`, `find_curve`.
"""

import warnings
from collections.abc import Mapping

from tqdm.auto import tqdm

from toolkit.comparison.actors import ActorFindings, find_all
from toolkit.comparison.keyness_result import Keyness
from toolkit.comparison.outlets import compare
from toolkit.comparison.result import Comparison
from toolkit.comparison.specification_result import SpecificationCurve
from toolkit.comparison.wire import warn_once
from toolkit.corpus.corpus import Corpus
from toolkit.errors import FramingError, MissingEventsError, WireCopyWarning
from toolkit.framing.force import ForceAxis
from toolkit.measure import Measurement
from toolkit.study.facts import SideBySide, lay_side_by_side
from toolkit.study.robustness import curve_of
from toolkit.study.settings import Study
from toolkit.study.words import words_of

_MATCH = "In a study file: match = true under [events]"


def compare_measures(
    study: Study, measurements: Mapping[str, Measurement]
) -> tuple[dict[str, Comparison], dict[str, str]]:
    """Return the comparisons by key of the measure, and for those that cannot be made the reason."""
    options = vars(study.compare)
    made: dict[str, Comparison] = {}
    reasons: dict[str, str] = {}
    for key, measurement in tqdm(measurements.items(), desc="comparing", unit="measure", delay=2, leave=False):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", WireCopyWarning)  # given once for all measures, below
                made[key] = compare(measurement, **options)
        except MissingEventsError as error:
            reasons[key] = f"{error} {_MATCH}."
        except FramingError as error:
            reasons[key] = str(error)
    warn_once({key: comparison.by_wire for key, comparison in made.items()})
    return made, reasons


def find_facts(study: Study, corpus: Corpus, not_compared: dict[str, str]) -> SideBySide | None:
    """Lay the largest events side by side, or note under "facts" why that cannot be done."""
    if not study.facts.events:
        return None
    try:
        return lay_side_by_side(corpus, study.facts, study.compare)
    except FramingError as error:
        not_compared["facts"] = str(error)
        return None


def find_actors(
    study: Study, corpus: Corpus, measurements: Mapping[str, Measurement], not_compared: dict[str, str]
) -> ActorFindings | None:
    """Find what there is of the actors of the study; note why the stance toward a target cannot be compared."""
    settings = study.actors
    if settings is None:
        return None
    force = next((one for one in measurements.values() if isinstance(one.measure, ForceAxis)), None)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", WireCopyWarning)  # given for the measures already
            found = find_all(
                corpus, settings.actors, targets=settings.targets, engine=settings.engine, force=force,
                options=vars(study.compare),
            )  # fmt: skip
    except FramingError as error:
        not_compared["actors"] = str(error)
        return None
    not_compared.update({f"stance toward {target}": reason for target, reason in found.not_compared.items()})
    return found


def find_words(study: Study, corpus: Corpus, not_compared: dict[str, str]) -> Keyness | None:
    """Find distinctive words, or note under "words" why that cannot be done."""
    if study.words is None:
        return None
    try:
        return words_of(corpus, study.words, study.compare)
    except MissingEventsError as error:
        not_compared["words"] = f'{error} {_MATCH}, or events = "all" under [words].'
    except FramingError as error:
        not_compared["words"] = str(error)
    return None


def find_curve(
    study: Study, corpus: Corpus, measurements: Mapping[str, Measurement], not_compared: dict[str, str]
) -> SpecificationCurve | None:
    """Compare under other choices, or note under "robustness" why that cannot be done."""
    if study.robustness is None:
        return None
    try:
        return curve_of(corpus, measurements[study.robustness.measure], study.robustness, study.compare)
    except MissingEventsError as error:
        not_compared["robustness"] = f"{error} {_MATCH}."
    except FramingError as error:
        not_compared["robustness"] = str(error)
    return None
