"""The measures by the names that study files and the command line use.

Contents: `list_measures`, `make_measure`.
"""

from dataclasses import fields
from pathlib import Path
from typing import Any

from toolkit.errors import OptionError
from toolkit.framing.axis import FrameAxis
from toolkit.framing.axis_sentences import SentenceAxis
from toolkit.framing.certainty import Certainty
from toolkit.framing.coded import CodedFrames
from toolkit.framing.force import ForceAxis
from toolkit.framing.frames import FrameSalience
from toolkit.framing.labels import Labels
from toolkit.framing.loaded import LoadedLanguage
from toolkit.learning.classifier import TextClassifier, load_classifier
from toolkit.lexicons.formats import read_lexicon
from toolkit.lexicons.lexicon import Lexicon
from toolkit.lexicons.shipped import list_lexicons, load_lexicon
from toolkit.measure import Measure
from toolkit.options import check_option, did_you_mean, quoted_list
from toolkit.sentiment.vader import VaderSentiment
from toolkit.sentiment.valence import Sentiment
from toolkit.stance.actor_roles import ActorRoles
from toolkit.stance.agency import Agency
from toolkit.stance.sourcing import Sourcing
from toolkit.stance.stance import Stance
from toolkit.stance.voices import Voices

_BY_WORDS = (ForceAxis, FrameSalience, CodedFrames, Sentiment, Labels, Certainty, LoadedLanguage, VaderSentiment)
_BY_SENTENCES = (Stance, Agency, ActorRoles, Voices, Sourcing)
_BY_VECTORS = (FrameAxis, SentenceAxis)
_MEASURES: dict[str, type[Measure]] = {measure.name: measure for measure in (*_BY_WORDS, *_BY_SENTENCES, *_BY_VECTORS)}


def list_measures() -> list[str]:
    """Return the names of all measures."""
    return list(_MEASURES)


def make_measure(name: str, **settings: Any) -> Measure:
    """Return the measure of this name with the given settings.

    Where a setting is a lexicon, the name of a shipped one or the path of a lexicon file may stand for it; where it
    is a trained engine, the path of its .npz file.

    Raises
    ------
    OptionError : there is no such measure or setting.

    Examples
    --------
    >>> make_measure("labels", actor=["kataib hezbollah"]).actor
    ('kataib hezbollah',)
    """
    kind = _MEASURES[check_option("measure", name, _MEASURES)]
    known = {field.name: field for field in fields(kind)}
    for setting in settings:
        if setting not in known:
            hint = did_you_mean(setting, known)
            available = quoted_list(known) if known else "no settings"
            raise OptionError(f"The measure {name!r} has no setting {setting!r}; it has {available}.{hint}")
    return kind(**{key: _ready(value, known[key].type) for key, value in settings.items()})


def _ready(value: Any, annotation: Any) -> Any:
    """Return a lexicon or an engine for the name or path that stands for it; any other value as it is."""
    if annotation in (Lexicon, "Lexicon"):
        return _lexicon(value)
    if annotation in (TextClassifier, "TextClassifier") and not isinstance(value, TextClassifier):
        return load_classifier(Path(value))
    return value


def _lexicon(given: Any) -> Lexicon:
    if isinstance(given, Lexicon):
        return given
    return load_lexicon(given) if given in list_lexicons() else read_lexicon(Path(given))
