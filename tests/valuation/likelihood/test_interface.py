"""Every kind of model offers what fits, intervals and refits ask of it."""

import numpy as np
import pytest
from reference import exact

from helpers import valuation as cv
from helpers.valuation.likelihood import AnyModel

OFFERED = {name for name in vars(AnyModel) if not name.startswith("_")} | set(AnyModel.__annotations__)


def bivariate():
    table = exact.data("bivariate")
    return cv.bivariate(*(table[name] for name in ("bid", "first", "followup_bid", "second")))


def random_effects():
    table = exact.data("panel_lognormal")
    return cv.fit(table[["lower", "upper"]], respondents=table["id"])


def plain(**options):
    table = exact.data("groups")
    return cv.fit(table[["lower", "upper"]], covariates="female", data=table, **options)


def composed():
    return plain(scale="female")


@pytest.mark.parametrize("fitted", [plain, composed, bivariate, random_effects])
def test_a_model_offers_all_of_it(fitted):
    # Properties: names and Jacobian by central differences, a maximum, and one covariance with and without its Hessian.
    fit = fitted()
    model, theta, weights = fit.model, fit.theta, fit.model.observations.weights
    assert set(dir(model)) >= OFFERED
    steps = np.eye(len(theta)) * 1e-6
    slopes = [(model.named(theta + step)[1] - model.named(theta - step)[1]) / 2e-6 for step in steps]
    np.testing.assert_allclose(model.named(theta)[2], np.transpose(slopes), rtol=1e-6, atol=1e-8)
    value, gradient, hessian = model.derivatives(theta[:, None], weights[:, None])
    assert (value[0], np.abs(gradient).max()) == pytest.approx((fit.llf, 0), abs=1e-6)
    np.testing.assert_array_equal(model.covariance(theta, weights, hessian=hessian), model.covariance(theta, weights))
    assert not model.wrong_signed(theta[:, None]).any() and len(model.units(theta)) == len(theta)


@pytest.mark.slow
def test_what_has_no_utility_difference_says_so_in_refits_too():
    for fitted in (composed, bivariate):
        fit = fitted()
        refits = fit.refit(fit.model.observations.weights[:, None])
        for ask in (fit.utility_difference, refits.utility_difference):
            with pytest.raises(cv.FitError, match="one scale and one share of zeros"):
                ask()
