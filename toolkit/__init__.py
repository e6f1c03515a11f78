"""The media framing toolkit: compare how outlets report the same events.

    articles --find--> evidence --score--> scores --compare--> comparison --> plot / table / report

Importing it is quick: it loads nothing else. Each name below is fetched from its module when it is first used,
so no table library, model, plotting library or network code is loaded before it is needed.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.compare.comparison import Comparison as Comparison
    from toolkit.compare.outlets import compare as compare
    from toolkit.concordance import concordance as concordance
    from toolkit.corpus.clean import clean as clean
    from toolkit.corpus.corpus import Corpus as Corpus
    from toolkit.corpus.read import read_articles as read_articles
    from toolkit.framing.certainty import Certainty as Certainty
    from toolkit.framing.force import ForceAxis as ForceAxis
    from toolkit.framing.frames import FrameSalience as FrameSalience
    from toolkit.framing.frames import frames_present as frames_present
    from toolkit.framing.labels import Labels as Labels
    from toolkit.lexicons.audit import audit_lexicon as audit_lexicon
    from toolkit.lexicons.formats import read_lexicon as read_lexicon
    from toolkit.lexicons.lexicon import Lexicon as Lexicon
    from toolkit.lexicons.shipped import list_lexicons as list_lexicons
    from toolkit.lexicons.shipped import load_lexicon as load_lexicon
    from toolkit.measure import Measure as Measure
    from toolkit.measure import Measurement as Measurement
    from toolkit.measure import measure_all as measure_all
    from toolkit.sentiment.valence import Sentiment as Sentiment

_HOME = {
    "Certainty": "toolkit.framing.certainty",
    "Comparison": "toolkit.compare.comparison",
    "Corpus": "toolkit.corpus.corpus",
    "ForceAxis": "toolkit.framing.force",
    "FrameSalience": "toolkit.framing.frames",
    "Labels": "toolkit.framing.labels",
    "Lexicon": "toolkit.lexicons.lexicon",
    "Measure": "toolkit.measure",
    "Measurement": "toolkit.measure",
    "Sentiment": "toolkit.sentiment.valence",
    "audit_lexicon": "toolkit.lexicons.audit",
    "clean": "toolkit.corpus.clean",
    "compare": "toolkit.compare.outlets",
    "concordance": "toolkit.concordance",
    "frames_present": "toolkit.framing.frames",
    "list_lexicons": "toolkit.lexicons.shipped",
    "load_lexicon": "toolkit.lexicons.shipped",
    "measure_all": "toolkit.measure",
    "read_articles": "toolkit.corpus.read",
    "read_lexicon": "toolkit.lexicons.formats",
}
__all__ = sorted(_HOME)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    """Fetch a public name from its module on first use."""
    if name not in _HOME:
        raise AttributeError(f"The toolkit has no {name!r}. It has: {', '.join(__all__)}.")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
