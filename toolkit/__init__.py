"""The media framing toolkit: compare how outlets report the same events.

    articles --find--> evidence --score--> scores --compare--> comparison --> plot / table / report

Importing it is quick: it loads nothing else. Each name below is fetched from its module when it is first used,
so no table library, model, plotting library or network code is loaded before it is needed.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.comparison.headline import headline_body as headline_body
    from toolkit.comparison.means import outlet_means as outlet_means
    from toolkit.comparison.omission import Omission as Omission
    from toolkit.comparison.omission import compare_omission as compare_omission
    from toolkit.comparison.outlets import compare as compare
    from toolkit.comparison.result import Comparison as Comparison
    from toolkit.corpus.clean import clean as clean
    from toolkit.corpus.clean import removed_lines as removed_lines
    from toolkit.corpus.corpus import Corpus as Corpus
    from toolkit.corpus.credit import find_credits as find_credits
    from toolkit.corpus.read import read_articles as read_articles
    from toolkit.corpus.reprints import Reprints as Reprints
    from toolkit.corpus.reprints import find_reprints as find_reprints
    from toolkit.corpus.shipped import list_corpora as list_corpora
    from toolkit.corpus.shipped import load_codes as load_codes
    from toolkit.corpus.shipped import load_corpus as load_corpus
    from toolkit.corpus.store import read_corpus as read_corpus
    from toolkit.corpus.store import write_corpus as write_corpus
    from toolkit.events.align import align as align
    from toolkit.events.alignment import Alignment as Alignment
    from toolkit.events.decisions import EventDecisions as EventDecisions
    from toolkit.events.decisions import read_decisions as read_decisions
    from toolkit.events.decisions import write_decisions as write_decisions
    from toolkit.events.listing import explain_event as explain_event
    from toolkit.events.listing import list_events as list_events
    from toolkit.events.match import match_events as match_events
    from toolkit.events.wording import telling_words as telling_words
    from toolkit.framing.certainty import Certainty as Certainty
    from toolkit.framing.force import ForceAxis as ForceAxis
    from toolkit.framing.frames import FrameSalience as FrameSalience
    from toolkit.framing.frames import frames_present as frames_present
    from toolkit.framing.labels import Labels as Labels
    from toolkit.kwic import concordance as concordance
    from toolkit.lexicons.audit import audit_lexicon as audit_lexicon
    from toolkit.lexicons.formats import read_lexicon as read_lexicon
    from toolkit.lexicons.lexicon import Lexicon as Lexicon
    from toolkit.lexicons.shipped import list_lexicons as list_lexicons
    from toolkit.lexicons.shipped import load_lexicon as load_lexicon
    from toolkit.measure import Measure as Measure
    from toolkit.measure import Measurement as Measurement
    from toolkit.measure import measure_all as measure_all
    from toolkit.plots.comparison import plot_comparison as plot_comparison
    from toolkit.plots.facts import plot_facts as plot_facts
    from toolkit.plots.facts import plot_omission as plot_omission
    from toolkit.plots.headline import plot_headline_body as plot_headline_body
    from toolkit.plots.heatmap import plot_heatmap as plot_heatmap
    from toolkit.plots.labels import plot_labels as plot_labels
    from toolkit.plots.roles import plot_roles as plot_roles
    from toolkit.plots.stance import plot_stance as plot_stance
    from toolkit.plots.voices import plot_voices as plot_voices
    from toolkit.plots.who_whom import plot_who_whom as plot_who_whom
    from toolkit.registry import list_measures as list_measures
    from toolkit.registry import make_measure as make_measure
    from toolkit.report.html import show_concordance as show_concordance
    from toolkit.report.report import write_report as write_report
    from toolkit.report.tellings import show_tellings as show_tellings
    from toolkit.sentiment.vader import VaderSentiment as VaderSentiment
    from toolkit.sentiment.valence import Sentiment as Sentiment
    from toolkit.stance.actor import Actor as Actor
    from toolkit.stance.actor import Actors as Actors
    from toolkit.stance.actor_roles import ActorRoles as ActorRoles
    from toolkit.stance.actor_roles import actor_roles as actor_roles
    from toolkit.stance.actor_roles import who_acts as who_acts
    from toolkit.stance.actors import Mentions as Mentions
    from toolkit.stance.actors import actor_labels as actor_labels
    from toolkit.stance.actors import find_actors as find_actors
    from toolkit.stance.actors import propose_actors as propose_actors
    from toolkit.stance.actors import read_actors as read_actors
    from toolkit.stance.actors import write_actors as write_actors
    from toolkit.stance.agency import Agency as Agency
    from toolkit.stance.attribution_trained import train_sources as train_sources
    from toolkit.stance.in_voice import by_voice as by_voice
    from toolkit.stance.in_voice import in_voice as in_voice
    from toolkit.stance.linking import link_actors as link_actors
    from toolkit.stance.parties import Parties as Parties
    from toolkit.stance.parties import find_parties as find_parties
    from toolkit.stance.roles import Roles as Roles
    from toolkit.stance.roles import find_acts as find_acts
    from toolkit.stance.rules import RuleEngine as RuleEngine
    from toolkit.stance.sources import find_sources as find_sources
    from toolkit.stance.sources_result import Sources as Sources
    from toolkit.stance.sourcing import Sourcing as Sourcing
    from toolkit.stance.stance import Stance as Stance
    from toolkit.stance.target import FunctionEngine as FunctionEngine
    from toolkit.stance.target import StanceScores as StanceScores
    from toolkit.stance.target import TargetSentence as TargetSentence
    from toolkit.stance.trained import TrainedEngine as TrainedEngine
    from toolkit.stance.trained import load_stance as load_stance
    from toolkit.stance.trained import train_stance as train_stance
    from toolkit.stance.voices import Voices as Voices
    from toolkit.study.reproduce import reproduce_study as reproduce_study
    from toolkit.study.run import run_study as run_study
    from toolkit.validity.tasks import list_tasks as list_tasks
    from toolkit.validity.tasks import run_task as run_task

_HOME = {
    "Actor": "toolkit.stance.actor",
    "ActorRoles": "toolkit.stance.actor_roles",
    "Actors": "toolkit.stance.actor",
    "Agency": "toolkit.stance.agency",
    "Alignment": "toolkit.events.alignment",
    "Certainty": "toolkit.framing.certainty",
    "Comparison": "toolkit.comparison.result",
    "Corpus": "toolkit.corpus.corpus",
    "EventDecisions": "toolkit.events.decisions",
    "ForceAxis": "toolkit.framing.force",
    "FrameSalience": "toolkit.framing.frames",
    "FunctionEngine": "toolkit.stance.target",
    "Labels": "toolkit.framing.labels",
    "Lexicon": "toolkit.lexicons.lexicon",
    "Measure": "toolkit.measure",
    "Measurement": "toolkit.measure",
    "Mentions": "toolkit.stance.actors",
    "Omission": "toolkit.comparison.omission",
    "Parties": "toolkit.stance.parties",
    "Reprints": "toolkit.corpus.reprints",
    "Roles": "toolkit.stance.roles",
    "RuleEngine": "toolkit.stance.rules",
    "Sentiment": "toolkit.sentiment.valence",
    "Sources": "toolkit.stance.sources_result",
    "Sourcing": "toolkit.stance.sourcing",
    "Stance": "toolkit.stance.stance",
    "StanceScores": "toolkit.stance.target",
    "TargetSentence": "toolkit.stance.target",
    "TrainedEngine": "toolkit.stance.trained",
    "VaderSentiment": "toolkit.sentiment.vader",
    "Voices": "toolkit.stance.voices",
    "actor_labels": "toolkit.stance.actors",
    "actor_roles": "toolkit.stance.actor_roles",
    "align": "toolkit.events.align",
    "audit_lexicon": "toolkit.lexicons.audit",
    "by_voice": "toolkit.stance.in_voice",
    "clean": "toolkit.corpus.clean",
    "compare": "toolkit.comparison.outlets",
    "compare_omission": "toolkit.comparison.omission",
    "concordance": "toolkit.kwic",
    "explain_event": "toolkit.events.listing",
    "find_actors": "toolkit.stance.actors",
    "find_acts": "toolkit.stance.roles",
    "find_credits": "toolkit.corpus.credit",
    "find_parties": "toolkit.stance.parties",
    "find_reprints": "toolkit.corpus.reprints",
    "find_sources": "toolkit.stance.sources",
    "frames_present": "toolkit.framing.frames",
    "headline_body": "toolkit.comparison.headline",
    "in_voice": "toolkit.stance.in_voice",
    "link_actors": "toolkit.stance.linking",
    "list_corpora": "toolkit.corpus.shipped",
    "list_events": "toolkit.events.listing",
    "list_lexicons": "toolkit.lexicons.shipped",
    "list_measures": "toolkit.registry",
    "list_tasks": "toolkit.validity.tasks",
    "load_codes": "toolkit.corpus.shipped",
    "load_corpus": "toolkit.corpus.shipped",
    "load_lexicon": "toolkit.lexicons.shipped",
    "load_stance": "toolkit.stance.trained",
    "make_measure": "toolkit.registry",
    "match_events": "toolkit.events.match",
    "measure_all": "toolkit.measure",
    "outlet_means": "toolkit.comparison.means",
    "plot_comparison": "toolkit.plots.comparison",
    "plot_facts": "toolkit.plots.facts",
    "plot_headline_body": "toolkit.plots.headline",
    "plot_heatmap": "toolkit.plots.heatmap",
    "plot_labels": "toolkit.plots.labels",
    "plot_omission": "toolkit.plots.facts",
    "plot_roles": "toolkit.plots.roles",
    "plot_stance": "toolkit.plots.stance",
    "plot_voices": "toolkit.plots.voices",
    "plot_who_whom": "toolkit.plots.who_whom",
    "propose_actors": "toolkit.stance.actors",
    "read_actors": "toolkit.stance.actors",
    "read_articles": "toolkit.corpus.read",
    "read_corpus": "toolkit.corpus.store",
    "read_decisions": "toolkit.events.decisions",
    "read_lexicon": "toolkit.lexicons.formats",
    "removed_lines": "toolkit.corpus.clean",
    "reproduce_study": "toolkit.study.reproduce",
    "run_study": "toolkit.study.run",
    "run_task": "toolkit.validity.tasks",
    "show_concordance": "toolkit.report.html",
    "show_tellings": "toolkit.report.tellings",
    "telling_words": "toolkit.events.wording",
    "train_sources": "toolkit.stance.attribution_trained",
    "train_stance": "toolkit.stance.trained",
    "who_acts": "toolkit.stance.actor_roles",
    "write_actors": "toolkit.stance.actors",
    "write_corpus": "toolkit.corpus.store",
    "write_decisions": "toolkit.events.decisions",
    "write_report": "toolkit.report.report",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    """Fetch a public name from its module on first use."""
    if name not in _HOME:
        raise AttributeError(f"The toolkit has no {name!r}. It has: {', '.join(__all__)}.")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
