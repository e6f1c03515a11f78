"""The five generic news frames, by their vocabulary.

Contents: `FrameSalience`, `frames_present`.
"""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from toolkit.errors import OptionError
from toolkit.evidence import Evidence, Reading
from toolkit.lexicons.lexicon import Lexicon
from toolkit.lexicons.shipped import load_lexicon
from toolkit.measure import Measure, Measurement


@dataclass(frozen=True)
class FrameSalience(Measure):
    """Count the vocabulary of given frames: how much room each frame has in an article.

    salience = 1000 * n / words, with n the spans of the frame's entries.

    Higher values mean more of the frame's vocabulary. Do not compare one frame's salience with another's: their
    word lists differ in size and in how common their words are. Compare outlets on the same frame.

    Parameters
    ----------
    lexicon : one category a frame; by default the shipped `news-frames` (conflict, responsibility, human interest,
        economic, morality).

    References: semetko2000.
    """

    name: ClassVar[str] = "frames"
    references: ClassVar[tuple[str, ...]] = ("semetko2000",)

    lexicon: Lexicon = field(default_factory=lambda: load_lexicon("news-frames"))

    @property
    def categories(self) -> tuple[str, ...]:
        """The frames."""
        return self.lexicon.category_names

    @property
    def lexicons(self) -> tuple[Lexicon, ...]:
        """The frames' lexicon."""
        return (self.lexicon,)

    def find(self, reading: Reading) -> Evidence:
        """Find the vocabulary of each frame; a negated word still speaks of its frame."""
        return reading.find(self.lexicon)


def frames_present(measurement: Measurement, *, min_rate: float = 5.0, min_words: int = 2) -> pd.DataFrame:
    """Decide for each article and frame whether the frame is present.

    A frame is present if the article has at least `min_words` different entries of it, in at least two sentences,
    and at least `min_rate` spans per 1,000 words.

    Parameters
    ----------
    measurement : what `FrameSalience` returned.
    min_rate : spans per 1,000 words; the default is two in an article of 400 words.
    min_words : number of different entries.

    Returns
    -------
    A table with article_id, category, value, n_entries, n_sentences and present (a flag).
    Raises `OptionError` for a measure without a lexicon.
    """
    if not measurement.measure.lexicons:
        raise OptionError(
            f"`frames_present` counts entries of a lexicon; the measure {measurement.measure.name!r} has none. "
            "For codes of whole texts use the engine itself: engine.code(texts)."
        )
    spans = measurement.spans
    seen = pd.DataFrame({
        "article": measurement.unit_article[spans.unit], "category": spans.category, "entry": spans.entry,
        "place": spans.unit.astype(np.int64) * 1_000_000 + spans.sentence,
    })  # fmt: skip
    groups = seen.groupby(["article", "category"])
    counts = groups.agg(n_entries=("entry", "nunique"), n_sentences=("place", "nunique"))
    table = measurement.article_scores()[["article_id", "category", "value"]]
    n_articles, n_categories = len(measurement.corpus), len(measurement.categories)
    every = pd.MultiIndex.from_product([range(n_articles), range(n_categories)], names=["article", "category"])
    counts = counts.reindex(every, fill_value=0).reset_index(drop=True)
    table = pd.concat([table, counts], axis=1)
    enough = (table["n_entries"] >= min_words) & (table["n_sentences"] >= 2)
    return table.assign(present=enough & (table["value"] >= min_rate))
