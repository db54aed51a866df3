"""The bivariate normal probability against Sheppard's closed form, SciPy and mpmath; pairs against their definition."""

import mpmath
import numpy as np
import pytest
from scipy import stats

from helpers.valuation.likelihood.pairs import BivariateLikelihood, HeldCorrelation, log_binormal


@pytest.mark.parametrize("rho", [-0.999, -0.7, -0.2, 0.0, 0.3, 0.9, 0.9999])
def test_below_both_medians(rho):
    # Sheppard (1899): P(Z1 <= 0, Z2 <= 0) = 1/4 + arcsin(rho) / (2 pi).
    found = np.exp(log_binormal(np.zeros(1), np.zeros(1), np.arctanh(rho)))[0]
    assert found == pytest.approx(0.25 + np.arcsin(rho) / (2 * np.pi), rel=1e-10)


@pytest.mark.parametrize("rho", [-0.6, 0.1, 0.8])
@pytest.mark.parametrize(("h", "k"), [(0.5, -1.0), (-2.0, -1.5), (1.7, 2.2)])
def test_elsewhere_as_scipy_has_it(rho, h, k):
    expected = stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([h, k])
    assert np.exp(log_binormal(np.array([h]), np.array([k]), np.arctanh(rho)))[0] == pytest.approx(expected, rel=1e-4)


@pytest.mark.slow
def test_a_remote_corner_keeps_its_digits():
    # By quadrature in fifty digits: the first below -4, and the second, given it, below -4 at a correlation of -0.5.
    rho = mpmath.mpf("-0.5")
    with mpmath.workdps(50):
        given = mpmath.sqrt(1 - rho**2)
        exact = mpmath.quad(lambda z: mpmath.npdf(z) * mpmath.ncdf((-4 - rho * z) / given), [-12, -7, -5, -4.5, -4])
    found = log_binormal(np.array([-4.0]), np.array([-4.0]), np.arctanh(-0.5))[0]
    assert found == pytest.approx(float(mpmath.log(exact)), abs=1e-8)


@pytest.fixture
def pairs():
    rng = np.random.default_rng(3)
    first, second = (np.column_stack([np.ones(12), rng.normal(size=12)]) for _ in range(2))
    sign = np.where(rng.random(12) < 0.5, 1, -1)
    return BivariateLikelihood(first, second, sign, np.arange(12) != 4)


def test_derivatives_are_slopes(pairs):
    params, weights, step = np.array([0.3, -0.4, 0.5]), np.linspace(1, 2, 12)[:, None], 1e-5
    value, gradient, hessian = pairs.evaluate(params[:, None], weights)
    for j in range(3):
        move = (step * (np.arange(3) == j))[:, None]
        up, down = (pairs.evaluate(params[:, None] + sign * move, weights) for sign in (1, -1))
        assert gradient[j, 0] == pytest.approx((up[0][0] - down[0][0]) / (2 * step), rel=1e-6, abs=1e-8)
        np.testing.assert_allclose(hessian[j, :, 0], (up[1] - down[1])[:, 0] / (2 * step), rtol=1e-6, atol=1e-7)
    assert weights[:, 0] @ pairs.scores(params) == pytest.approx(gradient[:, 0])
    assert weights[:, 0] @ pairs.rows(params)[0] == pytest.approx(value[0])


def test_without_a_second_question_the_first_counts_alone(pairs):
    h = pairs.first @ np.array([0.3, -0.4])
    assert pairs.rows(np.array([0.3, -0.4, 0.5]))[0][4] == pytest.approx(stats.norm.logcdf(h[4]), rel=1e-10)


def test_a_held_correlation_is_the_same_without_its_parameter(pairs):
    params, weights = np.array([[0.3], [-0.4]]), np.ones((12, 1))
    whole = pairs.evaluate(np.vstack([params, [[0.5]]]), weights)
    held = HeldCorrelation(pairs, 0.5).evaluate(params, weights)
    for part, (kept, wanted) in enumerate(zip(held, whole, strict=True)):
        np.testing.assert_array_equal(kept, wanted[(slice(2),) * part] if part else wanted)
