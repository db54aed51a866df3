"""Every fit against maximum-likelihood results computed elsewhere with 40-digit arithmetic (tests/reference)."""

import warnings
from functools import cache

import numpy as np
import pandas as pd
import pytest
from reference import surveys

from helpers import valuation as cv

PARK_COVARIATES = "female + age + income"
SURVREG_NAMES = {"gaussian": "normal", "lognormal": "log-normal", "loglogistic": "log-logistic"}


@cache
def answers_of(survey):
    """Answers and frequency weights of a survey named as the reference names it."""
    if survey == "KR_sb":
        return surveys.published_single("kristrom1990")
    if survey == "CarsonSB_sb":
        return surveys.published_single("carson1992_single")
    if survey == "CarsonDB_db":
        return surveys.published_double()
    return surveys.natural_park_answers(followups=survey.startswith("NaturalPark_db")), None


def assert_welfare(fit, expected, limit):
    """Measures at covariate means, the convention of the reference files."""
    assert fit.mean(at="means") == pytest.approx(float(expected["mean_0_inf"]), rel=1e-8)
    assert fit.median(at="means") == pytest.approx(expected["median"], rel=1e-8)
    assert fit.truncated_mean(limit, at="means") == pytest.approx(expected["trunc_mean"], rel=1e-8)
    assert fit.share_willing(limit, at="means") == pytest.approx(expected["S_at_maxbid"], rel=1e-8)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert fit.adjusted_truncated_mean(limit, at="means") == pytest.approx(expected["adj_trunc_mean"], rel=1e-8)
    if fit.distribution in ("normal", "logistic"):
        assert fit.mean(at="means", support="real") == pytest.approx(expected["mean_unrestricted"], rel=1e-8)


def assert_location_scale(fit, location, log_scale, covariance, loglik):
    """Estimates, covariance and log-likelihood in the location-scale form."""
    assert fit.llf == pytest.approx(loglik, rel=1e-10)
    np.testing.assert_allclose(fit.params, [*location, log_scale], rtol=1e-8)
    np.testing.assert_allclose(fit.cov_params(), covariance, rtol=1e-8, atol=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in surveys.results("formats300")["models"] if "spike" not in name])
def test_simulated_formats(name):
    # formats300.json: one population of 300 answering four formats, 40 fits.
    expected = surveys.results("formats300")["models"][name]
    answers = surveys.formats300_answers(name.split("__")[0].removesuffix("_cov"))
    covariates = " + ".join(expected["covariates"]) or None
    fit = cv.fit(answers, expected["distribution"], covariates, data=surveys.formats300())
    assert_location_scale(
        fit, expected["location"], expected["log_scale"], expected["covariance_location_logscale"], expected["loglik"]
    )
    assert (fit.aic, fit.bic) == pytest.approx((expected["aic"], expected["bic"]), rel=1e-10)
    np.testing.assert_allclose(fit.utility_difference(), expected["utility_difference"], rtol=1e-8)
    assert_welfare(fit, expected["at_covariate_means"], expected["max_bid"])


@pytest.mark.parametrize("name", [name for name in surveys.results("formats300")["models"] if "spike" in name])
def test_simulated_spikes(name):
    # formats300.json: 45 of 300 known zeros beside a distribution of the 255 payers.
    expected = surveys.results("formats300")["models"][name]
    payers = expected["positive_part"]
    fit = cv.fit(surveys.formats300_answers("card_spike"), payers["distribution"], zeros="spike")
    assert_location_scale(
        fit, payers["location"], payers["log_scale"], payers["covariance_location_logscale"], expected["loglik"]
    )
    assert fit.share_zero == pytest.approx(expected["share_zero"], rel=1e-12)
    # A binomial share: sqrt(0.15 * 0.85 / 300).
    assert fit.share_zero_se == pytest.approx(0.020615528128088301, rel=1e-10)
    assert fit.mean() == pytest.approx(expected["mean"], rel=1e-8)


@pytest.mark.parametrize("name", surveys.results("payment_card")["models"])
def test_payment_card(name):
    # payment_card.json, which R's survival::survreg agrees with to 1e-13.
    expected = surveys.results("payment_card")["models"][name]
    answers = surveys.paycard54()
    if expected["left_rule"] == "leftcens":
        answers = answers.assign(lower=answers["lower"].replace(0, -np.inf))
    covariates = " + ".join(expected["coef_names"][1:]) or None
    fit = cv.fit(answers, SURVREG_NAMES.get(expected["dist"], expected["dist"]), covariates)
    assert_location_scale(
        fit, expected["coef"], expected["log_scale"], expected["vcov_coef_logscale"], expected["loglik"]
    )
    np.testing.assert_allclose(fit.bse, expected["se"], rtol=1e-8)
    assert (fit.aic, fit.bic) == pytest.approx((expected["AIC"], expected["BIC"]), rel=1e-10)
    support = "real" if expected["dist"] in ("gaussian", "logistic") else "positive"
    assert fit.mean(at="means", support=support) == pytest.approx(expected["mean_at_means"], rel=1e-8)
    assert fit.median(at="means") == pytest.approx(expected["median_at_means"], rel=1e-8)


