"""The files of a results folder: tables, figures, pages.

Contents: `write_tables`, `write_pages`, `write_json`.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.report.extras import MAX_TARGETS, MOST, Extras
from toolkit.study.facts import fact_tables
from toolkit.study.figures import write_figures
from toolkit.study.manifest import REPORT, STUDY_COPY
from toolkit.study.page import write_study_report
from toolkit.study.result import StudyResult
from toolkit.study.robustness import curve_tables
from toolkit.study.settings import Study
from toolkit.study.tables import study_tables, write_table
from toolkit.study.words import page_name, word_tables


def write_tables(folder: Path, study: Study, result: StudyResult) -> dict[str, pd.DataFrame]:
    """Write the tables and the study file into an empty folder; return the tables."""
    (folder / "tables").mkdir()
    (folder / STUDY_COPY).write_bytes(study.text.encode("utf-8"))
    options = study.compare
    tables = study_tables(
        result.corpus, result.measurements, result.comparisons, level=options.level, seed=options.seed
    )
    if result.side_by_side is not None:
        tables |= fact_tables(result.side_by_side)
    if result.actors is not None:
        tables |= result.actors.tables()
    if result.words is not None:
        tables |= word_tables(result.words)
    if result.curve is not None:
        tables |= curve_tables(result.curve)
    for name, table in tables.items():
        for ending in ("csv", "parquet"):
            if ending in study.formats:
                write_table(table, folder / "tables" / f"{name}.{ending}")
    return tables


def write_pages(folder: Path, study: Study, result: StudyResult, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write the figures, the pages of all words, and the report."""
    (folder / "figures").mkdir()
    extras = _extras(study, result, _write_word_pages(folder, result))
    write_figures(folder / "figures", result.comparisons, tables["headline_body"], study.formats, extras)
    write_study_report(folder / REPORT, result, extras)


def _extras(study: Study, result: StudyResult, word_pages: Mapping[str, str]) -> Extras:
    """Return what the report holds beside the comparisons."""
    both = result.side_by_side
    return Extras(
        alignments=both.alignments if both is not None else (), omission=both.omission if both is not None else None,
        actors=result.actors, most=study.actors.most if study.actors is not None else MOST,
        words=result.words, most_words=study.words.most if study.words is not None else MOST, word_pages=word_pages,
        curve=result.curve,
    )  # fmt: skip


def _write_word_pages(folder: Path, result: StudyResult) -> dict[str, str]:
    """Write a page with all words of each target that the report shows; return the name of each page."""
    if result.words is None:
        return {}
    from toolkit.report.scatter import write_scatter

    targets = result.words.largest_targets(MAX_TARGETS)
    pages = {target: page_name(number) for number, target in enumerate(targets, start=1)}
    for target, name in pages.items():
        write_scatter(folder / name, result.words, target=target)
    return pages


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write plain values so that the same values give the same bytes."""
    text = json.dumps(content, indent=2, ensure_ascii=False, sort_keys=False, default=str)
    path.write_text(text + "\n", encoding="utf-8", errors="replace", newline="\n")
