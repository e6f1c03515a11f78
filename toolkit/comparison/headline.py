"""Set headlines against the stories under them: the comparison of parts that is asked for most.

Contents: `headline_body`, `HEADLINE_COLUMNS`.
"""

import pandas as pd

from toolkit.comparison.parts import part_differences
from toolkit.measure import Measurement

HEADLINE_COLUMNS = (
    "outlet", "category", "unit", "headline", "body", "difference", "low", "high", "n_articles", "n_events",
    "unit_resampled",
)  # fmt: skip


def headline_body(
    measurement: Measurement,
    *,
    category: str | None = None,
    level: float = 0.95,
    n_resamples: int = 1999,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare the values of headlines with those of the stories under them.

    It is `part_differences` with the headline as part and the story (lead and body together) as reference, whose
    values stand in the columns `headline` and `body`:

    difference = mean over articles of (value of the headline - value of lead and body together)

    A positive difference means that the measure is higher in the outlet's headlines than in its stories. Do not read a
    rate of single headlines: in a headline of ten words one word is 100 per 1,000.

    Parameters
    ----------
    measurement, category, level, n_resamples, seed : see `part_differences`.

    Returns
    -------
    One row for each outlet and category: outlet, category, unit, headline, body, difference, low, high, n_articles,
    n_events, unit_resampled, with NaN and warnings as in `part_differences`.

    Raises
    ------
    OptionError : the category does not exist, or the level is not between 0 and 1.

    References: hesterberg2015.
    """
    table = part_differences(measurement, category=category, level=level, n_resamples=n_resamples, seed=seed)
    return table.rename(columns={"part_value": "headline", "reference_value": "body"})[list(HEADLINE_COLUMNS)]
