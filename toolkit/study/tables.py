"""The tables of a study and how they are written.

Conventions: CSV is UTF-8 with line feeds, numbers in full precision, missing values empty. A spreadsheet runs a cell
that begins with = + - @ or a tab as a formula, so in columns of text such a cell gets an apostrophe before it; columns
of numbers are written as they are. Carriage returns become line feeds. Parquet has no such readers and keeps every
cell unchanged.

Contents: `study_tables`, `write_table`.
"""

import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from toolkit.comparison.headline import headline_body
from toolkit.comparison.result import COLUMNS, Comparison
from toolkit.corpus.corpus import Corpus
from toolkit.errors import SmallSampleWarning
from toolkit.events.listing import REASON_COLUMNS, list_events
from toolkit.lexicons.audit import audit_lexicon
from toolkit.lexicons.lexicon import Lexicon
from toolkit.measure import Measure, Measurement

# What is listed of the articles: what finds them again, and none of their text beyond the headline.
ARTICLE_COLUMNS = (
    "article_id", "outlet", "published", "headline", "author", "url", "language", "event_id", *REASON_COLUMNS,
    "wire_id",
)  # fmt: skip

_RUNS = re.compile(r"[=+\-@\t\n＝＋－＠]")  # the wide forms too: spreadsheets take them for the narrow ones
_SURROGATES = re.compile("[\ud800-\udfff]")  # halves of characters, which no file can hold


def study_tables(
    corpus: Corpus,
    measurements: Mapping[str, Measurement],
    comparisons: Mapping[str, Comparison],
    *,
    level: float = 0.95,
    seed: int = 0,
) -> dict[str, pd.DataFrame]:
    """Return the tables of a study: scores, evidence, comparison, headline_body, articles, events, reprints ...

    Parameters
    ----------
    corpus : the articles that were measured.
    measurements, comparisons : by the key of the measure, which becomes the column `measure`.
    level, seed : of `headline_body`.
    """
    tables = {
        "scores": _stacked({key: one.scores for key, one in measurements.items()}),
        "evidence": _stacked({key: one.evidence for key, one in measurements.items()}),
        "comparison": _stacked({key: one.table for key, one in comparisons.items()}, columns=COLUMNS),
        "headline_body": _headlines(measurements, level, seed),
        "articles": corpus.articles[[c for c in ARTICLE_COLUMNS if c in corpus.articles]],
        "set_aside": corpus.set_aside,
        "reprints": corpus.reprints.table,
    }
    if corpus.n_events:
        tables["events"] = list_events(corpus)
    texts = corpus.parts.texts
    for lexicon in distinct_lexicons(one.measure for one in measurements.values()):
        tables[free_name(f"lexicon-{file_name(lexicon.name)}", tables)] = audit_lexicon(lexicon, texts)
    return tables


def free_name(name: str, taken: Iterable[str]) -> str:
    """Return the name, with a number if it is taken."""
    names = set(taken)
    return next(free for n in count(1) if (free := name if n == 1 else f"{name}-{n}") not in names)


def _headlines(measurements: Mapping[str, Measurement], level: float, seed: int) -> pd.DataFrame:
    """Return headlines against stories for each measure."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSampleWarning)  # the table shows which rows have no bounds
        tables = {key: headline_body(one, level=level, seed=seed) for key, one in measurements.items()}
    return _stacked(tables)


def distinct_lexicons(measures: Iterable[Measure]) -> list[Lexicon]:
    """Return each lexicon of the measures once."""
    found: dict[str, Lexicon] = {}
    for measure in measures:
        found |= {lexicon.signature: lexicon for lexicon in measure.lexicons}
    return list(found.values())


def file_name(text: str) -> str:
    """Return a text as part of a file name: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "unnamed"


def _stacked(pieces: Mapping[str, pd.DataFrame], columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the tables one below the other, with the key of each in the first column."""
    frames = []
    for key, piece in pieces.items():
        frame = piece.astype({c: object for c in piece if isinstance(piece[c].dtype, pd.CategoricalDtype)})
        frames.append(frame.drop(columns="measure", errors="ignore").assign(measure=key))
    if not frames:
        return pd.DataFrame(columns=list(columns or ()))
    table = pd.concat(frames, ignore_index=True)
    return table[["measure", *(c for c in table if c != "measure")]]


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV or Parquet, as the ending of the path says."""
    writable = table.copy()
    for column in _text_columns(writable):
        writable[column] = [_whole(value) for value in writable[column]]
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pandas(writable, preserve_index=False), path, compression="zstd")
        return
    for column in _text_columns(writable):
        writable[column] = [_inert(value) for value in writable[column]]
    writable.columns = [_inert(str(column)) for column in writable.columns]
    writable.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def _text_columns(table: pd.DataFrame) -> list[str]:
    numbers = table.select_dtypes(["number", "bool", "datetime"]).columns
    return [column for column in table if column not in numbers]


def _whole(value: object) -> object:
    """Return a text without halves of characters; a missing value as None."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    return None if pd.isna(value) else str(value)


def _inert(value: object) -> object:
    """Return a text that no spreadsheet takes for a formula; anything else as it is."""
    if not isinstance(value, str):
        return value
    # A carriage return would end the row for some readers: it is not put in quotation marks.
    line_feeds = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{line_feeds}" if _RUNS.match(line_feeds) else line_feeds
