"""The evidence behind a measurement as a page to look into: outlets, categories, events, sentences, articles.

The page is plain HTML that holds everything it can show, and a small program that shows a part of it at a time. Where
the program cannot run (a notebook on a website, an untrusted notebook, a browser without it) all of it is there.

Contents: `show_explorer`, `write_explorer`.
"""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from toolkit.corpus.schema import PARTS, STORY
from toolkit.errors import OptionError
from toolkit.events.alignment import Alignment
from toolkit.measure import Measurement
from toolkit.options import check_option, count
from toolkit.report.events import check_articles
from toolkit.report.html import HtmlView
from toolkit.report.render import embedded, render
from toolkit.stance.sources_result import Sources
from toolkit.widgets.articles import MAX_FACTS, articles_shown, events_shown
from toolkit.widgets.choice import Choice, choose_articles
from toolkit.widgets.found import find_all, measure_shown, voices_of

LARGEST_PAGE = 8_000_000  # bytes
_LINES_IN_ALL = 2_500


def show_explorer(
    measurements: Measurement | Sequence[Measurement],
    *,
    sources: Sources | None = None,
    alignments: Sequence[Alignment] = (),
    parts: Iterable[str] = STORY,
    events: Sequence[str] | None = None,
    max_articles: int = 300,
) -> HtmlView:
    """Show the evidence of one or several measures, to be looked into by outlet, category, event and voice.

    For each choice the numbers are shown (amount, exposure, value, number of articles and spans), the sentences in
    which the evidence stands, the articles with the evidence marked, and the articles of an event side by side. The
    numbers are those of `article_scores()`, summed over articles (`toolkit.comparison.totals`); nothing is estimated
    here. Everything that comes from an article is escaped.

    Do not compare outlets by the numbers over all events, which differ between them and count reprints: `compare` is
    made for that.

    Parameters
    ----------
    measurements : what a measure returned, one or several of the same corpus.
    sources : what `find_sources` returned for that corpus. With it, numbers and sentences can be had for the outlets'
        own words and those of sources; without it, sentences only are told apart, by quotation marks.
    alignments : what `align` returned for some of the events; the outlets' words for the same facts are shown.
    parts : the parts of articles that count.
    events : whose articles are on the page; by default those that most outlets cover come first.
    max_articles : so many articles at most are on the page with their text; numbers are always of all articles.

    Returns
    -------
    An object that a notebook shows, with or without a kernel; its `html` is the text of it.

    Raises
    ------
    OptionError : no measurement is given, they are of different corpora, an event or part is not there, a number is
        below 1, or the page would be larger than 8 MB.
    """
    content = _content(measurements, sources, alignments, _names(parts), events, max_articles)
    return HtmlView(_checked(render("explorer.html.j2", **content)), _as_text(content))


def write_explorer(
    path: str | Path,
    measurements: Measurement | Sequence[Measurement],
    *,
    sources: Sources | None = None,
    alignments: Sequence[Alignment] = (),
    parts: Iterable[str] = STORY,
    events: Sequence[str] | None = None,
    max_articles: int = 300,
    title: str | None = None,
) -> Path:
    """Write what `show_explorer` shows to one HTML file that needs neither a kernel nor a network.

    Parameters
    ----------
    path : of the file, such as "explorer.html"; folders are made, an existing file is overwritten.
    measurements, sources, alignments, parts, events, max_articles : as for `show_explorer`.
    title : of the page.

    Returns
    -------
    The path.

    Raises
    ------
    OptionError : as for `show_explorer`.
    """
    content = _content(measurements, sources, alignments, _names(parts), events, max_articles)
    heading = title or f"Evidence in {content['corpus'].name}"
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_checked(render("explorer_page.html.j2", title=heading, **content)), encoding="utf-8")
    return file


