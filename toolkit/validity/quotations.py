"""Does `find_sources` find who says what, as people marked it?

Contents: `validate_quotations`.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.errors import ReadError
from toolkit.options import check_columns
from toolkit.stance.sources import Finder, find_sources
from toolkit.text.buffer import Buffer
from toolkit.text.quotations import find_quotations
from toolkit.validity.figures import Rows, ValidityResult, bootstrap_figures
from toolkit.validity.gold import read_gold

Item = tuple[tuple[int, int], ...]  # the spans of one role, in order
Marked = dict[str, set[Item]]  # by role, in one article
Counts = npt.NDArray[np.float64]

ROLES = ("source", "cue", "content")
KINDS = ("direct", "indirect", "mixed")
_COLUMNS = ("article_id", *ROLES)


def validate_quotations(gold: Sequence[Path], train: Sequence[Path] = ()) -> ValidityResult:
    """Hold `find_sources` against attributions that people marked.

    Each role of an attribution is a set of spans. Marks and spaces at the edges of a span are left out, and spans with
    no letter or digit between them are one. Within an article equal items count once. With N found items and M marked
    ones of a role:

    - exact: an item is right if all its spans equal those of a marked item. F1 = 2 right / (N + M).
    - overlap: precision is the share of found items that share a character with a marked one, recall the share of
      marked items that share one with a found one; F1 is their harmonic mean.

    Content is also split: direct (all words in quotation marks), indirect (none), mixed; each is found and marked items
    of that kind held against each other. `linked_f1`: attributions whose cue, content and source (or its absence) all
    overlap with those of one marked attribution.

    Parameters
    ----------
    gold : articles (article_id, text) and attributions (article_id, source, cue, content; each a list of objects with
        `spans`, pairs of code points in the text), as JSON lines. Of several annotators of an article the first by
        name counts.
    train : the same two files, for the trained engine; articles that are in `gold` too are left out.

    Returns
    -------
    Figures `rules_source_exact_f1`, ... and the same without `rules_` for the rules, and `trained_...` if there are
    files to train on. Articles are resampled.

    Raises
    ------
    ReadError : articles or attributions are missing, or a span lies outside its text. ColumnError : so do columns.
    """
    articles, marked = read_marked(gold)
    found = {"": _found(articles, None)}
    if train:
        from toolkit.stance.attribution_trained import train_sources

        own_articles, own_marked = _read(train)
        fresh = ~own_articles["article_id"].isin(articles["article_id"])
        found["trained_"] = _found(articles, train_sources(own_articles[fresh], own_marked))
    found["rules_"] = found[""]
    quoted = _quoted(articles)
    table = {
        prefix + name: np.array([counts[name] for counts in compared])
        for prefix, one in found.items()
        for compared in [[_compare(m, f, q) for m, f, q in zip(marked, one, quoted, strict=True)]]
        for name in compared[0]
    }
    table = {name: counts for name, counts in table.items() if counts[:, 1:3].any()}  # kinds that occur

    def figures(rows: Rows) -> dict[str, float]:
        result: dict[str, float] = {}
        for name, counts in table.items():
            right, n_found, n_marked, found_met, marked_met = counts[rows].sum(axis=0)
            result[f"{name}_exact_f1"] = _share(2 * right, n_found + n_marked)
            result[f"{name}_overlap_f1"] = _harmonic(found_met, n_found, marked_met, n_marked)
        return result

    n = sum(len(one) for one in marked)
    note = f"Attributions in {len(articles):,} articles. Exact: all spans equal; overlap: a character is shared."
    return ValidityResult("quotations", n, bootstrap_figures(figures, articles["article_id"].to_numpy()), note)


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")


def _harmonic(found_met: float, n_found: float, marked_met: float, n_marked: float) -> float:
    """Return the harmonic mean of precision and recall: 0 if either is, NaN if there was nothing to find or found."""
    if n_found + n_marked == 0:
        return float("nan")
    precision, recall = found_met / max(n_found, 1), marked_met / max(n_marked, 1)
    return float(2 * precision * recall / (precision + recall)) if precision * recall else 0.0


def _read(paths: Sequence[Path]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the table of articles and that of attributions, told apart by their columns."""
    tables = [read_gold([path]) for path in paths]
    articles = [table for table in tables if "text" in table]
    attributions = [table for table in tables if "text" not in table]
    if not articles or not attributions:
        raise ReadError("The task 'quotations' needs two files: articles (with a column text) and attributions.")
    codes = pd.concat(attributions, ignore_index=True)
    check_columns(codes.columns, _COLUMNS, what="The table of attributions")
    return pd.concat(articles, ignore_index=True).drop_duplicates("article_id"), one_annotator(codes)


def one_annotator(codes: pd.DataFrame) -> pd.DataFrame:
    """Return the attributions of one annotator an article, the first by name."""
    if "annotator" not in codes:
        return codes
    return codes[codes["annotator"] == codes.groupby("article_id")["annotator"].transform("min")]


