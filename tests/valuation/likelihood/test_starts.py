"""Polynomials start refits near their maximum, and never decide where it is."""

import numpy as np
import pytest
from reference import surveys

from helpers import valuation as cv
from helpers.valuation.likelihood import DISTRIBUTIONS
from helpers.valuation.likelihood.maximum import maximise
from helpers.valuation.likelihood.single import ABOVE, BELOW, BETWEEN, Likelihood
from helpers.valuation.likelihood.starts import Surrogate


@pytest.fixture(scope="module")
def likelihood():
    answers = surveys.paycard54()
    with np.errstate(divide="ignore"):  # an open end at zero is minus infinity in logarithms
        low, high = (np.log(answers[end].to_numpy()) for end in ("lower", "upper"))
    kind = np.where(np.isinf(low), BELOW, np.where(np.isinf(high), ABOVE, BETWEEN))
    return Likelihood(DISTRIBUTIONS["log-normal"], kind, low, high, np.ones((len(answers), 1)))


@pytest.fixture(scope="module")
def centre():
    fit = cv.fit(surveys.paycard54(), "log-normal")
    # kappa is one over the scale, and gamma kappa times the location.
    return np.array([fit.params["Intercept"], 1.0]) / np.exp(fit.params["log_scale"])


def resampled(n, size=400):
    return np.random.default_rng(1).multinomial(n, np.full(n, 1 / n), size).T.astype(float)


def test_a_resample_starts_next_to_its_maximum(likelihood, centre):
    n = len(surveys.paycard54())
    weights = resampled(n)
    surrogate = Surrogate(likelihood, np.ones(n), centre)
    maxima, converged = maximise(likelihood, weights, centre[:, None], 1e-14)
    assert converged.all()
    # In standard errors: how far off the start is, and how far the maximum is from the centre of all.
    bread = np.linalg.inv(-likelihood.evaluate(centre[:, None], np.ones((n, 1)))[2][:, :, 0])
    root = np.linalg.cholesky(bread)
    off, out = (
        np.abs(np.linalg.solve(root, maxima - each)).max(axis=0)
        for each in (surrogate.maxima(weights), centre[:, None])
    )
    for distance, allowed in ((0.5, 1e-4), (1.0, 1.2e-4), (2.0, 2e-4), (2.5, 1e-3), (3.5, 4e-3)):
        assert off[out < distance].max() < allowed
    assert np.median(off) < 7e-5


def test_a_resample_without_a_maximum_starts_at_the_centre_and_leaves_the_others_alone(likelihood, centre):
    n = len(surveys.paycard54())
    weights = resampled(n, 5)
    surrogate = Surrogate(likelihood, np.ones(n), centre)
    alone = surrogate.maxima(weights)
    weights[:, 2] = 0.0
    together = surrogate.maxima(weights)
    assert together[:, 2].tolist() == centre.tolist()
    np.testing.assert_allclose(together[:, [0, 1, 3, 4]], alone[:, [0, 1, 3, 4]], rtol=1e-12)


def test_a_model_of_more_parameters_has_the_centre_alone(likelihood):
    ones = np.ones((3, 2))
    with_covariate = Likelihood(DISTRIBUTIONS["normal"], np.full(3, BELOW), np.zeros(3), np.ones(3), ones)
    centre = np.array([0.1, 0.2, 1.0])
    assert Surrogate(with_covariate, np.ones(3), centre).maxima(np.ones((3, 4))).tolist() == centre[:, None].tolist()


def test_the_answers_themselves_start_at_their_maximum(likelihood, centre):
    n = len(surveys.paycard54())
    start = Surrogate(likelihood, np.ones(n), centre).maxima(np.ones((n, 1)))[:, 0]
    assert start == pytest.approx(centre, rel=3e-5)


def test_away_from_a_maximum_the_centre_is_all_there_is(likelihood, centre):
    elsewhere, n = centre * np.array([1.0, -1.0]), len(surveys.paycard54())
    assert Surrogate(likelihood, np.ones(n), elsewhere).maxima(np.ones((n, 3))).tolist() == elsewhere[:, None].tolist()
