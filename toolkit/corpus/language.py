"""Which articles are in a language, by the column `language` or else by their script.

Contents: `in_language`, `english_parts`, `english_texts`, `language_codes`, `is_latin`.
"""

import re
import warnings

import numpy as np
import numpy.typing as npt

from toolkit.corpus.corpus import Corpus
from toolkit.errors import LanguageWarning

_LOOKED_AT = 400  # characters
_LAST_LATIN = 0x24F
_LATIN_ADDITIONAL = range(0x1E00, 0x1F00)
# All but Latin letters, their neighbours and punctuation; a text without any of these need not be counted.
_ELSEWHERE = re.compile("[^\x00-\u024f\u1e00-\u1eff\u2000-\u206f]")


def in_language(corpus: Corpus, language: str) -> npt.NDArray[np.bool_]:
    """Tell of each article whether it is in this language, or may be.

    Where the column `language` is filled in, it decides ("en-GB" is "en"). Where it is not, an article is taken to be
    in the language unless most of its letters are not Latin ones: other languages in Latin letters are not told apart.

    Parameters
    ----------
    corpus : the articles.
    language : ISO 639-1 code of a language written in Latin letters.
    """
    texts = corpus.articles["text"]
    return np.array(
        [code == language if code else is_latin(text) for code, text in zip(_stated(corpus), texts, strict=True)],
        dtype=np.bool_,
    )


def english_parts(corpus: Corpus, reader: str) -> list[str]:
    """Return the texts of `corpus.parts`, empty for articles that are not in English, and warn of those.

    Parameters
    ----------
    corpus : the articles.
    reader : the name of what reads English only, for the warning.
    """
    english = in_language(corpus, "en")
    if not english.all():
        first = corpus.articles["article_id"][~english].iloc[0]
        warnings.warn(
            f"{int((~english).sum())} of {len(corpus)} articles are not in English, the only language that {reader} "
            f"reads: nothing is looked for in them (first: {first!r}). If the column `language` is wrong, correct it.",
            LanguageWarning,
            stacklevel=3,
        )
    return english_texts(corpus)


def english_texts(corpus: Corpus) -> list[str]:
    """Return the texts of `corpus.parts`, empty for articles that are not in English."""
    english, parts = in_language(corpus, "en"), corpus.parts
    return [text if english[row] else "" for row, text in zip(parts.article.tolist(), parts.texts, strict=True)]


def language_codes(corpus: Corpus) -> npt.NDArray[np.object_]:
    """Return the language of each article: as stated, or "en" for Latin letters and "und" for others.

    "und" is ISO 639's code for an undetermined language. English is assumed, not found out.
    """
    texts = corpus.articles["text"]
    codes = [code or ("en" if is_latin(text) else "und") for code, text in zip(_stated(corpus), texts, strict=True)]
    return np.array(codes, dtype=object)


def _stated(corpus: Corpus) -> list[str]:
    """Return the primary part of the stated language codes ("en-GB" is "en"), empty where there is none."""
    stated = corpus.column("language").fillna("")
    return [str(code).lower().replace("_", "-").partition("-")[0] if code else "" for code in stated]


def is_latin(text: str) -> bool:
    """Tell whether at least half of the letters at the beginning of a text are Latin; true without any letter."""
    if not _ELSEWHERE.search(text[:_LOOKED_AT]):
        return True
    letters = [ord(character) for character in text[:_LOOKED_AT] if character.isalpha()]
    latin = sum(code <= _LAST_LATIN or code in _LATIN_ADDITIONAL for code in letters)
    return 2 * latin >= len(letters)
