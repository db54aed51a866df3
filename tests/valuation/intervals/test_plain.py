"""Intervals of plain means and medians, against textbook tables and SciPy."""

import numpy as np
import pytest
from scipy import stats

from helpers import valuation as cv


def test_exact_coverage_of_two_order_statistics():
    # Conover (1999), table of the binomial at one half: of ten amounts the second and the ninth cover with .9785.
    found = cv.median_interval(range(1, 11))
    assert (found.low, found.high) == (2, 9) and found.coverage == pytest.approx(1 - 2 * 11 / 1024)


@pytest.mark.parametrize("n", [6, 17, 54])
def test_the_pair_is_the_narrowest_that_covers(n):
    found = cv.median_interval(range(n))
    rank = int(found.low)
    assert found.high == n - 1 - rank
    assert 1 - 2 * stats.binom.cdf(rank, n, 0.5) >= 0.95 > 1 - 2 * stats.binom.cdf(rank + 1, n, 0.5)


def test_too_few_amounts_reach_no_level():
    with pytest.raises(cv.FitError, match="No two of 5 amounts enclose the median with 95 % confidence"):
        cv.median_interval([1, 2, 3, 4, 5])


def test_of_many_normal_amounts_the_interval_of_the_mean_is_that_of_t():
    # Scores of a normal are as good a sample as there is; bootstrap-t then estimates Student's quantiles.
    amounts = 50 + 10 * stats.norm.ppf((np.arange(200) + 0.5) / 200)
    found = cv.mean_interval(amounts, seed=1)
    expected = stats.t.interval(0.95, 199, amounts.mean(), stats.sem(amounts))
    assert (found.low, found.high) == pytest.approx(expected, abs=0.1)


def test_limits_know_their_monte_carlo_error():
    # The same interval under forty seeds: the errors that one run states are the spread over runs, within a third.
    amounts = [0, 5, 5, 10, 10, 20, 20, 50, 100, 400, 30, 25, 60, 75, 0, 15]
    runs = [cv.mean_interval(amounts, seed=seed, draws=4_000) for seed in range(40)]
    for limit in ("low", "high"):
        spread = np.std([getattr(each, limit) for each in runs], ddof=1)
        assert np.median([getattr(each, f"{limit}_error") for each in runs]) == pytest.approx(spread, rel=0.35)
    # Two errors of 0.3 are more than a tenth: whole units. Of 6 each: tens, as the first digit allows.
    assert cv.Interval("mean", "bootstrap-t", 58, 40.68, 89.4, 0.95, low_error=0.04, high_error=0.3).steps == (0.1, 1.0)
    coarse = cv.Interval("mean", "bootstrap-t", 58, 40.68, 88.3, 0.95, low_error=0.3, high_error=6)
    assert coarse.steps == (1.0, 10.0) and "interval 41 to 90)" in repr(coarse)
    # What is not simulated keeps its digits.
    assert cv.Interval("mean", "delta", 58, 40.68, 88.3, 0.95).steps == (0, 0)


def test_a_long_right_tail_reaches_further_up():
    found = cv.mean_interval([0, 5, 5, 10, 10, 20, 20, 50, 100, 400], seed=1)
    assert found.high - found.estimate > found.estimate - found.low


@pytest.mark.parametrize("amounts", [[], [5], [5, np.nan], [5, np.inf, 10]])
@pytest.mark.parametrize("interval", [cv.median_interval, lambda amounts: cv.mean_interval(amounts, seed=1)])
def test_what_has_no_interval_is_said(interval, amounts):
    with pytest.raises(cv.FitError, match="An interval needs two or more amounts, all of them finite"):
        interval(amounts)
