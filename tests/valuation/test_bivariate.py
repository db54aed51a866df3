"""The bivariate probit against 25-digit results, multiprecision integrals, and its two limiting models."""

import mpmath
import numpy as np
import pandas as pd
import pytest
from reference import exact
from scipy import optimize, stats

from helpers import valuation as cv
from helpers.valuation.bivariate import _EDGE, PairModel
from helpers.valuation.likelihood.pairs import log_binormal


def fitted(expected, **options):
    """The fit that the reference describes."""
    table = exact.data("bivariate")
    covariates, form = " + ".join(expected["covariates"]) or None, expected["form"].replace("_", "-")
    asked = table["bid"], table["first"], table["followup_bid"], table["second"]
    return cv.bivariate(*asked, expected["distribution"], form, covariates, table, **options)


def simulated(n, rho, shift=0.0, seed=1):
    """Bids doubled or halved, answers from two log-normal amounts."""
    rng = np.random.default_rng(seed)
    first_error = rng.normal(size=n)
    second_error = rho * first_error + np.sqrt(1 - rho**2) * rng.normal(size=n)
    bid = rng.choice([20.0, 35, 70, 110], n)
    first = 3.5 + 0.8 * first_error >= np.log(bid)
    followup_bid = np.where(first, 2 * bid, bid / 2)
    return bid, first, followup_bid, 3.5 + shift + 0.8 * second_error >= np.log(followup_bid)


@pytest.mark.long
@pytest.mark.parametrize("name", exact.fits("bivariate"))
def test_reference_fits(name):
    # estimators/bivariate.json: 13 fits in 120-digit arithmetic, confirmed with R's pbivnorm.
    expected = exact.fits("bivariate")[name]
    fit = fitted(expected)
    assert list(fit.params.index) == expected["parameters"]
    np.testing.assert_allclose(fit.params, exact.numbers(expected["estimates"]), rtol=1e-9)
    np.testing.assert_allclose(fit.bse, exact.numbers(expected["se"]), rtol=1e-9)
    np.testing.assert_allclose(fit.cov_params(), exact.numbers(expected["covariance"]), rtol=1e-8, atol=1e-12)
    found, stated = (fit.llf, fit.aic, fit.bic), [float(expected[key]) for key in ("loglik", "aic", "bic")]
    assert found == pytest.approx(stated, rel=1e-12)
    measures = dict(expected["measures"])
    rho = measures.pop("rho")
    assert (fit.rho, fit.rho_se) == pytest.approx((float(rho["value"]), float(rho["se"])), rel=1e-10)
    for label, value in measures.items():
        part, _, measure = label.rpartition(":")
        measure, arguments = exact.measure(measure, expected)
        interval = fit.of(part or "followup").interval(measure, **arguments)
        assert interval.estimate == pytest.approx(float(value["value"]), rel=1e-10), label
        assert interval.standard_error == pytest.approx(float(value["se"]), rel=1e-8), label


@pytest.mark.long
@pytest.mark.parametrize("atanh_rho", [-6.0, -1.3, -0.2, 0.0, 0.4, 2.0, 7.0])
def test_binormal_probability_keeps_its_digits(atanh_rho):
    # P(Z1 <= h, Z2 <= k) as the integral of phi(x) Phi((k - rho x) / sqrt(1 - rho^2)) by mpmath with 30 digits.
    points = np.array([(-1.0, 2.0), (0.3, -0.31), (-3.0, -2.5), (1.5, 1.4), (0.0, 0.0), (2.2, -2.2), (-2.0, 3.0)])
    found = log_binormal(*points.T, atanh_rho)
    with mpmath.workdps(30):
        rho, root = mpmath.tanh(atanh_rho), mpmath.sech(atanh_rho)
        for (h, k), value in zip(points, found, strict=True):
            turns = [k / rho + step * root for step in (-9, -3, -1, 0, 1, 3, 9)] if rho else []
            ends = [*sorted(x for x in [-38, *turns, -4, -1, 1] if -38 <= x < h), h]
            share = mpmath.quad(lambda x, k=k: mpmath.npdf(x) * mpmath.ncdf((k - rho * x) / root), ends)
            if share > 1e-14:
                assert value == pytest.approx(float(mpmath.log(share)), rel=1e-8, abs=1e-11), (h, k)


