"""Writes docs/performance.md from the figures of a run."""

from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"

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


def write_page(result: dict[str, Any]) -> None:
    """Write the page from the figures of a run."""
    speed = "\n".join(
        f"| {row['program']} | {row['articles']:,} | {row['articles_per_second']:,.0f} | "
        f"{row['megabytes_per_second']:.1f} | {row['toolkit_is_times_as_fast']:.1f} |"
        for row in result["speed"]
    )
    memory = "\n".join(
        f"| {row['articles']:,} | {row['spans']:,} | {row['seconds']:.0f} | {row['peak_gigabytes']:.2f} GB |"
        for row in result["memory"]
    )
    versions = dict(result["versions"])
    python = versions.pop("python")
    shown = ", ".join(f"{name} {version}" for name, version in versions.items())
    reached = result["speed"][0]["articles_per_second"]
    judgement = (
        f"The aim was 10,000 articles a second; this run reached {reached:,.0f}."
        if reached < 10_000
        else "The aim of 10,000 articles a second was reached."
    )
    text = _TEXT.format(
        machine=result["machine"], python=python, versions=shown, speed=speed, memory=memory, judgement=judgement,
        n_entries=result["n_entries"], n_sequences=result["n_sequences"],
    )  # fmt: skip
    PAGE.write_text(text, encoding="utf-8")
