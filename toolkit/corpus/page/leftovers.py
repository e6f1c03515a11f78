"""Page furniture: advertisements, buttons, links, invitations to subscribe, notices, lists of other articles.

Conventions: a line is tested as a whole and in lower case, from its first word to its last, so that a
sentence of the story that merely contains "subscribe" or "share" matches nothing; long lines are not
tested at all.

Contents: `is_leftover`, `is_marker`, `is_list`.
"""

import re

from toolkit.corpus.page import ends_sentence

LONGEST_LEFTOVER = 40  # words
LONGEST_MARKER = 70  # characters
LONGEST_LISTED = 30  # words
MOST_SENTENCES = 0.3  # of the lines of a list; headlines end without a full stop, and comments do not

_BUTTON = (
    "(?:share|tweet|e-?mail|print|save|post|pin|whatsapp|facebook|twitter|linkedin|reddit|flipboard|telegram"
    "|copy link|comments?|photos?|videos?|image|close|menu|search|log ?in|sign ?in|register|subscribe|loading"
    "|home|replay|more videos|share this article|listen to article|advertisement"
    r"|continue reading the main story|\d{1,2}:\d\d)"
)
_NETWORK = r"(?:facebook|twitter|instagram|telegram|youtube|whatsapp|linkedin|tiktok|google news|social media|x)\b"
_ARTICLE = "(?:article|story|post|report|piece|column|interview|op-ed|essay|video)"
# "This report was published on Monday" may well be a sentence of the story.
_OWN_ARTICLE = "(?:article|story|post|piece|column|op-ed|essay)"
_MONTH = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_ALSO = "أيضا|أيضاً|أيضًا"
_CLOCK = r"\d{1,2}(?::\d\d)? ?[ap]\.?m\b"

# Why such a line is not the story, and how it reads.
_LEFTOVERS = {
    "advertising": [
        "advertise?ment:?(?: continue reading .*)?",
        f"{_ARTICLE} continue[sd]? below(?: advertisement)?",
        "continue reading(?: below| the main story)?",
        "sponsored(?: content| by .*)?|promoted(?: content)?|ad feedback",
    ],
    "buttons and menus": [
        rf"{_BUTTON}(?:[\s|·•/,:]+{_BUTTON})*:?",
        "skip to (?:main )?(?:content|navigation)|(?:site mobile|main) navigation|back to top|hide caption",
        rf"share (?:this|the)?\s*(?:{_ARTICLE}|page)?\s*(?:(?:on|via|with|by) .{{1,60}})?[:.]?",
        r"read or share this story: \S+|slideshow \(\d+ images?\)|(?:next|prev|previous) image \d+ of \d+|view gallery",
        "just watched .* replay .*|media playback is .*|your browser does not support .*",
        r"(?:show |view |hide |read |see |all )?(?:\d+ )?comments?(?: \(\d+\))?|comments are closed\.?",
        r"(?:leave|post|add|write) a (?:comment|reply)|be the first to comment\.?",
        r"join the (?:conversation|discussion)\.?",
    ],
    "invitations to subscribe": [
        r"sign up (?:for|to|here|now|today).*\b(?:newsletters?|e-?mails?|alerts?|updates|briefings?)\b.*",
        r"sign up (?:for|to) .*\b(?:inbox|digest|daily)\b.*",
        r"sign up(?: now| here| today)?[.!]?|newsletter sign-?up",
        r"get (?:our|the|more|all the)\b.*\b(?:inbox|newsletter|e-?mails?|app|subscribe)\b.*",
        r"(?:please )?subscribe(?: now| today| here)?[.!:]?|(?:please )?subscribe (?:to|for|by)\b.*",
        r"by (?:signing up|subscribing|registering|clicking)\b.*\b(?:agree|accept)\b.*",
        r"(?:already )?a (?:subscriber|member)\?.*|unlimited access.*|manage newsletters?",
        r"(?:.*\? )?download (?:our|the) .*\bapp\b.*|support (?:our|independent|quality) journalism.*",
    ],
    "links to other pages": [
        r"(?:read|see|view|watch|listen|learn|find out) (?:more|also|next|now|live)\b(?:[:|>»-].*|\.*)",
        r"(?:read|see also|also see|also watch|watch|listen|more|related|must read|must watch|don[’']t miss"
        r"|videos?|photos|gallery|in pictures|also|explainer|recommended)\s*[:|»].*",
        r"most (?:read|popular|viewed|shared|commented|watched)\s*[:|»].*|also in [\w .’'-]{1,40}:.*",
        r"also (?:read|watch|see)\b.*|also on [\w .]{1,40}:.*",
        "related (?:articles?|stor(?:y|ies)|news|posts?|topics?|coverage|links?|content|reading|video)\\b.*",
        r"more (?:on this|from) [^.]{1,60}|more on this(?: story)?\W*",
        r"\(? ?(?:watch|also on|see also|read more|related|photos|poll)\b[^()]*\)",
        r"click (?:here|for|on|through)\b.*|.*\bclick here[.!]?",
        r"(?:tags?|topics?|filed under|keywords|categories|category|posted in)\s*:.*",
    ],
    "social networks": [
        r"(?:follow|like|find|join|connect with|friend) (?:us|me|him|her|them|the author)\b"
        rf".*(?:\b{_NETWORK}|@\w+).*",
        rf"(?:please )?follow .* (?:on|at|via) {_NETWORK}.*|(?:please |on twitter )?follow .*https?:.*",
        r"follow @\w+.*|follow (?:us|me)|twitter: ?@\w+\.?",
        rf".*\. (?:you can )?follow (?:him|her|them|me|us) (?:on|at) {_NETWORK}.*",
    ],
    "rights and notices": [
        r"(?:copyright|\(c\)).{0,2}(?:©|\(c\)|\d{4}|by |the ).*|copyright|©.*",
        r"all rights reserved\b.*|.*©.*all rights reserved\.?",
        "this material may not be (?:published|reproduced|broadcast).*",
        r"our standards:.*|the thomson reuters trust principles\.?",
        r"(?:terms (?:of|and) .{1,30}|privacy (?:policy|notice))(?: (?:and|\|) .{1,40})?\.?",
        r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies\b.*",
        r"by (?:continuing|using|browsing|visiting)\b.*\bcookies?\b.*",
        "(?:accept|manage|reject)(?: all)? cookies",
    ],
    "notes on the page itself": [
        r"(?:analysis|opinion|commentary|news analysis|analysis ?/ ?opinion):?",
        rf"(?:updated?: )?this {_OWN_ARTICLE} (?:(?:was|is|has been|originally|first|also|previously) )+"
        "(?:published|appeared|posted|updated|corrected|translated|produced|adapted|more than \\d).*",
        rf"(?:this|the) {_OWN_ARTICLE} (?:originally|first) (?:appeared|ran)\b.*",
        rf"this {_OWN_ARTICLE} is based in part on .*|(?:please )?(?:write|e-?mail) (?:to )?.*\S@\S+\.\w+",
        r"(?:last )?(?:updated|published|posted|modified)(?: on| at)?:? "
        rf".{{0,60}}\b(?:\d{{4}}|ago|{_CLOCK}).{{0,20}}",
        r"\d+ (?:second|minute|min|hour|hr|day|week|month|year)s? ago|\d+[- ]min(?:ute)?s? read",
        rf"(?:\w{{3,6}}day,? )?(?:\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}}),? \d{{4}}"
        rf"(?:,? (?:at )?{_CLOCK}.{{0,5}})?",
    ],
    "the same in Arabic": [
        rf"(?:[اإ]قرأ|شاهد|طالع) (?:{_ALSO}|المزيد)\s*(?:[:|»].*)?",
        r"(?:اشترك|سجّ?ل) في (?:نشرتنا|قناتنا|خدمتنا)(?: .{1,60})?|تابعنا على .{1,60}",
        r"شارك (?:هذا )?(?:المقال|الخبر)(?: على .{1,40})?|(?:© ?)?جميع الحقوق محفوظة.*",
    ],
}
_LEFTOVER = re.compile("|".join(f"(?:{line})" for lines in _LEFTOVERS.values() for line in lines))
_BULLETS = "•⦁·*- "
# The one leftover that is told by its end and by its capital: another headline with its button.
_READ_MORE = re.compile(r"[^.]{1,150} (?:Read more|READ MORE|Read More)\W{0,3}")

