"""Gamma and generalised gamma WTP: distributions of the log amount with a shape, which sets the curve of their tails.

The generalised gamma is in Prentice's (1974) form: with k = 1 / Q^2 and z the standardised log amount, k exp(Q z) is
gamma of shape k. Q = 0 is the log-normal, Q = 1 the Weibull, Q = scale the gamma. In Stacy's (1962) form, for Q above
0, it has power Q / scale, shape k and scale exp(location - log(k) scale / Q).
"""

import numpy as np
from numpy.typing import NDArray
from scipy import special

from .distributions import Distribution

Floats = NDArray[np.float64]
Triple = tuple[Floats, Floats, Floats]

_TINY = 1e-290  # a share below which its logarithm is taken from the leading terms of the tail
_NEAR_NORMAL = 0.02  # Q within which an expansion around the normal is closer than an incomplete gamma function
_NEWTON_STEPS = 5
_LEAST_TAIL = 1e-4  # of 1 + scale Q, which the mean divides by, below which a truncated mean is summed up instead
_LARGE_K = 10.0  # from which on the remainder of Stirling's formula is its series
_SERIES = 0.3  # argument up to which a power series replaces a difference that cancels
_STIRLING = 1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360
# Coefficients of Temme's (1979) expansion: rows by powers of 1 / k, columns by powers of eta.
_TEMME = (
    (-1 / 3, 1 / 12, -2 / 135, 1 / 864, 1 / 2835, -139 / 777600, 1 / 25515, -571 / 261273600),
    (-1 / 540, -1 / 288, 1 / 378, -77 / 77760, 1 / 4860),
    (25 / 6048, -139 / 51840, 1 / 1296),
)
_LEFT, _PANELS, _ORDER = -14.0, 60, 16
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(_ORDER)


class Shaped(Distribution):
    """A distribution of the log amount with a shape, shape (1, R) or a number."""

    positive = True
    shape_name: str
    has_scale: bool
    starts: tuple[float, ...]  # shapes at which a search may begin, beside others in between

    def __init__(self, shape: Floats | float) -> None:
        """Keep the shape."""
        self.shape = np.asarray(shape, dtype=float)

    def over(self, columns: NDArray[np.int_]) -> "Shaped":
        """The same for these replicates, in this order; they may repeat."""
        return self if self.shape.size == 1 else type(self)(self.shape[..., columns])

    def _log_shares(self, z: Floats) -> tuple[Floats, Floats]:
        """Logarithms of F(z) and S(z)."""
        raise NotImplementedError

    def log_cdf(self, z: Floats) -> Triple:
        """Log of F(z), with its two derivatives."""
        value = self._log_shares(z)[0]
        log_f, score, _ = self.log_pdf(z)
        ratio = np.exp(log_f - value)
        return value, ratio, ratio * (score - ratio)

    def log_sf(self, z: Floats) -> Triple:
        """Log of S(z), with its two derivatives."""
        value = self._log_shares(z)[1]
        log_f, score, _ = self.log_pdf(z)
        ratio = np.exp(log_f - value)
        return value, -ratio, -ratio * (score + ratio)

    def _log_difference(self, low: Floats, high: Floats) -> Floats:
        """log(F(high) - F(low)), from the tail with the smaller share."""
        (below_low, above_low), (below_high, above_high) = self._log_shares(low), self._log_shares(high)
        upper = above_low < below_high
        near, far = np.where(upper, above_low, below_high), np.where(upper, above_high, below_low)
        return near + np.log(-np.expm1(far - near))

    def mean(self, location: Floats, scale: Floats) -> Floats:
        """Integral of the survivor function over (0, inf)."""
        return np.exp(self.log_mean(location, scale))


