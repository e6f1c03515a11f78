"""A whole comparison as one file that can be sent, printed and read without a network.

Contents: `write_report`.
"""

import os
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

from toolkit.comparison.actors import ActorFindings
from toolkit.comparison.coverage import well_covered
from toolkit.comparison.headline import headline_body
from toolkit.comparison.keyness_result import Keyness
from toolkit.comparison.omission import Omission
from toolkit.comparison.result import Comparison
from toolkit.comparison.specification_result import SpecificationCurve
from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError, SmallSampleWarning
from toolkit.events.alignment import Alignment
from toolkit.lexicons.lexicon import Lexicon
from toolkit.measure import program_version
from toolkit.report import sections
from toolkit.report.actors import ACTOR_REFERENCES, actor_part, check_actors
from toolkit.report.events import MAX_FACTS, N_OPEN, check_articles, event_parts, omission_part
from toolkit.report.extras import MOST, Extras
from toolkit.report.figures import heatmap_pictures
from toolkit.report.references import read_references
from toolkit.report.render import render
from toolkit.report.robustness import CURVE_REFERENCES, curve_part
from toolkit.report.words import WORD_REFERENCES, words_part

MAX_LINES = 12  # lines of evidence behind a row
AT_LEAST = 2  # outlets that tell a fact, unless an omission says how many
_LINES_IN_ALL = 4000  # in the whole report, so that it stays small enough to be mailed


def write_report(
    path: str | os.PathLike[str],
    comparisons: Comparison | Sequence[Comparison],
    *,
    corpus: Corpus,
    title: str | None = None,
    plots: bool = True,
    alignments: Sequence[Alignment] = (),
    omission: Omission | None = None,
    actors: ActorFindings | None = None,
    words: Keyness | None = None,
    curve: SpecificationCurve | None = None,
    most: int = MOST,
) -> Path:
    """Write comparisons, with the evidence behind every number, to one HTML file.

    The file holds its figures and styles, has no program code in it and asks no other computer for anything. It
    says what was compared, what was found (one sentence a row, clear ones first, up to 12 lines of evidence behind
    each), how headlines differ from stories, what was set aside, how the numbers came about, and what they do not
    show. Equal input gives equal bytes.

    Parameters
    ----------
    path : the file to write; folders are made, an existing file is replaced at once or not at all.
    comparisons : what `compare` returned, one or several.
    corpus : the articles that were measured.
    title : of the report.
    plots : draw figures.
    alignments : events to lay side by side, as `align` returned them; they get a section of their own.
    omission : what `compare_omission` returned, for that section.
    actors : what was found of actors, as `ActorFindings`: who acts, who speaks, what they are called.
    words : what `keyness` returned: distinctive words of outlets, with the lines in which they stand.
    curve : what `specification_curve` returned: how far a finding depends on choices.
    most : so many actors, pairs, sources and labels are shown, and so many words of each side.

    Returns
    -------
    The path of the file.

    Raises
    ------
    OptionError : no comparison is given, `most` is below 1, `words` are collocations, or something was made from other
        articles than `corpus`.
    """
    listed = [comparisons] if isinstance(comparisons, Comparison) else list(comparisons)
    _check(listed, corpus)
    check_articles(alignments, omission, corpus)
    check_actors(actors, corpus)
    if words is not None and words.counts.lines is not None:
        raise OptionError(
            "`words` must be what keyness() returned; words near another word have no section of a report."
        )
    _check_same("words", None if words is None else words.counts.corpus, corpus)
    _check_same("curve", None if curve is None else curve.data.corpus, corpus)
    if most < 1:
        raise OptionError(f"`most` must be at least 1; got {most!r}.")
    extras = Extras(
        alignments=alignments, omission=omission, actors=actors, most=most, words=words, most_words=most, curve=curve
    )
    return _write(Path(path), report_html(listed, corpus=corpus, title=title, plots=plots, extras=extras))


