"""What kind of source it is: a person, a group, a document or a pronoun; named or not; and whom a pronoun means.

Conventions: the head noun of the source decides; a name with a group's noun beside it ("Kataib Hezbollah, the militia")
is a group's. A pronoun is taken for the last person (he, she) or group (they, it) that was a source earlier in the
article, and has no name if that one has none; it may mean another. A person without a name is anonymous ("a cook", "the
driver"), unless the office says who it is ("the mayor"), or the article named a source so described before ("Anna Berg,
the engineer", then "the engineer").

Contents: `SOURCE_TYPES`, `Speaker`, `speaker_of`, `Speakers`.
"""

import re
from dataclasses import dataclass, field, replace

from toolkit.stance.sheets import Range, Sheet

SOURCE_TYPES = ("person", "group", "document", "pronoun", "none")

_HE = frozenset("he she him her his hers himself herself".split())
_THEY = frozenset("they them their it its".split())
_DOCUMENTS = frozenset(
    """report statement poll survey study document letter email e-mail memo article newspaper paper book release tweet
    post filing lawsuit complaint affidavit transcript editorial ad video footage headline placard sign data figure
    record analysis tally website page story column text bill resolution law constitution note message result""".split()
)
_GROUPS = frozenset(
    """government ministry army police military court committee council commission party group agency department
    company union administration campaign senate congress parliament house office embassy team board coalition
    militia movement institute organization organisation association network station broadcaster media press bank
    university family authority republicans democrats bureau council force side camp""".split()
)
PERSON_NOUNS = frozenset(
    """minister president spokesman spokeswoman spokesperson senator governor chairman chairwoman director man woman
    leader secretary judge lawyer attorney expert analyst professor candidate mayor general colonel officer doctor
    resident witness reporter journalist aide adviser advisor diplomat envoy ambassador king prince chief head mother
    father student voter critic supporter opponent lawmaker official source
    academic aunt baker boy brother captain chair child clerk cleric cook corporal cousin daughter deputy elder fan
    fireman friend girl grocer guest guide historian husband imam insider lieutenant major master mate member neighbour
    neighbor nurse observer partner person pilot planner priest relative rival scholar sergeant shepherd sister soldier
    son uncle veteran wife youth""".split()
)
# "The mayor said": who holds the office is known without the name.
_OFFICES = frozenset(
    """minister president governor mayor king queen prince princess pope premier chancellor speaker ayatollah
    sultan emir""".split()
)
_DOERS = re.compile(r"(?:[a-z]{2,}(?:er|or|ist|ian|eer)|[a-z]+(?:man|woman|person))$")  # driver, inspector, activist
_NO_DOERS = frozenset(
    """order number matter power tower river water winter summer paper answer offer computer border charter chapter
    chamber cover disaster factor floor error horror harbor harbour motor sector door ladder layer operator shelter
    silver theater theatre weather wonder""".split()
)
_UNSPECIFIC = frozenset("people someone somebody some many others one authority".split())
_ANY = ("a", "an", "one", "another", "some", "several", "two", "three", "four", "five", "many")
_NAMES = ("PERSON", "ORG", "GPE", "NORP")
_SECRET = ("anonymity", "anonymous", "anonymously", "unnamed", "unidentified", "not be named", "not be identified",
           "not authorized", "not authorised", "declined to be named", "declined to be identified")  # fmt: skip


@dataclass(frozen=True)
class Speaker:
    """A source: its type, whether it has a name, whether it is kept nameless, the name by which to group it, and the
    common nouns that describe it."""

    type: str
    named: bool
    anonymous: bool
    name: str | None
    nouns: frozenset[str] = frozenset()


NO_SPEAKER = Speaker("none", False, False, None)


def head_of(sheet: Sheet, tokens: Range) -> int:
    """Return the token of a range on which the others hang."""
    inside = range(tokens[0], tokens[1] + 1)
    return next((token for token in inside if not tokens[0] <= sheet.head[token] <= tokens[1]), tokens[1])


def speaker_of(sheet: Sheet, tokens: Range | None) -> Speaker:
    """Return what kind of source stands in a range of tokens; anonymity is looked for in its sentence."""
    if tokens is None:
        return NO_SPEAKER
    head = head_of(sheet, tokens)
    word, lemma = sheet.word[head], sheet.lemma[head].lower()
    if sheet.pos[head] == "PRON" or sheet.tag[head] == "PRP$":
        noun = _antecedent(sheet, head)
        meant = speaker_of(sheet, (sheet.left[noun], head - 1)) if noun is not None else NO_SPEAKER
        return replace(meant, type="pronoun")
    kind = _type(sheet, head, word, lemma)
    # "a Pentagon official" has a name in it, but not that of the official
    proper = sheet.pos[head] == "PROPN" and sheet.ent[head] not in ("DATE", "TIME")
    named = proper or sheet.ent[head] in _NAMES or _appositive(sheet, head)
    secret = not named and (_secret(sheet, tokens, head) or (kind == "person" and _some_person(sheet, tokens, head)))
    name = _name(sheet, tokens, head) if named else _phrase(sheet, tokens)
    return Speaker(kind, named, secret, " ".join(name.split()), _nouns(sheet, tokens, head))


def _phrase(sheet: Sheet, tokens: Range) -> str:
    """Return the words of a source without a name, "Officials" at the start of a sentence as "officials"."""
    words = sheet.text[slice(*sheet.span(tokens))].rstrip(" ,;")
    return words if sheet.pos[tokens[0]] in ("PROPN", "ADJ") else words[:1].lower() + words[1:]


