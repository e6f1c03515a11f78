"""Texts cut where what is to be marked begins or ends.

Contents: `Spans`, `cut_at`, `within`.
"""

import itertools

Spans = list[tuple[int, int]]


def cut_at(text: str, spans: Spans) -> Spans:
    """Return the stretches of a text between the places where a span begins or ends; together they are the text."""
    edges = {0, len(text)} | {min(max(place, 0), len(text)) for span in spans for place in span}
    return list(itertools.pairwise(sorted(edges)))


def within(start: int, end: int, spans: Spans) -> bool:
    """Tell whether a stretch lies within one of the spans."""
    return any(a <= start and end <= b for a, b in spans)
