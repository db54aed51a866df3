"""The random-effects model against 25-digit results, scipy's multivariate normal and its own limits."""

import numpy as np
import pandas as pd
import pytest
from reference import exact
from scipy import stats

from helpers import valuation as cv

CASES = [(name, fit) for name in ("panel_lognormal", "panel_normal") for fit in exact.fits(name)]


def fitted(name, expected, **options):
    """The fit that the reference describes."""
    table, covariates = exact.data(name), " + ".join(expected["covariates"]) or None
    answers = table[["lower", "upper"]]
    return cv.fit(answers, expected["distribution"], covariates, table, respondents=table["id"], **options)


def simulated(between, within, respondents=100, rounds=3, seed=1):
    """Card answers, log-normal, with these two standard deviations."""
    rng = np.random.default_rng(seed)
    ids = np.repeat(np.arange(respondents), rounds)
    log_amount = 3 + between * rng.normal(size=respondents)[ids] + within * rng.normal(size=len(ids))
    card = np.array([5.0, 10, 20, 40, 80, 160])
    place = np.searchsorted(np.log(card), log_amount)
    return pd.DataFrame({"lower": np.append(-np.inf, card)[place], "upper": np.append(card, np.inf)[place]}), ids


@pytest.mark.slow
@pytest.mark.parametrize(("name", "fit"), CASES)
def test_reference_fits(name, fit):
    # estimators/panel_*.json: 120-digit arithmetic, confirmed with R's mvtnorm.
    expected = exact.fits(name)[fit]
    fit = fitted(name, expected)
    assert list(fit.params.index) == expected["parameters"]
    np.testing.assert_allclose(fit.params, exact.numbers(expected["estimates"]), rtol=1e-9)
    np.testing.assert_allclose(fit.bse, exact.numbers(expected["se"]), rtol=1e-9)
    np.testing.assert_allclose(fit.cov_params(), exact.numbers(expected["covariance"]), rtol=1e-8, atol=1e-12)
    found, stated = (fit.llf, fit.aic, fit.bic), [float(expected[key]) for key in ("loglik", "aic", "bic")]
    assert found == pytest.approx(stated, rel=1e-12)
    assert fit.respondents == expected["respondents"]
    share = expected["measures"]["intraclass_correlation"]
    found = fit.intraclass_correlation, fit.intraclass_correlation_se
    assert found == pytest.approx((float(share["value"]), float(share["se"])), rel=1e-10)
    for label, value in expected["measures"].items():
        part, _, rest = label.partition(":")
        *at, measure = rest.split(":")
        if part not in ("total", "respondent"):
            continue
        measure, arguments = exact.measure(measure, expected)
        if at:
            arguments["at"] = {key: float(number) for key, number in (pair.split("=") for pair in at[0].split(","))}
        interval = fit.of(part).interval(measure, **arguments)
        assert interval.estimate == pytest.approx(float(value["value"]), rel=1e-10), label
        assert interval.standard_error == pytest.approx(float(value["se"]), rel=1e-8), label


@pytest.mark.long
def test_likelihood_is_that_of_the_multivariate_normal():
    # scipy.stats.multivariate_normal.cdf over the box of each respondent's three answers.
    answers, ids = simulated(0.9, 0.5, respondents=30)
    fit = cv.fit(answers, respondents=ids)
    within, between = np.exp(fit.params[["log_scale", "log_sd_respondent"]])
    law = stats.multivariate_normal([fit.params["Intercept"]] * 3, between**2 + within**2 * np.eye(3), abseps=1e-8)
    with np.errstate(divide="ignore"):
        low, high = np.log(answers["lower"].clip(lower=0)), np.log(answers["upper"])
    low, high = (each.clip(-30, 30).to_numpy().reshape(-1, 3) for each in (low, high))
    total = sum(np.log(law.cdf(b, lower_limit=a)) for a, b in zip(low, high, strict=True))
    assert fit.llf == pytest.approx(total, abs=1e-4)


@pytest.mark.slow
def test_derivatives_are_those_of_the_log_likelihood():
    # Central differences, with exact amounts, open and closed intervals in one survey.
    answers, ids = simulated(0.9, 0.5)
    answers.iloc[::7] = 17.0
    fit = cv.fit(answers, respondents=ids)
    theta, weights, step = fit.theta * 1.05, np.ones((len(answers), 1)), 1e-5
    _, gradient, hessian = (part[..., 0] for part in fit.model.derivatives(theta[:, None], weights))
    ends = [theta[:, None] + sign * step * np.eye(len(theta)) for sign in (1, -1)]
    weights = np.repeat(weights, len(theta), axis=1)
    (high, up, _), (low, down, _) = (fit.model.derivatives(each, weights) for each in ends)
    np.testing.assert_allclose(gradient, (high - low) / (2 * step), rtol=1e-6, atol=1e-5)
    np.testing.assert_allclose(hessian, (up - down) / (2 * step), rtol=1e-5, atol=1e-4)


