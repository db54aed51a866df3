"""Intervals against closed forms, published coverage and each other; nothing left uncounted."""

import numpy as np
import pandas as pd
import pytest
from reference import surveys
from scipy import optimize, stats

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
        drawn = {} if method == "delta" else {"draws": 2000, "seed": 1}
        interval = card.interval(measure, method, **drawn, **arguments.get(measure, {}))
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


@pytest.mark.slow
def test_bootstrap_agrees_with_the_exact_one(park):
    # exact_bootstrap on 1,000 other resamples: median [11.093, 16.606], truncated mean [24.976, 32.718], at means.
    median = park.interval("median", "bootstrap", draws=2000, seed=1, at="means")
    assert tuple(median) == pytest.approx((11.093, 16.606), rel=0.04)
    truncated = park.interval("truncated_mean", "bootstrap", draws=2000, seed=1, limit=120, at="means")
    assert tuple(truncated) == pytest.approx((24.976, 32.718), rel=0.03)


@pytest.mark.long
def test_failed_and_wrong_signed_resamples_are_counted():
    # Eight answers at two bids: some resamples hold one bid, or a share willing that rises, or no spread at all.
    fit = cv.fit(cv.single_bounded([10, 10, 10, 10, 40, 40, 40, 40], [1, 1, 1, 0, 1, 0, 0, 0]), "log-logistic")
    interval = fit.interval("median", "bootstrap", draws=500, seed=1)
    assert interval.failed > 0 and interval.wrong_signed > 0 and interval.replicates == 500
    assert interval.wrong_signed <= interval.infinite < 500 - interval.failed


def test_weighted_rows_bootstrap_as_respondents():
    answers, counts = surveys.published_single("carson1992_single")
    fit = cv.fit(answers, "log-logistic", weights=counts)
    low, high = fit.interval("median", "bootstrap", draws=1000, seed=1)
    assert (low, high) == pytest.approx(tuple(fit.interval("median")), rel=0.1)
    with pytest.raises(cv.FitError, match="whole numbers"):
        cv.fit(answers, weights=counts / 2).interval("median", "bootstrap", seed=1)


def test_the_same_seed_gives_the_same_interval(card):
    for method in ("bootstrap", "krinsky-robb"):
        first, again, other = (tuple(card.interval("mean", method, seed=seed, draws=300)) for seed in (1, 1, 2))
        assert first == again != other


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("mode",), "choose one of mean, median"),
        (("median", "jackknife"), "choose one of delta, fieller"),
        (("median", "bootstrap"), "give seed="),
        (("median", "krinsky-robb"), "give seed="),
    ],
)
def test_what_is_not_offered_is_named(card, arguments, words):
    with pytest.raises(cv.FitError, match=words):
        card.interval(*arguments)
    with pytest.raises(cv.FitError, match="between 0 and 1"):
        card.interval("median", level=95)


@pytest.mark.parametrize(
    ("method", "options", "words"),
    [
        ("bootstrap", {"seed": -1}, "seed="),
        ("bootstrap", {"seed": "one"}, "seed="),
        ("bootstrap", {"seed": 1, "draws": 1e3}, "draws=1000.0 must be a whole number"),
        ("krinsky-robb", {"seed": 1, "draws": 0}, "draws=0 must be a whole number"),
        ("krinsky-robb", {"seed": 1, "draws": 1e4}, "draws=10000.0 must be a whole number"),
        ("krinsky-robb", {"draws": np.ones((5, 3))}, "2 columns"),
        ("krinsky-robb", {"draws": np.ones(2)}, "2 columns"),
        ("krinsky-robb", {"draws": np.full((5, 2), np.nan)}, "none missing"),
        ("bootstrap", {"seed": 1, "replicates": 200}, "replicates= is now draws="),
        ("delta", {"draws": 200}, "draws= means nothing to the method 'delta'"),
        ("profile", {"seed": 1}, "seed= means nothing to the method 'profile'"),
        ("delta", {"at": pd.DataFrame({"income": []})}, "at= holds nobody"),
    ],
)
def test_draws_that_mean_nothing_are_named(method, options, words):
    fit = cv.fit(surveys.paycard54(), "log-normal")
    with pytest.raises(cv.FitError, match=words):
        fit.interval("median", method, **options)


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


# ------------------------------------------------------------------- Fieller, profile likelihood, studentised bootstrap