class Gamma(Shaped):
    """Gamma WTP of shape k: the location is the logarithm of its scale theta, and the error has no scale of its own."""

    name = "gamma"
    shape_name = "log_shape"
    has_scale = False
    starts = (-0.5, 0.5, 1.5)

    def log_pdf(self, z: Floats) -> Triple:
        """Log density of the error, with its two derivatives."""
        k, u = np.exp(self.shape), np.exp(z)
        return k * z - u - special.gammaln(k), k - u, -u

    def _log_shares(self, z: Floats) -> tuple[Floats, Floats]:
        return _log_gamma_shares(np.exp(self.shape), z)

    def isf(self, share: float | Floats) -> Floats:
        """The z above which this share of errors lies."""
        return np.log(special.gammainccinv(np.exp(self.shape), share))

    def log_mean(self, location: Floats, scale: Floats) -> Floats:
        """Logarithm of the mean."""
        return location + self.shape

    def truncated_mean(self, location: Floats, scale: Floats, limit: float | Floats) -> Floats:
        """Integral of the survivor function over (0, limit)."""
        k, u = np.exp(self.shape), limit * np.exp(-location)
        return np.exp(location) * k * special.gammainc(k + 1, u) + limit * special.gammaincc(k, u)


class GeneralisedGamma(Shaped):
    """Generalised gamma WTP in Prentice's form, of shape Q."""

    name = "generalised-gamma"
    infinite_mean = "once scale times Q falls to -1"
    shape_name = "Q"
    has_scale = True
    starts = (-1.5, -0.5, 0.5, 1.5)

    @np.errstate(all="ignore")
    def log_pdf(self, z: Floats) -> Triple:
        """Log density of the error, with its two derivatives."""
        x = self.shape * z
        log_f = -0.5 * np.log(2 * np.pi) - _remainder(self.shape**2) - 0.5 * z**2 * _second_order(x)
        return log_f, -z * special.exprel(x), -np.exp(x)

    @np.errstate(all="ignore")
    def _log_shares(self, z: Floats) -> tuple[Floats, Floats]:
        normal, q = np.abs(self.shape) < _NEAR_NORMAL, self.shape
        below, above = _log_gamma_shares(q**-2.0, q * z - 2 * np.log(np.abs(q)))
        below, above = np.where(np.signbit(q), (above, below), (below, above))
        if normal.any():
            below, above = (np.where(normal, *each) for each in zip(self._near_normal(z), (below, above), strict=True))
        return below, above

    def _near_normal(self, z: Floats) -> tuple[Floats, Floats]:
        """The same by the uniform expansion of Temme (1979), which is the normal share at Q = 0."""
        bend = np.sqrt(_second_order(self.shape * z))
        eta, at = np.clip(self.shape * z * bend, -0.5, 0.5), z * bend
        size = self.shape * np.exp(-0.5 * at**2) / np.sqrt(2 * np.pi)
        size = size * sum(np.polyval(row[::-1], eta) * self.shape ** (2 * n) for n, row in enumerate(_TEMME))
        below, above = special.log_ndtr(at), special.log_ndtr(-at)
        return below + np.log1p(-size * np.exp(-below)), above + np.log1p(size * np.exp(-above))

    @np.errstate(all="ignore")
    def isf(self, share: float | Floats) -> Floats:
        """The z above which this share of errors lies."""
        share = np.asarray(share, dtype=float)
        normal, q = np.abs(self.shape) < _NEAR_NORMAL, self.shape
        inverse = np.where(np.signbit(q), special.gammaincinv(q**-2.0, share), special.gammainccinv(q**-2.0, share))
        z = -special.ndtri(share)
        near = z - self.shape * (z**2 + 2) / 6
        for _ in range(_NEWTON_STEPS if normal.any() else 0):
            value, slope, _ = self.log_sf(near)
            near = near - (value - np.log(share)) / slope
        return np.where(normal, near, np.log(inverse * q**2) / q)

    @np.errstate(all="ignore")
    def log_mean(self, location: Floats, scale: Floats) -> Floats:
        """Logarithm of the mean, infinite where the upper tail is too heavy."""
        x = scale * self.shape
        # The logarithm of Gamma(k + k x) / Gamma(k) / k^(k x), by Stirling's formula so that nothing cancels.
        square = self.shape**2
        value = 0.5 * scale**2 * _log_power(x) - 0.5 * np.log1p(x) + _remainder(square / (1 + x)) - _remainder(square)
        return np.where(x > -1, location + value, np.inf)

    @np.errstate(all="ignore")
    def truncated_mean(self, location: Floats, scale: Floats, limit: float | Floats) -> Floats:
        """Integral of the survivor function over (0, limit)."""
        x, z = scale * self.shape, (np.log(limit) - location) / scale
        finite = x > _LEAST_TAIL - 1
        # Weighted by the amounts the distribution is a generalised gamma again, of another shape.
        weighted = GeneralisedGamma(self.shape / np.sqrt(1 + x))
        log_share = weighted.log_cdf(np.sqrt(1 + x) * (z - scale * _log1p_ratio(x)))[0]
        value = np.exp(self.log_mean(location, scale) + log_share) + limit * self.sf(z)
        return value if finite.all() else np.where(finite, value, self._summed(location, scale, limit, z))

    def _summed(self, location: Floats, scale: Floats, limit: float | Floats, z: Floats) -> Floats:
        """The same by quadrature of the density: the limit for those above it, and the amounts of those below."""
        length = np.maximum(z - _LEFT, 0) / _PANELS
        total = limit * self.sf(z)
        for node, weight in zip(_NODES, _WEIGHTS, strict=True):
            for panel in range(_PANELS):
                at = z + length * ((node + 1) / 2 + panel - _PANELS)
                total = total + weight * length / 2 * np.exp(self.log_pdf(at)[0] + location + scale * at)
        return total


