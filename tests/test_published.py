"""What n and a mean imply, against brute force and hand arithmetic."""

from itertools import combinations_with_replacement

import numpy as np
import pytest

from helpers.published import PublishedMean

STUDY = PublishedMean(n=54, mean=58, rounding=1)


def test_worked_figures_of_the_abstract():
    # By hand: 54 x 57.5 and 54 x 58.5; 3159 / 100 rounded down; 3159 / 28; 54 - 3105 / 200 rounded up.
    assert STUDY.total == (3105, 3159)
    assert STUDY.most_willing(100) == 31
    assert STUDY.largest_median() == pytest.approx(112.82, abs=0.005)
    assert STUDY.most_zeros(200) == 38
    assert STUDY.fewest_willing(50, cap=200) == 3
    # 58 x 49 / 54 and 58 x 54 / 49.
    assert STUDY.with_zeros_added(5) == pytest.approx(52.63, abs=0.005)
    assert STUDY.with_zeros_dropped(5) == pytest.approx(63.92, abs=0.005)


@pytest.mark.parametrize("price", [1, 2, 3, 4, 5, 6])
def test_bounds_are_those_of_every_possible_sample(price):
    # Brute force over all samples of five whole amounts up to 6 whose mean rounds to 3 (sum 13 to 17). Whole amounts
    # below a price stop at price - 1, so the lower bound may be beaten but never undercut.
    small = PublishedMean(n=5, mean=3, rounding=1)
    samples = [s for s in combinations_with_replacement(range(7), 5) if 12.5 <= sum(s) <= 17.5]
    willing = [sum(amount >= price for amount in s) for s in samples]
    assert small.most_willing(price) == max(willing)
    assert small.fewest_willing(price, cap=6) <= min(willing)
    assert small.most_zeros(6) == max(s.count(0) for s in samples)
    assert small.largest_median() >= max(np.median(s) for s in samples)


def test_without_a_cap_one_respondent_could_hold_it_all():
    assert STUDY.fewest_willing(57) == 1 and STUDY.fewest_willing(58) == 0


def test_currency_does_not_matter():
    pence = PublishedMean(n=54, mean=5800, rounding=100)
    prices = np.array([5.0, 50.0, 100.0, 250.0])
    ours, theirs = STUDY.demand(prices, cap=200), pence.demand(100 * prices, cap=20_000)
    assert np.array_equal(ours.to_numpy(), theirs.to_numpy())


def test_demand_falls_and_bounds_never_cross():
    bounds = STUDY.demand(np.arange(0, 301), cap=300)
    assert (bounds.diff().dropna() <= 0).all().all()
    assert (bounds["lowest"] <= bounds["highest"]).all()
