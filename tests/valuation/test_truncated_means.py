"""Means up to a limit by quadrature."""

import numpy as np
import pytest
from reference import surveys
from scipy import integrate

from helpers import valuation as cv
from helpers.valuation.likelihood import DISTRIBUTIONS

POSITIVE = ("log-normal", "log-logistic", "weibull")


@pytest.mark.parametrize("scale", [0.3, 0.97, 1.0, 1.4, 3.5, 40.0])
@pytest.mark.parametrize("distribution", POSITIVE)
def test_truncated_means_hold_for_steep_and_flat_curves(distribution, scale):
    curve = DISTRIBUTIONS[distribution]
    ours = curve.truncated_mean(np.array([2.0]), np.array([scale]), 50.0)[0]
    # The area by quadrature over x = -log(price / limit).
    area, _ = integrate.quad(
        lambda x: 50 * np.exp(-x) * curve.sf(np.array([(np.log(50) - x - 2.0) / scale]))[0],
        0,
        60,
        limit=400,
        epsrel=1e-12,
    )
    assert ours == pytest.approx(area, rel=1e-9)


def test_adjusted_truncated_mean_warns_when_it_cannot_be_a_mean():
    # Reference: 50.15494135540975 with a top bid of 48.
    answers, people = surveys.natural_park_answers(followups=False), surveys.natural_park()
    fit = cv.fit(answers, "weibull", "female + age + income", data=people)
    with pytest.warns(UserWarning, match="exceeds the limit 48"):
        assert fit.adjusted_truncated_mean(48, at="means") == pytest.approx(50.15494135540975, rel=1e-10)