@np.errstate(all="ignore")  # far out in a tail, where the leading terms take over
def _log_gamma_shares(k: Floats, log_u: Floats) -> tuple[Floats, Floats]:
    """Logarithms of the regularised incomplete gamma functions P(k, u) and Q(k, u)."""
    u = np.exp(log_u)
    below, above = special.gammainc(k, u), special.gammaincc(k, u)
    density = k * log_u - u - special.gammaln(k)
    tail = u + 1 - k - (1 - k) / (u + 3 - k)  # of the continued fraction of Q
    return (
        np.where(below < _TINY, density - np.log(k) - np.log1p(-u / (k + 1)), np.log(below)),
        np.where(above < _TINY, density - np.log(tail), np.log(above)),
    )


def _remainder(inverse: Floats) -> Floats:
    """What Stirling's formula leaves of log Gamma(k), from 1 / k."""
    k = 1 / inverse
    plain = special.gammaln(k) - (k - 0.5) * np.log(k) + k - 0.5 * np.log(2 * np.pi)
    return np.where(k > _LARGE_K, inverse * np.polyval(_STIRLING[::-1], inverse**2), plain)


def _second_order(x: Floats) -> Floats:
    """2 (exp(x) - 1 - x) / x^2, by its power series where that would cancel."""
    term = np.zeros_like(x)
    for n in range(16, 2, -1):
        term = x / n * (1 + term)
    return np.where(np.abs(x) < _SERIES, 1 + term, 2 * (np.expm1(x) - x) / x**2)


def _log_power(x: Floats) -> Floats:
    """2 ((1 + x) log(1 + x) - x) / x^2, by its power series where that would cancel."""
    series = sum(2 * (-x) ** n / ((n + 1) * (n + 2)) for n in range(18))
    return np.where(np.abs(x) < _SERIES / 3, series, 2 * ((1 + x) * np.log1p(x) - x) / x**2)


def _log1p_ratio(x: Floats) -> Floats:
    """log(1 + x) / x."""
    return np.where(x == 0, 1.0, np.log1p(x) / x)


SHAPED: dict[str, Shaped] = {each.name: each for each in (Gamma(0.0), GeneralisedGamma(0.0))}
