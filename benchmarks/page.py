"""Writes docs/performance.md from the figures of a run.

Contents: `write_page`, `page`.
"""

from pathlib import Path
from typing import Any

from benchmarks.axes import axes_page
from benchmarks.copies import CUT, PARAGRAPH, WORDS
from benchmarks.parse import parse_page
from benchmarks.topics_page import topics_text
from toolkit.events.match import WINDOW

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"

# What is checked beside the speed, and how it is shown.
CHECKS = {
    "known_copies_found": ("Known copies found", "{:.1%}"),
    "other_pairs": ("Other pairs", "{:,}"),
    "pairwise_f1": ("Pairwise F1", "{:.3f}"),
    "nearest_is_of_the_event": ("Nearest of the same event", "{:.1%}"),
    "terms": ("Rows of terms", "{:,}"),
}

_TEXT = """# Performance

Made by `make bench` on {machine}; Python {python}, {versions}. All programs ran on one thread, one after the other, on
the same articles of 450 words (real news where the data folder lies beside the project, else the shipped corpus, cut
into stretches of 450 words). Times are the best of several rounds; figures differ by a tenth and more from run to run.

## Speed

| Program | Articles | Articles a second | MB a second | The toolkit is ... times as fast |
|---|---|---|---|---|
{speed}

"All shipped lexicons" are {n_entries:,} entries, {n_sequences:,} of them of several words, matched in one pass, with
offsets, sentences, voice, negation and modality of every span, and the evidence kept. The other programs do less: they
count, and keep neither places nor sentences. {judgement}

## Memory

| Articles | Spans kept | Seconds | Memory at most |
|---|---|---|---|
{memory}

Peak memory of a process that holds the texts and all evidence. Texts are read batch by batch; what grows with the
corpus is the texts themselves and the evidence.

## What takes the time

About two fifths go into words, sentences and quotations, a quarter into matching, a tenth into looking up new words,
the rest into cutting articles into parts and into the measures. Intervals and permutation tests come on top: a study of
a few hundred articles spends most of its time there and in drawing figures.
"""

_EVENTS = """
## Near-duplicates and events

Measured on {machine}; Python {python}, {versions}. Each run is a process of its own, which has read its texts and
loaded what is loaded once before its time begins. Times are the best of {rounds}; memory is
the peak of the process, texts and libraries included. The sentence model and products of matrices use all cores,
everything else one.

### Near-duplicates

{reprints}

The texts are made up, {reprint_words} words each. Nine in ten are walks through the words of real news (of the shipped
corpus, where the data folder does not lie beside the project): each word follows the one before it somewhere in the
news, and one in ten is drawn anew. So words and pairs of words are as frequent as in the news, and no text shares a
passage with another unless it was copied. One in ten is a copy of another: {cut} of it cut off at the end, a new
headline, a paragraph of {paragraph} words put in. `find_reprints` looks for candidates, counts the shared words in the
texts of each pair, and finds passages, families and agency credits; datasketch (MinHash of 128 permutations over runs
of five words, threshold 0.5) proposes candidates alone, and misses some because it estimates. Copies in real news are
edited in more ways: that a program finds all of these says nothing about those; see [validity](validity.md).

{reprints_growth}

### Event matching

{matching}

The events are made up as well: 16 sentences from anywhere in the news, with names and numbers of the event in the
place of theirs, on a day of one year. Three to five outlets tell each within three days: 12 of the sentences in an
order of their own, half of the plain words exchanged for others, and a headline. More articles mean more events on a
day, so that more articles lie within the window of seven days: about {fewest} of 1,000 articles, {most} of
{largest:,}. "The same with embeddings kept" is a second run, on articles whose embeddings are in the cache. The
baseline looks for the nearest neighbour of each article by tf-idf, among all others; it forms no events and looks at no
dates.

Such events are far easier to tell apart than real ones. Pairwise F1 and the share of articles whose nearest neighbour
is of the same event show that the programs did their work; they are no measure of validity, and say nothing about
real events. [Validity](validity.md) does.

{matching_growth}
"""

_WORDS = """
## Distinctive words

Measured on {machine}; Python {python}, {versions}. Articles of 450 words as above, dealt to ten outlets in turn; each
outlet is compared with the nine others. Each run is a process of its own, which has made its texts before its time
begins; memory is the peak of the process, texts included. Times are of one run.

{words}

"Counts and log-odds" are occurrences, articles, log-odds with z, G2, chi-square, log ratio and dispersion of every term
that occurs five times. "Intervals and p" adds 1,999 resamples and as many exchanges of articles, and nine times as many
exchanges for terms that need them. CountVectorizer with numpy stands for what is usually done: counts of the same
terms, and log-odds with z (two-term variance, uniform prior) alone. ConvoKit's FightingWords (its
15,000 most frequent words, log-odds with z) and scattertext (all words, scaled F-scores) run in an environment of their
own. They compare two groups of texts: theirs is the time of one outlet with the nine others, a tenth of the other rows'
work.

{words_growth}
"""

