"""The distributions of willingness to pay: standardised functions, interval probabilities and welfare integrals.

A distribution is known by its standardised error z = (y - location) / scale, with y the amount (normal, logistic) or
the logarithm of the amount (log-normal, log-logistic, weibull; the Weibull error is the smallest extreme value). To add
one, write a class with the log density and log shares of its error, its quantile, its two welfare integrals and from
where on its mean is infinite, and list an instance in ``DISTRIBUTIONS``. Closed forms: Johnson, Kotz and Balakrishnan
(1994, 1995).
"""

import numpy as np
from scipy import special

Floats = np.ndarray
Triple = tuple[Floats, Floats, Floats]

# Standardised width, times how fast the density changes, below which an interval is valued at its midpoint: there the
# midpoint rule errs by less than 1e-13 and a difference of two logarithms by more.
_NARROW = 1e-3
# From this scale upwards 48 Gauss-Laguerre nodes give the truncated mean to 1e-13; closed forms start to overflow.
_FLAT_SCALE = 3.0
_NODES, _NODE_WEIGHTS = np.polynomial.laguerre.laggauss(48)
_LOG_SQRT_2PI = 0.5 * np.log(2 * np.pi)
_ONE_OVER_SQRT_2PI = np.exp(-_LOG_SQRT_2PI)
_LARGEST_EXPONENT = 700.0
_LARGEST_HAZARD = 1e300
_SMALLEST_SHARE = 1e-280  # below it a normal share would lose digits to underflow
_LARGE_SHARE = 1e-3  # above it a normal share between two bounds is their difference, to 1e-13


class Distribution:
    """One distribution of willingness to pay.

    Each log function takes an array z of any shape and returns three arrays of that shape: the value and its first
    and second derivative in z. The welfare integrals take arrays of locations and scales that broadcast.
    """

    name: str
    positive = False  # True where the logarithm of the amount, not the amount, has the error
    infinite_mean = ""  # from where on the mean is infinite, as in "once the scale reaches 1"

    def over(self, columns: Floats) -> "Distribution":
        """The same for these replicates, where each has a shape of its own."""
        return self

    def log_pdf(self, z: Floats) -> Triple:
        """Log density of the error, with its two derivatives."""
        raise NotImplementedError

    def log_cdf(self, z: Floats) -> Triple:
        """Log of F(z), with its two derivatives."""
        raise NotImplementedError

    def log_sf(self, z: Floats) -> Triple:
        """Log of S(z) = 1 - F(z), with its two derivatives."""
        raise NotImplementedError

    def sf(self, z: Floats) -> Floats:
        """Share S(z) of errors above z."""
        return np.exp(self.log_sf(z)[0])

    def pdf(self, z: Floats) -> Floats:
        """Density of the error at z."""
        return np.exp(self.log_pdf(z)[0])

    def isf(self, share: float | Floats) -> Floats:
        """The z above which this share of errors lies."""
        raise NotImplementedError

    def mean(self, location: Floats, scale: Floats) -> Floats:
        """Integral of the survivor function over (0, inf): the mean of max(0, WTP), in currency units."""
        raise NotImplementedError

    def log_mean(self, location: Floats, scale: Floats) -> Floats:
        """Logarithm of ``mean``, which may exist where the mean is too large for a double."""
        return np.log(self.mean(location, scale))

    def truncated_mean(self, location: Floats, scale: Floats, limit: float | Floats) -> Floats:
        """Integral of the survivor function over (0, limit): the mean with every amount cut down to the limit."""
        raise NotImplementedError

    def log_interval(self, low: Floats, width: Floats) -> tuple[Floats, ...]:
        """Log of P = F(low + width) - F(low), with what Newton's method needs of it, none of it by cancellation.

        Parameters
        ----------
        low, width : ndarray
            Lower end and width of the interval, standardised; the width is positive.

        Returns
        -------
        value : ndarray
            log P.
        at_high, at_low : ndarray
            Derivatives of log P in the upper and the lower end: f(high)/P and -f(low)/P.
        shift : ndarray
            Their sum: the derivative when both ends move together. Each part grows as 1/width, the sum does not.
        shift_high, shift_low : ndarray
            Derivatives of ``shift`` in the upper and the lower end.
        """
        high = low + width
        log_f_low, score_low, _ = self.log_pdf(low)
        log_f_high, score_high, _ = self.log_pdf(high)
        log_f, score, curvature = self.log_pdf(low + width / 2)
        narrow = width * (1 + np.abs(score)) < _NARROW
        value, growth = self._log_difference(low, high), log_f_high - log_f_low
        if narrow.any():
            midpoint = log_f + np.log(width) + np.log1p(width**2 * (score**2 + curvature) / 24)
            value, growth = np.where(narrow, midpoint, value), np.where(narrow, score * width, growth)
        at_high = np.exp(log_f_high - value)
        at_low = -np.exp(log_f_low - value)
        # f(high) - f(low) is taken from the larger of the two, so that nothing overflows.
        shift = np.where(growth < 0, at_low, at_high) * -np.expm1(-np.abs(growth))
        return value, at_high, at_low, shift, at_high * (score_high - shift), at_low * (score_low - shift)

    def _log_difference(self, low: Floats, high: Floats) -> Floats:
        """log(F(high) - F(low)), from the tail in which the interval lies."""
        upper_tail = low + high > 0
        near, far = np.empty_like(low), np.empty_like(low)
        near[upper_tail], far[upper_tail] = self.log_sf(low[upper_tail])[0], self.log_sf(high[upper_tail])[0]
        near[~upper_tail], far[~upper_tail] = self.log_cdf(high[~upper_tail])[0], self.log_cdf(low[~upper_tail])[0]
        return near + np.log(-np.expm1(far - near))


