"""Every distribution on offer, by definition: its functions are those of one density, its means areas under a curve.

A distribution that is added is held to all of this without another line.
"""

import itertools

import numpy as np
import pytest
from mpmath import mp
from scipy import integrate

from helpers.valuation.likelihood import DISTRIBUTIONS
from helpers.valuation.likelihood.gamma import Gamma, GeneralisedGamma

SHAPES = {f"{law.name} {shape}": law(shape) for law in (Gamma, GeneralisedGamma) for shape in (-0.6, 0.015, 1.3)}
LAWS = DISTRIBUTIONS | SHAPES
Z = np.linspace(-4.0, 2.5, 14)
STEP = 1e-5


@pytest.fixture(params=LAWS)
def curve(request):
    return LAWS[request.param]


def area(function, low, high):
    """Integral of a function of one number, by quadrature."""
    return integrate.quad(lambda x: function(np.array([x]))[0], low, high, epsabs=1e-13, epsrel=1e-11, limit=400)[0]


NODES, WEIGHTS = np.polynomial.legendre.leggauss(24)


def smooth_areas(function, low, high, panels=80):
    """Integrals of an analytic function between pairs of ends, by Gauss and Legendre's rule in panels."""
    low, half = np.ravel(low)[:, None, None], (np.ravel(high) - np.ravel(low))[:, None, None] / panels / 2
    return (function(low + half * (1 + 2 * np.arange(panels)[:, None] + NODES)) @ WEIGHTS * half[..., 0]).sum(axis=1)


def test_shares_below_and_above_make_one(curve):
    np.testing.assert_allclose(np.exp(curve.log_cdf(Z)[0]) + np.exp(curve.log_sf(Z)[0]), 1, rtol=1e-12)


def test_a_share_is_an_area_of_the_density(curve):
    # Nothing but e^-30 and less lies below -40 or above 40 for any error here.
    np.testing.assert_allclose(curve.sf(Z), smooth_areas(curve.pdf, Z, np.full(len(Z), 40.0)), rtol=1e-10, atol=1e-25)
    assert smooth_areas(curve.pdf, -70.0, 40.0) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("name", ["log_pdf", "log_cdf", "log_sf"])