def _some_person(sheet: Sheet, tokens: Range, head: int) -> bool:
    """Say whether a common noun stands for a person, and not for the holder of a known office."""
    lemma, first = sheet.lemma[head].lower(), sheet.word[tokens[0]].lower()
    if sheet.pos[head] == "PROPN" or sheet.ent[head] in ("DATE", "TIME", "MONEY"):
        return False
    if lemma in _UNSPECIFIC:
        return True
    if lemma in _OFFICES:
        return first in _ANY or sheet.tag[head] == "NNS"
    return _is_person(lemma)


def _is_person(lemma: str) -> bool:
    return lemma in PERSON_NOUNS or (lemma not in _NO_DOERS and _DOERS.match(lemma) is not None)


def _nouns(sheet: Sheet, tokens: Range, head: int) -> frozenset[str]:
    """Return the common nouns for persons by which the source is described, beside its name or without one."""
    inside = [*range(tokens[0], tokens[1] + 1), *sheet.kids(head, "appos", "compound")]
    lemmas = {sheet.lemma[t].lower() for t in inside if sheet.pos[t] == "NOUN"}
    return frozenset(lemma for lemma in lemmas if _is_person(lemma))


def _antecedent(sheet: Sheet, pronoun: int) -> int | None:
    """Return the noun on which the clause of a relative pronoun hangs."""
    if sheet.tag[pronoun] not in ("WP", "WDT"):
        return None
    token = pronoun
    for _ in range(4):
        token, dep = sheet.head[token], sheet.dep[token]
        if dep == "relcl":
            return token if token < pronoun and sheet.pos[token] in ("NOUN", "PROPN") else None
    return None


def _type(sheet: Sheet, head: int, word: str, lemma: str) -> str:
    if lemma in _DOCUMENTS:
        return "document"
    if lemma in _GROUPS or sheet.ent[head] in ("ORG", "GPE", "NORP") or _called_group(sheet, head):
        return "group"
    if sheet.ent[head] == "PERSON" or lemma in PERSON_NOUNS:
        return "group" if sheet.tag[head] == "NNS" and lemma not in PERSON_NOUNS else "person"
    return "group" if sheet.tag[head] in ("NNS", "NNPS") else "person"


def _called_group(sheet: Sheet, head: int) -> bool:
    """Say whether a noun for a group stands in apposition: taggers take foreign names of groups for persons."""
    return any(sheet.lemma[child].lower() in _GROUPS for child in sheet.kids(head, "appos"))


def _appositive(sheet: Sheet, head: int) -> bool:
    return any(sheet.pos[child] == "PROPN" for child in sheet.kids(head, "appos"))


def _secret(sheet: Sheet, tokens: Range, head: int) -> bool:
    """Say whether the sentence says that the source does not want to be named."""
    number = sheet.sentence[head]
    first = last = head
    while first > 0 and sheet.sentence[first - 1] == number:
        first -= 1
    while last + 1 < len(sheet) and sheet.sentence[last + 1] == number:
        last += 1
    words = sheet.text[sheet.start[first] : sheet.end[last]].lower()
    return any(mark in words for mark in _SECRET)


def _name(sheet: Sheet, tokens: Range, head: int) -> str:
    """Return the proper noun with the names before it, or that of an appositive."""
    if sheet.pos[head] != "PROPN":
        apposed = [child for child in sheet.kids(head, "appos") if sheet.pos[child] == "PROPN"]
        head = apposed[0] if apposed else head
    first = last = head
    while (
        first - 1 >= tokens[0] and (sheet.pos[first - 1] == "PROPN" or sheet.ent[first - 1]) and _one_name(sheet, first)
    ):
        first -= 1
    while last + 1 <= tokens[1] and sheet.ent[head] and sheet.ent[last + 1] == sheet.ent[head]:
        last += 1
    name = sheet.text[sheet.start[first] : sheet.end[last]]
    return re.sub(r"^[Tt]he\s+|['’]s?$", "", name)


def _one_name(sheet: Sheet, token: int) -> bool:
    return sheet.ent[token - 1] == sheet.ent[token]


@dataclass
class Speakers:
    """The sources of one article so far; fills in short names and pronouns."""

    last: dict[str, str | None] = field(default_factory=dict)
    full: dict[str, str] = field(default_factory=dict)
    described: dict[str, str] = field(default_factory=dict)

    def resolve(self, speaker: Speaker, words: str | None) -> Speaker:
        """Return the speaker under the name that the article used first; "Smith" becomes "John Smith"."""
        if speaker.type == "pronoun" and words is not None:
            kind = "person" if words.lower() in _HE else "group" if words.lower() in _THEY else ""
            return replace(speaker, name=speaker.name or self.last.get(kind))
        if not speaker.named or speaker.name is None:
            known = self._known(speaker, words)
            # "A driver said ... he said": not the minister who spoke before the driver.
            self.last[speaker.type] = None if known is speaker else known.name
            return known
        short = speaker.name.split()[-1].lower()
        name = self.full.get(short, speaker.name) if " " not in speaker.name else speaker.name
        self.full[short] = self.last[speaker.type] = name
        self.described |= dict.fromkeys(speaker.nouns, name)
        return replace(speaker, name=name)

    def _known(self, speaker: Speaker, words: str | None) -> Speaker:
        """Return "the engineer" under the name of the engineer who was a source before, if there is one."""
        names = {self.described[noun] for noun in speaker.nouns if noun in self.described}
        if speaker.type != "person" or len(names) != 1 or words is None or not words.lower().startswith("the "):
            return speaker
        return replace(speaker, anonymous=False, name=names.pop())