@pytest.mark.slow
@pytest.mark.parametrize("name", surveys.results("dichotomous_choice")["models"])
def test_published_surveys(name):
    # dichotomous_choice.json: Kristrom (1990), Carson et al. (1992), Alentejo Natural Park.
    expected = surveys.results("dichotomous_choice")["models"][name]
    survey, distribution = name.split("__")
    answers, counts = answers_of(survey.removesuffix("_cov"))
    covariates = PARK_COVARIATES if survey.endswith("_cov") else None
    fit = cv.fit(answers, distribution, covariates, data=surveys.natural_park() if covariates else None, weights=counts)
    assert fit.nobs == expected["n"]
    assert fit.llf == pytest.approx(expected["loglik"], rel=1e-10)
    np.testing.assert_allclose(fit.utility_difference(), expected["coef"], rtol=1e-8)
    errors = np.sqrt(np.diag(fit.cov_params(form="utility-difference")))
    np.testing.assert_allclose(errors, expected["se"], rtol=1e-8)
    limit = expected["max_bid"]
    assert_welfare(fit, expected["wtp"], limit)
    if expected["wtp_delta_se"]:
        for measure, key, arguments in (
            ("median", "median", {}),
            ("truncated_mean", "trunc_mean", {"limit": limit}),
            ("adjusted_truncated_mean", "adj_trunc_mean", {"limit": limit}),
            ("mean", "mean_0_inf", {}),
        ):
            error = expected["wtp_delta_se"][key]
            if isinstance(error, float):
                interval = fit.interval(measure, at="means", **arguments)
                assert interval.standard_error == pytest.approx(error, rel=1e-8)


def test_headline():
    # The double-bounded log-logistic of the Natural Park survey, and the card answers of 54.
    park = cv.fit(surveys.natural_park_answers(), "log-logistic", PARK_COVARIATES, data=surveys.natural_park())
    assert park.llf == pytest.approx(-398.892319196816, rel=1e-14)
    assert park.median(at="means") == pytest.approx(13.782279746309866, rel=1e-12)
    assert cv.fit(surveys.paycard54(), "log-normal").llf == pytest.approx(-111.924739183, rel=1e-11)


def test_weibull_mean_is_finite_and_log_normal_mean_is_exact():
    # DCchoice 0.2.0 reports an infinite Weibull mean (exact 98.1904916649458) and, from quadrature, 143338 for the
    # log-normal mean of the single-bounded park answers (exact 480094.334).
    answers, counts = surveys.published_double()
    assert cv.fit(answers, "weibull", weights=counts).mean() == pytest.approx(98.1904916649458, rel=1e-12)
    single = surveys.natural_park_answers(followups=False)
    assert cv.fit(single, "log-normal").mean() == pytest.approx(480094.334, abs=5e-4)


def test_bootstrap_refits_replicate_by_replicate():
    # exact_bootstrap: the park model on given rows, covariate means recomputed in every resample.
    rows = np.loadtxt(surveys.HERE / "bootstrap_rows.csv", delimiter=",", dtype=int) - 1
    exact = pd.read_csv(surveys.HERE / "bootstrap_exact.csv")
    weights = np.stack([np.bincount(row, minlength=312) for row in rows], axis=1).astype(float)
    fit = cv.fit(surveys.natural_park_answers(), "log-logistic", PARK_COVARIATES, data=surveys.natural_park())
    refits = fit.refit(weights)
    assert refits.converged.all()
    np.testing.assert_allclose(
        refits.utility_difference(), exact[["const", "female", "age", "income", "logbid"]], rtol=1e-8
    )
    np.testing.assert_allclose(refits.measure("mean", at="means"), exact["mean"], rtol=1e-8)
    np.testing.assert_allclose(refits.measure("truncated_mean", at="means", limit=120), exact["trunc"], rtol=1e-8)
    np.testing.assert_allclose(refits.measure("median", at="means"), exact["median"], rtol=1e-8)


@pytest.mark.parametrize("name", surveys.results("kristrom_spike"))
def test_zeros_and_spikes(name):
    # kristrom_spike.json: Newton's method in 50-digit arithmetic on likelihoods written out (kristrom_spike.py).
    expected, people = surveys.results("kristrom_spike")[name], surveys.formats300()
    zero = people["pays"] == 0
    if expected["format"] == "open":
        answers = cv.open_ended(people["amount"], zero=zero)
    elif expected["format"] == "single":
        answers = cv.single_bounded(people["bid"], people["first_answer"], zero=zero)
    else:
        asked = people["bid"], people["first_answer"], people["followup_bid"], people["followup_answer"]
        answers = cv.double_bounded(*asked, zero=zero)
    fit = cv.fit(answers, expected["distribution"], zeros=expected["zeros"])
    assert_location_scale(
        fit, [expected["location"]], expected["log_scale"], expected["covariance"], expected["loglik"]
    )
    assert fit.median() == pytest.approx(expected["median"], rel=1e-8)
    if "mean" in expected:
        assert fit.mean() == pytest.approx(expected["mean"], rel=1e-8)
        assert fit.share_zero == pytest.approx(expected["share_zero"], rel=1e-8)


def test_krinsky_robb_on_given_draws():
    # The first draws of the reference, whose order is that of utility_difference: the median is exp(x.a / -k).
    draws = pd.read_csv(surveys.HERE / "krinsky_robb_park.csv")
    fit = cv.fit(surveys.natural_park_answers(), "log-logistic", PARK_COVARIATES, data=surveys.natural_park())
    x = np.r_[1, surveys.natural_park()[["female", "age", "income"]].mean()]
    medians = fit.replicates("median", draws=draws, at="means")
    np.testing.assert_allclose(medians, np.exp(draws.iloc[:, :4] @ x / -draws["log(bid)"]), rtol=1e-10)
