"""The bivariate normal probability against Sheppard's closed form, SciPy and mpmath; pairs against their definition."""

import mpmath
import numpy as np
import pytest
from scipy import special, stats

from helpers.valuation.likelihood.pairs import BivariateLikelihood, HeldCorrelation, log_binormal


@pytest.mark.parametrize("rho", [-0.999, -0.7, -0.2, 0.0, 0.3, 0.9, 0.9999])
def test_below_both_medians(rho):
    # Sheppard (1899): P(Z1 <= 0, Z2 <= 0) = 1/4 + arcsin(rho) / (2 pi).
    found = np.exp(log_binormal(np.zeros(1), np.zeros(1), np.arctanh(rho)))[0]
    assert found == pytest.approx(0.25 + np.arcsin(rho) / (2 * np.pi), rel=1e-10)


GRID = np.array([-3.1, -1.7, -0.6, 0.4, 1.3, 2.9])
CORRELATIONS = [-6.0, -3.0, -1.5, -0.7, -0.2, -0.01, 0.0, 0.01, 0.2, 0.7, 1.5, 3.0, 6.0]  # by their inverse tanh


def by_owen(h, k, rho):
    """P(Z1 <= h, Z2 <= k) by Owen's (1956) T function, which SciPy has."""
    root = np.sqrt((1 - rho) * (1 + rho))
    corners = special.owens_t(h, (k - rho * h) / (h * root)) + special.owens_t(k, (h - rho * k) / (k * root))
    return (special.ndtr(h) + special.ndtr(k) - (h * k < 0)) / 2 - corners


@pytest.mark.parametrize("atanh_rho", CORRELATIONS)
def test_elsewhere_as_owen_has_it(atanh_rho):
    h, k = (each.ravel() for each in np.meshgrid(GRID, GRID + 0.05))
    found = np.exp(log_binormal(h, k, atanh_rho))
    np.testing.assert_allclose(found, by_owen(h, k, np.tanh(atanh_rho)), rtol=0, atol=1e-15)


@pytest.mark.parametrize("atanh_rho", [0.01, 0.2, 0.7, 1.5, 3.0, 6.0, 9.0, 15.0])
def test_what_the_second_does_not_change_is_the_first_alone(atanh_rho):
    # P(Z1 <= h, Z2 <= k) + P(Z1 <= h, Z2 > k) = P(Z1 <= h), out to where it is 1e-200: a digit lost would show.
    far = np.array([-30.0, -12, -5, -2, -0.3, 0.5, 3, 9, 25])
    h, k = (each.ravel() for each in np.meshgrid(far, np.concatenate([far + 0.1, far + 3])))
    both = np.logaddexp(log_binormal(h, k, atanh_rho), log_binormal(h, -k, -atanh_rho))
    np.testing.assert_allclose(both, special.log_ndtr(h), rtol=1e-14, atol=1e-14)


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


@pytest.mark.parametrize("atanh_rho", [0.5, -0.8, 2.0, -2.5])
def test_derivatives_are_slopes(pairs, atanh_rho):
    params, weights, step = np.array([0.3, -0.4, atanh_rho]), np.linspace(1, 2, 12)[:, None], 1e-5
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
