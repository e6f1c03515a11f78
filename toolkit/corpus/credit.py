"""Which news agency an article credits, and with which words.

Credit stands before or after a story: in the dateline, the byline, a line of its own, a copyright line, or in the
names of reporters and editors with which Reuters closes. What a story says of an agency ("told the Associated
Press") is no credit.

Conventions: an article *is* wire copy (`whole`) if its dateline, byline or closing line gives it to an agency; it only
*uses* wire material if it says that an agency contributed. Offsets are code points in the column that `column`
names: `original` in a corpus that was cleaned, else `text`, or byline, dateline or author.

Contents: `find_credits`, `CREDIT_COLUMNS`.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError

CREDIT_COLUMNS = ("article_id", "agency", "whole", "own", "column", "start", "end", "credit", "rule")

_FILE = Path(__file__).with_name("agencies.toml")
TOP_LINES, END_LINES = 8, 6  # lines before and after the story where credit is looked for
_MAX_LINE = 600  # characters of a line at its beginning and at its end that are read
_OUTER_COLUMNS = ("dateline", "byline", "author")  # where credit is, if the text has lost it

Agencies = Mapping[str, Iterable[str]] | Iterable[str]


def find_credits(corpus: Corpus, *, agencies: Agencies = ()) -> pd.DataFrame:
    """List the articles that credit a news agency, with the words that do so.

    The agencies known by name stand in `agencies.toml`. An outlet of the corpus counts as an agency too if other
    outlets put its name into the brackets of a dateline or alone in brackets at the top.

    Parameters
    ----------
    corpus : cleaned or not.
    agencies : more agencies: names, or names with their forms, such as {"Gulf Wire": ["Gulf Wire", "GW"]}.

    Returns
    -------
    One row an article that credits an agency: article_id, agency, whole (True: the article is the agency's text;
    False: it used some of it), own (the outlet is the agency itself), column, start, end (of the credit in that
    column), credit (the words), rule (dateline, byline, closing, copyright, line or contributed). Of several credits
    the first in this order counts. An article that is not listed has no credit left in its text; it may be wire copy
    all the same.

    Raises
    ------
    OptionError : an agency's name or form is no text.

    Examples
    --------
    >>> corpus = Corpus(pd.DataFrame({"article_id": ["a"], "text": ["PARIS (AFP) - Talks opened."]}))
    >>> find_credits(corpus)[["agency", "whole", "credit"]].to_numpy().tolist()
    [['AFP', True, 'PARIS (AFP) -']]
    """
    named = {**_known_agencies(), **_forms(agencies)}
    outlets = {name: (name,) for name in corpus.outlets if name.casefold() not in _folded(named)}
    grammar = _Grammar.of(named, outlets)
    columns = [corpus.column(name) for name in ("article_id", "outlet", "text", "original", *_OUTER_COLUMNS)]
    rows = []
    for article_id, outlet, text, original, *outer in zip(*columns, strict=True):
        place = ("text", text) if original is None or pd.isna(original) else ("original", original)
        found = _first_credit(grammar, [place, *zip(_OUTER_COLUMNS, outer, strict=True)])
        if found:
            own = outlet is not None and grammar.name_of(outlet) == found.agency
            rows.append((article_id, found.agency, found.whole, own, found.column, found.start, found.end,
                         found.words, found.rule))  # fmt: skip
    table = pd.DataFrame(rows, columns=list(CREDIT_COLUMNS))
    table = table.astype({"whole": bool, "own": bool, "start": int, "end": int})
    # An outlet that only credits itself, as CNN does in datelines, is no agency of this corpus.
    served = set(table.loc[~table["own"], "agency"])
    return table[table["agency"].isin(served | set(named))].reset_index(drop=True)


@lru_cache(maxsize=1)
def _known_agencies() -> dict[str, tuple[str, ...]]:
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))["agencies"]
    return {entry["name"]: tuple(entry["forms"]) for entry in entries}


def _forms(agencies: Agencies) -> dict[str, tuple[str, ...]]:
    """Return names with their forms, as the user gave them."""
    names = [agencies] if isinstance(agencies, str) else agencies
    given = names if isinstance(names, Mapping) else {name: (name,) for name in names}
    forms = {name: (one,) if isinstance(one, str) else tuple(one) for name, one in given.items()}
    for name, some in forms.items():
        for form in (name, *some):
            if not isinstance(form, str) or not form.strip():
                raise OptionError(f"`agencies` must hold names, or names with lists of forms; got {form!r}.")
    return forms


def _folded(named: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return the name of the agency for each form in small letters."""
    return {_bare(form): name for name, forms in named.items() for form in (name, *forms)}


