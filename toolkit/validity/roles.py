"""Does `find_acts` find who does what to whom, as it was marked by hand?

Contents: `validate_roles`, `head_word`, `count_roles`.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.options import check_columns
from toolkit.stance.roles import find_acts
from toolkit.validity.figures import Rows, ValidityResult, bootstrap_figures
from toolkit.validity.gold import read_gold

Counts = npt.NDArray[np.float64]

_PARTIES = ("agent", "patient")
_FIELDS = ("form", "agent_deleted", "negated", "modal", "asserted_by")
# Numbers that are counted in each sentence: marked, found and right acts and parties, and right fields of right acts.
COUNTED = (
    "marked", "found", "right",
    *(f"{kind}_{party}" for party in _PARTIES for kind in ("marked", "found", "head", "exact")), *_FIELDS,
)  # fmt: skip
_END_OF_HEAD = re.compile(r"\s(?:of|and|or|nor|who|that)\s")


def validate_roles(gold: Sequence[Path]) -> ValidityResult:
    """Hold `find_acts` against acts that were marked by hand in single sentences.

    A found act is right if its word begins where that of a marked act does. With N found and M marked acts or parties,
    F1 = 2 right / (N + M). Parties of acts that were missed or wrongly found count in M and N. A party is right by its
    head if the spans overlap and the head words are the same (the last word before "of", "and", "or", "nor"), and
    exactly if the spans are the same. Form, agent_deleted, negated, modal and asserted_by are shares of the right acts.

    Parameters
    ----------
    gold : JSON lines with id, construction, text and acts; each act with word, start, agent, agent_span, patient,
        patient_span, form, agent_deleted, negated, modal and asserted_by.

    Returns
    -------
    Figures acts_f1, agent_f1, agent_exact_f1, patient_f1, patient_exact_f1 and the shares, over all sentences; the
    same with `even_` over the sentences whose id ends in an even number; F1 with the name of each construction. For
    sentences without an act, `..._without_found` is the share in which none is found. What is undefined is left out.

    Raises
    ------
    ReadError : the file is missing or broken. ColumnError : columns are missing.
    """
    table = read_gold(gold)
    check_columns(table.columns, ["id", "construction", "text", "acts"], what="the file of marked sentences")
    counts = count_roles(table)
    groups = _groups(table)

    def figures(rows: Rows) -> dict[str, float]:
        drawn = counts[rows]
        result: dict[str, float] = {}
        for name, member in groups.items():
            of_group = drawn[member[rows]]
            result |= {f"{name}{key}": value for key, value in _figures(of_group, whole=name in ("", "even_")).items()}
        return result

    defined = [name for name, value in figures(np.arange(len(table))).items() if not np.isnan(value)]
    found = bootstrap_figures(
        lambda rows: {k: v for k, v in figures(rows).items() if k in defined}, table["id"].to_numpy()
    )
    note = f"{int(counts[:, 0].sum())} acts marked, {int(counts[:, 1].sum())} found. Sentences were resampled."
    return ValidityResult("roles", len(table), found, note)


def count_roles(table: pd.DataFrame) -> Counts:
    """Return the numbers of `COUNTED` for each sentence of a table of marked sentences."""
    ids = [str(number) for number in range(len(table))]
    found = find_acts(Corpus(pd.DataFrame({"article_id": ids, "text": table["text"].tolist()}))).table
    by_id = {name: group.to_dict("records") for name, group in found.groupby("article_id")}
    counted = [_compare(acts, by_id.get(name, [])) for name, acts in zip(ids, table["acts"], strict=True)]
    return np.array([[one[name] for name in COUNTED] for one in counted], dtype=np.float64)


def _compare(marked: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[str, int]:
    counts = dict.fromkeys(COUNTED, 0)
    counts["marked"], counts["found"] = len(marked), len(found)
    by_start = {act["start"]: act for act in found}
    for party in _PARTIES:
        counts[f"marked_{party}"] = sum(act[party] is not None for act in marked)
        counts[f"found_{party}"] = sum(not pd.isna(act[party]) for act in found)
    for act in marked:
        same = by_start.get(act["start"])
        if same is None:
            continue
        counts["right"] += 1
        for party in _PARTIES:
            head, exact = _agree(act, same, party)
            counts[f"head_{party}"] += head
            counts[f"exact_{party}"] += exact
        for field in _FIELDS:
            counts[field] += same[field] == act[field]
    return counts


def _agree(marked: dict[str, Any], found: dict[str, Any], party: str) -> tuple[bool, bool]:
    """Say whether a found party has the head word of the marked one, and whether it has its span."""
    if marked[party] is None or pd.isna(found[party]):
        return False, False
    a, b = marked[f"{party}_span"]
    c, d = int(found[f"{party}_start"]), int(found[f"{party}_end"])
    head = a < d and c < b and head_word(marked[party]) == head_word(found[party])
    return head, (a, b) == (c, d)


def head_word(phrase: str) -> str:
    """Return the head word of a noun phrase by a plain rule: the last word before "of", "and", "or" or "nor"."""
    return _END_OF_HEAD.split(phrase)[0].split()[-1].lower()


def _groups(table: pd.DataFrame) -> dict[str, npt.NDArray[np.bool_]]:
    even = table["id"].astype(str).str.contains(r"[02468]$").to_numpy()
    names = dict.fromkeys(table["construction"])
    of_name = {f"{name}_": (table["construction"] == name).to_numpy() for name in names}
    return {"": np.ones(len(table), dtype=np.bool_), "even_": even, **of_name}


def _figures(counts: Counts, *, whole: bool) -> dict[str, float]:
    total = dict(zip(COUNTED, counts.sum(axis=0).tolist(), strict=True))
    result = {"acts_f1": _share(2 * total["right"], total["found"] + total["marked"])}
    for party in _PARTIES:
        both = total[f"found_{party}"] + total[f"marked_{party}"] if total[f"marked_{party}"] else 0.0
        result[f"{party}_f1"] = _share(2 * total[f"head_{party}"], both)
        result[f"{party}_exact_f1"] = _share(2 * total[f"exact_{party}"], both)
    if whole:
        result |= {field: _share(total[field], total["right"]) for field in _FIELDS}
    without = counts[:, COUNTED.index("marked")] == 0
    result["without_found"] = _share(float((counts[without, COUNTED.index("found")] == 0).sum()), float(without.sum()))
    if not total["marked"]:
        result["acts_f1"] = float("nan")
    return result


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
