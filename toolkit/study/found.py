"""What the manifest says of what a run found.

Contents: `what_was_found`.
"""

from typing import Any

from toolkit.study.facts import SideBySide
from toolkit.study.manifest import lexicon_checksums
from toolkit.study.result import StudyResult
from toolkit.study.settings import Study
from toolkit.study.tables import distinct_lexicons


def what_was_found(study: Study, result: StudyResult) -> dict[str, Any]:
    """Return what the manifest says about articles, lexicons, measures and comparisons."""
    corpus = result.corpus
    measures = [one.measure for one in result.measurements.values()]
    if result.curve is not None:
        measures += [measure for measure, _ in result.curve.specifications.choices[0].values]
    lexicons = distinct_lexicons(measures)
    return {
        "lexicons": lexicon_checksums(study, lexicons),
        "corpus": {
            "name": corpus.name,
            "checksum": corpus.checksum,
            "history": [{"operation": step.operation, "note": step.note} for step in corpus.history],
        },
        "counts": {
            "articles": len(corpus), "outlets": len(corpus.outlets), "events": corpus.n_events,
            "set_aside": len(corpus.set_aside),
            "evidence": {key: len(one.spans) for key, one in result.measurements.items()},
        },
        "measures": {key: one.signature for key, one in result.measurements.items()},
        "comparisons": {key: one.signature for key, one in result.comparisons.items()},
        "not_compared": result.not_compared,
        "side_by_side": _described(result.side_by_side),
        "words": "" if result.words is None else result.words.signature,
        "specification_curve": "" if result.curve is None else result.curve.signature,
        "stance": {} if result.actors is None else {k: one.signature for k, one in result.actors.stance.items()},
    }  # fmt: skip


def _described(found: SideBySide | None) -> dict[str, str]:
    """Return how the facts of each event laid side by side were found."""
    return {} if found is None else {one.event_id: one.method for one in found.alignments}
