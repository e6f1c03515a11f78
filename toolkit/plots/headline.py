"""Headlines against the stories under them.

Contents: `plot_headline_body`, `draw_headline_body`, `headline_size`.
"""

import pandas as pd
from matplotlib.axes import Axes

from toolkit.measure import Measurement
from toolkit.plots.parts import draw_part_differences, parts_size, plot_part_differences

headline_size = parts_size


def plot_headline_body(measurement: Measurement, *, category: str, ax: Axes | None = None) -> Axes:
    """Draw for each outlet the mean value of its headlines and that of the stories under them.

    It is `plot_part_differences` with the headline as part and the story (lead and body) as reference: a square is the
    headline, a disc the story, and a thick line joins them where the interval of their difference leaves out zero.

    Parameters
    ----------
    measurement : what a measure returned, on a corpus with outlets.
    category : which of its categories.
    ax : where to draw; a new figure by default.

    Returns
    -------
    The axes given, or the new ones.

    Raises
    ------
    OptionError : the measure has no such category.
    """
    return plot_part_differences(measurement, category=category, ax=ax)


def draw_headline_body(table: pd.DataFrame, ax: Axes) -> Axes:
    """Draw a table of `headline_body` that holds one category; return the axes."""
    named = table.rename(columns={"headline": "part_value", "body": "reference_value"})
    return draw_part_differences(named.assign(part="headline", reference="story"), ax)
