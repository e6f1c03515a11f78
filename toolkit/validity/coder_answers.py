"""How far coders agree on frames, from their raw answers to the questions of a codebook.

Conventions: a coder gives an article a frame by answering yes to at least one of its questions. The questions are those
that frermann2023 use: CO1, CO2, CO3; EC1, EC2, EC3; HI1, HI2, HI5; MO1, MO2; RE1, RE5.

Contents: `read_answers`, `coder_figures`, `nominal_alpha`.
"""

import re
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import ReadError
from toolkit.options import check_columns
from toolkit.validity.figures import Figure, Rows, bootstrap_figures

QUESTIONS = {
    "RE": ("RE1", "RE5"), "HI": ("HI1", "HI2", "HI5"), "CO": ("CO1", "CO2", "CO3"), "MO": ("MO1", "MO2"),
    "EC": ("EC1", "EC2", "EC3"),
}  # fmt: skip
_ANSWERS = {"yes": 1.0, "true": 1.0, "1": 1.0, "1.0": 1.0, "no": 0.0, "false": 0.0, "0": 0.0, "0.0": 0.0}

Floats = npt.NDArray[np.float64]


def read_answers(table: pd.DataFrame) -> dict[str, Floats]:
    """Return for each frame the codes of the coders: one row an article, one column a coder, NaN where none was given.

    `table` has article_id, question and a column a coder (a1, a2, ...), with yes or no; -1 is a coder who did not
    answer. Raises `ColumnError` if a column is missing, `ReadError` if there is no coder or no question of a frame.
    """
    check_columns(table.columns, ("article_id", "question"), what="The file of raw answers")
    coders = [column for column in table.columns if re.fullmatch(r"a\d+", str(column))]
    if not coders:
        raise ReadError("The file of raw answers has no column of a coder; they are called a1, a2 and so on.")
    values = pd.DataFrame(
        {coder: table[coder].map(lambda one: _ANSWERS.get(str(one).strip().lower())) for coder in coders}
    )
    question = table["question"].astype(str).str.extract(r"^\s*([A-Z]{2}\d+)\b", expand=False)
    codes = {}
    for frame, names in QUESTIONS.items():
        own = question.isin(names).to_numpy()
        answered = values[own].astype(float).groupby(table.loc[own, "article_id"]).max()
        if len(answered):
            codes[frame] = answered.to_numpy()
    if not codes:
        raise ReadError("The file of raw answers has no question of a frame, such as CO1 or RE5.")
    return codes


def coder_figures(codes: Mapping[str, Floats]) -> dict[str, Figure]:
    """Return Krippendorff's alpha of each frame, and the F1 of one coder against the majority of the others.

    coder_f1 = 2 right / (coded + found), summed over coders and articles; a tie of the others is left out.
    """
    result: dict[str, Figure] = {}
    for frame, own in codes.items():
        counts = _against_others(own)

        def figures(rows: Rows, own: Floats = own, counts: Floats = counts, frame: str = frame) -> dict[str, float]:
            right, given = counts[rows].sum(axis=0)
            f1 = 2 * right / given if given else float("nan")
            return {f"alpha_{frame}": nominal_alpha(own[rows]), f"coder_f1_{frame}": float(f1)}

        result |= bootstrap_figures(figures, np.arange(len(own)))
    return result


def _against_others(codes: Floats) -> Floats:
    """Return for each article how often a coder's yes met the others' yes, and the number of yes on both sides."""
    known = ~np.isnan(codes)
    yes = np.nan_to_num(codes)
    others_yes = yes.sum(axis=1, keepdims=True) - yes
    others = known.sum(axis=1, keepdims=True) - known
    usable = known & (others > 0) & (2 * others_yes != others)
    majority = usable & (2 * others_yes > others)
    own = usable & (yes > 0)
    return np.column_stack([(own & majority).sum(axis=1), own.sum(axis=1) + majority.sum(axis=1)]).astype(np.float64)


def nominal_alpha(codes: Floats) -> float:
    """Return Krippendorff's alpha for codes 0 and 1: one row a unit, one column a coder, NaN where none was given.

    alpha = 1 - (n - 1) * sum over units of n_u0 n_u1 / (m_u - 1) / (n_0 n_1), over units with m_u of 2 or more codes.
    """
    n_codes = (~np.isnan(codes)).sum(axis=1)
    ones, m = np.nansum(codes, axis=1)[n_codes > 1], n_codes[n_codes > 1]
    total, total_ones = m.sum(), ones.sum()
    expected = total_ones * (total - total_ones)
    return float(1 - (total - 1) * (ones * (m - ones) / (m - 1)).sum() / expected) if expected else float("nan")
