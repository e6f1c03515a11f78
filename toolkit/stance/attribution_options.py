"""What could be the cue, the source and the content of an attribution around one word.

Every word that can introduce an attribution (its head) has a few options for each role, read from the parse. The rules
take the first option that fits; the trained engine weighs them.

Conventions: options are named by the construction that gave them; ranges of tokens are (first, last), both included.

Contents: `Option`, `cue_options`, `source_options`, `content_options`, `trim`, `without`, `is_passive`.
"""

from dataclasses import dataclass

from toolkit.stance.attribution_words import cue_words
from toolkit.stance.sheets import Range, Sheet

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_AUXILIARIES = ("aux", "auxpass", "neg", "advmod")
_CLAUSES = ("ccomp", "parataxis", "csubj", "csubjpass", "relcl", "acl")
_HOSTS = ("ccomp", "conj", "advcl", "relcl", "parataxis", "pcomp")
_COMPLEMENTS = ("prep", "xcomp", "ccomp", "oprd", "dative", "acomp")
_NEAR = 12  # tokens between a cue and its quotation


@dataclass(frozen=True)
class Option:
    """Ranges of tokens that may fill a role, and the construction that gave them."""

    name: str
    ranges: tuple[Range, ...]


def trim(sheet: Sheet, tokens: Range) -> Range | None:
    """Return the range without marks and conjunctions at its edges, or None if nothing is left."""
    first, last = tokens
    while first <= last and (sheet.pos[first] in ("PUNCT", "SPACE", "CCONJ") and sheet.word[first] not in "“\"''‘$#"):
        first += 1
    while last >= first and (sheet.pos[last] in ("PUNCT", "SPACE", "CCONJ") and sheet.word[last] not in "”\"''’%"):
        last -= 1
    return (first, last) if first <= last else None


def without(tokens: Range, *holes: Range) -> list[Range]:
    """Return what is left of a range when others are cut out."""
    pieces = [tokens]
    for a, b in holes:
        pieces = [
            piece
            for first, last in pieces
            for piece in ((first, min(last, a - 1)), (max(first, b + 1), last))
            if piece[0] <= piece[1]
        ]
        pieces = list(dict.fromkeys(pieces))
    return pieces


def is_passive(sheet: Sheet, head: int) -> bool:
    """Say whether a verb is passive."""
    return bool(sheet.kids(head, "auxpass", "nsubjpass", "agent", "csubjpass"))


def cue_options(sheet: Sheet, head: int) -> list[Option]:
    """Return spans of the cue: with auxiliaries and adverbs, bare, and with a phrase such as "in a statement"."""
    first = _with_auxiliaries(sheet, head)
    last = head
    while last + 1 < len(sheet) and last + 1 in sheet.kids(head, "prt", "neg"):
        last += 1
    options = [Option("full", ((first, last),)), Option("bare", ((head, last),))]
    preposition = last + 1
    if preposition in sheet.kids(head, "prep", "dative", "agent"):
        options.append(Option("prep", ((first, preposition),)))
        nouns = sheet.kids(preposition, "pobj")
        if nouns:
            words = cue_words().places
            name = "place" if sheet.lemma[nouns[0]] in words else "phrase"
            options.append(Option(name, ((first, sheet.right[nouns[0]]),)))
    return options


def _with_auxiliaries(sheet: Sheet, head: int) -> int:
    """Return the first token of the verb's or adjective's group, which stands directly before it."""
    group = {*sheet.kids(head, *_AUXILIARIES)}
    above = sheet.head[head]
    if sheet.dep[head] in ("acomp", "attr", "oprd") and above < head:
        group |= {above, *sheet.kids(above, *_AUXILIARIES)}
    first = head
    while first - 1 in group or (
        first and sheet.dep[first - 1] in ("neg", "advmod") and sheet.head[first - 1] in group
    ):
        first -= 1
    # "when asked", "how they said": the conjunction is no part of the cue
    while first < head and sheet.tag[first] in ("WRB", "IN", "TO"):
        first += 1
    return first


def source_options(sheet: Sheet, head: int) -> list[Option]:
    """Return who may be the source, nearest construction first."""
    if sheet.pos[head] == "NOUN":
        return _sources_of_noun(sheet, head)
    found = [("agent", noun) for agent in sheet.kids(head, "agent") for noun in sheet.kids(agent, "pobj")]
    if not is_passive(sheet, head):
        found += [("subject", noun) for noun in sheet.kids(head, *_SUBJECTS)]
    elif sheet.word[head] in ("quoted", "cited", "heard", "overheard"):
        found += [("quoted", noun) for noun in sheet.kids(head, "nsubjpass")]
    if not found and not sheet.kids(head, "expl", "nsubjpass"):
        found += _inherited(sheet, head)
    return _noun_options(sheet, head, found)