def test_fieller_is_the_set_of_medians_that_a_wald_test_keeps(park):
    # At a Fieller limit r the Wald statistic of a - r b is the normal quantile (Fieller 1954).
    interval = park.interval("median", "fieller", at="means")
    covariance = park.cov_params(form="utility-difference").to_numpy()
    people = surveys.natural_park()[["female", "age", "income"]].mean()
    for limit in interval:
        direction = np.array([1, *people, np.log(limit)])
        wald = direction @ park.utility_difference() / np.sqrt(direction @ covariance @ direction)
        assert abs(wald) == pytest.approx(stats.norm.isf(0.025), rel=1e-9)
    # Krinsky-Robb percentiles share those limits, but for the noise of the draws.
    robb = park.interval("median", "krinsky-robb", draws=40_000, seed=1, at="means")
    assert tuple(robb) == pytest.approx(tuple(interval), rel=0.01)
    normal = cv.fit(surveys.natural_park_answers(), "normal")
    located = normal.interval("mean", "fieller", support="real")
    assert tuple(located) == tuple(normal.interval("median", "fieller"))


def test_fieller_sets_may_be_disjoint_or_everything():
    # A bid coefficient of t = -1.52: a disjoint set at 99 %; answers vaguer still leave nothing out.
    answers = cv.single_bounded(
        np.repeat([10, 20, 40], 12), np.r_[[1] * 11 + [0], [1] * 10 + [0] * 2, [1] * 8 + [0] * 4]
    )
    fit = cv.fit(answers, "logistic")
    assert fit.utility_difference()["bid"] / np.sqrt(fit.cov_params("utility-difference").iloc[1, 1]) > -2
    disjoint = fit.interval("median", "fieller", level=0.99)
    (_, below), (above, _) = disjoint.pieces
    assert (disjoint.low, disjoint.high) == (-np.inf, np.inf) and below < 0 < above < fit.median()
    assert "disjoint" in repr(disjoint)
    vague = cv.fit(cv.single_bounded(np.repeat([10, 20, 40], 4), [1, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0]), "log-logistic")
    assert tuple(vague.interval("median", "fieller", level=0.999)) == (0, np.inf)


@pytest.mark.slow
def test_profile_limits_are_where_the_restricted_fit_loses_so_much():
    # Restricting a log-logistic median to m leaves one parameter, the scale: maximised here by a general optimiser.
    answers = surveys.natural_park_answers()
    fit = cv.fit(answers, "log-logistic")
    bounds = answers.to_numpy()

    def restricted(median):
        def minus(log_scale):
            with np.errstate(divide="ignore"):
                z = (np.log(np.maximum(bounds, 0)) - np.log(median)) / np.exp(log_scale)
            return -np.log(stats.logistic.cdf(z[:, 1]) - stats.logistic.cdf(z[:, 0])).sum()

        return -optimize.minimize_scalar(minus, (-1, 1), tol=1e-12).fun

    for limit in fit.interval("median", "profile"):
        assert 2 * (fit.llf - restricted(limit)) == pytest.approx(stats.chi2.isf(0.05, 1), rel=1e-7)
    assert fit.profile("median", [10.0, 20.0]).tolist() == pytest.approx(
        [2 * (fit.llf - restricted(median)) for median in (10, 20)], rel=1e-7
    )


@pytest.mark.slow
def test_profile_of_a_normal_mean_has_its_closed_form():
    # Open-ended normal answers: the deviance of a mean m is n log(1 + (mean - m)^2 / variance), divisor n.
    amounts = np.array([12.0, 30, 7.5, 55, 20, 20, 90, 41])
    fit = cv.fit(cv.open_ended(amounts), "normal")
    reach = np.sqrt(amounts.var() * np.expm1(stats.chi2.isf(0.1, 1) / len(amounts)))
    found = fit.interval("mean", "profile", level=0.9, support="real")
    assert tuple(found) == pytest.approx((amounts.mean() - reach, amounts.mean() + reach), rel=1e-8)


@pytest.mark.slow
def test_profile_limit_of_a_mean_that_may_be_infinite_is_infinite(park):
    # At a scale of 1, where the mean becomes infinite, the log-likelihood is within 1.92 of its maximum.
    interval = park.interval("mean", "profile", at="means")
    assert interval.high == np.inf and 40 < interval.low < 60
    single = cv.fit(surveys.natural_park_answers(followups=False), "log-logistic")
    with pytest.raises(cv.FitError, match="the estimate is infinite"):
        single.interval("mean", "profile")