def _bare(form: str) -> str:
    return re.sub(r"^the ", "", " ".join(form.casefold().split()))


@dataclass(frozen=True)
class _Credit:
    """One credit: whose, whether for the whole article, and where it stands."""

    agency: str
    whole: bool
    column: str
    start: int
    end: int
    words: str
    rule: str


@dataclass(frozen=True)
class _Rule:
    """A form of credit: its name, where it may stand ("top" or "end" lines), and how it reads."""

    name: str
    places: tuple[str, ...]
    whole: bool
    pattern: re.Pattern[str]
    agency: str = ""  # whose form it is, where the words do not say


_DASH = r"(?:--+|[-–—―‒])"
_WHO = r"[A-Z][\w.'’-]*(?:,? (?:and |de |al-|bin |van |von )?[A-Z][\w.'’-]*){0,9}"
_ROLE = r"(?: (?:[\w-]+ ){0,4}(?:writers?|reporters?|correspondents?|editors?|bureau|chief|staff|photographers?))?"
_PLACE = r"[A-Z][A-Z .'’/-]{2,40}"
_BAR = r" ?[|/•·–—-]"
_FOR = rf"(?:,|{_BAR}|,? of|,? for| \()"
_YEARS = r"(?:\d{4}(?:[-–/, ]+\d{4})?)?,? ?"
_REPORTING = r"(?:[a-z]+ )?(?:reporting|writing) (?:and writing )?(?:by|from)"
_CONTRIBUTED = r"contributed(?: reporting)? to (?:this|the) (?:report|story|article|post|piece)"
_MATERIAL = r"(?:additional )?(?:files|reports?|reporting|inputs?|information|material|content)"
_WAS_USED = r"(?:was|were|is|are) (?:also )?(?:used|included)"
_MARK = r"[-–—(\[*]+ ?|source:? ?|from:? |via |courtesy of |compiled from "


