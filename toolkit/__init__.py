"""The media framing toolkit: compare how outlets report the same events.

    articles --find--> evidence --score--> scores --compare--> comparison --> plot / table / report

Importing it is quick: it loads nothing else. Each name below is fetched from its module when it is first used,
so no table library, model, plotting library or network code is loaded before it is needed.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.comparison.actors import ActorFindings as ActorFindings
    from toolkit.comparison.axis_effects import axis_effects as axis_effects
    from toolkit.comparison.axis_separation import explore_axes as explore_axes
    from toolkit.comparison.axis_words import AxisWords as AxisWords
    from toolkit.comparison.axis_words import axis_words as axis_words
    from toolkit.comparison.collocations import Collocations as Collocations
    from toolkit.comparison.collocations import collocations as collocations
    from toolkit.comparison.corrected import corrected as corrected
    from toolkit.comparison.headline import headline_body as headline_body
    from toolkit.comparison.keyness import keyness as keyness
    from toolkit.comparison.keyness_measures import log_odds as log_odds
    from toolkit.comparison.keyness_result import Keyness as Keyness
    from toolkit.comparison.means import outlet_means as outlet_means
    from toolkit.comparison.measurement_shift import measurement_shift as measurement_shift
    from toolkit.comparison.omission import Omission as Omission
    from toolkit.comparison.omission import compare_omission as compare_omission
    from toolkit.comparison.outlets import compare as compare
    from toolkit.comparison.parts import part_differences as part_differences
    from toolkit.comparison.parts import part_gap as part_gap
    from toolkit.comparison.result import Comparison as Comparison
    from toolkit.comparison.salience import Salience as Salience
    from toolkit.comparison.salience import salience as salience
    from toolkit.comparison.specification_curve import specification_curve as specification_curve
    from toolkit.comparison.specification_result import SpecificationCurve as SpecificationCurve
    from toolkit.comparison.specifications import leave_one_out as leave_one_out
    from toolkit.comparison.term_counts import Terms as Terms
    from toolkit.comparison.word_shift import word_shift as word_shift
    from toolkit.comparison.word_shift_result import WordShift as WordShift
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
    from toolkit.discovery.choose import TopicNumbers as TopicNumbers
    from toolkit.discovery.choose import choose_n_topics as choose_n_topics
    from toolkit.discovery.model import TopicModel as TopicModel
    from toolkit.discovery.packages import FramePackages as FramePackages
    from toolkit.discovery.packages import find_packages as find_packages
    from toolkit.discovery.prevalence import Topics as Topics
    from toolkit.discovery.topics import find_topics as find_topics
    from toolkit.events.align import align as align
    from toolkit.events.alignment import Alignment as Alignment
    from toolkit.events.decisions import EventDecisions as EventDecisions
    from toolkit.events.decisions import read_decisions as read_decisions
    from toolkit.events.decisions import write_decisions as write_decisions
    from toolkit.events.listing import explain_event as explain_event
    from toolkit.events.listing import list_events as list_events
    from toolkit.events.match import match_events as match_events
    from toolkit.events.wording import telling_words as telling_words
    from toolkit.framing.axis import FrameAxis as FrameAxis
    from toolkit.framing.axis_poles import list_axes as list_axes
    from toolkit.framing.axis_poles import load_axes as load_axes
    from toolkit.framing.axis_poles import read_axes as read_axes
    from toolkit.framing.axis_sentences import SentenceAxis as SentenceAxis
    from toolkit.framing.axis_space import audit_axes as audit_axes
    from toolkit.framing.biased import BiasedSentences as BiasedSentences
    from toolkit.framing.biased import load_biased_sentences as load_biased_sentences
    from toolkit.framing.biased import train_biased_sentences as train_biased_sentences
    from toolkit.framing.certainty import Certainty as Certainty
    from toolkit.framing.coded import CodedFrames as CodedFrames
    from toolkit.framing.coded import load_frames as load_frames
    from toolkit.framing.coded import train_frames as train_frames
    from toolkit.framing.context import sentence_context as sentence_context
    from toolkit.framing.force import ForceAxis as ForceAxis
    from toolkit.framing.frames import FrameSalience as FrameSalience
    from toolkit.framing.frames import frames_present as frames_present
    from toolkit.framing.labels import Labels as Labels
    from toolkit.framing.loaded import LoadedLanguage as LoadedLanguage
    from toolkit.framing.loaded import loaded_words as loaded_words
    from toolkit.kwic import concordance as concordance
    from toolkit.kwic import lines_behind as lines_behind
    from toolkit.learning.classifier import TextClassifier as TextClassifier
    from toolkit.learning.classifier import load_classifier as load_classifier
    from toolkit.learning.classifier import train_classifier as train_classifier
    from toolkit.learning.coding import Coding as Coding
    from toolkit.lexicons.audit import audit_lexicon as audit_lexicon
    from toolkit.lexicons.formats import read_lexicon as read_lexicon
    from toolkit.lexicons.lexicon import Lexicon as Lexicon
    from toolkit.lexicons.shipped import list_lexicons as list_lexicons
    from toolkit.lexicons.shipped import load_lexicon as load_lexicon
    from toolkit.lexicons.store import write_lexicon as write_lexicon
    from toolkit.measure import Measure as Measure
    from toolkit.measure import Measurement as Measurement
    from toolkit.measure import measure_all as measure_all
    from toolkit.models.vector_files import read_vectors as read_vectors
    from toolkit.models.vectors import TableVectors as TableVectors
    from toolkit.models.vectors import load_vectors as load_vectors
    from toolkit.plots.axis import plot_axis_plane as plot_axis_plane
    from toolkit.plots.axis import plot_axis_words as plot_axis_words
    from toolkit.plots.axis import plot_frame_axis as plot_frame_axis
    from toolkit.plots.calibration import plot_abstention as plot_abstention
    from toolkit.plots.calibration import plot_calibration as plot_calibration
    from toolkit.plots.comparison import plot_comparison as plot_comparison
    from toolkit.plots.facts import plot_facts as plot_facts
    from toolkit.plots.facts import plot_omission as plot_omission
    from toolkit.plots.headline import plot_headline_body as plot_headline_body
    from toolkit.plots.heatmap import plot_heatmap as plot_heatmap
    from toolkit.plots.keyness import plot_keyness as plot_keyness
    from toolkit.plots.keyness_scatter import plot_keyness_scatter as plot_keyness_scatter
    from toolkit.plots.labels import plot_labels as plot_labels
    from toolkit.plots.n_topics import plot_n_topics as plot_n_topics
    from toolkit.plots.parts import plot_part_differences as plot_part_differences
    from toolkit.plots.roles import plot_roles as plot_roles
    from toolkit.plots.salience import plot_salience as plot_salience
    from toolkit.plots.specification_curve import plot_specification_curve as plot_specification_curve
    from toolkit.plots.stance import plot_stance as plot_stance
    from toolkit.plots.topic_network import plot_topic_network as plot_topic_network
    from toolkit.plots.topics import plot_topics as plot_topics
    from toolkit.plots.voices import plot_voices as plot_voices
    from toolkit.plots.who_whom import plot_who_whom as plot_who_whom
    from toolkit.plots.word_shift import plot_word_shift as plot_word_shift
    from toolkit.registry import list_measures as list_measures
    from toolkit.registry import make_measure as make_measure
    from toolkit.report.html import show_concordance as show_concordance
    from toolkit.report.loaded import show_loaded_words as show_loaded_words
    from toolkit.report.report import write_report as write_report
    from toolkit.report.scatter import write_scatter as write_scatter
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
    from toolkit.stance.pairs import who_whom as who_whom
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
    from toolkit.validity.calibration import AbstentionCurve as AbstentionCurve
    from toolkit.validity.calibration import Calibration as Calibration
    from toolkit.validity.calibration import abstention_curve as abstention_curve
    from toolkit.validity.calibration import calibration as calibration
    from toolkit.validity.tasks import list_tasks as list_tasks
    from toolkit.validity.tasks import run_task as run_task
    from toolkit.widgets.explorer import show_explorer as show_explorer
    from toolkit.widgets.explorer import write_explorer as write_explorer
    from toolkit.widgets.workbench import LexiconWorkbench as LexiconWorkbench

_HOME = {
    "AbstentionCurve": "toolkit.validity.calibration",
    "Actor": "toolkit.stance.actor",
    "ActorFindings": "toolkit.comparison.actors",
    "ActorRoles": "toolkit.stance.actor_roles",
    "Actors": "toolkit.stance.actor",
    "Agency": "toolkit.stance.agency",
    "Alignment": "toolkit.events.alignment",
    "AxisWords": "toolkit.comparison.axis_words",
    "BiasedSentences": "toolkit.framing.biased",
    "Calibration": "toolkit.validity.calibration",
    "Certainty": "toolkit.framing.certainty",
    "CodedFrames": "toolkit.framing.coded",
    "Coding": "toolkit.learning.coding",
    "Collocations": "toolkit.comparison.collocations",
    "Comparison": "toolkit.comparison.result",
    "Corpus": "toolkit.corpus.corpus",
    "EventDecisions": "toolkit.events.decisions",
    "ForceAxis": "toolkit.framing.force",
    "FrameAxis": "toolkit.framing.axis",
    "FramePackages": "toolkit.discovery.packages",
    "FrameSalience": "toolkit.framing.frames",
    "FunctionEngine": "toolkit.stance.target",
    "Keyness": "toolkit.comparison.keyness_result",
    "Labels": "toolkit.framing.labels",
    "Lexicon": "toolkit.lexicons.lexicon",
    "LexiconWorkbench": "toolkit.widgets.workbench",
    "LoadedLanguage": "toolkit.framing.loaded",
    "Measure": "toolkit.measure",
    "Measurement": "toolkit.measure",
    "Mentions": "toolkit.stance.actors",
    "Omission": "toolkit.comparison.omission",
    "Parties": "toolkit.stance.parties",
    "Reprints": "toolkit.corpus.reprints",
    "Roles": "toolkit.stance.roles",
    "RuleEngine": "toolkit.stance.rules",
    "Salience": "toolkit.comparison.salience",
    "SentenceAxis": "toolkit.framing.axis_sentences",
    "Sentiment": "toolkit.sentiment.valence",
    "Sources": "toolkit.stance.sources_result",
    "Sourcing": "toolkit.stance.sourcing",
    "SpecificationCurve": "toolkit.comparison.specification_result",
    "Stance": "toolkit.stance.stance",
    "StanceScores": "toolkit.stance.target",
    "TableVectors": "toolkit.models.vectors",
    "TargetSentence": "toolkit.stance.target",
    "Terms": "toolkit.comparison.term_counts",
    "TextClassifier": "toolkit.learning.classifier",
    "TopicModel": "toolkit.discovery.model",
    "TopicNumbers": "toolkit.discovery.choose",
    "Topics": "toolkit.discovery.prevalence",
    "TrainedEngine": "toolkit.stance.trained",
    "VaderSentiment": "toolkit.sentiment.vader",
    "Voices": "toolkit.stance.voices",
    "WordShift": "toolkit.comparison.word_shift_result",
    "abstention_curve": "toolkit.validity.calibration",
    "actor_labels": "toolkit.stance.actors",
    "actor_roles": "toolkit.stance.actor_roles",
    "align": "toolkit.events.align",
    "audit_axes": "toolkit.framing.axis_space",
    "audit_lexicon": "toolkit.lexicons.audit",
    "axis_effects": "toolkit.comparison.axis_effects",
    "axis_words": "toolkit.comparison.axis_words",
    "by_voice": "toolkit.stance.in_voice",
    "calibration": "toolkit.validity.calibration",
    "choose_n_topics": "toolkit.discovery.choose",
    "clean": "toolkit.corpus.clean",
    "collocations": "toolkit.comparison.collocations",
    "compare": "toolkit.comparison.outlets",
    "compare_omission": "toolkit.comparison.omission",
    "concordance": "toolkit.kwic",
    "corrected": "toolkit.comparison.corrected",
    "explain_event": "toolkit.events.listing",
    "explore_axes": "toolkit.comparison.axis_separation",
    "find_actors": "toolkit.stance.actors",
    "find_acts": "toolkit.stance.roles",
    "find_credits": "toolkit.corpus.credit",
    "find_packages": "toolkit.discovery.packages",
    "find_parties": "toolkit.stance.parties",
    "find_reprints": "toolkit.corpus.reprints",
    "find_sources": "toolkit.stance.sources",
    "find_topics": "toolkit.discovery.topics",
    "frames_present": "toolkit.framing.frames",
    "headline_body": "toolkit.comparison.headline",
    "in_voice": "toolkit.stance.in_voice",
    "keyness": "toolkit.comparison.keyness",
    "leave_one_out": "toolkit.comparison.specifications",
    "lines_behind": "toolkit.kwic",
    "link_actors": "toolkit.stance.linking",
    "list_axes": "toolkit.framing.axis_poles",
    "list_corpora": "toolkit.corpus.shipped",
    "list_events": "toolkit.events.listing",
    "list_lexicons": "toolkit.lexicons.shipped",
    "list_measures": "toolkit.registry",
    "list_tasks": "toolkit.validity.tasks",
    "load_axes": "toolkit.framing.axis_poles",
    "load_biased_sentences": "toolkit.framing.biased",
    "load_classifier": "toolkit.learning.classifier",
    "load_codes": "toolkit.corpus.shipped",
    "load_corpus": "toolkit.corpus.shipped",
    "load_frames": "toolkit.framing.coded",
    "load_lexicon": "toolkit.lexicons.shipped",
    "load_stance": "toolkit.stance.trained",
    "load_vectors": "toolkit.models.vectors",
    "loaded_words": "toolkit.framing.loaded",
    "log_odds": "toolkit.comparison.keyness_measures",
    "make_measure": "toolkit.registry",
    "match_events": "toolkit.events.match",
    "measure_all": "toolkit.measure",
    "measurement_shift": "toolkit.comparison.measurement_shift",
    "outlet_means": "toolkit.comparison.means",
    "part_differences": "toolkit.comparison.parts",
    "part_gap": "toolkit.comparison.parts",
    "plot_abstention": "toolkit.plots.calibration",
    "plot_axis_plane": "toolkit.plots.axis",
    "plot_axis_words": "toolkit.plots.axis",
    "plot_calibration": "toolkit.plots.calibration",
    "plot_comparison": "toolkit.plots.comparison",
    "plot_facts": "toolkit.plots.facts",
    "plot_frame_axis": "toolkit.plots.axis",
    "plot_headline_body": "toolkit.plots.headline",
    "plot_heatmap": "toolkit.plots.heatmap",
    "plot_keyness": "toolkit.plots.keyness",
    "plot_keyness_scatter": "toolkit.plots.keyness_scatter",
    "plot_labels": "toolkit.plots.labels",
    "plot_n_topics": "toolkit.plots.n_topics",
    "plot_omission": "toolkit.plots.facts",
    "plot_part_differences": "toolkit.plots.parts",
    "plot_roles": "toolkit.plots.roles",
    "plot_salience": "toolkit.plots.salience",
    "plot_specification_curve": "toolkit.plots.specification_curve",
    "plot_stance": "toolkit.plots.stance",
    "plot_topic_network": "toolkit.plots.topic_network",
    "plot_topics": "toolkit.plots.topics",
    "plot_voices": "toolkit.plots.voices",
    "plot_who_whom": "toolkit.plots.who_whom",
    "plot_word_shift": "toolkit.plots.word_shift",
    "propose_actors": "toolkit.stance.actors",
    "read_actors": "toolkit.stance.actors",
    "read_articles": "toolkit.corpus.read",
    "read_axes": "toolkit.framing.axis_poles",
    "read_corpus": "toolkit.corpus.store",
    "read_decisions": "toolkit.events.decisions",
    "read_lexicon": "toolkit.lexicons.formats",
    "read_vectors": "toolkit.models.vector_files",
    "removed_lines": "toolkit.corpus.clean",
    "reproduce_study": "toolkit.study.reproduce",
    "run_study": "toolkit.study.run",
    "run_task": "toolkit.validity.tasks",
    "salience": "toolkit.comparison.salience",
    "sentence_context": "toolkit.framing.context",
    "show_concordance": "toolkit.report.html",
    "show_explorer": "toolkit.widgets.explorer",
    "show_loaded_words": "toolkit.report.loaded",
    "show_tellings": "toolkit.report.tellings",
    "specification_curve": "toolkit.comparison.specification_curve",
    "telling_words": "toolkit.events.wording",
    "train_biased_sentences": "toolkit.framing.biased",
    "train_classifier": "toolkit.learning.classifier",
    "train_frames": "toolkit.framing.coded",
    "train_sources": "toolkit.stance.attribution_trained",
    "train_stance": "toolkit.stance.trained",
    "who_acts": "toolkit.stance.actor_roles",
    "who_whom": "toolkit.stance.pairs",
    "word_shift": "toolkit.comparison.word_shift",
    "write_actors": "toolkit.stance.actors",
    "write_corpus": "toolkit.corpus.store",
    "write_decisions": "toolkit.events.decisions",
    "write_explorer": "toolkit.widgets.explorer",
    "write_lexicon": "toolkit.lexicons.store",
    "write_report": "toolkit.report.report",
    "write_scatter": "toolkit.report.scatter",
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
