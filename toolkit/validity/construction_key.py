"""Do the measures recover what the author of a written corpus meant to write?

A construction key is not human coding: it says by which plan the texts were written. Agreement with it shows that
a measure finds what was put there, not that readers would see it.

Contents: `validate_construction_key`, `main_purpose`.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.corpus.clean import clean
from toolkit.corpus.language import in_language
from toolkit.corpus.read import read_articles
from toolkit.errors import ReadError
from toolkit.framing.force import ForceAxis
from toolkit.framing.frames import FrameSalience, frames_present
from toolkit.measure import Measurement, measure_all
from toolkit.options import check_columns
from toolkit.validity.figures import Rows, ValidityResult, bootstrap_figures
from toolkit.validity.gold import read_gold

_COLUMNS = ("article_id", "event_id", "frames")
_FORCE = {"headline_force": ("headline",), "body_force": ("lead", "body")}  # column of the key: parts of the article


def validate_construction_key(gold: Sequence[Path]) -> ValidityResult:
    """Hold ForceAxis and FrameSalience against the key of a corpus that was written for the project.

    Parameters
    ----------
    gold : codes.csv with article_id, event_id and frames (separated by ;) and, if the texts are about force,
        headline_force and body_force (one category or "none"). The articles are read from articles.jsonl beside it;
        those that are not in English are left out, since neither measure knows their language.

    Returns
    -------
    Figures: headline_force and body_force (share of articles whose most frequent category is the key's) and force
    (both together), if the key has them; frames_f1 (micro, over articles and frames) and one F1 a frame. Events are
    resampled.

    Raises
    ------
    ReadError : a file is missing, or the key has articles that the corpus has not.
    ColumnError : a column is missing; of headline_force and body_force both or neither may be there.
    """
    key = read_gold(gold)
    has_force = bool(set(_FORCE) & set(key.columns))
    check_columns(key.columns, (*_COLUMNS, *(_FORCE if has_force else ())), what="The construction key")
    corpus = clean(read_articles(Path(gold[0]).with_name("articles.jsonl")))
    key = key.set_index("article_id")
    unknown = sorted(set(key.index) - set(corpus.articles["article_id"]))
    if unknown:
        raise ReadError(f"The key has {len(unknown)} articles that the corpus has not (first: {unknown[0]!r}).")
    corpus = corpus.select(corpus.articles["article_id"].isin(key.index) & in_language(corpus, ForceAxis().language))
    key = key.loc[corpus.articles["article_id"]]
    force, frames = measure_all(corpus, [ForceAxis(), FrameSalience()])
    right = {
        column: main_purpose(force, parts) == key[column].to_numpy() for column, parts in _FORCE.items() if has_force
    }
    gold_frames, found = _frame_flags(key["frames"], frames)

    def figures(rows: Rows) -> dict[str, float]:
        result = {column: float(flags[rows].mean()) for column, flags in right.items()}
        if right:
            result["force"] = float(np.mean([flags[rows] for flags in right.values()]))
        result["frames_f1"] = _f1(gold_frames[rows], found[rows])
        for column, frame in enumerate(frames.categories):
            result[f"{frame.replace(' ', '_')}_f1"] = _f1(gold_frames[rows, column], found[rows, column])
        return result

    note = "Agreement with the plan by which the texts were written; this is not human coding."
    return ValidityResult("construction-key", len(key), bootstrap_figures(figures, key["event_id"].to_numpy()), note)


def main_purpose(force: Measurement, parts: Sequence[str]) -> np.ndarray:
    """Return for each article the force category with the largest amount in these parts, "none" if all are 0.

    Of categories with equal amounts the first in the lexicon's order is taken.
    """
    amount, _ = force.article_totals(parts=parts)
    counts = amount[:, : force.categories.index("balance")]
    names = np.array([*force.categories[: counts.shape[1]], "none"])
    return names[np.where(counts.max(axis=1) > 0, counts.argmax(axis=1), counts.shape[1])]


def _frame_flags(coded: pd.Series, frames: Measurement) -> tuple[np.ndarray, np.ndarray]:
    """Return what the key says and what the measure finds: one row an article, one column a frame."""
    sets = [{name.strip() for name in str(value).split(";")} for value in coded]
    key = np.array([[frame in names for frame in frames.categories] for names in sets])
    present = frames_present(frames)["present"].to_numpy().reshape(len(sets), len(frames.categories))
    return key, present


def _f1(gold: np.ndarray, found: np.ndarray) -> float:
    """Return 2 * hits / (coded + found); NaN where neither has any."""
    total = gold.sum() + found.sum()
    return float(2 * (gold & found).sum() / total) if total else float("nan")