def _normal_density(z: Floats) -> Floats:
    """Density of the standard normal, in one new array."""
    density = z * z
    density *= -0.5
    np.exp(density, out=density)
    density *= _ONE_OVER_SQRT_2PI
    return density


class Normal(Distribution):
    """Normal error of the amount."""

    name = "normal"

    def log_pdf(self, z: Floats) -> Triple:
        """Log density of the error, with its two derivatives."""
        return -0.5 * z * z - _LOG_SQRT_2PI, -z, np.broadcast_to(-1.0, np.shape(z))

    def log_cdf(self, z: Floats) -> Triple:
        """Log of F(z), with its two derivatives."""
        share = special.ndtr(z)
        value, ratio = np.log(share), _normal_density(z) / share
        remote = share < _SMALLEST_SHARE
        if remote.any():
            value[remote] = special.log_ndtr(z[remote])
            ratio[remote] = np.exp(-0.5 * z[remote] ** 2 - _LOG_SQRT_2PI - value[remote])
        return value, ratio, -ratio * (z + ratio)

    def log_sf(self, z: Floats) -> Triple:
        """Log of S(z), with its two derivatives."""
        value, slope, curvature = self.log_cdf(-z)
        return value, -slope, curvature

    def log_interval(self, low: Floats, width: Floats) -> tuple[Floats, ...]:
        """Log of P with its derivatives, from one difference of shares wherever that loses no digits."""
        high = low + width
        share = special.ndtr(high) - special.ndtr(low)
        at_high, at_low = _normal_density(high) / share, -_normal_density(low) / share
        shift = at_high + at_low
        found = np.log(share), at_high, at_low, shift, -at_high * (high + shift), -at_low * (low + shift)
        small = ~(share > _LARGE_SHARE)
        if small.any():
            for each, exact in zip(found, super().log_interval(low[small], width[small]), strict=True):
                each[small] = exact
        return found

    def isf(self, share: float | Floats) -> Floats:
        """The z above which this share of errors lies."""
        return -special.ndtri(share)

    def mean(self, location: Floats, scale: Floats) -> Floats:
        """Integral of the survivor function over (0, inf)."""
        return scale * self._upper_integral(-location / scale)

    def truncated_mean(self, location: Floats, scale: Floats, limit: float | Floats) -> Floats:
        """Integral of the survivor function over (0, limit)."""
        return scale * (self._upper_integral(-location / scale) - self._upper_integral((limit - location) / scale))

    def _upper_integral(self, z: Floats) -> Floats:
        """Integral of S over (z, inf)."""
        return self.pdf(z) - z * special.ndtr(-z)


