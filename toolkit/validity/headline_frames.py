"""Does a trained engine give headlines the frame that people gave them?

Contents: `validate_headline_frames`, `read_headlines`.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.errors import ColumnError, ReadError
from toolkit.learning.codes import read_codes
from toolkit.learning.folds import text_groups
from toolkit.validity.calibration import expected_error
from toolkit.validity.figures import Rows, ValidityResult, bootstrap_figures
from toolkit.validity.gold import read_gold
from toolkit.validity.held_out import Flags, code_f1, held_out_codes, word_baseline

N_FOLDS = 10
SURE = 0.8  # the confidence below which the figures with abstention leave a headline without a code
_NO_FRAME = "99"


def validate_headline_frames(gold: Sequence[Path], train: Sequence[Path] = ()) -> ValidityResult:
    """Hold an engine trained by `train_frames` against the frames of headlines, one frame a headline.

    Parameters
    ----------
    gold : rows with headline and theme1, the code of the first frame (99 is none; such headlines are left out).
    train : the same to train on; without it the gold headlines are cross-validated in 10 folds.

    Returns
    -------
    Figures: accuracy, macro_f1 (mean of the F1 of the frames), ece (expected calibration error, 10 bins of equal
    width), accuracy_if_sure and coverage_if_sure (headlines coded with a confidence of 0.8 or more), f1_ of each frame;
    in cross-validation also tfidf_accuracy and tfidf_macro_f1, a logistic regression on tf-idf of words. Equal
    headlines are resampled together.

    Raises
    ------
    ColumnError, ReadError : a file has another form or holds no framed headline. OptionError : no frame has enough
    headlines to learn from.
    """
    texts, names = read_headlines(gold)
    learnt = read_headlines(train) if train else None
    frames = sorted({*names, *(learnt[1] if learnt else ())})
    codes = read_codes(names, categories=frames)
    given = (learnt[0], read_codes(learnt[1], categories=frames)) if learnt else None
    found = held_out_codes(texts, codes, train=given, n_folds=N_FOLDS)
    words = None if learnt else word_baseline(texts, codes, found.fold)
    right: Flags = np.any(codes.present & found.present, axis=1)
    confidence = found.chances.max(axis=1)

    def figures(rows: Rows) -> dict[str, float]:
        sure = rows[confidence[rows] >= SURE]
        f1 = code_f1(codes.present[rows], found.present[rows])
        result = {
            "accuracy": float(right[rows].mean()), "macro_f1": float(f1.mean()),
            "ece": expected_error(confidence[rows], right[rows]),
            "accuracy_if_sure": float(right[sure].mean()) if len(sure) else float("nan"),
            "coverage_if_sure": len(sure) / len(rows),
        }  # fmt: skip
        if words is not None:
            result["tfidf_accuracy"] = float((codes.present & words)[rows].any(axis=1).mean())
            result["tfidf_macro_f1"] = float(code_f1(codes.present[rows], words[rows]).mean())
        return result | {f"f1_{frame}": float(value) for frame, value in zip(frames, f1, strict=True)}

    n_folds = len(np.unique(found.fold))
    how = "Trained on the other files" if learnt else f"Cross-validated in {n_folds} folds, equal headlines together"
    note = f"{how}; all choices were made within the training parts (seed 0)."
    return ValidityResult("headline-frames", len(texts), bootstrap_figures(figures, text_groups(texts)), note)


def read_headlines(paths: Sequence[Path]) -> tuple[list[str], list[str]]:
    """Return the headlines that have a frame, and their frames: by name where the files have them, else by number.

    Raises `ColumnError` if a column is missing, `ReadError` if no headline has a frame.
    """
    table = read_gold(paths)
    code = next((column for column in ("theme1", "frame") if column in table), None)
    if "headline" not in table or code is None:
        raise ColumnError(
            "The file of headlines must have the columns 'headline' and 'theme1' (or 'frame'); it has "
            f"{', '.join(map(str, table.columns))}."
        )
    number = table[code].map(_plain)
    name = (
        table["frame1"].where(table["frame1"].notna() & (table["frame1"] != ""), number)
        if "frame1" in table
        else number
    )
    headline = table["headline"].fillna("").astype(str)
    framed = number.notna() & (number != _NO_FRAME) & headline.str.contains(r"\w")
    if not framed.any():
        raise ReadError("No headline has a frame: all of theme1 is 99 or missing.")
    return headline[framed].tolist(), name[framed].astype(str).tolist()


def _plain(code: object) -> str | None:
    """Return a code as text, 3.0 as "3"; None for a missing one."""
    if code is None or code == "" or (isinstance(code, float) and pd.isna(code)):
        return None
    return str(int(code)) if isinstance(code, float) and code.is_integer() else str(code)
