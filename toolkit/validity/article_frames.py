"""Does a trained engine find in articles the frames that people found, and do people agree?

Contents: `validate_article_frames`, `read_framed_articles`.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.errors import ReadError
from toolkit.learning.codes import Codes, read_codes
from toolkit.learning.features import find_features
from toolkit.learning.folds import text_groups
from toolkit.options import check_columns
from toolkit.validity.calibration import expected_error
from toolkit.validity.coder_answers import coder_figures, read_answers
from toolkit.validity.figures import Figure, Rows, ValidityResult, bootstrap_figures
from toolkit.validity.gold import read_gold
from toolkit.validity.held_out import Flags, HeldOut, baseline, code_f1, held_out_codes, word_baseline

FRAMES = ("RE", "HI", "CO", "MO", "EC")  # resolution, human interest, conflict, moral, economic
N_FOLDS = 5
_YES, _NO = ("true", "yes", "1", "1.0"), ("false", "no", "0", "0.0")


def validate_article_frames(gold: Sequence[Path], train: Sequence[Path] = ()) -> ValidityResult:
    """Hold an engine trained by `train_frames` against the frames of articles, any number of them an article.

    Parameters
    ----------
    gold : articles with text and the columns RE, HI, CO, MO and EC (true or false), and, if at hand, a file of the
        coders' raw answers (article_id, question, a1, a2, ...), told apart by its columns.
    train : articles to train on; without it the gold articles are cross-validated in 5 folds.

    Returns
    -------
    Figures: f1_RE, ... and macro_f1; ece (10 bins of equal width, all articles and frames together). In
    cross-validation also tfidf_f1_RE, ... and vectors_f1_RE, ...: logistic regressions on tf-idf of words, and on
    averaged sentence vectors, on the same folds. With raw answers alpha_RE, ... (Krippendorff's, nominal) and
    coder_f1_RE, ..., one coder against the majority of the others. Articles are resampled.

    Raises
    ------
    ColumnError, ReadError : a file has another form. OptionError : no frame has enough articles to learn from.
    """
    tables = [read_gold([path]) for path in gold]
    answers = [table for table in tables if "question" in table]
    texts, codes = _framed([table for table in tables if "question" not in table])
    given = read_framed_articles(train) if train else None
    found = held_out_codes(texts, codes, train=given, n_folds=N_FOLDS)
    guesses = {"": found.present} | ({} if train else _peers(texts, codes, found))

    def figures(rows: Rows) -> dict[str, float]:
        result: dict[str, float] = {}
        for name, present in guesses.items():
            f1 = code_f1(codes.present[rows], present[rows])
            result |= {f"{name}f1_{frame}": float(value) for frame, value in zip(FRAMES, f1, strict=True)}
            result[f"{name}macro_f1"] = float(f1.mean())
        result["ece"] = expected_error(found.chances[rows].ravel(), codes.present[rows].ravel())
        return result

    every: dict[str, Figure] = bootstrap_figures(figures, text_groups(texts))
    if answers:
        every |= coder_figures(read_answers(pd.concat(answers, ignore_index=True)))
    n_folds = len(np.unique(found.fold))
    how = "Trained on the other files" if train else f"Cross-validated in {n_folds} folds, articles whole"
    note = f"{how}; thresholds and all else were chosen within the training parts (seed 0)."
    return ValidityResult("article-frames", len(texts), every, note)


def _peers(texts: list[str], codes: Codes, found: HeldOut) -> dict[str, Flags]:
    vectors = find_features(texts, models=("english",), lexicons=()).vectors
    by_vectors = baseline(codes, found.fold, lambda seen, new: (vectors[seen], vectors[new]))
    return {"tfidf_": word_baseline(texts, codes, found.fold), "vectors_": by_vectors}


def read_framed_articles(paths: Sequence[Path]) -> tuple[list[str], Codes]:
    """Return the texts of the articles for which all frames are coded, and their codes.

    Raises `ColumnError` if a column is missing, `ReadError` if no article is coded.
    """
    return _framed([table for path in paths if "question" not in (table := read_gold([path]))])


def _framed(tables: Sequence[pd.DataFrame]) -> tuple[list[str], Codes]:
    if not tables:
        raise ReadError("The task 'article-frames' needs a file of articles, with text, RE, HI, CO, MO and EC.")
    table = pd.concat(tables, ignore_index=True)
    check_columns(table.columns, ("text", *FRAMES), what="The file of articles")
    flags = pd.DataFrame({frame: table[frame].map(_flag) for frame in FRAMES})
    coded = flags.notna().all(axis=1) & table["text"].fillna("").astype(str).str.contains(r"\w")
    if not coded.any():
        raise ReadError("No article has true or false for all of RE, HI, CO, MO and EC.")
    return table.loc[coded, "text"].tolist(), read_codes(flags[coded].astype(bool))


def _flag(value: object) -> bool | None:
    """Return a code as true or false, None if it is neither; stray marks such as those of "False)" are left out."""
    plain = str(value).strip(" ()'\"").lower()
    return True if plain in _YES else False if plain in _NO else None
