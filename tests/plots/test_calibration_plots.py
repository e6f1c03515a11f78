"""Reliability diagram and abstention curve: the artists carry the table's numbers."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from toolkit.plots.calibration import plot_abstention, plot_calibration
from toolkit.validity.calibration import abstention_curve, calibration

CHANCES = np.array([[0.9, 0.1], [0.8, 0.2], [0.35, 0.6], [0.1, 0.9]])
CODES = ["a", "b", "b", "b"]


def test_each_bin_is_a_disc_with_its_number_of_decisions() -> None:
    ax = plt.figure().subplots()
    result = calibration(CHANCES, CODES, n_bins=10)
    assert plot_calibration(result, ax=ax) is ax
    line = next(one for one in ax.lines if one.get_gid() == "bins")
    # .6 right, .8 wrong, both .9 right.
    assert line.get_xydata() == pytest.approx(np.array([[0.6, 1], [0.8, 0], [0.9, 1]]))
    assert [text.get_text() for text in ax.texts] == ["1", "1", "2"]
    assert f"ECE {result.ece:.3f}" in ax.get_ylabel()


def test_accuracy_is_drawn_against_coverage() -> None:
    ax = plot_abstention(abstention_curve(CHANCES, CODES, levels=(0.0, 0.7, 0.85, 0.99)))
    line = next(one for one in ax.lines if one.get_gid() == "curve")
    assert line.get_xydata() == pytest.approx(np.array([[0.5, 1], [0.75, 2 / 3], [1, 0.75]]))
    assert [text.get_text() for text in ax.texts] == ["0.85", "0.7", "0"]
