"""Measures of a fit beside the area under its own curve."""

import numpy as np
import pandas as pd
import pytest
from reference import surveys

from helpers import valuation as cv

INF = np.inf
POSITIVE = ("log-normal", "log-logistic", "weibull")
EVERY = ("normal", "logistic", *POSITIVE)


def simulated(seed, n=60):
    """Answers of every kind, with two covariates."""
    rng = np.random.default_rng(seed)
    income, urban = rng.gamma(4, 6, n), rng.integers(0, 2, n)
    amount = np.exp(2.2 + 0.03 * income + 0.3 * urban + 0.8 * rng.normal(size=n))
    kind = rng.integers(0, 4, n)
    lower = np.select([kind == 0, kind == 1, kind == 2], [amount, -INF, amount * 0.8], amount * 0.9)
    upper = np.select([kind == 0, kind == 1, kind == 2], [amount, amount * 1.3, INF], amount * 1.4)
    return pd.DataFrame({"lower": lower, "upper": upper, "income": income, "urban": urban})


@pytest.mark.long
@pytest.mark.parametrize("distribution", EVERY)
def test_welfare_is_the_area_under_the_fitted_curve(distribution):
    people = simulated(4)
    fit = cv.fit(people, distribution, "income + urban")
    at = {"income": 20.0, "urban": 1}
    # Gauss-Legendre in the square root of the price, where the curve is smooth down to 0.
    nodes, weights = np.polynomial.legendre.leggauss(200)
    roots = np.sqrt(35) * (nodes + 1) / 2
    area = np.sqrt(35) * weights @ (roots * fit.share_willing(roots**2, at=at))
    assert fit.truncated_mean(35, at=at) == pytest.approx(area, rel=1e-8)
    willing = fit.share_willing(35, at=at)
    # E[W | W <= 35] = (area - 35 S(35)) / (1 - S(35)), by parts.
    assert fit.conditional_mean(35, at=at) == pytest.approx((area - 35 * willing) / (1 - willing), rel=1e-8)
    assert fit.truncated_mean(1e12, at=at) == pytest.approx(fit.mean(at=at), rel=1e-4)
    assert fit.share_willing(fit.median()) == pytest.approx(0.5, rel=1e-12)
    assert fit.share_willing(fit.quantile(0.8)) == pytest.approx(0.2, rel=1e-12)
    one_by_one = [people.iloc[[row]] for row in range(len(people))]
    assert fit.share_willing(20) == pytest.approx(np.mean([fit.share_willing(20, at=each) for each in one_by_one]))
    assert fit.mean() == pytest.approx(np.mean([fit.mean(at=each) for each in one_by_one]))
    np.testing.assert_allclose(fit.share_willing([5, 20]), [fit.share_willing(5), fit.share_willing(20)])


def test_infinite_means_are_infinite_and_say_why():
    # Single-bounded park answers, log-logistic: scale above 1, so the mean is infinite (DCchoice: -999 or a number).
    fit = cv.fit(surveys.natural_park_answers(followups=False), "log-logistic")
    assert fit.scale > 1 and fit.mean() == INF
    assert "infinite" in fit.infinite_mean_reason()
    assert cv.fit(surveys.paycard54(), "log-normal").infinite_mean_reason() is None


def test_measures_include_the_spike():
    answers = cv.open_ended([0] * 12 + [10, 20, 20, 45, 80])
    spike = cv.fit(answers, zeros="spike")
    payers = cv.fit(answers[answers["upper"] > 0])
    assert spike.share_zero == pytest.approx(12 / 17)
    assert spike.mean() == pytest.approx(5 / 17 * payers.mean())
    assert spike.truncated_mean(30) == pytest.approx(5 / 17 * payers.truncated_mean(30))
    assert spike.median() == 0
    assert spike.quantile(0.9) == pytest.approx(payers.quantile(1 - 0.1 * 17 / 5))
    assert spike.llf == pytest.approx(payers.llf + 12 * np.log(12 / 17) + 5 * np.log(5 / 17))
