"""The likelihood of a panel: the integral over the effect of each respondent, by quadrature that is not ours."""

import numpy as np
import pytest
from scipy import integrate, stats

from helpers.valuation.likelihood import DISTRIBUTIONS, RespondentLikelihood
from helpers.valuation.likelihood.respondents import LARGEST_RATIO
from helpers.valuation.likelihood.single import ABOVE, BELOW, BETWEEN, EXACT

KIND = np.array([BETWEEN, ABOVE, BELOW, EXACT, BETWEEN])
LOWER = np.array([1.0, 2.0, -np.inf, 2.5, 0.5])
UPPER = np.array([2.0, np.inf, 1.5, 2.5, 3.0])
IDS = np.array([0, 0, 1, 1, 1])
GAMMA, KAPPA, TAU = 1.2, 0.9, 1.5


def likelihood():
    return RespondentLikelihood(DISTRIBUTIONS["normal"], KIND, LOWER, UPPER, np.ones((5, 1)), IDS)


def by_quadrature(person):
    """Of one respondent, the integral over a standard normal effect of the product of the answers' probabilities."""

    def integrand(u):
        product = stats.norm.pdf(u)
        for kind, low, high in zip(KIND[person == IDS], LOWER[person == IDS], UPPER[person == IDS], strict=True):
            z_low, z_high = (KAPPA * y - GAMMA - TAU * u for y in (low, high))
            between = stats.norm.cdf(z_high) - stats.norm.cdf(z_low)
            product *= KAPPA * stats.norm.pdf(z_low) if kind == EXACT else between
        return product

    return np.log(integrate.quad(integrand, -12, 12, epsabs=1e-14, epsrel=1e-12)[0])


@pytest.mark.slow
def test_value_is_the_integral_over_each_respondent_s_effect():
    params = np.array([[GAMMA], [KAPPA], [TAU]])
    value, _, _ = likelihood().evaluate(params, np.array([[2.0], [3.0]]))
    assert value[0] == pytest.approx(2 * by_quadrature(0) + 3 * by_quadrature(1), rel=1e-10)


def test_scores_add_up_to_the_gradient_and_are_slopes():
    params, ours = np.array([GAMMA, KAPPA, TAU]), likelihood()
    _, gradient, _ = ours.evaluate(params[:, None], np.ones((2, 1)))
    assert ours.scores(params).sum(axis=0) == pytest.approx(gradient[:, 0], rel=1e-10)
    for place in range(3):
        step = 1e-5 * np.eye(3)[place]
        high, low = (ours.evaluate((params + sign * step)[:, None], np.ones((2, 1)))[0][0] for sign in (1, -1))
        assert gradient[place, 0] == pytest.approx((high - low) / 2e-5, rel=1e-6)


def test_a_ratio_of_spreads_that_no_quadrature_bears_has_no_value():
    value, _, _ = likelihood().evaluate(np.array([[GAMMA], [KAPPA], [2 * LARGEST_RATIO]]), np.ones((2, 1)))
    assert np.isnan(value[0])


def test_weights_of_respondents_are_those_of_their_answers():
    assert likelihood().arrange(np.array([2.0, 2, 5, 5, 5])).tolist() == [2, 5]