@pytest.mark.long
def test_profile_that_cannot_be_followed_has_no_limit():
    # Fifteen answers and four terms: far out all that could say where to go next vanishes. The limit is missing.
    bids = [5, 20, 10, 5, 10, 5, 10, 20, 5, 10, 20, 20, 10, 5, 20]
    answers = cv.single_bounded(bids, [0, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 0])
    x = [1.25, -0.55, 1.2, -1.0, 0.88, -0.92, 1.03, -0.06, 0.37, 0.19, -1.06, 2.45, 0.62, -0.41, -0.28]
    people = pd.DataFrame({"x": x, "z": list("cccaccccababcbb")})
    interval = cv.fit(answers, "log-normal", "x + z", people).interval("truncated_mean", "profile", limit=160)
    assert interval.low == pytest.approx(5.2, abs=0.2) and np.isnan(interval.high)


@pytest.mark.slow
def test_studentised_bootstrap_of_an_open_ended_mean_is_bootstrap_t():
    # A normal fit's mean on the real line is the plain mean, and its error the standard deviation over root n: the
    # bootstrap-t of `mean_interval`, but for other draws.
    amounts = surveys.formats300()["amount"].iloc[:54].astype(float)
    fit = cv.fit(cv.open_ended(amounts).replace(0, 1e-9), "normal")
    plain = cv.mean_interval(amounts, seed=2)
    interval = fit.interval("mean", "bootstrap-t", seed=1, support="real")
    assert tuple(interval) == pytest.approx(tuple(plain), rel=0.02)


@pytest.mark.slow
def test_infinite_replicates_beyond_their_tail_make_the_limit_infinite(park):
    # 3.9 % of replicates are infinite in the reference draws: beyond half of 5 %, within half of 20 %.
    for method in ("bootstrap", "bootstrap-t", "krinsky-robb"):
        options = {"draws": 1000, "seed": 1, "at": "means"}
        wide = park.interval("mean", method, **options)
        assert wide.infinite > 25 and wide.high == np.inf
        assert park.interval("mean", method, level=0.8, **options).high < np.inf


@pytest.mark.slow
def test_recommended_methods_say_why(card):
    for measure in ("median", "mean", "truncated_mean", "conditional_mean", "share_willing"):
        method, reason = cv.recommended(measure)
        assert reason.endswith(".")
        options = {"truncated_mean": {"limit": 200}, "conditional_mean": {"limit": 200}, "share_willing": {"price": 50}}
        found = card.interval(measure, "recommended", seed=1, draws=200, **options.get(measure, {}))
        assert found.method == method
    with pytest.raises(cv.FitError, match="choose one of median"):
        cv.recommended("mode")


@pytest.mark.slow
def test_currency_changes_no_interval_but_its_unit(park):
    people = surveys.natural_park()
    cents = cv.fit(surveys.natural_park_answers() * 100, "log-logistic", PARK_COVARIATES, data=people)
    for method in ("fieller", "profile", "bootstrap", "bootstrap-t", "krinsky-robb"):
        drawn = {} if method in ("fieller", "profile") else {"seed": 1, "draws": 100}
        options = {"at": "means", **drawn}
        ours, theirs = (fit.interval("median", method, **options) for fit in (park, cents))
        # Krinsky-Robb draws mix the parameters in another order of size: the same distribution, not the same draws.
        rel = 0.2 if method == "krinsky-robb" else 1e-7
        assert tuple(theirs) == pytest.approx((100 * ours.low, 100 * ours.high), rel=rel)


def test_profile_of_a_median_that_a_spike_may_hold_ends_at_zero():
    # Known zeros are 24 of 54: a share of one half, and with it a median of 0, lies within the likelihood's reach.
    amounts = [0] * 24 + [5, 8, 12, 15, 20, 25] * 5
    fit = cv.fit(cv.open_ended(amounts), zeros="spike")
    low, high = fit.interval("median", "profile")
    assert low == 0 and high > fit.median()


def test_fieller_takes_a_frame_of_one_and_no_frame_of_two():
    # A median of the average survivor over two sets of covariates is no ratio of coefficients.
    said = np.repeat([1, 0] * 4, [9, 1, 7, 3, 4, 6, 1, 9])
    incomes = pd.DataFrame({"income": np.tile([1.0, 2.0], 20)})
    fit = cv.fit(cv.single_bounded(np.repeat([5, 10, 20, 40], 10), said), "log-logistic", "income", data=incomes)
    with pytest.raises(cv.FitError, match="at one set of covariates"):
        fit.interval("median", "fieller", at=incomes.iloc[:2])
    one = fit.interval("median", "fieller", at=incomes.iloc[:1])
    assert tuple(one) == tuple(fit.interval("median", "fieller", at={"income": 1.0}))


