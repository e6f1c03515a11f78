"""Reuse of text against copies made by known edits.

Copies of real articles are cut, reordered, filled up with other paragraphs and so on, and put among the originals and
the other outlets' articles on the same events. How much of each copy stands in its original is known from the edit.

Contents: `validate_reuse`.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.reprints import find_reprints
from toolkit.errors import OptionError
from toolkit.options import check_columns
from toolkit.validity.figures import Rows, ValidityResult, bootstrap_figures
from toolkit.validity.gold import read_gold

N_SOURCES = 100  # articles that are edited
SHORTEST = 150  # words of an article that is edited
SEEDS = (0, 1, 2)
AT_ONCE = 20  # sources edited in one corpus
_FIRST_DAY = pd.Timestamp("2020-01-01")

Texts = npt.NDArray[np.object_]
# A copy and the share of its words that were taken unchanged from the source.
Copy = tuple[str, float]
Edit = Callable[[str, float, str, np.random.Generator], Copy]


def validate_reuse(gold: Sequence[Path]) -> ValidityResult:
    """Look for copies of articles that were edited in known ways.

    Parameters
    ----------
    gold : JSON lines or CSV with `text` and, if there, `event_id` (articles of one event that different outlets wrote)
        and `outlet`. Half of the events lend their paragraphs to the copies, the other half are looked at.

    Returns
    -------
    Figures. For each kind and degree of edit: found (the copy is listed with its source as origin), reprint_right (it
    is called a reprint exactly if half or more of its words are the source's) and share_error (mean of |measured -
    known share|). precision: of all articles called reprints, those that are copies, called so of their source.
    false_reprints: of the gold articles, those called a reprint of another. Events are resampled.

    Raises
    ------
    OptionError : there are too few long articles.
    """
    table = _articles(gold)
    rows = pd.concat([_trial(table, kind, degree, seed) for kind, degree in CONDITIONS for seed in SEEDS])
    rows = rows.reset_index(drop=True)
    figures = bootstrap_figures(_Figures(rows), rows["event"].to_numpy(dtype=object), n_resamples=300)
    n = int(rows["is_copy"].sum())
    note = f"Copies made from {len(_sources(table))} articles by {len(CONDITIONS)} kinds of edit, {len(SEEDS)} times."
    return ValidityResult("reuse", n, figures, note)


def _articles(gold: Sequence[Path]) -> pd.DataFrame:
    """Return text, outlet, event and whether the event lends paragraphs."""
    given = read_gold(gold)
    check_columns(given.columns, ("text",), what="The gold file")
    number = pd.Series(range(len(given))).astype(str)
    event = given["event_id"].astype(str) if "event_id" in given else number
    outlet = given["outlet"].astype(str) if "outlet" in given else "gold"
    columns = {"article_id": "g" + number, "text": given["text"].astype(str), "outlet": outlet, "event": event}
    table = pd.DataFrame(columns)
    table["lends"] = pd.factorize(table["event"])[0] % 2 == 1
    if len(_sources(table)) < 2 or not table["lends"].any():
        raise OptionError(f"The task needs articles of {SHORTEST} words or more on at least four events; got too few.")
    return table


def _sources(table: pd.DataFrame) -> pd.DataFrame:
    """Return the articles that are edited, one an event."""
    long = table["text"].str.split().str.len() >= SHORTEST
    return table[long & ~table["lends"]].drop_duplicates("event").head(N_SOURCES)


def _trial(table: pd.DataFrame, kind: str, degree: float, seed: int) -> pd.DataFrame:
    """Edit all sources in one way and look for the copies; a row for each copy and each other article."""
    rng = np.random.default_rng([seed, len(kind), int(100 * degree)])
    sources = _sources(table)
    lent = rng.permutation(table.loc[table["lends"], "text"].to_numpy(dtype=object))
    # Few at a time, so that no two copies borrow from the same text.
    batches = [sources.iloc[i : i + AT_ONCE] for i in range(0, len(sources), AT_ONCE)]
    return pd.concat([_look(table, batch, lent, kind, degree, rng) for batch in batches])


def _look(
    table: pd.DataFrame, sources: pd.DataFrame, lent: Texts, kind: str, degree: float, rng: np.random.Generator
) -> pd.DataFrame:
    """Edit some sources and look for the copies among them and the other articles on their events."""
    kept = table[table["event"].isin(sources["event"])]
    others = ["\n\n".join(lent[i :: len(sources)]) for i in range(len(sources))]
    made = [_EDITS[kind](text, degree, other, rng) for text, other in zip(sources["text"], others, strict=True)]
    copies = sources.assign(article_id="c" + sources["article_id"], outlet="copy", text=[text for text, _ in made])
    both = pd.concat([kept.assign(published=_FIRST_DAY), copies.assign(published=_FIRST_DAY + pd.Timedelta(days=1))])
    table_of = find_reprints(Corpus(both[["article_id", "text", "outlet", "published"]], name="made")).table
    found = table_of.set_index("article_id")[["wire_id", "reprint", "share"]].reindex(both["article_id"]).reset_index()
    known = np.concatenate([np.full(len(kept), np.nan), [share for _, share in made]])
    listed = (found["wire_id"] == found["article_id"].str[1:]).to_numpy()
    return pd.DataFrame({
        "event": both["event"].to_numpy(), "edit": _name(kind, degree), "is_copy": ~np.isnan(known),
        "listed": listed, "reprint": found["reprint"].eq(True).to_numpy(),
        "known": known, "share": np.where(listed, found["share"].to_numpy(dtype=float), 0.0),
    })  # fmt: skip


class _Figures:
    """The figures from chosen rows of all trials."""

    def __init__(self, rows: pd.DataFrame) -> None:
        flags = (rows[name].to_numpy(dtype=bool) for name in ("is_copy", "listed", "reprint"))
        self.copy, self.listed, self.reprint = flags
        self.known, self.share = rows["known"].to_numpy(), rows["share"].to_numpy()
        self.edits, self.edit = np.unique(rows["edit"].to_numpy(dtype=str), return_inverse=True)

    def __call__(self, rows: Rows) -> dict[str, float]:
        copy, listed, reprint = self.copy[rows], self.listed[rows], self.reprint[rows]
        figures = {
            "precision": _ratio((reprint & copy & listed).sum(), reprint.sum()),
            "false_reprints": _ratio((reprint & ~copy).sum(), (~copy).sum()),
        }
        copies = rows[copy]
        right = self.listed & (self.reprint == (self.known >= 0.5))
        columns = {"found": self.listed, "reprint_right": right, "share_error": np.abs(self.share - self.known)}
        n = np.bincount(self.edit[copies], minlength=len(self.edits))
        for name, values in columns.items():
            sums = np.bincount(self.edit[copies], weights=values[copies].astype(float), minlength=len(self.edits))
            figures |= {f"{edit}: {name}": _ratio(sums[i], n[i]) for i, edit in enumerate(self.edits)}
        return dict(sorted(figures.items(), key=lambda item: (":" in item[0], item[0])))


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")


# ---- Edits ---------------------------------------------------------------------------------------------------------


def _cut(text: str, degree: float, other: str, rng: np.random.Generator) -> Copy:
    pieces = re.split(r"(\s+)", text.strip())
    n_words = (len(pieces) + 1) // 2
    return "".join(pieces[: 2 * max(1, round(n_words * (1 - degree))) - 1]), 1.0


def _reorder(text: str, degree: float, other: str, rng: np.random.Generator) -> Copy:
    paragraphs = _paragraphs(text)
    return "\n\n".join(paragraphs[i] for i in rng.permutation(len(paragraphs))), 1.0


def _insert(text: str, degree: float, other: str, rng: np.random.Generator) -> Copy:
    """Put in paragraphs of other articles, `degree` times as many words as the text has."""
    n_words = len(text.split())
    budget = round(degree * n_words)
    words = other.split(" ")[:budget]
    added = _paragraphs(" ".join(words))
    n_added = sum(len(paragraph.split()) for paragraph in added)
    result = _paragraphs(text)
    for paragraph in added:
        result.insert(int(rng.integers(1, len(result) + 1)), paragraph)
    return "\n\n".join(result), n_words / (n_words + n_added)


def _numbers(text: str, degree: float, other: str, rng: np.random.Generator) -> Copy:
    words = text.split()
    n_changed = sum(any(letter.isdigit() for letter in word) for word in words)
    return re.sub(r"\d", lambda match: str((int(match[0]) + 3) % 10), text), 1 - n_changed / len(words)


def _words(text: str, degree: float, other: str, rng: np.random.Generator) -> Copy:
    """Change every k-th word, k being the degree."""
    pieces = re.split(r"(\s+)", text.strip())
    places = range(2 * int(degree) - 2, len(pieces), 2 * int(degree))
    for i in places:
        pieces[i] = f"changed{rng.integers(1_000_000)}"
    return "".join(pieces), 1 - len(places) / ((len(pieces) + 1) // 2)


def _headline(text: str, degree: float, other: str, rng: np.random.Generator) -> Copy:
    headline = " ".join(other.split()[:9])
    return f"{headline}\n\n{text}", len(text.split()) / (len(text.split()) + 9)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


_EDITS: dict[str, Edit] = {
    "cut": _cut, "reorder": _reorder, "insert": _insert, "numbers": _numbers, "words": _words, "headline": _headline,
}  # fmt: skip
CONDITIONS = [
    *(("cut", share) for share in (0.1, 0.3, 0.5, 0.8)),
    *(("insert", share) for share in (0.1, 0.5, 0.9, 2.0, 3.0)),
    *(("words", float(k)) for k in (20, 10, 7, 5)),
    ("headline", 0.0), ("numbers", 0.0), ("reorder", 0.0),
]  # fmt: skip


def _name(kind: str, degree: float) -> str:
    if kind == "words":
        return f"every {degree:.0f}th word changed"
    names = {"cut": "tail cut", "insert": "put in", "headline": "new headline", "numbers": "numbers changed",
             "reorder": "reordered"}  # fmt: skip
    return names[kind] + (f" {degree:.0%}".replace("%", " %") if degree else "")
