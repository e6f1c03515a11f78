"""Lines that name who wrote the article.

Contents: `is_byline`, `is_closing_byline`, `is_name`.
"""

import re

LONGEST_BYLINE = 200  # characters
LONGEST_CREDITS = 600

# Words that stand in lower case in names and in the titles of journalists.
_SMALL = (
    "and|de|del|della|der|den|van|von|bin|bint|ibn|al|el|la|le|du|da|dos|di|ter|abu|of|for|the|in|at|with|to"
    "|staff|writers?|reporters?|correspondents?|editors?|columnist|contributor|bureau|chief|senior|special"
    "|diplomatic|political|foreign|military|defense|national|international|white|house|agency|agencies|news"
    "|service|wires|contributing|opinion|associate|managing|investigative"
    "|defence|security|business|economics|health|science|sports?|education|environment|legal|crime|energy|transport"
    "|affairs|deputy|assistant"
)
_CAPITAL = r"[^\W\d_a-z][\w.'’‘-]*"
_WORD = rf"(?:{_CAPITAL}|(?:{_SMALL})\b|[a-z]{{2}}-{_CAPITAL})"
_NAMES = rf"{_WORD}(?:[ ,|/·;&]+{_WORD}){{0,40}}"

_BYLINE = re.compile(rf"(?:By|BY|by|Written by|Story by|Posted by)\s*:?\s+(?P<who>{_NAMES})[ |,]*")
# Arabic has no capitals to tell names by: a few words, none of them one that a sentence would need.
_ARABIC_BYLINE = re.compile(
    r"(?:بقلم|كتبت?)\s*:?\s+(?!.*(?<!\w)(?:أن|إن|أنه|أنها|عن|على|إلى|من|التي|الذي)(?!\w))"
    r"[\u0621-\u0652]+(?:[ ،|/-]+[\u0621-\u0652]+){1,6}"
)
# "By Friday", "By Land and Sea": a sub-heading may begin so, a name does not.
_NO_NAME = re.compile(
    r"(?:\w{3,6}day|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|the|land|sea|air|then|now|contrast|comparison|law|far|in|at|for|to|with|of)\b",
    re.IGNORECASE,
)
_CREDITS = re.compile(
    r"[-—–(*•_ ]*(?:(?:additional |further )?(?:reporting|writing|editing|compiled|edited|written|translated)"
    r"(?: and (?:reporting|writing|editing))? (?:by|from)|with (?:reporting (?:by|from)|files from))"
    r"\s+(?P<who>.*)",
    re.IGNORECASE,
)
_SECOND_CREDIT = re.compile(r"\b(?:editing|writing|reporting) by\b", re.IGNORECASE)
_CONTRIBUTED = re.compile(
    r"contribut(?:ing|ors?):.*"
    r"|.*\bcontributed (?:reporting )?(?:to )?(?:this|the) (?:reports?|story|article|post|piece)\.?[)_]*"
    r"|.*\bcontributed (?:reporting )?to this (?:report|story|article|post|piece)\b.{1,150}",
    re.IGNORECASE,
)
_NAMES_CONTRIBUTED = re.compile(rf"[—–•⦁ -]*{_NAMES} contributed(?: reporting| from {_NAMES})?\..*")
_NAME = re.compile(rf"(?:The )?{_CAPITAL}(?: (?:{_CAPITAL}|and|of|bin|de|al-\w+))*")


def is_byline(line: str) -> bool:
    """Tell whether the line is "By" (or بقلم, كتب) and names, without the full stop that would make it a sentence."""
    if len(line) > LONGEST_BYLINE or line.endswith((".", "!", "?", ":")):
        return False
    if _ARABIC_BYLINE.fullmatch(line):
        return True
    match = _BYLINE.fullmatch(line)
    return match is not None and _NO_NAME.match(match["who"]) is None


def is_closing_byline(line: str) -> bool:
    """Tell whether the line says who wrote, edited or contributed: "Reporting by X; Editing by Y"."""
    if len(line) > LONGEST_CREDITS:
        return False
    match = _CREDITS.fullmatch(line)
    if match is not None:
        who = match["who"].strip("()_. ")
        # "Reporting by the Times showed that ..." goes on in lower case; names do not.
        return _SECOND_CREDIT.search(who) is not None or re.fullmatch(_NAMES, who) is not None
    return _CONTRIBUTED.fullmatch(line) is not None or _NAMES_CONTRIBUTED.fullmatch(line) is not None


def is_name(line: str) -> bool:
    """Tell whether the line could be the name of a person or outlet and nothing else: at most four words."""
    return len(line) <= 40 and line.count(" ") < 4 and _NAME.fullmatch(line) is not None