def report_html(
    comparisons: Sequence[Comparison],
    *,
    corpus: Corpus,
    title: str | None = None,
    plots: bool = True,
    extras: Extras | None = None,
) -> str:
    """Return the report as text."""
    more = Extras() if extras is None else extras
    names = sections.headings(comparisons)
    covered = [well_covered(comparison) for comparison in comparisons]
    shown = [one.shown for one in covered]
    n_rows = sum(len(comparison.table) * _groups_a_row(comparison) for comparison in shown)
    n_lines = max(3, min(MAX_LINES, _LINES_IN_ALL // max(1, n_rows)))
    found = [
        sections.findings(one, heading=name, anchor=f"finding-{number}", plots=plots, n_lines=n_lines)
        for number, (one, name) in enumerate(zip(covered, names, strict=True), start=1)
    ]
    stance = more.actors.stance if more.actors is not None else {}
    every = [*comparisons, *stance.values()]
    method_names = [*names, *(f"Stance: {target}" for target in stance)]
    lexicons = _lexicons(every)
    omission = more.omission
    return render(
        "report.html.j2", title=title or _title(corpus), corpus=corpus, overview=sections.overview(corpus),
        findings=found, headlines=list(_headlines(shown, plots=plots)),
        heatmaps=list(heatmap_pictures(shown)) if plots else [], means=sections.means_table(shown),
        methods=[sections.method(comparison, name) for comparison, name in zip(every, method_names, strict=True)],
        words=words_part(more, plots=plots), curve=curve_part(more.curve, plots=plots),
        actors=actor_part(more.actors, most=more.most, plots=plots) if more.actors is not None else None,
        lexicons=lexicons, traps=[(lexicon.name, lexicon.traps) for lexicon in lexicons if lexicon.traps],
        references=_references(every, _methods_cited(more)), version=program_version(),
        events=list(event_parts(more.alignments, at_least=omission.at_least if omission else AT_LEAST, plots=plots)),
        omission=omission_part(omission, plots=plots) if omission else None, max_facts=MAX_FACTS, n_open=N_OPEN,
        max_set_aside=sections.MAX_SET_ASIDE, max_lines=n_lines, max_clear=sections.MAX_CLEAR,
    )  # fmt: skip


def _methods_cited(extras: Extras) -> list[str]:
    """Return the keys of the works on which the findings of other kinds rest."""
    return [
        *(ACTOR_REFERENCES if extras.actors is not None else ()),
        *(WORD_REFERENCES if extras.words is not None else ()),
        *(CURVE_REFERENCES if extras.curve is not None else ()),
    ]


def _check(comparisons: list[Comparison], corpus: Corpus) -> None:
    if not comparisons:
        raise OptionError("`comparisons` must hold at least one comparison, as returned by compare(); got none.")
    for comparison in comparisons:
        measured = comparison.measurement.corpus
        if measured.checksum != corpus.checksum:
            raise OptionError(
                f"`corpus` must hold the articles that were measured: {comparison.measurement.measure.name!r} was "
                f"measured on {measured.name!r} ({measured.checksum}), given is {corpus.name!r} ({corpus.checksum})."
            )


def _check_same(name: str, made_from: Corpus | None, corpus: Corpus) -> None:
    if made_from is not None and made_from.checksum != corpus.checksum:
        raise OptionError(
            f"`{name}` must be made from the articles of `corpus`: its own are {made_from.name!r} "
            f"({made_from.checksum}), given is {corpus.name!r} ({corpus.checksum})."
        )


def _groups_a_row(comparison: Comparison) -> int:
    """Two outlets have lines behind each row of a pair, one otherwise."""
    return 2 if len(set(comparison.table["outlet"])) == 1 else 1


def _title(corpus: Corpus) -> str:
    return f"How {len(corpus.outlets)} outlets report {corpus.n_events} events: {corpus.name}"


def _headlines(comparisons: Sequence[Comparison], *, plots: bool) -> Iterator[sections.HeadlinePart]:
    """Yield headline against story for each measurement, once."""
    seen = set()
    for comparison in comparisons:
        measurement = comparison.measurement
        if measurement.signature in seen or not measurement.has_parts:
            continue
        seen.add(measurement.signature)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SmallSampleWarning)  # the table shows which rows have no bounds
            table = headline_body(measurement, level=comparison.level, seed=comparison.settings.get("seed", 0))
        table = table[table["outlet"].isin(_outlets(comparison)) & (table["n_articles"] > 0)]
        if len(table):
            name = measurement.title.replace("-", " ").capitalize()
            yield sections.headline_part(table, heading=name, level=comparison.level, plots=plots)


def _outlets(comparison: Comparison) -> set[str]:
    """Return the outlets in the rows of a comparison, of a pair both."""
    table = comparison.table
    return {*table["outlet"], *table["reference"]}


def _lexicons(comparisons: Sequence[Comparison]) -> list[Lexicon]:
    """Return the lexicons of all measures, each once, by name."""
    every = {lex.signature: lex for comparison in comparisons for lex in comparison.measurement.measure.lexicons}
    return [every[signature] for signature in sorted(every)]


def _references(comparisons: Sequence[Comparison], others: Sequence[str]) -> list[tuple[str, str]]:
    """Return key and entry of each work cited."""
    known = read_references()
    keys = sections.cited(comparisons, others)
    return [(key, str(known[key]) if key in known else "not in the list of references") for key in keys]


def _write(path: Path, html: str) -> Path:
    """Write a file so that a reader sees the whole of it or the one before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(html)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path