class Logistic(Distribution):
    """Logistic error of the amount."""

    name = "logistic"

    def log_pdf(self, z: Floats) -> Triple:
        """Log density of the error, with its two derivatives."""
        below, above, log_larger = _logistic_shares(z)
        return -np.abs(z) + 2 * log_larger, above - below, -2 * below * above

    def log_cdf(self, z: Floats) -> Triple:
        """Log of F(z), with its two derivatives."""
        below, above, log_larger = _logistic_shares(z)
        return np.minimum(z, 0) + log_larger, above, -below * above

    def log_sf(self, z: Floats) -> Triple:
        """Log of S(z), with its two derivatives."""
        below, above, log_larger = _logistic_shares(z)
        return -np.maximum(z, 0) + log_larger, -below, -below * above

    def isf(self, share: float | Floats) -> Floats:
        """The z above which this share of errors lies."""
        return -special.logit(share)

    def mean(self, location: Floats, scale: Floats) -> Floats:
        """Integral of the survivor function over (0, inf)."""
        return scale * np.logaddexp(0, location / scale)

    def truncated_mean(self, location: Floats, scale: Floats, limit: float | Floats) -> Floats:
        """Integral of the survivor function over (0, limit)."""
        return scale * (np.logaddexp(0, location / scale) - np.logaddexp(0, (location - limit) / scale))

    def log_interval(self, low: Floats, width: Floats) -> tuple[Floats, ...]:
        """Log of P with its derivatives: P = F(high) S(low) (1 - exp(-width)) is a product, so nothing cancels."""
        below_low, above_low, log_larger_low = _logistic_shares(low)
        below_high, above_high, log_larger_high = _logistic_shares(low + width)
        value = np.minimum(low + width, 0) - np.maximum(low, 0) + log_larger_low + log_larger_high
        value += np.log(-np.expm1(-width))
        gap = 1 / np.expm1(width)
        return (
            value,
            above_high + gap,
            -below_low - gap,
            above_high - below_low,
            -below_high * above_high,
            -below_low * above_low,
        )


def _logistic_shares(z: Floats) -> Triple:
    """F(z), S(z) and the log of the larger of the two."""
    tail = np.exp(-np.abs(z))
    larger = 1 / (1 + tail)
    smaller = tail * larger
    upper = z > 0
    return np.where(upper, larger, smaller), np.where(upper, smaller, larger), -np.log1p(tail)


class SmallestExtremeValue(Distribution):
    """Smallest-extreme-value error: S(z) = exp(-exp(z)); Weibull when it is the error of the log amount."""

    def log_pdf(self, z: Floats) -> Triple:
        """Log density of the error, with its two derivatives."""
        hazard = np.exp(np.minimum(z, _LARGEST_EXPONENT))
        return z - hazard, 1 - hazard, -hazard

    def log_cdf(self, z: Floats) -> Triple:
        """Log of F(z), with its two derivatives."""
        hazard = np.exp(np.minimum(z, _LARGEST_EXPONENT))
        slope = hazard / np.expm1(hazard)
        return np.log(-np.expm1(-hazard)), slope, slope * (1 - hazard - slope)

    def log_sf(self, z: Floats) -> Triple:
        """Log of S(z), with its two derivatives."""
        hazard = np.exp(np.minimum(z, _LARGEST_EXPONENT))
        return -hazard, -hazard, -hazard

    def isf(self, share: float | Floats) -> Floats:
        """The z above which this share of errors lies."""
        return np.log(-np.log(share))

    def log_interval(self, low: Floats, width: Floats) -> tuple[Floats, ...]:
        """Log of P with its derivatives: P = S(low) (1 - exp(-gain)), with gain the hazard added over the interval."""
        hazard = np.exp(np.minimum(low, _LARGEST_EXPONENT))
        gain = np.minimum(hazard * np.expm1(width), _LARGEST_HAZARD)
        odds = 1 / np.expm1(gain)
        share = gain * odds
        # The derivative of gain / (exp(gain) - 1) in the gain.
        bend = odds * (1 - share - gain)
        value = np.log(-np.expm1(-gain)) - hazard
        at_high, at_low = (hazard + gain) * odds, -hazard * (1 + odds)
        return value, at_high, at_low, share - hazard, bend * (hazard + gain), -hazard * (1 + bend)