def _content(
    measurements: Measurement | Sequence[Measurement],
    sources: Sources | None,
    alignments: Sequence[Alignment],
    parts: tuple[str, ...],
    events: Sequence[str] | None,
    max_articles: int,
) -> dict[str, Any]:
    """Return what the templates are filled in with."""
    # Anything else than several is looked at as one, so that the check can say what it should have been.
    listed = list(measurements) if isinstance(measurements, Sequence) else [measurements]
    _check(listed, parts, max_articles)
    corpus = listed[0].corpus
    check_articles(alignments, None, corpus)
    choice = choose_articles(corpus, events=events, max_articles=max_articles)
    found = [find_all(one, sources, parts) for one in listed]
    n_lines = max(20, _LINES_IN_ALL // sum(len(one.categories) for one in listed))
    measures = [measure_shown(number, one, choice, n_lines=n_lines) for number, one in enumerate(found)]
    articles = articles_shown(choice, found, measures)
    numbers = {key: by_voice for measure in measures for key, by_voice in measure.numbers.items()}
    return {
        "id": _identity(listed, choice), "corpus": corpus, "parts": parts, "outlets": choice.outlets,
        "events": events_shown(choice, articles, alignments), "voices": voices_of(found), "measures": measures,
        "articles": articles, "is_all": choice.is_all, "numbers": embedded({"numbers": numbers}),
        "by_voice": sources is not None, "max_facts": MAX_FACTS,
    }  # fmt: skip


def _names(parts: Iterable[str]) -> tuple[str, ...]:
    return (parts,) if isinstance(parts, str) else tuple(parts)


def _check(measurements: list[Measurement], parts: tuple[str, ...], max_articles: int) -> None:
    if not measurements:
        raise OptionError("`measurements` must hold at least one measurement, as a measure returns it; got none.")
    for one in measurements:
        if not isinstance(one, Measurement):
            raise OptionError(
                "`measurements` must be what a measure returns, such as ForceAxis()(corpus); "
                f"got {type(one).__name__}. Of a comparison give `.measurement`."
            )
        if one.corpus.checksum != measurements[0].corpus.checksum:
            raise OptionError(
                "`measurements` must be of the same articles: "
                f"{measurements[0].title!r} is of {measurements[0].corpus.name!r}, {one.title!r} of "
                f"{one.corpus.name!r} ({measurements[0].corpus.checksum} and {one.corpus.checksum})."
            )
    if not len(measurements[0].corpus):
        raise OptionError("There is nothing to look into: the corpus has no articles.")
    if not parts:
        raise OptionError("`parts` must name at least one part, such as ('headline',).")
    for part in parts:
        check_option("parts", part, PARTS)
    if max_articles < 1:
        raise OptionError(f"`max_articles` must be 1 or more; got {max_articles!r}.")


def _identity(measurements: list[Measurement], choice: Choice) -> str:
    """Return a name for places on the page that no other page in a notebook has, unless it is the same."""
    told = "|".join([*(one.signature for one in measurements), *map(str, choice.rows)])
    return f"mf-{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:10]}"


def _checked(html: str) -> str:
    """Return the page if it is small enough for a browser and a notebook."""
    n_bytes = len(html.encode("utf-8"))
    if n_bytes > LARGEST_PAGE:
        raise OptionError(
            f"The page would have {n_bytes / 1e6:.1f} MB; at most {LARGEST_PAGE / 1e6:g} MB are allowed. Give fewer "
            "measurements, some events (`events`) or a smaller `max_articles`."
        )
    return html


def _as_text(content: dict[str, Any]) -> str:
    """Return what a terminal prints instead of the page."""
    measures, corpus = content["measures"], content["corpus"]
    lines = [
        f"Evidence in {corpus.name!r}: {count(len(content['articles']), 'article')} of {count(len(corpus), 'article')} "
        "with their texts; a notebook shows the page, `write_explorer` writes it to a file."
    ]
    for measure in measures:
        names = ", ".join(f"{one.name} {one.n_lines:,}" for one in measure.categories if not one.is_derived)
        lines.append(f"  {measure.title}: {names} spans")
    return "\n".join(lines)
