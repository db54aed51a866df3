"""Gamma and generalised gamma against scipy's Stacy form, quadrature, and the distributions within them."""

import numpy as np
import pytest
from scipy import integrate, stats

from helpers.valuation.likelihood import DISTRIBUTIONS
from helpers.valuation.likelihood.gamma import Gamma, GeneralisedGamma

Z = np.linspace(-4, 4, 33)


@pytest.mark.parametrize("q", [2.5, 1.0, 0.3, -0.3, -1.2, 0.05, -0.05])
def test_shares_and_density_are_those_of_stacy(q):
    # scipy.stats.gamma(k) of u = k exp(Q z); for Q below 0 the tails change sides.
    k = q**-2
    law, u, found = stats.gamma(k), k * np.exp(q * Z), GeneralisedGamma(q)
    with np.errstate(divide="ignore"):
        below, above = (law.logcdf(u), law.logsf(u))[:: 1 if q > 0 else -1]
    density = law.logpdf(u) + np.log(np.abs(q) * u)
    for name, expected in {"log_cdf": below, "log_sf": above, "log_pdf": density}.items():
        told = np.isfinite(expected)  # scipy has no logarithm of what is too small for a double
        np.testing.assert_allclose(getattr(found, name)(Z)[0][told], expected[told], rtol=1e-10, atol=1e-12)
        assert np.isfinite(getattr(found, name)(Z)[0]).all()
    shares = np.array([0.01, 0.3, 0.5, 0.9, 0.999])
    np.testing.assert_allclose(found.sf(found.isf(shares)), shares, rtol=1e-12)


def test_small_shapes_join_the_log_normal_smoothly():
    # Q = 0 is the log-normal; on both sides of the change of method the logarithm of the share runs on.
    normal = DISTRIBUTIONS["log-normal"]
    np.testing.assert_allclose(GeneralisedGamma(0.0).log_sf(Z)[0], normal.log_sf(Z)[0], rtol=1e-12)
    inside, outside = (GeneralisedGamma(q).log_cdf(Z)[0] for q in (0.0199999, 0.0200001))
    np.testing.assert_allclose(inside, outside, atol=1e-5)
    slopes = [
        (GeneralisedGamma(q + 1e-5).log_cdf(Z)[0] - GeneralisedGamma(q).log_cdf(Z)[0]) for q in (0.01998, 0.02001)
    ]
    np.testing.assert_allclose(*slopes, rtol=1e-3)


def test_weibull_and_gamma_are_within():
    weibull = DISTRIBUTIONS["weibull"]
    for name in ("log_cdf", "log_sf", "log_pdf"):
        for found, expected in zip(getattr(GeneralisedGamma(1.0), name)(Z), getattr(weibull, name)(Z), strict=True):
            np.testing.assert_allclose(found, np.broadcast_to(expected, Z.shape), rtol=1e-11, atol=1e-13)
    location, k = np.array([3.0]), 1.7
    gamma, same = Gamma(np.log(k)), GeneralisedGamma(k**-0.5)
    for measure, arguments in (("log_mean", ()), ("truncated_mean", (30.0,))):
        found = getattr(gamma, measure)(location, np.ones(1), *arguments)
        expected = getattr(same, measure)(location + np.log(k), np.array([k**-0.5]), *arguments)
        np.testing.assert_allclose(found, expected, rtol=1e-12)
    assert np.exp(gamma.log_mean(location, 1)) == pytest.approx(stats.gamma(k, scale=np.exp(3)).mean())


@pytest.mark.slow
@pytest.mark.parametrize("q", [1.5, 0.4, 0.01, 0.0, -0.01, -0.8, -1.5])
@pytest.mark.parametrize("scale", [0.3, 0.9, 2.0])
def test_means_are_integrals_of_the_survivor(q, scale):
    # Quadrature over the logarithm of the amount; from scale times Q = -1 downwards the mean is infinite.
    found, limit = GeneralisedGamma(q), 20.0

    def survivor(x):
        return limit * np.exp(-x) * float(found.sf(np.array((np.log(limit) - x - 1) / scale)))

    expected, _ = integrate.quad(survivor, 0, 60, points=[0.1, 1, 3], limit=400, epsabs=1e-11)
    mean = found.truncated_mean(np.array([1.0]), np.array([scale]), limit)[0]
    assert mean == pytest.approx(expected, rel=1e-10)
    whole = float(np.exp(found.log_mean(1.0, scale)))
    assert np.isposinf(whole) == (scale * q <= -1) and whole >= mean
