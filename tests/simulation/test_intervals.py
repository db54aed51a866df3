"""Intervals for many samples at once are those for each sample."""

import numpy as np
import pytest
from scipy import stats

from helpers import valuation as cv
from helpers.simulation import intervals

SAMPLES = np.random.default_rng(5).lognormal(3.5, 1.0, size=(4, 54)).round(2)


@pytest.fixture(scope="module")
def limits():
    return intervals.of_samples(SAMPLES, 9_999, np.random.default_rng(3), model=True)


@pytest.mark.slow
def test_t_is_the_textbook_one(limits):
    for row, sample in enumerate(SAMPLES):
        expected = stats.t.interval(0.95, 53, sample.mean(), stats.sem(sample))
        assert limits["mean", "t"][row] == pytest.approx(expected)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "method"), [("percentile", "percentile"), ("BCa", "BCa")])
def test_bootstraps_agree_with_scipy(limits, name, method):
    for row, sample in enumerate(SAMPLES):
        random = np.random.default_rng(8)
        found = stats.bootstrap((sample,), np.mean, n_resamples=9_999, method=method, rng=random).confidence_interval
        width = found.high - found.low
        assert limits["mean", name][row] == pytest.approx([found.low, found.high], abs=0.08 * width)


@pytest.mark.slow
def test_bootstrap_t_and_order_statistics_are_those_of_the_estimator(limits):
    for row, sample in enumerate(SAMPLES):
        studentised = cv.mean_interval(sample, seed=4)
        width = studentised.high - studentised.low
        assert limits["mean", "bootstrap-t"][row] == pytest.approx(
            [studentised.low, studentised.high], abs=0.05 * width
        )
        exact = cv.median_interval(sample)
        assert limits["median", "order statistics"][row].tolist() == [exact.low, exact.high]


def test_the_model_is_the_fit_to_the_amounts(limits):
    name = "log-normal MLE, delta on logs"
    for row, sample in enumerate(SAMPLES):
        interval = cv.fit(cv.open_ended(sample), "log-normal").interval("mean", "delta")
        assert limits["mean", name][row] == pytest.approx([interval.low, interval.high], rel=1e-6)


def test_resampled_medians_are_medians_of_resamples():
    random = np.random.default_rng(6)
    for n in (7, 8):
        sample = random.integers(0, 5, size=n).astype(float)
        places = random.integers(0, n, size=(50, n))
        counts = np.array([np.bincount(row, minlength=n) for row in places]).T.astype(float)
        assert intervals._medians(sample[None], counts)[0].tolist() == np.median(sample[places], axis=1).tolist()


def test_samples_without_spread_have_no_limits_where_there_are_none():
    same = np.full((1, 20), 30.0)
    found = intervals.of_samples(same, 99, np.random.default_rng(1), model=True)
    assert np.isnan(found["mean", "bootstrap-t"]).all() and found["mean", "t"].tolist() == [[30, 30]]
    one_payer = np.zeros((1, 20))
    one_payer[0, 0] = 10
    found = intervals.of_samples(one_payer, 99, np.random.default_rng(1), model=True)
    assert np.isnan(found["mean", "log-normal MLE, delta on logs"]).all()