class _OfLogAmount(Distribution):
    """What the distributions of positive amounts share: the truncated mean, with a form that lasts for flat curves."""

    positive = True

    def mean(self, location: Floats, scale: Floats) -> Floats:
        """Integral of the survivor function over (0, inf)."""
        return np.exp(self.log_mean(location, scale))

    def _closed_truncated_mean(self, z: Floats, location: Floats, scale: Floats, limit: Floats) -> Floats:
        """The truncated mean in closed form, with z the standardised limit."""
        raise NotImplementedError

    def truncated_mean(self, location: Floats, scale: Floats, limit: float | Floats) -> Floats:
        """Integral of the survivor function over (0, limit)."""
        z, location, scale, limit = np.broadcast_arrays((np.log(limit) - location) / scale, location, scale, limit)
        value = np.array(self._closed_truncated_mean(z, location, scale, limit))
        flat = scale >= _FLAT_SCALE
        # With w = limit exp(-x) the integral is the limit times the mean of S over an exponential x: smooth where flat.
        value[flat] = limit[flat] * (self.sf(z[flat][:, None] - _NODES / scale[flat][:, None]) @ _NODE_WEIGHTS)
        return value


class LogNormal(_OfLogAmount, Normal):
    """Normal error of the log amount."""

    name = "log-normal"

    def log_mean(self, location: Floats, scale: Floats) -> Floats:
        """Logarithm of the mean."""
        return location + scale**2 / 2

    def _closed_truncated_mean(self, z: Floats, location: Floats, scale: Floats, limit: Floats) -> Floats:
        return limit * special.ndtr(-z) + np.exp(location + scale**2 / 2 + special.log_ndtr(z - scale))


class LogLogistic(_OfLogAmount, Logistic):
    """Logistic error of the log amount; its mean is infinite once the scale reaches 1."""

    name = "log-logistic"
    infinite_mean = "once the scale reaches 1"

    def log_mean(self, location: Floats, scale: Floats) -> Floats:
        """Logarithm of the mean."""
        return np.where(scale >= 1, np.inf, location - np.log(np.sinc(np.minimum(scale, 1))))

    def _closed_truncated_mean(self, z: Floats, location: Floats, scale: Floats, limit: Floats) -> Floats:
        # Two forms of one hypergeometric function, each where it converges fast.
        below, held = special.expit(z), np.minimum(z, _LARGEST_EXPONENT)
        near = special.hyp2f1(1, 1, 1 + scale, np.minimum(below, 0.9)) * special.expit(-z)
        far = special.hyp2f1(1, scale, 1 + scale, -np.exp(held))
        value = limit * np.where(below < 0.9, near, far)
        # So far above the location the limit cuts off nothing.
        return np.where(z > _LARGEST_EXPONENT, self.mean(location, scale), value)


class Weibull(_OfLogAmount, SmallestExtremeValue):
    """Smallest-extreme-value error of the log amount; its mean is always finite."""

    name = "weibull"

    def log_mean(self, location: Floats, scale: Floats) -> Floats:
        """Logarithm of the mean."""
        return location + special.gammaln(1 + scale)

    def _closed_truncated_mean(self, z: Floats, location: Floats, scale: Floats, limit: Floats) -> Floats:
        hazard = np.exp(np.minimum(z, _LARGEST_EXPONENT))
        return np.exp(location + special.gammaln(1 + scale)) * special.gammainc(scale, hazard)


DISTRIBUTIONS = {each.name: each for each in (Normal(), Logistic(), LogNormal(), LogLogistic(), Weibull())}
