"""Comparisons of models of the same answers, against closed forms and published logic."""

import numpy as np
import pandas as pd
import pytest
from reference import surveys
from scipy import special, stats

from helpers import valuation as cv

COVARIATES = "female + age + income"
INF = np.inf


def park(covariates=COVARIATES, distribution="log-logistic", **options):
    data = surveys.natural_park()
    return cv.fit(surveys.natural_park_answers(), distribution, covariates, data=data, **options)


# ----------------------------------------------------------------------------------------------- models of one survey


@pytest.mark.slow
def test_compare_shows_the_criteria_of_fits_to_the_same_answers():
    fits = {name: park(distribution=name) for name in ("log-normal", "log-logistic", "weibull", "normal", "logistic")}
    table = cv.compare(fits)
    assert table["aic"].tolist() == [fit.aic for fit in fits.values()]
    assert table["above_lowest_aic"].min() == 0 and (table["params"] == 5).all()


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (lambda card: cv.fit(cv.open_ended([12.0, 30, 7.5, 55, 20])), "different rows"),
        (lambda card: cv.fit(card.iloc[1:]), "different rows"),
        (lambda card: cv.fit(card.assign(upper=card["lower"] + 0.001), "normal"), "different answers"),
        (lambda card: cv.fit(card.assign(lower=card["lower"] + 0.5)), "different answers"),
        (lambda card: cv.fit(card, weights=np.full(54, 2.0)), "different answers"),
        (lambda card: cv.fit(card, survey_weights=np.full(54, 2.0), cov_type="robust"), "without survey weights"),
    ],
)
def test_fits_of_different_answers_do_not_compare(other, words):
    card = surveys.paycard54()
    fits = {"card": cv.fit(card), "other": other(card)}
    with pytest.raises(cv.FitError, match=words):
        cv.compare(fits)
    with pytest.raises(cv.FitError, match=words):
        cv.likelihood_ratio(*fits.values())


def test_zeros_read_differently_do_not_compare():
    answers = surveys.formats300_answers("card_spike")
    spike, half, five = (cv.fit(answers, zeros=zeros) for zeros in ("spike", 0.5, 5.0))
    with pytest.raises(cv.FitError, match="readings of zeros"):
        cv.compare({"at most 0.5": half, "at most 5": five})
    # A share of zeros and Kriström's spike both give the chance of a zero: they compare.
    assert len(cv.compare({"spike": spike, "on the real line": cv.fit(answers, "normal")})) == 2


@pytest.mark.slow
def test_likelihood_ratio_is_of_the_same_rows():
    # Twice the difference of the two reference log-likelihoods (dichotomous_choice.json), 3 degrees of freedom.
    models = surveys.results("dichotomous_choice")["models"]
    full, null = (models[f"NaturalPark_{which}__log-logistic"]["loglik"] for which in ("db_cov", "db"))
    test = cv.likelihood_ratio(park())
    assert test.statistic == pytest.approx(2 * (full - null), rel=1e-9)
    assert (test.df, test.pvalue) == (3, pytest.approx(stats.chi2.sf(2 * (full - null), 3), rel=1e-9))
    assert cv.likelihood_ratio(park(), park("age + female")).df == 1
    for smaller in (park("C(age)"), park(distribution="weibull"), park()):
        with pytest.raises(cv.FitError, match="fewer covariates"):
            cv.likelihood_ratio(park(), smaller)


def test_what_is_nested_does_not_hang_on_units():
    # A covariate that the larger model lacks is not within it, however large the others are.
    people = surveys.paycard54()
    people = people.assign(income=people["income"] * 1e12, size=np.arange(54.0) % 7)
    both, other = (cv.fit(people, covariates=each, data=people) for each in ("income + female + size", "income"))
    assert cv.likelihood_ratio(both, other).df == 2
    lacking = cv.fit(people, covariates="income + female", data=people)
    with pytest.raises(cv.FitError, match="fewer covariates"):
        cv.likelihood_ratio(lacking, cv.fit(people, covariates="size", data=people))
    with pytest.raises(cv.FitError, match="fewer covariates"):
        cv.likelihood_ratio(both, cv.fit(people, covariates="income + np.sqrt(size)", data=people))


def test_observed_and_fitted_shares_of_a_saturated_model():
    # Two bids and two parameters: the fitted shares are those observed, 6/10 and 3/10.
    bid = pd.Series(np.repeat([10.0, 40], 10))
    answer = pd.Series([1] * 6 + [0] * 4 + [1] * 3 + [0] * 7)
    table = cv.observed_and_fitted(cv.fit(cv.single_bounded(bid, answer)), bid, answer)
    assert table[["n", "observed"]].to_numpy().tolist() == [[10, 0.6], [10, 0.3]]
    np.testing.assert_allclose(table["fitted"], [0.6, 0.3], rtol=1e-10)
    answers, counts = surveys.published_single("kristrom1990")
    fit = cv.fit(answers, weights=counts)
    bids, yes = answers["lower"].where(answers["lower"] > 0, answers["upper"]), answers["upper"] == INF
    table = cv.observed_and_fitted(fit, bids, yes)
    # Kriström (1990): 51 of 60 would pay 100; the binomial error with the fitted share.
    assert table.loc[100, "observed"] == pytest.approx(51 / 60)
    share = fit.share_willing(100)
    assert table.loc[100, "z"] == pytest.approx((51 / 60 - share) / np.sqrt(share * (1 - share) / 60))
    with pytest.raises(cv.FitError, match="labelled as the answers"):
        cv.observed_and_fitted(fit, bids.iloc[1:], yes)


def test_what_cannot_be_fitted_is_a_row_with_its_reason():
    # All open-ended amounts but two are zeros: a distribution of positive amounts must be told what they are.
    answers = cv.open_ended([0, 0, 0, 10, 25])
    table = cv.compare(cv.fit_each(answers, ["normal", "log-normal", "logistic"]))
    assert table.loc["log-normal", ["llf", "aic", "above_lowest_aic"]].isna().all()
    assert "choose zeros=c" in table.loc["log-normal", "reason"]
    assert table["reason"].tolist().count("") == 2 and table["above_lowest_aic"].min() == 0
    missing = cv.compare(cv.fit_each(cv.payment_card([5, 10, 20, None, None], [0, 5, 10, 20]), ["normal"]))
    assert missing.loc["normal", ["nobs", "missing_answers"]].tolist() == [3, 2]
    with pytest.warns(UserWarning, match="did not converge"):
        separated = cv.fit(cv.single_bounded([1, 2, 3, 4], [1, 0, 1, 0]).assign(x=[1.0, 0, 1, 0]), covariates="x")
    assert "no maximum" in cv.compare({"separated": separated}).loc["separated", "reason"]


def test_against_an_intercept_alone_incomes_still_bound():
    rng = np.random.default_rng(4)
    people = pd.DataFrame({"f": rng.integers(0, 2, 60), "income": rng.uniform(100, 400, 60).round()})
    amounts = people["income"] * special.expit(-2 + 0.8 * people["f"] + 0.7 * rng.normal(size=60))
    answers = cv.open_ended(amounts.round(2))
    fit, alone = (cv.fit(answers, covariates=each, data=people, income=people["income"]) for each in ("f", None))
    test = cv.likelihood_ratio(fit)
    assert (test.statistic, test.df) == pytest.approx((2 * (fit.llf - alone.llf), 1), rel=1e-8)
    assert cv.likelihood_ratio(fit, alone) == pytest.approx(test, rel=1e-7)