@pytest.mark.long
def test_weights_groups_and_units():
    # Properties: a weight counts a respondent, groups of single respondents are the plain sandwich, and pounds or pence
    # are the same but for the Jacobian of exact amounts.
    answers, ids = simulated(0.9, 0.5)
    counts = 1 + ids % 2
    weighted = cv.fit(answers, respondents=ids, weights=counts)
    again = answers[counts == 2]
    copies, others = pd.concat([answers, again], ignore_index=True), np.append(ids, 1000 + ids[counts == 2])
    repeated = cv.fit(copies, respondents=others)
    np.testing.assert_allclose(weighted.params, repeated.params, rtol=1e-8)
    np.testing.assert_allclose(weighted.bse, repeated.bse, rtol=1e-8)
    robust = cv.fit(answers, respondents=ids, cov_type="robust")
    singles = cv.fit(answers, respondents=ids, cov_type="robust", groups=ids)
    np.testing.assert_allclose(singles.bse, robust.bse, rtol=1e-10)
    villages = cv.fit(answers, respondents=ids, cov_type="robust", groups=ids // 10)
    assert not np.allclose(villages.bse, robust.bse, rtol=1e-3)
    answers.iloc[::7] = 17.0
    pounds, pence = (cv.fit(answers * unit, respondents=ids) for unit in (1, 100))
    exacts = (answers["lower"] == answers["upper"]).sum()
    assert pence.llf == pytest.approx(pounds.llf - exacts * np.log(100), rel=1e-10)
    assert pence.median() == pytest.approx(100 * pounds.median(), rel=1e-9)


@pytest.mark.long
def test_intervals_resample_respondents():
    answers, ids = simulated(0.9, 0.5, respondents=300)
    fit = cv.fit(answers, respondents=ids)
    low, high = fit.interval("median")
    for method, options in {
        "krinsky-robb": {"seed": 1},
        "profile": {},
        "bootstrap": {"seed": 1, "draws": 100},
    }.items():
        assert tuple(fit.interval("median", method, **options)) == pytest.approx((low, high), rel=0.04), method
    pooled = cv.fit(answers)
    assert fit.interval("median").standard_error > 1.2 * pooled.interval("median").standard_error
    assert "of 300 respondents" in fit.summary()


@pytest.mark.long
@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"distribution": "weibull"}, "not for weibull"),
        ({"respondents": np.arange(300)}, "one answer"),
        ({"weights": np.arange(300) + 1.0}, "same weight"),
        ({"groups": np.arange(300) % 2}, "whole respondents"),
        ({"respondents": np.zeros(300)}, "one respondent"),
        ({"survey_weights": np.ones(300), "cov_type": "robust"}, "survey_weights"),
        ({"answers": simulated(0, 0.8)[0]}, "respondents do not differ"),
        ({"answers": simulated(0.8, 0)[0]}, "do not differ at all"),
    ],
)
def test_what_cannot_be_told_is_named(options, words):
    answers, ids = simulated(0.9, 0.5)
    with pytest.raises(cv.FitError, match=words):
        cv.fit(**({"answers": answers, "respondents": ids} | options))


@pytest.mark.slow
def test_what_is_for_single_answers_is_refused():
    answers, ids = simulated(0.9, 0.5)
    fit = cv.fit(answers, respondents=ids)
    for ask in (
        lambda: cv.likelihood_ratio(fit),
        lambda: fit.interval("median", "fieller", at="means"),
        lambda: fit.interval("median", "krinsky-robb", draws=np.ones((5, 3))),
        lambda: cv.paired_difference(fit, fit, "median", draws=10, seed=1),
        fit.given_answers,
        fit.utility_difference,
    ):
        with pytest.raises(cv.FitError, match="models of one answer"):
            ask()


def test_how_much_respondents_differ_by_hand():
    # Share of the variance between them su^2 / (su^2 + s^2); its error by differences in the two logarithms.
    answers, ids = simulated(0.9, 0.5, respondents=60)
    fit = cv.fit(answers, respondents=ids, weights=np.full(len(ids), 2))
    names = ["log_scale", "log_sd_respondent"]

    def share(logs):
        within, between = np.exp(2 * np.asarray(logs))
        return between / (between + within)

    at, covariance = fit.params[names].to_numpy(), fit.cov_params().loc[names, names].to_numpy()
    slope = [(share(at + step) - share(at - step)) / 2e-5 for step in 1e-5 * np.eye(2)]
    assert fit.sd_respondent == pytest.approx(np.exp(at[1])) and fit.respondents == 120
    assert fit.intraclass_correlation == pytest.approx(share(at))
    assert fit.intraclass_correlation_se == pytest.approx(np.sqrt(slope @ covariance @ slope), rel=1e-6)
    text = fit.summary()
    assert f"of 120 respondents; share of the variance between them {share(at):.3f}" in text
    assert "Measures use the total variance" in text
    assert "Measures use the variance between respondents" in fit.of("respondent").summary()
    # Of the total variance the median is the same, the mean exp(m + (s^2 + su^2) / 2).
    m, (within, between) = fit.params["Intercept"], np.exp(2 * at)
    assert fit.mean() == pytest.approx(np.exp(m + (within + between) / 2), rel=1e-9)
    assert fit.of("respondent").mean() == pytest.approx(np.exp(m + between / 2), rel=1e-9)


def test_answers_are_drawn_by_respondent_or_by_group():
    answers, ids = simulated(0.9, 0.5, respondents=30)
    alone = cv.fit(answers, respondents=ids).of("respondent").model
    assert alone.merged.observations.groups is alone.respondents and alone.merged.part == "respondent"
    grouped = cv.fit(answers, respondents=ids, groups=ids // 3).model
    assert grouped.merged is grouped
