"""The marks of one student for one lesson.

Contents: `Mark`.
"""

from dataclasses import dataclass, field

from toolkit.teaching.checks import Verdict
from toolkit.teaching.lesson import Question


@dataclass(frozen=True)
class Mark:
    """Points by exercise, the verdicts behind them, answers in words, errors of the run, and a note on how it went."""

    name: str
    lesson: str
    points: dict[str, float]
    out_of: float
    questions: tuple[Question, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    errors: tuple[str, ...] = ()
    note: str = ""

    @property
    def total(self) -> float:
        """The points that the program gave."""
        return sum(self.points.values())

    @property
    def to_mark(self) -> float:
        """The points that a person has yet to give or to refuse; none for a question that was left empty."""
        return sum(question.points for question in self.questions if question.name in self.answers)
