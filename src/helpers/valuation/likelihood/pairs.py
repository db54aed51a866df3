"""The likelihood of two yes-or-no answers whose errors are correlated: the bivariate probit.

A row enters as P(Z1 <= h, Z2 <= k) with h and k linear in the parameters, and a correlation of its own sign.
"""

from functools import cache

import numpy as np
from scipy import special

from .maximum import LogLikelihood, by_replicate

_LOG_2PI = np.log(2 * np.pi)
_PANEL = 2.0  # length of a panel of Gauss-Legendre quadrature, on the scale of the inverse hyperbolic tangent
_ORDER, _FEWER, _FEWEST = 24, 0.7, 6  # nodes of the first panel, fewer for every unit of distance, at least
_NOT_ASKED = 40.0  # standardised: an answer not asked for enters as one that everybody gives
_FAR = 38.0  # beyond it nothing is left that a double could hold
_FALL = 42.0  # of the logarithm of the integrand, likewise
_NARROW, _NARROW_ORDER = 2.5, 64  # a window so short has nodes of its own


def log_binormal(h: np.ndarray, k: np.ndarray, atanh_rho: float) -> np.ndarray:
    """Log of P(Z1 <= h, Z2 <= k) for standard normals with a correlation given by its inverse hyperbolic tangent.

    Plackett's (1954) integral of the density over the correlation, taken from the side on which every term is positive
    (from independence or from perfect contradiction), so that small probabilities keep their digits. Over the inverse
    hyperbolic tangent the integrand is as smooth near a correlation of one as elsewhere; where it is narrow, in remote
    corners, it is summed up inside its own window.

    Parameters
    ----------
    h, k : ndarray, shape (n,)
    atanh_rho : float

    Returns
    -------
    ndarray, shape (n,)

    Examples
    --------
    Both below 0 at a correlation of one half: a third.

    >>> round(
    ...     float(np.exp(log_binormal(np.zeros(1), np.zeros(1), np.arctanh(0.5)))[0]),
    ...     12,
    ... )
    0.333333333333
    """
    if atanh_rho >= 0:
        other, low, high, fewer = k, 0.0, float(atanh_rho), 0.0
        base = special.log_ndtr(h) + special.log_ndtr(k)
    else:
        other, low, high, fewer = -k, -float(atanh_rho), -float(atanh_rho) + _FAR, _FEWER
        base = _log_between(other, h)
    start, end = _window(h, other, low, high)
    narrow = end - start < _NARROW
    integral = np.empty(len(h))
    integral[~narrow] = _log_integral(h[~narrow], other[~narrow], *_panels(low, high, fewer))
    half, (x, w) = (end - start)[narrow, None] / 2, _gauss(_NARROW_ORDER)
    integral[narrow] = _log_integral(h[narrow], other[narrow], start[narrow, None] + half * (1 + x), half * w)
    return np.logaddexp(base, integral)


