"""The validation tasks by name.

Contents: `list_tasks`, `run_task`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import OptionError, UnknownNameError
from toolkit.options import did_you_mean, quoted_list
from toolkit.validity.alignment import validate_alignment
from toolkit.validity.article_frames import validate_article_frames
from toolkit.validity.construction_key import validate_construction_key
from toolkit.validity.events import validate_events
from toolkit.validity.figures import ValidityResult
from toolkit.validity.frame_axis import validate_frame_axis
from toolkit.validity.headline_frames import validate_headline_frames
from toolkit.validity.labels import validate_labels
from toolkit.validity.loaded_language import validate_loaded_language
from toolkit.validity.pronouns import validate_pronouns
from toolkit.validity.quotations import validate_quotations
from toolkit.validity.reuse import validate_reuse
from toolkit.validity.roles import validate_roles
from toolkit.validity.sentiment import validate_sentiment
from toolkit.validity.stance_triplets import validate_stance_triplets
from toolkit.validity.target_sentiment import validate_target_sentiment
from toolkit.validity.topics import validate_topics
from toolkit.validity.wire import validate_wire


@dataclass(frozen=True)
class _Task:
    """How a task is run, and what it is in a line."""

    run: Callable[..., ValidityResult]
    about: str
    learns: bool = False


_TASKS = {
    "alignment": _Task(validate_alignment, "facts told and left out against the plan of a written corpus"),
    "article-frames": _Task(validate_article_frames, "frames of articles, any number an article", learns=True),
    "headline-frames": _Task(validate_headline_frames, "frames of headlines, one frame a headline", learns=True),
    "construction-key": _Task(validate_construction_key, "force and frames against the plan of a written corpus"),
    "events": _Task(validate_events, "articles that report one happening against events that people put together"),
    "frame-axis": _Task(validate_frame_axis, "places on frame axes against ratings of valence or codes of stance"),
    "labels": _Task(validate_labels, "mentions of actors found from their names, against mentions that people coded"),
    "pronouns": _Task(validate_pronouns, "pronouns joined to the person or group that people say they stand for"),
    "loaded-language": _Task(validate_loaded_language, "sentences that people call biased, found or not", learns=True),
    "quotations": _Task(validate_quotations, "who says what, against sources and contents that people marked", True),
    "roles": _Task(validate_roles, "who does what to whom, against sentences that were marked by hand"),
    "sentiment": _Task(validate_sentiment, "sentiment against mean human ratings of texts"),
    "stance-triplets": _Task(validate_stance_triplets, "who is positive or negative toward whom in a sentence"),
    "target-sentiment": _Task(
        validate_target_sentiment, "how a sentence shows a person or group that it names", learns=True
    ),
    "topics": _Task(validate_topics, "topics found without a codebook against topics that people gave to articles"),
    "wire": _Task(validate_wire, "which articles are wire copy, told by the agency credited"),
    "reuse": _Task(validate_reuse, "copies of articles made by known edits, among articles on the same events"),
}


def list_tasks() -> dict[str, str]:
    """Return the names of the validation tasks, each with a line about it."""
    return {name: task.about for name, task in _TASKS.items()}


def run_task(task: str, *, gold: Sequence[Path | str], train: Sequence[Path | str] = ()) -> ValidityResult:
    """Run a validation task.

    Parameters
    ----------
    task : its name; see `list_tasks`.
    gold : files of human codes; nothing is fitted to them.
    train : files to learn from, for tasks that learn.

    Raises
    ------
    UnknownNameError : there is no such task. OptionError : files are missing, or given to a task that learns nothing.
    """
    if task not in _TASKS:
        hint = did_you_mean(task, _TASKS)
        raise UnknownNameError(f"There is no validation task {task!r}; available are {quoted_list(_TASKS)}.{hint}")
    if not gold:
        raise OptionError(f"The task {task!r} needs at least one file of human codes: `--gold FILE`.")
    chosen = _TASKS[task]
    if train and not chosen.learns:
        raise OptionError(f"The task {task!r} learns nothing, so it takes no `--train` file.")
    files = [Path(path) for path in gold]
    return chosen.run(files, [Path(path) for path in train]) if chosen.learns else chosen.run(files)