def _rules(any_agency: str, outlets: str) -> list[_Rule]:
    """Return the forms of credit for a choice of agency names (`a`) and of names allowed in brackets only (`b`)."""
    a = rf"(?:the )?(?P<agency>{any_agency})"
    b = rf"(?P<agency>{'|'.join(filter(None, (any_agency, outlets)))})"
    more = r"(?:(?:,| and|/|\s*&|;) ?[A-Za-z][\w.&' -]{1,30})?"

    writers = rf"{_ROLE}(?: (?-i:{_WHO}))?(?: (?:in|at|from) [\w., ]{{2,60}})?"
    through = r"(?:from|by) (?:[\w., ]{0,60}\b)?"
    staff = rf"(?-i:{_WHO})|.{{0,40}}\bstaff(?: reporters?| writers?)?"

    def rule(name: str, places: str, whole: bool, pattern: str, agency: str = "") -> _Rule:
        return _Rule(name, tuple(places.split()), whole, re.compile(pattern, re.IGNORECASE), agency)

    return [
        # BAGHDAD, March 12 (AP) —      Dec 29 (Reuters) -      WASHINGTON, AFP -      ROME (ANSA) Talks ...
        rule("dateline", "top", True, rf"(?:(?-i:[A-Z])[^()\n“\"?!;]{{0,70}}[ \u00a0])?\({b}{more}\)\s*(?:{_DASH}|:)"),
        rule("dateline", "top", True, rf"(?-i:{_PLACE}(?:, [A-Z][\w. ]{{1,20}})?),? \(?{a}{more}\)?\s*{_DASH}\s"),
        rule("dateline", "top", True, rf"(?-i:{_PLACE}),? \({b}\)\s(?=\S)"),
        # MOSCOW, March 2. /TASS/.
        rule("dateline", "top", True, rf"(?-i:[A-Z])[^()\n/“\"?!;]{{1,70}}[ \u00a0]/{a}/"),
        # By ROBERT BURNS, Associated Press      By X | AP National Security Writer      By The Associated Press
        rule("byline", "top end", True, rf"by:? (?:(?-i:{_WHO}){_FOR} ?)?{a}\b{_ROLE}\)?[ .,|]*$"),
        rule("byline", "top", True, rf"(?-i:{_WHO})(?:, |{_BAR} ?| \(){a}\b{_ROLE}\)?$"),
        # (Reporting by X; Editing by Y), Reuters' own form
        rule("closing", "end", True, rf"\({_REPORTING} [^()]{{3,400}}?\bediting by [^()]{{3,200}}\)", "Reuters"),
        rule("closing", "end", True, rf"^{_REPORTING} .{{3,400}}?; ?(?:[\w ,.]+; ?)?editing by .{{3,200}}$", "Reuters"),
        # © 2016 AFP      Copyright 2016 The Associated Press. All rights reserved.
        rule("copyright", "top end", True, rf"^(?:copyright|©|\(c\)).{{0,12}}?{_YEARS}(?:by )?{a}\b.{{0,200}}$"),
        rule("copyright", "end", True, rf"^.{{0,60}}©,? ?{_YEARS}(?:by )?{a}\b.{{0,80}}$"),
        # The Associated Press contributed to this report.      With files from Reuters      By X, with agencies
        rule("contributed", "top end", False, rf"{a}(?: and [\w. ]{{2,40}}|{writers})? (?:also )?{_CONTRIBUTED}"),
        rule("contributed", "end", False, rf"\b(?:[\w. ]{{2,60}} and )?{a} {_CONTRIBUTED}"),
        rule("contributed", "top end", False, rf"^(?:.{{0,80}}?\b)?with {_MATERIAL} {through}{a}\b.{{0,60}}$"),
        rule("contributed", "top end", False, rf"^[(\[*_—–-]*\s*(?:by )?(?:{staff})?,? ?(?:with|and|&) {a}[)\].]*$"),
        rule("contributed", "end", False, rf"\b{_MATERIAL} {through}{a}\b[\w., ]{{0,60}} {_WAS_USED}\b"),
        # (Reuters)      - AFP      Source: Xinhua      From wire services      Agence France-Presse
        rule("line", "top end", True, rf"^[(\[]?{b}(?!.*\b(?:images?|photos?)\b){more}[)\]]?[.]?$"),
        rule("line", "top end", True, rf"^(?:{_MARK})+{a}(?:,? (?-i:[A-Z])[\w ]{{2,20}})?[)\].]*$"),
    ]  # fmt: skip


_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class _Grammar:
    """The forms of credit for some agencies, and a quick look that tells where none can be."""

    rules: list[_Rule]
    hints: dict[str, set[frozenset[str]]]
    names: dict[str, str]

    @classmethod
    def of(cls, named: Mapping[str, Iterable[str]], outlets: Mapping[str, Iterable[str]]) -> "_Grammar":
        names = {**_folded(outlets), **_folded(named)}
        hints: dict[str, set[frozenset[str]]] = {}
        for form in (*names, "editing by"):
            if words := _WORD.findall(form):
                hints.setdefault(words[0], set()).add(frozenset(words))
        return cls(_rules(_alternatives(named), _alternatives(outlets)), hints, names)

    def may_credit(self, line: str) -> bool:
        """Tell whether a line has all the words of a form of credit: a quick look before the slow ones."""
        words = set(_WORD.findall(line.casefold()))
        return any(form <= words for first in self.hints.keys() & words for form in self.hints[first])

    def name_of(self, form: str) -> str | None:
        """Return the agency that a form names, if it is one."""
        return self.names.get(_bare(form))