def test_derivatives_are_slopes(curve, name):
    function = getattr(curve, name)
    _, slope, bend = function(Z)
    value = {shift: np.array(function(Z + shift)) for shift in (-STEP, STEP)}
    central = (value[STEP] - value[-STEP]) / (2 * STEP)
    np.testing.assert_allclose(slope, central[0], rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(bend, central[1], rtol=1e-6, atol=1e-8)


def test_a_quantile_leaves_its_share_above(curve):
    share = np.array([1e-6, 0.2, 0.5, 0.97])
    np.testing.assert_allclose(curve.sf(curve.isf(share)), share, rtol=1e-10)


@pytest.mark.parametrize("width", [1e-6, 9e-4, 0.3, 5.0])
def test_the_share_of_an_interval_is_an_area_and_its_derivatives_are_densities(curve, width):
    low = np.array([-3.0, -0.2, 1.1, 2.3])
    with np.errstate(over="ignore"):  # of a hazard beyond a double, where no share is left
        value, at_high, at_low, shift, shift_high, shift_low = curve.log_interval(low, np.full(4, width))
    share = smooth_areas(curve.pdf, low, low + width, panels=12)
    np.testing.assert_allclose(np.exp(value), share, rtol=1e-9)
    high = curve.pdf(low + width) / share
    np.testing.assert_allclose(at_high, high, rtol=1e-9)
    np.testing.assert_allclose(at_low, -curve.pdf(low) / share, rtol=1e-9)
    # The derivative of the density is the density times that of its logarithm: so no small difference is taken.
    slopes = smooth_areas(lambda z: curve.pdf(z) * curve.log_pdf(z)[1], low, low + width, panels=12) / share
    np.testing.assert_allclose(shift, slopes, rtol=1e-6, atol=1e-9)
    for found, end, at in ((shift_high, low + width, at_high), (shift_low, low, at_low)):
        np.testing.assert_allclose(found, at * (curve.log_pdf(end)[1] - slopes), rtol=1e-6, atol=1e-6 / width)


@pytest.mark.slow
@pytest.mark.parametrize(("location", "scale"), [(0.5, 0.3), (2.0, 0.8)])
def test_means_are_areas_under_the_curve(curve, location, scale):
    scale = scale if getattr(curve, "has_scale", True) else 1.0

    def survivor(amount):
        return curve.sf(((np.log(amount) if curve.positive else amount) - location) / scale)

    at = np.array([location]), np.array([scale])
    assert curve.truncated_mean(*at, np.array([9.0]))[0] == pytest.approx(area(survivor, 0.0, 9.0), rel=1e-8)
    # Above 9 over the logarithm of the amount, in which even a heavy tail is smooth, up to where nothing is left.
    end = location + scale * curve.isf(np.array([1e-270]))[0]
    above = area(lambda log: np.exp(log) * survivor(np.exp(log)), np.log(9.0), end if curve.positive else np.log(end))
    whole = curve.truncated_mean(*at, np.array([9.0]))[0] + above
    assert curve.mean(*at)[0] == pytest.approx(whole, rel=1e-7)
    assert curve.log_mean(*at)[0] == pytest.approx(np.log(whole), rel=1e-7)


def test_whether_a_mean_can_be_infinite_is_said(curve):
    # At a scale of 50 every mean that can be infinite is; the logarithm of any other, here at most 1250, is a number.
    of_its_kind = [law for law in LAWS.values() if law.name == curve.name]
    means = [law.log_mean(np.zeros(1), np.full(1, 50.0)).item() for law in of_its_kind]
    assert bool(curve.infinite_mean) == np.isposinf(means).any()


def test_a_location_is_the_mean_of_amounts_on_the_real_line(curve):
    # It is what `mean(support="real")` gives.
    if not curve.positive:
        assert area(lambda z: z * curve.pdf(z), -40.0, 40.0) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("z", [-20.0, -45.0, -300.0])
def test_remote_normal_tails_have_their_slope(z):
    # phi(z) / Phi(z) and its derivative by mpmath with fifty digits; floats hold no share as small as the last two.
    with mp.workdps(50):
        share = mp.ncdf(z)
        ratio = mp.npdf(z) / share
        wanted = [float(each) for each in (mp.log(share), ratio, -ratio * (z + ratio))]
    with np.errstate(divide="ignore", invalid="ignore"):
        below, above = DISTRIBUTIONS["normal"].log_cdf(np.array([z])), DISTRIBUTIONS["normal"].log_sf(np.array([-z]))
    for found, sign in ((below, 1), (above, -1)):
        assert found[0][0] == pytest.approx(wanted[0], rel=1e-12)
        assert sign * found[1][0] == pytest.approx(wanted[1], rel=1e-9)
        # A difference of two numbers as large as z, twice.
        assert found[2][0] == pytest.approx(wanted[2], rel=1e-6)


@pytest.mark.parametrize("name", [name for name, law in DISTRIBUTIONS.items() if law.positive])
@pytest.mark.parametrize("scale", [0.004, 0.02, 3.5])
def test_truncated_means_of_steep_and_of_flat_curves(name, scale):
    # Steep: log 9 lies a thousand scales above the location, and the limit cuts off nothing. Flat: by quadrature.
    law, at = DISTRIBUTIONS[name], (np.array([-2.0]), np.array([scale]))
    found = law.truncated_mean(*at, np.array([9.0]))[0]
    expected = law.mean(*at)[0]
    if scale > 1:
        amounts = [0, 1e-6, 1e-4, 1e-2, 0.3, 9]
        parts = [area(lambda w: law.sf((np.log(w) + 2) / scale), *ends) for ends in itertools.pairwise(amounts)]
        expected = sum(parts)
    assert found == pytest.approx(expected, rel=1e-9)
