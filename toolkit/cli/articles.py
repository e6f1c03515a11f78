"""`framing measure` and `framing concordance`: scores of articles, and the words behind them.

Contents: `measure`, `concordance`.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.options import articles_argument, clean_option, json_option, measure_options, measures_from, opened
from toolkit.cli.output import emit, number, one_line, records, say

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.measure import Measurement

SCORES = ("article_id", "part", "category", "amount", "exposure", "value")
EVIDENCE = (
    "article_id", "part", "sentence", "start", "end", "match", "category", "weight", "voice", "negated", "modal",
    "neutral",
)  # fmt: skip
_SIDE = 48  # characters of context on each side


@click.command()
@articles_argument
@measure_options(several=True)
@clean_option
@click.option("--texts", is_flag=True, help="With --json: give the texts of the parts, which the offsets point into.")
@json_option
def measure(
    articles: str,
    names: tuple[str, ...],
    lexicon: str | None,
    settings: tuple[str, ...],
    cleaned: bool,
    texts: bool,
    as_json: bool,
) -> None:
    """Measure articles: scores by part, and every span of evidence in its line."""
    from toolkit.measure import measure_all

    wanted = measures_from(names, lexicon, settings)
    measurements = measure_all(opened(articles, cleaned=cleaned), wanted)
    if as_json:
        emit(_as_json(measurements, texts=texts))
    else:
        for line in _article_lines(measurements):
            say(line)


def _as_json(measurements: "Sequence[Measurement]", *, texts: bool) -> dict[str, Any]:
    """Return one measurement as an object, several as a list under "measures"."""
    objects = [
        {
            "measure": one.measure.name,
            "signature": one.signature,
            "scores": records(one.scores, SCORES),
            "evidence": records(one.evidence, tuple(c for c in EVIDENCE if c in one.evidence)),
        }
        for one in measurements
    ]
    result: dict[str, Any] = objects[0] if len(objects) == 1 else {"measures": objects}
    return {**result, "parts": _parts(measurements[0])} if texts else result


def _parts(measurement: "Measurement") -> list[dict[str, str]]:
    """Return the text of every part."""
    parts = measurement.corpus.parts
    ids = measurement.corpus.articles["article_id"].to_numpy()[parts.article]
    names = [measurement.corpus.part_names[part] for part in parts.part]
    return [
        {"article_id": article_id, "part": part, "text": text}
        for article_id, part, text in zip(ids, names, parts.texts, strict=True)
    ]


def _article_lines(measurements: "Sequence[Measurement]") -> Iterator[str]:
    """Yield the lines to print, article by article."""
    from toolkit.kwic import concordance as lines_of

    corpus = measurements[0].corpus
    scores = [dict(iter(one.scores.groupby("article_id", sort=False))) for one in measurements]
    lines = [dict(iter(lines_of(one, width=_SIDE).groupby("article_id", sort=False))) for one in measurements]
    for row in corpus.articles.to_dict("records"):
        shown = [row["article_id"], row.get("outlet"), row.get("headline")]
        yield " | ".join(one_line(value, width=90) for value in shown if value)
        for one, of_scores, of_lines in zip(measurements, scores, lines, strict=True):
            table = of_scores.get(row["article_id"])
            yield f"  {one.measure.name}"
            yield from ["    no text to measure"] if table is None else _score_lines(table)
            evidence = of_lines.get(row["article_id"])
            yield from [] if evidence is None else evidence_lines(evidence)
        yield ""


def _score_lines(scores: "pd.DataFrame") -> Iterator[str]:
    """Yield a line a category with its value in each part."""
    parts = [str(part) for part in dict.fromkeys(scores["part"])]
    yield "    " + " " * 20 + "".join(f"{part:>10}" for part in parts)
    for category, rows in scores.groupby("category", sort=False, observed=True):
        values = dict(zip(rows["part"].astype(str), rows["value"], strict=True))
        yield f"    {one_line(category, width=19):<20}" + "".join(f"{number(values[part]):>10}" for part in parts)


def evidence_lines(table: "pd.DataFrame") -> Iterator[str]:
    """Yield a line a span: category, part, the words in their context, and what is known of them."""
    for row in table.to_dict("records"):
        told = [row["voice"], "negated" if row["negated"] else "", row["modal"]]
        left, right = one_line(row["left"]), one_line(row["right"])
        gaps = [" " if str(row["left"])[-1:].isspace() else "", " " if str(row["right"])[:1].isspace() else ""]
        context = f"{left}{gaps[0]}[{one_line(row['match'])}]{gaps[1]}{right}"
        tags = ", ".join(str(one) for one in told if one)
        yield f"    {one_line(row['category'], width=19):<20}{row['part']:<9} {context}  ({tags})"


@click.command()
@articles_argument
@measure_options(several=False)
@click.option("--category", help="Only this category of the measure.")
@click.option("--outlet", help="Only this outlet.")
@click.option("--event", help="Only this event.")
@click.option("--part", help="Only this part: headline, lead, body or caption.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many lines, evenly spread.")
@click.option("--html", "html_file", type=click.Path(dir_okay=False, path_type=Path), help="Write a page to this file.")
@clean_option
@json_option
def concordance(
    articles: str,
    name: str,
    lexicon: str | None,
    settings: tuple[str, ...],
    html_file: Path | None,
    cleaned: bool,
    as_json: bool,
    **chosen: Any,
) -> None:
    """Show the words behind a measure, each in its line."""
    from toolkit.kwic import concordance as lines_of

    wanted = measures_from([name], lexicon, settings)[0]
    measurement = wanted(opened(articles, cleaned=cleaned))
    table = lines_of(measurement, **chosen)
    if html_file is not None:
        _write_page(html_file, table, title=f"{name}: {measurement.corpus.name}")
    if as_json:
        emit({"measure": name, "signature": measurement.signature, "n": len(table), "lines": records(table)})
        return
    for row, line in zip(table.to_dict("records"), evidence_lines(table), strict=True):
        say(f"{one_line(row['article_id'], width=30):<30} {line.strip()}")
    say(f"{len(table):,} line{'' if len(table) == 1 else 's'}" + (f"; written to {html_file}" if html_file else ""))


def _write_page(path: Path, table: "pd.DataFrame", *, title: str) -> None:
    """Write the lines as a page that needs nothing else and in which nothing runs."""
    from toolkit.report.html import show_concordance
    from toolkit.study.page import escaped

    policy = "default-src 'none'; style-src 'unsafe-inline'"
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
    body = show_concordance(table, max_rows=max(1, len(table))).html
    head += f"<title>{escaped(title)}</title>"
    page = f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>\n<body>{body}</body></html>\n'
    path.write_text(page, encoding="utf-8", errors="replace", newline="\n")