def _inherited(sheet: Sheet, head: int) -> list[tuple[str, int]]:
    """Return the subject of the verb above: "He paused, adding that ...", "a letter saying that ..."."""
    token = head
    for _ in range(4):
        above, dep = sheet.head[token], sheet.dep[token]
        if above == token:
            return []
        if dep in ("acl", "relcl") and sheet.pos[above] in ("NOUN", "PROPN", "PRON"):
            return [("noun", above)]
        if dep not in ("conj", "advcl", "xcomp", "acomp", "attr", "ccomp", "pcomp", "prep", "oprd", "parataxis", "dep"):
            return []
        if subjects := [noun for noun in sheet.kids(above, "nsubj", "nsubjpass") if noun != head]:
            return [("inherited", subjects[0])]
        token = above
    return []


def _sources_of_noun(sheet: Sheet, head: int) -> list[Option]:
    found = [("possessor", noun) for noun in sheet.kids(head, "poss")]
    for preposition in sheet.kids(head, "prep"):
        if sheet.word[preposition] in ("by", "from", "among"):
            found += [("by", noun) for noun in sheet.kids(preposition, "pobj")]
    if not found and sheet.dep[head] in ("dobj", "attr", "pobj", "oprd"):
        above = sheet.head[head]
        above = sheet.head[above] if sheet.dep[head] == "pobj" else above
        if not is_passive(sheet, above):
            found += [("holder", noun) for noun in sheet.kids(above, *_SUBJECTS)] or _inherited(sheet, above)
    return _noun_options(sheet, head, found)


def _noun_options(sheet: Sheet, head: int, found: list[tuple[str, int]]) -> list[Option]:
    options: list[Option] = []
    for name, noun in found:
        if sheet.dep[noun] == "expl" or sheet.word[noun] == "there":
            continue
        for suffix in ("", " long"):
            tokens = noun_range(sheet, noun, head, long=bool(suffix))
            if tokens and all(tokens != option.ranges[0] for option in options):
                options.append(Option(name + suffix, (tokens,)))
    return options


def noun_range(sheet: Sheet, noun: int, head: int, *, long: bool = False) -> Range | None:
    """Return the noun with what belongs to it, on its own side of the cue; `long` keeps clauses set off by commas."""
    first, last = sheet.left[noun], sheet.right[noun]
    for child in sheet.children[noun]:
        if child > noun and not long and sheet.dep[child] in ("relcl", "acl", "advcl", "ccomp", "parataxis"):
            begin = sheet.left[child]
            if sheet.word[begin - 1] in (",", "-", "--", "—", "(") or sheet.dep[child] == "parataxis":
                last = min(last, begin - 1)
        if sheet.dep[child] == "case":
            last = min(last, child - 1)
    if noun < head <= last:
        last = head - 1
    if first <= head < noun:
        first = head + 1
    return trim(sheet, (first, last)) if first <= last else None


def content_options(sheet: Sheet, head: int) -> list[Option]:
    """Return what may be the content, by construction; see the names in the code."""
    kids, right = sheet.children[head], sheet.right[head]
    options: list[Option] = []

    def add(name: str, *ranges: Range) -> None:
        kept = tuple(r for r in (trim(sheet, one) for one in ranges if one[0] <= one[1]) if r)
        if kept and not any(a <= head <= b for a, b in kept):
            options.append(Option(name, kept))

    before, after = near_quotes(sheet, head)
    if before is not None:
        add("quote before", sheet.quotes[before])
    if after is not None:
        add("quote after", sheet.quotes[after])
    for child in kids:
        dep = sheet.dep[child]
        tokens = (sheet.left[child], sheet.right[child])
        if dep in _CLAUSES and not (dep == "relcl" and sheet.pos[head] != "NOUN"):
            name = "clause" if dep in ("ccomp", "acl") else dep
            add(f"{name} {'before' if tokens[1] < head else 'after'}", *_outside(sheet, tokens, head))
        elif dep in ("xcomp", "dobj", "attr", "oprd", "acomp", "nsubjpass"):
            add(dep, *_outside(sheet, tokens, head))
            if child > head and right > tokens[1]:
                add(f"{dep} on", (tokens[0], right))
                add(f"{dep} short", (tokens[0], _without_time(sheet, head, child)))
            if dep == "dobj":
                add("dobj bare", noun_range(sheet, child, head) or tokens)
        elif dep in ("prep", "agent", "dative") and child > head:
            for noun in sheet.kids(child, "pobj", "pcomp"):
                add(f"prep {sheet.word[child]}", (sheet.left[noun], sheet.right[noun]))
                if right > sheet.right[noun]:
                    add(f"prep {sheet.word[child]} on", (sheet.left[noun], right))
            add("prep whole", tokens)
    last = cue_options(sheet, head)[0].ranges[0][1]
    add("rest", (last + 1, right))
    host = _host(sheet, head)
    if host:
        add("host", *host)
    if sheet.pos[head] in ("VERB", "AUX") and (passive := sheet.kids(head, "nsubjpass")):
        for child in sheet.kids(head, "xcomp"):
            subject = (sheet.left[passive[0]], sheet.right[passive[0]])
            add("split", subject, (sheet.left[child], sheet.right[child]))
    if sheet.dep[head] in ("acl", "relcl") and sheet.tag[head] == "VBN":
        noun = sheet.head[head]
        add("noun above", (sheet.left[noun], sheet.left[head] - 1))
    return options