def _log_integral(h: np.ndarray, k: np.ndarray, nodes: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Log of the integral of the density over the correlation; nodes are shared, or a row each."""
    cosh = np.cosh(nodes)
    exponent = -0.5 * ((h - k) ** 2)[:, None] * cosh**2 - (h * k)[:, None] / (1 + np.tanh(nodes))
    top = exponent.max(axis=1, initial=-np.inf)
    with np.errstate(divide="ignore"):
        return np.log((np.exp(exponent - top[:, None]) * (weights / cosh)).sum(axis=1)) + top - _LOG_2PI


def _window(h: np.ndarray, k: np.ndarray, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Between which ends the integrand is within a factor of a double of its top.

    Its exponent is -(h - k)^2 cosh^2(t) / 2 - h k (1 + exp(-2 t)) / 2. It is concave, least curved where it is highest,
    at exp(2 t) = |h + k| / |h - k|, so that slope and curvature at its top between the ends bound how fast it falls.
    """
    with np.errstate(all="ignore"):
        top = np.clip(0.5 * np.log(np.abs((h + k) / (h - k))), low, high)
        top = np.where(np.isnan(top), high, top)
        rise = h * k * np.exp(-2 * top) - 0.5 * (h - k) ** 2 * np.sinh(2 * top)
        bend = (h - k) ** 2 * np.cosh(2 * top) + 2 * h * k * np.exp(-2 * top)
        # Where slope times distance and half the curvature times its square together make up the fall.
        left, right = (2 * _FALL / (s + np.sqrt(s**2 + 2 * _FALL * bend)) for s in (rise.clip(0), (-rise).clip(0)))
    return np.maximum(top - left, low), np.minimum(top + right, high)


def _log_between(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Log of the normal probability between two bounds, minus infinity where they are not in order."""
    upper = low + high > 0
    near = special.log_ndtr(np.where(upper, -low, high))
    far = special.log_ndtr(np.where(upper, -high, low))
    with np.errstate(divide="ignore"):
        return np.where(high > low, near + np.log(-np.expm1(np.minimum(far - near, 0))), -np.inf)


def _panels(low: float, high: float, fewer: float) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights of Gauss-Legendre quadrature in panels, the later ones with fewer nodes."""
    edges = np.linspace(low, high, max(1, int(np.ceil((high - low) / _PANEL))) + 1)
    orders = [max(_FEWEST, int(np.ceil(_ORDER - fewer * (edge - low)))) for edge in edges[:-1]]
    half, rules = np.diff(edges) / 2, [_gauss(order) for order in orders]
    nodes = [start + width * (1 + x) for start, width, (x, _) in zip(edges, half, rules, strict=False)]
    return np.concatenate(nodes), np.concatenate([width * w for width, (_, w) in zip(half, rules, strict=True)])


@cache
def _gauss(order: int) -> tuple[np.ndarray, np.ndarray]:
    """Gauss-Legendre nodes and weights on (-1, 1)."""
    return np.polynomial.legendre.leggauss(order)


class BivariateLikelihood:
    """Log-likelihood of pairs of answers, with its gradient and Hessian.

    Parameters
    ----------
    first, second : ndarray, shape (n, q - 1)
        What h and k are linear in: signed by the answer, restrictions between the equations built in.
    sign : ndarray, shape (n,)
        1 where the two answers agree, -1 where they do not.
    asked : ndarray of bool, shape (n,)
        False where there was no second question.
    """

    def __init__(self, first: np.ndarray, second: np.ndarray, sign: np.ndarray, asked: np.ndarray) -> None:
        """Keep the pairs that agree apart from those that do not."""
        self.first, self.second, self.sign = first, second * asked[:, None], sign
        self._unasked = np.where(asked, 0.0, _NOT_ASKED)
        self.n_params = first.shape[1] + 1
        self._agree, self._differ = np.flatnonzero(sign > 0), np.flatnonzero(sign < 0)

    def log_probability(self, h: np.ndarray, k: np.ndarray, atanh_rho: float) -> np.ndarray:
        """Log of the probability of each pair, shape (n,)."""
        value = np.empty(len(h))
        for rows, sign in ((self._agree, 1), (self._differ, -1)):
            value[rows] = log_binormal(h[rows], k[rows], sign * atanh_rho)
        return value

    def arrange(self, weights: np.ndarray) -> np.ndarray:
        """Weights of the rows as ``evaluate`` expects them: as they are."""
        return weights

    @np.errstate(all="ignore")  # a trial step so far out that it overflows is a step not taken
    def rows(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Log-likelihood of each row with its derivatives in h, k and the inverse hyperbolic tangent.

        Parameters
        ----------
        params : ndarray, shape (q,)

        Returns
        -------
        value : ndarray, shape (n,)
        slopes : ndarray, shape (3, n)
        curvatures : ndarray, shape (3, 3, n)
        """
        h, k, a = self.first @ params[:-1], self.second @ params[:-1] + self._unasked, params[-1]
        value = self.log_probability(h, k, a)
        rho, cosh = np.tanh(a) * self.sign, np.cosh(a)
        # (k - rho h) / sqrt(1 - rho^2), and the reverse, without cancellation near a correlation of one.
        to_k, to_h = (self._given(y, x, a) for x, y in ((h, k), (k, h)))
        density = np.exp(np.log(cosh) - 0.5 * (h**2 + to_k**2) - _LOG_2PI - value)
        at_h = np.exp(special.log_ndtr(to_k) - 0.5 * (h**2 + _LOG_2PI) - value)
        at_k = np.exp(special.log_ndtr(to_h) - 0.5 * (k**2 + _LOG_2PI) - value)
        slopes = np.array([at_h, at_k, self.sign * density / cosh**2])
        curvatures = -slopes[:, None] * slopes
        curvatures[0, 0] -= h * at_h + rho * density
        curvatures[1, 1] -= k * at_k + rho * density
        curvatures[2, 2] += density / cosh**2 * (h * k - rho * (h**2 + to_k**2 + 1))
        crossed = (
            (0, 1, density),
            (0, 2, -self.sign * density * to_h / cosh),
            (1, 2, -self.sign * density * to_k / cosh),
        )
        for i, j, cross in crossed:
            curvatures[i, j] += cross
            curvatures[j, i] += cross
        return value, slopes, curvatures

    def _given(self, y: np.ndarray, x: np.ndarray, a: float) -> np.ndarray:
        """(y - rho x) / sqrt(1 - rho^2), the correlation signed by row."""
        sign = self.sign * np.copysign(1.0, a)
        return sign * ((sign * y - x) * np.cosh(a) + x * np.exp(-np.abs(a)))

    def scores(self, params: np.ndarray) -> np.ndarray:
        """Gradient of each row's own log-likelihood, shape (n, q)."""
        _, (at_h, at_k, at_a), _ = self.rows(params)
        return np.column_stack([self.first * at_h[:, None] + self.second * at_k[:, None], at_a])

    def evaluate(self, params: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Log-likelihood with its gradient and Hessian for each replicate.

        Parameters
        ----------
        params : ndarray, shape (q, R) or (q, 1)
        weights : ndarray, shape (n, R)

        Returns
        -------
        value : ndarray, shape (R,)
        gradient : ndarray, shape (q, R)
        hessian : ndarray, shape (q, q, R)
        """
        return by_replicate(self._evaluate, params, weights)

    def _evaluate(self, params: np.ndarray, weights: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """The same for one replicate."""
        value, slopes, curvatures = self.rows(params)
        ends, (at_h, at_k, at_a), curved = (self.first, self.second), slopes * weights, curvatures * weights
        gradient = np.append(self.first.T @ at_h + self.second.T @ at_k, at_a.sum())
        hessian = np.empty((self.n_params, self.n_params))
        hessian[:-1, :-1] = sum(ends[i].T @ (curved[i, j][:, None] * ends[j]) for i in range(2) for j in range(2))
        hessian[-1, :-1] = hessian[:-1, -1] = self.first.T @ curved[0, 2] + self.second.T @ curved[1, 2]
        hessian[-1, -1] = curved[2, 2].sum()
        return value @ weights, gradient, hessian


class HeldCorrelation:
    """The same likelihood with the correlation held."""

    def __init__(self, likelihood: LogLikelihood, atanh_rho: float) -> None:
        """Hold it."""
        self.atanh_rho, self._likelihood = atanh_rho, likelihood
        self.arrange = likelihood.arrange

    def evaluate(self, params: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """As of ``BivariateLikelihood``, without the last parameter."""
        held = np.full((1, params.shape[1]), self.atanh_rho)
        value, gradient, hessian = self._likelihood.evaluate(np.vstack([params, held]), weights)
        return value, gradient[:-1], hessian[:-1, :-1]