_THINGS = "(?:articles?|story|stories|news|posts?|topics?|coverage|links?|content|reading|headlines|videos?)"
_MARKER = re.compile("|".join([
    "popular(?: posts(?: from this blog)?| stories| articles| now)?",
    "most (?:popular|read|viewed|shared|commented)(?: .{1,20})?",
    f"(?:related|recommended|more|latest|top|other|trending|featured) {_THINGS}",
    "recommended(?: for you)?|trending(?: now)?|you (?:may|might) (?:also )?(?:like|be interested in)",
    "(?:what to )?read next|up next|editor[’']?s[’']? picks?|don[’']t miss|in case you missed it",
    "(?:from )?(?:around|across) the web|sponsored (?:content|links|stories)",
    "more from .{1,40}|more on this(?: story| topic)?",
    r"comments?(?: \(\d+\))?|\d+ comments|newer posts?|older posts?|share this",
    rf"(?:[اإ]قرأ|شاهد) (?:{_ALSO}|المزيد)|الأكثر (?:قراءة|مشاهدة)|(?:مواضيع|أخبار|مقالات) ذات صلة",
]))  # fmt: skip


def is_leftover(line: str) -> bool:
    """Tell whether the whole line is page furniture."""
    if line.count(" ") >= LONGEST_LEFTOVER or len(line) > 10 * LONGEST_LEFTOVER:
        return False
    return _LEFTOVER.fullmatch(line.lower().lstrip(_BULLETS)) is not None or _READ_MORE.fullmatch(line) is not None


def is_marker(line: str) -> bool:
    """Tell whether the line heads a list of other articles, such as "Popular posts from this blog"."""
    heading = line.lower().removesuffix("...").rstrip(": …")
    return len(line) <= LONGEST_MARKER and _MARKER.fullmatch(heading) is not None


def is_list(lines: list[str]) -> bool:
    """Tell whether these lines are headlines, not paragraphs: short, and mostly without a full stop."""
    if any(len(line.split()) > LONGEST_LISTED for line in lines):
        return False
    return sum(ends_sentence(line) for line in lines) <= MOST_SENTENCES * len(lines)