def read_marked(paths: Sequence[Path]) -> tuple[pd.DataFrame, list[list[dict[str, Item]]]]:
    """Return the articles, and for each the items of its attributions by role."""
    articles, codes = _read(paths)
    by_article = dict(iter(codes.groupby("article_id")))
    marked = []
    for name, text in zip(articles["article_id"], articles["text"], strict=True):
        rows = by_article[name][[*ROLES]].to_dict("records") if name in by_article else []
        marked.append([{role: _item(text, row[role], name) for role in ROLES} for row in rows])
    return articles, marked


def _item(text: str, marked: list[dict[str, Any]], article: str) -> Item:
    spans = [(int(a), int(b)) for one in marked for a, b in one["spans"]]
    if any(not 0 <= a <= b <= len(text) for a, b in spans):
        raise ReadError(f"Article {article!r}: a span lies outside its text of {len(text):,} characters.")
    return clean_spans(text, spans)


def clean_spans(text: str, spans: Iterable[tuple[int, int]]) -> Item:
    """Return spans in order, without marks at their edges; those with no letter or digit between are one."""
    result: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        while a < b and not text[a].isalnum():
            a += 1
        while b > a and not text[b - 1].isalnum():
            b -= 1
        if a < b and result and not any(character.isalnum() for character in text[result[-1][1] : a]):
            result[-1] = (result[-1][0], max(b, result[-1][1]))
        elif a < b:
            result.append((a, b))
    return tuple(result)


def _found(articles: pd.DataFrame, engine: Finder | None) -> list[list[dict[str, Item]]]:
    """Return the attributions found in each article, as items of the whole text."""
    corpus = Corpus(articles[["article_id", "text"]])
    table = find_sources(corpus, engine=engine).table
    offset, article, texts = corpus.parts.offset, corpus.parts.article, corpus.articles["text"].tolist()
    found: list[list[dict[str, Item]]] = [[] for _ in texts]
    for row in table.itertuples():
        move, number = int(offset[row.unit]), int(article[row.unit])
        roles = {
            "source": [] if pd.isna(row.source) else [(int(row.source_start), int(row.source_end))],
            "cue": [(row.cue_start, row.cue_end)],
            "content": row.content_spans,
        }
        moved = {role: [(a + move, b + move) for a, b in spans] for role, spans in roles.items()}
        found[number].append({role: clean_spans(texts[number], spans) for role, spans in moved.items()})
    return found


def _quoted(articles: pd.DataFrame) -> list[npt.NDArray[np.bool_]]:
    """Return for each article which of its characters stand in quotation marks."""
    texts = articles["text"].tolist()
    quotations = find_quotations(Buffer.of(texts))[2]
    masks = [np.zeros(len(text) + 1, dtype=np.bool_) for text in texts]
    for text, start, end in zip(quotations.text, quotations.start, quotations.end, strict=True):
        masks[text][start:end] = True
    return masks


def _kind(item: Item, quoted: npt.NDArray[np.bool_]) -> str:
    inside = np.concatenate([quoted[a:b] for a, b in item])
    return "direct" if inside.all() else "mixed" if inside.any() else "indirect"


def _compare(
    marked: list[dict[str, Item]], found: list[dict[str, Item]], quoted: npt.NDArray[np.bool_]
) -> dict[str, Counts]:
    """Return for each figure: right, found, marked, found that meet a marked one, marked that meet a found one."""
    result = {}
    for role in ROLES:
        own, other = ({one[role] for one in items if one[role]} for items in (found, marked))
        result[role] = _counts(own, other)
        if role == "content":
            for kind in KINDS:
                chosen = ({item for item in items if _kind(item, quoted) == kind} for items in (own, other))
                result[f"content_{kind}"] = _counts(*chosen)
    pairs = [
        [any(_linked(a, b) for b in second) for a in first] for first, second in ((found, marked), (marked, found))
    ]
    same = {tuple(one.values()) for one in found} & {tuple(one.values()) for one in marked}
    result["linked"] = np.array([len(same), len(found), len(marked), sum(pairs[0]), sum(pairs[1])], dtype=np.float64)
    return result


def _counts(found: set[Item], marked: set[Item]) -> Counts:
    found_met = sum(any(_meets(a, b) for b in marked) for a in found)
    marked_met = sum(any(_meets(a, b) for b in found) for a in marked)
    return np.array([len(found & marked), len(found), len(marked), found_met, marked_met], dtype=np.float64)


def _meets(a: Item, b: Item) -> bool:
    return any(first < end and start < last for first, last in a for start, end in b)


def _linked(a: dict[str, Item], b: dict[str, Item]) -> bool:
    if not (_meets(a["cue"], b["cue"]) and _meets(a["content"], b["content"])):
        return False
    return _meets(a["source"], b["source"]) or not (a["source"] or b["source"])