def _outside(sheet: Sheet, tokens: Range, head: int) -> list[Range]:
    """Return a range cut where the cue stands inside it."""
    return without(tokens, (head, head)) if tokens[0] <= head <= tokens[1] else [tokens]


def _without_time(sheet: Sheet, head: int, child: int) -> int:
    """Return the last token behind an object that is still about it: times, places and clauses aside are left out."""
    last = sheet.right[child]
    for other in sheet.children[head]:
        if other > child and sheet.dep[other] in _COMPLEMENTS and sheet.left[other] <= last + 1:
            if sheet.ent[sheet.right[other]] in ("DATE", "TIME"):
                break
            last = sheet.right[other]
    return last


def _host(sheet: Sheet, head: int) -> list[Range]:
    """Return the sentence into which "he said" or "according to ..." is put."""
    above = sheet.head[head]
    while above != sheet.head[above] and not (sheet.pos[above] in ("VERB", "AUX") and sheet.dep[above] in _HOSTS):
        above = sheet.head[above]
    if above == head:
        return []
    holes = [(sheet.left[head], sheet.right[head])]
    for child in sheet.children[above]:
        if sheet.dep[child] == "conj" and sheet.pos[child] in ("VERB", "AUX"):
            far = child > head > above or child < head < above
            if far:
                holes.append((sheet.left[child], sheet.right[child]))
    first = sheet.left[above]
    if first in sheet.kids(above, "mark", "cc"):  # "because", "while"
        first += 1
    return without((first, sheet.right[above]), *holes)


def near_quotes(sheet: Sheet, head: int) -> tuple[int | None, int | None]:
    """Return the quotation that ends just before the cue, and the one that begins just after it, in its paragraph."""
    if sheet.quote[head] >= 0:
        return None, None
    before = after = None
    for token in range(head - 1, max(head - _NEAR, -1), -1):
        if sheet.paragraph[token] != sheet.paragraph[head] or (sheet.word[token] in ".;" and sheet.quote[token] < 0):
            break
        if sheet.quote[token] >= 0:
            before = sheet.quote[token]
            break
    for token in range(head + 1, min(head + _NEAR, len(sheet))):
        late = sheet.sentence[token] > sheet.sentence[head] + 1
        if late or (sheet.word[token] in ".;?" and sheet.quote[token] < 0):
            break
        if sheet.quote[token] >= 0:
            if token - head <= 2 or sheet.word[token - 1] in (",", ":", "that", "-", "--", "—", "\n"):
                after = sheet.quote[token]
            break
    return before, after


def is_statement(sheet: Sheet, quote: int) -> bool:
    """Say whether a quotation is more than a few words put in marks: a sentence, or set off by marks."""
    first, last = sheet.quotes[quote]
    words = [t for t in range(first, last + 1) if sheet.pos[t] not in ("PUNCT", "SPACE")]
    if not words:
        return False
    inner = [sheet.word[t] for t in range(max(first, last - 2), min(last + 2, len(sheet)))]
    stopped = any(mark in inner for mark in (",", ".", "?", "!", "…", "--"))
    verb = any(sheet.tag[t] in ("VBD", "VBP", "VBZ", "MD", "VB") for t in words)
    capital = sheet.text[sheet.start[words[0]]].isupper()
    return (stopped and (verb or capital) and (capital or len(words) >= 4)) or (verb and len(words) >= 7)
