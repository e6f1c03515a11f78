"""Loaded language: words that take a side where a neutral one was there.

Contents: `LoadedLanguage`, `loaded_words`.
"""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from toolkit.errors import LexiconError, OptionError
from toolkit.evidence import VOICES, Evidence, Reading
from toolkit.kwic import concordance
from toolkit.lexicons.lexicon import Lexicon
from toolkit.lexicons.shipped import load_lexicon
from toolkit.measure import Floats, Measure, Measurement, add_up
from toolkit.options import check_option

TOTAL = "total"
BY_MARKS = ("outlet", "quotation")  # the voices that quotation marks tell apart
LOADED_WORDS_COLUMNS = ("category", "word", "neutral", "outlet", "n", "n_quoted", "n_articles", "example")


@dataclass(frozen=True)
class LoadedLanguage(Measure):
    """Count the words that judge, mock, alarm, soften or belong to one camp where a plainer word was there.

    For each kind of word, and for all kinds together: rate = 1000 * n / words.

    Higher values mean that more of the words used take a side. The evidence names for each what could have been
    written instead (`neutral`), and says whether the outlet or a source used it (`voice`).
    Do not take a rate for a verdict: the word can be right, and a text can take a side without one such word. Do not
    subtract the rate of right terms from that of left terms. Compare outlets on the same events, news with news.

    Parameters
    ----------
    voice : count only words of this voice, "outlet" (outside of quotation marks) or "quotation"; n and words are then
        both counted there. By default both voices count.
    lexicon : one category a kind of word; by default the shipped `loaded-language`.

    Raises
    ------
    OptionError : `voice` is another. LexiconError : a category of the lexicon is called "total".

    References: recasens2013 for words of bias in edits of an encyclopedia, spinde2021 for such words in news.
    """

    name: ClassVar[str] = "loaded-language"
    references: ClassVar[tuple[str, ...]] = ("recasens2013", "spinde2021")

    voice: str | None = None
    lexicon: Lexicon = field(default_factory=lambda: load_lexicon("loaded-language"))

    def __post_init__(self) -> None:
        if self.voice is not None:
            check_option("voice", self.voice, BY_MARKS)
        if TOTAL in self.lexicon.category_names:
            raise LexiconError(
                f"The lexicon {self.lexicon.name!r} cannot be used by the measure {self.name!r}: it has a category "
                f"{TOTAL!r}, the name of the sum of all. Rename it."
            )

    @property
    def categories(self) -> tuple[str, ...]:
        """The kinds of words, and all of them together."""
        return (*self.lexicon.category_names, TOTAL)

    @property
    def lexicons(self) -> tuple[Lexicon, ...]:
        """The loaded words."""
        return (self.lexicon,)

    def find(self, reading: Reading) -> Evidence:
        """Find the loaded words, of one voice if one is asked for."""
        found = reading.find(self.lexicon)
        return found if self.voice is None else found.take(found.voice == VOICES.index(self.voice))

    def exposure(self, reading: Reading) -> Floats:
        """Return the number of words of each unit that the voice speaks."""
        if self.voice is None:
            return super().exposure(reading)
        tokens = reading.tokens
        spoken = (tokens.quoted > 0) == (self.voice == "quotation")
        spoken &= ~tokens.vocabulary_mask(["'s"])[tokens.type_id]  # a token, but not a word of its own
        return np.bincount(tokens.text[spoken], minlength=reading.n_units).astype(np.float64)

    def tally(self, evidence: Evidence, exposure: Floats) -> tuple[Floats, Floats]:
        """Add the sum of all kinds to the counts of each."""
        counts = add_up(evidence, len(exposure), len(self.lexicon.categories))
        amount = np.column_stack([counts, counts.sum(axis=1)])
        return amount, np.repeat(exposure[:, None], amount.shape[1], axis=1)


def loaded_words(measurement: Measurement) -> pd.DataFrame:
    """List each loaded word with its neutral alternative, how often each outlet used it, and an example.

    Higher counts mean that a word was used more often; do not compare the counts of outlets that wrote unlike amounts
    of text, for which the rates of the measurement are there.

    Parameters
    ----------
    measurement : what `LoadedLanguage` returned, or any measure whose lexicon names neutral alternatives.

    Returns
    -------
    One row a word and outlet, the most frequent word first: category, word (in lower case), neutral, outlet, n,
    n_quoted (of these in quotation marks), n_articles, example (the first sentence with it, cut to 800 characters on
    each side).
    The texts are the articles' own: `show_loaded_words` escapes them.

    Raises
    ------
    OptionError : no lexicon of the measure names neutral alternatives.
    """
    if "neutral" not in measurement.evidence:
        raise OptionError(
            f"The measure {measurement.measure.name!r} knows no neutral alternatives; its lexicons have none. "
            "`measurement` must come from LoadedLanguage, or from a lexicon with the key `neutral`."
        )
    found = concordance(measurement)
    found["neutral"] = measurement.evidence["neutral"].to_numpy()
    found["word"] = [" ".join(match.lower().split()) for match in found["match"]]
    found["quoted"] = found["voice"] == "quotation"
    found["category"] = found["category"].astype(object)
    table = _counted(found)
    total = table.groupby(["category", "word"])["n"].transform("sum")
    order = table.assign(total=total).sort_values(
        ["total", "category", "word", "n", "outlet"], ascending=[False, True, True, False, True]
    )
    return order[list(LOADED_WORDS_COLUMNS)].reset_index(drop=True)


def _counted(found: pd.DataFrame) -> pd.DataFrame:
    """Return one row a word and outlet."""
    groups = found.groupby(["category", "word", "neutral", "outlet"], sort=False, dropna=False)
    return groups.agg(
        n=("word", "size"),
        n_quoted=("quoted", "sum"),
        n_articles=("article_id", "nunique"),
        example=("sentence_text", "first"),
    ).reset_index()