REMOTE = [(-0.7, -5.4, -2.2), (-1.5, -3.7, -2.4), (-2.0, -0.1, -4.7), (-5.0, -1.73, 1.40)]
REMOTE += [(-1.0, 6.0, -7.5), (1.5, -12.5, -6.3)]


@pytest.mark.long
@pytest.mark.parametrize(("atanh_rho", "h", "k"), REMOTE)
def test_binormal_probability_of_remote_corners(atanh_rho, h, k):
    # Chances down to exp(-160), by the same integral over x, in ever shorter pieces up to h and with 30 digits.
    found = log_binormal(np.array([h]), np.array([k]), atanh_rho)[0]
    with mpmath.workdps(30):
        rho, root, h, k = mpmath.tanh(atanh_rho), mpmath.sech(atanh_rho), mpmath.mpf(h), mpmath.mpf(k)
        pieces = [*(h - 20 * mpmath.mpf(2) ** -n for n in range(14)), h]
        share = mpmath.quad(lambda x: mpmath.npdf(x) * mpmath.ncdf((k - rho * x) / root), pieces)
        assert found == pytest.approx(float(mpmath.log(share)), abs=1e-8)


@pytest.mark.slow
def test_derivatives_are_those_of_the_log_likelihood():
    # Central differences of the log-likelihood and of its gradient.
    fit = fitted(exact.fits("bivariate")["log-normal__free__female"])
    theta, weights, step = fit.theta * 1.1, fit.model.observations.weights[:, None], 1e-5
    _, gradient, hessian = (part[..., 0] for part in fit.model.derivatives(theta[:, None], weights))
    ends = [theta[:, None] + sign * step * np.eye(len(theta)) for sign in (1, -1)]
    (high, up, _), (low, down, _) = (fit.model.derivatives(each, weights) for each in ends)
    np.testing.assert_allclose(gradient, (high - low) / (2 * step), rtol=1e-6, atol=1e-5)
    np.testing.assert_allclose(hessian, (up - down) / (2 * step), rtol=1e-5, atol=1e-4)


@pytest.mark.slow
def test_no_correlation_is_two_probits_and_full_correlation_the_interval_model():
    # Cameron and Quiggin (1994): the model holds both; scipy's normal distribution and our own interval likelihood.
    bid, first, followup_bid, second = simulated(400, rho=0.3)
    fit = cv.bivariate(bid, first, followup_bid, second)
    gamma, kappa = theta = np.array([4.0, 1.2])
    alone = sum(
        stats.norm.logcdf((2 * said - 1.0) * (gamma - kappa * np.log(amount))).sum()
        for amount, said in ((bid, first), (followup_bid, second))
    )
    weights = np.ones((400, 1))
    assert fit.model.derivatives(np.append(theta, 0.0)[:, None], weights)[0][0] == pytest.approx(alone, rel=1e-13)
    interval = cv.fit(cv.double_bounded(bid, first, followup_bid, second)).model.derivatives(theta[:, None], weights)
    assert fit.model.derivatives(np.append(theta, 12.0)[:, None], weights)[0][0] == pytest.approx(interval[0][0])


@pytest.mark.slow
def test_one_respondent_does_not_move_it():
    # The survey in which one respondent moves the shift model from -9.7 to -0.8; plain scipy (Nelder-Mead on a 24-node
    # likelihood) gives shifts of -9.70 and -12.25 by this model.
    rng = np.random.default_rng(11)
    bid, amount = rng.choice([20.0, 30, 40, 50, 60], 400), rng.normal(42, 35, 400)
    first = amount >= bid
    followup_bid = np.where(first, bid + rng.choice([12.0, 18, 25], 400), bid - rng.choice([12.0, 15, 19], 400))
    second = amount - 8 + rng.normal(0, 6, 400) >= followup_bid
    one_more = np.append(bid, 30), np.append(first, False), np.append(followup_bid, 29), np.append(second, True)
    fit = cv.bivariate(*one_more, "normal", "free-means")
    shift = fit.of("followup").mean(support="real") - fit.mean(support="real")
    assert shift == pytest.approx(-12.25, abs=0.01)


