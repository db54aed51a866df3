"""Kriström's mean and median by hand."""

import numpy as np
import pandas as pd
import pytest

from helpers import valuation as cv

INF = np.inf


def test_kristrom_tails():
    flat = cv.single_bounded([10, 10, 20, 20], [1, 0, 1, 0])
    assert cv.kristrom(flat).mean(tail="extrapolate") == INF
    assert cv.kristrom(cv.single_bounded([10, 10, 10], [1, 1, 0])).median() == INF


def test_kristrom_says_how_much_of_the_mean_is_tail():
    # Bids to 20 with a third still willing there: the last line falls 1/6 in 10, so it ends at 40, adding 20 / 6.
    curve = cv.kristrom(cv.single_bounded([10, 10, 20, 20, 20], [1, 0, 0, 1, 0]))
    assert curve.tail_share() == pytest.approx((20 / 6) / curve.mean(tail="extrapolate"))
    assert "22.2 % of it beyond 20" in repr(curve)
    assert cv.kristrom(cv.single_bounded([10, 10, 20, 20], [1, 0, 1, 0])).tail_share() == 1


def test_kristrom_counts_negative_amounts_as_turnbull_does():
    # Of ten, two would have to be paid, one takes it free at most: eight are willing at 0, seven of them save a zero.
    amounts = cv.multiple_bounded([-10, 0, 10], [[1, 0, 0]] * 2 + [[1, 1, 0]] * 3 + [[1, 1, 1]] * 4)
    answers = pd.concat([amounts, cv.open_ended([0])], ignore_index=True)
    steps, lines = cv.turnbull(answers).survival, cv.kristrom(answers).survival
    assert steps["price"].tolist() == lines["price"].tolist() == [0, 10]
    assert steps["share_willing"].tolist() == pytest.approx([0.8, 0.4])
    assert lines["share_willing"].tolist() == pytest.approx([0.7, 0.4])
