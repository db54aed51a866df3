"""Intervals of plain means and medians, against textbook tables and SciPy."""

import numpy as np
import pytest
from scipy import stats

from helpers import valuation as cv
from helpers.valuation.intervals import draws
from helpers.valuation.intervals.simulated import quantile_error


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


@pytest.mark.slow
def test_bootstrap_t_by_hand():
    # Of each resample that is not one amount repeated: (m* - m) over its own s* / root n, divisors n - 1.
    amounts, n = np.array([3.0, 8, 20, 55, np.nan]), 4
    found = cv.mean_interval(amounts, level=0.8, seed=3, draws=400)
    weights = np.hstack(list(draws(np.ones(n), 400, 3)))
    samples = [np.repeat(amounts[:n], times.astype(int)) for times in weights.T]
    spread = [sample for sample in samples if np.ptp(sample) > 0]
    mean = amounts[:n].mean()
    t = [(sample.mean() - mean) / stats.sem(sample) for sample in spread]
    error = stats.sem(amounts[:n])
    expected = mean - error * np.quantile(t, [0.9, 0.1])
    assert tuple(found) == pytest.approx(expected, rel=1e-9)
    assert (found.failed, found.replicates) == (400 - len(spread), 400) and found.failed > 0
    assert (found.estimate, found.standard_error) == pytest.approx((mean, error))
    errors = [error * quantile_error(np.array(t), share) for share in (0.9, 0.1)]
    assert (found.low_error, found.high_error) == pytest.approx(errors, rel=1e-9)
    assert cv.mean_interval([1.0, 2, 4], seed=1, draws=50).replicates == 50
    with pytest.raises(cv.FitError, match="three or more"):
        cv.mean_interval([1.0, 2], seed=1)


@pytest.mark.parametrize(("n", "median"), [(7, 4), (8, 4.5)])
def test_a_median_is_the_middle_and_its_level_is_a_floor(n, median):
    # 1 - 2 / 2^7 and 1 - 2 / 2^8: a level of just that is met, one above it is not.
    found = cv.median_interval([*range(1, n + 1), np.nan], level=1 - 2 / 2**n)
    assert (found.estimate, found.low, found.high, found.coverage) == (median, 1, n, 1 - 2 / 2**n)
    with pytest.raises(cv.FitError, match=f"No two of {n} amounts"):
        cv.median_interval(range(n), level=1 - 1.9 / 2**n)
