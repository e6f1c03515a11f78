"""Which of two articles with the same words was there first, and which articles are one family.

Rules, in this order: the earlier day (an article with a date before one without); the earlier time, if both have one;
the agency's own article; the one that credits no agency; the longer one; the id.

Contents: `Order`, `REASONS`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.reprints_index import Ints

Keys = npt.NDArray[np.float64]

REASONS = (
    "published on an earlier day",
    "published at an earlier hour",
    "same day: it is the agency's own article",
    "same day: it credits no agency",
    "same day: it is the longer one",
    "same day and length: first by article_id",
)
_UNDATED = "no date is known for this article"


@dataclass(frozen=True)
class Order:
    """What the rules look at, one value an article; smaller comes first. `hour` is NaN where no time is known."""

    day: Keys
    hour: Keys
    rest: tuple[Keys, ...]

    @classmethod
    def of(cls, corpus: Corpus, credits: pd.DataFrame, n_words: Ints) -> "Order":
        """Read the rules' values from a corpus, its credits and the lengths of its texts."""
        published = pd.to_datetime(corpus.column("published"))
        day = published.dt.normalize()
        hours = ((published - day) / pd.Timedelta(hours=1)).to_numpy(dtype=float)
        days = ((day - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)).to_numpy(dtype=float)
        ids = corpus.articles["article_id"]
        own = ids.isin(credits.loc[credits["own"], "article_id"]) | corpus.column("outlet").isin(
            credits.loc[credits["whole"], "agency"]
        )
        credited = ids.isin(credits.loc[credits["whole"] & ~credits["own"], "article_id"])
        by_id = ids.rank(method="first").to_numpy(dtype=float)
        rest = (1.0 - own.to_numpy(dtype=float), credited.to_numpy(dtype=float), -n_words.astype(float), by_id)
        return cls(np.nan_to_num(days, nan=np.inf), np.where(hours > 0, hours, np.nan), rest)

    def sorted(self) -> Ints:
        """Return the rows of all articles from the first to the last; of a day, those without a time come first."""
        return np.lexsort((*self.rest[::-1], np.nan_to_num(self.hour, nan=0.0), self.day))

    def is_before(self, one: Ints, other: Ints) -> npt.NDArray[np.bool_]:
        """Tell of each pair whether the one was there before the other."""
        return self.deciding(one, other) > 0

    def deciding(self, one: Ints, other: Ints) -> Ints:
        """Return for each pair the number of the rule that tells them apart, from 1; negative if the other is first."""
        result = np.zeros(len(one), dtype=np.int64)
        timed = ~np.isnan(self.hour[one]) & ~np.isnan(self.hour[other])
        hour = np.where(timed, self.hour[one] - self.hour[other], 0.0)
        with np.errstate(invalid="ignore"):
            day = np.nan_to_num(self.day[one] - self.day[other], nan=0.0)
        for number, difference in enumerate([day, hour, *(key[one] - key[other] for key in self.rest)], start=1):
            open_ = result == 0
            result[open_] = -number * np.sign(difference[open_]).astype(np.int64)
        return result

    def first_of(self, family: Ints) -> Ints:
        """Return for each family, numbered from 0, the row of the article that was there first."""
        n = int(family.max(initial=-1)) + 1
        day = np.full(n, np.inf)
        np.minimum.at(day, family, self.day)
        that_day = self.day == day[family]
        untimed = np.zeros(n, dtype=np.bool_)
        untimed[family[that_day & np.isnan(self.hour)]] = True
        hour = np.where(untimed[family], 0.0, np.nan_to_num(self.hour, nan=0.0))
        order = np.lexsort((*self.rest[::-1], hour, self.day, family))
        return order[np.searchsorted(family[order], np.arange(n))]

    def because(self, origin: Ints, other: Ints) -> list[str]:
        """Return in words why each origin counts as the first of the two."""
        numbers = np.abs(self.deciding(origin, other)) - 1
        texts = [REASONS[number] for number in numbers]
        undated = np.isinf(self.day[other])
        both = undated & np.isinf(self.day[origin])
        return [
            text.replace("same day", "no dates") if neither else _UNDATED if missing else text
            for text, neither, missing in zip(texts, both, undated, strict=True)
        ]
