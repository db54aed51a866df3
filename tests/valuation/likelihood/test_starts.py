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


def test_a_resample_starts_next_to_its_maximum(likelihood, centre):
    n = len(surveys.paycard54())
    weights = np.random.default_rng(1).multinomial(n, np.full(n, 1 / n), 200).T.astype(float)
    starts = Surrogate(likelihood, np.ones(n), centre).maxima(weights)
    maxima, converged = maximise(likelihood, weights, centre[:, None], 1e-14)
    assert converged.all()
    # Far nearer than the centre of all resamples is.
    away, from_centre = (np.abs(each - maxima).max(axis=0) for each in (starts, centre[:, None]))
    assert np.median(away) < 0.01 * np.median(from_centre)


def test_the_answers_themselves_start_at_their_maximum(likelihood, centre):
    n = len(surveys.paycard54())
    start = Surrogate(likelihood, np.ones(n), centre).maxima(np.ones((n, 1)))[:, 0]
    assert start == pytest.approx(centre, rel=1e-4)


def test_away_from_a_maximum_the_centre_is_all_there_is(likelihood, centre):
    elsewhere, n = centre * np.array([1.0, -1.0]), len(surveys.paycard54())
    assert Surrogate(likelihood, np.ones(n), elsewhere).maxima(np.ones((n, 3))).tolist() == elsewhere[:, None].tolist()
