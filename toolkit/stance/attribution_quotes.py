"""Quotations put to attributions: content is filled up to the marks, and speech that runs on keeps its speaker.

Conventions: see `toolkit.stance.sheets`.

Contents: `with_quotations`, `outermost`, `filled_ranges`, `merged`.
"""

from dataclasses import replace

from toolkit.stance.attribution_options import is_statement, trim
from toolkit.stance.attribution_rules import Found
from toolkit.stance.sheets import Range, Sheet


def with_quotations(sheet: Sheet, found: list[Found]) -> list[Found]:
    """Return the attributions with whole quotations as content, and those that quotations alone give."""
    result = [_filled(sheet, one) for one in found]
    result = [one for one in result if one.content]
    taken = _quotes_in(sheet, result)
    for quote in range(len(sheet.quotes)):
        if quote not in taken and is_statement(sheet, quote):
            _place(sheet, quote, result)
            taken.add(quote)
    return sorted(result + _transcript(sheet, result), key=lambda one: (one.cue[0], one.head))


def outermost(sheet: Sheet, found: list[Found]) -> list[Found]:
    """Return the attributions whose cue does not stand in the content of another or in a quoted statement."""
    at: dict[int, set[int]] = {}
    for number, one in enumerate(found):
        at.setdefault(one.head, set()).add(number)
    holders = [
        {inner for first, last in one.content for token in range(first, last + 1) for inner in at.get(token, ())}
        for one in found
    ]  # which cues stand in the content of each
    # Two that hold each other come from a misread sentence; both stay.
    nested = {inner for outer, own in enumerate(holders) for inner in own if outer not in holders[inner]}
    return [one for number, one in enumerate(found) if number not in nested and not _in_statement(sheet, one)]


def _in_statement(sheet: Sheet, one: Found) -> bool:
    quote = sheet.quote[one.head]
    return quote >= 0 and is_statement(sheet, quote)


def _filled(sheet: Sheet, one: Found) -> Found:
    holes = [one.cue, *([one.source] if one.source is not None else [])]
    return replace(one, content=filled_ranges(sheet, one.head, one.content, holes))


def filled_ranges(sheet: Sheet, head: int, content: tuple[Range, ...], holes: list[Range]) -> tuple[Range, ...]:
    """Return content that takes in the quotations that it touches, or stays in that of its cue, without the holes."""
    own = sheet.quote[head]
    ranges: list[Range] = []
    for first, last in content:
        if own >= 0:
            a, b = sheet.quotes[own]
            first, last = max(first, a), min(last, b)
        else:
            touched = {sheet.quote[token] for token in range(first, last + 1)} - {-1}
            for a, b in (sheet.quotes[number] for number in touched):
                if not any(_meets((a, b), hole) for hole in holes):
                    first, last = min(first, a), max(last, b)
        pieces = [(first, last)] if first <= last else []
        for hole in holes:
            pieces = [piece for old in pieces for piece in _cut(old, hole)]
        ranges += [kept for piece in pieces if (kept := trim(sheet, piece))]
    return merged(ranges)


def _meets(a: Range, b: Range) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def _cut(tokens: Range, hole: Range) -> list[Range]:
    if not _meets(tokens, hole):
        return [tokens]
    return [(a, b) for a, b in ((tokens[0], hole[0] - 1), (hole[1] + 1, tokens[1])) if a <= b]


def merged(ranges: list[Range]) -> tuple[Range, ...]:
    """Return ranges in order, those that touch or overlap as one."""
    result: list[Range] = []
    for first, last in sorted(ranges):
        if result and first <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(last, result[-1][1]))
        else:
            result.append((first, last))
    return tuple(result)


def _quotes_in(sheet: Sheet, found: list[Found]) -> set[int]:
    return {sheet.quote[token] for one in found for a, b in one.content for token in (a, b)
            if sheet.quote[one.head] < 0} - {-1}  # fmt: skip


def _place(sheet: Sheet, quote: int, found: list[Found]) -> None:
    """Add a quotation without a cue to the direct speech that it carries on, if there is one."""
    first, last = sheet.quotes[quote]
    before = [number for number, one in enumerate(found) if _end(one) < first and _is_spoken(sheet, one)]
    if not before:
        return
    near = max(before, key=lambda number: _end(found[number]))
    end = _end(found[near])
    apart = sheet.paragraph[first] - sheet.paragraph[end]
    if apart == 0:
        goes_on = _is_set_off(sheet, first) and sheet.sentence[first] - sheet.sentence[end] <= 1
    else:
        goes_on = apart <= 2 and _begins_paragraph(sheet, first) and _ends_paragraph(sheet, last)
    if goes_on:
        found[near] = replace(found[near], content=merged([*found[near].content, (first, last)]))


def _is_spoken(sheet: Sheet, one: Found) -> bool:
    edges = [token for tokens in one.content for token in tokens]
    return sheet.quote[one.head] < 0 and any(sheet.quote[token] >= 0 for token in edges)


def _is_set_off(sheet: Sheet, first: int) -> bool:
    """Say whether a mark or another quotation stands before a quotation."""
    token = first - 1
    while token >= 0 and sheet.pos[token] == "SPACE":
        token -= 1
    return token < 0 or sheet.word[token] in (".", "?", "!", ",", ":") or sheet.quote[token] >= 0


def _end(one: Found) -> int:
    return max(one.cue[1], one.content[-1][1])


def _begins_paragraph(sheet: Sheet, token: int) -> bool:
    return token == 0 or sheet.pos[token - 1] == "SPACE" or sheet.paragraph[token - 1] < sheet.paragraph[token]


def _ends_paragraph(sheet: Sheet, token: int) -> bool:
    after = token + 1
    return after >= len(sheet) or sheet.pos[after] == "SPACE" or sheet.paragraph[after] > sheet.paragraph[token]


def _transcript(sheet: Sheet, found: list[Found]) -> list[Found]:
    """Return lines of a transcript ("SMITH: I disagree.") and headlines of the same form."""
    result = []
    covered = {token for one in found for token in range(one.cue[0], one.cue[1] + 2)}
    for colon in range(1, len(sheet) - 1):
        if sheet.word[colon] != ":" or colon in covered or sheet.quote[colon] >= 0:
            continue
        first = colon
        while first > 0 and not _begins_paragraph(sheet, first):
            first -= 1
            if colon - first > 5:
                break
        name = range(first, colon)
        last = colon
        while last + 1 < len(sheet) and not _begins_paragraph(sheet, last + 1) and sheet.pos[last + 1] != "SPACE":
            last += 1
        if 0 < len(name) <= 5 and last > colon + 2 and all(sheet.pos[t] in ("PROPN", "PUNCT") for t in name):
            kept = trim(sheet, (first, colon - 1))
            if kept:
                result.append(Found(colon, "neutral", (colon, colon), kept, ((colon + 1, last),)))
    return result