def _alternatives(named: Mapping[str, Iterable[str]]) -> str:
    """Return a pattern of all forms, the longest first; words apart by any white space."""
    forms = sorted(
        {form for name, some in named.items() for form in (name, *some)}, key=lambda form: (-len(form), form)
    )
    bare = (form[4:] if form.lower().startswith("the ") else form for form in forms)
    return "|".join(rf"{re.escape(form)}".replace(r"\ ", r"\s+") + r"(?!\w)" for form in dict.fromkeys(bare))


def _first_credit(grammar: _Grammar, places: list[tuple[str, str | None]]) -> _Credit | None:
    """Return the credit of the first rule that matches anywhere, the text before the other columns."""
    lines = [line for column, text in places for line in _outer_lines(column, text) if grammar.may_credit(line.text)]
    if not lines:
        return None
    found = []
    for number, rule in enumerate(grammar.rules):
        for order, line in enumerate(lines):
            credit = _read(grammar, rule, line)
            if credit:
                found.append((not credit.whole, number, order, credit))
    return min(found, key=lambda one: one[:3])[3] if found else None


@dataclass(frozen=True)
class _Line:
    column: str
    start: int
    text: str
    place: tuple[str, ...]


def _outer_lines(column: str, text: str | None) -> Iterator[_Line]:
    """Yield the lines before and after the story; a long line is cut to what can hold credit."""
    if not isinstance(text, str):
        return
    if column in _OUTER_COLUMNS:
        for match in re.finditer(r"\S[^\n]*", text):
            line = f"By {match[0]}" if column == "author" and not match[0].lower().startswith("by ") else match[0]
            yield _Line(column, match.start() - (len(line) - len(match[0])), line, ("top",))
        return
    top = list(_lines_from(text, TOP_LINES))
    end = list(_lines_back(text, END_LINES))
    first_of_end = end[0][0] if end else 0
    for start, line in top:
        place = ("top", "end") if start >= first_of_end else ("top",)
        yield _Line(column, start, line[:_MAX_LINE], place)
        if "end" in place and len(line) > _MAX_LINE:
            yield _Line(column, start + len(line) - _MAX_LINE, line[-_MAX_LINE:], ("end",))
    for start, line in end:
        if not top or start > top[-1][0]:
            cut = max(0, len(line) - _MAX_LINE)
            yield _Line(column, start + cut, line[cut:], ("end",))


def _lines_from(text: str, n: int) -> Iterator[tuple[int, str]]:
    for match, _ in zip(re.finditer(r"\S[^\n]*", text), range(n), strict=False):
        yield match.start(), match[0].rstrip()


def _lines_back(text: str, n: int) -> list[tuple[int, str]]:
    """Return the last n lines that are not blank, in order."""
    found: list[tuple[int, str]] = []
    end = len(text)
    while end > 0 and len(found) < n:
        begin = text.rfind("\n", 0, end) + 1
        line = text[begin:end]
        if line.strip():
            found.append((begin + len(line) - len(line.lstrip()), line.strip()))
        end = begin - 1
    return found[::-1]


def _read(grammar: _Grammar, rule: _Rule, line: _Line) -> _Credit | None:
    """Return the credit that a rule finds in a line."""
    if not set(rule.places) & set(line.place):
        return None
    searches = rule.name in ("closing", "contributed") and line.place != ("top",)
    match = rule.pattern.search(line.text) if searches else rule.pattern.match(line.text)
    if match is None:
        return None
    agency = rule.agency or grammar.name_of(" ".join(match["agency"].split()))
    if agency is None or _in_small_letters(rule, match):
        return None
    start = max(0, line.start + match.start())
    words = match[0] if line.start >= 0 else match[0][-line.start :]
    return _Credit(agency, rule.whole, line.column, start, line.start + match.end(), words.rstrip(), rule.name)


def _in_small_letters(rule: _Rule, match: re.Match[str]) -> bool:
    """Tell whether a short name stands in small letters, where it is a word: "pa", "efe"; (dpa) is an agency's own."""
    if rule.agency:
        return False
    name = match["agency"]
    return len(name) <= 4 and name.islower() and name != "dpa"
