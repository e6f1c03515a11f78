"""Plots of parts and of places in articles, as data."""

import pytest
from matplotlib.figure import Figure

from tests.plots.conftest import FORCE
from toolkit.comparison.parts import part_differences
from toolkit.comparison.salience import salience
from toolkit.corpus.corpus import Corpus
from toolkit.errors import OptionError
from toolkit.framing.force import ForceAxis
from toolkit.plots.parts import plot_part_differences
from toolkit.plots.salience import plot_salience


def test_marks_of_parts_lie_at_their_means(corpus: Corpus) -> None:
    measurement = ForceAxis(lexicon=FORCE)(corpus)
    table = part_differences(measurement, category="destroy", part="headline", reference="body")
    ax = Figure().subplots()
    assert plot_part_differences(measurement, category="destroy", part="headline", reference="body", ax=ax) is ax
    for side in ("part", "reference"):
        drawn = [line.get_xdata()[0] for line in ax.lines if line.get_gid() == table[side].iloc[0]]
        assert drawn == pytest.approx(list(table[f"{side}_value"]))
    assert "■ headline · ● body" in ax.get_xlabel()


def test_marks_of_places_lie_where_the_words_are(corpus: Corpus) -> None:
    found = salience(ForceAxis(lexicon=FORCE)(corpus))
    ax = Figure().subplots()
    assert plot_salience(found, category="destroy", ax=ax) is ax
    drawn = sorted(x for line in ax.lines if line.get_gid() == "first" for x in line.get_xdata())
    rows = found.table[found.table["category"] == "destroy"]
    assert drawn == pytest.approx(sorted(rows["first_position"].dropna()))
    means = [line.get_xdata()[0] for line in ax.lines if line.get_gid() == "mean"]
    expected = found.by_outlet[found.by_outlet["category"] == "destroy"]
    assert means == pytest.approx(list(expected["first_position"]))
    # Only Alpha's headlines have the word; all stories but those with 0 of it do.
    words = [text.get_text() for text in ax.texts]
    assert words.count("100%") == 1
    assert words.count("0%") == 2
    assert [f"{n}/6" in words for n in expected["n_with"]] == [True, True, True]
    with pytest.raises(OptionError, match="'destroy'"):
        plot_salience(found, category="x")
