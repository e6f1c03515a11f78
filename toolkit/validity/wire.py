"""Credit detection against articles of which it is known whether an agency wrote them.

Contents: `validate_wire`.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.credit import find_credits
from toolkit.options import check_columns
from toolkit.validity.figures import Rows, ValidityResult, bootstrap_figures
from toolkit.validity.gold import read_gold

_NONE = {"", "na", "n/a", "none", "nan", "null"}


def validate_wire(gold: Sequence[Path]) -> ValidityResult:
    """Hold `find_credits` against articles coded for the agency that wrote them.

    Parameters
    ----------
    gold : JSON lines or CSV with `text` and `wire` (the agency's name; None, "NA" or empty: not wire copy), and, if
        there, `outlet`.

    Returns
    -------
    Figures: precision, recall and f1 of "this article is wire copy" (an article that only says that an agency
    contributed counts as not), and agency_right: of the articles rightly found, those whose agency is the coded one.
    Articles are resampled.
    """
    table = read_gold(gold)
    check_columns(table.columns, ("text", "wire"), what="The gold file")
    outlet = table.get("outlet")
    ids = [str(i) for i in range(len(table))]
    corpus = Corpus(pd.DataFrame({"article_id": ids, "text": table["text"].astype(str), "outlet": outlet}), name="gold")
    named = find_credits(corpus).set_index("article_id")
    found = named.loc[named["whole"], "agency"].reindex(ids).fillna("").str.casefold().to_numpy(dtype=object)
    coded = np.array([_agency(value) for value in table["wire"]], dtype=object)

    def figures(rows: Rows) -> dict[str, float]:
        return _figures(found[rows], coded[rows])

    n_wire = int((coded != "").sum())
    note = f"{n_wire} of them coded as wire copy. The text alone was read; articles were resampled."
    return ValidityResult("wire", len(table), bootstrap_figures(figures, np.arange(len(table))), note)


def _agency(value: object) -> str:
    """Return the agency's name in small letters; an empty string for none."""
    name = "" if value is None else str(value).strip().casefold()
    return "" if name in _NONE else name


def _figures(found: npt.NDArray[np.object_], coded: npt.NDArray[np.object_]) -> dict[str, float]:
    both = (found != "") & (coded != "")
    n_both, n_found, n_coded = int(both.sum()), int((found != "").sum()), int((coded != "").sum())
    right = int((found[both] == coded[both]).sum())
    return {
        "precision": _share(n_both, n_found), "recall": _share(n_both, n_coded),
        "f1": _share(2 * n_both, n_found + n_coded), "agency_right": _share(right, n_both),
    }  # fmt: skip


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
