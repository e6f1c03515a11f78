"""Are pronouns joined to the person or group for which people say they stand?

Contents: `validate_pronouns`.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.errors import ReadError
from toolkit.options import check_columns
from toolkit.stance.actor import Actor, Actors
from toolkit.stance.actor_pronouns import PRONOUNS, find_pronouns
from toolkit.validity.figures import Rows, ValidityResult, bootstrap_figures
from toolkit.validity.gold import read_gold

_ACTORS = Actors((Actor("person", "a person", kind="person"), Actor("group", "a group")))


def validate_pronouns(gold: Sequence[Path]) -> ValidityResult:
    """Hold the linking of pronouns against sentences in which people marked all mentions of a target.

    Only sentences count in which the target is no pronoun itself and at least one other mention is. recall = coded
    pronouns that were linked to the target / coded pronouns; precision = linked pronouns that are coded / linked
    pronouns; apart for *he* and *she* (person), and for *it* and *they* (other).

    Parameters
    ----------
    gold : JSON lines with sentence, target, start, end, and other_mentions, a list of {from, to, mention} or null.

    Returns
    -------
    Figures; sentences are resampled. Links over the end of a sentence are not tested.

    Raises
    ------
    ColumnError : a column is missing. ReadError : no sentence has a coded pronoun.
    """
    table = read_gold(gold)
    check_columns(table.columns, ("sentence", "target", "start", "end", "other_mentions"), what="The gold file")
    coded = [_coded(row) for row in table.to_dict("records")]
    keep = [place for place, spans in enumerate(coded) if spans and table["target"][place].lower() not in PRONOUNS]
    if not keep:
        raise ReadError("The gold file has no sentence with a pronoun among its other mentions.")
    own = table.iloc[keep].reset_index(drop=True)
    spans = [coded[place] for place in keep]
    found = _found(own, spans)
    counts = np.array([_counts(gold_spans, found[row]) for row, gold_spans in enumerate(spans)], dtype=np.float64)

    _, n_coded, n_found = counts.sum(axis=0).reshape(3, 2)
    kinds = [(place, name) for place, name in enumerate(("person", "other")) if n_coded[place] and n_found[place]]

    def figures(rows: Rows) -> dict[str, float]:
        right, n_coded, n_found = counts[rows].sum(axis=0).reshape(3, 2)
        result = {"recall": _share(right.sum(), n_coded.sum()), "precision": _share(right.sum(), n_found.sum())}
        for place, name in kinds:
            result[f"{name}_recall"] = _share(right[place], n_coded[place])
            result[f"{name}_precision"] = _share(right[place], n_found[place])
        return result

    note = f"{int(counts[:, 2:4].sum()):,} coded pronouns; links within a sentence only."
    groups = own["sentence"].to_numpy(dtype=object)
    return ValidityResult("pronouns", len(own), bootstrap_figures(figures, groups), note)


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")


def _coded(row: dict) -> dict[tuple[int, int], int]:
    """Return the coded pronouns by place: 0 for he and she, 1 for it and they."""
    others = row["other_mentions"] if isinstance(row["other_mentions"], list) else []
    places = [(int(one["from"]), int(one["to"])) for one in others]
    words = {place: row["sentence"][slice(*place)].lower() for place in places}
    return {place: _kind(word) for place, word in words.items() if word in PRONOUNS}


def _kind(pronoun: str) -> int:
    return 0 if PRONOUNS[pronoun.lower()] in ("he", "she") else 1


def _found(table: pd.DataFrame, coded: list[dict[tuple[int, int], int]]) -> list[dict[tuple[int, int], int]]:
    """Return the pronouns that are linked to the target of each sentence, by place."""
    actor = ["person" if 0 in spans.values() else "group" for spans in coded]
    columns = {"unit": range(len(table)), "start": table["start"], "end": table["end"], "actor": actor}
    texts = table["sentence"].tolist()
    result: list[dict[tuple[int, int], int]] = [{} for _ in texts]
    for one in find_pronouns(pd.DataFrame(columns).assign(how="name"), texts, _ACTORS):
        result[one.unit][one.start, one.end] = _kind(texts[one.unit][one.start : one.end])
    return result


def _counts(coded: dict[tuple[int, int], int], found: dict[tuple[int, int], int]) -> list[int]:
    """Return the numbers of right, coded and found pronouns, each for persons and for others."""
    right = [kind for place, kind in found.items() if place in coded]
    kinds = (right, list(coded.values()), list(found.values()))
    return [own.count(kind) for own in kinds for kind in (0, 1)]
