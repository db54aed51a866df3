"""Intervals against closed forms, published coverage and each other; nothing left uncounted."""

import numpy as np
import pytest
from reference import surveys
from scipy import stats

from helpers import valuation as cv

PARK_COVARIATES = "female + age + income"


@pytest.fixture(scope="module")
def park():
    return cv.fit(surveys.natural_park_answers(), "log-logistic", PARK_COVARIATES, data=surveys.natural_park())


@pytest.fixture(scope="module")
def card():
    return cv.fit(surveys.paycard54(), "log-normal")


def test_delta_interval_of_a_log_normal_median_is_that_of_its_location(card):
    # log(median) is the intercept, so the log-scale delta interval is exp of its Wald interval.
    low, high = card.interval("median", level=0.9)
    assert (low, high) == pytest.approx(tuple(np.exp(card.conf_int(level=0.9).loc["Intercept"])), rel=1e-9)


def test_delta_interval_of_a_normal_median_may_be_negative():
    answers = cv.single_bounded(np.repeat([5, 10, 20], 8), [1, 1, 1, 0, 0, 0, 0, 0] * 2 + [1] + [0] * 7)
    fit = cv.fit(answers, "normal")
    low, high = fit.interval("median")
    assert (low, high) == pytest.approx(tuple(fit.conf_int().loc["Intercept"]), rel=1e-9)
    assert low < 0


def test_delta_interval_of_a_share_stays_between_0_and_1(card):
    interval = card.interval("share_willing", price=400)
    assert 0 < interval.low < interval.estimate < interval.high < 1
    # By hand: S = 1 - Phi(z), z = (log b - mu) / sigma, dz = (-1 / sigma, -z).
    z = (np.log(400) - card.params["Intercept"]) / card.scale
    slope = stats.norm.pdf(z) * np.array([1 / card.scale, z])
    assert interval.standard_error == pytest.approx(np.sqrt(slope @ card.cov_params() @ slope), rel=1e-9)


@pytest.mark.parametrize(
    "measure", ["median", "truncated_mean", "conditional_mean", "share_willing", "mean", "quantile"]
)
def test_three_methods_tell_one_story(card, measure):
    arguments = {"truncated_mean": {"limit": 200}, "conditional_mean": {"limit": 200}, "share_willing": {"price": 50}}
    arguments |= {"quantile": {"share": 0.25}}
    widths = []
    for method in ("delta", "krinsky-robb", "bootstrap"):
        interval = card.interval(measure, method, draws=2000, replicates=2000, seed=1, **arguments.get(measure, {}))
        assert interval.low < interval.estimate < interval.high
        assert (interval.failed, interval.infinite, interval.wrong_signed) == (0, 0, 0)
        widths.append(interval.high - interval.low)
    assert max(widths) / min(widths) < 1.35


def test_krinsky_robb_keeps_infinite_draws(park):
    # The mean is infinite where the bid coefficient, normal with mean -1.13372 and error 0.0834776 (the reference), is
    # above -1: in 5.46 % of draws. The reference's own draws give [52.6, inf).
    interval = park.interval("mean", "krinsky-robb", draws=4000, seed=1, at="means")
    assert interval.high == np.inf and interval.low == pytest.approx(52.6, rel=0.05)
    assert interval.infinite / 4000 == pytest.approx(0.0546, abs=0.01)
    assert "infinite" in repr(interval)


def test_bootstrap_agrees_with_the_exact_one(park):
    # exact_bootstrap on 1,000 other resamples: median [11.093, 16.606], truncated mean [24.976, 32.718], at means.
    median = park.interval("median", "bootstrap", replicates=2000, seed=1, at="means")
    assert tuple(median) == pytest.approx((11.093, 16.606), rel=0.04)
    truncated = park.interval("truncated_mean", "bootstrap", replicates=2000, seed=1, limit=120, at="means")
    assert tuple(truncated) == pytest.approx((24.976, 32.718), rel=0.03)


