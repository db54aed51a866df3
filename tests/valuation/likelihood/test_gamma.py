"""Gamma and generalised gamma against scipy's Stacy form, quadrature, and the distributions within them."""

import mpmath
import numpy as np
import pytest
from scipy import integrate, stats

from helpers.valuation.likelihood import DISTRIBUTIONS
from helpers.valuation.likelihood.gamma import (
    Gamma,
    GeneralisedGamma,
    _log1p_ratio,
    _log_gamma_shares,
    _log_power,
    _remainder,
    _second_order,
)

Z = np.linspace(-4, 4, 33)
NEAR_ZERO = [-30.0, -3, -0.31, -0.299, -0.1, -1e-3, -1e-9, 0, 1e-9, 1e-3, 0.0999, 0.101, 0.299, 0.31, 3, 30]
NODES, WEIGHTS = np.polynomial.legendre.leggauss(30)


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


def area(function, low, high, panels=24):
    """Integral of an analytic function, by Gauss and Legendre's rule in panels."""
    half = (high - low) / panels / 2
    at = low + half * (1 + 2 * np.arange(panels)[:, None] + NODES)
    return half * (function(at.ravel()).reshape(at.shape) @ WEIGHTS).sum()


@pytest.mark.parametrize("q", [0.0199, -0.0199, 0.01, -0.003, 0.001, 0.0])
def test_shares_near_the_log_normal_are_areas_of_the_density(q):
    # Beyond 14 on either side nothing is left of a density so near the normal.
    law, z = GeneralisedGamma(q), np.array([-6.0, -3, -1, -0.2, 0.5, 2, 5])
    below, above = (
        [np.log(area(law.pdf, *ends(each))) for each in z] for ends in (lambda x: (x - 14, x), lambda x: (x, x + 14))
    )
    np.testing.assert_allclose(law.log_cdf(z)[0], below, rtol=0, atol=3e-14)
    np.testing.assert_allclose(law.log_sf(z)[0], above, rtol=0, atol=3e-14)
    shares = np.array([1e-12, 0.01, 0.3, 0.7, 1 - 1e-9])
    np.testing.assert_allclose(law.sf(law.isf(shares)), shares, rtol=5e-14)


@pytest.mark.parametrize("q", [0.0199, -0.003, 1e-7, 0.3162, 0.3163, -0.7, 2.0, 9.0])
def test_density_to_the_last_digits(q):
    # Prentice (1974): |q| k^k / Gamma(k) exp(k q z - k exp(q z)) with k = 1 / q^2, in fifty digits.
    with mpmath.workdps(50):
        k = mpmath.mpf(q) ** -2
        rest = mpmath.log(abs(q)) + k * mpmath.log(k) - mpmath.loggamma(k)
        at = [mpmath.mpf(q) * z for z in (-3, -0.25, 0.5, 5)]
        expected = [float(rest + k * (each - mpmath.exp(each))) for each in at]
    np.testing.assert_allclose(GeneralisedGamma(q).log_pdf(np.array([-3, -0.25, 0.5, 5]))[0], expected, rtol=1e-14)


@np.errstate(all="ignore")  # of the form that is not taken
def test_series_are_what_they_replace():
    x, inverse = np.array(NEAR_ZERO), np.array([1e-12, 1e-3, 0.05, 0.0999, 0.1001, 0.5, 3, 50])
    within = x[x > -1]
    with mpmath.workdps(50):
        exact = [mpmath.mpf(each) for each in x]
        second = [2 * (mpmath.expm1(each) - each) / each**2 if each else 1 for each in exact]
        power = [2 * ((1 + a) * mpmath.log1p(a) - a) / a**2 if a else 1 for a in exact if a > -1]
        ratio = [mpmath.log1p(each) / each if each else 1 for each in exact if each > -1]
        ks = [1 / mpmath.mpf(each) for each in inverse]
        left = [mpmath.loggamma(k) - (k - 0.5) * mpmath.log(k) + k - mpmath.log(2 * mpmath.pi) / 2 for k in ks]
    for found, expected in ((_second_order(x), second), (_log_power(within), power), (_log1p_ratio(within), ratio)):
        np.testing.assert_allclose(found, np.array(expected, dtype=float), rtol=1e-15 * 2)
    np.testing.assert_allclose(_remainder(inverse), np.array(left, dtype=float), rtol=3e-13)


@pytest.mark.parametrize(
    ("k", "log_u", "error"),
    [(0.3, -2700.0, 1e-11), (0.3, 6.8, 1e-11), (2.0, -400.0, 1e-11), (2.0, 6.8, 1e-11), (40.0, -30.0, 1e-11),
     (40.0, 6.8, 1e-7), (40.0, 7.5, 1e-9), (400.0, 2.5, 1e-3), (400.0, 7.6, 1e-4)],
)  # fmt: skip
def test_shares_too_small_for_a_double_have_their_logarithm(k, log_u, error):
    # Of the leading terms of the tail the first left out says the error.
    with mpmath.workdps(30):
        u = mpmath.exp(log_u)
        ends = (0, u) if u < k else (u, mpmath.inf)
        expected = float(mpmath.log(mpmath.gammainc(k, *ends, regularized=True)))
    assert expected < np.log(1e-290)
    assert _log_gamma_shares(np.array(k), np.array(log_u))[u > k] == pytest.approx(expected, abs=error)


@pytest.mark.slow
@pytest.mark.parametrize("law", [Gamma, GeneralisedGamma])
def test_several_shapes_at_once_are_each_alone(law):
    # Near the log-normal and far from it, with a finite mean and without, in one batch.
    shapes = np.array([[0.01, 0.5, 0.0, -0.7, -1.9, 2.0]])
    z, share, location, scale = (np.array(each)[:, None] for each in ([-1.5, 0.4], [0.2, 0.9], [0.3, 1], [0.8, 1.1]))
    whole = {"z": z + 0 * shapes, "width": 0.7 + 0 * z + 0 * shapes}

    def values(of, at):
        triples = [part for name in ("log_pdf", "log_cdf", "log_sf") for part in getattr(of, name)(z)]
        means = of.log_mean(location, scale), of.mean(location, scale), of.truncated_mean(location, scale, 9.0)
        parts = [*triples, *of.log_interval(at["z"], at["width"]), *means, of.isf(share), of.sf(z), of.pdf(z)]
        return [np.broadcast_to(part, at["z"].shape) for part in parts]

    batch = law(shapes)
    together = values(batch, whole)
    for place in range(shapes.size):
        alone = law(shapes[:, [place]])
        for found, expected in zip(
            together, values(alone, {name: each[:, [place]] for name, each in whole.items()}), strict=True
        ):
            np.testing.assert_allclose(found[:, [place]], expected, rtol=1e-13)
        assert batch.over(np.array([place])).shape == alone.shape


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


@pytest.mark.long
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
