"""What batches cost and what must not hang on how they are cut: blocks, counts of distinct answers, threads."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest
import threadpoolctl

from helpers import valuation as cv
from helpers.valuation.intervals import refits, simulated


def survey(n, seed=1):
    """Card answers with a continuous covariate."""
    rng = np.random.default_rng(seed)
    income = rng.gamma(4, 6, n)
    card = np.array([0.0, 10, 20, 40, 80])
    amount = np.exp(2.5 + 0.02 * income + 0.8 * rng.normal(size=n))
    return cv.payment_card(card[np.searchsorted(card, amount) - 1], card), pd.DataFrame({"income": income})


@pytest.mark.long
@pytest.mark.parametrize(("measure", "arguments"), [("median", {}), ("mean", {}), ("truncated_mean", {"limit": 80})])
def test_krinsky_robb_has_the_same_digits_whatever_the_block(measure, arguments, monkeypatch):
    answers, people = survey(300)
    fit = cv.fit(answers, covariates="income", data=people)
    whole = fit.replicates(measure, draws=500, seed=1, **arguments)
    for block in (1, 300 * 7, 300 * 64):
        monkeypatch.setattr(simulated, "_BLOCK", block)
        np.testing.assert_array_equal(fit.replicates(measure, draws=500, seed=1, **arguments), whole)


def test_the_error_of_a_quantile_is_its_spread_over_runs():
    # Of normal draws: sqrt(p (1 - p) / n) over the density at the quantile (David and Nagaraja, 2003).
    rng = np.random.default_rng(1)
    found = [simulated.quantile_error(rng.standard_normal(10_000), 0.975) for _ in range(50)]
    assert np.mean(found) == pytest.approx(np.sqrt(0.025 * 0.975 / 10_000) / 0.05844507, rel=0.1)
    assert simulated.quantile_error(np.full(10, 3.0), 0.5) == 0


@pytest.mark.long
def test_krinsky_robb_stays_within_memory():
    # 10,000 draws times 10,000 respondents at once would be 800 MB an array.
    answers, people = survey(10_000)
    fit = cv.fit(answers, covariates="income", data=people)
    tracemalloc.start()
    fit.interval("share_willing", "krinsky-robb", price=30, draws=1000, seed=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 250e6


def test_resamples_of_many_like_answers_are_counts():
    # Multinomial moments, and totals that are the number of respondents; their bootstrap is the delta interval.
    counts = np.array([400_000.0, 350_000, 250_000])
    drawn = np.hstack(list(refits.draws(counts, 4000, seed=1)))
    n, share = counts.sum(), counts / counts.sum()
    assert drawn.shape == (3, 4000) and (drawn.sum(axis=0) == n).all()
    np.testing.assert_allclose(drawn.mean(axis=1), counts, atol=5 * np.sqrt(n / 4 / 4000))
    np.testing.assert_allclose(drawn.var(axis=1), n * share * (1 - share), rtol=5 * np.sqrt(2 / 4000))
    answers, _ = survey(200)
    fit = cv.fit(answers, weights=np.full(200, 5000))
    assert tuple(fit.interval("median", "bootstrap", seed=1, draws=1000)) == pytest.approx(
        tuple(fit.interval("median")), rel=1e-3
    )


def test_batches_leave_the_threads_of_the_caller_alone():
    answers, people = survey(100)
    fit = cv.fit(answers, covariates="income", data=people)
    with threadpoolctl.threadpool_limits(2, user_api="blas"):
        before = [library["num_threads"] for library in threadpoolctl.threadpool_info()]
        fit.interval("median", "bootstrap", draws=20, seed=1)
        assert [library["num_threads"] for library in threadpoolctl.threadpool_info()] == before


@pytest.mark.parametrize("share", [0.0, 0.025, 1 / 3, 0.5, 0.9, 1.0])
def test_quantiles_are_those_of_numpy_and_infinities_stay_in_place(share):
    values = np.array([4.0, -2, 11, 7, 7, 0.5, 3])
    assert simulated.quantile(values, share) == pytest.approx(np.quantile(values, share))
    assert np.isnan(simulated.quantile(np.array([]), share)) and simulated.quantile_error(np.array([]), share) == 0
    assert simulated.quantile(np.append(values, [np.inf] * 93), 0.5) == np.inf
    # Half the way between the order statistics one binomial deviation to either side, none beyond the ends.
    aside = np.sqrt(share * (1 - share) / 7)
    ends = np.quantile(values, np.clip([share - aside, share + aside], 0, 1))
    assert simulated.quantile_error(values, share) == pytest.approx((ends[1] - ends[0]) / 2)


def test_percentile_limits_count_what_they_left_in_and_out():
    values = np.append(np.arange(38.0), [np.inf, np.inf])
    found = simulated.percentiles(values, {"failed": 3, "wrong_signed": 1}, 0.8)
    assert (found["low"], found["high"]) == pytest.approx((np.quantile(values, 0.1), np.quantile(values, 0.9)))
    assert (found["replicates"], found["infinite"], found["failed"], found["wrong_signed"]) == (43, 2, 3, 1)
    for end, share in (("low", 0.1), ("high", 0.9)):
        assert found[f"{end}_error"] == simulated.quantile_error(values, share)


AMOUNTS = np.array([12.0, 30, 7.5, 55, 20, 20, 90, 41, 33, 18])


@pytest.fixture(scope="module")
def exact():
    return cv.fit(cv.open_ended(AMOUNTS), "normal")


def test_krinsky_robb_draws_are_normal_ones_of_the_coefficients(exact):
    # gamma / kappa over theta + C z, z of NumPy's generator and C C' the covariance.
    z = np.random.default_rng(3).standard_normal((200, 2))
    covariance = exact.cov_params("utility-difference").to_numpy() * np.array([[1, -1], [-1, 1]])
    a, k = exact.utility_difference() * [1, -1]
    theta = np.array([[a], [k]]) + np.linalg.cholesky(covariance) @ z.T
    found = exact.replicates("median", "krinsky-robb", draws=200, seed=3)
    np.testing.assert_allclose(found, theta[0] / theta[1], rtol=1e-9)
    # Draws of one's own are of the utility difference, whose bid coefficient is negative.
    own = np.array([[1.0, -0.5], [2.0, -0.25], [1.0, 0.5]])
    interval = exact.interval("median", "krinsky-robb", draws=own)
    assert (interval.wrong_signed, interval.infinite, interval.failed, interval.replicates) == (1, 1, 0, 3)
    assert exact.replicates("median", "krinsky-robb", draws=own).tolist() == [2, 8, np.inf]


def test_the_studentised_bootstrap_by_hand(exact):
    # Of a normal fit to exact amounts: mean and divisor-n deviation of each resample, (m* - m) / (s* / root n).
    target = exact.target("mean", {"support": "real"})
    # Equal amounts are one row.
    observed, n = target.resampled.observations, 10
    weights = np.hstack(list(refits.draws(observed.weights, 300, seed=2)))
    mean = observed.upper @ weights / n
    error = np.sqrt((observed.upper**2 @ weights / n - mean**2) / n)
    t = (mean - AMOUNTS.mean()) / error
    found, counts = simulated.bootstrap(target, 300, 2, studentised=True)
    np.testing.assert_allclose(found, t, rtol=1e-6, atol=1e-8)
    assert counts == {"failed": 0, "wrong_signed": 0}
    plain, _ = simulated.bootstrap(target, 300, 2)
    np.testing.assert_allclose(plain, mean, rtol=1e-9)
    interval = exact.interval("mean", "bootstrap-t", level=0.9, draws=300, seed=2, support="real")
    se = AMOUNTS.std() / np.sqrt(n)
    expected = AMOUNTS.mean() - se * np.quantile(t, [0.95, 0.05])
    assert tuple(interval) == pytest.approx(expected, rel=1e-7)
    errors = [se * simulated.quantile_error(t, share) for share in (0.95, 0.05)]
    assert (interval.low_error, interval.high_error) == pytest.approx(errors, rel=1e-6)
    assert (interval.replicates, interval.infinite, interval.failed) == (300, 0, 0)


@pytest.mark.parametrize("size", [1, 7, 10**9])
def test_columns_are_cut_so_that_none_is_alone(size, monkeypatch):
    monkeypatch.setattr(simulated, "_BLOCK", 21)
    parts = simulated._blocks(np.arange(20.0).reshape(1, 20), size)
    assert np.hstack(parts).ravel().tolist() == list(range(20))
    assert [part.shape[1] for part in parts] == {1: [20], 7: [4, 4, 3, 3, 3, 3], 10**9: [2] * 10}[size]


@pytest.mark.slow
def test_resamples_that_cannot_be_fitted_are_left_out_of_what_all_others_agree_on():
    # Everybody is willing at a price of nothing, whatever the fit: where there is none there is no such share either.
    fit = cv.fit(cv.single_bounded([10, 10, 10, 10, 40, 40, 40, 40], [1, 1, 1, 0, 1, 0, 0, 0]), "log-logistic")
    with np.errstate(divide="ignore"):
        found, counts = simulated.bootstrap(fit.target("share_willing", {"price": 0}), 200, 1)
    assert 0 < counts["failed"] < 200 and len(found) == 200 - counts["failed"] and (found == 1).all()