_GROWTH = """| Program | From | To | Time grows as articles to the power of | Memory for each 1,000 articles more |
|---|---|---|---|---|
"""


def write_page(result: dict[str, Any]) -> None:
    """Write the page from the figures of all parts that were ever run."""
    PAGE.write_text(page(result), encoding="utf-8")


def page(result: dict[str, Any]) -> str:
    """Return the text of the page."""
    parts = [_lexicons(result)] if "speed" in result else ["# Performance\n"]
    others = {"events": _events, "parse": parse_page, "axes": axes_page, "words": _words, "topics": _topics}
    return "".join([*parts, *(write(result[name]) for name, write in others.items() if name in result)])


def _topics(part: dict[str, Any]) -> str:
    return topics_text(part, _table)


def _lexicons(result: dict[str, Any]) -> str:
    speed = "\n".join(
        f"| {row['program']} | {row['articles']:,} | {row['articles_per_second']:,.0f} | "
        f"{row['megabytes_per_second']:.1f} | {row['toolkit_is_times_as_fast']:.1f} |"
        for row in result["speed"]
    )
    memory = "\n".join(
        f"| {row['articles']:,} | {row['spans']:,} | {row['seconds']:.0f} | {row['peak_gigabytes']:.2f} GB |"
        for row in result["memory"]
    )
    python, shown = _versions(result)
    reached = result["speed"][0]["articles_per_second"]
    judgement = (
        f"The aim was 10,000 articles a second; this run reached {reached:,.0f}."
        if reached < 10_000
        else "The aim of 10,000 articles a second was reached."
    )
    return _TEXT.format(
        machine=result["machine"], python=python, versions=shown, speed=speed, memory=memory, judgement=judgement,
        n_entries=result["n_entries"], n_sequences=result["n_sequences"],
    )  # fmt: skip


def _versions(result: dict[str, Any]) -> tuple[str, str]:
    """Return the version of Python and, as text, those of the packages."""
    versions = dict(result["versions"])
    python = versions.pop("python")
    return python, ", ".join(f"{name} {version}" for name, version in versions.items())


def _events(result: dict[str, Any]) -> str:
    python, shown = _versions(result)
    largest = max(row["articles"] for row in result["matching"])
    tables = {name: _table(result[name]) for name in ("reprints", "matching")}
    grown = {f"{name}_growth": _growth(result[f"{name}_growth"]) for name in tables}
    return _EVENTS.format(
        machine=result["machine"], python=python, versions=shown, rounds=_rounds(result), reprint_words=WORDS,
        cut=f"{CUT:.0%}".replace("%", " %"), paragraph=PARAGRAPH, fewest=_within_window(1_000),
        most=_within_window(largest), largest=largest, **tables, **grown,
    )  # fmt: skip


def _words(result: dict[str, Any]) -> str:
    python, shown = _versions(result)
    return _WORDS.format(
        machine=result["machine"], python=python, versions=shown, words=_table(result["words"]),
        words_growth=_growth(result["growth"]),
    )  # fmt: skip


def _within_window(n: int) -> int:
    """Return how many of n articles of a year lie within the window before an article."""
    return round(n * WINDOW / 365)


def _rounds(result: dict[str, Any]) -> str:
    """Say how many rounds there were for which number of articles."""
    rounds = {row["articles"]: row["rounds"] for row in result["matching"]}
    return ", ".join(f"{n} at {articles:,}" for articles, n in sorted(rounds.items())) + " articles"


def _table(rows: list[dict[str, Any]]) -> str:
    """Return the figures with a column for each check that any program has; a dash where it has none."""
    checks = [name for name in CHECKS if any(name in row for row in rows)]
    heads = [
        "Program",
        "Articles",
        "Seconds",
        "Articles a second",
        "Memory at most",
        *(CHECKS[name][0] for name in checks),
    ]
    lines = []
    for row in rows:
        checked = [CHECKS[name][1].format(row[name]).replace("%", " %") if name in row else "–" for name in checks]
        lines.append([
            row["program"], f"{row['articles']:,}", f"{row['seconds']:.1f}", f"{row['articles_per_second']:,.0f}",
            f"{row['peak_gigabytes']:.2f} GB", *checked,
        ])  # fmt: skip
    shown = [f"| {' | '.join(line)} |" for line in [heads, *lines]]
    return "\n".join([shown[0], "|---" * len(heads) + "|", *shown[1:]])


def _growth(rows: list[dict[str, Any]]) -> str:
    return _GROWTH + "\n".join(
        f"| {row['program']} | {row['from_articles']:,} | {row['to_articles']:,} | {row['exponent']:.2f} | "
        f"{row['megabytes_per_1000']:.1f} MB |"
        for row in rows
    )
