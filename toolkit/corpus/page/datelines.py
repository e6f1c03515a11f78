"""The place, day and agency before the first words of a story: "BAGHDAD (Reuters) - ".

Contents: `find_dateline`.
"""

import re

LONGEST_DATELINE = 160  # characters, with the beginning of the story
SHORTEST_PLACE = 4  # letters; shorter capitals are institutions (NATO is excepted by name, UN and EU by length)

_CAPITALS = r"[A-Z][A-Z.'’ʼ‘-]+(?:[ /][A-Z][A-Z.'’-]*){0,4}"
_MIXED = r"[A-Z][\w.'’-]+(?:[ /-][A-Z][\w.'’-]*){0,3}"
_REGION = r"(?:, [A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2}\.?){0,2}"
_DAY = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:, \d{4})?"
_DASH = r"(?:--+|[-–—―‒])"
_BRACKETS = r"\((?:[A-Z][\w.&/’' -]{0,30}|dpa)\)"
_AGENCY = r"\((?:Reuters|REUTERS|AP|AFP|CNN|UPI|dpa|DPA|Xinhua|IANS|PTI|ANI|TASS|Bloomberg|KUNA|SPA|WAM|IRNA)\)"
_STORY = r"(?=[\"“‘'«(\[]*[^\Wa-z_]|$)"  # the story begins with a capital, a figure or another script
_BEFORE = rf"(?:(?:{_CAPITALS}|{_MIXED}){_REGION}(?:,? {_DAY})? )?"

_DATELINE = re.compile(
    # Baghdad (Any Agency) -      BAGHDAD, March 27 (AP)      (CNN)
    rf"(?:{_BEFORE}(?:{_BRACKETS}\s*{_DASH}|{_AGENCY})\s*"
    # BAGHDAD, Iraq, March 27 -- ; in capitals no agency is needed
    rf"|(?P<place>{_CAPITALS}){_REGION}(?:,? {_DAY})?\s*(?:{_DASH}\s+|[–—―]\s*|{_DASH}$)"
    # Baghdad, March 27 -
    rf"|{_MIXED}{_REGION},? {_DAY}\s*{_DASH}\s+"
    # BAGHDAD:
    rf"|(?P<colon>{_CAPITALS}){_REGION}: ){_STORY}"
)
# دبي — ; بغداد (ميريديان واير) - ; without capitals only one or two words and a dash tell a place, and a second
# dash soon after makes it an aside.
_ARABIC = r"[\u0621-\u0652]+"
_ARABIC_DATELINE = re.compile(
    rf"(?P<place>{_ARABIC}(?:[ /]{_ARABIC})?)\s+(?:\([^()\n]{{2,40}}\)\s*{_DASH}|(?:--+|[–—―]))\s+"
    r"(?!.{0,80}\s(?:--+|[–—―])\s)"
)
_ARABIC_NO_PLACE = re.compile(r"(?:عاجل|خاص|حصري|رأي|تحليل|تقرير|فيديو|تحديث|مقابلة|بالصور)(?:\s|$)")
# Capitals before a dash or colon that are no place.
_NO_PLACE = re.compile(
    r"(?:UPDATED?|BREAKING(?: NEWS)?|EXCLUSIVE|ANALYSIS|OPINION|ANALYSIS/OPINION|CORRECTION|WATCH|VIDEO|LIVE"
    r"|FACTBOX|EXPLAINER|NATO|ISIS|ISIL|OPEC|IAEA|NOTE|EDITORIAL|COMMENTARY|ABSTRACT|LETTERS|REVIEW|INTERVIEW"
    r"|ALERT|DEVELOPING|JUST IN|QUESTION|ANSWER|READ|MORE|SUMMARY|TIMELINE|FILE|FACT CHECK|EDITOR['’]S NOTE"
    r"|PHOTOS?|FIRST ON .*)$"
)
_SPEAKER = re.compile(r"^[A-Z][A-Z.'’-]+(?: [A-Z.'’-]+){0,3}: ", re.MULTILINE)


def find_dateline(line: str, others: str) -> int:
    """Return where the story begins after a dateline; 0 if there is none.

    `others` is the rest of the text: where more lines begin with capitals and a colon, these are the
    speakers of a transcript and not places.
    """
    arabic = _ARABIC_DATELINE.match(line[:LONGEST_DATELINE])
    if arabic is not None:
        return 0 if _ARABIC_NO_PLACE.match(arabic["place"]) else arabic.end()
    match = _DATELINE.match(line[:LONGEST_DATELINE])
    if match is None:
        return 0
    place = match["place"] or match["colon"]
    if place and (len(place) < SHORTEST_PLACE or _NO_PLACE.match(place)):
        return 0
    return 0 if match["colon"] and _SPEAKER.search(others) else match.end()