@pytest.mark.long
def test_weights_groups_and_missing_follow_ups():
    # Properties: weights count rows, a group of copies is one respondent, units of account do not matter; and with
    # the second answers of some left out, BFGS on scipy's distribution functions.
    table = exact.data("bivariate")
    columns = ["bid", "first", "followup_bid", "second"]
    counts = np.arange(len(table)) % 3
    weighted = cv.bivariate(*(table[name] for name in columns), covariates="female", data=table, weights=counts)
    copies = table.loc[np.repeat(table.index, counts)].reset_index(drop=True)
    repeated = cv.bivariate(*(copies[name] for name in columns), covariates="female", data=copies)
    np.testing.assert_allclose(weighted.params, repeated.params, rtol=1e-9)
    np.testing.assert_allclose(weighted.bse, repeated.bse, rtol=1e-9)
    robust = cv.bivariate(*(table[name] for name in columns), cov_type="robust")
    doubled = pd.concat([table, table], ignore_index=True)
    clustered = cv.bivariate(*(doubled[name] for name in columns), cov_type="robust", groups=[*range(len(table))] * 2)
    np.testing.assert_allclose(clustered.bse, robust.bse, rtol=1e-8)
    euros = cv.bivariate(table["bid"] * 1e4, table["first"], table["followup_bid"] * 1e4, table["second"])
    assert euros.llf == pytest.approx(robust.llf, rel=1e-12)

    some = table["second"].where(table.index % 4 > 0)
    fit = cv.bivariate(table["bid"], table["first"], table["followup_bid"], some)

    def minus(params):
        z = [(params[0] - np.log(table[name])) / np.exp(params[1]) for name in ("bid", "followup_bid")]
        signs, rho, total = [2 * said - 1 for said in (table["first"], some)], np.tanh(params[2]), 0.0
        for one, two, q, r in zip(*z, *signs, strict=True):
            covariance = [[1, q * r * rho], [q * r * rho, 1]]
            total += (
                stats.norm.logcdf(q * one)
                if np.isnan(r)
                else stats.multivariate_normal(cov=covariance).logcdf([q * one, r * two])
            )
        return -total

    assert minus(fit.params.to_numpy()) == pytest.approx(-fit.llf, rel=1e-6)
    gradient = optimize.approx_fprime(fit.params.to_numpy(), minus, 1e-3)
    assert np.abs(gradient).max() < 0.3  # of one-sided differences on a likelihood with five digits


@pytest.mark.slow
def test_edges_and_unidentified_models_are_named():
    # Answers out of one amount with no contradiction: the likelihood has no maximum below a correlation of one.
    rng = np.random.default_rng(1)
    amount = rng.normal(85, 45, 150)
    first = amount >= 70
    followup_bid = np.where(first, rng.choice([85, 120, 140], 150), rng.choice([20, 35, 55], 150))
    one_start = 70, first, followup_bid, amount >= followup_bid
    with pytest.raises(cv.FitError, match="correlation of one, so both answers come from one amount"):
        cv.bivariate(*one_start, "normal")
    with pytest.raises(cv.FitError, match="function of the first"):
        cv.bivariate(*one_start, "normal", "free-means")
    with pytest.raises(cv.FitError, match="One amount was asked of all in the first question"):
        cv.bivariate(*one_start, "normal", "free")
    with pytest.raises(cv.FitError, match="minus one"):
        cv.bivariate(*simulated(1000, rho=-1, seed=4))
    bid, first, followup_bid, second = simulated(50, 0.5)
    with pytest.raises(cv.FitError, match="All follow-up answers are no"):
        cv.bivariate(bid, first, followup_bid, np.zeros(50), form="free-means")
    with pytest.raises(cv.FitError, match="No follow-up has an answer"):
        cv.bivariate(bid, first, followup_bid, [None] * 50)
    with pytest.raises(cv.FitError, match="form='both'"):
        cv.bivariate(bid, first, followup_bid, second, form="both")
    with pytest.raises(cv.FitError, match="not on offer for two answers"):
        cv.bivariate(bid, first, followup_bid, second, "weibull")


@pytest.mark.long
def test_intervals_of_either_amount():
    # Krinsky-Robb, profile and bootstrap agree with delta where the sample is large.
    fit = cv.bivariate(*simulated(1500, rho=0.6, shift=-0.4), form="free-means")
    other = fit.of("followup")
    assert other.median() < fit.median()
    low, high = other.interval("median")
    for method, options in {"krinsky-robb": {}, "profile": {}, "bootstrap": {"draws": 200}}.items():
        interval = other.interval("median", method, seed=None if method == "profile" else 1, **options)
        assert tuple(interval) == pytest.approx((low, high), rel=0.03), method
    assert "correlation" in fit.summary() and "free-means" in fit.summary()
    with pytest.raises(cv.FitError, match="choose one of first, followup"):
        fit.of("second")
    with pytest.raises(cv.FitError, match="models of one answer"):
        fit.given_answers()


