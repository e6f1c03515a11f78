"""A small press made by hand: two outlets, six events, and force words that can be counted on the fingers.

Every article has 34 words: a headline of 4, a lead of 10 and a body of two sentences of 10 words each.
"""

import csv
import warnings
from pathlib import Path

from toolkit.errors import FramingWarning
from toolkit.study.result import StudyResult
from toolkit.study.run import run_study

HEADLINE = "Ministers meet again today"
PLAIN = "The ministers met on Monday and spoke about the budget."
DESTROY = "Officials want to destroy the camp near the old river."
DETER = "Officials want to deter the group near the old river."
N_WORDS = 34

# Words of destroying in the article of each event; the other sentences of a body deter.
N_DESTROY = {"Gulf Daily": [2, 1, 2, 1, 2, 1], "Evening Wire": [1, 0, 1, 0, 0, 1]}
MEAN_DIFFERENCE = 1000 * (9 - 3) / 6 / N_WORDS  # 9 words in six articles against 3: 29.4 per 1,000 words

STUDY = """
title = "A small press"
[corpus]
path = "articles.csv"
columns = {outlet = "source"}
[[measures]]
name = "force"
[compare]
outlets = ["Gulf Daily", "Evening Wire"]
n_resamples = 199
seed = 7
[output]
folder = "results/small"
formats = ["csv"]
"""


def text(n_destroy: int) -> str:
    """Return the text of an article with so many words of destroying."""
    body = [DESTROY] * n_destroy + [DETER] * (2 - n_destroy)
    return f"{PLAIN}\n\n{' '.join(body)}"


def rows() -> list[dict[str, str]]:
    """Return the articles as rows of a file."""
    return [
        {
            "article_id": f"{outlet[0]}{event}",
            "source": outlet,
            "date": f"2020-03-{event + 10}",
            "title": HEADLINE,
            "body": text(n),
            "event": f"event {event}",
        }
        for outlet, counts in N_DESTROY.items()
        for event, n in enumerate(counts, start=1)
    ]


def write_csv(path: Path, articles: list[dict[str, str]]) -> Path:
    """Write rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(articles[0]))
        writer.writeheader()
        writer.writerows(articles)
    return path


def write_study(folder: Path, study: str = STUDY, articles: list[dict[str, str]] | None = None) -> Path:
    """Write articles.csv and study.toml into a folder; return the path of the study file."""
    write_csv(folder / "articles.csv", rows() if articles is None else articles)
    path = folder / "study.toml"
    path.write_text(study, encoding="utf-8")
    return path


def quiet_run(path: Path) -> StudyResult:
    """Run a study whose warnings are not what is looked at."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return run_study(path)
