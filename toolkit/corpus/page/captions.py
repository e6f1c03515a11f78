"""Photo captions, told by the photographer's or agency's credit.

Contents: `is_credited`, `is_caption`.
"""

import re

LONGEST_CAPTION = 80  # words

_AGENCY = (
    "(?:reuters|ap|afp|epa|epa-efe|efe|getty(?: images)?|(?:the )?associated press|ansa|tass|xinhua|anadolu"
    "|anadolu agency|dpa|upi|bloomberg|shutterstock|istock|alamy|nurphoto|zuma(?: press)?|sipa(?: usa)?|wana"
    "|isna|irna|mehr|tasnim|kcna|yonhap|pool|handout|usa today|cnn|bbc|aap|spa|wam"
    "|(?:(?:reuters|ap|afp) )?(?:file )?(?:photos?|file))"
)
_CREDITS = [
    # (Photo: X), (Photo by X), (AP Photo/X), (L. Foeger/Reuters), (X via Getty Images), [File: X/Reuters]
    r"[(\[][^()\[\]]{0,80}(?:photo(?:graph)?s? (?:by|credit|courtesy)|photos?:|photo/|image:|credit:"
    rf"|(?:/|via |, ){_AGENCY}\b)[^()\[\]]{{0,80}}[)\]]",
    # (تصوير: X), (الصورة: X), (عدسة: X)
    r"[(\[](?:تصوير|(?:ال)?صورة|عدسة)\s*[:/][^()\[\]]{1,80}[)\]]",
    # ... Photo: X   ... Photograph by X
    r"\b(?:photo(?:graph|grapher)?s?|image|picture|credit)(?: credit)?: [^.:]{2,60}",
    r"\bphoto(?:graph)?s? by [^.]{2,60}",
    # ... | AP Photo   ... Getty Images   ... X/AFP
    r"[|—–-] ?(?:ap|afp|getty|reuters) (?:photos?|images?)",
    rf"\bgetty images|/{_AGENCY}(?: photo| images)?|\b(?:ap|afp|reuters)(?: file)? photo",
]
_CREDIT = re.compile(rf"(?:{'|'.join(_CREDITS)})\W*$", re.IGNORECASE)
_HINTS = ("photo", "getty", "image", "picture", "credit", "/")  # a quick look before the slow one
_AGENCY_ALONE = re.compile(rf"(?:\({_AGENCY}\)|[—–|-] ?{_AGENCY})[. ]*$", re.IGNORECASE)
_ALWAYS = re.compile(
    r"(?:enlarge this image|image (?:copyright|caption|source)|media caption|\(?file photo)\b", re.IGNORECASE
)
_BEGINNING = re.compile(
    r"(?:file [-–—] |in this (?:[\w.]+,? ){0,6}(?:file )?(?:photo|image|picture)\b"
    r"|photo (?:by|credit|courtesy)|photos?:|picture:|caption:|pictured:|an undated (?:photo|image|picture))",
    re.IGNORECASE,
)


def is_credited(line: str) -> bool:
    """Tell whether the line is a caption wherever it stands: it ends with a photographer's credit."""
    if line.count(" ") >= LONGEST_CAPTION:
        return False
    tail = line[-180:]
    hint = tail.endswith((")", "]")) or any(word in tail.lower() for word in _HINTS)
    return (hint and _CREDIT.search(tail) is not None) or _ALWAYS.match(line) is not None


def is_caption(line: str) -> bool:
    """Tell whether a line before the story is a caption; "(Reuters)" at its end is enough there.

    After the story has begun it is not: some papers end the last paragraph of wire copy so.
    """
    if line.count(" ") >= LONGEST_CAPTION:
        return False
    weak = _AGENCY_ALONE.search(line[-40:]) or _BEGINNING.match(line)
    return weak is not None or is_credited(line)
