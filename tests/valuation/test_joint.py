"""What models of several answers share: parts, covariances, and what is not theirs to say."""

import numpy as np
import pandas as pd
import pytest

from helpers import valuation as cv
from helpers.valuation.errors import FitError


@pytest.fixture(scope="module")
def fit():
    random = np.random.default_rng(3)
    bid = random.choice([10.0, 20, 40, 80], size=300)
    amounts = np.exp(3.3 + 0.8 * random.normal(size=(2, 300)) * 0.6 + 0.7 * random.normal(size=300))
    first = amounts[0] >= bid
    followup = np.where(first, 2 * bid, bid / 2)
    return cv.bivariate(bid, first, followup, amounts[1] >= followup, form="free")


@pytest.mark.slow
def test_a_part_has_its_own_measures_and_the_same_fit(fit):
    assert fit.parts == ("first", "followup")
    other = fit.of("followup")
    assert other.llf == fit.llf and other.median() != fit.median()
    assert fit.of("first").median() == fit.median() and other.of("first").median() == fit.median()
    with pytest.raises(FitError, match="choose one of first, followup"):
        fit.of("third")


@pytest.mark.slow
def test_the_covariance_is_the_inverse_of_second_differences_of_the_log_likelihood(fit):
    model, weights, theta = fit.model, fit.model.observations.weights, fit.theta
    value, gradient, hessian = model.derivatives(theta[:, None], weights[:, None])
    assert value[0] == pytest.approx(fit.llf) and np.abs(gradient).max() < 1e-6
    slopes = []
    for step in 1e-5 * np.eye(len(theta)):
        high, low = (model.derivatives((theta + sign * step)[:, None], weights[:, None])[1][:, 0] for sign in (1, -1))
        slopes.append((high - low) / 2e-5)
    by_differences = np.column_stack(slopes)
    assert hessian[:, :, 0] == pytest.approx(by_differences, rel=1e-5, abs=1e-4)
    assert model.covariance(theta, weights) == pytest.approx(np.linalg.inv(-by_differences), rel=1e-4, abs=1e-7)


def test_what_needs_one_answer_is_refused(fit):
    with pytest.raises(FitError, match="models of one answer"):
        fit.given_answers()
    with pytest.raises(FitError, match="models of one answer"):
        fit.utility_difference()
    assert isinstance(fit.params, pd.Series)
