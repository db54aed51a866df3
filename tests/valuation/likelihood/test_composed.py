"""The likelihood with a formula for each predictor: its derivatives, and its value against plain scipy."""

import numpy as np
import pandas as pd
import pytest
from scipy import special, stats

from helpers import valuation as cv
from helpers.valuation.likelihood import composed

INF = np.inf


def survey(n=160, seed=3):
    """Card answers with exact amounts, open ends, known and possible zeros, and two covariates."""
    rng = np.random.default_rng(seed)
    people = pd.DataFrame({"x": rng.normal(size=n).round(1), "f": rng.integers(0, 2, n)})
    amount = np.exp(3 + 0.3 * people["x"] + np.exp(-0.4 + 0.3 * people["f"]) * rng.normal(size=n)).round(1)
    card = np.array([5.0, 10, 20, 40, 80])
    place = np.searchsorted(card, amount, side="right")
    lower, upper = np.append(-INF, card)[place], np.append(card, INF)[place]
    bounds = pd.DataFrame({"lower": lower, "upper": upper})
    bounds.loc[::9] = amount.to_numpy()[::9, None]
    bounds.loc[1::11] = 0.0
    bounds.loc[2::13] = 0.0, INF
    bounds.loc[3::17] = 0.0, 20.0
    return pd.concat([people, bounds], axis=1)


@pytest.mark.long
@pytest.mark.parametrize("distribution", ["log-normal", "log-logistic", "weibull", "gamma", "generalised-gamma"])
def test_derivatives_are_those_of_the_log_likelihood(distribution):
    # Central differences of the value and of the gradient, away from the maximum.
    people = survey()
    options = {} if distribution == "gamma" else {"scale": "f"}
    fit = cv.fit(people, distribution, "x", people, spike="x + f", **options)
    theta, weights, step = fit.theta * 1.03 + 0.01, np.ones((len(people), 1)), 1e-5
    _, gradient, hessian = (part[..., 0] for part in fit.model.derivatives(theta[:, None], weights))
    ends = [theta[:, None] + sign * step * np.eye(len(theta)) for sign in (1, -1)]
    repeated = np.repeat(weights, len(theta), axis=1)
    (high, up, _), (low, down, _) = (fit.model.derivatives(each, repeated) for each in ends)
    np.testing.assert_allclose(gradient, (high - low) / (2 * step), rtol=1e-6, atol=1e-5)
    np.testing.assert_allclose(hessian, (up - down) / (2 * step), rtol=1e-5, atol=1e-4)
    assert np.abs(fit.model.derivatives(fit.theta[:, None], weights)[1]).max() < 1e-6


@pytest.mark.slow
def test_value_is_that_of_scipy():
    # scipy.stats.norm on log amounts, row by row: (0, 0), (-inf, b), (0, b), (0, inf), a point, and the rest.
    people = survey()
    fit = cv.fit(people, "log-normal", "x", people, spike="f", scale="f")
    b, g, c = fit.theta[:2], fit.theta[2:4], fit.theta[4:]
    law = stats.norm(b[0] + b[1] * people["x"], np.exp(g[0] + g[1] * people["f"]))
    p, lower, upper = special.expit(c[0] + c[1] * people["f"]), people["lower"], people["upper"]
    with np.errstate(divide="ignore"):
        below = [law.cdf(np.log(each.clip(lower=0))) for each in (lower, upper)]
        density = law.pdf(np.log(upper)) / upper
    chance = (1 - p) * (below[1] - below[0])
    chance = np.where(np.isneginf(lower), p + chance, chance)
    chance = np.where(lower == upper, (1 - p) * density, chance)
    assert fit.llf == pytest.approx(np.log(np.where(upper == 0, p, chance)).sum(), rel=1e-11)


def test_differences_are_exact_for_polynomials():
    # Fornberg (1988): nine points give both derivatives of every polynomial of degree 8 exactly.
    offsets = composed._OFFSETS.astype(float)
    for degree in range(9):
        powers = offsets**degree
        scale = np.abs(powers).max()
        assert composed._FIRST @ powers == pytest.approx(float(degree == 1), abs=1e-14 * scale)
        assert composed._SECOND @ powers == pytest.approx(2.0 * (degree == 2), abs=1e-14 * scale)