@pytest.mark.parametrize(
    ("limit", "error", "step"),
    [(12.34, 0.3, 1), (12.34, 0.04, 0.1), (12.34, 0.05, 0.1), (12.34, 30, 10), (-12.34, 0.3, 1),
     (0.0123, 0.0001, 0.001), (12.34, 0, 0), (0, 0.3, 0), (np.inf, 0.3, 0), (12.34, np.nan, 0), (100, 300, 100),
     (99.9, 300, 10)],
)  # fmt: skip
def test_a_limit_bears_the_digits_that_two_errors_leave(limit, error, step):
    # The power of ten at or above twice the error, but never above the first digit.
    interval = cv.Interval("median", "bootstrap", 10.0, limit, limit, 0.95, low_error=error, high_error=2 * error)
    assert interval.steps[0] == pytest.approx(step)


def test_limits_are_printed_as_far_as_they_bear():
    interval = cv.Interval("mean", "bootstrap", 40.0, 12.34, 56.78, 0.9, low_error=0.3, high_error=0.03, replicates=50)
    assert repr(interval) == "mean 40 (90 % bootstrap interval 12 to 56.8)"
    counted = cv.Interval("mean", "bootstrap", 40.0, 1.0, np.inf, 0.9, replicates=50, failed=2, infinite=7, remark="so")
    assert repr(counted) == "mean 40 (90 % bootstrap interval 1 to inf, 2 of 50 failed, 7 of 50 infinite); so"
    assert list(counted) == [1.0, np.inf] and counted.row()["failed"] == 2


def wald(fit, limit, at=1.0, z=0.0):
    """Statistic of a + z - r b for a limit r of (a + z) / b, from the fitted utility difference."""
    direction = np.array([at, limit])
    value = direction @ fit.utility_difference() + z
    return value / np.sqrt(direction @ fit.cov_params(form="utility-difference") @ direction)


def test_fieller_limits_of_a_quantile_and_of_two_pieces_are_kept_by_a_wald_test():
    said = np.repeat([1, 0] * 3, [9, 1, 6, 4, 3, 7])
    fit = cv.fit(cv.single_bounded(np.repeat([5, 10, 20], 10), said), "logistic")
    # A quantile of 0.25 is exceeded by 0.75: its logit, log 3, moves the ratio.
    for share, z in ((0.25, -np.log(3)), (0.5, 0.0), (0.9, np.log(9))):
        interval = fit.interval("quantile", "fieller", level=0.9, share=share)
        for limit in interval:
            assert abs(wald(fit, limit, z=z)) == pytest.approx(stats.norm.isf(0.05), rel=1e-9)
        assert interval.low < fit.quantile(share) < interval.high and interval.pieces == ()
    weak = cv.fit(
        cv.single_bounded(np.repeat([10, 20, 40], 12), np.repeat([1, 0] * 3, [11, 1, 10, 2, 8, 4])), "logistic"
    )
    (_, below), (above, _) = weak.interval("median", "fieller", level=0.99).pieces
    for limit in (below, above):
        assert abs(wald(weak, limit)) == pytest.approx(stats.norm.isf(0.005), rel=1e-9)
    for measure, arguments in (("mean", {}), ("share_willing", {"price": 10})):
        with pytest.raises(cv.FitError, match="needs a median, a quantile"):
            fit.interval(measure, "fieller", **arguments)


def test_delta_limits_by_hand_and_where_nothing_bounds(card):
    # Log scale: median exp(location), error that of the location; the limits' logarithms are kept.
    interval, error = card.interval("median", level=0.9), card.bse["Intercept"]
    reach = stats.norm.ppf(0.95) * error
    assert interval.log_limits == pytest.approx((card.params["Intercept"] - reach, card.params["Intercept"] + reach))
    assert interval.standard_error == pytest.approx(error * card.median(), rel=1e-7)
    assert card.interval("share_willing", price=50).log_limits == ()
    heavy = cv.fit(cv.single_bounded([20, 80] * 2, [1, 1, 0, 0]), "log-logistic", weights=[5, 4.0, 5, 6])
    whole = heavy.interval("mean")
    assert (whole.low, whole.high, whole.standard_error) == (0, np.inf, np.inf)
