"""Which words of a text carry its content, in a form in which two tellings can be compared.

Function words are left out; endings are taken off (`stem`); spelled-out small numbers and digits of other scripts
become plain digits ("three", "٣" and "3" are one); a country, its people and its adjective are one ("Iraq", "Iraqi").

Contents: `ContentWords`, `content_words`, `content_form`, `is_number`, `stem`.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from toolkit.text.function_words import FUNCTION_WORDS
from toolkit.text.tokens import tokenize

Ints = npt.NDArray[np.int32]

_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty""".split()
    )
    if word != "one"  # "one official", "one of them": seldom a number
} | {"dozen": "12", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80"}
# What people, adjectives and short forms stand for; each line begins with the form that is kept.
_COUNTRIES = """usa u.s. u.s american americans | britain british briton britons uk u.k. | iraq iraqi iraqis
    | iran iranian iranians | syria syrian syrians | israel israeli israelis | turkey turkish turks | france french
    | germany german germans | russia russian russians | china chinese | ukraine ukrainian ukrainians
    | lebanon lebanese | yemen yemeni yemenis | egypt egyptian egyptians | jordan jordanian jordanians
    | kuwait kuwaiti kuwaitis | palestine palestinian palestinians | afghanistan afghan afghans
    | pakistan pakistani pakistanis | india indian indians | canada canadian canadians | mexico mexican mexicans
    | australia australian australians | japan japanese | korea korean koreans | italy italian italians
    | spain spanish spaniards | poland polish poles | europe european europeans"""
_ONE_NAME = {form: line.split()[0] for line in _COUNTRIES.split("|") for form in line.split()}
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("ly", ""), ("es", ""), ("er", ""), ("s", ""))
_ARABIC_ARTICLES = ("وال", "بال", "فال", "كال", "ال", "لل")


@dataclass(frozen=True)
class ContentWords:
    """Content words of several texts, one row a word: index of the text, start, end (code points) and number of form.

    `forms` names the forms by their numbers.
    """

    text: Ints
    start: Ints
    end: Ints
    form: Ints
    forms: list[str]


def content_words(texts: Sequence[str]) -> ContentWords:
    """Find the content words of texts, in order."""
    tokens = tokenize(texts)
    forms: dict[str, int] = {}
    # Each distinct word is looked at once, however often it stands in the texts.
    distinct = [content_form(word) for word in tokens.vocabulary.words]
    of_type = np.array([forms.setdefault(form, len(forms)) if form else -1 for form in distinct], dtype=np.int32)
    number = of_type[tokens.type_id] if len(tokens) else np.empty(0, dtype=np.int32)
    keep = number >= 0
    # "US" is a country, "us" is not: the tokens do not tell, the text does.
    for row in np.flatnonzero(tokens.type_id == _id(tokens.vocabulary.find(["us"]))):
        if texts[tokens.text[row]][tokens.start[row] : tokens.end[row]] == "US":
            number[row], keep[row] = forms.setdefault("usa", len(forms)), True
    return ContentWords(tokens.text[keep], tokens.start[keep], tokens.end[keep], number[keep], list(forms))


def _id(found: npt.NDArray[np.int32]) -> int:
    return int(found[0]) if len(found) else -1


@cache
def content_form(word: str) -> str:
    """Return the form of a normalised word in which it is compared; an empty string for a function word."""
    if word in _NUMBER_WORDS:
        return _NUMBER_WORDS[word]
    if word in FUNCTION_WORDS:
        return ""
    if word in _ONE_NAME:
        return _ONE_NAME[word]
    if word[0].isdigit():
        return _plain_digits(word)
    return stem(word) if len(word) > 1 else ""


def is_number(form: str) -> bool:
    """Tell whether a form is a number."""
    return form[:1].isdigit()


def _plain_digits(word: str) -> str:
    """Return a number in the digits 0 to 9, without commas."""
    return "".join(str(unicodedata.digit(letter, letter)) for letter in word if letter not in ",،٬")


def stem(word: str) -> str:
    """Take off the endings of English inflection, and the Arabic article with what is joined to it.

    A light stemmer: "attacks", "attacked" and "attacking" become "attack"; irregular forms stay apart.
    """
    if not word.isascii():
        return _without_article(word)
    if len(word) < 5:  # short words lose no more than a letter
        return word[:-1] if len(word) == 4 and (word[-1] == "e" or (word[-1] == "s" and word[-2] not in "su")) else word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith(("ss", "us")):
            word = word[: len(word) - len(ending)] + instead
            break
    word = word[:-1] if word[-1] == "e" and len(word) > 3 else word
    doubled = len(word) > 4 and word[-1] == word[-2] and word[-1] not in "ls"
    return word[:-1] if doubled else word


def _without_article(word: str) -> str:
    for article in _ARABIC_ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    return word[1:] if word.startswith("و") and len(word) > 4 else word
