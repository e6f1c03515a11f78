"""What a study found.

Contents: `StudyResult`.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.comparison.actors import ActorFindings
from toolkit.comparison.keyness_result import Keyness
from toolkit.comparison.result import Comparison
from toolkit.comparison.specification_result import SpecificationCurve
from toolkit.corpus.corpus import Corpus
from toolkit.measure import Measurement
from toolkit.study.facts import SideBySide
from toolkit.study.manifest import REPORT


@dataclass(frozen=True, eq=False)
class StudyResult:
    """What a study found, and where it lies.

    `measurements` and `comparisons` go by the key of the measure; `not_compared` says for the other measures why
    there is no comparison. `side_by_side` has the events laid side by side, `actors` what was found of the actors,
    `words` the distinctive words and `curve` a comparison under other choices, if the study asks for them. `folder`
    holds the same as files.
    """

    folder: Path
    title: str
    corpus: Corpus
    measurements: dict[str, Measurement]
    comparisons: dict[str, Comparison]
    not_compared: dict[str, str] = field(default_factory=dict)
    manifest: dict[str, Any] = field(default_factory=dict)
    side_by_side: SideBySide | None = None
    actors: ActorFindings | None = None
    words: Keyness | None = None
    curve: SpecificationCurve | None = None

    @property
    def report(self) -> Path:
        """The report, to be opened in a browser."""
        return self.folder / REPORT

    @property
    def n_intervals(self) -> int:
        """Number of rows of all comparisons that have an interval."""
        return sum(int(one.table["low"].notna().sum()) for one in self.comparisons.values())

    def findings(self) -> list[tuple[str, str]]:
        """Return (key of the measure, sentence) for each row whose interval leaves out zero."""
        found = []
        for key, comparison in self.comparisons.items():
            clear = (comparison.table["low"] > 0) | (comparison.table["high"] < 0)
            found += [(key, text) for text, is_clear in zip(comparison.sentences(), clear, strict=True) if is_clear]
        return found

    def __repr__(self) -> str:
        lines = [f"Study {self.title!r}: {len(self.corpus):,} articles; report: {self.report}"]
        lines += [f"  {key}: {sentence}" for key, sentence in self.findings()]
        lines += [f"  robustness: {self.curve.sentences()[0]}"] if self.curve is not None else []
        lines += [f"  {key}: not compared. {reason}" for key, reason in self.not_compared.items()]
        return "\n".join(lines)