def test_bootstrap_resamples_only_the_rows_that_were_fitted():
    # DCchoice 0.2.0 resamples the unsubsetted data: for park visitors of age class 5 and above its interval of the
    # truncated mean, [28.95, 48.59], misses the estimate 16.545. Correct: about [9.33, 24.52].
    people = surveys.natural_park()
    old = people["age"] >= 5
    answers = surveys.natural_park_answers().where(old, axis=0)
    fit = cv.fit(answers, "log-logistic")
    assert (fit.nobs, fit.missing_answers) == (58, 254)
    interval = fit.interval("truncated_mean", "bootstrap", limit=120, replicates=2000, seed=1)
    assert interval.estimate == pytest.approx(16.545489, rel=1e-7)
    assert tuple(interval) == pytest.approx((9.33, 24.52), rel=0.12)


def test_failed_and_wrong_signed_resamples_are_counted():
    # Eight answers at two bids: some resamples hold one bid, or a share willing that rises, or no spread at all.
    fit = cv.fit(cv.single_bounded([10, 10, 10, 10, 40, 40, 40, 40], [1, 1, 1, 0, 1, 0, 0, 0]), "log-logistic")
    interval = fit.interval("median", "bootstrap", replicates=500, seed=1)
    assert interval.failed > 0 and interval.wrong_signed > 0 and interval.replicates == 500
    assert interval.wrong_signed <= interval.infinite < 500 - interval.failed


def test_weighted_rows_bootstrap_as_respondents():
    answers, counts = surveys.published_single("carson1992_single")
    fit = cv.fit(answers, "log-logistic", weights=counts)
    low, high = fit.interval("median", "bootstrap", replicates=1000, seed=1)
    assert (low, high) == pytest.approx(tuple(fit.interval("median")), rel=0.1)
    with pytest.raises(cv.FitError, match="whole numbers"):
        cv.fit(answers, weights=counts / 2).interval("median", "bootstrap", seed=1)


def test_the_same_seed_gives_the_same_interval(card):
    for method in ("bootstrap", "krinsky-robb"):
        first, again, other = (
            tuple(card.interval("mean", method, seed=seed, draws=300, replicates=300)) for seed in (1, 1, 2)
        )
        assert first == again != other


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("mode",), "choose one of mean, median"),
        (("median", "jackknife"), "choose one of delta, bootstrap"),
        (("median", "bootstrap"), "give seed="),
    ],
)
def test_what_is_not_offered_is_named(card, arguments, words):
    with pytest.raises(cv.FitError, match=words):
        card.interval(*arguments)
    with pytest.raises(cv.FitError, match="between 0 and 1"):
        card.interval("median", level=95)


def test_median_interval_by_order_statistics():
    # n = 54: X(20) and X(35) cover 96.0 % (binomial tables); n = 5 never reaches 95 %.
    interval = cv.median_interval(np.arange(1, 55)[::-1])
    assert (interval.low, interval.high) == (20, 35)
    assert interval.coverage == pytest.approx(1 - 2 * stats.binom.cdf(19, 54, 0.5), rel=1e-12)
    assert round(100 * interval.coverage, 1) == 96.0
    with pytest.raises(cv.FitError, match="5 amounts"):
        cv.median_interval([1, 2, 3, 4, 5])


def test_mean_interval_is_skewed_as_the_amounts_are_and_follows_the_currency():
    amounts = surveys.formats300()["amount"].iloc[:54]
    interval = cv.mean_interval(amounts, seed=1)
    assert interval.high - amounts.mean() > amounts.mean() - interval.low
    pence = cv.mean_interval(amounts * 100, seed=1)
    assert tuple(pence) == pytest.approx((100 * interval.low, 100 * interval.high), rel=1e-9)
    # For symmetric amounts the t interval is the limit.
    even = np.linspace(0, 100, 201)
    t = stats.t.interval(0.95, 200, even.mean(), stats.sem(even))
    assert tuple(cv.mean_interval(even, seed=1)) == pytest.approx(t, rel=0.01)
    for amounts, words in (([5, 5, 5], "all the same"), ([1, np.inf], "finite"), ([1], "two or more")):
        with pytest.raises(cv.FitError, match=words):
            cv.mean_interval(amounts, seed=1)


def test_resamples_of_one_repeated_amount_are_counted():
    # Of three amounts, 3 in 27 resamples repeat one of them three times.
    assert cv.mean_interval([1, 2, 4], seed=1).failed == pytest.approx(10_000 / 9, rel=0.1)
