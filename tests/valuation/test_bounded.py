"""WTP that nobody's income is below: the share of income against quadrature, and welfare within the bound."""

import itertools

import numpy as np
import pandas as pd
import pytest
from reference import exact
from scipy import integrate, special, stats

from helpers import valuation as cv
from helpers.valuation.bounded import share_of_income
from helpers.valuation.likelihood import DISTRIBUTIONS

ERRORS = {"log-normal": stats.norm, "log-logistic": stats.logistic}


def fitted(**options):
    """The reference's survey with an income for everybody."""
    table = exact.data("income_bounded")
    answers = cv.double_bounded(*(table[name] for name in ("bid", "first", "followup_bid", "second")))
    return table, cv.fit(answers, "log-normal", "female", table, income=table["income"], **options)


@pytest.mark.long
@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("scale", [0.05, 0.6, 1.0, 1.7, 6.0])
@pytest.mark.parametrize("most", [0.02, 0.4, 1.0])
def test_share_of_income_is_the_integral_of_the_survivor(name, scale, most):
    # scipy.integrate.quad of S over shares of income, by their logit t: where a share is nothing, so is what it adds.
    for location in (-4.0, -1.0, 2.0):

        def survivor(t, location=location):
            return special.expit(t) * special.expit(-t) * ERRORS[name].sf((t - location) / scale)

        end = min(special.logit(most), 45.0)
        edges = [-45.0, *(t for t in (location - 3 * scale, location, location + 3 * scale) if -45 < t < end), end]
        options = {"epsabs": 1e-16, "epsrel": 1e-12, "limit": 400}
        expected = sum(integrate.quad(survivor, *ends, **options)[0] for ends in itertools.pairwise(edges))
        found = share_of_income(DISTRIBUTIONS[name], np.array([location]), np.array([scale]), np.array([most]))
        assert found[0] == pytest.approx(expected, rel=1e-10, abs=1e-13)


@pytest.mark.long
def test_welfare_respects_the_bound():
    table, fit = fitted()
    for measure, arguments in {"mean": {}, "median": {}, "quantile": {"share": 0.999}}.items():
        assert (fit.predict(measure, **arguments) < table["income"]).all()
    assert fit.share_willing(table["income"].max()) == 0
    richest = table["income"].max()
    assert fit.truncated_mean(10 * richest) == pytest.approx(fit.mean(), rel=1e-10)
    assert fit.truncated_mean(1e-6) == pytest.approx(1e-6, rel=1e-4)
    # The area under the demand curve, by quadrature in pieces, and its height at the median.
    area = sum(
        integrate.quad(fit.share_willing, low, high, epsabs=1e-7)[0]
        for low, high in zip([0, 50, 200, 800], [50, 200, 800, richest], strict=True)
    )
    assert fit.mean() == pytest.approx(area, rel=1e-6)
    assert fit.share_willing(fit.median()) == pytest.approx(0.5, rel=1e-9)


def test_units_of_account_do_not_matter():
    table, fit = fitted()
    answers = 100 * cv.double_bounded(*(table[name] for name in ("bid", "first", "followup_bid", "second")))
    pence = cv.fit(answers, "log-normal", "female", table, income=(100 * table["income"]).rename("pence"))
    np.testing.assert_allclose(pence.params, fit.params, rtol=1e-9)
    assert pence.median() == pytest.approx(100 * fit.median(), rel=1e-9)
    at = {"female": 1, "pence": 150_000}
    assert pence.mean(at=at) == pytest.approx(100 * fit.mean(at={"female": 1, "income": 1500}), rel=1e-9)


def test_fieller_and_exact_amounts():
    # Fieller's limits on the logit are the delta's beside them; exact amounts have the density of w, by scipy.
    _, fit = fitted()
    at = {"female": 1, "income": 1500}
    assert tuple(fit.interval("median", "fieller", at=at)) == pytest.approx(
        tuple(fit.interval("median", at=at)), rel=0.05
    )
    amounts, income = np.array([5.0, 20, 60, 110, 31]), pd.Series([100.0, 90, 200, 150, 80])
    exact_amounts = cv.fit(cv.open_ended(amounts), income=income)
    logit = np.log(amounts / (income - amounts))
    density = stats.norm.logpdf(logit, logit.mean(), logit.std(ddof=0)) + np.log(income / amounts / (income - amounts))
    assert exact_amounts.llf == pytest.approx(density.sum(), rel=1e-10)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"income": pd.Series([100.0, 15, 100, 100])}, "Row 1, 20 of 15: WTP of at least"),
        ({"income": pd.Series([100.0, 0, 100, 100])}, "finite amount above 0"),
        ({"income": pd.Series([100.0, 90, 100])}, "one income an answer"),
        ({"income": 100.0}, "one income an answer"),
        ({"income": pd.Series([100.0] * 4, index=list("abcd"))}, "different row labels"),
        ({"income": pd.Series([100.0] * 4), "distribution": "weibull"}, "income= and distribution='weibull'"),
    ],
)
def test_incomes_that_cannot_bound_are_named(options, words):
    answers = cv.single_bounded([10, 20, 30, 40], [1, 1, 0, 0])
    with pytest.raises(cv.FitError, match=words):
        cv.fit(answers, **options)


def test_a_no_above_the_income_says_nothing_and_a_missing_income_is_counted():
    table, fit = fitted()
    more = pd.concat([table, table.iloc[:2].assign(bid=9000, first=0, followup_bid=8000, second=0)], ignore_index=True)
    answers = cv.double_bounded(*(more[name] for name in ("bid", "first", "followup_bid", "second")))
    same = cv.fit(answers, "log-normal", "female", more, income=more["income"])
    np.testing.assert_allclose(same.params, fit.params, rtol=1e-9)
    more.loc[0, "income"] = np.nan
    assert cv.fit(answers, "log-normal", "female", more, income=more["income"]).missing_covariates == 1
