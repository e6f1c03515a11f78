"""All terms of a comparison on one page that can be searched: frequency against log-odds, with a few lines of each.

The page is one file without anything from elsewhere. What comes from articles stands in it as data (JSON) and is shown
as text, never as HTML.

Contents: `write_scatter`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit.comparison.keyness_result import Keyness
from toolkit.errors import OptionError
from toolkit.options import check_option, quoted_list
from toolkit.report.render import clean, embedded, render
from toolkit.report.term_lines import term_lines

LARGEST_PAGE = 2_000_000  # bytes
_FRAME = 60_000  # bytes of the page that are no data
_CONTEXT = 75  # characters on each side of a term


def write_scatter(
    path: str | Path,
    keyness: Keyness,
    *,
    target: str | None = None,
    max_terms: int = 5000,
    n_lines: int = 3,
) -> Path:
    """Write a page on which every term is a point that can be searched, read out and opened.

    The page lies in one file below 2 MB, asks nothing of a network, and works with the mouse, with the keyboard and
    with screen readers. A term opens to its counts, its interval and a few lines of articles. Where 2 MB do not hold
    all lines, terms with a small |z| have fewer or none, and the page says so.

    Parameters
    ----------
    path : of the file, such as "scatter.html"; an existing file is overwritten.
    keyness : what `keyness` returned.
    target : which of its targets, if it has several.
    max_terms : so many terms at most, those with the largest |z|.
    n_lines : lines of a term at most; 0 for none.

    Returns
    -------
    The path.

    Raises
    ------
    OptionError : there are several targets and none is named, there is no such target, or a number cannot be used.
    """
    for name, given, least in (("max_terms", max_terms, 1), ("n_lines", n_lines, 0)):
        if given < least:
            raise OptionError(f"`{name}` must be {least} or more; got {given!r}.")
    known = keyness.targets
    if target is None and len(known) > 1:
        raise OptionError(f"There are several targets; choose one: target={quoted_list(known)}.")
    chosen = known[0] if target is None else check_option("target", target, known)
    file = Path(path)
    file.write_text(scatter_page(keyness, chosen, max_terms=max_terms, n_lines=n_lines), encoding="utf-8")
    return file


def scatter_page(keyness: Keyness, target: str, *, max_terms: int, n_lines: int) -> str:
    """Return the text of the page."""
    own = keyness.table[keyness.table["target"] == target]
    order = np.argsort(-np.abs(own["z"].to_numpy(dtype=float)), kind="stable")[:max_terms]
    rows = own.iloc[order].reset_index(drop=True)
    side = keyness.sides[keyness.sides["target"] == target].iloc[0].to_dict()
    terms = [_term(row, side) for row in rows.to_dict("records")]
    data = {"terms": terms, "target": clean(target), "reference": clean(side["reference"]), "level": keyness.level}
    room = LARGEST_PAGE - _FRAME - len(embedded(data).encode())
    n_shown = _put_lines(data, keyness, rows, target, n_lines, room)
    return render(
        "scatter.html.j2", data=embedded(data), target=target, reference=side["reference"], side=side,
        n_terms=len(terms), n_all=len(own), n_without=len(terms) - n_shown if n_lines else 0, level=keyness.level,
        resampled=keyness.resampled, signature=keyness.signature, per=_per(rows),
    )  # fmt: skip


def _per(rows: pd.DataFrame) -> str:
    return (
        "words"
        if not rows["term"].str.contains(" ").any()
        else "words (of pairs and threes of words: per 1,000 of these)"
    )


def _term(row: dict[Any, Any], side: dict[Any, Any]) -> list[Any]:
    """Return a term as the page reads it: term, counts, articles, rates, log-odds, bounds, q, z, frequency, lines."""
    words = side["n_words_target"] + side["n_words_reference"]
    return [
        clean(row["term"]), row["n_target"], row["n_reference"], row["n_articles_target"], row["n_articles_reference"],
        _short(row["rate_target"]), _short(row["rate_reference"]), _short(row["log_odds"]), _short(row["low"]),
        _short(row["high"]), _short(row["q"]), _short(row["z"]),
        _short(1000 * (row["n_target"] + row["n_reference"]) / words), [],
    ]  # fmt: skip


def _short(number: float) -> float | None:
    """Return a number with four digits; none for NaN, which JSON does not know."""
    return float(f"{number:.4g}") if np.isfinite(number) else None


def _put_lines(data: dict[str, Any], keyness: Keyness, rows: pd.DataFrame, target: str, n_lines: int, room: int) -> int:
    """Give terms their lines by |z|, one each, then a second ... while there is room; count those with any."""
    if not n_lines:
        return 0
    found = term_lines(keyness, rows["term"].tolist(), target, n=n_lines, width=_CONTEXT)
    outlets = sorted({str(line.outlet) for lines in found for line in lines})
    data["outlets"] = [clean(outlet) for outlet in outlets]
    room -= len(embedded({"outlets": data["outlets"]}).encode())
    for number, line in _in_turn(found, n_lines):
        shown = [
            outlets.index(str(line.outlet)), clean(line.published), clean(line.part), clean(line.left),
            clean(line.match), clean(line.right),
        ]  # fmt: skip
        room -= len(embedded({"line": shown}).encode())
        if room < 0:
            break
        data["terms"][number][-1].append(shown)
    return sum(bool(term[-1]) for term in data["terms"])


def _in_turn(found: list[list[Any]], n_lines: int) -> Iterator[tuple[int, Any]]:
    """Yield the first line of each term, then the second of each, with the number of the term."""
    for turn in range(n_lines):
        for number, lines in enumerate(found):
            if turn < len(lines):
                yield number, lines[turn]