@pytest.mark.slow
def test_who_answered_neither_question_needs_no_bid():
    bid, first, followup_bid, second = map(np.asarray, simulated(400, 0.4))
    gone = np.arange(400) < 10
    blank = [np.where(gone, np.nan, each.astype(float)) for each in (bid, first, followup_bid, second)]
    fit = cv.bivariate(*blank)
    kept = cv.bivariate(*(each[~gone] for each in (bid, first, followup_bid, second)))
    assert fit.nobs == 390 and fit.llf == pytest.approx(kept.llf, rel=1e-12)
    # A bid that was answered is needed.
    blank[0][20] = np.nan
    with pytest.raises(cv.AnswerError):
        cv.bivariate(*blank)


@pytest.mark.slow
def test_its_answers_bound_the_amount_as_those_of_the_interval_model_do():
    # Else the two could not be compared by their likelihoods.
    bid, first, followup_bid, second = simulated(200, 0.5)
    both = cv.bivariate(bid, first, followup_bid, second).model.observations
    answers = cv.double_bounded(bid, first, followup_bid, second)
    np.testing.assert_array_equal(both.lower, np.maximum(answers["lower"], -np.inf))
    np.testing.assert_array_equal(both.upper, answers["upper"])


@pytest.mark.slow
def test_a_search_that_finds_no_maximum_holds_no_numbers(monkeypatch):
    bid, first, followup_bid, second = simulated(50, 0.5)
    honest = PairModel.solve
    monkeypatch.setattr(PairModel, "solve", lambda *given: (honest(*given)[0], np.zeros(1, dtype=bool)))
    monkeypatch.setattr(PairModel, "better_edge", lambda *_: 0)
    with pytest.warns(UserWarning, match="did not converge and holds no numbers") as said:
        fit = cv.bivariate(bid, first, followup_bid, second, cov_type="robust")
    assert said[0].filename == __file__
    assert not fit.converged and fit.params.isna().all() and np.isnan(fit.llf) and fit.cov_type == "robust"
    assert fit.message in fit.summary() and fit.message.startswith("The fit did not converge")
    for sign in (-1, 0):  # a share that rises, and one that is level
        monkeypatch.setattr(PairModel, "solve", lambda *given, sign=sign: (sign * honest(*given)[0], np.ones(1, bool)))
        with pytest.raises(cv.FitError, match="does not fall as the amount rises"):
            cv.bivariate(bid, first, followup_bid, second)


@pytest.mark.slow
def test_a_resample_out_of_one_amount_is_fitted_at_a_correlation_of_one():
    # Half of the people answer out of one amount: alone, their likelihood rises up to that of the interval model.
    rng = np.random.default_rng(1)
    amount = rng.normal(85, 45, (2, 150))
    amount[1, :75] = amount[0, :75] + rng.normal(0, 40, 75)
    amount[1, 75:] = amount[0, 75:]
    first = amount[0] >= 70
    followup_bid = np.where(first, rng.choice([85, 120, 140], 150), rng.choice([20, 35, 55], 150))
    said = 70, first, followup_bid, amount[1] >= followup_bid
    fit = cv.bivariate(*said, "normal")
    weights = np.column_stack([np.ones(150), np.arange(150) >= 75]).astype(float)
    theta, converged = fit.model.resolve(weights, fit.theta)
    assert converged.all() and theta[:, 0] == pytest.approx(fit.theta, rel=1e-6)
    assert theta[-1, 1] == _EDGE
    alone = cv.fit(cv.double_bounded(*said).iloc[75:], "normal")
    assert fit.model.derivatives(theta[:, 1:], weights[:, 1:])[0][0] == pytest.approx(alone.llf, rel=1e-6)
    assert fit.model.better_edge(theta[:, 0], True) == 0


@pytest.mark.slow
def test_a_resample_whose_follow_ups_contradict_is_fitted_at_a_correlation_of_minus_one():
    fit_of = simulated(60, 0.3, seed=3), simulated(200, -1, seed=4)
    said = [np.concatenate(each) for each in zip(*fit_of, strict=True)]
    fit = cv.bivariate(*said, form="free-means")
    weights = np.column_stack([np.ones(260), np.arange(260) >= 60]).astype(float)
    theta, converged = fit.model.resolve(weights, fit.theta)
    assert converged.all() and theta[-1, 1] == -_EDGE
